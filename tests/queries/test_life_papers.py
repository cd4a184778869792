"""The papers of a dossier's life, gathered from real acts: what was given out stays as it was, and no reprint
states a date that does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.commands.printing import print_form
from counter_app.domain.calendar import DayKind
from counter_app.domain.errors import ActNotAllowed
from counter_app.forms import wording
from counter_app.forms.registry import FORMS
from counter_app.queries.dossier_papers import papers
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.papers import Printing, gather, version_of
from counter_app.services.calendar_work import set_day
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.desks import Counter, Json, a_trial, form
from tests.forms.reading import whole_text
from tests.ui.department.unit_days import at, held

ASKED = {"reason": "Thiếu chữ ký", "ground": "khoản 1 Điều 44"}
TAKEN = datetime(2026, 11, 23, 10, 30)
EXTENDED = {"new_due": "2026-12-10", "reason": "Chờ Sở Tài chính", "signer": "tuan"}


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def paper(counter: Counter, name: str, code: str) -> Any:
    said = Printing("Nguyễn Thị Lan", counter.desk.local_now(), wording)
    return counter.desk.read(lambda reading: gather(reading, name, code, said))


def printed(counter: Counter, name: str, code: str) -> str:
    return whole_text(FORMS[name].draw(paper(counter, name, code)))


def offered(counter: Counter, code: str) -> dict[str, int]:
    """Forms the panel offers, with the version of each."""
    now = counter.desk.local_now()
    rows = counter.desk.read(lambda r: papers(r, one_dossier(r, code, now).dossier)).printable
    return {row.form: row.version for row in rows if row.form != "handover_list"}


def ask(counter: Counter, code: str, text: str, **fields: Any) -> Json:
    items = [{"no": 1, "text": text}]
    return counter.done("request_supplement", "minh", code=code, items=items, **ASKED, **fields)


def supply(counter: Counter, code: str, moment: datetime) -> Json:
    return at(counter, moment).done("supplement", code=code, items=[{"no": 1, "copies": 1}])


def a_day_off(counter: Counter, day: date) -> str:
    """The calendar's next version, in which nobody works on that day; its name."""

    def do(uow: UnitOfWork) -> str:
        done = set_day(uow, day, DayKind.OFF, label="Nghỉ phòng chống bão", notice="CV 1/UBND", by="quantri")
        uow.commit()
        return done.version

    return str(counter.desk.write(do))


# -- form 04


