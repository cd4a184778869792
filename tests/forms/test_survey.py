"""Phiếu đánh giá: five questions, four squares that are drawn, nobody's name; exactly A5."""

from __future__ import annotations

import pypdfium2
import pytest

from counter_app.forms import survey
from tests.forms import book_samples as samples
from tests.forms.reading import MM, find, page_sizes_mm, whole_text


def squares(pdf: bytes) -> list[tuple[float, float]]:
    """Middles in millimetres of the squares to tick."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for thing in document[0].get_objects():
            if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
                left, bottom, right, top = (edge / MM for edge in thing.get_bounds())
                if 3 < right - left < 6 and right - left == pytest.approx(top - bottom, abs=0.05):
                    found.append(((left + right) / 2, (bottom + top) / 2))
        return found
    finally:
        document.close()


def test_every_line() -> None:
    pdf = survey.draw(samples.survey())
    assert page_sizes_mm(pdf) == [pytest.approx((148.0, 210.0), abs=0.001)]
    text = whole_text(pdf)
    for line in (
        "PHIẾU ĐÁNH GIÁ MỨC ĐỘ HÀI LÒNG",
        "Mã hồ sơ: H24.28-261123-0003 (không bắt buộc)",
        "Lĩnh vực: Đầu tư",
        "Câu hỏi Rất hài lòng Hài lòng Bình thường Không hài lòng",
        "1. Thái độ, tinh thần phục vụ của công chức hướng dẫn, tiếp nhận hồ sơ, trả kết quả",
        "2. Thời gian chờ đợi khi nộp hồ sơ, nhận kết quả",
        "3. Thời gian giải quyết so với thời gian hẹn trên giấy hẹn",
        "4. Việc xin lỗi và hẹn lại khi trễ hẹn (nếu có)",
        "5. Cơ sở vật chất, trang thiết bị của Bộ phận Một cửa",
        "Ý kiến khác:",
    ):
        assert line in text
    assert "□" not in text, "squares are drawn, not letters"


def test_twenty_squares_each_in_the_middle_of_its_answer() -> None:
    pdf = survey.draw(samples.survey())
    found = squares(pdf)
    assert len(found) == 20
    columns = sorted({round(x) for x, _ in found})
    rows = sorted({round(y, 1) for _, y in found}, reverse=True)
    assert (len(columns), len(rows)) == (4, 5)
    for question, y in zip(survey.QUESTIONS, rows, strict=True):
        line = find(pdf, question[:12]).y / MM
        assert abs(line - y) < 6
    assert min(one - other for one, other in zip(columns[1:], columns, strict=False)) > 12


def test_a_blank_one_has_dots() -> None:
    text = whole_text(survey.draw(samples.survey(dossier_code="", field_name="")))
    assert "Mã hồ sơ: …………… (không bắt buộc)" in text
    assert "Lĩnh vực: ……………" in text
    assert "H24.28" not in text


def test_on_a4_by_the_setting_of_the_slips() -> None:
    pdf = survey.draw(samples.survey(slip_paper="A4"))
    assert page_sizes_mm(pdf) == [pytest.approx((210.0, 297.0), abs=0.001)]
    assert len(squares(pdf)) == 20
