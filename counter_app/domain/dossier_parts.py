"""What a dossier's life consists of: steps and runs, stays of the paper, extension, payments, return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReturnBy(StrEnum):
    """How the result goes back: at the desk, by post, online."""

    DESK = "desk"
    POST = "post"
    ONLINE = "online"


@dataclass(frozen=True)
class StepTime:
    """A step of the procedure version received under: number, unit, working minutes."""

    no: int
    unit: str
    minutes: int


@dataclass(frozen=True)
class Run:
    """Consecutive steps of one unit. `index` counts from 0 among the runs of a procedure version."""

    index: int
    unit: str
    minutes: int
    steps: tuple[int, ...]


_last_runs: tuple[tuple[StepTime, ...], tuple[Run, ...]] = ((), ())


def runs_of(steps: tuple[StepTime, ...]) -> tuple[Run, ...]:
    """Group consecutive steps of one unit into runs."""
    global _last_runs
    known, runs = _last_runs
    if steps is not known:  # a fold asks for the same again and again
        runs = _runs_of(steps)
        _last_runs = (steps, runs)
    return runs


def _runs_of(steps: tuple[StepTime, ...]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for step in steps:
        if runs and runs[-1].unit == step.unit:
            last = runs[-1]
            runs[-1] = Run(last.index, last.unit, last.minutes + step.minutes, (*last.steps, step.no))
        else:
            runs.append(Run(len(runs), step.unit, step.minutes, (step.no,)))
    return tuple(runs)


@dataclass(frozen=True)
class Transit:
    """Paper on its way: who gave it to whom, in which batch, when."""

    batch: str
    giver: str
    to: str
    given_at: datetime
    given_by: str


@dataclass(frozen=True)
class Stay:
    """One line of the control sheet: a unit's time with the paper.

    `own_due` is the holder's own due (hours of its run); `result` early, on_time or late of the run.
    """

    unit: str
    since: datetime
    taken_by: str
    own_due: datetime | None = None
    run: int | None = None
    given_at: datetime | None = None
    given_by: str = ""
    given_to: str = ""
    batch: str = ""
    until: datetime | None = None
    paused_at_end: bool = False


@dataclass(frozen=True)
class Extension:
    """The one extension (xin lỗi, gia hạn): both dates are kept."""

    old_due: datetime
    new_due: datetime
    decided_at: datetime
    reason: str
    signer: str


@dataclass(frozen=True)
class Return:
    """How the result was handed over."""

    to_whom: str
    id_number: str
    method: ReturnBy
    at: datetime
    proxy_paper: str = ""


@dataclass(frozen=True)
class Payment:
    """One line of the fee ledger (phí, lệ phí). `method` cash, transfer or online; "" where reception or a
    correction of it only says what was paid, then the amount may be a difference below 0.

    `exemption`: why less than asked, or nothing, was owed (miễn, giảm).
    """

    event_id: str
    at: datetime
    by: str
    amount_vnd: int
    method: str = ""
    receipt_no: str = ""
    exemption: str = ""


class ConflictCause(StrEnum):
    """Why an event is in conflict, where that is no broken precondition (then it is that error's code)."""

    UNAUTHORISED = "unauthorised"    # its actor had not the right at that place of the log
    NOT_READABLE = "not_readable"    # its payload cannot be read: nothing can make it stand
    NOT_CHOSEN = "not_chosen"        # a supervisor decided for another
    CHOSEN = "chosen"                # a supervisor decided for it: it stands
    DUP_CODE = "dup_code"            # the later of two dossiers with one code
    DUP_PORTAL_CODE = "dup_portal_code"
    CHANGED_ELSEWHERE = "changed_elsewhere"  # of a reference stream: the later of two changes


PROMISES = frozenset({"dossier:registered", "dossier:received"})
"""Kinds that stand whoever did them: what was printed for a citizen is kept, and looked at."""


@dataclass(frozen=True)
class Conflict:
    """An event whose precondition was broken when it met the others: kept, shown, without effect.

    because: code of the broken precondition, or a `ConflictCause`. over: ids of the events that stand and
    that its author had not seen: those it lost against, in fold order; of one not chosen, the one chosen.
    """

    id: str
    event_id: str
    kind: str
    because: str
    is_resolved: bool = False
    over: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the event has its effect all the same: a promise to a citizen, or the one chosen."""
        if self.because == ConflictCause.UNAUTHORISED:
            return self.kind in PROMISES
        return self.because == ConflictCause.CHOSEN
