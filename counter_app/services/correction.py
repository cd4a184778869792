"""Correct and reissue, void, revoke: what was wrong is told by a second event, never altered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from counter_app.domain import errors, transitions
from counter_app.domain.conflicts import without_effect
from counter_app.domain.deadline import outcome as punctuality
from counter_app.domain.dossier import Dossier, Status, StepTime, runs_of
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import fold
from counter_app.domain.intake import TEXT_LIMIT, NewDossier, checked, form_of, intake_payload, same_names
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.steps import run_due
from counter_app.domain.text import clean
from counter_app.services import awaiting
from counter_app.services.acting import due_as_promised, due_now, find, on_dossier, single
from counter_app.services.moments import Moment, check_year
from counter_app.services.reception import check_references
from counter_app.services.results import ActDone
from counter_app.storage import numbers
from counter_app.storage.stream_log import AWAITED
from counter_app.storage.unit_of_work import UnitOfWork

REVOCABLE = frozenset(
    {
        *(K.RETURNED, K.PAID, K.EXTENDED, K.FINISHED, K.NOTE_ADDED, K.NOTIFIED, K.SURVEYED),
        *(K.ASSIGNED, K.STEP_DONE),
    }
)
"""Slips of the hand that may be taken back; a reception, a handover or a correction has its own way back."""


def correct(
    uow: UnitOfWork,
    code: str,
    form: NewDossier,
    *,
    reason: str,
    by: str,
    received_at: datetime | None = None,
    at: datetime | None = None,
) -> ActDone:
    """Correct a received dossier and reissue its receipt as the next version.

    `form` is the whole form as it should have been (`form_of` gives the present one); `received_at` the true
    moment of receipt, if that was wrong. Code, scan number and form set stay. The due date is explained
    afresh. Raises CorrectionTooLate, NoComponents, NothingChanged, InvalidField and what `single` raises.
    """

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        _check_day(dossier, person, moment)
        if dossier.components and not form.components and not person.may(Permission.SUPERVISE):
            # A receipt for no paper at all is a supervisor's decision, also as a second version.
            raise errors.NoComponents(procedure=form.procedure)
        text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
        after, changes = _after(uow, dossier, form, received_at, moment)
        _warn_of_papers(uow, dossier, after)
        return {"changes": changes, "reason": text, "after": after}

    return single(uow, K.CORRECTED, code, payload, by=by, at=at)


def _check_day(dossier: Dossier, person: Staff, moment: Moment) -> None:
    received = dossier.received_at
    if received is None or received.date() == moment.at.date() or person.may(Permission.SUPERVISE):
        return
    raise errors.CorrectionTooLate(
        code=dossier.code, received_on=received.date().isoformat(), by=person.login
    )


def _warn_of_papers(uow: UnitOfWork, dossier: Dossier, after: dict[str, Any]) -> None:
    """Another procedure may know none of the papers: the counter must say anew what was handed in."""
    if dossier.components and after.get("components") == []:
        uow.warnings.append("no_components")


def _after(
    uow: UnitOfWork, dossier: Dossier, form: NewDossier, received_at: datetime | None, moment: Moment
) -> tuple[dict[str, Any], list[str]]:
    """Values after the correction (only those that change, and what follows from them), and their names."""
    received = _received_at(dossier, received_at, moment)
    procedure = _procedure(uow, dossier, form, received)
    old = uow.reference.procedure_version(dossier.procedure, dossier.procedure_version)
    if not _is_same(procedure, old) and form.components == dossier.components:
        form = replace(form, components=same_names(dossier.components, old, procedure))
    form = checked(form, procedure, moment.at.date())
    if (form.slip, form.joint) != (dossier.from_slip, dossier.joint):
        check_references(uow, form, received.date())
    before = intake_payload(form_of(dossier), old)
    now = intake_payload(form, procedure)
    now["fee_vnd"] = _fee(dossier, old, procedure)
    before["fee_vnd"] = dossier.fee_vnd
    names = sorted(key for key in now.keys() | before.keys() if now.get(key) != before.get(key))
    after = {key: now.get(key, _EMPTY.get(key, "")) for key in names}
    if received != dossier.received_at:
        names.append("received_at")
        after["received_at"] = received.isoformat(timespec="minutes")
    if not names:
        raise errors.NothingChanged(code=dossier.code)
    after |= _consequences(uow, dossier, procedure, received)
    after["receipt_version"] = dossier.receipt_version + 1
    return after, names


def _fee(dossier: Dossier, old: Procedure, new: Procedure) -> int:
    """The new procedure's fee, where nothing was asked for: a fee that the desk asked for stays asked, or
    nobody could pay it any more."""
    is_awaited = Status.AWAITING_PAYMENT in (dossier.status, dossier.stopped_from)
    is_kept = _is_same(new, old) or is_awaited or dossier.fee_vnd != old.fee_vnd
    return dossier.fee_vnd if is_kept else new.fee_vnd


_EMPTY: dict[str, Any] = {"fee_paid_vnd": 0, "joint": [], "submitter": None}


def _received_at(dossier: Dossier, wanted: datetime | None, moment: Moment) -> datetime:
    assert dossier.received_at is not None  # the table lets only received dossiers be corrected
    if wanted is None:
        return dossier.received_at
    wanted = wanted.replace(second=0, microsecond=0)
    check_year(wanted, "received_at")
    if wanted > moment.at:
        now = moment.at.isoformat(timespec="minutes")
        raise errors.AtInFuture(at=wanted.isoformat(timespec="minutes"), now=now)
    earliest = [pause.start for pause in dossier.pauses] + [stay.since for stay in dossier.stays[1:]]
    earliest += [stay.given_at for stay in dossier.stays if stay.given_at is not None]
    if dossier.finished_at is not None:
        earliest.append(dossier.finished_at)
    if dossier.extension is not None:
        earliest.append(dossier.extension.decided_at)
    if earliest and wanted > min(earliest):
        raise errors.InvalidField(
            field="received_at", problem="after_next_event", value=wanted.isoformat(timespec="minutes")
        )
    return wanted


def _procedure(uow: UnitOfWork, dossier: Dossier, form: NewDossier, received: datetime) -> Procedure:
    """The version it is to be under: its own, unless the true day of receipt lies beyond the day on which
    another version of it took effect."""
    wanted = uow.reference.find_procedure(form.procedure, received.date())
    if wanted.id != dossier.procedure:
        return wanted
    assert dossier.received_at is not None  # as above
    if _version_on(uow, wanted.id, dossier.received_at.date()) in (None, wanted.version):
        return uow.reference.procedure_version(dossier.procedure, dossier.procedure_version)
    return wanted


def _version_on(uow: UnitOfWork, procedure_id: str, day: date) -> int | None:
    """The version in force on a day; None where none was (it may have been ended since)."""
    try:
        return uow.reference.find_procedure(procedure_id, day).version
    except errors.ProcedureNotInForce:
        return None


def _is_same(one: Procedure, other: Procedure) -> bool:
    return (one.id, one.version) == (other.id, other.version)


def _consequences(
    uow: UnitOfWork, dossier: Dossier, procedure: Procedure, received: datetime
) -> dict[str, Any]:
    """Due, own due, punctuality, and a number in the new book where the field or the year changed.

    The due date is counted anew only where what it rests on was wrong: a later calendar never moves a
    promise that a correction of a phone number does not touch.
    """
    if procedure.id == dossier.procedure and received == dossier.received_at:
        return {}
    due = due_now(uow, replace(dossier, received_at=received, limit=procedure.limit), dossier.pauses)
    values: dict[str, Any] = {"due": due.to_json()}
    *earlier, values["own_due"] = _own_dues(uow, dossier, procedure, received) or [None]
    if earlier:
        values["own_dues"] = earlier
    if dossier.finished_at is not None and due.at is not None:
        values["punctuality"] = str(punctuality(dossier.finished_at, due.at, procedure.limit))
    book = f"{procedure.field}-{received.year}"
    if book != dossier.book.rpartition("-")[0]:  # at whatever desk it is corrected: a book is its desk's
        book = f"{book}-{uow.origin.label}"
        values |= {"book": book, "number": numbers.next_in_book(uow.conn, book)}
    return values


def _own_dues(
    uow: UnitOfWork, dossier: Dossier, procedure: Procedure, received: datetime
) -> list[str | None]:
    """Own due of every stay as it should have been; one that is over is judged by the pauses it saw whole."""
    steps = tuple(StepTime(step.no, step.unit, step.minutes) for step in procedure.steps)
    runs = {run.index: run for run in runs_of(steps)}
    found: list[str | None] = []
    for place, stay in enumerate(dossier.with_steps(steps).stays):
        run = None if stay.run is None else runs[stay.run]
        until = stay.until
        seen = [p for p in dossier.pauses if until is None or (p.end is not None and p.end <= until)]
        since = stay.since if place else received
        due = run_due(since, run.minutes, uow.reference.calendar, seen) if run else None
        found.append(due.isoformat(timespec="minutes") if due else None)
    return found


def void(uow: UnitOfWork, code: str, *, reason: str, by: str, at: datetime | None = None) -> ActDone:
    """Void a dossier that was received by mistake and never handed over; its number stays used."""
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    return single(uow, K.VOIDED, code, {"reason": text}, by=by, at=at)


def revoke(uow: UnitOfWork, event_id: str, *, reason: str, by: str, at: datetime | None = None) -> ActDone:
    """Take back a slip of the hand: the fold leaves that event out; both stay visible. So is any act that
    still waits for its dossier's data: its code may have been mistyped, and no data would ever come.

    Raises EventUnknown, RevokeNotPossible (wrong kind, revoked already, or later acts stand on it).
    """
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    stream = awaiting.folded_in(uow, event_id)
    if stream is not None and stream.startswith(AWAITED):
        return awaiting.take_back(uow, stream, event_id, reason=text, by=by, at=at)
    if stream is None or not stream.startswith("dossier:"):
        raise errors.EventUnknown(event_id=event_id)
    dossier = uow.dossier(stream)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        return {"event_id": event_id, "reason": text, **_without(uow, dossier, event_id)}

    return on_dossier(uow, K.REVOKED, dossier, payload, by=by, at=at)


def _without(uow: UnitOfWork, dossier: Dossier, event_id: str) -> dict[str, Any]:
    """What follows for the due date when the event is left out. Raises RevokeNotPossible."""
    events = uow.events(dossier.stream)
    target = next(event for event in events if event.id == event_id)

    def refuse(because: str) -> errors.RevokeNotPossible:
        state = transitions.state_facts(transitions.RULES[K.REVOKED], dossier)
        return errors.RevokeNotPossible(
            **state, event_id=event_id, kind=str(target.kind), because=because
        )

    revoked = {str(event.payload.get("event_id")) for event in events if event.kind is K.REVOKED}
    if target.kind not in REVOCABLE and event_id not in dossier.waiting:
        raise refuse("kind_not_revocable")
    if event_id in revoked:
        raise refuse("revoked_already")
    rest = fold(dossier.stream, [event for event in events if event.id not in revoked | {event_id}])
    if len(without_effect(rest)) > len(without_effect(dossier)):
        raise refuse("later_acts_stand_on_it")
    is_clock_the_same = (rest.pauses, rest.extension) == (dossier.pauses, dossier.extension)
    if rest.received_at is None or rest.limit is None or is_clock_the_same:
        return {}  # a note taken back must not count the due again by a later calendar
    due = due_as_promised(uow, rest, rest.pauses)
    values: dict[str, Any] = {"due": due.to_json()}
    if rest.finished_at is not None and due.at is not None:
        values["punctuality"] = str(punctuality(rest.finished_at, due.at, rest.limit))
    return values


def correction_form(uow: UnitOfWork, code: str) -> NewDossier:
    """The present form of a dossier, the start of a correction."""
    return form_of(find(uow, code))
