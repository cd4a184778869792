"""A seeded world: an agency at work, its network and its centre, and everything that fails.

Each step has its own chance (seed and number), so that a failing story can be told without the steps that
do not matter.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from counter_app.domain.centre_errors import CentreUnreachable
from counter_app.domain.errors import CounterError
from counter_app.domain.events import EventKind as K
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.sync import run
from counter_app.sync.address import Address
from counter_app.sync.passing import one_pass
from tests.simulation import lives, newer, oracle
from tests.simulation.agency import Agency, Paper
from tests.simulation.centre import SimCentre
from tests.simulation.machine import Killed, Machine
from tests.simulation.network import FAIR, FaultyLine, Weather
from tests.simulation.oracle import Broken
from tests.simulation.template import AGENCY

DEEDS: Mapping[str, Callable[[World, Machine], None]] = {
    "brought_back": lives.brought_back,
    "join": lives.join,
    "revoke": lives.revoke,
    "admit": lives.admit,
    "newer": newer.happens,
}
"""Steps that are told in modules of their own."""
BULKS = (run.BULK, run.BULK, 5, 15, 40)
"""From so many rows behind on a world's desks take in much at once: small, that a small world meets it."""
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
    "brought_back": 2.2,
    "join": 0.8,
    "revoke": 0.6,
    "admit": 1.5,
    "newer": 0.8,
}
"""Step → weight. Of the rare ones each world has some only: fewer faults at once are easier to understand."""


