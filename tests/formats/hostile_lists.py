"""Hostile lists of members, made here byte by byte: what becomes of each in the browser, in French.

Made small, so that a test may send them all; those of `hostile.py` are as large as they get.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.formats.files import workbook
from tests.formats.hostile import ENTITIES, SHEET, archive, encrypted_flag, ole, sheet, text_cell

FRENCH = "Nom;E-mail\nZoé;z@exemple.fr\nÉloïse;e@exemple.fr\n"
Y = "a@exemple.fr"
READ, LINES, NOT = "2 personnes sont prêtes", "à corriger", "Nous n’avons pas pu lire cette liste"
ONE = "1 personne est prête"


def rows(*lines: str) -> bytes:
    return ("email,nom\n" + "".join(f"{line}\n" for line in lines)).encode()


def book(cells: str) -> bytes:
    """A workbook whose first column is addresses."""
    return archive({SHEET: sheet(cells).replace(b">id<", b">email<")})


CORPUS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    # name: how it is made, what the page says, the cause it names
    "cp1252": (lambda: FRENCH.encode("cp1252"), READ, "ancien Excel"),
    "utf8_mark": (lambda: FRENCH.encode("utf-8-sig"), READ, ""),
    "utf16": (lambda: FRENCH.encode("utf-16"), READ, "Unicode"),
    "utf16_no_mark": (lambda: FRENCH.encode("utf-16-le"), NOT, "octet nul"),
    "mac_roman": (lambda: FRENCH.replace("Zoé", "Lançon").encode("mac-roman"), NOT, "ancien Mac"),
    "two_encodings": (lambda: FRENCH.encode() + "Noé;n@x.fr\n".encode("cp1252"), NOT, "Ligne 4"),
    "tabs": (lambda: FRENCH.replace(";", "\t").encode(), READ, ""),
    "sep_line": (lambda: b"sep=;\r\n" + FRENCH.encode(), READ, ""),
    "cr_only": (lambda: FRENCH.replace("\n", "\r").encode(), READ, ""),
    "empty": (lambda: b" ", NOT, "vide"),
    "only_mark": (lambda: b"\xef\xbb\xbf", NOT, "vide"),
    "header_only": (lambda: b"email,nom\n", NOT, "personne en dessous"),
    "no_header": (lambda: b"Ada,a@exemple.fr\nBob,b@exemple.fr\n", READ, "pas de ligne de titres"),
    "no_address": (lambda: b"nom,ville\nAda,Lyon\n", NOT, "« E-mail »"),
    "prose": (lambda: "Bonjour, voici la liste demandée.".encode(), NOT, "adresses"),
    "nul": (lambda: rows("a@x.fr,A\0da"), NOT, "Ligne 2"),
    "zeros": (lambda: bytes(100_000), NOT, "octet nul"),
    "open_quote": (lambda: rows("a@x.fr,Ada", '"b@x.fr,Bob'), NOT, "Ligne 3"),
    "open_quote_far": (lambda: rows('"a@x.fr,Ada') + b"b@x.fr,Bob\n" * 30_000, NOT, "Ligne 2"),
    "one_line": (lambda: b"x" * 1_000_001, NOT, "beaucoup trop longue"),
    "commas": (lambda: b"," * 1_000_001, NOT, "beaucoup trop longue"),
    "blank_lines": (lambda: rows("a@x.fr,A") + b"\n" * 900_000 + b"b@x.fr,B\n", READ, ""),
    "huge_cell": (lambda: rows("a@x.fr," + "a" * 20_001), LINES, "trop longue"),
    "long_name": (lambda: rows("a@x.fr," + "a" * 200), LINES, "120"),
    "ragged": (lambda: rows("a@x.fr,Ada", "b@x.fr,Bob,Lyon"), LINES, "plus de cellules"),
    "three_hundred_columns": (lambda: b"email" + b",x" * 300 + b"\n", NOT, "Trop de colonnes"),
    "same_heading_twice": (lambda: b"email,nom,e-mail\na@x.fr,A,b@x.fr\n", NOT, "Deux colonnes"),
    "bidi": (lambda: rows("a@x.fr,A\u202eda"), LINES, "caractère invisible"),
    "zero_width": (lambda: rows("a\u200b@x.fr,Ada"), LINES, "caractère invisible"),
    "escape_codes": (lambda: rows("a@x.fr,\x1b[2JAda"), LINES, "caractère invisible"),
    "formula_as_text": (lambda: rows("a@x.fr,\"=cmd|'/c calc'!A1\""), ONE, ""),
    "formula_as_address": (lambda: rows("=a@x.fr,Ada"), ONE, ""),
    "script": (lambda: rows("a@x.fr,<script>alert(1)</script>"), ONE, ""),
    "quoted_name": (lambda: b'"Roy, Bob" <b@x.fr>, Ada <a@x.fr>', READ, ""),
    "unclosed_mail": (lambda: b'Ada <a@x.fr, "Bob b@x.fr', LINES, ""),
    "pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)), NOT, "PDF"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(4000), NOT, "PNG"),
    "html_as_xls": (lambda: b"<html><table><tr><td>email</td></tr></table>", NOT, "HTML"),
    "old_xls": (lambda: ole("Workbook"), NOT, ".xls"),
    "password": (lambda: ole("EncryptedPackage"), NOT, "mot de passe"),
    "zip": (lambda: archive({"xl/workbook.xml": None}), NOT, "ZIP"),
    "xlsx": (lambda: workbook([["Mél", "e-mail"], ["x", Y], ["y", "b@x.fr"]]), READ, ""),
    "xlsx_cut": (lambda: workbook([["email"], [Y]])[:-400], NOT, "abîmé"),
    "xlsx_bomb": (lambda: archive({SHEET: sheet("<row/>" * 400_000)}), NOT, "anormalement"),
    "xlsx_entities": (lambda: archive({"xl/sharedStrings.xml": ENTITIES}), NOT, "anormalement"),
    "xlsx_encrypted": (encrypted_flag, NOT, "mot de passe"),
    "xlsx_row_jump": (lambda: book(f'<row r="1048576">{text_cell("A1048576", "1")}</row>'), NOT, "vides"),
    "xlsx_formula": (
        lambda: book('<row r="2"><c r="A2" t="str"><f>A1</f></c></row>'), NOT, "formule"
    ),
    "xlsx_error": (lambda: workbook([["email"], ["#REF!"]]), NOT, "#REF!"),
    "xlsx_empty": (lambda: workbook([]), NOT, "vide"),
}  # fmt: skip
