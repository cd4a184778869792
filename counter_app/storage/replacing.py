"""A copy put in the place of a desk's file: read and checked first, then swapped in; what was there is kept.

Killed at any moment the folder holds the file it had or the new one. Only a file that cannot be opened any
more is moved away before: then the folder holds none until the restore is done again, and its key still
keeps a new desk from being made there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from counter_app.domain.causes import cause_of
from counter_app.domain.errors import (
    CounterError,
    FileNotRead,
    FileNotWritten,
    StoreFull,
    StoreLocked,
    StoreNotOpened,
)
from counter_app.storage import backup, keys, migrate
from counter_app.storage.database import Mode, connect
from counter_app.storage.incarnation import Lives
from counter_app.storage.keys import KEY_FILE
from counter_app.storage.store import FILE_NAME

WORKSHOP = "restoring"
ASIDE = "replaced"
_BESIDE = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
_BLOCKS = "SELECT b.lo, b.hi FROM number_block b JOIN origin o ON o.id = b.origin WHERE o.desk = ?"


@dataclass(frozen=True)
class Seen:
    """What a file says of itself, as far as it can be read. heads: own origin → its last number."""

    agency: str
    desk: int
    lives: Lives
    heads: Mapping[str, int]


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder to make the new file in; gone afterwards, as is one that a killed restore left."""
    place = folder / WORKSHOP
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def copy_in(file: Path, key: bytes, target: Path) -> None:
    """Copy `file`, check every page, tree and reference of the copy, and bring it to this program's schema.

    Raises FileNotRead for a file that is not there, StoreNotOpened(path, because) for one that the key does
    not open or that is damaged, StoreTooNew, StoreFull.
    """
    if not file.is_file():
        raise FileNotRead(path=str(file), because="no_file")
    try:
        if _has_wal(file):
            backup.backup(file, key, target)
        else:
            # Byte by byte: nobody has it open, and it may lie where nothing can be written beside it.
            shutil.copyfile(file, target)
        if found := backup.check_copy(target, key):
            raise StoreNotOpened(path=str(file), because="copy_damaged", problem=str(found[0].what))
        migrate.migrate(target, key)
    except CounterError as error:
        raise type(error)(**{**error.facts, "path": str(file)}) from error
    except OSError as error:
        if cause_of(error) == "disk_full":
            raise StoreFull(path=str(target)) from error
        raise FileNotRead(path=str(file), because=cause_of(error)) from error


def look(path: Path, key: bytes) -> Seen | None:
    """What can be learnt from a file of this desk, whole or not, of any schema; None where nothing can."""
    with suppress(CounterError, driver.Error):
        raw = connect(path, key, Mode.READ if _has_wal(path) else Mode.COPY, schema=None)
        try:
            return _seen(raw)
        finally:
            raw.close()
    return None


def _seen(raw: Any) -> Seen | None:
    own = "SELECT o.agency, o.desk FROM meta m JOIN origin o ON o.id = m.value WHERE m.key = 'origin'"
    row = raw.execute(own).fetchone()
    if row is None:
        return None
    agency, desk = row
    latest = raw.execute("SELECT max(incarnation) FROM origin WHERE desk = ?", (desk,)).fetchone()[0]
    blocks = frozenset((int(lo), int(hi)) for lo, hi in raw.execute(_BLOCKS, (desk,)))
    heads = raw.execute(
        "SELECT o.id, (SELECT max(oseq) FROM envelope WHERE origin = o.id) FROM origin o WHERE o.desk = ?",
        (desk,),
    )
    return Seen(agency, int(desk), Lives(int(latest), blocks), {each: int(head or 0) for each, head in heads})


def copies_in(folder: Path) -> Iterator[Path]:
    """Files of this desk that lie in its folder: its own, the daily copies, those that were moved aside."""
    yield folder / FILE_NAME
    yield from sorted((folder / "backups").glob("*.db"))
    yield from sorted((folder / "backups").glob("*.sqlite"))
    yield from sorted(folder.glob(f"{ASIDE}-*/{FILE_NAME}"))


def put_in_place(
    folder: Path, made: Path, key: bytes, aside: Path, reached: Callable[[str], None] = lambda _: None
) -> bool:
    """Swap the file of `made` (and its key, where it has one) in; what was there is in `aside` then.

    The caller holds the writer lock, and nobody has either file open for writing. `reached` is told each step
    before it is done. Answers whether anything was there. Raises StoreLocked while somebody reads the old
    file, FileNotWritten.
    """
    try:
        was_there = any((folder / name).exists() for name in (FILE_NAME, *_BESIDE))
        has_new_key = (made / KEY_FILE).exists()
        if was_there or (has_new_key and (folder / KEY_FILE).exists()):
            aside.mkdir()
            # A file that the present key opens is settled by it. With another key both must go.
            if has_new_key or not _is_settled(folder / FILE_NAME, key):
                _move_aside(folder, aside, has_new_key=has_new_key)
            else:
                reached("keep")
                _keep(folder / FILE_NAME, aside / FILE_NAME)
                reached("no_wal")
                for name in _BESIDE:
                    (folder / name).unlink(missing_ok=True)
            backup.sync_folder(aside)
        if has_new_key:
            (made / KEY_FILE).replace(folder / KEY_FILE)
        backup.sync_file(made / FILE_NAME)
        reached("put")
        (made / FILE_NAME).replace(folder / FILE_NAME)
        backup.sync_folder(folder)
    except OSError as error:
        raise FileNotWritten(path=str(folder), because=cause_of(error)) from error
    return was_there


def take_key(key_file: Path, folder: Path, made: Path) -> bytes:
    """The key that a saved key file holds; where the folder has not that very one it is laid into `made`.

    Raises StoreNotOpened(path, because): key_missing, key_not_readable, key_damaged.
    """
    target = made / KEY_FILE
    try:
        text = key_file.read_bytes()
    except FileNotFoundError as error:
        raise StoreNotOpened(path=str(key_file), because="key_missing") from error
    except OSError as error:
        raise StoreNotOpened(path=str(key_file), because="key_not_readable") from error
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, text)
        os.fsync(handle)
    finally:
        os.close(handle)
    key = keys.load_key(made)
    with suppress(StoreNotOpened):
        if keys.load_key(folder) == key:
            target.unlink()
    return key


def _is_settled(path: Path, key: bytes) -> bool:
    """Put the -wal into the file and be rid of it; False where the file cannot be opened any more."""
    try:
        raw = connect(path, key, Mode.WRITE, schema=None)
        try:
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            raw.close()
    except (CounterError, driver.Error):
        return False
    if busy:
        raise StoreLocked(path=str(path))  # a reader still needs what the -wal holds
    return True


def _move_aside(folder: Path, aside: Path, *, has_new_key: bool) -> None:
    for name in (FILE_NAME, *_BESIDE):  # the file first: without its -wal it would be an older one
        if (folder / name).exists():
            (folder / name).replace(aside / name)
    if has_new_key and (folder / KEY_FILE).exists():
        _keep(folder / KEY_FILE, aside / KEY_FILE)
    backup.sync_folder(folder)


def _keep(path: Path, target: Path) -> None:
    """The same file under another name too; a copy where the file system has no links."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)
        backup.sync_file(target)


def _has_wal(file: Path) -> bool:
    wal = file.with_name(file.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0
