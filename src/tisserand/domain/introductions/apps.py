"""The room "introductions" as Django installs it."""

from django.apps import AppConfig


class IntroductionsConfig(AppConfig):
    """Tables of the room "introductions"."""

    name = "tisserand.domain.introductions"
    label = "introductions"
    default_auto_field = "django.db.models.BigAutoField"
