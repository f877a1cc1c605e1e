"""A small network for the pages of a member: Camille reads, Mehdi is proposed to her, Hélène knows both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from tisserand.domain.attention.models import Clock, Request
from tisserand.domain.circles.models import Bridge, Circle, Membership, Signature
from tisserand.domain.exchanges.actions import write_need, write_offer
from tisserand.domain.introductions.models import Introduction, Side
from tisserand.domain.people.actions import create_person, set_consent, write_profile
from tisserand.domain.people.models import Person
from tisserand.vocabulary import Consent, Origin, RequestKind, Role, Route

AT = datetime(2024, 11, 19, 9, 30, tzinfo=UTC)
"""A Tuesday, one of the usual letter days; the machine is so far ahead of it that the clock stands still."""
TODAY = AT.date()


@dataclass(frozen=True, slots=True)
class World:
    """Who and what is there before a test adds anything."""

    camille: Person
    mehdi: Person
    helene: Person
    sillage: Circle
    communs: Circle
    bridge: Bridge


def stop_clock(at: datetime = AT) -> None:
    """Stop the network's clock at `at`."""
    Clock.objects.update_or_create(pk=1, defaults={"at": at})


def person(name: str, **fields: str) -> Person:
    """Somebody who proved her address."""
    made = create_person(email=f"{name.split()[0]}@example.org", name=name, confirmed=True, at=AT)
    return write_profile(person=made, at=AT, **fields)


def circle(name: str, dye: str, weave: str, **fields: Any) -> Circle:
    """A circle of that dye."""
    return Circle.objects.create(name=name, dye=dye, weave=weave, created_on=TODAY, **fields)


def join(who: Person, where: Circle, role: Role = Role.MEMBER, sponsor: Person | None = None) -> Membership:
    """A membership."""
    return Membership.objects.create(person=who, circle=where, role=role, sponsor=sponsor, joined_on=TODAY)


def build() -> World:
    """The network, on a stopped clock."""
    stop_clock()
    camille = person(
        "Camille Roussel", town="Lyon", organisation="Bocaux & Cie", concern="que rien ne se perde",
        actor_type="entreprise",
    )  # fmt: skip
    mehdi = person(
        "Mehdi Benali", town="Lyon", organisation="La Grande Remise", actor_type="tiers_lieu",
        concern="des lieux qui restent ouverts le soir",
    )  # fmt: skip
    helene = person("Hélène Garnier", town="Lyon")
    sillage = circle("Sillage Lyon", "garance", "toile", purpose="Entreprendre sans s’épuiser.")
    communs = circle("Lieux Communs", "pastel_clair", "carreaux", purpose="Ouvrir des lieux.")
    join(helene, sillage, Role.ANIMATOR)
    join(camille, sillage, sponsor=helene)
    join(mehdi, communs, Role.ANIMATOR)
    bridge = Bridge.objects.create(
        start=sillage, end=communs, quota=4, quota_back=4, until=TODAY + timedelta(days=200),
        proposed_on=TODAY,
    )  # fmt: skip
    for end in (sillage, communs):
        Signature.objects.create(bridge=bridge, circle=end, signed_on=TODAY)
    for who in (camille, mehdi):
        set_consent(person=who, code=Consent.BEYOND, allowed=True, at=AT)
    return World(camille, mehdi, helene, sillage, communs, bridge)


def introduce(
    world: World,
    one: Person,
    two: Person,
    *,
    shown_on: date | None = TODAY,
    stage: str = "asked_first",
    with_asks: bool = True,
    **fields: Any,
) -> Introduction:
    """An introduction shown to `one`, by the bridge of the two circles."""
    facts: dict[str, Any] = {"shared": 1}
    if with_asks:
        need = write_need(person=one, text=NEED, at=AT, type="locaux")
        offer = write_offer(person=two, text=OFFER, at=AT, type="locaux")
        facts["one"] = {"need": need.ref, "offer": offer.ref, "words": ["cuisine", "local"]}
    route: dict[str, Any] = {
        "route": Route.BRIDGE,
        "bridge": world.bridge,
        "circle_one": world.sillage,
        "circle_two": world.communs,
    }
    made = Introduction.objects.create(
        origin=Origin.ENGINE,
        stage=stage,
        pair=f"{min(one.pk, two.pk)}-{max(one.pk, two.pk)}",
        score=1.0,
        reasons={"need": 0.5, "across": 0.2, "shared_contacts": 0.2, "town": 0.1},
        facts=facts,
        created_on=TODAY,
        first_shown_on=shown_on,
        **route | fields,
    )
    Side.objects.create(introduction=made, person=one, place=1, shown_on=shown_on)
    Side.objects.create(introduction=made, person=two, place=2)
    if shown_on:
        Request.objects.create(
            person=one, kind=RequestKind.INTRODUCTION, about=made.ref, shown_on=shown_on,
            week=shown_on - timedelta(days=shown_on.weekday()), promised_on=shown_on + timedelta(days=28),
        )  # fmt: skip
    return made


NEED = "Un local avec cuisine pour mes ateliers de conserves"
OFFER = "Une cuisine de 110 m², libre trois jours par semaine"


def establish(made: Introduction, on: date = TODAY, **fields: Any) -> Introduction:
    """Both said yes."""
    made.sides.update(shown_on=on, answer="yes", **fields)
    made.stage, made.established_on, made.first_shown_on = "established", on, made.first_shown_on or on
    made.save()
    return made


def signed_in(who: Person) -> Client:
    """A browser where somebody is signed in."""
    client = Client()
    client.force_login(who)
    return client
