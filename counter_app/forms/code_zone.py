"""The row of codes below the head: barcode left, code and marks in the middle right, QR right."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from counter_app.forms.barcodes import (
    BAR_HEIGHT,
    QR_SIZE,
    QUIET,
    barcode_width,
    digits_in_fours,
    draw_barcode,
    draw_qr,
    qr_quiet,
)
from counter_app.forms.fonts import Face, width_of
from counter_app.forms.paragraphs import Align, Run, bold, fitting_size, printable, write_line
from counter_app.forms.sheet import MM, Sheet

_DIGITS = 8.5
_GAP = 4 * MM


@dataclass(frozen=True)
class Codes:
    """label: `Mã hồ sơ:`; code "" prints the marks only. Without barcode and QR it is one line."""

    label: str
    code: str
    scan_number: str = ""
    qr_text: str = ""

    @property
    def has_symbols(self) -> bool:
        """Whether something is drawn for a scanner."""
        return bool(self.scan_number or self.qr_text)


def zone_height(sheet: Sheet, codes: Codes, marks: tuple[Run, ...]) -> float:
    """Height in points."""
    if not codes.code:
        return _pitch(sheet) * len(marks)
    if not codes.has_symbols:
        return _pitch(sheet) * (1 + len(marks))
    symbols = BAR_HEIGHT + _DIGITS * 1.2
    if codes.qr_text:
        symbols = QR_SIZE - 2 * qr_quiet(codes.qr_text)
    lines = _pitch(sheet) * (1 + len(marks)) + sheet.type.code * 1.15
    return float(max(symbols, lines))


def draw_zone(canvas: Canvas, sheet: Sheet, codes: Codes, marks: tuple[Run, ...], top: float) -> None:
    """The zone below `top` (points). Marks are lines under the code: which copy, which reprint."""
    if not codes.has_symbols:
        _draw_plain(canvas, sheet, codes, marks, top)
        return
    right = sheet.right
    left = sheet.left
    if codes.qr_text:
        # The white rim of the symbol hangs into the margin: its dark squares end where the text ends.
        rim = qr_quiet(codes.qr_text)
        draw_qr(canvas, codes.qr_text, right + rim - QR_SIZE, top + rim - QR_SIZE)
        right -= QR_SIZE - 2 * rim + _GAP
    if codes.scan_number:
        draw_barcode(canvas, codes.scan_number, left, top - BAR_HEIGHT)
        digits = digits_in_fours(codes.scan_number)
        write_line(canvas, left, top - BAR_HEIGHT - _DIGITS * 1.05, Run(digits), _DIGITS)
        left += barcode_width(codes.scan_number) + QUIET
    _draw_lines(canvas, sheet, codes, marks, top, left, right)


def _draw_lines(
    canvas: Canvas, sheet: Sheet, codes: Codes, marks: tuple[Run, ...], top: float, left: float, right: float
) -> None:
    size = sheet.type.number
    y = top - size * 0.75
    write_line(canvas, right, y, Run(codes.label), size, Align.RIGHT)
    y -= sheet.type.code * 1.15
    sizes = tuple(sheet.type.code - less for less in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0))
    fitted = fitting_size(codes.code, Face.BOLD, sizes, right - left)
    write_line(canvas, right, y, bold(codes.code), fitted, Align.RIGHT)
    for mark in marks:
        y -= _pitch(sheet)
        write_line(canvas, right, y, mark, size, Align.RIGHT)


def _draw_plain(canvas: Canvas, sheet: Sheet, codes: Codes, marks: tuple[Run, ...], top: float) -> None:
    size = sheet.type.number
    y = top - size * 0.9
    if codes.code:
        before = sheet.right - width_of(printable(codes.code), Face.BOLD, size)
        write_line(canvas, before, y, Run(f"{codes.label} "), size, Align.RIGHT)
        write_line(canvas, sheet.right, y, bold(codes.code), size, Align.RIGHT)
        y -= _pitch(sheet)
    for mark in marks:
        write_line(canvas, sheet.right, y, mark, size, Align.RIGHT)
        y -= _pitch(sheet)


def _pitch(sheet: Sheet) -> float:
    return sheet.type.number * 1.22
