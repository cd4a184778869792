"""Known applicants and open duplicates: what the desk remembers of the person at the counter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, Connection, bindparam, column, func, select, text

from counter_app.domain.dossier import Party
from counter_app.domain.text import fts_query
from counter_app.storage.projection_tables import OPEN_STATUS, applicant, dossier
from counter_app.storage.statements import Prepared

_MOST_NAMES = 200
_BY_NAME = text(
    "SELECT rowid FROM applicant_search WHERE applicant_search MATCH :query ORDER BY rowid DESC LIMIT :most"
)

_PARTY = Prepared(lambda: select(applicant.c.party).where(applicant.c.identity == bindparam("identity")))
_ROW: dict[str, ColumnClause[Any]] = {each.name: column(each.name) for each in dossier.columns}
_FOUND = ("stream", "code", "received_at", "status", "holder", "officer", "in_transit_to")
_DUPLICATE = Prepared(
    lambda: select(*(_ROW[name] for name in _FOUND))
    # Told which index: SQLite would rather read all dossiers of the procedure, which lie in the right order.
    .select_from(text("dossier INDEXED BY ix_dossier_open_identity"))
    .where(
        _ROW["applicant_identity"] == bindparam("identity"),
        _ROW["procedure"] == bindparam("procedure"),
        _ROW["slip"].is_(None),
        _ROW["code"].is_not(None),
        text(f"status IN ({OPEN_STATUS})"),
    )
    .order_by(_ROW["received_at"].desc())
    .limit(1)
)


@dataclass(frozen=True)
class KnownApplicant:
    """An applicant as handed in last; `dossiers` is how many of theirs this desk knows."""

    party: Party
    dossiers: int


@dataclass(frozen=True)
class Duplicate:
    """An open dossier of the same id and procedure. Times are local ISO text to the minute."""

    stream: str
    code: str
    received_at: str
    status: str
    holder: str
    officer: str
    submitter: str
    in_transit_to: str


def known_party(conn: Connection, identity: str) -> Party | None:
    """The party last handed in under an id (`mst:0299001487`), or None."""
    if not identity:
        return None
    row = _PARTY.run(conn, {"identity": identity}).first()
    return Party.from_json(json.loads(row.party)) if row else None


def _counted(conn: Connection, identity: str, party: str) -> KnownApplicant:
    count = conn.execute(
        select(func.count())
        .select_from(dossier)
        .where(dossier.c.applicant_identity == identity, dossier.c.slip.is_(None))
    ).scalar_one()
    return KnownApplicant(Party.from_json(json.loads(party)), int(count))


def known_by_number(conn: Connection, number: str) -> KnownApplicant | None:
    """The known applicant with this id number, whatever its kind; None when unknown."""
    identities = [f"{kind}:{number}" for kind in ("mst", "cccd", "cmnd", "passport")]
    row = conn.execute(
        select(applicant.c.identity, applicant.c.party)
        .where(applicant.c.identity.in_(identities))
        .order_by(applicant.c.seen_at.desc())
    ).first()
    return _counted(conn, row.identity, row.party) if row else None


def known_by_name(conn: Connection, typed: str, limit: int = 8) -> list[KnownApplicant]:
    """Known applicants whose name holds every word typed (without marks), the latest first."""
    query = fts_query(typed)
    if query is None:
        return []
    found = conn.execute(_BY_NAME, {"query": query, "most": _MOST_NAMES}).scalars().all()
    statement = select(applicant.c.identity, applicant.c.party).where(applicant.c.seq.in_(found))
    rows = conn.execute(statement.order_by(applicant.c.seen_at.desc()).limit(limit)).all()
    return [_counted(conn, row.identity, row.party) for row in rows]


def open_duplicate(conn: Connection, identity: str, procedure: str) -> Duplicate | None:
    """The latest open dossier of this id and procedure; none is ever the same as none."""
    if not identity:
        return None
    row = _DUPLICATE.run(conn, {"identity": identity, "procedure": procedure}).first()
    if row is None:
        return None
    return Duplicate(
        stream=row.stream,
        code=row.code,
        received_at=row.received_at,
        status=row.status,
        holder=row.holder or "",
        officer=row.officer or "",
        submitter="",
        in_transit_to=row.in_transit_to or "",
    )
