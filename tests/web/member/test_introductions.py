"""A letter and its answers, as its reader uses them, then what comes after two yeses."""

from datetime import timedelta

import pytest

from tests.web.member.test_frame import bare
from tests.web.member.world import NEED, OFFER, TODAY, build, establish, introduce, signed_in
from tisserand.domain.exchanges.models import Need
from tisserand.domain.introductions.models import Message, Side

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script><b onmouseover=x>&amp;\"'"


def test_letter_says_who_why_and_what_is_given_before() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    page = signed_in(world.camille).get(f"/introductions/{one.ref}").content.decode()
    for said in ("Mehdi Benali", NEED, OFFER, "Sillage Lyon", "Lieux Communs", "La Grande Remise",
                 "camille@example.org", 'name="reveals_email"', 'name="intention"'):  # fmt: skip
        assert said in page, said
    assert "mehdi@example.org" not in page
    assert 'name="reveals_email" value="1" checked' not in page


def test_text_of_people_is_never_markup() -> None:
    world = build()
    world.mehdi.concern = HOSTILE
    world.mehdi.name = "Mehdi " + HOSTILE[:60]
    world.mehdi.save()
    world.sillage.name = HOSTILE[:60]
    world.sillage.save()
    one = introduce(world, world.camille, world.mehdi)
    other = establish(introduce(world, world.camille, world.helene), intention=HOSTILE)
    Message.objects.create(
        introduction=other, author=world.helene, text=HOSTILE, written_at="2024-11-19T10:00Z"
    )
    browser = signed_in(world.camille)
    for page in ("/today", "/circles", f"/introductions/{one.ref}", f"/introductions/{other.ref}"):
        said = browser.get(page).content.decode()
        assert "<script>alert" not in said, page
        assert "<b onmouseover" not in said, page
        assert "&lt;script&gt;" in said, page


def test_yes_is_kept_with_what_she_gives_and_comes_back_to_the_letter() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    browser = signed_in(world.camille)
    facts = {"answer": "yes", "reveals_email": "1", "intention": "Visiter le lieu"}
    for _twice in range(2):
        answered = browser.post(f"/introductions/{one.ref}/answer", facts)
        assert (answered.status_code, answered["Location"]) == (302, f"/introductions/{one.ref}")
    side = Side.objects.get(introduction=one, person=world.camille)
    assert (side.answer, side.reveals_email, side.reveals_phone) == ("yes", True, False)
    page = browser.get(f"/introductions/{one.ref}").content.decode()
    assert "Visiter le lieu" in page
    assert 'value="1" checked' in page
    assert "mehdi@example.org" not in page


def test_refused_answer_is_said_and_what_was_typed_is_kept() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    typed = "a" * 300 + " " + HOSTILE
    answered = signed_in(world.camille).post(
        f"/introductions/{one.ref}/answer", {"answer": "yes", "intention": typed}
    )
    page = answered.content.decode()
    assert answered.status_code == 422
    assert 'role="alert"' in page
    assert "a" * 300 in page
    assert "<script>" not in page
    assert Side.objects.get(introduction=one, person=world.camille).answer == "none"


@pytest.mark.parametrize("code", ["", "none", "maybe"])
def test_answer_that_is_none_is_refused(code: str) -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    answered = signed_in(world.camille).post(f"/introductions/{one.ref}/answer", {"answer": code})
    assert answered.status_code == 422


def test_no_may_be_changed_and_never_is_kept() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    browser = signed_in(world.camille)
    browser.post(f"/introductions/{one.ref}/answer", {"answer": "no", "never": "1"})
    side = Side.objects.get(introduction=one, person=world.camille)
    assert (side.answer, side.never) == ("no", True)
    page = browser.get(f"/introductions/{one.ref}").content.decode()
    assert 'name="never"' not in page
    browser.post(f"/introductions/{one.ref}/answer", {"answer": "yes"})
    side.refresh_from_db()
    assert (side.answer, side.never) == ("yes", False)


def test_later_leaves_today_and_says_when_it_comes_back() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    browser = signed_in(world.camille)
    assert browser.post(f"/introductions/{one.ref}/later")["Location"] == "/today"
    page = browser.get("/today").content.decode()
    assert f"/introductions/{one.ref}/answer" not in page
    back = (TODAY + timedelta(days=7)).day
    assert f"{back}\u00a0" in page


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_page_is_the_same_whether_the_other_says_no_or_nothing(answer: str) -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi, stage="asked_second")
    Side.objects.filter(introduction=one, person=world.camille).update(answer=answer)
    Side.objects.filter(introduction=one, person=world.mehdi).update(shown_on=TODAY)
    browser = signed_in(world.camille)
    pages = ("/today", f"/introductions/{one.ref}", "/me")
    silent = [bare(browser.get(page).content) for page in pages]
    assert (
        signed_in(world.mehdi).post(f"/introductions/{one.ref}/answer", {"answer": "no"}).status_code == 302
    )
    assert [bare(browser.get(page).content) for page in pages] == silent


