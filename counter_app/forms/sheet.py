"""Paper sizes, margins and type sizes, in named millimetres and points."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.errors import FieldProblem, InvalidField

MM = 72 / 25.4
"""Points of one millimetre."""
LEAST_BODY = 13.0
"""Least size of the text of a document on A4 (NĐ 30/2020/NĐ-CP, Phụ lục I)."""


@dataclass(frozen=True)
class Step:
    """One step of type sizes that is tried, in points: running text, explanation of the due date, notes.

    gap: least white between two parts of the text.
    """

    body: float
    explanation: float
    note: float
    gap: float = 0.0

    @property
    def office(self) -> float:
        """Size of who signs, in capitals; NĐ 30/2020 allows no less than the text on A4."""
        return self.body if self.body >= LEAST_BODY else self.body - 1.0


@dataclass(frozen=True)
class Type:
    """Type sizes of a paper in points. Tuples are tried from the largest down.

    title: a title that does not fit on one line at its last size stands on two at its first. page_no: number
    in the middle of the upper margin from page 2 on; 0 prints none there.
    """

    form_no: float
    agency: tuple[float, ...]
    nation: float
    motto: float
    number: float
    title: tuple[float, ...]
    code: float
    foot: float
    steps: tuple[Step, ...]
    page_no: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """A page; lengths in millimetres, the properties in points (origin: lower left corner).

    foot_mm: height above the page's lower edge of the baseline of the foot.
    """

    width_mm: float
    height_mm: float
    top_mm: float
    right_mm: float
    bottom_mm: float
    left_mm: float
    foot_mm: float
    type: Type

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page."""
        return self.width_mm * MM, self.height_mm * MM

    @property
    def left(self) -> float:
        """Left edge of the text."""
        return self.left_mm * MM

    @property
    def right(self) -> float:
        """Right edge of the text."""
        return (self.width_mm - self.right_mm) * MM

    @property
    def top(self) -> float:
        """Upper edge of the text."""
        return (self.height_mm - self.top_mm) * MM

    @property
    def bottom(self) -> float:
        """Lower edge of the text."""
        return self.bottom_mm * MM

    @property
    def width(self) -> float:
        """Width of the text."""
        return self.right - self.left


# Document 5, 2.1: 11 pt, 10.5, 10, 9, then a second page; notes 9 pt, 7.5 at least. Notes give way first.
_A5_TYPE = Type(
    form_no=8.5,
    agency=(9.0, 8.6, 8.3, 8.0, 7.8, 7.6),
    nation=9.0,
    motto=10.0,
    number=10.0,
    title=(12.5, 12.0, 11.5, 11.0),
    code=12.5,
    foot=8.0,
    steps=(
        Step(11.0, 9.0, 9.0),
        Step(11.0, 9.0, 8.0),
        Step(11.0, 9.0, 7.5),
        Step(10.5, 9.0, 7.5),
        Step(10.0, 8.8, 7.5),
        Step(9.0, 8.0, 7.5),
    ),
)
# NĐ 30/2020/NĐ-CP, Phụ lục I: text 13 pt at least; the white between lines that are no sentences gives way
# first, then the notes, then a second page follows.
_A4_TYPE = Type(
    form_no=11.0,
    agency=(12.0,),
    nation=12.0,
    motto=13.0,
    number=13.0,
    title=(14.0, 13.5, 13.0),
    code=14.0,
    foot=9.0,
    steps=(
        Step(13.0, 11.0, 11.0, gap=6.0),
        Step(13.0, 11.0, 10.0, gap=4.0),
        Step(13.0, 11.0, 9.5, gap=2.0),
        Step(13.0, 10.5, 9.0),
    ),
    page_no=13.0,
)

A5 = Sheet(148, 210, top_mm=10, right_mm=10, bottom_mm=10, left_mm=15, foot_mm=10, type=_A5_TYPE)
A4 = Sheet(210, 297, top_mm=20, right_mm=15, bottom_mm=20, left_mm=30, foot_mm=13, type=_A4_TYPE)

_SLIP_SHEETS = {"A5": A5, "A4": A4}


def slip_sheet(slip_paper: str) -> Sheet:
    """Sheet of a slip by the agency's setting. Raises InvalidField for anything but A5 and A4."""
    try:
        return _SLIP_SHEETS[slip_paper]
    except KeyError:
        possible = list(_SLIP_SHEETS)
        raise InvalidField(
            field="slip_paper", problem=FieldProblem.UNKNOWN, value=slip_paper, possible=possible
        ) from None
