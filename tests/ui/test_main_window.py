"""The frame by keys: pages of the role, what does not exist is absent, covers, help, density."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.staff import Role
from counter_app.ui.dialogs.about_dialog import AboutDialog, AboutView, Part
from counter_app.ui.dialogs.help_dialog import HelpDialog
from counter_app.ui.main_window import MainWindow
from counter_app.ui.navigation import NAVIGATION, entries_for
from counter_app.ui.pages.today_page import TodayPage, TodayView
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.actions import add_action, key_words, shortcuts_of
from counter_app.ui.widgets.quiet_list import QuietRow
from counter_app.ui.widgets.status_line import StatusView, SyncView
from counter_app.ui.widgets.text import Text
from tests.ui.invented import NOW, STATUS, session
from tests.ui.keys import type_text

Show = Callable[[QWidget], QWidget]


class Page(QLineEdit):
    """A page that counts how often it was shown and keeps the density it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.shown_times = 0
        self.compact: bool | None = None

    def page_shown(self) -> None:
        self.shown_times += 1

    def set_compact(self, compact: bool) -> None:
        self.compact = compact


def make(
    shown: Show, role: Role = Role.COUNTER, pages: tuple[str, ...] = ("today", "reception")
) -> MainWindow:
    about = AboutView("0.1.0", "/du-lieu", (Part("Qt", "6.11.3", "LGPL-3.0"),))
    made = MainWindow(session(role), dict.fromkeys(pages, Page), clock=lambda: NOW, about=lambda: about)
    made.resize(1366, 768)
    shown(made)
    return made


def press(
    window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(window, key, held)


def test_a_key_goes_to_its_page(shown: Show) -> None:
    window = make(shown)
    assert window.current_page() == "today"
    press(window, Qt.Key.Key_F2)
    assert window.current_page() == "reception"
    assert window.page("reception").hasFocus()
    assert window.side_bar.item("reception").is_selected()
    press(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() == "today"


def test_pages_that_do_not_exist_are_absent(shown: Show) -> None:
    window = make(shown)
    assert window.side_bar.page_ids() == ("today", "reception", "help")
    press(window, Qt.Key.Key_F4)
    assert window.current_page() == "today"
    assert window.top_bar.search is None


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.COUNTER, ("today", "reception")),
        (Role.OFFICER, ("today",)),
        (Role.HEAD, ("today",)),
        (Role.SUPERVISOR, ("today", "reception")),
        (Role.ADMINISTRATOR, ("today",)),
    ],
)
def test_the_role_decides_the_pages(role: Role, seen: tuple[str, ...]) -> None:
    existing = {"today", "reception"}
    assert tuple(entry.id for entry in entries_for(role, existing)) == seen


def test_the_table_of_pages_is_sound() -> None:
    assert len({entry.id for entry in NAVIGATION}) == len(NAVIGATION)
    keys = [entry.key for entry in NAVIGATION if entry.key]
    assert len(set(keys)) == len(keys)
    assert not {"F1", "F3", "F10"} & set(keys)


def test_pages_are_made_once_and_told_when_shown(shown: Show) -> None:
    window = make(shown)
    page = window.page("reception")
    press(window, Qt.Key.Key_F2)
    press(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_F2)
    assert window.page("reception") is page
    assert page.shown_times == 2


def test_low_windows_are_compact(shown: Show) -> None:
    window = make(shown)
    page = window.page("today")
    assert page.compact is True
    window.resize(1920, 1080)
    QApplication.processEvents()
    assert page.compact is False


