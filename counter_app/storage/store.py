"""Store: one desk's encrypted file, opened; hands out units of work (write) and readings (read)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine, ScalarSelect, select

from counter_app.domain.errors import CounterError, StoreNotOpened
from counter_app.storage import projection, reference
from counter_app.storage import tables as t
from counter_app.storage.database import move_wal
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.journal import JournalState
from counter_app.storage.reference import Reference
from counter_app.storage.turns import Turns
from counter_app.storage.unit_of_work import Origin, UnitOfWork

T = TypeVar("T")
FILE_NAME = "desk.sqlite"
LONG_WAL = 500
"""Pages (of 4 KiB) from which on the -wal is moved into the file between two acts."""
MERGED_PAGES = 100
"""Pages of an index of words that are put together between two acts: some 10 ms."""
log = logging.getLogger(__name__)
# By the index of the streams: for a plain max(rowid) SQLite walks the log backwards past all dossiers.
LAST_REFERENCE = (
    "SELECT coalesce((SELECT max(rowid) FROM event INDEXED BY ix_event_stream WHERE stream < 'dossier:'), 0),"
    " coalesce((SELECT max(rowid) FROM event INDEXED BY ix_event_stream WHERE stream >= 'dossier;'), 0)"
)


class Witness(Protocol):
    """The journal on a second medium; told of every committed event before its code is shown."""

    def append(self, stored: Sequence[StoredEvent]) -> JournalState:
        """Write and fsync; never raises for a medium that is gone (the banner says so)."""

    def catch_up(self, conn: Connection, origin_id: str) -> JournalState:
        """Write what the medium lacks: it was away for a while."""


@dataclass(frozen=True)
class Reading:
    """A snapshot for queries."""

    conn: Connection
    reference: Reference


class Store:
    """The open file. `write` is for the one writing process, `read` for any."""

    def __init__(
        self,
        path: Path,
        reader: Engine,
        writer: Engine | None,
        new_id: Callable[[], str],
        witness: Witness | None = None,
    ) -> None:
        self.path = path
        self._reader = reader
        self._writer = writer
        self._new_id = new_id
        self.witness = witness
        self._findings: tuple[str, ...] = ()
        self._known: tuple[tuple[int, int], Reference] | None = None
        self._meetings = 0
        self.turns = Turns()
        with reader.connect() as conn:
            self.origin = read_origin(conn, path)

    @property
    def writer(self) -> Engine:
        """The writing engine. Raises StoreNotOpened where the file was opened for reading."""
        if self._writer is None:
            raise StoreNotOpened(path=str(self.path), because="opened_for_reading")
        return self._writer

    @property
    def reader(self) -> Engine:
        """The reading engine."""
        return self._reader

    def stop_numbering(self, findings: tuple[str, ...]) -> None:
        """Let no number be given while a check of the file found something; empty lets it go on."""
        self._findings = findings

    @property
    def findings(self) -> tuple[str, ...]:
        """Why numbering is stopped; empty while it is not."""
        return self._findings

    def _reference(self, conn: Connection, meetings: int | None = None) -> Reference:
        """Reference data, read again when the log holds newer events of reference streams.

        `meetings`: how many there had been before the snapshot of `conn` was begun. What was read beside a
        meeting is not kept: it moves events without adding any, and folds later what it adds.
        """
        mark = max(conn.exec_driver_sql(LAST_REFERENCE).one())
        at = (mark, self._meetings if meetings is None else meetings)
        known = self._known
        if known is None or known[0] != at:
            self._known = known = (at, reference.load(conn))
        return known[1]

    @contextmanager
    def write(self, clock: Callable[[], datetime], via: str = "") -> Iterator[UnitOfWork]:
        """A unit of work. What was not committed when the block ends is rolled back.

        `clock` (aware) is asked when the transaction has begun: who waited for another thread's act comes
        after it in time too, also over midnight.
        """
        with self.turns.act(self.writer) as conn:
            transaction = conn.begin()
            uow = UnitOfWork(conn, self.origin, clock(), self._reference, self._new_id, via)
            uow.findings = self._findings
            try:
                yield uow
            finally:
                if transaction.is_active:
                    transaction.rollback()
        if uow.is_committed:
            if uow.has_changed_reference:
                self._known = None
            if self.witness is not None and uow.recorded:
                self._witness(self.witness, uow.recorded)

    def _witness(self, witness: Witness, recorded: list[StoredEvent]) -> None:
        state = witness.append(recorded)
        if state is JournalState.BEHIND:
            with self._reader.connect() as conn:
                state = witness.catch_up(conn, self.origin.id)
        if state is JournalState.MISMATCH:
            # A medium that came back with another past: numbers given since may be on paper already.
            self.stop_numbering(tuple(dict.fromkeys((*self._findings, "journal_mismatch"))))

    def exchange(self, do: Callable[[Connection], T]) -> T:
        """One transaction of a meeting with the central store: no act, nothing is signed or numbered.

        Where it begins a new life of the desk, the next act of any thread belongs to that one already.
        """
        self.turns.let_acts_go()
        before = self.origin
        try:
            with self.writer.begin() as conn:
                answer = do(conn)
                self.origin = read_origin(conn, self.path)  # while no act can begin
        except BaseException:
            self.origin = before
            raise
        self._meetings += 1
        return answer

    def witness_again(self, recorded: Sequence[StoredEvent]) -> None:
        """Let the journal know of envelopes that this desk made outside an act."""
        if self.witness is not None and recorded:
            self._witness(self.witness, list(recorded))

    def read_origin_again(self) -> None:
        """A new incarnation was begun, or the centre numbers it otherwise."""
        with self._reader.connect() as conn:
            self.origin = read_origin(conn, self.path)

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """One snapshot of the file."""
        meetings = self._meetings
        with self._reader.connect() as conn, conn.begin():
            yield Reading(conn, self._reference(conn, meetings))

    def tidy(self) -> None:
        """What is better done between two acts than in one: pieces of the index of words are put together,
        and the -wal goes into the file once it is long.

        A failure loses nothing and stops nothing: the next act meets the same disk and says so.
        """
        try:
            with self.writer.begin() as conn:
                projection.merge_words(conn, MERGED_PAGES)
            move_wal(self.writer, LONG_WAL)
        except CounterError as error:
            log.warning("not tidied: %s", error.code)

    def close(self) -> None:
        """Let go of the file; the writer's lock is released by who took it."""
        self._reader.dispose()
        if self._writer is not None:
            self._writer.dispose()


def read_origin(conn: Connection, path: Path) -> Origin:
    """The open origin of this file. Raises StoreNotOpened where it has none."""
    row = conn.execute(
        select(t.origin)
        .where(t.origin.c.closed_at.is_(None), t.origin.c.id == _meta("origin"))
        .limit(1)
    ).first()
    of = conn.execute(select(t.meta.c.value).where(t.meta.c.key == "desks")).scalar()
    if row is None or of is None:
        raise StoreNotOpened(path=str(path), because="no_origin")
    return Origin(row.id, row.agency, row.desk, int(of), row.incarnation)


def _meta(key: str) -> ScalarSelect[str]:
    return select(t.meta.c.value).where(t.meta.c.key == key).scalar_subquery()
