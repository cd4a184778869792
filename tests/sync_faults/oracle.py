"""The oracle of sync: O1–O7 over every desk's file, the centre and the paper, by SQL of its own.

O1 every acknowledged event is in the centre, once in the first place; O2 no code with two ids unless a
conflict says so; O3 serials of a block and day run without a gap; O4 all desks: one feed hash, one digest of
the projections, which a rebuild gives again; O5 what was received is what is there; O6 the files are whole;
O7 nothing waits. O8, scans, has no faults of its own yet: they travel by calls that no pass makes so far.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from counter_app.bootstrap import Desk, problems
from counter_app.commands import upkeep
from counter_app.storage import keys, projection
from counter_app.storage.database import Mode, connect
from counter_app.storage.event_log import GENESIS
from counter_app.storage.store import FILE_NAME
from tests.sync_faults.rig import AGENCY, Post, Rig

_FEED = (
    "SELECT pos, id, kind, origin, oseq, prev, hash, feed_hash, again FROM counter.event"
    " WHERE agency = %s ORDER BY pos"
)
_CODES = (
    "SELECT id, coalesce(relayed_from, origin), payload ->> 'code', CASE jsonb_typeof(payload -> 'serial')"
    " WHEN 'number' THEN (payload ->> 'serial')::numeric ELSE 0 END FROM counter.event"
    " WHERE agency = %s AND kind = 'dossier:received' AND NOT again ORDER BY pos"
)
# Another desk's envelope that the centre lost and got back in one of ours waits for nothing.
_WAITING = (
    "SELECT count(*) FROM envelope WHERE pos IS NULL AND origin IN (SELECT id FROM origin WHERE is_mine = 1)"
)


@dataclass(frozen=True)
class Held:
    """What one desk's file holds, read by SQL."""

    number: int
    events: frozenset[str]
    pulled_pos: int
    feed_hash: str
    digest: str
    waiting: int
    dup_codes: frozenset[str]
    dossiers: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Verdict:
    """complaints: everything that is wrong. The figures are of the centre and of the paper."""

    complaints: tuple[str, ...]
    events: int
    again: int
    acked: int
    codes: int

    @property
    def figures(self) -> dict[str, float]:
        """For a report."""
        lost = sum(line.startswith("O1") for line in self.complaints)
        doubled = sum(line.startswith("O2") for line in self.complaints)
        return {
            "events": self.events,
            "again": self.again,
            "acked": self.acked,
            "codes": self.codes,
            "lost": lost,
            "doubled": doubled,
        }


def judge(rig: Rig, *, posts: list[Post] | None = None, deep: bool = True, may_gap: bool = False) -> Verdict:
    """Everything compared with everything; desks must be closed and have settled.

    `may_gap`: a desk's file was lost or rolled back, so that its numbers may have gaps (they are never
    given twice). `deep`: rebuild each file and verify each chain.
    """
    posts = rig.posts if posts is None else posts
    with rig.boss() as conn:
        feed = conn.execute(_FEED, (AGENCY,)).fetchall()
        codes = conn.execute(_CODES, (AGENCY,)).fetchall()
        head = conn.execute("SELECT pos, feed_hash FROM counter.agency_head WHERE agency = %s", (AGENCY,))
        end = head.fetchone() or (0, GENESIS)
        aside = conn.execute("SELECT reason, origin, oseq FROM counter.quarantine").fetchall()
        blocks = conn.execute("SELECT origin, lo, hi FROM counter.number_block").fetchall()
    desks = [held(post) for post in posts]
    complaints = [f"quarantine {row}" for row in aside]
    complaints += _of_feed(feed, end)
    complaints += _lost(rig, feed, desks)
    complaints += _doubled(rig, codes, desks)
    complaints += [] if may_gap else list(_gaps(codes, blocks))
    complaints += _apart(desks, end)
    complaints += _counted(codes, desks)
    for post in posts if deep else []:
        with post.opened() as desk:
            complaints += _unsound(post, desk)
    again = sum(row[8] for row in feed)
    return Verdict(tuple(complaints), len(feed), again, len(rig.papers.acked), len(rig.papers.shown))


def held(post: Post) -> Held:
    """A desk's file as it stands."""
    raw = connect(post.folder / FILE_NAME, keys.load_key(post.folder), Mode.READ)
    try:
        raw.execute("BEGIN")
        ask: Callable[[str], Any] = raw.execute
        state = ask("SELECT pulled_pos, feed_hash FROM sync_state").fetchone() or (0, GENESIS)
        codes = (
            "SELECT DISTINCT code FROM dossier d JOIN conflict c ON c.stream = d.stream"
            " WHERE c.kind = 'dup_code'"
        )
        counted = "SELECT status, count(*) FROM dossier WHERE slip IS NULL GROUP BY status ORDER BY status"
        return Held(
            post.number,
            frozenset(row[0] for row in ask("SELECT id FROM event")),
            *state,
            _digest(post),
            ask(_WAITING).fetchone()[0],
            frozenset(row[0] for row in ask(codes)),
            ask("SELECT count(*) FROM dossier WHERE code IS NOT NULL").fetchone()[0],
            tuple(tuple(row) for row in ask(counted)),
        )
    finally:
        raw.close()


