"""The verdict of the last scan on each side: it stands as long as what it says of the paper holds."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.ui.pages.handover.scan_work import GIVE, TAKE, Piles
from counter_app.ui.pages.handover.side import Side
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone


@dataclass(frozen=True)
class _Told:
    """What a verdict was about. `stream` is empty where no row was meant; `is_seen`: it was scanned then;
    `place`: unit or batch shown, empty for what is about no pile; `rows`: keys of the paper's rows."""

    title: str
    stream: str
    is_seen: bool
    place: str
    rows: frozenset[str]


class Strips:
    """`tell` after the piles were drawn, `look` whenever they were drawn anew."""

    def __init__(self, give: Side, take: Side) -> None:
        self._sides = {GIVE: give, TAKE: take}
        self._told: dict[str, _Told] = {}

    def tell(self, name: str, verdict: Verdict, stream: str, piles: Piles) -> None:
        """Show a verdict; one of the same paper on the other side is over with it."""
        self._sides[name].strip.show_verdict(verdict)
        is_of_pile = bool(stream) or verdict.tone is Tone.GREEN
        place = _place(name, piles) if is_of_pile else ""
        rows, is_seen = self._rows(verdict.title), _is_seen(name, stream, piles)
        self._told[name] = _Told(verdict.title, stream, is_seen, place, rows)
        other = TAKE if name == GIVE else GIVE
        if other in self._told and self._told[other].title == verdict.title:
            self._end(other)

    def look(self, piles: Piles) -> None:
        """Take away what holds no more: taken back, of another pile, or of a paper that stands otherwise."""
        for name, told in tuple(self._told.items()):
            if self._is_over(name, told, piles):
                self._end(name)

    def _is_over(self, name: str, told: _Told, piles: Piles) -> bool:
        if told.place and told.place != _place(name, piles):
            return True
        if told.stream:
            return told.is_seen and not _is_seen(name, told.stream, piles)
        return self._rows(told.title) != told.rows

    def _end(self, name: str) -> None:
        del self._told[name]
        self._sides[name].rest()

    def _rows(self, title: str) -> frozenset[str]:
        sides = self._sides.values()
        return frozenset(row.key for side in sides for row in side.table.rows() if row.code == title)


def _place(name: str, piles: Piles) -> str:
    return piles.give.unit if name == GIVE else piles.take.number


def _is_seen(name: str, stream: str, piles: Piles) -> bool:
    pile = piles.give if name == GIVE else piles.take
    return pile.scanned_at(stream) is not None
