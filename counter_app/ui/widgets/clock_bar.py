"""Clock bar: one cell per working day; counted, stood still (hatched), today, ahead, due outlined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.domain.clock_days import ClockDay, ClockKind
from counter_app.domain.text import day_name
from counter_app.ui import theme
from counter_app.ui.tokens import Role
from counter_app.ui.widgets.painting import hatching, rounded

_CELL = 20
_LABEL = 18
_GAP = 2
_APART = 4
_NARROW = 6
"""Below this many pixels a cell has no gap beside it."""

_FILLS = {
    ClockKind.START: "accent_soft",
    ClockKind.COUNTED: "data",
    ClockKind.TODAY: "accent",
    ClockKind.AHEAD: "accent_soft",
    ClockKind.OVER: "red_fill",
    ClockKind.DONE: "green_fill",
    ClockKind.CLOSED: "slate_fill",
    ClockKind.UNUSED: "sunken",
}
_WORDS = {
    ClockKind.START: "ngày nhận",
    ClockKind.COUNTED: "đã tính",
    ClockKind.PAUSED: "đồng hồ dừng",
    ClockKind.TODAY: "hôm nay",
    ClockKind.AHEAD: "còn lại",
    ClockKind.OVER: "quá hạn",
    ClockKind.DONE: "có kết quả",
    ClockKind.CLOSED: "kết thúc",
    ClockKind.UNUSED: "không dùng đến",
}


class ClockBar(QWidget):
    """Draws the days it is given over its whole width; without days it is empty."""

    def __init__(self, *, name: str = "clock_bar") -> None:
        super().__init__()
        self._days: tuple[ClockDay, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName("Đồng hồ hồ sơ")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def set_days(self, days: Sequence[ClockDay], sentence: str = "") -> None:
        """Show other days; `sentence` says the same to a screen reader."""
        self._days = tuple(days)
        self.setAccessibleDescription(sentence)
        self.updateGeometry()
        self.update()

    def days(self) -> tuple[ClockDay, ...]:
        """What is drawn."""
        return self._days

    def labels(self) -> tuple[str, ...]:
        """The words under the cells, empty where there is no room for one."""
        return tuple(words for _, words in self._labelled())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(_CELL + _LABEL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(_CELL + _LABEL))

    def _cells(self) -> list[QRectF]:
        if not self._days:
            return []
        pitch = self.width() / len(self._days)
        gap = _GAP if pitch >= _NARROW else 0
        edges = [round(n * pitch) for n in range(len(self._days) + 1)]
        height = theme.px(_CELL)
        return [
            QRectF(left, 0, max(1, right - left - gap), height)
            for left, right in pairwise(edges)
        ]

    def _labelled(self) -> list[tuple[QRectF, str]]:
        """A label for each cell that has room; due, today and the first day come before the others."""
        made, cells = theme.font(Role.CAPTION, 600, figures=True), self._cells()
        areas: dict[int, tuple[QRectF, str]] = {}

        def weight(at: int) -> tuple[int, int]:
            day = self._days[at]
            is_marked = day.is_today or day.is_end or day.is_old_due
            return (0 if day.is_due else 1 if is_marked else 2 if at == 0 else 3, at)

        for at in sorted(range(len(cells)), key=weight):
            words = _label(self._days[at], is_first=at == 0)
            width = theme.text_width(made, words) + theme.px(_APART)
            middle = min(max(cells[at].center().x(), width / 2), self.width() - width / 2)
            area = QRectF(middle - width / 2, theme.px(_CELL), width, theme.px(_LABEL))
            is_free = all(not area.intersects(other) for other, other_words in areas.values() if other_words)
            areas[at] = (area, words if is_free else "")
        return [areas[at] for at in range(len(cells))]

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip(event.pos().x()), self)
            return True
        return super().event(event)

    def tip(self, x: int) -> str:
        """What the cell at `x` is."""
        for cell, day in zip(self._cells(), self._days, strict=True):
            if cell.left() <= x <= cell.right() + _GAP:
                words = "hẹn trả" if day.is_due and day.kind is ClockKind.AHEAD else _WORDS[day.kind]
                if day.until is not None and day.kind is ClockKind.TODAY:
                    words = "bây giờ"
                words += " · hạn trước khi gia hạn" if day.is_old_due else ""
                until = f"đến {day.until:%H:%M} " if day.until else ""
                return f"{until}{day_name(day.day)} {day.day:%d/%m/%Y} · {words}" if day.day else words
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        cells = self._cells()
        radius = theme.px(3) if cells and cells[0].width() > 2 * theme.px(3) else 0
        for cell, day in zip(cells, self._days, strict=True):
            self._paint_cell(painter, cell, day, radius)
        for (area, words), day in zip(self._labelled(), self._days, strict=True):
            is_strong = day.is_due or day.is_today or day.is_end
            painter.setFont(theme.font(Role.CAPTION, 600 if is_strong else 400, figures=True))
            painter.setPen(theme.colour("accent_text" if is_strong else "text2"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)

    @staticmethod
    def _paint_cell(painter: QPainter, cell: QRectF, day: ClockDay, radius: float) -> None:
        if day.kind is ClockKind.PAUSED:
            hatching(painter, cell, radius)
            rounded(painter, cell, radius, None, theme.colour("slate_fill" if day.is_today else "hatch"))
        else:
            outline = theme.colour("border") if day.kind is ClockKind.UNUSED else None
            rounded(painter, cell, radius, theme.colour(_FILLS[day.kind]), outline)
        if day.is_old_due:
            rounded(painter, cell, radius, None, theme.colour("amber_fill"), 2)
        if day.is_due:
            is_plain = day.kind is ClockKind.AHEAD and not day.is_today
            fill = theme.colour("surface") if is_plain else None
            rounded(painter, cell, radius, fill, theme.colour("accent_text"), 2)


def _label(cell: ClockDay, *, is_first: bool) -> str:
    """The day of the month, the first of another month says which; of an hour when it ends."""
    day = cell.day
    if day is None:
        return ""
    if cell.until is not None:
        return f"{cell.until:%H:%M}"
    return f"{day.day}/{day.month}" if day.day == 1 and not is_first else str(day.day)
