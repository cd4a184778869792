"""The only door from text to paper: every letter that is printed goes through `printable` or `escape`.

Texts come from applicants, imports and the catalogue, and reportlab's paragraphs are a markup language:
an unescaped `<b` stops the receipt, `<img src=…>` embeds a file of this machine. So no other module calls
`Paragraph` or a canvas's text functions (a test walks the source).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from math import ceil
from xml.sax.saxutils import escape as escape_xml

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from counter_app.forms.fonts import Face, PrintableTable, register, width_of
from counter_app.forms.paper_dates import NBSP

DOTS = "……………"
"""An empty field, to be filled in by hand."""
LEADING = 1.17
"""Line height of body text as a multiple of its size (NĐ 30/2020: single spacing at least)."""
RULE_WIDTH = 1.5
_SHORT_WORD = 6
_SHRINKING = 0.05
"""How much narrower a blank may be so that one more word fits on a line."""
_BLANK = 0.25
"""Width of a blank at 1 pt, in all four faces."""

_PRINTABLE = PrintableTable()


class Align(IntEnum):
    """Alignment, by reportlab's numbers."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2
    JUSTIFY = 4


def printable(text: str) -> str:
    """NFC text in which what the font lacks, and what cannot be seen, is a visible placeholder."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_PRINTABLE)


def escape(text: str) -> str:
    """Printable text as literal text of a Paragraph: no tag, entity or link of it is obeyed."""
    return escape_xml(printable(text), {'"': "&quot;", "'": "&apos;"})


def joined(text: str) -> str:
    """Text that does not break: its blanks become no-break spaces."""
    return text.replace(" ", NBSP)


def or_dots(text: str, times: int = 1) -> str:
    """The text, or dots to be filled in by hand."""
    return text if text.strip() else DOTS * times


@dataclass(frozen=True)
class Run:
    """Literal text in one face; struck: with a line through it."""

    text: str
    face: Face = Face.REGULAR
    is_struck: bool = False


LINE_BREAK = Run("\n")
"""Ends a line inside a paragraph."""


def bold(text: str) -> Run:
    """Literal text, bold."""
    return Run(text, Face.BOLD)


def italic(text: str) -> Run:
    """Literal text, italic."""
    return Run(text, Face.ITALIC)


@dataclass(frozen=True)
class Look:
    """How a paragraph looks; lengths in points. hang: indent of the lines after the first."""

    size: float
    face: Face = Face.REGULAR
    align: Align = Align.LEFT
    indent: float = 0.0
    hang: float = 0.0
    before: float = 0.0
    after: float = 0.0
    has_rule: bool = False
    keep_with_next: bool = False

    @property
    def leading(self) -> float:
        """Line height in points."""
        return self.size * LEADING

    @property
    def left(self) -> float:
        """Left indent of the lines after the first."""
        return self.indent + self.hang + (9.0 if self.has_rule else 0.0)


@lru_cache(maxsize=256)
def _style(look: Look) -> ParagraphStyle:
    register()
    return ParagraphStyle(
        "paper",
        fontName=look.face.value,
        fontSize=look.size,
        leading=look.leading,
        alignment=int(look.align),
        leftIndent=look.left,
        firstLineIndent=-look.hang,
        spaceBefore=look.before,
        spaceAfter=look.after,
        keepWithNext=int(look.keep_with_next),
        splitLongWords=1,
        spaceShrinkage=_SHRINKING,
        allowWidows=0,
        allowOrphans=0,
        uriWasteReduce=0,
        embeddedHyphenation=0,
    )


class _Ruled(Paragraph):  # type: ignore[misc]
    """A paragraph with a rule along its left side; the parts of a split one keep it."""

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setLineWidth(RULE_WIDTH)
        self.canv.line(RULE_WIDTH / 2, -1.0, RULE_WIDTH / 2, self.height - 1.5)
        self.canv.restoreState()
        super().draw()


@dataclass(frozen=True)
class Passage:
    """Text of a flow with its look at one step of sizes."""

    look: Look
    runs: tuple[Run, ...]

    def least_height(self, width: float) -> float:
        """A height in points that the paragraph needs at least: words are measured once for all sizes."""
        look = self.look
        first, later = (width - look.left + look.hang) / look.size, (width - look.left) / look.size
        lines = sum(_least_lines(words, first, later) for words in _word_widths(self.runs))
        return lines * look.leading

    def spaced(self, gap: float) -> Passage:
        """The passage with at least `gap` points of white below it."""
        return self if self.look.after >= gap else replace(self, look=replace(self.look, after=gap))

    def build(self) -> Paragraph:
        """The paragraph."""
        return paragraph(self.look, self.runs)


@lru_cache(maxsize=512)
def _word_widths(runs: tuple[Run, ...]) -> tuple[tuple[float, ...], ...]:
    """Widths at 1 pt of the words of each part between line breaks; a word may go on in the next run."""
    parts: list[list[float]] = [[]]
    is_open = False
    for run in runs:
        if run is LINE_BREAK:
            parts.append([])
            is_open = False
            continue
        text = printable(run.text)
        widths = [width_of(word, run.face, 1.0) for word in text.split(" ") if word]
        if is_open and widths and not text.startswith(" "):
            parts[-1][-1] += widths.pop(0)
        parts[-1] += widths
        is_open = bool(parts[-1]) and not text.endswith(" ")
    return tuple(tuple(part) for part in parts)


def _least_lines(words: tuple[float, ...], first: float, later: float) -> int:
    """Lines that words of these widths need at least; a word wider than a line is cut wherever it suits."""
    lines, free, is_empty = 1, first, True
    for word in words:
        needed = word if is_empty else word + _BLANK * (1 - _SHRINKING)
        if needed <= free + 1e-6:
            free -= needed
        elif word <= later:
            lines, free = lines + 1, later - word
        else:
            more = ceil((needed - free) / later)
            lines, free = lines + more, free + more * later - needed
        is_empty = False
    return lines


def passage(look: Look, *parts: str | Run) -> Passage:
    """A passage; plain strings take the look's face. Its last short word never stands on a line alone."""
    runs = [Run(part, look.face) if isinstance(part, str) else part for part in parts]
    if runs:
        runs[-1] = replace(runs[-1], text=_kept_end(runs[-1].text))
    return Passage(look, tuple(runs))


