"""The hostile corpus: each file is read, or refused with its line and its cause.

Every file is made here, byte by byte; nothing is downloaded.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import load_workbook

from tests.formats.files import workbook
from tisserand.formats.problems import NoteCode, ProblemCode

P = ProblemCode
HEADER = "id,name,circles,budget\n"
FRENCH = "id;nom;cercles\n1;Zoé;Cœur d’Ardèche\n2;Éloïse;Là-bas\n"
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: how it is made, and what becomes of it. `people` 0: refused with `code` at `line`."""

    name: str
    content: Callable[[], bytes]
    code: ProblemCode | None = None
    line: int = 0
    people: int = 0
    note: NoteCode | None = None


def book() -> bytes:
    """A sound workbook of two people."""
    return workbook([["id", "name", "circles"], [1, "Ana", "A"], [2, "Bob", "B"]])


def archive(changes: dict[str, bytes | None], base: bytes | None = None) -> bytes:
    """A workbook with some parts replaced, added, or (None) left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or book())) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part.filename, old.read(part.filename))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return packed.getvalue()


def sheet(rows: str, dimension: str = "A1:C3") -> bytes:
    """The XML of a sheet whose header is id, name, circles."""
    head = '<row r="1">' + "".join(
        text_cell(f"{c}1", t) for c, t in zip("ABC", ("id", "name", "circles"), strict=True)
    )
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{head}</row>{rows}</sheetData></worksheet>'
    ).encode()


def text_cell(place: str, text: str) -> str:
    """A cell that holds its text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def far_row(i: int) -> str:
    """A row whose last cell is in the last column that a sheet may have."""
    return f'<row r="{i}">{text_cell(f"A{i}", str(i))}<c r="XFD{i}"/></row>'


