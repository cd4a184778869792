"""The piles to give: what the unit holds, for which unit, and what of it was scanned. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from counter_app.queries.handover import HeldRow, Readiness
from counter_app.ui.pages.handover.lines import ASIDE, IN_PILE, Standing, is_nearly_scanned


@dataclass(frozen=True)
class GiveLine:
    """A row of the pile: the dossier, how it stands, when it was scanned (local)."""

    row: HeldRow
    standing: Standing
    at: datetime | None = None


class GiveScan(StrEnum):
    """What a scan did to the pile."""

    TICKED = "ticked"
    TICKED_IN_WORK = "ticked_in_work"
    AGAIN = "again"
    AGAIN_ELSEWHERE = "again_elsewhere"
    ASIDE = "aside"


@dataclass(frozen=True)
class UnitCount:
    """A unit that may be given to: how many are expected to go there, how many of its pile are scanned."""

    unit: str
    expected: int
    ticked: int


@dataclass(frozen=True)
class _Mark:
    """A scan: for which unit, when; `is_aside` where it does not belong to that unit's pile."""

    unit: str
    at: datetime
    is_aside: bool = False


_ASIDE = {Readiness.PAUSED: Standing.ASIDE_PAUSED, Readiness.NO_WAY_ON: Standing.ASIDE_END}


