"""Settings of the tests: those of an installation, in a folder that disappears."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_before = os.environ.get("TISSERAND_DATA")
_folder = Path(tempfile.mkdtemp(prefix="tisserand-tests-"))
(_folder / "static").mkdir()  # where `tisserand setup` would prepare the files served
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TISSERAND_DATA"] = str(_folder)
try:
    from tisserand.project.settings import *  # noqa: F403
    from tisserand.project.settings import DATABASES, POSTGRESQL, SQLITE_START, STORAGES
finally:
    # commands started by a test must not share this folder without saying so
    os.environ.pop("TISSERAND_DATA")
    if _before is not None:
        os.environ["TISSERAND_DATA"] = _before

SECRET_KEY = "only for tests, where nothing is signed for anybody"
HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_PROXY_SSL_HEADER = None
ALLAUTH_TRUSTED_PROXY_COUNT = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not POSTGRESQL:
    # A file, because threads must meet in it; no wait for the disk, because nobody pulls the plug of a test.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_START.replace("=FULL", "=OFF")
