"""Opening the one encrypted SQLite file: key, pragmas, BEGIN IMMEDIATE, and what its errors mean.

One SQLite library for every file: `sqlcipher3` under SQLAlchemy's SQLite dialect.
"""

from __future__ import annotations

import errno
import shutil
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from counter_app.domain.errors import (
    CounterError,
    StoreFull,
    StoreLocked,
    StoreNotOpened,
    StoreReadOnly,
    StoreTooNew,
)

APPLICATION_ID = 0x43444553
"""Stands in the header of every store ("CDES"): a file of another program is not opened."""

SCHEMA = 3
"""The schema this program reads and writes: number of the newest migration, `user_version` of the file."""

WAIT_S = 60.0
"""How long a thread waits for the one writer connection before it says that the store is locked."""


class Mode(StrEnum):
    """How a file is opened, in SQLite's own words: none but CREATE can make a new, empty one.

    COPY is for a finished copy that nobody writes: it leaves no -wal or -shm beside it.
    """

    READ = "ro"
    COPY = "ro&immutable=1"
    WRITE = "rw"
    CREATE = "rwc"


_PRAGMAS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",  # without it REPLACE deletes rows behind the append-only triggers
    "busy_timeout=5000",
    "synchronous=FULL",
    "mmap_size=0",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",  # a temporary file would hold plain text
    # The -wal goes into the file when nobody waits (`move_wal`); an act that must do it takes 50 ms longer.
    "wal_autocheckpoint=4000",
)


_SHM_BYTES = 32768

_CODES = {
    "database is locked": driver.SQLITE_BUSY,
    "database or disk is full": driver.SQLITE_FULL,
    "readonly database": driver.SQLITE_READONLY,
    "disk I/O error": driver.SQLITE_IOERR,
    "unable to open database file": driver.SQLITE_CANTOPEN,
    "database disk image is malformed": driver.SQLITE_CORRUPT,
    "Could not decode to UTF-8": driver.SQLITE_CORRUPT,
    "file is not a database": driver.SQLITE_NOTADB,
}


def open_writer(path: Path, key: bytes, schema: int | None = SCHEMA) -> Engine:
    """The engine with the one writing connection; hold the `WriterLock` first, dispose before releasing it.

    Each transaction is BEGIN IMMEDIATE. Threads that begin at once wait for each other (`WAIT_S`), never
    overlap. Errors of the driver come out as CounterErrors (`translate`). After an I/O error every begin
    raises StoreReadOnly: what was written must be checked by a restart first. `schema` as in `connect`.
    Raises StoreNotOpened(path, because), StoreTooNew(path, found, known), StoreLocked(path); a begin after
    the file was deleted or replaced StoreNotOpened(path, because="file_gone").
    """
    return _engine(path, key, Mode.WRITE, "BEGIN IMMEDIATE", 1, schema)


def open_reader(path: Path, key: bytes) -> Engine:
    """An engine that reads beside the writer, each transaction one snapshot; it cannot write.

    Raises StoreNotOpened(path, because), StoreTooNew(path, found, known).
    """
    return _engine(path, key, Mode.READ, "BEGIN", 4, SCHEMA)


def connect(path: Path, key: bytes, mode: Mode = Mode.READ, schema: int | None = SCHEMA) -> Any:
    """A connection of the driver itself, keyed, checked and without implicit transactions.

    `schema` is the `user_version` wanted; None takes any (migrations, copies). Raises as `open_writer`.
    """
    if mode is not Mode.CREATE and not path.is_file():
        raise StoreNotOpened(path=str(path), because="missing")
    raw = None
    try:
        raw = keyed(path, key, mode)
        if mode is Mode.CREATE:
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        _check_header(raw, path, schema)
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        if mode in (Mode.WRITE, Mode.CREATE):
            raw.execute("PRAGMA journal_mode=WAL")
    except (driver.Error, CounterError) as error:
        if raw is not None:
            raw.close()
        if isinstance(error, CounterError):
            raise
        raise _at_opening(error, path) from error
    return raw


def _at_opening(error: driver.Error, path: Path) -> CounterError:
    known = translate(error, path) or StoreNotOpened(path=str(path), because="damaged")
    if isinstance(known, StoreReadOnly) and shutil.disk_usage(path.parent).free < _SHM_BYTES:
        # No room for the -shm is told as an I/O error; nothing was being written yet.
        return StoreFull(path=str(path))
    return known


