"""What tells the windows of two desks apart, and the key of a pass that works on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.sync_report import PassReport
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.labels import window_title
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.printing import NoPaper
from counter_app.ui.shell import TITLE, Shell
from counter_app.ui.widgets.actions import shortcuts_of
from counter_app.ui.widgets.text import Text
from tests.passes import NIGHT, a_pass, joined
from tests.ui.at_the_counter import Counter

ONE_MINUTE = 60_000
CTRL = Qt.KeyboardModifier.ControlModifier


class Joined:
    """A desk that has a centre: each pass that it is asked for is noted and ends at once."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self.passes: list[bool] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    def sync(self, *, is_thorough: bool = False, reached: object = None) -> PassReport:
        self.passes.append(is_thorough)
        return a_pass(datetime(2026, 11, 23, 9, 14), is_thorough=is_thorough)


@pytest.fixture
def counter(tmp_path: Path, qapp: QApplication) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def opened(counter: Counter, qtbot: QtBot, shown: Callable[[QWidget], QWidget]) -> tuple[DeskWindow, Joined]:
    desk = Joined(counter.desk)
    made = DeskWindow(desk, NoPaper())  # type: ignore[arg-type]
    made.enter(counter.person("tuan"))
    shown(made.window)
    made.sync.look()
    qtbot.waitUntil(made.jobs.is_idle, timeout=ONE_MINUTE)
    return made, desk


def test_the_title_names_the_desk_before_anything_else() -> None:
    told = "Quầy 2 – Một cửa BQL Khu kinh tế Hải Phòng"
    assert window_title(2, "BQL Khu kinh tế Hải Phòng", is_trial=False) == told
    assert window_title(1, "BQL", is_trial=True) == "Quầy 1 (bàn thử) – Một cửa BQL"


def test_the_window_of_the_screen_bears_the_name_of_its_desk(
    counter: Counter, qtbot: QtBot, tmp_path: Path
) -> None:
    shell = Shell("light", QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(shell)
    assert shell.windowTitle() == TITLE
    made = DeskWindow(counter.desk, NoPaper())
    try:
        shell.hold(made.window)
        short = counter.desk.agency.short_name
        assert shell.windowTitle() == f"Quầy 1 (bàn thử) – Một cửa {short}"
        made.window.setWindowTitle("Quầy 1 – tên mới")
        assert shell.windowTitle() == "Quầy 1 – tên mới"
        made.ask_who()
        qtbot.waitUntil(made.jobs.is_idle, timeout=ONE_MINUTE)
        page = made.window.findChild(SignInPage)
        assert page is not None
        house = page.findChild(Text, "agency_label")
        assert house is not None
        assert house.text().endswith(" · Quầy 1 · bàn thử")
    finally:
        made.close()


def test_a_pass_is_one_key_away_on_every_page(
    counter: Counter, qtbot: QtBot, shown: Callable[[QWidget], QWidget]
) -> None:
    counter.desk.write(lambda uow: joined(uow, datetime(2026, 11, 23, 2, 1), replace(NIGHT)))
    made, desk = opened(counter, qtbot, shown)
    try:
        for page in ("today", "reception", "sync"):
            made.window.show_page(page)
            qtbot.waitUntil(lambda: made.jobs.is_idle() and not made.sync.is_running, timeout=ONE_MINUTE)
            before = len(desk.passes)
            assert [line.key for line in shortcuts_of(made.window) if line.words == "Đồng bộ ngay"] == [
                "Ctrl+R"
            ]
            QTest.keyClick(made.window, Qt.Key.Key_R, CTRL)
            qtbot.waitUntil(lambda n=before: len(desk.passes) > n, timeout=ONE_MINUTE)
            assert desk.passes[before:] == [True], page
    finally:
        made.close()


def test_a_desk_that_works_alone_offers_no_pass(
    counter: Counter, qtbot: QtBot, shown: Callable[[QWidget], QWidget]
) -> None:
    made, desk = opened(counter, qtbot, shown)
    try:
        assert "Đồng bộ ngay" not in [line.words for line in shortcuts_of(made.window)]
        QTest.keyClick(made.window, Qt.Key.Key_R, CTRL)
        assert desk.passes == []
        QTest.keyClick(made.window, Qt.Key.Key_F12)
        assert made.window.current_page() == "sync"
    finally:
        made.close()
