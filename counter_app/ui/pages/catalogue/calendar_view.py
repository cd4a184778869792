"""Lịch làm việc: the year in twelve months, its days off and swap days, the hours, the calculator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.calendar import DayKind
from counter_app.queries.catalogue import CatalogueView, year_view, years_known
from counter_app.ui import theme
from counter_app.ui.pages.catalogue import catalogue_words as words
from counter_app.ui.pages.catalogue.calculator import Calculator
from counter_app.ui.pages.catalogue.wrapped_list import WrappedList, WrappedRow
from counter_app.ui.pages.catalogue.year_grid import INSET, YearGrid
from counter_app.ui.tokens import PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import Text, caption, heading

_SIDE, _SIDE_COMPACT = 470, 446
_LEAD = 76
_LEAST = 640


class CalendarView(QWidget):
    """Years switch by the buttons, by Left and Right in the grid, and by the page's keys."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("calendar_view")
        self._now = now
        self._view: CatalogueView | None = None
        self._year = 0
        self._wanted = _SIDE
        self.grid = YearGrid()
        self.title = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name="calendar_year")
        self.earlier = Button("Năm trước", ButtonKind.QUIET, key="←", name="year_before")
        self.later = Button("Năm sau", ButtonKind.QUIET, key="→", name="year_after")
        self.count = caption("", Tone.TEXT2, name="calendar_count")
        self.provisional = Notice(name="calendar_provisional")
        self.occasions = WrappedList(name="calendar_occasions", label="Ngày nghỉ và ngày làm bù", lead=_LEAD)
        self.hours = caption("", Tone.TEXT2, wraps=True, name="calendar_hours")
        self.none = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="calendar_none")
        self.calculator = Calculator(now)
        self._build()
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.grid.year_asked.connect(self.step)
        self.grid.day_clicked.connect(self.calculator.set_day)
        self.setFocusProxy(self.grid)

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.earlier)
        head.addWidget(self.later)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, theme.px(12 - INSET // 2))
        left.setSpacing(theme.px(8))
        head.setContentsMargins(side, 0, side - theme.px(INSET), 0)
        left.addLayout(head)
        above = QHBoxLayout()
        above.setContentsMargins(side, 0, side, 0)
        above.addWidget(self.provisional)
        left.addLayout(above)
        within = QHBoxLayout()
        within.setContentsMargins(side - theme.px(INSET), 0, side - theme.px(INSET), 0)
        within.addWidget(self.grid)
        left.addLayout(within, 1)
        self.side = Ground("surface", ("left",), name="calendar_side")
        column = QVBoxLayout(self.side)
        column.setContentsMargins(theme.px(21), 0, theme.px(20), theme.px(14))
        column.setSpacing(theme.px(6))
        column.addWidget(heading("Ngày nghỉ và ngày làm bù"))
        column.addWidget(self.none)
        column.addWidget(self.occasions, 1)
        column.addSpacing(theme.px(2))
        column.addWidget(self.hours)
        column.addSpacing(theme.px(4))
        column.addWidget(Rule())
        column.addSpacing(theme.px(4))
        column.addWidget(self.calculator)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)

    def show_view(self, view: CatalogueView) -> None:
        """Show another reading; the year stays."""
        self._view = view
        self.calculator.set_calendar(view.calendar)
        self.show_year(self._year or view.on.year)

    def step(self, by: int) -> None:
        """The year before or after, among those that are known."""
        self.show_year(self._year + by)

    def show_year(self, year: int) -> None:
        """Show a year; one that nothing is known of changes nothing."""
        view = self._view
        if view is None:
            return
        first, last = years_known(view.calendar, view.on)
        if not first <= year <= last:
            return
        self._year = year
        shown = year_view(view.calendar, year)
        self.title.setText(str(year))
        self.count.setText(words.year_words(shown))
        self.earlier.setEnabled(year > first)
        self.later.setEnabled(year < last)
        self.occasions.set_rows(
            [
                WrappedRow(
                    words.span_words(each),
                    each.label,
                    words.occasion_caption(each),
                    tone=Tone.ACCENT if each.kind is DayKind.WORKING else Tone.TEXT,
                )
                for each in shown.occasions
            ]
        )
        self.none.setText("" if shown.occasions else f"Chưa có ngày nghỉ nào của năm {year}.")
        self.none.setVisible(not shown.occasions)
        self.hours.setText(words.hours_line(shown.hours))
        if shown.is_confirmed:
            self.provisional.clear()
        else:
            self.provisional.show_warning(words.provisional_words(year))
        self.grid.show_year(view.calendar, year, self._now().date(), words.spoken_year(shown))

    def year(self) -> int:
        """The year shown."""
        return self._year

    def today(self) -> date:
        """The day outlined."""
        return self._now().date()

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._wanted = _SIDE_COMPACT if is_compact else _SIDE
        self._fit()

    def _fit(self) -> None:
        """With large letters on a small screen the side takes less than it wants."""
        self.side.setFixedWidth(min(theme.px(self._wanted), self.width() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_LEAST), 0)
