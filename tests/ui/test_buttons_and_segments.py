"""Buttons and the segmented control, by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ui import theme
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.segmented import Segmented

Show = Callable[[QWidget], QWidget]
CHANNELS = [("direct", "Trực tiếp"), ("online", "Trực tuyến"), ("post", "Bưu chính")]


@pytest.fixture
def page(shown: Show) -> QWidget:
    made = QWidget()
    made.segments = Segmented(CHANNELS, name="channel", label="Hình thức nộp")
    made.button = Button("Nước & Môi trường", ButtonKind.MAIN, icon="printer", key="Ctrl+Enter", name="main")
    column = QVBoxLayout(made)
    column.addWidget(made.segments)
    column.addWidget(made.button)
    return shown(made)


def test_arrow_keys_move_the_segments(page: QWidget, qtbot: QtBot) -> None:
    segments = page.segments
    segments.setFocus()
    with qtbot.waitSignal(segments.changed) as changed:
        QTest.keyClick(segments, Qt.Key.Key_Right)
    assert changed.args == ["online"]
    QTest.keyClick(segments, Qt.Key.Key_Down)
    assert segments.value() == "post"
    with qtbot.assertNotEmitted(segments.changed):
        QTest.keyClick(segments, Qt.Key.Key_Right)
    QTest.keyClick(segments, Qt.Key.Key_Left)
    assert segments.value() == "online"
    QTest.keyClick(segments, Qt.Key.Key_Home)
    assert segments.value() == "direct"
    QTest.keyClick(segments, Qt.Key.Key_End)
    assert segments.value() == "post"


def test_a_click_chooses_the_segment_under_it(page: QWidget) -> None:
    segments = page.segments
    spot = segments.rect().center()
    QTest.mouseClick(segments, Qt.MouseButton.LeftButton, pos=spot)
    assert segments.value() == "online"


def test_setting_the_value_says_nothing_and_an_unknown_one_is_refused(page: QWidget, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.segments.changed):
        page.segments.set_value("post")
    assert page.segments.accessibleName() == "Hình thức nộp: Bưu chính"
    with pytest.raises(ValueError, match="fax"):
        page.segments.set_value("fax")


def test_enter_goes_on_from_the_segments(page: QWidget) -> None:
    page.segments.setFocus()
    QTest.keyClick(page.segments, Qt.Key.Key_Return)
    assert page.button.hasFocus()


def test_an_ampersand_is_shown_and_makes_no_mnemonic(page: QWidget) -> None:
    assert page.button.words() == "Nước & Môi trường"
    assert page.button.shortcut().isEmpty()
    assert page.button.accessibleName() == "Nước & Môi trường Ctrl+Enter"


def test_space_presses_a_button_and_a_disabled_one_stays_still(page: QWidget, qtbot: QtBot) -> None:
    page.button.setFocus()
    with qtbot.waitSignal(page.button.clicked):
        QTest.keyClick(page.button, Qt.Key.Key_Space)
    page.button.setEnabled(False)
    with qtbot.assertNotEmitted(page.button.clicked):
        QTest.keyClick(page.button, Qt.Key.Key_Space)


def test_the_ring_is_drawn_for_the_keyboard_only(page: QWidget) -> None:
    button = page.button

    def edge() -> str:
        return button.grab().toImage().pixelColor(button.width() // 2, 0).name().upper()

    page.segments.setFocus()
    resting = edge()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    ringed = button.grab().toImage()
    gap = ringed.pixelColor(button.width() // 2, 2).name().upper()
    assert resting == theme.now().accent
    assert edge() == theme.now().accent_text
    assert gap == theme.now().surface
    page.segments.setFocus()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    unringed = button.grab().toImage().pixelColor(button.width() // 2, 2).name().upper()
    assert unringed == theme.now().accent


def test_the_ring_changes_no_size(page: QWidget) -> None:
    before = page.button.sizeHint()
    page.button.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.button.sizeHint() == before
