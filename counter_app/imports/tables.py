"""One file of a person (csv, xlsx) → tables of text, with what should be known of it before it is believed.

Everything is checked before it is opened: size, parts, what it unpacks to, rows, cells, macros, passwords,
links, entities (document 7, inputs 39–42). No cell is cleaned here: whoever knows the field does that.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from counter_app.domain.errors import FileNotRead
from counter_app.imports import limits
from counter_app.imports.letters import decoded
from counter_app.imports.sheet_facts import SheetFacts, cell_name, facts_of, shared_lengths, sheet_files
from counter_app.imports.workbook_parts import OLE_MAGIC, ZIP_MAGIC, checked_parts, plain_archive

_DELIMITERS = ",;\t"
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000


class NoteKind(StrEnum):
    """What a person should know of a place in a file."""

    FORMULA = "formula"          # a cell holds a formula; its last result was read
    HIDDEN_ROW = "hidden_row"
    HIDDEN_SHEET = "hidden_sheet"
    MERGED = "merged"            # cells were joined: only the first of them has the value
    OLD_LETTERS = "old_letters"  # the whole file was written in TCVN3, VNI or CP1258 and converted


@dataclass(frozen=True)
class TableNote:
    """`row` counts from 1 (0: the whole table); `text` is the cell, the range or the encoding."""

    kind: NoteKind
    row: int
    text: str = ""


@dataclass(frozen=True)
class ForeignTable:
    """Rows of text as they stand in the file, row 1 first, empty ones included; rows differ in length.

    `sheet`: the name of the sheet, or of the file for csv. Dates are ISO, numbers plain (`17`, `0.5`).
    """

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    notes: tuple[TableNote, ...] = ()


def read_table(path: Path) -> ForeignTable:
    """The only table of a csv file, the first visible one of a workbook. Raises FileNotRead."""
    tables = read_tables(path)
    seen = [table for table in tables if not _is_hidden(table)]
    return (seen or list(tables))[0]


def read_tables(path: Path) -> tuple[ForeignTable, ...]:
    """Every table of a file, in its order; hidden sheets say so in a note.

    Raises FileNotRead: not there, too large, damaged, a password, macros, links to other files, entities,
    letters that nobody can read.
    """
    data = limits.bytes_of(path)
    if data.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _workbook(path, data)
    return (_text_table(path, data),)


def _is_hidden(table: ForeignTable) -> bool:
    return any(note.kind is NoteKind.HIDDEN_SHEET for note in table.notes)


def serial_date(text: str) -> date | None:
    """The day that a spreadsheet means by a plain number (45000 → 15/03/2023), for years 1954–2119."""
    if not text.isdigit() or not _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return None
    return date(1899, 12, 30) + timedelta(days=int(text))


# -- text files


def _text_table(path: Path, data: bytes) -> ForeignTable:
    letters = decoded(path, data)
    rows = _parsed(path, letters.text)
    is_old = letters.encoding in ("cp1258", "tcvn3", "vni")
    notes = (TableNote(NoteKind.OLD_LETTERS, 0, letters.encoding),) if is_old else ()
    return ForeignTable(path.stem, rows, letters.encoding, notes)


def _parsed(path: Path, text: str) -> tuple[tuple[str, ...], ...]:
    delimiter = _delimiter(text)
    rows: list[tuple[str, ...]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            cells += len(row)
            if len(rows) >= limits.MOST_ROWS:
                raise FileNotRead(path=str(path), because="too_many_lines", limit=limits.MOST_ROWS)
            if cells > limits.MOST_CELLS:
                raise FileNotRead(path=str(path), because="too_many_cells", limit=limits.MOST_CELLS)
            rows.append(tuple(row))
    except csv.Error as error:
        raise FileNotRead(path=str(path), because="quotes", row=len(rows) + 1) from error
    return tuple(rows)


def _delimiter(text: str) -> str:
    """The sign that parts the first lines into the most columns, evenly."""
    head = text[:20_000]

    def evenness(sign: str) -> tuple[int, int]:
        try:
            rows = [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row][:20]
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows)
        width, count = max(widths.items(), key=lambda each: (each[0] > 1, each[1], each[0]), default=(1, 0))
        return (count, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=evenness)


# -- workbooks


def _workbook(path: Path, data: bytes) -> tuple[ForeignTable, ...]:
    parts = checked_parts(path, data)
    lengths: list[int] = []
    for name, part in parts.items():
        if name.casefold().endswith("sharedstrings.xml"):
            lengths += shared_lengths(path, part)
    # Every sheet is counted before the library sees any of them, wherever in the archive it lies.
    facts = {name: facts_of(path, part, lengths) for name, part in parts.items() if b"sheetData" in part}
    return tuple(_sheets(path, parts, facts))


def _sheets(path: Path, parts: Mapping[str, bytes], facts: Mapping[str, SheetFacts]) -> list[ForeignTable]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # when a file is opened

    try:
        found = []
        files = sheet_files(path, parts)
        book = CalamineWorkbook.from_filelike(plain_archive(parts))
        for sheet in book.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            known = facts.get(files.get(sheet.name, ""), SheetFacts())
            notes = _notes(known)
            if sheet.visible != SheetVisibleEnum.Visible:
                notes = (TableNote(NoteKind.HIDDEN_SHEET, 0, sheet.name), *notes)
            texts = tuple(tuple(map(_text, row)) for row in rows)
            found.append(ForeignTable(sheet.name, texts, "xlsx", notes))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise FileNotRead(path=str(path), because="workbook_damaged") from error
    if not found:
        raise FileNotRead(path=str(path), because="not_a_workbook")
    return found


def _notes(facts: SheetFacts) -> tuple[TableNote, ...]:
    notes = [TableNote(NoteKind.FORMULA, row, cell_name(row, column)) for row, column in facts.formulas]
    notes += [TableNote(NoteKind.HIDDEN_ROW, row) for row in sorted(facts.hidden_rows) if row <= facts.height]
    for top, left, bottom, right in facts.merges:
        span = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        rows = range(top, min(bottom, facts.height) + 1)
        notes += [TableNote(NoteKind.MERGED, row, span) for row in rows]
    return tuple(notes)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)
