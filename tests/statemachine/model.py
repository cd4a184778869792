"""The life of a dossier written a second time, from the table of the design, sharing nothing with it.

A life is told by its deeds in order; a revoked deed is left out and the rest is told again. Due dates come
from the naive walk of `tests.domain.deadline_walk`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from tests.domain import deadline_walk as walk
from tests.statemachine.catalogue import FEES, LIMITS, RUNS, Run
from tests.statemachine.table import DESK, NO_PAPER_YET, STAFF, STANDING, TABLE


@dataclass(frozen=True)
class Deed:
    """One act: who, when, and the fields that matter to the model."""

    act: str
    by: str
    at: datetime
    to: str = ""
    amount: int = 0
    is_excused: bool = False
    procedure: str = ""
    step: int = 0
    received_at: datetime | None = None
    new_due: date | None = None

    def __repr__(self) -> str:
        more = [str(value) for value in (self.to, self.amount, self.received_at, self.new_due) if value]
        return " ".join([f"{self.at:%d/%m %H:%M}", self.by, self.act, self.procedure, *more])


@dataclass(frozen=True)
class Life:
    """What a dossier is after its deeds. `way`: giver and receiver of paper in transit."""

    status: str = "–"
    has_code: bool = False
    is_slip: bool = False
    procedure: str = ""
    received_at: datetime = datetime(2099, 12, 31)
    way: tuple[str, str] | None = None
    was_given: bool = False
    stays: tuple[tuple[str, datetime], ...] = ()
    holder: str = ""
    back: str = ""
    stopped_in: str = ""
    pauses: tuple[walk.Span, ...] = ()
    extension: tuple[date, datetime] | None = None
    version: int = 0
    asked: int = 0
    paid: int = 0
    excused: int = 0
    steps: frozenset[int] = frozenset()
    officer: str = ""

    @property
    def is_short(self) -> bool:
        return LIMITS[self.procedure][1] == "working_hour" and LIMITS[self.procedure][0] <= 8

    @property
    def owed(self) -> int:
        return max(0, self.asked - self.paid - self.excused)

    def run(self) -> Run | None:
        """The holder's run: each stay takes its unit's next one; the paper's going on uses it up."""
        left, mine = list(RUNS[self.procedure]), None
        for place, (unit, _) in enumerate(self.stays, 1):
            mine = next((run for run in left if run[0] == unit), None)
            if mine is not None and place < len(self.stays):
                left.remove(mine)
        return mine

    def next_step(self) -> int | None:
        run = self.run()
        return None if run is None else next((no for no in run[2] if no not in self.steps), None)

    def due(self) -> datetime | None:
        """The due moment, none while the clock stands still or before reception."""
        if not self.has_code or self.status in STANDING:
            return None
        amount, unit = LIMITS[self.procedure]
        to, since = self.extension or (None, None)
        return walk.due_at(walk.Case(self.received_at, unit, amount, self.pauses, to, since))

    def own_due(self) -> datetime | None:
        run = self.run()
        if run is None or self.status in STANDING:
            return None
        return walk.walk_hours(walk.counted_from(self.stays[-1][1]), run[1], list(self.pauses))


def is_state_right(life: Life, act: str) -> bool:
    """Whether the table lets the act begin, whoever does it and wherever the paper is."""
    if life.is_slip:
        return act in {"note", "notify", "revoke"}
    if not life.has_code and life.status != "–" and act in NO_PAPER_YET:
        return False
    if act == "finish" and life.status == "received":
        return life.is_short
    is_once_over = (act == "void" and life.was_given) or (act == "extend" and life.extension is not None)
    return not is_once_over and life.status in TABLE[act][0]


def possible(life: Life) -> set[str]:
    """What the refusal of an illegal act must list."""
    needs_way = {"giver", "receiver"}
    return {
        act
        for act, (_, _, paper) in TABLE.items()
        if is_state_right(life, act) and (paper == "any" or (paper in needs_way) == (life.way is not None))
    }


def is_paper_right(life: Life, act: str, by: str) -> bool:
    paper, (role, unit) = TABLE[act][2], STAFF[by]
    if paper == "any" or life.status == "–":
        return True
    if paper in {"giver", "receiver"}:
        return life.way is not None and life.way[paper == "receiver"] == unit
    if life.way is not None:
        return False
    holds = (life.holder or "MC") == unit
    # The desk asks for papers whoever works on the dossier; a department only where it holds it.
    is_desks_own = act == "request_supplement" and unit == "MC"
    return paper == "still" or holds or is_desks_own or (paper == "held" and role == "supervisor")


