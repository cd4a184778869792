"""What commutes with everything: notes, calls made, prints; and the confirmation of the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from counter_app.domain import errors
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import TEXT_LIMIT
from counter_app.domain.staff import Permission
from counter_app.domain.text import clean
from counter_app.services.acting import find, on_dossier, single
from counter_app.services.moments import moment_of
from counter_app.services.results import ActDone
from counter_app.storage.unit_of_work import UnitOfWork


def note(uow: UnitOfWork, code: str, *, text: str, by: str, at: datetime | None = None) -> ActDone:
    """Add a note to a dossier."""
    words = clean(text, field="text", max_length=TEXT_LIMIT, required=True, lines=50)
    return single(uow, K.NOTE_ADDED, code, {"text": words}, by=by, at=at)


def notify(
    uow: UnitOfWork, code: str, *, how: str, text: str, by: str, at: datetime | None = None
) -> ActDone:
    """Note that the applicant was told (a call, a message)."""
    words = clean(text, field="text", max_length=TEXT_LIMIT, required=True, lines=50)
    way = clean(how, field="how", max_length=64, required=True)
    return single(uow, K.NOTIFIED, code, {"how": way, "text": words}, by=by, at=at)


def paper_printed(
    uow: UnitOfWork, code: str, *, form: str, version: int, copies: tuple[int, ...], by: str
) -> ActDone:
    """Record that a paper was printed or shown for printing."""
    payload = {"form": form, "version": version, "copies": list(copies)}
    dossier = find(uow, code)
    return on_dossier(uow, K.PAPER_PRINTED, dossier, payload, by=by)


def confirm_clock(uow: UnitOfWork, *, reason: str, by: str, at: datetime | None = None) -> str:
    """A supervisor says that the machine's clock is right; numbering goes on. Answers the event id."""
    person = uow.reference.person(by)
    if not person.may(Permission.SUPERVISE):
        raise errors.NotPermitted(
            act="confirm_clock", by=by, role=str(person.role), permission=str(Permission.SUPERVISE)
        )
    payload: dict[str, Any] = {
        "reason": clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    }
    given = moment_of(uow, at).given  # its clock is good by definition, whatever it looked like before
    event = uow.record(f"desk:{uow.origin.desk}", K.CLOCK_CONFIRMED, payload, person, at=given)
    return event.id
