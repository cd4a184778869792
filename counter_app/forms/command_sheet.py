"""Phiếu lệnh quét: barcodes that are scanned instead of keys pressed, one A4 sheet for the desk."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.book_papers import CommandSheetPaper
from counter_app.forms.barcodes import MODULE, barcode_width, digits_in_fours, draw_barcode
from counter_app.forms.document import Document
from counter_app.forms.fonts import Face
from counter_app.forms.foot import Foot
from counter_app.forms.paragraphs import (
    Align,
    Look,
    Run,
    balanced_lines,
    bold,
    italic,
    paragraph,
    printable,
    write_line,
)
from counter_app.forms.sheet import A4, MM

TITLE = "PHIẾU LỆNH QUÉT"
HINT = "Quét mã lệnh thay cho bấm phím: đang cầm máy quét thì không phải đặt xuống."
WORDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "print": (
        "IN",
        (
            "Bàn giao: in lại danh sách của xấp vừa giao.",
            "Trả kết quả: in phiếu kiểm soát của hồ sơ đang mở.",
        ),
    ),
    "hand_over": (
        "BÀN GIAO",
        (
            "Bàn giao: giao (hoặc nhận) cả xấp vừa quét.",
            "Hồ sơ của phòng: xếp xấp giao về Một cửa; quét lần nữa để giao.",
        ),
    ),
    "finish": (
        "XONG",
        (
            "Hồ sơ của phòng: làm bước tiếp theo của các hồ sơ đã chọn.",
            "Trả kết quả: ghi đã trả hồ sơ đang mở.",
        ),
    ),
    "undo_scan": (
        "HOÀN TÁC QUÉT",
        ("Bỏ lượt quét vừa rồi khi quét nhầm; không bỏ việc đã ghi.",),
    ),
}
"""Command → its word, and on which page it does what."""
_BIG = 2 * MODULE
_BARS = 26 * MM
_QUIET = 10 * _BIG
_BLOCK, _GAP = 49 * MM, 5 * MM
_WORD, _TEXT, _DIGITS = 20.0, 12.0, 11.0


def draw(value: CommandSheetPaper) -> bytes:
    """PDF of the sheet. More commands than a page holds go on to another one."""
    foot = Foot(A4, value.mark)
    per_page = 4
    pages = [value.commands[at : at + per_page] for at in range(0, len(value.commands), per_page)] or [()]
    document = Document("Phiếu lệnh quét", A4.size)
    for number, commands in enumerate(pages, start=1):
        y = _draw_head(document.canvas, value.agency_name)
        for command, digits in commands:
            _draw_block(document.canvas, command, digits, y - _BLOCK)
            y -= _BLOCK + _GAP
        foot.draw(document.canvas, number, len(pages))
        document.end_page()
    return document.to_bytes()


def _draw_head(canvas: Canvas, agency_name: str) -> float:
    """Agency, title and hint; the y of the first block's upper edge."""
    middle = (A4.left + A4.right) / 2
    y = A4.top - 8.0
    for line in balanced_lines(printable(agency_name).upper(), Face.REGULAR, 12.0, A4.width):
        write_line(canvas, middle, y, Run(line), 12.0, Align.CENTRE)
        y -= 14.0
    write_line(canvas, middle, y - 12.0, bold(TITLE), 18.0, Align.CENTRE)
    write_line(canvas, middle, y - 30.0, italic(HINT), 12.0, Align.CENTRE)
    return y - 44.0


def _draw_block(canvas: Canvas, command: str, digits: str, bottom: float) -> None:
    """One command in its frame: bars left, words right."""
    canvas.setLineWidth(0.8)
    canvas.rect(A4.left, bottom, A4.width, _BLOCK)
    x = A4.left + _QUIET
    wide = barcode_width(digits, _BIG)
    base = bottom + (_BLOCK - _BARS) / 2 + 5.0
    draw_barcode(canvas, digits, x, base, _BARS, _BIG)
    write_line(canvas, x + wide / 2, base - 14.0, Run(digits_in_fours(digits)), _DIGITS, Align.CENTRE)
    left = x + wide + _QUIET
    room = A4.right - left - 8.0
    word, uses = WORDS.get(command, (command, ()))
    parts = [paragraph(Look(_WORD, Face.BOLD), (word,))]
    parts += [paragraph(Look(_TEXT), (text,)) for text in uses]
    heights = [part.wrap(room, _BLOCK)[1] + 4.0 for part in parts]
    y = bottom + (_BLOCK + sum(heights)) / 2
    for part, height in zip(parts, heights, strict=True):
        part.drawOn(canvas, left, y - height + 4.0)
        y -= height
