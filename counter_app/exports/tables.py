"""Tables for other programs: Excel (xlsx) and CSV. Text stays text; nothing becomes a formula."""

from __future__ import annotations

import csv
import math
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from counter_app.domain.errors import FileNotWritten
from counter_app.exports.whole_file import replacing

Value = str | int | float | date | None
"""What a cell may hold. `datetime` is a `date`; local times, naive."""

FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First letters that a spreadsheet takes for a formula (OWASP, CSV injection), the full-width ones too."""

MOST_ROWS = 1_048_575
"""Rows of an Excel sheet below its head."""
MOST_LETTERS = 32_767
_SHEET_NAME = 31
_FIRST_EXCEL_YEAR = 1900


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True)
class ExportColumn:
    """A column of an exported table. `width` in letters of the sheet's font."""

    title: str
    kind: Kind = Kind.TEXT
    width: int = 16


Rows = Iterable[Sequence[Value]]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook. `rows` may be a generator: it is read once."""

    title: str
    columns: Sequence[ExportColumn]
    rows: Rows


def write_table(
    path: Path,
    title: str,
    columns: Sequence[ExportColumn],
    rows: Rows,
    *,
    sheets: Sequence[Sheet] = (),
) -> int:
    """Write an xlsx file: a first sheet `title` with its head in row 1, then `sheets`.

    Whole or not at all; rows are not kept in memory. Answers the number of rows of the first sheet.
    Raises FileNotWritten (facts path, because: `too_many_rows`, `text_too_long` or the system's words).
    """
    import xlsxwriter  # not on the way to the first page

    with replacing(path) as part:
        options = {"constant_memory": True, "tmpdir": str(part.parent)}
        workbook = xlsxwriter.Workbook(str(part), options)
        try:
            workbook.set_properties({"title": title})
            formats = _Formats(workbook)
            used: set[str] = set()
            counts = [
                _write_sheet(workbook, formats, sheet_name(sheet.title, used), sheet, path)
                for sheet in (Sheet(title, columns, rows), *sheets)
            ]
        finally:
            _close(workbook)
    return counts[0]


def _close(workbook: Any) -> None:
    """Close; a full or missing disk is said as the system says it (the library wraps it)."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        workbook.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        _let_go(workbook, error)
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def _let_go(workbook: Any, error: BaseException) -> None:
    """Close what the library leaves open when closing failed: Windows takes no folder away that holds an open
    file, and people's data would stay in it."""
    for sheet in workbook.worksheets():
        sheet._opt_close()
    each: BaseException | None = error
    while each is not None:
        traceback.clear_frames(each.__traceback__)  # one of them holds the archive
        each = each.__context__


def sheet_name(title: str, used: set[str]) -> str:
    """A name that Excel takes: at most 31 letters, none of `[]:*?/\\`, told apart from those in `used`."""
    plain = "".join(" " if sign in "[]:*?/\\" or not sign.isprintable() else sign for sign in title)
    plain = plain.strip().strip("'") or "1"
    name, number = plain[:_SHEET_NAME].strip(), 1
    while name.casefold() in used:
        number += 1
        tail = f" {number}"
        name = plain[: _SHEET_NAME - len(tail)].strip() + tail
    used.add(name.casefold())
    return name


class _Formats:
    """The looks of cells in one workbook."""

    def __init__(self, workbook: Any) -> None:
        plain = {"valign": "top", "font_name": "Arial", "font_size": 10}
        self.head = workbook.add_format(
            {**plain, "bold": True, "bg_color": "#DFEFF0", "bottom": 1, "text_wrap": True, "num_format": "@"}
        )
        # The text format keeps an id's leading zeros and a formula's sign when somebody edits the cell.
        self.text = workbook.add_format({**plain, "num_format": "@"})
        self.guarded = workbook.add_format({**plain, "num_format": "@", "quote_prefix": True})
        self.by_kind = {
            Kind.TEXT: self.text,
            Kind.NUMBER: workbook.add_format({**plain, "num_format": "#,##0.##"}),
            Kind.DATE: workbook.add_format({**plain, "num_format": "dd/mm/yyyy"}),
            Kind.MOMENT: workbook.add_format({**plain, "num_format": "hh:mm dd/mm/yyyy"}),
        }
        self.whole = workbook.add_format({**plain, "num_format": "#,##0"})


def _write_sheet(workbook: Any, formats: _Formats, name: str, sheet: Sheet, path: Path) -> int:
    page = workbook.add_worksheet(name)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width, formats.by_kind[column.kind])
        _write_text(page, 0, at, column.title, formats.head, path)
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        if count > MOST_ROWS:
            raise FileNotWritten(path=str(path), because="too_many_rows")
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, formats, (count, at), column.kind, value, path)
    page.freeze_panes(1, 0)
    if sheet.columns:
        page.autofilter(0, 0, count, len(sheet.columns) - 1)
    _set_paper(page, sheet.title)
    return count


def _set_paper(page: Any, title: str) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header("&C" + title.replace("&", "&&")[:200])
    page.set_footer("&R&P/&N")


def _write_cell(
    page: Any, formats: _Formats, at: tuple[int, int], kind: Kind, value: Value, path: Path
) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, date) and value.year >= _FIRST_EXCEL_YEAR:
        moment = kind if kind in (Kind.DATE, Kind.MOMENT) else _kind_of(value)
        page.write_datetime(*at, value, formats.by_kind[moment])
    elif isinstance(value, int | float) and not isinstance(value, bool) and kind is not Kind.TEXT:
        is_whole = isinstance(value, int)
        page.write_number(*at, value, formats.whole if is_whole else formats.by_kind[Kind.NUMBER])
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
        look = formats.guarded if text.startswith(FORMULA_STARTERS) else formats.text
        _write_text(page, *at, text, look, path)


def _kind_of(value: date) -> Kind:
    return Kind.MOMENT if isinstance(value, datetime) else Kind.DATE


def _write_text(page: Any, row: int, column: int, text: str, look: Any, path: Path) -> None:
    """Text and nothing else: `write_string`, never `write`, which makes formulas, links and numbers."""
    if len(text) > MOST_LETTERS:
        raise FileNotWritten(path=str(path), because="text_too_long")
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library takes such a text for its own rich text and writes it into the XML as it stands;
        # given in parts it is escaped.
        page.write_rich_string(row, column, text[:1], text[1:2], text[2:], look)
    elif text:
        page.write_string(row, column, text, look)


def write_csv(path: Path, columns: Sequence[ExportColumn], rows: Rows) -> int:
    """Write RFC 4180 in UTF-8 with BOM (Excel knows it by that); answers the number of rows.

    Dates are ISO text. A text that a spreadsheet would take for a formula gets a leading apostrophe; so does
    one that already has apostrophes before such a letter: taking one away always gives the text back.
    Raises FileNotWritten.
    """
    count = 0
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, dialect="excel", lineterminator="\r\n")
        writer.writerow([_guarded(column.title) for column in columns])
        for row in rows:
            cells = [_csv_cell(column.kind, value) for column, value in zip(columns, row, strict=True)]
            writer.writerow(cells)
            count += 1
    return count


def _csv_cell(kind: Kind, value: Value) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and kind is not Kind.TEXT:
        return str(value)
    return _guarded(str(value))


def _guarded(text: str) -> str:
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTERS) else text
