"""Rows for the clipboard: plain text for anything, HTML for spreadsheets, where ids must stay text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData

from counter_app.ui.models.columns import Column

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AS_TEXT = ' style="mso-number-format:\'\\@\'"'


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
    guarded = f"'{value}" if value.startswith(_FORMULA) else value
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
