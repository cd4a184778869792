"""The window's own passes: when they begin, that nothing waits for them, what the pages hear, and the end.

The network alone is replaced: `sync` of a real desk stands still until the test lets it go on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import Desk
from counter_app.domain.centre_errors import CentreUnreachable, DeskNotJoined, SyncBusy
from counter_app.domain.errors import CounterError
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.ui import pass_notices
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.printing import NoPaper
from counter_app.ui.sync_watch import ALL_KINDS, CHANGED_BY, ELSEWHERE, changed_kinds
from tests.builders import Clock
from tests.commands.process import ROOT, environment
from tests.desks import Counter, a_trial
from tests.ui.keys import type_text

LONGEST_MS = 30_000
FRAME_S = 0.1


class CutOff:
    """A real desk whose line to the centre a test holds in its hand."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.calls: list[bool] = []
        self.threads: list[threading.Thread] = []
        self.may_end = threading.Event()
        self.may_end.set()
        self.work: Callable[[], object] = lambda: None
        self.outcome: PassReport | BaseException = PassReport(1, 2)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    def sync(
        self, *, is_thorough: bool = False, reached: Callable[[str], None] | None = None
    ) -> PassReport:
        self.calls.append(is_thorough)
        self.threads.append(threading.current_thread())
        told = reached or (lambda step: None)
        told("hello")
        self.may_end.wait(60)
        told("push")
        self.work()
        told("note")
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


def join(desk: Desk) -> None:
    """As a desk that was enrolled."""
    with desk.store.writer.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO sync_state (agency, pulled_pos, feed_hash) VALUES (?, 0, ?)",
            (desk.origin.agency, "0" * 64),
        )


class Opened:
    """The window over a joined trial desk; its passes run by themselves once `begin` was called."""

    def __init__(self, folder: Path, qtbot: QtBot, *, is_joined: bool = True) -> None:
        self.qtbot, self.clock = qtbot, Clock()
        self.real = a_trial(folder, self.clock)
        if is_joined:
            join(self.real)
        self.desk = CutOff(self.real)
        self.acts = Counter(self.real, self.clock)
        self.shown = DeskWindow(self.desk, NoPaper())
        qtbot.addWidget(self.shown.window)
        self.watch = self.shown.sync
        self.told: list[object] = []
        self.watch.finished.connect(self.told.append)
        self.heard: list[set[str]] = []
        self.shown.session.changed.connect(self.heard.append)

    def begin(self) -> None:
        self.watch.begin()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(
            lambda: self.shown.jobs.is_idle() and not self.watch.is_running, timeout=LONGEST_MS
        )

    def until(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=LONGEST_MS)

    def hang(self) -> None:
        """The next pass begins and gets no further than its first word."""
        self.desk.may_end.clear()
        calls = len(self.desk.calls)
        assert self.watch.start()
        self.until(lambda: len(self.desk.calls) > calls and self.watch.step == "hello")

    def status(self) -> str:
        """What the status bar says of the passes."""
        view = self.shown.status.view.sync
        return view.words if view is not None else ""

    def close(self) -> None:
        self.desk.may_end.set()
        self.shown.close()
        self.real.close()


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Opened]:
    made = Opened(tmp_path, qtbot)
    yield made
    made.close()


# -- when


def test_a_new_desk_catches_up_at_once_and_then_every_two_minutes(window: Opened) -> None:
    window.begin()
    assert window.desk.calls == [True], "the first one looks at everything"
    window.watch.look()
    window.settle()
    assert window.desk.calls == [True]
    window.clock.move(minutes=2)
    window.watch.look()
    window.settle()
    assert window.desk.calls == [True, False]
    window.clock.set(datetime(2026, 11, 24, 2, 0))
    window.watch.look()
    window.settle()
    assert window.desk.calls == [True, False, True], "the night"
    assert window.watch.next_at == datetime(2026, 11, 24, 2, 2)


def test_what_earlier_windows_did_is_known_at_the_start(tmp_path: Path, qtbot: QtBot) -> None:
    made = Opened(tmp_path, qtbot)
    at = int(made.clock().timestamp() * 1000)
    report = PassReport(at, at, is_thorough=True)
    with made.real.store.writer.begin() as conn:
        conn.exec_driver_sql("UPDATE sync_state SET last_ok = ?", (at,))
        conn.exec_driver_sql(
            "INSERT INTO sync_log (started_at, ended_at, outcome, report) VALUES (?, ?, 'ok', ?)",
            (at, at, json.dumps(report.to_json())),
        )
    made.clock.move(hours=3)
    made.begin()
    assert made.desk.calls == [False], "tonight's was made: a usual one"
    made.close()


def test_a_handover_is_carried_at_once_and_again_after_a_pass_that_was_under_way(window: Opened) -> None:
    window.begin()
    window.shown.session.say_changed("dossier")
    window.settle()
    assert len(window.desk.calls) == 1, "an act alone waits for the two minutes"
    window.shown.session.say_changed("dossier", "handover")
    window.settle()
    assert len(window.desk.calls) == 2
    window.hang()
    window.shown.session.say_changed("dossier", "handover")
    assert len(window.desk.calls) == 3
    window.desk.may_end.set()
    window.until(lambda: len(window.desk.calls) == 4)
    window.settle()


