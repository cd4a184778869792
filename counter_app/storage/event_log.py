"""The log: append events to this desk's chain and read them back in fold order.

Fold order: confirmed events by `pos`, then unconfirmed ones by (incarnation, origin, oseq). An event with
two envelopes (re-enveloped after a fork) counts once, at its first place.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection

from counter_app.domain.errors import LogDamaged
from counter_app.domain.events import ClockQuality, Event, EventKind, canonical_json, envelope_hash

GENESIS = "0" * 64
"""`prev` of the first envelope of an origin."""

BATCH = 500

_INSERT_EVENT = (
    "INSERT INTO event(id, agency, stream, kind, schema_v, payload, seen, actor, wall, clock_quality,"
    " content_hash) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)
_INSERT_ENVELOPE = (
    "INSERT INTO envelope(origin, oseq, prev, hash, event_id, relayed_from, agency, pos)"
    " VALUES (?,?,?,?,?,?,?,NULL)"
)
_HEAD = "SELECT oseq, hash FROM envelope WHERE origin = ? ORDER BY oseq DESC LIMIT 1"

_COLUMNS = (
    "e.id, e.agency, e.stream, e.kind, e.schema_v, e.payload, e.seen, e.actor, e.wall, e.clock_quality,"
    " v.origin, v.oseq, v.pos, v.prev, v.hash, v.relayed_from"
)
_JOINED = "FROM event e JOIN envelope v ON v.event_id = e.id JOIN origin o ON o.id = v.origin"
_NEXT_OF_STREAMS = (
    "WHERE e.rowid IN (SELECT rowid FROM event WHERE (stream, rowid) > (?, ?) AND stream < ?"
    " ORDER BY stream, rowid LIMIT ?) ORDER BY e.stream, e.rowid"
)
_ORDER = "ORDER BY v.pos IS NULL, v.pos, o.incarnation, v.origin, v.oseq"


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event with its place: `oseq` in the chain of `origin` (1, 2, 3 …), `pos` at the centre or None.

    prev, hash: the links of the origin's chain (64 hex digits).
    """

    event: Event
    origin: str
    oseq: int
    pos: int | None
    prev: str
    hash: str
    relayed_from: str | None = None


def append(conn: Connection, origin_id: str, events: Sequence[Event]) -> list[StoredEvent]:
    """Add events to the end of this origin's chain, in the caller's transaction; one statement per table.

    Raises what the file says: an id that is there already is an IntegrityError, a full disk StoreFull.
    """
    if not events:
        return []
    oseq, prev = chain_head(conn, origin_id)
    stored: list[StoredEvent] = []
    hashes: list[str] = []
    for event in events:
        oseq += 1
        content = event.content_hash
        link = envelope_hash(prev, origin_id, oseq, content)
        stored.append(StoredEvent(event, origin_id, oseq, None, prev, link))
        hashes.append(content)
        prev = link
    insert(conn, stored, hashes)
    return stored


def chain_head(conn: Connection, origin_id: str) -> tuple[int, str]:
    """(oseq, hash) of an origin's last envelope; (0, GENESIS) before its first."""
    row = conn.exec_driver_sql(_HEAD, (origin_id,)).first()
    return (row[0], row[1]) if row else (0, GENESIS)


def insert(
    conn: Connection,
    stored: Sequence[StoredEvent],
    content_hashes: Sequence[str],
    held: Collection[str] = (),
) -> None:
    """Write records exactly as given, chain and all; events whose id is in `held` get the envelope only."""
    rows = [
        (*event_to_columns(s.event), content)
        for s, content in zip(stored, content_hashes, strict=True)
        if s.event.id not in held
    ]
    if rows:
        conn.exec_driver_sql(_INSERT_EVENT, rows)
    conn.exec_driver_sql(
        _INSERT_ENVELOPE,
        [(s.origin, s.oseq, s.prev, s.hash, s.event.id, s.relayed_from, s.event.agency) for s in stored],
    )


