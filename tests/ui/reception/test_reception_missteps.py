"""Keys pressed twice, held down or meant for something else: nothing is issued, lost or replaced unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip

from counter_app.ui.messages import field_problem
from counter_app.ui.pages.reception.side_column import Mode
from tests.ui.at_the_counter import Counter, Fingers

Hands = Callable[[], Fingers]


def fill(fingers: Fingers, counter: Counter) -> None:
    """DT-08 by an unknown company, no paper ticked, the cursor behind the name."""
    fingers.type("dt08")
    fingers.enter()
    fingers.type("0299001487")
    fingers.enter()
    fingers.type("Cong ty Vi Du")
    counter.settle()


def test_ctrl_enter_pressed_twice_at_once_issues_nothing(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers, counter)
    fingers.ctrl(Qt.Key.Key_Return)
    form = counter.page.form
    assert form.mode() is Mode.MISSING
    assert form.components.table.lit() == form.components.table.missing()
    counter.clock.move(milliseconds=650)
    fingers.ctrl(Qt.Key.Key_Return)
    form.side.left.click()
    counter.settle()
    assert counter.page.stack.currentWidget() is form
    assert counter.count("dossier") == 0
    counter.clock.move(milliseconds=100)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.panel.code.text() == "BS-261123-1.1"


def test_a_gap_lit_in_passing_is_no_first_press(counter: Counter, hands: Hands) -> None:
    """The row that was passed stands in amber and turned the button; the other gaps were not shown yet."""
    fingers = hands()
    fill(fingers, counter)
    form = counter.page.form
    form.components.table.setFocus()
    fingers.press(Qt.Key.Key_Down)
    assert form.mode() is Mode.MISSING
    counter.clock.move(seconds=5)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert form.components.table.lit() == form.components.table.missing()
    assert counter.count("dossier") == 0


def test_papers_ticked_after_the_press_are_received_at_once(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers, counter)
    fingers.ctrl(Qt.Key.Key_Return)
    fingers.ctrl(Qt.Key.Key_Space)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.panel.code.text() == "H24.28-261123-0001"


@pytest.mark.parametrize("name", ["act_main", "act_main_keypad", "act_next", "act_next_keypad", "act_same"])
def test_a_key_held_down_acts_once(name: str, counter: Counter, hands: Hands) -> None:
    hands()
    action = counter.page.findChild(QAction, name)
    assert action is not None
    assert not action.autoRepeat()


def test_enter_held_down_does_not_run_through_the_form(counter: Counter, hands: Hands) -> None:
    hands()
    edit = counter.page.form.applicant.number.edit
    edit.setFocus()
    none = Qt.KeyboardModifier.NoModifier
    for is_repeated, focused in ((True, "id_number"), (False, "applicant_name")):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", is_repeated)
        QApplication.sendEvent(edit, event)
        assert Fingers.focused() == focused


@pytest.mark.parametrize("key", [Qt.Key.Key_U, Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_K])
def test_keys_of_the_page_edit_nothing(counter: Counter, hands: Hands, key: Qt.Key) -> None:
    fingers = hands()
    counter.page.form.applicant.number.edit.setFocus()
    fingers.type("0299001487")
    fingers.press(Qt.Key.Key_Home)
    fingers.ctrl(key)
    assert counter.page.form.applicant.number.value() == "0299001487"


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_the_list_of_procedures_keeps_the_one_taken(key: Qt.Key, counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.ctrl(Qt.Key.Key_Space)
    form = counter.page.form
    before = form.state
    field = form.procedure.field
    field.setFocus()
    fingers.press(key)
    assert field.is_open()
    assert form.state == before
    fingers.enter()
    assert form.state == before
    assert form.components.table.missing() == ()
    field.setFocus()
    fingers.press(key)
    fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_Tab)
    assert form.state.procedure == "DT-08", "walking the list chooses nothing"
    field.setFocus()
    fingers.press(key)
    fingers.press(Qt.Key.Key_Down)
    fingers.enter()
    assert form.state.procedure not in ("", "DT-08")


def test_ctrl_z_takes_back_what_was_cleared(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers, counter)
    before = counter.page.form.state
    counter.page.form.head.clear.click()
    counter.settle()
    assert counter.page.form.state.is_untouched
    fingers.ctrl(Qt.Key.Key_Z)
    counter.settle()
    assert counter.page.form.state == before
    assert counter.page.form.applicant.name.value() == "Cong ty Vi Du"


def test_ctrl_z_in_a_field_undoes_typing_only(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    counter.page.form.applicant.address.edit.setFocus()
    fingers.type("Hai Phong")
    fingers.ctrl(Qt.Key.Key_Z)
    assert counter.page.form.applicant.address.value() != "Hai Phong"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("02990014", "thiếu "),
        ("0299001488", "sai số kiểm tra"),
        ("099190001234", "sai mã tỉnh"),
        ("0311900012345678", "thừa "),
    ],
)
def test_what_is_wrong_with_a_number_is_read_whole(
    number: str, words: str, counter: Counter, hands: Hands
) -> None:
    fingers = hands()
    form = counter.page.form
    form.open_form(replace(form.state, procedure="DT-08"))
    form.applicant.number.edit.setFocus()
    fingers.type(number)
    fingers.enter()
    field = form.applicant.number
    assert field.problem().startswith(words)
    assert not field.line.is_cut()
    told = field.editor.accessibleDescription()
    assert told.endswith(".")
    assert len(told) > len(field.problem())
    QApplication.sendEvent(field.line, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), QPoint(2, 2)))
    assert told in QToolTip.text()


def test_every_short_word_has_its_room_above_an_identity_number(counter: Counter, hands: Hands) -> None:
    hands()
    field = counter.page.form.applicant.number
    for problem in ("characters", "province", "century_gender", "birth_year", "serial", "check_digit"):
        field.set_problem(field_problem({"field": "id_number", "problem": problem}))
        assert not field.line.is_cut(), problem
    field.set_problem("x" * 60)
    assert field.line.is_cut()


@pytest.fixture
def slow_fingers() -> Iterator[None]:
    was = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(60_000)
    yield
    QApplication.setDoubleClickInterval(was)


@pytest.mark.usefixtures("slow_fingers")
def test_the_second_click_of_a_double_click_leaves_the_receipt_to_be_seen(
    counter: Counter, hands: Hands
) -> None:
    fingers = hands()
    fill(fingers, counter)
    counter.page.form.components.table.tick_required()
    counter.settle()
    counter.page.form.side.main.click()
    counter.settle()
    panel = counter.page.panel
    assert counter.page.stack.currentWidget() is panel
    assert panel.childAt(panel.next.mapTo(panel, panel.next.rect().center())) is not panel.next
    counter.clock.move(milliseconds=600)
    fingers.enter()
    counter.settle()
    assert counter.page.stack.currentWidget() is counter.page.form, "the key waits for no second click"
