"""Labelled fields, by keys: nothing moves, Enter goes on, problems stand on the label line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ui.widgets.fields import ChoiceField, DateField, TextField
from counter_app.ui.widgets.secret_field import CAPS_LOCK, SecretField

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def page(shown: Show) -> QWidget:
    made = QWidget()
    made.first = TextField(
        "Mã số thuế / CCCD", name="id_number", is_required=True, figures=True, hint="10 số"
    )
    made.choice = ChoiceField(
        "Trả kết quả", [("desk", "Tại Một cửa"), ("post", "Bưu chính")], name="return_by", placeholder="Chọn…"
    )
    made.day = DateField("Ngày", name="day", today=lambda: date(2026, 11, 23))
    made.secret = SecretField("Mật khẩu", name="password")
    column = QVBoxLayout(made)
    for part in (made.first, made.choice, made.day, made.secret):
        column.addWidget(part)
    made.resize(360, 320)
    return shown(made)


def test_typing_fires_edited_and_setting_does_not(page: QWidget, qtbot: QtBot) -> None:
    page.first.setFocus()
    with qtbot.waitSignals([page.first.edited] * 3):
        QTest.keyClicks(page.first.edit, "029")
    with qtbot.assertNotEmitted(page.first.edited):
        page.first.set_value("0299001487")
    assert page.first.value() == "0299001487"


def test_a_value_is_nfc_and_trimmed(page: QWidget) -> None:
    page.first.set_value(unicodedata.normalize("NFD", "  Đỗ Ẩn "))
    assert page.first.value() == "Đỗ Ẩn"


def test_enter_goes_to_the_next_field_and_left_fires(page: QWidget, qtbot: QtBot) -> None:
    page.first.setFocus()
    assert page.first.edit.hasFocus()
    with qtbot.waitSignal(page.first.left):
        QTest.keyClick(page.first.edit, Qt.Key.Key_Return)
    assert page.choice.combo.hasFocus()
    QTest.keyClick(page.choice.combo, Qt.Key.Key_Return)
    assert page.day.edit.hasFocus()


def test_enter_stays_where_the_field_says_so(page: QWidget, qtbot: QtBot) -> None:
    page.secret.setFocus()
    with qtbot.waitSignal(page.secret.edit.returnPressed):
        QTest.keyClick(page.secret.edit, Qt.Key.Key_Return)
    assert page.secret.edit.hasFocus()


def test_problems_move_nothing_and_are_spoken(page: QWidget) -> None:
    before = [part.geometry() for part in (page.first, page.first.edit, page.choice)]
    page.first.set_problem("thiếu 1 số")
    assert page.first.problem() == "thiếu 1 số"
    assert page.first.edit.accessibleDescription() == "thiếu 1 số"
    assert page.first.edit.property("problem") == "true"
    page.first.set_ok("hợp lệ")
    assert page.first.problem() == ""
    assert page.first.mark() == "hợp lệ"
    assert page.first.edit.property("problem") == "false"
    page.first.clear_mark()
    assert page.first.mark() == "10 số"
    assert [part.geometry() for part in (page.first, page.first.edit, page.choice)] == before


def test_the_focus_changes_no_size(page: QWidget) -> None:
    for part in (page.first.edit, page.choice.combo):
        before = (part.geometry(), part.sizeHint())
        part.setFocus()
        assert (part.geometry(), part.sizeHint()) == before
        assert part.height() == 32


def _ink(edit: QWidget) -> tuple[int, int, int]:
    """First inked column and row inside the outline, and how many pixels are inked."""
    image = edit.grab().toImage()
    ground = image.pixelColor(5, 5)
    inked = [
        (x, y)
        for x in range(5, 120)
        for y in range(5, image.height() - 5)
        if image.pixelColor(x, y) != ground
    ]
    return min(x for x, _ in inked), min(y for _, y in inked), len(inked)


def test_the_text_stays_where_it_is_when_the_cursor_comes(page: QWidget) -> None:
    page.first.set_value("0299001487")
    page.choice.set_value("desk")
    for part in (page.first, page.choice):
        page.day.setFocus()
        resting = _ink(part.editor)
        part.setFocus()
        if part is page.first:
            page.first.edit.setReadOnly(True)  # without its blinking cursor, which is ink too
        assert _ink(part.editor)[:2] == resting[:2]


def test_a_problem_shows_as_a_red_outline(page: QWidget) -> None:
    page.choice.setFocus()

    def outline() -> str:
        return page.first.edit.grab().toImage().pixelColor(100, 0).name()

    assert outline() == "#84929a"
    page.first.set_problem("thiếu 1 số")
    assert outline() == "#b3261e"


@pytest.mark.parametrize("typed", ["231126", "23/11", "23-11-2026", "23.11.26", "23112026"])
def test_dates_are_read_as_people_type_them(page: QWidget, typed: str) -> None:
    page.day.setFocus()
    QTest.keyClicks(page.day.edit, typed)
    assert page.day.value() == date(2026, 11, 23)
    QTest.keyClick(page.day.edit, Qt.Key.Key_Tab)
    assert page.day.edit.text() == "23/11/2026"
    assert page.day.problem() == ""


@pytest.mark.parametrize("typed", ["31/2", "abc", "1"])
def test_what_is_no_date_says_so_on_leaving(page: QWidget, typed: str) -> None:
    page.day.setFocus()
    QTest.keyClicks(page.day.edit, typed)
    assert page.day.problem() == ""
    QTest.keyClick(page.day.edit, Qt.Key.Key_Tab)
    assert page.day.value() is None
    assert page.day.problem() == "không phải ngày"


def test_a_choice_begins_with_nothing_and_keeps_its_value(page: QWidget) -> None:
    assert page.choice.value() == ""
    page.choice.setFocus()
    QTest.keyClick(page.choice.combo, Qt.Key.Key_Down)
    assert page.choice.value() == "desk"
    page.choice.set_value("post")
    page.choice.set_choices([("post", "Bưu chính công ích"), ("online", "Trực tuyến")])
    assert page.choice.value() == "post"
    page.choice.set_choices([("online", "Trực tuyến")])
    assert page.choice.value() == ""


def test_caps_lock_is_noticed_from_the_letters(page: QWidget) -> None:
    page.secret.setFocus()

    def press(key: Qt.Key, letter: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            QApplication.sendEvent(page.secret.edit, QKeyEvent(kind, key, held, letter))
        return page.secret.mark()

    assert press(Qt.Key.Key_A, "A", Qt.KeyboardModifier.ShiftModifier) == ""
    assert press(Qt.Key.Key_B, "B") == CAPS_LOCK
    assert press(Qt.Key.Key_1, "1") == CAPS_LOCK
    assert press(Qt.Key.Key_C, "c") == ""
    assert press(Qt.Key.Key_D, "d", Qt.KeyboardModifier.ShiftModifier) == CAPS_LOCK
    assert press(Qt.Key.Key_CapsLock, "") == ""
    assert page.secret.value() == "AB1cd"


def test_a_secret_is_kept_as_typed(page: QWidget) -> None:
    page.secret.set_value(" a b ")
    assert page.secret.value() == " a b "
    assert "a" not in page.secret.edit.displayText()
