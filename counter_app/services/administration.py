"""What an administrator changes for all desks: people, units, the agency's settings; each an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from counter_app.domain import errors
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import NAME_LIMIT
from counter_app.domain.staff import Permission, Role, Staff
from counter_app.domain.text import clean, normalise_login
from counter_app.domain.units import DESK, Department, UnitRole
from counter_app.services import accounts
from counter_app.storage import projection_tables as p
from counter_app.storage.unit_of_work import UnitOfWork

PAPER_SIZES = ("A5", "A4")
_CODE_LIMIT = 8


def change_person(
    uow: UnitOfWork,
    login: str,
    *,
    name: str,
    role: Role,
    unit: str,
    is_active: bool,
    by: str,
) -> Staff:
    """A person under another name, role or unit, or out of service; the history stays in the log.

    Raises StaffUnknown, UnitUnknown, InvalidField, NotPermitted, and LastAdministrator where nobody would
    be left to administer the desk.
    """
    _administrator(uow, by)
    login = normalise_login(login)
    known = uow.reference.staff.get(login)
    if known is None:
        raise errors.StaffUnknown(by=login)
    if is_active or unit != known.unit:
        uow.reference.open_unit(unit)
    full_name = clean(name, field="name", max_length=NAME_LIMIT, required=True, min_length=2)
    changed = Staff(login, full_name, role, unit, is_active)
    if not changed.may(Permission.ADMINISTER):
        _check_others_administer(uow, login)
    place = uow.conn.execute(select(p.staff.c.place).where(p.staff.c.login == login)).scalar_one()
    accounts.record_staff(uow, changed, int(place), uow.reference.person(by))
    return changed


def _check_others_administer(uow: UnitOfWork, login: str) -> None:
    others = [each for each in uow.reference.staff.values() if each.login != login]
    if not any(each.may(Permission.ADMINISTER) for each in others):
        raise errors.LastAdministrator(login=login)


def set_unit(
    uow: UnitOfWork,
    code: str,
    *,
    name: str,
    short_name: str,
    role: UnitRole,
    is_open: bool,
    by: str,
    is_new: bool = False,
) -> Department:
    """A unit added (`is_new`), or renamed, closed, opened again. A code is never reused for another unit.

    Raises InvalidField (also where the desk itself would be another kind of unit), NotPermitted, UnitKnown
    for a new unit under a code there is, UnitUnknown for a change under a code there is not, and UnitInUse
    where a unit with people, with dossiers or the desk itself would be closed.
    """
    person = _administrator(uow, by)
    code = clean(code, field="unit", max_length=_CODE_LIMIT, required=True, min_length=2).upper()
    if not (code.isascii() and code.isalnum()):
        raise errors.InvalidField(field="unit", problem="format")
    full = clean(name, field="name", max_length=NAME_LIMIT, required=True, min_length=2)
    short = clean(short_name, field="short_name", max_length=NAME_LIMIT) or full
    place = _place_of_unit(uow, code, is_new=is_new)
    if code == DESK and role != uow.reference.units[code].role:
        raise errors.InvalidField(field="role_of_unit", problem="fixed", value=str(role))
    if not is_open:
        _check_unused(uow, code)
    payload = {
        "code": code,
        "place": place,
        "name": full,
        "short_name": short,
        "role_of_unit": str(role),
        "is_open": is_open,
        "source": "",
    }
    uow.record(f"unit:{code}", K.UNIT_SET, payload, person)
    return Department(code, full, role, short, is_open)


def _place_of_unit(uow: UnitOfWork, code: str, *, is_new: bool) -> int:
    known = uow.conn.execute(select(p.unit.c.place).where(p.unit.c.code == code)).scalar()
    if is_new and known is not None:
        raise errors.UnitKnown(unit=code)
    if not is_new and known is None:
        raise errors.UnitUnknown(unit=code)
    return int(known) if known is not None else len(uow.reference.units) + 1


def _check_unused(uow: UnitOfWork, code: str) -> None:
    people = sum(1 for each in uow.reference.staff.values() if each.is_active and each.unit == code)
    held = uow.conn.execute(
        select(func.count())
        .select_from(p.dossier)
        .where((p.dossier.c.holder == code) | (p.dossier.c.in_transit_to == code))
        .where(p.dossier.c.status.not_in(("returned", "refused", "voided")))
    ).scalar_one()
    if code == DESK or people or held:
        raise errors.UnitInUse(unit=code, people=people, dossiers=int(held))


def set_agency(uow: UnitOfWork, changes: Mapping[str, Any], *, by: str) -> tuple[str, ...]:
    """Change settings of the agency; answers the names of those that are new.

    Raises NotPermitted, InvalidField for a value that cannot be, UnknownFields for a setting that is none.
    """
    person = _administrator(uow, by)
    unknown = sorted(set(changes) - set(_CHECKS))
    if unknown:
        raise errors.UnknownFields(fields=unknown, known=sorted(_CHECKS))
    agency = uow.reference.agency
    checked = {key: _CHECKS[key](key, value) for key, value in changes.items()}
    new = {key: value for key, value in checked.items() if value != getattr(agency, key)}
    if new:
        uow.record("settings:agency", K.SETTINGS_SET, {"settings": new}, person)
    return tuple(new)


def _text(limit: int = NAME_LIMIT, *, required: bool = False) -> Callable[[str, Any], str]:
    def check(field: str, value: Any) -> str:
        return clean(str(value), field=field, max_length=limit, required=required, min_length=2 * required)

    return check


def _number(lowest: int, highest: int) -> Callable[[str, Any], int]:
    def check(field: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise errors.InvalidField(
                field=field, problem="out_of_range", lowest=lowest, highest=highest, value=value
            )
        return value

    return check


def _paper(field: str, value: Any) -> str:
    if value not in PAPER_SIZES:
        raise errors.InvalidField(field=field, problem="unknown", value=str(value))
    return str(value)


def _switch(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise errors.InvalidField(field=field, problem="wrong_type", value=str(value))
    return value


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "name": _text(required=True),
    "short_name": _text(60, required=True),
    "superior_name": _text(),
    "place": _text(60, required=True),
    "slip_paper": _paper,
    "receipt_symbol": _text(30, required=True),
    "supplement_symbol": _text(30, required=True),
    "apology_symbol": _text(30, required=True),
    "stop_symbol": _text(30, required=True),
    "contact_phone": _text(60),
    "feedback_agency": _text(),
    "feedback_address": _text(),
    "feedback_phone": _text(60),
    "feedback_fax": _text(60),
    "feedback_email": _text(120),
    "feedback_days": _number(1, 90),
    "is_survey_asked": _switch,
    "is_apology_required": _switch,
    "supplement_days": _number(1, 365),
    "idle_lock_minutes": _number(0, 240),
}
"""Setting → what it may be. The id of the agency stands on printed codes and is changed by nobody."""


def _administrator(uow: UnitOfWork, by: str) -> Staff:
    person = uow.reference.person(by)
    if not person.may(Permission.ADMINISTER):
        raise errors.NotPermitted(
            act="administer", by=by, role=str(person.role), permission=str(Permission.ADMINISTER)
        )
    return person
