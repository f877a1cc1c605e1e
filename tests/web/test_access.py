"""Who may open what: every address of the web, with every method, as every kind of reader.

The table says who may; everything else answers 404, exactly like what does not exist. A new address without
a row fails.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.domain.introductions import town
from tests.domain.people.villagers import villager
from tests.web.public.visitors import settled
from tisserand.domain.attention.models import Letter
from tisserand.domain.attention.rules import TELL_OF_ANSWERS
from tisserand.domain.circles.actions import invite_to_circle, keep_list, read_list
from tisserand.domain.circles.models import BridgePerson, Circle
from tisserand.domain.exchanges.models import Need
from tisserand.domain.introductions.jobs import weave_week
from tisserand.domain.introductions.models import Introduction
from tisserand.domain.people.models import Block, Hide, Invitation, Person, Report
from tisserand.domain.ties.models import Vouch
from tisserand.vocabulary import ApprovalMode
from tisserand.web.tokens import FIRST_RUN, INVITATION, token_of

pytestmark = pytest.mark.django_db
MISSING = "aaaaaaaaaaaa"
USUAL, OTHERS = ("GET", "HEAD", "POST"), ("PUT", "DELETE")
ROLES = ("anonymous", "stranger", "member", "other_side", "animator", "other_animator", "host")
SIGNED = frozenset(ROLES[1:])
INSIDE = frozenset({"member", "animator"})
PAIR = frozenset({"member", "other_side"})
KEYS, OTHER_KEYS, HOST = frozenset({"animator"}), frozenset({"other_animator"}), frozenset({"host"})
MEMBER = frozenset({"member"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """Who may open a page, who may post to it, what is posted; `public`: nobody needs to sign in. `named`:
    what of the world its address names. `file`: a post is answered at once, with a file or a page."""

    reads: frozenset[str] = NOBODY
    acts: frozenset[str] = NOBODY
    named: str = ""
    public: bool = False
    posts: Mapping[str, Any] = field(default_factory=dict)
    file: bool = False


TABLE: dict[str, Row] = {
    # public
    "health": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True),
    "engine_parameters": Row(reads=frozenset(ROLES), public=True),
    "home": Row(reads=frozenset(ROLES), public=True),
    "about": Row(reads=frozenset(ROLES), public=True),
    "directory": Row(reads=frozenset(ROLES), public=True),
    "style": Row(public=True),
    "privacy": Row(reads=frozenset(ROLES), public=True),
    "language": Row(acts=frozenset(ROLES), public=True, posts={"language": "en"}),
    "signin": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True, posts={"email": "x@y.org"}),
    "account_login": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True),
    "account_request_login_code": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True),
    "signin_code": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True),
    "account_confirm_login_code": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True),
    "signin_second": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True),
    "mfa_authenticate": Row(reads=frozenset(ROLES), acts=frozenset(ROLES), public=True),
    "signin_passkey": Row(acts=frozenset(ROLES), public=True),
    "signout": Row(acts=frozenset(ROLES), public=True),
    "invitation": Row(reads=frozenset({"anonymous"}), named="token", public=True),
    "invitation_accept": Row(acts=frozenset({"anonymous"}), named="token", public=True),
    "invitation_code": Row(
        reads=frozenset({"anonymous"}), acts=frozenset({"anonymous"}), named="token", public=True
    ),
    "first_run": Row(named="first_run", public=True),
    "demo": Row(public=True),
    "demo_persona": Row(public=True),
    "demo_tomorrow": Row(public=True),
    # what is a member's own
    "today": Row(reads=SIGNED),
    "welcome": Row(reads=SIGNED, acts=SIGNED),
    "welcome_wait": Row(reads=SIGNED),
    "circles": Row(reads=SIGNED),
    "me": Row(reads=SIGNED),
    "profile": Row(acts=SIGNED, posts={"name": "Ada"}),
    "ask_new": Row(acts=SIGNED, posts={"text": "Un local", "audience": "circle"}),
    "rhythm": Row(acts=SIGNED, posts={"a_week": "2", "day": ["1"]}),
    "pause": Row(acts=SIGNED),
    "consent": Row(acts=SIGNED, named="consent", posts={"allowed": "yes"}),
    "my_privacy": Row(reads=SIGNED),
    "seen_as": Row(reads=SIGNED),
    "visibility": Row(acts=SIGNED, posts={"shown": ["town-circle"]}),
    "export": Row(acts=SIGNED, file=True),
    "erase": Row(reads=SIGNED, acts=SIGNED),
    # her sign-in and her devices
    "security": Row(reads=SIGNED),
    "confirm_again": Row(reads=SIGNED, acts=SIGNED, posts={"send": "1"}),
    "second_factor": Row(reads=SIGNED),
    "passkey_new": Row(reads=SIGNED, acts=SIGNED),
    "app_new": Row(reads=SIGNED, acts=SIGNED, posts={"code": "000000"}),
    "recovery_codes": Row(acts=SIGNED, file=True),  # the codes, shown once
    "sessions_end": Row(acts=SIGNED),
    "check_remove": Row(reads=MEMBER, acts=MEMBER, named="check"),
    "session_end": Row(acts=MEMBER, named="device"),
    "ask_close": Row(acts=MEMBER, named="ask"),
    "ask_renew": Row(acts=MEMBER, named="ask"),
    "vouch_agree": Row(acts=MEMBER, named="vouch"),
    "vouch_revoke": Row(acts=frozenset({"member", "animator"}), named="vouch"),
    # an introduction, and whom one was shown
    "introduction": Row(reads=PAIR, named="introduction"),
    "answer": Row(acts=PAIR, named="introduction", posts={"answer": "yes"}),
    "later": Row(acts=PAIR, named="introduction"),
    "message": Row(acts=PAIR, named="introduction", posts={"text": "Bonjour"}),
    "met": Row(acts=PAIR, named="introduction", posts={"met": "yes"}),
    "outcome": Row(acts=PAIR, named="introduction"),
    "not_through": Row(named="introduction"),
    "suggested_time": Row(reads=MEMBER, named="talk"),
    "frame": Row(reads=MEMBER, named="talk"),
    "contacts": Row(reads=SIGNED),
    "contact_declare": Row(acts=INSIDE, posts={"person": "{plain}"}),
    "contact_withdraw": Row(acts=INSIDE, posts={"person": "{plain}"}),
    "block": Row(acts=MEMBER, named="other"),
    "hide": Row(acts=MEMBER, named="other"),
    "report": Row(acts=MEMBER, named="other", posts={"reason": "spam"}),
    "unblock": Row(acts=KEYS, named="blocked"),
    "unhide": Row(acts=KEYS, named="blocked"),
    # circles
    "circle_new": Row(reads=SIGNED, acts=SIGNED, posts={"circle": "Un cercle neuf"}),
    "circle": Row(reads=INSIDE, named="circle"),
    "leave": Row(acts=INSIDE, named="circle"),
    "circle_hide": Row(acts=INSIDE, named="beyond"),
    "circle_show": Row(acts=INSIDE, named="beyond"),
    "vouch_new": Row(acts=INSIDE, named="circle", posts={"about": "{member}", "sentence": "Fiable."}),
    "circle_policy": Row(acts=KEYS, named="circle", posts={"name": "Autre", "approval": "none"}),
    "circle_animator": Row(acts=KEYS, named="circle", posts={"person": "{member}"}),
    "circle_step_down": Row(acts=KEYS, named="circle"),
    "invitations": Row(reads=KEYS, named="circle"),
    "invite": Row(acts=KEYS, named="circle", posts={"email": "new@example.org"}),
    "invitations_send": Row(acts=KEYS, named="circle", posts={"all": "1"}),
    "invitation_withdraw": Row(acts=KEYS, named="circle", posts={"invitation": "{invitation}"}),
    "list_new": Row(reads=KEYS, acts=KEYS, named="circle", posts={"text": "ada@example.org"}),
    "member_list": Row(reads=KEYS, acts=KEYS, named="list", posts={"encoding": "utf-8"}),
    "list_bring": Row(acts=KEYS, named="list"),
    "list_drop": Row(acts=KEYS, named="list"),
    "proposals": Row(reads=KEYS, named="circle"),
    "proposal_approve": Row(acts=KEYS, named="circle", posts={"proposal": "{draft}"}),
    "proposal_stop": Row(acts=KEYS, named="circle", posts={"proposal": "{draft}", "reason": "not_this_pair"}),
    "openness": Row(reads=INSIDE, named="circle"),
    "monday_home": Row(reads=KEYS | OTHER_KEYS),
    "monday": Row(reads=KEYS, named="circle"),
    "sponsor": Row(reads=KEYS, acts=KEYS, named="circle", posts={"person": "{plain}", "sponsor": "{member}"}),
    "member_spare": Row(acts=KEYS, named="circle", posts={"person": "{plain}"}),
    "inclusion": Row(reads=KEYS, named="circle"),
    # the observatory
    "observatory": Row(reads=KEYS | OTHER_KEYS | HOST),
    "observatory_csv": Row(reads=KEYS | OTHER_KEYS | HOST),
    # the fabric
    "fabric": Row(reads=SIGNED),
    "fabric_points": Row(reads=SIGNED),
    "fabric_csv": Row(reads=SIGNED),
    # bridges
    "bridges": Row(reads=KEYS, named="circle"),
    "bridge_propose": Row(acts=KEYS, named="circle", posts={"pasted": "{beyond}"}),
    "bridge": Row(reads=frozenset({"animator", "other_animator", "member"}), named="bridge"),
    "bridge_sign": Row(acts=OTHER_KEYS | KEYS, named="bridge"),
    "bridge_suspend": Row(acts=OTHER_KEYS | KEYS, named="bridge"),
    "bridge_resume": Row(acts=OTHER_KEYS | KEYS, named="bridge"),
    "bridge_change": Row(acts=OTHER_KEYS | KEYS, named="bridge", posts={"quota": "2", "until": "2044-06-01"}),
    "bridge_renew": Row(acts=OTHER_KEYS | KEYS, named="bridge", posts={"until": "2044-06-01"}),
    "bridge_person": Row(acts=KEYS, named="bridge", posts={"person": "{plain}"}),
    "bridge_stand": Row(acts=MEMBER, named="bridge"),
    "bridge_step_down": Row(acts=MEMBER, named="bridge"),
    # the host
    "host": Row(reads=HOST),
    "clock_confirm": Row(acts=HOST),
    "report_close": Row(acts=HOST, named="report"),
    "orphan_invite": Row(acts=HOST, named="orphan", posts={"email": "new@example.org"}),
    "outbox": Row(reads=HOST),
    "letter": Row(reads=HOST, named="letter"),
}


def addresses(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every (name, pattern) of the web, as the resolver knows them."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, where)
        elif isinstance(one, URLPattern):
            yield str(one.name), where


@dataclass
class World:
    """One network, its readers, and what an address may name: theirs, and somebody else's."""

    readers: dict[str, Person]
    names: dict[str, str]

    def browser(self, role: str) -> Client:
        """Return a browser where this reader is signed in."""
        client = Client(headers={"accept-language": "en"})
        if role != "anonymous":
            client.force_login(self.readers[role])
        return client

    def address(self, name: str, missing: bool = False) -> str:
        """Return the address of a page about what is there, or about what is not."""
        named = TABLE[name].named
        if not named:
            return reverse(name)
        kinds = {"token": token_of(MISSING, INVITATION), "first_run": "x", "consent": "nothing"}
        return reverse(name, args=[kinds.get(named, MISSING) if missing else self.names[named]])

    def posted(self, name: str) -> dict[str, Any]:
        """Return what is posted, references filled in."""
        return {key: self._filled(value) for key, value in TABLE[name].posts.items()}

    def _filled(self, value: Any) -> Any:
        known = re.fullmatch(r"\{(\w+)\}", value) if isinstance(value, str) else None
        return self.names[known.group(1)] if known else value


