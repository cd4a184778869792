"""When an open window meets the central store by itself: pure, of the clock and of what was tried before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

NIGHT = time(2, 0)
"""Local time of the thorough pass."""
USUAL = timedelta(minutes=2)
"""From the end of a pass to the next one while the centre is reachable."""
LONGEST = timedelta(minutes=30)
"""The longest pause while it is not: 2, 4, 8, 16, then always this."""
OLD = timedelta(days=1)
"""A last good pass that is older is caught up with, whatever the night did."""


class PassKind(StrEnum):
    """Why a pass is due."""

    HANDOVER = "handover"
    NIGHT = "night"
    CATCH_UP = "catch_up"
    USUAL = "usual"

    @property
    def is_thorough(self) -> bool:
        """Whether it compares everything with the centre."""
        return self in (PassKind.NIGHT, PassKind.CATCH_UP)


@dataclass(frozen=True)
class Past:
    """What was before; naive local moments, None never.

    last_ok: end of the last pass that went through; last_night: of the last thorough one that did.
    last_try: end of the last pass of this window, whatever became of it. failures: how many of them in a
    row could not go on. is_owed_now: something was handed over since the last one began.
    """

    last_ok: datetime | None = None
    last_night: datetime | None = None
    last_try: datetime | None = None
    failures: int = 0
    is_owed_now: bool = False


def due_pass(now: datetime, past: Past) -> PassKind | None:
    """The pass that is to begin at a naive local moment, None for none.

    A moment of the past that lies after `now` (the clock was put back) says nothing: then one is due.
    """
    if past.is_owed_now:
        return PassKind.HANDOVER
    if past.last_try is not None and timedelta() <= now - past.last_try < pause(past.failures):
        return None
    if not _is_within(past.last_night, last_night(now), now):
        is_recent = _is_within(past.last_ok, now - OLD, now)
        return PassKind.NIGHT if is_recent else PassKind.CATCH_UP
    return PassKind.USUAL


def next_pass(now: datetime, past: Past) -> datetime:
    """When the next pass is due if nothing is handed over before; `now` where one is due already."""
    if due_pass(now, past) is not None or past.last_try is None:
        return now
    return past.last_try + pause(past.failures)


def pause(failures: int) -> timedelta:
    """From the end of a pass to the next one, after so many failures in a row."""
    if failures < 1:
        return USUAL
    return min(USUAL * (1 << min(failures - 1, 10)), LONGEST)


def last_night(now: datetime) -> datetime:
    """The last 02:00 that is not after a naive local moment."""
    night = datetime.combine(now.date(), NIGHT)
    return night if night <= now else night - timedelta(days=1)


def next_night(now: datetime) -> datetime:
    """The first 02:00 after a naive local moment."""
    return last_night(now) + timedelta(days=1)


def handed_over(past: Past) -> Past:
    """Something was handed over: the next pass is due at once, and the pauses begin anew."""
    return replace(past, is_owed_now=True, failures=0)


def begun(past: Past) -> Past:
    """A pass begins: it carries what was handed over so far."""
    return replace(past, is_owed_now=False)


def ended(past: Past, at: datetime, *, is_well: bool, is_thorough: bool) -> Past:
    """A pass ended at a naive local moment; `is_well`: it went through, whether or not both sides agree."""
    if not is_well:
        return replace(past, last_try=at, failures=past.failures + 1)
    night = at if is_thorough else past.last_night
    return replace(past, last_try=at, failures=0, last_ok=at, last_night=night)


def tried(past: Past, at: datetime) -> Past:
    """No pass was made, for another was under way: the usual pause begins, nothing else is known."""
    return replace(past, last_try=at)


def _is_within(moment: datetime | None, begin: datetime, end: datetime) -> bool:
    return moment is not None and begin <= moment <= end
