"""The turns of a dossier's life on the panel, by keys alone: papers, fees, extension, stop, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from counter_app.domain.dossier import Dossier
from counter_app.queries.dossiers import one_dossier
from counter_app.ui.acts.act_form import ActForm
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.tick_list import TickField
from tests.desks import form
from tests.ui.dossiers import lives
from tests.ui.dossiers.conftest import PanelDesk

Make = Callable[[str], PanelDesk]
DOWN = Qt.Key.Key_Down


def _form(desk: PanelDesk) -> ActForm:
    form = desk.panel.acts.form
    assert form is not None, desk.panel.foot.notice.text()
    return form


def _ticks(desk: PanelDesk, name: str) -> TickField:
    field = _form(desk).fields[name]
    assert isinstance(field, TickField)
    return field


def _dossier(desk: PanelDesk, code: str) -> Dossier:
    return desk.read(lambda reading: one_dossier(reading, code, desk.desk.local_now()).dossier)


def _last(desk: PanelDesk, code: str) -> dict[str, Any]:
    data: dict[str, Any] = desk.acts.history(code)[-1]["data"]
    return data


def _retype(desk: PanelDesk, text: str) -> None:
    desk.hands.ctrl(Qt.Key.Key_A)
    desk.hands.type(text)


def test_missing_papers_are_asked_for_and_form_02_lies_open(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()  # papers 2 and 3 are required and missing
    desk.open(code)
    desk.press_act("request_supplement")
    assert desk.hands.focused() == "act_items"
    assert list(_ticks(desk, "items").list.ticked()) == ["2", "3"], "what is missing is ticked already"
    desk.hands.press(DOWN)
    desk.hands.press(Qt.Key.Key_Space)  # paper 3 is not asked for
    desk.hands.enter()
    desk.hands.type("Bo sung so dien thoai")
    desk.hands.enter()
    desk.hands.type("thieu giay to")
    form = _form(desk)
    assert form.typed()["ground"], "the legal basis of the procedure stands there"
    assert form.typed()["respond_by"] == "08/12/2026", "ten working days, 24/11 is a holiday"
    assert form.fields["respond_by"].mark() == "T3 · 10 ngày làm việc"
    desk.submit()
    assert desk.paper() == ("supplement_request", code)
    data = _last(desk, code)
    assert [item["no"] for item in data["items"]] == [2, 0]
    assert data["items"][0]["text"].endswith("– 1 bản chính")
    assert data["items"][1]["text"] == "Bo sung so dien thoai"
    assert data["respond_by"] == "2026-12-08"
    assert desk.panel.head.badge.text() == "Chờ bổ sung"
    assert desk.panel.foot.notice.text() == "Đã yêu cầu bổ sung, đồng hồ dừng."


def test_a_request_for_nothing_says_so_and_keeps_what_was_typed(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received(components=[{"no": 1, "copies": 1}, {"no": 2, "copies": 1}])
    desk.open(code)
    desk.press_act("request_supplement")
    desk.hands.press(Qt.Key.Key_Space)  # 3 was ticked
    form = _form(desk)
    form.fields["reason"].setFocus()
    desk.hands.type("giay mo")
    desk.submit()
    assert form.fields["items"].problem() == "chọn giấy tờ, hoặc ghi nội dung khác"
    assert desk.hands.focused() == "act_items"
    assert form.typed()["reason"] == "giay mo"
    assert desk.kinds(code) == ["received"]


def test_papers_brought_are_taken_in_and_the_next_receipt_lies_open(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.asked(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("supplement")
    assert list(_ticks(desk, "items").list.ticked()) == ["2"]
    desk.hands.type("3")  # three copies
    desk.submit()
    assert desk.paper() == ("receipt", code)
    assert _last(desk, code)["items"] == [{"no": 2, "copies": 3}]
    assert "cấp giấy tiếp nhận bản 2" in desk.panel.foot.notice.text()
    assert _dossier(desk, code).status == "processing"


def test_what_comes_late_or_not_at_all_is_warned_of(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.at_department(desk)
    desk.acts.done(
        "request_supplement",
        "minh",
        code=code,
        items=[{"no": 2, "text": "Báo cáo"}, {"no": 3, "text": "Quyết định"}],
        reason="thiếu",
        ground="Điều 44",
        respond_by="2026-11-20",
    )
    lives.now(desk)
    desk.open(code)
    desk.press_act("supplement")
    desk.hands.press(Qt.Key.Key_Space)  # paper 2 did not come
    desk.submit()
    desk.paper()
    words = desk.panel.foot.notice.text()
    assert "Còn giấy tờ đã yêu cầu mà chưa nộp." in words
    assert "Bổ sung sau ngày đã hẹn trên phiếu." in words


def test_nothing_brought_is_refused_beside_the_list(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.asked(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("supplement")
    desk.hands.press(Qt.Key.Key_Space)
    desk.submit()
    assert _form(desk).fields["items"].problem() == "chưa chọn"
    assert desk.kinds(code)[-1] == "supplement_requested"


def test_a_fee_is_asked_for_and_paid(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("request_payment")
    desk.hands.type("1500000")
    desk.hands.enter()
    assert _form(desk).typed()["amount_vnd"] == "1.500.000"
    desk.hands.type("phi tham dinh")
    desk.submit()
    assert _last(desk, code)["amount_vnd"] == 1_500_000
    assert desk.panel.head.badge.text() == "Chờ nộp phí"
    desk.press_act("pay")
    form = _form(desk)
    assert form.typed()["amount_vnd"] == "1.500.000", "what is owed stands there"
    assert form.fields["exemption"].isHidden()
    assert desk.hands.focused() == "act_receipt_no"
    desk.submit()
    assert form.fields["receipt_no"].problem() == "chưa nhập"
    desk.hands.type("0000123")
    desk.submit()
    data = _last(desk, code)
    assert (data["amount_vnd"], data["method"], data["receipt_no"]) == (1_500_000, "cash", "0000123")
    assert desk.panel.foot.notice.text() == "Đã thu 1.500.000 đ."
    assert _dossier(desk, code).status == "processing"


def test_less_than_owed_needs_the_reason(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.at_department(desk)
    desk.acts.done("request_payment", "lan", code=code, amount_vnd=500_000, what="phí")
    lives.now(desk)
    desk.open(code)
    desk.press_act("pay")
    form = _form(desk)
    form.fields["amount_vnd"].setFocus()
    _retype(desk, "0")
    assert form.fields["receipt_no"].isHidden(), "no money, no receipt"
    desk.submit()
    assert form.fields["exemption"].problem() == "chưa nhập"
    desk.hands.type("ho ngheo")
    desk.submit()
    assert _last(desk, code)["exemption"] == "ho ngheo"
    assert desk.panel.foot.notice.text() == "Đã ghi miễn phí."


def test_more_than_owed_is_refused_beside_the_amount(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.at_department(desk)
    desk.acts.done("request_payment", "lan", code=code, amount_vnd=500_000, what="phí")
    lives.now(desk)
    desk.open(code)
    desk.press_act("pay")
    desk.hands.type("77")
    form = _form(desk)
    form.fields["amount_vnd"].setFocus()
    _retype(desk, "600000")
    desk.submit()
    assert form.fields["amount_vnd"].problem()
    assert desk.hands.focused() == "act_amount_vnd"
    assert desk.kinds(code)[-1] == "payment_requested"


def test_an_extension_says_what_its_date_means_and_form_04_lies_open(at_panel: Make) -> None:
    desk = at_panel("dung")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("extend")
    form = _form(desk)
    assert desk.hands.focused() == "act_new_due"
    assert form.typed()["signer"] == desk.person("tuan").name
    desk.hands.type("051226")
    assert form.fields["new_due"].mark() == "T7, ngày nghỉ"
    _retype(desk, "301126")
    old = _dossier(desk, code).due_at
    assert old is not None
    _retype(desk, "111226")
    assert form.fields["new_due"].mark().startswith("T6 · thêm ")
    desk.hands.enter()
    desk.hands.type("can lay y kien")
    desk.submit()
    assert desk.paper() == ("extension", code)
    data = _last(desk, code)
    assert (data["new_due"], data["signer"]) == ("2026-12-11", desk.person("tuan").name)
    assert "11/12/2026" in desk.panel.head.due.text()
    assert "extend" not in (desk.panel.view() or _form(desk)).possible  # type: ignore[union-attr]
    assert "Gia hạn: đã gia hạn đến 11/12" in desk.panel.foot.lines()


def test_a_day_off_is_refused_beside_the_date(at_panel: Make) -> None:
    desk = at_panel("dung")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("extend")
    desk.hands.type("051226")
    desk.hands.enter()
    desk.hands.type("qua nhieu viec")
    desk.submit()
    form = _form(desk)
    assert form.fields["new_due"].problem() == "không được"
    assert "05/12/2026" in form.notice.text()
    assert form.typed()["reason"] == "qua nhieu viec"
    assert desk.kinds(code)[-1] == "assigned"


def test_stop_and_resume(at_panel: Make) -> None:
    desk = at_panel("dung")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("stop")
    desk.hands.type("cho ket luan thanh tra")
    desk.submit()
    assert desk.paper() == ("stop_notice", code)
    assert desk.panel.head.badge.text() == "Đã dừng"
    lives.at(desk, 25, 8, 0)
    desk.panel.reload()
    desk.settle()
    desk.press_act("resume")
    desk.hands.type("da co ket luan")
    desk.submit()
    assert desk.kinds(code)[-2:] == ["stopped", "resumed"]
    assert desk.panel.foot.notice.text() == "Giải quyết tiếp."


def test_the_applicant_withdraws(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("withdraw")
    desk.submit()
    assert _form(desk).fields["reason"].problem() == "chưa nhập"
    desk.hands.type("khong con nhu cau")
    desk.submit()
    assert desk.paper() == ("stop_notice", code)
    assert desk.kinds(code)[-1] == "withdrawn"


def test_units_are_asked_for_their_opinion(at_panel: Make) -> None:
    desk = at_panel("dung")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("cooperate")
    ticks = _ticks(desk, "units").list
    values = [line.key for line in ticks.lines()]
    assert "QLDT" not in values and "MC" not in values, "neither the holder nor the desk"
    desk.hands.press(Qt.Key.Key_Space)
    desk.hands.press(DOWN)
    desk.hands.press(Qt.Key.Key_Space)
    desk.hands.enter()
    desk.hands.type("30/11")
    desk.hands.enter()
    desk.hands.type("y kien ve moi truong")
    desk.submit()
    data = _last(desk, code)
    assert data["units"] == values[:2]
    assert (data["respond_by"], data["note"]) == ("2026-11-30", "y kien ve moi truong")


def test_papers_that_never_came_end_in_a_refusal(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.asked(desk)
    lives.now(desk)
    desk.open(code)
    desk.press_act("refuse")
    desk.hands.type("khong bo sung")
    desk.submit()
    assert desk.paper() == ("refusal", code)
    assert desk.kinds(code)[-1] == "refused"


def test_what_a_role_may_not_do_is_not_shown(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    view = desk.panel.view()
    assert view is not None
    assert not {"extend", "stop", "cooperate", "assign", "void"} & set(view.possible)
    assert not any("Gia hạn" in line for line in view.refusals)
    desk.sign_in("quantri")
    desk.panel.reload()
    desk.settle()
    view = desk.panel.view()
    assert view is not None
    assert view.possible == ()


def test_what_was_typed_comes_back_with_its_ticks(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("request_supplement")
    desk.hands.press(Qt.Key.Key_Space)  # paper 2 no more
    _form(desk).fields["reason"].setFocus()
    desk.hands.type("do dang")
    desk.hands.press(Qt.Key.Key_Escape)
    assert desk.panel.acts.form is None
    desk.press_act("request_supplement")
    assert list(_ticks(desk, "items").list.ticked()) == ["3"]
    assert _form(desk).typed()["reason"] == "do dang"


def test_an_online_dossier_is_taken_in_on_its_page_or_answered_here(at_panel: Make) -> None:
    desk = at_panel("lan")
    portal = "000.28.26.H24-261123-000017"
    desk.acts.done("register", "lan", **form(portal_code=portal, channel="online"))
    desk.open(portal)
    view = desk.panel.view()
    assert view is not None
    assert {"receive", "request_supplement", "refuse", "withdraw"} <= set(view.possible)
    desk.press_act("receive")
    assert desk.ways.corrected == [portal]
    desk.press_act("refuse")
    desk.hands.type("khong thuoc tham quyen")
    desk.submit()
    assert desk.paper() == ("refusal", portal)
    assert desk.kinds(portal)[-1] == "refused"


def test_a_number_used_before_is_warned_of_and_kept(at_panel: Make) -> None:
    desk = at_panel("lan")
    first = lives.at_department(desk)
    second = lives.at_department(desk)
    for code in (first, second):
        desk.acts.done("request_payment", "lan", code=code, amount_vnd=500_000, what="phí")
    paid = {"amount_vnd": 500_000, "method": "cash", "receipt_no": "0000123"}
    desk.acts.done("pay", "lan", code=first, **paid)
    lives.now(desk)
    desk.open(second)
    desk.press_act("pay")
    desk.hands.type("0000123")
    desk.submit()
    assert desk.kinds(second)[-1] == "paid"
    notice = desk.panel.foot.notice
    assert notice.tone() is Tone.AMBER
    assert "Số biên lai này đã dùng" in notice.text()
