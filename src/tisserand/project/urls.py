"""The addresses of the installation: its health, and those of the web."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from tisserand.project.health import health

urlpatterns: list[URLPattern | URLResolver] = [path("health", health, name="health")]
if find_spec("tisserand.web.urls"):
    urlpatterns.append(path("", include("tisserand.web.urls")))
