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
from counter_app.domain.recount import promised_at, recount
from counter_app.domain.staff import Staff
from counter_app.domain.text import clean
from counter_app.queries.calendar_preview import is_on_paper
from counter_app.services.acting import batch, find, on_dossier, own_due
from counter_app.services.moments import Moment
from counter_app.services.results import ActDone, BatchDone
from counter_app.storage.unit_of_work import UnitOfWork

Told = Callable[[int, int], object]
"""(done, of) while a long batch goes on."""


@dataclass(frozen=True)
class Recalculation:
    """What is asked: the calendar that was looked at, why, and whether printed promises may come earlier."""

    calendar_version: str
    reason: str
    allow_earlier: bool = False


def recalculate(
    uow: UnitOfWork,
    codes: Sequence[str],
    wanted: Recalculation,
    *,
    by: str,
    at: datetime | None = None,
    told: Told | None = None,
) -> BatchDone:
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
    done = 0

    def one(dossier: Dossier) -> ActDone:
        nonlocal done
        answer = on_dossier(
            uow, K.DUE_RECALCULATED, dossier, partial(_payload, uow, asked), by=by, at=at
        )
        done += 1
        if told is not None:
            told(done, len(codes))
        return answer

    return batch(uow, [partial(find, uow, code) for code in codes], one)


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
    is_kept = moves and new_at < old_at and not asked.allow_earlier and is_on_paper(uow, dossier.stream)
    payload: dict[str, Any] = {
        "calendar_version": asked.calendar_version,
        "reason": asked.reason,
        "old_due": old_at.isoformat(timespec="minutes"),
        "due": dossier.due.to_json() if is_kept else due.to_json(),
        "receipt_version": dossier.receipt_version + (moves and not is_kept),
        "is_kept": is_kept,
    }
    if dossier.stays:
        stay = dossier.stays[-1]
        own = own_due(uow, dossier, stay.unit, stay.since, dossier.pauses)
        payload["own_due"] = own.isoformat(timespec="minutes") if own else None
    return payload
