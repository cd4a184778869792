"""Which serials of a day this desk owns, as the central store says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from counter_app.domain.codes import RESERVE_BLOCKS

Span = tuple[int, int]


def replace_blocks(
    conn: Connection, origin: str, wanted: Sequence[tuple[int, int, date]], today: date
) -> bool:
    """Own these serials (lo, hi, from a date on); answers whether that is a change.

    What the desk owned beyond them ends on the day from which the others may count on it: the day after, for
    a desk that worked alone may have used it today. A reserve block that it took by itself ends at once: the
    centre gave that to another life already. Serials of an earlier life of this very desk are never owned
    again: what that life printed may be unknown here.
    """
    rows = conn.exec_driver_sql(
        "SELECT lo, hi, from_date FROM number_block WHERE origin = ? AND until_date IS NULL ORDER BY lo",
        (origin,),
    ).all()
    owned = {(int(row[0]), int(row[1])): str(row[2]) for row in rows}
    used = _of_earlier_lives(conn, origin)
    asked = {(lo, hi): day for lo, hi, day in wanted if not any(lo <= b and a <= hi for a, b in used)}
    if not asked or set(owned) == set(asked):
        return False
    usual = max(today + timedelta(days=1), *asked.values())
    at_once = max(today, *asked.values())
    for span in set(owned) - set(asked):
        until = at_once if span[0] >= RESERVE_BLOCKS[0].lo else usual
        _end(conn, origin, span, owned[span], list(asked), until)
    for (lo, hi), day in asked.items():
        _own(conn, origin, (lo, hi), _since((lo, hi), owned, day), None)
    return True


def _of_earlier_lives(conn: Connection, origin: str) -> list[Span]:
    rows = conn.exec_driver_sql(
        "SELECT b.lo, b.hi FROM number_block b JOIN origin o ON o.id = b.origin"
        " WHERE o.is_mine = 1 AND o.id <> ?",
        (origin,),
    )
    return [(int(row[0]), int(row[1])) for row in rows]


def _since(span: Span, owned: dict[Span, str], given: date) -> str:
    """A part of what is owned already is owned on; anything else from the day that was given."""
    for (lo, hi), day in owned.items():
        if lo <= span[0] and span[1] <= hi:
            return day
    return given.isoformat()


def _end(conn: Connection, origin: str, span: Span, since: str, kept: list[Span], until: date) -> None:
    agency = conn.exec_driver_sql("SELECT agency FROM origin WHERE id = ?", (origin,)).scalar_one()
    conn.exec_driver_sql("DELETE FROM number_block WHERE agency = ? AND lo = ?", (agency, span[0]))
    for part in _without(span, kept):
        _own(conn, origin, part, since, until.isoformat())


def _without(span: Span, kept: list[Span]) -> list[Span]:
    parts = [span]
    for lo, hi in kept:
        parts = [
            piece
            for first, last in parts
            for piece in ((first, min(last, lo - 1)), (max(first, hi + 1), last))
            if piece[0] <= piece[1]
        ]
    return parts


def _own(conn: Connection, origin: str, span: Span, since: str, until: str | None) -> None:
    agency = conn.exec_driver_sql("SELECT agency FROM origin WHERE id = ?", (origin,)).scalar_one()
    conn.exec_driver_sql(
        "INSERT INTO number_block (agency, lo, hi, origin, from_date, until_date) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (agency, lo) DO UPDATE SET hi = excluded.hi, origin = excluded.origin,"
        " from_date = excluded.from_date, until_date = excluded.until_date",
        (agency, *span, origin, since, until),
    )


def owns_any(conn: Connection, origin: str) -> bool:
    """Whether an origin was ever given serials."""
    found = conn.exec_driver_sql("SELECT 1 FROM number_block WHERE origin = ? LIMIT 1", (origin,))
    return found.first() is not None


def is_nearly_used(conn: Connection, origin: str, today: date, spare: int = 5) -> bool:
    """Whether fewer than `spare` of today's serials are left; not where all that it owns begins later: a desk
    that came on the day on which the first one joined waits for tomorrow, as it was told."""
    latest = "SELECT max(from_date) FROM number_block WHERE origin = ?"
    owns = conn.exec_driver_sql(latest, (origin,)).scalar()
    spans = conn.exec_driver_sql(
        "SELECT lo, hi FROM number_block WHERE origin = ? AND from_date <= ?"
        " AND (until_date IS NULL OR until_date > ?)",
        (origin, today.isoformat(), today.isoformat()),
    ).all()
    left = 0
    for lo, hi in spans:
        last = conn.exec_driver_sql(
            "SELECT max(serial) FROM number_issued WHERE on_date = ? AND serial BETWEEN ? AND ?",
            (today.isoformat(), lo, hi),
        ).scalar()
        left += hi - (last or lo - 1)
    return left < spare and (bool(spans) or owns is None or owns <= today.isoformat())