class GivePile:
    """One pile a unit; scans stay until they are given, taken back, or the dossier is no longer held."""

    def __init__(self) -> None:
        self.unit = ""
        self.rows: tuple[HeldRow, ...] = ()
        self._order: tuple[str, ...] = ()
        self._is_chosen = False
        self._marks: dict[str, _Mark] = {}
        self._deferred: set[str] = set()

    def set_rows(self, rows: Sequence[HeldRow], units: Iterable[str]) -> tuple[str, ...]:
        """What is held now; `units` in the agency's order. Answers the codes whose scan holds no more."""
        before = {row.stream: row.code for row in self.rows}
        self.rows, self._order = tuple(rows), tuple(units)
        held = {row.stream for row in rows}
        lost = tuple(before.get(stream, "") for stream in self._marks if stream not in held)
        self._marks = {stream: mark for stream, mark in self._marks.items() if stream in held}
        self._deferred &= held
        self._propose()
        return tuple(code for code in lost if code)

    def _propose(self) -> None:
        """The unit with most to give, while nobody chose one and nothing is scanned for the present one."""
        if self.unit and (self._is_chosen or self._is_begun()):
            return
        found = self.units()
        self.unit = max(found, key=lambda each: (each.ticked, each.expected)).unit if found else ""

    def _is_begun(self) -> bool:
        return any(mark.unit == self.unit for mark in self._marks.values())

    def units(self) -> tuple[UnitCount, ...]:
        """Units that something goes to, in the agency's order."""
        wanted = {row.next_unit for row in self.rows if row.next_unit}
        wanted |= {mark.unit for mark in self._marks.values()} | ({self.unit} if self._is_chosen else set())
        known = [unit for unit in self._order if unit in wanted]
        return tuple(UnitCount(unit, self._expected(unit), len(self._ticked(unit))) for unit in known)

    def _expected(self, unit: str) -> int:
        return sum(row.next_unit == unit and row.readiness is Readiness.READY for row in self.rows)

    def _ticked(self, unit: str) -> list[str]:
        return [s for s, mark in self._marks.items() if mark.unit == unit and not mark.is_aside]

    def choose(self, unit: str) -> None:
        """Show the pile of another unit; the scans of this one stay."""
        self.unit, self._is_chosen = unit, True

    def step(self, by: int) -> None:
        """The next or the previous unit of the list."""
        units = [each.unit for each in self.units()]
        if units:
            at = units.index(self.unit) if self.unit in units else 0
            self.choose(units[(at + by) % len(units)])

    def scan(self, row: HeldRow, at: datetime) -> GiveScan:
        """The paper of `row` was seen. The first scan chooses the pile, unless a person did."""
        others = (known for known in self.rows if known.stream != row.stream)
        self.rows = tuple(sorted((*others, row), key=lambda each: each.code, reverse=True))
        mark = self._marks.get(row.stream)
        if mark is not None and not mark.is_aside:
            return GiveScan.AGAIN if mark.unit == self.unit else GiveScan.AGAIN_ELSEWHERE
        if row.next_unit and not self._is_chosen and not self._is_begun():
            self.unit = row.next_unit
        if row.next_unit != self.unit or row.readiness in _ASIDE:
            self._marks[row.stream] = _Mark(self.unit, mark.at if mark else at, is_aside=True)
            return GiveScan.ASIDE
        self._marks[row.stream] = _Mark(self.unit, at)
        self._deferred.discard(row.stream)
        return GiveScan.TICKED_IN_WORK if row.readiness is Readiness.IN_WORK else GiveScan.TICKED

    def toggle(self, stream: str, at: datetime) -> None:
        """Tick or untick by hand; what was set aside goes into the pile all the same."""
        mark = self._marks.get(stream)
        self._deferred.discard(stream)
        if mark is None or mark.is_aside:
            self._marks[stream] = _Mark(self.unit, at)
            return
        row = next(row for row in self.rows if row.stream == stream)
        if row.next_unit == self.unit and row.readiness not in _ASIDE:
            del self._marks[stream]
        else:
            self._marks[stream] = replace(mark, is_aside=True)

    def defer_missing(self) -> None:
        """What is missing stays for a later batch and lights up no more."""
        self._deferred |= {line.row.stream for line in self.lines() if line.standing is Standing.MISSING}

    def defer(self, stream: str) -> None:
        """Leave one for a later batch, or expect it again."""
        if stream not in self._marks:
            self._deferred ^= {stream}

    def move_aside(self) -> tuple[str, ...]:
        """Put what goes elsewhere into the piles of its own units; answers these units."""
        moved = [line for line in self.lines() if line.standing is Standing.ASIDE_UNIT]
        for line in moved:
            self._marks[line.row.stream] = _Mark(line.row.next_unit, self._marks[line.row.stream].at)
        return tuple(dict.fromkeys(line.row.next_unit for line in moved))

    def forget_aside(self) -> None:
        """Forget what was set aside beside the present pile: the papers were put back where they lay."""
        self._forget(line.row.stream for line in self.lines() if line.standing in ASIDE)

    def given(self, streams: Iterable[str]) -> None:
        """These are on their way: no row of this unit any more."""
        gone = set(streams)
        self._forget(gone)
        self.rows = tuple(row for row in self.rows if row.stream not in gone)
        self._deferred -= gone
        self._is_chosen = False
        self._propose()

    def clear(self) -> None:
        """Nothing was scanned, nothing chosen."""
        self._marks, self._deferred, self._is_chosen = {}, set(), False
        self._propose()

    def _forget(self, streams: Iterable[str]) -> None:
        for stream in tuple(streams):
            self._marks.pop(stream, None)

    def kept(self) -> tuple[dict[str, _Mark], set[str], str, bool]:
        """What `restore` needs to take a `clear` back."""
        return dict(self._marks), set(self._deferred), self.unit, self._is_chosen

    def restore(self, kept: tuple[dict[str, _Mark], set[str], str, bool]) -> None:
        """As it was when `kept` was asked, as far as it is still held."""
        marks, deferred, self.unit, self._is_chosen = kept
        held = {row.stream for row in self.rows}
        self._marks = {stream: mark for stream, mark in marks.items() if stream in held}
        self._deferred = deferred & held

    def scanned_at(self, stream: str) -> datetime | None:
        """When a dossier was scanned, None where it was not."""
        mark = self._marks.get(stream)
        return mark.at if mark else None

    def last_scanned(self) -> str:
        """Stream of the latest scan, empty when there is none."""
        return next(reversed(self._marks), "")

    def forget_scan(self, stream: str) -> None:
        """As if it had not been scanned."""
        self._forget([stream])

    def lines(self) -> tuple[GiveLine, ...]:
        """The rows of the present pile: what is expected, then what was set aside, then what is at work."""
        ticked, expected = len(self._ticked(self.unit)), self._expected(self.unit)
        is_lit = is_nearly_scanned(ticked, expected - len(self._deferred))
        made = [line for row in self.rows if (line := self._line(row, is_lit)) is not None]
        return tuple(sorted(made, key=_place))

    def _line(self, row: HeldRow, is_lit: bool) -> GiveLine | None:
        mark = self._marks.get(row.stream)
        is_mine = row.next_unit == self.unit and row.readiness not in _ASIDE
        if mark is not None and mark.unit != self.unit:
            return None  # it lies in another pile
        if mark is not None and mark.is_aside:
            return GiveLine(row, _ASIDE.get(row.readiness, Standing.ASIDE_UNIT), mark.at)
        if mark is not None:
            return GiveLine(row, Standing.TICKED if is_mine else Standing.ANYWAY, mark.at)
        if not is_mine:
            return None
        if row.readiness is Readiness.IN_WORK:
            return GiveLine(row, Standing.IN_WORK)
        if row.stream in self._deferred:
            return GiveLine(row, Standing.DEFERRED)
        return GiveLine(row, Standing.MISSING if is_lit else Standing.WAITING)

    def tally(self) -> tuple[int, int]:
        """Scanned, and to be scanned: what was left for later counts no more."""
        lines = [line.standing for line in self.lines()]
        ticked = sum(standing in IN_PILE for standing in lines)
        return ticked, ticked + sum(s in {Standing.WAITING, Standing.MISSING} for s in lines)

    def in_pile(self) -> tuple[HeldRow, ...]:
        """What is given when the button is pressed."""
        return tuple(line.row for line in self.lines() if line.standing in IN_PILE)

    def is_untouched(self) -> bool:
        """Whether nothing was scanned at all, for no unit."""
        return not self._marks and not self._deferred


def _place(line: GiveLine) -> int:
    if line.standing in ASIDE or line.standing is Standing.ANYWAY:
        return 1
    return 2 if line.standing is Standing.IN_WORK else 0
