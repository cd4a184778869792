"""A desk is made whole or not at all: after a kill the next try finds a clean folder or a whole desk."""

from __future__ import annotations

import os
import random
import select
import signal
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import Desk, Ports, holds_desk, make_trial, problems
from counter_app.services.trial import PASSWORD
from counter_app.storage import keys
from tests.builders import Clock
from tests.faults.prepared import opened
from tests.services.test_trial import count
from tests.storage.desk_file import ended, in_child, kill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")

DOSSIERS = 3
LONGEST_S = 0.5


def _make(folder: Path) -> Desk:
    return make_trial(folder, dossiers=DOSSIERS, seed=1, ports=Ports(clock=Clock()))


def _is_whole(desk: Desk) -> bool:
    with desk:
        assert desk.trial_password == PASSWORD
        assert len(desk.read(lambda reading: list(reading.reference.staff))) == 9
        assert problems(desk, deep=True) == []
        return count(desk) == DOSSIERS


def _is_whole_or_can_be_made(folder: Path) -> bool:
    """What the next start finds; a desk that is there opens, and none leaves nothing behind."""
    if holds_desk(folder):
        return _is_whole(opened(folder))
    assert _is_whole(_make(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["desk.sqlite", "store.key", "writer.lock"]
    return True


def test_killed_at_a_random_moment_of_the_first_run(tmp_path: Path) -> None:
    chance, made = random.Random(5), 0
    for number in range(8):
        folder = tmp_path / str(number)
        ready, told = os.pipe()

        def work(folder: Path = folder, told: int = told) -> None:
            _make(folder)
            os.write(told, b"x")
            signal.pause()

        pid = in_child(work)
        os.close(told)
        select.select([ready], [], [], chance.uniform(0.01, LONGEST_S))
        os.close(ready)
        assert kill(pid) == -signal.SIGKILL
        made += holds_desk(folder)
        assert _is_whole_or_can_be_made(folder)
    assert made < 8


@pytest.mark.parametrize("move", [1, 2, 3])
def test_killed_before_each_of_its_moves(tmp_path: Path, move: int) -> None:
    """The store's own, then key and file: between the last two a key lies there without its file."""
    replace, moves = Path.replace, iter(range(1, 10))

    def counted(path: Path, target: Any) -> Path:
        if next(moves) == move:
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(path, target)

    def work() -> None:
        Path.replace = counted  # type: ignore[method-assign]
        _make(tmp_path)

    assert ended(in_child(work)) == -signal.SIGKILL
    assert not holds_desk(tmp_path)
    assert (tmp_path / keys.KEY_FILE).exists() == (move == 3)
    assert _is_whole_or_can_be_made(tmp_path)
