"""The central store in memory: the same calls with the same answers as `db/central`, in plain Python.

What it leaves out are blobs, and events that are no event of ours at all (quarantine `form`): a desk's own
program writes none. A differential test holds it against a real PostgreSQL.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from counter_app.domain.centre_errors import CentreRefused, NoBlockLeft, OriginForked, OriginGap, PushTooLarge
from counter_app.domain.events import EventKind, envelope_hash, feed_hash
from counter_app.storage.event_log import GENESIS, StoredEvent, event_from_columns
from counter_app.sync.central import (
    MOST_BYTES,
    MOST_EVENTS,
    MOST_ROWS,
    VERSION,
    Block,
    CentreOrigin,
    Check,
    FeedEvent,
    Greeting,
    OriginCheck,
    OriginHead,
    Pushed,
    Welcome,
)

PULL_BYTES = 4 << 20
BIGGEST_EVENT = 16 << 20
RESERVE = range(8801, 9522, 80)


@dataclass
class OriginRow:
    """A row of `counter.origin`; `chain` holds its envelopes' hashes, oseq after oseq."""

    id: str
    agency: str
    desk: int
    login: str
    incarnation: int
    opened_at: int
    is_closed: bool = False
    check: Check | None = None
    chain: list[str] = field(default_factory=list)


@dataclass
class Agency:
    """The feed of one agency: row n stands at position n + 1, None where somebody deleted it."""

    rows: list[FeedEvent | None] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    head_feed_hash: str = GENESIS
    first: dict[str, str] = field(default_factory=dict)
    """Event id → its hashed text, of the events that stand for the first time."""


