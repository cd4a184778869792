"""Inputs 39, 40 and 41 of document 7: workbooks that must not be opened, and what a good one tells."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from counter_app.domain.errors import FileNotRead
from counter_app.imports import limits
from counter_app.imports.tables import NoteKind, read_table, read_tables, serial_date
from tests.imports import files

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r9" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" '
    'Target="http://192.0.2.1/a.xlsx" TargetMode="External"/></Relationships>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refusal(path: Path) -> str:
    with pytest.raises(FileNotRead) as caught:
        read_tables(path)
    because: str = caught.value.facts["because"]
    return because


def many_cells(rows: int, columns: int) -> str:
    row = "".join("<c><v>1</v></c>" for _ in range(columns))
    return "".join(f"<row>{row}</row>" for _ in range(rows))


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "macros by name": ("macros", lambda p: files.archive(p.with_suffix(".xlsm"), files.parts())),
    "macros inside": ("macros", lambda p: files.with_parts(p, {"xl/vbaProject.bin": b"x"})),
    "macros by type": (
        "macros",
        lambda p: files.with_parts(
            p,
            {"[Content_Types].xml": files.TYPES.replace("sheet.main+xml", "sheet.macroEnabled.main+xml")},
        ),
    ),
    "macro sheet": ("macros", lambda p: files.with_parts(p, {"xl/macrosheets/sheet1.xml": "<a/>"})),
    "embedded object": ("macros", lambda p: files.with_parts(p, {"xl/embeddings/o.bin": b"x"})),
    "password": ("password", lambda p: p.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))),
    "old workbook": ("old_workbook", lambda p: p.write_bytes(OLE)),
    "link to a file": (
        "external_links",
        lambda p: files.with_parts(p, {"xl/externalLinks/externalLink1.xml": "<a/>"}),
    ),
    "link by its kind": (
        "external_links",
        lambda p: files.with_parts(p, {"xl/worksheets/_rels/sheet1.xml.rels": LINK}),
    ),
    "connection": ("external_links", lambda p: files.with_parts(p, {"xl/connections.xml": "<a/>"})),
    "entity bomb in a sheet": (
        "entities",
        lambda p: files.with_parts(
            p, {"xl/worksheets/sheet1.xml": files.sheet_xml("<row><c><v>&c;</v></c></row>", BILLION_LAUGHS)}
        ),
    ),
    "entity bomb in texts": (
        "entities",
        lambda p: files.with_parts(p, {"xl/sharedStrings.xml": BILLION_LAUGHS + "<sst>&c;</sst>"}),
    ),
    "entity bomb in disguise": (
        "workbook_damaged",
        lambda p: files.with_parts(
            p, {"xl/sharedStrings.xml": (BILLION_LAUGHS + "<sst>&c;</sst>").encode("utf-16")}
        ),
    ),
    "too many parts": (
        "too_many_parts",
        lambda p: files.with_parts(p, {f"xl/media/{n}.png": b"x" for n in range(200)}),
    ),
    "zip bomb": (
        "unpacks_too_large",
        lambda p: files.with_parts(p, {"xl/theme/theme1.xml": b" " * (limits.MOST_UNPACKED + 1)}),
    ),
    "zip bomb that lies": (
        "unpacks_too_large",
        lambda p: files.claiming(p, limits.MOST_UNPACKED + 1_234_567, 4_321),
    ),
    "part larger than it says": ("workbook_damaged", lambda p: files.claiming(p, 1_234_567, 4_321)),
    "a million cells": (
        "too_many_cells",
        lambda p: files.with_parts(p, {"xl/worksheets/sheet1.xml": files.sheet_xml(many_cells(10_000, 100))}),
    ),
    "too many rows": (
        "too_many_lines",
        lambda p: files.with_parts(p, {"xl/worksheets/sheet1.xml": files.sheet_xml(many_cells(20_001, 1))}),
    ),
    "one cell far away": (
        "too_many_lines",
        lambda p: files.archive(p, files.parts('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    ),
    "one cell far away in a part that is named otherwise": (
        "too_many_lines",
        lambda p: files.with_parts(
            p,
            {
                "xl/_rels/workbook.xml.rels": files.BOOK_RELS.replace("worksheets/sheet1.xml", "a/b.dat"),
                "xl/a/b.dat": files.sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            },
        ),
    ),
    "entity bomb in a part that is named otherwise": (
        "entities",
        lambda p: files.with_parts(p, {"xl/a.dat": files.sheet_xml("&c;", BILLION_LAUGHS)}),
    ),
    "one column far away": (
        "too_many_columns",
        lambda p: files.archive(p, files.parts('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
    ),
    "one long text in many cells": (
        "too_many_letters",
        lambda p: files.with_parts(
            p,
            {
                "xl/sharedStrings.xml": f"<sst><si><t>{'a' * 30_000}</t></si></sst>",
                "xl/worksheets/sheet1.xml": files.sheet_xml('<row><c t="s"><v>0</v></c></row>' * 1_000),
            },
        ),
    ),
    "no sheet at all": ("not_a_workbook", lambda p: files.archive(p, {"a.xml": "<a/>"})),
    "cut off": (
        "workbook_damaged",
        lambda p: p.write_bytes(files.archive(p, files.parts()).read_bytes()[:400]),
    ),
    "empty": ("file_empty", lambda p: p.write_bytes(b"")),
    "too large": ("file_too_large", lambda p: p.write_bytes(b"PK\x03\x04" + b"x" * limits.MOST_BYTES)),
}


@pytest.mark.parametrize("name", BAD)
def test_what_must_not_be_opened_is_refused_by_name_at_once(tmp_path: Path, name: str) -> None:
    because, make = BAD[name]
    make(tmp_path / "bad.xlsx")
    (path,) = tmp_path.iterdir()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    assert refusal(path) == because
    assert time.perf_counter() - begun < 8
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000, f"{grown} KB more memory"


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx") == "no_file"
    assert refusal(tmp_path) == "no_file"


def test_a_part_that_is_there_twice_is_not_believed(tmp_path: Path) -> None:
    import zipfile

    path = files.archive(tmp_path / "twice.xlsx", files.parts())
    with zipfile.ZipFile(path, "a") as out, pytest.warns(UserWarning, match="Duplicate name"):
        out.writestr("xl/worksheets/sheet1.xml", files.sheet_xml("<row><c><v>2</v></c></row>"))
    assert refusal(path) == "workbook_damaged"


def test_what_a_sheet_hides_is_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Thủ tục")
    page.write_string(0, 0, "Tên")
    page.write_formula(1, 1, '=HYPERLINK("http://192.0.2.1")', None, "bấm")
    page.merge_range("A3:B4", "gộp")
    page.set_row(4, None, None, {"hidden": True})
    page.write_string(4, 0, "ẩn")
    page.write_string(5, 0, "0299000116")
    page.write_number(5, 1, 299000116)
    page.write_number(6, 0, 1.01073)
    page.write_datetime(7, 0, datetime(2026, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
    page.write_number(7, 1, 45000)
    page.write_boolean(8, 0, True)
    book.add_worksheet("Nháp").hide()
    book.close()
    table, draft = read_tables(path)
    assert table.sheet == "Thủ tục"
    assert table.rows[1] == ("", "bấm")
    assert table.rows[5] == ("0299000116", "299000116")
    assert [row[0] for row in table.rows[6:]] == ["1.01073", "2026-01-02", "true"]
    assert table.rows[7][1] == "45000"
    assert [(note.kind, note.row, note.text) for note in table.notes] == [
        (NoteKind.FORMULA, 2, "B2"),
        (NoteKind.HIDDEN_ROW, 5, ""),
        (NoteKind.MERGED, 3, "A3:B4"),
        (NoteKind.MERGED, 4, "A3:B4"),
    ]
    assert [note.kind for note in draft.notes] == [NoteKind.HIDDEN_SHEET]
    assert read_table(path) == table


def test_rows_formatted_to_the_end_of_the_sheet_are_no_rows(tmp_path: Path) -> None:
    inside = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_table(files.archive(tmp_path / "a.xlsx", files.parts(inside))).rows == (("1",),)


def test_a_link_to_a_page_of_the_web_is_only_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_url(0, 0, "https://example.com")
    book.close()
    assert read_table(path).rows == (("https://example.com",),)


def test_as_many_rows_as_the_limit_are_read(tmp_path: Path) -> None:
    inside = many_cells(limits.MOST_ROWS, 20)
    assert len(read_table(files.archive(tmp_path / "a.xlsx", files.parts(inside))).rows) == limits.MOST_ROWS


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("45000", date(2023, 3, 15)),
        ("46023", date(2026, 1, 1)),
        ("17", None),
        ("2026-01-01", None),
        ("", None),
    ],
)
def test_a_date_that_became_a_number(text: str, day: date | None) -> None:
    assert serial_date(text) == day
