"""Hôm nay as somebody reads it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from counter_app.ui.pages.living_today_page import LivingTodayPage
from tests.ui.at_a_page import PageDesk


def today_of(desk: PageDesk, login: str) -> LivingTodayPage:
    """The page, first read by this person, who works at the desk from now on."""
    desk.sign_in(login)
    page = LivingTodayPage(desk.context, can_receive=True)
    page.resize(1200, 700)
    page.show()
    page.page_shown()
    desk.settle()
    return page


def press_line(page: LivingTodayPage, number: int, key: Qt.Key = Qt.Key.Key_Space) -> None:
    """The button of a line of what must not wait, by key."""
    button = page.lines[number].findChild(QPushButton, f"attention_{number}_action")
    button.setFocus()
    QTest.keyClick(button, key)
