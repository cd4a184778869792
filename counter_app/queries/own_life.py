"""Which life of its desk this file is in: after a restore, or on a replaced machine, numbers begin anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.codes import LIVES_APART
from counter_app.domain.events import local_minute
from counter_app.storage.store import Reading

_OWN = (
    "SELECT o.id, o.desk, o.incarnation, o.opened_at FROM meta m JOIN origin o ON o.id = m.value"
    " WHERE m.key = 'origin'"
)
_BLOCK = (
    "SELECT lo, hi FROM number_block WHERE origin = ? AND until_date IS NULL ORDER BY from_date DESC LIMIT 1"
)


@dataclass(frozen=True)
class OwnLife:
    """incarnation: from 1, which is a file that was never restored. since: local minute. label: the number
    that stands for the desk in books and slips. serials: (lo, hi) of its newest block, None without one."""

    incarnation: int
    since: datetime
    label: int
    serials: tuple[int, int] | None


def own_life(reading: Reading) -> OwnLife:
    """The life of this file."""
    own = reading.conn.exec_driver_sql(_OWN).one()
    block = reading.conn.exec_driver_sql(_BLOCK, (own.id,)).first()
    return OwnLife(
        incarnation=int(own.incarnation),
        since=local_minute(own.opened_at),
        label=own.desk + LIVES_APART * (own.incarnation - 1),
        serials=(int(block.lo), int(block.hi)) if block is not None else None,
    )
