"""Taking a page of the feed in: every link and hash is checked and the page stored, or nothing of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from counter_app.domain.centre_errors import FeedDamaged, OriginForked
from counter_app.domain.events import EventKind as K
from counter_app.domain.events import envelope_hash, feed_hash
from counter_app.storage import feed
from counter_app.storage.event_log import StoredEvent, event_to_columns
from counter_app.storage.feed import FeedPlace, FeedRow
from counter_app.storage.reenvelope import set_aside

_NEW_EVENT = (
    "INSERT INTO event(id, agency, stream, kind, schema_v, payload, seen, actor, wall, clock_quality,"
    " content_hash) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)
_NEW_ENVELOPE = (
    "INSERT INTO envelope(origin, oseq, prev, hash, event_id, relayed_from, agency, pos)"
    " VALUES (?,?,?,?,?,?,?,?)"
)

COUNTED_BY = frozenset({"calendar:vn", "settings:agency"})
_BY_AWAITED_SUPPLEMENT = "SELECT DISTINCT stream FROM awaited_act WHERE kind = 'dossier:supplemented'"
LOOKED_BACK = 20_000
"""Events before a calendar among which is looked for promises by it: what desks do between two passes is a
small part of that. Beyond it the digests differ, and the rows are made anew from the log."""
_CALENDARS = (
    "SELECT payload ->> '$.version', payload ->> '$.base' FROM event WHERE stream = 'calendar:vn'"
    " AND kind = 'calendar:set'"
)
_BY_CALENDAR = (
    "SELECT DISTINCT e.stream FROM envelope v JOIN event e ON e.id = v.event_id"
    " WHERE v.agency = ? AND (v.pos IS NULL OR v.pos > ?)"
    " AND coalesce(e.payload ->> '$.due.calendar_version',"
    " e.payload ->> '$.after.due.calendar_version') IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True)
class TakenIn:
    """What a page changed: the streams to be folded anew, how far the feed is held now, and the envelopes
    that events of this file got because the feed tells the chain otherwise in which they stood."""

    streams: tuple[str, ...]
    place: FeedPlace
    reenveloped: tuple[StoredEvent, ...]


@dataclass(frozen=True, slots=True)
class KnownOrigin:
    """An origin as the centre names it; `opened_at` UTC ms."""

    id: str
    desk: int
    incarnation: int
    opened_at: int
    is_closed: bool


def take_in(conn: Connection, rows: Sequence[FeedRow], own: str, at_ms: int) -> TakenIn:
    """Store a page of the feed behind the place held, in the caller's transaction; at least one row.

    Raises FeedDamaged(pos, because), OriginForked where the present origin `own` itself is told otherwise, or
    further than it is held here: then nothing may be stored.
    """
    agency = rows[0].stored.event.agency
    _check_hashes(rows, feed.place_of(conn), _agency(conn))
    _know_strangers(conn, rows, at_ms)
    is_unsettled = feed.has_unconfirmed_beside(conn, own)
    held = _held(conn, rows)
    _check_alone(rows, held, own)
    forks = _forks(rows, held)
    reenveloped = [
        each for origin, first in forks.items() for each in _give_way(conn, origin, first, own, at_ms)
    ]
    _check_links(conn, rows)
    if forks:  # also where what gave way stands in another envelope already, and got none
        held = _held(conn, rows)
    _check_once(conn, rows)
    known = _known(conn, rows)
    waiting = feed.unconfirmed_streams(conn) if _tells_roles(rows) else set()
    _store(conn, [row.stored for row in rows if (row.stored.origin, row.stored.oseq) not in held], known)
    conn.exec_driver_sql(
        "UPDATE envelope SET pos = ? WHERE origin = ? AND oseq = ?",
        [(row.stored.pos, row.stored.origin, row.stored.oseq) for row in rows],
    )
    place = FeedPlace(rows[-1].stored.pos or 0, rows[-1].feed_hash)
    conn.exec_driver_sql(
        "UPDATE sync_state SET pulled_pos = ?, feed_hash = ? WHERE agency = ?",
        (place.pos, place.hash, agency),
    )
    streams = _touched(rows, held, known, own)
    streams |= _counted_anew(conn, rows) | _counted_by_new(conn, rows, known)
    if is_unsettled or reenveloped:
        streams |= {row.stored.event.stream for row in rows} | {each.event.stream for each in reenveloped}
    # A right that was given or taken away counts for what was not confirmed before as well.
    return TakenIn(tuple(sorted(streams | waiting)), place, tuple(reenveloped))


def know_origins(conn: Connection, origins: Iterable[KnownOrigin]) -> bool:
    """Write who the origins of the agency are, as the centre numbers their incarnations; answers whether one
    that was known got another number, which moves what it has without a position in the order of the fold.

    An incarnation begun here without a network may be known there under another number; one that the centre
    does not know yet gives way to those it knows.
    """
    wanted = {each.id: each for each in origins}
    here = {
        row[0]: (row[1], row[2]) for row in conn.exec_driver_sql("SELECT id, desk, incarnation FROM origin")
    }
    pairs = {(each.desk, each.incarnation) for each in wanted.values()}
    moved = [id_ for id_, pair in here.items() if id_ in wanted and pair != _pair(wanted[id_])]
    in_the_way = [id_ for id_, pair in here.items() if id_ not in wanted and pair in pairs]
    for n, id_ in enumerate([*moved, *in_the_way], 1):
        conn.exec_driver_sql("UPDATE origin SET incarnation = ? WHERE id = ?", (-n, id_))
    for each in wanted.values():
        conn.exec_driver_sql(
            "INSERT INTO origin (id, agency, desk, incarnation, opened_at, closed_at, is_mine)"
            " VALUES (?, ?, ?, ?, ?, NULL, 0)"
            " ON CONFLICT (id) DO UPDATE SET incarnation = excluded.incarnation",
            (each.id, _agency(conn), each.desk, each.incarnation, each.opened_at),
        )
    for id_ in in_the_way:
        conn.exec_driver_sql(
            "UPDATE origin SET incarnation = (SELECT max(incarnation) + 1 FROM origin o WHERE o.desk ="
            " origin.desk) WHERE id = ?",
            (id_,),
        )
    return bool(moved or in_the_way)


def _pair(origin: KnownOrigin) -> tuple[int, int]:
    return origin.desk, origin.incarnation


def _agency(conn: Connection) -> str:
    found = conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'agency'")
    return str(found.scalar_one())


def _check_hashes(rows: Sequence[FeedRow], place: FeedPlace, agency: str) -> None:
    pos, before = place.pos, place.hash
    for row in rows:
        item, pos = row.stored, pos + 1
        if item.pos != pos:
            raise FeedDamaged(pos=pos, because="position")
        if item.event.agency != agency:
            raise FeedDamaged(pos=pos, because="agency")
        if envelope_hash(item.prev, item.origin, item.oseq, item.event.content_hash) != item.hash:
            raise FeedDamaged(pos=pos, because="hash")
        before = feed_hash(before, item.hash)
        if before != row.feed_hash:
            raise FeedDamaged(pos=pos, because="feed_hash")


def _check_links(conn: Connection, rows: Sequence[FeedRow]) -> None:
    """Each envelope joins on to the one before it in its chain: earlier in the page, or held here."""
    links: dict[tuple[str, int], str] = {}
    for row in rows:
        item = row.stored
        before = links.get((item.origin, item.oseq - 1)) or feed.link_at(conn, item.origin, item.oseq - 1)
        if before != item.prev:
            raise FeedDamaged(pos=item.pos, because="link")
        links[item.origin, item.oseq] = item.hash


def _check_once(conn: Connection, rows: Sequence[FeedRow]) -> None:
    """An envelope has one position: none of this page has one already, or two in it."""
    seen: set[tuple[str, int]] = set()
    for row in rows:
        key = (row.stored.origin, row.stored.oseq)
        if key in seen:
            raise FeedDamaged(pos=row.stored.pos, because="again")
        seen.add(key)
    for origin, span in _spans(rows).items():
        query = "SELECT min(pos) FROM envelope WHERE origin = ? AND oseq BETWEEN ? AND ?"
        if conn.exec_driver_sql(query, (origin, *span)).scalar() is not None:
            first = next(row for row in rows if row.stored.origin == origin)
            raise FeedDamaged(pos=first.stored.pos, because="again")


def _know_strangers(conn: Connection, rows: Sequence[FeedRow], at_ms: int) -> None:
    """Origins that were opened since the centre named them all."""
    known = set(conn.exec_driver_sql("SELECT id FROM origin").scalars())
    new = {row.stored.origin: row for row in rows if row.stored.origin not in known}
    know_origins(
        conn, [KnownOrigin(id_, row.desk, row.incarnation, at_ms, False) for id_, row in new.items()]
    )


def _spans(rows: Sequence[FeedRow]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for row in rows:
        lo, hi = spans.get(row.stored.origin, (row.stored.oseq, row.stored.oseq))
        spans[row.stored.origin] = (min(lo, row.stored.oseq), max(hi, row.stored.oseq))
    return spans


def _held(conn: Connection, rows: Sequence[FeedRow]) -> dict[tuple[str, int], str]:
    """(origin, oseq) → hash of the envelopes held here in the numbers of this page."""
    found: dict[tuple[str, int], str] = {}
    for origin, span in _spans(rows).items():
        query = "SELECT oseq, hash FROM envelope WHERE origin = ? AND oseq BETWEEN ? AND ?"
        for oseq, link in conn.exec_driver_sql(query, (origin, *span)):
            found[origin, oseq] = link
    return found


def _forks(rows: Sequence[FeedRow], held: Mapping[tuple[str, int], str]) -> dict[str, int]:
    """Origin → the first number at which this file holds another envelope than the feed."""
    found: dict[str, int] = {}
    for row in rows:
        item = row.stored
        there = held.get((item.origin, item.oseq))
        if there is not None and there != item.hash:
            found[item.origin] = min(found.get(item.origin, item.oseq), item.oseq)
    return found


def _check_alone(rows: Sequence[FeedRow], held: Mapping[tuple[str, int], str], own: str) -> None:
    """An envelope of the present life that is not here was written by a copy of this file, which gave out
    numbers that this one does not know: two files must not go on as one life."""
    for row in rows:
        if row.stored.origin == own and (own, row.stored.oseq) not in held:
            raise OriginForked(origin=own, oseq=row.stored.oseq)


def _give_way(conn: Connection, origin: str, first: int, own: str, at_ms: int) -> list[StoredEvent]:
    if origin == own:
        raise OriginForked(origin=origin, oseq=first)
    confirmed = conn.exec_driver_sql(
        "SELECT min(pos) FROM envelope WHERE origin = ? AND oseq >= ? AND pos IS NOT NULL", (origin, first)
    ).scalar()
    if confirmed is not None:
        raise FeedDamaged(pos=confirmed, because="told_otherwise")
    return set_aside(conn, origin, first, own, at_ms)


def _known(conn: Connection, rows: Sequence[FeedRow]) -> dict[str, str]:
    """Event id → content hash of the events of this page that are in the log already."""
    ids = [row.stored.event.id for row in rows]
    marks = ",".join("?" * len(ids))
    found = conn.exec_driver_sql(
        f"SELECT id, content_hash FROM event WHERE id IN ({marks})", tuple(ids)  # noqa: S608 - only marks
    )
    return {row[0]: row[1] for row in found}


def _store(conn: Connection, items: Sequence[StoredEvent], known: dict[str, str]) -> None:
    """Write envelopes, and the events that are not in the log yet, each once."""
    seen, events = dict(known), []
    for item in items:
        content = item.event.content_hash
        if item.event.id not in seen:
            seen[item.event.id] = content
            events.append((*event_to_columns(item.event), content))
        elif seen[item.event.id] != content:
            raise FeedDamaged(pos=item.pos, because="id_reused")
    if events:
        conn.exec_driver_sql(_NEW_EVENT, events)
    if items:
        conn.exec_driver_sql(
            _NEW_ENVELOPE,
            [
                (i.origin, i.oseq, i.prev, i.hash, i.event.id, i.relayed_from, i.event.agency, None)
                for i in items
            ],
        )


def _touched(
    rows: Sequence[FeedRow], held: Mapping[tuple[str, int], str], known: Mapping[str, str], own: str
) -> set[str]:
    """Streams whose order or content may have changed, where nothing but `own` has acts without a position.

    Those stood last in their streams, in their own order: a position alone moves nothing.
    """
    return {
        row.stored.event.stream
        for row in rows
        if row.stored.event.id not in known
        or row.stored.origin != own
        or (row.stored.origin, row.stored.oseq) not in held
    }


def _counted_anew(conn: Connection, rows: Sequence[FeedRow]) -> set[str]:
    """The calendars that are told decide when a pause that ended by paper before its data is counted on."""
    if not any(row.stored.event.stream in COUNTED_BY or row.stored.event.kind is K.STAFF_SET for row in rows):
        return set()
    return set(conn.exec_driver_sql(_BY_AWAITED_SUPPLEMENT).scalars())


def _counted_by_new(conn: Connection, rows: Sequence[FeedRow], known: Mapping[str, str]) -> set[str]:
    """Dossiers promised by a calendar that comes only now, after the act: the centre lost it and was told it
    again. Their due may have to be counted by what others did, and could not be without that calendar."""
    new = [row.stored.event for row in rows if row.stored.event.id not in known]
    told = {str(event.payload.get("version")) for event in new if event.kind is K.CALENDAR_SET}
    if not told:
        return set()
    made = conn.exec_driver_sql(_CALENDARS).all()
    while more := {version for version, base in made if base in told} - told:
        told |= more  # made upon it: they say other days now
    agency, after = new[0].agency, (rows[-1].stored.pos or 0) - LOOKED_BACK
    return set(conn.exec_driver_sql(_BY_CALENDAR, (agency, after, json.dumps(sorted(told)))).scalars())


def _tells_roles(rows: Sequence[FeedRow]) -> bool:
    return any(row.stored.event.kind is K.STAFF_SET for row in rows)
