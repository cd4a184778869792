"""Chưa chốt ngày: said quietly to the counter from half past four on, gone when the day is signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.queries.end_of_day import end_of_day
from counter_app.services.day_close import sign_off
from counter_app.ui.desk_status import DeskStatus
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.pages.living_today_page import LivingTodayPage
from counter_app.ui.printing import NoPaper
from counter_app.ui.widgets.status_line import StatusLine
from tests.ui.at_a_page import PageDesk
from tests.ui.test_every_state import shared_keys

BEFORE, AFTER = datetime(2026, 11, 23, 16, 29), datetime(2026, 11, 23, 16, 30)


def signed(desk: PageDesk) -> None:
    def do(uow: object) -> None:
        view = desk.read(
            lambda reading: end_of_day(reading, AFTER.date(), "lan", desk.desk.local_now())
        )
        sign_off(uow, AFTER.date(), note="", seen=view.log_hash, by="lan")  # type: ignore[arg-type]
        uow.commit()  # type: ignore[attr-defined]

    desk.desk.write(do)
    desk.session.say_changed("day")
    desk.settle()


@pytest.fixture
def status(desk: PageDesk) -> Iterator[DeskStatus]:
    parent = QObject()
    made = DeskStatus(desk.desk, desk.jobs, desk.session, desk.desk.local_now, parent)
    yield made
    desk.settle()


def said(desk: PageDesk, status: DeskStatus, login: str, at: datetime) -> str:
    desk.clock.set(at)
    desk.sign_in(login)
    status.count()
    desk.settle()
    return status.view.owed


def test_the_status_bar_tells_the_counter_only(desk: PageDesk, status: DeskStatus) -> None:
    assert said(desk, status, "lan", BEFORE) == ""
    assert said(desk, status, "lan", AFTER) == "Chưa chốt ngày"
    assert said(desk, status, "minh", AFTER) == ""
    assert said(desk, status, "lan", datetime(2026, 11, 22, 17, 0)) == "", "nobody works on a Sunday"
    assert said(desk, status, "lan", AFTER) == "Chưa chốt ngày"
    signed(desk)
    assert status.view.owed == "", "gone at once"


def test_the_words_stand_in_the_status_line(qapp: object, shown: Callable[[QWidget], QWidget]) -> None:
    from counter_app.ui.widgets.status_line import StatusView

    line = StatusLine("Quầy 1")
    shown(line)
    line.set_view(StatusView(backup="Sao lưu 12:00", owed="Chưa chốt ngày"))
    words = line.findChild(QWidget, "owed_today")
    assert words.isVisible() and words.text() == "Chưa chốt ngày"
    line.set_view(StatusView(backup="Sao lưu 12:00"))
    assert not words.isVisible()


def test_today_leads_there_by_key(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
    desk.clock.set(AFTER)
    page = LivingTodayPage(desk.context, can_receive=True)
    shown(page)
    page.page_shown()
    desk.settle()
    assert page.close_day.isVisible()
    page.close_day.setFocus()
    QTest.keyClick(page.close_day, Qt.Key.Key_Space)
    assert desk.ways.pages == ["end_of_day"]
    signed(desk)
    assert not page.close_day.isVisible()


@pytest.mark.parametrize(("login", "is_there"), [("lan", True), ("tuan", True), ("minh", False)])
def test_who_has_the_page(
    desk: PageDesk, shown: Callable[[QWidget], QWidget], login: str, is_there: bool
) -> None:
    window = DeskWindow(desk.desk, NoPaper())
    try:
        shown(window.window)
        window.enter(desk.person(login))
        window.pages.show_page("end_of_day")
        assert (window.window.current_page() == "end_of_day") is is_there
        desk.settle()
        assert not is_there or shared_keys(window.window) == {}, "each key does one thing"
    finally:
        window.close()
