"""An intake by keys alone, on the real page over the real store (document 6, P13)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from counter_app.domain.dossier import HandedIn
from counter_app.ui.dialogs.help_dialog import EVERYWHERE, sheet_lines
from counter_app.ui.widgets.actions import shortcuts_of
from tests.builders import a_form
from tests.ui.at_the_counter import Counter, Fingers

Hands = Callable[[], Fingers]
MOST_KEYS = 25


def known_applicant(counter: Counter) -> None:
    """The company was here before, for another procedure."""
    counter.receive(a_form(procedure="DT-09", components=(HandedIn(1, 1),)))


def test_dt07_by_a_known_applicant_takes_at_most_25_keys_and_no_click(counter: Counter, hands: Hands) -> None:
    known_applicant(counter)
    fingers = hands()
    fingers.type("dt07")
    fingers.enter()
    fingers.type("0299001487")
    fingers.ctrl(Qt.Key.Key_Space)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    page = counter.page
    assert page.stack.currentWidget() is page.panel
    assert page.panel.code.text() == "H24.28-261123-0002"
    assert counter.printer.paper == [
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H24.28-261123-0002"
    ]
    assert counter.printer.pages == 4, "the four required papers of DT-07 take a second page in each copy"
    assert fingers.keys <= MOST_KEYS
    assert fingers.keys == 17
    row = counter.desk.read(
        lambda reading: reading.conn.exec_driver_sql(
            "SELECT procedure, applicant_name FROM dossier WHERE code = 'H24.28-261123-0002'"
        ).one()
    )
    assert tuple(row) == ("DT-07", "Công ty TNHH Cơ khí Chính xác Đông Đô")


def test_the_next_dossier_begins_with_one_enter(counter: Counter, hands: Hands) -> None:
    known_applicant(counter)
    fingers = hands()
    for _ in range(2):
        fingers.type("dt07")
        fingers.enter()
        fingers.type("0299002850")
        fingers.enter()
        fingers.type("Thep")
        fingers.ctrl(Qt.Key.Key_Space)
        fingers.ctrl(Qt.Key.Key_Return)
        counter.settle()
        if not counter.page.panel.isVisible():  # the same is open already: a reason is asked for
            fingers.press(Qt.Key.Key_Down)
            fingers.ctrl(Qt.Key.Key_Return)
            counter.settle()
        assert counter.page.panel.isVisible()
        assert counter.page.panel.next.hasFocus()
        counter.clock.move(seconds=1)
        fingers.enter()
        counter.settle()
        assert counter.page.form.procedure.field.edit.hasFocus()
        assert counter.page.form.state.is_untouched
    assert counter.count("dossier") == 3


def test_ctrl_enter_before_the_answer_came_waits_for_it(counter: Counter, hands: Hands) -> None:
    """The number is typed and Ctrl+Enter pressed at once: the known applicant is still filled in first."""
    known_applicant(counter)
    fingers = hands()
    fingers.type("dt07")
    fingers.enter()
    fingers.ctrl(Qt.Key.Key_Space)
    page = counter.page
    page.form.applicant.number.edit.setFocus()
    page.form.applicant.number.edit.setText("029900148")
    fingers.press(Qt.Key.Key_7)
    assert not page.lookups.is_settled()
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert page.stack.currentWidget() is page.panel
    assert counter.count("dossier") == 2


def test_the_procedure_used_last_is_proposed_first(counter: Counter, hands: Hands) -> None:
    known_applicant(counter)
    fingers = hands()
    fingers.press(Qt.Key.Key_Down)
    fingers.enter()
    assert counter.page.form.state.procedure == "DT-09"


def test_fields_follow_each_other_by_enter(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.ctrl(Qt.Key.Key_Space)
    names = []
    for _ in range(10):
        names.append(fingers.focused())
        fingers.enter()
    assert names == [
        "id_number",
        "applicant_name",
        "address",
        "phone",
        "email",
        "submitter",
        "components",
        "channel",
        "return_by",
        "note",
    ]
    assert fingers.focused() == "main_button"


def test_a_known_applicant_leads_to_the_papers(counter: Counter, hands: Hands) -> None:
    known_applicant(counter)
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.type("0299001487")
    counter.settle()
    assert fingers.focused() == "id_number", "a branch may follow"
    fingers.enter()
    assert fingers.focused() == "components"
    counter.page.next_form()
    fingers.type("dt08")
    fingers.enter()
    fingers.enter()
    fingers.type("dong do")
    counter.settle()
    fingers.enter()
    assert fingers.focused() == "components"
    fingers.ctrl(Qt.Key.Key_Space)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    counter.clock.move(seconds=1)
    fingers.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    counter.settle()
    fingers.type("dt07")
    fingers.enter()
    assert fingers.focused() == "components"
    assert counter.page.form.state.id_number == "0299001487"


def test_help_lists_each_key_of_the_page_once(counter: Counter, hands: Hands) -> None:
    hands()
    lines = sheet_lines(shortcuts_of(counter.page))
    keys = [line.key for line in lines]
    wanted = {"Ctrl+Phím cách", "F10", "Ctrl+P", "Shift+Enter", "Ctrl+2", "Ctrl+3", "Ctrl+O", "Ctrl+Enter"}
    assert wanted <= set(keys)
    assert len(keys) == len(set(keys))
    assert {line.group for line in sheet_lines(())} == {EVERYWHERE}, "no papers, no keys of papers"
