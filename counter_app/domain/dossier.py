"""Dossier (hồ sơ): its status, its custody, and everything the events have said of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from counter_app.domain.copying import replace
from counter_app.domain.dossier_parts import (
    Conflict,
    Extension,
    Payment,
    Return,
    ReturnBy,
    Run,
    Stay,
    StepTime,
    Transit,
    runs_of,
)
from counter_app.domain.due import Due, LimitUnit, TimeLimit
from counter_app.domain.identity import IdKind
from counter_app.domain.pauses import Pause

__all__ = [
    "OPEN",
    "PAUSED",
    "PORTAL_STATUS",
    "Channel",
    "Conflict",
    "Dossier",
    "Extension",
    "FormSet",
    "HandedIn",
    "Party",
    "PartyKind",
    "Payment",
    "Return",
    "ReturnBy",
    "Run",
    "Status",
    "Stay",
    "StepTime",
    "Transit",
    "form_set_of",
    "runs_of",
]


class Status(StrEnum):
    """Status of a dossier, as the National Public Service Portal counts them. Overdue is no status."""

    REGISTERED = "registered"
    RECEIVED = "received"
    REFUSED = "refused"
    PROCESSING = "processing"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    AWAITING_PAYMENT = "awaiting_payment"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    FINISHED = "finished"
    RETURNED = "returned"
    VOIDED = "voided"


PORTAL_STATUS: dict[Status, int | None] = {
    Status.REGISTERED: 1,
    Status.RECEIVED: 2,
    Status.REFUSED: 3,
    Status.PROCESSING: 4,
    Status.AWAITING_SUPPLEMENT: 5,
    Status.AWAITING_PAYMENT: 6,
    Status.WITHDRAWN: 7,
    Status.STOPPED: 8,
    Status.FINISHED: 9,
    Status.RETURNED: 10,
    Status.VOIDED: None,
}
"""Code of the National Public Service Portal; a voided dossier has none."""

OPEN: frozenset[Status] = frozenset(
    {
        Status.RECEIVED,
        Status.PROCESSING,
        Status.AWAITING_SUPPLEMENT,
        Status.AWAITING_PAYMENT,
        Status.STOPPED,
    }
)
PAUSED: frozenset[Status] = frozenset(
    {Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT, Status.STOPPED}
)


class Channel(StrEnum):
    """How the dossier came: trực tiếp, trực tuyến, bưu chính."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class PartyKind(StrEnum):
    """Organisation or person."""

    ORGANISATION = "organisation"
    PERSON = "person"


class FormSet(StrEnum):
    """Which circular's forms a dossier is printed on; fixed at reception, never changed."""

    TT01_2018 = "TT01_2018"
    TT03_2025 = "TT03_2025"


SET_B_FROM = date(2025, 7, 1)


def form_set_of(received_on: date) -> FormSet:
    """Set of forms by the day of reception: TT 03/2025/TT-VPCP from 01/07/2025, before it TT 01/2018."""
    return FormSet.TT03_2025 if received_on >= SET_B_FROM else FormSet.TT01_2018


_PARTY_TEXTS = ("id_number", "representative", "phone", "email", "address", "phone_typed")


@dataclass(frozen=True)
class Party:
    """Applicant (chủ hồ sơ) or submitter (người nộp). Ids are normalised digits; none has no number.

    `phone_typed` is the phone as it was written, where that is not the normalised one.
    """

    kind: PartyKind
    name: str
    id_kind: IdKind = IdKind.NONE
    id_number: str = ""
    representative: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    phone_typed: str = ""

    @property
    def identity(self) -> str:
        """Key by which two parties are the same, or "" where nothing but a name is known."""
        return f"{self.id_kind}:{self.id_number}" if self.id_number else ""

    def to_json(self) -> dict[str, Any]:
        """Payload form; empty fields are left out."""
        values: dict[str, Any] = {"kind": str(self.kind), "name": self.name, "id_kind": str(self.id_kind)}
        for key in _PARTY_TEXTS:
            if getattr(self, key):
                values[key] = getattr(self, key)
        return values

    @staticmethod
    def from_json(value: dict[str, Any]) -> Party:
        """Inverse of `to_json`."""
        return Party(
            kind=PartyKind(value["kind"]),
            name=value["name"],
            id_kind=IdKind(value.get("id_kind", "none")),
            **{
                key: value[key]
                for key in _PARTY_TEXTS
                if key in value
            },
        )


@dataclass(frozen=True)
class HandedIn:
    """A component that was handed in: number in the procedure, copies, kind if other than required."""

    no: int
    copies: int
    kind: str = ""

    def to_json(self) -> dict[str, Any]:
        """Payload form."""
        value: dict[str, Any] = {"no": self.no, "copies": self.copies}
        if self.kind:
            value["kind"] = self.kind
        return value


