"""What hangs on the wall: the circular's text, typography of NĐ 30/2020, dots where facts are missing."""

from __future__ import annotations

import pytest

from counter_app.domain.papers import PaperComponent
from counter_app.forms import feedback_notice, posting
from counter_app.forms.paragraphs import DOTS
from tests.forms import book_samples as samples
from tests.forms.reading import MM, SHRUNK, dense, find, page_sizes_mm, page_texts, whole_text, written

HEADS = (
    "1. Tên thủ tục:",
    "2. Trình tự thực hiện:",
    "3. Cách thức thực hiện:",
    "4. Thành phần, số lượng hồ sơ:",
    "5. Thời hạn giải quyết:",
    "6. Đối tượng thực hiện:",
    "7. Cơ quan thực hiện:",
    "8. Kết quả thực hiện:",
    "9. Phí, lệ phí:",
    "10. Tên mẫu đơn, mẫu tờ khai:",
    "11. Yêu cầu, điều kiện:",
    "12. Căn cứ pháp lý:",
)


def test_the_posting_in_its_order() -> None:
    text = whole_text(posting.draw(samples.posting()))
    places = [text.index(head) for head in HEADS]
    assert places == sorted(places)
    for line in (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG",
        "Mã thủ tục: 1.009748",
        f"2. Trình tự thực hiện: {DOTS * 3}",
        "Nộp hồ sơ trực tiếp tại Bộ phận Tiếp nhận và Trả kết quả Ban Quản lý Khu kinh tế Hải Phòng",
        "(dịch vụ công trực tuyến toàn trình)",
        "- Văn bản đề nghị: 01 bản chính;",
        "- Báo cáo tình hình: 02 bản sao;",
        "- Số lượng: 01 bộ.",
        "5. Thời hạn giải quyết: 07 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ.",
        "6. Đối tượng thực hiện: Tổ chức, cá nhân",
        "7. Cơ quan thực hiện: Ban Quản lý Khu kinh tế Hải Phòng",
        "8. Kết quả thực hiện: Giấy chứng nhận đăng ký đầu tư",
        "9. Phí, lệ phí: 3.000.000 đồng.",
        "- Mẫu A.I.1; - Mẫu A.I.2.",
        f"11. Yêu cầu, điều kiện: {DOTS * 3}",
        "12. Căn cứ pháp lý: Luật Đầu tư số 143/2025/QH15",
    ):
        assert line in text


def test_a_code_that_is_not_confirmed_says_so() -> None:
    assert "Mã thủ tục: (chưa xác nhận)" in whole_text(posting.draw(samples.posting(national_code="")))


@pytest.mark.parametrize(
    ("fee_vnd", "note", "words"),
    [
        (30_000, "30.000 đồng đến 31/12/2026", "30.000 đồng."),
        (0, "Miễn phí", "Không thu phí, lệ phí."),
        (0, "Mức thu chưa xác định, nhập sau", DOTS * 3),
        (0, "", DOTS * 3),
    ],
)
def test_a_fee_that_is_not_known_is_not_said_to_be_none(fee_vnd: int, note: str, words: str) -> None:
    text = whole_text(posting.draw(samples.posting(fee_vnd=fee_vnd, fee_note=note)))
    assert f"9. Phí, lệ phí: {words} 10." in text


def test_a4_as_the_decree_has_it() -> None:
    """NĐ 30/2020/NĐ-CP, Phụ lục I: margins, sizes, first line 1 cm in."""
    for pdf in (
        posting.draw(samples.posting()),
        feedback_notice.draw(samples.feedback_notice()),
    ):
        assert page_sizes_mm(pdf)[0] == pytest.approx((210.0, 297.0), abs=0.001)
        pieces = written(pdf)
        assert min(piece.x for piece in pieces) >= 30 * MM - 0.1
        assert max(piece.end for piece in pieces) <= (210 - 15) * MM + SHRUNK + 4
        nation = find(pdf, "CỘNG HÒA XÃ HỘI")
        assert (nation.size, "Bold" in nation.font) == (12.0, True)
        title = find(pdf, "NỘI DUNG")
        assert (title.size, "Bold" in title.font) == (14.0, True)
        superior, agency = find(pdf, "ỦY BAN NHÂN DÂN"), find(pdf, "BAN QUẢN LÝ")
        assert "Bold" not in superior.font
        assert "Bold" in agency.font
        assert superior.y > agency.y
        assert "Số:" not in page_texts(pdf)[0].split("NỘI DUNG")[0]
    body = find(posting.draw(samples.posting()), "1. Tên thủ tục")
    assert body.size in (13.0, 14.0)
    assert body.x == pytest.approx(40 * MM, abs=0.5)


