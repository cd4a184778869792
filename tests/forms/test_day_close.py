"""The day's sheet: every field on paper, tables on many pages, the head of the log whole."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.domain.day_figures import FeeLine, MethodSum
from counter_app.domain.day_papers import DayOpenLine, DayOpenList
from counter_app.domain.errors import InvalidField
from counter_app.forms import day_close
from counter_app.forms.day_words import CHANNELS, METHODS, OPEN, grouped
from tests.forms.day_samples import HEAD, NAME, code
from tests.forms.day_samples import day_close as sheet
from tests.forms.reading import MM, SHRUNK, dense, page_sizes_mm, page_texts, whole_text, written


def test_every_field() -> None:
    pdf = day_close.draw(sheet())
    text = whole_text(pdf)
    for line in (
        "Số: 2026-11-23-1",
        "Hải Phòng, ngày 23 tháng 11 năm 2026",
        "PHIẾU CHỐT NGÀY LÀM VIỆC",
        "Ngày làm việc: thứ hai, ngày 23 tháng 11 năm 2026",
        "Chốt lúc 17 giờ 32 phút, ngày 23 tháng 11 năm 2026. Người chốt: Nguyễn Thị Lan",
        "Nội dung Số lượng Chi tiết",
        "Hồ sơ tiếp nhận trong ngày 12 trực tiếp 9; trực tuyến 3; trong đó đã hủy 1",
        "Hồ sơ chưa bàn giao 2 cũ nhất từ 20/11/2026",
        "Đã giao, bên nhận chưa nhận 1 cũ nhất từ 23/11/2026",
        "Chưa in giấy tiếp nhận 0",
        "Kết quả chưa có người nhận 14 cũ nhất từ 10/11/2026",
        "Bản nháp chưa tiếp nhận 1 của người chốt 1",
        "Phí, lệ phí đã thu (đồng) 1.650.000 5 khoản; 2 biên lai; 1 khoản chưa có số biên lai",
        "Sao lưu Có 12:00 23/11/2026",
        "Hồ sơ chưa bàn giao: 02 hồ sơ",
        "1 H24.28-261120-0007 Công ty TNHH Cơ khí Chính xác Đông Đô 16:02 20/11/2026 Phòng Quản lý Đầu tư",
        "Phòng Tài nguyên và Môi trường BG-261123-1.2",
        "Kết quả chưa có người nhận: 14 hồ sơ (3 hồ sơ cũ nhất)",
        "TT Giờ Mã hồ sơ Số tiền (đồng) Hình thức Số biên lai Người thu",
        f"1 08:12 {code(1)} 50.000 Khi tiếp nhận chưa có Nguyễn Thị Lan",
        f"3 10:05 {code(3)} 1.200.000 Chuyển khoản 0012346 Nguyễn Thị Lan",
        f"4 14:10 {code(5)} 0 Tiền mặt miễn, giảm: hộ nghèo Nguyễn Thị Lan",
        "Tiền mặt 400.000 03 khoản",
        "Chuyển khoản 1.200.000 01 khoản",
        "Tổng cộng 1.650.000 05 khoản",
        f"Số biên lai 0012345 dùng cho 2 khoản: {code(2)}, {code(6)}.",
        "4. Ghi chú Khách hẹn mang bổ sung sáng mai. Máy in thay mực lúc 15 giờ.",
        "nhật ký của quầy có 1.204 việc; dấu của việc thứ 1.204 là:",
        " ".join(grouped(HEAD)),
        "NGƯỜI CHỐT NGÀY (Ký và ghi rõ họ tên) Nguyễn Thị Lan",
        "NGƯỜI KIỂM TRA (Ký và ghi rõ họ tên)",
        "In lúc 17:33 23/11/2026",
        "Phiên bản mẫu CN-01",
    ):
        assert dense(line) in dense(text), line
    assert "Quầy số" not in text, "the only desk needs no number"
    assert page_sizes_mm(pdf)[0] == pytest.approx((210.0, 297.0), abs=0.001)


def test_an_empty_day_fits_one_page() -> None:
    lists = tuple(DayOpenList(kind, 0) for kind in OPEN)
    empty = sheet(
        received=0,
        voided=0,
        by_channel=(),
        open_lists=lists,
        drafts_own=0,
        fees=(),
        sums=(),
        doubled=(),
        backup_at=None,
        note="",
    )
    pages = page_texts(day_close.draw(empty))
    assert len(pages) == 1
    for line in (
        "Hồ sơ tiếp nhận trong ngày 0",
        "2. Hồ sơ còn lại: không có.",
        "3. Phí, lệ phí: không thu khoản nào.",
        "Sao lưu Không Chưa sao lưu",
        "4. Dấu của nhật ký",
    ):
        assert line in pages[0]


def test_a_second_sheet_of_one_of_several_desks_printed_again() -> None:
    text = whole_text(day_close.draw(sheet(sheet="2026-11-23-2", sheet_no=2, desk_no=3, after=4)))
    assert "Quầy số 3 (phiếu thứ 2 của ngày)" in text
    assert "Đến lúc in lại, ngày này có thêm 4 việc ghi sau khi chốt phiếu." in text


@pytest.mark.parametrize("count", [30, 200])
def test_many_rows_keep_their_heads_and_their_ends(count: int) -> None:
    moment = datetime(2026, 11, 23, 8, 0)
    lines = tuple(DayOpenLine(code(no), NAME, moment, "Phòng Quản lý Đầu tư") for no in range(1, count + 1))
    fees = tuple(
        FeeLine("2026-11-23T08:00", code(no), no * 1000, "cash", f"{no:07d}", "", "Nguyễn Thị Lan")
        for no in range(1, count + 1)
    )
    sums = (MethodSum("cash", count, sum(fee.amount_vnd for fee in fees)),)
    lists = (DayOpenList("not_handed_over", count, lines),)
    value = sheet(open_lists=lists, fees=fees, sums=sums, doubled=())
    pdf = day_close.draw(value)
    pages = page_texts(pdf)
    text = " ".join(pages)
    for no in range(1, count + 1):
        assert text.count(code(no)) == 2, no
    for at, page in enumerate(pages[1:], start=2):
        assert page.startswith(f"Phiếu chốt ngày 2026-11-23-1 {at} ")
        assert f"Trang {at}/{len(pages)}" in page
    assert "NGƯỜI CHỐT NGÀY" in pages[-1]
    assert max(piece.end for piece in written(pdf)) <= (210 - 15) * MM + SHRUNK


def test_the_longest_words_stay_on_the_paper() -> None:
    name = ("Trách nhiệm hữu hạn " * 13)[:255].strip()
    odd = FeeLine(
        "2026-11-23T08:00", "000.00.28.H24-240719-0001", 10**10, "voucher", "X" * 60, "vì " * 80, name
    )
    batch = "BG-261123-22.999"
    line = DayOpenLine("000.00.28.H24-240719-0001", name, datetime(2026, 11, 1, 8, 0), name, batch)
    lists = (DayOpenList("not_taken", 1, (line,)),)
    value = sheet(fees=(odd,), sums=(MethodSum("voucher", 1, 10**10),), open_lists=lists)
    pdf = day_close.draw(value)
    assert max(piece.end for piece in written(pdf)) <= (210 - 15) * MM + SHRUNK
    text = whole_text(pdf)
    assert text.count("000.00.28.H24-240719-0001") == 2
    assert dense("X" * 60) in dense(text)
    assert "voucher" in text
    assert text.count("10.000.000.000") >= 3, "an amount is never parted"


def test_markup_and_long_texts_are_no_markup_and_refused() -> None:
    text = whole_text(day_close.draw(sheet(note='Nguyễn <b Văn A <img src="x.png"/>')))
    assert 'Nguyễn <b Văn A <img src="x.png"/>' in text
    with pytest.raises(InvalidField):
        replace(sheet(), note="a" * 2001)


def test_the_hash_is_told_in_groups_of_four() -> None:
    both = grouped(HEAD)
    assert all(re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", line) for line in both)
    assert "".join(both).replace(" ", "") == HEAD


def test_every_kind_has_words() -> None:
    from counter_app.domain.day_figures import METHODS as KNOWN
    from counter_app.domain.day_figures import OpenKind
    from counter_app.domain.dossier import Channel

    assert set(OPEN) == {str(kind) for kind in OpenKind}
    assert set(METHODS) == set(KNOWN)
    assert set(CHANNELS) == {str(channel) for channel in Channel}
