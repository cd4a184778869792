"""What a unit decides on the way: one extension with an apology, and units asked to co-operate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from counter_app.domain import errors
from counter_app.domain.dossier import Dossier, Extension
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import NAME_LIMIT, TEXT_LIMIT
from counter_app.domain.recount import recount
from counter_app.domain.staff import Staff
from counter_app.domain.text import clean
from counter_app.domain.units import DESK
from counter_app.services.acting import single
from counter_app.services.moments import Moment, check_not_past
from counter_app.services.results import ActDone
from counter_app.services.slip_numbers import numbered
from counter_app.storage.unit_of_work import UnitOfWork

_FAR = timedelta(days=183)
"""An extension beyond it is more likely a slip of the hand than a plan."""


def extend(
    uow: UnitOfWork,
    code: str,
    *,
    new_due: date,
    reason: str,
    signer: str,
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """Apologise and promise a later date, once (form 04); both dates are kept.

    `signer` is the name under the paper. An extension after the due date had passed is warned of
    (`extended_late`), one by more than half a year too (`extended_far`). Raises AlreadyExtended,
    ExtensionNotPossible (no working day, or not after the due date), InvalidField.
    """
    text = clean(reason, field="reason", max_length=TEXT_LIMIT, required=True, lines=20)
    name = clean(signer, field="signer", max_length=NAME_LIMIT, required=True, min_length=2)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        old = dossier.due_at
        assert old is not None  # its clock runs
        check_not_past("new_due", new_due, moment)
        _check_new_due(uow, new_due, old)
        given = Extension(old, datetime.combine(new_due, time()), moment.at, text, name)
        due = recount(replace(dossier, extension=given), uow.reference.calendar)
        if moment.at > old:
            uow.warnings.append("extended_late")
        if new_due > old.date() + _FAR:
            uow.warnings.append("extended_far")
        return {
            "old_due": old.isoformat(timespec="minutes"),
            "new_due": new_due.isoformat(),
            "due": due.to_json(),
            "reason": text,
            "signer": name,
            **numbered(uow, "04", moment.at.date()),
        }

    return single(uow, K.EXTENDED, code, payload, by=by, at=at)


def _check_new_due(uow: UnitOfWork, new_due: date, old: datetime) -> None:
    """Raise ExtensionNotPossible: no working day, or not after the date that was promised, whatever a later
    calendar would make of that one."""
    because = ""
    if not uow.reference.calendar.is_working(new_due):
        because = "not_a_working_day"
    elif new_due <= old.date():
        because = "not_after_due"
    if because:
        raise errors.ExtensionNotPossible(
            extension=new_due.isoformat(), because=because, due_at=old.isoformat(timespec="minutes")
        )


def cooperate(
    uow: UnitOfWork,
    code: str,
    *,
    units: Sequence[str],
    respond_by: date | None = None,
    note: str = "",
    by: str,
    at: datetime | None = None,
) -> ActDone:
    """Ask other units for their opinion (phối hợp); the paper and its clock stay with the holder.

    Raises InvalidField (none, one twice, the desk or the holder itself, a day that is over), UnitUnknown.
    """
    text = clean(note, field="note", max_length=TEXT_LIMIT, lines=20)
    _check_units(uow, units)

    def payload(dossier: Dossier, person: Staff, moment: Moment) -> dict[str, Any]:
        for unit in units:
            if unit in (dossier.holder, DESK):
                raise errors.InvalidField(field="units", problem="own_unit", value=unit)
        value: dict[str, Any] = {"units": list(units)}
        if respond_by is not None:
            check_not_past("respond_by", respond_by, moment)
            value["respond_by"] = respond_by.isoformat()
        if text:
            value["note"] = text
        return value

    return single(uow, K.COOPERATION_ASKED, code, payload, by=by, at=at)


def _check_units(uow: UnitOfWork, units: Sequence[str]) -> None:
    if not units:
        raise errors.InvalidField(field="units", problem="empty")
    for unit in units:
        uow.reference.open_unit(unit)
        if list(units).count(unit) > 1:
            raise errors.InvalidField(field="units", problem="repeated", value=unit)