def test_without_a_superior_the_desk_stands_below_the_authority() -> None:
    text = whole_text(posting.draw(samples.posting(superior_name="")))
    assert "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ" in text


def test_texts_of_two_thousand_letters_run_on() -> None:
    long = ("Điều kiện thứ nhất của hồ sơ " * 80)[:2000].strip()
    steps = "\n".join(f"Bước {number}: nộp hồ sơ tại quầy" for number in range(1, 60))
    papers = tuple(
        PaperComponent(f"Giấy tờ số {number} {'rất dài ' * 20}", 1, "ban_chinh") for number in range(1, 31)
    )
    value = samples.posting(
        procedure_name=("Thủ tục " * 32)[:255].strip(),
        conditions=long,
        legal_basis=long,
        public_steps=steps,
        components=papers,
    )
    pdf = posting.draw(value)
    text = whole_text(pdf)
    assert dense(text).count(dense("Điều kiện thứ nhất của hồ sơ")) == 2 * long.count("hồ sơ")
    assert all(f"Giấy tờ số {number} " in text for number in range(1, 31))
    assert all(f"Bước {number}: " in text for number in range(1, 60))
    assert len(page_texts(pdf)) > 2
    assert min(piece.y for piece in written(pdf)) >= 10 * MM
    for number, page in enumerate(page_texts(pdf)[1:], start=2):
        assert "Thủ tục DT-01" in page
        assert f"Trang {number}/" in page


def test_a_name_is_no_markup() -> None:
    text = '<b>&amp; <img src="/etc/hosts"/>'
    assert text in whole_text(posting.draw(samples.posting(procedure_name=text)))
    assert text in whole_text(feedback_notice.draw(samples.feedback_notice(feedback_agency=text)))


def test_where_complaints_are_sent() -> None:
    pdf = feedback_notice.draw(samples.feedback_notice())
    text = whole_text(pdf)
    for line in (
        "NỘI DUNG YÊU CẦU PHẢN ÁNH, KIẾN NGHỊ",
        "Ban Quản lý Khu kinh tế Hải Phòng mong nhận được phản ánh, kiến nghị của cá nhân, tổ chức về quy "
        "định hành chính theo các nội dung sau đây:",
        "1. Phản ánh về những vướng mắc cụ thể trong thực hiện quy định hành chính do hành vi chậm trễ, gây "
        "phiền hà hoặc không thực hiện, thực hiện không đúng quy định hành chính của cơ quan, cán bộ, "
        "công chức;",
        "2. Phản ánh về quy định hành chính không phù hợp với thực tế; không đồng bộ, thiếu thống nhất; "
        "không hợp pháp hoặc trái với điều ước quốc tế;",
        "3. Đề xuất phương án xử lý những phản ánh nêu trên hoặc sáng kiến ban hành mới quy định hành chính.",
        "Phản ánh, kiến nghị gửi tới: Văn phòng Ban Quản lý",
        "- Địa chỉ: 24 Cù Chính Lan, phường Hồng Bàng, thành phố Hải Phòng",
        "- Số điện thoại chuyên dùng: 0225 3823 207 - Số fax: 0225 3842 426",
        "- Thư điện tử: phananh@example.com",
        "Lưu ý:",
        "- Phản ánh, kiến nghị phải sử dụng ngôn ngữ tiếng Việt; ghi rõ nội dung phản ánh, kiến nghị;",
        "- Ghi rõ tên, địa chỉ, số điện thoại (hoặc địa chỉ thư tín) của cá nhân, tổ chức có phản ánh, "
        "kiến nghị;",
        "- Không tiếp nhận phản ánh, kiến nghị liên quan đến khiếu nại, tố cáo của cá nhân, tổ chức.",
    ):
        assert line in text
    assert len(page_texts(pdf)) == 1


def test_settings_that_are_empty_leave_dots() -> None:
    empty = dict.fromkeys(
        ("feedback_agency", "feedback_address", "feedback_phone", "feedback_fax", "feedback_email"), ""
    )
    text = whole_text(feedback_notice.draw(samples.feedback_notice(**empty)))
    for line in ("gửi tới: ……", "Địa chỉ: ……", "chuyên dùng: ……", "Số fax: ……", "Thư điện tử: ……"):
        assert line in text