def why_not(life: Life, act: str, by: str) -> str:
    """`who`, `state` or `paper` where the act is not allowed; "" where it is."""
    allowed = TABLE[act][1] | (DESK if act == "finish" and life.status != "–" and life.is_short else set())
    if life.status == "–" and act == "request_supplement":
        allowed = DESK
    if STAFF[by][0] not in allowed:
        return "who"
    if not is_state_right(life, act):
        return "state"
    return "" if is_paper_right(life, act, by) else "paper"


def after(life: Life, deed: Deed) -> Life:
    """The life after an allowed deed; the clock stands still from the first minute of a standing state."""
    now = _changed(life, deed)
    if not now.has_code:
        return now
    stands, pauses = now.status in STANDING, now.pauses
    if stands and not (pauses and pauses[-1][1] is None):
        return replace(now, pauses=(*pauses, (deed.at, None)))
    if not stands and pauses and pauses[-1][1] is None:
        return replace(now, pauses=(*pauses[:-1], (pauses[-1][0], deed.at)))
    return now


def _changed(life: Life, deed: Deed) -> Life:
    match deed.act:
        case "receive":
            stay = (("MC", deed.at),)
            kept = Life("received", True, procedure=deed.procedure, received_at=deed.at, stays=stay)
            return replace(kept, holder="MC", version=1, paid=deed.amount, asked=FEES[deed.procedure])
        case "register":
            return Life("registered", procedure=deed.procedure, asked=FEES[deed.procedure])
        case "refuse" | "request_supplement" if life.status == "–":
            asked = {"refuse": "refused", "request_supplement": "awaiting_supplement"}[deed.act]
            return Life(asked, is_slip=True, procedure=deed.procedure, asked=FEES[deed.procedure])
        case "refuse" | "withdraw" | "finish" | "void":
            ends = {"refuse": "refused", "withdraw": "withdrawn", "finish": "finished", "void": "voided"}
            return replace(life, status=ends[deed.act])
        case "request_supplement":
            return replace(life, status="awaiting_supplement", back=life.status)
        case "supplement":
            return replace(life, status=life.back, version=life.version + life.has_code)
        case "request_payment":
            asked = life.paid + life.excused + deed.amount
            return replace(life, status="awaiting_payment", back=life.status, asked=asked)
        case "pay":
            excused = max(0, life.owed - deed.amount) if deed.is_excused else 0
            paid = replace(life, paid=life.paid + deed.amount, excused=life.excused + excused)
            return paid if life.status == "finished" else replace(paid, status=life.back)
        case "extend":
            assert deed.new_due is not None
            return replace(life, extension=(deed.new_due, deed.at))
        case "stop":
            return replace(life, status="stopped", stopped_in=life.status)
        case "resume":
            return replace(life, status=life.stopped_in, stopped_in="")
        case "reopen":
            return replace(life, status="processing")
        case "return_result":
            return replace(life, status="returned", holder="")
        case "hand_over":
            return replace(life, way=(STAFF[deed.by][1], deed.to), was_given=True)
        case "recall" | "decline":
            return replace(life, way=None)
        case "take_over":
            return _taken(life, deed.at)
        case "assign":
            return replace(life, officer=deed.to)
        case "step_done":
            return replace(life, steps=life.steps | {deed.step})
        case "correct":
            return _corrected(life, deed)
        case _:
            return life


def _taken(life: Life, at: datetime) -> Life:
    assert life.way is not None
    to = life.way[1]

    def begun(status: str) -> str:
        return "processing" if status == "received" and to != "MC" else status

    moved = replace(life, way=None, holder=to, stays=(*life.stays, (to, at)), officer="")
    return replace(
        moved, status=begun(life.status), back=begun(life.back), stopped_in=begun(life.stopped_in)
    )


def _corrected(life: Life, deed: Deed) -> Life:
    moved = replace(life, version=life.version + 1)
    if deed.procedure:
        is_kept = "awaiting_payment" in (life.status, life.stopped_in) or life.asked != FEES[life.procedure]
        asked = life.asked if is_kept else FEES[deed.procedure]  # a fee that was asked for stays asked
        moved = replace(moved, procedure=deed.procedure, asked=asked)
    if deed.received_at is not None:
        first = ("MC", deed.received_at)
        moved = replace(moved, received_at=deed.received_at, stays=(first, *life.stays[1:]))
    return moved


def is_allowed(life: Life, act: str, by: str) -> bool:
    return is_state_right(life, act) and is_paper_right(life, act, by)


def told(deeds: list[Deed]) -> Life | None:
    """The life that the deeds tell; None where one of them is not allowed by state or paper."""
    life = Life()
    for deed in deeds:
        if deed.act != "register" and not is_allowed(life, deed.act, deed.by):
            return None
        life = after(life, deed)
    return life
