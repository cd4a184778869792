"""The turns of a dossier's life on the page of a unit, by keys: papers, extension, stop, other units; and all
dossiers of somebody who is away."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.pages.department.lists import UNIT
from tests.ui.department.driving import Begin, UnitAtWork
from tests.ui.department.unit_days import held

Key = Qt.Key
FRIDAY = datetime(2026, 11, 20, 9, 0)


def _paper(work: UnitAtWork) -> tuple[str, str]:
    """Form and code of the paper that lies open; it is put away."""
    work.settle()
    dialog = work.page.findChild(PaperDialog)
    assert dialog is not None
    shown = dialog.paper()
    QTest.keyClick(dialog, Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    work.page.activateWindow()
    QTest.qWaitForWindowActive(work.page)
    return shown


def _whole_unit(work: UnitAtWork) -> None:
    work.fingers().ctrl(Key.Key_2)
    work.settle()


def _kinds(work: UnitAtWork, code: str) -> list[str]:
    return [line["kind"].partition(":")[2] for line in work.acts.history(code)]


def test_papers_are_asked_for_from_the_list(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    _whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_Y)
    work.settle()
    drawer = work.page.drawer
    assert drawer.is_open() and drawer.code_shown() == code
    assert not work.page.bar.isVisible(), "one main button, that of the form"
    assert hands.focused() == "act_items"
    hands.press(Key.Key_Space)
    form = drawer.acts.form
    assert form is not None
    form.fields["reason"].setFocus()
    hands.type("thieu van ban")
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert _paper(work) == ("supplement_request", code)
    assert _kinds(work, code)[-1] == "supplement_requested"
    assert work.page.notice.text() == "261120-0001: Đã yêu cầu bổ sung, đồng hồ dừng."
    assert work.page.bar.isVisible()
    assert work.page.lists.table().current_key() == code, "the cursor stays on what was acted on"


def test_an_extension_and_its_letter(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    _whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_E)
    work.settle()
    hands.type("31/12/2026")
    hands.enter()
    hands.type("cho y kien")
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert _paper(work) == ("extension", code)
    assert work.acts.history(code)[-1]["data"]["new_due"] == "2026-12-31"
    hands.ctrl(Key.Key_E)
    work.settle()
    assert not work.page.drawer.is_open()
    assert "31/12/2026" in work.page.notice.text(), "it can be done once"


def test_stop_from_the_menu_and_go_on(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    _whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_O)
    menu = work.page.more.menu
    assert menu.isVisible()
    names = [action.objectName() for action in menu.actions()]
    assert "more_stop" in names and "more_reassign" not in names, "an officer gives nobody's dossiers away"
    off = [action.objectName() for action in menu.actions() if not action.isEnabled()]
    assert off == ["more_resume"], "what the dossier's state forbids cannot be chosen"
    for _ in range(names.index("more_stop") + 1):
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    work.page.activateWindow()
    QTest.qWaitForWindowActive(work.page)
    work.settle()
    hands.type("cho ket luan")
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert _paper(work) == ("stop_notice", code)
    hands.ctrl(Key.Key_U)
    work.settle()
    hands.type("da co ket luan")
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert _kinds(work, code)[-2:] == ["stopped", "resumed"]


def test_other_units_are_asked(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    _whole_unit(work)
    hands = work.fingers()
    hands.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    work.settle()
    hands.press(Key.Key_Space)
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert _kinds(work, code)[-1] == "cooperation_asked"


def test_esc_leaves_the_form_and_the_text_is_there_again(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    _whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_D)
    work.settle()
    hands.type("do dang")
    hands.press(Key.Key_Escape)
    assert not work.page.drawer.is_open() and work.page.bar.isVisible()
    assert hands.focused() == "department_queue"
    hands.ctrl(Key.Key_D)
    work.settle()
    form = work.page.drawer.acts.form
    assert form is not None
    assert form.typed()["reason"] == "do dang"
    assert _kinds(work, code)[-1] == "taken_over"


def test_these_acts_are_done_one_by_one(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY.replace(minute=n)) for n in range(2)]
    begin()
    _whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_A)
    hands.ctrl(Key.Key_D)
    work.settle()
    assert not work.page.drawer.is_open()
    assert work.page.notice.text().startswith("Việc này làm từng hồ sơ")
    assert all(_kinds(work, code)[-1] == "taken_over" for code in codes)


def _assigned(work: UnitAtWork) -> list[str]:
    codes = [held(work.acts, FRIDAY.replace(minute=n)) for n in range(3)]
    work.acts.done("assign", "dung", codes=codes[:2], officer="minh")
    return codes


def test_all_dossiers_of_somebody_away_go_to_another(work: UnitAtWork, begin: Begin) -> None:
    codes = _assigned(work)
    work.at.sign_in("dung")
    begin()
    hands = work.fingers()
    hands.ctrl(Key.Key_J)
    work.settle()
    page = work.page
    assert page.segment() == UNIT
    form = page.forms.reassign
    if not form.source.value():
        hands.press(Key.Key_Down)
    assert form.source.value() == "minh"
    assert sorted(page.lists.table().ticked()) == codes[:2], "what would go is seen"
    form.target.setFocus()
    while form.target.value() != "dung":
        hands.press(Key.Key_Down)
    assert page.bar.main.words() == "Giao lại 2 hồ sơ"
    hands.ctrl(Key.Key_Return)
    work.settle()
    officers = [work.acts.history(code)[-1]["data"].get("officer") for code in codes]
    assert officers == ["dung", "dung", None]
    assert page.notice.text() == "Đã phân công 2 hồ sơ cho Phạm Tiến Dũng"
    assert not page.lists.has_ticks()


def test_giving_them_to_the_same_person_says_so(work: UnitAtWork, begin: Begin) -> None:
    codes = _assigned(work)
    work.at.sign_in("dung")
    begin()
    work.fingers().ctrl(Key.Key_J)
    work.settle()
    form = work.page.forms.reassign
    form.source.setFocus()
    if not form.source.value():
        work.fingers().press(Key.Key_Down)
    form.target.set_value("minh")
    work.fingers().ctrl(Key.Key_Return)
    work.settle()
    assert form.target.problem() == "cùng một người"
    assert len(work.acts.history(codes[0])) == len(work.acts.history(codes[1]))
    work.fingers().press(Key.Key_Escape)
    assert not work.page.lists.has_ticks()


def test_an_officer_gives_nobodys_dossiers_away(work: UnitAtWork, begin: Begin) -> None:
    _assigned(work)
    begin()
    work.fingers().ctrl(Key.Key_J)
    work.settle()
    assert not work.page.forms.is_open()


def test_a_second_press_after_giving_does_nothing_to_the_next_one(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY.replace(minute=n)) for n in range(2)]
    for code in codes:
        work.acts.done("finish", "minh", code=code, outcome="granted")
    begin()
    _whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_Return)
    work.at.settle()  # the act is done and the list is read again; the next row stands under the cursor
    QTest.qWait(QApplication.doubleClickInterval())
    hands.ctrl(Key.Key_Return)
    work.settle()
    given = [code for code in codes if "handed_over" in _kinds(work, code)[2:]]
    assert len(given) == 1
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert all("handed_over" in _kinds(work, code)[2:] for code in codes), "a press of its own does the next"
