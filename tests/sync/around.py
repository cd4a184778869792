"""Two or three desks, each with its real file, around a centre in memory; people act, then the desks meet."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from counter_app.domain.sync_report import PassReport
from counter_app.storage import compare, feed, folding, projection, verify
from counter_app.storage.feed import FeedPlace, FeedRow
from counter_app.storage.store import Store
from counter_app.storage.taking_in import KnownOrigin, TakenIn, know_origins, take_in
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.sync.central import FeedEvent, Greeting, OriginHead
from counter_app.sync.line import Line
from counter_app.sync.run import Hands, run_pass
from tests.simulation import acts
from tests.simulation.machine import Machine
from tests.simulation.template import BEGIN, Template, fast_folder

Json = dict[str, Any]


class Killed(BaseException):
    """The process ends here."""


class Now:
    """The true time of all machines, and the chance in their ids."""

    def __init__(self, seed: int) -> None:
        self.now: datetime = BEGIN + timedelta(hours=1)
        self.ids = random.Random(seed)

    def ms(self) -> int:
        return int(self.now.timestamp() * 1000)


@cache
def _template() -> Template:
    return Template(fast_folder())


class Around:
    """The desks by number. `codes`: of all dossiers that were received anywhere."""

    def __init__(self, folder: Path, desks: int = 2, seed: int = 1) -> None:
        template = _template()
        self.folder = folder
        self.time, self.rng = Now(seed), random.Random(seed)
        self.centre = template.centre.copy()
        self.centre.clock = self.time.ms
        self.desks: dict[int, Machine] = {}
        self.codes: list[str] = []
        for number in range(1, desks + 1):
            target = folder / f"desk-{number}"
            shutil.copytree(template.desk(number), target)
            if number > 1:
                template.enrol(self.centre, number)
            self.desks[number] = self.started(Machine(f"desk-{number}", number, target, self.time))

    def started(self, machine: Machine) -> Machine:
        """The program is opened there."""
        machine.start()
        return machine

    def store(self, number: int) -> Store:
        return self.desks[number].desk.store

    # -- acts

    def say(self, number: int, act: str, by: str = "lan", **fields: Any) -> Json:
        """An act line at a desk, a minute later."""
        self.time.now += timedelta(minutes=1)
        return acts.say(self.desks[number], act, by, **fields)

    def done(self, number: int, act: str, by: str = "lan", **fields: Any) -> Json:
        """One that must be accepted."""
        answer = self.say(number, act, by, **fields)
        assert answer["ok"], answer
        return answer

    def receive(self, number: int, name: str = "Đỗ Đình Đức", **fields: Any) -> str:
        """The code of a dossier taken in."""
        self.time.now += timedelta(minutes=1)
        answer = (
            acts.receive(self.desks[number], self.rng, name)
            if not fields
            else acts.say(self.desks[number], "receive", "lan", **fields)
        )
        assert answer["ok"], answer
        self.codes.append(answer["code"])
        return str(answer["code"])

    def something(self, number: int) -> None:
        """Anything that somebody may do there, or may not."""
        self.time.now += timedelta(minutes=1)
        machine, chance = self.desks[number], self.rng.random()
        if chance < 0.2 or not self.codes:
            self.receive(number, f"Người {len(self.codes)}")
        elif chance < 0.27:
            acts.register(machine, self.rng, f"G04.28-{self.rng.randrange(4):06d}")
        elif chance < 0.33:
            acts.administer(machine, self.rng)
        elif chance < 0.4:
            acts.revoke(machine, self.rng, self.rng.choice(self.codes))
        elif chance < 0.5:
            acts.resolve(machine, self.rng)
        else:
            acts.something(machine, self.rng, self.codes)

    def write(self, number: int, do: Callable[[UnitOfWork], Any]) -> Any:
        """A unit of work, committed."""
        self.time.now += timedelta(minutes=1)

        def whole(uow: UnitOfWork) -> Any:
            told = do(uow)
            uow.commit()
            return told

        return self.desks[number].desk.write(whole)

    # -- meetings

    def line(self, number: int) -> Line:
        return self.centre.line(self.desks[number].login)

    def meet(
        self,
        number: int,
        reached: Callable[[str], None] = lambda step: None,
        *,
        is_thorough: bool = False,
        machine: Machine | None = None,
        line: Line | None = None,
    ) -> PassReport:
        """One pass."""
        machine = machine or self.desks[number]
        hands = Hands(machine.clock, machine.new_id, reached)
        return run_pass(machine.desk.store, line or self.line(number), hands, is_thorough=is_thorough)

    def meet_all(self, times: int = 2) -> None:
        """Every desk, in turn."""
        for _ in range(times):
            for number in self.desks:
                self.meet(number)

    def close(self) -> None:
        for machine in self.desks.values():
            machine.stop()

    # -- what is looked at

    def rows(self, number: int, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.store(number).read() as reading:
            return [tuple(row) for row in reading.conn.exec_driver_sql(query, values)]

    def conflicts(self, number: int) -> list[tuple[Any, ...]]:
        """(kind, because, is_resolved) of all conflicts."""
        return self.rows(number, "SELECT kind, because, is_resolved FROM conflict ORDER BY kind, because, id")

    def digest(self, number: int) -> str:
        with self.store(number).read() as reading:
            return projection.digest(reading.conn)

    def place(self, number: int) -> FeedPlace:
        with self.store(number).read() as reading:
            return feed.place_of(reading.conn)

    def assert_rebuilt_is_same(self, number: int) -> None:
        """The rows are those that a rebuild from zero makes of the log."""
        assert_rebuilt_is_same(self.store(number))

    def assert_all_same(self) -> None:
        """All desks hold one feed and tell the same of it, nothing waits, the deep check finds nothing."""
        assert len({self.place(number) for number in self.desks}) == 1
        assert len({self.digest(number) for number in self.desks}) == 1
        for number, machine in self.desks.items():
            with self.store(number).read() as reading:
                assert feed.waiting(reading.conn) == (0, None)
                found = verify.verify(reading.conn, deep=True)
            assert [(each.where, each.what, each.detail) for each in found] == [], machine.name
            self.assert_rebuilt_is_same(number)


def assert_rebuilt_is_same(store: Store) -> None:
    """As in `Around`."""
    with store.writer.connect() as conn:
        transaction = conn.begin()
        before = dump(conn)
        compare.rebuild(conn)
        after = dump(conn)
        transaction.rollback()
    for table, rows in before.items():
        assert set(rows) == set(after[table]), table
        assert rows == after[table], table


def dump(conn: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All projection rows, their own numbers apart."""
    found = {}
    for table in projection.t.PROJECTIONS:
        names = ", ".join(f'"{c.name}"' for c in table.columns if c.name != "seq")
        keys = ", ".join(f'"{c.name}"' for c in projection.t.natural_key(table))
        query = f"SELECT {names} FROM {table.name} ORDER BY {keys}"
        found[table.name] = [tuple(row) for row in conn.exec_driver_sql(query)]
    return found


