"""What a WSGI server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tisserand.project.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - the pages are loaded now, so that nobody waits for them later