def read_streams(
    conn: Connection, prefix: str = "", batch: int = BATCH
) -> Iterator[tuple[str, list[StoredEvent]]]:
    """(stream, its events in fold order) for every stream that begins with `prefix`, by stream name.

    As they are written: acts that wait for their dossier stand in streams of their own (`streams.py`).
    Holds `batch` events or one stream at a time, so the same connection may write projections meanwhile.
    Raises LogDamaged.
    """
    page = f"SELECT e.rowid, o.incarnation, {_COLUMNS} {_JOINED} {_NEXT_OF_STREAMS}"
    after, end = (prefix, -1), prefix + "\U0010ffff"
    held: list[tuple[Any, StoredEvent]] = []
    while rows := conn.exec_driver_sql(page, (*after, end, batch)).all():
        for row in rows:
            item = _stored(row[2:])
            if held and held[-1][1].event.stream != item.event.stream:
                yield _in_fold_order(held)
                held = []
            held.append((_fold_key(item, row[1]), item))
        after = (rows[-1][4], rows[-1][0])
    if held:
        yield _in_fold_order(held)


def read_all(conn: Connection, batch: int = BATCH) -> Iterator[StoredEvent]:
    """Every event in fold order over all streams, `batch` rows at a time. Raises LogDamaged."""
    twice = conn.exec_driver_sql("SELECT event_id FROM envelope GROUP BY event_id HAVING count(*) > 1")
    again = {row[0] for row in twice}
    seen: set[str] = set()
    for item in itertools.chain(_confirmed(conn, batch), _unconfirmed(conn, batch)):
        if item.event.id not in seen:
            yield item
        if item.event.id in again:
            seen.add(item.event.id)


def read_chain(conn: Connection, origin_id: str, after: int = 0, batch: int = BATCH) -> Iterator[StoredEvent]:
    """The chain of one origin by oseq, from `after` + 1 on (the journal's and the outbox' order)."""
    page = f"SELECT {_COLUMNS} {_JOINED} WHERE v.origin = ? AND v.oseq > ? ORDER BY v.oseq LIMIT ?"
    while rows := conn.exec_driver_sql(page, (origin_id, after, batch)).all():
        for row in rows:
            yield _stored(row)
        after = rows[-1][11]


def count(conn: Connection) -> int:
    """How many events the log holds."""
    return int(conn.exec_driver_sql("SELECT count(*) FROM event").scalar_one())


def log_hash(conn: Connection) -> str:
    """SHA-256 (64 hex digits) over the heads of all origins, sorted: equal logs have equal hashes."""
    heads = conn.exec_driver_sql(
        "SELECT o.id, v.oseq, v.hash FROM origin o JOIN envelope v ON v.origin = o.id AND v.oseq ="
        " (SELECT max(oseq) FROM envelope WHERE origin = o.id) ORDER BY o.id"
    )
    lines = "".join(f"{origin}\n{oseq}\n{link}\n" for origin, oseq, link in heads)
    return hashlib.sha256(lines.encode()).hexdigest()


def content_hash(columns: Sequence[Any]) -> str:
    """The content hash of stored columns (id … clock_quality), computed without reading the payload."""
    return _event(columns, {}).content_hash


def event_to_columns(event: Event) -> tuple[Any, ...]:
    """The event's own columns, id … clock_quality, as the file and the journal hold them."""
    return (
        event.id,
        event.agency,
        event.stream,
        str(event.kind),
        event.schema_v,
        event.payload_json,
        event.seen,
        event.actor,
        event.wall,
        str(event.clock_quality),
    )


def event_from_columns(columns: Sequence[Any]) -> Event:
    """Back from `event_to_columns`. Raises LogDamaged(event_id, because="payload")."""
    try:
        payload = json.loads(columns[5])
    except ValueError as error:
        raise LogDamaged(event_id=columns[0], because="payload") from error
    if not isinstance(payload, dict):
        raise LogDamaged(event_id=columns[0], because="payload")
    return _event(columns, payload)


