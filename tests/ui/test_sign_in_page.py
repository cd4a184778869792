"""Sign-in by keys: number, name, password, a wrong one, a first one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ui.pages.sign_in_page import SignInPage, SignInView
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.staff_tile import StaffChoice, StaffTile
from counter_app.ui.widgets.text import Text
from tests.ui.invented import AGENCY, MANY_STAFF, NOW, STAFF
from tests.ui.keys import press, type_text

Open = Callable[..., SignInPage]


@pytest.fixture
def sign_in(shown: Callable[[QWidget], QWidget]) -> Open:
    def make(staff: tuple[StaffChoice, ...] = STAFF, **view: object) -> SignInPage:
        page = SignInPage(SignInView(AGENCY, "Quầy 1", staff, **view), clock=lambda: NOW)
        page.resize(1366, 768)
        shown(page)
        page.setFocus()
        return page

    return make


def test_a_number_and_the_password_sign_in(sign_in: Open, qtbot: QtBot) -> None:
    page = sign_in()
    type_text("2")
    assert page.chosen() == "trang"
    type_text("2 bí mật")
    with qtbot.waitSignal(page.signed_in_requested) as asked:
        press(Qt.Key.Key_Return)
    assert asked.args == ["trang", "2 bí mật"]


@pytest.mark.parametrize("number", range(1, 9))
def test_each_number_key_chooses_its_tile(sign_in: Open, number: int) -> None:
    page = sign_in()
    type_text(str(number))
    assert page.chosen() == STAFF[number - 1].login
    assert page.card.password.edit.hasFocus()


def test_a_number_without_a_tile_does_nothing(sign_in: Open) -> None:
    page = sign_in()
    type_text("9")
    assert page.chosen() == ""


def test_arrows_and_enter_choose(sign_in: Open) -> None:
    page = sign_in()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        press(key)
    assert page.chosen() == STAFF[6].login


def test_letters_filter_by_name_without_marks(sign_in: Open) -> None:
    page = sign_in()
    type_text("duc")
    assert page.grid.logins() == ("duc",)
    press(Qt.Key.Key_Return)
    assert page.chosen() == "duc"
    assert page.card.password.edit.hasFocus()


def test_a_locked_desk_asks_its_person_at_once(sign_in: Open, qtbot: QtBot) -> None:
    page = sign_in(chosen="lan", is_locked=True)
    assert page.chosen() == "lan"
    assert page.card.button.words() == "Mở khóa"
    type_text("1234")
    assert page.chosen() == "lan"
    with qtbot.waitSignal(page.signed_in_requested) as asked:
        press(Qt.Key.Key_Return)
    assert asked.args == ["lan", "1234"]


def test_quick_switch_from_the_password_field(sign_in: Open) -> None:
    page = sign_in(chosen="lan", is_locked=True)
    type_text("abc")
    press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert page.chosen() == "duc"
    assert page.card.password.value() == ""
    assert page.card.button.words() == "Vào làm việc"
    assert "mở khóa" not in page.card.findChild(Text, "chosen_role").text()
    press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.card.button.words() == "Mở khóa"


_NOT_TYPED = (
    Qt.Key.Key_Escape,
    *(Qt.Key(Qt.Key.Key_F1 + number) for number in range(12)),
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Home,
    Qt.Key.Key_Pause,
    Qt.Key.Key_Menu,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
)


@pytest.mark.parametrize("staff", [STAFF, MANY_STAFF], ids=["few", "many"])
@pytest.mark.parametrize("key", _NOT_TYPED, ids=lambda key: key.name)
def test_a_key_that_wakes_a_locked_desk_leaves_the_cursor_in_the_password(
    sign_in: Open, staff: tuple[StaffChoice, ...], key: Qt.Key
) -> None:
    page = sign_in(staff, chosen="lan", is_locked=True)
    for _ in range(2):
        press(key)
        QApplication.processEvents()
    if (menu := QApplication.activePopupWidget()) is not None:
        menu.close()
    type_text("2mat khau")
    assert page.filter.text() == ""
    assert page.chosen() == "lan"
    assert page.card.password.value() == "2mat khau"


def test_escape_puts_the_cursor_back_from_wherever_it_is(sign_in: Open) -> None:
    page = sign_in(MANY_STAFF, chosen="lan", is_locked=True)
    for place in (page.filter, page.grid, page.card.button):
        place.setFocus()
        press(Qt.Key.Key_Escape)
        assert page.card.password.edit.hasFocus()
    page.ask_new_password()
    page.filter.setFocus()
    press(Qt.Key.Key_Escape)
    assert page.card.password.edit.hasFocus()


def test_letters_on_the_tiles_are_the_password_s_once_a_person_is_chosen(sign_in: Open) -> None:
    page = sign_in(chosen="lan", is_locked=True)
    page.grid.setFocus()
    type_text("mat khau")
    assert page.filter.text() == ""
    assert page.card.password.value() == "mat khau"


@pytest.mark.parametrize("staff", [STAFF, MANY_STAFF], ids=["few", "many"])
def test_a_click_beside_everything_leaves_the_cursor_in_the_password(
    sign_in: Open, staff: tuple[StaffChoice, ...]
) -> None:
    page = sign_in(staff, chosen="lan", is_locked=True)
    taking = (page.filter, page.card.button, page.grid.findChildren(StaffTile), page.findChildren(Button))
    fields = [part for found in taking for part in (found if isinstance(found, list) else [found])]
    spots = [(x, y) for x in range(5, page.width(), 37) for y in range(5, page.height(), 23)]
    clicked = 0
    for x, y in spots:
        hit = page.childAt(x, y)
        if hit is not None and any(part is hit or part.isAncestorOf(hit) for part in fields):
            continue
        window, left = page.window(), Qt.MouseButton.LeftButton
        QTest.mouseClick(window.windowHandle(), left, pos=page.mapTo(window, QPoint(x, y)))
        clicked += 1
        assert page.card.password.edit.hasFocus(), (x, y, hit)
    assert clicked > 500


def test_the_window_that_is_raised_again_has_the_cursor_in_the_password(sign_in: Open, qtbot: QtBot) -> None:
    page = sign_in(MANY_STAFF, chosen="lan", is_locked=True)
    page.filter.setFocus()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    type_text("mat khau")
    assert (page.filter.text(), page.card.password.value()) == ("", "mat khau")


def test_escape_with_nobody_chosen_goes_to_the_tiles(sign_in: Open) -> None:
    page = sign_in()
    type_text("du")
    press(Qt.Key.Key_Escape)
    assert page.grid.hasFocus()
    type_text("la")
    assert page.filter.text() == "la"


def test_a_wrong_password_is_said_beside_the_field(sign_in: Open) -> None:
    page = sign_in(chosen="lan")
    type_text("sai")
    page.set_busy(True)
    page.show_error("mật khẩu không đúng")
    assert page.card.password.problem() == "mật khẩu không đúng"
    assert page.card.password.edit.selectedText() != ""
    assert page.card.button.isEnabled()
    type_text("d")
    assert page.card.password.problem() == ""
    assert page.card.password.value() == "d"


def test_without_a_person_or_a_password_nothing_is_asked(sign_in: Open, qtbot: QtBot) -> None:
    page = sign_in()
    with qtbot.assertNotEmitted(page.signed_in_requested):
        page.card.password.setFocus()
        type_text("abc")
        press(Qt.Key.Key_Return)
        assert page.card.password.problem() == "chọn tên ở trên trước"
        type_text("1")
        press(Qt.Key.Key_Return)
    assert page.card.password.problem() == "gõ mật khẩu"


def test_a_one_time_password_is_replaced_in_place(sign_in: Open, qtbot: QtBot) -> None:
    page = sign_in(chosen="duc")
    type_text("tam-thoi")
    page.ask_new_password()
    assert page.card.first.edit.hasFocus()
    type_text("ngan")
    assert page.card.first.mark() == "còn thiếu 4 ký tự"
    press(Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(page.new_password_chosen):
        press(Qt.Key.Key_Return)
    assert page.card.first.problem() == "còn thiếu 4 ký tự"
    type_text("ngan-va-dai")
    press(Qt.Key.Key_Return)
    type_text("ngan-va-daj")
    assert page.card.again.mark() == "chưa khớp"
    press(Qt.Key.Key_Backspace)
    type_text("i")
    assert page.card.again.mark() == "khớp"
    with qtbot.waitSignal(page.new_password_chosen) as chosen:
        press(Qt.Key.Key_Return)
    assert chosen.args == ["duc", "tam-thoi", "ngan-va-dai"]


def test_the_one_time_password_may_not_stay(sign_in: Open, qtbot: QtBot) -> None:
    page = sign_in(chosen="duc")
    type_text("tam-thoi")
    page.ask_new_password()
    type_text("tam-thoi")
    press(Qt.Key.Key_Return)
    type_text("tam-thoi")
    with qtbot.assertNotEmitted(page.new_password_chosen):
        press(Qt.Key.Key_Return)
    assert page.card.first.problem() == "phải khác mật khẩu tạm"


def test_many_people_are_found_by_typing(sign_in: Open) -> None:
    page = sign_in(MANY_STAFF)
    assert page.filter.hasFocus()
    assert len(page.grid.logins()) == 12
    type_text("thi uoc")
    assert page.grid.logins() == ("nv6",)
    press(Qt.Key.Key_Return)
    assert page.chosen() == "nv6"


def test_number_keys_work_among_many_people_too(sign_in: Open) -> None:
    page = sign_in(MANY_STAFF)
    type_text("4")
    assert page.chosen() == "ha"
    press(Qt.Key.Key_Escape)
    page.filter.setFocus()
    press(Qt.Key.Key_Down)
    assert page.grid.hasFocus()


def test_nobody_of_that_name_is_said_in_words(sign_in: Open) -> None:
    page = sign_in(MANY_STAFF)
    top = page.card.mapTo(page, page.card.rect().topLeft())
    type_text("xyz")
    assert page.grid.logins() == ()
    press(Qt.Key.Key_Return)
    assert page.chosen() == ""
    QApplication.processEvents()
    assert page.card.mapTo(page, page.card.rect().topLeft()) == top
    press(Qt.Key.Key_Escape)
    assert len(page.grid.logins()) == 12


def test_a_trial_desk_tells_its_password(sign_in: Open) -> None:
    page = sign_in(trial_password="motcua-thu")
    hint = page.findChild(Text, "trial_hint")
    assert hint.text() == "Bàn thử: mật khẩu của mọi người là motcua-thu"
    assert sign_in().findChild(Text, "trial_hint") is None


def test_the_clock_and_the_agency_stand_on_the_page(sign_in: Open) -> None:
    page = sign_in()
    shown = {label.objectName(): label.text() for label in page.findChildren(Text)}
    assert shown["day_label"] == "Thứ hai 23/11/2026"
    assert shown["agency_label"] == f"{AGENCY} · Quầy 1"
