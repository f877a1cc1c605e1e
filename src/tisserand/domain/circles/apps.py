"""The room "circles" as Django installs it."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """Tables of the room "circles"."""

    name = "tisserand.domain.circles"
    label = "circles"
    default_auto_field = "django.db.models.BigAutoField"
