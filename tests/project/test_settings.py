"""The settings: sound on the open network, nothing secret in them, nothing leaves until a host says so."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shape.figures import ROOT

NAMES = """
    FOLDER DEBUG DEMO HTTPS SECRET_KEY ALLOWED_HOSTS TIME_ZONE SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE
    CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS EMAIL_BACKEND EMAIL_HOST EMAIL_USE_TLS EMAIL_USE_SSL DATABASES
    ALLAUTH_TRUSTED_PROXY_COUNT INSTALLED_APPS CONTENT_SECURITY_POLICY MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN
"""
READ = f"""
import json
from tisserand.project import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES.split()!r}}}, default=str))
"""


def settings(folder: Path, **variables: str) -> dict[str, Any]:
    """Return the settings of an installation in that folder, with these variables."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TISSERAND_", "PG"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READ], capture_output=True, text=True, check=True, cwd=folder,
        env=plain | variables,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_installation_is_closed_and_silent_by_default(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found["FOLDER"] == str(tmp_path / "tisserand-data")
    assert list(tmp_path.iterdir()) == []
    assert (found["DEBUG"], found["DEMO"], found["SECRET_KEY"]) == (False, False, "")
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert found["TIME_ZONE"] == "Europe/Paris"
    secure = ("HTTPS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    assert all(found[name] is True for name in secure)
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert found["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert "django.contrib.admin" not in found["INSTALLED_APPS"]


def test_database_is_durable_by_default(tmp_path: Path) -> None:
    database = settings(tmp_path)["DATABASES"]["default"]
    assert "ATOMIC_REQUESTS" not in database
    assert database["NAME"] == str(tmp_path / "tisserand-data" / "tisserand.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    start = database["OPTIONS"]["init_command"]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        assert f"PRAGMA {pragma};" in start


def test_nothing_foreign_is_let_into_a_page(tmp_path: Path) -> None:
    directives = settings(tmp_path)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == ["'self'"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert [name for name, sources in directives.items() if "data:" in sources] == ["img-src"]


def test_environment_says_what_changes(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("kept\n")
    found = settings(
        tmp_path,
        TISSERAND_DATA=str(tmp_path),
        TISSERAND_DEMO="1",
        TISSERAND_HOSTS="a.example, .b.example,",
        TISSERAND_ZONE="Indian/Reunion",
        TISSERAND_DATABASE="postgresql",
        PGDATABASE="net",
        TISSERAND_MAIL_HOST="mail.example",
        TISSERAND_PROXIES="2",
    )
    assert found["SECRET_KEY"] == "kept"
    assert (found["DEMO"], found["HTTPS"], found["SECURE_HSTS_SECONDS"]) == (True, False, 0)
    assert found["ALLOWED_HOSTS"] == ["a.example", ".b.example"]
    assert found["TIME_ZONE"] == "Indian/Reunion"
    database = found["DATABASES"]["default"]
    assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.postgresql", "net")
    assert "PASSWORD" not in database
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2


@pytest.mark.parametrize(("said", "https"), [("", True), ("1", True), ("0", False), ("no", False)])
def test_https_is_on_unless_it_is_refused(tmp_path: Path, said: str, https: bool) -> None:
    assert settings(tmp_path, TISSERAND_HTTPS=said)["HTTPS"] is https


def test_settings_hold_no_secret() -> None:
    text = (ROOT / "src/tisserand/project/settings.py").read_text(encoding="utf-8")
    assert "django-insecure" not in text
    assert [line for line in text.splitlines() if line.startswith('SECRET_KEY = "')] == []
