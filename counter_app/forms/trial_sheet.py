"""Trial sheet of a printer, A5: a frame of known size, a ruler, a barcode, to see whether paper shrinks."""

from __future__ import annotations

from datetime import date, datetime

from counter_app.domain.codes import make_scan_number
from counter_app.forms.barcodes import draw_barcode
from counter_app.forms.document import Document
from counter_app.forms.paragraphs import Align, Run, bold, write_line
from counter_app.forms.sheet import MM

WIDTH, HEIGHT = 148 * MM, 210 * MM
FRAME = (128, 190)
"""Millimetres of the frame, which a ruler must find on the paper."""
_RULER_MM = 100
_NOBODY = make_scan_number("H24.28", date(2026, 1, 1), 1)


def draw(now: datetime) -> bytes:
    """PDF of one page. `now` is local."""
    document = Document("Trang thử máy in", (WIDTH, HEIGHT))
    canvas = document.canvas
    wide, high = FRAME
    left, low = (WIDTH - wide * MM) / 2, (HEIGHT - high * MM) / 2
    canvas.setLineWidth(0.5)
    canvas.rect(left, low, wide * MM, high * MM)
    middle, top = WIDTH / 2, low + high * MM
    write_line(canvas, middle, top - 30, bold("TRANG THỬ MÁY IN"), 13, Align.CENTRE)
    write_line(canvas, middle, top - 48, Run(f"{now:%H:%M %d/%m/%Y}"), 10, Align.CENTRE)
    sentences = (
        f"Khung ngoài phải đo được đúng {wide} × {high} mm, thước dưới đây đúng {_RULER_MM} mm.",
        "Ngắn hơn: tắt «vừa trang» (fit to page) trong hộp thoại của máy in.",
        "Mã vạch phải đọc được bằng máy quét của quầy. Ằ Ấ Ỗ Ữ Đ ằ ấ ỗ ữ đ",
    )
    for number, sentence in enumerate(sentences):
        write_line(canvas, left + 12, top - 80 - 16 * number, Run(sentence), 9.5)
    _draw_ruler(document, (WIDTH - _RULER_MM * MM) / 2, top - 170)
    draw_barcode(canvas, _NOBODY, left + 12, top - 240)
    document.end_page()
    return document.to_bytes()


def _draw_ruler(document: Document, left: float, y: float) -> None:
    canvas = document.canvas
    canvas.line(left, y, left + _RULER_MM * MM, y)
    for millimetre in range(0, _RULER_MM + 1, 5):
        height = 8 if millimetre % 10 == 0 else 4
        canvas.line(left + millimetre * MM, y, left + millimetre * MM, y + height)
        if millimetre % 20 == 0:
            write_line(canvas, left + millimetre * MM, y - 10, Run(str(millimetre)), 8, Align.CENTRE)
