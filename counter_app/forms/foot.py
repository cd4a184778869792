"""Foot of each page, and the line at the top of continuation pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.papers import PrintMark
from counter_app.forms.fonts import Face, width_of
from counter_app.forms.paper_dates import short_moment
from counter_app.forms.paragraphs import Align, Run, balanced_lines, fitting_size, printable, write_line
from counter_app.forms.sheet import Sheet

_RULE = 0.5
_PAGE_NUMBER_WIDTH = 50.0


@dataclass(frozen=True)
class Foot:
    """`In lúc … – Người in: … – Phiên bản mẫu …` on the left, `Trang n/m` on the right, under a rule."""

    sheet: Sheet
    mark: PrintMark

    @cached_property
    def _lines(self) -> tuple[float, tuple[str, ...]]:
        mark = self.mark
        text = printable(
            f"In lúc {short_moment(mark.printed_at)} – Người in: {mark.printed_by} – "
            f"Phiên bản mẫu {mark.form_version}"
        )
        width = self.sheet.width - _PAGE_NUMBER_WIDTH
        largest = self.sheet.type.foot
        size = fitting_size(text, Face.REGULAR, (largest, largest - 0.5, largest - 1.0), width)
        return size, balanced_lines(text, Face.REGULAR, size, width)

    @property
    def floor(self) -> float:
        """Lower edge in points of the room above the foot."""
        return max(self.sheet.bottom, self._rule_height + 5.0)

    @property
    def _rule_height(self) -> float:
        size, lines = self._lines
        return self.sheet.foot_mm * 72 / 25.4 + size * (1.2 * len(lines) + 0.15)

    def draw(self, canvas: Canvas, page: int, pages: int) -> None:
        """The foot of page `page` of `pages`."""
        size, lines = self._lines
        canvas.setLineWidth(_RULE)
        canvas.line(self.sheet.left, self._rule_height, self.sheet.right, self._rule_height)
        y = self._rule_height - size * 1.35
        write_line(canvas, self.sheet.right, y, Run(f"Trang {page}/{pages}"), size, Align.RIGHT)
        for line in lines:
            write_line(canvas, self.sheet.left, y, Run(line), size)
            y -= size * 1.2


def continuation_height(sheet: Sheet) -> float:
    """Height in points of the line at the top of a later page, with the white below it."""
    return sheet.type.number * 2.2


def draw_continuation(canvas: Canvas, sheet: Sheet, parts: tuple[Run, ...], page: int, pages: int) -> None:
    """What the page belongs to on the left, page number on the right (or above, NĐ 30/2020), a rule below."""
    size = sheet.type.number
    y = sheet.top - size
    x = sheet.left
    for part in parts:
        write_line(canvas, x, y, part, size)
        x += width_of(printable(f"{part.text} "), part.face, size)
    if sheet.type.page_no:
        middle, margin = (sheet.left + sheet.right) / 2, sheet.size[1] - sheet.top
        write_line(canvas, middle, sheet.top + margin * 0.4, Run(f"{page}"), sheet.type.page_no, Align.CENTRE)
    else:
        write_line(canvas, sheet.right, y, Run(f"Trang {page}/{pages}"), size, Align.RIGHT)
    canvas.setLineWidth(_RULE)
    canvas.line(sheet.left, y - size * 0.45, sheet.right, y - size * 0.45)
