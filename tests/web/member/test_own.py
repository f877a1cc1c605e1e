"""Her own page: what she says, her rhythm, her agreements, what was done about her, and leaving."""

from datetime import timedelta

import pytest

from tests.web.member.test_introductions import HOSTILE
from tests.web.member.test_today import queries_of
from tests.web.member.world import AT, TODAY, build, establish, introduce, join, person, signed_in
from tisserand.domain.attention.queries import budget_of
from tisserand.domain.circles.models import BridgePerson, Membership
from tisserand.domain.exchanges.models import Need, Offer
from tisserand.domain.people.actions import set_block, set_hide, write_audit
from tisserand.domain.people.models import AuditLine, Block, Hide, Person, Report
from tisserand.domain.people.queries import consent_history, consents_of
from tisserand.domain.ties.models import Vouch
from tisserand.vocabulary import AuditAct, Consent

pytestmark = pytest.mark.django_db


def test_card_is_kept_and_shown() -> None:
    world = build()
    browser = signed_in(world.camille)
    facts = {"name": "Camille R.", "concern": "le goût", "organisation": "Bocaux", "actor_type": "citoyen",
             "sector": "alimentation", "town": "Lyon 3e", "phone": "04 78 00 00 00"}  # fmt: skip
    answered = browser.post("/me/profile", facts)
    assert (answered.status_code, answered["Location"]) == (302, "/me#profile")
    page = browser.get("/me").content.decode()
    for said in ("Camille R.", "le goût", "Bocaux, Lyon 3e", 'value="citoyen" selected', "04 78 00 00 00"):
        assert said in page, said


def test_refused_card_keeps_what_was_typed_and_saves_nothing() -> None:
    world = build()
    facts = {"name": "https://spam.example", "concern": HOSTILE, "actor_type": "ecole"}
    answered = signed_in(world.camille).post("/me/profile", facts)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert 'value="https://spam.example"' in page
    assert 'value="ecole" selected' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    world.camille.refresh_from_db()
    assert world.camille.concern == "que rien ne se perde"


def test_ask_is_said_renewed_and_closed() -> None:
    world = build()
    browser = signed_in(world.camille)
    facts = {"kind": "offer", "text": "Une heure de bail", "type": "competence", "audience": "network"}
    assert browser.post("/me/asks", facts)["Location"] == "/me#asks"
    offer = Offer.objects.get(person=world.camille)
    assert (offer.type, offer.audience) == ("competence", "network")
    Offer.objects.update(until=TODAY - timedelta(days=1))
    assert "tag-weld" in browser.get("/me").content.decode()
    browser.post(f"/me/asks/{offer.ref}/renew")
    offer.refresh_from_db()
    assert offer.until is not None and offer.until > TODAY
    browser.post(f"/me/asks/{offer.ref}/close")
    assert "Une heure de bail" not in browser.get("/me").content.decode()


def test_refused_ask_keeps_its_kind_and_its_words() -> None:
    world = build()
    facts = {"kind": "offer", "text": "voir http://x.example", "type": "fonds", "audience": "circle"}
    answered = signed_in(world.camille).post("/me/asks", facts)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert 'value="offer" checked' in page
    assert "voir http://x.example" in page
    assert 'value="fonds" selected' in page
    assert 'value="circle" selected' in page


@pytest.mark.parametrize("act", ["close", "renew"])
def test_ask_of_somebody_else_is_not_found(act: str) -> None:
    world = build()
    need = Need.objects.create(person=world.mehdi, text="Un four", created_on=TODAY)
    assert signed_in(world.camille).post(f"/me/asks/{need.ref}/{act}").status_code == 404
    need.refresh_from_db()
    assert need.closed_on is None


def test_rhythm_is_kept() -> None:
    world = build()
    answered = signed_in(world.camille).post("/me/rhythm", {"a_week": "1", "day": ["0", "3"]})
    assert answered.status_code == 302
    rhythm = budget_of(world.camille)
    assert (rhythm.asked, rhythm.letter_days) == (1, 1 + 8)


def test_distance_is_hers_or_what_her_circles_say() -> None:
    world = build()
    browser, typed = signed_in(world.camille), {"a_week": "1", "day": ["0"]}
    for distance, kept in (("4", 4), ("0", 0), ("", None)):
        browser.post("/me/rhythm", {**typed, "distance": distance})
        world.camille.refresh_from_db()
        assert world.camille.distance == kept
    assert browser.post("/me/rhythm", {**typed, "distance": "5"}).status_code == 422
    browser.post("/me/rhythm", {**typed, "distance": "3"})
    browser.post("/me/rhythm", typed)
    world.camille.refresh_from_db()
    assert world.camille.distance == 3, "not asked, not changed"


