"""The hand-over list: head of the table on each page, rows whole, signatures with company."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.papers import HandoverRow
from counter_app.forms import handover_list
from tests.forms import samples
from tests.forms.reading import MM, SHRUNK, find, page_sizes_mm, page_texts, whole_text, written


def test_every_line() -> None:
    pdf = handover_list.draw(samples.handover_list())
    text = whole_text(pdf)
    for line in (
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "Số: BG-261123-1.2",
        "DANH SÁCH BÀN GIAO HỒ SƠ",
        "Bên giao: Bộ phận Tiếp nhận và Trả kết quả",
        "Bên nhận: Phòng Quản lý Đầu tư",
        "Thời gian bàn giao: 16:40 ngày 23/11/2026",
        "Tổng số hồ sơ: 03",
        "TT Mã hồ sơ Tên TTHC Tên cá nhân, tổ chức Hẹn trả Ghi chú",
        "1 H24.28-261123-0001 Thủ tục điều chỉnh",
        "17:30 03/12/2026",
        "NGƯỜI GIAO (Ký và ghi rõ họ tên) Nguyễn Thị Lan",
        "NGƯỜI NHẬN (Ký và ghi rõ họ tên) Trần Văn Minh",
    ):
        assert line in text
    assert page_sizes_mm(pdf) == [pytest.approx((210.0, 297.0), abs=0.001)]


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13, 14, 15, 26, 40, 41, 42, 120])
def test_each_dossier_once_each_page_with_its_head(count: int) -> None:
    pdf = handover_list.draw(samples.handover_list(count))
    pages = page_texts(pdf)
    text = " ".join(pages)
    for no in range(1, count + 1):
        assert text.count(f"H24.28-261123-{no:04d}") == 1
    assert all("Tên cá nhân, tổ chức" in page for page in pages)
    for no, page in enumerate(pages[1:], start=2):
        assert f"Danh sách bàn giao BG-261123-1.2 Trang {no}/" in page
    last = len(pages) - 1
    office = find(pdf, "NGƯỜI GIAO", last)
    above = [piece for piece in written(pdf) if piece.page == last and piece.y > office.y + 1]
    assert len({round(piece.y) for piece in above}) >= 4
    if count:
        assert any(piece.text.startswith("H24.28") for piece in above)


def test_long_names_and_codes_are_whole() -> None:
    name = ("Trách nhiệm hữu hạn " * 13)[:255].strip()
    row = HandoverRow("000.00.28.H24-240719-0001", name, name, None, name)
    value = replace(samples.handover_list(), rows=(row,) * 3)
    pdf = handover_list.draw(value)
    assert whole_text(pdf).count(row.code) == 3
    assert whole_text(pdf).count("Trách") == 9 * name.count("Trách")
    assert max(piece.end for piece in written(pdf)) <= (210 - 15) * MM + SHRUNK


def test_a_row_higher_than_a_page_is_parted() -> None:
    text = ("chấp thuận " * 182)[:2000].strip()
    value = replace(samples.handover_list(), rows=(HandoverRow("H24.28-261123-0001", text, text),) * 2)
    pdf = handover_list.draw(value)
    assert whole_text(pdf).count("chấp") == 4 * text.count("chấp")
    assert min(piece.y for piece in written(pdf)) >= 12 * MM
