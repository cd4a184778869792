"""Due calendar: weeks as a small grid; counted days numbered, days off hatched, the due day filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import RADIUS, Role
from counter_app.ui.widgets.painting import hatching, rounded

_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_HEAD = 24
_CELL = 40
_CELL_COMPACT = 36
_MOST_WEEKS = 6
_GAP = 24


class DayKind(StrEnum):
    """What one day of the grid is for the due date."""

    RECEIVED = "received"
    COUNTED = "counted"
    OFF = "off"
    DUE = "due"
    OUTSIDE = "outside"
    PASSED = "passed"


@dataclass(frozen=True)
class DueDays:
    """What the grid draws. `counted` holds the days counted, in order (the due day is the last of them);
    `off` the days between that do not count; `sentence` says the same in words, for screen readers.
    """

    received_on: date
    due_on: date
    counted: tuple[date, ...]
    off: tuple[date, ...]
    sentence: str = ""

    def kind(self, day: date) -> DayKind:
        """Kind of a day; a due day that is also the day of receipt is the due day."""
        if day == self.due_on:
            return DayKind.DUE
        if day == self.received_on:
            return DayKind.RECEIVED
        if day in self.counted:
            return DayKind.COUNTED
        if day in self.off:
            return DayKind.OFF
        is_between = self.received_on < day < self.due_on
        return DayKind.PASSED if is_between else DayKind.OUTSIDE


def weeks_shown(days: DueDays) -> tuple[list[date], list[date]]:
    """Mondays of the weeks drawn and of the weeks left out in the middle (over six weeks)."""
    first = days.received_on - timedelta(days=days.received_on.weekday())
    last = days.due_on - timedelta(days=days.due_on.weekday())
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    if len(mondays) <= _MOST_WEEKS:
        return mondays, []
    return mondays[:2] + mondays[-2:], mondays[2:-2]


class WeekGrid(QWidget):
    """The grid itself; the sentence below it is the page's. Without days it draws nothing."""

    def __init__(self, *, compact: bool = False, name: str = "week_grid") -> None:
        super().__init__()
        self._days: DueDays | None = None
        self._compact = compact
        self.setObjectName(name)
        self.setAccessibleName("Lịch hẹn trả")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def set_days(self, days: DueDays | None) -> None:
        """Show another due date, or none."""
        self._days = days
        self.setAccessibleDescription(days.sentence if days else "")
        self.updateGeometry()
        self.update()

    def days(self) -> DueDays | None:
        """What is drawn."""
        return self._days

    def set_compact(self, compact: bool) -> None:
        """Cells of 36 px instead of 40."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def _pitch(self) -> int:
        return theme.px(_CELL_COMPACT if self._compact else _CELL)

    def sizeHint(self) -> QSize:
        if self._days is None:
            return QSize(theme.px(280), 0)
        shown, left_out = weeks_shown(self._days)
        gap = theme.px(_GAP) if left_out else 0
        return QSize(theme.px(280), theme.px(_HEAD) + len(shown) * self._pitch() + gap)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._days is None:
            return
        painter = QPainter(self)
        column = self.width() / 7
        painter.setFont(theme.font(Role.CAPTION))
        painter.setPen(theme.colour("text2"))
        for at, name in enumerate(_NAMES):
            area = QRectF(at * column, 0, column, theme.px(_HEAD))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)
        shown, left_out = weeks_shown(self._days)
        y = theme.px(_HEAD)
        for number, monday in enumerate(shown):
            if left_out and number == 2:
                self._paint_gap(painter, y, left_out)
                y += theme.px(_GAP)
            for at in range(7):
                cell = QRectF(at * column, y, column, self._pitch()).adjusted(2, 2, -2, -2)
                day = monday + timedelta(days=at)
                self._paint_day(painter, cell, self._days, day, is_first=not number and not at)
            y += self._pitch()

    def _paint_gap(self, painter: QPainter, y: int, left_out: list[date]) -> None:
        first, after = left_out[0], left_out[-1] + timedelta(weeks=1)
        counted = sum(first <= day < after for day in self._days.counted) if self._days else 0
        painter.setFont(theme.font(Role.CAPTION))
        painter.setPen(theme.colour("text3"))
        area = QRectF(0, y, self.width(), theme.px(_GAP))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, f"… {counted} ngày làm việc …")

    def _paint_day(
        self, painter: QPainter, cell: QRectF, days: DueDays, day: date, *, is_first: bool
    ) -> None:
        kind = days.kind(day)
        words = f"{day.day}/{day.month}" if day.day == 1 and not is_first else str(day.day)
        radius = theme.px(RADIUS)
        if kind is DayKind.OFF:
            self._paint_off(painter, cell, words, radius)
            return
        tint = theme.colour("text")
        weight = 500
        if kind is DayKind.DUE:
            rounded(painter, cell, radius, theme.colour("accent"))
            tint, weight = theme.colour("on_accent"), 600
        elif kind is DayKind.RECEIVED:
            rounded(painter, cell, radius, theme.colour("surface"), theme.colour("accent_text"), 1.5)
            tint, weight = theme.colour("accent_text"), 600
        elif kind is DayKind.COUNTED:
            rounded(painter, cell, radius, theme.colour("accent_soft"))
        else:
            self._paint_outside(painter, cell, words)
            return
        self._paint_two_lines(painter, cell, words, weight, tint, self._below(days, day))

    @staticmethod
    def _below(days: DueDays, day: date) -> str:
        if day == days.received_on:
            return "nhận"
        return str(days.counted.index(day) + 1) if day in days.counted else ""

    @staticmethod
    def _paint_two_lines(
        painter: QPainter, cell: QRectF, words: str, weight: int, tint: QColor, below: str
    ) -> None:
        top = cell.height() * (0.31 if below else 0.5)
        half = theme.px(10)
        painter.setPen(tint)
        painter.setFont(theme.font(Role.BODY, weight, figures=True))
        area = QRectF(cell.x() - 4, cell.y() + top - half, cell.width() + 8, 2 * half)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
        if below:
            is_number = below.isdigit()
            painter.setFont(theme.font(Role.CAPTION, 400 if is_number else 500, figures=is_number))
            if tint == theme.colour("text"):
                painter.setPen(theme.colour("text2"))
            area = QRectF(cell.x(), cell.y() + cell.height() * 0.72 - half, cell.width(), 2 * half)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, below)

    @staticmethod
    def _paint_off(painter: QPainter, cell: QRectF, words: str, radius: float) -> None:
        hatching(painter, cell, radius)
        made = theme.font(Role.BODY, figures=True)
        width = theme.text_width(made, words) + theme.px(8)
        patch = QRectF(cell.center().x() - width / 2, cell.center().y() - theme.px(9), width, theme.px(18))
        rounded(painter, patch, theme.px(4), theme.colour("surface"))
        painter.setFont(made)
        painter.setPen(theme.colour("text3"))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)

    @staticmethod
    def _paint_outside(painter: QPainter, cell: QRectF, words: str) -> None:
        tint = theme.colour("text3")
        tint.setAlphaF(0.55)
        painter.setFont(theme.font(Role.BODY, figures=True))
        painter.setPen(tint)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)