@pytest.mark.parametrize("typed", [{"a_week": "2"}, {"a_week": "99", "day": "1"}, {"a_week": "x", "day": "1"},
                                   {"a_week": "2", "day": "9"}, {"a_week": "²", "day": "1"}, {}])  # fmt: skip
def test_rhythm_that_holds_nothing_is_refused(typed: dict[str, str]) -> None:
    world = build()
    assert signed_in(world.camille).post("/me/rhythm", typed).status_code == 422
    assert budget_of(world.camille).asked == 2


def test_pause_and_coming_back() -> None:
    world = build()
    browser = signed_in(world.camille)
    browser.post("/me/pause", {"pause": "yes"})
    world.camille.refresh_from_db()
    assert world.camille.paused_on == TODAY
    assert 'value="no"' in browser.get("/me").content.decode()
    browser.post("/me/pause", {"pause": "no"})
    world.camille.refresh_from_db()
    assert world.camille.paused_on is None


def test_agreement_is_given_and_taken_back_by_one_gesture_with_its_history() -> None:
    world = build()
    browser = signed_in(world.camille)
    for allowed in ("yes", "yes", "no"):
        assert browser.post("/me/consents/named", {"allowed": allowed})["Location"] == "/me/privacy#named"
    assert consents_of(world.camille)[Consent.NAMED] is False
    assert [row.allowed for row in consent_history(world.camille) if row.code == "named"] == [False, True]
    assert browser.post("/me/consents/unknown", {"allowed": "yes"}).status_code == 404


def test_vouch_is_agreed_to_and_taken_away_by_her_alone() -> None:
    world = build()
    vouch = Vouch.objects.create(
        author=world.helene, about=world.camille, circle=world.sillage, sentence="Elle tient parole.",
        written_on=TODAY, until=TODAY + timedelta(days=300),
    )  # fmt: skip
    assert signed_in(world.mehdi).post(f"/vouches/{vouch.ref}/agree").status_code == 404
    browser = signed_in(world.camille)
    assert "Elle tient parole" in browser.get("/me").content.decode()
    browser.post(f"/vouches/{vouch.ref}/agree")
    vouch.refresh_from_db()
    assert vouch.agreed_on == TODAY
    browser.post(f"/vouches/{vouch.ref}/revoke")
    assert "Elle tient parole" not in browser.get("/me").content.decode()


def test_bridge_role_is_accepted_and_left() -> None:
    world = build()
    BridgePerson.objects.create(bridge=world.bridge, person=world.camille, circle=world.sillage)
    browser = signed_in(world.camille)
    assert f"/bridges/{world.bridge.ref}/stand" in browser.get("/me").content.decode()
    browser.post(f"/bridges/{world.bridge.ref}/stand")
    assert consents_of(world.camille)[Consent.NAMED] is True
    browser.post(f"/bridges/{world.bridge.ref}/step-down")
    assert not BridgePerson.objects.exists()
    assert browser.post(f"/bridges/{world.bridge.ref}/stand").status_code == 404


@pytest.mark.parametrize(("act", "table"), [("block", Block), ("hide", Hide)])
def test_somebody_shown_is_kept_apart_and_let_back(act: str, table: type[Block] | type[Hide]) -> None:
    world = build()
    introduce(world, world.camille, world.mehdi)
    browser = signed_in(world.camille)
    assert browser.post(f"/people/{world.mehdi.ref}/{act}")["Location"] == "/today"
    assert table.objects.filter(person=world.camille, other=world.mehdi).count() == 1
    assert f"/people/{world.mehdi.ref}/un{act}" in browser.get("/me/privacy").content.decode()
    assert f"/people/{world.camille.ref}" not in signed_in(world.mehdi).get("/me/privacy").content.decode()
    browser.post(f"/people/{world.mehdi.ref}/un{act}")
    assert table.objects.count() == 0
    assert browser.post(f"/people/{world.mehdi.ref}/un{act}").status_code == 404


@pytest.mark.parametrize("act", ["block", "hide", "report"])
def test_somebody_never_shown_is_not_found(act: str) -> None:
    world = build()
    browser = signed_in(world.camille)
    for ref in (world.mehdi.ref, world.camille.ref, "aaaaaaaaaaaa"):
        assert browser.post(f"/people/{ref}/{act}", {"reason": "spam"}).status_code == 404
    assert (Block.objects.count(), Hide.objects.count(), Report.objects.count()) == (0, 0, 0)


