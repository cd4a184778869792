"""What the reception page shows before anything is given: procedures used last, the next numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from counter_app.domain.codes import make_code
from counter_app.domain.dossier import Status
from counter_app.domain.procedure import Procedure
from counter_app.queries.own_life import own_life
from counter_app.storage import numbers
from counter_app.storage.projection_tables import dossier
from counter_app.storage.store import Reading
from counter_app.storage.tables import meta


@dataclass(frozen=True)
class NextNumbers:
    """What would be given if the dossier were received now; fixed only by receiving."""

    code: str
    book: str
    book_number: int


@dataclass(frozen=True)
class Registered:
    """A dossier that came online and waits for an answer. `since` is local."""

    portal_code: str
    applicant: str
    since: datetime


def registered(reading: Reading) -> list[Registered]:
    """Online dossiers neither taken in nor answered, the longest waiting first."""
    statement = (
        select(dossier.c.portal_code, dossier.c.applicant_name, dossier.c.first_at)
        .where(dossier.c.status == str(Status.REGISTERED), dossier.c.is_quarantined == 0)
        .order_by(dossier.c.first_at)
    )
    return [
        Registered(str(row.portal_code), str(row.applicant_name), datetime.fromisoformat(row.first_at))
        for row in reading.conn.execute(statement)
    ]


def last_used_procedures(reading: Reading, login: str, limit: int = 8) -> list[str]:
    """Catalogue ids that a person received last, the latest first."""
    recent = (
        select(dossier.c.procedure, dossier.c.received_at)
        .where(dossier.c.received_by == login)
        .order_by(dossier.c.received_at.desc())
        .limit(500)
        .subquery()
    )
    rows = reading.conn.execute(
        select(recent.c.procedure, func.max(recent.c.received_at).label("at"))
        .group_by(recent.c.procedure)
        .order_by(func.max(recent.c.received_at).desc())
        .limit(limit)
    )
    return [str(row.procedure) for row in rows]


def next_numbers(reading: Reading, procedure: Procedure, now: datetime) -> NextNumbers:
    """Code, book and number as they would be given at `now` (local). Raises NumberBlockExhausted."""
    facts = {row.key: row.value for row in reading.conn.execute(select(meta))}
    serial = numbers.take_serial(reading.conn, facts["origin"], now.date(), now.date())
    book = f"{procedure.field}-{now.year}-{own_life(reading).label}"
    code = make_code(reading.reference.agency.id, now.date(), serial)
    return NextNumbers(code, book, numbers.next_in_book(reading.conn, book))
