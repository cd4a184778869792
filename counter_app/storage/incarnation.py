"""A new life of a desk's file: after a restore without a journal, or where the centre met a copy of it.

Numbers that were printed since the copy was taken are unknown then. The life before is closed, the new one
numbers from a block of its own and names its books, slips and batches by a label of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert

from counter_app.domain.codes import RESERVE_BLOCKS, NumberBlock
from counter_app.storage import tables as t

_RESERVE_SERIALS = (
    "SELECT DISTINCT substr(code, -4) FROM dossier WHERE book IS NOT NULL"
    " AND code GLOB '*-[0-9][0-9][0-9][0-9][0-9][0-9]-[89][0-9][0-9][0-9]'"
)


@dataclass(frozen=True)
class Lives:
    """What is known of the lives of one desk: the latest incarnation, every block of serials it owned, and
    the origins, as far as a file could be asked (a mark in the folder tells none)."""

    latest: int = 0
    blocks: frozenset[tuple[int, int]] = frozenset()
    origins: frozenset[str] = frozenset()

    def __or__(self, other: Lives) -> Lives:
        return Lives(max(self.latest, other.latest), self.blocks | other.blocks, self.origins | other.origins)


def offline_reserve_block(desk: int) -> tuple[int, int]:
    """The reserve block (lo, hi) that desk `desk` takes by itself, where no centre gives it one."""
    block = RESERVE_BLOCKS[(desk - 1) % len(RESERVE_BLOCKS)]
    return block.lo, block.hi


def free_reserve_block(desk: int, desks: int, taken: Collection[tuple[int, int]]) -> tuple[int, int] | None:
    """The first reserve block of this desk's own choice that is not `taken`; None when all are.

    Its own first, then those that no other of the `desks` desks would take first. Two desks that choose
    without knowing of each other meet only where more than ten lives were begun without a centre.
    """
    used = [NumberBlock(*block) for block in taken]
    for block in _in_order(desk, desks):
        if not any(block.lo <= other.hi and other.lo <= block.hi for other in used):
            return block.lo, block.hi
    return None


def _in_order(desk: int, desks: int) -> Iterator[NumberBlock]:
    own = offline_reserve_block(desk)
    others = {offline_reserve_block(each) for each in range(1, desks + 1)} - {own}
    yield NumberBlock(*own)
    rest = [block for block in RESERVE_BLOCKS if (block.lo, block.hi) != own]
    yield from sorted(rest, key=lambda block: ((block.lo, block.hi) in others, block.lo))


def next_incarnation(
    conn: Connection,
    *,
    origin_id: str,
    now_ms: int,
    today: date,
    block: tuple[int, int] | None,
    after: int = 0,
) -> None:
    """Close the open life of this desk and begin the next one, in the caller's transaction.

    `block`: serials lo…hi that it owns from `today` on, whoever of this desk's lives owned them before; None:
    it numbers nothing until the centre gives it one (NumberBlockExhausted says so). `after`: the latest
    incarnation known elsewhere; the new one is later than that, and than every one of this desk known here.
    The caller lets the store read its origin again (`Store.read_origin_again`).
    """
    agency, desk, old = conn.exec_driver_sql(
        "SELECT o.agency, o.desk, o.id FROM meta m JOIN origin o ON o.id = m.value WHERE m.key = 'origin'"
    ).one()
    lives = lives_in(conn, desk)
    conn.exec_driver_sql("UPDATE origin SET closed_at = ? WHERE id = ? AND closed_at IS NULL", (now_ms, old))
    conn.execute(
        insert(t.origin),
        {
            "id": origin_id,
            "agency": agency,
            "desk": desk,
            "incarnation": max(lives.latest, after) + 1,
            "opened_at": now_ms,
            "is_mine": 1,
        },
    )
    conn.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'origin'", (origin_id,))
    if block is not None:
        give_block(conn, origin_id, block, today)


def give_block(conn: Connection, origin_id: str, block: tuple[int, int], from_date: date) -> None:
    """Let an origin own serials lo…hi from a date on; a row of that block that is there becomes its own."""
    agency = conn.exec_driver_sql("SELECT agency FROM origin WHERE id = ?", (origin_id,)).scalar_one()
    conn.exec_driver_sql(
        "INSERT INTO number_block(agency, lo, hi, origin, from_date) VALUES (?,?,?,?,?)"
        " ON CONFLICT (agency, lo) DO UPDATE SET hi = excluded.hi, origin = excluded.origin,"
        " from_date = excluded.from_date,"
        " until_date = NULL",
        (agency, *block, origin_id, from_date.isoformat()),
    )


def has_block(conn: Connection, origin_id: str) -> bool:
    """Whether an origin owns serials, now or later."""
    found = conn.exec_driver_sql("SELECT 1 FROM number_block WHERE origin = ? LIMIT 1", (origin_id,))
    return found.first() is not None


def reserve_numbers(conn: Connection) -> frozenset[tuple[int, int]]:
    """The reserve blocks of which this file holds a number, whoever gave it: a journal tells no blocks."""
    rows = conn.exec_driver_sql(_RESERVE_SERIALS).scalars()
    found = {int(serial) for serial in rows}
    return frozenset((b.lo, b.hi) for b in RESERVE_BLOCKS if any(serial in b for serial in found))


def lives_in(conn: Connection, desk: int) -> Lives:
    """What this file knows of the lives of a desk."""
    own = conn.exec_driver_sql("SELECT id, incarnation FROM origin WHERE desk = ?", (desk,)).all()
    rows = conn.exec_driver_sql(
        "SELECT b.lo, b.hi FROM number_block b JOIN origin o ON o.id = b.origin WHERE o.desk = ?", (desk,)
    )
    blocks = frozenset((int(lo), int(hi)) for lo, hi in rows)
    return Lives(max((int(row[1]) for row in own), default=0), blocks, frozenset(str(row[0]) for row in own))


def has_later_life(conn: Connection) -> bool:
    """Whether this desk lived on after the life that this file goes on with: its journal told of it.

    The life of the file was closed then, and numbers of it may be on paper that no log holds.
    """
    later = conn.exec_driver_sql(
        "SELECT 1 FROM meta m JOIN origin o ON o.id = m.value JOIN origin l ON l.desk = o.desk"
        " AND l.is_mine = 1 AND l.incarnation > o.incarnation WHERE m.key = 'origin' LIMIT 1"
    )
    return later.first() is not None
