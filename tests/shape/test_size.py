"""The size budgets, the types, the docstrings, the names: measured on the real tree, and on a faulty one."""

from pathlib import Path

import pytest

from tests.shape.figures import (
    CODE,
    ROOT,
    Source,
    banned,
    budget_table,
    is_within,
    percentile,
    prints,
    sources,
    undocumented,
    untyped,
)

FAULTY = '''
import sys
class EventGroup:
    def handle_it(self, data):
        common_things = [1 for helper in ()]
        self.cores = common_things
        print(data, file=sys.stderr)
def score(encore: int) -> int:
    """Return it."""
    return encore
'''


def planted(folder: Path, text: str, name: str = f"{CODE}/engine/planted.py") -> Source:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Source(path, name)


@pytest.mark.parametrize("row", budget_table(ROOT), ids=lambda row: row[0])
def test_budget_is_kept(row: tuple[str, float, str, float]) -> None:
    what, figure, sense, budget = row
    assert is_within(figure, sense, budget), f"{what}: {figure:g}, should be {sense} {budget:g}"


def test_budget_is_over_when_planted(tmp_path: Path) -> None:
    long_function = "def long():\n" + "    x = 1\n" * 460
    planted(tmp_path, long_function)
    planted(tmp_path, "x = 1\n" * 601, "tests/test_planted.py")
    over = {what for what, *row in budget_table(tmp_path) if not is_within(*row)}
    assert over >= {
        "file lines, median",
        "file lines, max",
        "test file lines, max",
        "function lines, median",
        "function lines, p90",
        "function lines, max",
        "functions fully typed, %",
    }
    planted(tmp_path, "x = 1\n" * 5, "tests/test_planted.py")
    assert "tests : code, lines" in {what for what, *row in budget_table(tmp_path) if not is_within(*row)}


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2), (0.9, 4), (0.75, 3), (0.0, 1)])
def test_percentile_covers_the_share_when_asked(share: float, expected: int) -> None:
    assert percentile([4, 1, 3, 2], share) == expected


def test_every_function_is_typed() -> None:
    assert [
        name for one in sources(ROOT, "src", "run.py", "build_catalogue.py") for name in untyped(one)
    ] == []


def test_untyped_function_is_found_when_planted(tmp_path: Path) -> None:
    assert [name.split()[-1] for name in untyped(planted(tmp_path, FAULTY))] == ["handle_it"]


def test_every_module_and_public_engine_name_is_documented() -> None:
    code = sources(ROOT, "src", "run.py", "build_catalogue.py", "tests/shape")
    engine = f"{CODE}/engine/"
    assert [gap for one in code for gap in undocumented(one, one.name.startswith(engine))] == []


def test_missing_docstring_is_found_when_planted(tmp_path: Path) -> None:
    found = [gap.split()[-1] for gap in undocumented(planted(tmp_path, FAULTY), public_names=True)]
    assert found == ["module", "EventGroup", "handle_it"]


def test_no_name_is_banned() -> None:
    places = [folder for folder in ("src", "tests", "benchmarks", "run.py") if (ROOT / folder).exists()]
    found = [name for one in sources(ROOT, *places) for name in banned(one)]
    assert found == []


def test_banned_names_are_found_when_planted(tmp_path: Path) -> None:
    found = {name.split()[-1] for name in banned(planted(tmp_path, FAULTY))}
    assert found == {"EventGroup", "handle_it", "data", "common_things", "helper", "self.cores"} - {
        "self.cores"
    } | {"cores"}


def test_nothing_speaks_to_the_terminal_below_the_command_line() -> None:
    below = [one for one in sources(ROOT, "src") if not one.name.startswith(f"{CODE}/cli/")]
    assert [place for one in below for place in prints(one)] == []


def test_print_is_found_when_planted(tmp_path: Path) -> None:
    assert len(list(prints(planted(tmp_path, FAULTY)))) == 2
