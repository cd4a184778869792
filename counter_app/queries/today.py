"""Hôm nay: what a person received today, what waits for their unit, what is due today or late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, text

from counter_app.domain.staff import Permission, Staff
from counter_app.queries.dossiers import DossierRow, to_row
from counter_app.storage.projection_tables import OPEN_STATUS, dossier
from counter_app.storage.store import Reading

MOST = 200


@dataclass(frozen=True)
class Today:
    """Rows of the three lists. `due`: open, due by the end of the day; the late ones first, the oldest of
    each kind before the others."""

    received: tuple[DossierRow, ...]
    waiting: tuple[DossierRow, ...]
    due: tuple[DossierRow, ...]


def today(reading: Reading, login: str, now: datetime) -> Today:
    """The lists of one person at a local moment."""
    person = reading.reference.person(login)
    morning = datetime.combine(now.date(), time()).isoformat(timespec="minutes")
    night = datetime.combine(now.date() + timedelta(days=1), time()).isoformat(timespec="minutes")
    is_open = text(f"status IN ({OPEN_STATUS})")
    received = [dossier.c.received_by == login, dossier.c.received_at >= morning]
    waiting = [dossier.c.in_transit_to == person.unit]
    due = [is_open, dossier.c.due_at < night, *_of_unit(person)]
    # A limit in hours is late at its minute, one in days on the next day: by their moments alone they mix.
    by_day = sorted(_rows(reading, now, due, dossier.c.due_at.asc()), key=lambda row: not row.is_overdue)  # type: ignore[arg-type]
    return Today(
        received=_rows(reading, now, received, dossier.c.received_at.desc()),
        waiting=_rows(reading, now, waiting, dossier.c.last_at.asc()),
        due=tuple(by_day),
    )


def _of_unit(person: Staff) -> list[ColumnElement[bool]]:
    """Officers see what their unit holds; the counter answers for every promise, the supervisor sees all."""
    is_officer = person.may(Permission.DEPARTMENT_ACT) and not person.may(Permission.SUPERVISE)
    return [dossier.c.holder == person.unit] if is_officer else []


def _rows(
    reading: Reading, now: datetime, where: list[ColumnElement[bool]], order: ColumnElement[str]
) -> tuple[DossierRow, ...]:
    statement = select(dossier).where(*where, dossier.c.slip.is_(None)).order_by(order).limit(MOST)
    return tuple(to_row(row, now) for row in reading.conn.execute(statement))


@dataclass(frozen=True)
class Counts:
    """Numbers beside the side bar and in the tray. `overdue` and `due_today`: of the whole authority for who
    supervises it, else of the person's unit; `waiting`: on its way to the unit."""

    overdue: int
    due_today: int
    waiting: int


def counts(reading: Reading, login: str, now: datetime) -> Counts:
    """What is owed at a local moment, by partial indexes."""
    person = reading.reference.person(login)
    minute = now.isoformat(timespec="minutes")
    night = datetime.combine(now.date() + timedelta(days=1), time()).isoformat(timespec="minutes")
    mine = [] if person.may(Permission.SUPERVISE) else [dossier.c.holder == person.unit]
    is_open = text(f"status IN ({OPEN_STATUS})")

    def count(*where: Any) -> int:
        statement = select(func.count()).select_from(dossier).where(*where)
        return int(reading.conn.execute(statement).scalar_one())

    return Counts(
        overdue=count(is_open, dossier.c.late_from <= minute, *mine),
        due_today=count(
            is_open,
            dossier.c.due_at >= minute[:10],
            dossier.c.due_at < night,
            dossier.c.late_from > minute,
            *mine,
        ),
        waiting=count(dossier.c.in_transit_to == person.unit),
    )