@dataclass
class SimCentre:
    """Everything the centre keeps. `clock`: UTC ms. `copy()` is a backup, or a standby at its moment."""

    clock: Callable[[], int]
    system_id: str = "7000000000000000001"
    timeline: int = 1
    agencies: dict[str, Agency] = field(default_factory=dict)
    origins: dict[tuple[str, str], OriginRow] = field(default_factory=dict)
    blocks: list[tuple[str, int, int, str, date]] = field(default_factory=list)
    """(agency, lo, hi, origin, from date)"""
    quarantine: dict[tuple[str, str, int, str, str, str], str] = field(default_factory=dict)
    """(agency, origin, oseq, prev, hash, raw) → reason"""
    passwords: dict[str, str] = field(default_factory=dict)
    """Login → password where it is not empty. Shared by all copies: it is set again after a restore."""

    def copy(self) -> SimCentre:
        """The same state, apart from this one from now on."""
        return replace(
            self,
            agencies={
                name: Agency(list(a.rows), list(a.sizes), a.head_feed_hash, dict(a.first))
                for name, a in self.agencies.items()
            },
            origins={key: replace(row, chain=list(row.chain)) for key, row in self.origins.items()},
            blocks=list(self.blocks),
            quarantine=dict(self.quarantine),
        )

    def enrol(
        self, agency: str, origin: str, desk: int, login: str, block: tuple[int, int] | None = None
    ) -> None:
        """A desk with its first origin and its block."""
        self.agencies.setdefault(agency, Agency())
        self.origins[agency, origin] = OriginRow(origin, agency, desk, login, 1, self.clock())
        if block:
            self.blocks.append((agency, *block, origin, self.today))
        else:
            self._give_block(agency, origin, [(desk - 1) * 400 + 1, *range(8401, 0, -400)], 400)
            self._check_block(agency, origin, desk)

    def enrol_again(self, agency: str, desk: int, login: str, new: str, origin: str = "") -> OriginRow:
        """As `sync.enrol.enrol` of a number that is known: its next life `new`, or `origin` opened again.
        Raises NoBlockLeft, and nothing is done then."""
        if origin:
            row = self.origins[agency, origin]
            row.is_closed = False
            return row
        latest = max(row.incarnation for row in self._of(agency) if row.desk == desk)
        row = self.origins[agency, new] = OriginRow(new, agency, desk, login, latest + 1, self.clock())
        self._give_block(agency, new, [RESERVE[(desk - 1) % 10], *RESERVE], 80)
        if not any(block[3] == new for block in self.blocks):
            self._give_block(agency, new, range(8401, 0, -400), 400)
        self._check_block(agency, new, desk)
        return row

    def _check_block(self, agency: str, origin: str, desk: int) -> None:
        if not any(block[3] == origin for block in self.blocks):
            del self.origins[agency, origin]
            raise NoBlockLeft(agency=agency, desk=desk)

    def revoke(self, agency: str, desk: int) -> None:
        """As `sync.enrol.revoke`: every life of the desk is closed."""
        for row in self._of(agency):
            row.is_closed |= row.desk == desk

    def admit(self, login: str, password: str) -> None:
        """As the server does before any call. Raises CentreRefused."""
        if all(row.is_closed for row in self.origins.values() if row.login == login):
            raise CentreRefused(because="login_revoked")
        if self.passwords.get(login, "") != password:
            raise CentreRefused(because="login_not_admitted")

    def line(self, login: str) -> SimLine:
        """A connection of a desk."""
        return SimLine(self, login)

    @property
    def today(self) -> date:
        return (datetime.fromtimestamp(self.clock() / 1000, tz=UTC) + timedelta(hours=7)).date()

    # ---- who calls

    def enter(self, login: str) -> str:
        found = {row.agency for row in self.origins.values() if row.login == login and not row.is_closed}
        if len(found) != 1:
            raise CentreRefused(because="login_not_enrolled", login=login)
        return found.pop()

    def own_origin(self, agency: str, origin: str, login: str) -> OriginRow | None:
        row = self.origins.get((agency, origin))
        if row is None:
            return None
        if row.login != login:
            raise CentreRefused(because="origin_not_yours", login=login, origin=origin)
        if row.is_closed:
            raise CentreRefused(because="origin_closed", login=login, origin=origin)
        return row

    # ---- hello

    def hello(self, login: str, greeting: Greeting) -> Welcome:
        agency = self.enter(login)
        here = self.feed_hash_at(agency, greeting.pulled_pos)
        own = self.own_origin(agency, greeting.origin, login)
        if own is None:
            own = self._open_incarnation(agency, greeting.origin, login)
        if greeting.wants_block:
            self._one_more_block(agency, own)
        if greeting.check is not None:
            own.check = replace(greeting.check, counts=dict(greeting.check.counts))
        feed = self.agencies[agency]
        return Welcome(
            schema_version=VERSION,
            system_id=self.system_id,
            timeline=self.timeline,
            agency=agency,
            head=len(feed.rows),
            head_feed_hash=feed.head_feed_hash,
            feed_hash_at_pulled=here,
            time=self.clock(),
            origins=tuple(self._beside(row, greeting.heads) for row in self._of(agency)),
            blocks=tuple(
                Block(lo, hi, since)
                for of, lo, hi, origin, since in sorted(self.blocks)
                if (of, origin) == (agency, own.id)
            ),
            revoked_staff=self._revoked(feed),
            checks=tuple(
                OriginCheck(row.id, row.desk, row.check.pos, row.check.digest, row.check.counts)
                for row in self._of(agency)
                if row.check is not None and row.id != own.id and not row.is_closed
            ),
        )

    def _of(self, agency: str) -> list[OriginRow]:
        rows = (row for row in self.origins.values() if row.agency == agency)
        return sorted(rows, key=lambda row: (row.desk, row.incarnation))

    def feed_hash_at(self, agency: str, pos: int) -> str | None:
        rows = self.agencies[agency].rows
        if pos == 0:
            return GENESIS
        row = rows[pos - 1] if 0 < pos <= len(rows) else None
        return row.feed_hash if row else None

    def _open_incarnation(self, agency: str, origin: str, login: str) -> OriginRow:
        mine = [row for row in self._of(agency) if row.login == login and not row.is_closed]
        desk = max(mine, key=lambda row: row.incarnation).desk
        latest = max(row.incarnation for row in self._of(agency) if row.desk == desk)
        row = OriginRow(origin, agency, desk, login, latest + 1, self.clock())
        self.origins[agency, origin] = row
        self._give_block(agency, origin, [RESERVE[(desk - 1) % 10], *RESERVE], 80)
        return row

    def _one_more_block(self, agency: str, own: OriginRow) -> None:
        blocks = (row for row in self.blocks if (row[0], row[3]) == (agency, own.id))
        mine = sorted((since, lo) for _, lo, _, _, since in blocks)
        if not any(since >= self.today for since, _ in mine[1:]):
            self._give_block(agency, own.id, range(8401, 0, -400), 400)

    def _give_block(self, agency: str, origin: str, candidates: Iterable[int], size: int) -> None:
        taken = [(lo, hi) for of, lo, hi, _, _ in self.blocks if of == agency]
        free = (lo for lo in candidates if all(lo > b or lo + size <= a for a, b in taken))
        self.blocks += [(agency, lo, lo + size - 1, origin, self.today) for lo in islice(free, 1)]

    @staticmethod
    def _beside(row: OriginRow, heads: Sequence[OriginHead]) -> CentreOrigin:
        told = {head.origin: head for head in heads}.get(row.id)
        agrees = None
        if told is not None and 0 < told.oseq <= len(row.chain):
            agrees = row.chain[told.oseq - 1] == told.hash
        last = row.chain[-1] if row.chain else GENESIS
        return CentreOrigin(
            row.id, row.desk, row.incarnation, row.is_closed, row.opened_at, len(row.chain), last, agrees
        )

    @staticmethod
    def _revoked(feed: Agency) -> tuple[str, ...]:
        last: dict[str, bool] = {}
        for row in feed.rows:
            if row is not None and row.stored.event.kind == EventKind.STAFF_SET:
                event = row.stored.event
                last[event.stream] = event.payload.get("is_active") is False
        return tuple(s[6:] for s in sorted(last) if last[s] and s.startswith("staff:"))

    # ---- push

    def push(self, login: str, records: Sequence[StoredEvent]) -> Pushed:
        first = records[0] if records else None
        if first is None or any(
            (record.origin, record.oseq) != (first.origin, first.oseq + n) for n, record in enumerate(records)
        ):
            raise ValueError("a push is a run of one origin's envelopes")
        agency = self.enter(login)
        raws = [record.event.hashed_text for record in records]
        _check_size(raws)
        own = self.own_origin(agency, first.origin, login)
        if own is None:
            raise CentreRefused(because="origin_not_yours", login=login, origin=first.origin)
        known = _known_of(own, first, records)
        bad: tuple[int, str] | None = None
        stored = 0
        prev = records[known - 1].hash if known else first.prev
        for record, raw in zip(records[known:], raws[known:], strict=True):
            reason = self._reason(agency, record, prev, raw)
            if bad is None and reason:
                bad = (record.oseq, reason)
            if bad is None:
                self._store(agency, own, record, prev, raw)
                stored += 1
            else:
                word = reason if record.oseq == bad[0] else "behind"
                key = (agency, record.origin, record.oseq, prev, record.hash, raw)
                self.quarantine.setdefault(key, word)
            prev = record.hash
        feed = self.agencies[agency]
        return Pushed(stored, known, len(feed.rows), feed.head_feed_hash, *(bad or (None, None)))

    def _reason(self, agency: str, record: StoredEvent, prev: str, raw: str) -> str:
        event = record.event
        if record.hash != envelope_hash(prev, record.origin, record.oseq, event.content_hash):
            return "hash"
        if event.agency != agency:
            return "agency"
        return "id_reused" if self.agencies[agency].first.get(event.id, raw) != raw else ""

    def _store(self, agency: str, own: OriginRow, record: StoredEvent, prev: str, raw: str) -> None:
        feed = self.agencies[agency]
        event = event_from_columns(json.loads(raw))  # what travels is the text
        feed.head_feed_hash = feed_hash(feed.head_feed_hash, record.hash)
        stored = StoredEvent(
            event, own.id, record.oseq, len(feed.rows) + 1, prev, record.hash, record.relayed_from
        )
        is_again = event.id in feed.first
        feed.rows.append(
            FeedEvent(stored, feed.head_feed_hash, is_again, self.clock(), own.desk, own.incarnation)
        )
        feed.sizes.append(len(raw.encode()))
        feed.first.setdefault(event.id, raw)
        own.chain.append(record.hash)

    # ---- pull

    def pull(self, login: str, after: int, limit: int) -> tuple[FeedEvent, ...]:
        feed = self.agencies[self.enter(login)]
        wanted = slice(after, after + max(0, min(limit, MOST_ROWS)))
        found: list[FeedEvent] = []
        size = 0
        for row, length in zip(feed.rows[wanted], feed.sizes[wanted], strict=True):
            if size >= PULL_BYTES:
                break
            if row is not None:
                found.append(row)
                size += length
        return tuple(found)


