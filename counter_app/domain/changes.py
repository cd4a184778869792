"""What each kind of event changes in a dossier: one small function a kind, and the table of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from counter_app.domain import payload_reading as read
from counter_app.domain.copying import replace
from counter_app.domain.counting import going_on
from counter_app.domain.dossier import (
    Dossier,
    Extension,
    HandedIn,
    Payment,
    Return,
    ReturnBy,
    Status,
    Stay,
    Transit,
)
from counter_app.domain.events import EventKind as K
from counter_app.domain.pauses import Pause
from counter_app.domain.payload_reading import Payload, taken
from counter_app.domain.units import DESK

_OF_A_RECEIPT = ("code", "procedure", "applicant", "book", "number", "receipt_series", "receipt_no")
"""What a reception cannot be without: the projections enter it in book and series."""

def _with_due(dossier: Dossier, payload: Payload) -> Dossier:
    """Take over the due (and the holder's own due) that the act fixed."""
    told: dict[str, Any] = {}
    if payload.get("due"):
        due = read.due(payload["due"])
        first = dossier.due_first if dossier.extension is not None else due.at
        told = {"due": due, "due_first": first or dossier.due_first}
    if "own_due" in payload and dossier.stays:
        last = replace(dossier.stays[-1], own_due=read.moment(payload["own_due"]))
        told["stays"] = (*dossier.stays[:-1], last)
    return replace(dossier, **told) if told else dossier


def _registered(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return replace(taken(dossier, payload), registered_at=at)


def _received(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    if any(key not in payload for key in _OF_A_RECEIPT):
        raise KeyError("no receipt")
    begun = replace(
        taken(dossier, payload),
        received_at=at,
        received_by=str(payload.get("by", "")),
        holder=DESK,
        receipt_version=int(payload.get("receipt_version", 1)),
    )
    run = begun.next_run(DESK)
    stay = Stay(DESK, at, begun.received_by, run=run.index if run else None)
    begun = _with_due(replace(begun, stays=(stay,)), payload)
    return _with_payment(begun, payload, at, begun.fee_paid_vnd)


def _with_payment(dossier: Dossier, payload: Payload, at: datetime, amount_vnd: int) -> Dossier:
    """One more line of the fee ledger, where something was paid or excused."""
    method = str(payload.get("method", ""))
    payment = Payment(
        str(payload.get("event", "")),
        at,
        str(payload.get("by", "")),
        amount_vnd,
        method,
        str(payload.get("receipt_no", "")) if method else "",  # of a reception it is the number of form 01
        str(payload.get("exemption", "")),
    )
    if not amount_vnd and not payment.exemption:
        return dossier
    return replace(dossier, payments=(*dossier.payments, payment))


def _slip_or_refused(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    told = taken(dossier, payload)
    read.check_numbers(payload)
    items = tuple((read.whole(i.get("no") or 0), str(i["text"])) for i in payload.get("items", ()))
    return replace(
        told,
        requested_items=items or told.requested_items,
        respond_by=read.day(payload.get("respond_by")),
        registered_at=told.registered_at or (at if told.received_at is None else None),
    )


def _supplement_requested(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    asked = _slip_or_refused(dossier, payload, at)
    return replace(asked, awaiting_from=dossier.status, supplement_rounds=dossier.supplement_rounds + 1)


def _supplemented(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    told = _with_due(taken(dossier, payload), payload)
    if payload.get("awaits") is True:
        told = going_on(_brought(told, payload), payload.get("calendars") or {}, at)
    return replace(
        told,
        status=dossier.awaiting_from or Status.RECEIVED,
        awaiting_from=None,
        requested_items=(),
        respond_by=None,
    )


def _brought(dossier: Dossier, payload: Payload) -> Dossier:
    """Papers that were taken in where nothing of the dossier was known: their copies as they were named. Its
    receipt is to be issued anew.
    """
    brought = {read.whole(item["no"]): read.whole(item["copies"]) or 1 for item in payload["items"]}
    held = {item.no: item for item in dossier.components}
    for no, copies in brought.items():
        if no:
            held[no] = replace(held.get(no, HandedIn(no, copies)), copies=copies)
    return replace(
        dossier,
        components=tuple(held[no] for no in sorted(held)),
        missing=tuple(no for no in dossier.missing if no not in brought),
        receipt_version=dossier.receipt_version + (dossier.received_at is not None),
    )


def _payment_requested(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    """What is asked comes on top of what was settled before."""
    settled = dossier.fee_paid_vnd + dossier.fee_exempt_vnd
    return replace(dossier, awaiting_from=dossier.status, fee_vnd=settled + read.whole(payload["amount_vnd"]))


def _paid(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    amount = read.whole(payload["amount_vnd"])
    excused = max(0, dossier.fee_owed_vnd - amount) if payload.get("exemption") else 0
    paid = replace(
        _with_payment(dossier, payload, at, amount),
        fee_paid_vnd=dossier.fee_paid_vnd + amount,
        fee_exempt_vnd=dossier.fee_exempt_vnd + excused,
    )
    if dossier.status is Status.FINISHED:
        return paid
    paid = replace(paid, status=dossier.awaiting_from or Status.PROCESSING, awaiting_from=None)
    return _with_due(paid, payload)


def _corrected(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    after = dict(payload["after"])
    str(payload["reason"])
    if "book" in after:
        read.whole(after["number"])
    now = taken(dossier, after)
    now = _with_payment(now, payload, at, now.fee_paid_vnd - dossier.fee_paid_vnd)
    if now.received_at != dossier.received_at and now.received_at and now.stays:
        first = replace(now.stays[0], since=now.received_at)
        now = replace(now, stays=(first, *now.stays[1:]), pauses=_not_before(now))
    if "steps" in after:
        now = now.with_steps(now.steps)
    over = zip(now.stays, after.get("own_dues", ()), strict=False)  # the present stay has its `own_due`
    told = tuple(replace(stay, own_due=read.moment(own)) for stay, own in over)
    return _with_due(replace(now, stays=(*told, *now.stays[len(told) :])), after)


def _not_before(dossier: Dossier) -> tuple[Pause, ...]:
    """The pauses, none before reception: another desk may have stopped a dossier whose reception is moved."""
    at = dossier.received_at
    return tuple(
        pause
        if at is None or pause.start >= at
        else Pause(at, None if pause.end is None else max(at, pause.end))
        for pause in dossier.pauses
    )


def _handed_over(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    giver, to, batch = read.word(payload["from"]), read.word(payload["to"]), read.word(payload["batch"])
    by = str(payload.get("by", ""))
    stays = dossier.stays
    if stays:
        last = replace(stays[-1], given_at=at, given_by=by, given_to=to, batch=batch)
        stays = (*stays[:-1], last)
    transit = Transit(batch, giver, to, at, by)
    return replace(dossier, transit=transit, stays=stays, is_ever_handed_over=True)


def _came_back(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    stays = dossier.stays
    if stays:
        last = replace(stays[-1], given_at=None, given_by="", given_to="", batch="")
        stays = (*stays[:-1], last)
    return replace(dossier, transit=None, stays=stays)


def _taken_over(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    to = read.word(payload["to"])
    used, stays = dossier.used_runs, dossier.stays
    if stays:
        last = stays[-1]
        if last.run is not None:
            used = used | {last.run}
        stays = (*stays[:-1], replace(last, until=at, paused_at_end=dossier.is_paused))
    moved = replace(dossier, transit=None, holder=to, used_runs=used, officer="")
    run = moved.next_run(to)
    stay = Stay(
        to,
        at,
        str(payload.get("by", "")),
        own_due=read.moment(payload.get("own_due")),
        run=run.index if run else None,
    )
    moved = replace(moved, stays=(*stays, stay))
    return moved if to == DESK else _begun(moved)


def _begun(dossier: Dossier) -> Dossier:
    """A unit other than the desk took the paper: received turns into processing, also where a stopped or
    waiting dossier will go back to."""

    def begun(status: Status | None) -> Status | None:
        return Status.PROCESSING if status is Status.RECEIVED else status

    return replace(
        dossier,
        status=begun(dossier.status),
        awaiting_from=begun(dossier.awaiting_from),
        stopped_from=begun(dossier.stopped_from),
    )


def _assigned(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return replace(dossier, officer=str(payload["officer"]))


def _step_done(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return replace(dossier, steps_done=dossier.steps_done | {read.whole(payload["step"])})


def _cooperation_asked(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    units = dict.fromkeys((*dossier.cooperating, *map(str, payload["units"])))
    return replace(dossier, cooperating=tuple(units))


def _extended(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    due = read.due(payload["due"])
    read.check_numbers(payload)
    old = read.local(payload["old_due"])
    new = due.at or old
    extension = Extension(old, new, at, str(payload["reason"]), str(payload["signer"]))
    return replace(dossier, due=due, due_first=old, extension=extension)


def _stopped(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    read.check_numbers(payload)
    return replace(dossier, stopped_from=dossier.status, reason=str(payload["reason"]))


def _resumed(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    back = replace(dossier, status=dossier.stopped_from or Status.PROCESSING, stopped_from=None)
    return _with_due(back, payload)


def _withdrawn(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    read.check_numbers(payload)
    return replace(dossier, reason=str(payload["reason"]), ended_at=at)


def _finished(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return replace(
        dossier,
        granted=payload["outcome"] == "granted",
        outcome=str(payload.get("punctuality") or ""),
        result_no=str(payload.get("result_no") or ""),
        result_on=read.day(payload.get("result_on")),
        finished_at=at,
    )


def _reopened(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return replace(
        dossier,
        granted=None,
        outcome="",
        result_no="",
        result_on=None,
        finished_at=None,
        reason=str(payload["reason"]),
    )


def _returned(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    returned = Return(
        str(payload["to_whom"]),
        str(payload.get("id_number", "")),
        ReturnBy(payload["method"]),
        at,
        str(payload.get("proxy_paper", "")),
    )
    return replace(dossier, returned=returned, ended_at=at, holder="")


def _voided(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return replace(dossier, reason=str(payload["reason"]), ended_at=at)


def _due_recalculated(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return _with_due(taken(dossier, {k: payload[k] for k in ("receipt_version",) if k in payload}), payload)


def _counted_again(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    """What follows for due and punctuality when events are left out, or let stand after all."""
    return _with_due(taken(dossier, {k: payload[k] for k in ("punctuality",) if k in payload}), payload)


def _legacy_imported(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return replace(taken(dossier, payload), status=Status(payload["state"]), is_quarantined=True)


def _legacy_accepted(dossier: Dossier, payload: Payload, at: datetime) -> Dossier:
    return _with_due(replace(taken(dossier, payload), is_quarantined=False), payload)


CHANGES: dict[K, Callable[[Dossier, Payload, datetime], Dossier]] = {
    K.REGISTERED: _registered,
    K.RECEIVED: _received,
    K.REFUSED: _slip_or_refused,
    K.CORRECTED: _corrected,
    K.HANDED_OVER: _handed_over,
    K.RECALLED: _came_back,
    K.HANDOVER_DECLINED: _came_back,
    K.TAKEN_OVER: _taken_over,
    K.ASSIGNED: _assigned,
    K.STEP_DONE: _step_done,
    K.COOPERATION_ASKED: _cooperation_asked,
    K.SUPPLEMENT_REQUESTED: _supplement_requested,
    K.SUPPLEMENTED: _supplemented,
    K.PAYMENT_REQUESTED: _payment_requested,
    K.PAID: _paid,
    K.EXTENDED: _extended,
    K.STOPPED: _stopped,
    K.RESUMED: _resumed,
    K.WITHDRAWN: _withdrawn,
    K.FINISHED: _finished,
    K.REOPENED: _reopened,
    K.RETURNED: _returned,
    K.VOIDED: _voided,
    K.DUE_RECALCULATED: _due_recalculated,
    K.REVOKED: _counted_again,
    K.LEGACY_IMPORTED: _legacy_imported,
    K.LEGACY_ACCEPTED: _legacy_accepted,
    K.CONFLICT_RESOLVED: _counted_again,
}
