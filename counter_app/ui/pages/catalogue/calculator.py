"""«Tính ngày hẹn»: received at, a limit → the due date and why it is that one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.deadline import compute
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.errors import CounterError
from counter_app.domain.text import date_text, day_name_long, time_text
from counter_app.forms.wording import UNITS, due_explanation
from counter_app.ui import theme
from counter_app.ui.messages import sentence_of
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.fields import ChoiceField, DateField, TextField
from counter_app.ui.widgets.text import Text, caption, heading

_DATE, _TIME, _AMOUNT = 112, 68, 64


def parse_time(text: str) -> time | None:
    """`9:14`, `0914`, `9h14`, `914`, `9` as a time of day; None for what is none."""
    figures = text.strip().lower().replace("h", ":").replace(".", ":")
    hours, colon, minutes = figures.partition(":")
    if not colon and len(figures) in (3, 4):
        hours, minutes = figures[:-2], figures[-2:]
    if not hours.isdecimal() or not (minutes or "0").isdecimal() or len(hours) > 2 or len(minutes) > 2:
        return None
    hour, minute = int(hours), int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class Calculator(QWidget):
    """Counts at every change, by the calendar that it was given last."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("due_calculator")
        self._now = now
        self._calendar: WorkingCalendar | None = None
        self.on = DateField("Ngày nhận", name="calc_date", today=lambda: self._now().date())
        self.at = TextField("Giờ", name="calc_time", figures=True, max_length=5)
        self.amount = TextField("Thời hạn", name="calc_amount", figures=True, max_length=4)
        units = [(str(unit), words) for unit, words in UNITS.items()]
        self.unit = ChoiceField("Đơn vị tính", units, name="calc_unit")
        self.due = Text("", Role.TITLE, Tone.TEXT, 600, name="calc_due")
        self.why = caption("", Tone.TEXT2, wraps=True, name="calc_why")
        self._build()
        for field in (self.on, self.at, self.amount, self.unit):
            field.edited.connect(self._count)
        self.on.left.connect(self._count)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for field, width in ((self.on, _DATE), (self.at, _TIME), (self.amount, _AMOUNT)):
            field.setFixedWidth(theme.px(width))
            row.addWidget(field)
        row.addWidget(self.unit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(heading("Tính ngày hẹn"))
        column.addLayout(row)
        column.addWidget(self.due)
        column.addWidget(self.why)

    def set_calendar(self, calendar: WorkingCalendar) -> None:
        """Count by this calendar; the first time from now, 5 working days."""
        is_first, self._calendar = self._calendar is None, calendar
        if is_first:
            now = self._now()
            self.on.set_value(now.date())
            self.at.set_value(time_text(now))
            self.amount.set_value("5")
            self.unit.set_value(str(LimitUnit.WORKING_DAY))
        self._count()

    def set_day(self, day: date) -> None:
        """Received on that day."""
        self.on.set_value(day)
        self.on.clear_mark()
        self._count()

    def _count(self) -> None:
        received, limit = self._received(), self._limit()
        if self._calendar is None or received is None or limit is None:
            self.due.setText("–")
            self.why.setText("")
            return
        try:
            due = compute(received, limit, self._calendar)
        except CounterError as error:
            self.due.setText("–")
            self.why.setText(sentence_of(error))
            return
        at = due.at or due.first_at
        self.due.setText(f"{time_text(at)} {day_name_long(at)} {date_text(at)}")
        self.why.setText(due_explanation(due))

    def _received(self) -> datetime | None:
        on, at = self.on.value(), parse_time(self.at.value())
        self.at.set_problem("" if at is not None or not self.at.value() else "không phải giờ")
        return datetime.combine(on, at) if on is not None and at is not None else None

    def _limit(self) -> TimeLimit | None:
        typed = self.amount.value()
        unit = LimitUnit(self.unit.value() or LimitUnit.WORKING_DAY)
        try:
            limit = TimeLimit(int(typed), unit) if typed.isdecimal() else None
        except CounterError:
            limit = None
        self.amount.set_problem("" if limit is not None or not typed else "không được")
        return limit
