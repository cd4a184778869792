"""The clock of a received dossier: its pauses, and its due counted afresh with them and its extension."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.copying import replace
from counter_app.domain.deadline import compute, parted
from counter_app.domain.dossier import PAUSED, Dossier
from counter_app.domain.due import Due
from counter_app.domain.errors import CounterError
from counter_app.domain.pauses import Pause
from counter_app.domain.steps import run_due


def recount(dossier: Dossier, calendar: WorkingCalendar, pauses: Iterable[Pause] | None = None) -> Due:
    """The due of a received dossier counted afresh, with its own pauses (or these) and its extension.

    The extended date stands, wherever the count without it comes to: it was promised as a date.
    """
    assert dossier.received_at is not None and dossier.limit is not None  # only received dossiers come here
    extension = dossier.extension
    return compute(
        dossier.received_at,
        dossier.limit,
        calendar,
        dossier.pauses if pauses is None else pauses,
        extension.new_due.date() if extension else None,
        extension.decided_at if extension else None,
        is_extension_decided=True,
    )


def promised_at(due: Due) -> datetime:
    """The due moment; while the clock stands still, the one that held when it stopped."""
    return due.at or due.at_stop or due.first_at


def going_on(dossier: Dossier, calendars: Mapping[str, WorkingCalendar], at: datetime) -> Dossier:
    """A dossier whose clock stood still, with due and own due as they are when it goes on at `at`: for an act
    by somebody who had none of its data and could count nothing.

    Counted by the calendar of the promise, and never earlier than that; where no such calendar is known, or
    it cannot be counted, the due stays as it was when the clock stopped.
    """
    promise = dossier.due
    if promise is None or dossier.received_at is None or dossier.limit is None:
        return dossier
    calendar = calendars.get(promise.calendar_version)
    kept = _as_it_stood(promise)
    if calendar is None or not dossier.pauses:
        return replace(dossier, due=kept)
    start = dossier.pauses[-1].start
    pauses = (*dossier.pauses[:-1], Pause(start, max(at, start)))
    stay = dossier.stays[-1] if dossier.stays else None
    run = dossier.next_run(stay.unit) if stay else None
    try:
        due = recount(dossier, calendar, pauses)
        own = run_due(stay.since, run.minutes, calendar, pauses) if stay and run else None
    except (CounterError, ArithmeticError):
        return replace(dossier, due=kept)
    due = max(due, kept, key=promised_at)
    first = dossier.due_first if dossier.extension is not None else due.at
    stays = (*dossier.stays[:-1], replace(stay, own_due=own)) if stay else ()
    return replace(dossier, due=due, due_first=first or dossier.due_first, stays=stays)


def counted_by_all(after: Dossier, calendars: Mapping[str, WorkingCalendar] | None) -> Dossier:
    """A dossier whose due was fixed by an act, where that was counted without all that stands before it: the
    pauses, their ends, the limit, the reception or the extension of an act that its author had not seen.

    Counted by the calendar of the act's promise, and never earlier than that; where the date moves, a receipt
    is to be issued anew. `calendars`: None for an act that saw everything. Where the promise's calendar is
    not told, or it cannot be counted, the promise stands.
    """
    promise = after.due
    calendar = calendars.get(promise.calendar_version) if calendars and promise else None
    if calendar is None or promise is None or not after.is_open or _is_counted_by_all(after, promise):
        return after
    stay = after.stays[-1] if after.stays else None
    run = after.next_run(stay.unit) if stay and stay.until is None else None
    try:
        due = recount(after, calendar)
        own = run_due(stay.since, run.minutes, calendar, after.pauses) if stay and run else None
    except (CounterError, ArithmeticError):
        return after
    if promised_at(due) <= promised_at(promise):
        due = promise if due.is_paused is promise.is_paused else _no_earlier(due, promise, calendar)
    first = after.due_first if after.extension is not None else due.at
    stays = (*after.stays[:-1], replace(stay, own_due=own)) if stay and run else after.stays
    version = after.receipt_version + (promised_at(due) != promised_at(promise))
    return replace(after, due=due, due_first=first or after.due_first, stays=stays, receipt_version=version)


def _is_counted_by_all(dossier: Dossier, due: Due) -> bool:
    """Whether a due was counted by what stands of its dossier."""
    extension, received_at = dossier.extension, dossier.received_at
    if received_at is None or dossier.limit is None:
        return True  # nothing to count by
    if (due.limit, due.received_at) != (dossier.limit, received_at):
        return False
    if (due.extension is None) is not (extension is None):
        return False
    told = [(move.start, move.end) for move in due.moves]
    try:
        earlier, later = parted(dossier.pauses, received_at, extension.decided_at if extension else None)
        return told == [(pause.start, pause.end) for pause in (*earlier, *later)]
    except CounterError:
        return True  # it cannot be counted


def _no_earlier(stopped: Due, promise: Due, calendar: WorkingCalendar) -> Due:
    """A due that stands still, though not before the promise that was given as if it ran."""
    at = promised_at(promise)
    left = calendar.working_minutes(stopped.stopped_at, at) if stopped.stopped_at else None
    return replace(stopped, at_stop=at, remaining_at_stop=left)


def run_clock(after: Dossier, at: datetime) -> Dossier:
    """Open a pause where the clock stands still and none is open, close it when the clock goes on.

    Desks' clocks differ, and order never uses them: a pause neither begins before reception nor ends before
    it began. A due counted where the clock was thought to stand still is, where it runs, the one of the stop:
    what is owed is never without a date.
    """
    if after.received_at is None:
        return after
    was_open = bool(after.pauses) and after.pauses[-1].end is None
    paused = after.status in PAUSED
    if paused and not was_open:
        return replace(after, pauses=(*after.pauses, Pause(max(at, after.received_at), None)))
    if not paused and was_open:
        start = after.pauses[-1].start
        after = replace(after, pauses=(*after.pauses[:-1], Pause(start, max(at, start))))
    if not paused and after.due is not None and after.due.at is None and after.is_open:
        return replace(after, due=_as_it_stood(after.due))
    return after


def _as_it_stood(due: Due) -> Due:
    return replace(due, at=promised_at(due), at_stop=None, remaining_at_stop=None)
