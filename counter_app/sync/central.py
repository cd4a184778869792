"""The five calls of a desk to the central store: values in, values out, CounterErrors for what is refused.

Each call is one statement and one transaction; nothing is tried again here. Connections are the caller's,
in autocommit mode: a push that is not committed would keep every other desk of the agency waiting.
All calls raise CentreUnreachable (say the same again later), CentreRefused, CentreTooOld, CentreFailed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, LiteralString, cast

import psycopg
from psycopg.rows import tuple_row
from psycopg.types.json import Jsonb

from counter_app.domain.centre_errors import CentreTooOld
from counter_app.domain.errors import LogDamaged
from counter_app.storage.event_log import StoredEvent, event_from_columns
from counter_app.sync.refusals import told_in_words

VERSION = 3
"""Number of the newest file of `db/central` that this program knows; told to the centre."""

OLDEST_CENTRE = 3
"""Schema number of the oldest centre that has the calls as they are made here."""

MOST_EVENTS = 500
MOST_BYTES = 1 << 20
"""What one push may carry (bytes of hashed texts); an event alone may be up to 16 MiB."""

MOST_ROWS = 1_000
"""What one pull gives; fewer when 4 MiB are reached."""

PIECE = 1 << 20
"""Bytes of each piece of a blob but the last."""

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class OriginHead:
    """The last envelope of an origin that is held here."""

    origin: str
    oseq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a desk made of the feed up to and with `pos`, nothing of its own beside: the digest of its
    projections ("" where only counted), dossiers by status."""

    pos: int
    digest: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OriginCheck:
    """The check that another open origin of the agency told last (`Check`)."""

    origin: str
    desk: int
    pos: int
    digest: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a desk says first.

    origin: its present incarnation; one that the centre does not know is opened as the next one, on a reserve
    block. heads: of all origins held. pulled_pos, feed_hash: how far the feed is held. wall: this machine's
    clock, UTC ms. wants_block: the serials are used up; at most one block more a day. check: for the other
    desks to compare with; None leaves the one told before.
    """

    origin: str
    heads: Sequence[OriginHead]
    pulled_pos: int
    feed_hash: str
    wall: int
    wants_block: bool = False
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class CentreOrigin:
    """An origin as the centre has it: `oseq`, `hash` of its last envelope there (0 and GENESIS for none).

    agrees: whether the head that was told has the same hash there; None when the centre holds less of it, or
    none was told. opened_at: UTC ms, the centre's clock. is_closed: nobody may push to it any more.
    """

    origin: str
    desk: int
    incarnation: int
    is_closed: bool
    opened_at: int
    oseq: int
    hash: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Block:
    """Serials lo…hi of every day belong to the origin that asked, from a date on."""

    lo: int
    hi: int
    from_date: date


@dataclass(frozen=True, slots=True)
class Welcome:
    """The centre's answer.

    system_id, timeline: which PostgreSQL, and which life of it. head, head_feed_hash: the end of the feed.
    feed_hash_at_pulled: at the desk's own position, None where the feed does not reach it (the centre went
    back). time: UTC ms. origins: all of the agency. blocks: of the origin that asked. revoked_staff: logins
    out of service. checks: of every other open origin that told one.
    """

    schema_version: int
    system_id: str
    timeline: int
    agency: str
    head: int
    head_feed_hash: str
    feed_hash_at_pulled: str | None
    time: int
    origins: tuple[CentreOrigin, ...]
    blocks: tuple[Block, ...]
    revoked_staff: tuple[str, ...]
    checks: tuple[OriginCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a push: `stored` new ones, `known` ones that were there (a lost answer); the feed's end.

    bad_oseq, bad_reason: the first envelope that went into quarantine (hash, form, agency, id_reused) with
    all after it; those before it are stored.
    """

    stored: int
    known: int
    head: int
    head_feed_hash: str
    bad_oseq: int | None
    bad_reason: str | None


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """A row of the feed; its place is `stored.pos`. desk, incarnation: of its origin.

    feed_hash: of the feed up to and with it. is_again: the event stands earlier under another envelope.
    received_at: when the centre took it, UTC ms. Nothing is checked: hashes are compared by who stores it.
    """

    stored: StoredEvent
    feed_hash: str
    is_again: bool
    received_at: int
    desk: int
    incarnation: int


@dataclass(frozen=True, slots=True)
class BlobName:
    """A scan: its SHA-256 (64 hex digits), size in bytes, MIME type."""

    sha256: str
    size: int
    mime: str


@dataclass(frozen=True, slots=True)
class BlobProgress:
    """state: partial, verified, or wrong (the pieces had another hash, all are gone); the one wanted next."""

    state: str
    next_piece: int


@dataclass(frozen=True, slots=True)
class BlobPiece:
    """A piece of a verified scan; empty behind the last."""

    name: BlobName
    data: bytes