def place(post: Post) -> tuple[int, int]:
    """(position held, envelopes waiting) of a desk's file, beside whoever writes it."""
    raw = connect(post.folder / FILE_NAME, keys.load_key(post.folder), Mode.READ)
    try:
        pulled = raw.execute("SELECT pulled_pos FROM sync_state").fetchone() or (0,)
        return pulled[0], raw.execute(_WAITING).fetchone()[0]
    finally:
        raw.close()


def _digest(post: Post) -> str:
    from counter_app.storage.database import open_reader

    engine = open_reader(post.folder / FILE_NAME, keys.load_key(post.folder))
    try:
        with engine.connect() as conn:
            return projection.digest(conn)
    finally:
        engine.dispose()


def _of_feed(feed: list[Any], end: tuple[int, str]) -> Iterator[str]:
    """Positions 1, 2, 3 …, the feed's hash, and each origin's chain in its order."""
    running, chains = GENESIS, {}
    for number, (pos, _, _, origin, oseq, prev, link, feed_hash, _) in enumerate(feed, 1):
        if pos != number:
            yield f"feed: pos {pos} stands at {number}"
            return
        running = hashlib.sha256(f"{running}\n{link}".encode()).hexdigest()
        if running != feed_hash:
            yield f"feed: hash at {pos}"
            return
        before = chains.get(origin, (0, GENESIS))
        if (oseq - 1, prev) != before:
            yield f"feed: {origin}/{oseq} follows {before[0]}"
        chains[origin] = (oseq, link)
    if end != (len(feed), running):
        yield f"feed: the head says {end[0]}, there are {len(feed)}"


def _lost(rig: Rig, feed: list[Any], desks: list[Held]) -> Iterator[str]:
    first = [row[1] for row in feed if not row[8]]
    at_centre = set(first)
    if len(first) != len(at_centre):
        yield "O2 an event stands twice in the first place"
    if missing := rig.papers.acked - at_centre:
        yield f"O1 {len(missing)} acknowledged events are not in the centre: {sorted(missing)[:3]}"
    for desk in desks:
        if missing := at_centre - desk.events:
            yield f"O1 desk {desk.number} lacks {len(missing)} events of the centre"
        if more := desk.events - at_centre:
            yield f"O1 desk {desk.number} has {len(more)} events that the centre lacks"


def _doubled(rig: Rig, codes: list[Any], desks: list[Held]) -> Iterator[str]:
    under: dict[str, set[str]] = defaultdict(set)
    for event_id, _, code, _ in codes:
        under[code].add(event_id)
    for code, event_id in rig.papers.shown:
        under[code].add(event_id)
    for code, ids in under.items():
        if len(ids) < 2:
            continue
        for desk in desks:
            if code not in desk.dup_codes:
                yield f"O2 {code} has {len(ids)} dossiers and desk {desk.number} shows no conflict"


def _gaps(codes: list[Any], blocks: list[Any]) -> Iterator[str]:
    serials: dict[tuple[str, str], list[int]] = defaultdict(list)
    for _, origin, code, serial in codes:
        serials[origin, code.rpartition("-")[0]].append(serial)
    for (origin, day), found in serials.items():
        if len(found) != len(set(found)):
            yield f"O3 {day}: a serial twice in {origin[:8]}"
        for lo, hi in ((row[1], row[2]) for row in blocks if row[0] == origin):
            mine = sorted(serial for serial in found if lo <= serial <= hi)
            if mine and mine != list(range(lo, lo + len(mine))):
                yield f"O3 {day}: a gap in {lo}-{hi} of {origin[:8]}"
        if any(not any(row[1] <= s <= row[2] for row in blocks if row[0] == origin) for s in found):
            yield f"O3 {day}: a serial outside the blocks of {origin[:8]}"


def _apart(desks: list[Held], end: tuple[int, str]) -> Iterator[str]:
    for desk in desks:
        if (desk.pulled_pos, desk.feed_hash) != end:
            yield f"O4 desk {desk.number} holds the feed to {desk.pulled_pos} of {end[0]}"
        if desk.waiting:
            yield f"O7 {desk.waiting} envelopes of desk {desk.number} wait"
    if len({desk.digest for desk in desks}) > 1:
        yield f"O4 projections differ: {[(desk.number, desk.digest[:8]) for desk in desks]}"


def _counted(codes: list[Any], desks: list[Held]) -> Iterator[str]:
    for desk in desks:
        if desk.dossiers != len({row[0] for row in codes}):
            yield f"O5 desk {desk.number}: {len(codes)} received, {desk.dossiers} dossiers"


def _unsound(post: Post, desk: Desk) -> Iterable[str]:
    found = [f"O6 desk {post.number}: {problem}" for problem in problems(desk, deep=True)]
    found += [f"O6 desk {post.number} at its start: {finding}" for finding in desk.startup.findings]
    if upkeep.rebuild(desk)["changed"]:
        found.append(f"O4 desk {post.number}: a rebuild differs")
    return found
