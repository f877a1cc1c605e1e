"""The addresses of the web, by audience; their names are not in a namespace."""

from django.urls import include, path

from tisserand.web.language import language

urlpatterns = [
    path("language", language, name="language"),
    path("", include("tisserand.web.public.urls")),
    path("", include("tisserand.web.member.urls")),
    path("", include("tisserand.web.security.urls")),
    path("", include("tisserand.web.animator.urls")),
    path("", include("tisserand.web.fabric.urls")),
    path("", include("tisserand.web.observatory.urls")),
    path("", include("tisserand.web.host.urls")),
]
