"""One plain sentence per problem: where, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from tisserand.formats.problems import Problem, ProblemCode, UnusableError
from tisserand.wording.catalogue import N_, Words

SHOWN = 20
"""Problems told in full; a longer list would hide the first ones."""

LONGEST = 60

SENTENCES = {
    ProblemCode.MISSING_FILE: N_("there is no such file; check its name and its folder."),
    ProblemCode.IS_FOLDER: N_("this is a folder; give the name of a CSV or XLSX file in it."),
    ProblemCode.NOT_ALLOWED: N_("this file may not be read; change its permissions, or copy it elsewhere."),
    ProblemCode.NOT_READ: N_("this file cannot be read ({detail}); try again with a copy of it."),
    ProblemCode.EMPTY_FILE: N_("the file is empty; its first line must hold the column headings."),
    ProblemCode.TOO_LARGE: N_(
        "the file is larger than {detail} MB; split it, or keep only the columns needed."
    ),
    ProblemCode.NOT_A_TABLE: N_(
        "this is not a table (it looks like {detail}); export your list as CSV or XLSX and give that file."
    ),
    ProblemCode.OLD_WORKBOOK: N_("this is an old Excel file (.xls); save it as .xlsx or as CSV."),
    ProblemCode.OTHER_WORKBOOK: N_("this kind of workbook is not read; save it as .xlsx or as CSV."),
    ProblemCode.ENCRYPTED: N_("this workbook is protected by a password; save a copy without password."),
    ProblemCode.BROKEN_WORKBOOK: N_("this workbook is damaged; open it, save it again as .xlsx, or use CSV."),
    ProblemCode.SWOLLEN_WORKBOOK: N_(
        "unpacked, this workbook would be abnormally large; copy the useful rows to a new workbook, or "
        "use CSV."
    ),
    ProblemCode.NO_SHEET: N_("this workbook has no sheet with cells; save your list as a sheet, or as CSV."),
    ProblemCode.UNKNOWN_ENCODING: N_(
        "the letters are written neither in UTF-8 nor in Windows-1252 (an old Mac, perhaps); "
        "save the file as “CSV UTF-8”."
    ),
    ProblemCode.MIXED_ENCODING: N_(
        "the file mixes two ways of writing accents from this line on; save it whole as “CSV UTF-8”."
    ),
    ProblemCode.NOT_SO_WRITTEN: N_(
        "the letters are not written in {detail} from this line on; choose another way to read them."
    ),
    ProblemCode.NUL: N_(
        "there is an empty byte here, which no text holds; save the file again as “CSV UTF-8”."
    ),
    ProblemCode.OPEN_QUOTE: N_(
        "a quotation mark opens here and is not closed where the cell ends; close it, or remove it "
        "(inside a cell, write it twice)."
    ),
    ProblemCode.MISSING_COLUMN: N_(
        "the column “{column}” is missing; add it to the first line (headings read there: {detail})."
    ),
    ProblemCode.MISSING_STRENGTH_AND_AT: N_(
        "a column “strength” or “at” is needed; add one of them to the first line (headings read there: "
        "{detail})."
    ),
    ProblemCode.COLUMN_TWICE: N_("two columns mean “{value}”; keep only one of them."),
    ProblemCode.TOO_MANY_COLUMNS: N_("too many columns ({detail}); keep those that are needed."),
    ProblemCode.NO_ROWS: N_("there are headings, and nobody below them; add one line for each person."),
    ProblemCode.TOO_MANY_ROWS: N_(
        "a list holds {detail} people at most; cut it in two, and bring one half after the other."
    ),
    ProblemCode.BLANK_LINES: N_(
        "more than {detail} blank lines start here; delete them, and what follows if it is of no use."
    ),
    ProblemCode.ROW_TOO_LONG: N_(
        "this line has more cells than there are headings ({detail}), from “{value}” on; "
        "put a cell that holds the separator between quotation marks."
    ),
    ProblemCode.LINE_TOO_LONG: N_(
        "this line is far too long ({detail} characters); check where lines end and what separates cells."
    ),
    ProblemCode.CELL_TOO_LONG: N_(
        "this cell is too long ({detail} characters or more, 20,000 at most); shorten it, or close its "
        "quotation mark."
    ),
    ProblemCode.BAD_CHARACTER: N_(
        "“{value}” hides an invisible character ({detail}); type this cell again by hand."
    ),
    ProblemCode.FORMULA: N_("this cell is a formula without a result; paste its value instead."),
    ProblemCode.CELL_ERROR: N_("this cell shows the error {value}; correct it in the workbook."),
    ProblemCode.EMPTY_ID: N_("this person has no identifier; give one that nobody else has."),
    ProblemCode.NO_ADDRESS: N_("there is no address on this line; write one, or remove the line."),
    ProblemCode.PERSON_TWICE: N_("“{value}” is already on line {detail}; keep one line for each person."),
    ProblemCode.EMAIL_TWICE: N_(
        "the address “{value}” is already on line {detail}; keep one line for each person, "
        "or leave the address of one of them empty."
    ),
    ProblemCode.BAD_BUDGET: N_(
        "“{value}” is not a number of introductions a week; write 0 to 50, or nothing."
    ),
    ProblemCode.BAD_DATE: N_("“{value}” is not a date that can be read; write 2026-03-05 or 05/03/2026."),
    ProblemCode.FUTURE_DATE: N_("“{value}” is after today; correct the date, or remove the line."),
    ProblemCode.UNKNOWN_CONSENT: N_(
        "“{value}” is not an agreement; write beyond, counted, named, or several with “|”."
    ),
    ProblemCode.BAD_ACCEPTANCE: N_(
        "“{value}” is not a share of yeses; write a number from 0 to 1, such as 0.6."
    ),
    ProblemCode.BAD_DISTANCE: N_(
        "“{value}” is not a distance; write a whole number from 0 (near) to 4 (far), or nothing."
    ),
    ProblemCode.EMPTY_ASK: N_("“{value}” has a type and no sentence; write what is looked for or offered."),
    ProblemCode.UNKNOWN_PERSON: N_(
        "nobody in the file of people has the identifier “{value}”; add this person, or correct the "
        "identifier."
    ),
    ProblemCode.SELF_TIE: N_(
        "“{value}” is tied to the same person; remove this line, or correct one of the two."
    ),
    ProblemCode.BAD_STRENGTH: N_("“{value}” is not a strength; write a number from 0 to 1, such as 0.5."),
    ProblemCode.NO_STRENGTH_NO_AT: N_("this tie has neither a strength nor a date; write one of the two."),
    ProblemCode.STRENGTH_AND_AT: N_("this tie has both a strength and a date; keep one of the two."),
    ProblemCode.UNKNOWN_CIRCLE: N_(
        "nobody belongs to the circle “{value}”; correct the name, or add its members to the file of people."
    ),
    ProblemCode.SELF_BRIDGE: N_("this bridge goes from “{value}” to itself; name two circles."),
    ProblemCode.BAD_QUOTA: N_("“{value}” is not a number of introductions a month; write 0 to 10,000."),
    ProblemCode.SELF_PAIR: N_(
        "“{value}” is paired with the same person; remove this line, or correct one of the two."
    ),
    ProblemCode.CIRCLE_TWICE: N_("“{value}” is already on line {detail}; keep one line for each circle."),
    ProblemCode.BAD_ANSWER: N_("“{value}” is neither yes nor no; write yes or no."),
    ProblemCode.UNKNOWN_COMMAND: N_(
        "there is no command “{value}”; the commands are weave, measure and demo."
    ),
    ProblemCode.UNKNOWN_OPTION: N_("this option is not known; “tisserand --help” lists them all."),
    ProblemCode.OPTION_WITHOUT_VALUE: N_("this option needs a value after it."),
    ProblemCode.MISSING_ARGUMENT: N_(
        "two files are needed, the people and their ties: tisserand weave people.csv ties.csv"
    ),
    ProblemCode.EXTRA_ARGUMENT: N_(
        "“{value}” is one argument too many; put a name that holds spaces between quotation marks."
    ),
    ProblemCode.BAD_VALUE: N_("this value will not do; “tisserand --help” tells what the option takes."),
    ProblemCode.BAD_NUMBER: N_("“{value}” will not do; write a whole number from {detail}."),
    ProblemCode.BAD_DAY: N_("“{value}” is not a date that can be read; write 2026-03-05."),
    ProblemCode.FUTURE_DAY: N_("“{value}” is after today; choose today or a day before."),
    ProblemCode.UNKNOWN_LANGUAGE: N_("“{value}” is not a language spoken here; write fr or en."),
    ProblemCode.OUT_IS_FOLDER: N_("this is a folder; give the name of the file to write in it."),
    ProblemCode.OUT_NO_FOLDER: N_("the folder of this file does not exist; make it, or choose another one."),
    ProblemCode.OUT_NOT_ALLOWED: N_("nothing may be written there; choose another folder."),
    ProblemCode.OUT_IS_INPUT: N_("this would overwrite “{value}”, which is being read; choose another name."),
    ProblemCode.OUT_DISK_FULL: N_(
        "the disk is full; make room, or choose another folder. Nothing was written."
    ),
    ProblemCode.OUT_FAILED: N_(
        "the file could not be written ({detail}); choose another folder. Nothing was written."
    ),
    ProblemCode.NO_MEMORY: N_(
        "the memory of this machine is too small for these files; try with fewer people."
    ),
}  # fmt: skip
NEAREST = N_("Did you mean “{near}”?")


def sentences(refusal: UnusableError, words: Words) -> Iterator[str]:
    """Yield one sentence per problem, then how many others there are."""
    for problem in refusal.problems[:SHOWN]:
        yield sentence(problem, words)
    others = len(refusal.problems) - SHOWN + refusal.more
    if others > 0:
        yield words.ngettext("and {n} more.", "and {n} more.", others).format(n=others)


def sentence(problem: Problem, words: Words) -> str:
    """Return what is wrong, where, and what to do."""
    said = words.gettext(SENTENCES[problem.code]).format(
        value=shown(problem.value), detail=shown(problem.detail, 200), column=shown(problem.column)
    )
    if problem.code == ProblemCode.UNKNOWN_CIRCLE and problem.detail:
        said += " " + words.gettext(NEAREST).format(near=shown(problem.detail))
    at = place(problem, words)
    return words.gettext("{place}: {sentence}").format(place=at, sentence=said) if at else said


def place(problem: Problem, words: Words) -> str:
    """Return where a problem is: file, line and column, as far as they are known."""
    file, line, column = shown(problem.file), problem.line, shown(problem.column)
    if file and line and column and problem.code != ProblemCode.MISSING_COLUMN:
        return words.gettext("{file}, line {line}, column “{column}”").format(
            file=file, line=line, column=column
        )
    if file and line:
        return words.gettext("{file}, line {line}").format(file=file, line=line)
    return file or column


def shown(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line, short, with every character that cannot be seen spelt out."""
    visible = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text[: longest + 1])
    return visible if len(text) <= longest else visible[:longest] + "…"