class World(Agency):
    """One seed. `steps`: how many of its steps are done; `skip`: numbers of steps left out."""

    def __init__(self, seed: int, steps: int | None = None, skip: Collection[int] = ()) -> None:
        super().__init__(seed)
        drawn = self.rng.randint(25, 90)
        self.steps = drawn if steps is None else min(steps, drawn)
        self.kinds = {**COMMON, **{k: w for k, w in RARE.items() if self.rng.random() < 0.6}}
        self.centre_copies: list[SimCentre] = []
        self.standby = self.centre.copy()
        run.BULK = self.rng.choice(BULKS)
        self.piece = 500
        """Rows of a pull where nothing goes wrong."""
        self._depth = 0
        self._skip = frozenset(skip)

    # ---- from outside

    def run(self) -> None:
        """All steps, then peace, then the oracle. Raises Broken, and whatever the product does wrongly."""
        try:
            for n in range(self.steps):
                if n not in self._skip:
                    self.step(n)
            self.rng = random.Random(f"{self.seed}/end")
            self.settle()
            oracle.check(self)
            if self.rng.random() < 0.3:
                self._resolve_some()
                self.settle()
                oracle.check(self)
        finally:
            self.close()

    def close(self) -> None:
        """Stop all desks and remove their files."""
        for machine in self.machines:
            machine.stop()
        run.BULK = BULKS[0]
        shutil.rmtree(self.folder, ignore_errors=True)

    def step(self, n: int) -> None:
        """One thing happens."""
        self.rng = random.Random(f"{self.seed}/{n}")
        self.now += timedelta(minutes=self.rng.randint(1, 25), seconds=self.rng.randint(0, 59))
        kind = self.rng.choices(list(self.kinds), list(self.kinds.values()))[0]
        machine = self.rng.choice(self.machines)
        self.tell(f"{n} {self.now:%d/%m %H:%M} {kind} {machine.name}")
        if kind in DEEDS:
            DEEDS[kind](self, machine)
        else:
            getattr(self, f"_{kind}")(machine)

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
        self.note(f"skew {machine.skew}")

    def _network(self, machine: Machine) -> None:
        machine.is_connected = not machine.is_connected
        self.note(str(machine.is_connected))

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
                self.note(f"killed before {step}")
                raise Killed

        self._try_pass(machine, Weather(0.0, 0.02, 0.05), reached)

    def _try_pass(
        self, machine: Machine, weather: Weather, reached: Callable[[str], None] = lambda step: None
    ) -> None:
        if not machine.is_connected:
            self.note("no network")
            return
        try:
            report = self.meet(machine, weather, reached, is_thorough=self.rng.random() < 0.05)
            self.done[" ".join(["pass", report.outcome, *report.differences])] += 1
            machine.is_old = False
            self.note(_told(report))
        except Killed:
            self.done["pass killed"] += 1
            machine.kill()
            self.start(machine)
        except CounterError as error:
            self.done[f"pass {error.code}"] += 1
            self.note(f"{error.code} {error.facts}")
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

        is_behind = False

        def told(step: str) -> None:
            nonlocal is_behind
            is_behind |= step == "pull"
            reached(step)
            if step == "rebuild":
                self.done["bulk pull folded" if is_behind else "bulk pull folded after a kill"] += 1

        return one_pass(
            machine.desk.store,
            machine.clock,
            machine.new_id,
            is_thorough=is_thorough,
            reached=told,
            dialled=self.dialler(machine, weather),
        )

    def dialler(self, machine: Machine, weather: Weather) -> Callable[[Address, Path], FaultyLine]:
        """How this machine reaches the centre now."""

        def before(call: str) -> None:
            if weather is not FAIR and machine.is_running:  # not in the middle of a restore, or a join
                self._meanwhile(machine)

        def dialled(address: Address, folder: Path) -> FaultyLine:
            if not machine.is_connected:
                raise CentreUnreachable(because="no_answer")
            self.centre.admit(address.login, address.password)
            line = FaultyLine(lambda: self.centre.line(address.login), before, weather, self.rng)
            line.piece = self.piece if weather is FAIR else self.rng.choice([4, 20, 500, 500])
            return line

        return dialled

    def _meanwhile(self, machine: Machine) -> None:
        """Between two calls of a pass the world goes on: people here, other desks, the centre."""
        if self._depth:
            return
        self._depth += 1
        try:
            roll = self.rng.random()
            if roll < 0.06:
                self.note("meanwhile")
                self._act(machine)
            elif roll < 0.11:
                other = self.rng.choice(self.machines)
                if other is not machine:
                    self.note(f"meanwhile {other.name}")
                    self._try_pass(other, Weather(0.02, 0.02, 0.0))
            elif roll < 0.113 and "failover" in self.kinds:
                self.note("meanwhile")
                self._failover(machine)
        finally:
            self._depth -= 1

    # ---- disks

    def start(self, machine: Machine) -> None:
        machine.start()
        startup = machine.desk.startup
        if startup.findings:
            self.note(f"{machine.name} findings {startup.findings}")
        with machine.desk.store.read() as reading:
            rows = reading.conn.exec_driver_sql("SELECT code, event_id FROM number_issued").all()
        issued = {str(row[0]): str(row[1]) for row in rows}
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
            self.note("killed")
            machine.kill()
            self.start(machine)

    def _snapshot(self, machine: Machine) -> None:
        machine.snapshot()

    def _restore(self, machine: Machine) -> None:
        if not machine.snapshots:
            self._snapshot(machine)
            return
        had = self.events_of(machine)
        snapshot: Path = self.rng.choice(machine.snapshots)
        machine.restore(snapshot)
        if self.rng.random() < 0.6:
            machine.lose_journal()
        kept = machine.only_in_journal()
        self.start(machine)
        self.count_lost({key: code for key, code in had.items() if key not in kept})
        if not machine.journals():
            # F21: put back behind its back, and what it gave since stood in no other log, in no journal and
            # not at the centre. Nothing is left that could tell it, not even at the next pass; the paper is
            # entered again by hand or comes twice. Receptions that anything still holds stay sure.
            self.sure -= had.keys() & self.lost.keys()
        self.note(f"{snapshot.name}, {len(self.lost)} lost")

    def _clone(self, machine: Machine) -> None:
        clones = [each for each in self.machines if "c" in each.name]
        if len(clones) >= MOST_CLONES:
            return
        clone = machine.cloned(f"{machine.name}c{len(clones)}")
        self.machines.append(clone)
        self.start(clone)

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
        self.count_lost(had)
        self.note(f"centre at {len(self.centre.agencies[AGENCY].rows)}, {len(self.lost)} lost")

    def events_of(self, machine: Machine) -> dict[str, str]:
        query = "SELECT id, kind, payload ->> 'code' FROM event"
        with machine.desk.store.read() as reading:
            return {row[0]: _code_of(row[1], {"code": row[2]}) for row in reading.conn.exec_driver_sql(query)}

    def count_lost(self, had: dict[str, str]) -> None:
        """What a destroyed copy held is lost only when nobody else has it."""
        held = set(self.centre.agencies[AGENCY].first).union(*(each.event_ids() for each in self.machines))
        self.lost = {key: code for key, code in {**self.lost, **had}.items() if key not in held}

    # ---- peace

    def settle(self) -> None:
        """All clocks right, the network whole: passes until all agree. Raises Broken."""
        for machine in self.machines:
            machine.skew, machine.is_connected = timedelta(), True
        for machine in self.machines:
            self.tell(f"admit {machine.name}")
            lives.admit(self, machine)
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
        self.note(_told(report))
        return report


def _code_of(kind: str, payload: Any) -> str:
    return str(payload["code"]) if kind == K.RECEIVED else ""


def _told(report: PassReport) -> str:
    words = [f"head {report.head}", f"sent {report.sent}", f"pulled {report.pulled}"]
    for name in ("relayed", "reoffered", "went_back_to", "is_new_incarnation", "differences", "waiting"):
        if value := getattr(report, name):
            words.append(f"{name} {value}")
    return " ".join(words)
