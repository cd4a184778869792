"""P10: pushing and pulling 10,000 events beside COPY of the same rows, all on one real PostgreSQL; and what a
pass with nothing to do costs."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from counter_app import joining
from counter_app.bootstrap import Desk, Ports
from counter_app.domain.events import Event, EventKind
from counter_app.storage.event_log import StoredEvent
from counter_app.sync import central
from counter_app.sync.address import Host
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.install import install
from counter_app.sync.run import BULK
from tests.benchmarks.feeding import a_feed
from tests.benchmarks.measure import Result, Sample, Size, at_least, at_most, interleaved, timed
from tests.builders import Clock
from tests.central.centre import AGENCY, WALL, Centre, Chain, a_server, an_empty_database

EVENTS = 10_000
SMALL = 600
PULLED = 5_000
"""Events a second that a whole pass takes in (document 7, F32)."""
COPY = (
    "COPY peer (agency, pos, id, stream, kind, schema_v, payload, raw, actor, wall, origin, oseq, prev, hash,"
    " feed_hash, received_at, again) FROM STDIN"
)


@dataclass
class Rig:
    """One centre and one enrolled login; every round pushes a chain that the centre has not met."""

    centre: Centre
    line: psycopg.Connection[Any]
    count: int
    chains: dict[int, list[StoredEvent]] = field(default_factory=dict)

    def chain(self, n: int) -> list[StoredEvent]:
        """The events of round `n`, made before anything is timed."""
        if n not in self.chains:
            chain = Chain(secrets.token_hex(16))
            self.chains[n] = chain.add(*(_event(i) for i in range(self.count)))
        return self.chains[n]

    def push(self, n: int) -> None:
        """Ours: 500 a call, each call durable."""
        records = self.chain(n)
        for first in range(0, len(records), central.MOST_EVENTS):
            central.push(self.line, records[first : first + central.MOST_EVENTS])

    def copy(self, n: int) -> None:
        """The limit: the same rows into a table like the feed's, one COPY, one commit."""
        self._copy(self.chain(n), self.count)

    def copy_in_500s(self, n: int) -> None:
        """The limit of anything that acknowledges every 500: COPY, each with its commit."""
        self._copy(self.chain(n), central.MOST_EVENTS)

    def pull(self, n: int) -> None:
        """The rows of one round, page after page, as values of the program."""
        after, last = n * self.count, (n + 1) * self.count
        while after < last:
            after = central.pull(self.line, after, central.MOST_EVENTS)[-1].stored.pos or last

    def _copy(self, records: Sequence[StoredEvent], size: int) -> None:
        admin = self.centre.admin
        admin.execute("TRUNCATE peer")
        at = self.centre.value("SELECT now()")
        for first in range(0, len(records), size):
            with admin.cursor() as cursor, cursor.copy(COPY) as copy:
                for pos, item in enumerate(records[first : first + size], first + 1):
                    copy.write_row(_row(pos, item, at))


def _event(i: int) -> Event:
    return Event(
        id=secrets.token_hex(16),
        agency=AGENCY,
        stream=f"dossier:{secrets.token_hex(16)}",
        kind=EventKind.NOTE_ADDED,
        payload={"text": f"Đã gọi cho ông Đặng Đức Đạt lần {i}", "unit": "MC", "role": "counter"},
        actor="lan",
        wall=WALL + i,
    )


def _row(pos: int, item: StoredEvent, at: datetime) -> tuple[Any, ...]:
    """As it stands in the feed; the feed's own hash is any text of its length."""
    event = item.event
    raw = event.hashed_text.encode()
    named = (event.agency, pos, event.id, event.stream, str(event.kind), event.schema_v)
    chain = (item.origin, item.oseq, item.prev, item.hash, item.hash)
    return (*named, event.payload_json, raw, event.actor, event.wall, *chain, at, False)


@contextmanager
def a_rig(count: int) -> Iterator[Rig]:
    """A centre with a desk's login and a peer table beside it."""
    with a_server() as server, an_empty_database(server) as centre:
        install(centre.admin)
        login, _ = centre.enrol(1)
        # The same rows under the same keys: what is compared is the work beside storing them.
        centre.admin.execute("CREATE TABLE peer (LIKE counter.event INCLUDING ALL)")
        with centre.desk(login) as line:
            yield Rig(centre, line, count)