@pytest.fixture
def world() -> World:
    """Ada and Bob are both asked; another draft waits for Ada's animator; nobody is anybody else."""
    settled()
    there = town.both_asked()
    ada, bob, host = there.first, there.second, villager("Denise", is_host=True)
    keys = {there.one.pk: there.animator, there.two.pk: there.other_animator}
    mine = Circle.objects.get(memberships__person=ada)
    theirs = Circle.objects.get(memberships__person=bob)
    animator, other_animator = keys[mine.pk], keys[theirs.pk]
    plain = town.member(mine)
    BridgePerson.objects.create(bridge=there.bridge, person=ada, circle=mine)
    Block.objects.create(person=animator, other=host, set_on=town.MONDAY)
    Hide.objects.create(person=animator, other=host, set_on=town.MONDAY)
    dates = {"written_on": town.MONDAY, "until": "2044-11-01"}
    vouch = Vouch.objects.create(author=animator, about=ada, circle=mine, sentence="Fiable.", **dates)
    names = {
        "token": token_of(invited(animator, mine).ref, INVITATION),
        "first_run": token_of("host", FIRST_RUN),
        "invitation": invited(animator, mine, "later@example.org", send=False).ref,
        "consent": "beyond",
        "ask": need_of(ada).ref,
        "vouch": vouch.ref,
        "introduction": there.introduction.ref,
        "talk": talk_of(ada, plain),
        "draft": draft_of(mine, plain).ref,
        "other": bob.ref,
        "blocked": host.ref,
        "circle": mine.ref,
        "list": listed(animator, mine),
        "beyond": theirs.ref,
        "member": ada.ref,
        "plain": plain.ref,
        "bridge": there.bridge.ref,
        "report": Report.objects.create(person=bob, other=ada, reason="spam", made_on=town.MONDAY).ref,
        "orphan": town.circle().ref,
        "check": str(proof_of(ada).pk),
        "device": str(device_of(ada).pk),
        "letter": Letter.objects.exclude(kind__in=TELL_OF_ANSWERS).order_by("pk")[0].ref,
    }
    readers = {
        "stranger": villager("Personne"), "member": ada, "other_side": bob, "animator": animator,
        "other_animator": other_animator, "host": host,
    }  # fmt: skip
    return World(readers, names)


