"""A year as twelve small months: days off hatched, swap days marked, today outlined."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.domain.calendar import WEEKEND, DayKind, WorkingCalendar
from counter_app.ui import theme
from counter_app.ui.pages.catalogue.catalogue_words import MONTHS, day_tip
from counter_app.ui.tokens import RADIUS, Role
from counter_app.ui.widgets.painting import focus_ring, hatching, rounded

_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_COLUMNS, _ROWS = 4, 3
_GAP = 20
_TITLE = 22
_HEAD = 18
_WEEKS = 6
_LEAST_CELL = QSize(17, 18)
_MOST_HEIGHT = 38
_ROOMY = QSize(34, 28)
"""Cells of this size take the larger figures."""
_WIDEST, _HIGHEST = 1.4, 1.2
"""Room of two figures and of a line, in parts of the letters' size."""
INSET = 10
"""Room between the focus ring and the months."""


class YearGrid(QWidget):
    """`year_asked(step)` by Left, Right and the page keys; `day_clicked(date)`: the day pointed at."""

    year_asked = Signal(int)
    day_clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._calendar: WorkingCalendar | None = None
        self._year, self._today = 2000, date.min
        self._drafted: frozenset[date] = frozenset()
        self._has_key_focus = False
        self.setObjectName("year_grid")
        self.setAccessibleName("Lịch làm việc")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.signals().changed.connect(self.updateGeometry)

    def show_year(
        self,
        calendar: WorkingCalendar,
        year: int,
        today: date,
        spoken: str,
        drafted: frozenset[date] = frozenset(),
    ) -> None:
        """Show a year; `spoken` says the same in words. `drafted`: days changed and not stored yet."""
        self._calendar, self._year, self._today = calendar, year, today
        self._drafted = drafted
        self.setAccessibleName(f"Lịch làm việc {year}")
        self.setAccessibleDescription(spoken)
        self.update()

    def year(self) -> int:
        """The year shown."""
        return self._year

    # -- geometry

    def minimumSizeHint(self) -> QSize:
        cell = _LEAST_CELL
        width = _COLUMNS * 7 * cell.width() + (_COLUMNS - 1) * _GAP
        height = _ROWS * (_TITLE + _HEAD + _WEEKS * cell.height()) + (_ROWS - 1) * 8
        return QSize(theme.px(width), theme.px(height))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def _month_area(self, month: int) -> QRectF:
        column, row = (month - 1) % _COLUMNS, (month - 1) // _COLUMNS
        gap = theme.px(_GAP)
        inset = theme.px(INSET)
        width = (self.width() - 2 * inset - (_COLUMNS - 1) * gap) / _COLUMNS
        pitch = (self.height() - inset) / _ROWS
        return QRectF(inset + column * (width + gap), inset / 2 + row * pitch, width, pitch)

    def _cell(self, area: QRectF, day: date) -> QRectF:
        first = date(day.year, day.month, 1)
        at = first.weekday() + day.day - 1
        head = theme.px(_TITLE + _HEAD)
        height = min(theme.px(_MOST_HEIGHT), (area.height() - head - theme.px(4)) / _WEEKS)
        width = area.width() / 7
        return QRectF(area.x() + (at % 7) * width, area.y() + head + (at // 7) * height, width, height)

    def cell_of(self, day: date) -> QRectF:
        """Where a day of this year is drawn."""
        return self._cell(self._month_area(day.month), day)

    def day_at(self, position: QPointF) -> date | None:
        """The day under a point, None between them."""
        for month in range(1, 13):
            if self._month_area(month).contains(position):
                for number in range(1, monthrange(self._year, month)[1] + 1):
                    day = date(self._year, month, number)
                    if self._cell(self._month_area(month), day).contains(position):
                        return day
        return None

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageDown: 1,
        }
        if event.key() in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.year_asked.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        day = self.day_at(event.position())
        if day is not None:
            self.day_clicked.emit(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(QPointF(event.pos()))
            calendar = self._calendar
            if day is None or calendar is None:
                QToolTip.hideText()
            else:
                label = calendar.label(day)
                words = day_tip(day, "" if label == WEEKEND else label, is_working=calendar.is_working(day))
                QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._calendar is None:
            return
        for month in range(1, 13):
            self._paint_month(painter, self._calendar, month)
        if self.hasFocus() and self._has_key_focus:
            focus_ring(painter, QRectF(self.rect()), theme.px(RADIUS))

    def _paint_month(self, painter: QPainter, calendar: WorkingCalendar, month: int) -> None:
        area = self._month_area(month)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(Role.BODY, 600))
        painter.setPen(theme.colour("text"))
        inset = (area.width() / 7 - theme.text_width(theme.font(Role.CAPTION), "T2")) / 2
        title = QRectF(area.x() + inset, area.y(), area.width() - inset, theme.px(_TITLE))
        painter.drawText(title, middle, MONTHS[month - 1])
        heads = theme.font(Role.CAPTION)
        heads.setPixelSize(min(heads.pixelSize(), self._font(400).pixelSize()))
        painter.setFont(heads)
        painter.setPen(theme.colour("text3"))
        width = area.width() / 7
        for at, name in enumerate(_NAMES):
            head = QRectF(area.x() + at * width, area.y() + theme.px(_TITLE), width, theme.px(_HEAD))
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        day = date(self._year, month, 1)
        while day.month == month:
            self._paint_day(painter, calendar, self._cell(area, day), day)
            day += timedelta(days=1)

    def _paint_day(self, painter: QPainter, calendar: WorkingCalendar, cell: QRectF, day: date) -> None:
        box = cell.adjusted(1, 1, -1, -1)
        radius = theme.px(RADIUS - 1)
        entry = calendar.days.get(day)
        tint, weight = "text", 400
        if entry is not None and entry.kind is DayKind.OFF:
            self._paint_off(painter, box, radius, str(day.day))
            tint, weight = "text", 600
        elif entry is not None:
            rounded(painter, box, radius, theme.colour("accent_soft"), theme.colour("accent_text"))
            tint, weight = "accent_text", 600
        elif not calendar.is_working(day):
            tint = "text3"
        if entry is not None and not entry.is_confirmed:
            tint, weight = "text2", 400
        if day == self._today:
            rounded(painter, box, radius, theme.colour("accent"))
            tint, weight = "on_accent", 600
        if day in self._drafted:
            rounded(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), radius, None, theme.colour("amber_fill"))
        painter.setFont(self._font(weight))
        painter.setPen(theme.colour(tint))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _role(self) -> Role:
        cell = self._cell(self._month_area(1), date(self._year, 1, 1))
        is_roomy = cell.width() >= theme.px(_ROOMY.width()) and cell.height() >= theme.px(_ROOMY.height())
        return Role.BODY if is_roomy else Role.CAPTION

    def _font(self, weight: int) -> QFont:
        """The figures of the days; where large letters would run into each other, they are made to fit."""
        made = theme.font(self._role(), weight, figures=True)
        cell = self._cell(self._month_area(1), date(self._year, 1, 1))
        room = min(cell.width() / _WIDEST, cell.height() / _HIGHEST)
        if made.pixelSize() > room:
            made.setPixelSize(max(8, int(room)))
        return made

    def _paint_off(self, painter: QPainter, box: QRectF, radius: float, words: str) -> None:
        hatching(painter, box, radius)
        made = self._font(600)
        width = theme.text_width(made, words) + theme.px(4)
        height = made.pixelSize() * _HIGHEST
        patch = QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height)
        rounded(painter, patch, theme.px(3), theme.colour("surface"))
