"""Every version the working calendar ever had: who changed what, when and on which ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.calendar_change import DayChange, differences, told_after
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import is_known
from counter_app.storage import stream_log
from counter_app.storage.promised_calendars import UNREADABLE
from counter_app.storage.store import Reading

STREAM = "calendar:vn"


@dataclass(frozen=True)
class CalendarVersion:
    """One version. `at` local; `by` a login; `notices` the sources of what it changed; `days` what became
    another thing, `confirmed` the years that it confirmed."""

    version: str
    at: datetime
    by: str
    notices: tuple[str, ...]
    days: tuple[DayChange, ...]
    confirmed: tuple[int, ...]
    calendar: WorkingCalendar


def calendar_versions(reading: Reading) -> tuple[CalendarVersion, ...]:
    """The versions in the order of the log, the present one last; hours are those of today. Each upon the one
    it was made on: two desks may have changed the calendar at once."""
    found: list[CalendarVersion] = []
    made: dict[str, WorkingCalendar] = {}
    before = WorkingCalendar("", {}, frozenset(), reading.reference.calendar.hours)
    for stored in stream_log.read_stream(reading.conn, STREAM):
        if stored.event.kind is not K.CALENDAR_SET or not is_known(stored.event):
            continue  # a decision about two changes of it, or what a newer program says
        payload = stored.event.payload
        before = made.get(str(payload.get("base")), before)
        try:
            after = told_after(before, payload)
        except UNREADABLE:
            continue  # it is told as a conflict; nothing was counted by it
        made.setdefault(after.version, after)
        days = differences(before, after)
        confirmed = tuple(sorted(after.confirmed_years - before.confirmed_years))
        found.append(
            CalendarVersion(
                version=after.version,
                at=stored.event.at,
                by=stored.event.actor,
                notices=_notices(days, payload),
                days=days,
                confirmed=confirmed,
                calendar=after,
            )
        )
        before = after
    return tuple(found)


def calendar_of(reading: Reading, version: str) -> WorkingCalendar | None:
    """The calendar as that version had it; None where this file knows no such version."""
    return next((each.calendar for each in calendar_versions(reading) if each.version == version), None)


def _notices(days: tuple[DayChange, ...], payload: Mapping[str, Any]) -> tuple[str, ...]:
    given = [str(payload["notice"])] if payload.get("notice") else []
    told = (change.entry.notice for change in days if change.entry is not None and change.entry.notice)
    return tuple(dict.fromkeys((*given, *told)))
