"""What can be wrong with a file or a command line, as codes: no sentence here (`wording.problems` has them).

A problem stops the work; a note does not. Both say where.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

KEPT = 200
"""Problems kept in full; the rest are only counted, so that a million bad rows stay small."""


class ProblemCode(StrEnum):
    """Why an input cannot be used."""

    # -- the file itself
    MISSING_FILE = "missing_file"
    IS_FOLDER = "is_folder"
    NOT_ALLOWED = "not_allowed"
    NOT_READ = "not_read"
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"
    NOT_A_TABLE = "not_a_table"
    OLD_WORKBOOK = "old_workbook"
    OTHER_WORKBOOK = "other_workbook"
    ENCRYPTED = "encrypted"
    BROKEN_WORKBOOK = "broken_workbook"
    SWOLLEN_WORKBOOK = "swollen_workbook"
    NO_SHEET = "no_sheet"
    UNKNOWN_ENCODING = "unknown_encoding"
    MIXED_ENCODING = "mixed_encoding"
    NOT_SO_WRITTEN = "not_so_written"
    NUL = "nul"
    # -- the table
    OPEN_QUOTE = "open_quote"
    MISSING_COLUMN = "missing_column"
    MISSING_STRENGTH_AND_AT = "missing_strength_and_at"
    COLUMN_TWICE = "column_twice"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    BLANK_LINES = "blank_lines"
    ROW_TOO_LONG = "row_too_long"
    LINE_TOO_LONG = "line_too_long"
    CELL_TOO_LONG = "cell_too_long"
    BAD_CHARACTER = "bad_character"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    # -- people
    EMPTY_ID = "empty_id"
    NO_ADDRESS = "no_address"
    PERSON_TWICE = "person_twice"
    EMAIL_TWICE = "email_twice"
    BAD_BUDGET = "bad_budget"
    BAD_DATE = "bad_date"
    FUTURE_DATE = "future_date"
    UNKNOWN_CONSENT = "unknown_consent"
    BAD_ACCEPTANCE = "bad_acceptance"
    BAD_DISTANCE = "bad_distance"
    EMPTY_ASK = "empty_ask"
    # -- ties, bridges, pairs, circles
    UNKNOWN_PERSON = "unknown_person"
    SELF_TIE = "self_tie"
    BAD_STRENGTH = "bad_strength"
    NO_STRENGTH_NO_AT = "no_strength_no_at"
    STRENGTH_AND_AT = "strength_and_at"
    UNKNOWN_CIRCLE = "unknown_circle"
    SELF_BRIDGE = "self_bridge"
    BAD_QUOTA = "bad_quota"
    SELF_PAIR = "self_pair"
    CIRCLE_TWICE = "circle_twice"
    BAD_ANSWER = "bad_answer"
    # -- the command line
    UNKNOWN_COMMAND = "unknown_command"
    UNKNOWN_OPTION = "unknown_option"
    OPTION_WITHOUT_VALUE = "option_without_value"
    MISSING_ARGUMENT = "missing_argument"
    EXTRA_ARGUMENT = "extra_argument"
    BAD_VALUE = "bad_value"
    BAD_NUMBER = "bad_number"
    BAD_DAY = "bad_day"
    FUTURE_DAY = "future_day"
    UNKNOWN_LANGUAGE = "unknown_language"
    # -- the output
    OUT_IS_FOLDER = "out_is_folder"
    OUT_NO_FOLDER = "out_no_folder"
    OUT_NOT_ALLOWED = "out_not_allowed"
    OUT_IS_INPUT = "out_is_input"
    OUT_DISK_FULL = "out_disk_full"
    OUT_FAILED = "out_failed"
    NO_MEMORY = "no_memory"


class Problem(NamedTuple):
    """One thing to mend: `line` counts from 1 (0: the whole file), `column` is the heading as written."""

    code: ProblemCode
    file: str = ""
    line: int = 0
    column: str = ""
    value: str = ""
    detail: str = ""


class NoteCode(StrEnum):
    """What the reader of a file decided, and its owner should know."""

    IGNORED_COLUMNS = "ignored_columns"
    READ_AS_CP1252 = "read_as_cp1252"
    READ_AS_UTF16 = "read_as_utf16"
    FIRST_SHEET = "first_sheet"
    NO_TIES = "no_ties"
    NO_BRIDGES = "no_bridges"
    OPEN_TO_ALL = "open_to_all"
    LATER_TIES = "later_ties"


class Note(NamedTuple):
    """One decision of the reader, with what is needed to say it."""

    code: NoteCode
    file: str = ""
    detail: str = ""
    number: int = 0


class UnusableError(Exception):
    """The work cannot be done: `problems` tells why, `more` how many others were left out."""

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        self.problems = tuple(problems)
        self.more = more
        super().__init__(", ".join(problem.code for problem in self.problems))


@dataclass(slots=True)
class Problems:
    """Problems found so far; the first `KEPT` are kept, the others counted, the `silent` ones ignored."""

    kept: list[Problem] = field(default_factory=list)
    count: int = 0
    silent: frozenset[ProblemCode] = frozenset()

    def add(self, problem: Problem) -> None:
        """Count one problem, and keep it while there is room."""
        if problem.code in self.silent:
            return
        self.count += 1
        if len(self.kept) < KEPT:
            self.kept.append(problem)

    def absorb(self, refusal: UnusableError) -> None:
        """Count the problems of a file that could not be read to its end."""
        for problem in refusal.problems:
            self.add(problem)

    def check_none(self) -> None:
        """Raise `UnusableError` if there was any problem."""
        if self.count:
            raise UnusableError(self.kept, self.count - len(self.kept))
