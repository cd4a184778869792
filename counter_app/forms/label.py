"""Sticker for the folder of a dossier, 70 × 37 mm: code, barcode, due, applicant, procedure."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.papers import LabelPaper
from counter_app.forms.barcodes import BAR_HEIGHT, barcode_width, digits_in_fours, draw_barcode
from counter_app.forms.document import Document
from counter_app.forms.fonts import Face, width_of
from counter_app.forms.pagination import Page, Room, paginate
from counter_app.forms.paper_dates import short_moment
from counter_app.forms.paragraphs import (
    Align,
    Look,
    Run,
    bold,
    fitting_size,
    or_dots,
    passage,
    printable,
    write_line,
)
from counter_app.forms.sheet import MM

WIDTH, HEIGHT = 70 * MM, 37 * MM
_MARGIN = 3 * MM
_TEXT_WIDTH = WIDTH - 2 * _MARGIN
_CODE_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.0, 7.0)
_CODE_ROW = 13.0
_DIGITS = 7.0
_SYMBOL_ROW = BAR_HEIGHT + _DIGITS * 1.5
_TEXT_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)


def draw(value: LabelPaper) -> bytes:
    """PDF of the label; names are never cut, what does not fit at 6 pt goes on to a second label."""
    pages = _pages(value)
    document = Document("Nhãn hồ sơ", (WIDTH, HEIGHT))
    for at, page in enumerate(pages):
        _draw_code(document.canvas, value, at, len(pages))
        top = HEIGHT - _MARGIN - _CODE_ROW
        if at == 0 and _has_symbol_row(value):
            _draw_symbol_row(document.canvas, value, top)
            top -= _SYMBOL_ROW
        for placed in page:
            placed.flowable.drawOn(document.canvas, _MARGIN, top - placed.top - placed.height)
        document.end_page()
    return document.to_bytes()


def _pages(value: LabelPaper) -> tuple[Page, ...]:
    later = HEIGHT - 2 * _MARGIN - _CODE_ROW + 3.0
    first = later - (_SYMBOL_ROW if _has_symbol_row(value) else 0.0)
    room = Room(_TEXT_WIDTH, first, later)
    for size in _TEXT_SIZES:
        flow = (
            passage(Look(size, after=1.5), bold(or_dots(value.applicant_name))),
            passage(Look(size), or_dots(value.procedure_name)),
        )
        if size > _TEXT_SIZES[-1] and sum(part.least_height(_TEXT_WIDTH) for part in flow) > first:
            continue
        pages = paginate([part.build() for part in flow], room)
        if len(pages) == 1:
            break
    return pages


def _has_symbol_row(value: LabelPaper) -> bool:
    return bool(value.scan_number or value.due_at)


def _draw_code(canvas: Canvas, value: LabelPaper, at: int, pages: int) -> None:
    right = [value.procedure_id] if value.procedure_id else []
    if pages > 1:
        right.append(f"{at + 1}/{pages}")
    beside = " · ".join(right)
    room = _TEXT_WIDTH - width_of(printable(beside), Face.BOLD, 9.0) - 6.0
    size = fitting_size(value.dossier_code, Face.BOLD, _CODE_SIZES, room)
    y = HEIGHT - _MARGIN - 8.0
    write_line(canvas, _MARGIN, y, bold(value.dossier_code), size)
    write_line(canvas, WIDTH - _MARGIN, y, bold(beside), 9.0, Align.RIGHT)


def _draw_symbol_row(canvas: Canvas, value: LabelPaper, top: float) -> None:
    left = _MARGIN
    if value.scan_number:
        draw_barcode(canvas, value.scan_number, left, top - BAR_HEIGHT)
        write_line(canvas, left, top - BAR_HEIGHT - 7.0, Run(digits_in_fours(value.scan_number)), _DIGITS)
        left += barcode_width(value.scan_number)
    if value.due_at is not None:
        right = WIDTH - _MARGIN
        clock, day = short_moment(value.due_at).split("\u00a0")
        write_line(canvas, right, top - 6.5, Run("Hẹn trả"), 8.0, Align.RIGHT)
        write_line(canvas, right, top - 19.0, bold(day), 12.0, Align.RIGHT)
        write_line(canvas, right, top - 29.0, Run(clock), 9.0, Align.RIGHT)
