"""Lịch làm việc: the year in twelve months, its days off and swap days, the hours, the calculator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.calendar import DayKind, WorkingCalendar
from counter_app.queries.calendar_versions import CalendarVersion
from counter_app.queries.catalogue import CatalogueView, year_view, years_known
from counter_app.ui import theme
from counter_app.ui.pages.catalogue import calendar_words
from counter_app.ui.pages.catalogue import catalogue_words as words
from counter_app.ui.pages.catalogue.calculator import Calculator
from counter_app.ui.pages.catalogue.calendar_draft import CalendarDraft
from counter_app.ui.pages.catalogue.edit_panel import EditPanel
from counter_app.ui.pages.catalogue.wrapped_list import WrappedList, WrappedRow
from counter_app.ui.pages.catalogue.year_grid import INSET, YearGrid
from counter_app.ui.tokens import PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import Text, caption, heading

_SIDE, _SIDE_COMPACT = 470, 446
_LEAD = 76
_LEAST = 640


class SidePart(StrEnum):
    """What stands beside the year."""

    DAYS = "days"
    EDIT = "edit"
    VERSIONS = "versions"


_PARTS = ((SidePart.DAYS, "Ngày nghỉ"), (SidePart.EDIT, "Sửa lịch"), (SidePart.VERSIONS, "Các bản"))


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
        self._draft: CalendarDraft | None = None
        self.notice = Notice(name="calendar_notice")
        self.edit = EditPanel(lambda: self._now().date())
        self.versions = WrappedList(name="calendar_versions", label="Các bản của lịch", lead=_LEAD)
        self.sides = QStackedWidget()
        self.parts: Segmented | None = None
        self._offered: tuple[SidePart, ...] = ()
        self._build()
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.grid.year_asked.connect(self.step)
        self.grid.day_clicked.connect(self._day_clicked)
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
        news = QHBoxLayout()
        news.setContentsMargins(side, 0, side, 0)
        news.addWidget(self.notice)
        left.addLayout(news)
        within = QHBoxLayout()
        within.setContentsMargins(side - theme.px(INSET), 0, side - theme.px(INSET), 0)
        within.addWidget(self.grid)
        left.addLayout(within, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._build_side())

    def _build_side(self) -> Ground:
        self.side = Ground("surface", ("left",), name="calendar_side")
        self._side_column = QVBoxLayout(self.side)
        self._side_column.setContentsMargins(theme.px(21), 0, theme.px(20), theme.px(14))
        self._side_column.setSpacing(theme.px(12))
        for part in (self._build_days(), self.edit, self.versions):
            self.sides.addWidget(part)
        self._side_column.addWidget(self.sides, 1)
        self.set_may_edit(False)
        return self.side

    def _build_days(self) -> QWidget:
        days = QWidget()
        column = QVBoxLayout(days)
        column.setContentsMargins(0, 0, 0, 0)
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
        return days

    # -- beside the year

    def set_may_edit(self, may_edit: bool) -> None:
        """Who keeps the calendar has the form; everybody sees days and versions."""
        wanted = tuple(part for part, _ in _PARTS if may_edit or part is not SidePart.EDIT)
        if self._offered == wanted:
            return
        self._offered = wanted
        here = self.part()
        if self.parts is not None:
            self._side_column.removeWidget(self.parts)
            self.parts.hide()
            self.parts.deleteLater()
        choices = [(str(part), told) for part, told in _PARTS if part in wanted]
        self.parts = Segmented(choices, name="calendar_parts", label="Bên cạnh lịch")
        self.parts.changed.connect(lambda value: self.show_part(SidePart(value)))
        self._side_column.insertWidget(0, self.parts)
        self.setTabOrder(self.parts, self.sides)
        self.show_part(here if here in wanted else SidePart.DAYS)

    def part(self) -> SidePart:
        """What stands beside the year."""
        return tuple(SidePart)[max(0, self.sides.currentIndex())]

    def show_part(self, part: SidePart) -> None:
        """Days, form or versions."""
        self.sides.setCurrentIndex(tuple(SidePart).index(part))
        if self.parts is not None:
            self.parts.set_value(str(part))

    def show_days(self) -> None:
        """Back from the form; a draft stays as it is."""
        if self.part() is not SidePart.DAYS:
            self.show_part(SidePart.DAYS)
            self.grid.setFocus()

    def show_draft(self, draft: CalendarDraft) -> None:
        """The year as it would be with changes that nobody stored yet."""
        self._draft = draft
        self.show_year(self._year)

    def show_versions(self, versions: Sequence[CalendarVersion], names: Mapping[str, str]) -> None:
        """Every version of the calendar, the present one first."""
        self.versions.set_rows(
            [
                WrappedRow(
                    calendar_words.version_lead(each),
                    calendar_words.version_text(each),
                    calendar_words.version_caption(each, names.get(each.by, each.by)),
                )
                for each in reversed(versions)
            ]
        )

    def _day_clicked(self, day: date) -> None:
        calendar = self._calendar()
        if self.part() is SidePart.EDIT and calendar is not None:
            self.edit.set_day(day, calendar.days.get(day))
        else:
            self.calculator.set_day(day)

    def _calendar(self) -> WorkingCalendar | None:
        if self._view is None:
            return None
        return self._draft.calendar() if self._draft is not None else self._view.calendar

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
        calendar = self._calendar() or view.calendar
        first, last = years_known(calendar, view.on)
        if not first <= year <= last:
            return
        self._year = year
        self.edit.show_year(year)
        shown = year_view(calendar, year)
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
        drafted = frozenset(self._draft.days) if self._draft is not None else frozenset()
        self.grid.show_year(calendar, year, self._now().date(), words.spoken_year(shown), drafted)

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
