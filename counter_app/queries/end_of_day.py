"""Kết thúc ngày: what a desk's day was, what of it is still open, and where the log stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select, text

from counter_app.domain.codes import desk_of_label
from counter_app.domain.day_figures import (
    DayFigures,
    DoubledReceipt,
    FeeLine,
    OpenFigures,
    OpenKind,
    OpenLine,
)
from counter_app.domain.dossier import Status
from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.domain.units import DESK
from counter_app.queries.day_sheets import SignOff, own_desk, sign_offs
from counter_app.queries.handover import Readiness, to_give
from counter_app.storage import event_log
from counter_app.storage.projection_tables import (
    ENDED,
    TO_RETURN,
    batch_item,
    day_close,
    dossier,
    fee_payment,
    paper_print,
)
from counter_app.storage.reference import Reference
from counter_app.storage.store import Reading
from counter_app.storage.tables import draft

MOST = 200
"""Rows of one list; its count and its codes are of all."""
OLDEST = 20
"""Results that a sheet names: what waits for applicants is no work of the day, and would fill pages."""
CLOSING = time(16, 30)
"""From here on a working day should be signed off."""


@dataclass(frozen=True)
class DayRow:
    """A dossier of a list, with what it is called."""

    line: OpenLine
    applicant_name: str
    procedure_name: str
    is_voided: bool = False

    @property
    def code(self) -> str:
        """The dossier's code."""
        return self.line.code


