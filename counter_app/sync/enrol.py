"""Making a desk known to the centre, and taking that back: what an administrator does, as a superuser."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from counter_app.domain.centre_errors import (
    CentreTooOld,
    DeskNotEnrolled,
    DeskNumberTaken,
    NoBlockLeft,
    OriginOfAnotherDesk,
)
from counter_app.domain.codes import DESK_BLOCK_SIZE, MAX_DESKS, make_code
from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.intake import NAME_LIMIT
from counter_app.domain.text import clean
from counter_app.sync.address import NO_TLS, VERIFY_FULL, Address, Host
from counter_app.sync.central import Connection
from counter_app.sync.enrolment import Enrolment
from counter_app.sync.refusals import told_in_words

_ANY_DAY = date(2026, 1, 1)
Cursor = psycopg.Cursor[tuple[Any, ...]]


def new_origin() -> str:
    """32 random hex digits."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Way:
    """How desks get to the centre from where they stand. ca: PEM text; may be empty on this machine alone."""

    hosts: tuple[Host, ...]
    dbname: str = ""
    ca: str = ""

    def address(self, dbname: str) -> Address:
        """An address without a login. Raises InvalidField (host, ca)."""
        address = Address(self.hosts, self.dbname or dbname, "", "", self.ca, VERIFY_FULL)
        if not self.ca and address.is_local:
            address = replace(address, sslmode=NO_TLS)
        elif not self.ca:  # none was named
            raise InvalidField(field="ca", problem=FieldProblem.MISSING)
        return address.checked()


@dataclass(frozen=True, slots=True)
class Revoked:
    """A desk that may not come any more: its login, how many lives were closed, connections ended."""

    login: str
    origins: int
    connections: int


def enrol(
    conn: Connection,
    agency_id: str,
    desk: int,
    way: Way,
    *,
    agency_name: str = "",
    origin: str | None = None,
    new_id: Callable[[], str] = new_origin,
) -> Enrolment:
    """Give desk `desk` (1–22) of an agency its login, origin and block of serials, in one transaction.

    A number that is enrolled already is a replaced machine: new password, the next incarnation on a reserve
    block; what its file still held may come under the same login. `origin`: a desk that worked alone joins
    with its own id and goes on numbering; its block counts from tomorrow. The same `origin` again only
    gives a new password. Raises InvalidField, DeskNumberTaken, OriginOfAnotherDesk, NoBlockLeft,
    CentreTooOld (no centre there), CentreRefused (no superuser), CentreUnreachable, CentreFailed.
    """
    agency_id = checked_agency_id(agency_id)
    _check_desk(desk, origin)
    name = clean(agency_name, field="agency_name", max_length=NAME_LIMIT)
    address = way.address(conn.info.dbname)
    with told_in_words(), conn.transaction(), conn.cursor(row_factory=tuple_row) as cursor:
        settings = _settings(cursor, agency_id, _lock(cursor, agency_id, name))
        login = _login(cursor, agency_id, desk)
        mine, incarnation = _life(cursor, agency_id, desk, login, origin, new_id)
        lo, hi, from_date = _block(cursor, agency_id, desk, mine)
        password = _open_login(conn, cursor, login)
    _hang_up(conn, login)  # a machine that was replaced goes on with the old password's connection else
    return Enrolment(
        replace(address, login=login, password=password),
        agency_id, settings, desk, mine, incarnation, lo, hi, from_date, origin is not None,
    )  # fmt: skip


def revoke(conn: Connection, agency_id: str, desk: int) -> Revoked:
    """Close every life of a desk, its login and its connections. Events it sent stay.

    Raises DeskNotEnrolled, and as `enrol` for the centre.
    """
    agency_id = checked_agency_id(agency_id)
    with told_in_words(), conn.transaction(), conn.cursor(row_factory=tuple_row) as cursor:
        closed = cursor.execute(
            "UPDATE counter.origin SET status = 'closed' WHERE agency = %s AND desk = %s RETURNING login",
            (agency_id, desk),
        ).fetchall()
        if not closed:
            raise DeskNotEnrolled(agency=agency_id, desk=desk)
        logins = sorted({str(row[0]) for row in closed})
        for login in logins:
            # The password stays: whoever knows it is told that the desk was put out, not that it is wrong.
            cursor.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
    ended = sum(_hang_up(conn, login) for login in logins)
    return Revoked(logins[-1], len(closed), ended)


