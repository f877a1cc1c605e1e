"""The room "observatory" as Django installs it."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """Tables of the room "observatory"."""

    name = "tisserand.domain.observatory"
    label = "observatory"
    default_auto_field = "django.db.models.BigAutoField"