def _check_size(raws: Sequence[str]) -> None:
    size = sum(len(raw.encode()) for raw in raws)
    if len(raws) > MOST_EVENTS or size > (BIGGEST_EVENT if len(raws) == 1 else MOST_BYTES):
        raise PushTooLarge(events=len(raws), bytes=size)


def _known_of(own: OriginRow, first: StoredEvent, records: Sequence[StoredEvent]) -> int:
    held = len(own.chain)
    if not 1 <= first.oseq <= held + 1:
        raise OriginGap(origin=own.id, oseq=first.oseq, held=held)
    before = own.chain[first.oseq - 2] if first.oseq > 1 else GENESIS
    if before != first.prev:
        raise OriginForked(origin=own.id, oseq=first.oseq)
    for record in records:
        if record.oseq <= held and own.chain[record.oseq - 1] != record.hash:
            raise OriginForked(origin=own.id, oseq=record.oseq)
    return min(held - first.oseq + 1, len(records))


@dataclass
class SimLine:
    """A desk's connection to it."""

    centre: SimCentre
    login: str

    def hello(self, greeting: Greeting) -> Welcome:
        """S1."""
        return self.centre.hello(self.login, greeting)

    def push(self, records: Sequence[StoredEvent]) -> Pushed:
        """S2."""
        return self.centre.push(self.login, records)

    def pull(self, after: int, limit: int) -> tuple[FeedEvent, ...]:
        """S3."""
        return self.centre.pull(self.login, after, limit)

    def close(self) -> None:
        """Hang up."""
