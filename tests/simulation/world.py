"""A seeded world: desks of one agency, their people, the network, the centre, and everything that fails.

Each step has its own chance (seed and number), so that a failing story can be told without the steps that
do not matter. Paper is the ground truth: what a person was shown or handed must never be lost.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from counter_app.domain.errors import CounterError
from counter_app.domain.events import EventKind as K
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.sync.run import Hands, run_pass
from tests.simulation import acts, oracle
from tests.simulation.centre import SimCentre
from tests.simulation.machine import Killed, Machine
from tests.simulation.network import FAIR, FaultyLine, Weather
from tests.simulation.oracle import Broken
from tests.simulation.template import AGENCY, BEGIN, MOST_DESKS, fast_folder, template

ROUNDS = 3
"""Rounds of passes after the last fault until everybody must agree."""
MOST_CLONES = 2
COMMON = {"act": 56, "pass_": 20, "administer": 3, "resolve": 2, "later": 5}
RARE = {
    "clock_jump": 2.0,
    "network": 3.0,
    "killed_act": 2.0,
    "killed_pass": 5.0,
    "snapshot": 3.0,
    "restore": 1.6,
    "clone": 0.8,
    "centre_copy": 2.0,
    "centre_back": 1.2,
    "failover": 1.2,
    "alone": 1.0,
}
"""Step → weight. Of the rare ones each world has some only: fewer faults at once are easier to understand."""


@dataclass(frozen=True)
class Paper:
    """What a person was shown: the code (or the act) and the event behind it."""

    code: str
    event_id: str
    machine: str


class World:
    """One seed. `steps`: how many of its steps are done; `skip`: numbers of steps left out."""

    def __init__(self, seed: int, steps: int | None = None, skip: Collection[int] = ()) -> None:
        self.seed = seed
        self.rng = random.Random(f"{seed}")
        self.ids = random.Random(f"{seed}/ids")
        self.now = BEGIN
        self.story: list[str] = []
        self.done: Counter[str] = Counter()
        self.paper: list[Paper] = []
        self.codes: list[str] = []
        self.portal_codes: list[str] = []
        self.lost: dict[str, str] = {}
        """Events of which every copy was destroyed: id → the code it gave, or ""."""
        self.twice: set[str] = set()
        self.centre_copies: list[SimCentre] = []
        self.folder = fast_folder()
        self._depth = 0
        self._skip = frozenset(skip)
        desks = self.rng.choices([(3, 6), (7, 12), (13, MOST_DESKS)], [0.93, 0.06, 0.01])[0]
        count = self.rng.randint(*desks)
        self.centre = template().centre.copy()
        self.centre.clock = lambda: round(self.now.timestamp() * 1000)
        self.standby = self.centre.copy()
        self.machines = [self._machine(number) for number in range(1, count + 1)]
        self.standby = self.centre.copy()
        drawn = self.rng.randint(40, 140)
        self.steps = drawn if steps is None else min(steps, drawn)
        self.kinds = {**COMMON, **{k: w for k, w in RARE.items() if self.rng.random() < 0.6}}
        self.is_connected = 0.2 if self.rng.random() < 0.3 else 1.0

    def _machine(self, number: int) -> Machine:
        made = template().desk(number)
        if number > 1:
            template().enrol(self.centre, number)
        folder = self.folder / f"m{number}"
        shutil.copytree(made, folder)
        machine = Machine(f"m{number}", number, folder, self)
        if self.rng.random() < 0.4:
            machine.keep_journal()
        if self.rng.random() < 0.3:
            machine.skew = timedelta(minutes=self.rng.randint(-90, 90))
        machine.start()
        return machine

    # ---- from outside

    def run(self) -> None:
        """All steps, then peace, then the oracle. Raises Broken, and whatever the product does wrongly."""
        try:
            for n in range(self.steps):
                if n not in self._skip:
                    self.step(n)
            self.rng = random.Random(f"{self.seed}/end")
            self._settle()
            oracle.check(self)
            if self.rng.random() < 0.3:
                self._resolve_some()
                self._settle()
                oracle.check(self)
        finally:
            self.close()

    def close(self) -> None:
        """Stop all desks and remove their files."""
        for machine in self.machines:
            machine.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def step(self, n: int) -> None:
        """One thing happens."""
        self.rng = random.Random(f"{self.seed}/{n}")
        self.now += timedelta(minutes=self.rng.randint(1, 25), seconds=self.rng.randint(0, 59))
        kind = self.rng.choices(list(self.kinds), list(self.kinds.values()))[0]
        machine = self.rng.choice(self.machines)
        self.tell(f"{n} {self.now:%d/%m %H:%M} {kind} {machine.name}")
        do: Callable[[Machine], None] = getattr(self, f"_{kind}")
        do(machine)

    def tell(self, what: str) -> None:
        """A line of the story."""
        self.story.append(what)

    def _note(self, what: str) -> None:
        self.story[-1] += f"; {what}"

    # ---- people

    def _act(self, machine: Machine) -> None:
        roll = self.rng.random()
        name = f"Người {len(self.story)}"
        if roll < 0.3 or not self.codes:
            self._accepted(machine, "receive", acts.receive(machine, self.rng, name))
        elif roll < 0.9:
            # Recent paper is on somebody's table.
            recent = self.codes[-12:] if self.rng.random() < 0.8 else self.codes
            what, answer = acts.something(machine, self.rng, recent)
            self._accepted(machine, what, answer)
        elif roll < 0.93:
            code = f"G22.99-{self.rng.randint(1, 6):04d}-TT"
            self.portal_codes.append(code)
            self._accepted(machine, f"register {code}", acts.register(machine, self.rng, code))
        elif roll < 0.96 and self.portal_codes:
            self._accepted(machine, "receive", acts.accept(machine, self.rng.choice(self.portal_codes)))
        elif roll < 0.98:
            self._accepted(machine, "slip", acts.slip(machine, self.rng, name))
        else:
            code = self.rng.choice(self.codes)
            self._accepted(machine, f"revoke {code}", acts.revoke(machine, self.rng, code))

    def _accepted(self, machine: Machine, what: str, answer: dict[str, Any]) -> None:
        word = what.split()[0]
        self.done[f"{word} {'ok' if answer['ok'] else answer['error']}"] += 1
        if not answer["ok"]:
            self._note(f"{what}: {answer['error']}")
            if answer["error"] == "clock_jump" and self.rng.random() < 0.5:
                self._accepted(machine, "confirm_clock", acts.confirm_clock(machine))
            return
        code = str(answer.get("code") or "")
        shown = [answer, *answer.get("results", ())]
        ids = [str(each["event_id"]) for each in shown if each.get("event_id")]
        self._note(f"{what} {code} {','.join(each[-6:] for each in ids)}")
        self.paper += [Paper(code or word, event_id, machine.name) for event_id in ids]
        if word == "receive":
            self.codes.append(code)
            if self.rng.random() < 0.7:
                acts.printed(machine, code)

    def _administer(self, machine: Machine) -> None:
        self._note(acts.administer(machine, self.rng))

    def _resolve(self, machine: Machine) -> None:
        found = acts.resolve(machine, self.rng)
        if found is not None:
            self._accepted(machine, *found)

    def _resolve_some(self) -> None:
        for _ in range(5):
            self.tell("resolve")
            self._resolve(self.rng.choice(self.machines))

    # ---- time and network

    def _later(self, machine: Machine) -> None:
        self.now += timedelta(hours=self.rng.choice([1, 4, 15, 15, 24, 72]))

    def _clock_jump(self, machine: Machine) -> None:
        jump = self.rng.choice([-60, -5, 5, 60, 1440, 1440, -1440, 20_160, 43_200, -525_600, 3_650 * 1440])
        machine.skew = timedelta(minutes=0 if machine.skew and self.rng.random() < 0.5 else jump)
        self._note(f"skew {machine.skew}")

    def _network(self, machine: Machine) -> None:
        machine.is_connected = not machine.is_connected
        self._note(str(machine.is_connected))

    def _alone(self, machine: Machine) -> None:
        """A day without anybody else."""
        machine.is_connected = False
        for _ in range(self.rng.randint(4, 10)):
            self.now += timedelta(minutes=self.rng.randint(5, 60))
            self._act(machine)

    # ---- passes

    def _pass_(self, machine: Machine) -> None:
        machine.is_connected |= self.rng.random() < 0.3
        rough = self.rng.random() < 0.2
        weather = Weather(0.15, 0.15, 0.1) if rough else Weather(0.02, 0.02, 0.05)
        for _ in range(1 if self.rng.random() < 0.9 else 2):
            self._try_pass(machine, weather)

    def _killed_pass(self, machine: Machine) -> None:
        machine.is_connected = True
        left = self.rng.randint(0, 9)

        def reached(step: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                self._note(f"killed before {step}")
                raise Killed

        self._try_pass(machine, Weather(0.0, 0.02, 0.05), reached)

    def _try_pass(
        self, machine: Machine, weather: Weather, reached: Callable[[str], None] = lambda step: None
    ) -> None:
        if not machine.is_connected:
            self._note("no network")
            return
        try:
            report = self.meet(machine, weather, reached, is_thorough=self.rng.random() < 0.05)
            self.done[f"pass {report.outcome}"] += 1
            self._note(_told(report))
        except Killed:
            self.done["pass killed"] += 1
            machine.kill()
            self._start(machine)
        except CounterError as error:
            self.done[f"pass {error.code}"] += 1
            self._note(f"{error.code} {error.facts}")
        if self.rng.random() < 0.5:
            self.standby = self.centre.copy()

    def meet(
        self,
        machine: Machine,
        weather: Weather,
        reached: Callable[[str], None] = lambda step: None,
        *,
        is_thorough: bool = False,
    ) -> PassReport:
        """One pass of the product's own code."""

        def before(call: str) -> None:
            if weather is not FAIR:
                self._meanwhile(machine)

        line = FaultyLine(lambda: self.centre.line(machine.login), before, weather, self.rng)
        if weather is not FAIR:
            line.piece = self.rng.choice([1, 3, 10, 500, 500])
        hands = Hands(machine.clock, machine.new_id, reached)
        return run_pass(machine.desk.store, line, hands, is_thorough=is_thorough)

    def _meanwhile(self, machine: Machine) -> None:
        """Between two calls of a pass the world goes on: people here, other desks, the centre."""
        if self._depth:
            return
        self._depth += 1
        try:
            roll = self.rng.random()
            if roll < 0.06:
                self._note("meanwhile")
                self._act(machine)
            elif roll < 0.11:
                other = self.rng.choice(self.machines)
                if other is not machine:
                    self._note(f"meanwhile {other.name}")
                    self._try_pass(other, Weather(0.02, 0.02, 0.0))
            elif roll < 0.113 and "failover" in self.kinds:
                self._note("meanwhile")
                self._failover(machine)
        finally:
            self._depth -= 1

    # ---- disks

    def _start(self, machine: Machine) -> None:
        machine.start()
        startup = machine.desk.startup
        if startup.findings:
            self._note(f"{machine.name} findings {startup.findings}")
        with machine.desk.store.read() as reading:
            issued = dict(reading.conn.exec_driver_sql("SELECT code, event_id FROM number_issued").tuples().all())
        shown = {paper.event_id for paper in self.paper}
        for code in startup.not_printed:
            # The clerk is told of it, and prints it now.
            if code in issued and issued[code] not in shown:
                self.paper.append(Paper(code, issued[code], machine.name))
                self.codes.append(code)

    def _killed_act(self, machine: Machine) -> None:
        machine.fuse = self.rng.randint(0, 5)
        try:
            self._act(machine)
            machine.fuse = None
        except Killed:
            self._note("killed")
            machine.kill()
            self._start(machine)

    def _snapshot(self, machine: Machine) -> None:
        machine.snapshot()

    def _restore(self, machine: Machine) -> None:
        if not machine.snapshots:
            self._snapshot(machine)
            return
        had = self._events_of(machine)
        snapshot: Path = self.rng.choice(machine.snapshots)
        machine.restore(snapshot)
        if self.rng.random() < 0.6:
            machine.lose_journal()
        self._start(machine)
        self._count_lost(had)
        self._note(f"{snapshot.name}, {len(self.lost)} lost")

    def _clone(self, machine: Machine) -> None:
        clones = [each for each in self.machines if "c" in each.name]
        if len(clones) >= MOST_CLONES:
            return
        clone = machine.cloned(f"{machine.name}c{len(clones)}")
        self.machines.append(clone)
        self._start(clone)

    def _centre_copy(self, machine: Machine) -> None:
        self.centre_copies.append(self.centre.copy())

    def _centre_back(self, machine: Machine) -> None:
        if self.centre_copies:
            self._replace_centre(self.rng.choice(self.centre_copies))

    def _failover(self, machine: Machine) -> None:
        self._replace_centre(self.standby)

    def _replace_centre(self, by: SimCentre) -> None:
        had = {
            row.stored.event.id: _code_of(row.stored.event.kind, row.stored.event.payload)
            for row in self.centre.agencies[AGENCY].rows
            if row is not None
        }
        timeline = self.centre.timeline + 1
        self.centre = by.copy()
        self.centre.timeline = timeline
        self._count_lost(had)
        self._note(f"centre at {len(self.centre.agencies[AGENCY].rows)}, {len(self.lost)} lost")

    def _events_of(self, machine: Machine) -> dict[str, str]:
        query = "SELECT id, kind, payload ->> 'code' FROM event"
        with machine.desk.store.read() as reading:
            return {row[0]: _code_of(row[1], {"code": row[2]}) for row in reading.conn.exec_driver_sql(query)}

    def _count_lost(self, had: dict[str, str]) -> None:
        """What a destroyed copy held is lost only when nobody else has it."""
        held = set(self.centre.agencies[AGENCY].first).union(*(each.event_ids() for each in self.machines))
        self.lost = {key: code for key, code in {**self.lost, **had}.items() if key not in held}

    # ---- peace

    def _settle(self) -> None:
        for machine in self.machines:
            machine.skew = timedelta()
        for n in range(ROUNDS):
            order = self.rng.sample(self.machines, len(self.machines))
            reports = [self._last_pass(machine, n) for machine in order]
            if all(each.head == reports[-1].head and not each.waiting for each in reports):
                break
        one = self.rng.choice(self.machines)
        self.tell(f"thorough pass {one.name}")
        report = self.meet(one, FAIR, is_thorough=True)
        if report.outcome is not Outcome.OK:
            raise Broken(f"O8 a thorough pass of {one.name} says {report.differences}")

    def _last_pass(self, machine: Machine, n: int) -> PassReport:
        self.tell(f"round {n + 1} {machine.name}")
        try:
            report = self.meet(machine, FAIR)
        except CounterError as error:
            raise Broken(f"O7 no pass of {machine.name} in peace: {error.code} {error.facts}") from error
        self._note(_told(report))
        return report


def _code_of(kind: str, payload: Any) -> str:
    return str(payload["code"]) if kind == K.RECEIVED else ""


def _told(report: PassReport) -> str:
    words = [f"head {report.head}", f"sent {report.sent}", f"pulled {report.pulled}"]
    for name in ("relayed", "reoffered", "went_back_to", "is_new_incarnation", "differences", "waiting"):
        if value := getattr(report, name):
            words.append(f"{name} {value}")
    return " ".join(words)
