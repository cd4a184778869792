"""Rows of a register as lines of text: measured, parted over pages and drawn without flowables.

A book has thousands of rows of thirteen cells. As paragraphs of a table they would take minutes: lines are
broken once for each text and size, and a row is drawn where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from counter_app.forms.fonts import Face, width_of
from counter_app.forms.paragraphs import Align, Run, write_line
from counter_app.forms.sheet import MM

LINE = 0.5
LEAST_ROW = 12 * MM
LEADING = 1.15
_TOP, _BOTTOM = 2.0, 3.0
_STRIKE = 0.6


@dataclass(frozen=True)
class BookCell:
    """Lines of one look in a cell. is_struck: a line goes through each of them. width, x in points; x from
    the left edge of the table."""

    x: float
    width: float
    lines: tuple[str, ...]
    size: float
    align: Align = Align.LEFT
    face: Face = Face.REGULAR
    padding: float = 3.0
    is_struck: bool = False

    @property
    def leading(self) -> float:
        """Line height in points."""
        return self.size * LEADING

    @property
    def height(self) -> float:
        """Height in points of the lines with the white around them."""
        return len(self.lines) * self.leading + _TOP + _BOTTOM


@dataclass(frozen=True)
class Band:
    """Cells side by side. follows: it belongs to the band above it and is kept with it where a page can."""

    cells: tuple[BookCell, ...]
    least: float = LEAST_ROW
    follows: bool = False

    @property
    def height(self) -> float:
        """Height in points."""
        return max(self.least, *(cell.height for cell in self.cells))

    def parted(self, room: float) -> tuple[Band, Band] | None:
        """What fits into `room` points of its lines and the rest; None where not even a line of each does."""
        heads, tails = [], []
        for cell in self.cells:
            fitting = int((room - _TOP - _BOTTOM) / cell.leading)
            if fitting < 1:
                return None
            heads.append(replace(cell, lines=cell.lines[:fitting]))
            tails.append(replace(cell, lines=cell.lines[fitting:]))
        return replace(self, cells=tuple(heads), least=0.0), replace(self, cells=tuple(tails), least=0.0)


def on_pages(bands: Sequence[Band], first: float, later: float) -> list[list[Band]]:
    """Bands of each page; heights in points of the room on page 1 and on the others. A band is parted only
    where it is higher than a page."""
    pages: list[list[Band]] = [[]]
    room = first
    for group in _groups(bands):
        if _height(group) > room and _height(group) <= later and pages[-1]:
            pages.append([])
            room = later
        for band in group:
            room = _place(band, pages, room, later)
    return pages


def _groups(bands: Sequence[Band]) -> Iterable[list[Band]]:
    """Each band with those that follow it."""
    group: list[Band] = []
    for band in bands:
        if group and not band.follows:
            yield group
            group = []
        group.append(band)
    if group:
        yield group


def _height(bands: Sequence[Band]) -> float:
    return sum(band.height for band in bands)


def _place(band: Band, pages: list[list[Band]], room: float, later: float) -> float:
    """Put a band on the last page or, where it has no room there, on the next; the room that is left."""
    rest = band
    while rest.height > room:
        parts = rest.parted(room) if rest.height > later else None
        if parts is not None:
            pages[-1].append(parts[0])
            rest = parts[1]
        elif not pages[-1]:
            break  # an empty page that has no room for one line: put it there all the same
        pages.append([])
        room = later
    pages[-1].append(rest)
    return room - rest.height


def draw_band(canvas: Canvas, band: Band, left: float, top: float) -> float:
    """The band with its lower and side lines; the y of its lower edge."""
    bottom = top - band.height
    canvas.setLineWidth(LINE)
    last = band.cells[-1]
    right = left + last.x + last.width
    canvas.line(left, bottom, right, bottom)
    for cell in band.cells:
        canvas.line(left + cell.x, top, left + cell.x, bottom)
        _draw_lines(canvas, cell, left, top)
    canvas.line(right, top, right, bottom)
    return bottom


def _draw_lines(canvas: Canvas, cell: BookCell, left: float, top: float) -> None:
    middle = left + cell.x + cell.width / 2
    x = middle if cell.align is Align.CENTRE else left + cell.x + cell.padding
    y = top - _TOP - cell.size * 0.95
    for line in cell.lines:
        if line:
            write_line(canvas, x, y, Run(line, cell.face), cell.size, cell.align)
            if cell.is_struck:
                _strike(canvas, cell, line, x, y)
        y -= cell.leading


def _strike(canvas: Canvas, cell: BookCell, line: str, x: float, y: float) -> None:
    long = width_of(line, cell.face, cell.size)
    begin = x - long / 2 if cell.align is Align.CENTRE else x
    height = y + cell.size * 0.28
    canvas.setLineWidth(_STRIKE)
    canvas.line(begin, height, begin + long, height)
    canvas.setLineWidth(LINE)
