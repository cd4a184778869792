"""The rules of the promised date (hẹn trả): how a time limit is counted, what moves it, when it is missed.

Counting begins on the day after and an end on a day off moves on (Bộ luật Dân sự 2015, Điều 147, 148); days
off are those of Bộ luật Lao động 2019, Điều 111, 112 and of the yearly notices in the calendar. All moments
are local wall times (Asia/Ho_Chi_Minh), naive, to the minute.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from counter_app.domain.calendar import DaysOff, WorkingCalendar
from counter_app.domain.due import Due, LimitUnit, Outcome, TimeLimit
from counter_app.domain.errors import DateOutOfRange, ExtensionNotPossible
from counter_app.domain.pauses import Pause, PauseMove, merge

__all__ = [
    "Due",
    "LimitUnit",
    "Outcome",
    "Pause",
    "PauseMove",
    "TimeLimit",
    "compute",
    "is_late",
    "outcome",
    "remaining_minutes",
]

LISTED_WEEKENDS = 8
"""So many plain weekends an explanation lists; further ones are only numbered (a receipt is one page)."""


@dataclass(frozen=True)
class _Count:
    """The stations of a count, in time: where it begins, each due moment on the way, and the last one.

    reached: the day off that plain counting of days or months ran into, if it did.
    """

    start: datetime
    reached: date | None
    first_at: datetime
    unextended: datetime
    extension: date | None
    at: datetime
    moves: tuple[PauseMove, ...]


@dataclass(frozen=True)
class _Extension:
    """The date extended to, when that was decided, and whether by an earlier calendar."""

    to: date
    at: datetime | None
    is_decided: bool


def compute(
    received_at: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    extension: date | None = None,
    extended_at: datetime | None = None,
    *,
    is_extension_decided: bool = False,
) -> Due:
    """The due moment of a dossier received at `received_at`, with its explanation.

    `extended_at` is when the extension was decided: pauses begun before it move the first due date only,
    later ones move the extended date. None: all pauses lie before the extension.
    `is_extension_decided`: the extension was decided by an earlier calendar. Its date is a promise and
    stands, whatever the first due date comes to now; where it became a day off, it moves on to the next
    working day (BLDS 2015, Điều 148).
    Raises PauseNotPossible, ExtensionNotPossible (no working day, or not after the due's date) and
    DateOutOfRange (beyond year 9999).
    """
    try:
        extended = None
        if extension is not None:
            extended = _Extension(extension, extended_at, is_extension_decided)
        both = parted(pauses, received_at, extended.at if extended else None)
        count = _count(received_at, limit, calendar, both, extended)
    except OverflowError:
        raise DateOutOfRange(latest=date.max.isoformat()) from None
    return _explained(received_at, limit, calendar, count, extended)


def _explained(
    received_at: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    count: _Count,
    extended: _Extension | None,
) -> Due:
    """The count as a value that says why it is that moment."""
    skipped, unlisted = _listed(_days_off(count, limit, calendar))
    stop = count.moves[-1].start if count.moves and count.moves[-1].end is None else None
    return Due(
        at=count.at if stop is None else None,
        received_at=received_at,
        counted_from=count.start,
        limit=limit,
        calendar_version=calendar.version,
        is_provisional=_is_provisional(received_at, count.at, calendar),
        first_at=count.first_at,
        rolled_over=_rolled_over(count, calendar),
        skipped=skipped,
        unlisted_weekends=unlisted,
        swap_days=_swap_days(count, limit, calendar),
        moves=count.moves,
        extension=extended.to if extended else None,
        extended_at=extended.at if extended else None,
        before_extension=count.unextended if extended else None,
        at_stop=None if stop is None else count.at,
        remaining_at_stop=None if stop is None else calendar.working_minutes(stop, count.at),
    )


def _count(
    received_at: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    pauses: tuple[tuple[Pause, ...], tuple[Pause, ...]],
    extension: _Extension | None,
) -> _Count:
    start = calendar.counted_from(received_at)
    first_at, reached = _first_due(start, limit, calendar)
    earlier, later = pauses
    at, moves = _moved(first_at, earlier, start, limit, calendar)
    unextended = at
    if extension is not None:
        at, more = _moved(_extended(at, extension, calendar), later, start, limit, calendar)
        moves += more
    return _Count(start, reached, first_at, unextended, extension.to if extension else None, at, moves)


def parted(
    pauses: Iterable[Pause], received_at: datetime, extended_at: datetime | None
) -> tuple[tuple[Pause, ...], tuple[Pause, ...]]:
    """The pauses begun before the extension (None: all) and those after it, each merged: two that only touch
    in the minute of the extension stay two, or the later one would move nothing. Raises PauseNotPossible."""
    listed = list(pauses)
    if extended_at is None:
        return merge(listed, received_at), ()
    earlier = [pause for pause in listed if pause.start < extended_at]
    later = [pause for pause in listed if pause.start >= extended_at]
    return merge(earlier, received_at), merge(later, received_at)


def _first_due(
    start: datetime, limit: TimeLimit, calendar: WorkingCalendar
) -> tuple[datetime, date | None]:
    """The due moment without pauses, and the day off that a calendar count ran into, if it did."""
    day = start.date()
    if limit.unit is LimitUnit.WORKING_HOUR:
        return calendar.add_working_minutes(start, limit.amount * 60), None
    if limit.unit is LimitUnit.WORKING_DAY:
        days = limit.amount or (1 if start.time() > calendar.hours.same_day_cut_off else 0)
        return calendar.closing(calendar.nth_working_after(day, days)), None
    if limit.unit is LimitUnit.DAY:
        reached = day + timedelta(days=limit.amount)
    else:
        reached = _months_later(day, limit.amount)
    due = calendar.on_or_after(reached)
    return calendar.closing(due), (None if due == reached else reached)


def _months_later(day: date, months: int) -> date:
    """Same day of the month, or the month's last where it has no such day (BLDS 2015, Điều 148)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        raise OverflowError
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _moved(
    due: datetime,
    pauses: tuple[Pause, ...],
    start: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
) -> tuple[datetime, tuple[PauseMove, ...]]:
    """`due` as moved by `pauses` in order; one that begins at or after it moves nothing: late stays late."""
    moves: list[PauseMove] = []
    for pause in pauses:
        amount = 0
        if pause.end is not None and pause.start < due:
            if limit.is_by_minute:
                amount = calendar.working_minutes(pause.start, pause.end)
                due = calendar.add_working_minutes(due, amount)
            else:
                # Day 0 and what lies before it are never counted, so standing still there gains nothing.
                after = max(pause.start.date(), start.date())
                amount = max(0, calendar.working_days(after, pause.end.date()))
                due = calendar.closing(calendar.nth_working_after(due.date(), amount))
        moves.append(PauseMove(pause.start, pause.end, amount))
    return due, tuple(moves)


def _extended(due: datetime, extension: _Extension, calendar: WorkingCalendar) -> datetime:
    if extension.is_decided:
        return calendar.closing(calendar.on_or_after(extension.to))
    because = ""
    if not calendar.is_working(extension.to):
        because = "not_a_working_day"
    elif extension.to <= due.date():
        because = "not_after_due"
    if because:
        raise ExtensionNotPossible(
            extension=extension.to.isoformat(), because=because, due_at=due.isoformat(timespec="minutes")
        )
    return calendar.closing(extension.to)


def _is_provisional(received_at: datetime, at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether a year between reception and the due moment has no confirmed notice yet."""
    return not all(calendar.is_confirmed(year) for year in range(received_at.year, at.year + 1))


def _rolled_over(count: _Count, calendar: WorkingCalendar) -> DaysOff | None:
    if count.reached is None:
        return None
    return calendar.labelled(count.reached, count.first_at.date() - timedelta(days=1))


def _days_off(count: _Count, limit: TimeLimit, calendar: WorkingCalendar) -> tuple[DaysOff, ...]:
    """Days off that were passed over. Calendar days and months count them; only what pauses add does not."""
    begin = count.first_at if limit.is_by_calendar else count.start
    if count.extension is None:
        return calendar.days_off(begin.date(), count.unextended.date())
    # Since the calendar changed, the count that was extended may reach beyond the date extended to, and that
    # date may be a day off.
    worked = count.extension
    while not calendar.is_working(worked):
        worked -= timedelta(days=1)
    passed = calendar.days_off(begin.date(), min(count.unextended.date(), worked))
    return passed + calendar.days_off(max(worked, begin.date()), count.at.date())


def _swap_days(count: _Count, limit: TimeLimit, calendar: WorkingCalendar) -> tuple[date, ...]:
    """Swap days among the days that were counted, day 0 and the due day included."""
    day_0, end = count.start.date(), count.unextended.date()
    if limit.is_by_calendar:
        days = calendar.swap_days(day_0, day_0) + calendar.swap_days(count.first_at.date(), end)
    else:
        days = calendar.swap_days(day_0, end)
    if count.extension is not None:
        days += calendar.swap_days(count.extension, count.at.date())
    return days


def _listed(runs: tuple[DaysOff, ...]) -> tuple[tuple[DaysOff, ...], int]:
    """`runs` without the plain weekends beyond the first few, and how many those are."""
    if len(runs) <= LISTED_WEEKENDS:
        return runs, 0
    weekends = [run for run in runs if run.is_plain_weekend]
    unlisted = frozenset(weekends[LISTED_WEEKENDS:])
    return tuple(run for run in runs if run not in unlisted), len(unlisted)


def outcome(finished_at: datetime, due_at: datetime, limit: TimeLimit) -> Outcome:
    """Early, on time or late: by the minute for hours, by the date for all other limits."""
    if limit.is_by_minute:
        early, late = finished_at < due_at, finished_at > due_at
    else:
        early, late = finished_at.date() < due_at.date(), finished_at.date() > due_at.date()
    if early:
        return Outcome.EARLY
    return Outcome.LATE if late else Outcome.ON_TIME


def remaining_minutes(moment: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    """Working minutes from `moment` to `due_at`; negative when it has passed."""
    return calendar.working_minutes(moment, due_at)


def is_late(now: datetime, due: Due) -> bool:
    """Whether the due moment has passed; while the clock stands still, whether it had when it stopped."""
    if due.at is not None:
        return outcome(now, due.at, due.limit) is Outcome.LATE
    if due.stopped_at is None or due.at_stop is None:
        return False
    return outcome(due.stopped_at, due.at_stop, due.limit) is Outcome.LATE
