"""Addresses of the host's pages."""

from django.urls import path

from tisserand.web.host import views

urlpatterns = [
    path("host", views.host, name="host"),
    path("host/clock", views.clock_confirm, name="clock_confirm"),
    path("host/reports/<slug:ref>/close", views.report_close, name="report_close"),
    path("host/circles/<slug:ref>/animator", views.orphan_invite, name="orphan_invite"),
    path("host/outbox", views.outbox_list, name="outbox"),
    path("host/outbox/<slug:ref>", views.letter, name="letter"),
]
