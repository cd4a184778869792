"""The one delegate of all tables: paints ground, hairline, frame and the value of a cell, nothing of Qt's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.ui import icons, theme
from counter_app.ui.models.table_model import GroupRow
from counter_app.ui.tokens import BADGE, CHECK_BOX, ROW, SOFT, Role, Tone
from counter_app.ui.widgets.cells import BadgeCell, BarCell, Cell, NameCell, StepCell, TextCell, TimeLeftCell
from counter_app.ui.widgets.painting import badge, badge_width, check_box, hairline, rounded, words
from counter_app.ui.widgets.table_header import PADDING

if TYPE_CHECKING:
    from counter_app.ui.widgets.data_table import DataTable

GROUP_ROW = 36
TICK = CHECK_BOX + PADDING
"""Room that a tick takes at the left of a row."""
_MARK = 14
_MARK_GAP = 6
_BAR = 40
_BAR_HIGH = 5
_STACK_HIGH = 10
_GAP = 8


class TableCells(QStyledItemDelegate):
    """Paints for one table, whose model it asks for the cell objects."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self._table = table
        self._painters: dict[type, Callable[..., None]] = {
            TextCell: self._paint_text,
            BadgeCell: self._paint_badge,
            NameCell: self._paint_name,
            TimeLeftCell: self._paint_time,
            BarCell: self._paint_bar,
            StepCell: self._paint_step,
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(80), theme.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        number, model = index.row(), self._table.table_model
        rect = option.rect
        line = model.line_at(number)
        painter.save()
        if isinstance(line, GroupRow):
            self._paint_group(painter, QRectF(rect), line)
        else:
            is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
            ground = self._ground(number, is_selected)
            if ground:
                painter.fillRect(rect, theme.colour(ground))
            self._paint_value(painter, QRectF(rect).adjusted(0, 0, 0, -1), line, number, index.column())
        painter.restore()
        hairline(painter, rect.x(), rect.bottom(), rect.width())

    def _ground(self, number: int, is_selected: bool) -> str:
        if is_selected:
            return "accent_soft"
        tone = self._table.table_model.tone_at(number)
        if tone is not None:
            return SOFT[tone]
        return "hover" if number == self._table.hovered_row() else ""

    def _paint_value(self, painter: QPainter, area: QRectF, line: Any, number: int, at_column: int) -> None:
        column = self._table.table_model.columns[at_column]
        left, right = self._table.paddings(at_column)
        inner = area.adjusted(left, 0, -right, 0)
        if line is None:
            wide = min(inner.width(), theme.px(96)) * 0.7
            bar = QRectF(inner.x(), inner.center().y() - theme.px(4), wide, theme.px(8))
            rounded(painter, bar, theme.px(4), theme.colour("hover"))
            return
        if self._table.is_tickable and at_column == self._table.first_column():
            side = theme.px(CHECK_BOX)
            at = QPointF(inner.x() - theme.px(TICK), inner.y() + (inner.height() - side) / 2)
            check_box(painter, at, is_ticked=self._table.table_model.is_ticked(number))
        cell: Cell = column.cell(line)
        self._painters[type(cell)](painter, inner, cell, column.is_right)

    # -- values

    def _paint_text(self, painter: QPainter, area: QRectF, cell: TextCell, is_right: bool) -> None:
        made = theme.font(Role.BODY, cell.weight, figures=cell.figures)
        words(painter, area, cell.text, made, cell.tone, is_right=is_right)

    def _paint_badge(self, painter: QPainter, area: QRectF, cell: BadgeCell, is_right: bool) -> None:
        height, filled = theme.px(BADGE), cell.has_ground
        x = area.right() - badge_width(cell.text, filled=filled) if is_right else area.x()
        y = round(area.y() + (area.height() - height) / 2)
        badge(painter, QPointF(round(x), y), cell.text, cell.tone, cell.icon, filled=filled)

    def _paint_name(self, painter: QPainter, area: QRectF, cell: NameCell, is_right: bool) -> None:
        body, small = theme.font(Role.BODY), theme.font(Role.CAPTION)
        beside = theme.text_width(small, cell.caption) + theme.px(_GAP) if cell.caption else 0
        # The small words are whole as long as the name keeps half of the room.
        room = max(area.width() - beside, area.width() / 2)
        taken = min(theme.text_width(body, cell.text), room)
        words(painter, QRectF(area.x(), area.y(), taken, area.height()), cell.text, body, cell.tone)
        if cell.caption:
            rest = area.adjusted(taken + theme.px(_GAP), 0, 0, 0)
            words(painter, rest, cell.caption, small, Tone.TEXT3)

    def _paint_time(self, painter: QPainter, area: QRectF, cell: TimeLeftCell, is_right: bool) -> None:
        wide, high = theme.px(_BAR), theme.px(_BAR_HIGH)
        track = QRectF(area.x(), round(area.center().y() - high / 2), wide, high)
        rounded(painter, track, high / 2, theme.colour("border"))
        share = min(max(cell.share, 0.0), 1.0)
        if share > 0:
            fills = {Tone.RED: "red_fill", Tone.AMBER: "amber_fill", Tone.SLATE: "slate_fill"}
            done = QRectF(track.x(), track.y(), max(high, wide * share), high)
            rounded(painter, done, high / 2, theme.colour(fills.get(cell.tone, "data")))
        rest = area.adjusted(wide + theme.px(_GAP + 2), 0, 0, 0)
        icon_and_words(painter, rest, cell.icon, cell.text, cell.tone)

    def _paint_bar(self, painter: QPainter, area: QRectF, cell: BarCell, is_right: bool) -> None:
        made = theme.font(Role.BODY, figures=True)
        figure = max(theme.px(28), theme.text_width(made, cell.text))
        track = area.adjusted(0, 0, -figure - theme.px(_GAP), 0)
        high = theme.px(_STACK_HIGH)
        x, y = track.x(), round(track.center().y() - high / 2)
        for value, shade in cell.parts:
            width = track.width() * value / cell.full if cell.full > 0 else 0
            if width > 0:
                painter.fillRect(QRectF(round(x), y, max(1, round(width)), high), theme.colour(shade))
            x += width
        words(painter, area, cell.text, made, Tone.TEXT, is_right=True)

    def _paint_step(self, painter: QPainter, area: QRectF, cell: StepCell, is_right: bool) -> None:
        small = theme.font(Role.CAPTION, figures=True)
        taken = theme.text_width(small, cell.caption) + theme.px(_GAP) if cell.caption else 0
        words(painter, area, cell.caption, small, Tone.TEXT3)
        words(painter, area.adjusted(taken, 0, 0, 0), cell.text, theme.font(Role.BODY), Tone.TEXT)

    def _paint_group(self, painter: QPainter, area: QRectF, line: GroupRow) -> None:
        painter.fillRect(area, theme.colour("sunken"))
        left, _ = self._table.paddings(self._table.first_column(), with_tick=False)
        inner = area.adjusted(left, 0, 0, -1)
        if line.icon:
            side = theme.px(16)
            at = QPointF(inner.x(), inner.y() + (inner.height() - side) / 2)
            icons.draw(painter, line.icon, at, side, theme.colour(line.tone))
            inner.setLeft(inner.left() + side + theme.px(_GAP))
        made = theme.font(Role.BODY, 600)
        words(painter, inner, line.title, made, line.tone)
        inner.setLeft(inner.left() + theme.text_width(made, line.title) + theme.px(_GAP))
        words(painter, inner, str(line.count), theme.font(Role.CAPTION, figures=True), Tone.TEXT3)


def icon_and_words(painter: QPainter, area: QRectF, icon: str, text: str, tone: Tone) -> None:
    """A small icon and 12 px words in one colour."""
    side = theme.px(_MARK)
    icons.draw(painter, icon, QPointF(area.x(), area.center().y() - side / 2), side, theme.colour(tone))
    rest = area.adjusted(side + theme.px(_MARK_GAP), 0, 0, 0)
    words(painter, rest, text, theme.font(Role.CAPTION, 500), tone)
