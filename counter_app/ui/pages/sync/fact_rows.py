"""Rows of one side of a conflict: label, a mark where the sides differ, value; both sides equally high."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.pages.sync.conflict_view import FactRow
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.painting import hairline
from counter_app.ui.widgets.text import wrapped

_ROW, _ROW_COMPACT = 32, 28
_LABEL = 90
_MARK = 24
_MOST_LINES = 3


class FactRows(QWidget):
    """Values wrap; both sides take the same heights, so that a row can be read across."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._rows: tuple[FactRow, ...] = ()
        self._other: FactRows | None = None
        self._is_compact = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.signals().changed.connect(self.updateGeometry)

    def pair(self, other: FactRows) -> None:
        """The other side, which is always as wide."""
        self._other = other

    def set_rows(self, rows: tuple[FactRow, ...]) -> None:
        """Show another side."""
        self._rows = rows
        self.setAccessibleName("; ".join(f"{row.label}: {row.value}" for row in rows))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[FactRow, ...]:
        """What is shown."""
        return self._rows

    def set_compact(self, is_compact: bool) -> None:
        """Lower rows in low windows."""
        self._is_compact = is_compact
        self.updateGeometry()

    def _lines(self, at: int, width: int) -> list[str]:
        if at >= len(self._rows):
            return []
        row = self._rows[at]
        made = theme.font(Role.BODY, 600 if row.is_other else 400)
        room = max(theme.px(60), width - theme.px(_LABEL + _MARK))
        lines = wrapped(row.value, made, room)
        if len(lines) > _MOST_LINES:
            rest = " ".join(lines[_MOST_LINES - 1 :])
            cut = QFontMetrics(made).elidedText(rest, Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: _MOST_LINES - 1], cut]
        return lines

    def _base(self) -> int:
        """Height of a row of one line."""
        return theme.px(_ROW_COMPACT if self._is_compact else _ROW)

    def _heights(self, width: int) -> list[int]:
        base = self._base()
        other = self._other if self._other is not None and not self._other.isHidden() else None
        heights = []
        for at in range(len(self._rows)):
            most = max(len(self._lines(at, width)), len(other._lines(at, width)) if other else 0)
            heights.append(base + max(0, most - 1) * theme.line(Role.BODY))
        return heights

    def heightForWidth(self, width: int) -> int:
        return sum(self._heights(width))

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > theme.px(100) else theme.px(320)
        return QSize(theme.px(280), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), len(self._rows) * self._base())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0
        heights = self._heights(self.width())
        for at, height in enumerate(heights):
            self._paint_row(painter, QRectF(0, top, self.width(), height), at)
            top += height
            if at < len(heights) - 1:
                is_border = self._rows[at].is_result != self._rows[at + 1].is_result
                hairline(painter, 0, top - 1, self.width(), "field" if is_border else "border")

    def _paint_row(self, painter: QPainter, area: QRectF, at: int) -> None:
        row = self._rows[at]
        lines = self._lines(at, self.width())
        pitch = theme.line(Role.BODY)
        first = QRectF(0, area.y() + (self._base() - pitch) / 2, self.width(), pitch)
        painter.setFont(theme.font(Role.CAPTION))
        painter.setPen(theme.colour(Tone.TEXT2))
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, row.label)
        if row.is_other:
            side = theme.px(14)
            mark = QPointF(theme.px(_LABEL + 2), first.y() + (pitch - side) / 2)
            icons.draw(painter, "git-compare", mark, side, theme.colour(Tone.AMBER))
        painter.setFont(theme.font(Role.BODY, 600 if row.is_other else 400))
        painter.setPen(theme.colour(Tone.TEXT if row.is_other else Tone.TEXT2))
        left = theme.px(_LABEL + _MARK)
        for n, line in enumerate(lines):
            at_line = QRectF(left, first.y() + n * pitch, self.width() - left + 2, pitch)
            painter.drawText(at_line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos().y()), self)
            return True
        return super().event(event)

    def _tip(self, y: int) -> str:
        top = 0
        for row, height in zip(self._rows, self._heights(self.width()), strict=True):
            if top <= y < top + height:
                told = "Hai bên khác nhau. " if row.is_other else ""
                return f"<p>{escape(told + row.value)}</p>"
            top += height
        return ""
