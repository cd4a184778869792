"""Chốt ngày: a day's figures signed off, with the head of the log as the person saw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain import errors
from counter_app.domain.day_figures import DayFigures, to_json
from counter_app.domain.events import EventKind
from counter_app.domain.intake import TEXT_LIMIT
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import clean
from counter_app.queries.day_sheets import next_number
from counter_app.queries.end_of_day import end_of_day
from counter_app.storage.store import Reading
from counter_app.storage.unit_of_work import UnitOfWork

NOTE_LINES = 20


@dataclass(frozen=True)
class SignedOff:
    """`sheet`: `2026-11-23-1`, by which the paper is printed; `number`: of the day's sheets, from 1."""

    sheet: str
    number: int
    event_id: str
    figures: DayFigures


def sign_off(
    uow: UnitOfWork,
    day: date,
    *,
    note: str,
    seen: str,
    by: str,
    backup_at: datetime | None = None,
) -> SignedOff:
    """Record that a day of this desk is closed, with its figures as they stand and the head of its log.

    `seen`: `DayView.log_hash` of the page that the person read. Where the log has moved on since, nothing is
    signed: a signature stands under what was seen, not under what came while it was given. A day may be
    signed again: work after closing time is work, and a day whose only sheet leaves it out would be worse
    than a second sheet; each has its number, both stay. What is still open does not hinder it: it is named.
    Raises StaffUnknown, NotPermitted, DayNotBegun, LogMovedOn, InvalidField.
    """
    person = _signer(uow, by)
    if day > uow.today:
        raise errors.DayNotBegun(day=day.isoformat(), today=uow.today.isoformat())
    words = clean(note, field="note", max_length=TEXT_LIMIT, lines=NOTE_LINES)
    view = end_of_day(Reading(uow.conn, uow.reference), day, by, uow.local_now, backup_at)
    if view.log_hash != seen:
        raise errors.LogMovedOn(day=day.isoformat(), head=view.head, place=view.figures.place)
    number = next_number(uow.conn, day, uow.origin.label)
    event = uow.record(
        f"day:{uow.origin.desk}",
        EventKind.DAY_SIGNED_OFF,
        {
            "day": day.isoformat(),
            "number": number,
            "head_hash": view.head,
            "figures": to_json(view.figures),
            "note": words,
        },
        person,
    )
    return SignedOff(f"{day.isoformat()}-{number}", number, event.id, view.figures)


def _signer(uow: UnitOfWork, by: str) -> Staff:
    """Counter staff and supervisors sign: who may act at the desk answers for its day."""
    person = uow.reference.person(by)
    if not person.may(Permission.DESK_ACT):
        raise errors.NotPermitted(
            act="sign_off_day", by=by, role=str(person.role), permission=str(Permission.DESK_ACT)
        )
    return person
