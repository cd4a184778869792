"""A supervisor settles what desks did without knowing of each other: one event stands, others do not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from counter_app.domain import conflicts, errors
from counter_app.domain.conflicts import NEITHER
from counter_app.domain.deadline import outcome as punctuality
from counter_app.domain.decisions import Resolution
from counter_app.domain.dossier import Dossier
from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import TEXT_LIMIT
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean
from counter_app.services.acting import due_as_promised, on_dossier
from counter_app.services.moments import Moment, moment_of
from counter_app.services.results import ActDone
from counter_app.storage.conflict_tables import conflict as t
from counter_app.storage.store import Reading
from counter_app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class _Row:
    id: str
    stream: str
    event_id: str
    because: str
    over: tuple[str, ...]


def resolve(
    uow: UnitOfWork, conflict: str, *, chosen: str = NEITHER, reason: str, by: str, at: datetime | None = None
) -> ActDone:
    """Decide a conflict for one of its events; the others of it are left out of the fold, and stay visible.

    `chosen`: the struck event, one of those it lost against, or NEITHER ("": what is struck stays struck; of
    two dossiers with one code, or of a reception without the right to it: seen, and nothing is left out).
    An event whose author had no right to it stands when it is chosen. Where the clock ran otherwise than
    the dossier's due says, the decision carries the due counted again, never earlier than was promised.

    Raises ConflictUnknown, ConflictSettled, InvalidField (chosen is none of its events, no reason),
    ChoiceNotPossible (the event could not stand whatever were left out), NotPermitted, StaffUnknown.
    """
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    row = _open_conflict(uow, conflict)
    possible = (row.event_id, *row.over, NEITHER)
    if chosen not in possible:
        raise errors.InvalidField(field="chosen", problem="unknown", value=chosen, possible=list(possible))
    if not row.stream.startswith("dossier:"):
        return _of_reference(uow, row, chosen, text, by=by, at=at)
    dossier = uow.dossier(row.stream)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        return _decision(uow, dossier, row, chosen) | {"reason": text}

    return on_dossier(uow, K.CONFLICT_RESOLVED, dossier, payload, by=by, at=at)


def _open_conflict(uow: UnitOfWork, conflict: str) -> _Row:
    found = uow.conn.execute(
        select(t.c.stream, t.c.event_id, t.c.because, t.c.is_resolved, t.c.over).where(t.c.id == conflict)
    ).first()
    if found is None:
        raise errors.ConflictUnknown(conflict=conflict)
    if found.is_resolved:
        raise errors.ConflictSettled(conflict=conflict)
    over = tuple(str(each) for each in json.loads(found.over))
    return _Row(conflict, found.stream, found.event_id, found.because, over)


def _decision(uow: UnitOfWork, dossier: Dossier, row: _Row, chosen: str) -> dict[str, Any]:
    """What is recorded of a decision about a dossier. Raises ChoiceNotPossible."""
    found = conflicts.conflict_of(dossier, row.id)
    if found is None:  # two dossiers with one code, or a whole stream that nobody can read: no fold met it
        return _said(Resolution(row.id, chosen, ()))
    events = uow.events(dossier.stream)
    resolution = conflicts.resolution_of(dossier.stream, events, found, chosen)
    after = conflicts.decided(dossier.stream, events, resolution)
    if chosen == row.event_id and not conflicts.stands(after, chosen):
        because = _why(after, chosen, found.because)
        raise errors.ChoiceNotPossible(conflict=row.id, chosen=chosen, because=because)
    return _said(resolution) | counted_again(uow, dossier, after)


def _why(after: Dossier, chosen: str, because: str) -> str:
    return next((each.because for each in after.conflicts if each.event_id == chosen), because)


def _said(resolution: Resolution) -> dict[str, Any]:
    return {"conflict": resolution.conflict, "chosen": resolution.chosen, "over": list(resolution.over)}


def counted_again(uow: UnitOfWork | Reading, before: Dossier, after: Dossier) -> dict[str, Any]:
    """Due and punctuality, where what stands now lets the clock run otherwise."""
    is_clock_the_same = (after.pauses, after.extension, after.received_at, after.limit) == (
        before.pauses, before.extension, before.received_at, before.limit
    )
    if is_clock_the_same or after.received_at is None or after.limit is None:
        return {}
    due = due_as_promised(uow, after, after.pauses)
    values: dict[str, Any] = {"due": due.to_json()}
    if after.finished_at is not None and due.at is not None:
        values["punctuality"] = str(punctuality(after.finished_at, due.at, after.limit))
    return values


def _of_reference(
    uow: UnitOfWork, row: _Row, chosen: str, reason: str, *, by: str, at: datetime | None
) -> ActDone:
    """The decision about a change of catalogue, calendar, settings or staff, in that stream itself."""
    person = uow.reference.person(by)
    if not person.may(Permission.SUPERVISE):
        raise errors.NotPermitted(
            act="resolve", by=by, role=str(person.role), permission=str(Permission.SUPERVISE)
        )
    over = row.over if chosen == row.event_id else (row.event_id,)
    if row.because != ConflictCause.CHANGED_ELSEWHERE or not chosen:
        over = ()
    moment = moment_of(uow, at)
    payload = _said(Resolution(row.id, chosen, over)) | {"reason": reason}
    event = uow.record(
        row.stream, K.CONFLICT_RESOLVED, payload, person, at=moment.given, quality=moment.quality
    )
    return ActDone(row.stream, row.stream, event.id, "", "", None, tuple(uow.warnings))
