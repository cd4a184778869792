"""The two-level head of a register's table with its row (1)…(13): the same on each page (document 5, 10)."""

from __future__ import annotations

from itertools import accumulate

from reportlab.pdfgen.canvas import Canvas

from counter_app.forms.book_table import LINE
from counter_app.forms.fonts import Face
from counter_app.forms.paper_dates import NBSP
from counter_app.forms.paragraphs import Align, Run, bold, filled_lines, write_line
from counter_app.forms.sheet import MM

WIDTHS = tuple(mm * MM for mm in (9, 34, 42, 13, 34, 34, 24, 15, 15, 15, 14, 10, 8))
"""Of the thirteen columns, in points: 267 mm in all."""
_HEADS = (
    "STT",
    "Mã hồ sơ",
    "Tên TTHC",
    f"Số lượng hồ{NBSP}sơ (bộ)",
    "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    f"Nhận hồ{NBSP}sơ",
    f"Hẹn trả kết{NBSP}quả",
    f"Trả kết{NBSP}quả",
    f"Phương thức nhận kết{NBSP}quả",
    "Ký nhận",
    "Ghi chú",
)
_GROUPS = (("Ngày, tháng, năm", 7, 10), ("Trả kết quả", 10, 12))
"""Words, first column, column after the last."""
_SIZE = 9.0
_LEADING = 10.4
_UPPER, _LOWER, _NUMBERS = 17.0, 50.0, 14.0
HEAD_HEIGHT = _UPPER + _LOWER + _NUMBERS
_EDGES = (0.0, *accumulate(WIDTHS))


def draw_book_head(canvas: Canvas, left: float, top: float) -> float:
    """The head below `top`; the y of its lower edge."""
    edges = [left + edge for edge in _EDGES]
    middle, numbers, bottom = top - _UPPER, top - _UPPER - _LOWER, top - HEAD_HEIGHT
    grouped = {column for _, first, after in _GROUPS for column in range(first, after)}
    canvas.setLineWidth(LINE)
    for y in (top, numbers, bottom):
        canvas.line(edges[0], y, edges[-1], y)
    inside = {column for _, first, after in _GROUPS for column in range(first + 1, after)}
    for column, x in enumerate(edges):
        canvas.line(x, middle if column in inside else top, x, bottom)
    for words, first, after in _GROUPS:
        canvas.line(edges[first], middle, edges[after], middle)
        _write(canvas, words, (edges[first], edges[after]), (top, middle))
    for column, words in enumerate(_HEADS):
        span = edges[column], edges[column + 1]
        _write(canvas, words, span, (middle if column in grouped else top, numbers))
    for column in range(len(_HEADS)):
        x = (edges[column] + edges[column + 1]) / 2
        write_line(canvas, x, bottom + 4.0, Run(f"({column + 1})"), _SIZE, Align.CENTRE)
    return bottom


def _write(canvas: Canvas, words: str, across: tuple[float, float], down: tuple[float, float]) -> None:
    """Words in the middle of a cell."""
    lines = filled_lines(words, Face.BOLD, _SIZE, across[1] - across[0] - 3.0)
    y = sum(down) / 2 + len(lines) * _LEADING / 2 - _SIZE * 0.85
    for line in lines:
        write_line(canvas, sum(across) / 2, y, bold(line), _SIZE, Align.CENTRE)
        y -= _LEADING
