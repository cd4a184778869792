"""Slips on A4: the sizes, styles and margins of NĐ 30/2020/NĐ-CP, Phụ lục I (document 5, 15), read back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from counter_app.forms.registry import FORMS
from tests.forms import samples
from tests.forms.reading import MM, Written, find, page_sizes_mm, whole_text, written

SLIPS = {
    "receipt": samples.receipt(),
    "supplement_request": samples.supplement_request(round_no=2, has_clock_note=True),
    "refusal": samples.refusal(),
    "extension": samples.extension(),
    "stop_notice": samples.stop_notice(),
    "control_sheet": samples.control_sheet(),
}
BODY = {
    "receipt": ("Tiếp nhận hồ sơ của:", "6. Đăng ký nhận"),
    "supplement_request": ("Hồ sơ của:", "Trong quá trình"),
    "refusal": ("Tiếp nhận hồ sơ của:", "Xin thông báo"),
    "extension": ("Kính gửi", "Tuy nhiên đến nay"),
    "stop_notice": ("Kính gửi", "Phí, lệ phí đã nộp"),
    "control_sheet": ("Cơ quan (bộ phận)", "Cơ quan phối hợp"),
}
TITLES = {"receipt": "GIẤY TIẾP NHẬN", "extension": "VĂN BẢN XIN LỖI", "stop_notice": "THÔNG BÁO DỪNG"}


def a4(name: str, **changes: Any) -> bytes:
    value = replace(SLIPS[name], **changes)
    return FORMS[name].draw(replace(value, head=replace(value.head, slip_paper="A4")))


def _is(piece: Written, least: float, most: float, face: str) -> bool:
    return least <= piece.size <= most and piece.font.endswith(f"-{face}")


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_head_of_each_slip(name: str) -> None:
    pdf = a4(name)
    assert page_sizes_mm(pdf)[0] == pytest.approx((210.0, 297.0), abs=0.001)
    assert _is(find(pdf, "CỘNG HÒA XÃ HỘI"), 12, 13, "Bold")
    assert _is(find(pdf, "Độc lập - Tự do"), 13, 14, "Bold")
    issuing = "KHU KINH TẾ" if name in ("extension", "stop_notice") else "BỘ PHẬN TIẾP NHẬN"
    above = "ỦY BAN" if name in ("extension", "stop_notice") else "BAN QUẢN LÝ"
    assert _is(find(pdf, issuing), 12, 13, "Bold")
    assert _is(find(pdf, above), 12, 13, "Regular")
    assert _is(find(pdf, "Số: "), 13, 13, "Regular")
    assert _is(find(pdf, "Hải Phòng, ngày"), 13, 14, "Italic")
    title = find(pdf, TITLES.get(name, "PHIẾU "))
    assert _is(title, 13, 14, "Bold")


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_the_text_has_thirteen_points(name: str) -> None:
    pdf = a4(name)
    for start in BODY[name]:
        assert find(pdf, start).size == pytest.approx(13.0), start


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_margins(name: str) -> None:
    for piece in written(a4(name)):
        assert piece.x >= 30 * MM - 0.1 or "Trang" in piece.text, piece
        assert piece.end <= (210 - 15) * MM + 3.0, piece
        assert piece.y + piece.size * 0.7 <= (297 - 20) * MM + 0.5, piece


@pytest.mark.parametrize("name", ["extension", "stop_notice"])
def test_who_signs_and_who_receives(name: str) -> None:
    pdf = a4(name)
    assert _is(find(pdf, "THỦ TRƯỞNG"), 13, 14, "Bold")
    assert _is(find(pdf, "Nơi nhận:"), 12, 12, "BoldItalic")
    assert _is(find(pdf, "- Như trên;"), 11, 11, "Regular")
    assert _is(find(pdf, "Kính gửi"), 13, 14, "Regular")
    assert _is(find(a4("extension"), "Phạm Anh Tuấn"), 13, 14, "Bold")


@pytest.mark.parametrize("name", ["extension", "stop_notice"])
def test_sentences_begin_a_centimetre_in_and_have_six_points_between_them(name: str) -> None:
    pieces = [piece for piece in written(a4(name)) if piece.size == 13.0 and piece.font.endswith("-Regular")]
    begins = [piece for piece in pieces if piece.x == pytest.approx(40 * MM, abs=0.5)]
    assert len(begins) >= 4
    left = 30 * MM
    lines = sorted({round(piece.y, 1) for piece in pieces if left - 1 < piece.x < 41 * MM}, reverse=True)
    starts = {round(piece.y, 1) for piece in begins}
    gaps = {(low in starts): high - low for high, low in pairwise(lines) if high - low < 40}
    assert gaps[True] - gaps[False] >= 5.9


def test_a_long_slip_keeps_its_size_and_numbers_its_pages_above() -> None:
    pdf = a4("receipt", components=samples.many_components(30))
    pieces = written(pdf)
    assert find(pdf, "Giấy tờ thứ 30").size == pytest.approx(13.0)
    numbers = [piece for piece in pieces if piece.y > (297 - 20) * MM]
    pages = max(piece.page for piece in pieces)
    assert pages >= 1
    told = [(piece.page, piece.text, piece.size) for piece in numbers]
    assert told == [(page, str(page + 1), 13.0) for page in range(1, pages + 1)], "not on page 1"
    middle = (30 + (210 - 15)) / 2 * MM
    assert all(piece.x == pytest.approx(middle, abs=10) for piece in numbers)


def test_a5_keeps_its_own_sizes() -> None:
    pdf = FORMS["extension"].draw(samples.extension())
    assert find(pdf, "Tuy nhiên").size == pytest.approx(11.0)
    assert find(pdf, "- Như trên;").size == pytest.approx(9.0)
    assert "Trang 1/1" in whole_text(pdf)
