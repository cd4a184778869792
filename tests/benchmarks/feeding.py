"""A real centre with a desk's real events, told in portions, and new desks that take them in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from counter_app import joining
from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.storage.event_log import StoredEvent, read_chain
from counter_app.sync import central
from counter_app.sync.address import Host
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.install import install
from tests.benchmarks.made import copied
from tests.benchmarks.measure import Size
from tests.benchmarks.past import UNTIL
from tests.builders import Clock
from tests.central.centre import Centre, a_server, an_empty_database

PER_DOSSIER = 4
"""Events of a made dossier, at least."""


@dataclass
class Feed:
    """The chain of one made desk, of which the centre has been told a part."""

    centre: Centre
    way: Way
    agency: str
    line: psycopg.Connection[Any]
    chain: Iterator[StoredEvent]
    folder: Path
    told: int = 0
    desks: Iterator[int] = field(default_factory=lambda: iter(range(2, 23)))

    def tell(self, count: int) -> int:
        """Push the next `count` events, fewer where there are no more; answers how many."""
        done = 0
        while done < count:
            records = list(itertools.islice(self.chain, min(central.MOST_EVENTS, count - done)))
            if not records:
                break
            central.push(self.line, records)
            done += len(records)
        self.told += done
        return done

    def new_desk(self) -> Desk:
        """A desk that joins now, with what the centre was told so far; the caller closes it."""
        number = next(self.desks)
        enrolment = enrol(self.centre.admin, self.agency, number, self.way)
        clock = Ports(clock=Clock(UNTIL))
        desk, _, _ = joining.join_desk(self.folder / f"desk-{number}", enrolment, ports=clock)
        return desk


@contextmanager
def a_feed(events: int, size: Size) -> Iterator[Feed]:
    """A centre that knows a made desk of at least `events` events, and was told nothing by it yet."""
    with ExitStack() as stack:
        rows = max(20, events // PER_DOSSIER)
        folder = stack.enter_context(copied(rows, size))
        centre = stack.enter_context(an_empty_database(stack.enter_context(a_server())))
        install(centre.admin)
        info = psycopg.conninfo.conninfo_to_dict(centre.uri)
        way = Way((Host(str(info["host"])),), str(info["dbname"]))
        with open_desk(folder, writing=False, ports=Ports(clock=Clock(UNTIL))) as looked:
            own = looked.origin
        made = enrol(centre.admin, own.agency, own.desk, way, agency_name="Ban", origin=own.id)
        desk = stack.enter_context(joining.join_existing(folder, made, ports=Ports(clock=Clock(UNTIL))))
        line = stack.enter_context(centre.desk(made.address.login))
        conn = stack.enter_context(desk.store.reader.connect())
        new = Path(stack.enter_context(TemporaryDirectory(dir=folder.parent.parent, prefix="new-")))
        yield Feed(centre, way, own.agency, line, read_chain(conn, own.id), new)

