"""The deadline rules written a second time, naively: a walk over minutes and days, for tests only.

Shares nothing with `counter_app`: it reads the calendar file itself and steps one minute or one day at a
time. Slow on purpose; where it differs from the engine, one of the two is wrong.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

Span = tuple[datetime, "datetime | None"]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SEED = Path(__file__).parents[2] / "db" / "seed" / "calendar_vn.csv"

with SEED.open(encoding="utf-8") as _lines:
    _ROWS = list(csv.DictReader(_lines))
OFF = {date.fromisoformat(row["date"]) for row in _ROWS if row["kind"] == "off"}
EXTRA = {date.fromisoformat(row["date"]) for row in _ROWS if row["kind"] == "working"}


@cache
def works(day: date) -> bool:
    return day in EXTRA or (day.weekday() < 5 and day not in OFF)


def is_open(moment: datetime) -> bool:
    at = moment.time()
    return works(moment.date()) and (time(7, 30) <= at < time(11, 30) or time(13, 30) <= at < time(17, 30))


def counted_from(received: datetime) -> datetime:
    while not is_open(received):
        received += MINUTE
    return received


def next_day(day: date) -> date:
    day += DAY
    while not works(day):
        day += DAY
    return day


def closing(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, 30)


def is_standing(moment: datetime, pauses: list[Span]) -> bool:
    return any(start <= moment and (end is None or moment < end) for start, end in pauses)


def walk_hours(start: datetime, minutes: int, pauses: list[Span]) -> datetime:
    """Every working minute outside all pauses uses one up; what begins after the last is never met."""
    while minutes:
        if is_open(start) and not is_standing(start, pauses):
            minutes -= 1
        start += MINUTE
    return start


def working_minutes(start: datetime, end: datetime) -> int:
    if end < start:
        return -working_minutes(end, start)
    count = 0
    while start < end:
        count += is_open(start)
        start += MINUTE
    return count


def base_day(start: datetime, unit: str, amount: int) -> date:
    day = start.date()
    if unit == "working_day":
        if amount == 0 and start.time() > time(15):
            return next_day(day)
        for _ in range(amount):
            day = next_day(day)
        return day
    if unit == "day":
        for _ in range(amount):
            day += DAY
    else:
        year, month = day.year, day.month
        for _ in range(amount):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        number = day.day
        while True:
            try:
                day = date(year, month, number)
                break
            except ValueError:
                number -= 1
    while not works(day):
        day += DAY
    return day


def united(pauses: list[Span]) -> list[tuple[datetime, datetime]]:
    """Closed pauses only: two that touch become one, until none do."""
    spans = [(start, end) for start, end in pauses if end is not None]
    for one in spans:
        for other in spans:
            if one is not other and one[0] <= other[1] and other[0] <= one[1]:
                rest = [span for span in spans if span is not one and span is not other]
                return united([*rest, (min(one[0], other[0]), max(one[1], other[1]))])
    return sorted(spans)


def move_days(due: date, day_0: date, pauses: list[tuple[datetime, datetime]]) -> date:
    seen: set[date] = set()
    for start, end in pauses:
        if start >= closing(due):
            continue
        day = start.date() + DAY
        while day <= end.date():
            if works(day) and day > day_0 and day not in seen:
                seen.add(day)
                due = next_day(due)
            day += DAY
    return due


@dataclass(frozen=True)
class Case:
    received: datetime
    unit: str
    amount: int
    pauses: tuple[Span, ...] = ()
    extension: date | None = None
    extended_at: datetime | None = None


def due_without_extension(case: Case, pauses: list[Span]) -> datetime:
    start = counted_from(case.received)
    if case.unit == "working_hour":
        return walk_hours(start, case.amount * 60, pauses)
    return closing(move_days(base_day(start, case.unit, case.amount), start.date(), united(pauses)))


def due_at(case: Case) -> datetime:
    """The due moment; every pause of `case` must be closed."""
    if case.extension is None:
        return due_without_extension(case, list(case.pauses))
    due, day_0 = closing(case.extension), counted_from(case.received).date()
    if case.extended_at is None:
        return due
    later = united([span for span in case.pauses if span[0] >= case.extended_at])
    if case.unit != "working_hour":
        return closing(move_days(case.extension, day_0, later))
    for start, end in later:
        if start < due:
            due = walk_hours(due, working_minutes(start, end), [])
    return due
