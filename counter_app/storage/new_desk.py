"""A new desk's own facts in an empty store: its origin, its number block, how many desks there are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert

from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.domain.codes import MAX_DESKS, block_for
from counter_app.storage import tables as t
from counter_app.storage.blocks import replace_blocks
from counter_app.storage.event_log import GENESIS, is_joined


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


CENTRE = "centre"
"""Key under which the file keeps the address of its centre, password and all: the file is encrypted."""


def open_enrolled(
    conn: Connection,
    *,
    origin_id: str,
    agency_id: str,
    desk: int,
    incarnation: int,
    block: tuple[int, int],
    from_date: date,
    opened_at: int,
) -> None:
    """Write what the centre gave a new desk: its life, and the serials lo…hi it owns. `opened_at`: UTC ms."""
    own = {"id": origin_id, "agency": agency_id, "desk": desk, "incarnation": incarnation}
    conn.execute(insert(t.origin), {**own, "opened_at": opened_at, "is_mine": 1})
    conn.execute(
        insert(t.number_block),
        {
            "agency": agency_id,
            "lo": block[0],
            "hi": block[1],
            "origin": origin_id,
            "from_date": from_date.isoformat(),
        },
    )
    facts = {"origin": origin_id, "agency": agency_id, "desk": str(desk), "desks": str(MAX_DESKS)}
    conn.execute(insert(t.meta), [{"key": key, "value": value} for key, value in facts.items()])


def join_centre(
    conn: Connection, agency_id: str, origin_id: str, address: str, block: tuple[int, int, date], today: date
) -> None:
    """As `write_centre`; a desk that worked alone until now owns the block (lo, hi) from a day on."""
    if not is_joined(conn):
        replace_blocks(conn, origin_id, [block], today)
    write_centre(conn, agency_id, address)


def write_centre(conn: Connection, agency_id: str, address: str) -> None:
    """From now on this desk shares its log by the centre at this address (JSON); it is one of several.

    Raises EnrolmentNotReadable for a desk that belongs to another centre: its log would be poured into it.
    A centre is the same where a host or the database has the same name; trial centres may wander.
    """
    known = conn.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (CENTRE,)).scalar()
    if known is not None and _is_other(json.loads(known), json.loads(address)):
        raise EnrolmentNotReadable(path="", because="enrolment_of_another_centre")
    conn.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (CENTRE, address),
    )
    conn.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'desks'", (str(MAX_DESKS),))
    conn.exec_driver_sql(
        "INSERT INTO sync_state (agency, pulled_pos, feed_hash) VALUES (?, 0, ?) ON CONFLICT DO NOTHING",
        (agency_id, GENESIS),
    )


def _is_other(known: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if known.get("sslmode") == new.get("sslmode") == "disable":
        return False
    hosts, others = ({str(name) for name, _ in each.get("hosts", ())} for each in (known, new))
    return known.get("dbname") != new.get("dbname") and hosts.isdisjoint(others)
