"""What the host looks at: state, clock, reports, circles that lost their animators, letters that wait."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tisserand.domain.attention.actions import confirm_clock
from tisserand.domain.attention.queries import clock_state, letter_for, outbox
from tisserand.domain.circles import actions as circles
from tisserand.domain.circles.queries import orphaned_circle, orphaned_circles
from tisserand.domain.introductions.queries import weaving_state
from tisserand.domain.observatory.queries import openness_of_network
from tisserand.domain.people.actions import close_report
from tisserand.domain.people.queries import check_host, open_reports
from tisserand.vocabulary import LetterKind, ReportReason, Role
from tisserand.web.access import acted, signed_in, words
from tisserand.web.host.letters import facts_of
from tisserand.web.request import PageRequest
from tisserand.web.tags import full_day
from tisserand.wording.choices import REPORT_REASONS
from tisserand.wording.mail import mail

WORKER_SEEN = "worker_seen_at"
"""Where the worker notes that it is at work, in the short memory (`project.pulse`)."""


@signed_in
@require_safe
def host(request: PageRequest) -> HttpResponse:
    """Is all well?"""
    return host_page(request)


def host_page(request: PageRequest) -> HttpResponse:
    """The host's page. Refused: NOT_ALLOWED to anybody else."""
    check_host(request.user)
    reasons = {code: words().gettext(text) for code, text in REPORT_REASONS.items()}
    shown = {
        "database": "PostgreSQL" if settings.POSTGRESQL else "SQLite",
        "clock": clock_state(),
        "weaving": weaving_state(request.user),
        "worker_seen": cache.get(WORKER_SEEN),
        "reports": [(one, reasons.get(ReportReason(one.reason), "")) for one in open_reports(request.user)],
        "openness": openness_of_network(request.user).latest,
        "orphaned": orphaned_circles(request.user),
        "sends": bool(settings.EMAIL_HOST),
    }
    return render(request, "host/host.html", shown)


@signed_in
@require_POST
def clock_confirm(request: PageRequest) -> HttpResponse:
    """Believe the machine's date, after a long jump."""
    return acted(
        request,
        lambda: confirm_clock(host=request.user, at=request.at),
        to=reverse("host"),
        again=lambda: host_page(request),
        said=gettext("The clock runs again. What these days bring follows within a minute."),
    )


@signed_in
@require_POST
def report_close(request: PageRequest, ref: str) -> HttpResponse:
    """Close a report that was dealt with."""
    return acted(
        request,
        lambda: close_report(host=request.user, ref=ref, at=request.at),
        to=reverse("host"),
        again=lambda: host_page(request),
        said=gettext("Closed. Whoever made it finds it noted."),
    )


@signed_in
@require_POST
def orphan_invite(request: PageRequest, ref: str) -> HttpResponse:
    """Invite an animator into a circle that has none left."""
    circle = orphaned_circle(request.user, ref)
    return acted(
        request,
        lambda: circles.invite_to_circle(
            by=request.user,
            circle=circle,
            email=request.POST.get("email", ""),
            role=Role.ANIMATOR,
            at=request.at,
            send=True,
        ),
        to=reverse("host"),
        again=lambda: host_page(request),
        said=gettext("The invitation leaves."),
    )


@signed_in
@require_safe
def outbox_list(request: PageRequest) -> HttpResponse:
    """The letters, newest first: their kind, their day, a masked address."""
    names, letters = kinds(), outbox(request.user)
    days = {on: full_day(on) for on in {line.due_on for line in letters}}
    lines = [(line, names.get(line.kind, ""), days[line.due_on]) for line in letters]
    shown = {"lines": lines, "sends": bool(settings.EMAIL_HOST)}
    return render(request, "host/outbox.html", shown)


@signed_in
@require_safe
def letter(request: PageRequest, ref: str) -> HttpResponse:
    """One letter; in a demonstration, as it would be read."""
    line = letter_for(request.user, ref)
    shown: dict[str, Any] = {"line": line, "name": kinds()[line.kind]}
    if line.letter is not None:
        shown["mail"] = mail(line.kind, facts_of(line.letter, request.build_absolute_uri("/")), words())
    return render(request, "host/letter.html", shown)


def kinds() -> dict[LetterKind, str]:
    """Return the name of each kind of letter."""
    return {
        LetterKind.INVITATION: gettext("invitation"),
        LetterKind.SIGN_IN: gettext("code to sign in"),
        LetterKind.PROPOSAL: gettext("proposal"),
        LetterKind.REMINDER: gettext("reminder"),
        LetterKind.ESTABLISHED: gettext("introduction"),
        LetterKind.HAVE_YOU_MET: gettext("did you meet"),
        LetterKind.MESSAGE: gettext("message"),
        LetterKind.APPROVAL: gettext("proposals to read again"),
        LetterKind.BRIDGE_TO_SIGN: gettext("bridge to sign"),
        LetterKind.BRIDGE_SIGNED: gettext("bridge signed"),
        LetterKind.BRIDGE_PERSON: gettext("place on a bridge"),
        LetterKind.FORGOTTEN_SOON: gettext("account soon forgotten"),
        LetterKind.ERASED: gettext("erasure"),
    }
