"""The page of a unit by keys: take, assign, mark steps, decide, hand over, send back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import NoPrinter
from counter_app.ui.tokens import Tone
from tests.ui.department.driving import FRIDAY, TODAY, Begin, UnitAtWork, kinds, steps_done, whole_unit
from tests.ui.department.unit_days import awaiting, given, held

Key = Qt.Key


def test_groups_and_rows_as_the_queue_has_them(work: UnitAtWork, begin: Begin) -> None:
    late = held(work.acts, datetime(2026, 11, 19, 7, 30))
    today = held(work.acts, FRIDAY)
    paused = held(work.acts, FRIDAY)
    awaiting(work.acts, paused, datetime(2026, 11, 23, 9, 0))
    begin()
    whole_unit(work)
    assert work.codes() == [late, today, paused]
    assert work.groups() == [("Quá hạn bước", 1), ("Hết hôm nay", 1), ("Tạm dừng", 1)]
    model = work.page.lists.queue.table_model
    left = [model.data(model.index(number, 0)) for number in range(model.count()) if model.row_at(number)]
    assert left == ["trễ 5 giờ 44", "còn 4 giờ 46", "chờ bổ sung"]
    own = model.column_of("own_due")
    assert model.data(model.index(1, own)) == "11:30 20/11"
    assert model.data(model.index(5, own)) == "–"
    assert model.data(model.index(5, model.column_of("due"))) == "còn 2 ngày"


def test_segments_count_what_they_show(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY) for _ in range(3)]
    other = held(work.acts, FRIDAY, "DT-08")
    work.acts.done("assign", "dung", codes=codes[:2], officer="minh")
    awaiting(work.acts, codes[2], TODAY)
    given(work.acts, TODAY)
    begin()
    hands = work.fingers()
    segments = work.page.tools.segments
    for key, segment, count in (
        (Key.Key_1, "mine", 2),
        (Key.Key_2, "unit", 4),
        (Key.Key_3, "incoming", 1),
        (Key.Key_4, "awaiting", 1),
    ):
        hands.ctrl(key)
        work.settle()
        assert segments.value() == segment
        assert (segments.count_of(segment), len(work.codes())) == (count, count)
    hands.ctrl(Key.Key_2)
    hands.ctrl(Key.Key_F)
    hands.press(Key.Key_End)
    work.settle()
    chosen = work.page.tools.procedure.value()
    work.page.tools.procedure.activated.emit(work.page.tools.procedure.currentIndex())
    assert chosen in ("DT-08", "DT-09")
    expected = {"DT-08": [other]}.get(chosen, codes)
    assert sorted(work.codes()) == sorted(expected)
    assert segments.count_of("unit") == len(expected)


def test_step_done_on_the_ticked_rows(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY) for _ in range(3)]
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Space)
    assert work.page.bar.main.words() == "Xong 2 hồ sơ, chuyển bước sau"
    assert work.page.bar.chosen.text() == "Đã chọn 2 hồ sơ"
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert [steps_done(work, code) for code in codes] == [[2], [2], []]
    assert work.page.lists.queue.ticked() == ()
    assert work.page.notice.text() == "Đã xong bước của 2 hồ sơ"


@pytest.fixture
def slow_fingers(qapp: QApplication) -> Iterator[None]:
    """However slow this machine is, two presses come within the time of a double press."""
    usual = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(600_000)
    yield
    qapp.setDoubleClickInterval(usual)


@pytest.mark.usefixtures("slow_fingers")
def test_a_double_press_is_one_press(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY, "DT-08")
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_Return)
    hands.ctrl(Key.Key_Return)
    work.at.settle()  # the act is done and the rows are read; the time of a double press is not over
    hands.ctrl(Key.Key_Return)
    work.at.settle()
    assert steps_done(work, code) == [2]
    hands.press(Key.Key_Space)  # who chooses anew presses anew
    hands.ctrl(Key.Key_Return)
    work.at.settle()
    assert steps_done(work, code) == [2, 3]


@pytest.mark.usefixtures("slow_fingers")
def test_after_an_act_the_next_row_is_not_acted_on_unseen(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY) for _ in range(2)]
    for _ in range(2):
        work.acts.done("step_done", "minh", codes=codes)
    begin()
    whole_unit(work)
    hands = work.fingers()
    assert work.page.bar.main.words() == "Giao Lãnh đạo Ban"
    hands.ctrl(Key.Key_Return)
    work.at.settle()
    assert work.codes() == [codes[1]]
    hands.ctrl(Key.Key_Return)  # the cursor stands on the other dossier by now
    work.at.settle()
    assert [work.acts.show(code)["in_transit_to"] for code in codes] == ["LD", None]


def test_last_step_goes_on_to_the_next_unit_with_its_list(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    work.acts.done("step_done", "minh", codes=[code])
    begin()
    whole_unit(work)
    assert work.page.bar.main.words() == "Xong, giao Lãnh đạo Ban"
    work.fingers().ctrl(Key.Key_Return)
    work.settle()
    shown = work.acts.show(code)
    assert (steps_done(work, code), shown["in_transit_to"]) == ([2, 3], "LD")
    assert work.at.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"]
    assert work.page.notice.text().endswith("cho Lãnh đạo Ban · BG-261123-1.1 · đã in danh sách")
    assert work.codes() == []


def test_handed_over_by_mistake_is_taken_back_at_once(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_B)
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.acts.show(code)["in_transit_to"] == "MC"
    work.page.notice.acted.emit()
    work.settle()
    assert work.acts.show(code)["in_transit_to"] is None
    assert work.codes() == [code]


def test_a_list_that_was_not_printed_is_printed_again(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    work.at.printer.error = NoPrinter()
    hands = work.fingers()
    hands.ctrl(Key.Key_B)
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.acts.show(code)["in_transit_to"] == "MC"  # given, whatever becomes of the paper
    assert work.page.notice.tone() is Tone.AMBER
    assert "Chưa in được danh sách" in work.page.notice.text()
    work.at.printer.error = None
    work.page.notice.acted.emit()
    work.settle()
    assert work.at.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"]


def test_a_printed_list_is_recorded_in_each_dossier(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_B)
    hands.ctrl(Key.Key_Return)
    work.settle()
    prints = [each["data"] for each in work.acts.history(code) if each["kind"] == "dossier:paper_printed"]
    assert [each["form"] for each in prints] == ["handover_list"]


def test_take_what_comes_by_the_list(work: UnitAtWork, begin: Begin) -> None:
    first = given(work.acts, TODAY)
    second = given(work.acts, TODAY)
    begin()
    hands = work.fingers()
    hands.ctrl(Key.Key_N)
    assert work.codes() == [first, second]
    assert work.page.bar.main.words() == "Nhận hồ sơ"
    hands.ctrl(Key.Key_A)
    assert work.page.bar.main.words() == "Nhận 2 hồ sơ"
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.page.tools.segments.count_of("incoming") == 0
    assert [work.acts.show(code)["holder"] for code in (first, second)] == ["QLDT", "QLDT"]


def test_an_error_is_told_on_the_page_and_nothing_is_done(work: UnitAtWork, begin: Begin) -> None:
    first = held(work.acts, FRIDAY)
    second = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_A)
    work.acts.done("hand_over", "dung", codes=[second], to="LD")  # by another, past this window
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.page.notice.tone() is Tone.RED
    assert second in work.page.notice.text()
    assert steps_done(work, first) == []


def test_a_paused_dossier_says_why_nothing_is_done(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    awaiting(work.acts, code, TODAY)
    begin()
    whole_unit(work)
    assert not work.page.bar.main.isEnabled()
    assert work.page.bar.about.text().startswith("Đang chờ người nộp bổ sung")
    hands = work.fingers()
    hands.ctrl(Key.Key_Return)
    hands.ctrl(Key.Key_K)
    work.settle()
    assert work.page.notice.text() == "Chỉ hồ sơ đang xử lý mới ghi kết quả được"
    assert kinds(work, code)[-1] == "supplement_requested"


def test_rows_that_need_different_acts_say_so(work: UnitAtWork, begin: Begin) -> None:
    held(work.acts, FRIDAY)
    finished = held(work.acts, FRIDAY)
    work.acts.done("finish", "minh", code=finished, outcome="granted")
    begin()
    whole_unit(work)
    work.fingers().ctrl(Key.Key_A)
    assert not work.page.bar.main.isEnabled()
    assert work.page.bar.about.text() == "Các hồ sơ đã chọn cần việc khác nhau: chọn riêng từng nhóm"


def test_the_supervisor_works_anywhere_but_passes_nothing_on(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    work.at.sign_in("tuan")
    begin()
    page, hands = work.page, work.fingers()
    page.head.unit.setFocus()
    hands.press(Key.Key_Up)  # Lãnh đạo Ban stands below the departments
    while page.head.unit.value() != "QLDT":
        hands.press(Key.Key_Up)
    page.head.unit.activated.emit(page.head.unit.currentIndex())
    work.settle()
    assert work.codes() == [code]
    assert page.bar.main.words() == "Xong, chuyển bước sau"
    assert not page.bar.give.isVisible()
    assert not page.head.take.isVisible()
    page.setFocus()
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert steps_done(work, code) == [2]


def test_enter_opens_the_dossier(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    work.fingers().enter()
    assert work.at.ways.dossiers == [code]


def test_time_goes_on_while_the_page_stands(work: UnitAtWork, begin: Begin) -> None:
    held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    work.clock.set(datetime(2026, 11, 23, 16, 1))
    work.page._minute_timer.timeout.emit()
    work.settle()
    assert work.groups() == [("Quá hạn bước", 1)]


def test_another_person_begins_with_their_own(work: UnitAtWork, begin: Begin) -> None:
    mine = held(work.acts, FRIDAY)
    work.acts.done("assign", "dung", codes=[mine], officer="minh")
    begin()
    assert work.codes() == [mine]
    hands = work.fingers()
    hands.press(Key.Key_Space)
    work.at.sign_in("hoa")
    work.settle()
    assert work.page.unit == "QLDN"
    assert work.codes() == []
    assert work.page.lists.queue.ticked() == ()


def test_nothing_is_asked_without_rows(work: UnitAtWork, begin: Begin) -> None:
    begin()
    for key in (Key.Key_Return, Key.Key_K, Key.Key_I, Key.Key_G, Key.Key_B, Key.Key_T):
        QTest.keyClick(work.page, key, Qt.KeyboardModifier.ControlModifier)
    work.settle()
    assert not work.page.forms.is_open()
    assert work.page.notice.text() == ""
