"""The forms of the unit's page by keys: decide, assign, hand over, send back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from counter_app.ui.tokens import Tone
from tests.ui.department.driving import FRIDAY, TODAY, Begin, UnitAtWork, kinds, steps_done, whole_unit
from tests.ui.department.unit_days import given, held

Key = Qt.Key


def test_where_only_the_desk_follows_the_last_step_decides(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY, taker="van")  # the office's own step, and then the desk's
    work.at.sign_in("van")
    begin()
    whole_unit(work)
    assert work.page.bar.main.words() == "Xong, ghi kết quả"
    hands = work.fingers()
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert hands.focused() == "finish_number"
    hands.type("12/GCN-BQL")
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.acts.show(code)["status"] == "finished"
    assert steps_done(work, code) == [5]
    done = work.acts.history(code)[-1]["data"]
    assert (done["outcome"], done["result_no"], done["result_on"]) == ("granted", "12/GCN-BQL", "2026-11-23")
    assert work.groups() == [("Đã xong, chờ giao về Một cửa", 1)]
    assert work.page.bar.main.words() == "Giao Một cửa"


def test_several_are_decided_in_a_row(work: UnitAtWork, begin: Begin) -> None:
    codes = sorted(held(work.acts, FRIDAY) for _ in range(2))
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_A)
    hands.ctrl(Key.Key_K)
    assert work.page.forms.finish.about.text() == "261120-0001 · 1/2"
    assert work.page.bar.main.words() == "Ghi, sang hồ sơ sau"
    hands.type("7/QD")
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.page.forms.finish.about.text() == "261120-0002 · 2/2"
    assert work.page.forms.finish.number.value() == ""
    hands.type("8/QD")
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert not work.page.forms.is_open()
    numbers = [work.acts.history(code)[-1]["data"]["result_no"] for code in codes]
    assert numbers == ["7/QD", "8/QD"]


def test_rejected_with_a_day_of_its_own(work: UnitAtWork, begin: Begin) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_K)
    form = work.page.forms.finish
    form.outcome.setFocus()
    hands.press(Key.Key_Right)
    form.on.setFocus()
    form.on.edit.selectAll()
    hands.type("20/11")
    hands.ctrl(Key.Key_Return)
    work.settle()
    done = work.acts.history(code)[-1]["data"]
    assert (done["outcome"], done["result_on"]) == ("rejected", "2026-11-20")


@pytest.mark.parametrize(("typed", "problem"), [("31/02", "không phải ngày"), ("30/11", "ở tương lai")])
def test_a_bad_day_stays_in_the_form(work: UnitAtWork, begin: Begin, typed: str, problem: str) -> None:
    code = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_K)
    work.page.forms.finish.on.setFocus()
    work.page.forms.finish.on.edit.selectAll()
    hands.type(typed)
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.page.forms.finish.on.problem() == problem
    assert work.acts.show(code)["status"] == "processing"


def test_escape_closes_the_form_and_goes_back_to_the_list(work: UnitAtWork, begin: Begin) -> None:
    held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_K)
    assert work.page.forms.is_open()
    hands.press(Key.Key_Escape)
    assert not work.page.forms.is_open()
    assert hands.focused() == "department_queue"


def test_the_head_assigns(work: UnitAtWork, begin: Begin) -> None:
    codes = [held(work.acts, FRIDAY) for _ in range(2)]
    work.at.sign_in("dung")
    begin()
    assert work.page.segment() == "unit"  # the head sees the whole unit at first
    hands = work.fingers()
    hands.ctrl(Key.Key_A)
    hands.ctrl(Key.Key_I)
    hands.press(Key.Key_Down)
    assert work.page.forms.assign.choice.value() == "minh"
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert [row.officer for row in work.page.view.queue] == ["minh", "minh"]
    assert work.page.notice.text() == "Đã phân công 2 hồ sơ cho Trần Quang Minh"
    assert "assigned" in kinds(work, codes[0])


def test_assigning_to_nobody_is_said_beside_the_field(work: UnitAtWork, begin: Begin) -> None:
    held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_I)
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.page.forms.assign.choice.problem() == "chưa chọn"


def test_send_back_what_came_by_mistake(work: UnitAtWork, begin: Begin) -> None:
    code = given(work.acts, TODAY)
    begin()
    hands = work.fingers()
    hands.ctrl(Key.Key_N)
    hands.ctrl(Key.Key_T)
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.page.forms.decline.reason.problem() == "cần ghi lý do"
    hands.type("Sai phong")
    hands.ctrl(Key.Key_Return)
    work.settle()
    last = work.acts.history(code)[-1]
    assert (last["kind"], last["data"]["reason"]) == ("dossier:handover_declined", "Sai phong")
    assert work.acts.show(code)["holder"] == "MC"


def test_what_another_took_away_leaves_the_form(work: UnitAtWork, begin: Begin) -> None:
    first = held(work.acts, FRIDAY)
    second = held(work.acts, FRIDAY)
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_A)
    hands.ctrl(Key.Key_B)
    work.acts.done("hand_over", "dung", codes=[first], to="LD")  # by another, past this window
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert work.page.notice.tone() is Tone.RED
    assert work.page.bar.main.words() == "Giao hồ sơ và in danh sách"
    hands.ctrl(Key.Key_Return)
    work.settle()
    assert [work.acts.show(code)["in_transit_to"] for code in (first, second)] == ["LD", "MC"]


def test_a_form_opened_while_another_act_is_under_way_stays_at_its_first(
    work: UnitAtWork, begin: Begin
) -> None:
    codes = sorted(held(work.acts, FRIDAY) for _ in range(2))
    begin()
    whole_unit(work)
    hands = work.fingers()
    hands.ctrl(Key.Key_A)
    hands.ctrl(Key.Key_Return)  # a step of both …
    hands.ctrl(Key.Key_K)  # … and before it is answered the form that decides
    assert work.page.forms.is_open()
    work.settle()
    assert [len(steps_done(work, code)) for code in codes] == [1, 1]
    assert work.page.forms.is_several(), "the first of both is still to be decided"
