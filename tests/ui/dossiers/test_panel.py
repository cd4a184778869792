"""The panel shows a dossier as it is: head, life line, components, papers, what is possible and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.clock_days import ClockKind
from counter_app.domain.events import EventKind as K
from counter_app.queries.finding import find_stream
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.pages.dossiers.panel_body import COMPONENTS, LIFE, PAPERS
from counter_app.ui.widgets.life_line import LifeBand, LifeNode, NodeLook
from tests.desks import person
from tests.ui.dossiers import lives
from tests.ui.dossiers.conftest import PanelDesk

A_PERSON = person("Nguyễn Văn Mẫu", id_kind="cccd", id_number="031203000001")
Make = Callable[[str], PanelDesk]


def _titles(desk: PanelDesk) -> list[str]:
    return [item.title if isinstance(item, LifeNode) else item.words for item in desk.panel.body.life.items()]


def test_head_says_what_the_dossier_is(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = lives.supplemented(desk)
    lives.now(desk)
    opened: list[str] = []
    desk.panel.opened.connect(opened.append)
    desk.open(code)
    head = desk.panel.head
    assert opened == [code]
    assert head.code.text() == code
    assert head.badge.text() == "Còn 4 ngày"
    assert head.holder.text() == "Phòng QLĐT · Trần Quang Minh"
    assert head.applicant.text() == "Công ty TNHH Cơ khí Chính xác Đông Đô"
    assert head.due.text() == "17:30 T2 30/11/2026"
    assert head.due_note.text() == "hẹn đầu 23/11"
    assert head.clock.accessibleDescription() == "Đã tính 2 ngày, dừng 4 ngày, còn 4 ngày"


def test_life_line_tells_stop_present_and_what_comes(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = lives.supplemented(desk)
    lives.now(desk)
    desk.open(code)
    assert _titles(desk) == [
        "Tiếp nhận",
        "Phòng QLĐT đã nhận",
        "Phân công Trần Quang Minh",
        "Yêu cầu bổ sung lần 1",
        "Đồng hồ dừng 4 ngày",
        "Đã bổ sung",
        "Phòng QLĐT đang giải quyết",
        "Lãnh đạo Ban",
    ]
    nodes = {node.title: node for node in desk.panel.body.life.items() if isinstance(node, LifeNode)}
    assert nodes["Tiếp nhận"].lasted == "ở quầy 1 giờ 50"
    assert nodes["Yêu cầu bổ sung lần 1"].is_still
    assert not nodes["Đã bổ sung"].is_still
    present = nodes["Phòng QLĐT đang giải quyết"]
    assert (present.look, present.when, present.lasted) == (
        NodeLook.PRESENT,
        "hạn 10:30 27/11",
        "còn 3 ngày 1 giờ",
    )
    assert nodes["Lãnh đạo Ban"].look is NodeLook.EXPECTED


def test_while_the_clock_stands_still_there_is_no_date(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.asked(desk)
    lives.now(desk)
    desk.open(code)
    assert desk.panel.head.badge.text() == "Chờ bổ sung"
    assert desk.panel.head.due.text() == "đang dừng, còn 5 ngày"
    days = desk.panel.head.clock.days()
    assert [day.kind for day in days if day.is_today] == [ClockKind.PAUSED]
    assert sum(day.day is None for day in days) == 5
    assert LifeBand("Đồng hồ đang dừng · 5 ngày", "từ 16/11") in desk.panel.body.life.items()


def test_ids_are_masked_until_the_eye_is_pressed_and_that_is_written_down(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received(applicant=A_PERSON)
    desk.open(code)
    assert desk.panel.head.ids.text() == "CCCD 03********01"
    desk.tab_to("panel_eye")
    desk.hands.enter()
    desk.settle()
    assert desk.panel.head.ids.text() == "CCCD 031203000001"
    query = "SELECT actor, what, facts FROM security_log ORDER BY seq DESC LIMIT 1"
    actor, what, facts = desk.read(lambda reading: reading.conn.exec_driver_sql(query).one())
    assert (actor, what) == ("lan", "personal_data_shown")
    assert "031203000001" not in facts
    desk.hands.enter()
    desk.settle()
    assert desk.panel.head.ids.text() == "CCCD 03********01"


def test_the_number_of_a_company_is_no_secret(at_panel: Make) -> None:
    desk = at_panel("lan")
    desk.open(desk.acts.received())
    assert desk.panel.head.ids.text().startswith("MST 0299001487 · ")
    assert not desk.panel.head.eye.isVisible()


def test_ids_of_the_next_dossier_are_masked_again(at_panel: Make) -> None:
    desk = at_panel("lan")
    first, second = (desk.acts.received(one, applicant=A_PERSON) for one in ("DT-08", "DT-09"))
    desk.open(first)
    desk.tab_to("panel_eye")
    desk.hands.enter()
    desk.settle()
    desk.panel.reload()
    desk.settle()
    assert desk.panel.head.are_ids_shown()
    desk.open(second)
    assert not desk.panel.head.are_ids_shown()


def test_code_is_copied_whole(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.tab_to("panel_copy")
    desk.hands.press(Qt.Key.Key_Space)
    assert QApplication.clipboard().text() == code


def test_components_given_missing_and_optional(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.hands.press(Qt.Key.Key_Right)
    assert desk.panel.body.segments.value() == COMPONENTS
    details = [line.detail for line in desk.panel.body.components.lines()]
    assert details == ["1 bản chính", "còn thiếu", "còn thiếu", *["không bắt buộc"] * 4]


_OFFICERS = {
    *("step_done", "finish", "assign", "print", "note", "notify"),
    *("request_supplement", "extend", "stop", "cooperate"),
}


@pytest.mark.parametrize(
    ("login", "possible", "refusals"),
    [
        (
            "lan",
            {"print", "note", "notify", "request_payment", "request_supplement", "withdraw"},
            (
                "Trả kết quả: chưa có kết quả",
                "Bàn giao: Phòng QLĐT đang giữ hồ sơ",
                "Sửa, cấp lại: sau ngày tiếp nhận chỉ lãnh đạo sửa được",
            ),
        ),
        ("minh", {*_OFFICERS, "hand_over"}, ()),
        (
            "tuan",
            {*_OFFICERS, "correct", "revoke", "request_payment", "withdraw"},
            (
                "Trả kết quả: chưa có kết quả",
                "Bàn giao: Phòng QLĐT đang giữ hồ sơ",
                "Hủy số: đã bàn giao ngày 12/11",
            ),
        ),
        ("quantri", set(), ()),
    ],
)
def test_possible_acts_and_why_the_others_are_not(
    at_panel: Make, login: str, possible: set[str], refusals: tuple[str, ...]
) -> None:
    desk = at_panel(login)
    code = lives.at_department(desk)
    lives.now(desk)
    desk.open(code)
    view = desk.panel.view()
    assert view is not None
    assert set(view.possible) == possible
    assert desk.panel.foot.lines() == refusals
    shown = set(desk.panel.foot.buttons) - {"more"}
    shown |= {action.objectName().removeprefix("menu_") for action in desk.panel.foot.menu().actions()}
    assert shown == possible


def test_many_acts_share_one_reason(at_panel: Make) -> None:
    desk = at_panel("tuan")
    code = lives.returned(desk)
    lives.now(desk)
    desk.open(code)
    assert desk.panel.foot.lines() == ("Việc khác: đã trả kết quả ngày 20/11",)
    last = [item for item in desk.panel.body.life.items() if isinstance(item, LifeNode)][-1]
    assert (last.title, last.look) == ("Đã trả kết quả", NodeLook.PRESENT)


def test_a_code_that_names_nothing_is_said_in_the_panel(at_panel: Make) -> None:
    desk = at_panel("lan")
    desk.open("H24.28-261123-0999")
    assert desk.panel.message.isVisible()
    assert "H24.28-261123-0999" in desk.panel.message.text()
    code = desk.acts.received()
    desk.open(code)
    assert not desk.panel.message.isVisible()
    assert desk.panel.code() == code


def test_another_clerks_act_is_seen_when_the_session_says_so(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.hands.press(Qt.Key.Key_Right)
    desk.acts.done("note", "tuan", code=code, text="xem lại địa chỉ")
    desk.session.say_changed("dossier")
    desk.settle()
    assert "Ghi chú" in _titles(desk)
    assert desk.panel.body.segments.value() == COMPONENTS, "reading anew must not turn the page"


def test_only_the_last_dossier_asked_for_is_shown(at_panel: Make) -> None:
    desk = at_panel("lan")
    codes = [desk.acts.received(p) for p in ("DT-08", "DT-09", "DT-10")]
    opened: list[str] = []
    desk.panel.opened.connect(opened.append)
    for code in codes:
        desk.panel.show_code(code)
    desk.settle()
    assert desk.panel.head.code.text() == codes[-1]
    assert opened[-1] == codes[-1]


def test_escape_closes_the_panel_when_no_form_is_open(at_panel: Make) -> None:
    desk = at_panel("lan")
    desk.open(desk.acts.received())
    closed: list[bool] = []
    desk.panel.closed.connect(lambda: closed.append(True))
    desk.hands.press(Qt.Key.Key_Escape)
    assert closed == [True]


def test_every_part_is_reached_by_tab_and_has_a_name(at_panel: Make) -> None:
    desk = at_panel("tuan")
    code = lives.at_department(desk, applicant=A_PERSON)
    lives.now(desk)
    desk.open(code)
    seen = set()
    for _ in range(30):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.accessibleName(), focused.objectName()
        seen.add(focused.objectName())
        desk.hands.press(Qt.Key.Key_Tab)
    assert {"panel_segments", "panel_life", "panel_eye", "panel_copy", "panel_close", "act_extend"} <= seen


def test_parts_turn_by_arrow_keys(at_panel: Make) -> None:
    desk = at_panel("lan")
    desk.open(desk.acts.received())
    segments = desk.panel.body.segments
    assert segments.value() == LIFE
    desk.hands.press(Qt.Key.Key_End)
    assert segments.value() == PAPERS
    assert desk.panel.body.papers.isVisible()


def test_the_cursor_asked_for_too_early_is_there_once_the_dossier_is(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.panel.show_code(code)
    desk.panel.setFocus()
    desk.settle()
    assert desk.hands.focused() == "panel_segments"


def test_nothing_personal_is_left_when_the_desk_is_locked(at_panel: Make) -> None:
    desk = at_panel("lan")
    desk.open(desk.acts.received(applicant=A_PERSON))
    desk.tab_to("panel_eye")
    desk.hands.enter()
    desk.settle()
    desk.hands.ctrl(Qt.Key.Key_P)
    desk.settle()
    assert [each.isVisible() for each in desk.panel.findChildren(PaperDialog)] == [True]
    desk.session.lock()
    desk.settle()
    assert not desk.panel.head.are_ids_shown()
    assert not any(each.isVisible() for each in desk.panel.findChildren(PaperDialog))


def test_a_dossier_shown_over_a_half_typed_form_keeps_the_cursor_in_the_panel(at_panel: Make) -> None:
    desk = at_panel("lan")
    first, second = desk.acts.received(), desk.acts.received("DT-09")
    desk.open(first)
    desk.press_act("note")
    desk.hands.type("dang go do")
    desk.panel.show_code(second)
    desk.settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert desk.panel.isAncestorOf(focused)
    desk.panel.show_code(first)
    desk.settle()
    form = desk.panel.acts.form
    assert form is not None
    assert form.typed()["text"] == "dang go do"


def test_every_turn_of_a_life_says_who_how_much_and_until_when(at_panel: Make) -> None:
    desk = at_panel("dung")
    code = lives.whole(desk)
    lives.now(desk)
    desk.open(code)
    items = desk.panel.body.life.items()
    told = {item.title: item.detail for item in items if isinstance(item, LifeNode)}
    minh, lan, dung = (desk.person(login).name for login in ("minh", "lan", "dung"))
    assert told["Gia hạn đến 11/12"] == f"{minh} · hạn cũ 23/11 · chờ ý kiến · Hoàng Anh Tuấn ký"
    assert told["Yêu cầu bổ sung lần 1"] == f"{minh} · 1 giấy tờ · trước 16/12 · thiếu báo cáo triển khai"
    assert told["Đã bổ sung"] == f"{lan} · 1 giấy tờ · bản 2 · còn thiếu 1"
    assert told["Yêu cầu nộp phí"] == f"{lan} · 1.500.000 đ · Phí thẩm định"
    assert told["Đã nộp phí"] == f"{lan} · 1.500.000 đ · chuyển khoản · biên lai 0000123"
    assert told["Dừng giải quyết"] == f"{dung} · chờ kết luận thanh tra"
    assert told["Giải quyết tiếp"] == f"{dung} · đã có kết luận"
    assert "trước 27/11 · về quy hoạch" in told["Lấy ý kiến phối hợp"]
    stops = [item.words for item in items if isinstance(item, LifeBand)]
    assert stops == ["Đồng hồ dừng 1 ngày", "Đồng hồ dừng 2 ngày", "Đồng hồ dừng 1 ngày"]
    assert desk.panel.head.due_note.text() == "hẹn đầu 23/11"
    old = [day.day for day in desk.panel.head.clock.days() if day.is_old_due]
    assert old == [date(2026, 11, 23)], "the clock shows the day promised before"


def test_a_due_date_counted_anew_says_the_old_and_the_new(at_panel: Make) -> None:
    desk = at_panel("tuan")
    code = desk.acts.received()
    desk.open(code)
    life = desk.panel.body.life
    before = len(life.items())

    def recount(uow: UnitOfWork) -> None:
        dossier = uow.dossier(find_stream(uow.conn, uow.origin.agency, code))
        assert dossier.due is not None and dossier.due.at is not None
        due = replace(dossier.due, at=dossier.due.at + timedelta(days=1)).to_json()
        payload = {"calendar_version": "x", "reason": "nghỉ thêm 26/11", "due": due, "receipt_version": 2}
        uow.record(dossier.stream, K.DUE_RECALCULATED, payload, uow.reference.person("tuan"))
        uow.commit()

    desk.desk.write(recount)
    desk.panel.reload()
    desk.settle()
    assert len(life.items()) == before + 1
    told = {item.title: item.detail for item in life.items() if isinstance(item, LifeNode)}
    assert told["Tính lại hạn: 03/12 → 04/12"].endswith("bản 2 · nghỉ thêm 26/11")