@contextmanager
def desks_around(desks: int = 2, seed: int = 1) -> Iterator[Around]:
    """Desks in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        around = Around(Path(folder), desks, seed)
        try:
            yield around
        finally:
            around.close()


def feed_rows(around: Around, number: int, limit: int = 1000) -> list[FeedRow]:
    """What the centre has behind the place of a desk."""
    rows = around.line(number).pull(around.place(number).pos, limit)
    return [row_of(each) for each in rows]


def row_of(each: FeedEvent) -> FeedRow:
    return FeedRow(each.stored, each.feed_hash, each.desk, each.incarnation)


def taken_in(around: Around, number: int, rows: list[FeedRow]) -> TakenIn:
    """A page taken in and folded, in one transaction."""
    store = around.store(number)

    def do(conn: Connection) -> TakenIn:
        taken = take_in(conn, rows, store.origin.id, around.time.ms())
        folding.refold_all(conn, taken.streams)
        return taken

    return store.exchange(do)


def pushed(around: Around, number: int) -> None:
    """A desk's own chain is sent, nothing fetched."""
    store = around.store(number)
    with store.read() as reading:
        heads = [OriginHead(h.origin, h.oseq, h.hash) for h in feed.heads(reading.conn)]
        place = feed.place_of(reading.conn)
    line = around.line(number)
    welcome = line.hello(Greeting(store.origin.id, heads, place.pos, place.hash, around.time.ms()))
    me = next(each for each in welcome.origins if each.origin == store.origin.id)
    known = [KnownOrigin(o.origin, o.desk, o.incarnation, o.opened_at, o.is_closed) for o in welcome.origins]
    store.exchange(lambda conn: know_origins(conn, known))
    with store.read() as reading:
        from counter_app.storage.event_log import read_chain

        line.push(list(read_chain(reading.conn, store.origin.id, me.oseq)))