def _kept_end(text: str) -> str:
    """Join the last two words where the last is one short syllable ("đầu tư")."""
    before, blank, last = text.rpartition(" ")
    previous = before.rpartition(" ")[2]
    is_short = 0 < len(last) <= _SHORT_WORD and len(previous) <= _SHORT_WORD
    return f"{before}{NBSP}{last}" if blank and is_short else text


def paragraph(look: Look, parts: Iterable[str | Run]) -> Paragraph:
    """The paragraph of literal texts."""
    markup = []
    for part in parts:
        if part is LINE_BREAK:
            markup.append("<br/>")
            continue
        run = part if isinstance(part, Run) else Run(part, look.face)
        text = f"<strike>{escape(run.text)}</strike>" if run.is_struck else escape(run.text)
        markup.append(text if run.face is look.face else f'<font face="{run.face.value}">{text}</font>')
    kind = _Ruled if look.has_rule else Paragraph
    return kind("".join(markup), _style(look))


def write_line(canvas: Canvas, x: float, y: float, run: Run, size: float, align: Align = Align.LEFT) -> None:
    """One line at the baseline y; x is its left end, middle or right end by `align`."""
    register()
    canvas.setFont(run.face.value, size)
    text = printable(run.text)
    if align is Align.CENTRE:
        canvas.drawCentredString(x, y, text)
    elif align is Align.RIGHT:
        canvas.drawRightString(x, y, text)
    else:
        canvas.drawString(x, y, text)


def fitting_size(text: str, face: Face, sizes: Sequence[float], width: float) -> float:
    """The first of the falling sizes at which the text fits on one line, else the last."""
    unit = width_of(printable(text), face, 1.0)
    return next((size for size in sizes if unit * size <= width), sizes[-1])


def balanced_lines(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Printable lines no wider than `width`, about equally long: for centred head lines."""
    words = _words(printable(text), face, size, width)
    lines = _filled(words, face, size, width)
    if len(lines) == 1:
        return lines
    low, high = 0.0, width
    for _ in range(12):
        middle = (low + high) / 2
        tried = _filled(words, face, size, middle)
        fits = len(tried) == len(lines) and all(width_of(line, face, size) <= middle for line in tried)
        low, high = (low, middle) if fits else (middle, high)
    return _filled(words, face, size, high)


@lru_cache(maxsize=4096)
def filled_lines(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Printable lines no wider than `width`, each as full as words allow: for tables of thousands of rows,
    whose cells repeat and whose paragraphs would take minutes."""
    return _filled(_words(printable(text), face, size, width), face, size, width)


def _words(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Words, those wider than a line cut into pieces that fit."""
    words: list[str] = []
    for word in text.split(" "):
        rest = word
        while width_of(rest, face, size) > width and len(rest) > 1:
            cut = max(1, int(len(rest) * width / width_of(rest, face, size)))
            while cut > 1 and width_of(rest[:cut], face, size) > width:
                cut -= 1
            words.append(rest[:cut])
            rest = rest[cut:]
        if rest:
            words.append(rest)
    return tuple(words)


def _filled(words: tuple[str, ...], face: Face, size: float, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines) or ("",)
