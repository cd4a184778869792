"""Due dates counted again by the present calendar: the supervisor's act after a look at what would move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from counter_app.domain import errors
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import TEXT_LIMIT
from counter_app.domain.recount import is_kept, paper_promise, promised_at, recount
from counter_app.domain.staff import Staff
from counter_app.domain.text import clean
from counter_app.services.acting import batch, find, on_dossier, own_due
from counter_app.services.moments import Moment
from counter_app.services.results import ActDone
from counter_app.storage.unit_of_work import UnitOfWork

Told = Callable[[int, int], object]
"""(done, of) while a long batch goes on."""


@dataclass(frozen=True)
class Recalculation:
    """What is asked: the calendar that was looked at, why, and whether printed promises may come earlier."""

    calendar_version: str
    reason: str
    allow_earlier: bool = False


@dataclass(frozen=True)
class Recalculated:
    """What came of it: every dossier in the order named; codes whose date moved, and whose printed promise
    was kept."""

    results: tuple[ActDone, ...]
    moved: tuple[str, ...]
    kept: tuple[str, ...]


def recalculate(
    uow: UnitOfWork,
    codes: Sequence[str],
    wanted: Recalculation,
    *,
    by: str,
    at: datetime | None = None,
    told: Told | None = None,
) -> Recalculated:
    """Count the due dates of these open dossiers afresh, all or none; each date that moves is a new receipt
    version.

    A promise on paper that would come earlier is kept: the due date stays as it was explained, and the event
    says so. Raises CalendarVersionOld where the calendar looked at is not the present one, and what a batch
    raises.
    """
    reason = clean(wanted.reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    if not codes:
        raise errors.InvalidField(field="codes", problem="empty")
    _check_version(uow, wanted.calendar_version)
    asked = Recalculation(wanted.calendar_version, reason, wanted.allow_earlier)
    moved: list[str] = []
    kept: list[str] = []
    done = 0

    def one(dossier: Dossier) -> ActDone:
        nonlocal done
        answer = on_dossier(uow, K.DUE_RECALCULATED, dossier, partial(_payload, uow, asked), by=by, at=at)
        if uow.recorded[-1].event.payload["is_kept"]:
            kept.append(answer.code)
        elif answer.receipt_version > dossier.receipt_version:
            moved.append(answer.code)
        done += 1
        if told is not None:
            told(done, len(codes))
        return answer

    done_all = batch(uow, [partial(find, uow, code) for code in codes], one)
    return Recalculated(done_all.results, tuple(moved), tuple(kept))


def _check_version(uow: UnitOfWork, wanted: str) -> None:
    present = uow.reference.calendar.version
    if wanted != present:
        raise errors.CalendarVersionOld(calendar_version=wanted, present=present)


def _payload(
    uow: UnitOfWork, asked: Recalculation, dossier: Dossier, person: Staff, moment: Moment
) -> dict[str, Any]:
    assert dossier.due is not None  # the table lets only received dossiers be counted again
    due = recount(dossier, uow.reference.calendar)
    old_at, new_at = promised_at(dossier.due), promised_at(due)
    moves = due.at is not None and new_at != old_at
    # Also while the clock stands still: the date would come earlier when it goes on.
    keeps = not asked.allow_earlier and _is_kept(uow, dossier, old_at, new_at)
    payload: dict[str, Any] = {
        "calendar_version": asked.calendar_version,
        "reason": asked.reason,
        "old_due": old_at.isoformat(timespec="minutes"),
        "due": dossier.due.to_json() if keeps else due.to_json(),
        "receipt_version": dossier.receipt_version + (moves and not keeps),
        "is_kept": keeps,
    }
    if dossier.stays:
        stay = dossier.stays[-1]
        own = own_due(uow, dossier, stay.unit, stay.since, dossier.pauses)
        payload["own_due"] = own.isoformat(timespec="minutes") if own else None
    return payload


def _is_kept(uow: UnitOfWork, dossier: Dossier, old_at: datetime, new_at: datetime) -> bool:
    if new_at >= old_at:
        return False
    return is_kept(old_at, new_at, paper_promise(dossier.stream, uow.events(dossier.stream)))
