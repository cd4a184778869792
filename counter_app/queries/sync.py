"""Đồng bộ: the last passes with the central store, the morning slip, and what still waits at this desk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from counter_app.domain.events import EventKind, local_minute, utc_ms
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.storage.conflict_tables import awaited_act, conflict
from counter_app.storage.projection_tables import dossier
from counter_app.storage.store import Reading
from counter_app.storage.tables import blob, envelope, event, origin, sync_log, sync_state

MOST_PASSES = 2_000
"""Rows of the log that are looked back at: more than two days of a pass every two minutes."""
MOST_BY_DAY = 5_000
"""Beyond this many waiting entries only their number is told, not their days."""
NOTEWORTHY = timedelta(days=3)
"""How long a new incarnation, a centre that went back, or an entry it could not take is still told."""
FORKED_WITHIN = timedelta(days=7)
"""How far back new lives are counted that passes began."""
_MOST_LIVES = 20
"""More lives than these say nothing more."""
_CLOCKS_APART = timedelta(hours=1)
"""A new machine's clock may be behind the old one's by that much before an order of moments counts."""


@dataclass(frozen=True)
class WaitingDay:
    """Own entries of one local day that have no place at the centre yet. `oldest`: local moment."""

    day: date
    count: int
    oldest: datetime


@dataclass(frozen=True)
class Waiting:
    """What waits to be sent. `days`: the oldest first, empty where there is too much to tell them apart.
    `scan_bytes`: of the scans that the centre does not hold verified."""

    count: int = 0
    oldest: datetime | None = None
    days: tuple[WaitingDay, ...] = ()
    scans: int = 0
    scan_bytes: int = 0


@dataclass(frozen=True)
class Slip:
    """The morning slip: the last thorough pass (at night, or asked for; else the last good one) and, in it,
    what all passes have carried since the last thorough one of an earlier day.

    `since`: local moment from which sent, stored, pulled are counted; `passes` how many they were.
    `stored`: what the centre acknowledged, new or known. `odd`: places in which the two sides differ.
    """

    report: PassReport
    since: datetime
    passes: int
    sent: int
    stored: int
    pulled: int
    odd: int


@dataclass(frozen=True)
class AwaitedAct:
    """An act recorded before its dossier's data were here. `at`: local ISO text. holder: the unit that has
    the dossier where it is known here by now, and the act waits for another one; else ""."""

    code: str
    kind: str
    unit: str
    by: str
    at: str
    event_id: str = ""
    holder: str = ""


@dataclass(frozen=True)
class SyncFacts:
    """Everything the page and the status bar say, at one moment. Local moments.

    last: the newest pass, failed ones too; last_ok: when one last went through, None never. failures,
    failing_since: how many have failed since then, and when the first of them began. remarkable:
    passes of the last days with something to tell besides figures, newest first. forks: passes of the last
    week, since the last restore, that had to begin a new life: the centre met another copy. twin_at: last
    entry of another life of this desk that was made while this one was at work; None: of the week none.
    conflicts: open ones;
    conflicts_since: the pass that brought the oldest of them. clock_offset_ms: this machine's clock minus
    the centre's.
    """

    as_of: datetime
    is_joined: bool
    last: PassReport | None = None
    last_ok: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    slip: Slip | None = None
    waiting: Waiting = Waiting()
    conflicts: int = 0
    conflicts_since: datetime | None = None
    awaited: tuple[AwaitedAct, ...] = ()
    remarkable: tuple[PassReport, ...] = ()
    forks: int = 0
    twin_at: datetime | None = None
    clock_offset_ms: int | None = None


def sync_view(reading: Reading, now: datetime) -> SyncFacts:
    """The facts at a local moment; of a desk without a centre only that it has none."""
    conn = reading.conn
    state = conn.execute(select(sync_state).limit(1)).first()
    conflicts = open_conflicts(conn)
    if state is None:
        return SyncFacts(now, is_joined=False, conflicts=conflicts)
    last = _reports(conn, most=1)
    failures, failing_since = _failing(conn)
    return SyncFacts(
        as_of=now,
        is_joined=True,
        last=last[0] if last else None,
        last_ok=local_minute(state.last_ok) if state.last_ok is not None else None,
        failures=failures,
        failing_since=failing_since,
        slip=_slip(conn),
        waiting=_waiting(conn, state.agency),
        conflicts=conflicts,
        conflicts_since=_conflicts_since(conn, conflicts),
        awaited=_awaited(conn),
        remarkable=_remarkable(conn, now),
        forks=_forks(conn, now),
        twin_at=_twin_at(conn, now),
        clock_offset_ms=state.clock_offset_ms,
    )


def passes(reading: Reading, most: int = MOST_PASSES) -> tuple[PassReport, ...]:
    """The log, newest first."""
    return _reports(reading.conn, most=most)


# -- passes

_NEWEST = select(sync_log).order_by(sync_log.c.id.desc()).limit(MOST_PASSES).subquery()
"""By the order of the log, not by its clock; the inner limit bounds what is ever looked at."""


def _fact(name: str) -> ColumnElement[object]:
    return func.json_extract(_NEWEST.c.report, f"$.{name}")


def _reports(
    conn: Connection, *where: ColumnElement[bool], most: int = MOST_PASSES
) -> tuple[PassReport, ...]:
    statement = select(_NEWEST.c.report).where(_NEWEST.c.report.is_not(None), *where)
    newest_first = statement.order_by(_NEWEST.c.id.desc()).limit(most)
    return tuple(_report(text) for text in conn.execute(newest_first).scalars())


def _report(text: str) -> PassReport:
    return PassReport.from_json(json.loads(text))


def _failing(conn: Connection) -> tuple[int, datetime | None]:
    """(passes that failed since the last one that did not, local moment at which the first of them began)."""
    well = select(func.max(_NEWEST.c.id)).where(_NEWEST.c.outcome != str(Outcome.FAILED))
    failed = _reports(conn, _NEWEST.c.id > func.coalesce(well.scalar_subquery(), 0))
    since = local_minute(failed[-1].began_at) if failed else None
    return sum(report.times for report in failed), since


_THOROUGH_A_DAY = 200
"""More thorough passes than anybody asks for in one day."""


def _slip(conn: Connection) -> Slip | None:
    went_through = _NEWEST.c.outcome != str(Outcome.FAILED)
    found = select(_NEWEST.c.id, _NEWEST.c.report).where(went_through, _fact("is_thorough") == 1)
    nights = conn.execute(found.order_by(_NEWEST.c.id.desc()).limit(_THOROUGH_A_DAY)).all()
    if not nights:
        good = _reports(conn, went_through, most=1)
        return _summed(good[0], good) if good else None
    newest = _compared(conn, nights[0].id, _report(nights[0].report))
    # One that a person asked for by day does not empty the slip: the figures go back to an earlier day.
    day = local_minute(_report(nights[0].report).started_at).date()
    earlier = (each for each in nights if local_minute(_report(each.report).started_at).date() < day)
    after = next((each.id for each in earlier), 0)
    between = _reports(conn, _NEWEST.c.id > after, _NEWEST.c.id <= nights[0].id)
    return _summed(newest, between)


def _compared(conn: Connection, id_: int, report: PassReport) -> PassReport:
    """A pass that came to a place of the feed first has nobody beside it: a later one at the same place
    knows what the others have told there since."""
    if _is_compared(report):
        return report
    went_through = _NEWEST.c.outcome != str(Outcome.FAILED)
    later = _reports(conn, went_through, _NEWEST.c.id > id_, _fact("head") == report.head, most=20)
    for each in later:
        if each.feed_hash == report.feed_hash and _is_compared(each):
            return replace(report, counts=each.counts, differences=each.differences, outcome=each.outcome)
    return report


def _is_compared(report: PassReport) -> bool:
    return any(count.there is not None for count in report.counts)


def _summed(report: PassReport, listed: Sequence[PassReport]) -> Slip:
    return Slip(
        report=report,
        since=local_minute(min(each.started_at for each in listed)),
        passes=len(listed),
        sent=sum(each.sent for each in listed),
        stored=sum(each.stored + each.known for each in listed),
        pulled=sum(each.pulled for each in listed),
        odd=differing(report),
    )


def differing(report: PassReport) -> int:
    """In how many places the two sides differ: statuses, and what else does not agree."""
    if report.outcome is not Outcome.DIFFERS:
        return 0
    statuses = sum(count.there is not None and count.there != count.here for count in report.counts)
    others = sum(word not in ("counts", "rebuilt") for word in report.differences)
    return max(1, statuses + others)


def _remarkable(conn: Connection, now: datetime) -> tuple[PassReport, ...]:
    told = or_(
        _fact("is_new_incarnation") == 1,
        _fact("quarantined") > 0,
        _fact("went_back_to").is_not(None),
        _fact("differences") == json.dumps(["rebuilt"]),
    )
    return _reports(conn, _NEWEST.c.started_at >= utc_ms(now - NOTEWORTHY), told, most=20)


_BEGUN = (
    "SELECT o.opened_at, (SELECT max(s.id) FROM sync_log s WHERE s.started_at <= o.opened_at"
    " AND s.ended_at >= o.opened_at AND json_extract(s.report, '$.is_new_incarnation') = 1) AS of_pass"
    " FROM meta m JOIN origin own ON own.id = m.value"
    " JOIN origin o ON o.agency = own.agency AND o.desk = own.desk AND o.is_mine = 1"
    " WHERE m.key = 'origin' AND o.opened_at >= ? ORDER BY o.incarnation DESC LIMIT ?"
)


def _forks(conn: Connection, now: datetime) -> int:
    """A life that no pass of this log began is a restore's, or a new machine's: what was before it is over.

    A pass that was killed has no line, so that its life ends the count too: told late rather than wrongly.
    """
    lives = conn.exec_driver_sql(_BEGUN, (utc_ms(now - FORKED_WITHIN), _MOST_LIVES))
    of_passes = takewhile(lambda found: found is not None, (life.of_pass for life in lives))
    return len(set(of_passes))


_OTHER_LIVES = (
    "SELECT max((SELECT e.wall FROM envelope v JOIN event e ON e.id = v.event_id WHERE v.origin = o.id"
    " ORDER BY v.oseq DESC LIMIT 1)) AS wall, own.opened_at FROM meta m JOIN origin own ON own.id = m.value"
    " JOIN origin o ON o.agency = own.agency AND o.desk = own.desk AND o.id <> own.id WHERE m.key = 'origin'"
)


def _twin_at(conn: Connection, now: datetime) -> datetime | None:
    """A life that was over when this one began has no later entry: one that has is at work elsewhere.

    Two folders fork once, then each keeps its own life, and nothing else ever tells of it again.
    """
    row = conn.exec_driver_sql(_OTHER_LIVES).one()
    if row.wall is None or row.wall <= row.opened_at + _CLOCKS_APART // timedelta(milliseconds=1):
        return None
    at = local_minute(row.wall)
    return at if at >= now - FORKED_WITHIN else None


# -- what waits


def _waiting(conn: Connection, agency: str) -> Waiting:
    mine = select(origin.c.id).where(origin.c.is_mine == 1)
    outbox = and_(envelope.c.agency == agency, envelope.c.pos.is_(None), envelope.c.origin.in_(mine))
    count = conn.execute(select(func.count()).select_from(envelope).where(outbox)).scalar_one()
    sizes = select(func.count(), func.coalesce(func.sum(blob.c.size), 0))
    scans = conn.execute(sizes.where(blob.c.state.in_(("local", "sent")))).one()
    days: tuple[WaitingDay, ...] = ()
    oldest = None
    if 0 < count <= MOST_BY_DAY:
        days = _days(conn, outbox)
        oldest = days[0].oldest
    return Waiting(int(count), oldest, days, int(scans[0]), int(scans[1]))


def _days(conn: Connection, outbox: ColumnElement[bool]) -> tuple[WaitingDay, ...]:
    statement = select(event.c.wall).join(envelope, envelope.c.event_id == event.c.id).where(outbox)
    found: dict[date, list[datetime]] = {}
    for wall in conn.execute(statement).scalars():
        moment = local_minute(wall)
        found.setdefault(moment.date(), []).append(moment)
    return tuple(WaitingDay(day, len(found[day]), min(found[day])) for day in sorted(found))


def _awaited(conn: Connection) -> tuple[AwaitedAct, ...]:
    act = awaited_act.c
    known = select(func.max(dossier.c.holder)).where(dossier.c.code == act.code).scalar_subquery()
    statement = (
        select(act.code, act.kind, act.unit, act.by, act.at, act.event_id, func.coalesce(known, ""))
        .where(act.is_folded == 0)
        .order_by(act.at, act.event_id)
    )
    return tuple(AwaitedAct(*map(str, row)) for row in conn.execute(statement))


def awaited_in(reading: Reading, unit: str) -> tuple[AwaitedAct, ...]:
    """What a unit took over before its data were here and that still waits for them, the oldest first."""
    taken = str(EventKind.TAKEN_OVER)
    return tuple(act for act in _awaited(reading.conn) if act.unit == unit and act.kind == taken)


# -- conflicts


def open_conflicts(conn: Connection) -> int:
    """How many conflicts wait for a person."""
    statement = select(func.count()).select_from(conflict).where(conflict.c.is_resolved == 0)
    return int(conn.execute(statement).scalar_one())


def _conflicts_since(conn: Connection, count: int) -> datetime | None:
    """When the pass began that brought the oldest of the last `count` conflicts."""
    if not count:
        return None
    brought = _fact("new_conflicts")
    found = None
    statement = select(_NEWEST.c.started_at, brought.label("n")).where(brought > 0)
    for row in conn.execute(statement.order_by(_NEWEST.c.id.desc())):
        found = local_minute(row.started_at)
        count -= int(row.n)
        if count <= 0:
            break
    return found
