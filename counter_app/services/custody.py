"""Handover (bàn giao): give, recall, take, decline. Two-sided; custody moves when the receiver takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from counter_app.domain import errors
from counter_app.domain.codes import batch_id
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import TEXT_LIMIT
from counter_app.domain.staff import Staff
from counter_app.domain.text import clean
from counter_app.queries.finding import streams_of_batch
from counter_app.services import awaiting
from counter_app.services.acting import batch, find, on_dossier, own_due
from counter_app.services.moments import Moment, moment_of
from counter_app.services.results import ActDone, BatchDone
from counter_app.storage import numbers
from counter_app.storage.unit_of_work import UnitOfWork

MOST_AT_ONCE = 500


def hand_over(
    uow: UnitOfWork, codes: Sequence[str], *, to: str, by: str, at: datetime | None = None
) -> BatchDone:
    """Give dossiers to another unit in one numbered batch (`BG-…`). One that cannot go refuses all.

    Raises UnitUnknown, HandoverToOwnUnit, and per dossier what `acting.batch` gathers.
    """
    _check_count(codes)
    unit = uow.reference.open_unit(to)
    person = uow.reference.person(by)
    if unit.code == person.unit:
        raise errors.HandoverToOwnUnit(code=codes[0], unit=to)
    day = moment_of(uow, at).at.date()
    desk = uow.origin.label
    first = batch_id(day, desk, 1)
    number = batch_id(day, desk, numbers.next_batch(uow.conn, first.rpartition(".")[0] + "."))
    payload = {"batch": number, "from": person.unit, "to": unit.code}
    return batch(
        uow,
        _found(uow, codes),
        lambda dossier: on_dossier(uow, K.HANDED_OVER, dossier, payload, by=by, at=at),
        number,
    )


def recall(
    uow: UnitOfWork,
    codes: Sequence[str] = (),
    *,
    batch_no: str = "",
    reason: str,
    by: str,
    at: datetime | None = None,
) -> BatchDone:
    """Take back what was given and not yet taken, by code or a whole batch."""
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        return {"batch": dossier.transit.batch if dossier.transit else "", "reason": text}

    return batch(
        uow,
        _named(uow, codes, batch_no),
        lambda dossier: on_dossier(uow, K.RECALLED, dossier, payload, by=by, at=at),
        batch_no or None,
    )


def take_over(
    uow: UnitOfWork,
    codes: Sequence[str] = (),
    *,
    batch_no: str = "",
    by: str,
    at: datetime | None = None,
) -> BatchDone:
    """Take what was given to one's unit, by code or a whole batch; the holder's own clock starts here.

    Paper that came quicker than its data is taken over at once, and folds when they come (`awaiting`).
    """

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        transit = dossier.transit
        assert transit is not None  # the custody check let only dossiers in transit through
        due = _own_due_after(uow, dossier, transit.to, moment.at)
        return {
            "batch": transit.batch,
            "from": transit.giver,
            "to": transit.to,
            "own_due": due.isoformat(timespec="minutes") if due else None,
        }

    unit = uow.reference.person(by).unit

    def taken(dossier: Dossier) -> ActDone:
        if awaiting.must_wait_to_take(uow, dossier, unit):
            return awaiting.take_over(uow, dossier, by=by, at=at)
        return on_dossier(uow, K.TAKEN_OVER, dossier, payload, by=by, at=at)

    return batch(uow, _named(uow, codes, batch_no, awaiting.find_or_await), taken, batch_no or None)


def _own_due_after(uow: UnitOfWork, dossier: Dossier, unit: str, at: datetime) -> datetime | None:
    """Own due of the unit that takes over now: the giver's run counts as used from this moment."""
    run = dossier.stays[-1].run if dossier.stays else None
    used = dossier.used_runs if run is None else dossier.used_runs | {run}
    return own_due(uow, replace(dossier, used_runs=used), unit, at, dossier.pauses)


def decline(
    uow: UnitOfWork, codes: Sequence[str], *, reason: str, by: str, at: datetime | None = None
) -> BatchDone:
    """Send back what was given by mistake; it is the giver's again."""
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        return {"batch": dossier.transit.batch if dossier.transit else "", "reason": text}

    _check_count(codes)
    return batch(
        uow,
        _found(uow, codes),
        lambda dossier: on_dossier(uow, K.HANDOVER_DECLINED, dossier, payload, by=by, at=at),
    )


def _check_count(codes: Sequence[str]) -> None:
    if not codes:
        raise errors.InvalidField(field="codes", problem="empty")
    if len(codes) > MOST_AT_ONCE:
        raise errors.InvalidField(field="codes", problem="too_many", limit=MOST_AT_ONCE)


Finding = Callable[[UnitOfWork, str], Dossier]


def _found(uow: UnitOfWork, codes: Sequence[str], finding: Finding = find) -> list[Callable[[], Dossier]]:
    return [partial(finding, uow, code) for code in codes]


def _named(
    uow: UnitOfWork, codes: Sequence[str], batch_no: str, finding: Finding = find
) -> list[Callable[[], Dossier]]:
    """Dossiers by code, or those of a batch that are still in transit in it (all of it when none is)."""
    if codes or not batch_no:
        _check_count(codes)
        return _found(uow, codes, finding)
    listed = [uow.dossier(stream) for stream in streams_of_batch(uow.conn, batch_no)]
    wanted = batch_no.strip().upper()
    moving = [dossier for dossier in listed if dossier.transit and dossier.transit.batch == wanted]
    return [partial(_same, dossier) for dossier in moving or listed]


def _same(dossier: Dossier) -> Dossier:
    return dossier