def invited(by: Person, circle: Circle, email: str = "nour@example.org", send: bool = True) -> Invitation:
    return invite_to_circle(by=by, circle=circle, email=email, at=town.on(1), send=send)


def listed(by: Person, circle: Circle) -> str:
    """A list of members that waits to be brought in."""
    ref = keep_list(by=by, circle=circle, content=b"guest@example.org", at=town.on(1)).ref
    read_list(ref=ref, at=town.on(1))
    return ref


def proof_of(person: Person) -> Authenticator:
    """An app of codes of hers, whose secret nobody can read."""
    return Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})


def device_of(person: Person) -> UserSession:
    """Somewhere else where she is signed in."""
    return UserSession.objects.create(
        user=person, ip="0.0.0.0", session_key="elsewhere", user_agent="Firefox/1"
    )


def talk_of(person: Person, other: Person) -> str:
    """An introduction that both accepted."""
    one = Introduction.objects.create(
        origin="engine", stage="established", route="inside", score=1.0, created_on=town.MONDAY,
        first_shown_on=town.MONDAY, established_on=town.MONDAY, pair=f"{person.pk}-{other.pk}",
    )  # fmt: skip
    for place, who in enumerate((person, other), start=1):
        one.sides.create(person=who, place=place, shown_on=town.MONDAY, answer="yes")
    return one.ref


