"""Scans are caught wherever the cursor is, and nothing of them stays behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.codes import Command, ScanKind, ScanProblem, make_command_number, make_scan_number
from counter_app.ui.scan_capture import ScanCapture
from tests.ui.input_methods import BACKSPACE, an_input_method
from tests.ui.scan.at_a_scanner import AGENCY, Desk
from tests.ui.scanning import wedge

DAY = date(2026, 11, 23)
NUMBERS = [make_scan_number(AGENCY, DAY, serial) for serial in range(11, 31)]
NUMBER = NUMBERS[0]
CARD = "031085001234|012345678|Nguyen Van An|01011985|Nam|So 1, duong Lach Tray, Hai Phong|01012021"


@pytest.mark.parametrize("restores", [False, True])
@pytest.mark.parametrize("name", ["telex", "vni"])
@pytest.mark.parametrize("before", ["", "Nguye", "Công ty TNHH Hoa", "duong", "a", "Anh O", "0225"])
def test_twenty_scans_in_ten_seconds_into_a_field(
    scanner: Desk, name: str, restores: bool, before: str
) -> None:
    keyboard = scanner.keyboard
    keyboard.ime = an_input_method(name, restores=restores)
    for letter in before:  # typed as it stands, so that the input method has a word under way
        keyboard.ime.press(letter)
        keyboard.now += 100
        keyboard.raw(letter)
    started = keyboard.now
    for number in NUMBERS:
        keyboard.now = max(keyboard.now, started + 500 * NUMBERS.index(number))
        keyboard.scan(number)
        for letter in before[-2:]:  # a person goes on in the same word between the scans
            keyboard.ime.press(letter)
    assert keyboard.now - started <= 10_000
    assert scanner.texts() == NUMBERS
    assert scanner.line.text() == before
    assert scanner.pressed == 0
    assert scanner.line.hasFocus()


@pytest.mark.parametrize("end", ["\r", "\t", "\r\r", "\t\r"])
def test_enter_and_tab_of_a_scan_move_nothing(scanner: Desk, end: str) -> None:
    scanner.keyboard.scan(NUMBER, end)
    assert scanner.texts() == [NUMBER]
    assert scanner.line.hasFocus()
    assert (scanner.line.text(), scanner.pressed) == ("", 0)


@pytest.mark.parametrize("name", ["line", "secret", "plain", "rich", "number", "choice"])
def test_every_kind_of_field_is_as_before(scanner: Desk, name: str) -> None:
    field = getattr(scanner, name)
    field.setFocus()
    if name == "number":
        field.setValue(7)
    elif name == "choice":
        field.setCurrentIndex(2)
    else:
        scanner.keyboard.person("12 Lach")
    before = _content(field)
    scanner.keyboard.scan(NUMBER)
    assert scanner.texts() == [NUMBER]
    assert _content(field) == before
    assert field.hasFocus()


def _content(field: QWidget) -> tuple[object, ...]:
    if hasattr(field, "toPlainText"):
        return (field.toPlainText(), field.textCursor().position(), field.textCursor().anchor())
    if hasattr(field, "value"):
        return (field.value(), field.text())
    if hasattr(field, "currentIndex"):
        return (field.currentIndex(), field.currentText())
    return (field.text(), field.cursorPosition(), field.selectedText())


@pytest.mark.parametrize("selection", [(0, 4), (4, -4), (2, 5)])
def test_a_selection_comes_back_with_its_text(scanner: Desk, selection: tuple[int, int]) -> None:
    scanner.keyboard.person("Hai Phong")
    scanner.line.setSelection(*selection)
    before = (scanner.line.selectedText(), scanner.line.cursorPosition())
    scanner.keyboard.scan(NUMBER)
    assert scanner.line.text() == "Hai Phong"
    assert (scanner.line.selectedText(), scanner.line.cursorPosition()) == before


@pytest.mark.parametrize("name", ["line", "plain"])
def test_undo_never_brings_a_scan_back(scanner: Desk, name: str) -> None:
    field = getattr(scanner, name)
    field.setFocus()
    scanner.keyboard.person("Hai Phong")
    scanner.keyboard.scan(NUMBER)
    seen = set()
    for _ in range(8):
        field.undo()
        seen.add(_content(field)[0])
    assert not any(character.isdigit() for text in seen for character in str(text))
    assert "" in seen  # what the person typed can still be undone


def test_listeners_end_with_the_old_text(scanner: Desk) -> None:
    changed: list[str] = []
    edited: list[str] = []
    scanner.line.setText("Hai Phong")
    scanner.line.textChanged.connect(changed.append)
    scanner.line.textEdited.connect(edited.append)
    scanner.keyboard.scan(NUMBER)
    assert (changed[-1], edited[-1]) == ("Hai Phong", "Hai Phong")


@pytest.mark.parametrize("name", ["box", "button"])
def test_nothing_is_pressed_or_ticked(scanner: Desk, name: str) -> None:
    getattr(scanner, name).setFocus()
    scanner.keyboard.scan(NUMBER)
    scanner.keyboard.scan(CARD)
    assert [scan.scanned.kind for scan in scanner.taker.scans] == [
        ScanKind.OWN_SCAN_NUMBER,
        ScanKind.IDENTITY_CARD,
    ]
    assert scanner.pressed == 0


def test_a_figure_that_is_no_scan_reaches_a_table_after_all(scanner: Desk, qtbot: QtBot) -> None:
    typed: list[str] = []

    class Keys(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
            typed.append(event.text())

    keys = Keys(scanner)
    keys.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    keys.show()
    keys.setFocus()
    scanner.keyboard.person("2")
    assert typed == []
    qtbot.waitUntil(lambda: typed == ["2"])
    scanner.keyboard.person("34 ", 60)  # the next key lets the one before go at once
    assert typed == ["2", "3", "4", " "]


def test_an_open_menu_is_left_alone(scanner: Desk, qtbot: QtBot) -> None:
    menu = QMenu(scanner)
    menu.addAction("Đăng xuất", scanner._press)
    menu.popup(scanner.mapToGlobal(scanner.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    menu.setActiveAction(menu.actions()[0])
    scanner.keyboard.target = scanner
    scanner.keyboard.scan(NUMBER)
    assert (scanner.texts(), scanner.pressed) == ([NUMBER], 0)
    menu.close()


def test_over_a_modal_dialog(scanner: Desk, qtbot: QtBot) -> None:
    dialog = QDialog(scanner)
    field = QLineEdit("lý do")
    QVBoxLayout(dialog).addWidget(field)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    scanner.keyboard.scan(NUMBER)
    assert (scanner.texts(), field.text(), dialog.isVisible()) == ([NUMBER], "lý do", True)
    dialog.close()


def test_the_key_of_an_action_is_not_pressed_by_a_scan(
    scanner: Desk, qtbot: QtBot, shown: Callable[[QWidget], QWidget]
) -> None:
    """Enter goes by way of the shortcuts first: these keys come in real time, as from the platform."""
    action = scanner.addAction("Tiếp theo", scanner._press)
    action.setShortcut(Qt.Key.Key_Return)
    window = scanner.windowHandle()
    for letter in NUMBER:
        QTest.keyClick(window, letter)
        QApplication.sendPostedEvents()
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert (scanner.texts(), scanner.pressed) == ([NUMBER], 0)
    QTest.qWait(50)
    scanner.keyboard.now += 50
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert scanner.pressed > 0


def test_what_is_scanned_is_told(scanner: Desk) -> None:
    foreign = make_scan_number("H24.29", DAY, 7)
    for text in (
        foreign,
        "G04.05-240720-0001|20240720T0914|1",
        "H24.28-261123-0001|20261123T0914|1",
        NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"),
        make_command_number(Command.FINISH),
        "BG-261123-1.1",
        "]C1" + NUMBER,
        CARD,
    ):
        scanner.keyboard.scan(text)
    kinds = [scan.scanned.kind for scan in scanner.taker.scans]
    assert kinds == [
        ScanKind.FOREIGN_SCAN_NUMBER,
        ScanKind.FOREIGN_CODE,
        ScanKind.QR,
        ScanKind.UNREADABLE,
        ScanKind.COMMAND,
        ScanKind.BATCH,
        ScanKind.OWN_SCAN_NUMBER,
        ScanKind.IDENTITY_CARD,
    ]
    assert scanner.taker.scans[3].scanned.problem is ScanProblem.CHECK_DIGITS
    assert scanner.taker.scans[4].command == "finish"
    card = scanner.taker.scans[-1]
    assert card.card is not None and card.card.name == "Nguyen Van An"
    assert "031085001234" not in repr(card)
    assert scanner.line.text() == ""


@pytest.mark.parametrize("end", ["\r", "\t"])
def test_a_fast_typist_is_no_scanner(scanner: Desk, end: str) -> None:
    scanner.keyboard.person("0299001487" + end, pitch=35)
    assert (scanner.texts(), scanner.line.text()) == ([], "0299001487")


def test_a_key_held_down_is_no_scanner(scanner: Desk) -> None:
    for _ in range(40):
        scanner.keyboard.now += 20
        scanner.keyboard.raw("1", is_repeat=True)
    scanner.keyboard.now += 20
    scanner.keyboard.raw("\r")
    assert scanner.texts() == []
    assert scanner.line.text() == "1" * 40


def test_a_busy_window_does_not_tear_a_scan_apart(scanner: Desk) -> None:
    """Where keys are stamped when they are fetched, the first figure may cost the page 200 ms."""
    keyboard = scanner.keyboard

    def redraw(text: str) -> None:
        if len(text) == 1:
            keyboard.now += 200

    scanner.line.textEdited.connect(redraw)
    keyboard.scan(NUMBER)
    assert (scanner.texts(), scanner.line.text()) == ([NUMBER], "")


def test_the_cursor_may_go_elsewhere_within_a_scan(scanner: Desk) -> None:
    scanner.line.setText("a")
    scanner.secret.setText("b")
    scanner.line.textEdited.connect(lambda text: scanner.secret.setFocus() if len(text) == 6 else None)
    scanner.keyboard.scan(NUMBER)
    assert (scanner.texts(), scanner.line.text(), scanner.secret.text()) == ([NUMBER], "a", "b")


def test_two_scans_without_an_enter_between_are_two(scanner: Desk) -> None:
    scanner.keyboard.scan(NUMBERS[0] + NUMBERS[1])
    assert scanner.texts() == NUMBERS[:2]


def test_fifty_scans_in_one_second(scanner: Desk) -> None:
    started = scanner.keyboard.now
    for number in NUMBERS[:10] * 5:
        scanner.keyboard.scan(number, pitch=1, pause=2)
    assert scanner.keyboard.now - started <= 1_000
    assert scanner.texts() == NUMBERS[:10] * 5
    assert (scanner.line.text(), scanner.pressed) == ("", 0)


def test_a_person_types_on_at_once_after_a_scan(scanner: Desk) -> None:
    scanner.keyboard.person("Hai")
    scanner.keyboard.scan(NUMBER)
    scanner.keyboard.person(" Phong\r", pitch=40)
    assert (scanner.texts(), scanner.line.text(), scanner.pressed) == ([NUMBER], "Hai Phong", 1)


@pytest.mark.parametrize("ime", [None, "telex", "vni"])
def test_the_simulated_scanner_of_the_page_tests(scanner: Desk, ime: str | None) -> None:
    """On the real clock, with keys of a test typed straight into a field between the scans."""
    scanner.close_capture()
    timer = QElapsedTimer()
    timer.start()
    capture = ScanCapture(scanner.queue, lambda: AGENCY, lambda: timer.nsecsElapsed() / 1e6)
    wedge(NUMBERS[0], ime)
    QTest.keyClicks(scanner.line, "0299001487")
    wedge(NUMBERS[1], ime, scanner, end="\t")
    assert scanner.texts() == NUMBERS[:2]
    assert scanner.line.text() == "0299001487"
    capture.close()
    wedge(NUMBERS[2], ime)
    assert scanner.texts() == NUMBERS[:2]  # nobody listens any more


@pytest.mark.parametrize("name", ["line", "plain"])
def test_a_word_under_way_in_an_input_method_of_the_system(scanner: Desk, name: str) -> None:
    """It shows the word itself and changes it in place; Enter ends it, and then comes as a key."""
    field, keyboard = getattr(scanner, name), scanner.keyboard
    field.setFocus()
    keyboard.person("Anh ")
    method, shown = an_input_method("vni"), ""

    def compose(letter: str) -> None:
        nonlocal shown
        for key in method.press(letter):
            shown = shown[:-1] if key == BACKSPACE else shown + key
        QApplication.sendEvent(field, QInputMethodEvent(shown, []))
        QApplication.sendPostedEvents()

    for letter in "Nguye":
        keyboard.now += 120
        compose(letter)
    keyboard.now += 100
    for letter in NUMBER:
        compose(letter)
        keyboard.now += 8
    ended = QInputMethodEvent()
    ended.setCommitString(shown)
    QApplication.sendEvent(field, ended)
    keyboard.raw("\r")
    assert scanner.texts() == [NUMBER]
    assert _content(field)[0] == "Anh Nguye"
    keyboard.person("n")
    assert _content(field)[0] == "Anh Nguyen"
