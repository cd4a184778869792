"""What the sheet of a day that was signed off must say.

Conventions as in `papers`: an empty text is a field to be filled in by hand, None a line that is not printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain.day_figures import DoubledReceipt, FeeLine, MethodSum
from counter_app.domain.papers import PrintMark, refuse_long_texts


@dataclass(frozen=True)
class DayOpenLine:
    """A dossier that was left open. `since`: received, given or finished; `to_unit`: where it goes, or ""."""

    code: str
    applicant_name: str
    since: datetime
    to_unit: str = ""
    batch: str = ""


@dataclass(frozen=True)
class DayOpenList:
    """One open list; kind as `day_figures.OpenKind`. count: of all; lines: the first of them."""

    kind: str
    count: int
    lines: tuple[DayOpenLine, ...] = ()


@dataclass(frozen=True)
class DayClosePaper:
    """Phiếu chốt ngày (no circular's form), A4.

    sheet: `2026-11-23-1`, sheet_no its number of the day. desk_no None: the agency has one desk only.
    by_channel: channel and count. fees: `FeeLine` with names of people in `by`. head_hash: 64 hex digits, of
    the log's entry number log_place. after: work of that day known to have come behind this sheet when it
    was printed again, 0 at first.
    """

    agency_name: str
    place: str
    mark: PrintMark
    day: date
    sheet: str
    sheet_no: int
    signed_at: datetime
    signed_by: str
    head_hash: str
    log_place: int
    desk_no: int | None = None
    received: int = 0
    voided: int = 0
    by_channel: tuple[tuple[str, int], ...] = ()
    open_lists: tuple[DayOpenList, ...] = ()
    drafts_own: int = 0
    drafts_others: int = 0
    fees: tuple[FeeLine, ...] = ()
    sums: tuple[MethodSum, ...] = ()
    doubled: tuple[DoubledReceipt, ...] = ()
    backup_at: datetime | None = None
    note: str = ""
    after: int = 0

    def __post_init__(self) -> None:
        refuse_long_texts(self)
