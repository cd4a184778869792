"""What a table paints and sets besides its cells: words of an empty list, the cut row, group titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from counter_app.ui import theme
from counter_app.ui.models.table_model import GroupRow, TableModel
from counter_app.ui.tokens import ROW, Role, Tone
from counter_app.ui.widgets.table_cells import GROUP_ROW
from counter_app.ui.widgets.text import wrapped

if TYPE_CHECKING:
    from counter_app.ui.widgets.data_table import DataTable

_HAD_GROUPS = "had_groups"


def cover_cut_row(table: DataTable, painter: QPainter) -> None:
    """The visible height snaps to whole rows: a row cut by the lower edge is not drawn."""
    height = table.viewport().height()
    number = table.rowAt(height - 1)
    if number < 0:
        return
    top = table.rowViewportPosition(number)
    if top > 0 and top + table.rowHeight(number) > height:
        painter.fillRect(0, top, table.viewport().width(), height - top, theme.colour("surface"))


def paint_empty(table: DataTable, painter: QPainter, words: tuple[str, str]) -> None:
    """What there is to say in the place of rows: that there are none, and what to do."""
    y = theme.px(16)
    left, _ = table.paddings(table.first_column(), with_tick=False)
    for text, role, tone in zip(words, (Role.BODY, Role.CAPTION), (Tone.TEXT2, Tone.TEXT3), strict=True):
        made = theme.font(role)
        painter.setFont(made)
        painter.setPen(theme.colour(tone))
        for line in wrapped(text, made, table.viewport().width() - 2 * left) if text else ():
            area = QRect(left, y, table.viewport().width() - left, theme.line(role))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, line)
            y += theme.line(role)
        y += theme.px(4)


def set_group_rows(table: DataTable) -> None:
    """Group titles span the table and are a little higher; only short lists have them."""
    lines = getattr(table.table_model, "lines", tuple)()
    groups = {number for number, line in enumerate(lines) if isinstance(line, GroupRow)}
    table.clearSpans()
    if groups or table.property(_HAD_GROUPS):
        for number in range(len(lines)):
            table.setRowHeight(number, theme.px(GROUP_ROW if number in groups else ROW))
        table.setProperty(_HAD_GROUPS, True)
    for number in groups:
        table.setSpan(number, 0, 1, len(table.table_model.columns))


def next_row(model: TableModel, number: int) -> int:
    """This row, or the next one where a group title stands here."""
    below = number
    while below < model.count() and isinstance(model.line_at(below), GroupRow):
        below += 1
    return below if below < model.count() else number
