"""Acts through the panel's small forms, by keys alone; what is typed is never lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.ui.messages import sentence
from counter_app.ui.widgets.life_line import LifeNode, NodeLook
from tests.ui.dossiers import lives
from tests.ui.dossiers.conftest import PanelDesk

Make = Callable[[str], PanelDesk]


def test_a_note_is_written_by_keys(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("note")
    assert desk.hands.focused() == "act_text"
    desk.hands.type("Khách hẹn quay lại")
    desk.submit()
    assert desk.kinds(code)[-1] == "note_added"
    assert desk.acts.history(code)[-1]["data"]["text"] == "Khách hẹn quay lại"
    assert desk.panel.foot.notice.text() == "Đã lưu ghi chú."
    assert desk.panel.acts.form is None
    assert desk.hands.focused() == "act_note"


def test_a_required_field_says_so_beside_itself(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("note")
    desk.submit()
    form = desk.panel.acts.form
    assert form is not None
    assert form.fields["text"].problem() == "chưa nhập"
    desk.hands.type("a")
    assert form.fields["text"].problem() == ""
    assert desk.kinds(code) == ["received"]


def test_what_the_service_refuses_stands_beside_the_field(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("note")
    form = desk.panel.acts.form
    assert form is not None
    form.put_back({"text": "dài " * 600})
    desk.submit()
    assert "dài quá" in form.fields["text"].problem()
    assert form.typed()["text"] == "dài " * 600
    assert desk.kinds(code) == ["received"]


def test_escape_backs_out_and_what_was_typed_is_there_again(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    closed: list[bool] = []
    desk.panel.closed.connect(lambda: closed.append(True))
    desk.press_act("note")
    desk.hands.type("nua chung")
    desk.hands.press(Qt.Key.Key_Escape)
    assert desk.panel.acts.form is None
    assert closed == []
    desk.press_act("note")
    form = desk.panel.acts.form
    assert form is not None
    assert form.typed()["text"] == "nua chung"
    desk.hands.press(Qt.Key.Key_Escape)
    desk.hands.press(Qt.Key.Key_Escape)
    assert closed == [True]


def test_a_reload_leaves_the_form_and_its_text_alone(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("note")
    desk.hands.type("dang go")
    desk.acts.done("note", "tuan", code=code, text="khác")
    desk.session.say_changed("dossier")
    desk.settle()
    desk.hands.type(" tiep")
    desk.submit()
    assert desk.acts.history(code)[-1]["data"]["text"] == "dang go tiep"


def test_a_form_waits_while_another_dossier_is_shown(at_panel: Make) -> None:
    desk = at_panel("lan")
    first, second = desk.acts.received(), desk.acts.received("DT-09")
    desk.open(first)
    desk.press_act("note")
    desk.hands.type("cho khach")
    desk.open(second)
    assert desk.panel.acts.form is None
    desk.open(first)
    form = desk.panel.acts.form
    assert form is not None
    assert form.typed()["text"] == "cho khach"


def test_a_held_enter_does_the_act_once(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("note")
    desk.hands.type("mot lan")
    for _ in range(5):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    desk.settle()
    assert desk.kinds(code) == ["received", "note_added"]


def test_the_applicant_was_told(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.finished(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("notify")
    assert desk.hands.focused() == "act_how"
    desk.hands.press(Qt.Key.Key_Right)
    desk.submit()
    told = desk.acts.history(code)[-1]["data"]
    assert (told["how"], told["text"]) == ("tin nhắn", "Đã có kết quả, mời đến nhận.")


def test_finishing_with_number_and_date(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("finish")
    assert desk.hands.focused() == "act_result_no"
    desk.hands.type("118/QD-BQL")
    desk.hands.enter()
    assert desk.hands.focused() == "act_result_on"
    desk.hands.ctrl(Qt.Key.Key_A)
    desk.hands.type("20/11")
    desk.submit()
    data = desk.acts.history(code)[-1]["data"]
    assert (data["outcome"], data["result_no"], data["result_on"]) == ("granted", "118/QD-BQL", "2026-11-20")
    assert desk.panel.head.badge.text() == "Có kết quả"


def test_a_result_of_tomorrow_is_refused_beside_its_field(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("finish")
    desk.hands.enter()
    desk.hands.ctrl(Qt.Key.Key_A)
    desk.hands.type("24/11/2026")
    desk.submit()
    form = desk.panel.acts.form
    assert form is not None
    assert form.fields["result_on"].problem() == "còn ở tương lai"
    desk.hands.ctrl(Qt.Key.Key_A)
    desk.hands.type("31/02")
    desk.submit()
    assert form.fields["result_on"].problem() == "không phải ngày"
    assert "finished" not in desk.kinds(code)


def test_handing_over_one_dossier_and_its_list(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("hand_over")
    form = desk.panel.acts.form
    assert form is not None
    assert form.typed() == {"to": "QLDT"}, "the internal steps say where it goes"
    desk.submit()
    assert desk.panel.foot.notice.text() == "Đã giao, danh sách BG-261123-1.1."
    assert desk.panel.head.holder.text() == "Một cửa → Phòng QLĐT"
    desk.press_act("recall")
    desk.hands.type("dua nham phong")
    desk.submit()
    assert desk.kinds(code) == ["received", "handed_over", "recalled"]


def test_taking_over_asks_nothing(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = desk.acts.received()
    desk.acts.done("hand_over", "lan", codes=[code], to="QLDT")
    desk.open(code)
    desk.press_act("take_over")
    desk.settle()
    assert desk.kinds(code)[-1] == "taken_over"
    assert desk.panel.foot.notice.text() == "Đã nhận hồ sơ."


def test_declining_needs_a_reason(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = desk.acts.received()
    desk.acts.done("hand_over", "lan", codes=[code], to="QLDT")
    desk.open(code)
    desk.press_act("decline")
    desk.submit()
    assert desk.kinds(code)[-1] == "handed_over"
    desk.hands.type("khong phai viec cua phong")
    desk.submit()
    assert desk.kinds(code)[-1] == "handover_declined"


def test_a_step_and_its_officer(at_panel: Make) -> None:
    desk = at_panel("dung")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("assign")
    form = desk.panel.acts.form
    assert form is not None
    assert form.typed() == {"officer": "dung"}, "only who does not have it already"
    desk.submit()
    assert desk.panel.head.holder.text() == "Phòng QLĐT · Phạm Tiến Dũng"
    desk.press_act("step_done")
    desk.submit()
    assert desk.acts.history(code)[-1]["data"]["step"] == 2


def test_supervisor_voids_with_a_reason(at_panel: Make) -> None:
    desk = at_panel("tuan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("void")
    desk.hands.type("nhap nham")
    desk.submit()
    assert desk.panel.head.badge.text() == "Đã hủy"
    assert desk.panel.foot.lines() == ("Việc khác: đã hủy số ngày 23/11",)


def test_supervisor_takes_a_slip_of_the_hand_back_from_the_life_line(at_panel: Make) -> None:
    desk = at_panel("tuan")
    code = lives.returned(desk)
    lives.now(desk)
    desk.open(code)
    desk.tab_to("panel_life")
    desk.hands.press(Qt.Key.Key_End)
    desk.hands.enter()
    form = desk.panel.acts.form
    assert form is not None
    assert form.plan.act == "revoke"
    assert form.typed()["event_id"] == desk.acts.history(code)[-1]["event_id"]
    desk.hands.type("tra nham nguoi")
    desk.submit()
    assert desk.panel.head.badge.text() == "Có kết quả"
    taken_back = [
        item.title
        for item in desk.panel.body.life.items()
        if isinstance(item, LifeNode) and item.look is NodeLook.TAKEN_BACK
    ]
    assert taken_back == ["Đã trả kết quả"]


def test_a_clerk_cannot_take_back_from_the_life_line(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.returned(desk)
    lives.now(desk)
    desk.open(code)
    desk.tab_to("panel_life")
    desk.hands.press(Qt.Key.Key_End)
    desk.hands.enter()
    assert desk.panel.acts.form is None


def test_reopening(at_panel: Make) -> None:
    desk = at_panel("tuan")
    code = lives.finished(desk)
    lives.now(desk)
    desk.open(code)
    desk.panel.begin("reopen")
    desk.hands.type("sai ten du an")
    desk.submit()
    assert desk.kinds(code)[-1] == "reopened"


def test_an_act_that_is_gone_meanwhile_is_said_and_the_text_stays(at_panel: Make) -> None:
    desk = at_panel("tuan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("void")
    desk.hands.type("nhap nham")
    desk.acts.done("hand_over", "lan", codes=[code], to="QLDT")
    desk.submit()
    form = desk.panel.acts.form
    assert form is not None
    assert code in form.notice.text()
    assert form.typed()["reason"] == "nhap nham"
    assert "voided" not in desk.kinds(code)


def test_acts_that_have_a_page_go_there_with_their_dossier(at_panel: Make) -> None:
    desk = at_panel("lan")
    done = lives.finished(desk)
    lives.now(desk)
    fresh = desk.acts.received()
    desk.open(done)
    desk.press_act("return_result")
    desk.open(fresh)
    desk.press_act("correct")
    assert (desk.ways.returns, desk.ways.corrected) == ([done], [fresh])


def test_acts_beyond_the_buttons_are_in_the_menu(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    assert "note" not in desk.panel.foot.buttons
    desk.press_act("note")
    form = desk.panel.acts.form
    assert form is not None
    assert form.plan.act == "note"


def test_a_form_left_by_closing_the_panel_opens_again(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("note")
    desk.hands.type("dang go do")
    desk.panel.head.close_button.click()
    assert desk.panel.code() == ""
    opened: list[str] = []
    desk.panel.opened.connect(opened.append)
    desk.open(code)
    assert opened == [code]
    form = desk.panel.acts.form
    assert form is not None
    assert form.typed()["text"] == "dang go do"


def test_only_the_giver_recalls_and_the_sentence_names_it(at_panel: Make) -> None:
    desk = at_panel("hoa")
    code = desk.acts.received()
    desk.acts.done("hand_over", "lan", codes=[code], to="QLDT")
    desk.open(code)
    assert "recall" not in desk.panel.view().possible  # type: ignore[union-attr]
    refused = desk.acts.refused("recall", "hoa", codes=[code], reason="thử")
    assert sentence(refused["error"], refused, names={"MC": "Một cửa"}).startswith("Chỉ Một cửa")


def test_an_answer_that_comes_late_names_the_dossier_it_is_about(at_panel: Make) -> None:
    desk = at_panel("lan")
    first, second = desk.acts.received(), desk.acts.received("DT-09")
    desk.open(first)
    desk.press_act("note")
    desk.hands.type("cho khach")
    desk.panel.show_code(second)  # the cursor of the list went on, and nothing is read yet
    desk.hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    view = desk.panel.view()
    assert view is not None and view.code == second
    assert desk.kinds(first) == ["received", "note_added"]
    assert desk.panel.foot.notice.text().startswith(first)


def test_a_button_is_about_the_dossier_that_is_seen(at_panel: Make) -> None:
    desk = at_panel("tuan")
    first, second = desk.acts.received(), desk.acts.received("DT-09")
    desk.open(first)
    desk.panel.show_code(second)  # asked for, and not read yet
    desk.panel.begin("correct")
    assert desk.ways.corrected == [first]
    desk.settle()
