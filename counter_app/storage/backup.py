"""Copies of the file: taken beside running writes, encrypted with the same key, checked before they count."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from counter_app.domain.errors import StoreNotOpened
from counter_app.storage.database import Mode, connect, keyed, translate
from counter_app.storage.problems import Fault, Problem

KEPT_COPIES = 7
"""A daily copy is kept for seven days of work."""

_DAILY = "counter-????-??-??.db"


def backup(source: Path, key: bytes, target: Path) -> None:
    """Copy the store `source` as it stands now to `target`, by SQLite's backup API: a prefix of the log.

    `target` appears whole and checked, or not at all; an older one is replaced.
    Raises StoreNotOpened(path, because) also for a copy that does not pass, StoreFull, StoreReadOnly.
    """
    part = target.with_name(target.name + ".part")
    try:
        _copy(source, key, part)
        problems = check_copy(part, key)
        if problems:
            raise StoreNotOpened(path=str(part), because="copy_damaged", problem=str(problems[0].what))
        sync_file(part)
        part.replace(target)
        sync_folder(target.parent)
    except (driver.Error, OSError) as error:
        raise translate(error, target) or error from error
    finally:
        part.unlink(missing_ok=True)


def daily_copy(source: Path, key: bytes, folder: Path, today: date) -> Path | None:
    """Make today's copy in `folder` unless it is there, and drop all but the newest seven.

    Returns its path, or None when today's was there. Counts copies, not days: a clock that jumps ahead
    must not sweep the old ones away. Raises as `backup`.
    """
    target = folder / f"counter-{today.isoformat()}.db"
    if target.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    backup(source, key, target)
    older = sorted(p for p in folder.glob(_DAILY) if p != target)
    for path in older[: max(0, len(older) - KEPT_COPIES + 1)]:
        path.unlink()
    return target


def check_copy(path: Path, key: bytes) -> list[Problem]:
    """Every page's own check sum, the trees, the references: empty when the copy can be relied upon.

    For a file that nobody has open. Raises StoreNotOpened(path, because) when it does not open at all.
    """
    raw = connect(path, key, Mode.COPY, schema=None)
    found: list[Problem] = []
    try:
        for check in (_pages, _trees, _references):
            found += check(raw, path)
    except driver.Error as error:
        known = translate(error, path)
        if known is None:
            raise
        found.append(Problem(path.name, Fault.FILE_DAMAGED, str(known.facts.get("because", known.code))))
    finally:
        raw.close()
    return found


def sync_file(path: Path) -> None:
    """Have the file's bytes on the disk before its name counts. Raises OSError."""
    with path.open("r+b") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Have a rename on the disk; Windows has no such call and does it with the rename. Raises OSError."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _copy(source: Path, key: bytes, part: Path) -> None:
    part.unlink(missing_ok=True)
    origin = connect(source, key, Mode.READ, schema=None)
    try:
        copy = keyed(part, key, Mode.CREATE)
        try:
            copy.execute("PRAGMA journal_mode=OFF")  # a torn copy is thrown away, not rolled back
            copy.execute("PRAGMA synchronous=OFF")  # synced once, when it has passed
            origin.backup(copy)
        finally:
            copy.close()
    finally:
        origin.close()


def _pages(raw: Any, path: Path) -> list[Problem]:
    rows = raw.execute("PRAGMA cipher_integrity_check")
    return [Problem(path.name, Fault.PAGE_DAMAGED, row[0]) for row in rows]


def _trees(raw: Any, path: Path) -> list[Problem]:
    rows = raw.execute("PRAGMA integrity_check")
    return [Problem(path.name, Fault.FILE_DAMAGED, row[0]) for row in rows if row[0] != "ok"]


def _references(raw: Any, path: Path) -> list[Problem]:
    rows = raw.execute("PRAGMA foreign_key_check")
    return [Problem(f"{row[0]}/{row[1]}", Fault.FOREIGN_KEY, row[2]) for row in rows]
