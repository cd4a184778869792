"""A real desk whose line to the centre a test holds in its hand, and the window over it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from counter_app.bootstrap import Desk
from counter_app.domain.sync_report import PassReport
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.printing import NoPaper
from tests.builders import Clock
from tests.desks import Counter, a_trial

LONGEST_MS = 30_000


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
