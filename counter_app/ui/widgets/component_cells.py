"""Cells of the checklist: one delegate paints ground, hairline and value of a component line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from counter_app.ui import icons, theme
from counter_app.ui.tokens import CHECK_BOX, ROW, Role, Tone
from counter_app.ui.widgets.component_line import KIND_WORDS, NO_BREAK, ComponentLine
from counter_app.ui.widgets.painting import check_box, hairline
from counter_app.ui.widgets.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counter_app.ui.widgets.component_table import ComponentTable

CHECK, NAME, KIND = 0, 1, 2
_PADDING = 12
_RIGHT = 2
_ROW_TWO = 50
_ROW_COMPACT = 34
_KIND_LEAST = 132
_MOST_LINES = 2
_STAR = "\u00a0\u00a0*"


def wrap(text: str, made: QFont, width: float, star: str = "") -> list[str]:
    """The text with its star in at most two lines; what does not fit is elided before the star."""
    lines = wrapped(text + star, made, int(width))
    if len(lines) <= _MOST_LINES:
        return lines
    metrics = QFontMetricsF(made)
    rest = text[len(lines[0]) :].lstrip(" ")
    room = width - metrics.horizontalAdvance(star)
    return [lines[0], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room) + star]


def kind_width(lines: Sequence[ComponentLine]) -> int:
    """Width of the column of kinds: the widest words it may hold, at least 132 with its padding."""
    body, small = theme.font(Role.BODY), theme.font(Role.CAPTION, 500)
    widest = 0
    for line in lines:
        kind = KIND_WORDS[line.kind]
        missing = theme.px(20) + theme.text_width(small, f"Thiếu {kind}")
        widest = max(widest, theme.text_width(body, f"00{NO_BREAK}{kind}"), missing)
    return max(theme.px(_KIND_LEAST), widest + 2 * theme.px(_PADDING))


def _name_font(compact: bool) -> QFont:
    return theme.font(Role.CAPTION if compact else Role.BODY)


def row_height(line: ComponentLine, name_width: int, *, compact: bool) -> int:
    """32 or 50 px (14 px names), 34 px in the compact density; the hairline included."""
    if compact:
        return theme.px(_ROW_COMPACT)
    star = _STAR if line.is_required else ""
    lines = wrap(line.name, _name_font(False), name_width - theme.px(_PADDING + _RIGHT), star)
    return theme.px(_ROW_TWO if len(lines) > 1 else ROW)


class ComponentCells(QStyledItemDelegate):
    """Paints everything itself; Fusion would add its own selection and dotted focus."""

    def __init__(self, table: ComponentTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: ComponentLine = index.data(Qt.ItemDataRole.UserRole)
        rect = option.rect
        is_lit = self._table.is_lit(line)
        painter.save()
        if is_lit:
            painter.fillRect(rect, theme.colour("amber_soft"))
        elif index.row() == self._table.hovered_row():
            painter.fillRect(rect, theme.colour("hover"))
        area = QRectF(rect).adjusted(0, 0, 0, -1)
        if index.column() == CHECK:
            side = theme.px(CHECK_BOX)
            at = QPointF(area.x() + theme.px(_PADDING), area.y() + (area.height() - side) / 2)
            check_box(painter, at, is_ticked=line.is_ticked, tone=Tone.AMBER if is_lit else None)
        elif index.column() == NAME:
            self._paint_name(painter, area, line, is_lit)
        elif is_lit:
            self._paint_missing(painter, area.adjusted(theme.px(_PADDING), 0, 0, 0), line)
        else:
            area.setLeft(area.left() + theme.px(_PADDING))
            painter.setFont(theme.font(Role.BODY))
            painter.setPen(theme.colour(Tone.TEXT if line.is_ticked else Tone.TEXT2))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, line.words())
        painter.restore()
        hairline(painter, rect.x(), rect.bottom(), rect.width())

    def _paint_name(self, painter: QPainter, area: QRectF, line: ComponentLine, is_lit: bool) -> None:
        compact = self._table.is_compact()
        made = _name_font(compact)
        inner = area.adjusted(theme.px(_PADDING), 0, -theme.px(_RIGHT), 0)
        star = _STAR if line.is_required else ""
        lines = wrap(line.name, made, inner.width(), star)
        pitch = theme.line(Role.CAPTION if compact else Role.BODY)
        y = inner.center().y() - pitch * len(lines) / 2
        painter.setFont(made)
        tint = theme.colour(Tone.TEXT if line.is_ticked or line.is_required or is_lit else Tone.TEXT2)
        for words in lines:
            has_star = bool(star) and words.endswith("*")
            plain = words[:-1] if has_star else words
            painter.setPen(tint)
            row = QRectF(inner.x(), round(y), inner.width() + 2, pitch)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, plain)
            if has_star:
                painter.setPen(theme.colour(Tone.RED))
                row.setLeft(row.left() + painter.fontMetrics().horizontalAdvance(plain))
                painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, "*")
            y += pitch

    @staticmethod
    def _paint_missing(painter: QPainter, area: QRectF, line: ComponentLine) -> None:
        side = theme.px(14)
        tint = theme.colour(Tone.AMBER)
        icons.draw(painter, "triangle-alert", QPointF(area.x(), area.center().y() - side / 2), side, tint)
        painter.setFont(theme.font(Role.CAPTION, 500))
        painter.setPen(tint)
        words = area.adjusted(side + theme.px(6), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"Thiếu {line.words()}")