def placed_streams(
    conn: Connection, streams: Sequence[str]
) -> list[tuple[tuple[bool, int, int, str, int], StoredEvent]]:
    """(place in fold order, event) of the named streams together, each event once. Raises LogDamaged."""
    marks = ",".join("?" * len(streams))
    rows = conn.exec_driver_sql(
        f"SELECT o.incarnation, {_COLUMNS} {_JOINED} WHERE e.stream IN ({marks}) {_ORDER}", tuple(streams)
    )
    first: dict[str, tuple[tuple[bool, int, int, str, int], StoredEvent]] = {}
    for row in rows:
        item = _stored(row[1:])
        first.setdefault(item.event.id, (_fold_key(item, row[0]), item))
    return list(first.values())


def _stored(row: Sequence[Any]) -> StoredEvent:
    return StoredEvent(event_from_columns(row), row[10], row[11], row[12], row[13], row[14], row[15])


def _event(row: Sequence[Any], payload: dict[str, Any]) -> Event:
    """As `Event(…)`, at a third of its cost: nothing of it has to be made or checked anew."""
    event = _new(Event)
    _set(event, "__dict__", {
        **_BLANK,
        "id": row[0],
        "agency": row[1],
        "stream": row[2],
        "kind": _known_kind(row[3]),
        "payload": payload,
        "actor": row[7],
        "wall": row[8],
        "seen": row[6],
        "schema_v": row[4],
        "clock_quality": _known_quality(row[9]),
        "payload_json": row[5] or canonical_json(payload),
    })  # fmt: skip
    return event


_KINDS: Mapping[str, EventKind] = {str(kind): kind for kind in EventKind}
_QUALITIES: Mapping[str, ClockQuality] = {str(quality): quality for quality in ClockQuality}


_BLANK = Event("", "", "", EventKind.NOTE_ADDED, {}, "", 0).__dict__
_new, _set = object.__new__, object.__setattr__


def _known_kind(word: str) -> EventKind:
    """A newer program's kind stays the plain string it is: kept and forwarded, its hash unchanged."""
    return _KINDS.get(word) or cast(EventKind, word)


def _known_quality(word: str) -> ClockQuality:
    return _QUALITIES.get(word) or cast(ClockQuality, word)


def _confirmed(conn: Connection, batch: int) -> Iterator[StoredEvent]:
    page = (
        f"SELECT {_COLUMNS} {_JOINED} WHERE (v.agency, v.pos) > (?, ?) AND v.pos IS NOT NULL"
        " ORDER BY v.agency, v.pos LIMIT ?"
    )
    after: tuple[str, int] = ("", -1)
    while rows := conn.exec_driver_sql(page, (*after, batch)).all():
        yield from map(_stored, rows)
        after = (rows[-1][1], rows[-1][12])


def _unconfirmed(conn: Connection, batch: int) -> Iterator[StoredEvent]:
    page = (
        f"SELECT {_COLUMNS} {_JOINED} WHERE v.origin = ? AND v.oseq > ? AND v.pos IS NULL"
        " ORDER BY v.oseq LIMIT ?"
    )
    origins = conn.exec_driver_sql("SELECT id FROM origin ORDER BY incarnation, id").scalars().all()
    for origin in origins:
        after = 0
        while rows := conn.exec_driver_sql(page, (origin, after, batch)).all():
            yield from map(_stored, rows)
            after = rows[-1][11]


def _fold_key(item: StoredEvent, incarnation: int) -> tuple[bool, int, int, str, int]:
    return (item.pos is None, item.pos or 0, incarnation, item.origin, item.oseq)


def _in_fold_order(held: list[tuple[Any, StoredEvent]]) -> tuple[str, list[StoredEvent]]:
    held.sort(key=lambda pair: pair[0])
    return held[0][1].event.stream, _once(item for _, item in held)


def _once(items: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Each event at its first place."""
    first: dict[str, StoredEvent] = {}
    for item in items:
        first.setdefault(item.event.id, item)
    return list(first.values())


def is_joined(conn: Connection) -> bool:
    """Whether this desk shares its log with others by a central store."""
    return conn.exec_driver_sql("SELECT 1 FROM sync_state LIMIT 1").first() is not None


def stream_of(conn: Connection, event_id: str) -> str | None:
    """The stream an event belongs to, or None when there is no such event."""
    found = conn.exec_driver_sql("SELECT stream FROM event WHERE id = ?", (event_id,)).scalar()
    return str(found) if found is not None else None