def translate(error: BaseException, path: Path | None = None) -> CounterError | None:
    """What an error of the driver, of SQLAlchemy or of the file system means; None for a defect of ours."""
    where = str(path) if path else ""
    if isinstance(error, CounterError):
        return error
    if isinstance(error, PoolTimeout):
        return StoreLocked(path=where)
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return StoreFull(path=where) if full else StoreReadOnly(because="io_error")
    original = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(original, driver.Error):
        return None
    code = getattr(original, "sqlite_errorcode", None) or _code_by_message(str(original))
    match code & 0xFF:
        case driver.SQLITE_BUSY | driver.SQLITE_LOCKED:
            return StoreLocked(path=where)
        case driver.SQLITE_FULL:
            return StoreFull(path=where)
        case driver.SQLITE_READONLY:
            return StoreReadOnly(because="read_only")
        case driver.SQLITE_IOERR:
            return StoreReadOnly(because="io_error")
        case driver.SQLITE_CANTOPEN:
            return StoreNotOpened(path=where, because="cannot_open")
        case driver.SQLITE_CORRUPT:
            return StoreNotOpened(path=where, because="damaged")
        case driver.SQLITE_NOTADB:
            return StoreNotOpened(path=where, because="key_wrong_or_damaged")
    return None


def _code_by_message(message: str) -> int:
    """Errors of a backup, and of text that is not UTF-8 (whose message quotes the text), carry no code."""
    return next((code for text, code in _CODES.items() if text in message), 0)


def keyed(path: Path, key: bytes, mode: Mode) -> Any:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    raw = driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    raw.execute("PRAGMA cipher_log_level=NONE")  # else a wrong key prints its own lines
    raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    return raw


def _check_header(raw: Any, path: Path, schema: int | None) -> None:
    (application,) = raw.execute("PRAGMA application_id").fetchone()
    (found,) = raw.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise StoreNotOpened(path=str(path), because="other_application")
    if schema is not None and found > schema:
        raise StoreTooNew(path=str(path), found=found, known=schema)
    if schema is not None and found < schema:
        raise StoreNotOpened(path=str(path), because="schema_old")


def _engine(path: Path, key: bytes, mode: Mode, begin: str, connections: int, schema: int | None) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: connect(path, key, mode, schema),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WAIT_S,
        pool_use_lifo=True,  # the one used last again: each connection fills 64 MB of pages of its own
        hide_parameters=True,  # messages of errors end in logs, and parameters are people's data
    )
    guard = _Guard(path, begin)
    event.listen(engine, "begin", guard.begun)
    event.listen(engine, "commit", guard.committing)
    event.listen(engine, "handle_error", guard.failed)
    with engine.connect():
        pass  # a file that cannot be opened says so here, not at the first act
    return engine


def move_wal(engine: Engine, least: int) -> bool:
    """Put what the -wal holds into the file, where that is at least `least` pages; answers whether it did.

    Call it between two acts: nothing waits for it, and it makes nothing more durable. Readers go on beside
    it, and keep back what they still read. Raises what an error of the driver means.
    """
    with engine.connect() as conn:
        raw: Any = conn.connection.dbapi_connection
        try:
            _, written, moved = raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if written - moved < least:
                return False
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except driver.Error as error:
            raise translate(error) or error from error
    return True


class _Guard:
    """What stands at the edges of every transaction of one engine."""

    def __init__(self, path: Path, begin: str) -> None:
        self._path = path
        self._begin = begin
        self._file = _identity(path)
        self._broken: str | None = None

    def begun(self, conn: Connection) -> None:
        if self._broken is not None:
            raise StoreReadOnly(because=self._broken)
        if _identity(self._path) != self._file:
            # Deleted or replaced while open: a commit would go into a file that nobody can open again.
            raise StoreNotOpened(path=str(self._path), because="file_gone")
        try:
            _raw(conn).execute(self._begin)
        except driver.Error as error:
            raise self._known(error) or error from error

    def committing(self, conn: Connection) -> None:
        # After SQLITE_FULL SQLite has rolled back already: a commit would then acknowledge nothing.
        if not _raw(conn).in_transaction:
            raise StoreReadOnly(because="transaction_lost")

    def failed(self, context: ExceptionContext) -> CounterError | None:
        conn = context.connection
        if conn is not None and conn.in_transaction() and not _raw(conn).in_transaction:
            # Statements after this one would commit each for itself: the connection is thrown away, and
            # SQLAlchemy refuses the rest of the transaction.
            context.is_disconnect = True
        return self._known(context.original_exception)

    def _known(self, error: BaseException) -> CounterError | None:
        found = translate(error, self._path)
        if isinstance(found, StoreReadOnly) and found.facts["because"] == "io_error":
            self._broken = "io_error"
        return found


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _raw(conn: Connection) -> Any:
    return conn.connection.dbapi_connection
