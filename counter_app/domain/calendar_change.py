"""Changes of the working calendar as values: days set or taken away, years confirmed by their notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.errors import CalendarYearEmpty, InvalidField
from counter_app.domain.text import clean
from counter_app.domain.text_fields import FIRST_YEAR, LAST_YEAR

LABEL_LIMIT, NOTICE_LIMIT = 100, 100
"""Characters of a day's name and of its legal source; both stand in explanations on paper."""


@dataclass(frozen=True)
class DayChange:
    """A date and what it is to be; `entry` None: as the week has it."""

    day: date
    entry: CalendarDay | None


@dataclass(frozen=True)
class CalendarChange:
    """What is changed in one go. `confirmed`: year → the notice that confirms it."""

    days: tuple[DayChange, ...] = ()
    confirmed: Mapping[int, str] | None = None

    @property
    def years(self) -> frozenset[int]:
        """The years that it touches."""
        return frozenset(change.day.year for change in self.days) | frozenset(self.confirmed or ())


def checked_day(entry: CalendarDay) -> CalendarDay:
    """With cleaned texts. Raises InvalidField: a name that is missing, a confirmed day without its source."""
    check_year(entry.day.year)
    label = clean(entry.label, field="label", max_length=LABEL_LIMIT, required=True, min_length=2)
    notice = clean(entry.notice, field="notice", max_length=NOTICE_LIMIT, required=entry.is_confirmed)
    return replace(entry, label=label, notice=notice)


def check_year(year: int) -> None:
    """Raise InvalidField for a year that no calendar of ours has (1900–2199 are)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidField(field="year", problem="year", lowest=FIRST_YEAR, highest=LAST_YEAR, value=year)


def changed(calendar: WorkingCalendar, change: CalendarChange, version: str) -> WorkingCalendar:
    """The calendar after a change, under another version name.

    A year that is confirmed: its proposed days are confirmed by that notice. A year that gets a proposed day
    afterwards is no longer confirmed. Raises CalendarYearEmpty, InvalidField.
    """
    days = dict(calendar.days)
    for each in change.days:
        check_year(each.day.year)
        if each.entry is None:
            days.pop(each.day, None)
        else:
            days[each.day] = checked_day(each.entry)
    years = set(calendar.confirmed_years)
    for year, notice in (change.confirmed or {}).items():
        check_year(year)
        source = clean(notice, field="notice", max_length=NOTICE_LIMIT, required=True)
        days |= {entry.day: entry for entry in _confirmed(days.values(), year, source)}
        years.add(year)
    years -= {entry.day.year for entry in days.values() if not entry.is_confirmed}
    return replace(calendar, version=version, days=days, confirmed_years=frozenset(years))


def _confirmed(days: Iterable[CalendarDay], year: int, notice: str) -> list[CalendarDay]:
    of_year = [entry for entry in days if entry.day.year == year]
    if not of_year:
        raise CalendarYearEmpty(year=year)
    return [replace(entry, notice=notice, is_confirmed=True) for entry in of_year if not entry.is_confirmed]


def differences(before: WorkingCalendar, after: WorkingCalendar) -> tuple[DayChange, ...]:
    """The days that are another thing in `after`, in order."""
    days = sorted(before.days.keys() | after.days.keys())
    return tuple(
        DayChange(day, after.days.get(day)) for day in days if before.days.get(day) != after.days.get(day)
    )


def told_after(before: WorkingCalendar, payload: Mapping[str, Any]) -> WorkingCalendar:
    """The calendar as a `calendar:set` tells it, upon the one before; its hours stay. Raises KeyError,
    TypeError or ValueError for what tells none."""
    years = {int(year) for year in payload["years"]}
    days = {day: entry for day, entry in before.days.items() if day.year not in years}
    for text, kind, label, notice, is_confirmed in payload["days"]:
        day = date.fromisoformat(text)
        days[day] = CalendarDay(day, DayKind(kind), label, notice, bool(is_confirmed))
    confirmed = frozenset(int(year) for year in payload["confirmed_years"])
    return WorkingCalendar(str(payload["version"]), days, confirmed, before.hours)
