"""Form 06 of set A, form 07 of set B: sổ theo dõi hồ sơ, A4 landscape, a cover and the table of a book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.book_papers import BookRemark, BookRow, RegisterPaper
from counter_app.forms.book_head import HEAD_HEIGHT, WIDTHS, draw_book_head
from counter_app.forms.book_table import Band, BookCell, draw_band, on_pages
from counter_app.forms.document import Document
from counter_app.forms.fonts import Face, width_of
from counter_app.forms.foot import Foot, continuation_height, draw_continuation
from counter_app.forms.form_words import DESK, REGISTER_NOTE, form_number
from counter_app.forms.head_block import Head, draw_head, head_height
from counter_app.forms.paper_dates import short_day
from counter_app.forms.paragraphs import (
    Align,
    Run,
    bold,
    filled_lines,
    fitting_size,
    italic,
    joined,
    printable,
    write_line,
)
from counter_app.forms.sheet import A4, Sheet

TITLE = "SỔ THEO DÕI HỒ SƠ"
_SHEET: Sheet = replace(
    A4,
    width_mm=297,
    height_mm=210,
    top_mm=15,
    bottom_mm=15,
    left_mm=20,
    right_mm=10,
    foot_mm=8,
    type=replace(A4.type, number=11.0),
)
_CELL = 10.0
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0)
_REMARK, _STRIP = 7.5, 9.0
_NARROW, _DAY, _WIDE = 1.5, 2.5, 3.0
_NOTE = 10.0
_BEFORE_NOTE = 8.0
_WAYS = {"desk": "Trực tiếp", "post": "Bưu chính công ích", "online": "Trực tuyến"}
_KEYWORDS = {
    "struck": "Hủy số",
    "withdrawn": "Rút",
    "stopped": "Dừng",
    "refused": "Từ chối",
    "extended": "Gia hạn",
    "joint": "Liên thông",
}
_SENTENCES = {
    "struck": "Hủy số thứ tự này",
    "withdrawn": "Rút hồ sơ",
    "stopped": "Dừng giải quyết",
    "refused": "Từ chối giải quyết",
    "extended": "Gia hạn",
    "joint": "Liên thông",
}


def draw(value: RegisterPaper) -> bytes:
    """PDF of the book: its cover, then every number with what became of it."""
    foot = Foot(_SHEET, value.mark)
    head = Head(
        agency_name=value.agency_name,
        place=value.place,
        form_no=form_number("register", value.form_set),
        unit=DESK,
    )
    pages = _pages(value, head, foot)
    document = Document("Sổ theo dõi hồ sơ", _SHEET.size)
    _draw_cover(document.canvas, value, head)
    foot.draw(document.canvas, 1, len(pages) + 1)
    document.end_page()
    for at, bands in enumerate(pages):
        top = _draw_top(document.canvas, value, head, at, len(pages) + 1)
        y = draw_book_head(document.canvas, _SHEET.left, top) if bands else top
        for band in bands:
            y = draw_band(document.canvas, band, _SHEET.left, y)
        if at == len(pages) - 1:
            _draw_note(document.canvas, y)
        foot.draw(document.canvas, at + 2, len(pages) + 1)
        document.end_page()
    return document.to_bytes()


def _pages(value: RegisterPaper, head: Head, foot: Foot) -> list[list[Band]]:
    """Bands of each page; the note has its room below the last of them."""
    later = _SHEET.top - continuation_height(_SHEET) - foot.floor - HEAD_HEIGHT
    first = _SHEET.top - _opening_height(head) - foot.floor - HEAD_HEIGHT
    pages = on_pages([band for row in value.rows for band in _bands(row)], first, later)
    room = first if len(pages) == 1 else later
    if sum(band.height for band in pages[-1]) + _note_height() > room:
        pages.append([])
    return pages


# -- cover and heads


def _lines(value: RegisterPaper) -> tuple[tuple[Run, ...], ...]:
    year = (Run("Năm: "), bold(f"{value.year}"), Run("          Quyển số: "), bold(f"{value.book_no:02d}"))
    return ((Run("Lĩnh vực: "), bold(value.field_name)), year)


def _draw_cover(canvas: Canvas, value: RegisterPaper, head: Head) -> None:
    draw_head(canvas, _SHEET, head)
    middle = (_SHEET.left + _SHEET.right) / 2
    y = _SHEET.size[1] * 0.53
    write_line(canvas, middle, y, bold(TITLE), 30.0, Align.CENTRE)
    y -= 44.0
    for line in _lines(value):
        _write_centred(canvas, line, middle, y, 18.0)
        y -= 28.0
    if value.rows:
        numbers = [row.number for row in value.rows]
        span = f"(Số thứ tự từ {min(numbers):02d} đến {max(numbers):02d})"
        write_line(canvas, middle, y - 6.0, italic(span), 14.0, Align.CENTRE)


def _write_centred(canvas: Canvas, runs: tuple[Run, ...], middle: float, y: float, size: float) -> None:
    """Runs after one another, centred together."""
    widths = [width_of(printable(run.text), run.face, size) for run in runs]
    x = middle - sum(widths) / 2
    for run, width in zip(runs, widths, strict=True):
        write_line(canvas, x, y, run, size)
        x += width


def _opening_height(head: Head) -> float:
    return head_height(_SHEET, head) + 66.0


def _draw_top(canvas: Canvas, value: RegisterPaper, head: Head, at: int, pages: int) -> float:
    """What stands above the table of page `at`; the y of the table's upper edge."""
    if at:
        book = f"{value.field_name} – năm {value.year} – quyển số {value.book_no:02d}"
        draw_continuation(canvas, _SHEET, (Run("Sổ theo dõi hồ sơ"), bold(book)), at + 2, pages)
        return _SHEET.top - continuation_height(_SHEET)
    draw_head(canvas, _SHEET, head)
    middle = (_SHEET.left + _SHEET.right) / 2
    y = _SHEET.top - head_height(_SHEET, head) - 18.0
    write_line(canvas, middle, y, bold(TITLE), 14.0, Align.CENTRE)
    for number, line in enumerate(_lines(value), start=1):
        _write_centred(canvas, line, middle, y - 18.0 * number, 12.0)
    return _SHEET.top - _opening_height(head)


