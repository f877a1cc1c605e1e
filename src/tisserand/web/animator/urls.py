"""Addresses of circles and bridges."""

from django.urls import path

from tisserand.web.animator import (
    bridges,
    circles,
    inclusion,
    invitations,
    lists,
    monday,
    openness,
    proposals,
)

urlpatterns = [
    path("circles/new", circles.circle_new, name="circle_new"),
    path("circles/<slug:ref>", circles.circle, name="circle"),
    path("circles/<slug:ref>/policy", circles.circle_policy, name="circle_policy"),
    path("circles/<slug:ref>/animator", circles.circle_animator, name="circle_animator"),
    path("circles/<slug:ref>/vouches", circles.vouch_new, name="vouch_new"),
    path("circles/<slug:ref>/keys", circles.circle_step_down, name="circle_step_down"),
    path("circles/<slug:ref>/invitations", invitations.invitations, name="invitations"),
    path("circles/<slug:ref>/invitations/new", invitations.invite, name="invite"),
    path("circles/<slug:ref>/invitations/send", invitations.invitations_send, name="invitations_send"),
    path(
        "circles/<slug:ref>/invitations/withdraw", invitations.invitation_withdraw, name="invitation_withdraw"
    ),
    path("circles/<slug:ref>/lists/new", lists.list_new, name="list_new"),
    path("lists/<slug:ref>", lists.member_list, name="member_list"),
    path("lists/<slug:ref>/bring", lists.list_bring, name="list_bring"),
    path("lists/<slug:ref>/drop", lists.list_drop, name="list_drop"),
    path("circles/<slug:ref>/proposals", proposals.proposals, name="proposals"),
    path("circles/<slug:ref>/proposals/approve", proposals.proposal_approve, name="proposal_approve"),
    path("circles/<slug:ref>/proposals/stop", proposals.proposal_stop, name="proposal_stop"),
    path("circles/<slug:ref>/bridges", bridges.bridges, name="bridges"),
    path("circles/<slug:ref>/bridges/new", bridges.bridge_propose, name="bridge_propose"),
    path("monday", monday.monday_home, name="monday_home"),
    path("circles/<slug:ref>/monday", monday.monday, name="monday"),
    path("circles/<slug:ref>/sponsor", monday.sponsor, name="sponsor"),
    path("circles/<slug:ref>/spare", monday.member_spare, name="member_spare"),
    path("circles/<slug:ref>/inclusion", inclusion.inclusion, name="inclusion"),
    path("circles/<slug:ref>/openness", openness.openness, name="openness"),
    path("bridges/<slug:ref>", bridges.bridge, name="bridge"),
    path("bridges/<slug:ref>/sign", bridges.bridge_sign, name="bridge_sign"),
    path("bridges/<slug:ref>/suspend", bridges.bridge_suspend, name="bridge_suspend"),
    path("bridges/<slug:ref>/resume", bridges.bridge_resume, name="bridge_resume"),
    path("bridges/<slug:ref>/change", bridges.bridge_change, name="bridge_change"),
    path("bridges/<slug:ref>/renew", bridges.bridge_renew, name="bridge_renew"),
    path("bridges/<slug:ref>/ask", bridges.bridge_person, name="bridge_person"),
]
