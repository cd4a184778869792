"""The witness journal: every committed event once more, on a second medium, line by line.

A line is JSON around AES-256-GCM of the record with its envelope; the GCM tag is its check sum. The medium
may be lost or stolen, so nothing on it is plain text; the key is derived from the store's.
A medium that is not there stops no work: the state says so, and the journal is caught up from the log.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from counter_app.domain.errors import JournalMismatch, StoreNotOpened
from counter_app.domain.events import envelope_hash
from counter_app.storage import event_log
from counter_app.storage.backup import sync_folder
from counter_app.storage.event_log import GENESIS, StoredEvent
from counter_app.storage.journal_line import HeaderLine, Line, LineBox, OriginLine

_LOOK_BACK = 16384
_PIECE = 500


class JournalState(StrEnum):
    """How the journal stood at the last call.

    behind: it lacks earlier events, call `catch_up`. unreachable: the medium is away. mismatch: what lies
    there is not this log's journal; nothing is written to it.
    """

    WRITTEN = "written"
    BEHIND = "behind"
    UNREACHABLE = "unreachable"
    MISMATCH = "mismatch"


@dataclass(frozen=True)
class JournalTail:
    """The last whole record: its origin ("" in a new journal), number and link; `end`: the byte after it."""

    origin: str
    oseq: int
    hash: str
    end: int


def create_journal(path: Path, key: bytes) -> None:
    """Lay a new journal on the medium. Raises StoreNotOpened(path, because="exists"), OSError."""
    if path.exists():
        raise StoreNotOpened(path=str(path), because="exists")
    part = path.with_name(path.name + ".new")  # killed half-way: no journal, rather than one without a head
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, LineBox(key).seal(HeaderLine()))
        os.fsync(handle)
    finally:
        os.close(handle)
    part.replace(path)
    sync_folder(path.parent)


class Journal:
    """The journal of one store, safe to call from several threads. Nothing is held open between calls."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.state = JournalState.WRITTEN
        self._box = LineBox(key)
        self._lock = threading.Lock()

    def append(self, stored: Sequence[StoredEvent]) -> JournalState:
        """Write committed events and fsync; after the commit, before the code is shown. Never raises.

        BEHIND writes nothing: call `catch_up`. Events that stand at the end already are left alone.
        """
        with self._lock, self._noting():
            self.state = self._append(stored)
        return self.state

    def catch_up(self, conn: Connection, origin_id: str) -> JournalState:
        """Write what the journal lacks of this origin's chain. Never raises for the medium."""
        with self._lock, self._noting():
            self.state = self._catch_up(conn, origin_id)
        return self.state

    def tail(self) -> JournalTail | None:
        """The last whole record, a torn one after it ignored; None when the medium is away.

        Raises JournalMismatch(because="not_ours").
        """
        with self._lock:
            try:
                with self.path.open("rb") as file:
                    return self._tail(file)
            except OSError:
                self.state = JournalState.UNREACHABLE
                return None

    def missing_from(self, conn: Connection) -> list[StoredEvent]:
        """Events the journal holds beyond the log's heads, in order; empty also when the medium is away.

        The usual case reads the last line only. Raises JournalMismatch(path, origin, oseq, because): fork
        (log and journal differ at the same number), gap or link (records beyond the log that do not join
        on to it), not_ours.
        """
        tail = self.tail()
        if tail is None or not tail.oseq or self._log_holds(conn, tail):
            return []
        try:
            with self.path.open("rb") as file:
                return list(self._ahead(conn, self._lines(file)))
        except OSError:
            self.state = JournalState.UNREACHABLE
            return []

    def replay(self, conn: Connection) -> list[StoredEvent]:
        """Put what the log lost back exactly, in the caller's transaction; the caller projects it.

        Raises as `missing_from`.
        """
        missing = self.missing_from(conn)
        if not missing:
            return []
        self._restore_origins(conn)
        held = {item.event.id for item in missing if _is_held(conn, item.event.id)}
        # After a fork the journal tells an event twice, in the old life's envelope and in the new one's.
        first: dict[str, StoredEvent] = {}
        for item in missing:
            if item.event.id not in held:
                first.setdefault(item.event.id, item)
        again = [item for item in missing if first.get(item.event.id) is not item]
        for items, known in (list(first.values()), set()), (again, {item.event.id for item in again}):
            if items:
                event_log.insert(conn, items, [item.event.content_hash for item in items], known)
        return missing

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.state = JournalState.UNREACHABLE
        except JournalMismatch:
            self.state = JournalState.MISMATCH

    def _append(self, stored: Sequence[StoredEvent]) -> JournalState:
        if not stored:
            return self.state
        # Without O_CREAT: an empty mount point is not the medium, and must not get a journal of its own.
        with self.path.open("r+b") as file:
            tail = self._tail(file)
            if (tail.origin, tail.oseq, tail.hash) == (stored[-1].origin, stored[-1].oseq, stored[-1].hash):
                return JournalState.WRITTEN  # another thread's catch_up was quicker
            # Any other tail is for `catch_up` to judge, a longer one too: it may tell of another past.
            if (tail.origin, tail.oseq, tail.hash) != (stored[0].origin, stored[0].oseq - 1, stored[0].prev):
                return JournalState.BEHIND
            self._write(file, tail.end, stored)
        return JournalState.WRITTEN

    def _catch_up(self, conn: Connection, origin_id: str) -> JournalState:
        with self.path.open("r+b") as file:
            tail = self._tail(file)
            if tail.oseq and not self._log_holds(conn, tail):
                raise self._mismatch(tail.origin, tail.oseq, "ahead_of_log")
            after = tail.oseq if tail.origin == origin_id else self._last_of(file, origin_id)
            missing = event_log.read_chain(conn, origin_id, after)
            opening: list[Line] = [] if tail.origin == origin_id else [_origin_line(conn, origin_id)]
            self._write(file, tail.end, itertools.chain(opening, missing))
        return JournalState.WRITTEN

    def _write(self, file: IO[bytes], end: int, lines: Iterable[Line]) -> None:
        file.seek(end)
        file.truncate()  # a torn line is no record: it was never acknowledged, the log still has it
        pending = iter(lines)
        while piece := list(itertools.islice(pending, _PIECE)):
            file.write(b"".join(map(self._box.seal, piece)))
        file.flush()
        os.fsync(file.fileno())

    def _tail(self, file: IO[bytes]) -> JournalTail:
        size, look = file.seek(0, os.SEEK_END), _LOOK_BACK
        while True:
            start = max(0, size - look)
            file.seek(start)
            found = self._last_in(file.read(size - start), start)
            if found is not None:
                return found
            if start == 0:
                raise self._mismatch("", 0, "not_ours")
            look *= 4

    def _last_in(self, block: bytes, start: int) -> JournalTail | None:
        end = block.rfind(b"\n")
        while end >= 0:
            before = block.rfind(b"\n", 0, end)
            if before < 0 and start > 0:
                return None  # the line begins before this block
            line = self._box.open(block[before + 1 : end])
            if isinstance(line, StoredEvent):
                return JournalTail(line.origin, line.oseq, line.hash, start + end + 1)
            if isinstance(line, HeaderLine):
                return JournalTail("", 0, GENESIS, start + end + 1)
            end = before
        return None

    def _lines(self, file: IO[bytes]) -> Iterator[Line]:
        file.seek(0)
        opened = (self._box.open(line[:-1]) for line in file if line.endswith(b"\n"))
        return (line for line in opened if line is not None)

    def _last_of(self, file: IO[bytes], origin_id: str) -> int:
        events = (line for line in self._lines(file) if isinstance(line, StoredEvent))
        return max((item.oseq for item in events if item.origin == origin_id), default=0)

    def _log_holds(self, conn: Connection, tail: JournalTail) -> bool:
        held = conn.exec_driver_sql(
            "SELECT hash FROM envelope WHERE origin = ? AND oseq = ?", (tail.origin, tail.oseq)
        ).scalar()
        if held == tail.hash or _is_aside(conn, tail.origin, tail.oseq, tail.hash):
            return True
        if held is not None:
            raise self._mismatch(tail.origin, tail.oseq, "fork")
        return False

    def _ahead(self, conn: Connection, lines: Iterable[Line]) -> Iterator[StoredEvent]:
        heads: dict[str, tuple[int, str]] = {}
        for item in lines:
            if not isinstance(item, StoredEvent):
                continue
            if item.origin not in heads:
                heads[item.origin] = event_log.chain_head(conn, item.origin)
            oseq, link = heads[item.origin]
            if item.oseq < oseq or (item.oseq, item.hash) == (oseq, link):
                continue
            if _is_aside(conn, item.origin, item.oseq, item.hash):
                continue  # a fork pushed it out of its chain; its event stands in another one
            if item.oseq == oseq:
                raise self._mismatch(item.origin, item.oseq, "fork")
            if item.oseq != oseq + 1:
                raise self._mismatch(item.origin, oseq + 1, "gap")
            computed = envelope_hash(link, item.origin, item.oseq, item.event.content_hash)
            if item.prev != link or item.hash != computed:
                raise self._mismatch(item.origin, item.oseq, "link")
            heads[item.origin] = (item.oseq, item.hash)
            yield item

    def _restore_origins(self, conn: Connection) -> None:
        with self.path.open("rb") as file:
            origins = [line for line in self._lines(file) if isinstance(line, OriginLine)]
        for line in origins:
            conn.exec_driver_sql(
                # Another life may have taken the number since: the id alone says which one it is.
                "INSERT INTO origin(id, agency, desk, incarnation, opened_at) VALUES (?1, ?2, ?3, CASE WHEN"
                " EXISTS (SELECT 1 FROM origin WHERE desk = ?3 AND incarnation = ?4) THEN"
                " (SELECT max(incarnation) + 1 FROM origin WHERE desk = ?3) ELSE ?4 END, ?5)"
                " ON CONFLICT (id) DO NOTHING",
                (line.id, line.agency, line.desk, line.incarnation, line.opened_at),
            )

    def _mismatch(self, origin: str, oseq: int, because: str) -> JournalMismatch:
        return JournalMismatch(path=str(self.path), origin=origin, oseq=oseq, because=because)


def _is_aside(conn: Connection, origin: str, oseq: int, link: str) -> bool:
    """Whether an envelope gave way to what the feed tells of its chain."""
    query = "SELECT 1 FROM envelope_aside WHERE origin = ? AND oseq = ? AND hash = ?"
    return conn.exec_driver_sql(query, (origin, oseq, link)).first() is not None


def _is_held(conn: Connection, event_id: str) -> bool:
    """A re-enveloped event is in the log under another envelope already."""
    return conn.exec_driver_sql("SELECT 1 FROM event WHERE id = ?", (event_id,)).first() is not None


def _origin_line(conn: Connection, origin_id: str) -> OriginLine:
    row = conn.exec_driver_sql(
        "SELECT id, agency, desk, incarnation, opened_at FROM origin WHERE id = ?", (origin_id,)
    ).one()
    return OriginLine(*row)
