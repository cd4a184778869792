"""From what was given to the next form: keys that bounce, F2, and the line that tells of the last dossier."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.domain.errors import PrintFailed
from counter_app.domain.staff import Role
from counter_app.ui.main_window import MainWindow, SessionView
from tests.ui.at_the_counter import Counter, Fingers
from tests.ui.reception.test_reception_page import fill

Hands = Callable[[], Fingers]
Key = Qt.Key
FIRST = "H24.28-261123-0001"
RECEIPT = f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {FIRST}"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def last(counter: Counter) -> str:
    """The line on the form that tells of the last dossier, where it is to be seen."""
    line = counter.page.form.side.last
    return line.text() if line.isVisible() else ""


def received(counter: Counter, hands: Hands) -> Fingers:
    """One dossier was received a second ago, its panel is shown."""
    fingers = hands()
    fill(fingers)
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    counter.clock.move(seconds=1)
    return fingers


# -- keys that bounce


def test_keys_that_bounce_leave_the_receipt_standing(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    fingers.ctrl(Key.Key_Return)
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    panel = counter.page.panel
    for milliseconds in (0, 150, 300, 149):
        counter.clock.move(milliseconds=milliseconds)
        fingers.enter()
        fingers.press(Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        fingers.ctrl(Key.Key_Return)
        fingers.press(Key.Key_Return, SHIFT)
        fingers.press(Key.Key_Space)
        counter.settle()
        assert panel.isVisible()
        assert panel.code.text() == FIRST
    assert counter.count("dossier") == 1
    counter.clock.move(milliseconds=1)
    fingers.enter()
    assert not panel.isVisible()
    assert counter.page.form.procedure.field.edit.hasFocus()


def test_a_key_that_is_held_down_never_leaves_the_receipt(counter: Counter, hands: Hands) -> None:
    received(counter, hands)
    focused = QApplication.focusWidget()
    assert focused is not None
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    for _ in range(20):
        QApplication.sendEvent(focused, held)
    assert counter.page.panel.isVisible()


def test_a_clock_that_is_put_back_locks_nobody_in(counter: Counter, hands: Hands) -> None:
    fingers = received(counter, hands)
    counter.clock.move(hours=-1)
    fingers.enter()
    assert not counter.page.panel.isVisible()


# -- the line on the empty form


def test_the_empty_form_tells_of_the_last_dossier_until_the_next_begins(
    counter: Counter, hands: Hands
) -> None:
    fingers = received(counter, hands)
    fingers.enter()
    counter.settle()
    assert last(counter) == f"Vừa cấp {FIRST}"
    assert not counter.page.form.side.last.words.is_cut()
    fingers.ctrl(Key.Key_P)
    counter.settle()
    assert counter.printer.paper == [RECEIPT, RECEIPT]
    assert counter.page.form.side.notice.text() == f"Đã in giấy của hồ sơ {FIRST}."
    assert last(counter) == f"Vừa cấp {FIRST}"
    fingers.type("dt08")
    fingers.enter()
    assert last(counter) == ""
    fingers.ctrl(Key.Key_P)
    counter.settle()
    assert len(counter.printer.paper) == 2, "the line is gone, and its key with it"
    counter.page.form.head.clear.click()
    counter.settle()
    assert last(counter) == "", "the next dossier was begun"


def test_paper_that_never_came_out_is_told_on_the_line_and_printed_from_there(
    counter: Counter, hands: Hands
) -> None:
    counter.printer.error = PrintFailed(printer="Khay thử", because="not_drawn")
    fingers = received(counter, hands)
    fingers.enter()
    counter.settle()
    assert last(counter) == f"Chưa in {FIRST}"
    counter.printer.error = None
    fingers.ctrl(Key.Key_P)
    counter.settle()
    assert counter.printer.paper == [RECEIPT]
    assert last(counter) == f"Vừa cấp {FIRST}"


def test_the_line_goes_with_the_same_applicant_s_next_form(counter: Counter, hands: Hands) -> None:
    fingers = received(counter, hands)
    fingers.press(Key.Key_Return, SHIFT)
    assert not counter.page.panel.isVisible()
    assert last(counter) == ""


# -- F2


@pytest.fixture
def window(counter: Counter, shown: Callable[[QWidget], QWidget]) -> MainWindow:
    """The frame with the first page of a person, and Tiếp nhận behind F2."""
    session = SessionView("BQL", "Lan", "lan", Role.COUNTER, "Quầy 1")
    pages = {"today": QWidget, "reception": lambda: counter.page}
    made = MainWindow(session, pages, clock=counter.desk.local_now)
    made.resize(1366, 768)
    shown(made)
    return made


def at(window: MainWindow, counter: Counter) -> Fingers:
    """The keyboard in the window, at Tiếp nhận."""
    fingers = Fingers(window, counter.settle)
    fingers.press(Key.Key_F2)
    counter.settle()
    return fingers


def test_f2_and_typing_at_once_on_a_page_that_is_not_made_yet(window: MainWindow, counter: Counter) -> None:
    fingers = Fingers(window, counter.settle)
    fingers.press(Key.Key_F2)
    fingers.type("dt08")
    counter.settle()
    assert counter.page.form.procedure.field.edit.text() == "dt08"
    fingers.enter()
    counter.settle()
    assert counter.page.form.state.procedure == "DT-08"


@pytest.mark.parametrize("way", ["here", "elsewhere", "at once"])
def test_f2_goes_from_a_receipt_to_a_fresh_form(window: MainWindow, counter: Counter, way: str) -> None:
    fingers = at(window, counter)
    fill(fingers)
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    if way != "at once":
        counter.clock.move(seconds=1)
    if way == "elsewhere":
        window.show_page("today")
    fingers.press(Key.Key_F2)
    fingers.type("dt08")
    counter.settle()
    assert not counter.page.panel.isVisible()
    assert counter.page.form.procedure.field.edit.hasFocus()
    assert counter.page.form.procedure.field.edit.text() == "dt08"
    assert last(counter) == f"Vừa cấp {FIRST}"


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_f2_keeps_a_form_under_way(window: MainWindow, counter: Counter, is_elsewhere: bool) -> None:
    fingers = at(window, counter)
    fill(fingers)
    state = counter.page.form.state
    if is_elsewhere:
        window.show_page("today")
    fingers.press(Key.Key_F2)
    counter.settle()
    assert counter.page.form.state == state
    assert counter.page.isAncestorOf(QApplication.focusWidget())


def test_a_receipt_that_came_behind_another_page_is_seen_first(window: MainWindow, counter: Counter) -> None:
    fingers = at(window, counter)
    fill(fingers)
    fingers.ctrl(Key.Key_Return)
    window.show_page("today")
    counter.settle()
    counter.clock.move(seconds=5)
    fingers.press(Key.Key_F2)
    assert counter.page.panel.isVisible()
    fingers.enter()
    assert counter.page.panel.isVisible(), "it appeared only now"
    fingers.press(Key.Key_F2)
    assert not counter.page.panel.isVisible()
