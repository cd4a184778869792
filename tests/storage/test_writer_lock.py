"""One writing process at a time, by a lock that dies with its holder (document 7, F10)."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from counter_app.domain.errors import StoreLocked, StoreNotOpened
from counter_app.storage.writer_lock import WriterLock

from .desk_file import DeskFile, in_child, kill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")


def _holder(folder: Path) -> int:
    """A child that has taken the lock and keeps it until it is killed."""
    ready, told = os.pipe()

    def hold() -> None:
        lock = WriterLock(folder)
        lock.acquire()
        os.write(told, b"x")
        signal.pause()

    pid = in_child(hold)
    assert os.read(ready, 1) == b"x"
    return pid


def test_a_second_writer_refuses_within_a_second_and_a_killed_one_leaves_nothing(tmp_path: Path) -> None:
    pid = _holder(tmp_path)
    try:
        began = time.monotonic()
        with pytest.raises(StoreLocked) as refused:
            WriterLock(tmp_path).acquire()
        assert time.monotonic() - began < 1
        assert refused.value.facts == {"path": str(tmp_path)}
    finally:
        assert kill(pid) == -9
    with WriterLock(tmp_path) as lock:
        assert lock.is_held


def test_two_locks_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path), WriterLock(tmp_path)
    first.acquire()
    with pytest.raises(StoreLocked):
        second.acquire(timeout_s=0)
    first.release()
    second.acquire(timeout_s=0)
    assert second.is_held
    assert not first.is_held
    second.release()
    second.release()


def test_readers_go_on_beside_the_holder(desk: DeskFile) -> None:
    pid = _holder(desk.path.parent)
    try:
        with desk.reading() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM origin").scalar() == 1
    finally:
        kill(pid)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreNotOpened) as refused:
        WriterLock(tmp_path / "gone").acquire()
    assert refused.value.facts["because"] == "folder_missing"
