"""A pass that hangs or reckons long: the window lives on meanwhile, and closes in good time.

The network alone is replaced: `sync` of a real desk stands still until the test lets it go on.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.commands.process import ROOT, environment
from tests.desks import a_trial
from tests.ui.cut_off import Opened
from tests.ui.keys import type_text

FRAME_S = 0.1


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    made = Opened(tmp_path, qtbot)
    yield made
    made.close()


# -- nothing waits


def longest_frame(window: Opened, act: Callable[[], object], until: Callable[[], bool]) -> float:
    """Seconds between two turns of the main loop at most, while `act` was done and until it is over."""
    turns: list[float] = [time.perf_counter()]
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: turns.append(time.perf_counter()))
    timer.start()
    act()
    window.until(until)
    timer.stop()
    return max(b - a for a, b in pairwise(turns))


def half_a_second() -> Callable[[], bool]:
    enough = time.perf_counter() + 0.5
    return lambda: time.perf_counter() > enough


def test_the_window_lives_while_a_pass_hangs(
    window: Opened, shown: Callable[[QWidget], QWidget]
) -> None:
    window.begin()
    window.shown.enter(window.desk.read(lambda reading: reading.reference.person("lan")))
    shown(window.shown.window)
    window.shown.window.show_page("reception")
    window.settle()
    window.hang()
    assert window.status() != "Đang chào kho …", "one of every two minutes does not flicker"
    window.until(lambda: window.status() == "Đang chào kho …")

    # A machine with other work may hold any one of them up.
    times = [longest_frame(window, lambda: type_text("a"), half_a_second()) for _ in range(3)]
    assert min(times) < FRAME_S
    counted: list[int] = []
    window.shown.jobs.read(lambda reading: 1, counted.append)
    window.until(lambda: counted == [1])
    assert window.acts.received()
    assert window.watch.is_running, "the file was read and written meanwhile"
    window.desk.may_end.set()
    window.settle()


def test_a_pass_that_reckons_long_leaves_the_window_its_frames(window: Opened) -> None:
    def reckon() -> None:
        until = time.perf_counter() + 0.5
        while time.perf_counter() < until:
            sum(n * n for n in range(2_000))

    window.begin()
    window.desk.work = reckon
    times = [longest_frame(window, window.watch.start, lambda: not window.watch.is_running) for _ in range(3)]
    assert min(times) < FRAME_S


# -- the end


def test_closing_waits_for_a_pass_that_ends_soon(window: Opened) -> None:
    window.begin()
    window.hang()
    timer = threading.Timer(0.05, window.desk.may_end.set)
    timer.start()
    assert window.watch.close(30) is True
    timer.join()
    assert not window.desk.threads[-1].is_alive()


def test_closing_lets_go_of_a_pass_that_hangs(window: Opened, qtbot: QtBot) -> None:
    window.begin()
    window.hang()
    told = len(window.told)
    begin = time.perf_counter()
    assert window.watch.close(0.05) is False
    assert time.perf_counter() - begin < 2
    window.desk.may_end.set()
    window.desk.threads[-1].join(30)
    assert not window.desk.threads[-1].is_alive(), "it ended at its next step"
    qtbot.wait(0)
    assert len(window.told) == told, "nobody is told any more"
    assert not window.watch.start()


HANGING = """
import os, sys, threading, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtCore import QTimer
from counter_app.bootstrap import open_desk
from counter_app.ui import app
from tests.ui.cut_off import CutOff, join

desk = open_desk(Path(sys.argv[1]), writing=True)
join(desk)
cut = CutOff(desk)
cut.may_end.clear()

def close():
    if not cut.calls:
        QTimer.singleShot(50, close)
        return
    print("closing", time.time(), flush=True)
    app.QApplication.closeAllWindows()

application = app.application("light")
QTimer.singleShot(0, close)
code = app.run(cut)
print("closed", time.time(), flush=True)
sys.exit(code)
"""


def test_the_program_ends_soon_and_quietly_though_a_pass_hangs(tmp_path: Path) -> None:
    with a_trial(tmp_path) as desk:
        folder = desk.folder
    done = subprocess.run(
        [sys.executable, "-c", HANGING, str(folder)],
        cwd=ROOT,
        env=environment(folder / "none") | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    end = time.time()
    assert (done.returncode, done.stderr) == (0, "")
    closing, closed = (float(line.split()[1]) for line in done.stdout.splitlines())
    assert closed - closing < 4
    assert end - closed < 3
    assert not (folder / "running.mark").exists(), "the file was let go of in order"
