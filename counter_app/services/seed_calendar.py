"""The working calendar this program was delivered with: `db/seed/calendar_vn.csv` as values."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date

from counter_app import paths
from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar, WorkingHours
from counter_app.domain.errors import InvalidField

SEED_VERSION = "vn-2026.1"
"""Name of the delivered calendar; it changes with every change of the file."""

COLUMNS = ("date", "kind", "label", "notice", "status")
DEFAULT_HOURS = WorkingHours()


def read_days(lines: Iterable[str]) -> tuple[CalendarDay, ...]:
    """Exceptions from CSV lines with the header date,kind,label,notice,status (confirmed, proposed).

    Raises InvalidField (line, problem) for a missing column, a bad value or a day given twice.
    """
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise InvalidField(field="calendar", problem="columns", value=list(reader.fieldnames or ()))
    days: dict[date, CalendarDay] = {}
    for row in reader:
        day = _read_row(row, reader.line_num)
        if day.day in days:
            raise InvalidField(field="date", problem="duplicate", value=row["date"], line=reader.line_num)
        days[day.day] = day
    return tuple(days.values())


def _read_row(row: dict[str, str], line: int) -> CalendarDay:
    if None in row or None in row.values():
        raise InvalidField(field="calendar", problem="columns", line=line)
    if row["status"] not in ("confirmed", "proposed"):
        raise InvalidField(field="status", problem="unknown", value=row["status"], line=line)
    try:
        day, kind = date.fromisoformat(row["date"]), DayKind(row["kind"])
    except ValueError:
        raise InvalidField(field="calendar", problem="unreadable", value=row["date"], line=line) from None
    return CalendarDay(day, kind, row["label"], row["notice"], row["status"] == "confirmed")


def calendar_of(
    days: Iterable[CalendarDay], version: str, hours: WorkingHours = DEFAULT_HOURS
) -> WorkingCalendar:
    """A calendar of these exceptions. A year is confirmed when it has some, and all of them are."""
    by_date = {day.day: day for day in days}
    proposed = {day.day.year for day in by_date.values() if not day.is_confirmed}
    confirmed = frozenset(day.year for day in by_date) - proposed
    return WorkingCalendar(version, by_date, confirmed, hours)


def seed_days() -> tuple[CalendarDay, ...]:
    """The exceptions delivered with the program, 2024 to 2026. Raises InvalidField, OSError."""
    with (paths.seed() / "calendar_vn.csv").open(encoding="utf-8-sig", newline="") as lines:
        return read_days(lines)


def seed_calendar() -> WorkingCalendar:
    """The delivered calendar under `SEED_VERSION`, with the default hours. Raises InvalidField, OSError."""
    return calendar_of(seed_days(), SEED_VERSION)
