"""F1, F9, F18: campaigns of kills; between two of them the file may lose its -wal or be rolled back."""

from __future__ import annotations

import gc
import random
import shutil
import time
from pathlib import Path

from counter_app.bootstrap import set_journal
from counter_app.domain.errors import StoreNotOpened
from counter_app.storage import keys
from counter_app.storage.backup import backup
from counter_app.storage.store import FILE_NAME
from tests.builders import Clock
from tests.campaign_report import Report
from tests.faults.killing import Killing
from tests.faults.oracle import judge
from tests.faults.prepared import SHM, WAL, opened, prepared_trial
from tests.faults.report import Size, of_killing

DAYS_OF_COPIES = 6


def killed(size: Size, folder: Path) -> Report:
    """F1: kill -9 while receiving, nothing else."""
    return _campaign("F1", size, Killing(prepared_trial(folder), Clock(), random.Random(size.seed)))


def wal_deleted(size: Size, folder: Path) -> Report:
    """F9: after each kill the -wal is deleted; the journal brings back what stood in it."""
    killing = Killing(witnessed(folder), Clock(), random.Random(size.seed), is_repeating=False)
    copy = folder / "copy.sqlite"
    killing.before_start = lambda desk, chance: _lose_wal(desk, chance, copy)
    return _campaign("F9", size, killing)


def rolled_back(size: Size, folder: Path) -> Report:
    """F18: the file is put back to an earlier copy; the journal brings it forward before the first number."""
    killing = Killing(witnessed(folder), Clock(), random.Random(size.seed), is_repeating=False)
    copies = folder / "copies"
    copies.mkdir()
    killing.before_start = lambda desk, chance: _roll_back(desk, chance, copies)
    return _campaign("F18", size, killing)


def _campaign(fault: str, size: Size, killing: Killing) -> Report:
    began = time.monotonic()
    gc.freeze()  # a child that collects would copy every page of the parent
    for _ in range(size.kills):
        killing.kill_once()
    verdict = judge(killing.folder, killing.paper, killing.clock)
    return of_killing(fault, killing, verdict, time.monotonic() - began)


def witnessed(folder: Path) -> Path:
    """A closed desk with a journal on another medium."""
    desk = prepared_trial(folder)
    medium = folder / "medium"
    medium.mkdir()
    with opened(desk) as one:
        set_journal(one, medium)
    return desk


def lose(desk: Path, *names: str) -> None:
    """Delete files beside the store."""
    for name in names:
        (desk / name).unlink(missing_ok=True)


def _lose_wal(desk: Path, chance: random.Random, copy: Path) -> None:
    """Without its -wal a file may be torn amid a checkpoint: then the last copy takes its place."""
    lose(desk, WAL, *([SHM] if chance.random() < 0.5 else []))
    try:
        backup(desk / FILE_NAME, keys.load_key(desk), copy)  # checks every page
    except StoreNotOpened:
        put_back(desk, copy)


def _roll_back(desk: Path, chance: random.Random, copies: Path) -> None:
    made = sorted(copies.iterdir())
    if not made or chance.random() < 0.3:
        backup(desk / FILE_NAME, keys.load_key(desk), copies / f"{len(made):04d}.sqlite")
    else:
        put_back(desk, chance.choice(made[-DAYS_OF_COPIES:]))


def copy_of(desk: Path, folder: Path) -> Path:
    """A checked copy of the file as it stands."""
    copy = folder / "copy.sqlite"
    backup(desk / FILE_NAME, keys.load_key(desk), copy)
    return copy


def put_back(desk: Path, copy: Path) -> None:
    """Restore a copy by hand, as an administrator does: the file itself, and no -wal of another past."""
    lose(desk, WAL, SHM)
    shutil.copyfile(copy, desk / FILE_NAME)
