"""Values that a table cell can show: what it says, in which tone; how it is painted is `table_cells`."""

from __future__ import annotations

from dataclasses import dataclass, field

from counter_app.ui.tokens import Tone

EMPTY = "–"
"""What stands in a cell that has nothing to say."""


@dataclass(frozen=True)
class TextCell:
    """Words or figures on one line; cut at the right when there is no room. `tip` replaces the tooltip,
    which otherwise is the text when it is cut."""

    text: str
    tone: Tone = Tone.TEXT
    figures: bool = field(default=False, kw_only=True)
    weight: int = field(default=400, kw_only=True)
    tip: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class BadgeCell:
    """A state as icon, word and colour. `filled` None: only red and amber have a ground, as tables want."""

    text: str
    tone: Tone
    icon: str
    filled: bool | None = None

    @property
    def has_ground(self) -> bool:
        """Whether it stands on its soft colour."""
        return self.tone in (Tone.RED, Tone.AMBER) if self.filled is None else self.filled


@dataclass(frozen=True)
class NameCell:
    """A name and what belongs to it in small words at its right ("Trần Minh Đức  QLĐT")."""

    text: str
    caption: str = ""
    tone: Tone = Tone.TEXT


@dataclass(frozen=True)
class TimeLeftCell:
    """How much of a step's time is used up (`share` 0 … 1, more is late) and what is left in words."""

    share: float
    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True)
class BarCell:
    """A stacked bar: parts as (value, colour token) on a track of the length `full`, the sum in words."""

    parts: tuple[tuple[float, str], ...]
    text: str
    full: float


@dataclass(frozen=True)
class StepCell:
    """A step of a procedure: its place ("3/6") in small figures, then its name."""

    caption: str
    text: str


Cell = TextCell | BadgeCell | NameCell | TimeLeftCell | BarCell | StepCell


def cell_words(cell: Cell) -> str:
    """What a cell says, whole: for copying, for the tooltip and for who listens."""
    if isinstance(cell, NameCell):
        return f"{cell.text} · {cell.caption}" if cell.caption else cell.text
    if isinstance(cell, StepCell):
        return " · ".join(part for part in (cell.caption, cell.text) if part)
    return cell.text
