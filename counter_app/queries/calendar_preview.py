"""What a calendar would move: the open dossiers whose due date comes to another day when counted by it.

A running dossier that was never stopped, extended or corrected is counted from its row; every other one is
folded from the log, for only that knows its pauses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, text

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.deadline import compute
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import REMARKS, Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import fold
from counter_app.domain.recount import PROMISING, Recount, is_kept, paper_promise, recounted
from counter_app.queries.calendar_versions import calendar_versions
from counter_app.storage import stream_log
from counter_app.storage.projection_tables import LISTED, OPEN_STATUS, dossier, paper_print
from counter_app.storage.store import Reading

_AT_ONCE = 500

_CLOCK_ALONE = frozenset(
    {
        *(K.REGISTERED, K.RECEIVED, K.HANDED_OVER, K.RECALLED, K.TAKEN_OVER, K.HANDOVER_DECLINED),
        *(K.ASSIGNED, K.STEP_DONE, K.COOPERATION_ASKED),
        *REMARKS,
    }
)
"""Kinds that leave the clock alone: a dossier that has no other is counted from its row; so is one that was
counted again, until it would move once more."""


@dataclass(frozen=True)
class DueMove:
    """An open dossier whose due date would be another one (local moments). `paper_at`: the date that the last
    printed paper promises, None where none was printed."""

    code: str
    stream: str
    applicant_name: str
    procedure: str
    holder: str
    old_at: datetime
    new_at: datetime
    paper_at: datetime | None

    @property
    def is_earlier(self) -> bool:
        """Whether it would come before what was promised."""
        return self.new_at < self.old_at

    @property
    def is_kept(self) -> bool:
        """A printed promise that would come earlier is kept, unless the supervisor decides otherwise."""
        return is_kept(self.old_at, self.new_at, self.paper_at)


@dataclass(frozen=True)
class RemainderMove:
    """A dossier whose clock stands still and of which more or less would remain: working minutes."""

    code: str
    stream: str
    applicant_name: str
    procedure: str
    old_left: int
    new_left: int


@dataclass(frozen=True)
class CalendarPreview:
    """What counting by the calendar `version` would change among `open_count` open dossiers.

    kept: codes whose earlier date was weighed under this very calendar and the printed promise kept.
    settled: codes whose date stays and is provisional no more.
    """

    version: str
    open_count: int
    moves: tuple[DueMove, ...] = ()
    remainders: tuple[RemainderMove, ...] = ()
    settled: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All that a recalculation has to do with."""
        moved = (each.code for each in self.moves)
        return (*moved, *(each.code for each in self.remainders), *self.settled)

    @property
    def kept_count(self) -> int:
        """How many of the moves would be kept as printed."""
        return sum(each.is_kept for each in self.moves)


Told = Callable[[int, int], object]
"""(done, of) while it goes on."""


def calendar_preview(
    reading: Reading, calendar: WorkingCalendar | None = None, told: Told | None = None
) -> CalendarPreview:
    """Count every open dossier by `calendar` (None: the stored one), in the order of the new dates."""
    by = calendar or reading.reference.calendar
    rows = _open_rows(reading)
    streams = [row.stream for row in rows]
    touched = _with_other(reading, streams, _CLOCK_ALONE | {K.DUE_RECALCULATED})
    again, printed = _with_other(reading, streams, _CLOCK_ALONE), _printed(reading, streams)
    promised_by = {each.version: each.calendar for each in calendar_versions(reading)}
    sorted_out = _Sorted(by)
    for n, row in enumerate(rows):
        if told is not None and n % _AT_ONCE == 0:
            told(n, len(rows))
        is_plain = row.stream not in touched and _count_in(
            sorted_out, reading, row, is_printed=row.stream in printed, was_again=row.stream in again
        )
        if not is_plain:
            _fold_in(sorted_out, reading, row, promised_by)
    return sorted_out.preview(len(rows))


def _open_rows(reading: Reading) -> Sequence[Any]:
    c = dossier.c
    statement = (
        select(
            *(c.stream, c.code, c.applicant_name, c.procedure, c.procedure_version, c.holder),
            *(c.received_at, c.due_at, c.is_provisional),
        )
        # What a newer program wrote cannot be counted again here; it takes no act.
        .where(text(f"status IN ({OPEN_STATUS}) AND {LISTED} AND is_read_only = 0"))
        .where(c.received_at.is_not(None))
        .order_by(c.received_at, c.seq)
    )
    return reading.conn.execute(statement).all()


