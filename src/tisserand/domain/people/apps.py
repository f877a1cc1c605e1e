"""The room "people" as Django installs it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Tables of the room "people"."""

    name = "tisserand.domain.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
