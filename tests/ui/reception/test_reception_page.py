"""The page as a clerk uses it: what is shown, what is asked, what is refused and where that is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.dossier import HandedIn
from counter_app.domain.errors import NumberBlockExhausted, StoreFull
from counter_app.ui.pages.reception.side_column import Mode
from counter_app.ui.widgets.buttons import ButtonKind
from tests.ui.at_the_counter import Counter, Fingers

Hands = Callable[[], Fingers]
DT08_PAPERS = 3


def take_dt08(fingers: Fingers, number: str = "0299001487") -> None:
    """Procedure and number by keys."""
    fingers.type("dt08")
    fingers.enter()
    fingers.type(number)
    fingers.settle()


def fill(fingers: Fingers) -> None:
    """A whole form by an applicant who is not known yet."""
    take_dt08(fingers)
    fingers.enter()
    fingers.type("Cong ty TNHH Vi Du")
    fingers.ctrl(Qt.Key.Key_Space)


# -- procedure and due date


def test_the_card_shows_what_would_be_given(counter: Counter, hands: Hands) -> None:
    take_dt08(hands())
    card = counter.page.form.side.receipt
    assert card.code.text() == "H24.28-261123-0001"
    assert card.book.text() == "Sổ Đầu tư 2026 · số 1"
    assert (card.date.text(), card.weekday.text(), card.time.text()) == ("03/12/2026", "Thứ năm", "17:30")
    assert card.sentence.text() == (
        "Nhận 09:14 T2 23/11. Không tính 24/11 (Ngày Văn hóa Việt Nam) và 28–29/11 (cuối tuần)."
    )
    assert card.to.value.text() == "Phòng Quản lý Đầu tư"
    days = card.grid.days()
    assert days is not None
    assert len(days.counted) == 7


@pytest.mark.parametrize(
    "typed", ["dieu chinh giay chung nhan dang ky dau tu", "1.009647", "DT-08", "1009647"]
)
def test_a_procedure_is_found_by_name_and_code(typed: str, counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type(typed)
    fingers.enter()
    assert counter.page.form.state.procedure == "DT-08"


def test_what_is_no_procedure_is_said_beside_the_field(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type("zzz")
    field = counter.page.form.procedure.field
    assert not field.is_open()
    assert field.line.mark is not None
    assert field.line.mark[0] == "không có thủ tục nào khớp"
    fingers.enter()
    assert field.problem() == "chưa chọn thủ tục"
    field.setFocus()
    field.edit.selectAll()
    fingers.type("dt0")
    assert field.line.mark is None


def test_escape_closes_the_list_and_keeps_what_was_taken(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    field = counter.page.form.procedure.field
    field.setFocus()
    field.edit.selectAll()
    fingers.type("dt0")
    assert field.is_open()
    fingers.press(Qt.Key.Key_Escape)
    assert not field.is_open()
    fingers.enter()
    assert counter.page.form.state.procedure == "DT-08"
    assert "Giấy chứng nhận đăng ký đầu tư" in field.edit.text()


def test_another_procedure_keeps_papers_of_the_same_name(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    take_dt08(fingers)
    fingers.ctrl(Qt.Key.Key_Space)
    assert len(counter.page.form.state.handed_in) == DT08_PAPERS
    field = counter.page.form.procedure.field
    field.setFocus()
    field.edit.selectAll()
    fingers.type("dt03")
    fingers.enter()
    form = counter.page.form
    assert form.state.procedure == "DT-03"
    assert [line.no for line in form.components.table.ticked()] == [item.no for item in form.state.handed_in]
    assert form.state.handed_in


# -- the main button


def test_the_main_button_goes_to_the_first_thing_that_is_wrong(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.ctrl(Qt.Key.Key_Return)
    form = counter.page.form
    assert form.procedure.field.problem() == "chưa nhập"
    assert form.applicant.name.problem() == "chưa nhập"
    assert form.procedure.field.edit.hasFocus()
    assert counter.count("dossier") == 0


def test_a_new_applicant_is_received(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    panel = counter.page.panel
    assert panel.isVisible()
    assert panel.code.text() == "H24.28-261123-0001"
    assert panel.due.text() == "17:30 thứ năm 03/12/2026"
    assert panel.badge.text() == "Đã tiếp nhận 09:14 · đã in 2 liên"
    assert panel.preview.page_count() == 2
    assert panel.preview.page() == 1, "the applicant's copy is shown"


def test_fifty_presses_make_one_dossier(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    for _ in range(50):
        QTest.keyClick(counter.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    counter.settle()
    assert counter.count("dossier") == 1
    assert len(counter.printer.paper) == 1


def test_the_same_form_asked_twice_is_answered_with_the_same_code(counter: Counter, hands: Hands) -> None:
    """As after a crash between the commit and the answer: the restored draft is the same request."""
    fingers = hands()
    fill(fingers)
    state = counter.page.form.state
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    counter.page.open_form(state)
    counter.settle()
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.form.side.duplicate.isVisible()
    counter.page.form.side.duplicate.set_value("thử lại")
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.count("dossier") == 1


def broken_store(counter: Counter, error: Exception) -> Callable[[], None]:
    """The desk refuses every write from now on; answers how to mend it."""
    write = counter.desk.write

    def refuse(*_: object, **__: object) -> None:
        raise error

    counter.desk.write = refuse  # type: ignore[method-assign,assignment]

    def mend() -> None:
        counter.desk.write = write  # type: ignore[method-assign]

    return mend


def test_a_full_disk_loses_nothing_that_was_typed(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    counter.settle()
    typed = counter.page.form.state
    mend = broken_store(counter, StoreFull(path="/x"))
    fingers.ctrl(Qt.Key.Key_Return)
    QTest.qWait(0)
    while counter.page.issuing.is_busy():
        QTest.qWait(1)
    form = counter.page.form
    assert form.isVisible()
    assert form.state == typed
    assert "Ổ đĩa đã đầy" in form.side.notice.text()
    mend()
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.panel.code.text() == "H24.28-261123-0001"


def test_an_error_of_the_act_is_a_line_above_the_button(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    counter.settle()
    broken_store(counter, NumberBlockExhausted(on="2026-11-23", lo=1, hi=800, way_out="next_free_block"))
    fingers.ctrl(Qt.Key.Key_Return)
    while counter.page.issuing.is_busy():
        QTest.qWait(1)
    assert "đã cấp hết dải số 1–800" in counter.page.form.side.notice.text()


# -- missing papers


def test_an_untouched_list_is_never_amber(counter: Counter, hands: Hands) -> None:
    take_dt08(hands())
    form = counter.page.form
    assert form.components.table.lit() == ()
    assert form.mode() is Mode.RECEIVE


def test_a_missing_paper_turns_card_and_button_and_ticking_turns_them_back(
    counter: Counter, hands: Hands
) -> None:
    fingers = hands()
    fill(fingers)
    form = counter.page.form
    form.components.table.setFocus()
    fingers.press(Qt.Key.Key_Space)
    assert form.mode() is Mode.RECEIVE, "the cursor is still on it"
    fingers.press(Qt.Key.Key_Down)
    side = form.side
    assert form.mode() is Mode.MISSING
    assert side.slip.isVisible()
    assert not side.receipt.isVisible()
    assert side.main.words() == "Yêu cầu bổ sung (mẫu 02)"
    assert side.main.kind() is ButtonKind.AMBER
    assert side.left.words() == "Vẫn tiếp nhận"
    assert side.slip.title.text() == "Còn thiếu 1 giấy tờ"
    assert side.slip.ground.value() == "Luật Đầu tư số 143/2025/QH15"
    fingers.press(Qt.Key.Key_Up)
    fingers.press(Qt.Key.Key_Space)
    assert form.mode() is Mode.RECEIVE
    assert side.receipt.isVisible()
    assert not side.slip.isVisible()
    assert side.main.words() == "Tiếp nhận và in"


def test_ctrl_enter_lights_what_is_missing_and_gives_nothing(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    take_dt08(fingers)
    fingers.enter()
    fingers.type("Cong ty TNHH Vi Du")
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    form = counter.page.form
    assert len(form.components.table.lit()) == DT08_PAPERS
    assert form.components.table.hasFocus()
    assert counter.count("dossier") == 0


def test_received_all_the_same_lists_the_gaps(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    table = counter.page.form.components.table
    table.setFocus()
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_Down)
    counter.clock.move(seconds=1)
    counter.page.form.side.left.click()
    counter.settle()
    assert counter.page.panel.isVisible()
    assert counter.dossier("H24.28-261123-0001").missing == (1,)


def test_digits_set_copies_and_arrows_the_kind(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    take_dt08(fingers)
    counter.page.form.components.table.setFocus()
    fingers.press(Qt.Key.Key_3)
    fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_Space)
    fingers.press(Qt.Key.Key_Right)
    assert counter.page.form.state.handed_in == (HandedIn(1, 3), HandedIn(2, 1, "ban_sao"))


# -- duplicates


def test_an_open_dossier_of_the_same_is_shown_side_by_side(counter: Counter, hands: Hands) -> None:
    code = counter.receive()
    fingers = hands()
    take_dt08(fingers)
    card = counter.page.form.side.duplicate
    assert card.isVisible()
    left = [cells[0].text() for cells in card._cells]
    assert left == [f"…{code.partition('-')[2]}", "09:14 23/11/2026", "Đặng Đức Đạt", "Một cửa"]
    fingers.ctrl(Qt.Key.Key_Space)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.count("dossier") == 1, "a reason is needed"
    assert card.reason.combo.hasFocus()
    fingers.press(Qt.Key.Key_Down)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.count("dossier") == 2


def test_ctrl_d_goes_to_the_reason(counter: Counter, hands: Hands) -> None:
    counter.receive()
    fingers = hands()
    take_dt08(fingers)
    fingers.ctrl(Qt.Key.Key_D)
    assert counter.page.form.side.duplicate.reason.combo.hasFocus()


def test_another_procedure_is_no_duplicate(counter: Counter, hands: Hands) -> None:
    counter.receive()
    fingers = hands()
    fingers.type("dt09")
    fingers.enter()
    fingers.type("0299001487")
    counter.settle()
    assert not counter.page.form.side.duplicate.isVisible()


# -- fee


def test_a_fee_is_asked_for_only_where_there_is_one(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    take_dt08(fingers)
    assert not counter.page.form.way.fee.isVisible()
    field = counter.page.form.procedure.field
    field.setFocus()
    field.edit.selectAll()
    fingers.type("xnk01")
    fingers.enter()
    fee = counter.page.form.way.fee
    assert fee.isVisible()
    assert fee.mark() == "phải nộp 30.000"
    fee.setFocus()
    fingers.type("30000")
    fingers.enter()
    assert fee.value() == "30.000"
    assert counter.page.form.state.new_dossier().fee_paid_vnd == 30_000
