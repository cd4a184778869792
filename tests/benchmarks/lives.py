"""Lives of invented dossiers: the acts of one procedure's dossiers of one day, made and folded once.

What differs from dossier to dossier (ids, numbers, applicant) stands in the payloads as `%(name)s`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from counter_app.domain.codes import batch_id
from counter_app.domain.deadline import compute, outcome
from counter_app.domain.dossier import Dossier, HandedIn, Party, PartyKind, Status, StepTime, form_set_of
from counter_app.domain.events import Event, canonical_json, utc_ms
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import apply
from counter_app.domain.intake import NewDossier, intake_payload
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Staff
from counter_app.domain.steps import run_due
from counter_app.domain.units import DESK
from counter_app.services.trial import OFFICERS
from counter_app.storage import projection
from counter_app.storage.reference import Reference

MARKS = ("code", "serial", "scan_number", "number", "receipt_no", "applicant", "result_no", "to_whom")
NUMBERS = frozenset({"serial", "number", "receipt_no"})
DUMMY = {
    "code": '"-"', "serial": "1", "scan_number": '"-"', "number": "1", "receipt_no": "1",
    "applicant": canonical_json(Party(PartyKind.PERSON, "-").to_json()), "result_no": '"-"', "to_whom": '"-"',
}  # fmt: skip
PRINTED_FOR = timedelta(days=31)
"""How far back a print of the receipt is on record: a start asks for the last thirty days."""
ASSIGNED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Plan:
    """What is to be made: `rows` dossiers over working days, `per_day` each (the last one takes the rest).

    `until` is the local moment at which nothing has happened yet that comes later.
    """

    rows: int
    seed: int
    days: tuple[date, ...]
    per_day: int
    until: datetime
    origin: str
    agency: str
    desk: int
    reference: Reference

    @cached_property
    def wheel(self) -> tuple[Procedure, ...]:
        """The procedures of a day in turn; two of five are decided at the desk within hours."""
        known = self.reference.procedures(self.until.date())
        quick = [p for p in known if Dossier("", limit=p.limit).is_hours_short]
        slow = [p for p in known if p not in quick]
        return tuple(
            quick[n % len(quick)] if quick and n % 5 < 2 else slow[n % len(slow)] for n in range(90)
        )

    def on_day(self, index: int) -> int:
        """How many dossiers are received on the day of that index."""
        left = self.rows - index * self.per_day
        return max(0, min(self.per_day, left))


@dataclass(frozen=True)
class Act:
    """One event of every dossier of a life; `pattern` is the payload with `%(name)s` for what differs."""

    kind: str
    actor: str
    wall: int
    pattern: str


@dataclass(frozen=True)
class Life:
    """Acts in order, and what they fold to: the row of `dossier`, the control sheet, the last listing."""

    procedure: Procedure
    acts: tuple[Act, ...]
    row: Mapping[str, Any]
    stays: tuple[Mapping[str, Any], ...]
    batch: Mapping[str, Any] | None
    printed_at: str | None
    is_void: bool


class LifeMaker:
    """Plays the acts of one life on a dossier that is folded as it goes, as the program itself folds."""

    def __init__(self, plan: Plan, procedure: Procedure, received_at: datetime) -> None:
        self._plan = plan
        self._procedure = procedure
        self._at = received_at
        self._calendar = plan.reference.calendar
        self._dossier = Dossier("dossier:-")
        self._acts: list[Act] = []
        self._first: Event | None = None
        self._batch: dict[str, Any] | None = None
        self._printed: str | None = None

    def made(self, fate: str, wait: int) -> Life:
        """The life of a fate: desk, void, withdrawn, stuck or whole. `wait`: working days in the unit."""
        self._received()
        if self._plan.until - self._at < PRINTED_FOR:
            self._print()
        if fate == "desk":
            self._finished(self._later(self._at, 90), "lan", DESK)
            self._returned(self._later(self._at, 200))
        elif fate == "void":
            self._act(K.VOIDED, {"reason": "Nhập nhầm thủ tục"}, "tuan", self._later(self._at, 10))
        elif fate == "withdrawn":
            reason = {"reason": "Tổ chức xin rút hồ sơ"}
            self._act(K.WITHDRAWN, reason, "lan", self._later(self._at, 120))
        else:
            self._in_the_unit(wait, is_stuck=fate == "stuck")
        assert not self._dossier.conflicts  # every act was allowed
        assert self._first is not None  # received first of all
        row = projection.dossier_row(self._dossier, self._first)
        stays = tuple(projection.stay_rows(self._dossier))
        is_void = self._dossier.status is Status.VOIDED
        return Life(self._procedure, tuple(self._acts), row, stays, self._batch, self._printed, is_void)

    def _received(self) -> None:
        procedure, day = self._procedure, self._at.date()
        handed_in = tuple(HandedIn(c.no, c.copies) for c in procedure.components if c.is_required)
        form = NewDossier(procedure.id, Party(PartyKind.PERSON, "-"), components=handed_in)
        payload = intake_payload(form, procedure)
        state = Dossier("", steps=_steps(payload))
        payload |= {mark: f"@{mark}@" for mark in MARKS[:6]}
        payload |= {
            "book": f"{procedure.field}-{day.year}-{self._plan.desk}",
            "receipt_series": f"01-{day.year}-{self._plan.desk}",
            "form_set": str(form_set_of(day)),
            "due": compute(self._at, procedure.limit, self._calendar).to_json(),
            "own_due": self._own_due(state, DESK, self._at),
        }
        self._act(K.RECEIVED, payload, "lan", self._at)

    def _in_the_unit(self, wait: int, *, is_stuck: bool) -> None:
        unit, day = self._procedure.department, self._at.date()
        officer = OFFICERS[unit]
        given = max(self._at, self._calendar.closing(day) - timedelta(minutes=30))
        batch = batch_id(day, self._plan.desk, 1 + sorted(OFFICERS).index(unit))
        self._handed_over(unit, batch, given)
        taken = self._calendar.opening(self._calendar.next_working(day)) + timedelta(minutes=10)
        own = self._own_due(self._dossier, unit, taken)
        self._act(K.TAKEN_OVER, {"batch": batch, "from": DESK, "to": unit, "own_due": own}, officer, taken)
        if is_stuck or self._plan.until - self._at < ASSIGNED_FOR:
            self._act(K.ASSIGNED, {"officer": officer}, officer, taken + timedelta(minutes=5))
        if is_stuck:
            return
        finished = self._later(taken, 60 + wait * self._calendar.hours.minutes_per_day)
        self._finished(finished, officer, unit)
        self._returned(self._later(finished, 300))

    def _handed_over(self, unit: str, batch: str, at: datetime) -> None:
        if self._act(K.HANDED_OVER, {"batch": batch, "from": DESK, "to": unit}, "lan", at):
            moment = projection.iso(at)
            self._batch = {"batch": batch, "giver": DESK, "to": unit, "given_at": moment, "given_by": "lan"}

    def _print(self) -> None:
        at = self._at + timedelta(minutes=1)
        if self._act(K.PAPER_PRINTED, {"form": "receipt", "version": 1, "copies": [1, 2]}, "lan", at):
            self._printed = projection.iso(at)

    def _finished(self, at: datetime, by: str, unit: str) -> None:
        due = self._dossier.due_at
        assert due is not None  # it was received, and its clock runs
        said = {
            "outcome": "granted",
            "punctuality": str(outcome(at, due, self._procedure.limit)),
            "result_no": "@result_no@",
            "result_on": at.date().isoformat(),
        }
        self._act(K.FINISHED, said, by, at)

    def _returned(self, at: datetime) -> None:
        self._act(K.RETURNED, {"to_whom": "@to_whom@", "method": "desk"}, "lan", at)

    def _act(self, kind: K, payload: dict[str, Any], by: str, at: datetime) -> bool:
        """Note the act and fold it; nothing after `until`, nor after an act that was left out so."""
        if at > self._plan.until or (self._dossier.status is None and kind is not K.RECEIVED):
            return False
        person = self._person(by)
        full = payload | {"unit": person.unit, "role": str(person.role)}
        pattern = canonical_json(full).replace("%", "%%")
        for mark in MARKS:
            pattern = pattern.replace(f'"@{mark}@"', f"%({mark})s")
        said = pattern % DUMMY
        event = Event(
            id="-",
            agency=self._plan.agency,
            stream=self._dossier.stream,
            kind=kind,
            payload=json.loads(said),
            actor=by,
            wall=utc_ms(at),
            payload_json=said,
        )
        self._dossier = apply(self._dossier, event)
        self._first = self._first or event
        self._acts.append(Act(str(kind), by, event.wall, pattern))
        return True

    def _person(self, login: str) -> Staff:
        return self._plan.reference.person(login)

    def _later(self, at: datetime, minutes: int) -> datetime:
        return self._calendar.add_working_minutes(self._calendar.counted_from(at), minutes)

    def _own_due(self, state: Dossier, unit: str, since: datetime) -> str | None:
        """What the unit's own clock says when it takes the paper, its giver's run counted as used."""
        run = state.stays[-1].run if state.stays else None
        used = state.used_runs if run is None else state.used_runs | {run}
        following = Dossier("", steps=state.steps, used_runs=used).next_run(unit)
        return projection.iso(run_due(since, following.minutes, self._calendar)) if following else None


def _steps(payload: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(StepTime(*each) for each in payload["steps"])


def life(plan: Plan, index: int, slot: int, *, is_stuck: bool = False) -> Life:
    """The life of the dossiers that come in one slot of the wheel on one day; the same every time."""
    day, procedure = plan.days[index], plan.wheel[slot]
    chance = random.Random(f"{plan.seed}/{day}/{slot}")
    opening = plan.reference.calendar.opening(day)
    close = min(plan.until, plan.reference.calendar.closing(day) - timedelta(minutes=30))
    minutes = max(1, plan.reference.calendar.working_minutes(opening, close))
    received = plan.reference.calendar.add_working_minutes(opening, chance.randrange(minutes))
    fate = chance.choices(("whole", "withdrawn", "void"), (93, 4, 3))[0]
    if Dossier("", limit=procedure.limit).is_hours_short:
        fate = "desk" if fate == "whole" else fate
    elif is_stuck:
        fate = "stuck"
    return LifeMaker(plan, procedure, received).made(fate, wait=chance.choice((0, 0, 1, 1, 2, 2)))
