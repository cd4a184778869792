"""The simulator's centre answers and refuses what a real PostgreSQL does, call by call."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from typing import Any

import psycopg
import pytest

from counter_app.domain.errors import CounterError
from counter_app.domain.events import EventKind
from counter_app.storage.event_log import GENESIS, StoredEvent
from counter_app.sync import central
from counter_app.sync.central import MOST_BYTES, Check, Greeting
from tests.central.centre import AGENCY, WALL, Centre, Chain, an_event, new_id
from tests.simulation.centre import SimCentre

TIMES = {"time", "opened_at", "received_at", "system_id"}
WANTED = {"hello", "push", "pull", "push origin_gap", "push origin_forked", "push centre_refused"}


@dataclass
class Pair:
    """One desk's chains (its lives, one of them perhaps a clone's) and its two lines."""

    agency: str
    login: str
    lives: list[Chain]
    real: psycopg.Connection[Any]


class Both:
    """The real centre and the simulated one, told the same."""

    def __init__(self, real: Centre, stack: ExitStack, rng: random.Random) -> None:
        self.real = real
        self.rng = rng
        self.sim = SimCentre(lambda: int(real.value("SELECT counter.ms(clock_timestamp())")))
        self.desks: list[Pair] = []
        self.seen: Counter[str] = Counter()
        for agency, desk in ((AGENCY, 1), (AGENCY, 2), (AGENCY, 12), ("H24.99", 1)):
            login, chain = real.enrol(desk, agency=agency)
            self.sim.enrol(agency, chain.origin, desk, login)
            line = stack.enter_context(real.desk(login))
            self.desks.append(Pair(agency, login, [chain], line))

    def same(self, what: str, on_real: Callable[[], Any], on_sim: Callable[[], Any]) -> None:
        """Both answers, times apart; or the same error with the same facts."""
        theirs, ours = _answer(on_real), _answer(on_sim)
        assert theirs == ours, what
        self.seen[f"{what} {theirs[0]}" if isinstance(theirs, tuple) else what] += 1

    def step(self) -> None:
        """One call of one desk."""
        desk = self.rng.choice(self.desks)
        calls = [self.hello, self.hello, self.push, self.push, self.push, self.push, self.pull, self.change]
        self.rng.choice(calls)(desk, self.rng.choice(desk.lives))

    def hello(self, desk: Pair, chain: Chain) -> None:
        rng, heads = self.rng, []
        for other in rng.sample(self.desks, 2):
            head = rng.choice(other.lives).head
            if rng.random() < 0.3:
                head = replace(head, oseq=max(0, head.oseq - 1))
            heads.append(head)
        rows = self.sim.agencies[AGENCY].rows
        at = rng.randint(0, len(rows) + 1)
        greeting = Greeting(
            chain.origin,
            [*heads, chain.head],
            at,
            GENESIS,
            WALL,
            rng.random() < 0.2,
            rng.choice([None, None, Check(at, "5" * 64, {"received": at}), Check(at, "", {})]),
        )
        self.same(
            "hello",
            lambda: central.hello(desk.real, greeting),
            lambda: self.sim.line(desk.login).hello(greeting),
        )

    def push(self, desk: Pair, chain: Chain) -> None:
        if self.rng.random() < 0.7:
            chain.add(*(self.event() for _ in range(self.rng.randint(1, 4))))
        if not chain.records:
            return
        start = self.rng.randrange(len(chain.records)) if self.rng.random() < 0.5 else self.held(desk, chain)
        records = self.spoilt(chain.records[start : start + self.rng.randint(1, 6)])
        self.same(
            "push",
            lambda: central.push(desk.real, records),
            lambda: self.sim.line(desk.login).push(records),
        )

    def held(self, desk: Pair, chain: Chain) -> int:
        row = self.sim.origins.get((desk.agency, chain.origin))
        return min(len(row.chain), len(chain.records) - 1) if row else 0

    def event(self) -> Any:
        rng = self.rng
        known = [record.event for desk in self.desks for life in desk.lives for record in life.records]
        match rng.randrange(12):
            case 0 if known:
                return rng.choice(known)
            case 1 if known and rng.random() < 0.2:
                return an_event(id=rng.choice(known).id)
            case 2:
                who, is_active = rng.choice(["hoa", "van"]), rng.random() < 0.5
                payload = {"is_active": is_active}
                return an_event(stream=f"staff:{who}", kind=EventKind.STAFF_SET, payload=payload)
            case 3 if rng.random() < 0.1:
                return an_event(payload={"text": "x" * MOST_BYTES})
        return an_event()

    def spoilt(self, records: list[StoredEvent]) -> list[StoredEvent]:
        """A twelfth of the pushes: another text under a hash, another prev, a relayed one, a gap inside."""
        n = self.rng.randrange(len(records)) if records else 0
        match self.rng.randrange(36):
            case 0 if records:
                records = [*records[:n], replace(records[n], event=an_event()), *records[n + 1 :]]
            case 1 if records:
                records = [replace(records[0], prev="1" * 64), *records[1:]]
            case 2 if records:
                records = [replace(records[0], relayed_from=new_id()), *records[1:]]
            case 3:
                records = records[:n] + records[n + 1 :]
        return records

    def pull(self, desk: Pair, chain: Chain) -> None:
        after, limit = self.rng.randint(0, 40), self.rng.choice([0, 1, 7, 500, 2_000])
        self.same(
            "pull",
            lambda: central.pull(desk.real, after, limit),
            lambda: self.sim.line(desk.login).pull(after, limit),
        )

    def change(self, desk: Pair, chain: Chain) -> None:
        """Not a call: the desk's file is cloned, a new life begins, an administrator closes one."""
        match self.rng.randrange(8):
            case 0 | 1:
                desk.lives.append(chain.copy())
            case 2 | 3:
                desk.lives.append(Chain())
            case 4:
                desk.lives.append(self.rng.choice(self.desks).lives[0])
            case 5 if len({life.origin for life in desk.lives}) > 2:
                query = "UPDATE counter.origin SET status = 'closed' WHERE id = %s"
                self.real.admin.execute(query, (chain.origin,))
                for row in self.sim.origins.values():
                    row.is_closed |= row.id == chain.origin
            case 6:
                self.real.admin.execute("UPDATE counter.number_block SET from_date = from_date - 1")
                earlier = [(*row[:4], row[4].fromordinal(row[4].toordinal() - 1)) for row in self.sim.blocks]
                self.sim.blocks = earlier


