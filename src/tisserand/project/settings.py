"""Settings of the installation. For now only what pages need to speak two languages; no table, no request.

Whoever renders a page names this module in DJANGO_SETTINGS_MODULE: doors stand under `project` and never
import it.
"""

from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]

INSTALLED_APPS: list[str] = []
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {"builtins": ["django.templatetags.i18n", "tisserand.web.tags"]},
    }
]
