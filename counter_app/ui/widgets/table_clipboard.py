"""Rows for the clipboard: plain text for anything, HTML for spreadsheets, where ids must stay text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from counter_app.ui.models.columns import Column

if TYPE_CHECKING:
    from counter_app.ui.widgets.data_table import DataTable

MOST_COPIED = 500
"""Rows that the clipboard takes at once: as many as anybody may export alone, for no log tells of a copy."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_AS_TEXT = " style=\"mso-number-format:'\\@'\""


def mime(columns: Sequence[Column[Any]], rows: Sequence[Any]) -> QMimeData:
    """The rows in both flavours, one line a row, the columns in the order given."""
    made = QMimeData()
    values = [[column.words(row) for column in columns] for row in rows]
    made.setText("\n".join("\t".join(plain(value) for value in line) for line in values))
    made.setHtml(html(columns, values))
    return made


def plain(value: str) -> str:
    """One line; what a spreadsheet would read as a formula begins with an apostrophe, which it takes as
    the sign of a text (the usual rule against pasted formulas)."""
    is_formula = value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)
    guarded = f"'{value}" if is_formula else value
    return " ".join(guarded.replace("\t", " ").splitlines())


def html(columns: Sequence[Column[Any]], values: Sequence[Sequence[str]]) -> str:
    """A table whose cells are text to a spreadsheet, unless their column is one of numbers."""
    lines = []
    for line in values:
        cells = (
            f"<td{'' if column.is_number else _AS_TEXT}>{escape(value)}</td>"
            for column, value in zip(columns, line, strict=True)
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<meta charset="utf-8"><table>{"".join(lines)}</table>'


def copy_rows(table: DataTable) -> None:
    """The selected rows of a table with the columns it shows; rows that must be read first follow later."""
    columns = [table.table_model.columns[number] for number in table.shown_columns.sections()]
    ranges = table.selected_ranges()
    if not ranges:
        return
    first, last = ranges[0][0], ranges[-1][1]
    end = first + MOST_COPIED
    numbers = frozenset() if len(ranges) == 1 else _numbers(ranges, end)
    table.table_model.take_rows(first, min(last, end - 1), partial(_put, table, columns, numbers))


def _put(table: DataTable, columns: list[Any], numbers: frozenset[int], rows: Sequence[Any]) -> None:
    if not isValid(table):
        return
    model = table.table_model
    wanted = [row for row in rows if not numbers or model.number_of(model.key(row)) in numbers]
    QApplication.clipboard().setMimeData(mime(columns, wanted))
    table.copied.emit(len(wanted))


def _numbers(ranges: Sequence[tuple[int, int]], end: int) -> frozenset[int]:
    """Row numbers of the ranges, below `end`."""
    return frozenset(number for top, last in ranges for number in range(top, min(last + 1, end)))
