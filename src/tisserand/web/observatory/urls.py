"""The addresses of the observatory."""

from django.urls import path

from tisserand.web.observatory.views import observatory, observatory_csv

urlpatterns = [
    path("observatory", observatory, name="observatory"),
    path("observatory.csv", observatory_csv, name="observatory_csv"),
]
