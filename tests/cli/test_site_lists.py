"""The commands import, export, signin and weaving: what they write, one sentence for each refusal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

from tests.domain.circles.villages import join, member, ring
from tests.domain.people.villagers import villager
from tisserand.cli.main import main
from tisserand.domain.attention.models import Clock, Letter
from tisserand.domain.circles.models import Circle
from tisserand.domain.introductions.models import Introduction, Weaving
from tisserand.domain.people.models import AuditLine, Invitation, Person
from tisserand.formats.network import Paths, read_network
from tisserand.vocabulary import AuditAct, Role

pytestmark = pytest.mark.django_db(transaction=True)
Told = Callable[..., tuple[int, str, str]]
LIST = "courriel;nom;besoins\nlea@exemple.fr;Léa Morel;un local\nmarc@exemple.fr;Marc Oudin;\n"


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Run a command in English: its exit code, what it said, what it refused."""
    monkeypatch.setenv("TISSERAND_DATA", str(tmp_path))
    (tmp_path / "secret-key").write_text("x" * 60)

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--lang", "en"])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "membres.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def animator(*circles: Circle) -> Person:
    ada = villager("Ada Martin", email="ada@exemple.fr")
    for circle in circles:
        join(ada, circle, role=Role.ANIMATOR)
    return ada


def test_a_list_becomes_invitations_and_nothing_leaves(told: Told, people: Path) -> None:
    animator(ring(name="Sillage"))
    code, out, _ = told("import", str(people), "--as", "Ada@exemple.fr")
    assert (code, out) == (
        0,
        (
            "Sillage: 2 invitations prepared.\n"
            "Nothing was sent. Send them from the page of invitations, or with --send.\n"
        ),
    )
    assert sorted(Invitation.objects.values_list("email", "sent_on")) == [
        ("lea@exemple.fr", None),
        ("marc@exemple.fr", None),
    ]
    assert Letter.objects.count() == 0
    assert Person.objects.count() == 1, "an import makes invitations, not people"


def test_the_same_list_again_prepares_nothing_and_sends_when_asked(told: Told, people: Path) -> None:
    animator(ring(name="Sillage"))
    told("import", str(people), "--as", "ada@exemple.fr")
    code, out, _ = told("import", str(people), "--as", "ada@exemple.fr", "--send")
    assert code == 0
    assert "Sillage: 0 invitations prepared." in out
    assert "Left out: 2 already invited" in out
    assert "2 invitations are queued." in out
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say which file"),
        (("--as", "nobody@exemple.fr"), "Nobody who animates a circle signs in with nobody@exemple.fr."),
        (
            ("--as", "ada@exemple.fr"),
            "ada@exemple.fr animates several circles; choose one with --circle: A, B",
        ),
        (("--as", "ada@exemple.fr", "--circle", "C"), "does not animate “C”; give one of these"),
    ],
)
def test_import_says_whose_list_it_cannot_be(
    words: tuple[str, ...], sentence: str, told: Told, people: Path
) -> None:
    animator(ring(name="A"), ring(name="B"))
    code, out, err = told("import", str(people), *words)
    assert (code, out) == (2, "")
    assert sentence in err
    assert Invitation.objects.count() == 0


def test_import_names_the_circle_it_is_for(told: Told, people: Path) -> None:
    animator(ring(name="A"), ring(name="B"))
    assert told("import", str(people), "--as", "ada@exemple.fr", "--circle", "b")[0] == 0
    assert Invitation.objects.filter(admission__circle__name="B").count() == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("nom\nLéa\n", "email"),
        ("courriel;nom\nlea@exemple.fr;Lé\u202ea\n", "line 2"),
        ("courriel\nlea@exemple.fr\nlea@exemple.fr\n", "line 3"),
        ("courriel\nlea chez exemple\n", "lea chez exemple"),
    ],
)
def test_a_list_with_a_problem_prepares_nothing(
    content: str, sentence: str, told: Told, tmp_path: Path
) -> None:
    animator(ring(name="Sillage"))
    path = tmp_path / "membres.csv"
    path.write_text(content, encoding="utf-8")
    code, _, err = told("import", str(path), "--as", "ada@exemple.fr")
    assert code == 2
    assert sentence in err
    assert Invitation.objects.count() == 0


def test_a_code_is_printed_once_noted_and_refused_for_a_stranger(told: Told) -> None:
    ada = villager("Ada Martin", email="ada@exemple.fr")
    code, out, _ = told("signin", "Ada@exemple.fr")
    assert code == 0
    assert "on the page “Sign in”, with the address Ada@exemple.fr" in out
    assert list(AuditLine.objects.values_list("person", "act", "by")) == [
        (ada.pk, AuditAct.SIGN_IN_CODE_PRINTED, None)
    ]
    assert told("signin", "nobody@exemple.fr")[0] == 2
    assert told("signin")[0] == 2
    assert AuditLine.objects.count() == 1


def test_a_lost_second_check_is_taken_away_when_asked(told: Told) -> None:
    ada = villager("Ada Martin", email="ada@exemple.fr")
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    for sentence in ("second checks are taken away", "had no second check"):
        code, out, _ = told("signin", "ada@exemple.fr", "--reset-second-factor")
        assert code == 0 and sentence in out
    assert not Authenticator.objects.exists()
    acts = list(AuditLine.objects.order_by("pk").values_list("act", flat=True))
    printed = AuditAct.SIGN_IN_CODE_PRINTED
    assert acts == [AuditAct.SECOND_FACTOR_RESET, printed, printed]


def test_the_week_is_woven_once_whatever_is_asked(told: Told) -> None:
    circle = ring(name="Sillage")
    for name in ("Ada Martin", "Paul Roy", "Zoé Lam"):
        member(circle, name)
    code, out, _ = told("weaving")
    assert code == 0
    assert out.startswith("Week of ")
    drafted = Introduction.objects.count()
    code, out, _ = told("weaving")
    assert code == 0
    assert "was woven already" in out
    assert Introduction.objects.count() == drafted
    assert Weaving.objects.count() == 1


def test_a_network_of_one_is_woven_later_in_the_week(told: Told) -> None:
    circle = ring(name="Sillage")
    member(circle, "Ada Martin")
    assert "two people at least" in told("weaving")[1]
    assert not Weaving.objects.filter(finished_at__isnull=False).exists()
    member(circle, "Paul Roy")
    assert told("weaving")[1].startswith("Week of ")
    assert Weaving.objects.filter(finished_at__isnull=False).count() == 1


def test_nothing_is_woven_while_the_clock_is_held(told: Told) -> None:
    told("weaving")
    Weaving.objects.all().delete()
    clock = Clock.objects.get()
    clock.at = clock.at.replace(year=clock.at.year - 1)
    clock.save()
    code, _, err = told("weaving")
    assert code == 2
    assert "The clock is held" in err
    assert Weaving.objects.count() == 0


def test_an_export_is_read_back_by_the_analyst(told: Told, tmp_path: Path) -> None:
    circle = ring(name="Sillage")
    ada = member(circle, "Ada Martin")
    code, out, _ = told("export", str(tmp_path / "files"))
    assert code == 0
    assert "1 people" in out
    assert "tisserand weave people.csv ties.csv" in out
    folder = tmp_path / "files"
    paths = Paths(folder / "people.csv", folder / "ties.csv", circles=folder / "circles.csv")
    network = read_network(paths, ada.created_on, ada.created_on).network
    assert [(person.id, person.circles) for person in network.people] == [(ada.ref, (circle.ref,))]
    assert told("export", str(folder))[0] == 2, "files that are there are not replaced"
    assert told("export")[0] == 2
