"""S6: are both sides the same? Rows looked at again, figures and digests beside those of the other desks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from counter_app.domain.sync_report import StatusCount
from counter_app.storage import compare, feed, projection
from counter_app.storage.feed import FeedPlace
from counter_app.storage.store import Store
from counter_app.sync.central import Check, OriginCheck
from counter_app.sync.line import Line
from counter_app.sync.look_again import first_changed_row

LOOKED_AT = 500
"""Rows at the end of the feed that every pass looks at again; a thorough one looks at all."""
DIGEST_UP_TO = 20_000
"""Events up to which every pass makes the digest; beyond it the thorough ones do."""
_KEY = "sync_check"
_REBUILT_AT = "sync_rebuilt_at"


@dataclass(frozen=True)
class Found:
    """What was found alone: this desk's check at the place of the feed (None while something of its own
    waits), whether it was made now, and the first position at which the centre's row is another."""

    check: Check | None
    is_new: bool
    changed_row: int | None


@dataclass(frozen=True)
class Compared:
    """What is reported: counts here and there, and in what both sides differ."""

    counts: tuple[StatusCount, ...] = ()
    differences: tuple[str, ...] = ()


def last_check(conn: Connection, place: FeedPlace) -> Check | None:
    """The check made at this place of the feed before, or None."""
    text = conn.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (_KEY,)).scalar()
    if text is None:
        return None
    found = json.loads(text)
    if found["pos"] != place.pos or found["feed_hash"] != place.hash:
        return None
    return Check(found["pos"], found["digest"], found["counts"])


def check(
    store: Store, line: Line, place: FeedPlace, *, is_thorough: bool, reached: Callable[[str], None]
) -> Found:
    """Look again at the centre's rows, and make this desk's check where nothing of its own waits."""
    first = 0 if is_thorough else max(0, place.pos - LOOKED_AT)
    with store.reader.connect() as conn:
        changed = first_changed_row(conn, line, first, place.pos)
        known = last_check(conn, place)
        is_settled = feed.waiting(conn)[0] == 0 and feed.place_of(conn) == place
        wants_digest = is_thorough or place.pos <= DIGEST_UP_TO
        if not is_settled or (known is not None and (known.digest or not wants_digest) and not is_thorough):
            return Found(known, False, changed)
        made = _made(conn, place, wants_digest)
    reached("checked")
    store.exchange(lambda writer: _keep(writer, made, place))
    return Found(made, True, changed)


def _made(conn: Connection, place: FeedPlace, wants_digest: bool) -> Check:
    counts = {str(status): count for status, count in projection.status_counts(conn).items()}
    return Check(place.pos, projection.digest(conn) if wants_digest else "", counts)


def _keep(conn: Connection, made: Check, place: FeedPlace) -> None:
    text = json.dumps(
        {"pos": made.pos, "feed_hash": place.hash, "digest": made.digest, "counts": dict(made.counts)}
    )
    _set(conn, _KEY, text)


def _set(conn: Connection, key: str, value: str) -> None:
    conn.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def compare_with(check: Check, others: Sequence[OriginCheck]) -> tuple[OriginCheck | None, list[str]]:
    """The check of another desk at the same position to show beside, and in what any of them differs."""
    same = [other for other in others if other.pos == check.pos]
    differences = []
    if any(dict(other.counts) != dict(check.counts) for other in same):
        differences.append("counts")
    if any(other.digest and check.digest and other.digest != check.digest for other in same):
        differences.append("digest")
    differing = [other for other in same if dict(other.counts) != dict(check.counts)]
    return next(iter(differing or same), None), differences


def compare_sides(store: Store, place: FeedPlace, found: Found, others: Sequence[OriginCheck]) -> Compared:
    """Compare with the others; where digests differ the projections here are first made anew, once at a
    place of the feed: where that does not help, the same again would only keep the desk's work waiting."""
    differences = [] if found.changed_row is None else [f"centre_row {found.changed_row}"]
    if found.check is None:
        with store.reader.connect() as conn:
            counts = {str(status): n for status, n in projection.status_counts(conn).items()}
        return Compared(_rows(counts, None), tuple(differences))
    check_now = found.check
    beside, differing = compare_with(check_now, others)
    if differing:
        check_now = store.exchange(lambda conn: _made_anew(conn, place)) or found.check
        beside, again = compare_with(check_now, others)
        differences += ["rebuilt", *again] if check_now != found.check else again
    return Compared(_rows(check_now.counts, beside), tuple(differences))


def _made_anew(conn: Connection, place: FeedPlace) -> Check | None:
    """The check after a rebuild; None where that was done here before, or an act was recorded meanwhile."""
    done = conn.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (_REBUILT_AT,)).scalar()
    if done == place.hash or feed.waiting(conn)[0] or feed.place_of(conn) != place:
        return None
    compare.rebuild(conn)
    made = _made(conn, place, True)
    _keep(conn, made, place)
    _set(conn, _REBUILT_AT, place.hash)
    return made


def _rows(here: Mapping[str, int], beside: OriginCheck | None) -> tuple[StatusCount, ...]:
    there = dict(beside.counts) if beside else {}
    names = dict.fromkeys((*here, *there))
    return tuple(
        StatusCount(name, here.get(name, 0), there.get(name, 0) if beside else None) for name in names
    )
