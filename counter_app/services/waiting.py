"""What lets the clock stand still and go on: papers asked for and brought, fees, stop and resume."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from counter_app.domain import errors
from counter_app.domain.dossier import Dossier, HandedIn, Status
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import MOST_VND, NAME_LIMIT, TEXT_LIMIT, checked_components, missing_components
from counter_app.domain.pauses import Pause
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Staff
from counter_app.domain.text import clean
from counter_app.services import awaiting
from counter_app.services.acting import due_as_promised, on_dossier, own_due, single
from counter_app.services.moments import Moment
from counter_app.services.results import ActDone
from counter_app.services.slip_numbers import numbered_notice
from counter_app.storage import projection_tables as p
from counter_app.storage.unit_of_work import UnitOfWork

Brought = tuple[int, int]
"""A component that was brought: its number (0: none of the list) and copies (0: as many as are required)."""

METHODS = ("cash", "transfer", "online")


def supplement(
    uow: UnitOfWork, code: str, *, items: Sequence[Brought], by: str, at: datetime | None = None
) -> ActDone:
    """Take in what form 02 asked for: the clock goes on, the receipt is issued anew with the new due date.

    What was asked for and not brought is no obstacle (warning `still_missing`); coming after the day that
    was set is none either (warning `respond_by_passed`). Raises InvalidField.

    Of a dossier whose data are not here yet (`awaiting`) no due can be counted now, and no receipt be issued
    anew (warning `due_not_counted`): the fold counts it where the data come.
    """
    if not items:
        raise errors.InvalidField(field="items", problem="empty")
    found = awaiting.find_or_await(uow, code)
    if awaiting.is_unknown(found):
        said = {"items": [{"no": no, "copies": copies} for no, copies in _named_once(items)]}
        warnings = (awaiting.DUE_NOT_COUNTED,)
        return awaiting.record(uow, K.SUPPLEMENTED, found, said, by=by, at=at, warnings=warnings)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        procedure = uow.reference.procedure_version(dossier.procedure, dossier.procedure_version)
        components = _with_brought(dossier, procedure, items)
        missing = missing_components(components, procedure)
        _warn_of_supplement(uow, dossier, components, moment)
        value: dict[str, Any] = {
            "items": [{"no": no, "copies": copies} for no, copies in items],
            "components": [item.to_json() for item in components],
            "missing": list(missing),
        }
        if dossier.received_at is not None:
            value["receipt_version"] = dossier.receipt_version + 1
        return value | clock_goes_on(uow, dossier, moment.at)

    return on_dossier(uow, K.SUPPLEMENTED, found, payload, by=by, at=at)


def _named_once(items: Sequence[Brought]) -> Sequence[Brought]:
    numbers = [no for no, _ in items if no]
    twice = [no for no in numbers if numbers.count(no) > 1]
    if twice:
        raise errors.InvalidField(field="items.no", problem="repeated", value=twice[0])
    return items


def _with_brought(
    dossier: Dossier, procedure: Procedure, items: Sequence[Brought]
) -> tuple[HandedIn, ...]:
    """All that is handed in now. A paper that lay there already keeps its copies unless others are named."""
    held = {item.no: item for item in dossier.components}
    for no, copies in _named_once(items):
        known = procedure.component(no)
        if no and known is None:
            raise errors.InvalidField(field="items.no", problem="unknown", value=no)
        if known is not None:
            before = held.get(no, HandedIn(no, known.copies))
            held[no] = replace(before, copies=copies or before.copies)
    return checked_components(tuple(held.values()), procedure)


def _warn_of_supplement(
    uow: UnitOfWork, dossier: Dossier, components: tuple[HandedIn, ...], moment: Moment
) -> None:
    held = {item.no for item in components}
    if any(no and no not in held for no, _ in dossier.requested_items):
        uow.warnings.append("still_missing")
    if dossier.respond_by is not None and moment.at.date() > dossier.respond_by:
        uow.warnings.append("respond_by_passed")


def clock_goes_on(uow: UnitOfWork, dossier: Dossier, at: datetime) -> dict[str, Any]:
    """Due and own due as they are from `at` on, when the clock goes on then; nothing before reception."""
    if dossier.received_at is None or not dossier.pauses:
        return {}
    start = dossier.pauses[-1].start
    pauses = (*dossier.pauses[:-1], Pause(start, max(at, start)))
    stay = dossier.stays[-1] if dossier.stays else None
    own = own_due(uow, dossier, stay.unit, stay.since, pauses) if stay else None
    return {
        "due": due_as_promised(uow, dossier, pauses).to_json(),
        "own_due": own.isoformat(timespec="minutes") if own else None,
    }


def request_payment(
    uow: UnitOfWork, code: str, *, amount_vnd: int, what: str, by: str, at: datetime | None = None
) -> ActDone:
    """Ask for a fee: the clock stands still until it is paid. `amount_vnd` from 1 to 10^12 đồng."""
    _check_amount(amount_vnd, lowest=1)
    words = clean(what, field="what", max_length=TEXT_LIMIT, required=True, lines=5)
    return single(
        uow, K.PAYMENT_REQUESTED, code, {"amount_vnd": amount_vnd, "what": words}, by=by, at=at
    )


def pay(
    uow: UnitOfWork,
    code: str,
    *,
    amount_vnd: int,
    method: str,
    receipt_no: str,
    exemption: str = "",
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """Enter a payment in the fee ledger; a dossier that waited for it goes on.

    Less than what is owed is taken only with `exemption`, the reason why the rest is not owed; more is a
    slip of the hand. `receipt_no` is compulsory where money was taken; one used before is warned of
    (`receipt_no_used`). After the result any amount is taken, and no clock moves. Raises InvalidField.
    """
    if method not in METHODS:
        raise errors.InvalidField(field="method", problem="unknown", value=method, possible=list(METHODS))
    excused = clean(exemption, field="exemption", max_length=TEXT_LIMIT, lines=5)
    _check_amount(amount_vnd, lowest=0 if excused else 1)
    number = clean(receipt_no, field="receipt_no", max_length=NAME_LIMIT, required=amount_vnd > 0)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        if dossier.status is Status.AWAITING_PAYMENT:
            _check_owed(dossier, amount_vnd, excused)
        _warn_of_number(uow, number)
        value: dict[str, Any] = {"amount_vnd": amount_vnd, "method": method, "receipt_no": number}
        if excused:
            value["exemption"] = excused
        if dossier.status is Status.AWAITING_PAYMENT:
            value |= clock_goes_on(uow, dossier, moment.at)
        return value

    return single(uow, K.PAID, code, payload, by=by, at=at)


def _check_amount(amount_vnd: int, *, lowest: int) -> None:
    if not lowest <= amount_vnd <= MOST_VND:
        raise errors.InvalidField(
            field="amount_vnd", problem="out_of_range", value=amount_vnd, lowest=lowest, highest=MOST_VND
        )


def _check_owed(dossier: Dossier, amount_vnd: int, excused: str) -> None:
    owed = dossier.fee_owed_vnd
    if amount_vnd > owed or (amount_vnd < owed and not excused):
        raise errors.InvalidField(field="amount_vnd", problem="not_owed", value=amount_vnd, owed=owed)


def _warn_of_number(uow: UnitOfWork, number: str) -> None:
    if not number:
        return
    used = select(p.fee_payment.c.n).where(p.fee_payment.c.receipt_no == number).limit(1)
    if uow.conn.execute(used).first() is not None:
        uow.warnings.append("receipt_no_used")


def stop(uow: UnitOfWork, code: str, *, reason: str, by: str, at: datetime | None = None) -> ActDone:
    """Stop the dossier (dừng giải quyết): the clock stands still; form 05 of set B has a number."""
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    return single(uow, K.STOPPED, code, _noticed(uow, text), by=by, at=at)


def withdraw(uow: UnitOfWork, code: str, *, reason: str, by: str, at: datetime | None = None) -> ActDone:
    """The applicant withdraws the dossier (rút hồ sơ): its clock ends; form 05 of set B has a number."""
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    return single(uow, K.WITHDRAWN, code, _noticed(uow, text), by=by, at=at)


def _noticed(uow: UnitOfWork, reason: str) -> Callable[[Dossier, Staff, Moment], dict[str, Any]]:
    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        return {"reason": reason, **numbered_notice(uow, dossier, moment.at.date())}

    return payload


def resume(uow: UnitOfWork, code: str, *, reason: str, by: str, at: datetime | None = None) -> ActDone:
    """Go on with a stopped dossier; one that waited for papers or a fee still waits."""
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        waits_on = dossier.stopped_from in {Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT}
        return {"reason": text, **({} if waits_on else clock_goes_on(uow, dossier, moment.at))}

    return single(uow, K.RESUMED, code, payload, by=by, at=at)
