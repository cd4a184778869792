"""Paper that came quicker than its data: the act is recorded at once and folds when the dossier arrives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from counter_app.domain import errors, transitions
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import EventKind as K
from counter_app.domain.staff import Staff
from counter_app.queries.awaited import own_code
from counter_app.services.acting import find
from counter_app.services.moments import moment_of
from counter_app.services.results import ActDone
from counter_app.storage import event_log
from counter_app.storage.conflict_tables import awaited_act as t
from counter_app.storage.stream_log import AWAITED, awaited_stream, streams_of_code
from counter_app.storage.unit_of_work import UnitOfWork

AWAITING_DATA = "awaiting_data"
"""Status in the answer of an act that waits."""
TAKEN_BACK = "revoked"
"""Status in the answer where an act that waited was taken back."""
AWAITS_DATA = "awaits_data"
DUE_NOT_COUNTED = "due_not_counted"


def find_or_await(uow: UnitOfWork, code: str) -> Dossier:
    """The dossier a code names; at a desk that shares its log, for a code of ours that is unknown here, an
    empty one in whose stream acts wait. Raises CodeNotReadable, ForeignCode, DossierUnknown."""
    try:
        return find(uow, code)
    except errors.DossierUnknown:
        text = own_code(code, uow.origin.agency)
        if not text or not uow.is_joined:
            raise
        return Dossier(awaited_stream(text), code=text)


def is_unknown(dossier: Dossier) -> bool:
    """Whether it is one of which nothing is known here but its code."""
    return dossier.status is None and dossier.stream.startswith(AWAITED)


def must_wait_to_take(uow: UnitOfWork, dossier: Dossier, unit: str) -> bool:
    """Whether a take-over by `unit` tells of a handover that is not here yet: the data say that the paper is
    elsewhere, and the paper lies in the unit's hands. At a desk that shares no log they say what is so."""
    if is_unknown(dossier):
        return True
    if not uow.is_joined or dossier.unknown_kinds or dossier.status not in transitions.MOVABLE:
        return False
    is_coming = dossier.transit is not None and dossier.transit.to == unit
    return bool(dossier.holder) and dossier.holder != unit and not is_coming


def record(
    uow: UnitOfWork,
    kind: K,
    dossier: Dossier,
    said: Mapping[str, Any],
    *,
    by: str,
    at: datetime | None = None,
    warnings: Sequence[str] = (),
) -> ActDone:
    """Record an act that waits for its dossier's data; the answer's status is `awaiting_data`.

    Raises NotPermitted, StaffUnknown, AwaitedAlready (the same act by the same unit still waits: one paper is
    taken over, brought or returned once), and the errors of the moment.
    """
    person = uow.reference.person(by)
    rule = transitions.RULES[kind]
    transitions.check_permission(rule, dossier, person)
    _check_once(uow, rule.act, kind, dossier, person)
    moment = moment_of(uow, at, dossier)
    payload = {**said, "code": dossier.code, "awaits": True}
    event = uow.record(dossier.stream, kind, payload, person, at=moment.given, quality=moment.quality)
    return ActDone(
        stream=dossier.stream,
        code=dossier.code,
        event_id=event.id,
        status=AWAITING_DATA,
        holder=person.unit if kind is K.TAKEN_OVER else dossier.holder,
        due_at=dossier.due_at,
        warnings=(*uow.warnings, AWAITS_DATA, *warnings),
        receipt_version=dossier.receipt_version,
    )


def take_over(uow: UnitOfWork, dossier: Dossier, *, by: str, at: datetime | None = None) -> ActDone:
    """Take over a paper whose handover is not known here. Who gave it, in which batch, and the unit's own due
    are not known either: the handover tells the first two when it comes; there is no own due."""
    said = {"batch": "", "from": "", "to": uow.reference.person(by).unit, "own_due": None}
    return record(uow, K.TAKEN_OVER, dossier, said, by=by, at=at)


def folded_in(uow: UnitOfWork, event_id: str) -> str | None:
    """The stream in which an event has its effect, None where there is no such event: an act that waited for
    its dossier is told in the dossier's, once that took it in."""
    stream = event_log.stream_of(uow.conn, event_id)
    if stream is None or not stream.startswith(AWAITED):
        return stream
    told = streams_of_code(uow.conn, stream.removeprefix(AWAITED))
    return next((each for each in told if event_id not in uow.dossier(each).waiting), stream)


def take_back(
    uow: UnitOfWork, stream: str, event_id: str, *, reason: str, by: str, at: datetime | None = None
) -> ActDone:
    """Take back an act that still waits in `stream`: it waits no more, and has no effect should data come.

    Raises NotPermitted, StaffUnknown, RevokeNotPossible, and the errors of the moment.
    """
    person = uow.reference.person(by)
    dossier = Dossier(stream, code=stream.removeprefix(AWAITED))
    rule = transitions.RULES[K.REVOKED]
    transitions.check_permission(rule, dossier, person)
    uow.project()
    row = uow.conn.execute(select(t.c.kind, t.c.is_folded).where(t.c.event_id == event_id)).first()
    if row is None or row.is_folded:
        because = "kind_not_revocable" if row is None else "revoked_already"
        facts = transitions.state_facts(rule, dossier) | {"kind": row.kind if row else ""}
        raise errors.RevokeNotPossible(**facts, event_id=event_id, because=because)
    moment = moment_of(uow, at)
    said = {"event_id": event_id, "reason": reason}
    event = uow.record(stream, K.REVOKED, said, person, at=moment.given, quality=moment.quality)
    return ActDone(stream, dossier.code, event.id, TAKEN_BACK, "", None, tuple(uow.warnings))


def _check_once(uow: UnitOfWork, act: str, kind: K, dossier: Dossier, person: Staff) -> None:
    uow.project()
    found = uow.conn.execute(
        select(t.c.at, t.c.by).where(
            t.c.code == dossier.code, t.c.kind == str(kind), t.c.unit == person.unit, t.c.is_folded == 0
        )
    ).first()
    if found is not None:
        raise errors.AwaitedAlready(act=act, code=dossier.code, at=found.at, by=found.by)
