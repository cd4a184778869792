"""A real encrypted store in a folder of the test, and small events with valid defaults."""

from __future__ import annotations

import os
import random
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from counter_app.domain.events import Event, EventKind
from counter_app.storage import event_log
from counter_app.storage.database import open_reader, open_writer
from counter_app.storage.event_log import StoredEvent

AGENCY = "H24.28"
ORIGIN = "0" * 31 + "1"
WALL = 1_795_400_000_000
APPLICANT = "Nguyễn Thị Đức"
_numbers = iter(range(1, 10**9))


@dataclass(frozen=True)
class DeskFile:
    """A store's path and key."""

    path: Path
    key: bytes

    @contextmanager
    def writer(self) -> Iterator[Engine]:
        engine = open_writer(self.path, self.key)
        try:
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of a writer opened for it."""
        with self.writer() as engine, engine.begin() as conn:
            yield conn

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        engine = open_reader(self.path, self.key)
        try:
            with engine.connect() as conn:
                yield conn
        finally:
            engine.dispose()

    def record(self, count: int = 1, **fields: Any) -> list[StoredEvent]:
        """Append `count` events in one transaction."""
        with self.writing() as conn:
            return event_log.append(conn, ORIGIN, [an_event(**fields) for _ in range(count)])

    def copied_to(self, folder: Path) -> DeskFile:
        """The same store elsewhere; closed files only."""
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / self.path.name
        shutil.copyfile(self.path, target)
        return replace(self, path=target)


def an_event(**fields: Any) -> Event:
    """A note on a dossier; every call a new id."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "id": f"{random.getrandbits(96):024x}{number:08x}",
        "agency": AGENCY,
        "stream": f"dossier:{number % 7:032x}",
        "kind": EventKind.NOTE_ADDED,
        "payload": {"text": f"{APPLICANT} bổ sung bản vẽ", "n": number},
        "actor": "lan",
        "wall": WALL + number,
    }
    return Event(**(defaults | fields))


def open_origin(conn: Connection, origin: str = ORIGIN, incarnation: int = 1) -> None:
    """A life of desk 1."""
    conn.exec_driver_sql(
        "INSERT INTO origin(id, agency, desk, incarnation, opened_at) VALUES (?, ?, 1, ?, ?)",
        (origin, AGENCY, incarnation, WALL),
    )


def in_child(work: Callable[[], None]) -> int:
    """Fork, do `work` there, end without clean-up; the child's pid."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(pid: int) -> int:
    """Wait for a child: its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def kill(pid: int) -> int:
    """SIGKILL and wait."""
    os.kill(pid, signal.SIGKILL)
    return ended(pid)