def has_open_login(conn: Connection, agency_id: str, desk: int) -> bool:
    """Whether a desk is let in now: a new enrolment would end the password it comes with. False where
    there is no centre yet. Raises as `enrol` for the server."""
    with told_in_words(), conn.cursor(row_factory=tuple_row) as cursor:
        there = cursor.execute("SELECT to_regclass('counter.origin') IS NOT NULL").fetchone()
        if there != (True,):
            return False
        cursor.execute(
            "SELECT FROM counter.origin o JOIN pg_catalog.pg_roles r ON r.rolname = o.login"
            " WHERE o.agency = %s AND o.desk = %s AND o.status = 'open' AND r.rolcanlogin LIMIT 1",
            (agency_id, desk),
        )
        return cursor.fetchone() is not None


def checked_agency_id(agency_id: str) -> str:
    """In capitals. Raises InvalidField for one that no dossier's code can begin with."""
    cleaned = clean(agency_id, field="agency_id", max_length=32, required=True).upper()
    make_code(cleaned, _ANY_DAY, 1)
    return cleaned


def _check_desk(desk: int, origin: str | None) -> None:
    if not 1 <= desk <= MAX_DESKS:
        raise InvalidField(field="desk", problem=FieldProblem.OUT_OF_RANGE, lowest=1, highest=MAX_DESKS)
    if origin is not None and (len(origin) != 32 or origin.strip("0123456789abcdef")):
        raise InvalidField(field="origin", problem=FieldProblem.FORMAT)


def _lock(cursor: Cursor, agency_id: str, name: str) -> str:
    """The agency's head: made where it is not, locked against a second administrator and against pushes.

    Answers the name given now, else the one given at an enrolment before.
    """
    there = cursor.execute("SELECT to_regclass('counter.agency_head') IS NOT NULL").fetchone()
    if there != (True,):
        raise CentreTooOld(because="not_installed")
    cursor.execute("SET LOCAL lock_timeout = '20s'")
    known = cursor.execute(
        "INSERT INTO counter.agency_head AS h (agency, name) VALUES (%s, nullif(%s, ''))"
        " ON CONFLICT (agency) DO UPDATE SET name = coalesce(excluded.name, h.name) RETURNING name",
        (agency_id, name),
    ).fetchone()
    return str(known[0] or "") if known else ""


def _settings(cursor: Cursor, agency_id: str, name: str) -> dict[str, Any]:
    """The agency's settings as its feed tells them, later ones over earlier ones; else its id and name."""
    rows = cursor.execute(
        "SELECT payload -> 'settings' FROM counter.event"
        " WHERE agency = %s AND kind = 'settings:set' AND NOT again ORDER BY pos",
        (agency_id,),
    )
    told: dict[str, Any] = {"id": agency_id, "name": name, "short_name": name}
    for (settings,) in rows:
        told |= settings if isinstance(settings, dict) else {}
    if not told["name"]:
        raise InvalidField(field="agency_name", problem=FieldProblem.EMPTY)
    return told


def _login(cursor: Cursor, agency_id: str, desk: int) -> str:
    """The desk's login: the one it has, else a new role's name. Roles belong to the whole server."""
    known = cursor.execute(
        "SELECT login FROM counter.origin WHERE agency = %s AND desk = %s ORDER BY incarnation DESC LIMIT 1",
        (agency_id, desk),
    ).fetchone()
    if known:
        return str(known[0])
    wanted, number = f"counter_{agency_id}_{desk}", 1
    while cursor.execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s", (wanted,)).rowcount:
        number += 1
        wanted = f"counter_{agency_id}_{desk}_{number}"
    cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(wanted)))
    return wanted


