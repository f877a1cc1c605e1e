"""Addresses of the demonstration."""

from django.urls import path

from tisserand.web.demo import style, views

urlpatterns = [
    path("demo", views.demo, name="demo"),
    path("demo/persona", views.demo_persona, name="demo_persona"),
    path("demo/tomorrow", views.demo_tomorrow, name="demo_tomorrow"),
    path("style", style.style, name="style"),
]
