"""What stood open when a day was signed off: figures as they are shown, recorded and printed.

No names of people stand in them: codes say enough, and what a log keeps of a day outlives a dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class OpenKind(StrEnum):
    """What may be left at the end of a day; the strings are stored."""

    NOT_HANDED_OVER = "not_handed_over"  # ready at the desk, not given on
    NOT_TAKEN = "not_taken"              # given, and the other side has not taken it
    NOT_PRINTED = "not_printed"          # received that day, its receipt never printed
    NOT_COLLECTED = "not_collected"      # a result at the desk that nobody has collected


@dataclass(frozen=True)
class OpenLine:
    """A dossier of an open list. `since`: local ISO text, when it was received, given or finished.

    `to`: the unit that it goes to, "" where it goes nowhere; `batch`: the handover that it is on its way in.
    """

    code: str
    since: str
    to: str = ""
    batch: str = ""


@dataclass(frozen=True)
class OpenFigures:
    """One open list: `count` of all, `lines` the first of them."""

    kind: OpenKind
    count: int
    lines: tuple[OpenLine, ...] = ()


@dataclass(frozen=True)
class FeeLine:
    """A payment at the desk. `at`: local ISO text; `method`: cash, transfer, online, "" at reception."""

    at: str
    code: str
    amount_vnd: int
    method: str
    receipt_no: str = ""
    exemption: str = ""
    by: str = ""

    @property
    def lacks_receipt(self) -> bool:
        """Whether money was taken without the number of a receipt."""
        return self.amount_vnd > 0 and not self.receipt_no


@dataclass(frozen=True)
class DoubledReceipt:
    """A receipt number beside more than one payment of a year, and the dossiers it stands beside."""

    receipt_no: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class MethodSum:
    """Payments of one method: how many, how much in đồng."""

    method: str
    count: int
    amount_vnd: int


METHODS = ("cash", "transfer", "online", "")
"""Order in which sums are told; "" is what was said at reception."""


@dataclass(frozen=True)
class DayFigures:
    """The figures of a desk's day at the moment `as_of` (local ISO text).

    `received`: dossiers that were given a number that day, `voided` of them taken back since. `drafts_own`:
    of the person who looks. `backup_at`: local ISO text of the day's copy, "" without one. `origin` and
    `place`: whose log, and how many entries it had.
    """

    as_of: str
    received: int
    voided: int
    by_channel: tuple[tuple[str, int], ...]
    open: tuple[OpenFigures, ...]
    drafts_own: int
    drafts_others: int
    fees: tuple[FeeLine, ...]
    doubled: tuple[DoubledReceipt, ...]
    backup_at: str
    origin: str
    place: int

    def of(self, kind: OpenKind) -> OpenFigures:
        """One of the open lists."""
        return next((each for each in self.open if each.kind is kind), OpenFigures(kind, 0))

    @property
    def total_vnd(self) -> int:
        """All money taken, in đồng."""
        return sum(line.amount_vnd for line in self.fees)

    def sums(self) -> tuple[MethodSum, ...]:
        """Sums by method, of those that occur; a method that a newer program wrote comes last."""
        others = sorted({line.method for line in self.fees} - set(METHODS))
        found = []
        for method in (*METHODS, *others):
            lines = [line for line in self.fees if line.method == method]
            if lines:
                found.append(MethodSum(method, len(lines), sum(line.amount_vnd for line in lines)))
        return tuple(found)


def to_json(figures: DayFigures) -> dict[str, Any]:
    """JSON object of the figures, as the event keeps them."""
    return {
        "as_of": figures.as_of,
        "received": figures.received,
        "voided": figures.voided,
        "by_channel": dict(figures.by_channel),
        "open": {
            str(each.kind): {
                "count": each.count,
                "lines": [[line.code, line.since, line.to, line.batch] for line in each.lines],
            }
            for each in figures.open
        },
        "drafts": {"own": figures.drafts_own, "others": figures.drafts_others},
        "fees": [
            [fee.at, fee.code, fee.amount_vnd, fee.method, fee.receipt_no, fee.exemption, fee.by]
            for fee in figures.fees
        ],
        "doubled": {each.receipt_no: list(each.codes) for each in figures.doubled},
        "backup_at": figures.backup_at,
        "log": {"origin": figures.origin, "place": figures.place},
    }


def from_json(said: Mapping[str, Any]) -> DayFigures:
    """The figures of an event. Raises KeyError, TypeError or ValueError where it is none of ours."""
    known = {str(kind) for kind in OpenKind}
    return DayFigures(
        as_of=str(said["as_of"]),
        received=int(said["received"]),
        voided=int(said["voided"]),
        by_channel=tuple((str(channel), int(count)) for channel, count in said["by_channel"].items()),
        open=tuple(
            OpenFigures(
                OpenKind(kind), int(each["count"]), tuple(OpenLine(*line) for line in each["lines"])
            )
            for kind, each in said["open"].items()
            if kind in known
        ),
        drafts_own=int(said["drafts"]["own"]),
        drafts_others=int(said["drafts"]["others"]),
        fees=tuple(FeeLine(*fee) for fee in said["fees"]),
        doubled=tuple(DoubledReceipt(no, tuple(codes)) for no, codes in said["doubled"].items()),
        backup_at=str(said["backup_at"]),
        origin=str(said["log"]["origin"]),
        place=int(said["log"]["place"]),
    )
