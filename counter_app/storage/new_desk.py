"""A new desk's own facts in an empty store: its origin, its number block, how many desks there are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, insert

from counter_app.domain.codes import block_for
from counter_app.storage import tables as t


def open_origin(
    conn: Connection, *, origin_id: str, agency_id: str, desk: int, of: int, opened_at: int, from_date: date
) -> None:
    """Write the first incarnation of a desk and the block of serials it owns. `opened_at`: UTC ms.

    Raises InvalidField for desk numbers that cannot be (`block_for`).
    """
    block = block_for(desk, of)
    conn.execute(
        insert(t.origin),
        {"id": origin_id, "agency": agency_id, "desk": desk, "incarnation": 1, "opened_at": opened_at},
    )
    conn.execute(
        insert(t.number_block),
        {
            "agency": agency_id,
            "lo": block.lo,
            "hi": block.hi,
            "origin": origin_id,
            "from_date": from_date.isoformat(),
        },
    )
    facts = {"origin": origin_id, "agency": agency_id, "desk": str(desk), "desks": str(of)}
    conn.execute(insert(t.meta), [{"key": key, "value": value} for key, value in facts.items()])