@dataclass(frozen=True)
class Dossier:
    """A dossier as its events tell it. `status` None: nothing happened yet.

    settled: ids of the conflicts that a resolution named. waiting: ids of the events that were recorded
    before the data they need were there, and still wait for them.
    """

    stream: str
    status: Status | None = None
    code: str = ""
    portal_code: str = ""
    slip: str = ""
    slip_no: int = 0
    scan_number: str = ""
    procedure: str = ""
    procedure_version: int = 0
    field: str = ""
    limit: TimeLimit | None = None
    steps: tuple[StepTime, ...] = ()
    applicant: Party | None = None
    submitter: Party | None = None
    components: tuple[HandedIn, ...] = ()
    missing: tuple[int, ...] = ()
    channel: Channel = Channel.DIRECT
    return_by: ReturnBy = ReturnBy.DESK
    note: str = ""
    fee_vnd: int = 0
    fee_paid_vnd: int = 0
    fee_exempt_vnd: int = 0
    payments: tuple[Payment, ...] = ()
    duplicate_reason: str = ""
    from_slip: str = ""
    joint: tuple[tuple[str, str], ...] = ()
    received_at: datetime | None = None
    received_by: str = ""
    registered_at: datetime | None = None
    form_set: FormSet | None = None
    book: str = ""
    book_number: int = 0
    receipt_no: int = 0
    receipt_version: int = 0
    due: Due | None = None
    due_first: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    awaiting_from: Status | None = None
    stopped_from: Status | None = None
    extension: Extension | None = None
    holder: str = ""
    transit: Transit | None = None
    stays: tuple[Stay, ...] = ()
    used_runs: frozenset[int] = frozenset()
    steps_done: frozenset[int] = frozenset()
    is_ever_handed_over: bool = False
    officer: str = ""
    cooperating: tuple[str, ...] = ()
    granted: bool | None = None
    outcome: str = ""
    finished_at: datetime | None = None
    result_no: str = ""
    result_on: date | None = None
    reason: str = ""
    ground: str = ""
    requested_items: tuple[tuple[int, str], ...] = ()
    respond_by: date | None = None
    supplement_rounds: int = 0
    returned: Return | None = None
    ended_at: datetime | None = None
    is_quarantined: bool = False
    conflicts: tuple[Conflict, ...] = ()
    settled: frozenset[str] = frozenset()
    waiting: tuple[str, ...] = ()
    unknown_kinds: tuple[str, ...] = ()
    head: str | None = None
    last_at: datetime | None = None
    last_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether work is still owed (document 2: received, processing, both awaiting, stopped)."""
        return self.status in OPEN

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return self.status in PAUSED and self.received_at is not None

    @property
    def due_at(self) -> datetime | None:
        """The due moment now valid; None while paused, before reception, or when nothing is owed."""
        return None if self.due is None or self.is_paused else self.due.at

    @property
    def fee_owed_vnd(self) -> int:
        """Fee asked for and neither paid nor exempted; never below 0."""
        return max(0, self.fee_vnd - self.fee_paid_vnd - self.fee_exempt_vnd)

    @property
    def is_hours_short(self) -> bool:
        """Limit of at most 8 working hours: such a dossier may be finished from `received`, by the desk."""
        return (
            self.limit is not None
            and self.limit.unit is LimitUnit.WORKING_HOUR
            and self.limit.amount <= 8
        )

    @property
    def has_open_conflict(self) -> bool:
        """Whether a conflict waits for a person."""
        return any(not conflict.is_resolved for conflict in self.conflicts)

    @property
    def shown_code(self) -> str:
        """What stands wherever a code is asked: the code, else the portal's code, else the slip id."""
        return self.code or self.portal_code or self.slip

    def next_run(self, unit: str) -> Run | None:
        """The unit's next run of steps not yet used, or None."""
        for run in runs_of(self.steps):
            if run.unit == unit and run.index not in self.used_runs:
                return run
        return None

    def with_steps(self, steps: tuple[StepTime, ...]) -> Dossier:
        """The dossier under other internal steps: every stay gets the run that it would have had."""
        moved = replace(self, steps=steps, used_runs=frozenset(), stays=())
        for stay in self.stays:
            run = moved.next_run(stay.unit)
            used = moved.used_runs
            if run is not None and stay.until is not None:
                used = used | {run.index}
            again = replace(stay, run=run.index if run else None)
            moved = replace(moved, used_runs=used, stays=(*moved.stays, again))
        return moved

    def next_step(self) -> int | None:
        """Number of the holder's next internal step not yet done, or None."""
        run = self.next_run(self.holder)
        if run is None:
            return None
        return next((no for no in run.steps if no not in self.steps_done), None)
