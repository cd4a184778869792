"""Scans at a unit: what each does, what it says, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.codes import make_command_number
from counter_app.domain.printed_codes import Command
from counter_app.ui.tokens import Tone
from tests.ui.department.driving import FRIDAY, TODAY, Begin, UnitAtWork, steps_done
from tests.ui.department.unit_days import given, held
from tests.ui.scanning import a_scan, barcode_of

Key = Qt.Key


def begin_stack(work: UnitAtWork, meaning: str) -> None:
    """Ctrl+Q, then by arrow keys to what a scan shall do."""
    hands = work.fingers()
    hands.ctrl(Key.Key_Q)
    work.page.stack.meanings.setFocus()
    hands.press(Key.Key_Home)
    while work.page.stack.meanings.value() != meaning:
        hands.press(Key.Key_Right)
    work.page.setFocus()


def test_a_scan_takes_what_comes(work: UnitAtWork, begin: Begin) -> None:
    code = given(work.acts, TODAY)
    begin()
    said = work.scan(barcode_of(code))
    assert (said.tone, said.title, said.words) == (Tone.GREEN, "261123-0001", "Đã nhận")
    assert work.acts.show(code)["holder"] == "QLDT"
    assert work.page.tools.segments.count_of("unit") == 1


def test_a_scan_of_what_is_here_goes_to_its_row(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY) for _ in range(3)]
    begin()
    assert work.page.segment() == "mine"
    said = work.scan(codes[2])
    assert (said.tone, said.words) == (Tone.GREEN, "Phòng đang giữ")
    assert work.page.segment() == "unit"  # nobody's yet: it is not among mine
    assert work.page.lists.queue.current_key() == codes[2]
    assert [steps_done(work, code) for code in codes] == [[], [], []]


def test_a_scan_of_what_is_elsewhere_says_where(work: UnitAtWork, begin: Begin) -> None:
    at_the_desk = work.acts.received("DT-09")
    moving = given(work.acts, TODAY, to="QLDN")
    elsewhere = held(work.acts, FRIDAY, "LD-01", taker="hoa")
    begin()
    assert work.scan(at_the_desk).words == "Một cửa đang giữ"
    assert work.scan(moving).words == "Đang chuyển tới Phòng QLDN&LĐ, chưa được nhận"
    said = work.scan(elsewhere)
    assert (said.tone, said.words) == (Tone.RED, "Phòng QLDN&LĐ đang giữ")


@pytest.mark.parametrize(
    ("text", "tone"),
    [("H24.28-261123-0999", Tone.RED), ("G05.01-261123-0001", Tone.RED), ("2611230000112345", Tone.RED)],
)
def test_a_scan_that_names_no_dossier_of_ours(work: UnitAtWork, begin: Begin, text: str, tone: Tone) -> None:
    begin()
    said = work.scan(text)
    assert said.tone is tone
    assert said.words


def test_stack_of_what_comes_and_one_that_is_not_ours(work: UnitAtWork, begin: Begin) -> None:
    codes = [given(work.acts, TODAY) for _ in range(3)]
    stray = given(work.acts, TODAY, to="QLDN")
    begin()
    work.fingers().ctrl(Key.Key_N)
    said = [work.scan(code) for code in (codes[0], stray, codes[1], codes[1])]
    assert [each.tone for each in said] == [Tone.GREEN, Tone.RED, Tone.GREEN, Tone.AMBER]
    assert said[3].words == "Phòng đã nhận từ trước"
    assert "2/3 đã nhận" in work.page.stack.strip.words()
    assert work.codes() == [codes[2]]  # the one whose paper is missing is left over


def test_the_list_of_a_handover_takes_the_whole_batch(work: UnitAtWork, begin: Begin) -> None:
    codes = [work.acts.received("DT-09") for _ in range(3)]
    batch = work.acts.done("hand_over", codes=codes, to="QLDT")["batch"]
    begin()
    said = work.scan(batch)
    assert (said.tone, said.title) == (Tone.GREEN, "3 hồ sơ")
    assert {work.acts.show(code)["holder"] for code in codes} == {"QLDT"}


def test_stack_of_steps(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    begin_stack(work, "step")
    said = [work.scan(code) for _ in range(3)]
    assert [(each.tone, each.words) for each in said] == [
        (Tone.GREEN, "Xong bước 2/6, chuyển bước sau"),
        (Tone.GREEN, "Xong bước 3/6 · phòng đã hết bước, giao Lãnh đạo Ban"),
        (Tone.AMBER, "Phòng đã hết bước: giao Lãnh đạo Ban"),
    ]
    assert steps_done(work, code) == [2, 3]
    assert work.page.stack.count() == 2


def test_a_step_is_not_marked_on_what_was_not_taken(work: UnitAtWork, begin: Begin) -> None:
    code = given(work.acts, TODAY)
    begin()
    begin_stack(work, "step")
    assert work.scan(code).tone is Tone.AMBER
    assert work.acts.show(code)["holder"] == "MC"


def test_stack_of_decisions(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    begin_stack(work, "finish")
    assert work.scan(code).words == "Đã ghi kết quả: chấp thuận"
    done = work.acts.history(code)[-1]["data"]
    assert (done["outcome"], done["result_on"]) == ("granted", "2026-11-23")
    again = work.scan(code)
    assert again.tone is Tone.RED
    assert work.page.stack.count() == 1


def test_stack_that_goes_to_the_desk_in_one_batch(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY) for _ in range(3)]
    begin()
    begin_stack(work, "give")
    for code in codes:
        assert work.scan(code).words == "Đã vào xấp giao về Một cửa"
    work.fingers().ctrl(Key.Key_Z)
    assert work.page.stack.about.text() == "Đã bỏ 261120-0003 khỏi xấp"
    assert work.page.bar.main.words() == "Giao 2 hồ sơ cho Một cửa"
    work.fingers().ctrl(Key.Key_Return)
    work.settle()
    shown = [work.acts.show(code) for code in codes]
    assert [each["in_transit_to"] for each in shown] == ["MC", "MC", None]
    told = [event for code in codes[:2] for event in work.acts.history(code)]
    given = [event["data"]["batch"] for event in told if event["data"].get("to") == "MC"]
    assert given == ["BG-261123-1.1"] * 2
    assert work.at.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"]


def test_an_officer_is_told_why_a_step_is_not_undone(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    begin_stack(work, "step")
    work.scan(code)
    work.fingers().ctrl(Key.Key_Z)
    work.settle()
    assert work.page.stack.about.text().startswith("Chỉ lãnh đạo hoàn tác được")
    assert steps_done(work, code) == [2]
    assert work.acts.history(code)[-1]["kind"] == "dossier:step_done"


def test_what_was_taken_is_not_untaken(work: UnitAtWork, begin: Begin) -> None:
    code = given(work.acts, TODAY)
    begin()
    work.fingers().ctrl(Key.Key_N)
    work.scan(code)
    work.fingers().ctrl(Key.Key_Z)
    assert work.page.stack.about.text().startswith("Nhận rồi thì không hoàn tác được")
    assert work.acts.show(code)["holder"] == "QLDT"


@pytest.mark.parametrize(("meaning", "last"), [("step", "revoked"), ("finish", "reopened")])
def test_the_supervisor_undoes_the_last_scan(work: UnitAtWork, begin: Begin, meaning: str, last: str) -> None:
    code = held(work.acts, FRIDAY, taker="tuan")
    work.at.sign_in("tuan")
    begin()
    begin_stack(work, meaning)
    work.scan(code)
    work.fingers().ctrl(Key.Key_Z)
    work.settle()
    assert work.acts.history(code)[-1]["kind"] == f"dossier:{last}"
    assert work.acts.show(code)["status"] == "processing"
    assert work.page.stack.count() == 0
    assert work.page.stack.about.text() == "Đã hoàn tác 261120-0001"


def test_escape_ends_the_stack(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    begin_stack(work, "step")
    work.fingers().press(Key.Key_Escape)
    assert not work.page.stack.isVisible()
    work.scan(code)
    assert steps_done(work, code) == []


def test_command_barcodes(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    opened = work.scan(make_command_number(Command.HAND_OVER))
    assert opened.words == "Các lần quét sau xếp vào xấp giao về Một cửa"
    work.scan(code)
    assert work.scan(make_command_number(Command.UNDO_SCAN)).words == "Đã bỏ 261120-0001 khỏi xấp"
    work.scan(code)
    assert work.scan(make_command_number(Command.HAND_OVER)).words == "Giao cả xấp về Một cửa"
    assert work.acts.show(code)["in_transit_to"] == "MC"
    assert work.scan(make_command_number(Command.PRINT)).tone is Tone.AMBER


def test_an_identity_card_is_no_dossier(work: UnitAtWork, begin: Begin) -> None:
    begin()
    card = "031090000001||Nguyen Van A|01011990|Nam|Hai Phong|01012021"
    assert work.scan(card).title == "Thẻ căn cước"


def test_who_looks_at_another_unit_takes_nothing_by_scan(work: UnitAtWork, begin: Begin) -> None:
    code = given(work.acts, TODAY, to="LD")
    work.at.memory.keep("department/unit", "QLDT")
    work.at.sign_in("tuan")
    begin()
    assert work.page.unit == "QLDT"
    assert work.scan(code).words == "Đang chuyển tới Lãnh đạo Ban, chưa được nhận"
    assert work.acts.show(code)["holder"] == "MC"


def test_many_scans_at_once_are_all_answered_in_order(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY) for _ in range(8)]
    begin()
    begin_stack(work, "step")
    answered: list[str] = []
    queue = work.at.scans
    queue.set_page(lambda: work.page, work.page)
    queue.answered.connect(lambda _scan, verdict: answered.append(verdict.title))
    for code in codes:
        queue.add(a_scan(code))
    work.settle()
    assert answered == [code.removeprefix("H24.28-") for code in codes]
    assert [steps_done(work, code) for code in codes] == [[2]] * 8
    assert queue.waiting() == 0
