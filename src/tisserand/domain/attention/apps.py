"""The room "attention" as Django installs it."""

from django.apps import AppConfig


class AttentionConfig(AppConfig):
    """Tables of the room "attention"."""

    name = "tisserand.domain.attention"
    label = "attention"
    default_auto_field = "django.db.models.BigAutoField"
