"""What every act on a dossier does first and last: who, which dossier, may they; record; answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from counter_app.domain import transitions
from counter_app.domain.dossier import Dossier
from counter_app.domain.due import Due
from counter_app.domain.errors import ActNotAllowed, CounterError
from counter_app.domain.events import Event, EventKind
from counter_app.domain.pauses import Pause
from counter_app.domain.recount import promised_at, recount
from counter_app.domain.staff import Staff
from counter_app.domain.steps import run_due
from counter_app.queries.calendar_versions import calendar_of
from counter_app.queries.finding import find_stream
from counter_app.services.moments import Moment, moment_of
from counter_app.services.results import ActDone, BatchDone
from counter_app.storage.store import Reading
from counter_app.storage.unit_of_work import UnitOfWork

Payload = Mapping[str, Any]


def find(uow: UnitOfWork, code: str) -> Dossier:
    """The dossier a code names. Raises CodeNotReadable, ForeignCode, DossierUnknown."""
    return uow.dossier(find_stream(uow.conn, uow.origin.agency, code))


def may_begin(uow: UnitOfWork, kind: EventKind, by: str, dossier: Dossier | None = None) -> Staff:
    """The person, once permission, status and custody allow the act.

    Raises StaffUnknown, NotPermitted, ActNotAllowed and the custody errors of `transitions`.
    """
    person = uow.reference.person(by)
    state = dossier or Dossier("")
    if state.unknown_kinds:
        act = transitions.RULES[kind].act
        raise ActNotAllowed(act=act, code=state.shown_code, status="read_only", possible=[])
    transitions.check(kind, state, person)
    return person


def single(
    uow: UnitOfWork,
    kind: EventKind,
    code: str,
    payload: Payload | Callable[[Dossier, Staff, Moment], Payload],
    *,
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """One act on one dossier: `payload` may be a function of the dossier, the person and the moment."""
    dossier = find(uow, code)
    return on_dossier(uow, kind, dossier, payload, by=by, at=at)


def on_dossier(
    uow: UnitOfWork,
    kind: EventKind,
    dossier: Dossier,
    payload: Payload | Callable[[Dossier, Staff, Moment], Payload],
    *,
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """As `single`, for a dossier that was found already."""
    person = may_begin(uow, kind, by, dossier)
    moment = moment_of(uow, at, dossier)
    content = payload(dossier, person, moment) if callable(payload) else payload
    event = uow.record(
        dossier.stream, kind, content, person, at=moment.given, quality=moment.quality
    )
    return answer(uow, event)


def answer(uow: UnitOfWork, event: Event) -> ActDone:
    """What the act made of the dossier."""
    after = uow.dossier(event.stream)
    return ActDone(
        stream=after.stream,
        code=after.shown_code,
        event_id=event.id,
        status=str(after.status),
        holder=after.holder,
        due_at=after.due_at,
        warnings=tuple(uow.warnings),
        receipt_version=after.receipt_version,
    )


def batch(
    uow: UnitOfWork,
    dossiers: Sequence[Callable[[], Dossier]],
    act: Callable[[Dossier], ActDone],
    named: str | None = None,
) -> BatchDone:
    """One act on many dossiers: all or none.

    The first refusal is raised with the fact `refused`: every dossier that could not be, and why. The
    transaction is left without commit by whoever called.
    """
    done: list[ActDone] = []
    refused: list[dict[str, Any]] = []
    first: CounterError | None = None
    seen: set[str] = set()
    for finding in dossiers:
        try:
            dossier = finding()
            if dossier.stream in seen:
                continue
            seen.add(dossier.stream)
            done.append(act(dossier))
        except CounterError as error:
            first = first or error
            refused.append({"code": error.facts.get("code"), "error": error.code, "facts": error.facts})
    if first is not None:
        raise type(first)(**{**first.facts, "refused": refused})
    return BatchDone(named, tuple(done))


def due_now(uow: UnitOfWork | Reading, dossier: Dossier, pauses: Sequence[Pause]) -> Due:
    """The due of a dossier counted afresh with these pauses and its extension, by today's calendar."""
    return recount(dossier, uow.reference.calendar, pauses)


def due_as_promised(uow: UnitOfWork | Reading, dossier: Dossier, pauses: Sequence[Pause]) -> Due:
    """As `due_now`; where that would come before what the dossier was promised, no earlier than by the
    calendar of that promise: neither standing still nor an act taken back brings it forward."""
    due = due_now(uow, dossier, pauses)
    promise = dossier.due
    if promise is None or promised_at(due) >= promised_at(promise):
        return due
    calendar = calendar_of(Reading(uow.conn, uow.reference), promise.calendar_version)
    return due if calendar is None else max(due, recount(dossier, calendar, pauses), key=promised_at)


def own_due(
    uow: UnitOfWork, dossier: Dossier, unit: str, since: datetime, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The holder's own due: working hours of its next run of steps from `since`, pauses left out.

    None while the clock stands still, or where the unit has no such run. It never moves the legal due.
    """
    run = dossier.next_run(unit)
    if run is None:
        return None
    return run_due(since, run.minutes, uow.reference.calendar, pauses)