def _answer(call: Callable[[], Any]) -> Any:
    try:
        found = call()
    except CounterError as error:
        return (error.code, dict(error.facts))
    except ValueError as error:
        return ("ValueError", str(error))
    if isinstance(found, tuple):
        return [_timeless(asdict(row)) for row in found]
    return _timeless(asdict(found))


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _timeless(item) for key, item in value.items() if key not in TIMES}
    if isinstance(value, (list, tuple)):
        return [_timeless(item) for item in value]
    return value


@pytest.mark.parametrize("seed", range(3))
def test_both_centres_say_the_same(centre: Centre, seed: int) -> None:
    with ExitStack() as stack:
        both = Both(centre, stack, random.Random(seed))
        for _ in range(300):
            both.step()
        query = "SELECT agency, origin, oseq, prev, hash, reason FROM counter.quarantine"
        kept = centre.admin.execute(query).fetchall()
    ours = [(*key[:5], reason) for key, reason in both.sim.quarantine.items()]
    assert sorted(kept) == sorted(ours)
    assert set(both.seen) >= WANTED, both.seen


def test_a_copy_is_apart_and_a_tampered_row_is_seen(centre: Centre) -> None:
    sim = SimCentre(lambda: WALL)
    chain = Chain()
    sim.enrol(AGENCY, chain.origin, 1, "desk1")
    line = sim.line("desk1")
    line.push(chain.add_notes(3))
    before = sim.copy()
    line.push(chain.add_notes(2))
    sim.agencies[AGENCY].rows[1] = None
    assert [row.stored.pos for row in line.pull(0, 500)] == [1, 3, 4, 5]
    assert [row.stored.pos for row in before.line("desk1").pull(0, 500)] == [1, 2, 3]
    assert before.line("desk1").push(chain.records).known == 3