def p10(size: Size) -> list[Result]:
    """Push and pull beside COPY, and the round trips of an idle pass."""
    count, rounds = (SMALL, 2) if size.is_small else (EVENTS, 7)
    with a_rig(count) as rig:
        origins = [rig.chain(n)[0].origin for n in range(rounds + 1)]
        for n, origin in enumerate(origins):
            rig.centre.admin.execute(
                "INSERT INTO counter.origin (agency, id, desk, login, incarnation)"
                " SELECT agency, %s, desk, login, %s FROM counter.origin WHERE incarnation = 1",
                (origin, n + 2),
            )
        pushes = {"push": rig.push, "COPY": rig.copy, "COPY in 500s": rig.copy_in_500s}
        sides = interleaved(pushes, rounds, warm=1)
        sides |= interleaved({"pull": rig.pull, "COPY again": rig.copy}, rounds, warm=1)
    push, copy, pull = (sides[name].median_ms for name in ("push", "COPY", "pull"))
    bars = (
        at_least("push rate over COPY's", copy / push, 0.4, "×"),
        at_least("pull rate over COPY's", sides["COPY again"].median_ms / pull, 0.4, "×"),
        at_most("round trips of an idle pass", idle_round_trips(), 3),
    )
    notes = (
        f"{count:,} events: push {count / push * 1000:,.0f}/s, pull {count / pull * 1000:,.0f}/s,"
        f" COPY {count / copy * 1000:,.0f}/s; push over COPY with a commit every 500:"
        f" {sides['COPY in 500s'].median_ms / push:.2f}",
    )
    beside = Result("P10", f"{count:,} events up and down beside COPY", sides, bars, notes=notes)
    return [beside, whole_pass(size)]


def whole_pass(size: Size) -> Result:
    """Everything a desk does with what is new: fetch, check, store, fold. All at once, as a desk that joins,
    and page by page, as one that was away for a day."""
    first, many, few, rounds = (100, SMALL, 100, 1) if size.is_small else (500, EVENTS, BULK - 500, 3)
    times: dict[str, list[float]] = {"a new desk": [], "a day's pages": []}
    counts = dict.fromkeys(times, 0)
    used = time.process_time()
    with a_feed(first + many + few, size) as feed, ExitStack() as open_desks:
        feed.tell(first)
        desks = [open_desks.enter_context(feed.new_desk()) for _ in range(rounds)]
        used = time.process_time()
        for name, count in (("a new desk", many), ("a day's pages", few)):
            counts[name] = feed.tell(count)
            for desk in desks:
                times[name].append(timed(lambda _, desk=desk: desk.sync(), 0))
    used = time.process_time() - used
    sides = {name: Sample(tuple(took)) for name, took in times.items()}
    rates = {name: counts[name] / side.median_ms * 1000 for name, side in sides.items()}
    bars = (
        at_least("events a second, a new desk", rates["a new desk"], PULLED, "/s"),
        at_least("events a second, page by page", rates["a day's pages"], PULLED, "/s"),
    )
    notes = (f"{counts}; {rounds * sum(counts.values()) / used:,.0f} events a second of this process alone",)
    return Result("P10", "a whole pass: fetched, checked, stored, folded", sides, bars, notes=notes)


def idle_round_trips() -> int:
    """How often a pass asks the centre when neither side has anything new."""
    with ExitStack() as stack:
        desk = stack.enter_context(a_joined_desk(stack))
        desk.sync()
        desk.sync()
        return desk.sync().round_trips


def a_joined_desk(stack: ExitStack) -> Desk:
    """A desk, the first of its agency, in a centre of its own."""
    server = stack.enter_context(a_server())
    centre = stack.enter_context(an_empty_database(server))
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="joined-")))
    install(centre.admin)
    info = psycopg.conninfo.conninfo_to_dict(centre.uri)
    way = Way((Host(str(info["host"])),), str(info["dbname"]))
    enrolment = enrol(centre.admin, AGENCY, 1, way, agency_name="Ban Quản lý Khu kinh tế Hải Phòng")
    desk, _, _ = joining.join_desk(folder / "desk", enrolment, admin="quantri", ports=Ports(clock=Clock()))
    return desk
