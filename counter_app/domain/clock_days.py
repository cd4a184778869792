"""The days of a dossier's clock, one by one: counted, stood still, today, ahead, due, over.

A short limit in hours is told by the working hour instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.dossier import OPEN, Dossier
from counter_app.domain.due import Due
from counter_app.domain.pauses import Pause


class ClockKind(StrEnum):
    """What a working day is for the clock."""

    START = "start"      # day 0: received, not counted
    COUNTED = "counted"
    PAUSED = "paused"
    TODAY = "today"
    AHEAD = "ahead"
    OVER = "over"        # after the due day, still open
    DONE = "done"        # the day of the result
    CLOSED = "closed"    # the day it ended without one: withdrawn, void
    UNUSED = "unused"    # after the end, up to the due day


@dataclass(frozen=True)
class ClockDay:
    """One working day, or (`until` given) one working hour that ends there.

    day None: one that is still owed and has no date while the clock stands still. is_old_due: the day that
    was promised before the extension.
    """

    day: date | None
    kind: ClockKind
    is_due: bool = False
    is_today: bool = False
    is_end: bool = False
    until: datetime | None = None
    is_old_due: bool = False


MOST_HOURS = 24


def clock_days(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> tuple[ClockDay, ...]:
    """The working days from where counting began to the due day, or to today where that is later.

    Nothing before reception. Days that a limit in calendar days counts over a weekend are not drawn. While
    the clock stands still the days that remain follow today without a date. A limit in hours gives working
    hours while these are at most `MOST_HOURS`.
    """
    due = dossier.due
    if due is None or dossier.received_at is None:
        return ()
    if due.limit.is_by_minute:
        hours = _hours(dossier, due, calendar, now)
        if len(hours) <= MOST_HOURS:
            return hours
    start = due.counted_from.date()
    due_on = _promised(due).date()
    end = _end(dossier)
    reached = end or max(now.date(), start)
    last = reached if dossier.is_paused else max(reached, due_on)
    days, day = [], start
    while day <= last:
        days.append(_day(day, start, due_on, reached, end, dossier))
        day = calendar.next_working(day)
    return (*days, *_owed(dossier, due, calendar))


def remaining_at_stop(dossier: Dossier, calendar: WorkingCalendar) -> int | None:
    """Working minutes from the moment the clock stopped to the due moment that held then; None while it
    runs, negative where it was late already."""
    if dossier.due is None or not dossier.is_paused or not dossier.pauses:
        return None
    return calendar.working_minutes(dossier.pauses[-1].start, _promised(dossier.due))


def _promised(due: Due) -> datetime:
    """The due moment; while the clock stands still, the one that held when it stopped."""
    return due.at or due.at_stop or due.first_at


def _end(dossier: Dossier) -> date | None:
    """The day on which the clock ended for good; None while it can still run."""
    moment = _end_at(dossier)
    return moment.date() if moment else None


def _day(
    day: date, start: date, due_on: date, reached: date, end: date | None, dossier: Dossier
) -> ClockDay:
    is_due = day == due_on and not dossier.is_paused
    is_today = end is None and day == reached
    if any(_stands_still(day, start, pause, reached) for pause in dossier.pauses):
        kind = ClockKind.PAUSED
    elif day > due_on and not dossier.is_paused:
        kind = ClockKind.OVER
    elif day > reached:
        kind = ClockKind.AHEAD if end is None else ClockKind.UNUSED
    elif is_today:
        kind = ClockKind.TODAY
    elif day == end:
        kind = ClockKind.CLOSED if dossier.finished_at is None else ClockKind.DONE
    else:
        kind = ClockKind.START if day == start else ClockKind.COUNTED
    extension = dossier.extension
    is_old = extension is not None and day == extension.old_due.date() and not is_due
    return ClockDay(day, kind, is_due=is_due, is_today=is_today, is_end=day == end, is_old_due=is_old)


def _stands_still(day: date, start: date, pause: Pause, reached: date) -> bool:
    """As the due date moves: the days after the one the pause began on, up to the one it ended on."""
    until = pause.end.date() if pause.end else reached
    return max(pause.start.date(), start) < day <= until


def _owed(dossier: Dossier, due: Due, calendar: WorkingCalendar) -> tuple[ClockDay, ...]:
    if not dossier.is_paused or not dossier.pauses:
        return ()
    after = max(dossier.pauses[-1].start.date(), due.counted_from.date())
    left = max(0, calendar.working_days(after, _promised(due).date()))
    return tuple(ClockDay(None, ClockKind.AHEAD, is_due=n == left - 1) for n in range(left))


def _hours(
    dossier: Dossier, due: Due, calendar: WorkingCalendar, now: datetime
) -> tuple[ClockDay, ...]:
    """Working hours from where counting began to the due moment, or to now where that is later.

    While the clock stands still the hours that remain follow without a time.
    """
    start, due_at, end = due.counted_from, _promised(due), _end_at(dossier)
    reached = end or max(now, start)
    last = reached if dossier.is_paused else max(reached, due_at)
    cells: list[ClockDay] = []
    begin = start
    while begin < last and len(cells) <= MOST_HOURS:
        until = calendar.add_working_minutes(begin, 60)
        cells.append(_hour(begin, until, due_at, reached, end, dossier))
        begin = calendar.counted_from(until)
    left = remaining_at_stop(dossier, calendar)
    owed = 0 if left is None else max(0, -(-left // 60))
    rest = (ClockDay(None, ClockKind.AHEAD, is_due=n == owed - 1) for n in range(owed))
    return (*cells, *rest)


def _end_at(dossier: Dossier) -> datetime | None:
    moment = dossier.finished_at
    return dossier.ended_at if moment is None and dossier.status not in OPEN else moment


def _hour(
    begin: datetime,
    until: datetime,
    due_at: datetime,
    reached: datetime,
    end: datetime | None,
    dossier: Dossier,
) -> ClockDay:
    holds_now = begin <= reached < until
    middle = begin + (until - begin) / 2
    if any(pause.start <= middle < (pause.end or reached) for pause in dossier.pauses):
        kind = ClockKind.PAUSED
    elif begin >= due_at and not dossier.is_paused:
        kind = ClockKind.OVER
    elif begin > reached:
        kind = ClockKind.AHEAD if end is None else ClockKind.UNUSED
    elif holds_now and end is None:
        kind = ClockKind.TODAY
    elif holds_now:
        kind = ClockKind.CLOSED if dossier.finished_at is None else ClockKind.DONE
    else:
        kind = ClockKind.COUNTED
    is_due = begin < due_at <= until and not dossier.is_paused
    return ClockDay(
        begin.date(),
        kind,
        is_due=is_due,
        is_today=holds_now and end is None,
        is_end=holds_now and end is not None,
        until=due_at if is_due else until,
    )