@dataclass(frozen=True)
class DayList:
    """`rows`: the first `MOST`; `codes`: of all."""

    rows: tuple[DayRow, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DayView:
    """A desk's day as it stands at `as_of`. `head`: hash (64 hex digits) of its log's last entry;
    `log_hash`: over the heads of all logs held here, so that nothing comes in unseen from another desk.
    `owed_before`: the working day before it, where work was done on it and nobody has signed it off.
    """

    day: date
    desk: int
    as_of: datetime
    figures: DayFigures
    received: DayList
    open: Mapping[OpenKind, DayList]
    head: str
    log_hash: str
    sign_offs: tuple[SignOff, ...]
    owed_before: date | None

    @property
    def last_sign_off(self) -> SignOff | None:
        """The newest sheet of the day."""
        return self.sign_offs[-1] if self.sign_offs else None


def end_of_day(
    reading: Reading, day: date, login: str, now: datetime, backup_at: datetime | None = None
) -> DayView:
    """This desk's day at a local moment. `backup_at`: the day's copy of the file, which no table knows."""
    origin, desk = own_desk(reading.conn)
    place, head = event_log.chain_head(reading.conn, origin)
    received, channels, voided, unprinted = _received(reading, day, desk)
    lists = _open_lists(reading, day, desk) | {OpenKind.NOT_PRINTED: unprinted}
    own, others = _drafts(reading, login)
    fees = _fees(reading, day, desk)
    figures = DayFigures(
        as_of=_iso(now),
        received=len(received.codes),
        voided=voided,
        by_channel=channels,
        open=tuple(_figures(kind, lists[kind]) for kind in OpenKind),
        drafts_own=own,
        drafts_others=others,
        fees=fees,
        doubled=_doubled(reading, day, fees),
        backup_at=_iso(backup_at) if backup_at else "",
        origin=origin,
        place=place,
    )
    return DayView(
        day=day,
        desk=desk,
        as_of=now,
        figures=figures,
        received=received,
        open=MappingProxyType(lists),
        head=head,
        log_hash=event_log.log_hash(reading.conn),
        sign_offs=sign_offs(reading.conn, day, desk),
        owed_before=_owed_before(reading, day, desk),
    )


def _open_lists(reading: Reading, day: date, desk: int) -> dict[OpenKind, DayList]:
    return {
        OpenKind.NOT_HANDED_OVER: _not_handed_over(reading, day, desk),
        OpenKind.NOT_TAKEN: _not_taken(reading, day, desk),
        OpenKind.NOT_COLLECTED: _not_collected(reading, day),
    }


def is_close_owed(reading: Reading, login: str, now: datetime) -> bool:
    """Whether a person of the counter should be told that today is not signed off yet."""
    person = reading.reference.staff.get(login)
    is_late = now.time() >= CLOSING and reading.reference.calendar.is_working(now.date())
    if person is None or not is_late or not person.may(Permission.DESK_ACT):
        return False
    return person.unit == DESK and not is_signed_off(reading, now.date(), own_desk(reading.conn)[1])


def is_signed_off(reading: Reading, day: date, desk: int) -> bool:
    """Whether the desk's day has a sheet."""
    statement = (
        select(day_close.c.event_id)
        .where(day_close.c.day == day.isoformat(), day_close.c.desk == str(desk))
        .limit(1)
    )
    return reading.conn.execute(statement).first() is not None


# -- dossiers


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _bounds(day: date) -> tuple[str, str]:
    return _iso(datetime.combine(day, time())), _iso(datetime.combine(day + timedelta(days=1), time()))


def _is_of_desk(book: str | None, desk: int) -> bool:
    """The book says which desk received a dossier; one that has none yet counts for every desk."""
    label = book.rpartition("-")[2] if book else ""
    return not book or (label.isdecimal() and desk_of_label(int(label)) == desk)


def _figures(kind: OpenKind, found: DayList) -> OpenFigures:
    most = OLDEST if kind is OpenKind.NOT_COLLECTED else MOST
    return OpenFigures(kind, len(found.codes), tuple(row.line for row in found.rows[:most]))


def _received(
    reading: Reading, day: date, desk: int
) -> tuple[DayList, tuple[tuple[str, int], ...], int, DayList]:
    """What got a number that day, by channel, how many of it are void; and what of it was never printed."""
    first, end = _bounds(day)
    printed = (
        select(paper_print.c.event_id)
        .where(paper_print.c.stream == dossier.c.stream, paper_print.c.form == "receipt")
        .exists()
    )
    statement = (
        select(*_NAMED, dossier.c.channel, dossier.c.received_at.label("since"), printed.label("is_printed"))
        .where(
            dossier.c.received_at >= first,
            dossier.c.received_at < end,
            dossier.c.code.is_not(None),
            dossier.c.is_quarantined == 0,
        )
        .order_by(dossier.c.received_at, dossier.c.seq)
    )
    rows = [row for row in reading.conn.execute(statement) if _is_of_desk(row.book, desk)]
    channels: dict[str, int] = {}
    for row in rows:
        channels[row.channel] = channels.get(row.channel, 0) + 1
    unprinted = [row for row in rows if not row.is_printed and row.status != Status.VOIDED]
    voided = sum(row.status == Status.VOIDED for row in rows)
    return (
        _listed(reading, rows),
        tuple(sorted(channels.items(), key=lambda pair: (-pair[1], pair[0]))),
        voided,
        _listed(reading, unprinted),
    )


_NAMED = (
    dossier.c.stream,
    dossier.c.code,
    dossier.c.book,
    dossier.c.status,
    dossier.c.procedure,
    dossier.c.procedure_version,
    dossier.c.applicant_name,
)


def _listed(
    reading: Reading, rows: Sequence[Any], more: Mapping[str, Mapping[str, str]] | None = None
) -> DayList:
    """Rows of the projection with `since` as a list shows them. `more`: stream → more fields of its line."""
    extra = more or {}
    shown = [
        DayRow(
            OpenLine(row.code, row.since, **extra.get(row.stream, {})),
            row.applicant_name,
            _procedure_name(reading.reference, row.procedure, row.procedure_version),
            row.status == Status.VOIDED,
        )
        for row in rows[:MOST]
    ]
    return DayList(tuple(shown), tuple(row.code for row in rows))


def _procedure_name(reference: Reference, procedure: str, version: int) -> str:
    try:
        return reference.procedure_version(procedure, version).name
    except CounterError:
        return procedure


def _not_handed_over(reading: Reading, day: date, desk: int) -> DayList:
    """What lies ready at the desk and was received by the end of the day; the oldest first."""
    ready = {row.stream: row for row in to_give(reading, DESK) if row.readiness is Readiness.READY}
    if not ready:
        return DayList()
    statement = (
        select(*_NAMED, dossier.c.received_at.label("since"))
        .where(dossier.c.stream.in_(list(ready)), dossier.c.received_at < _bounds(day)[1])
        .order_by(dossier.c.received_at, dossier.c.seq)
    )
    rows = [row for row in reading.conn.execute(statement) if _is_of_desk(row.book, desk)]
    return _listed(reading, rows, {stream: {"to": row.next_unit} for stream, row in ready.items()})


def _not_taken(reading: Reading, day: date, desk: int) -> DayList:
    """What the desk gave by the end of the day and nobody has taken; the oldest first."""
    given = batch_item.c
    statement = (
        select(*_NAMED, given.given_at.label("since"), dossier.c.in_transit_to, dossier.c.batch)
        .join(batch_item, (given.batch == dossier.c.batch) & (given.stream == dossier.c.stream))
        .where(
            dossier.c.in_transit_to.is_not(None),
            # The plus keeps the planner on what is on its way: the desk ever held most papers there are.
            text("+dossier.holder = :giver").bindparams(giver=DESK),
            dossier.c.is_quarantined == 0,
            given.given_at < _bounds(day)[1],
        )
        .order_by(given.given_at, dossier.c.seq)
    )
    rows = [row for row in reading.conn.execute(statement) if _is_of_desk(row.book, desk)]
    ways = {row.stream: {"to": str(row.in_transit_to), "batch": str(row.batch)} for row in rows}
    return _listed(reading, rows, ways)


def _not_collected(reading: Reading, day: date) -> DayList:
    """Results that lie at the desk, finished by the end of the day; those that wait longest first."""
    statement = (
        select(*_NAMED, text(f"{ENDED} AS since"))
        .where(
            text(TO_RETURN),
            dossier.c.status == str(Status.FINISHED),
            dossier.c.is_quarantined == 0,
            text(f"{ENDED} < :end").bindparams(end=_bounds(day)[1]),
            # The plus keeps the planner on the index of what waits: it gives the oldest first.
            text("coalesce(+holder, :unit) = :unit AND +in_transit_to IS NULL").bindparams(unit=DESK),
        )
        .order_by(text(ENDED), dossier.c.seq)
    )
    return _listed(reading, list(reading.conn.execute(statement)))


# -- drafts, money


def _drafts(reading: Reading, login: str) -> tuple[int, int]:
    """Forms begun and not finished: the person's own, and those of others."""
    statement = select(draft.c.owner, func.count().label("n")).group_by(draft.c.owner)
    counts = {row.owner: int(row.n) for row in reading.conn.execute(statement)}
    own = counts.pop(login, 0)
    return own, sum(counts.values())


_OF_DESK = text(
    "EXISTS (SELECT 1 FROM envelope v JOIN origin o ON o.id = v.origin WHERE v.event_id ="
    " fee_payment.event_id AND v.relayed_from IS NULL AND o.desk = :desk)"
)


def _fees(reading: Reading, day: date, desk: int) -> tuple[FeeLine, ...]:
    """Payments recorded at this desk for that day, in the order of their time."""
    first, end = _bounds(day)
    paid = fee_payment.c
    statement = (
        select(fee_payment, dossier.c.code, dossier.c.portal_code)
        .join(dossier, dossier.c.stream == paid.stream)
        .where(paid.at >= first, paid.at < end, _OF_DESK.bindparams(desk=desk))
        .order_by(paid.at, dossier.c.code, paid.n)
    )
    return tuple(
        FeeLine(
            row.at,
            row.code or row.portal_code or "",
            row.amount_vnd,
            row.method,
            row.receipt_no if row.method else "",  # what was said at reception has no receipt of its own
            row.exemption,
            row.by,
        )
        for row in reading.conn.execute(statement)
    )


def _doubled(reading: Reading, day: date, fees: Sequence[FeeLine]) -> tuple[DoubledReceipt, ...]:
    """Receipt numbers of the day that stand beside another payment of the same year too."""
    numbers = sorted({line.receipt_no for line in fees if line.receipt_no})
    if not numbers:
        return ()
    paid = fee_payment.c
    statement = (
        select(paid.receipt_no, dossier.c.code)
        .join(dossier, dossier.c.stream == paid.stream)
        .where(
            paid.receipt_no.in_(numbers),
            text("receipt_no <> ''"),  # in the words of the index
            paid.method != "",
            paid.at >= f"{day.year:04d}-",
            paid.at < f"{day.year + 1:04d}-",
        )
        .order_by(paid.receipt_no, paid.at, paid.stream, paid.n)
    )
    found: dict[str, list[str]] = {}
    for row in reading.conn.execute(statement):
        found.setdefault(row.receipt_no, []).append(row.code or "")
    return tuple(DoubledReceipt(no, tuple(codes)) for no, codes in found.items() if len(codes) > 1)


def _owed_before(reading: Reading, day: date, desk: int) -> date | None:
    """The last working day before, if something was received on it here and it has no sheet."""
    before = day - timedelta(days=1)
    for _ in range(14):
        if reading.reference.calendar.is_working(before):
            break
        before -= timedelta(days=1)
    if is_signed_off(reading, before, desk):
        return None
    first, end = _bounds(before)
    statement = (
        select(dossier.c.book).where(dossier.c.received_at >= first, dossier.c.received_at < end).limit(MOST)
    )
    books = reading.conn.execute(statement).scalars()
    return before if any(book and _is_of_desk(book, desk) for book in books) else None