def need_of(person: Person) -> Need:
    return Need.objects.filter(person=person).first() or town.seeks(person)


def draft_of(circle: Circle, plain: Person) -> Introduction:
    """A draft that waits to be read by the animators of a circle."""
    Circle.objects.filter(pk=circle.pk).update(approval=ApprovalMode.REQUIRED)
    town.seeks(plain)
    town.gives(town.member(Circle.objects.exclude(pk=circle.pk)[0]))
    weave_week(town.on(7))
    return Introduction.objects.filter(approvals__circle=circle).order_by("-pk")[0]


def expected(row: Row, role: str, method: str) -> set[int]:
    """Return the answers that a cell of the table allows."""
    if role == "anonymous" and not row.public:
        return {302}
    reading, acting = method in ("GET", "HEAD"), method == "POST"
    if reading and row.reads:
        head = {405} if method == "HEAD" else set[int]()
        return head | ({200, 302} if role in row.reads else {403, 404})
    if acting and row.acts:
        return {302, 422, *({200} if row.public or row.file else ())} if role in row.acts else {403, 404}
    return {302, 404, 405} if row.public else {404, 405}


def answered(world: World, name: str, role: str, method: str, missing: bool = False) -> Any:
    """Ask for a page and undo what it did."""
    client, address = world.browser(role), world.address(name, missing)
    given = world.posted(name) if method == "POST" else None
    with transaction.atomic():
        answer = client.generic(method, address) if given is None else client.post(address, given)
        if answer.streaming:
            list(answer.streaming_content)  # a file is closed once it is sent
        transaction.set_rollback(True)
    return answer