def test_block_after_two_yeses_closes_the_page_for_her_alone() -> None:
    world = build()
    one = establish(introduce(world, world.camille, world.mehdi))
    browser = signed_in(world.camille)
    browser.post(f"/people/{world.mehdi.ref}/block")
    assert browser.get(f"/introductions/{one.ref}").status_code == 404
    assert signed_in(world.mehdi).get(f"/introductions/{one.ref}").status_code == 200


def test_report_reaches_the_host_and_a_refused_one_keeps_its_words() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    browser, address = signed_in(world.camille), f"/people/{world.mehdi.ref}/report"
    refused = browser.post(address, {"reason": "nothing", "text": "trois messages", "about": one.ref})
    assert refused.status_code == 422
    assert "trois messages" in refused.content.decode()
    browser.post(address, {"reason": "spam", "text": "trois messages", "about": one.ref})
    report = Report.objects.get()
    assert (report.other, report.reason, report.about) == (world.mehdi, "spam", one.ref)


def test_erasure_asks_for_the_word_then_leaves_nothing() -> None:
    world = build()
    browser = signed_in(world.camille)
    wrong = browser.post("/me/erase", {"typed": "oui"})
    assert wrong.status_code == 422
    assert b"aria-invalid" in wrong.content
    assert Person.objects.filter(pk=world.camille.pk).exists()
    world.camille.language = "en"
    world.camille.save()
    answered = browser.post("/me/erase", {"typed": " Erase "})
    assert (answered.status_code, answered["Location"]) == (302, "/")
    assert not Person.objects.filter(pk=world.camille.pk).exists()
    assert browser.get("/me").status_code == 302


def test_what_was_done_about_her_is_told() -> None:
    world = build()
    for act in AuditAct:
        write_audit(person=world.camille, act=act, by=world.helene, about="", at=AT)
    page = signed_in(world.camille).get("/me/privacy").content.decode()
    assert page.count("Hélène Garnier") == AuditLine.objects.count() == len(AuditAct)


def test_queries_do_not_grow_with_her_lists() -> None:
    world = build()
    counts = []
    for number in (1, 2, 27):
        for rank in range(number):
            other = person(f"Autre{number}x{rank} Nom")
            set_block(person=world.camille, other=other, at=AT)
            set_hide(person=world.camille, other=other, at=AT)
            write_audit(person=world.camille, act=AuditAct.EXPORTED, by=other, about="", at=AT)
            Need.objects.create(person=world.camille, text="Un local", created_on=TODAY)
            Vouch.objects.create(
                author=other, about=world.camille, circle=world.sillage, sentence="Oui", written_on=TODAY,
                until=TODAY,
            )  # fmt: skip
        counts.append((queries_of(world.camille, "/me"), queries_of(world.camille, "/me/privacy")))
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= 12


def test_leaving_a_circle_is_said_before_and_refused_to_its_last_animator() -> None:
    world = build()
    browser = signed_in(world.camille)
    assert f"/circles/{world.sillage.ref}/leave" in browser.get("/circles").content.decode()
    last = signed_in(world.helene).post(f"/circles/{world.sillage.ref}/leave")
    assert last.status_code == 422
    assert b'role="alert"' in last.content
    assert browser.post(f"/circles/{world.sillage.ref}/leave")["Location"] == "/circles"
    assert not Membership.objects.current().filter(person=world.camille).exists()
    assert browser.post(f"/circles/{world.communs.ref}/leave").status_code == 404


def test_circle_beyond_is_hidden_and_opened_again() -> None:
    world = build()
    browser, address = signed_in(world.camille), f"/circles/{world.communs.ref}"
    assert f"{address}/hide" in browser.get("/circles").content.decode()
    assert browser.post(f"{address}/hide").status_code == 302
    assert f"{address}/show" in browser.get("/circles").content.decode()
    assert browser.post(f"{address}/show").status_code == 302
    assert f"{address}/hide" in browser.get("/circles").content.decode()
    assert browser.post(f"/circles/{world.sillage.ref}/hide").status_code == 404


def test_circles_that_no_bridge_joins_are_not_told() -> None:
    world = build()
    world.bridge.suspended_on = TODAY
    world.bridge.save()
    assert "Lieux Communs" not in signed_in(world.camille).get("/circles").content.decode()
    join(world.camille, world.communs)
    assert "Lieux Communs" in signed_in(world.camille).get("/circles").content.decode()
