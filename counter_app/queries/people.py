"""People of the desk: tiles of the sign-in page, who must change a password, whose dossiers are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from counter_app.domain.events import local_minute
from counter_app.domain.staff import Role
from counter_app.storage.projection_tables import OPEN_STATUS, dossier, staff
from counter_app.storage.store import Reading
from counter_app.storage.tables import security_log


@dataclass(frozen=True)
class Person:
    """A person in service. `last_signed_in` is local, None when never on this machine."""

    login: str
    name: str
    role: Role
    unit: str
    unit_name: str
    must_change: bool
    last_signed_in: datetime | None


def people(reading: Reading) -> list[Person]:
    """Everyone who may sign in, in the order they were added."""
    signed = {
        row.actor: local_minute(row.at)
        for row in reading.conn.execute(
            select(security_log.c.actor, func.max(security_log.c.at).label("at"))
            .where(security_log.c.what == "signed_in")
            .group_by(security_log.c.actor)
        )
    }
    rows = reading.conn.execute(select(staff).where(staff.c.is_active == 1).order_by(staff.c.place))
    units = reading.reference.units
    return [
        Person(
            login=row.login,
            name=row.name,
            role=Role(row.role),
            unit=row.unit,
            unit_name=units[row.unit].short_name if row.unit in units else row.unit,
            must_change=bool(row.must_change),
            last_signed_in=signed.get(row.login),
        )
        for row in rows
    ]


def open_dossiers_of(reading: Reading, login: str) -> int:
    """How many open dossiers a person is to work on."""
    statement = select(func.count()).select_from(dossier)
    is_theirs = statement.where(dossier.c.officer == login, text(f"dossier.status IN ({OPEN_STATUS})"))
    return int(reading.conn.execute(is_theirs).scalar_one())
