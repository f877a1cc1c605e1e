"""The room "ties" as Django installs it."""

from django.apps import AppConfig


class TiesConfig(AppConfig):
    """Tables of the room "ties"."""

    name = "tisserand.domain.ties"
    label = "ties"
    default_auto_field = "django.db.models.BigAutoField"
