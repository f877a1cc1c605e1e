"""The addresses of the fabric."""

from django.urls import path

from tisserand.web.fabric.tables import fabric_csv, fabric_points
from tisserand.web.fabric.views import fabric

urlpatterns = [
    path("fabric", fabric, name="fabric"),
    path("fabric/points", fabric_points, name="fabric_points"),
    path("fabric.csv", fabric_csv, name="fabric_csv"),
]
