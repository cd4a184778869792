"""Form 05 or 06: one block a hand-over, room for signatures, blank blocks to write on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.domain.papers import ControlBlock, ControlRemark
from counter_app.forms import control_sheet
from counter_app.forms.paragraphs import DOTS
from tests.forms import samples
from tests.forms.reading import MM, dense, find, page_sizes_mm, page_texts, reader, whole_text, written

LINES = (
    "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    "Mã hồ sơ: H24.28-261123-0003",
    "Cơ quan (bộ phận) giải quyết hồ sơ: Phòng Quản lý Đầu tư",
    "Cơ quan phối hợp giải quyết hồ sơ: Phòng Quy hoạch và Xây dựng, Văn phòng",
    "TÊN CƠ QUAN",
    "THỜI GIAN GIAO, NHẬN HỒ SƠ",
    "GHI CHÚ",
    "1. Giao: Bộ phận Tiếp nhận và Trả kết quả 2. Nhận: Phòng Quản lý Đầu tư",
    "10 giờ 05 phút, ngày 23 tháng 11 năm 2026",
    "09 giờ 00 phút, ngày 01 tháng 12 năm 2026",
    "Người giao",
    "Người nhận",
    "Nguyễn Thị Lan",
    "Phạm Anh Tuấn",
    "Trước hạn",
    "Quá hạn",
    "kèm dự thảo",
    "Ghi chú: - Trường hợp hồ sơ được chuyển qua Hệ thống thông tin một cửa điện tử thì thời gian giao, "
    "nhận và việc ký nhận thực hiện trên Hệ thống thông tin một cửa điện tử; - Kết quả giải quyết hồ sơ "
    "do bên nhận hồ sơ ghi khi nhận bàn giao hồ sơ.",
)


@pytest.mark.parametrize(("form_set", "number"), [("TT01_2018", "05"), ("TT03_2025", "06")])
def test_every_line_and_the_number_of_the_set(form_set: str, number: str) -> None:
    text = whole_text(
        control_sheet.draw(samples.control_sheet(head=replace(samples.HEAD, form_set=form_set)))
    )
    assert [line for line in LINES if line not in text] == []
    assert f"Mẫu số {number}" in text
    assert dense("KẾT QUẢ GIẢI QUYẾT HỒ SƠ (Trước hạn/đúng hạn/quá hạn)") in dense(text)


def test_a_struck_move_has_a_line_through_it() -> None:
    """A handover that met another stays on the sheet; the stroke adds nothing to the words."""
    at = datetime(2026, 11, 23, 10, 20)
    remarks = (
        ControlRemark("struck_handed_over", at, units=("Một cửa", "Phòng <b>Đầu tư")),
        ControlRemark("resolved", at),
    )
    paper = samples.control_sheet()
    blocks = (replace(paper.blocks[0], remarks=remarks), *paper.blocks[1:])
    told = control_sheet.draw(replace(paper, blocks=blocks))
    text = dense(whole_text(told))
    assert dense("Giao, Một cửa → Phòng <b>Đầu tư, 10 giờ 20 phút, ngày 23 tháng 11 năm 2026") in text
    assert dense("Đã giải quyết khác nhau ngày 23/11/2026") in text
    plain = (replace(blocks[0], remarks=(ControlRemark("resolved", at),)), *blocks[1:])
    assert strokes(told) > strokes(control_sheet.draw(replace(paper, blocks=plain)))


def strokes(pdf: bytes) -> int:
    """How many lines are drawn."""
    pages = (page.get_contents() for page in reader(pdf).pages)
    return sum(page.get_data().count(b" l S") for page in pages if page is not None)


def test_the_page_is_a5() -> None:
    sizes = page_sizes_mm(control_sheet.draw(samples.control_sheet()))
    assert set(sizes) == {sizes[0]}
    assert sizes[0] == pytest.approx((148.0, 210.0), abs=0.001)


def test_there_are_18_mm_to_sign() -> None:
    pdf = control_sheet.draw(samples.control_sheet())
    word, name = find(pdf, "Người giao"), find(pdf, "Nguyễn Thị Lan")
    assert (word.y - name.y - name.size) / MM >= 17.5


def test_what_room_is_left_is_filled_with_blank_blocks() -> None:
    one = samples.control_sheet().blocks[:1]
    filled = whole_text(control_sheet.draw(samples.control_sheet(blocks=one, blank_blocks=1)))
    assert filled.count(f"1. Giao: {DOTS}") >= 2
    none = whole_text(control_sheet.draw(samples.control_sheet(blocks=one, blank_blocks=0)))
    assert "1. Giao: …" not in none
    many = whole_text(control_sheet.draw(samples.control_sheet(blocks=one, blank_blocks=7)))
    assert many.count(f"1. Giao: {DOTS}") >= 7


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9, 20])
def test_blocks_stay_whole_and_in_order(count: int) -> None:
    blocks = tuple(
        ControlBlock(
            from_unit=f"Đơn vị {no} giao",
            to_unit=f"Đơn vị {no} nhận",
            handed_over_at=datetime(2026, 11, 23, 8, no),
            giver_name=f"Giao {no}",
            taker_name=f"Nhận {no}",
        )
        for no in range(count)
    )
    pages = page_texts(control_sheet.draw(samples.control_sheet(blocks=blocks)))
    for page in pages:
        assert "TÊN CƠ QUAN" in page
    at = -1
    for no in range(count):
        (holder,) = [number for number, page in enumerate(pages) if f"Đơn vị {no} giao" in page]
        assert all(text in pages[holder] for text in (f"Đơn vị {no} nhận", f"Giao {no}", f"Nhận {no}"))
        assert holder >= at
        at = holder
    assert "Ghi chú:" in pages[-1]


def test_hours_have_a_column_only_where_there_are_some() -> None:
    assert "Thời gian quy định" not in whole_text(control_sheet.draw(samples.control_sheet()))
    first, second = samples.control_sheet().blocks
    blocks = (replace(first, step_hours=56), replace(second, step_hours=7.5))
    text = whole_text(control_sheet.draw(samples.control_sheet(blocks=blocks)))
    assert dense("Thời gian quy định (giờ)") in dense(text)
    assert " 56 " in text
    assert " 7,5 " in text


def test_optional_lines_above_the_table() -> None:
    text = whole_text(
        control_sheet.draw(
            samples.control_sheet(
                applicant_name="Công ty Đông Đô",
                procedure_name=samples.PROCEDURE,
                received_at=datetime(2026, 11, 23, 9, 14),
                due_at=datetime(2026, 12, 3, 17, 30),
                coop_departments=(),
            )
        )
    )
    assert "Chủ hồ sơ: Công ty Đông Đô" in text
    assert f"Thủ tục: {samples.PROCEDURE}" in text
    assert "Nhận: 09 giờ 14 phút, ngày 23 tháng 11 năm 2026" in text
    assert "Hẹn trả: 17 giờ 30 phút, ngày 03 tháng 12 năm 2026" in text
    assert f"Cơ quan phối hợp giải quyết hồ sơ: {DOTS}" in text


def test_a_note_higher_than_a_page_is_parted_not_cut() -> None:
    note = ("ghi chú dài " * 170)[:2000].strip()
    blocks = (replace(samples.control_sheet().blocks[0], note=note),)
    pdf = control_sheet.draw(samples.control_sheet(blocks=blocks))
    assert whole_text(pdf).count("dài") == note.count("dài")
    assert min(piece.y for piece in written(pdf)) >= 9 * MM
