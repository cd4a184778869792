"""Accounts: people, roles, passwords (argon2id), sign-in with a growing delay after wrong tries."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select

from counter_app import paths
from counter_app.domain import errors
from counter_app.domain.events import EventKind as K
from counter_app.domain.intake import NAME_LIMIT
from counter_app.domain.staff import Permission, Role, Staff
from counter_app.domain.text import clean, fold, normalise_login
from counter_app.storage import projection_tables as p
from counter_app.storage import security_log
from counter_app.storage.unit_of_work import UnitOfWork

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id, 19 MiB, two passes (OWASP ASVS 11.4.2)."""

SHORTEST, LONGEST = 8, 128
DELAYS = (0, 0, 1, 2, 4, 8, 16, 32, 60)
"""Seconds to wait after so many wrong tries in a row; never a lock-out for good."""


@dataclass(frozen=True)
class SignedIn:
    """Who gave the right password; `must_change`: it was a one-time password, another must be chosen."""

    person: Staff
    must_change: bool


def add_staff(
    uow: UnitOfWork, login: str, *, name: str, role: Role, unit: str, by: Staff, password: str = ""
) -> str:
    """Add a person; answers the one-time password (made here unless given, which must then be changed).

    Raises StaffKnown, UnitUnknown, InvalidField, NotPermitted.
    """
    _may_administer(by)
    login = normalise_login(login)
    if login in uow.reference.staff or login == "system":
        raise errors.StaffKnown(login=login)
    uow.reference.open_unit(unit)
    full_name = clean(name, field="name", max_length=NAME_LIMIT, required=True, min_length=2)
    place = len(uow.reference.staff) + 1
    record_staff(uow, Staff(login, full_name, role, unit), place, by)
    one_time = password or new_one_time_password()
    _set_password(uow, login, one_time, must_change=not password, by=by)
    return one_time


def change_role(uow: UnitOfWork, login: str, role: Role, *, by: Staff) -> None:
    """Give a person another role. Raises StaffUnknown, NotPermitted."""
    _may_administer(by)
    person = uow.reference.person(normalise_login(login))
    place = uow.conn.execute(select(p.staff.c.place).where(p.staff.c.login == person.login)).scalar_one()
    record_staff(uow, Staff(person.login, person.name, role, person.unit), place, by)


def reset_password(uow: UnitOfWork, login: str, *, by: Staff) -> str:
    """A new one-time password. Raises StaffUnknown, NotPermitted."""
    _may_administer(by)
    person = uow.reference.person(normalise_login(login))
    one_time = new_one_time_password()
    _set_password(uow, person.login, one_time, must_change=True, by=by)
    return one_time


def _may_administer(by: Staff) -> None:
    if not by.may(Permission.ADMINISTER):
        raise errors.NotPermitted(
            act="staff", by=by.login, role=str(by.role), permission=str(Permission.ADMINISTER)
        )


def record_staff(uow: UnitOfWork, person: Staff, place: int, by: Staff) -> None:
    """Record a person as they are from now on; `place` orders the lists."""
    payload = {
        "login": person.login,
        "name": person.name,
        "staff_role": str(person.role),
        "staff_unit": person.unit,
        "is_active": person.is_active,
        "place": place,
    }
    uow.record(f"staff:{person.login}", K.STAFF_SET, payload, by)


def _set_password(uow: UnitOfWork, login: str, password: str, *, must_change: bool, by: Staff) -> None:
    payload = {"login": login, "hash": HASHER.hash(password), "must_change": must_change}
    uow.record(f"staff:{login}", K.STAFF_PASSWORD_SET, payload, by)


def new_one_time_password() -> str:
    """Ten letters and figures that are not mistaken for each other on paper."""
    alphabet = "abcdefghkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(10))


def sign_in(uow: UnitOfWork, login: str, password: str) -> Staff:
    """The person alone, as `signs_in` finds them."""
    return signs_in(uow, login, password).person


def signs_in(uow: UnitOfWork, login: str, password: str) -> SignedIn:
    """The person, if the password is right. The caller commits in either case: tries are counted.

    Raises SignInRefused (facts login, wait_seconds): wrong, unknown, or to wait for.
    """
    login = normalise_login(login)
    wait = _seconds_to_wait(uow, login)
    if wait:
        raise errors.SignInRefused(login=login, wait_seconds=wait)
    row = uow.conn.execute(
        select(p.staff.c.password_hash, p.staff.c.is_active, p.staff.c.must_change).where(
            p.staff.c.login == login
        )
    ).first()
    is_right = row is not None and bool(row.is_active) and _matches(row.password_hash, password)
    _note_try(uow, login, "signed_in" if is_right else "sign_in_refused")
    if row is None or not is_right:
        raise errors.SignInRefused(login=login, wait_seconds=_seconds_to_wait(uow, login))
    return SignedIn(uow.reference.person(login), bool(row.must_change))


def _matches(stored: str | None, password: str) -> bool:
    if not stored:
        return False
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False


def _note_try(uow: UnitOfWork, login: str, what: str) -> None:
    security_log.append(uow.conn, int(uow.now.timestamp() * 1000), login, what, {})


def _seconds_to_wait(uow: UnitOfWork, login: str) -> int:
    """How long this login still waits on this machine, by the tries since it was last right."""
    wrong, last = security_log.failures(uow.conn, login)
    delay = DELAYS[min(wrong, len(DELAYS) - 1)]
    passed = (int(uow.now.timestamp() * 1000) - last) / 1000
    return max(0, round(delay - passed)) if wrong and passed >= 0 else 0


def set_password(uow: UnitOfWork, login: str, old: str, new: str) -> Staff:
    """A person's own new password. Raises SignInRefused for a wrong old one, PasswordRefused."""
    person = sign_in(uow, login, old)
    check_password(new, person)
    _set_password(uow, person.login, new, must_change=False, by=person)
    return person


def check_password(password: str, person: Staff) -> None:
    """At least 8 characters, 128 at most, none of the 3,000 commonest, not the name (ASVS 6.2).

    Raises PasswordRefused (facts problem, limit).
    """
    if len(password) < SHORTEST:
        raise errors.PasswordRefused(problem="too_short", limit=SHORTEST)
    if len(password) > LONGEST:
        raise errors.PasswordRefused(problem="too_long", limit=LONGEST)
    folded = fold(password).replace(" ", "")
    if folded in {person.login, fold(person.name).replace(" ", "")}:
        raise errors.PasswordRefused(problem="same_as_name")
    if password.casefold() in _common_passwords():
        raise errors.PasswordRefused(problem="too_common")


@cache
def _common_passwords() -> frozenset[str]:
    text = (paths.seed() / "common_passwords.txt").read_text("utf-8")
    return frozenset(text.split())
