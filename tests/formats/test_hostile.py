"""R12: every hostile file is read, or refused with its line and its cause; none needs 200 MiB."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.formats.files import TODAY, put
from tests.formats.hostile import CORPUS, Hostile
from tisserand.formats.network import Paths, read_network
from tisserand.formats.problems import UnusableError

MOST_MEMORY = 200

READ_ALL = r"""
import re, sys
from datetime import date
from pathlib import Path
from tisserand.formats.network import Paths, read_network
from tisserand.formats.problems import UnusableError
for path in sorted(Path(sys.argv[1]).glob("*.people")):
    try:
        read_network(Paths(path, path.with_name("ties.csv")), date(2026, 3, 31))
    except UnusableError:
        pass
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text()).group(1)
    print(int(peak) // 1024, path.name)
"""


def test_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 40
    assert len({hostile.name for hostile in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_hostile_file_is_read_or_refused_with_line_and_cause(hostile: Hostile, tmp_path: Path) -> None:
    ties = put(tmp_path, "ties.csv", "a,b,strength\n")
    path = put(tmp_path, "people.csv", hostile.content())
    if hostile.code is None:
        reading = read_network(Paths(path, ties), TODAY)
        assert len(reading.network.people) == hostile.people
        assert hostile.note is None or hostile.note in [note.code for note in reading.notes]
        return
    with pytest.raises(UnusableError) as refusal:
        read_network(Paths(path, ties), TODAY)
    first = refusal.value.problems[0]
    assert (first.code, first.line, first.file) == (hostile.code, hostile.line, "people.csv")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux")
def test_hostile_files_fit_in_200_mib(tmp_path: Path) -> None:
    put(tmp_path, "ties.csv", "a,b,strength\n")
    for hostile in CORPUS:
        put(tmp_path, f"{hostile.name}.people", hostile.content())
    ran = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    peaks = [line.split() for line in ran.stdout.splitlines()]
    assert len(peaks) == len(CORPUS)
    assert max(int(peak) for peak, _ in peaks) < MOST_MEMORY, peaks
