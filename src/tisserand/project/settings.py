"""Settings of an installation: one module, no secret in it; what changes is read from the environment.

Whoever needs Django names this module in DJANGO_SETTINGS_MODULE: doors stand under `project` and never
import it. docs/*/host.md says what each TISSERAND_ variable means. Importing it writes nothing.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parents[1]


def is_on(name: str, default: bool = False) -> bool:
    """Return whether an environment variable says yes; `default` when it says nothing."""
    said = os.environ.get(name, "").strip().lower()
    return said in ("1", "yes", "true", "on") if said else default


def written(*names: str) -> list[str]:
    """Return those dotted names whose module exists: a door is opened when it is built."""
    return [name for name in names if find_spec(name.rpartition(".")[0])]


# -- Where, who, how
FOLDER = Path(os.environ.get("TISSERAND_DATA") or "tisserand-data").absolute()
DEMO = is_on("TISSERAND_DEMO")
DEBUG = is_on("TISSERAND_DEBUG")
HTTPS = is_on("TISSERAND_HTTPS", default=not DEMO)
ALLOWED_HOSTS = [
    host.strip()
    for host in (os.environ.get("TISSERAND_HOSTS") or "localhost,127.0.0.1").split(",")
    if host.strip()
]
CONTACT = os.environ.get("TISSERAND_CONTACT") or ""
SECRET_FILE = FOLDER / "secret-key"
# Empty until a command has made the file: Django then refuses whatever would sign something.
SECRET_KEY = SECRET_FILE.read_text(encoding="ascii").strip() if SECRET_FILE.is_file() else ""

# -- Languages and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("TISSERAND_ZONE") or "Europe/Paris"
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True

# -- What is installed
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "tisserand.domain.people",
    "tisserand.domain.attention",
    "tisserand.domain.circles",
    "tisserand.domain.ties",
    "tisserand.domain.exchanges",
    "tisserand.domain.introductions",
    "tisserand.domain.observatory",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    *written("tisserand.web.middleware.PersonLanguage", "tisserand.web.middleware.SecondCheck"),
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    *written("tisserand.web.kept.KeptForm", "tisserand.web.once.Once"),
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "tisserand.project.urls"
WSGI_APPLICATION = "tisserand.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "tisserand.web.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *written("tisserand.web.context.page"),
            ],
        },
    }
]

# -- Database. Never ATOMIC_REQUESTS: a page that reads must not hold the only writer's place.
POSTGRESQL = (os.environ.get("TISSERAND_DATABASE") or "sqlite").lower().startswith("postgres")
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        # Host, port, user and password come from libpq's own variables and files (PGHOST, PGPASSFILE...).
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("PGDATABASE") or "tisserand",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    if POSTGRESQL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "tisserand.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that the limits on sign-in hold across the server's own workers.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "short_memory",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "quick", "long"]}}

# -- Signing in: a code sent by mail, passkeys and TOTP; nobody signs up without an invitation.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "signin", "today", "home"
ACCOUNT_ADAPTER = (
    written("tisserand.web.signin.Adapter") or ["allauth.account.adapter.DefaultAccountAdapter"]
)[0]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"keep_form": "20/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TISSERAND_PROXIES") or HTTPS)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tisserand"
MFA_TOTP_TOLERANCE = 1  # a telephone half a minute late
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ADAPTER = (
    written("tisserand.web.security.adapter.SecondChecks") or ["allauth.mfa.adapter.DefaultMFAAdapter"]
)[0]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # nobody's last visit is kept
SESSION_COOKIE_AGE = 30 * 24 * 3600

# -- Between the browser and us
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the picture of a TOTP secret must not be a file
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = (written("tisserand.web.kept.too_old") or ["django.views.csrf.csrf_failure"])[0]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The other names under the host's domain are not ours to close, nor to enrol in browsers' lists.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# -- Files served: prepared by `tisserand setup`, compressed, named by their contents
STATIC_URL = "static/"
STATIC_ROOT = FOLDER / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- Files received: a list of members is kept in the database, and read with care.
FILE_UPLOAD_HANDLERS = [
    *written("tisserand.web.uploads.Bounded"),
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20  # what is pasted; a file may be larger

# -- Mail leaves only when the host names a server; letters wait in the database until then.
EMAIL_HOST = os.environ.get("TISSERAND_MAIL_HOST") or ""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("TISSERAND_MAIL_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("TISSERAND_MAIL_USER") or ""
EMAIL_HOST_PASSWORD = os.environ.get("TISSERAND_MAIL_PASSWORD") or ""
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = bool(EMAIL_HOST) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("TISSERAND_MAIL_FROM") or "tisserand@localhost"

# -- Logs: what happened, never to whom. Addresses of pages hold invitations: only their outcome is told.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "tisserand.project.logs.Impersonal"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "tisserand": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django_tasks": {"level": "ERROR"},
        "django_tasks_db": {"level": "ERROR"},
    },
}
