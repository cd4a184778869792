"""A foreign table of calendar days → a verdict per row: new, changed, the same, or refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.calendar_change import DayChange, checked_day
from counter_app.domain.errors import CounterError, InvalidField
from counter_app.domain.text import fold
from counter_app.domain.text_fields import parse_date
from counter_app.imports.tables import ForeignTable

COLUMNS = ("date", "kind", "label", "notice", "status")
"""The columns of `calendar_vn.csv`, in any order; status may be missing: then every day is proposed."""

_WANTED = ("date", "kind", "label")
_KINDS = {"off": DayKind.OFF, "working": DayKind.WORKING}
_STATUS = {"confirmed": True, "proposed": False, "": False}
_LONGEST_SHOWN = 60


class Verdict(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class CalendarRow:
    """A row of the file; `row` counts from 1, the header included. `error` only where it is refused."""

    row: int
    verdict: Verdict
    entry: CalendarDay | None = None
    before: CalendarDay | None = None
    error: CounterError | None = None
    shown: tuple[str, ...] = field(default=())


def read_rows(table: ForeignTable, calendar: WorkingCalendar, today: date) -> tuple[CalendarRow, ...]:
    """Judge every row that is not empty. Raises InvalidField(columns) for a table without the columns."""
    heads, start = _header(table.rows)
    found: list[CalendarRow] = []
    first_of: dict[date, int] = {}
    for number, cells in enumerate(table.rows[start:], start=start + 1):
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: (cells[at].strip() if at < len(cells) else "") for name, at in heads.items()}
        found.append(_judged(number, values, calendar, today, first_of))
    return tuple(found)


def _header(rows: Sequence[tuple[str, ...]]) -> tuple[dict[str, int], int]:
    """Column → its place, and the index of the first row below the header (titles above it are passed)."""
    for index, cells in enumerate(rows[:10]):
        heads = {fold(cell).strip(): at for at, cell in enumerate(cells) if cell.strip()}
        if all(name in heads for name in _WANTED):
            return {name: heads[name] for name in COLUMNS if name in heads}, index + 1
    shown = list(rows[0])[:10] if rows else []
    raise InvalidField(field="calendar", problem="columns", value=shown, wanted=list(COLUMNS))


def _judged(
    number: int,
    values: dict[str, str],
    calendar: WorkingCalendar,
    today: date,
    first_of: dict[date, int],
) -> CalendarRow:
    shown = tuple(values.get(name, "")[:_LONGEST_SHOWN] for name in COLUMNS)
    try:
        entry = _entry(values, today)
        if entry.day in first_of:
            raise InvalidField(field="date", problem="duplicate", first_row=first_of[entry.day])
    except CounterError as error:
        return CalendarRow(number, Verdict.REFUSED, error=error, shown=shown)
    first_of[entry.day] = number
    before = calendar.days.get(entry.day)
    if before == entry:
        return CalendarRow(number, Verdict.SAME, entry, before, shown=shown)
    return CalendarRow(number, Verdict.NEW if before is None else Verdict.CHANGED, entry, before, shown=shown)


def _entry(values: dict[str, str], today: date) -> CalendarDay:
    day = parse_date(values["date"], today)
    kind = _KINDS.get(values["kind"].casefold())
    if kind is None:
        raise InvalidField(
            field="kind", problem="unknown", value=values["kind"][:_LONGEST_SHOWN], possible=list(_KINDS)
        )
    status = values.get("status", "").casefold()
    if status not in _STATUS:
        raise InvalidField(
            field="status", problem="unknown", value=status[:_LONGEST_SHOWN], possible=[*_STATUS][:2]
        )
    return checked_day(CalendarDay(day, kind, values["label"], values.get("notice", ""), _STATUS[status]))


def changes_of(rows: Sequence[CalendarRow]) -> tuple[DayChange, ...]:
    """What the rows would change; those refused and those that say nothing new are left out."""
    return tuple(
        DayChange(row.entry.day, row.entry)
        for row in rows
        if row.entry is not None and row.verdict in (Verdict.NEW, Verdict.CHANGED)
    )


def totals(rows: Sequence[CalendarRow]) -> dict[str, Any]:
    """How many rows of each verdict."""
    return {str(verdict): sum(row.verdict is verdict for row in rows) for verdict in Verdict}
