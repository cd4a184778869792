"""A paper with head, codes, title, text, signatures and foot: sizes chosen, parted into pages, drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from counter_app.domain.papers import PrintMark
from counter_app.forms.closing import Closing
from counter_app.forms.code_zone import Codes, draw_zone, zone_height
from counter_app.forms.document import Document
from counter_app.forms.fonts import Face, width_of
from counter_app.forms.foot import Foot, continuation_height, draw_continuation
from counter_app.forms.head_block import Head, draw_head, head_height
from counter_app.forms.pagination import Page, Placed, Room, paginate, stretched, used_height
from counter_app.forms.paragraphs import (
    LEADING,
    Align,
    Passage,
    Run,
    balanced_lines,
    bold,
    fitting_size,
    write_line,
)
from counter_app.forms.sheet import Sheet, Step

_HEAD_GAP = 7.0
_TITLE_BEFORE = 0.6
_TITLE_AFTER = 0.45
_MOST_STRETCH = 2.2


class Piece(Protocol):
    """A part of the text at one step of sizes."""

    def least_height(self, width: float) -> float:
        """A height in points that the part needs at least; cheap."""

    def build(self) -> Flowable:
        """The part as a flowable."""


@dataclass(frozen=True)
class OfficialPaper:
    """A paper to draw. `flow` and `closing` give text and end at a step of sizes (and a width in points).

    copies: for each copy the marks under the code. file_title: of the PDF, without personal data.
    filling: a piece of which as many are added as the last page can hold. shows_codes False: label and code
    stand on later pages only.
    """

    file_title: str
    title: str
    sheet: Sheet
    head: Head
    codes: Codes
    mark: PrintMark
    flow: Callable[[Step], tuple[Piece, ...]]
    closing: Callable[[Step, float], Closing]
    copies: tuple[tuple[Run, ...], ...] = ((),)
    filling: Callable[[Step], Piece] | None = None
    shows_codes: bool = True


@dataclass(frozen=True)
class _Layout:
    pages: tuple[Page, ...]
    closing: Closing


def draw_paper(paper: OfficialPaper) -> bytes:
    """The PDF: every copy with all its pages."""
    foot = Foot(paper.sheet, paper.mark)
    opening = _opening_height(paper)
    layout = _best_layout(paper, opening, foot)
    document = Document(paper.file_title, paper.sheet.size)
    for marks in paper.copies:
        for at in range(len(layout.pages)):
            _draw_page(document.canvas, paper, layout, at, marks)
            foot.draw(document.canvas, at + 1, len(layout.pages))
            document.end_page()
    return document.to_bytes()


def _best_layout(paper: OfficialPaper, opening: float, foot: Foot) -> _Layout:
    """As few pages as the smallest sizes need, at the largest sizes that need no more.

    Lines are broken only at sizes that a lower bound of the height does not rule out.
    """
    height = paper.sheet.top - foot.floor
    later = height - continuation_height(paper.sheet)
    steps = paper.sheet.type.steps
    trials = [_Trial(paper, step, height - opening, later) for step in steps]
    for trial in trials:
        if trial.least_height <= trial.room.first and len(trial.layout.pages) == 1:
            return trial.layout
    fewest = len(trials[-1].layout.pages)
    for trial in trials:
        is_possible = trial.least_height <= trial.room.first + (fewest - 1) * later
        if is_possible and len(trial.layout.pages) <= fewest:
            return trial.layout
    return trials[-1].layout


class _Trial:
    """A paper's text at one step of sizes; what is costly is worked out when it is asked for."""

    def __init__(self, paper: OfficialPaper, step: Step, first: float, later: float) -> None:
        width = paper.sheet.width
        self._paper = paper
        self._step = step
        pieces = paper.flow(step)
        self._pieces = tuple(each.spaced(step.gap) if isinstance(each, Passage) else each for each in pieces)
        self._closing = paper.closing(step, width)
        self.room = Room(width, first, later, self._closing.least_height, self._closing.company)

    @cached_property
    def least_height(self) -> float:
        """Height in points that text and closing need at least."""
        return sum(piece.least_height(self.room.width) for piece in self._pieces) + self.room.closing

    @cached_property
    def layout(self) -> _Layout:
        """The pages."""
        pages = paginate([piece.build() for piece in self._pieces], self.room)
        if self._paper.filling is not None:
            pages = (*pages[:-1], self._filled(pages, self._paper.filling(self._step)))
        elif len(pages) == 1:
            free = self.room.first - used_height(pages[0]) - self._closing.ample_height
            pages = (stretched(pages[0], free, _MOST_STRETCH),)
        return _Layout(pages, self._closing)

    def _filled(self, pages: tuple[Page, ...], piece: Piece) -> Page:
        """The last page with as many of `piece` as there is room for."""
        page = pages[-1]
        limit = (self.room.first if len(pages) == 1 else self.room.later) - self.room.closing
        while True:
            flowable = piece.build()
            height = flowable.wrap(self.room.width, limit)[1]
            top = used_height(page)
            if top + height > limit:
                return page
            page = (*page, Placed(flowable, top, height))


