"""Handing out by keys and scans: the receipt, the lost receipt, the proxy, the post, the register."""

from __future__ import annotations

from PySide6.QtCore import Qt

from counter_app.domain.dossier import Status
from counter_app.domain.printed_codes import Command, make_command_number
from counter_app.queries.returns import CollectView, collect_view
from counter_app.ui.tokens import Tone
from tests.desks import person
from tests.ui.returns.conftest import ReturnDesk
from tests.ui.returns.scenes import finished, withdrawn

ENTER = Qt.Key.Key_Return
CARD = "031188000001|031234567|Lê Thị Nhận Thay|01021988|Nữ|Số 1 Lạch Tray, Hải Phòng|01012022"
OWN_CARD = "031175000002|031234568|ĐẶNG ĐỨC ĐẠT|01021975|Nam|Số 2 Lạch Tray, Hải Phòng|01012022"


def seen(at: ReturnDesk, code: str) -> CollectView:
    now = at.desk.context.now()
    return at.desk.read(lambda reading: collect_view(reading, code, now))


def notes(at: ReturnDesk, code: str) -> list[str]:
    told = at.acts.history(code)
    return [event["data"]["text"] for event in told if event["kind"] == "dossier:note_added"]


def test_a_scan_and_one_chord_hand_the_result_out(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    hands.ctrl(ENTER)
    at.settle()
    view = seen(at, code)
    assert view.row.status == Status.RETURNED
    assert view.returned is not None
    assert (view.returned.to_whom, str(view.returned.method)) == ("Đặng Đức Đạt", "desk")
    assert at.page.panel.mode == "idle"
    assert hands.keys == 1
    assert hands.focused() == "survey_strip"  # test_survey: what is typed there goes into the search


def test_the_strip_says_what_was_handed_out_and_the_list_is_read_anew(at: ReturnDesk) -> None:
    code, other = finished(at.acts), finished(at.acts)
    hands = at.open()
    at.scan(code)
    hands.ctrl(ENTER)
    at.settle()
    assert [row.code for row in at.page.list.found().rows] == [other]
    assert [verdict.tone for verdict in at.verdicts] == [Tone.GREEN]
    assert at.page.panel.last_words.text().startswith("Vừa trả 261123-0001 cho Đặng Đức Đạt")


def test_a_held_enter_hands_out_once(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.page.panel.sheet.click()
    at.scan(code)
    hands.ctrl(ENTER)
    hands.ctrl(ENTER)
    hands.ctrl(ENTER)
    at.settle()
    kinds = [event["kind"] for event in at.acts.history(code)]
    assert kinds.count("dossier:returned") == 1
    assert len(at.desk.printer.paper) == 1


def test_somebody_else_needs_a_proxy_paper_and_a_number(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    hands.press(Qt.Key.Key_End)  # the last choice: somebody else
    hands.enter()
    hands.type("Le Thi Nhan Thay")
    hands.ctrl(ENTER)
    at.settle()
    form = at.page.panel.form
    assert form.proxy.problem() == "cần giấy ủy quyền"
    assert form.number.problem() == "còn thiếu"
    assert hands.focused() == "proxy_paper"
    assert seen(at, code).row.status == Status.FINISHED
    hands.type("GGT 15/2026, giám đốc ký")
    form.number.setFocus()
    hands.type("031188000001")
    hands.ctrl(ENTER)
    at.settle()
    returned = seen(at, code).returned
    assert returned is not None
    assert (returned.to_whom, returned.id_number) == ("Le Thi Nhan Thay", "031188000001")
    assert returned.proxy_paper == "GGT 15/2026, giám đốc ký"


def test_a_name_typed_over_is_another_person_and_the_known_name_is_known_again(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    form = at.page.panel.form
    form.name.setFocus()
    hands.type("x")
    assert form.who.value() == "other"
    assert not form.proxy.isHidden()
    hands.press(Qt.Key.Key_Backspace)
    assert form.who.value() == "representative"
    assert form.proxy.isHidden()


def test_an_identity_card_fills_in_who_collects(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code, CARD)
    form = at.page.panel.form
    assert (form.name.value(), form.number.value()) == ("Lê Thị Nhận Thay", "031188000001")
    assert form.who.value() == "other"
    assert hands.focused() == "proxy_paper"


def test_the_card_of_the_representative_needs_no_proxy(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code, OWN_CARD)
    hands.ctrl(ENTER)
    at.settle()
    returned = seen(at, code).returned
    assert returned is not None
    assert (returned.to_whom, returned.id_number) == ("Đặng Đức Đạt", "031175000002")


def test_a_lost_receipt_is_found_by_name_and_needs_an_identity_paper(at: ReturnDesk) -> None:
    code = finished(at.acts, applicant=person("Nguyễn Văn Mẫu"))
    hands = at.open()
    hands.type("van mau")
    at.settle()
    hands.enter()
    at.settle()
    assert at.page.panel.head.code.text() == code
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.panel.form.lost.is_lit()
    assert seen(at, code).row.status == Status.FINISHED
    hands.press(Qt.Key.Key_Space)
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.panel.form.number.problem() == "còn thiếu"
    hands.type("031085001234")
    hands.ctrl(ENTER)
    at.settle()
    returned = seen(at, code).returned
    assert returned is not None
    assert returned.id_number == "031085001234"
    assert notes(at, code) == [
        "Mất giấy hẹn: đã xem giấy tờ tùy thân số 031085001234 của Nguyễn Văn Mẫu."
    ]


def test_a_typed_code_is_as_good_as_a_scan(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    hands.type("261123-0001")
    hands.enter()
    at.settle()
    hands.ctrl(ENTER)
    at.settle()
    assert seen(at, code).row.status == Status.RETURNED


def test_an_identity_card_before_any_receipt_finds_the_dossier(at: ReturnDesk) -> None:
    submitter = person("Lê Thị Nhận Thay", id_kind="cccd", id_number="031188000001")
    code = finished(at.acts, submitter=submitter)
    hands = at.open()
    at.scan(CARD)
    hands.enter()
    at.settle()
    assert at.page.panel.head.code.text() == code


def test_what_cannot_be_found_is_said_beside_the_field(at: ReturnDesk) -> None:
    hands = at.open()
    hands.type("khong ai ca")
    hands.enter()
    at.settle()
    assert at.page.panel.find.problem() == "không tìm thấy"
    assert at.page.panel.find.value() == "khong ai ca"


def test_paper_that_is_still_in_the_department_stays_there(at: ReturnDesk) -> None:
    code = finished(at.acts, is_back=False)
    hands = at.open()
    at.scan(code)
    hands.ctrl(ENTER)
    at.settle()
    assert at.verdicts[0].tone is Tone.AMBER
    assert "Phòng QLĐT" in at.page.panel.obstacle.text()
    assert seen(at, code).row.status == Status.FINISHED
    assert at.page.list.row(code).place == "department"


def test_what_goes_by_post_goes_from_the_department_too(at: ReturnDesk) -> None:
    code = finished(at.acts, is_back=False, return_by="post")
    hands = at.open()
    at.scan(code)
    assert at.page.panel.form.name.value() == "Công ty TNHH Cơ khí Chính xác Đông Đô"
    assert at.page.panel.form.address.text() == "Chưa có địa chỉ · 0225 0000 002"
    assert hands.focused() == "tracking_no"
    hands.type("EB123456789VN")
    hands.ctrl(ENTER)
    at.settle()
    returned = seen(at, code).returned
    assert returned is not None
    assert str(returned.method) == "post"
    assert returned.proxy_paper == "Vận đơn EB123456789VN"


def test_a_dossier_without_a_result_is_looked_at_only(at: ReturnDesk) -> None:
    code = at.acts.received()
    hands = at.open()
    at.scan(code)
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.panel.mode == "look"
    assert at.page.panel.main.isHidden()
    assert "Hẹn trả 17:30 03/12/2026" in at.page.panel.state_note.text()


def test_a_second_customer_hears_to_whom_it_went(at: ReturnDesk) -> None:
    code = finished(at.acts)
    at.acts.done("return_result", code=code, to_whom="Đặng Đức Đạt", method="desk")
    at.open()
    at.scan(code)
    assert at.verdicts[0].tone is Tone.AMBER
    assert "cho Đặng Đức Đạt" in at.verdicts[0].words


def test_withdrawn_papers_go_back(at: ReturnDesk) -> None:
    code = withdrawn(at.acts, components=[{"no": 1, "copies": 1}, {"no": 2, "copies": 2}])
    hands = at.open()
    at.scan(code)
    assert at.page.panel.main.words() == "Trả lại giấy tờ"
    assert at.page.panel.head.rows[0].value.text() == "2 giấy · 3 bản"
    hands.ctrl(ENTER)
    at.settle()
    assert seen(at, code).row.status == Status.RETURNED


def test_a_late_result_asks_for_an_apology_and_an_unpaid_fee_is_shown(at: ReturnDesk) -> None:
    code = at.acts.received("TM-02", fee_paid_vnd=500_000)
    at.acts.passed(code, "lan", "QLDN", "hoa")
    at.desk.clock.move(days=14)
    at.acts.done("finish", "hoa", code=code, outcome="granted")
    at.acts.passed(code, "hoa", "MC", "lan")
    at.open()
    at.scan(code)
    assert "Trễ 4 ngày làm việc (hẹn 01/12)" in at.page.panel.head.late.text()
    assert "1.000.000 đ" in [row.value.text() for row in at.page.panel.head.rows]


def test_the_control_sheet_is_printed_where_it_is_ticked(at: ReturnDesk) -> None:
    first, second = finished(at.acts), finished(at.acts)
    hands = at.open()
    at.scan(first)
    hands.ctrl(ENTER)
    at.settle()
    assert at.desk.printer.paper == []
    hands.ctrl(Qt.Key.Key_P)
    at.settle()
    assert [title.rpartition(" ")[2] for title in at.desk.printer.paper] == [first]
    at.scan(second)
    at.page.panel.sheet.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.ctrl(ENTER)
    at.settle()
    assert [title.rpartition(" ")[2] for title in at.desk.printer.paper] == [first, second]


def test_telling_the_applicant_from_the_list(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    hands.ctrl(Qt.Key.Key_G)
    hands.ctrl(Qt.Key.Key_B)
    at.settle()
    assert hands.focused() == "call_way"
    hands.press(Qt.Key.Key_Right)
    hands.ctrl(ENTER)
    at.settle()
    row = at.page.list.row(code)
    assert row is not None
    assert (row.calls, row.last_call.how) == (1, "Zalo")
    assert hands.focused() == "returns_list"


def test_escape_goes_back_and_keeps_what_was_typed(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    hands.press(Qt.Key.Key_Escape)
    at.settle()
    assert at.page.panel.mode == "idle"
    hands.ctrl(Qt.Key.Key_1)
    at.settle()
    assert at.page.panel.form.number.value() == "031"


def test_enter_in_the_list_opens_the_row_and_asks_for_the_receipt(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    hands.ctrl(Qt.Key.Key_G)
    hands.enter()
    at.settle()
    assert at.page.panel.head.code.text() == code
    hands.ctrl(ENTER)
    at.settle()
    assert seen(at, code).row.status == Status.FINISHED
    at.scan(code)
    hands.ctrl(ENTER)
    at.settle()
    assert seen(at, code).row.status == Status.RETURNED


def test_what_another_desk_did_is_seen_and_what_was_typed_stays(at: ReturnDesk) -> None:
    code = finished(at.acts, is_back=False)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    assert at.page.panel.obstacle.text()
    at.acts.passed(code, "minh", "MC", "lan")
    at.desk.session.say_changed("dossier")
    at.settle()
    assert at.page.panel.obstacle.text() == ""
    assert at.page.panel.form.number.value() == "031"
    hands.ctrl(ENTER)
    at.settle()
    assert seen(at, code).row.status == Status.RETURNED


def test_the_smallest_window_cuts_nothing_of_the_fullest_form(at: ReturnDesk) -> None:
    code = at.acts.received("TM-02", fee_paid_vnd=500_000)
    at.acts.passed(code, "lan", "QLDN", "hoa")
    at.desk.clock.move(days=14)
    at.acts.done("finish", "hoa", code=code, outcome="granted")
    at.acts.passed(code, "hoa", "MC", "lan")
    hands = at.open()
    at.scan(code, CARD)
    hands.ctrl(ENTER)
    at.settle()
    panel, form = at.page.panel, at.page.panel.form
    for part in (form.name, form.number, form.proxy, form.lost, form.note, panel.head, panel.main):
        assert part.isVisible()
        assert part.height() >= part.sizeHint().height()
        lower = part.mapTo(panel, part.rect().bottomLeft()).y()
        assert lower < panel.height()


def test_the_command_sheet_signs_off_and_takes_a_scan_back(at: ReturnDesk) -> None:
    first, second = finished(at.acts), finished(at.acts)
    at.open()
    at.scan(first, make_command_number(Command.FINISH))
    assert seen(at, first).row.status == Status.RETURNED
    at.scan(second, make_command_number(Command.UNDO_SCAN))
    assert at.page.panel.mode == "idle"
    assert seen(at, second).row.status == Status.FINISHED
    at.scan(make_command_number(Command.FINISH))
    assert at.verdicts[-1].tone is Tone.AMBER


def test_what_is_ready_comes_first_however_many_dossiers_a_company_has(at: ReturnDesk) -> None:
    code = finished(at.acts)
    for _ in range(9):
        at.acts.received()
    hands = at.open()
    hands.type("co khi chinh xac")
    at.settle()
    hands.enter()
    at.settle()
    assert at.page.panel.head.code.text() == code
