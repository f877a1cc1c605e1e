"""The addresses of a member's pages."""

from django.urls import path

from tisserand.web.member import apart, circles, introductions, me, own, today, welcome

urlpatterns = [
    path("today", today.today, name="today"),
    path("welcome", welcome.welcome, name="welcome"),
    path("welcome/first", welcome.first, name="welcome_wait"),
    path("introductions/<slug:ref>", introductions.introduction, name="introduction"),
    path("introductions/<slug:ref>/answer", introductions.answer, name="answer"),
    path("introductions/<slug:ref>/later", introductions.later, name="later"),
    path("introductions/<slug:ref>/message", introductions.message, name="message"),
    path("introductions/<slug:ref>/met", introductions.met, name="met"),
    path("introductions/<slug:ref>/outcome", introductions.outcome, name="outcome"),
    path("people/<slug:ref>/block", apart.block, name="block"),
    path("people/<slug:ref>/unblock", apart.unblock, name="unblock"),
    path("people/<slug:ref>/hide", apart.hide, name="hide"),
    path("people/<slug:ref>/unhide", apart.unhide, name="unhide"),
    path("people/<slug:ref>/report", apart.report, name="report"),
    path("circles", circles.circles, name="circles"),
    path("circles/<slug:ref>/leave", circles.leave, name="leave"),
    path("circles/<slug:ref>/hide", circles.hide, name="circle_hide"),
    path("circles/<slug:ref>/show", circles.show, name="circle_show"),
    path("bridges/<slug:ref>/stand", circles.stand, name="bridge_stand"),
    path("bridges/<slug:ref>/step-down", circles.step_down, name="bridge_step_down"),
    path("me", me.me, name="me"),
    path("me/profile", own.profile, name="profile"),
    path("me/asks", own.ask_new, name="ask_new"),
    path("me/asks/<slug:ref>/close", own.ask_close, name="ask_close"),
    path("me/asks/<slug:ref>/renew", own.ask_renew, name="ask_renew"),
    path("me/rhythm", own.rhythm, name="rhythm"),
    path("me/pause", own.pause, name="pause"),
    path("me/consents/<slug:code>", own.consent, name="consent"),
    path("me/erase", own.erase, name="erase"),
    path("vouches/<slug:ref>/agree", own.vouch_agree, name="vouch_agree"),
    path("vouches/<slug:ref>/revoke", own.vouch_revoke, name="vouch_revoke"),
]