def test_established_gives_what_was_ticked_and_nothing_else() -> None:
    world = build()
    world.mehdi.phone = "+33 6 12 34 56 78"
    world.mehdi.save()
    one = establish(introduce(world, world.camille, world.mehdi))
    Side.objects.filter(introduction=one, person=world.mehdi).update(
        reveals_phone=True, intention="Faire vivre la cuisine"
    )
    page = signed_in(world.camille).get(f"/introductions/{one.ref}").content.decode()
    assert "+33 6 12 34 56 78" in page
    assert "Faire vivre la cuisine" in page
    assert "mehdi@example.org" not in page


def test_message_is_written_once_sent_and_read_by_the_other() -> None:
    world = build()
    one = establish(introduce(world, world.camille, world.mehdi))
    answered = signed_in(world.camille).post(f"/introductions/{one.ref}/message", {"text": "Mardi à 18 h ?"})
    assert answered["Location"] == f"/introductions/{one.ref}#thread"
    assert "Mardi à 18 h ?" in signed_in(world.mehdi).get(f"/introductions/{one.ref}").content.decode()


def test_empty_message_is_refused_on_the_same_page() -> None:
    world = build()
    one = establish(introduce(world, world.camille, world.mehdi))
    answered = signed_in(world.camille).post(f"/introductions/{one.ref}/message", {"text": "  "})
    assert answered.status_code == 422
    assert Message.objects.count() == 0


def test_message_before_two_yeses_is_refused() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    answered = signed_in(world.camille).post(f"/introductions/{one.ref}/message", {"text": "Bonjour"})
    assert answered.status_code in (404, 422)
    assert Message.objects.count() == 0


def test_met_by_both_opens_the_three_taps() -> None:
    world = build()
    one = establish(introduce(world, world.camille, world.mehdi), TODAY - timedelta(days=15))
    browser = signed_in(world.camille)
    assert 'name="met"' in browser.get(f"/introductions/{one.ref}").content.decode()
    browser.post(f"/introductions/{one.ref}/met", {"met": "yes"})
    assert 'name="useful"' not in browser.get(f"/introductions/{one.ref}").content.decode()
    signed_in(world.mehdi).post(f"/introductions/{one.ref}/met", {"met": "yes"})
    assert 'name="useful"' in browser.get(f"/introductions/{one.ref}").content.decode()
    taps = {"useful": "yes", "listened": "a_little", "next": "we_go_on"}
    assert browser.post(f"/introductions/{one.ref}/outcome", taps).status_code == 302
    assert Side.objects.get(introduction=one, person=world.camille).outcome == taps
    page = browser.get(f"/introductions/{one.ref}").content.decode()
    assert 'name="useful" value="yes" checked' in page


def test_former_member_keeps_the_thread_without_a_name() -> None:
    world = build()
    one = establish(introduce(world, world.camille, world.mehdi))
    Side.objects.filter(introduction=one, person=world.mehdi).delete()
    one.pair = ""
    one.save()
    page = signed_in(world.camille).get(f"/introductions/{one.ref}").content.decode()
    assert "Mehdi" not in page
    assert 'name="text"' not in page
    assert "/block" not in page


def test_unavailable_says_so_and_names_nobody() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    Side.objects.filter(introduction=one, person=world.mehdi).delete()
    one.pair, one.stage = "", "over"
    one.save()
    page = signed_in(world.camille).get(f"/introductions/{one.ref}").content.decode()
    assert "Mehdi" not in page
    assert "<h1>" in page
    assert "/answer" not in page


def test_what_came_to_nothing_says_so_on_its_date_and_offers_no_answer() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    browser, pages = signed_in(world.camille), []
    for days, answer in ((27, "yes"), (28, "yes"), (28, "no"), (28, "none")):
        one.sides.filter(person=world.camille).update(shown_on=TODAY - timedelta(days=days), answer=answer)
        pages.append(browser.get(f"/introductions/{one.ref}").content.decode())
    assert "/answer" in pages[0]
    assert "/answer" not in pages[1]
    assert bare(pages[1].encode()) == bare(pages[2].encode()) == bare(pages[3].encode())


def test_need_that_the_letter_tells_is_closed_from_it() -> None:
    world = build()
    one = introduce(world, world.camille, world.mehdi)
    need = Need.objects.get(person=world.camille)
    browser = signed_in(world.camille)
    assert f"/me/asks/{need.ref}/close" in browser.get(f"/introductions/{one.ref}").content.decode()
    answered = browser.post(f"/me/asks/{need.ref}/close", {"next": f"/introductions/{one.ref}"})
    assert answered["Location"] == f"/introductions/{one.ref}"
    assert NEED not in browser.get(f"/introductions/{one.ref}").content.decode()
