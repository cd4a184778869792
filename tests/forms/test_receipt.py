"""Form 01: every field, both sets, the copies, sizes that step down, the second page, the marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.domain.papers import PaperApplicant, PaperComponent, UnitDue
from counter_app.forms import receipt
from counter_app.forms.paragraphs import DOTS
from tests.forms import samples
from tests.forms.reading import (
    MM,
    SHRUNK,
    dense,
    find,
    page_sizes_mm,
    page_texts,
    reader,
    whole_text,
    written,
)

LINES = (
    "Mẫu số 01",
    "BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    "Số: 318/BPTNTKQ",
    "Hải Phòng, ngày 23 tháng 11 năm 2026",
    "Mã hồ sơ: H24.28-261123-0003 (Liên 2: giao khách hàng)",
    "2611 2300 0032 4857",
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "Bộ phận Tiếp nhận và Trả kết quả Ban Quản lý Khu kinh tế Hải Phòng",
    "Tiếp nhận hồ sơ của: Công ty TNHH Cơ khí Chính xác Đông Đô",
    "Địa chỉ: Lô CN4.1, KCN Đình Vũ, KKT Đình Vũ – Cát Hải, phường Đông Hải, thành phố Hải Phòng",
    "Số điện thoại: 0225 0000 002 Email: dn02@example.com",
    "Nội dung yêu cầu giải quyết: Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư",
    "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:",
    "1. Văn bản đề nghị điều chỉnh dự án đầu tư – 1 bản chính",
    "2. Báo cáo tình hình triển khai dự án đầu tư đến thời điểm điều chỉnh – 1 bản chính",
    "(đối với nhà đầu tư là tổ chức) – 1 bản sao",
    "2. Số lượng hồ sơ: 01 (bộ)",
    "3. Thời gian giải quyết hồ sơ theo quy định là: 07 ngày làm việc",
    "4. Thời gian nhận hồ sơ: 09 giờ 14 phút, ngày 23 tháng 11 năm 2026",
    "5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 03 tháng 12 năm 2026",
    "6. Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả",
    "Vào Sổ theo dõi hồ sơ, Quyển số: 01 Số thứ tự 318",
    samples.COUNTING,
    "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Đặng Đức Đạt",
    "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Lan",
    "Ghi chú: - Giấy tiếp nhận hồ sơ và hẹn trả kết quả được lập thành 2 liên; một liên giao cho "
    "cá nhân/tổ chức nộp hồ sơ; một liên chuyển kèm theo Phiếu kiểm soát quá trình giải quyết hồ sơ "
    "và được lưu tại Bộ phận Tiếp nhận và Trả kết quả;",
    '- Tại phần "Đăng ký nhận kết quả tại": ghi rõ địa chỉ cá nhân/tổ chức sẽ nhận kết quả (tại Bộ phận '
    "Tiếp nhận và Trả kết quả hoặc tại nhà/trụ sở qua dịch vụ bưu chính).",
    "- Khi đến nhận kết quả, mang theo giấy này, giấy tờ tùy thân và giấy ủy quyền (nếu nhận thay).",
    "In lúc 09:14 23/11/2026 – Người in: Nguyễn Thị Lan – Phiên bản mẫu TT03/2025-01",
    "Trang 1/1",
)


@pytest.mark.parametrize("form_set", ["TT01_2018", "TT03_2025"])
def test_every_line_of_the_form_is_there_in_both_sets(form_set: str) -> None:
    text = whole_text(receipt.draw(samples.receipt(head=replace(samples.HEAD, form_set=form_set))))
    assert [line for line in LINES if line not in text] == []


def test_nothing_is_called_null_and_no_optional_line_is_on() -> None:
    text = whole_text(receipt.draw(samples.receipt(applicant=PaperApplicant(""), submitter_name="")))
    optional = ("Phí, lệ phí", "Tra cứu:", "Giấy ủy quyền:", "CCCD", "Đường dây nóng", "Chữ ký số")
    marks = ("In lại", "thay thế", "còn thiếu", "tạm tính")
    assert [word for word in ("None", "null", *optional, *marks) if word in text] == []


def test_empty_fields_are_dots_to_write_on() -> None:
    text = whole_text(
        receipt.draw(samples.receipt(applicant=PaperApplicant(""), return_by="post", submitter_name=""))
    )
    for field in ("Tiếp nhận hồ sơ của:", "Địa chỉ:", "Số điện thoại:", "Email:", "bưu chính công ích tại:"):
        assert f"{field} {DOTS}" in text
    assert f"(Ký và ghi rõ họ tên) {DOTS}" in text


@pytest.mark.parametrize(("paper", "size"), [("A5", (148.0, 210.0)), ("A4", (210.0, 297.0))])
def test_the_page_is_exact(paper: str, size: tuple[float, float]) -> None:
    pdf = receipt.draw(samples.receipt(head=replace(samples.HEAD, slip_paper=paper), copies=(1, 2)))
    assert len(page_sizes_mm(pdf)) == 2
    for found in page_sizes_mm(pdf):
        assert found == pytest.approx(size, abs=0.001)


def test_another_paper_is_refused() -> None:
    with pytest.raises(InvalidField) as refused:
        receipt.draw(samples.receipt(head=replace(samples.HEAD, slip_paper="Letter")))
    assert refused.value.facts["field"] == "slip_paper"


def test_an_unknown_form_set_is_refused() -> None:
    with pytest.raises(InvalidField) as refused:
        receipt.draw(samples.receipt(head=replace(samples.HEAD, form_set="TT99")))
    assert refused.value.facts["field"] == "form_set"


def test_two_copies_differ_by_their_label_only() -> None:
    first, second = page_texts(receipt.draw(samples.receipt(copies=(1, 2))))
    assert "(Liên 1: Lưu)" in first
    assert "(Liên 2: giao khách hàng)" in second
    assert first.replace("(Liên 1: Lưu)", "") == second.replace("(Liên 2: giao khách hàng)", "")


def test_one_copy_alone() -> None:
    (only,) = page_texts(receipt.draw(samples.receipt(copies=(1,))))
    assert "(Liên 1: Lưu)" in only


def test_the_same_value_gives_the_same_bytes() -> None:
    assert receipt.draw(samples.receipt()) == receipt.draw(samples.receipt())


def test_metadata_hold_no_personal_data() -> None:
    pdf = receipt.draw(samples.receipt())
    document = reader(pdf)
    assert document.metadata is not None
    assert document.metadata.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    said = " ".join(str(value) for value in document.metadata.values())
    for secret in (samples.APPLICANT.name, "Đặng", "Lan", samples.CODE):
        assert secret not in said
    assert document.trailer["/Root"]["/Lang"] == "vi"
    assert document.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_number_and_kind_stay_together() -> None:
    kinds = {
        "ban_chinh": "bản chính",
        "ban_sao": "bản sao",
        "ban_sao_chung_thuc": "bản sao chứng thực",
        "ban_dien_tu": "bản điện tử",
    }
    name = "Văn bản "
    for words in range(1, 24):
        components = tuple(PaperComponent(name + "của " * words, 2, kind) for kind in kinds)
        lines = [piece.text for piece in written(receipt.draw(samples.receipt(components=components)))]
        for text in kinds.values():
            assert any(line.endswith(f"– 2 {text}") for line in lines)


@pytest.mark.parametrize("size", [1, 3, 5, 8])
def test_the_date_of_line_5_is_on_one_line(size: int) -> None:
    pdf = receipt.draw(samples.receipt(components=samples.many_components(size)))
    assert find(pdf, "17 giờ 30 phút, ngày 03 tháng 12 năm 2026").font.endswith("Bold")


def body_size(pdf: bytes) -> float:
    return find(pdf, "2. Số lượng hồ sơ").size


def test_sizes_step_down_then_a_second_page() -> None:
    found = []
    applicant = replace(samples.APPLICANT, address="Hải Phòng")
    for count in range(13):
        components = samples.many_components(count, "ngắn")
        pdf = receipt.draw(samples.receipt(components=components, applicant=applicant))
        found.append((len(page_texts(pdf)), body_size(pdf)))
    one_page = [size for pages, size in found if pages == 1]
    assert one_page == sorted(one_page, reverse=True)
    assert set(one_page) == {11.0, 10.5, 10.0, 9.0}
    assert [pages for pages, _ in found] == sorted(pages for pages, _ in found)
    assert found[-1] == (2, 11.0)


@pytest.mark.parametrize("count", [1, 4, 7, 9, 10, 12, 13, 16, 20, 30])
def test_signatures_have_room_and_company(count: int) -> None:
    pdf = receipt.draw(samples.receipt(components=samples.many_components(count)))
    pieces = written(pdf)
    last = max(piece.page for piece in pieces)
    asked = find(pdf, "(Ký và ghi rõ họ tên)", last)
    name = find(pdf, "Đặng Đức Đạt", last)
    assert (asked.y - name.y - name.size) / MM >= 11.5
    office = find(pdf, "NGƯỜI NỘP HỒ SƠ", last)
    above = {round(piece.y) for piece in pieces if piece.page == last and piece.y > office.y + 1}
    assert len(above) >= 3  # the head of the page, and two lines of text


@pytest.mark.parametrize("count", [0, 3, 9, 13, 30])
def test_nothing_runs_over_the_foot_or_the_margins(count: int) -> None:
    pdf = receipt.draw(samples.receipt(components=samples.many_components(count)))
    for piece in written(pdf):
        assert piece.x >= 15 * MM - 0.1
        assert piece.end <= (148 - 10) * MM + SHRUNK
        is_foot = piece.text.startswith(("In lúc", "Trang"))
        assert (piece.y >= 13 * MM) or is_foot


def test_the_second_page_says_whose_it_is() -> None:
    first, second, third = page_texts(receipt.draw(samples.receipt(components=samples.many_components(30))))
    assert samples.CODE in first
    assert second.startswith("Mã hồ sơ: H24.28-261123-0003 (Liên 2: giao khách hàng) Trang 2/3")
    assert third.startswith("Mã hồ sơ: H24.28-261123-0003 (Liên 2: giao khách hàng) Trang 3/3")
    assert "Trang 1/3" in first
    whole = " ".join((first, second, third))
    for number in range(1, 31):
        assert f"{number}. Giấy tờ thứ {number}:" in whole
        assert f"– {number} bản sao" in whole


def test_long_names_are_never_cut() -> None:
    word = "Trách nhiệm hữu hạn "
    name = (word * 13)[:255].strip()
    note = ("chưa có " * 250)[:2000].strip()
    value = samples.receipt(
        applicant=PaperApplicant(name, name, name, name),
        submitter_name=name,
        receiver_name=name,
        components=samples.many_components(30, name),
        missing=(note,),
        mark=replace(samples.MARK, printed_by=name),
        head=replace(samples.HEAD, agency_name=name),
    )
    text = dense(whole_text(receipt.draw(value)))
    assert text.count(dense(name)) >= 6 + 30
    assert dense(name.upper()) in text
    assert text.count("chưacó") == 250


def test_a_text_over_the_limit_is_refused_at_once() -> None:
    with pytest.raises(InvalidField) as refused:
        samples.receipt(missing=("x" * 200_000,))
    assert refused.value.facts["limit"] == 2000


def test_marks_of_reprints_and_new_versions() -> None:
    def text(version: int, reprint: int) -> str:
        mark = replace(samples.MARK, reprint_no=reprint)
        return whole_text(receipt.draw(samples.receipt(receipt_version=version, mark=mark)))

    assert "thay thế bản số" not in text(1, 1)
    assert "thay thế bản số 1" in text(2, 1)
    assert "thay thế bản số 4" in text(5, 1)
    assert "In lại lần" not in text(1, 2)
    assert "In lại lần 3" in text(1, 3)
    assert "In lại lần 12" in text(2, 12)


def test_gaps_and_the_provisional_calendar_are_told() -> None:
    text = whole_text(
        receipt.draw(samples.receipt(missing=("Bản sao hộ chiếu", "Ảnh 4x6"), is_provisional=True))
    )
    assert "Giấy tờ còn thiếu: Bản sao hộ chiếu; Ảnh 4x6." in text
    assert "chưa được thông báo chính thức: ngày hẹn trả là tạm tính" in text


def test_optional_lines() -> None:
    text = whole_text(
        receipt.draw(
            samples.receipt(
                fee_vnd=1_500_000,
                proxy_ref="số 12/UQ",
                applicant_id_masked="02********16",
                lookup_url="https://example.gov.vn",
                lookup_secret="7K2M",
                hotline="0225 0000 100",
                unit_dues=(UnitDue("Sở Tài chính", datetime(2026, 11, 27, 17, 30)),),
                has_collecting_note=False,
                head=replace(samples.HEAD, is_electronic=True),
            )
        )
    )
    for line in (
        "Phí, lệ phí: 1.500.000 đồng (chưa nộp)",
        "Người nộp hồ sơ: Đặng Đức Đạt – Giấy ủy quyền: số 12/UQ",
        "CCCD/MST: 02********16",
        "Tra cứu: https://example.gov.vn – Mã tra cứu: 7K2M",
        "Đường dây nóng: 0225 0000 100",
        "- Sở Tài chính: 17 giờ 30 phút, ngày 27 tháng 11 năm 2026",
        "Chữ ký số của Tổ chức (nếu là biểu mẫu điện tử)",
    ):
        assert line in text
    assert "Khi đến nhận kết quả" not in text


@pytest.mark.parametrize(
    ("fee", "paid", "text"),
    [
        (0, 0, "0 đồng (đã nộp)"),
        (200_000, 200_000, "200.000 đồng (đã nộp)"),
        (200_000, 50_000, "200.000 đồng (đã nộp 50.000 đồng)"),
    ],
)
def test_fee_status(fee: int, paid: int, text: str) -> None:
    assert text in whole_text(receipt.draw(samples.receipt(fee_vnd=fee, fee_paid_vnd=paid)))


@pytest.mark.parametrize(
    ("return_by", "text"),
    [
        ("desk", "6. Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả Vào Sổ"),
        ("post", "Trả qua dịch vụ bưu chính công ích tại: 12 Lạch Tray"),
        ("online", "6. Đăng ký nhận kết quả tại: Cổng Dịch vụ công quốc gia"),
    ],
)
def test_where_the_result_is_collected(return_by: str, text: str) -> None:
    pdf = receipt.draw(samples.receipt(return_by=return_by, delivery_address="12 Lạch Tray"))
    assert text in whole_text(pdf)


@pytest.mark.parametrize(
    ("slip_no", "desk_no", "text"),
    [(5, None, "Số: 05/BPTNTKQ"), (318, None, "Số: 318/"), (7, 2, "Số: 2.07/"), (None, None, f"Số: {DOTS}/")],
)
def test_slip_numbers(slip_no: int | None, desk_no: int | None, text: str) -> None:
    head = replace(samples.HEAD, slip_no=slip_no, desk_no=desk_no, issued_on=date(2026, 2, 5))
    found = whole_text(receipt.draw(samples.receipt(head=head)))
    assert text in found
    assert "Hải Phòng, ngày 05 tháng 02 năm 2026" in found


def test_the_paused_explanation_stands_as_it_is_given() -> None:
    sentence = "Cách tính: nhận ngày 23/11/2026 (T2); đang tạm dừng từ 09:00 T3 24/11/2026, chưa có ngày hẹn."
    assert sentence in whole_text(receipt.draw(samples.receipt(counting_sentence=sentence)))


def test_notes_are_never_smaller_than_seven_and_a_half_points() -> None:
    for count in (1, 5, 9, 14):
        pdf = receipt.draw(samples.receipt(components=samples.many_components(count)))
        assert min(piece.size for piece in written(pdf)) >= 7.5
