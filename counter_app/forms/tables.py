"""Ruled tables on paper: heads that repeat on each page, rows that stay whole where a page can hold them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Table, TableStyle

from counter_app.forms.fonts import Face
from counter_app.forms.paragraphs import Align, Look, fitting_size, paragraph

Cell = list[Flowable]
_LINE = 0.5
_PADDING = 3.0
_TAKEN = 2 * _PADDING + _LINE
"""Points of a cell's width that are not for its text."""


@dataclass(frozen=True)
class Grid:
    """A table as a piece of a paper. widths in points; `rows` makes the cells afresh at each call.

    Without head rows a ruled table goes on right below another one, whose last line is its first. is_centred:
    what is low in a row stands in its middle.
    """

    widths: tuple[float, ...]
    rows: Callable[[], list[list[Cell]]]
    head_rows: int = 1
    is_ruled: bool = True
    is_centred: bool = False

    def least_height(self, width: float) -> float:
        """No cheap lower bound is known."""
        return 0.0

    def build(self) -> Table:
        """The table."""
        table = Table(self.rows(), colWidths=self.widths, repeatRows=self.head_rows, hAlign="LEFT")
        table.setStyle(_style(self.head_rows) if self.is_ruled else _PLAIN)
        if self.is_centred:
            table.setStyle(_MIDDLE)
        return table


_PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING),
    ]
)


_MIDDLE = TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")])


def _style(head_rows: int) -> TableStyle:
    commands: list[tuple[object, ...]] = [
        ("LINEBELOW", (0, 0), (-1, -1), _LINE, black),
        ("LINEBEFORE", (0, 0), (-1, -1), _LINE, black),
        ("LINEAFTER", (-1, 0), (-1, -1), _LINE, black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), _PADDING - 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING),
    ]
    if head_rows:
        commands.append(("LINEABOVE", (0, 0), (-1, 0), _LINE, black))
        commands.append(("VALIGN", (0, 0), (-1, head_rows - 1), "MIDDLE"))
    return TableStyle(commands)


def head_cells(size: float, *texts: str) -> list[Cell]:
    """The head row of a table."""
    look = Look(size, Face.BOLD, Align.CENTRE)
    return [[paragraph(look, (text,))] for text in texts]


def fitted_look(look: Look, text: str, sizes: tuple[float, ...], width: float) -> Look:
    """`look` in the first of the falling sizes at which `text` is one line of a cell `width` points wide."""
    return replace(look, size=fitting_size(text, look.face, sizes, width - _TAKEN))


def widths_of(total: float, *shares: float) -> tuple[float, ...]:
    """Column widths in points that add up to `total`, in the proportion of `shares`."""
    return tuple(total * share / sum(shares) for share in shares)