def hello(conn: Connection, greeting: Greeting) -> Welcome:
    """S1: who we are, what we hold, and what the centre holds.

    Raises ProgramTooOld, CentreTooOld, and CentreRefused for a revoked login, a closed or foreign origin.
    """
    vector = {head.origin: [head.oseq, head.hash] for head in greeting.heads}
    row = _one(
        conn,
        "SELECT counter.hello(%s::integer, %s, %s, %s::bigint, %s, %s::bigint, %s, %s::jsonb)",
        (
            VERSION,
            greeting.origin,
            Jsonb(vector),
            greeting.pulled_pos,
            greeting.feed_hash,
            greeting.wall,
            greeting.wants_block,
            Jsonb(asdict(greeting.check)) if greeting.check else None,
        ),
    )
    said: Mapping[str, Any] = row[0]
    if said["schema_version"] < OLDEST_CENTRE:
        raise CentreTooOld(found=said["schema_version"], needed=OLDEST_CENTRE, because="schema_too_old")
    return Welcome(
        schema_version=said["schema_version"],
        system_id=said["system_id"],
        timeline=said["timeline"],
        agency=said["agency"],
        head=said["head"],
        head_feed_hash=said["head_feed_hash"],
        feed_hash_at_pulled=said["feed_hash_at_pulled"],
        time=said["time"],
        origins=tuple(_origin(item) for item in said["vector"]),
        blocks=tuple(Block(lo, hi, date.fromisoformat(day)) for lo, hi, day in said["blocks"]),
        revoked_staff=tuple(said["revoked_staff"]),
        checks=tuple(_check(item) for item in said["checks"]),
    )


def push(conn: Connection, records: Sequence[StoredEvent]) -> Pushed:
    """S2: store envelopes of one origin of this desk, oseq after oseq; the same push again stores nothing.

    Raises OriginGap, OriginForked, PushTooLarge: nothing is stored then. ValueError: no run of one origin.
    """
    first = records[0] if records else None
    if first is None or any(
        (record.origin, record.oseq) != (first.origin, first.oseq + n) for n, record in enumerate(records)
    ):
        raise ValueError("a push is a run of one origin's envelopes")
    row = _one(
        conn,
        "SELECT stored, known, head, head_feed_hash, bad_oseq, bad_reason"
        # One text of many hashes is sent in a tenth of the time of an array of them.
        " FROM counter.push(%s, %s::bigint, %s, %b::bytea[], string_to_array(%s, ','),"
        " string_to_array(%s, ',', '-'))",
        (
            first.origin,
            first.oseq,
            first.prev,
            [record.event.hashed_text.encode() for record in records],
            ",".join(record.hash for record in records),
            ",".join(record.relayed_from or "-" for record in records),
        ),
    )
    return Pushed(*row)


def pull(conn: Connection, after: int, limit: int = MOST_EVENTS) -> tuple[FeedEvent, ...]:
    """S3: the feed after a position, at most `limit` rows (1,000) and little over 4 MiB; empty at its end.

    Raises LogDamaged(event_id="pos 17", because="payload") for a row that is no event.
    """
    query: LiteralString = (
        "SELECT pos, raw, origin, oseq, prev, hash, relayed_from, feed_hash, again, received_at, desk,"
        " incarnation FROM counter.pull(%s::bigint, %s::integer)"
    )
    return tuple(_feed_event(row) for row in _all(conn, query, (after, limit)))


def blob_put(conn: Connection, name: BlobName, piece: int, data: bytes | None) -> BlobProgress:
    """S5: give the piece that is wanted next; another one, or None, only asks which that is.

    Raises BlobRefused(because: blob_too_large, other_size, piece_cut).
    """
    row = _one(
        conn,
        "SELECT state, next_piece FROM counter.blob_put(%s, %s::bigint, %s, %s::integer, %b::bytea)",
        (name.sha256, name.size, name.mime, piece, data),
    )
    return BlobProgress(*row)


def blob_get(conn: Connection, sha256: str, piece: int) -> BlobPiece | None:
    """S5: one piece of a verified scan; None when the centre has it not, or not whole."""
    rows = _all(conn, "SELECT size, mime, data FROM counter.blob_get(%s, %s::integer)", (sha256, piece))
    for size, mime, data in rows:
        return BlobPiece(BlobName(sha256, size, mime), data)
    return None


def _one(conn: Connection, query: LiteralString, values: Sequence[Any]) -> tuple[Any, ...]:
    return _all(conn, query, values)[0]


def _all(conn: Connection, query: LiteralString, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    if not conn.autocommit:
        raise ValueError("a call is a transaction of its own")
    with told_in_words(), conn.cursor(binary=True, row_factory=tuple_row) as cursor:
        return cursor.execute(query, values).fetchall()


def _origin(said: Mapping[str, Any]) -> CentreOrigin:
    return CentreOrigin(
        origin=said["origin"],
        desk=said["desk"],
        incarnation=said["incarnation"],
        is_closed=said["status"] == "closed",
        opened_at=said["opened_at"],
        oseq=said["oseq"],
        hash=said["hash"],
        agrees=said["agrees"],
    )


def _check(said: Mapping[str, Any]) -> OriginCheck:
    return OriginCheck(said["origin"], said["desk"], said["pos"], said["digest"], said["counts"])


def _feed_event(row: tuple[Any, ...]) -> FeedEvent:
    pos, raw, origin, oseq, prev, link, relayed_from, feed, again, received_at, desk, incarnation = row
    try:
        columns = cast(list[Any], json.loads(raw))
        event = event_from_columns(columns)
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise LogDamaged(event_id=f"pos {pos}", because="payload") from error
    stored = StoredEvent(event, origin, oseq, pos, prev, link, relayed_from)
    return FeedEvent(stored, feed, again, received_at, desk, incarnation)
