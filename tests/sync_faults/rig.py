"""An agency to be hurt: a PostgreSQL with the centre's SQL, enrolled desks with real encrypted files.

The clock of the rig begins at the machine's own time, because the centre has no other; it stands until a
test moves it. Passes are the program's own (`sync.run.run_pass`) over a real connection, which may lead
through a proxy.
"""

from __future__ import annotations

import atexit
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from counter_app.bootstrap import Desk, Ports, open_desk, system_id
from counter_app.domain.errors import CounterError
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.sync_report import PassReport
from counter_app.sync.address import NO_TLS, Address, Host
from counter_app.sync.dial import dial
from counter_app.sync.install import install
from counter_app.sync.run import Hands, run_pass
from tests.builders import Clock
from tests.sync_faults.joining import join
from tests.sync_faults.server import HOST, Server, a_copy, a_new_server, a_room
from tests.sync_faults.worker import Papers, Worker

AGENCY = "H24.28"
DATABASE = "counter"
PREPARED = 4
"""Desks of the template."""


def now() -> datetime:
    """The machine's local time, to the minute."""
    return datetime.now(tz=LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)


def nothing(_: str) -> None:
    """Nobody is told of a step."""


@dataclass
class Post:
    """A desk's data folder, its clock, and its login at the centre."""

    number: int
    folder: Path
    login: str
    clock: Clock

    @contextmanager
    def opened(self) -> Iterator[Desk]:
        """The desk as the one writing process has it."""
        with self.open() as desk:
            yield desk

    def open(self) -> Desk:
        """As `opened`, for the caller to close."""
        return open_desk(self.folder, writing=True, ports=Ports(clock=self.clock))

    def copied(self, name: str) -> Post:
        """The same disk once more, file, key and all; the desk must be closed."""
        target = self.folder.with_name(name)
        shutil.copytree(self.folder, target)
        return Post(self.number, target, self.login, Clock(self.clock.local))


@dataclass
class Rig:
    """One agency around one centre."""

    server: Server
    folder: Path
    seed: int = 1
    posts: list[Post] = field(default_factory=list)
    papers: Papers = field(default_factory=Papers)

    @property
    def uri(self) -> str:
        """The superuser's way to the centre."""
        return make_conninfo(self.server.uri, dbname=DATABASE)

    def address(self, post: Post, *ports: int) -> Address:
        """How a desk connects: to the server, or by the port of a proxy, or by several, libpq's failover."""
        hosts = tuple(Host(HOST, port) for port in ports or (self.server.port,))
        return Address(hosts, DATABASE, post.login, "", sslmode=NO_TLS)

    def worker(self, desk: Desk, post: Post, name: str = "", **more: Any) -> Worker:
        """People at a desk; the same seed and name do the same things."""
        label = name or f"d{post.number}"
        return Worker(desk, post.clock, random.Random(f"{self.seed} {label}"), self.papers, label, **more)

    def run(
        self,
        desk: Desk,
        post: Post,
        *,
        ports: tuple[int, ...] = (),
        is_thorough: bool = False,
        reached: Callable[[str], None] = nothing,
        patience_s: float = 20.0,
    ) -> PassReport:
        """One pass of an open desk, one try of the connecting: every fault is to be seen as it happened.

        Raises what the pass and the connecting raise.
        """
        line = dial(self.address(post, *ports), post.folder, patience_s=patience_s, tries=1)
        try:
            return run_pass(desk.store, line, Hands(desk.now, system_id, reached), is_thorough=is_thorough)
        finally:
            line.close()

    def passed(self, post: Post, **more: Any) -> PassReport:
        """One pass of a closed desk."""
        with post.opened() as desk:
            return self.run(desk, post, **more)

    def settle(self, rounds: int = 3) -> int:
        """Passes of all desks, in turn, until nobody has anything to say; answers how many rounds it took.

        A round in which a desk must begin a new life, or learns what another one put up, needs one more.
        """
        for number in range(1, rounds + 1):
            reports = [self.passed(post) for post in self.posts]
            if all(report.sent == report.pulled == report.waiting == 0 for report in reports):
                return number
        return rounds + 1

    @contextmanager
    def boss(self) -> Iterator[psycopg.Connection[Any]]:
        """A superuser in the centre's database."""
        with psycopg.connect(self.uri, autocommit=True) as conn:
            yield conn

    def value(self, query: str, values: tuple[Any, ...] = ()) -> Any:
        """One value, read by the superuser."""
        with self.boss() as conn:
            row = conn.execute(query.encode(), values).fetchone()
        assert row is not None
        return row[0]

    def join(self, number: int) -> Post:
        """One desk more, by the centre's enrolment: it meets the centre while it is made."""
        folder, clock = self.folder / f"desk{number}", Clock(now())
        with self.boss() as conn:
            login = join(conn, AGENCY, number, folder, clock, Host(HOST, self.server.port))
        self.posts.append(Post(number, folder, login, clock))
        return self.posts[-1]


@cache
def _template() -> tuple[Server, tuple[Post, ...]]:
    """A centre and four desks that have met, the first of which brought staff and catalogue; all closed.

    Made once in a process: every campaign begins with a copy.
    """
    room = ExitStack()
    atexit.register(room.close)
    server = a_new_server(room.enter_context(a_room()))
    server.start()
    with server.boss() as boss:
        boss.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    rig = Rig(server, Path(room.enter_context(TemporaryDirectory(prefix="desks-"))))
    with rig.boss() as conn:
        install(conn)
    for number in range(1, PREPARED + 1):
        rig.join(number)
    rig.settle()
    server.stop("fast")
    return server, tuple(rig.posts)


@contextmanager
def a_rig(folder: Path, desks: int, *, seed: int = 1) -> Iterator[Rig]:
    """A centre on a server of its own and `desks` desks, which have all met."""
    stopped, posts = _template()
    with a_room() as room:
        server = a_copy(stopped, room)
        server.start()
        rig = Rig(server, folder, seed)
        for post in posts[:desks]:
            copy = folder / post.folder.name
            shutil.copytree(post.folder, copy)
            rig.posts.append(Post(post.number, copy, post.login, Clock(now())))
        for number in range(PREPARED + 1, desks + 1):
            rig.join(number)
        yield rig


def tried(do: Callable[[], object]) -> str:
    """The code of the CounterError that it raised, or ""."""
    try:
        do()
    except CounterError as error:
        return error.code
    return ""
