"""Recomputing a centre's feeds from what stands there: who changed the database behind our back is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from psycopg.rows import tuple_row

from counter_app.domain.centre_errors import CentreTooOld
from counter_app.domain.events import feed_hash
from counter_app.storage.event_log import GENESIS
from counter_app.sync.central import Connection
from counter_app.sync.refusals import told_in_words

_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class FeedVerdict:
    """An agency's feed, recomputed. events: rows that were right, in their order, from the first on.

    bad_pos: the first place that cannot be as it is, None when all is well. because: missing (no row there),
    hash (the text or its envelope was changed), chain (it does not follow its origin's last), feed (the
    feed's own hash), columns (what is searched for is not what the text says), again, origin (of no desk),
    head (the feed ends elsewhere than it says).
    """

    agency: str
    head: int
    feed_hash: str
    events: int
    bad_pos: int | None = None
    because: str = ""

    @property
    def is_right(self) -> bool:
        """Whether nothing was found."""
        return self.bad_pos is None


def check_feeds(conn: Connection) -> tuple[FeedVerdict, ...]:
    """Every agency's feed against its raw texts, on one snapshot; a superuser's connection.

    A database rewritten whole, hashes and all, is right in itself: only the desks' copies and the printed
    day sheets show that (their heads are compared at hello). Raises as `overview.status`.
    """
    with told_in_words(), conn.transaction(), conn.cursor(row_factory=tuple_row) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # What reads an event out of its text leaves the path to its caller (db/central).
        cursor.execute("SET LOCAL search_path = counter, pg_temp")
        if cursor.execute("SELECT to_regclass('counter.agency_head') IS NULL").fetchone() == (True,):
            raise CentreTooOld(because="not_installed")
        heads = cursor.execute(
            "SELECT agency, pos, feed_hash FROM counter.agency_head ORDER BY agency"
        ).fetchall()
        return tuple(_checked(conn, *head) for head in heads)


_FEED = """
    SELECT e.pos, e.raw, e.origin, e.oseq, e.prev, e.hash, e.feed_hash,
           (r.problem, r.id, r.stream, r.kind, r.schema_v, r.payload, r.actor, r.wall) IS DISTINCT FROM
           (NULL::text, e.id, e.stream, e.kind, e.schema_v, e.payload, e.actor, e.wall),
           e.again AND NOT EXISTS (SELECT FROM counter.event f WHERE f.agency = e.agency AND f.id = e.id
                                   AND NOT f.again AND f.pos < e.pos),
           o.id IS NULL
    FROM counter.event e
    CROSS JOIN LATERAL counter.read_event(e.agency, e.raw) r
    LEFT JOIN counter.origin o ON o.agency = e.agency AND o.id = e.origin
    WHERE e.agency = %s ORDER BY e.pos
"""


@dataclass
class _Walk:
    """Where a feed stands while it is walked over."""

    pos: int = 0
    feed: str = GENESIS
    last: dict[str, tuple[int, str]] = field(default_factory=dict)

    def problem(self, row: tuple[Any, ...]) -> str:
        """What is wrong with the next row, "" for nothing; the walk has moved on then."""
        pos, raw, origin, oseq, prev, link, feed, is_changed, is_wrongly_again, is_stray = row
        if pos != self.pos + 1:
            return "missing"
        content = hashlib.sha256(raw).hexdigest()
        if hashlib.sha256(f"{prev}\n{origin}\n{oseq}\n{content}".encode()).hexdigest() != link:
            return "hash"
        before = self.last.get(origin, (0, GENESIS))
        if (oseq, prev) != (before[0] + 1, before[1]):
            return "chain"
        if feed != feed_hash(self.feed, link):
            return "feed"
        for is_bad, because in ((is_stray, "origin"), (is_changed, "columns"), (is_wrongly_again, "again")):
            if is_bad:
                return because
        self.pos, self.feed = pos, feed
        self.last[origin] = (oseq, link)
        return ""


def _checked(conn: Connection, agency: str, head: int, head_feed_hash: str) -> FeedVerdict:
    walk = _Walk()

    def verdict(bad_pos: int | None, because: str) -> FeedVerdict:
        return FeedVerdict(agency, head, head_feed_hash, walk.pos, bad_pos, because)

    with conn.cursor("feed", row_factory=tuple_row) as feed:
        feed.itersize = _ROWS_AT_ONCE
        rows: Iterable[tuple[Any, ...]] = feed.execute(_FEED, (agency,), binary=True)
        for row in rows:
            if because := walk.problem(row):
                return verdict(walk.pos + 1, because)
    if walk.pos < head:
        return verdict(walk.pos + 1, "missing")
    if (walk.pos, walk.feed) != (head, head_feed_hash):
        return verdict(head + 1 if walk.pos > head else head, "head")
    return verdict(None, "")
