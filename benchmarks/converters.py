"""Public research data, read into the arrays the benchmarks use and into the files `tisserand weave` reads.

The data is never copied here: it is looked for in ../shared/data, and a benchmark without it says so.
Usage: python benchmarks/converters.py manufacturing_email --share 0.7 --out FOLDER
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SETS_FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "data"
TOP = 86
"""The head of the company in `reportsto.csv`: the one who reports to herself."""
NO_CIRCLE = -1
DISCIPLINE = 6
"""Column of the discipline in the conference's list of people."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Contacts:
    """People 0..n-1 with one circle at most each, and their contacts in time order.

    `ids` are the numbers of the source; `circle` is -1 for somebody in no circle, else an index in
    `circle_names`. `a` wrote to (or met) `b` at second `at` since 1970 (UTC).
    """

    ids: Ints
    circle: Ints
    circle_names: tuple[str, ...]
    a: Ints
    b: Ints
    at: Ints

    @property
    def n(self) -> int:
        """How many people."""
        return len(self.ids)

    def first(self, share: float) -> "Contacts":
        """The same people with the first `share` of the contacts (floor), in time order."""
        return self.between(0.0, share)

    def between(self, start: float, end: float) -> "Contacts":
        """The same people with the contacts from share `start` (included) to share `end` (left out)."""
        rows = slice(round_down(len(self.at), start), round_down(len(self.at), end))
        return Contacts(self.ids, self.circle, self.circle_names, self.a[rows], self.b[rows], self.at[rows])


def round_down(count: int, share: float) -> int:
    """floor(count x share), free of the last bit of a decimal share such as 0.7."""
    return int(np.floor(count * share + 1e-9))


def folder_or_none(name: str) -> Path | None:
    """The folder of a research data set, or None when it is not on this machine."""
    folder = SETS_FOLDER / name
    return folder if folder.is_dir() else None


def manufacturing_email(folder: Path | None = None, share: float = 1.0) -> Contacts:
    """E-mails of a manufacturing company over nine months of 2010; circle = branch under the head.

    167 people, 82,876 contacts once the 51 mails to oneself are dropped; `share` keeps the first part of
    what remains, as `Contacts.first` does. A branch is everybody under one of the 11 people who report to
    the head; the head is a circle of one, which makes the 12 circles. The 13 people absent from
    `reportsto.csv` have no circle.
    Raises FileNotFoundError when the folder is absent.
    """
    folder = SETS_FOLDER / "manufacturing_email" if folder is None else folder
    with (folder / "communication.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter=";"))[1:]
    with (folder / "reportsto.csv").open(encoding="utf-8", newline="") as lines:
        boss = {int(row[0]): int(row[1]) for row in list(csv.reader(lines))[1:]}
    at = np.array([row[2] for row in rows], "datetime64[s]").astype(np.int64)
    ends = np.array([(int(row[0]), int(row[1])) for row in rows], np.int64).reshape(-1, 2)
    ids = np.unique(ends)
    branches = [branch_of(person, boss) for person in ids.tolist()]
    names = sorted(set(branches) - {NO_CIRCLE})
    circle = np.array([names.index(b) if b != NO_CIRCLE else NO_CIRCLE for b in branches], np.int64)
    order = np.argsort(at, kind="stable")
    order = order[ends[order, 0] != ends[order, 1]]
    a, b = np.searchsorted(ids, ends[order, 0]), np.searchsorted(ids, ends[order, 1])
    everything = Contacts(ids, circle, tuple(f"branch {name}" for name in names), a, b, at[order])
    return everything.first(share)


def branch_of(person: int, boss: dict[int, int]) -> int:
    """The person just under the head on the way up from `person`; the head for herself; -1 when unknown."""
    if person not in boss:
        return NO_CIRCLE
    while boss[person] != TOP:
        person = boss[person]
    return person


def write_files(contacts: Contacts, out: Path) -> tuple[Path, Path]:
    """Write people.csv (`id,circles`) and ties.csv (`a,b,at`) in `out`; return their paths.

    Only people of at least one contact are written, as a network would know them.
    """
    out.mkdir(parents=True, exist_ok=True)
    people, ties = out / "people.csv", out / "ties.csv"
    seen = np.unique(np.concatenate([contacts.a, contacts.b]))
    with people.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("id", "circles"))
        for person in seen:
            circle = int(contacts.circle[person])
            name = contacts.circle_names[circle] if circle != NO_CIRCLE else ""
            rows.writerow((int(contacts.ids[person]), name))
    with ties.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("a", "b", "at"))
        stamps = np.datetime_as_string(contacts.at.astype("datetime64[s]"))
        a, b = contacts.ids[contacts.a], contacts.ids[contacts.b]
        rows.writerows(zip(a.tolist(), b.tolist(), stamps.tolist(), strict=True))
    return people, ties


def conference_ws16(folder: Path | None = None, share: float = 1.0) -> Contacts:
    """Badge contacts of 20 seconds at a conference; circle = discipline, unknown being one (138 people).

    Age, gender, country and language are never read. Raises FileNotFoundError when the folder is absent.
    """
    folder = SETS_FOLDER / "conference_ws16" if folder is None else folder
    people = [line.split() for line in (folder / "metadata_WS16.dat").read_text("utf-8").splitlines()]
    discipline = {int(row[0]): row[DISCIPLINE] for row in people}
    ids = np.array(sorted(discipline), np.int64)
    names = sorted(set(discipline.values()))
    circle = np.array([names.index(discipline[person]) for person in ids.tolist()], np.int64)
    rows = np.loadtxt(folder / "tij_WS16.dat", dtype=np.int64)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    a, b = np.searchsorted(ids, rows[:, 1]), np.searchsorted(ids, rows[:, 2])
    everything = Contacts(ids, circle, tuple(f"discipline {name}" for name in names), a, b, rows[:, 0])
    return everything.first(share)


SETS = {"manufacturing_email": manufacturing_email, "conference_ws16": conference_ws16}


def main(argv: Sequence[str] | None = None) -> int:
    """Convert one research data set to the two files of `tisserand weave`; 2 when the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", choices=sorted(SETS))
    parser.add_argument("--share", type=float, default=1.0, help="first part of the contacts kept (0-1)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the two files")
    asked = parser.parse_args(argv)
    folder = folder_or_none(asked.data)
    if folder is None:
        print(f"{asked.data} is not in {SETS_FOLDER.parent.name}/{SETS_FOLDER.name}: nothing was written.")
        return 2
    for path in write_files(SETS[asked.data](folder, asked.share), asked.out):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
