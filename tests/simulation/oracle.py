"""What must hold when all faults are over and every desk has met the centre: O1 to O11 of document 7."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from counter_app.domain.codes import parse_code
from counter_app.domain.counting import recount
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.fold import fold
from counter_app.domain.pauses import merge
from counter_app.storage import compare, projection, stream_log, verify
from counter_app.storage import feed as feed_here
from counter_app.storage.promised_calendars import CALENDAR, SETTINGS, calendars_told
from counter_app.sync.central import FeedEvent
from tests.simulation.agency import LAST_DESK_SERIAL
from tests.simulation.machine import Machine
from tests.simulation.newer import PLACE
from tests.simulation.template import AGENCY

if TYPE_CHECKING:
    from tests.simulation.world import World

COUNTED_BY = (CALENDAR, SETTINGS)
_NOWHERE = (
    "SELECT count(*) FROM event WHERE NOT EXISTS"
    " (SELECT 1 FROM envelope WHERE event_id = event.id AND pos IS NOT NULL)"
)


class Broken(AssertionError):
    """A promise that was not kept; the message begins with the oracle's number."""


@dataclass(frozen=True)
class Seen:
    """What a desk's file holds at the end."""

    name: str
    feed: tuple[int, str]
    digest: str
    events: int


def check(world: World) -> None:
    """Raise Broken at the first promise that does not hold."""
    feed = [row for row in world.centre.agencies[AGENCY].rows if row is not None]
    _paper_is_there(world, feed)
    _serials_are_contiguous(world, feed)
    seen = [_look_at(machine, feed) for machine in world.machines]
    _all_equal(seen, world)
    _codes_are_told_apart(world, feed)
    for machine in world.machines:
        _sound(machine, feed)
        _newer_is_kept(world, machine)
    _order_is_the_centres(world.machines[0], feed)
    no_due_is_too_early(world.machines[0])
    rebuilds_the_same(world.rng.choice(world.machines))
    if world.centre.quarantine:
        raise Broken(f"O9 in quarantine: {sorted(world.centre.quarantine.values())}")


def _paper_is_there(world: World, feed: Sequence[FeedEvent]) -> None:
    first = {row.stored.event.id for row in feed if not row.is_again}
    for paper in world.paper:
        if paper.event_id not in first and paper.event_id not in world.lost:
            raise Broken(f"O1 lost: {paper}")
    ids = [row.stored.event.id for row in feed if not row.is_again]
    if len(ids) != len(set(ids)):
        raise Broken("O1 an event stands twice for the first time")


def _received(feed: Sequence[FeedEvent]) -> list[FeedEvent]:
    return [row for row in feed if not row.is_again and row.stored.event.kind is K.RECEIVED]


def _serials_are_contiguous(world: World, feed: Sequence[FeedEvent]) -> None:
    """Per block and day; a number whose every copy was destroyed had been given all the same."""
    codes = [str(row.stored.event.payload["code"]) for row in _received(feed)]
    given: dict[tuple[int, str], set[int]] = defaultdict(set)
    for code in [*codes, *filter(None, world.lost.values())]:
        parsed = parse_code(code)
        size = 80 if parsed.serial > LAST_DESK_SERIAL else 400
        lo = (parsed.serial - 1) // size * size + 1
        given[lo, parsed.day.isoformat()].add(parsed.serial)
    for (lo, day), serials in given.items():
        if serials != set(range(lo, lo + len(serials))):
            raise Broken(f"O3 {day} block {lo}: {sorted(serials)}")


def _codes_are_told_apart(world: World, feed: Sequence[FeedEvent]) -> None:
    """A code given twice is an open or settled conflict of all dossiers but one, at every desk."""
    given: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _received(feed):
        event = row.stored.event
        given[str(event.payload["code"])][event.id] = event.stream
    for event_id, code in world.lost.items():
        if len(world.sure & {event_id, *given.get(code, {})}) > 1:
            raise Broken(f"O2 {code} was given again though nobody worked on a copy")
    world.twice = {code for code, of in given.items() if len(of) > 1}
    for code in world.twice:
        if len(world.sure & given[code].keys()) > 1:
            raise Broken(f"O2 {code} was given twice though nobody worked on a copy")
    for machine in world.machines:
        with machine.desk.store.read() as reading:
            rows = reading.conn.exec_driver_sql("SELECT stream, event_id, because FROM conflict").all()
        struck = {row[1] for row in rows}
        flagged = {row[0] for row in rows if row[2] == "dup_code"}
        for code in world.twice:
            unseen = {stream for event_id, stream in given[code].items() if event_id not in struck} - flagged
            if len(unseen) > 1:
                raise Broken(f"O2 {code} stands for two, unseen at {machine.name}")


def _look_at(machine: Machine, feed: Sequence[FeedEvent]) -> Seen:
    with machine.desk.store.read() as reading:
        conn = reading.conn
        pos, feed_hash = conn.exec_driver_sql("SELECT pulled_pos, feed_hash FROM sync_state").one()
        events = int(conn.exec_driver_sql("SELECT count(*) FROM event").scalar_one())
        waiting = int(conn.exec_driver_sql(_NOWHERE).scalar_one()) + feed_here.waiting(conn)[0]
        if waiting:
            raise Broken(f"O7 {waiting} wait at {machine.name}")
        return Seen(machine.name, (pos, feed_hash), projection.digest(conn), events)


