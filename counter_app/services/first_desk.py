"""The first events of a new desk: agency, units, calendar, catalogue, the first administrator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from counter_app.domain.agency import Agency
from counter_app.domain.codes import make_code
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import NAME_LIMIT
from counter_app.domain.staff import Role
from counter_app.domain.text import clean, fold, normalise_login
from counter_app.services.accounts import add_staff
from counter_app.services.seed import SYSTEM, seed_reference
from counter_app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewDesk:
    """What a new desk must be told. `agency_id` is the code's beginning (`H24.28`), `desk` counts from 1."""

    agency_id: str
    agency_name: str
    desk: int = 1
    of: int = 1
    short_name: str = ""
    is_trial: bool = False


def checked_desk(new: NewDesk) -> NewDesk:
    """With cleaned texts. Raises InvalidField for an agency id that no code can begin with."""
    agency_id = clean(new.agency_id, field="agency_id", max_length=32, required=True).upper()
    make_code(agency_id, date(2026, 1, 1), 1)
    name = clean(new.agency_name, field="agency_name", max_length=NAME_LIMIT, required=True, min_length=2)
    short = clean(new.short_name, field="short_name", max_length=NAME_LIMIT) or name
    return replace(new, agency_id=agency_id, agency_name=name, short_name=short)


def record_first_events(uow: UnitOfWork, new: NewDesk, *, admin: str) -> tuple[str, str]:
    """Seed the desk and make its administrator; answers (login, one-time password).

    `admin` is the administrator's name or login; a name of several words gets its initials' login.
    """
    settings = {
        "id": new.agency_id,
        "name": new.agency_name,
        "short_name": new.short_name,
        "is_trial": new.is_trial,
        "is_past_act_allowed": new.is_trial,
    }
    assert set(settings) <= set(Agency.__dataclass_fields__)  # a typing slip here would be silently dropped
    uow.record("settings:agency", K.SETTINGS_SET, {"settings": settings}, SYSTEM)
    opened = {"desk": new.desk, "of": new.of, "origin": uow.origin.id}
    uow.record(f"desk:{new.desk}", K.DESK_OPENED, opened, SYSTEM)
    seed_reference(uow)
    if not admin:
        return "", ""
    login = login_of(admin)
    password = add_staff(uow, login, name=admin, role=Role.ADMINISTRATOR, unit="VP", by=SYSTEM)
    return login, password


def login_of(name: str) -> str:
    """Login made of a name: one word stays itself, several become the last word and the others' initials."""
    words = fold(name).split()
    if len(words) <= 1:
        return normalise_login(words[0] if words else name)
    return normalise_login(words[-1] + "".join(word[0] for word in words[:-1]))
