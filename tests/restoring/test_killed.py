"""Kills in the middle of a restore: before and after every step, and at any moment."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.services import restoring
from counter_app.services.restoring import Asked, Hands
from counter_app.storage import keys, replacing
from counter_app.storage.store import FILE_NAME
from counter_app.storage.writer_lock import WriterLock
from tests.restoring.desk_lost import LostDesk, a_lost_desk
from tests.storage.desk_file import ended, in_child

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
STEPS = ("copy", "journal", "swap", "keep", "no_wal", "put", "swapped")
KILLS = 12


def _prepared(tmp_path: Path, *, has_journal: bool = False) -> tuple[LostDesk, Path]:
    """A desk with two dossiers, its copy of one, and a -wal that a kill left behind."""
    lost = a_lost_desk(tmp_path, medium=tmp_path / "medium" if has_journal else None)
    lost.receive("a")
    copy = lost.copied()

    def work() -> None:
        with lost.opened() as counter:
            lost.receive_at(counter, "b")
            os.kill(os.getpid(), signal.SIGKILL)

    assert ended(in_child(work)) == -signal.SIGKILL
    lost.clock.move(minutes=2)
    lost.paper["H24.28-261123-0002"] = ""
    assert lost.file.with_name(f"{FILE_NAME}-wal").stat().st_size > 0
    return lost, copy


def _restoring(lost: LostDesk, copy: Path, reached: Callable[[str], None], medium: Path | None) -> None:
    hands = Hands(lost.clock, lost.ports.new_id, reached)
    with WriterLock(lost.folder):
        restoring.bring_back(Asked(lost.folder, copy, medium), hands)


def _judged(lost: LostDesk, *, has_journal: bool) -> str:
    """`old`, `new`, or a failure: the file that lies there now gives no number a second time."""
    seen = replacing.look(lost.file, keys.load_key(lost.folder))
    assert seen is not None
    (code,) = lost.receive("c")
    with lost.opened() as counter:
        assert counter.is_sound()
        assert counter.desk.startup.findings == ()
    if seen.lives.latest == 2:
        assert not has_journal and code == "H24.28-261123-8801"
        return "new"
    assert code == "H24.28-261123-0003"
    return "old"


@pytest.mark.parametrize("has_journal", [False, True], ids=["alone", "with a journal"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_the_old_or_the_new_file_is_there(
    tmp_path: Path, step: str, has_journal: bool
) -> None:
    lost, copy = _prepared(tmp_path, has_journal=has_journal)
    medium = tmp_path / "medium" if has_journal else None

    def die(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    assert ended(in_child(lambda: _restoring(lost, copy, die, medium))) == -signal.SIGKILL
    told = _judged(lost, has_journal=has_journal)
    assert told == ("new" if step == "swapped" and not has_journal else "old")
    lost.restored(copy)  # and once more goes through, whatever the killed one left
    assert not (lost.folder / replacing.WORKSHOP).exists()
    lost.numbers.clear()
    lost.receive("d")


def test_killed_at_any_moment_the_old_or_the_new_file_is_there(tmp_path: Path) -> None:
    lost, copy = _prepared(tmp_path)
    whole = tmp_path / "whole"
    shutil.copytree(lost.folder, whole)
    chance, seen = random.Random(5), []
    began = time.monotonic()
    assert ended(in_child(lambda: _restoring(lost, copy, lambda _: None, None))) == 0
    longest = time.monotonic() - began
    for _ in range(KILLS):
        shutil.rmtree(lost.folder)
        shutil.copytree(whole, lost.folder)
        ours, theirs = os.pipe()

        def work(ready: int = theirs) -> None:
            os.write(ready, b".")
            _restoring(lost, copy, lambda _: None, None)

        pid = in_child(work)
        os.read(ours, 1)
        time.sleep(chance.uniform(0, longest * 1.1))
        os.kill(pid, signal.SIGKILL)
        ended(pid)
        os.close(ours)
        os.close(theirs)
        for code in [each for each in lost.paper if each not in {"H24.28-261123-0001", "H24.28-261123-0002"}]:
            del lost.paper[code]  # another run of the same day
        lost.numbers.clear()
        seen.append(_judged(lost, has_journal=False))
    assert set(seen) <= {"old", "new"}
    assert "old" in seen, seen