def lying_size() -> bytes:
    """A bomb whose directory claims that its sheet is small."""
    bomb = bytearray(archive({SHEET: sheet("<row/>" * 3_000_000)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := bomb.find(signature, at + 1)) >= 0:
            if struct.unpack_from("<I", bomb, at + offset)[0] > 1_000_000:
                struct.pack_into("<I", bomb, at + offset, 2_000)
    return bytes(bomb)


def encrypted_flag() -> bytes:
    """A workbook whose parts claim to be encrypted."""
    packed = bytearray(book())
    at = -1
    while (at := packed.find(b"PK\x01\x02", at + 1)) >= 0:
        packed[at + 8] |= 1
    return bytes(packed)


def many_sheets() -> bytes:
    """A sound list, with a second sheet that must not be read."""
    return workbook([["id", "name"], [1, "Ana"], [2, "Bob"]], [["id"], ["wrong"], ["wrong"]])


def formulas(value: str | None) -> bytes:
    """A workbook where a name is a formula, with its last result or without any."""
    kept = f"<v>{value}</v>" if value else ""
    cell = f'<c r="B2" t="str"><f>CONCAT("A","na")</f>{kept}</c>'
    return archive({SHEET: sheet(f'<row r="2"><c r="A2"><v>1</v></c>{cell}</row>')})


def written_again() -> bytes:
    """A workbook opened and saved by another program: numbers as ids, blank columns, an apostrophe kept."""
    opened = load_workbook(io.BytesIO(book()))
    page = opened.active
    page["A2"], page["B3"], page["H9"] = 12.0, "'+33 1 23", " "
    packed = io.BytesIO()
    opened.save(packed)
    return packed.getvalue()


def ole(marker: str) -> bytes:
    """An OLE container: an old .xls, or a workbook behind a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + marker.encode("utf-16-le") + bytes(512)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
)

CORPUS = (
    # -- encodings and separators
    Hostile("cp1252_semicolons", lambda: FRENCH.encode("cp1252"), people=2, note=NoteCode.READ_AS_CP1252),
    Hostile("utf8_mark", lambda: FRENCH.encode("utf-8-sig"), people=2),
    Hostile("utf16_mark", lambda: FRENCH.encode("utf-16"), people=2, note=NoteCode.READ_AS_UTF16),
    Hostile(
        "utf16_big_end",
        lambda: b"\xfe\xff" + FRENCH.encode("utf-16-be"),
        people=2,
        note=NoteCode.READ_AS_UTF16,
    ),
    Hostile("utf16_no_mark", lambda: FRENCH.encode("utf-16-le"), P.NUL, 1),
    Hostile("utf16_cut", lambda: FRENCH.encode("utf-16")[:-1], P.UNKNOWN_ENCODING, 3),
    Hostile(
        "mac_roman", lambda: "id;nom\n1;Zoé\n2;Hélène Lançon\n".encode("mac-roman"), P.UNKNOWN_ENCODING, 3
    ),
    Hostile(
        "two_encodings",
        lambda: "id;nom\n1;Zoé\n".encode() + "2;Éloïse\n".encode("cp1252"),
        P.MIXED_ENCODING,
        3,
    ),
    Hostile("mark_then_cp1252", lambda: b"\xef\xbb\xbf" + FRENCH.encode("cp1252"), P.MIXED_ENCODING, 2),
    Hostile("tabs", lambda: FRENCH.replace(";", "\t").encode(), people=2),
    Hostile("sep_line", lambda: b"sep=;\r\n" + FRENCH.encode(), people=2),
    Hostile("mac_line_ends", lambda: FRENCH.replace("\n", "\r").encode(), people=2),
    # -- broken text
    Hostile("empty", lambda: b"", P.EMPTY_FILE),
    Hostile("only_spaces", lambda: b" \r\n\t\n" * 5000, P.EMPTY_FILE),
    Hostile("only_mark", lambda: b"\xef\xbb\xbf", P.EMPTY_FILE),
    Hostile("header_only", lambda: HEADER.encode(), P.NO_ROWS),
    Hostile("no_header", lambda: b"1,Ana\n2,Bob\n", P.MISSING_COLUMN, 1),
    Hostile("nul", lambda: b"id,name\n1,Ana\n2,B\0b\n", P.NUL, 3),
    Hostile("zeros", lambda: bytes(100_000), P.NUL, 1),
    Hostile("open_quote", lambda: HEADER.encode() + b'1,Ana,A,1\n2,"Bob,B,1\n3,Cy,C,1\n', P.OPEN_QUOTE, 3),
    Hostile("quote_then_text", lambda: HEADER.encode() + b'1,"Ana "la" B",A,1\n', P.OPEN_QUOTE, 2),
    Hostile(
        "open_quote_far",
        lambda: HEADER.encode() + b'1,"Ana,A,1\n' + b"2,Bob,B,1\n" * 300_000,
        P.OPEN_QUOTE,
        2,
    ),
    Hostile("quotes_10_mb", lambda: HEADER.encode() + b'"' * 10_000_001, P.OPEN_QUOTE, 2),
    Hostile("one_line_10_mb", lambda: b"x" * 10_000_000, P.LINE_TOO_LONG, 1),
    Hostile("commas_10_mb", lambda: b"," * 10_000_000, P.LINE_TOO_LONG, 1),
    Hostile("row_of_commas", lambda: b"id,name\n1,Ana\n" + b"," * 10_000_000, P.LINE_TOO_LONG, 3),
    Hostile("blank_lines", lambda: b"id,name\n1,Ana\n" + b"\n" * 900_000 + b"2,Bob\n", people=2),
    Hostile("blank_rows", lambda: b"id;name\n1;Ana\n" + b";\n" * 900_000 + b"2;Bob\n", people=2),
    Hostile("huge_cell", lambda: b"id,name\n1," + b"a" * 20_001 + b"\n", P.CELL_TOO_LONG, 2),
    Hostile("cell_900_kb", lambda: b"id,name\n1,Ana\n2," + b"a" * 900_000 + b"\n", P.CELL_TOO_LONG, 3),
    Hostile("ragged", lambda: b"id,name\n1,Ana\n2,Bob,Lyon\n", P.ROW_TOO_LONG, 3),
    Hostile("many_columns", lambda: b"id" + b",x" * 500 + b"\n1" + b",1" * 500 + b"\n", P.TOO_MANY_COLUMNS),
    Hostile("bidi", lambda: "id,name\n1,Ana\n2,Bob\u202eanA\n".encode(), P.BAD_CHARACTER, 3),
    Hostile("zero_width", lambda: "id,name\n1,A\u200bna\n".encode(), P.BAD_CHARACTER, 2),
    Hostile("escape_codes", lambda: b"id,name\n1,\x1b[2JAna\n", P.BAD_CHARACTER, 2),
    Hostile("formulas_as_text", lambda: b"id,name\n1,\"=cmd|'/c calc'!A1\"\n2,+33 1 23\n", people=2),
    # -- not a table
    Hostile("pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, P.NOT_A_TABLE),
    Hostile("png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(4000), P.NOT_A_TABLE),
    Hostile("html", lambda: b"<!DOCTYPE html><html><body>id,name</body></html>", P.NOT_A_TABLE),
    Hostile("old_xls", lambda: ole("Workbook"), P.OLD_WORKBOOK),
    Hostile("password", lambda: ole("EncryptedPackage"), P.ENCRYPTED),
    Hostile("docx", lambda: archive({"word/document.xml": b"<x/>", "xl/workbook.xml": None}), P.NOT_A_TABLE),
    Hostile("ods", lambda: archive({"content.xml": b"<x/>"}), P.OTHER_WORKBOOK),
    # -- workbooks
    Hostile("xlsx", book, people=2),
    Hostile("xlsx_cut", lambda: book()[:-400], P.BROKEN_WORKBOOK),
    Hostile("xlsx_spoilt", lambda: archive({SHEET: b"<worksheet><sheetData><row><c>"}), P.BROKEN_WORKBOOK),
    Hostile("xlsx_no_sheet_part", lambda: archive({SHEET: None}), P.NO_SHEET),
    Hostile("xlsx_bomb", lambda: archive({SHEET: sheet("<row/>" * 8_000_000)}), P.SWOLLEN_WORKBOOK),
    Hostile(
        "xlsx_bomb_strings",
        lambda: archive({"xl/sharedStrings.xml": b"<si/>" * 20_000_000}),
        P.SWOLLEN_WORKBOOK,
    ),
    Hostile("xlsx_bomb_lying", lying_size, P.BROKEN_WORKBOOK),
    Hostile("xlsx_entities", lambda: archive({"xl/sharedStrings.xml": ENTITIES}), P.SWOLLEN_WORKBOOK),
    Hostile("xlsx_5000_parts", lambda: archive({f"x/{i}.bin": b"" for i in range(5000)}), P.SWOLLEN_WORKBOOK),
    Hostile("xlsx_encrypted_parts", encrypted_flag, P.ENCRYPTED),
    Hostile(
        "xlsx_blank_rows",
        lambda: archive({SHEET: sheet('<row r="2"/>' + "<row/>" * 150_000)}),
        P.BLANK_LINES,
        2,
    ),
    Hostile(
        "xlsx_row_jump",
        lambda: archive({SHEET: sheet(f'<row r="1048576">{text_cell("A1048576", "1")}</row>')}),
        P.BLANK_LINES,
        2,
    ),
    Hostile(
        "xlsx_dimension_lies",
        lambda: archive({SHEET: sheet(f'<row r="2">{text_cell("A2", "1")}</row>', "A1:XFD1048576")}),
        people=1,
    ),
    Hostile(
        "xlsx_dimension_small",
        lambda: archive({SHEET: sheet(f'<row r="2">{text_cell("A2", "1")}</row>', "A1")}),
        people=1,
    ),
    Hostile(
        "xlsx_far_cells",
        lambda: archive({SHEET: sheet("".join(far_row(i) for i in range(2, 9000)))}),
        people=8998,
    ),
    Hostile("xlsx_formula", lambda: formulas("Ana"), people=1),
    Hostile("xlsx_formula_no_result", lambda: formulas(None), P.FORMULA, 2),
    Hostile("xlsx_cell_error", lambda: workbook([["id", "name"], [1, "#REF!"]]), P.CELL_ERROR, 2),
    Hostile("xlsx_two_sheets", many_sheets, people=2, note=NoteCode.FIRST_SHEET),
    Hostile("xlsx_written_again", written_again, people=2),
    Hostile("xlsx_empty", lambda: workbook([]), P.EMPTY_FILE),
)
