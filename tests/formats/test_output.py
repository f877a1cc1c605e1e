"""Files out: whole or not at all, and never in place of something else."""

import errno
import os
from pathlib import Path

import pytest

from tests.formats.files import codes
from tisserand.formats.output import check_writable, csv_lines, whole_file, write_table
from tisserand.formats.problems import ProblemCode, UnusableError


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_file_is_replaced_at_once_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(0o640)
    with whole_file(path) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert listing(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("failure", [ValueError(), KeyboardInterrupt(), MemoryError()])
def test_file_is_untouched_when_the_work_fails(failure: BaseException, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def half() -> None:
        with whole_file(path) as stream:
            stream.write(b"half")
            raise failure

    with pytest.raises(type(failure)):
        half()
    assert path.read_text() == "old"
    assert listing(tmp_path) == ["out.csv"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ProblemCode.OUT_DISK_FULL),
        (errno.EDQUOT, ProblemCode.OUT_DISK_FULL),
        (errno.EROFS, ProblemCode.OUT_NOT_ALLOWED),
        (errno.EIO, ProblemCode.OUT_FAILED),
    ],
)
def test_refusal_of_the_system_is_a_problem(number: int, code: ProblemCode, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    def full() -> None:
        with whole_file(path) as stream:
            stream.write(b"half")
            raise OSError(number, os.strerror(number))

    with pytest.raises(UnusableError) as refusal:
        full()
    assert codes(refusal.value.problems) == [code]
    assert listing(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_device_is_written_directly_and_never_replaced() -> None:
    def full() -> None:
        with whole_file(Path("/dev/full")) as stream:
            stream.write(b"x")

    with pytest.raises(UnusableError) as refusal:
        full()
    assert codes(refusal.value.problems) == [ProblemCode.OUT_DISK_FULL]
    assert Path("/dev/full").is_char_device()


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real.csv")
    write_table(link, ["a"], [["x"]])
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text() == "a\nx\n"


def test_output_is_refused_early_when_it_is_a_folder_or_has_none(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path, ProblemCode.OUT_IS_FOLDER),
        (tmp_path / "no" / "out.csv", ProblemCode.OUT_NO_FOLDER),
    ):
        with pytest.raises(UnusableError) as early:
            check_writable(path, [])
        with pytest.raises(UnusableError) as late, whole_file(path):
            pass
        assert codes(early.value.problems) == codes(late.value.problems) == [code]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_output_is_refused_early_when_permissions_forbid(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnusableError) as refusal:
        check_writable(tmp_path / "out.csv", [])
    assert codes(refusal.value.problems) == [ProblemCode.OUT_NOT_ALLOWED]


def test_output_is_refused_when_it_is_an_input_even_under_another_name(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("id\n")
    (tmp_path / "other.csv").hardlink_to(source)
    with pytest.raises(UnusableError) as refusal:
        check_writable(tmp_path / "other.csv", [source])
    assert codes(refusal.value.problems) == [ProblemCode.OUT_IS_INPUT]


def test_text_is_guarded_and_numbers_are_not() -> None:
    rows = [["=1", -1.5, None, "+33"], ["a,b", 'say "x"', "deux\nlignes", 0]]
    assert "".join(csv_lines(["a", "b", "c", "d"], rows)) == (
        'a,b,c,d\n\'=1,-1.5,,\'+33\n"a,b","say ""x""","deux\nlignes",0\n'
    )


def test_table_is_complete_when_longer_than_a_page() -> None:
    lines = "".join(csv_lines(["n"], ([i] for i in range(2000)))).splitlines()
    assert lines == ["n", *map(str, range(2000))]
