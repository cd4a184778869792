"""The end of a paper: who signs, room to sign in, and the form's notes at the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from reportlab.pdfgen.canvas import Canvas

from counter_app.forms.fonts import Face
from counter_app.forms.paragraphs import Align, Look, or_dots, paragraph
from counter_app.forms.sheet import MM, Step

LEAST_SIGNING = 12 * MM
MOST_SIGNING = 16 * MM
SEALED = 26 * MM
"""Room to sign in where a seal of 36 mm stands over a third of the signature as well."""
_BEFORE = 8.0
_GUTTER = 10.0
_NO_LIMIT = 100_000.0
_LEAST_RECIPIENT = 8.0


@dataclass(frozen=True)
class Signatory:
    """Who signs: office in capitals (lines), what is asked of him in italics, name ("" prints dots)."""

    office: str
    asked: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Notes:
    """Notes of the form under their head. They stand on the foot of the last page."""

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    """A paragraph of the closing: heights are remembered, most of the texts are the form's own."""

    look: Look
    text: str

    def height(self, width: float) -> float:
        return _height(self.look, self.text, width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> float:
        """Draw below `top`; the y of the lower edge."""
        line = paragraph(self.look, (self.text,))
        bottom = top - float(line.wrap(width, _NO_LIMIT)[1])
        line.drawOn(canvas, x, bottom)
        return bottom


@lru_cache(maxsize=512)
def _height(look: Look, text: str, width: float) -> float:
    return float(paragraph(look, (text,)).wrap(width, _NO_LIMIT)[1])


@dataclass(frozen=True)
class Closing:
    """Signatories left and right (None: that half is empty) and notes, for one width in points.

    recipients: lines under `Nơi nhận:` in the left half (NĐ 30/2020/NĐ-CP), where nobody signs then.
    """

    step: Step
    width: float
    signatories: tuple[Signatory | None, Signatory | None] = (None, None)
    notes: Notes | None = None
    recipients: tuple[str, ...] = ()
    most_signing: float = MOST_SIGNING

    @cached_property
    def least_height(self) -> float:
        """Height in points with the least room to sign in."""
        signing = 0.0
        if any(self.signatories):
            signing = _BEFORE + self._head_height + LEAST_SIGNING + self._name_height
        if self.recipients:
            signing = max(signing, _BEFORE + sum(line.height(self._half) for line in self._recipients))
        return signing + self._notes_height

    @property
    def ample_height(self) -> float:
        """Height in points with as much room to sign in as is of use."""
        return self.least_height + (self.most_signing - LEAST_SIGNING if any(self.signatories) else 0.0)

    @property
    def company(self) -> float:
        """Height in points of the two lines of text that signatures must have above them."""
        return 2 * Look(self.step.body).leading

    def draw(self, canvas: Canvas, left: float, top: float, bottom: float) -> None:
        """Signatures below `top`, notes on `bottom`."""
        free = top - bottom - self.least_height
        signing = max(LEAST_SIGNING, min(self.most_signing, LEAST_SIGNING + free))
        for side, who in enumerate(self.signatories):
            if who is not None:
                x = left + side * (self._half + _GUTTER)
                self._draw_signatory(canvas, who, x, top - _BEFORE, signing)
        y = top - _BEFORE
        for line in self._recipients:
            y = line.draw(canvas, left, y, self._half)
        y = bottom + self._notes_height - _BEFORE
        for line in self._notes:
            y = line.draw(canvas, left, y, self.width)

    def _draw_signatory(self, canvas: Canvas, who: Signatory, x: float, top: float, signing: float) -> None:
        y = top
        for line in self._head(who):
            y = line.draw(canvas, x, y, self._half)
        self._name(who).draw(canvas, x, top - self._head_height - signing, self._half)

    @property
    def _half(self) -> float:
        return (self.width - _GUTTER) / 2

    @cached_property
    def _head_height(self) -> float:
        heads = (self._head(who) for who in self.signatories if who is not None)
        return max(sum(line.height(self._half) for line in head) for head in heads)

    @cached_property
    def _name_height(self) -> float:
        return max(self._name(who).height(self._half) for who in self.signatories if who is not None)

    @cached_property
    def _notes_height(self) -> float:
        """Height in points of the notes and the white above them."""
        return sum(line.height(self.width) for line in self._notes) + _BEFORE if self._notes else 0.0

    def _head(self, who: Signatory) -> tuple[_Line, ...]:
        office = Look(self.step.office, Face.BOLD, Align.CENTRE)
        asked = Look(self.step.body - 1.0, Face.ITALIC, Align.CENTRE)
        offices = (_Line(office, line) for line in who.office.splitlines())
        return (*offices, *(_Line(asked, text) for text in who.asked))

    def _name(self, who: Signatory) -> _Line:
        return _Line(Look(self.step.body, Face.BOLD, Align.CENTRE), or_dots(who.name, times=2))

    @cached_property
    def _recipients(self) -> tuple[_Line, ...]:
        """NĐ 30/2020: the words bold italic at 12 pt, the names at 11 pt where the text has 13."""
        if not self.recipients:
            return ()
        head = Look(max(_LEAST_RECIPIENT, self.step.body - 1.0), Face.BOLD_ITALIC)
        look = Look(max(_LEAST_RECIPIENT, self.step.body - 2.0))
        return (_Line(head, "Nơi nhận:"), *(_Line(look, f"- {text}") for text in self.recipients))

    @cached_property
    def _notes(self) -> tuple[_Line, ...]:
        if self.notes is None:
            return ()
        size = self.step.note
        head = _Line(Look(size, Face.BOLD_ITALIC), self.notes.head)
        look = Look(size, align=Align.JUSTIFY, hang=size * 0.55)
        return (head, *(_Line(look, f"- {text}") for text in self.notes.lines))
