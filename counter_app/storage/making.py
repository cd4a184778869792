"""A new desk appears whole or not at all: made in a folder of its own, moved in at the end, the file last."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.domain.causes import cause_of
from counter_app.domain.errors import DeskExists, FileNotWritten
from counter_app.storage.backup import sync_folder
from counter_app.storage.keys import KEY_FILE
from counter_app.storage.store import FILE_NAME
from counter_app.storage.writer_lock import WriterLock

WORKSHOP = "making"
OF_A_DESK = (KEY_FILE, f"{FILE_NAME}-wal", FILE_NAME)
"""In the order in which they are moved. Where one of them lies, a desk is or was."""


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A folder to make key and file in; left without an error they are moved to `folder`.

    Killed at any moment there is a whole desk, or none and the next try clears away what was begun. The
    caller holds the lock and has closed the store when he leaves. Raises DeskExists also where only a key
    or a -wal lies: the key opens the lost file's copies and its journal, and old frames would be read into
    the new file.
    """
    workshop = folder / WORKSHOP
    _clear(folder)
    if left := [name for name in OF_A_DESK if (folder / name).exists()]:
        raise DeskExists(path=str(folder / left[0]))
    workshop.mkdir()
    try:
        yield workshop
        for name in OF_A_DESK:
            if (workshop / name).exists():
                (workshop / name).replace(folder / name)
        sync_folder(folder)
    finally:
        _clear(folder)


@contextmanager
def room_for_desk(folder: Path) -> Iterator[Path]:
    """As `making`, under the writer's lock, in a folder that is made where there is none.

    Raises DeskExists, StoreLocked, FileNotWritten.
    """
    if (folder / FILE_NAME).exists():
        raise DeskExists(path=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # papers of people lie in it
    except OSError as error:
        raise FileNotWritten(path=str(folder), because=cause_of(error)) from error
    with WriterLock(folder), making(folder) as workshop:
        yield workshop


def _clear(folder: Path) -> None:
    workshop = folder / WORKSHOP
    if not workshop.is_dir():
        return
    was_moving = (workshop / FILE_NAME).exists() and not (workshop / KEY_FILE).exists()
    if was_moving and not (folder / FILE_NAME).exists():
        # Stopped between two moves: what lies outside already is this unfinished desk's.
        for name in OF_A_DESK:
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(workshop)
