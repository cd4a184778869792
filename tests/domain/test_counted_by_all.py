"""A due that an act fixed without having seen all that stands before it is counted again, never earlier."""

from __future__ import annotations

from datetime import datetime, timedelta

from counter_app.domain.copying import replace
from counter_app.domain.counting import counted_by_all, promised_at, recount
from counter_app.domain.deadline import LimitUnit, TimeLimit
from counter_app.domain.dossier import Dossier, Extension, Status
from counter_app.domain.pauses import Pause
from counter_app.services.seed_calendar import seed_calendar
from tests.builders import MONDAY

CALENDAR = seed_calendar()
KNOWN = {CALENDAR.version: CALENDAR}
PAUSE = Pause(MONDAY + timedelta(days=1), MONDAY + timedelta(days=9))
STILL = Pause(MONDAY + timedelta(days=1), None)
WEEK = TimeLimit(7, LimitUnit.WORKING_DAY)
LATER = datetime(2026, 12, 25, 17, 0)


def told(*seen: Pause, stands: tuple[Pause, ...], status: Status = Status.RECEIVED) -> Dossier:
    """A dossier whose due was counted by the pauses `seen`, while others stand."""
    bare = Dossier("dossier:1", status=status, received_at=MONDAY, limit=WEEK, receipt_version=2)
    due = recount(bare, CALENDAR, seen)
    return replace(bare, due=due, due_first=due.at, pauses=stands)


def test_a_pause_that_was_not_seen_is_counted_and_the_receipt_is_to_be_issued_anew() -> None:
    dossier = told(stands=(PAUSE,))
    after = counted_by_all(dossier, KNOWN)
    assert dossier.due is not None and after.due is not None
    assert after.due == recount(dossier, CALENDAR) and promised_at(after.due) > promised_at(dossier.due)
    assert (after.due_first, after.receipt_version) == (after.due.at, 3)


def test_a_due_that_was_counted_by_all_stays() -> None:
    dossier = told(PAUSE, stands=(PAUSE,))
    assert counted_by_all(dossier, KNOWN) is dossier


def test_a_pause_that_does_not_stand_brings_no_promise_forward() -> None:
    dossier = told(PAUSE, stands=())
    after = counted_by_all(dossier, KNOWN)
    assert (after.due, after.receipt_version) == (dossier.due, 2)


def test_where_the_clock_stands_still_the_due_does_not_run_and_keeps_what_was_promised() -> None:
    dossier = told(stands=(STILL,), status=Status.AWAITING_SUPPLEMENT)
    assert dossier.due is not None
    later = replace(dossier, due=replace(dossier.due, at=LATER))
    for each in (dossier, later):
        after = counted_by_all(each, KNOWN).due
        assert each.due is not None and after is not None
        assert after.at is None and after.at_stop == each.due.at
        assert after.remaining_at_stop == CALENDAR.working_minutes(STILL.start, promised_at(each.due))


def test_an_extension_that_was_not_seen_stands() -> None:
    dossier = told(PAUSE, stands=(PAUSE,))
    extension = Extension(promised_at(dossier.due or recount(dossier, CALENDAR)), LATER, LATER, "x", "y")
    after = counted_by_all(replace(dossier, extension=extension), KNOWN)
    assert after.due is not None and after.due.at is not None and after.due.at.date() == LATER.date()
    assert after.due_first == dossier.due_first


def test_what_cannot_be_counted_and_what_saw_everything_stays() -> None:
    dossier = told(stands=(PAUSE,))
    for calendars in (None, {}, {"other": CALENDAR}):
        assert counted_by_all(dossier, calendars) is dossier
    early = replace(dossier, pauses=(Pause(MONDAY - timedelta(days=3), None),))
    assert counted_by_all(early, KNOWN) is early
    ended = replace(dossier, status=Status.FINISHED)
    assert counted_by_all(ended, KNOWN) is ended