def test_a_cover_keeps_what_was_typed_and_silences_the_keys(shown: Show, qtbot: QtBot) -> None:
    window = make(shown)
    press(window, Qt.Key.Key_F2)
    type_text("nửa chừng")
    cover = QLineEdit()
    window.cover(cover)
    assert cover.hasFocus()
    with qtbot.assertNotEmitted(window.lock_requested):
        press(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() == "reception"
    window.uncover()
    assert not window.is_covered()
    assert window.page("reception").text() == "nửa chừng"
    assert window.page("reception").hasFocus()


def test_another_person_finds_no_form_of_the_last_one(shown: Show) -> None:
    window = make(shown)
    type_text("riêng")
    assert window.page("today").text() == "riêng"
    window.open_session(session(Role.OFFICER))
    assert window.page("today").text() == ""
    press(window, Qt.Key.Key_F2)
    assert window.current_page() == "today"


def test_lock_has_a_key_and_a_menu_line(shown: Show, qtbot: QtBot) -> None:
    window = make(shown)
    with qtbot.waitSignal(window.lock_requested):
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    menu = window.top_bar.menu()
    for name, signal in (
        ("user_switch", window.switch_requested),
        ("user_lock", window.lock_requested),
        ("user_sign_out", window.sign_out_requested),
    ):
        with qtbot.waitSignal(signal):
            menu.findChild(QAction, name).trigger()
    with qtbot.waitSignal(window.scheme_chosen) as chosen:
        menu.findChild(QAction, "scheme_dark").trigger()
    assert chosen.args == ["dark"]


def test_help_lists_the_actions_of_the_page_shown(shown: Show) -> None:
    window = make(shown)
    add_action(window.page("today"), "In & gửi", "Ctrl+P", lambda: None, name="act_print", group="Trang này")
    add_action(window.page("reception"), "Tiếp nhận và in", "Ctrl+R", lambda: None, name="act_receive")
    press(window, Qt.Key.Key_F1)
    sheet = window.findChild(HelpDialog)
    words = {label.text() for label in sheet.findChildren(Text)}
    assert "Tiếp nhận và in" not in words
    assert {"In & gửi", "Ctrl+P", "Tiếp nhận", "F2", "Khóa quầy", "Ctrl+L"} <= words
    area = sheet.findChild(QScrollArea, "help_sheet")
    assert area.widget().width() <= area.viewport().width(), "nothing of a key is cut"
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_keys_are_written_as_people_read_them(shown: Show) -> None:
    assert key_words("Ctrl+Return") == "Ctrl+Enter"
    window = make(shown)
    assert [one.key for one in shortcuts_of(window) if one.words == "Tiếp nhận"] == ["F2"]


def test_the_about_box_names_versions(shown: Show) -> None:
    window = make(shown)
    window.show_about()
    words = {label.text() for label in window.findChild(AboutDialog).findChildren(Text)}
    assert {"Phiên bản 0.1.0", "Dữ liệu: /du-lieu", "LGPL-3.0"} <= words


def test_the_status_bar_says_what_is_and_leaves_out_what_is_not(shown: Show) -> None:
    window = make(shown)
    window.set_status(STATUS)
    shown_words = {label.objectName(): label for label in window.status_line.findChildren(Text)}
    assert shown_words["clock_label"].text() == "Thứ hai 23/11/2026  09:14"
    assert shown_words["holiday_notice"].tone() is Tone.AMBER
    assert shown_words["backup_state"].isVisible()
    assert not shown_words["sync_state"].isVisible()
    window.set_status(
        StatusView("Chưa sao lưu hôm nay", False, "", SyncView("Đã đồng bộ", "0 chờ", Tone.GREEN))
    )
    assert shown_words["backup_state"].tone() is Tone.AMBER
    assert shown_words["sync_state"].isVisible()
    assert not shown_words["holiday_notice"].isVisible()


def test_the_side_bar_works_by_keyboard(shown: Show) -> None:
    window = make(shown)
    window.side_bar.item("today").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(window.side_bar.item("today"), Qt.Key.Key_Down)
    assert window.side_bar.item("reception").hasFocus()
    QTest.keyClick(window.side_bar.item("reception"), Qt.Key.Key_Return)
    assert window.current_page() == "reception"


def test_today_shows_figures_or_words(shown: Show) -> None:
    page = TodayPage(can_receive=True)
    page.resize(1150, 680)
    shown(page)
    row = QuietRow("261123-0001", "Nước & Môi trường <A>", "Cấp mới", "17:30")
    page.set_rows(TodayView(NOW.date(), received=(), waiting=(row,), due=()))
    assert page.received.is_empty_shown()
    assert not page.waiting.is_empty_shown()
    page.setFocus()
    assert page.waiting.list.hasFocus()
    QTest.keyClick(page.waiting.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "261123-0001"
    page.set_rows(TodayView(NOW.date()))
    assert page.waiting.is_empty_shown()


def test_no_key_of_the_frame_is_one_that_edits_a_line(shown: Show) -> None:
    """On X11 Ctrl+U empties the line and Ctrl+K its rest: the menu of the person has another key."""
    window = make(shown)
    keys = {shortcut.key for shortcut in shortcuts_of(window)}
    assert "Ctrl+M" in keys
    assert keys.isdisjoint({f"Ctrl+{letter}" for letter in "ACKUVXYZ"})
