"""The working calendar kept: days set or taken away, years confirmed; each time a new version, by an event.

No due date moves by it: a promise is counted again by an act of its own (`recalculation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from counter_app.domain import errors
from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.calendar_change import (
    NOTICE_LIMIT,
    CalendarChange,
    DayChange,
    changed,
    differences,
)
from counter_app.domain.events import EventKind as K
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean
from counter_app.queries.calendar_versions import STREAM
from counter_app.services.seed import SYSTEM
from counter_app.storage import stream_log
from counter_app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CalendarDone:
    """The calendar changed. `provisional`: years it has days of and whose notice is not out."""

    version: str
    event_id: str
    days: tuple[DayChange, ...]
    confirmed: tuple[int, ...]
    provisional: tuple[int, ...]


def change_calendar(
    uow: UnitOfWork, change: CalendarChange, *, by: str, notice: str = "", base: str = ""
) -> CalendarDone:
    """Record a change of the calendar as its next version.

    `notice`: the ground of the whole change, where a day is taken away. `base`: the version the change was
    made on; where that is no longer the present one, nothing is stored. Raises NotPermitted, InvalidField,
    CalendarUnchanged, CalendarVersionOld, CalendarYearEmpty.
    """
    person = _keeper(uow, by)
    present = uow.reference.calendar
    if base and base != present.version:
        raise errors.CalendarVersionOld(calendar_version=base, present=present.version)
    ground = clean(notice, field="notice", max_length=NOTICE_LIMIT)
    after = changed(present, change, next_version(uow))
    days = differences(present, after)
    if not days and after.confirmed_years == present.confirmed_years:
        raise errors.CalendarUnchanged(version=present.version)
    event = uow.record(STREAM, K.CALENDAR_SET, _payload(present, after, days, ground), person)
    return CalendarDone(
        version=after.version,
        event_id=event.id,
        days=days,
        confirmed=tuple(sorted(after.confirmed_years - present.confirmed_years)),
        provisional=tuple(sorted({day.year for day in after.days} - after.confirmed_years)),
    )


def _keeper(uow: UnitOfWork, by: str) -> Staff:
    """The administrator; the system itself where the command line is trusted with the file."""
    person = SYSTEM if by == SYSTEM.login else uow.reference.person(by)
    if not person.may(Permission.ADMINISTER):
        raise errors.NotPermitted(
            act="set_calendar", by=by, role=str(person.role), permission=str(Permission.ADMINISTER)
        )
    return person


def next_version(uow: UnitOfWork) -> str:
    """`vn-261123-1.2`: day, desk, and which one of that day; two desks offline never make the same."""
    head = f"vn-{uow.today:%y%m%d}-{uow.origin.label}"
    known = {str(stored.event.payload.get("version")) for stored in stream_log.read_stream(uow.conn, STREAM)}
    n = 1
    while f"{head}.{n}" in known:
        n += 1
    return f"{head}.{n}"


def _payload(
    before: WorkingCalendar, after: WorkingCalendar, days: Sequence[DayChange], notice: str
) -> dict[str, Any]:
    """The years that it touches, whole: what they were before is no longer asked for when it is read."""
    years = {change.day.year for change in days} | (after.confirmed_years ^ before.confirmed_years)
    payload: dict[str, Any] = {
        "version": after.version,
        "base": before.version,
        "years": sorted(years),
        "confirmed_years": sorted(after.confirmed_years),
        "days": [day_to_json(after.days[day]) for day in sorted(after.days) if day.year in years],
        "changed": [
            day_to_json(change.entry) if change.entry else [change.day.isoformat(), None] for change in days
        ],
    }
    if notice:
        payload["notice"] = notice
    return payload


def day_to_json(entry: CalendarDay) -> list[Any]:
    """[date, kind, label, notice, is_confirmed]: a day in the payload of `calendar:set`."""
    return [entry.day.isoformat(), str(entry.kind), entry.label, entry.notice, entry.is_confirmed]


def set_day(
    uow: UnitOfWork,
    day: date,
    kind: DayKind | None,
    *,
    label: str = "",
    notice: str = "",
    is_confirmed: bool = True,
    by: str,
    base: str = "",
) -> CalendarDone:
    """One day off or worked; `kind` None: as the week has it. Raises what `change_calendar` raises."""
    entry = None if kind is None else CalendarDay(day, kind, label, notice, is_confirmed)
    change = CalendarChange((DayChange(day, entry),))
    return change_calendar(uow, change, by=by, notice=notice if kind is None else "", base=base)


def confirm_year(uow: UnitOfWork, year: int, *, notice: str, by: str, base: str = "") -> CalendarDone:
    """A year whose notice is out: its proposed days are confirmed by it, and nothing in it is provisional."""
    return change_calendar(uow, CalendarChange(confirmed={year: notice}), by=by, notice=notice, base=base)
