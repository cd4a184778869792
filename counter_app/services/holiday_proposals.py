"""Days that a year without a notice will likely have off, as a library counts them: proposals, never truth.

The library knows the law and the lunar year; swaps are decided anew each year, and it misses some (02/01 and
10/01/2026). So every day is proposed, and a person accepts or edits it.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from counter_app import paths
from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.calendar_change import DayChange

FIRST_YEAR, LAST_YEAR = 2015, 2099
"""Years whose lunar new year the library knows well."""

_SWAPPED = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_WORKING = "working"


@dataclass(frozen=True)
class _Name:
    label: str
    fixed: str
    label_beside: str
    notice: str


@cache
def _names() -> dict[str, _Name]:
    """The library's names → ours."""
    with (paths.seed() / "holiday_names.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: _Name(row["label"], row["fixed"], row["label_beside"], row["notice"])
            for row in csv.DictReader(file)
        }


def proposed_days(year: int) -> tuple[CalendarDay, ...]:
    """Weekdays off and swap days of a year, none confirmed, in order; empty for a year that is not known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    from holidays.countries.vietnam import Vietnam  # 0.2 s, and asked for once a year

    found: dict[date, CalendarDay] = {}
    holidays: dict[date, str] = Vietnam(years=year, language="vi")  # type: ignore[no-untyped-call]
    for day, name in holidays.items():
        if day.weekday() < 5:
            found[day] = _day_off(day, name)
        swapped = _SWAPPED.search(name)
        if swapped:
            worked = date(*map(int, reversed(swapped.groups())))
            label = _names()[_WORKING].label.format(day=f"{day:%d/%m}")
            found[worked] = CalendarDay(worked, DayKind.WORKING, label, "", is_confirmed=False)
    return tuple(found[day] for day in sorted(found))


def _day_off(day: date, name: str) -> CalendarDay:
    """Of a day with two names (`A; B`) the first stands."""
    name = name.split(";")[0].strip()
    known = max((each for each in _names() if name.startswith(each)), key=len, default="")
    if not known:
        return CalendarDay(day, DayKind.OFF, name, "", is_confirmed=False)
    ours, rest = _names()[known], name[len(known) :]
    label = ours.label if _SWAPPED.search(rest) else ours.label + rest
    if ours.fixed and ours.fixed != f"{day:%m-%d}" and not rest:
        label = ours.label_beside
    return CalendarDay(day, DayKind.OFF, label, ours.notice, is_confirmed=False)


def proposals(calendar: WorkingCalendar, year: int) -> tuple[DayChange, ...]:
    """What the proposals would add to a calendar: days of which it says nothing yet."""
    return tuple(DayChange(each.day, each) for each in proposed_days(year) if each.day not in calendar.days)
