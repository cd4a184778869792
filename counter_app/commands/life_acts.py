"""Handlers of the acts between receipt and result: from a checked line to the service and its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from counter_app.commands import act_forms
from counter_app.commands import life_models as m
from counter_app.services import deciding, resolving, waiting
from counter_app.services.results import ActDone
from counter_app.storage.unit_of_work import UnitOfWork


def _supplement(uow: UnitOfWork, act: m.Supplement, at: datetime | None) -> ActDone:
    items = [(item.no or 0, item.copies or 0) for item in act.items]
    return waiting.supplement(uow, act.code, items=items, by=act.by, at=at)


def _request_payment(uow: UnitOfWork, act: m.RequestPayment, at: datetime | None) -> ActDone:
    return waiting.request_payment(
        uow, act.code, amount_vnd=act.amount_vnd, what=act.what, by=act.by, at=at
    )


def _pay(uow: UnitOfWork, act: m.Pay, at: datetime | None) -> ActDone:
    return waiting.pay(
        uow,
        act.code,
        amount_vnd=act.amount_vnd,
        method=act.method,
        receipt_no=act.receipt_no,
        exemption=act.exemption or "",
        by=act.by,
        at=at,
    )


def _extend(uow: UnitOfWork, act: m.Extend, at: datetime | None) -> ActDone:
    return deciding.extend(
        uow,
        act.code,
        new_due=_day("new_due", act.new_due),
        reason=act.reason,
        signer=act.signer,
        by=act.by,
        at=at,
    )


def _cooperate(uow: UnitOfWork, act: m.Cooperate, at: datetime | None) -> ActDone:
    return deciding.cooperate(
        uow,
        act.code,
        units=act.units,
        respond_by=act_forms.checked_day("respond_by", act.respond_by),
        note=act.note or "",
        by=act.by,
        at=at,
    )


def _day(name: str, text: str) -> date:
    found = act_forms.checked_day(name, text)
    assert found is not None  # the model demands it
    return found


SINGLE: dict[type[Any], Callable[[UnitOfWork, Any, datetime | None], ActDone]] = {
    m.Supplement: _supplement,
    m.RequestPayment: _request_payment,
    m.Pay: _pay,
    m.Extend: _extend,
    m.Stop: lambda uow, a, at: waiting.stop(uow, a.code, reason=a.reason, by=a.by, at=at),
    m.Resume: lambda uow, a, at: waiting.resume(uow, a.code, reason=a.reason, by=a.by, at=at),
    m.Withdraw: lambda uow, a, at: waiting.withdraw(uow, a.code, reason=a.reason, by=a.by, at=at),
    m.Cooperate: _cooperate,
    m.Resolve: lambda uow, a, at: resolving.resolve(
        uow, a.conflict, chosen=a.chosen, reason=a.reason, by=a.by, at=at
    ),
}
"""Model → what it does; each answers what the act made of one dossier."""

REISSUING = frozenset({m.Supplement})
"""Acts after which the receipt is printed anew, as its next version."""
