"""Dossiers that two desks may have taken in twice: each alone could not know of the other's when it asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from counter_app.domain.events import EventKind
from counter_app.domain.staff import Permission
from counter_app.storage.projection_tables import OPEN_STATUS
from counter_app.storage.store import Reading

TOLD_FOR = timedelta(days=14)
"""How long after its reception a dossier is still told."""
MOST = 200
"""Pairs of one look: nobody would go through more."""

# From what came in lately to its like, never from all that is open: CROSS JOIN keeps that order. Most have no
# like, and are left before their events are read (an EXISTS would be asked after them). What a dossier was
# received by: of two receptions of one online dossier, the one whose code it has. In the order of the index
# it ends with the first `MOST`.
_PAIRS = """
SELECT b.applicant_identity, b.procedure, b.applicant_name, b.code AS later, rb.id AS later_event,
       a.code AS earlier, ra.id AS earlier_event, rb.wall AS later_wall
FROM dossier b INDEXED BY ix_dossier_newest CROSS JOIN event rb
CROSS JOIN dossier a INDEXED BY ix_dossier_open_identity CROSS JOIN event ra
WHERE b.received_at >= :since AND b.status IN (OPEN) AND b.is_quarantined = 0 AND b.slip IS NULL
  AND b.applicant_identity > ''
  AND (SELECT 1 FROM dossier o INDEXED BY ix_dossier_open_identity
    WHERE o.applicant_identity = b.applicant_identity AND o.procedure = b.procedure AND o.seq <> b.seq
      AND o.status IN (OPEN) LIMIT 1) = 1
  AND rb.stream = b.stream AND rb.kind = :received AND json_extract(rb.payload, '$.code') = b.code
  AND coalesce(json_extract(rb.payload, '$.duplicate_reason'), '') = ''
  AND NOT EXISTS (SELECT 1 FROM event n WHERE n.stream = b.stream AND n.kind = :noted AND n.wall >= rb.wall
    AND NOT EXISTS (SELECT 1 FROM event x WHERE x.stream = n.stream AND x.kind = :revoked
      AND json_extract(x.payload, '$.event_id') = n.id))
  AND a.applicant_identity = b.applicant_identity AND a.procedure = b.procedure AND a.seq <> b.seq
  AND a.status IN (OPEN) AND a.is_quarantined = 0 AND a.slip IS NULL
  AND ra.stream = a.stream AND ra.kind = :received AND json_extract(ra.payload, '$.code') = a.code
  AND a.code <> b.code AND (ra.wall, a.code) < (rb.wall, b.code)
  AND (SELECT v.origin || coalesce(v.relayed_from, '') FROM envelope v WHERE v.event_id = ra.id
         ORDER BY v.relayed_from IS NOT NULL, v.origin LIMIT 1)
   <> (SELECT v.origin || coalesce(v.relayed_from, '') FROM envelope v WHERE v.event_id = rb.id
         ORDER BY v.relayed_from IS NOT NULL, v.origin LIMIT 1)
ORDER BY b.received_at DESC, b.seq DESC, ra.wall DESC, a.code DESC LIMIT :most
""".replace("OPEN", OPEN_STATUS)
_DESKS = (
    "SELECT v.event_id, coalesce(first.desk, o.desk) AS desk FROM envelope v JOIN origin o ON o.id = v.origin"
    " LEFT JOIN origin first ON first.id = v.relayed_from"
    " WHERE v.event_id IN (SELECT value FROM json_each(?)) ORDER BY v.relayed_from IS NULL"
)


@dataclass(frozen=True)
class PossibleDuplicate:
    """Two open dossiers of one id and procedure, received by different desks; the later one without a reason
    why there are two. Desks by number, from 1. more: later ones of the same id and procedure besides."""

    earlier: str
    earlier_desk: int
    later: str
    later_desk: int
    applicant: str
    more: int


def possible_duplicates(reading: Reading, login: str, now: datetime) -> tuple[PossibleDuplicate, ...]:
    """One pair an id and procedure, the latest first, for who may act at the desk; () for the others.

    A pair is told while both are open, for `TOLD_FOR` from the later reception, and until somebody noted
    something on the later one after that: so people say that they have looked and that there are two.
    """
    if not reading.reference.person(login).may(Permission.DESK_ACT):
        return ()
    rows = _pairs(reading, now)
    groups: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault((row.applicant_identity, row.procedure), []).append(row)
    told = [group[0] for group in groups.values()]
    desks = _desks(reading, told)
    return tuple(
        PossibleDuplicate(
            earlier=first.earlier,
            earlier_desk=desks[first.earlier_event],
            later=first.later,
            later_desk=desks[first.later_event],
            applicant=first.applicant_name,
            more=len({row.later for row in group}) - 1,
        )
        for first, group in zip(told, groups.values(), strict=True)
    )


def _pairs(reading: Reading, now: datetime) -> Sequence[Row[Any]]:
    values = {
        "since": (now - TOLD_FOR).isoformat(timespec="minutes"),
        "received": str(EventKind.RECEIVED),
        "noted": str(EventKind.NOTE_ADDED),
        "revoked": str(EventKind.REVOKED),
        "most": MOST,
    }
    rows = reading.conn.exec_driver_sql(_PAIRS, values).all()
    # `seq` is each file's own: of one minute, every desk tells the same one first by its code.
    return sorted(rows, key=lambda row: (row.later_wall, row.later), reverse=True)


def _desks(reading: Reading, told: Sequence[Row[Any]]) -> dict[str, int]:
    """Event id → number of the desk that recorded it, also where another sent it to the centre."""
    if not told:
        return {}
    ids = [each for row in told for each in (row.earlier_event, row.later_event)]
    return {row.event_id: row.desk for row in reading.conn.exec_driver_sql(_DESKS, (json.dumps(ids),))}