def _with_other(reading: Reading, streams: Sequence[str], kinds: frozenset[K]) -> frozenset[str]:
    """Those of which the log holds other kinds than these."""
    statement = "SELECT DISTINCT stream FROM event WHERE stream IN :streams AND kind NOT IN :quiet"
    prepared = text(statement).bindparams(
        bindparam("streams", expanding=True), bindparam("quiet", expanding=True)
    )
    quiet = [str(kind) for kind in kinds]
    found: set[str] = set()
    for first in range(0, len(streams), _AT_ONCE):
        part = list(streams[first : first + _AT_ONCE])
        found |= set(reading.conn.execute(prepared, {"streams": part, "quiet": quiet}).scalars())
    return frozenset(found)


def _printed(reading: Reading, streams: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for first in range(0, len(streams), _AT_ONCE):
        part = streams[first : first + _AT_ONCE]
        statement = select(paper_print.c.stream).where(
            paper_print.c.stream.in_(part), paper_print.c.form.in_(PROMISING)
        )
        found |= set(reading.conn.execute(statement).scalars())
    return frozenset(found)


class _Sorted:
    """Collects what each dossier comes to."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.moves: list[DueMove] = []
        self.remainders: list[RemainderMove] = []
        self.settled: list[str] = []
        self.kept: list[str] = []

    def add_move(self, row: Any, old_at: datetime, new_at: datetime, paper_at: datetime | None) -> None:
        """A due date that is another one."""
        self.moves.append(
            DueMove(
                code=row.code,
                stream=row.stream,
                applicant_name=row.applicant_name,
                procedure=row.procedure,
                holder=row.holder or "",
                old_at=old_at,
                new_at=new_at,
                paper_at=paper_at,
            )
        )

    def preview(self, open_count: int) -> CalendarPreview:
        """Everything, in order."""
        return CalendarPreview(
            version=self.calendar.version,
            open_count=open_count,
            moves=tuple(sorted(self.moves, key=lambda each: (each.new_at, each.code))),
            remainders=tuple(self.remainders),
            settled=tuple(self.settled),
            kept=tuple(self.kept),
        )


def _count_in(found: _Sorted, reading: Reading, row: Any, *, is_printed: bool, was_again: bool) -> bool:
    """Count a dossier from its row; False where only the log can say what its papers promised."""
    limit = reading.reference.procedure_version(row.procedure, row.procedure_version).limit
    due = compute(datetime.fromisoformat(row.received_at), limit, found.calendar)
    old_at = datetime.fromisoformat(row.due_at)
    assert due.at is not None  # without a pause the clock runs
    if due.at != old_at and was_again:
        return False
    if due.at != old_at:
        found.add_move(row, old_at, due.at, old_at if is_printed else None)
    elif row.is_provisional and not due.is_provisional:
        found.settled.append(row.code)
    return True


def _fold_in(
    found: _Sorted,
    reading: Reading,
    row: Any,
    promised_by: dict[str, WorkingCalendar],
) -> None:
    events = [stored.event for stored in stream_log.read_stream(reading.conn, row.stream)]
    held = fold(row.stream, events)
    recount = _recount(held, found.calendar, promised_by)
    if recount is None:
        return
    if recount.new_at < recount.old_at and was_kept(events, found.calendar.version):
        found.kept.append(row.code)
    elif recount.moves:
        found.add_move(row, recount.old_at, recount.new_at, paper_promise(row.stream, events))
    elif recount.changes_remainder:
        left = (recount.old_left or 0, recount.new_left or 0)
        found.remainders.append(
            RemainderMove(row.code, row.stream, row.applicant_name, row.procedure, *left)
        )
    elif recount.is_settled:
        found.settled.append(row.code)


def _recount(
    held: Dossier, calendar: WorkingCalendar, promised_by: dict[str, WorkingCalendar]
) -> Recount | None:
    if held.due is None:
        return None
    return recounted(held, calendar, promised_by.get(held.due.calendar_version, calendar))


def was_kept(events: Sequence[Event], version: str) -> bool:
    """Whether the last recalculation was made by that calendar and kept the promise, and nothing moved the
    due date since."""
    for event in reversed(events):
        if event.kind is K.DUE_RECALCULATED:
            return bool(event.payload.get("is_kept")) and event.payload.get("calendar_version") == version
        if "due" in event.payload or "due" in (event.payload.get("after") or {}):
            return False
    return False
