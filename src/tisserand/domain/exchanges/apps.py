"""The room "exchanges" as Django installs it."""

from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    """Tables of the room "exchanges"."""

    name = "tisserand.domain.exchanges"
    label = "exchanges"
    default_auto_field = "django.db.models.BigAutoField"