def _life(
    cursor: Cursor, agency_id: str, desk: int, login: str, origin: str | None, new_id: Callable[[], str]
) -> tuple[str, int]:
    """The origin the desk goes on with and its incarnation, written down."""
    newest = cursor.execute(
        "SELECT max(incarnation) FROM counter.origin WHERE agency = %s AND desk = %s", (agency_id, desk)
    ).fetchone()
    incarnation = int(newest[0] or 0) + 1 if newest else 1
    if origin is not None:
        known = cursor.execute(
            "SELECT desk, incarnation FROM counter.origin WHERE agency = %s AND id = %s", (agency_id, origin)
        ).fetchone()
        if known and known[0] != desk:
            raise OriginOfAnotherDesk(origin=origin, agency=agency_id, desk=known[0])
        if known:
            cursor.execute(
                "UPDATE counter.origin SET status = 'open' WHERE agency = %s AND id = %s", (agency_id, origin)
            )
            return origin, int(known[1])
        if incarnation > 1:
            raise DeskNumberTaken(agency=agency_id, desk=desk)
    mine = origin or new_id()
    cursor.execute(
        "INSERT INTO counter.origin (agency, id, desk, login, incarnation) VALUES (%s, %s, %s, %s, %s)",
        (agency_id, mine, desk, login, incarnation),
    )
    is_joining = origin is not None
    _give_block(cursor, agency_id, mine, desk, is_first=incarnation == 1, is_joining=is_joining)
    return mine, incarnation


def _give_block(
    cursor: Cursor, agency_id: str, origin: str, desk: int, *, is_first: bool, is_joining: bool
) -> None:
    """A first life gets the block of its desk number; a later one a reserve block, where nobody numbered yet.

    A desk that worked alone until now may have given out any number today, so its block and those of desks
    that come on the same day count from tomorrow. Where a block is taken, the highest free one is given.
    """
    own = (desk - 1) * DESK_BLOCK_SIZE + 1
    cursor.execute(
        "SELECT counter.today() + 1" if is_joining else
        "SELECT CASE WHEN %(is_first)s THEN greatest(counter.today(), max(from_date))"
        " ELSE counter.today() END FROM counter.number_block WHERE agency = %(agency)s",
        {"is_first": is_first, "agency": agency_id},
    )  # fmt: skip
    ((from_date,),) = cursor.fetchall()
    if is_first:
        cursor.execute("SELECT counter.give_block(%s, %s, %s, 400)", (agency_id, origin, [own]))
    else:
        cursor.execute(
            "SELECT counter.give_block(%s, %s, counter.reserve_blocks(%s), 80)", (agency_id, origin, desk)
        )
    held = "SELECT lo FROM counter.number_block WHERE agency = %s AND origin = %s"
    if cursor.execute(held, (agency_id, origin)).fetchone() is None:
        others = list(range((MAX_DESKS - 1) * DESK_BLOCK_SIZE + 1, 0, -DESK_BLOCK_SIZE))
        cursor.execute("SELECT counter.give_block(%s, %s, %s, 400)", (agency_id, origin, others))
    cursor.execute(
        "UPDATE counter.number_block SET from_date = %s WHERE agency = %s AND origin = %s",
        (from_date, agency_id, origin),
    )


def _block(cursor: Cursor, agency_id: str, desk: int, origin: str) -> tuple[int, int, date]:
    row = cursor.execute(
        "SELECT lo, hi, from_date FROM counter.number_block WHERE agency = %s AND origin = %s"
        " ORDER BY from_date, lo LIMIT 1",
        (agency_id, origin),
    ).fetchone()
    if row is None:
        raise NoBlockLeft(agency=agency_id, desk=desk)
    return int(row[0]), int(row[1]), row[2]


def _open_login(conn: Connection, cursor: Cursor, login: str) -> str:
    """A new random password, told to the server as its SCRAM proof only: no log of it holds the password."""
    password = secrets.token_urlsafe(24)
    proof = conn.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    cursor.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(login), sql.Literal(proof))
    )
    cursor.execute("SELECT counter.grant_desk(%s)", (login,))
    return password


def _hang_up(conn: Connection, login: str) -> int:
    """End the login's connections; after the commit, for else it could come again before."""
    with told_in_words():
        row = conn.execute(
            "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE usename = %s",
            (login,),
        ).fetchone()
    return int(row[0]) if row else 0