def _note_lines() -> tuple[str, ...]:
    return filled_lines(REGISTER_NOTE, Face.ITALIC, _NOTE, _SHEET.width)


def _note_height() -> float:
    return _BEFORE_NOTE + len(_note_lines()) * _NOTE * 1.2


def _draw_note(canvas: Canvas, y: float) -> None:
    y -= _BEFORE_NOTE + _NOTE * 0.8
    for line in _note_lines():
        write_line(canvas, _SHEET.left, y, italic(line), _NOTE)
        y -= _NOTE * 1.2


# -- rows


def _bands(row: BookRow) -> tuple[Band, ...]:
    """The row, and below it what (13) says at length: a column of 8 mm holds a word, no reason."""
    texts = tuple(_sentence(remark) for remark in row.remarks)
    band = Band(tuple(_cells(row)))
    if not texts:
        return (band,)
    line = f"(13) Số {row.number}: {'. '.join(texts)}."
    width = sum(WIDTHS)
    lines = filled_lines(line, Face.ITALIC, _STRIP, width - 2 * _WIDE)
    strip = BookCell(0.0, width, lines, _STRIP, face=Face.ITALIC, padding=_WIDE)
    return band, Band((strip,), least=0.0, follows=True)


def _sentence(remark: BookRemark) -> str:
    on = f" {'đến' if remark.kind == 'extended' else 'ngày'} {short_day(remark.on)}" if remark.on else ""
    text = f": {remark.text.strip().rstrip('.')}" if remark.text.strip() else ""
    return f"{_SENTENCES.get(remark.kind, remark.kind)}{on}{text}"


def _cells(row: BookRow) -> Iterable[BookCell]:
    contact = ", ".join(part for part in (row.address.strip(), joined(row.phone)) if part)
    columns: tuple[tuple[tuple[str, ...], Align, tuple[float, ...], float], ...] = (
        ((f"{row.number}",), Align.CENTRE, _SIZES, _NARROW),
        (_code_lines(row.code), Align.LEFT, _SIZES, _WIDE),
        ((row.procedure_name,), Align.LEFT, (_CELL,), _WIDE),
        ((f"{row.dossier_sets:02d}",), Align.CENTRE, (_CELL,), _NARROW),
        ((row.applicant_name,), Align.LEFT, (_CELL,), _WIDE),
        ((contact,), Align.LEFT, (_CELL,), _WIDE),
        ((row.lead_department,), Align.LEFT, (_CELL,), _WIDE),
        ((short_day(row.received_on) if row.received_on else "",), Align.CENTRE, _SIZES, _DAY),
        (_due(row), Align.CENTRE, _SIZES, _DAY),
        ((short_day(row.returned_on) if row.returned_on else "",), Align.CENTRE, _SIZES, _DAY),
        ((_WAYS.get(row.return_by, row.return_by),), Align.CENTRE, _SIZES[2:], _NARROW),
        (("",), Align.CENTRE, (_CELL,), _NARROW),
        (_keywords(row), Align.CENTRE, (_REMARK, 7.0, 6.5), 1.0),
    )
    x = 0.0
    last = len(columns) - 1
    for at, (texts, align, sizes, padding) in enumerate(columns):
        cell = _cell(x, WIDTHS[at], texts, (align, sizes, padding))
        yield replace(cell, is_struck=row.is_struck and at != last)
        x += WIDTHS[at]


def _cell(
    x: float, width: float, texts: tuple[str, ...], look: tuple[Align, tuple[float, ...], float]
) -> BookCell:
    """Texts below one another at the largest size at which no word is parted."""
    align, sizes, padding = look
    room = width - 2 * padding
    longest = max((word for text in texts for word in text.split(" ")), key=len, default="")
    size = fitting_size(longest, Face.REGULAR, sizes, room)
    lines = tuple(line for text in texts for line in filled_lines(text, Face.REGULAR, size, room))
    return BookCell(x, width, lines, size, align, padding=padding)


def _code_lines(code: str) -> tuple[str, ...]:
    """The code on one line; a long one of the old style (QCVN 102:2016) is parted after its agency."""
    agency, dash, rest = code.partition("-")
    is_short = width_of(printable(code), Face.REGULAR, 9.0) <= WIDTHS[1] - 2 * _WIDE
    return (code,) if is_short or not rest else (f"{agency}{dash}", rest)


def _due(row: BookRow) -> tuple[str, ...]:
    """The promise; with an extension the first one too (both are kept, Thông tư 03/2025/TT-VPCP form 04)."""
    if row.due_on is None:
        return ("",)
    moments = (row.due_first_on, row.due_on) if row.due_first_on else (row.due_on,)
    lines: list[str] = []
    for moment in moments:
        if lines:
            lines.append("gia hạn:")
        lines += [f"{moment:%H:%M}", short_day(moment)] if row.is_by_hour else [short_day(moment)]
    return tuple(lines)


def _keywords(row: BookRow) -> tuple[str, ...]:
    kinds = dict.fromkeys(remark.kind for remark in row.remarks)
    return tuple(_KEYWORDS.get(kind, kind) for kind in kinds) or ("",)
