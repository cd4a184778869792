"""Forms 04 and 05: every line in the words of its set, who signs, and nothing said that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.domain.life_papers import Signer, StopKind
from counter_app.domain.papers import PaperComponent
from counter_app.forms import extension, stop_notice
from counter_app.forms.paragraphs import DOTS
from tests.forms import samples
from tests.forms.reading import dense, find, page_sizes_mm, picture, scanned, whole_text, written

HEAD = (
    "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    "Hải Phòng, ngày 23 tháng 11 năm 2026",
)
END = (
    "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ (Ký tên, đóng dấu)",
    "Nơi nhận: - Như trên; - Bộ phận Một cửa; - Lưu: VT, ",
)
OPENING = (
    "Kính gửi: Công ty TNHH Cơ khí Chính xác Đông Đô",
    "Ngày 23 tháng 11 năm 2026, Ban Quản lý Khu kinh tế Hải Phòng tiếp nhận giải quyết hồ sơ đề nghị giải "
    "quyết thủ tục hành chính Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư của Tổ chức Công ty TNHH Cơ "
    "khí Chính xác Đông Đô; mã số: H24.28-261123-0003.",
    "Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 03 tháng 12 năm 2026.",
    "Mong nhận được sự thông cảm của Tổ chức vì sự chậm trễ này./.",
)
SET_A = (
    "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
    "Tuy nhiên đến nay, Ban Quản lý Khu kinh tế Hải Phòng chưa trả kết quả giải quyết hồ sơ của Tổ chức Công "
    "ty TNHH Cơ khí Chính xác Đông Đô đúng thời hạn quy định ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết "
    "quả. Lý do: chưa nhận được văn bản góp ý của Sở Tài chính.",
    "Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Tổ chức.",
    "Ban Quản lý Khu kinh tế Hải Phòng xin lỗi Tổ chức và sẽ trả kết quả giải quyết hồ sơ vào ngày 10 tháng "
    "12 năm 2026.",
)
SET_B = (
    "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
    "Tuy nhiên đến nay, Ban Quản lý Khu kinh tế Hải Phòng chưa trả kết quả giải quyết hồ sơ đúng thời hạn "
    "quy định. Lý do: chưa nhận được văn bản góp ý của Sở Tài chính.",
    "Ban Quản lý Khu kinh tế Hải Phòng xin lỗi Tổ chức và đề nghị gia hạn thời gian giải quyết hồ sơ thêm "
    "05 ngày làm việc; thời gian trả kết quả: 17 giờ 30 phút, ngày 10 tháng 12 năm 2026.",
)
NOTICE = (
    "Mẫu số 05",
    "Số: 04/TB",
    "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
    "Ngày 23 tháng 11 năm 2026, Ban Quản lý Khu kinh tế Hải Phòng tiếp nhận hồ sơ đề nghị giải quyết thủ tục "
    "hành chính Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư của Tổ chức Công ty TNHH Cơ khí Chính xác "
    "Đông Đô; mã số: H24.28-261123-0003.",
    "Ban Quản lý Khu kinh tế Hải Phòng thông báo dừng giải quyết hồ sơ nêu trên kể từ ngày 01 tháng 12 năm "
    "2026.",
)
ASKED = "Ngày 01 tháng 12 năm 2026, Tổ chức có đề nghị dừng giải quyết hồ sơ."


def _on(value: Any, **head: Any) -> Any:
    return replace(value, head=replace(value.head, **head))


def _missing(lines: tuple[str, ...], pdf: bytes) -> list[str]:
    text = whole_text(pdf)
    return [line for line in lines if line not in text]


@pytest.mark.parametrize("paper", ["A5", "A4"])
@pytest.mark.parametrize(
    ("form_set", "own", "others"), [("TT01_2018", SET_A, SET_B), ("TT03_2025", SET_B, SET_A)]
)
def test_every_line_of_the_apology(
    form_set: str, own: tuple[str, ...], others: tuple[str, ...], paper: str
) -> None:
    pdf = extension.draw(_on(samples.extension(), form_set=form_set, slip_paper=paper))
    lines = ("Mẫu số 04", "Số: 03/PXL", *HEAD, *OPENING, *own, *END, "Phòng QLĐT.", "Phạm Anh Tuấn")
    assert _missing(lines, pdf) == []
    assert _missing(others, pdf) == list(others)
    assert len(page_sizes_mm(pdf)) == 1


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_every_line_of_the_notice(paper: str) -> None:
    pdf = stop_notice.draw(_on(samples.stop_notice(), slip_paper=paper))
    returned = (
        "Giấy tờ trả lại: 1. Văn bản đề nghị điều chỉnh dự án đầu tư – 1 bản chính 2. Báo cáo",
        f"Phí, lệ phí đã nộp: 1.300.000 đồng; xử lý: {DOTS}",
        "Lý do: doanh nghiệp thay đổi kế hoạch đầu tư.",
        "Một cửa.",
    )
    assert _missing((*HEAD, *NOTICE, ASKED, *returned, *END), pdf) == []
    assert len(page_sizes_mm(pdf)) == 1


def test_pages_are_exactly_a5_or_a4() -> None:
    for draw, value in ((extension.draw, samples.extension()), (stop_notice.draw, samples.stop_notice())):
        assert page_sizes_mm(draw(value)) == [pytest.approx((148.0, 210.0), abs=0.001)]
        a4 = _on(value, slip_paper="A4")
        assert page_sizes_mm(draw(a4)) == [pytest.approx((210.0, 297.0), abs=0.001)]


def test_the_agency_puts_no_words_into_the_applicants_mouth() -> None:
    value = samples.stop_notice(kind=StopKind.STOPPED, returned=(), fee_paid_vnd=0)
    text = whole_text(stop_notice.draw(value))
    assert "đề nghị dừng" not in text
    cause = "Kinh tế Hải Phòng xét thấy phải dừng giải quyết hồ sơ. Lý do: doanh nghiệp"
    assert cause.lower() in text.lower()
    assert f"Giấy tờ trả lại: {DOTS}" in text
    assert "Phí, lệ phí đã nộp: 0 đồng" in text


def test_set_a_has_no_stop_notice() -> None:
    with pytest.raises(InvalidField):
        stop_notice.draw(_on(samples.stop_notice(), form_set="TT01_2018"))


def test_a_person_is_addressed_as_one_and_plain_days_are_called_so() -> None:
    value = samples.extension(
        applicant_name="Trần Thị Bích", is_organisation=False, added=16, is_added_working=False
    )
    text = whole_text(extension.draw(value))
    assert "của Ông/Bà Trần Thị Bích; mã số" in text
    assert "thêm 16 ngày; thời gian" in text
    assert "Tổ chức" not in text


def test_a_due_on_the_hour_has_no_minutes() -> None:
    text = whole_text(extension.draw(samples.extension(old_due_at=datetime(2026, 12, 3, 17))))
    assert "hẹn trả kết quả giải quyết hồ sơ: 17 giờ, ngày 03 tháng 12 năm 2026." in text


def test_who_signs_for_the_head_says_so() -> None:
    signer = Signer("Lê Trung Kiên", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")
    pdf = extension.draw(samples.extension(signer=signer))
    text = whole_text(pdf)
    assert "KT. TRƯỞNG BAN PHÓ TRƯỞNG BAN (Ký tên, đóng dấu)" in text
    assert "THỦ TRƯỞNG" not in text
    assert find(pdf, "KT. TRƯỞNG BAN").x > find(pdf, "Nơi nhận:").x + 100


def test_an_agency_without_a_superior_has_no_empty_line_for_it() -> None:
    full, bare = samples.extension(), _on(samples.extension(), superior_name="")
    lower, higher = (find(extension.draw(value), "Số: 03/PXL").y for value in (full, bare))
    assert higher > lower + 10
    assert "ỦY BAN" not in whole_text(extension.draw(bare))


def test_a_full_stop_of_the_reason_is_not_doubled() -> None:
    text = whole_text(extension.draw(samples.extension(reason="Chờ ý kiến.\nĐã nhắc hai lần.")))
    assert "Lý do: Chờ ý kiến. Đã nhắc hai lần. Ban Quản lý" in text


def test_an_empty_reason_is_refused() -> None:
    for make in (samples.extension, samples.stop_notice):
        with pytest.raises(InvalidField):
            make(reason=" ")


def test_empty_fields_are_dots() -> None:
    value = samples.extension(applicant_name="", procedure_name="", department_abbr="", signer=Signer())
    text = whole_text(extension.draw(value))
    assert f"Kính gửi: {DOTS}" in text
    assert f"thủ tục hành chính {DOTS}" in text
    assert f"Lưu: VT, {DOTS}" in text
    assert "None" not in text


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_thirty_papers_and_the_longest_names_go_on_whole(paper: str) -> None:
    name = ("Công ty Trách nhiệm hữu hạn Xuất nhập khẩu " * 6)[:255].strip()
    papers = tuple(
        PaperComponent(f"Giấy tờ thứ {no}: {name}"[:255], no, "ban_sao_chung_thuc") for no in range(1, 31)
    )
    value = samples.stop_notice(applicant_name=name, procedure_name=name, returned=papers)
    pdf = stop_notice.draw(_on(value, slip_paper=paper))
    text = dense(whole_text(pdf))
    assert [no for no in range(1, 31) if dense(f"{no}. Giấy tờ thứ {no}:") not in text] == []
    assert dense(name) in text
    pieces = written(pdf)
    last = max(piece.page for piece in pieces)
    assert last >= 1
    office = find(pdf, "THỦ TRƯỞNG", last)
    assert len({round(piece.y) for piece in pieces if piece.page == last and piece.y > office.y + 1}) >= 3
    assert f"Mã hồ sơ: {samples.CODE}" in whole_text(pdf)


def test_the_code_is_on_each_later_page_and_no_barcode_on_the_first() -> None:
    long = "chờ ý kiến góp ý " * 110
    pdf = extension.draw(samples.extension(reason=long, procedure_name=long))
    assert find(pdf, samples.CODE, 1)
    assert scanned(picture(pdf, 300)) == {}


@pytest.mark.parametrize("form_set", ["TT01_2018", "TT03_2025"])
def test_the_third_print_is_marked_and_the_second_is_not(form_set: str) -> None:
    for number, is_marked in ((2, False), (3, True), (11, True)):
        mark = replace(samples.MARK, reprint_no=number)
        pdf = extension.draw(_on(samples.extension(mark=mark), form_set=form_set))
        assert (f"In lại lần {number}" in whole_text(pdf)) is is_marked


def test_the_number_of_one_of_several_desks() -> None:
    assert "Số: 2.03/PXL" in whole_text(extension.draw(_on(samples.extension(), desk_no=2)))


def test_dates_below_ten_and_the_first_months_have_a_nought() -> None:
    value = samples.stop_notice(received_on=date(2027, 2, 5), stopped_on=date(2027, 7, 9))
    text = whole_text(stop_notice.draw(value))
    assert "Ngày 05 tháng 02 năm 2027, Ban Quản lý" in text
    assert "kể từ ngày 09 tháng 7 năm 2027." in text
