"""Forms 02 and 03 before reception, correcting what was given, and paper that does not come out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.dossier import Status
from counter_app.domain.errors import NoPrinter, PrintFailed
from counter_app.ui.pages.reception.form_state import SlipKind
from counter_app.ui.pages.reception.side_column import Mode
from tests.ui.at_the_counter import Counter, Fingers

Hands = Callable[[], Fingers]
RECEIPT = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H24.28-261123-0001"


def fill(fingers: Fingers, *, papers: int = 3) -> None:
    """DT-08 by an unknown company, the first `papers` required papers ticked."""
    fingers.type("dt08")
    fingers.enter()
    fingers.type("0299001487")
    fingers.enter()
    fingers.type("Cong ty Vi Du")
    for _ in range(5):
        fingers.enter()
    for _ in range(papers):
        fingers.press(Qt.Key.Key_Space)
        fingers.press(Qt.Key.Key_Down)
    fingers.settle()


def receive(fingers: Fingers) -> None:
    fill(fingers)
    fingers.ctrl(Qt.Key.Key_Return)
    fingers.settle()


# -- form 02


def test_form_02_asks_for_every_gap_at_once(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers, papers=1)
    fingers.ctrl(Qt.Key.Key_Return)
    form = counter.page.form
    assert form.mode() is Mode.MISSING
    assert form.side.slip.respond_by.value() == date(2026, 12, 8), "ten working days"
    counter.clock.move(seconds=1)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    panel = counter.page.panel
    assert panel.code.text() == "BS-261123-1.1"
    assert panel.code_label.text() == "Số phiếu"
    assert not panel.correct.isVisible()
    slip = counter.dossier("BS-261123-1.1")
    assert slip.status is Status.AWAITING_SUPPLEMENT
    assert [no for no, _ in slip.requested_items] == [2, 3]
    assert slip.requested_items[0][1].endswith("– 1 bản chính")
    assert counter.printer.paper == ["Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ BS-261123-1.1"]


def test_after_form_02_the_form_waits_and_is_received_after_the_slip(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers, papers=2)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.clock.move(seconds=1)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    page = counter.page
    assert page.panel.waiting.text().endswith("thiếu 1 giấy · đã có phiếu BS-261123-1.1")
    page.panel.waiting.click()
    counter.settle()
    assert page.form.state.name == "Cong ty Vi Du"
    fingers.ctrl(Qt.Key.Key_Space)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert page.panel.code.text() == "H24.28-261123-0001"
    assert counter.dossier("H24.28-261123-0001").from_slip == "BS-261123-1.1"


def test_form_02_by_hand_needs_to_say_what(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    counter.page.form.side.left.click()
    slip = counter.page.form.side.slip
    assert slip.item.edit.hasFocus()
    fingers.ctrl(Qt.Key.Key_Return)
    assert slip.item.problem() == "chưa nhập"
    assert slip.reason.problem() == "chưa nhập"
    assert counter.count("dossier") == 0
    slip.item.setFocus()
    fingers.type("Ban ve sua lai")
    slip.reason.setFocus()
    fingers.type("Ban ve mo")
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.dossier("BS-261123-1.1").requested_items == ((0, "Ban ve sua lai"),)


# -- form 03


def test_form_03_refuses_with_reason_and_ground(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers, papers=1)
    form = counter.page.form
    form.side.right.click()
    assert form.mode() is Mode.REFUSE
    assert form.side.main.words() == "Từ chối tiếp nhận (mẫu 03)"
    assert not form.side.slip.respond_by.isVisible()
    form.side.slip.reason.edit.clear()
    fingers.ctrl(Qt.Key.Key_Return)
    assert form.side.slip.reason.problem() == "chưa nhập"
    fingers.type("Khong thuoc tham quyen")
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.panel.code.text() == "TC-261123-1.1"
    refused = counter.dossier("TC-261123-1.1")
    assert (refused.status, refused.reason) == (Status.REFUSED, "Khong thuoc tham quyen")
    assert not counter.page.panel.waiting.isVisible()


def test_escape_leaves_the_slip(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    counter.page.form.side.right.click()
    fingers.press(Qt.Key.Key_Escape)
    assert counter.page.form.mode() is Mode.RECEIVE
    assert counter.page.form.state.slip_kind is SlipKind.NONE


def test_a_slip_needs_a_procedure(counter: Counter, hands: Hands) -> None:
    hands()
    counter.page.form.side.right.click()
    assert counter.page.form.procedure.field.problem() == "chưa nhập"
    assert counter.page.form.mode() is Mode.RECEIVE


# -- correct and reissue


def test_f10_corrects_and_issues_version_2(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    fingers.press(Qt.Key.Key_F10)
    counter.settle()
    form = counter.page.form
    assert form.isVisible()
    assert form.state.correcting == "H24.28-261123-0001"
    assert form.side.main.words() == "Cấp lại và in"
    assert form.side.receipt.code.text() == "H24.28-261123-0001"
    form.applicant.name.setFocus()
    form.applicant.name.edit.selectAll()
    fingers.type("Cong ty Dung Ten")
    counter.clock.move(minutes=6)
    fingers.ctrl(Qt.Key.Key_Return)
    assert form.side.correction.reason.problem() == "chưa nhập"
    fingers.type("Go sai ten")
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    dossier = counter.dossier("H24.28-261123-0001")
    assert dossier.applicant is not None
    assert (dossier.applicant.name, dossier.receipt_version) == ("Cong ty Dung Ten", 2)
    assert counter.page.panel.badge.text() == "Đã cấp lại, bản 2 09:20 · đã in 2 liên"
    assert counter.count("dossier") == 1
    assert len(counter.printer.paper) == 2


def test_a_correction_of_nothing_is_refused_on_the_page(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    fingers.press(Qt.Key.Key_F10)
    counter.settle()
    fingers.type("Khong sua gi")
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    form = counter.page.form
    assert form.isVisible()
    assert "Chưa sửa gì" in form.side.notice.text()


def test_escape_from_a_correction_goes_back_to_what_was_given(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    fingers.press(Qt.Key.Key_F10)
    counter.settle()
    fingers.press(Qt.Key.Key_Escape)
    counter.settle()
    assert counter.page.panel.isVisible()
    assert counter.page.form.state.is_untouched


# -- paper (F30)


@pytest.mark.parametrize("error", [NoPrinter(printer=""), PrintFailed(printer="HP", because="not_started")])
def test_a_dossier_is_kept_when_the_printer_fails(
    error: NoPrinter | PrintFailed, counter: Counter, hands: Hands
) -> None:
    counter.printer.error = error
    fingers = hands()
    receive(fingers)
    panel = counter.page.panel
    assert panel.badge.text() == "Đã tiếp nhận 09:14 · chưa in"
    assert "Hồ sơ đã được giữ" in panel.notice.text()
    assert counter.count("dossier") == 1
    assert counter.count("paper_print") == 0
    assert panel.next.hasFocus(), "work goes on"
    counter.printer.error = None
    fingers.ctrl(Qt.Key.Key_P)
    counter.settle()
    assert counter.printer.paper == [RECEIPT]
    assert counter.count("paper_print") == 1
    assert panel.badge.text() == "Đã tiếp nhận 09:14 · đã in 2 liên"
    assert panel.notice.text() == ""
    assert counter.count("dossier") == 1, "no second number"


def test_a_reprint_is_recorded_and_said(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    fingers.ctrl(Qt.Key.Key_P)
    counter.settle()
    assert counter.printer.paper == [RECEIPT, RECEIPT]
    assert counter.count("paper_print") == 2
    assert counter.page.panel.badge.text() == "Đã tiếp nhận 09:14 · đã in 2 liên, lần 2"


def test_label_and_control_sheet_leave_the_receipt_in_view(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    panel = counter.page.panel
    for button, words in ((panel.label, "Đã in tem hồ sơ."), (panel.sheet, "Đã in phiếu kiểm soát.")):
        button.click()
        counter.settle()
        assert panel.notice.text() == words
    assert [title.partition(" H24")[0] for title in counter.printer.paper[1:]] == [
        "Nhãn hồ sơ",
        "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    ]
    assert panel.preview.page_count() == 2
    assert panel.badge.text() == "Đã tiếp nhận 09:14 · đã in 2 liên"


def test_another_printer_is_one_press_away(counter: Counter, hands: Hands) -> None:
    counter.printer.shelf = ("Khay thử", "HP LaserJet M404 (A5)")
    receive(hands())
    panel = counter.page.panel
    assert panel.printer.words() == "Khay thử"
    panel._printers.actions()[1].trigger()
    counter.settle()
    assert counter.printer.used == "HP LaserJet M404 (A5)"
    assert panel.printer.words() == "HP LaserJet M404…"


def test_one_printer_is_not_worth_a_word(counter: Counter, hands: Hands) -> None:
    receive(hands())
    assert not counter.page.panel.printer.isVisible()


# -- the next


def test_the_next_of_the_same_applicant_keeps_the_people(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    counter.clock.move(seconds=1)
    fingers.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    counter.settle()
    state = counter.page.form.state
    assert (state.id_number, state.name) == ("0299001487", "Cong ty Vi Du")
    assert (state.procedure, state.handed_in) == ("", ())
    assert counter.page.form.procedure.field.edit.hasFocus()


def test_enter_presses_the_button_that_has_the_focus(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    counter.page.panel.again.setFocus()
    fingers.enter()
    counter.settle()
    assert len(counter.printer.paper) == 2
    assert counter.page.panel.isVisible()


def test_the_seconds_from_choosing_to_paper(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    counter.clock.move(seconds=41)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.panel.seconds.text() == "Mất 41 giây từ lúc chọn thủ tục đến lúc in xong"


def test_a_receipt_that_was_never_printed_is_named_and_printed(counter: Counter, hands: Hands) -> None:
    code = counter.receive()
    counter.desk.startup = replace(counter.desk.startup, not_printed=(code,))
    hands()
    notice = counter.page.form.side.notice
    assert notice.text() == f"Đã tiếp nhận nhưng chưa in giấy: {code}."
    notice.acted.emit()
    counter.settle()
    assert counter.printer.paper == [RECEIPT]
    assert counter.count("paper_print") == 1
    assert notice.text() == f"Đã in giấy của hồ sơ {code}."
    assert counter.page.form.isVisible()


def test_a_bug_during_the_act_leaves_form_and_button(
    counter: Counter, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    fingers = hands()
    fill(fingers)
    typed = counter.page.form.state
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: told.append(kind))
    monkeypatch.setattr(counter.desk, "write", lambda _do: 1 // 0)
    fingers.ctrl(Qt.Key.Key_Return)
    while counter.page.issuing.is_busy():
        QTest.qWait(1)
    assert set(told) == {ZeroDivisionError}
    assert counter.page.form.state == typed
    assert counter.page.form.side.main.isEnabled()
    monkeypatch.undo()
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page.panel.isVisible()


def test_the_slips_have_keys_and_a_correction_becomes_none(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    form = counter.page.form
    fingers.ctrl(Qt.Key.Key_3)
    assert form.mode() is Mode.REFUSE
    fingers.ctrl(Qt.Key.Key_2)
    assert form.mode() is Mode.SUPPLEMENT
    fingers.press(Qt.Key.Key_Escape)
    form.state = replace(form.state, correcting="H24.28-261123-0001")
    fingers.ctrl(Qt.Key.Key_2)
    assert form.state.slip_kind is SlipKind.NONE
