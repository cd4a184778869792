"""Sổ theo dõi on paper: cover, two-level head on each page, every number once, struck ones struck through."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import pypdfium2
import pytest

from counter_app.domain.book_papers import BookRemark
from counter_app.forms import register
from counter_app.forms.book_head import WIDTHS
from counter_app.forms.form_words import REGISTER_NOTE
from tests.forms import book_samples as samples
from tests.forms.reading import MM, SHRUNK, dense, find, page_sizes_mm, page_texts, whole_text, written

LAW_WIDTHS_MM = (9, 34, 42, 13, 34, 34, 24, 15, 15, 15, 14, 10, 8)
EDGES_MM = tuple(20 + sum(LAW_WIDTHS_MM[:count]) for count in range(14))


def lines(pdf: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Straight lines of a page as (left, bottom, right, top) in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for thing in document[page].get_objects():
            if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
                left, bottom, right, top = thing.get_bounds()
                found.append((left / MM, bottom / MM, right / MM, top / MM))
        return found
    finally:
        document.close()


def test_cover_and_first_page() -> None:
    pdf = register.draw(samples.register())
    assert page_sizes_mm(pdf) == [pytest.approx((297.0, 210.0), abs=0.001)] * 2
    for page in page_texts(pdf):
        for line in (
            "Mẫu số 07",
            "BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG",
            "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "SỔ THEO DÕI HỒ SƠ",
            "Lĩnh vực: Đầu tư",
            "Năm: 2026",
            "Quyển số: 01",
        ):
            assert line in page
        assert "Số:" not in page, "a book has no number of a document"
    cover = page_texts(pdf)[0]
    assert "(Số thứ tự từ 01 đến 03)" in cover
    assert "STT" not in cover
    assert page_texts(pdf)[1].count(REGISTER_NOTE) == 1


def test_the_old_set_has_another_number() -> None:
    assert "Mẫu số 06" in whole_text(register.draw(samples.register(form_set="TT01_2018")))


def test_thirteen_columns_at_the_widths_of_the_form() -> None:
    assert [width / MM for width in WIDTHS] == pytest.approx(LAW_WIDTHS_MM)
    pdf = register.draw(samples.register())
    upright = {round(left, 1) for left, _, right, _ in lines(pdf, 1) if right - left < 0.5}
    for edge in EDGES_MM:
        assert any(abs(edge - x) < 0.4 for x in upright), edge
    for number in range(1, 14):
        piece = find(pdf, f"({number})", 1)
        middle = (EDGES_MM[number - 1] + EDGES_MM[number]) / 2 * MM
        assert (piece.x + piece.end) / 2 == pytest.approx(middle, abs=1.0)


def test_the_head_has_two_levels() -> None:
    pdf = register.draw(samples.register())
    days, received = find(pdf, "Ngày, tháng, năm", 1), find(pdf, "Nhận", 1)
    assert days.y > received.y
    assert EDGES_MM[7] * MM < days.x < days.end < EDGES_MM[10] * MM
    for words in ("STT", "Mã hồ sơ", "Tên TTHC", "Cơ quan chủ trì", "Ký", "Ghi"):
        assert find(pdf, words, 1)
    text = page_texts(pdf)[1]
    for words in ("Số lượng hồ sơ (bộ)", "Hẹn trả kết quả", "Phương thức nhận kết quả"):
        assert dense(words) in dense(text)


def column_of(pdf: bytes, page: int, column: int) -> str:
    """Text of a column (from 1) below its number."""
    floor = find(pdf, f"({column})", page).y
    left, right = EDGES_MM[column - 1] * MM, EDGES_MM[column] * MM
    found = [
        piece for piece in written(pdf) if piece.page == page and piece.y < floor and left <= piece.x < right
    ]
    return " ".join(piece.text for piece in found if piece.y > 20 * MM and "Ghi chú:" not in piece.text)


def test_every_field_stands_in_its_column() -> None:
    row = samples.book_row(7, returned_on=date(2026, 12, 2), return_by="post")
    pdf = register.draw(samples.register(row))
    expected = {
        1: "7",
        2: "H24.28-261123-0007",
        3: row.procedure_name,
        4: "01",
        5: "Công ty số 7",
        6: "Lô CN4.1, KCN Đình Vũ, 0225 0000 002",
        7: "Phòng Quản lý Đầu tư",
        8: "23/11/2026",
        9: "03/12/2026",
        10: "02/12/2026",
        11: "Bưu chính công ích",
        12: "",
        13: "",
    }
    for column, text in expected.items():
        assert dense(column_of(pdf, 1, column)) == dense(text), column


def test_an_extension_shows_both_promises() -> None:
    row = samples.book_row(
        due_first_on=datetime(2026, 12, 3, 17, 30),
        due_on=datetime(2026, 12, 10, 17, 30),
        remarks=(BookRemark("extended", date(2026, 12, 10), "cơ quan phối hợp trả lời chậm."),),
    )
    pdf = register.draw(samples.register(row))
    assert column_of(pdf, 1, 9) == "03/12/2026 gia hạn: 10/12/2026"
    assert dense(column_of(pdf, 1, 13)) == "Giahạn"
    assert "(13) Số 1: Gia hạn đến 10/12/2026: cơ quan phối hợp trả lời chậm." in whole_text(pdf)


def test_an_hour_that_counts_is_printed() -> None:
    row = samples.book_row(is_by_hour=True, due_on=datetime(2026, 11, 23, 16, 14))
    assert column_of(register.draw(samples.register(row)), 1, 9) == "16:14 23/11/2026"


def test_a_struck_number_stays_and_is_struck_through() -> None:
    reason = "nhập nhầm thủ tục"
    struck = samples.book_row(1, is_struck=True, remarks=(BookRemark("struck", None, reason),))
    pdf = register.draw(samples.register(struck, samples.book_row(2)))
    plain = register.draw(samples.register(samples.book_row(1), samples.book_row(2)))
    assert f"(13) Số 1: Hủy số thứ tự này: {reason}." in whole_text(pdf)
    for number, drawn, wanted in ((1, pdf, True), (2, pdf, False), (1, plain, False)):
        code = find(drawn, f"H24.28-261123-{number:04d}", 1)
        through = [
            line
            for line in lines(drawn, 1)
            if abs(line[0] - code.x / MM) < 1 and code.y / MM < line[1] < (code.y + code.size * 0.6) / MM
        ]
        assert bool(through) is wanted
    assert pdf.count(b"/Page") == plain.count(b"/Page")


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 12, 13, 60])
def test_each_number_once_each_page_with_its_head(count: int) -> None:
    value = samples.register(rows=tuple(samples.book_row(number) for number in range(1, count + 1)))
    pdf = register.draw(value)
    pages = page_texts(pdf)
    text = " ".join(pages)
    for number in range(1, count + 1):
        assert text.count(f"H24.28-261123-{number:04d}") == 1
    assert text.count(REGISTER_NOTE) == 1
    assert REGISTER_NOTE in pages[-1]
    for at, page in enumerate(pages, start=1):
        assert f"Trang {at}/{len(pages)}" in page
        if at > 1 and "H24.28" in page:
            assert "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10) (11) (12) (13)" in page
        if at > 2:
            assert "Sổ theo dõi hồ sơ Đầu tư – năm 2026 – quyển số 01" in page


def test_rows_are_at_least_twelve_millimetres_high() -> None:
    row = {"procedure_name": "A", "address": "", "phone": "", "lead_department": "B"}
    pdf = register.draw(samples.register(*(samples.book_row(number, **row) for number in (1, 2, 3))))
    numbers = [find(pdf, f"H24.28-261123-{number:04d}", 1).y / MM for number in (1, 2, 3)]
    assert numbers[0] - numbers[1] == pytest.approx(12, abs=0.01)
    assert numbers[1] - numbers[2] == pytest.approx(12, abs=0.01)


LONG_NAME = ("Trách nhiệm hữu hạn " * 13)[:255].strip()


@pytest.mark.parametrize(
    "changes",
    [
        {"applicant_name": LONG_NAME},
        {"applicant_name": "W" * 255},
        {"procedure_name": ("Thủ tục điều chỉnh dự án " * 90)[:2000].strip()},
        {"address": "x" * 2000},
        {"code": "000.00.28.H24-240719-0001"},
        {"remarks": (BookRemark("withdrawn", date(2026, 11, 25), ("lý do dài " * 210)[:2000].strip()),)},
        {"applicant_name": '<b>&amp; <img src="/etc/hosts"/>'},
    ],
    ids=["name", "one word", "procedure", "address", "old code", "reason", "markup"],
)
def test_nothing_is_cut_and_nothing_leaves_its_column(changes: dict[str, Any]) -> None:
    pdf = register.draw(samples.register(samples.book_row(1), samples.book_row(2, **changes)))
    read = dense(whole_text(pdf))
    for field, text in changes.items():
        wanted = dense(text[0].text if field == "remarks" else text)
        if len(wanted) <= 400:
            assert wanted in read
        for letter in set(wanted) & set("Wxừĩỉý"):
            assert read.count(letter) >= wanted.count(letter)
    pieces = written(pdf)
    floors = {piece.page: piece.y for piece in pieces if piece.text == "(1)"}
    for piece in pieces:
        is_cell = piece.size == 10.0 and "Italic" not in piece.font
        if is_cell and piece.page in floors and 20 * MM < piece.y < floors[piece.page]:
            column = max(at for at, edge in enumerate(EDGES_MM) if edge * MM <= piece.x + 0.1)
            assert piece.end <= EDGES_MM[column + 1] * MM + SHRUNK, piece


def test_a_row_that_fits_a_page_is_never_parted() -> None:
    rows = tuple(samples.book_row(number, applicant_name=f"{LONG_NAME} {number}") for number in range(1, 9))
    pdf = register.draw(samples.register(*rows))
    pieces = written(pdf)
    names = [piece for piece in pieces if piece.text.startswith("Trách")]
    for number in range(1, 9):
        code = next(piece for piece in pieces if piece.text == f"H24.28-261123-{number:04d}")
        below = [name for name in names if name.page == code.page and 0 <= code.y - name.y < 13 * 11.6]
        assert len(below) >= 12, "the whole name stands beside its code"


def test_a_book_of_four_thousand_numbers_is_drawn_in_time() -> None:
    """A year of the whole authority in one book: some 4 s; the paragraphs of a table would take minutes."""
    rows = tuple(
        samples.book_row(number, address=f"Số {number} đường Lê Hồng Phong, phường Đông Hải")
        for number in range(1, 4001)
    )
    value = samples.register(*rows)
    begun = time.perf_counter()
    pdf = register.draw(value)
    assert time.perf_counter() - begun < 30
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert "H24.28-261123-4000" in document[len(document) - 1].get_textpage().get_text_range()
        assert len(document) > 400
    finally:
        document.close()
