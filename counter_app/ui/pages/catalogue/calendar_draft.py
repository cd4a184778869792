"""Changes of the calendar that nobody stored yet: days and years, and the calendar as it would be. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.calendar_change import CalendarChange, DayChange, changed, checked_day
from counter_app.domain.errors import InvalidField

VERSION = "draft"
LONGEST_SPAN = 31
"""Days that may be set in one go."""


@dataclass(frozen=True)
class CalendarDraft:
    """`base` is the stored calendar that the changes were made on."""

    base: WorkingCalendar
    days: Mapping[date, DayChange] = field(default_factory=dict)
    confirmed: Mapping[int, str] = field(default_factory=dict)
    ground: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to store."""
        return not self.days and not self.confirmed

    @property
    def count(self) -> int:
        """How many changes."""
        return len(self.days) + len(self.confirmed)

    @property
    def change(self) -> CalendarChange:
        """What would be stored."""
        return CalendarChange(tuple(self.days[day] for day in sorted(self.days)), dict(self.confirmed))

    def calendar(self) -> WorkingCalendar:
        """The calendar as it would be. Raises CalendarYearEmpty."""
        return self.base if self.is_empty else changed(self.base, self.change, VERSION)

    def with_days(self, changes: Iterable[DayChange], ground: str = "") -> CalendarDraft:
        """More changes; of one day the last stands, and none where it is as the base has it already."""
        days = dict(self.days)
        for change in changes:
            if self.base.days.get(change.day) == change.entry:
                days.pop(change.day, None)
            else:
                days[change.day] = change
        return replace(self, days=days, ground=ground or self.ground)._settled()

    def with_year(self, year: int, notice: str) -> CalendarDraft:
        """That year confirmed by a notice. Raises CalendarYearEmpty, InvalidField."""
        made = replace(self, confirmed={**self.confirmed, year: notice})
        made.calendar()
        return made

    def without(self, key: date | int) -> CalendarDraft:
        """One change less: of a day, or of a year."""
        if isinstance(key, date):
            days = {day: each for day, each in self.days.items() if day != key}
            return replace(self, days=days)._settled()
        return replace(self, confirmed={year: n for year, n in self.confirmed.items() if year != key})

    def _settled(self) -> CalendarDraft:
        """Without the confirmation of a year that has no day any more: nobody could store it."""
        left = {change.day for change in self.days.values() if change.entry is not None}
        left |= {day for day in self.base.days if day not in self.days}
        years = {day.year for day in left}
        return replace(self, confirmed={year: n for year, n in self.confirmed.items() if year in years})

    def on(self, base: WorkingCalendar) -> CalendarDraft:
        """The same changes on a calendar that was stored meanwhile; what it says already falls away."""
        left = CalendarDraft(base, ground=self.ground).with_days(self.days.values())
        years = {y: n for y, n in self.confirmed.items() if not base.is_confirmed(y)}
        return replace(left, confirmed=years)._settled()


@dataclass(frozen=True)
class TypedDays:
    """What stands in the form. `kind` None: as the week has it; `until` None: one day."""

    first: date | None
    until: date | None
    kind: DayKind | None
    label: str
    notice: str
    is_confirmed: bool

    def changes(self) -> tuple[DayChange, ...]:
        """The days that it means: of several days off the weekends are left out, they are off anyway.

        Raises InvalidField of the field that is wrong: day, until, label, notice.
        """
        first = self.first
        if first is None:
            raise InvalidField(field="day", problem="empty")
        until = self.until or first
        if until < first:
            raise InvalidField(field="until", problem="before_first")
        if (until - first).days >= LONGEST_SPAN:
            raise InvalidField(field="until", problem="too_many", limit=LONGEST_SPAN)
        days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
        if len(days) > 1 and self.kind is DayKind.OFF:
            days = [day for day in days if day.weekday() < 5]
        if self.kind is None:
            if not self.notice:
                raise InvalidField(field="notice", problem="empty")
            return tuple(DayChange(day, None) for day in days)
        return tuple(
            DayChange(
                day, checked_day(CalendarDay(day, self.kind, self.label, self.notice, self.is_confirmed))
            )
            for day in days
        )
