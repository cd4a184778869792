"""How the rig's desks come to a centre: by the program's own enrolment; the first brings staff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from counter_app.bootstrap import Ports
from counter_app.joining import join_desk
from counter_app.services.accounts import add_staff
from counter_app.services.seed import SYSTEM
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.sync.address import Host
from counter_app.sync.enrol import Way, enrol
from tests.builders import Clock
from tests.desks import STAFF

NAME = "Ban Quản lý Khu kinh tế Hải Phòng"


def join(
    conn: psycopg.Connection[Any], agency: str, number: int, folder: Path, clock: Clock, host: Host
) -> str:
    """Enrol desk `number` and make its file; its login at the centre."""
    enrolment = enrol(conn, agency, number, Way((host,)), agency_name=NAME if number == 1 else "")
    desk, login, _ = join_desk(folder, enrolment, admin="quantri", ports=Ports(clock=clock))
    with desk:
        if login:
            desk.write(_staff)
    return enrolment.login


def _staff(uow: UnitOfWork) -> None:
    for login, (role, unit) in STAFF.items():
        add_staff(uow, login, name=f"Cán bộ {login}", role=role, unit=unit, by=SYSTEM)
    uow.commit()
