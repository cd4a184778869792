"""Forms 02 and 03: their lines, what identifies them, what they demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.papers import PaperApplicant
from counter_app.forms import refusal, supplement_request
from counter_app.forms.paragraphs import DOTS
from tests.forms import samples
from tests.forms.reading import (
    MM,
    find,
    page_sizes_mm,
    picture,
    scanned,
    whole_text,
    written,
)

SUPPLEMENT_LINES = (
    "Mẫu số 02",
    "Số: 07/HDHS",
    "Mã hồ sơ: H24.28-261123-0003 PHIẾU YÊU CẦU BỔ SUNG",
    "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    "Hồ sơ của: Công ty TNHH Cơ khí Chính xác Đông Đô",
    "Nội dung yêu cầu giải quyết: Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư",
    "Địa chỉ: Lô CN4.1, KCN Đình Vũ",
    "Số điện thoại: 0225 0000 002 Email: dn02@example.com",
    "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
    "1. Báo cáo tình hình triển khai có xác nhận 2. Quyết định của nhà đầu tư: 01 bản sao chứng thực",
    "Lý do: Hồ sơ chưa đủ thành phần theo quy định",
    "Căn cứ: khoản 1 Điều 44 Nghị định số 96/2026/NĐ-CP",
    "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với bà Nguyễn Thị Lan số điện thoại "
    "0225 0000 100 để được hướng dẫn./.",
    "NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên) "
    "(Chữ ký số của người hướng dẫn nếu là biểu mẫu điện tử) Nguyễn Thị Lan",
)
REFUSAL_LINES = (
    "Mẫu số 03",
    "Số: 02/BPTNTKQ",
    "Mã phiếu: TC-261123-1.1",
    "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    "Bộ phận Tiếp nhận và Trả kết quả Ban Quản lý Khu kinh tế Hải Phòng Tiếp nhận hồ sơ của: Công ty TNHH",
    "Số điện thoại: 0225 0000 002 Email: dn02@example.com Nội dung yêu cầu giải quyết: Thủ tục",
    "Qua xem xét, Bộ phận Tiếp nhận và Trả kết quả Ban Quản lý Khu kinh tế Hải Phòng thông báo "
    "không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: Dự án nằm ngoài ranh giới khu kinh tế.",
    "Căn cứ: điểm b khoản 2 Điều 39 Luật Đầu tư số 143/2025/QH15",
    "Xin thông báo cho Ông/Bà được biết và thực hiện./.",
    "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Đặng Đức Đạt",
    "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Lan",
)


@pytest.mark.parametrize("form_set", ["TT01_2018", "TT03_2025"])
def test_every_line_of_the_supplement_request(form_set: str) -> None:
    value = samples.supplement_request()
    text = whole_text(supplement_request.draw(replace(value, head=replace(value.head, form_set=form_set))))
    assert [line for line in SUPPLEMENT_LINES if line not in text] == []
    assert "Thời hạn bổ sung" not in text


@pytest.mark.parametrize("form_set", ["TT01_2018", "TT03_2025"])
def test_every_line_of_the_refusal(form_set: str) -> None:
    value = samples.refusal()
    text = whole_text(refusal.draw(replace(value, head=replace(value.head, form_set=form_set))))
    assert [line for line in REFUSAL_LINES if line not in text] == []


def test_pages_are_a5() -> None:
    for pdf in (supplement_request.draw(samples.supplement_request()), refusal.draw(samples.refusal())):
        assert page_sizes_mm(pdf) == [pytest.approx((148.0, 210.0), abs=0.001)]


def test_a_slip_before_reception_has_its_id_and_no_barcode() -> None:
    value = samples.supplement_request(dossier_code="", scan_number="", slip_id="BS-261123-1.1")
    pdf = supplement_request.draw(value)
    assert "Mã phiếu: BS-261123-1.1" in whole_text(pdf)
    assert "Yêu cầu lần" not in whole_text(pdf)
    assert scanned(picture(pdf, 300)) == {}


def test_optional_lines_of_the_supplement_request() -> None:
    value = samples.supplement_request(respond_by=date(2026, 12, 7), has_clock_note=True, round_no=3)
    text = whole_text(supplement_request.draw(value))
    assert "Thời hạn bổ sung: ngày 07 tháng 12 năm 2026" in text
    assert "Thời gian chờ bổ sung không tính vào thời hạn giải quyết." in text
    assert "(Yêu cầu lần 3)" in text


def test_the_instructor_signs_on_the_right() -> None:
    pdf = supplement_request.draw(samples.supplement_request())
    assert find(pdf, "NGƯỜI HƯỚNG DẪN").x > 148 / 2 * MM


def test_a_refused_online_dossier_names_the_portals_code() -> None:
    text = whole_text(refusal.draw(samples.refusal(slip_id="", portal_code="000.00.28.H24-261123-0001")))
    assert "Mã hồ sơ trên Cổng Dịch vụ công: 000.00.28.H24-261123-0001" in text


def test_a_refused_dossier_with_a_code_names_it() -> None:
    assert f"Mã hồ sơ: {samples.CODE}" in whole_text(refusal.draw(samples.refusal(dossier_code=samples.CODE)))


def test_a_reason_of_several_lines_keeps_them() -> None:
    pdf = refusal.draw(samples.refusal(reason="Dòng một.\n\nDòng hai.\r\nDòng ba."))
    lines = [piece.text for piece in written(pdf)]
    assert [line for line in lines if line.startswith("Dòng")] == ["Dòng một.", "Dòng hai.", "Dòng ba."]


@pytest.mark.parametrize("length", [10, 400, 900, 1300, 1600, 2000])
def test_a_long_reason_goes_on_and_the_signature_has_company(length: int) -> None:
    reason = ("không thuộc thẩm quyền " * 100)[:length].strip()
    pdf = refusal.draw(samples.refusal(reason=reason, legal_ground=reason))
    assert whole_text(pdf).count("thẩm") == 2 * reason.count("thẩm")
    pieces = written(pdf)
    last = max(piece.page for piece in pieces)
    office = find(pdf, "NGƯỜI NỘP HỒ SƠ", last)
    above = {round(piece.y) for piece in pieces if piece.page == last and piece.y > office.y + 1}
    assert len(above) >= 3
    name = find(pdf, "Đặng Đức Đạt", last)
    assert (find(pdf, "(Ký và ghi rõ họ tên)", last).y - name.y - name.size) / MM >= 11.5


def test_empty_fields_are_dots() -> None:
    applicant = PaperApplicant("")
    for text in (
        whole_text(supplement_request.draw(samples.supplement_request(applicant=applicant, contact_name=""))),
        whole_text(refusal.draw(samples.refusal(applicant=applicant))),
    ):
        assert f"Địa chỉ: {DOTS}" in text
        assert f"Số điện thoại: {DOTS}" in text
        assert "None" not in text


def test_a_third_print_is_marked() -> None:
    mark = replace(samples.MARK, reprint_no=3)
    assert "In lại lần 3" in whole_text(refusal.draw(samples.refusal(mark=mark)))
    assert "In lại lần 3" in whole_text(supplement_request.draw(samples.supplement_request(mark=mark)))