def test_the_apology_says_both_dates_and_who_is_at_fault(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("extend", "minh", code=code, **EXTENDED)
    said = paper(counter, "extension", code)
    assert said.old_due_at == datetime(2026, 11, 27, 17, 30)
    assert said.new_due_at == datetime(2026, 12, 10, 17, 30)
    assert (said.added, said.is_added_working) == (9, True), "30/11–04/12 and 07–10/12"
    assert (said.head.slip_no, said.head.symbol, said.head.issued_on) == (1, "PXL", date(2026, 11, 23))
    assert said.head.superior_name == counter.desk.read(lambda r: r.reference.agency.superior_name) != ""
    assert (said.reason, said.department_abbr) == ("Chờ Sở Tài chính", "Phòng QLĐT")
    assert said.is_organisation
    assert said.signer.name == "Hoàng Anh Tuấn", "a login is printed as a name"
    assert offered(counter, code)["extension"] == 1


def test_the_apology_of_the_old_set_has_its_own_title(counter: Counter) -> None:
    old = datetime(2025, 6, 10, 9, 0)
    code = held(counter, old, "DT-09")
    counter.done("extend", "minh", code=code, **(EXTENDED | {"new_due": "2025-06-27"}))
    text = printed(counter, "extension", code)
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in text
    assert "TT01/2018" in text


def test_a_correction_afterwards_does_not_change_the_apology(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("extend", "minh", code=code, **EXTENDED)
    before = paper(counter, "extension", code)
    changes = {"applicant.name": "Công ty TNHH Tên Mới"}
    counter.done("correct", "lan", code=code, changes=changes, reason="sai tên")
    after = paper(counter, "extension", code)
    assert after.applicant_name == before.applicant_name != "Công ty TNHH Tên Mới"


def test_an_extension_taken_back_has_no_paper(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    event = counter.done("extend", "minh", code=code, **EXTENDED)["event_id"]
    counter.done("revoke", "tuan", event_id=event, reason="nhầm hồ sơ")
    with pytest.raises(ActNotAllowed):
        paper(counter, "extension", code)
    assert "extension" not in offered(counter, code)


def test_a_dossier_never_extended_has_no_apology(counter: Counter) -> None:
    code = counter.received()
    with pytest.raises(ActNotAllowed) as refused:
        paper(counter, "extension", code)
    assert refused.value.facts["act"] == "print_extension"


# -- form 05


def test_the_notice_of_a_withdrawal_gives_the_papers_back(counter: Counter) -> None:
    code = counter.received("DT-09", fee_paid_vnd=50000)
    counter.done("withdraw", code=code, reason="Đổi kế hoạch đầu tư")
    said = paper(counter, "stop_notice", code)
    assert (said.kind, said.reason) == ("withdrawn", "Đổi kế hoạch đầu tư")
    assert said.stopped_on == date(2026, 11, 23)
    assert [each.copies for each in said.returned] == [1]
    assert (said.fee_paid_vnd, said.head.slip_no, said.head.symbol) == (50000, 1, "TB")
    text = printed(counter, "stop_notice", code)
    assert "có đề nghị dừng giải quyết hồ sơ. Lý do: Đổi kế hoạch đầu tư." in text


def test_the_notice_of_a_stop_says_nothing_of_the_applicant(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("stop", "minh", code=code, reason="Chờ quy hoạch phân khu")
    said = paper(counter, "stop_notice", code)
    assert (said.kind, said.returned) == ("stopped", ())
    assert "đề nghị dừng" not in printed(counter, "stop_notice", code)
    assert offered(counter, code)["stop_notice"] == 1


def test_each_notice_is_a_paper_of_its_own(counter: Counter, tmp_path: Path) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("stop", "minh", code=code, reason="Lần một")
    for _ in range(2):
        print_form(counter.desk, "stop_notice", code, tmp_path / "a.pdf")
    assert paper(counter, "stop_notice", code).mark.reprint_no == 3
    counter.done("resume", "minh", code=code, reason="tiếp tục")
    counter.done("stop", "minh", code=code, reason="Lần hai")
    second = paper(counter, "stop_notice", code)
    assert (second.reason, version_of(second), second.mark.reprint_no) == ("Lần hai", 2, 1)
    assert second.head.slip_no == 2


def test_set_a_has_no_notice(counter: Counter) -> None:
    code = held(counter, datetime(2025, 6, 10, 9, 0), "DT-09")
    counter.done("stop", "minh", code=code, reason="Chờ quy hoạch")
    with pytest.raises(ActNotAllowed) as refused:
        paper(counter, "stop_notice", code)
    assert refused.value.facts["act"] == "print_stop_notice"
    assert "stop_notice" not in offered(counter, code)


def test_a_signed_result_has_no_notice_any_more(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("stop", "minh", code=code, reason="Chờ quy hoạch")
    counter.done("resume", "minh", code=code, reason="đã có")
    assert "stop_notice" in offered(counter, code)
    counter.done("finish", "minh", code=code, outcome="granted", result_no="12/GCN")
    with pytest.raises(ActNotAllowed):
        paper(counter, "stop_notice", code)
    assert "stop_notice" not in offered(counter, code)


def test_one_only_registered_has_no_notice(counter: Counter) -> None:
    code = "G22.99-261123-000777"
    counter.done("register", **form("DT-09", portal_code=code))
    counter.done("withdraw", code=code, reason="Nộp nhầm")
    with pytest.raises(ActNotAllowed):
        paper(counter, "stop_notice", code)
    assert "stop_notice" not in offered(counter, code)


# -- form 02, several rounds


def test_a_round_stays_printable_when_it_was_answered(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    ask(counter, code, "Văn bản có chữ ký", respond_by="2026-12-07")
    before = paper(counter, "supplement_request", code)
    supply(counter, code, datetime(2026, 11, 26, 9, 0))
    after = paper(counter, "supplement_request", code)
    assert after.items == before.items == ("Văn bản có chữ ký",)
    assert (after.head, after.respond_by, after.reason) == (before.head, date(2026, 12, 7), "Thiếu chữ ký")
    assert "Yêu cầu lần" not in printed(counter, "supplement_request", code)
    assert offered(counter, code)["supplement_request"] == 1


def test_the_latest_round_is_printed_with_its_number(counter: Counter, tmp_path: Path) -> None:
    code = held(counter, TAKEN, "DT-09")
    for number in (1, 2, 3):
        ask(counter, code, f"Giấy tờ vòng {number}")
        print_form(counter.desk, "supplement_request", code, tmp_path / "a.pdf")
        supply(counter, code, datetime(2026, 11, 24 + number, 9, 0))
    said = paper(counter, "supplement_request", code)
    assert (said.items, said.round_no, said.head.slip_no) == (("Giấy tờ vòng 3",), 3, 3)
    assert said.mark.reprint_no == 2, "each round is a paper of its own"
    assert "(Yêu cầu lần 3)" in printed(counter, "supplement_request", code)
    assert offered(counter, code)["supplement_request"] == 3


# -- form 01


def test_each_version_is_issued_by_what_made_it(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    assert paper(counter, "receipt", code).head.issued_on == date(2026, 11, 23)
    ask(counter, code, "Văn bản có chữ ký")
    supply(counter, code, datetime(2026, 11, 26, 9, 0))
    said = paper(counter, "receipt", code)
    assert (said.receipt_version, said.head.issued_on) == (2, date(2026, 11, 26))
    assert said.qr_text == f"{code}|20261126T0900|2"
    assert (said.due_at, said.due_changes) == (datetime(2026, 12, 1, 17, 30), ())
    assert "tạm dừng: 23–26/11 (cộng 2 ngày làm việc)" in said.counting_sentence
    assert "Bản số 2, thay thế bản số 1" in printed(counter, "receipt", code)


def test_a_receipt_says_that_its_date_does_not_hold_while_the_clock_stands(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    ask(counter, code, "Văn bản có chữ ký", respond_by="2026-12-07")
    said = paper(counter, "receipt", code)
    assert said.due_at == datetime(2026, 11, 27, 17, 30)
    assert [(each.kind, each.until) for each in said.due_changes] == [("supplement", date(2026, 12, 7))]
    text = printed(counter, "receipt", code)
    assert "Thời hạn tạm dừng chờ bổ sung hồ sơ từ ngày 23 tháng 11 năm 2026" in text
    assert "thời gian trả kết quả nêu trên không còn áp dụng" in text


def test_a_receipt_after_an_extension_says_both_dates(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("extend", "minh", code=code, **EXTENDED)
    said = paper(counter, "receipt", code)
    assert (said.receipt_version, said.due_at) == (1, datetime(2026, 11, 27, 17, 30))
    text = printed(counter, "receipt", code)
    assert "quyết hồ sơ: 17 giờ 30 phút, ngày 27 tháng 11 năm 2026" in text
    assert "Đã gia hạn đến: 17 giờ 30 phút, ngày 10 tháng 12 năm 2026 (Văn bản xin lỗi số 01/PXL" in text
    assert "gia hạn: từ 27/11 đến 10/12; hạn trả 17:30 T5 10/12/2026" in text


def test_a_stop_that_ended_moves_the_date_and_the_receipt_says_so(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("stop", "minh", code=code, reason="Chờ quy hoạch")
    assert "Hồ sơ dừng giải quyết từ ngày 23 tháng 11" in printed(counter, "receipt", code)
    at(counter, datetime(2026, 11, 26, 9, 0)).done("resume", "minh", code=code, reason="đã có")
    text = printed(counter, "receipt", code)
    assert "Thời gian trả kết quả tính lại: 17 giờ 30 phút, ngày 01 tháng 12 năm 2026" in text


def test_a_receipt_of_a_withdrawn_dossier_says_so(counter: Counter) -> None:
    code = counter.received("DT-09")
    counter.done("withdraw", code=code, reason="Đổi kế hoạch")
    assert "Hồ sơ đã rút từ ngày 23 tháng 11 năm 2026" in printed(counter, "receipt", code)
    counter.done("return_result", code=code, to_whom="Đặng Đức Đạt", method="desk")
    assert "Hồ sơ đã rút từ ngày 23 tháng 11 năm 2026" in printed(counter, "receipt", code)


def test_a_receipt_of_one_stopped_for_good_promises_nothing(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("stop", "minh", code=code, reason="Dự án bị thu hồi")
    counter.passed(code, "minh", "MC", "lan")
    counter.done("return_result", code=code, to_whom="Đặng Đức Đạt", method="desk")
    text = printed(counter, "receipt", code)
    assert "Hồ sơ đã dừng giải quyết từ ngày 23 tháng 11 năm 2026" in text
    assert "tính lại" not in text


def test_a_joint_dossier_says_the_total_due_and_each_units_own(counter: Counter) -> None:
    days = {"TNMT": "2026-11-25", "QHXD": "2026-11-26", "VP": "2026-11-27"}
    code = counter.received("DT-09", joint=[{"unit": unit, "due": day} for unit, day in days.items()])
    text = printed(counter, "receipt", code)
    assert "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 27 tháng 11 năm 2026" in text
    names = ("Phòng Tài nguyên và Môi trường", "Phòng Quy hoạch và Xây dựng", "Văn phòng")
    for day, name in enumerate(names, start=25):
        assert f"- {name}: 17 giờ 30 phút, ngày {day} tháng 11 năm 2026" in text


def test_a_receipt_printed_in_a_pause_after_an_extension_names_both(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("extend", "minh", code=code, new_due="2026-12-30", reason="chờ ý kiến", signer="Lê A")
    counter.done("stop", "minh", code=code, reason="chờ kết luận")
    said = paper(counter, "receipt", code)
    assert [each.kind for each in said.due_changes] == ["extended", "stopped"]
    assert said.due_changes[0].new_due_at == datetime(2026, 12, 30, 17, 30)


def test_counting_again_without_a_move_issues_no_receipt(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    before = paper(counter, "receipt", code)
    version = counter.desk.read(lambda reading: reading.reference.calendar.version)
    asked = {"codes": [code], "calendar_version": version, "reason": "lịch mới"}
    at(counter, datetime(2026, 11, 25, 9, 0)).done("recalculate", "tuan", **asked)
    after = paper(counter, "receipt", code)
    assert (after.head, after.qr_text, after.due_at) == (before.head, before.qr_text, before.due_at)
    assert after.due_changes == ()


def test_counting_again_by_another_calendar_issues_the_next_receipt(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    version = a_day_off(counter, date(2026, 11, 26))
    asked = {"codes": [code], "calendar_version": version, "reason": "nghỉ bão"}
    at(counter, datetime(2026, 11, 25, 9, 0)).done("recalculate", "tuan", **asked)
    said = paper(counter, "receipt", code)
    assert (said.receipt_version, said.head.issued_on) == (2, date(2026, 11, 25))
    assert (said.due_at, said.due_changes) == (datetime(2026, 11, 30, 17, 30), ())
    assert "Bản số 2, thay thế bản số 1" in printed(counter, "receipt", code)


def test_the_days_of_an_apology_stay_those_of_its_own_calendar(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("extend", "minh", code=code, **EXTENDED)
    a_day_off(counter, date(2026, 12, 2))
    said = paper(counter, "extension", code)
    assert (said.added, said.is_added_working) == (9, True)


# -- the control sheet


def test_the_control_sheet_tells_co_operation_pauses_and_lateness(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("cooperate", "minh", code=code, units=["QHXD", "VP"], respond_by="2026-11-26")
    ask(counter, code, "Văn bản có chữ ký")
    text = printed(counter, "control_sheet", code)
    assert "Cơ quan phối hợp giải quyết hồ sơ: Phòng Quy hoạch và Xây dựng, Văn phòng" in text
    assert "(trả lời đến 26/11/2026)" in text, "told before the present holder gave the paper on"
    assert "Tạm dừng chờ bổ sung từ 23/11/2026" in text
    supply(counter, code, datetime(2026, 11, 26, 9, 0))
    at(counter, datetime(2026, 12, 4, 16, 0)).done("hand_over", "minh", codes=[code], to="MC")
    counter.done("take_over", codes=[code])
    first, second = paper(counter, "control_sheet", code).blocks
    assert (first.result, first.remarks) == ("early", ())
    assert second.result == "late"
    assert [(each.kind, each.end) for each in second.remarks] == [
        ("cooperation", datetime(2026, 11, 26)),
        ("supplement", datetime(2026, 11, 26, 9, 0)),
    ]
    assert "Tạm dừng chờ bổ sung từ 23/11/2026 đến 26/11/2026" in printed(counter, "control_sheet", code)


def test_who_gives_the_paper_on_while_the_clock_stands_is_judged_by_when_it_stopped(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    ask(counter, code, "Văn bản có chữ ký")
    at(counter, datetime(2026, 12, 10, 16, 0)).done("hand_over", "minh", codes=[code], to="MC")
    counter.done("take_over", codes=[code])
    assert paper(counter, "control_sheet", code).blocks[1].result == "early"


def test_the_control_sheet_of_an_extended_dossier_says_both_dates(counter: Counter) -> None:
    code = held(counter, TAKEN, "DT-09")
    counter.done("extend", "minh", code=code, **EXTENDED)
    text = printed(counter, "control_sheet", code)
    assert "Hẹn trả: 17 giờ 30 phút, ngày 10 tháng 12 năm 2026 (gia hạn, hẹn lần đầu 17:30 27/11" in text


# -- reprints


@pytest.mark.parametrize(
    "name", ["receipt", "supplement_request", "extension", "stop_notice", "control_sheet"]
)
def test_the_third_print_says_that_it_is_one(counter: Counter, tmp_path: Path, name: str) -> None:
    code = held(counter, TAKEN, "DT-09")
    if name == "extension":
        counter.done("extend", "minh", code=code, **EXTENDED)
    if name == "supplement_request":
        ask(counter, code, "Văn bản có chữ ký")
    if name == "stop_notice":
        counter.done("stop", "minh", code=code, reason="Chờ quy hoạch")
    told = []
    for _ in range(4):
        out = tmp_path / f"{name}.pdf"
        print_form(counter.desk, name, code, out)
        told.append([n for n in range(1, 6) if f"In lại lần {n}" in whole_text(out.read_bytes())])
    assert told == [[], [], [3], [4]]
