"""`demo --desks`: the centre stays until the last window over one of its desks is closed."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from counter_app.commands import console, demo_desks
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


def _told_to_end(number: signal.Signals) -> None:
    with console.ending_in_order():
        os.kill(os.getpid(), number)
        threading.Event().wait(10)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no terminal closes there")
def test_a_closed_terminal_ends_it_as_ctrl_c_does() -> None:
    before = signal.getsignal(signal.SIGHUP)
    for number in console.ENDINGS:
        with pytest.raises(KeyboardInterrupt):
            _told_to_end(number)
    assert signal.getsignal(signal.SIGHUP) == before


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
