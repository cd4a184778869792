"""The catalogue's own acts: publish a version of a procedure, abolish one. Nobody's due date moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from counter_app.domain import errors
from counter_app.domain.errors import FieldProblem
from counter_app.domain.events import EventKind as K
from counter_app.domain.procedure import Procedure, procedure_to_json
from counter_app.domain.procedure_checks import (
    DECISION_LIMIT,
    TEXT_LIMIT,
    checked_day,
    checked_procedure,
    step_minutes_over,
)
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean
from counter_app.storage.reference import Reference
from counter_app.storage.unit_of_work import UnitOfWork


def publish(
    uow: UnitOfWork, procedure: Procedure, *, in_force_from: date | None, decision: str, by: Staff
) -> Procedure:
    """A new procedure, or the next version of one; answers it with its number.

    Dossiers keep the version they were received under; nothing stored changes. `in_force_from` None: as
    if it had always been so, for a first version only. Adds the warning `steps_over_limit` where the
    internal steps are longer than the time limit. Raises NotPermitted, InvalidField, UnitUnknown.
    """
    return publish_all(uow, (procedure,), in_force_from=in_force_from, decision=decision, by=by)[0]


def publish_all(
    uow: UnitOfWork,
    procedures: tuple[Procedure, ...],
    *,
    in_force_from: date | None,
    decision: str,
    by: Staff,
) -> tuple[Procedure, ...]:
    """As `publish`, for many of one decision, in the order given. A date or decision that a procedure names
    itself goes before the common one."""
    _check_may(by)
    reference = uow.reference  # once: it is read anew after each event
    codes = national_codes(reference)
    made = []
    for given in procedures:
        dated = replace(
            given,
            in_force_from=given.in_force_from or in_force_from,
            in_force_to=None,
            decision=given.decision or decision,
            ending="",
        )
        version = _checked(reference, dated, codes)
        codes[version.national_code] = version.id
        if step_minutes_over(version):
            uow.warnings.append("steps_over_limit")
        payload = {"id": version.id, "version": version.version, "procedure": procedure_to_json(version)}
        uow.record(f"procedure:{version.id}", K.PROCEDURE_PUBLISHED, payload, by)
        made.append(version)
    return tuple(made)


def national_codes(reference: Reference) -> dict[str, str]:
    """National code → the procedure whose newest version bears it."""
    newest = (
        reference.procedure_version(procedure_id, max(versions))
        for procedure_id, versions in reference.procedure_texts.items()
    )
    return {each.national_code: each.id for each in newest if each.national_code}


def open_units(reference: Reference) -> frozenset[str]:
    """Codes of the units that are open: only those may lead a procedure or do a step."""
    return frozenset(code for code, unit in reference.units.items() if unit.is_open)


def newest_version(reference: Reference, procedure_id: str) -> Procedure | None:
    """The version published last, in force or not; None for a procedure that is not known."""
    versions = reference.procedure_texts.get(procedure_id)
    return reference.procedure_version(procedure_id, max(versions)) if versions else None


def _checked(reference: Reference, procedure: Procedure, codes: dict[str, str]) -> Procedure:
    version = checked_procedure(procedure, open_units(reference))
    holder = codes.get(version.national_code) if version.national_code else None
    if holder not in (None, version.id):
        raise errors.InvalidField(
            field="national_code",
            problem=FieldProblem.REPEATED,
            value=version.national_code,
            procedure=holder,
        )
    before = newest_version(reference, version.id)
    check_begin(version.in_force_from, before)
    return replace(version, version=before.version + 1 if before else 1)


def check_begin(in_force_from: date | None, before: Procedure | None) -> None:
    """A version begins on a day, and not before the one it comes after. Raises InvalidField."""
    if in_force_from is None:
        if before is not None:
            raise errors.InvalidField(field="in_force_from", problem=FieldProblem.EMPTY)
        return
    checked_day(in_force_from, field="in_force_from")
    earliest = before.in_force_from if before else None
    if earliest is not None and in_force_from < earliest:
        raise errors.InvalidField(
            field="in_force_from",
            problem="before_the_last",
            value=in_force_from.isoformat(),
            earliest=earliest.isoformat(),
        )


def end(
    uow: UnitOfWork, procedure_id: str, *, in_force_to: date, decision: str, reason: str, by: Staff
) -> Procedure:
    """Abolish a procedure: `in_force_to` is the last day on which a dossier may be received.

    A later decision may move that day. Raises NotPermitted, ProcedureUnknown, and InvalidField: no
    decision, or a last day before the newest version begins.
    """
    _check_may(by)
    newest = newest_version(uow.reference, procedure_id)
    if newest is None:
        raise errors.ProcedureUnknown(procedure=procedure_id)
    checked_day(in_force_to, field="in_force_to")
    begins = newest.in_force_from
    if begins is not None and in_force_to < begins:
        raise errors.InvalidField(
            field="in_force_to",
            problem="before_the_last",
            value=in_force_to.isoformat(),
            earliest=begins.isoformat(),
        )
    payload = {
        "id": procedure_id,
        "in_force_to": in_force_to.isoformat(),
        "decision": clean(decision, field="decision", max_length=DECISION_LIMIT, required=True),
        "reason": clean(reason, field="reason", max_length=TEXT_LIMIT, lines=20),
    }
    uow.record(f"procedure:{procedure_id}", K.PROCEDURE_ENDED, payload, by)
    return replace(newest, in_force_to=in_force_to, ending=payload["decision"])


def _check_may(by: Staff) -> None:
    if not by.may(Permission.ADMINISTER):
        raise errors.NotPermitted(
            act="administer", by=by.login, role=str(by.role), permission=str(Permission.ADMINISTER)
        )