def test_an_unreachable_centre_is_asked_less_and_less(window: Opened) -> None:
    window.begin()
    window.desk.outcome = CentreUnreachable(because="no_answer")
    begun = []
    for minute in range(70):
        before = len(window.desk.calls)
        window.clock.move(minutes=1)
        window.watch.look()
        window.settle()
        if len(window.desk.calls) > before:
            begun.append(minute + 1)
    assert begun == [2, 4, 8, 16, 32, 62]
    assert isinstance(window.watch.last_error, CentreUnreachable)
    assert isinstance(window.told[-1], CentreUnreachable)


def test_a_desk_without_a_centre_makes_none(tmp_path: Path, qtbot: QtBot) -> None:
    made = Opened(tmp_path, qtbot, is_joined=False)
    made.begin()
    assert not made.watch.start()
    assert made.watch.next_at is None
    assert made.desk.calls == []
    assert made.shown.status.view.sync is None
    made.shown.session.say_changed("handover")
    made.settle()
    assert made.desk.calls == []
    join(made.real)
    made.shown.session.say_changed("centre")
    made.until(lambda: made.desk.calls == [True])
    made.settle()
    made.close()


def test_one_at_a_time(window: Opened) -> None:
    window.begin()
    window.hang()
    assert not window.watch.start()
    window.clock.move(hours=1)
    window.watch.look()
    assert len(window.desk.calls) == 2
    window.desk.may_end.set()
    window.settle()
    assert {each.name for each in window.desk.threads} == {"network"}
    assert threading.main_thread() not in window.desk.threads


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


# -- what the pages hear


@pytest.mark.parametrize(
    ("streams", "report", "kinds"),
    [
        (frozenset(), PassReport(1), set()),
        (frozenset(), None, set()),
        (frozenset({"dossier"}), PassReport(1), {"dossier", "paper", ELSEWHERE}),
        (frozenset({"staff", "calendar"}), PassReport(1), {"staff", "calendar", ELSEWHERE}),
        (frozenset({"dossier"}), None, {"dossier", "paper", ELSEWHERE}),
        (frozenset({"of_a_newer_program"}), PassReport(1), {*ALL_KINDS, ELSEWHERE}),
        (frozenset(), PassReport(1, new_conflicts=1), {"dossier", "conflict", ELSEWHERE}),
        (frozenset(), PassReport(1, is_new_incarnation=True), {*ALL_KINDS, "conflict", ELSEWHERE}),
        (frozenset(), PassReport(1, differences=("rebuilt",)), {*ALL_KINDS, "conflict", ELSEWHERE}),
    ],
)
def test_what_is_said_follows_what_came(
    streams: frozenset[str], report: PassReport | None, kinds: set[str]
) -> None:
    assert changed_kinds(streams, report) == kinds


def test_every_stream_a_desk_writes_is_told_of() -> None:
    from counter_app.domain.events import EventKind

    assert {str(kind).partition(":")[0] for kind in EventKind} <= set(CHANGED_BY)


def test_a_pass_that_carried_only_what_is_ours_disturbs_no_page(window: Opened) -> None:
    window.begin()
    window.acts.received()
    window.desk.outcome = PassReport(1, 2, sent=3, stored=3)
    window.watch.start()
    window.settle()
    assert window.heard == []


def test_the_status_bar_follows(window: Opened) -> None:
    window.begin()
    before = window.shown.status.view.sync
    assert before is not None
    window.acts.received()
    window.shown.session.say_changed("dossier")
    window.settle()
    after = window.shown.status.view.sync
    assert after is not None
    assert before.waiting != after.waiting


def test_the_tray_tells_a_difference_once_and_each_conflict(
    window: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(window.shown.status, "tell", told.append)
    window.begin()
    differs = PassReport(1, 2, Outcome.DIFFERS, differences=("digest",))
    well = PassReport(1, 2, is_thorough=True)
    for outcome in (differs, differs, PassReport(1, 2, new_conflicts=2), well, differs):
        window.desk.outcome = outcome
        window.watch.start(is_thorough=True)
        window.settle()
    assert told == [
        pass_notices.DIFFERS,
        pass_notices.conflict_words(2),
        pass_notices.DIFFERS,
    ]


def test_a_fault_is_no_silence(window: Opened, qtbot: QtBot) -> None:
    window.begin()
    window.desk.outcome = ZeroDivisionError()
    with qtbot.capture_exceptions() as faults:
        window.watch.start()
        window.settle()
    assert [fault[0] for fault in faults] == [ZeroDivisionError]
    assert isinstance(window.told[-1], CounterError)
    assert window.watch.next_at == window.shown.local_minute() + timedelta(minutes=2)


# -- for others


def test_an_asker_gets_the_pass_that_is_under_way_or_is_sent_away(window: Opened) -> None:
    window.begin()
    window.hang()
    same: list[Any] = []
    more: list[Any] = []
    window.watch.ask(False, same.append)
    window.watch.ask(True, more.append)
    assert [each.code for each in more] == [SyncBusy.code]
    assert same == []
    window.desk.may_end.set()
    window.settle()
    assert same == [window.desk.outcome]
    window.watch.ask(True, more.append)
    window.until(lambda: len(more) == 2)
    assert more[1] == window.desk.outcome
    assert window.desk.calls[-1] is True
    window.settle()


def test_an_asker_of_a_desk_without_a_centre_hears_that(tmp_path: Path, qtbot: QtBot) -> None:
    made = Opened(tmp_path, qtbot, is_joined=False)
    said: list[Any] = []
    made.watch.ask(True, said.append)
    made.until(lambda: bool(said))
    assert [each.code for each in said] == [DeskNotJoined.code]
    made.close()


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
from tests.ui.test_sync_watch import CutOff, join

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
