"""`demo --desks`: the centre stays until the last window over one of its desks is closed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from counter_app.commands import demo_desks
from counter_app.storage.writer_lock import WriterLock

STILL_S = 0.3


def test_the_centre_waits_for_every_window_also_for_one_that_came_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [tmp_path / f"desk-{n}" for n in (1, 2, 3)]
    for each in folders:
        each.mkdir()
    first, second, third = (WriterLock(each) for each in folders)
    demo_desks._wait_for_windows(folders)
    assert capsys.readouterr().err == "", "none is open: nothing to wait for"
    second.acquire()
    waiting = threading.Thread(target=demo_desks._wait_for_windows, args=(folders,), daemon=True)
    waiting.start()
    for opened, closed in ((third, second), (first, third)):
        waiting.join(STILL_S)
        assert waiting.is_alive()
        opened.acquire()
        closed.release()
    waiting.join(STILL_S)
    assert waiting.is_alive(), "the first desk's window was opened again"
    first.release()
    waiting.join(10)
    assert not waiting.is_alive()
    assert capsys.readouterr().err.count("central store runs") == 1


def test_waiting_asks_nobody_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    look = demo_desks._is_open
    monkeypatch.setattr(demo_desks, "_is_open", lambda folder: asked.append(folder) or look(folder))
    with WriterLock(tmp_path):
        waiting = threading.Thread(target=demo_desks._wait_for_windows, args=([tmp_path],), daemon=True)
        waiting.start()
        waiting.join(1.5)
        assert waiting.is_alive()
    waiting.join(10)
    assert not waiting.is_alive()
    assert len(asked) == 2
