"""How the rig's desks come to a centre: the first brings agency, staff and catalogue, the others nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
from psycopg import sql

from counter_app.bootstrap import Ports, make_desk, system_id
from counter_app.services.accounts import add_staff
from counter_app.services.first_desk import NewDesk
from counter_app.services.seed import SYSTEM
from counter_app.storage import keys, migrate
from counter_app.storage.database import open_writer
from counter_app.storage.event_log import GENESIS
from counter_app.storage.new_desk import open_origin
from counter_app.storage.store import FILE_NAME
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import STAFF

DESKS = 22
NAME = "Ban Quản lý Khu kinh tế Hải Phòng"


def join(conn: psycopg.Connection[Any], agency: str, post: Any) -> None:
    """A login, an origin, a block at the centre, and the desk's file."""
    origin = _first(agency, post) if post.number == 1 else _empty(agency, post)
    conn.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(post.login)))
    conn.execute("INSERT INTO counter.agency_head (agency) VALUES (%s) ON CONFLICT DO NOTHING", (agency,))
    conn.execute(
        "INSERT INTO counter.origin (agency, id, desk, login, incarnation) VALUES (%s, %s, %s, %s, 1)",
        (agency, origin, post.number, post.login),
    )
    lo = (post.number - 1) * 400 + 1
    conn.execute(
        "INSERT INTO counter.number_block VALUES (%s, %s, %s, %s, '2000-01-01')",
        (agency, lo, lo + 399, origin),
    )
    conn.execute("SELECT counter.grant_desk(%s)", (post.login,))
    _knows_a_feed(agency, post)


def _knows_a_feed(agency: str, post: Any) -> None:
    engine = open_writer(post.folder / FILE_NAME, keys.load_key(post.folder))
    try:
        with engine.begin() as conn:
            conn.exec_driver_sql(
                "INSERT INTO sync_state (agency, pulled_pos, feed_hash) VALUES (?, 0, ?)", (agency, GENESIS)
            )
    finally:
        engine.dispose()


def _first(agency: str, post: Any) -> str:
    new = NewDesk(agency, NAME, 1, DESKS)
    desk, _, _ = make_desk(post.folder, new, admin="quantri", ports=Ports(clock=post.clock))

    def add(uow: UnitOfWork) -> None:
        for login, (role, unit) in STAFF.items():
            add_staff(uow, login, name=f"Cán bộ {login}", role=role, unit=unit, by=SYSTEM)
        uow.commit()

    with desk:
        desk.write(add)
        return desk.origin.id


def _empty(agency: str, post: Any) -> str:
    post.folder.mkdir(mode=0o700)
    key, path = keys.create_key(post.folder, "file").key, post.folder / FILE_NAME
    migrate.create(path, key)
    engine, origin = open_writer(path, key), system_id()
    try:
        with engine.begin() as conn:
            open_origin(
                conn,
                origin_id=origin,
                agency_id=agency,
                desk=post.number,
                of=DESKS,
                opened_at=int(post.clock().timestamp() * 1000),
                from_date=date(2000, 1, 1),
            )
    finally:
        engine.dispose()
    return origin