def faults(world: World, role: str, names: Mapping[str, Row], methods: Iterable[str] = USUAL) -> list[str]:
    """Return the cells of the table that are not as it says."""
    found = []
    for name, row in names.items():
        for method in methods:
            answer = answered(world, name, role, method)
            allowed = expected(row, role, method)
            if (
                role == "anonymous"
                and not row.public
                and not answer.headers["location"].startswith("/signin")
            ):
                found.append(f"{name} {method}: does not lead to sign-in")
            if answer.status_code not in allowed:
                found.append(f"{name} {method}: {answer.status_code}, not {sorted(allowed)}")
    return found


def test_every_address_has_its_row() -> None:
    assert {name for name, _ in addresses()} == set(TABLE)


def test_new_address_without_a_row_is_found() -> None:
    known = {name for name, _ in addresses()}
    assert known - (set(TABLE) - {"today"}) == {"today"}


@pytest.mark.parametrize("role", ROLES)
def test_table_holds(world: World, role: str) -> None:
    assert faults(world, role, TABLE) == []


def test_other_methods_do_nothing(world: World) -> None:
    for role in ("anonymous", "animator"):
        others = {name: row for name, row in TABLE.items() if name != "health"}  # it only ever reads
        assert faults(world, role, others, OTHERS) == []


def test_wrong_row_is_found(world: World) -> None:
    planted = {"circle": Row(reads=KEYS, named="circle"), "host": Row(reads=SIGNED)}
    assert faults(world, "member", planted, ["GET"]) == [
        "circle GET: 200, not [403, 404]",
        "host GET: 404, not [200, 302]",
    ]


def plain(answer: Any) -> str:
    """The page of an answer, without what changes at each visit."""
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r'name="next" value="[^"]*"', "", text)


@pytest.mark.parametrize("role", ROLES[1:])
def test_what_is_somebody_elses_is_like_what_does_not_exist(world: World, role: str) -> None:
    different = []
    for name, row in TABLE.items():
        if row.public or not row.named or row.named == "consent":
            continue
        for method, allowed in (("GET", row.reads), ("POST", row.acts)):
            if not allowed or role in allowed:
                continue
            theirs, missing = (answered(world, name, role, method, gone) for gone in (False, True))
            if (theirs.status_code, plain(theirs)) != (missing.status_code, plain(missing)):
                different.append(f"{name} {method}: {theirs.status_code} {missing.status_code}")
    assert different == []
