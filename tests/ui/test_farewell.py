"""The window that closes while something waits: it is sent first, shortly, and nobody is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from counter_app.domain.centre_errors import CentreUnreachable
from counter_app.services import accounts
from counter_app.ui import farewell
from counter_app.ui.farewell import Farewell
from counter_app.ui.pages.sending_page import SendingPage
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.shell import Shell
from tests.ui.cut_off import Opened


class Leaving(Opened):
    """A joined desk in its outermost window; passes answer well unless a test says otherwise."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        super().__init__(folder, qtbot)
        self.shell = Shell("light", QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(self.shell)
        self.shell.hold(self.shown.window)
        self.farewell = Farewell(self.shown)
        self.farewell.over.connect(self.shell.close)
        self.shell.ask_before_closing(self.farewell.may_close)
        self.desk.work = self._take
        self.shell.show()
        self.begin()
        self.until(lambda: self.shown.passes.waiting() == 0)

    def _take(self) -> None:
        """The centre gives all that waits its place."""
        self.real.store.exchange(
            lambda conn: conn.exec_driver_sql("UPDATE envelope SET pos = oseq WHERE pos IS NULL")
        )

    def close(self) -> None:
        self.shell.takeCentralWidget()  # each of both is destroyed once
        super().close()

    def work(self, dossiers: int = 1) -> None:
        """Something that waits, as the pages say of it."""
        for _ in range(dossiers):
            self.acts.received()
        self.shown.session.say_changed("dossier")
        self.until(lambda: self.shown.passes.waiting() > 0)

    def close_window(self) -> bool:
        """As by the cross or Alt+F4; answers whether the window closed at once."""
        self.shell.close()
        return not self.shell.isVisible()

    def until_closed(self) -> None:
        self.until(lambda: not self.shell.isVisible())

    def card(self) -> SendingPage | None:
        return self.shown.window.findChild(SendingPage)


@pytest.fixture
def leaving(tmp_path: Path, qtbot: QtBot) -> Iterator[Leaving]:
    made = Leaving(tmp_path, qtbot)
    yield made
    made.close()


def test_what_waits_is_sent_before_the_window_closes(leaving: Leaving) -> None:
    leaving.work(2)
    count, passes = leaving.shown.passes.waiting(), len(leaving.desk.calls)
    leaving.desk.may_end.clear()
    assert not leaving.close_window()
    card = leaving.card()
    assert card is not None
    words = card.findChild(QLabel, "sending_words")
    assert words is not None
    assert f"{count} việc" in words.text()
    leaving.desk.may_end.set()
    leaving.until_closed()
    assert len(leaving.desk.calls) == passes + 1


def test_where_nothing_waits_it_closes_at_once(leaving: Leaving) -> None:
    passes = len(leaving.desk.calls)
    assert leaving.close_window()
    assert len(leaving.desk.calls) == passes


def test_a_centre_that_did_not_answer_keeps_nobody(leaving: Leaving) -> None:
    leaving.desk.outcome = CentreUnreachable(because="no_route")
    assert leaving.watch.start()
    leaving.settle()
    leaving.work()
    assert leaving.close_window()


def test_a_centre_that_fails_now_lets_the_window_close(leaving: Leaving) -> None:
    leaving.work()
    leaving.desk.outcome = CentreUnreachable(because="connection_lost")
    leaving.close_window()
    leaving.until_closed()


@pytest.mark.parametrize("how", ["esc", "button", "again"])
def test_who_does_not_want_to_wait_closes_by_esc_by_the_button_or_by_closing_again(
    leaving: Leaving, how: str
) -> None:
    leaving.work()
    leaving.desk.may_end.clear()
    assert not leaving.close_window()
    card = leaving.card()
    assert card is not None
    if how == "esc":
        leaving.qtbot.waitUntil(card.isVisible)
        leaving.qtbot.keyClick(card, Qt.Key.Key_Escape)
    elif how == "button":
        leaving.qtbot.mouseClick(card.close_now, Qt.MouseButton.LeftButton)
    else:
        leaving.shell.close()
    assert not leaving.shell.isVisible()


def test_a_centre_that_hangs_keeps_nobody_long(leaving: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(farewell, "LONGEST_MS", 50)
    leaving.farewell = Farewell(leaving.shown)
    leaving.farewell.over.connect(leaving.shell.close)
    leaving.shell.ask_before_closing(leaving.farewell.may_close)
    leaving.work()
    leaving.desk.may_end.clear()
    assert not leaving.close_window()
    leaving.until_closed()
    assert leaving.watch.is_running, "the pass was not waited for"


def test_after_a_pass_that_was_under_way_another_sends_the_last_act(leaving: Leaving) -> None:
    leaving.hang()
    leaving.work()
    passes = len(leaving.desk.calls)
    assert not leaving.close_window()
    leaving.desk.may_end.set()
    leaving.until_closed()
    assert len(leaving.desk.calls) == passes + 1


def test_a_system_that_shuts_down_is_not_kept_waiting(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving.work()
    monkeypatch.setattr(farewell, "_is_shutting_down", lambda: True)
    assert leaving.close_window()


def test_no_page_comes_in_place_of_the_one_that_says_what_is_sent(leaving: Leaving) -> None:
    """The idle clock runs on, and the pass itself may bring people who changed."""
    leaving.shown.enter(leaving.real.read(lambda reading: reading.reference.person("lan")))
    leaving.work()
    leaving.desk.may_end.clear()
    assert not leaving.close_window()
    leaving.shown.lock()
    leaving.shown.session.say_changed("staff")
    leaving.until(leaving.shown.jobs.is_idle)
    assert leaving.card() is not None
    assert leaving.shown.window.findChild(SignInPage) is None


def test_who_signs_in_as_the_window_closes_comes_to_no_open_page(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer = threading.Event()
    really = accounts.signs_in

    def slowly(*given: Any, **named: Any) -> Any:
        may_answer.wait(20)
        return really(*given, **named)

    monkeypatch.setattr(accounts, "signs_in", slowly)
    leaving.work()
    leaving.shown.sign_out()
    leaving.until(lambda: leaving.shown.window.findChild(SignInPage) is not None)
    leaving.desk.may_end.clear()
    leaving.shown._sign_in(
        leaving.shown.window.findChild(SignInPage), "lan", str(leaving.real.trial_password)
    )
    assert not leaving.close_window()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with leaving.qtbot.captureExceptions() as raised:
        may_answer.set()
        leaving.until(leaving.shown.jobs.is_idle)
    assert raised == []
    assert leaving.shown.window.is_covered()
    assert leaving.shown.session.person is None
