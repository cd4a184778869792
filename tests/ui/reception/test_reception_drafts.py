"""Nothing typed is lost: drafts at every change, after a crash, put aside, cleared, at a user switch."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget

from counter_app.queries.drafts import Draft, drafts_of
from counter_app.ui.pages.reception.draft_keeper import DELAY_MS
from counter_app.ui.pages.reception.form_state import FormState
from tests.ui.at_the_counter import Counter, Fingers

Hands = Callable[[], Fingers]


def drafts(counter: Counter, owner: str = "lan") -> list[Draft]:
    return counter.desk.read(lambda reading: drafts_of(reading.conn, owner))


def restarted(counter: Counter, shown: Callable[[QWidget], QWidget]) -> None:
    """The page as it opens after the program was killed: the old one gets no word."""
    counter.page.hide()
    counter.page.keeper.pause()
    page = counter.new_page()
    shown(page)
    counter.settle()


def begin(fingers: Fingers) -> None:
    fingers.type("dt08")
    fingers.enter()
    fingers.type("0299001487")
    fingers.enter()
    fingers.type("Cong ty Vi Du")
    fingers.ctrl(Qt.Key.Key_Space)


def test_a_change_is_saved_within_300_ms(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    assert DELAY_MS <= 300
    saved = QSignalSpy(counter.page.keeper.saved)
    fingers.type("dt08")
    fingers.enter()
    assert saved.wait(60_000)
    assert drafts(counter)[0].form["procedure"] == "DT-08"
    assert counter.page.form.head.saved.text() == "Đã lưu nháp 09:14:00"


def test_a_fast_typist_is_saved_too(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    counter.page.form.applicant.name.setFocus()
    saved = QSignalSpy(counter.page.keeper.saved)
    while saved.count() == 0:  # the timer is not begun anew by each letter
        fingers.type("a")
        QTest.qWait(1)
        assert fingers.keys < 5_000


def test_after_a_crash_the_form_is_there(
    counter: Counter, hands: Hands, shown: Callable[[QWidget], QWidget]
) -> None:
    counter.clock.move(seconds=7)
    begin(hands())
    counter.settle()
    before = counter.page.form.state
    counter.clock.move(minutes=3)
    restarted(counter, shown)
    form = counter.page.form
    assert form.state == before
    assert form.applicant.name.value() == "Cong ty Vi Du"
    assert len(form.components.table.ticked()) == 3
    assert form.side.receipt.date.text() == "03/12/2026"
    assert form.head.saved.text() == "Đã lưu nháp 09:14:07"


def test_a_restored_form_is_received_once(
    counter: Counter, hands: Hands, shown: Callable[[QWidget], QWidget]
) -> None:
    begin(hands())
    counter.settle()
    restarted(counter, shown)
    QTest.keyClick(counter.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    counter.settle()
    assert counter.page.panel.isVisible()
    assert drafts(counter) == [], "the draft goes in the same transaction"
    restarted(counter, shown)
    assert counter.page.form.state.is_untouched


def test_a_form_put_aside_waits_and_comes_back(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    begin(fingers)
    counter.settle()
    first = counter.page.form.state
    fingers.ctrl(Qt.Key.Key_N)
    counter.settle()
    page = counter.page
    assert page.form.state.is_untouched
    assert page.form.head.waiting.words() == "Hồ sơ chờ 1"
    assert page.form.procedure.field.edit.hasFocus()
    actions = [action for action in page.form.head.menu.actions() if not action.isSeparator()]
    assert actions[1].text().startswith("Cong ty Vi Du · Điều chỉnh Giấy chứng nhận đăng ký đầu tư")
    actions[1].trigger()
    counter.settle()
    assert page.form.state == first
    assert page.form.head.waiting.words() == "Hồ sơ chờ"


def test_a_form_put_aside_is_not_opened_at_the_start(
    counter: Counter, hands: Hands, shown: Callable[[QWidget], QWidget]
) -> None:
    fingers = hands()
    begin(fingers)
    fingers.ctrl(Qt.Key.Key_N)
    counter.settle()
    restarted(counter, shown)
    assert counter.page.form.state.is_untouched
    assert counter.page.form.head.waiting.words() == "Hồ sơ chờ 1"


def test_opening_a_waiting_form_puts_the_present_one_aside(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    begin(fingers)
    fingers.ctrl(Qt.Key.Key_N)
    counter.settle()
    fingers.type("dt09")
    fingers.enter()
    counter.settle()
    counter.page.form.head.waiting_chosen.emit(0)
    counter.settle()
    assert counter.page.form.state.procedure == "DT-08"
    assert counter.page.form.head.waiting.words() == "Hồ sơ chờ 1"
    assert len(drafts(counter)) == 2


def test_cleared_and_taken_back(counter: Counter, hands: Hands) -> None:
    begin(hands())
    counter.settle()
    before = counter.page.form.state
    counter.page.form.head.clear.click()
    counter.settle()
    assert counter.page.form.state.is_untouched
    assert drafts(counter) == []
    assert counter.page.form.side.notice.text() == "Đã xóa biểu mẫu."
    counter.page.form.side.notice.acted.emit()
    counter.settle()
    assert counter.page.form.state == before
    assert len(drafts(counter)) == 1


def test_the_user_switch_saves_what_was_typed(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    begin(fingers)
    counter.session.sign_in(counter.person("tuan"))
    counter.settle()
    assert FormState.from_json(drafts(counter)[0].form).name == "Cong ty Vi Du"
    page = counter.new_page()
    counter.settle()
    assert page.form.state.is_untouched, "another person begins with his own forms"
    page.form.applicant.name.edit.textEdited.emit("x")
    page.form.applicant.name.edit.setText("Cua Tuan")
    page.form.applicant.name.edited.emit()
    counter.settle()
    assert FormState.from_json(drafts(counter, "tuan")[0].form).name == "Cua Tuan"


def test_locking_saves_at_once(counter: Counter, hands: Hands) -> None:
    begin(hands())
    counter.session.lock()
    assert counter.page.keeper.is_saved()
    counter.settle()
    assert len(drafts(counter)) == 1


def test_an_emptied_form_leaves_no_draft(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    counter.page.form.way.note.setFocus()
    fingers.type("x")
    counter.settle()
    assert len(drafts(counter)) == 1
    fingers.press(Qt.Key.Key_Backspace)
    counter.settle()
    assert drafts(counter) == []


def test_the_next_waiting_form_stands_below_what_was_given(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    counter.page.form.applicant.name.setFocus()
    fingers.type("Nguoi Cho")
    fingers.ctrl(Qt.Key.Key_N)
    counter.settle()
    begin(fingers)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    card = counter.page.panel.waiting
    assert card.isVisible()
    assert card.text() == "Nguoi Cho"
    card.click()
    counter.settle()
    assert counter.page.form.state.name == "Nguoi Cho"
