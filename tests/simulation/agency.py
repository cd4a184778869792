"""The desks of one agency and what their people do; what they were shown on paper is the ground truth.

Paper, and every act that was acknowledged to somebody, must never be lost.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from counter_app.domain.codes import RESERVE_BLOCKS, DossierCode, make_qr, parse_code
from counter_app.storage import keys
from counter_app.storage.database import open_writer
from counter_app.storage.store import FILE_NAME
from tests.simulation import acts
from tests.simulation.centre import SimCentre
from tests.simulation.machine import Machine
from tests.simulation.template import AGENCY, BEGIN, MOST_DESKS, fast_folder, template

LAST_DESK_SERIAL = 8800
"""Blocks of 400 up to here, reserve blocks of 80 behind it."""


@dataclass(frozen=True)
class Paper:
    """What a person was shown: the code (or the act) and the event behind it."""

    code: str
    event_id: str
    machine: str


class Agency:
    """The state of one seed, and its people."""

    def __init__(self, seed: int) -> None:
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
        self.receipts: dict[str, tuple[int, str]] = {}
        """Code → the desk that printed it, and what the QR of its receipt says."""
        self.newer: dict[str, str] = {}
        """Events of a newer program: id → stream."""
        self.sure: set[str] = set()
        """Receptions at desks that were no copy of another file, while the centre was whole."""
        self.folder = fast_folder()
        desks = self.rng.choices([(3, 5), (6, 9), (10, MOST_DESKS)], [0.9, 0.08, 0.02])[0]
        count = self.rng.randint(*desks)
        self.small_block = self.rng.randint(2, 6) if self.rng.random() < 0.25 else 0
        """Serials of a day that a desk owns at first, so that they are used up; 0: as the product has it."""
        self.centre = template().centre.copy()
        self.centre.passwords = {}
        self.centre.clock = lambda: round(self.now.timestamp() * 1000)
        if self.small_block:
            make_small(self.centre, self.small_block, self.rng.random() < 0.5)
        self.machines = [self._machine(number) for number in range(1, count + 1)]

    def _machine(self, number: int) -> Machine:
        made = template().desk(number)
        if number > 1:
            template().enrol(self.centre, number, self.small_block)
        folder = self.folder / f"m{number}"
        shutil.copytree(made, folder)
        if self.small_block:
            own_less(folder, self.small_block)
        machine = Machine(f"m{number}", number, folder, self)
        if self.rng.random() < 0.4:
            machine.keep_journal()
        if self.rng.random() < 0.6:
            machine.skew = timedelta(minutes=self.rng.randint(-180, 180))
        machine.start()
        return machine

    def tell(self, what: str) -> None:
        """A line of the story."""
        self.story.append(what)

    def note(self, what: str) -> None:
        """More on the line of the story."""
        self.story[-1] += f"; {what}"

    # ---- people

    def _act(self, machine: Machine) -> None:
        roll = self.rng.random()
        name = f"Người {len(self.story)}"
        if roll < 0.3 or not self.codes:
            self.accepted(machine, "receive", acts.receive(machine, self.rng, name))
        elif roll < 0.9:
            # Recent paper is on somebody's table.
            recent = self.codes[-12:] if self.rng.random() < 0.8 else self.codes
            what, answer = acts.something(machine, self.rng, recent)
            self.accepted(machine, what, answer)
        elif roll < 0.93:
            code = f"G22.99-{self.rng.randint(1, 6):04d}-TT"
            self.portal_codes.append(code)
            self.accepted(machine, f"register {code}", acts.register(machine, self.rng, code))
        elif roll < 0.96 and self.portal_codes:
            self.accepted(machine, "receive", acts.accept(machine, self.rng.choice(self.portal_codes)))
        elif roll < 0.98:
            self.accepted(machine, "slip", acts.slip(machine, self.rng, name))
        else:
            code = self.rng.choice(self.codes)
            self.accepted(machine, f"revoke {code}", acts.revoke(machine, self.rng, code))

    def accepted(self, machine: Machine, what: str, answer: dict[str, Any]) -> None:
        """Note an answer; what was acknowledged stands on somebody's paper."""
        word = what.split()[0]
        self.done[f"{word} {'ok' if answer['ok'] else answer['error']}"] += 1
        if not answer["ok"]:
            self.note(f"{what}: {answer['error']}")
            self.done["refused read_only"] += answer["facts"].get("status") == "read_only"
            if answer["error"] == "clock_jump" and self.rng.random() < 0.5:
                self.accepted(machine, "confirm_clock", acts.confirm_clock(machine))
            return
        code = str(answer.get("code") or "")
        shown = [answer, *answer.get("results", ())]
        ids = [str(each["event_id"]) for each in shown if each.get("event_id")]
        self.note(f"{what} {code} {','.join(each[-6:] for each in ids)}")
        self.paper += [Paper(code or word, event_id, machine.name) for event_id in ids]
        if word == "receive":
            self.codes.append(code)
            self._numbered(machine, parse_code(code))
            if self._is_sure(machine, parse_code(code).serial):
                self.sure.update(ids)
            if self.rng.random() < 0.7:
                acts.printed(machine, code)

    def _numbered(self, machine: Machine, code: DossierCode) -> None:
        if f"{machine.desk.local_now():%y%m%d}" == f"{code.day:%y%m%d}":
            self.receipts[code.text] = (machine.number, make_qr(code, machine.desk.local_now(), 1))
        if code.serial > LAST_DESK_SERIAL:
            self.done["numbered from a reserve block"] += 1
        elif (code.serial - 1) // 400 + 1 != machine.number:
            life = "a later life" if machine.desk.origin.incarnation > 1 else "a first life"
            self.done[f"numbered from the centre's next block in {life}"] += 1

    def _is_sure(self, machine: Machine, serial: int) -> bool:
        """Whether a number given here may be given nowhere else: no other file lives the same life."""
        own = machine.desk.origin.id
        is_alone = all(each is machine or each.desk.origin.id != own for each in self.machines)
        is_given = serial <= LAST_DESK_SERIAL or any(
            lo <= serial <= hi and origin == own for _, lo, hi, origin, _ in self.centre.blocks
        )  # a reserve block that a desk took by itself may be given to another one
        return is_alone and is_given and not machine.is_old and self.centre.timeline == 1

    def _administer(self, machine: Machine) -> None:
        self.note(acts.administer(machine, self.rng))

    def _resolve(self, machine: Machine) -> None:
        found = acts.resolve(machine, self.rng)
        if found is not None:
            self.accepted(machine, *found)


def make_small(centre: SimCentre, size: int, is_reserve_used: bool) -> None:
    """Desks own few serials; perhaps earlier lives of desks long gone have all the reserve blocks."""
    centre.blocks = [(of, lo, lo + size - 1, origin, since) for of, lo, _, origin, since in centre.blocks]
    if is_reserve_used:
        centre.blocks += [(AGENCY, b.lo, b.hi, "gone", centre.today) for b in RESERVE_BLOCKS]


def own_less(folder: Path, size: int) -> None:
    engine = open_writer(folder / FILE_NAME, keys.load_key(folder))
    with engine.begin() as conn:
        conn.exec_driver_sql("UPDATE number_block SET hi = lo + ? - 1", (size,))
    engine.dispose()
