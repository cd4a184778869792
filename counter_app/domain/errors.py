"""Errors of the trade: what happened, with its facts and no sentence (those are in `ui/messages.py`)."""

from __future__ import annotations

import re
from typing import Any


class CounterError(Exception):
    """Something a person can cause. `code` is the snake_case class name; `facts` are JSON values.

    A subclass names what happened: ``class DossierAlreadyHandedOver(CounterError)``.
    """

    code: str = "counter_error"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts: dict[str, Any] = facts


class InvalidField(CounterError):
    """A field holds what it may not. Facts: field, problem (a word of a fixed list), limit?, value?."""


class ActNotAllowed(CounterError):
    """The act is not possible in this state. Facts: act, status, possible (acts possible now), code?."""


class NotPermitted(CounterError):
    """The person's role does not permit the act. Facts: act, by, role, permission."""


class StaffUnknown(CounterError):
    """No such person, or no longer in service. Facts: by."""


class DossierUnknown(CounterError):
    """No dossier has this code. Facts: code."""


class ForeignCode(CounterError):
    """A well-formed code or scan number of another agency. Facts: code, agency (or tag)."""


class CodeNotReadable(CounterError):
    """What was scanned or typed is no code. Facts: code, problem."""


class DossierAlreadyHandedOver(CounterError):
    """The paper is in transit. Facts: code, to, batch."""


class NotInTransit(CounterError):
    """Nothing to take, decline or recall. Facts: code, holder."""


class NotHolder(CounterError):
    """The person's unit does not hold the dossier. Facts: code, holder, unit."""


class NotReceiver(CounterError):
    """The dossier is in transit to another unit. Facts: code, to, unit."""


class NotGiver(CounterError):
    """Only the unit that gave may recall. Facts: code, from, unit."""


class ActsRefused(CounterError):
    """A batch act is refused whole. Facts: refused [{code, error, facts}]."""


class DuplicateOpenDossier(CounterError):
    """The same id has an open dossier of the same procedure. Facts: code, received_at, status, holder."""


class PortalCodeKnown(CounterError):
    """Facts: portal_code, code."""


class ProcedureUnknown(CounterError):
    """Facts: procedure."""


class ProcedureNotInForce(CounterError):
    """Facts: procedure, version, in_force_from, in_force_to, on."""


class UnitUnknown(CounterError):
    """No such unit, or a closed one. Facts: unit."""


class NoComponents(CounterError):
    """Nothing was handed in: a supervisor and a note are needed. Facts: procedure."""


class RequestIdReused(CounterError):
    """The same request id came with other content. Facts: request_id."""


class AtNotAllowed(CounterError):
    """The agency's settings do not allow acts of a past moment. Facts: at."""


class AtInFuture(CounterError):
    """Facts: at, now."""


class AtBeforeLastEvent(CounterError):
    """Facts: at, last, code."""


class ClockJump(CounterError):
    """The machine's clock is not believable; numbering waits for `confirm_clock`. Facts: now, last."""


class NumberBlockExhausted(CounterError):
    """Facts: on, lo, hi, way_out."""


class AlreadyExtended(CounterError):
    """Facts: code, due_first, due_at."""


class EventUnknown(CounterError):
    """Facts: event_id."""


class RevokeNotPossible(CounterError):
    """Facts: event_id, kind, because."""


class ConflictUnknown(CounterError):
    """Facts: conflict."""


class NothingChanged(CounterError):
    """Facts: code."""


class StoreLocked(CounterError):
    """Another process writes this desk's file. Facts: path."""


class StoreNotOpened(CounterError):
    """Facts: path, because."""


class StoreTooNew(CounterError):
    """Facts: path, found, known."""


class StoreReadOnly(CounterError):
    """A write failed in a way that a restart must check first. Facts: because."""


class StoreFull(CounterError):
    """Facts: path."""