def _shown_codes(paper: OfficialPaper) -> Codes:
    return paper.codes if paper.shows_codes else Codes("", "")


def _opening_height(paper: OfficialPaper) -> float:
    """Height in points of everything above the text on page 1."""
    marks = max(paper.copies, key=len)
    zone = zone_height(paper.sheet, _shown_codes(paper), marks)
    size, lines = _title(paper)
    title = paper.sheet.type.title[0] * (_TITLE_BEFORE + 1 + _TITLE_AFTER) + size * LEADING * (len(lines) - 1)
    return head_height(paper.sheet, paper.head) + _HEAD_GAP + zone + title


def _title(paper: OfficialPaper) -> tuple[float, tuple[str, ...]]:
    """Size and lines of the title: one line if a permitted size allows, else about equal ones."""
    sizes, width = paper.sheet.type.title, paper.sheet.width
    size = fitting_size(paper.title, Face.BOLD, sizes, width)
    if width_of(paper.title, Face.BOLD, size) <= width:
        return size, (paper.title,)
    return sizes[0], balanced_lines(paper.title, Face.BOLD, sizes[0], width)


def _draw_page(
    canvas: Canvas, paper: OfficialPaper, layout: _Layout, at: int, marks: tuple[Run, ...]
) -> None:
    sheet = paper.sheet
    if at == 0:
        top = _draw_opening(canvas, paper, marks)
    else:
        parts = (Run(paper.codes.label), bold(paper.codes.code), *marks[:1])
        draw_continuation(canvas, sheet, parts, at + 1, len(layout.pages))
        top = sheet.top - continuation_height(sheet)
    page = layout.pages[at]
    for placed in page:
        placed.flowable.drawOn(canvas, sheet.left, top - placed.top - placed.height)
    if at == len(layout.pages) - 1:
        floor = Foot(sheet, paper.mark).floor
        layout.closing.draw(canvas, sheet.left, top - used_height(page), floor)


def _draw_opening(canvas: Canvas, paper: OfficialPaper, marks: tuple[Run, ...]) -> float:
    """Head, codes and title; the y of the text's upper edge."""
    sheet = paper.sheet
    draw_head(canvas, sheet, paper.head)
    zone_top = sheet.top - head_height(sheet, paper.head) - _HEAD_GAP
    draw_zone(canvas, sheet, _shown_codes(paper), marks, zone_top)
    top = sheet.top - _opening_height(paper)
    size, lines = _title(paper)
    y = top + sheet.type.title[0] * (_TITLE_AFTER + 0.2)
    for line in reversed(lines):
        write_line(canvas, (sheet.left + sheet.right) / 2, y, bold(line), size, Align.CENTRE)
        y += size * LEADING
    return top