def _all_equal(seen: Sequence[Seen], world: World) -> None:
    agency = world.centre.agencies[AGENCY]
    for each in seen:
        if each.feed != (len(agency.rows), agency.head_feed_hash):
            raise Broken(f"O4 {each.name} holds the feed to {each.feed}")
        if each.events != len(agency.first):
            raise Broken(f"O4 {each.name} has {each.events} events, the centre {len(agency.first)}")
        if each.digest != seen[0].digest:
            raise Broken(f"O4 {each.name} and {seen[0].name} have folded differently")


def _sound(machine: Machine, feed: Sequence[FeedEvent]) -> None:
    with machine.desk.store.read() as reading:
        conn = reading.conn
        if problems := verify.verify(conn, deep=True):
            raise Broken(f"O6 {machine.name}: {problems[0]}")
        _nothing_vanished(conn, machine.name, {row.stored.event.stream for row in _received(feed)})


def _nothing_vanished(conn: Connection, name: str, streams: set[str]) -> None:
    """O5: every dossier that was received has one status, and each unit gave away or holds what it took."""
    rows = conn.exec_driver_sql("SELECT stream, holder FROM dossier WHERE code IS NOT NULL").all()
    if {row[0] for row in rows} != streams:
        raise Broken(f"O5 {name}: {len(rows)} dossiers of {len(streams)}")
    held: dict[str, int] = defaultdict(int)
    for _, holder in rows:
        held[holder or ""] += 1
    query = (
        "SELECT unit, count(*), sum(until IS NOT NULL) FROM control_sheet WHERE stream IN"
        " (SELECT stream FROM dossier WHERE code IS NOT NULL AND holder IS NOT NULL) GROUP BY unit"
    )
    for unit, taken, given in conn.exec_driver_sql(query):
        if taken - given != held[unit]:
            raise Broken(f"O5 {name} {unit}: took {taken}, gave {given}, holds {held[unit]}")


def _newer_is_kept(world: World, machine: Machine) -> None:
    """O10: what a newer program wrote is read by nobody; no act is done on its dossier."""
    with machine.desk.store.read() as reading:
        rows = reading.conn.exec_driver_sql("SELECT stream, is_read_only FROM dossier").all()
        place = reading.reference.agency.place
    if place == PLACE:
        raise Broken(f"O10 {machine.name} read settings of a newer program")
    newer = {stream for event_id, stream in world.newer.items() if event_id not in world.lost}
    for stream, is_read_only in rows:
        if bool(is_read_only) != (stream in newer):
            raise Broken(f"O10 {machine.name} {stream}: read-only {is_read_only}")


def _order_is_the_centres(machine: Machine, feed: Sequence[FeedEvent]) -> None:
    """The last event of a dossier is the one that stands last in the feed, whatever the clocks said.

    Left out are dossiers of which an act stands before what it was done on, or waited for its data.
    """
    order: dict[str, list[Event]] = defaultdict(list)
    for row in feed:
        if not row.is_again:
            order[row.stored.event.stream].append(row.stored.event)
    with machine.desk.store.read() as reading:
        conn = reading.conn
        awaited = set(conn.exec_driver_sql("SELECT code FROM awaited_act").scalars())
        rows = conn.exec_driver_sql("SELECT stream, head, code FROM dossier").all()
    for stream, head, code in rows:
        events, done = order[stream], set[str]()
        is_plain = awaited.isdisjoint({code, *(event.payload.get("code") for event in events)})
        for event in events:
            is_plain &= event.seen is None or event.seen in done
            done.add(event.id)
        if is_plain and head != events[-1].id:
            raise Broken(f"O4 {machine.name} {stream}: last is {head}, in the feed {events[-1].id}")


def no_due_is_too_early(machine: Machine) -> None:
    """O11: whoever saw what, a due that runs is not before the count by its own pauses. Raises Broken.

    One counted by these very pauses is left out: two desks may have changed the calendar at once.
    """
    with machine.desk.store.read() as reading:
        found = reading.conn.exec_driver_sql("SELECT stream FROM dossier WHERE received_at IS NOT NULL")
        told = ([item.event for item in stream_log.read_stream(reading.conn, of)] for of in COUNTED_BY)
        calendars = calendars_told(*told)
        for stream in found.scalars().all():
            events = [item.event for item in stream_log.read_stream(reading.conn, stream)]
            dossier = fold(stream, events)
            promise = dossier.due
            if promise is None or dossier.limit is None or not dossier.is_open or dossier.is_paused:
                continue
            pauses = merge(dossier.pauses, promise.received_at)
            if [(move.start, move.end) for move in promise.moves] == [(p.start, p.end) for p in pauses]:
                continue
            due = recount(dossier, calendars[promise.calendar_version])
            if promise.at is None or due.at is None or promise.at < due.at:
                raise Broken(f"O11 {machine.name} {stream}: due {promise.at}, counted {due.at}")


def rebuilds_the_same(machine: Machine) -> None:
    """O4: folding everything anew changes nothing. Raises Broken."""
    with machine.desk.store.writer.connect() as conn, conn.begin() as transaction:
        before = projection.digest(conn)
        compare.rebuild(conn)
        after = projection.digest(conn)
        transaction.rollback()
    if before != after:
        raise Broken(f"O4 {machine.name}: a rebuild from zero says something else")
