"""`init`, `verify`, `rebuild`, `backup`, `staff`: what an administrator does from the command line."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app import bootstrap
from counter_app.bootstrap import Desk
from counter_app.commands.printing import refuse_own_file
from counter_app.domain import errors
from counter_app.domain.causes import cause_of
from counter_app.domain.staff import Role
from counter_app.services import accounts, checking
from counter_app.services.first_desk import NewDesk
from counter_app.services.seed import SYSTEM
from counter_app.storage import compare, event_log, projection
from counter_app.storage.store import Reading

Json = dict[str, Any]
log = logging.getLogger(__name__)


def init(
    folder: Path, *, agency_id: str, agency_name: str, desk: int, of: int, admin: str, key_kind: str
) -> Json:
    """A new, real desk; answers the administrator's login and one-time password."""
    new = NewDesk(agency_id, agency_name, desk, of)
    made, login, password = bootstrap.make_desk(folder, new, admin=admin, key_kind=key_kind)
    with made:
        return {
            "ok": True,
            "data": str(folder),
            "agency_id": made.origin.agency,
            "desk": made.desk_number,
            "of": made.origin.of,
            "login": login,
            "one_time_password": password,
        }


def verify(desk: Desk, *, deep: bool) -> Json:
    """Integrity, chains, projections against a rebuild, journal; the first bad record of each is named.

    `folding` is there where a pass has stored what it has not folded yet: projections are not compared then,
    and their digest is not told.
    """
    is_folding = checking.is_behind(desk.store)
    problems = bootstrap.problems(desk, deep=deep)
    is_folding = is_folding or checking.is_behind(desk.store)

    def read(reading: Reading) -> tuple[int, int, str, str]:
        slips = "SELECT count(*) FROM dossier WHERE slip IS NULL"
        return (
            event_log.count(reading.conn),
            int(reading.conn.exec_driver_sql(slips).scalar_one()),
            event_log.log_hash(reading.conn),
            projection.digest(reading.conn),
        )

    answer: Json = {"ok": not problems}
    if any(problem.what == "file_damaged" for problem in problems):
        counts: tuple[int | None, int | None, str | None, str | None] = (None, None, None, None)
    else:
        counts = desk.read(read)
    answer |= dict(zip(("events", "dossiers", "log_hash", "projection_digest"), counts, strict=True))
    answer["problems"] = [
        {"where": problem.where, "what": str(problem.what), "detail": problem.detail} for problem in problems
    ]
    if is_folding:
        answer |= {"folding": True, "projection_digest": None}
    return answer


def rebuild(desk: Desk) -> Json:
    """All projections made again from the log, in one transaction."""
    with desk.store.writer.begin() as conn:
        before = projection.digest(conn)
        events = compare.rebuild(conn)
        after = projection.digest(conn)
    return {"ok": True, "events": events, "projection_digest": after, "changed": before != after}


def backup(desk: Desk, out: Path | None, now: datetime) -> Json:
    """A checked copy: to `out`, or into the desk's own folder of daily copies. Raises FileNotWritten."""
    target = out or desk.folder / "backups" / f"desk-{now:%Y%m%d-%H%M%S}.sqlite"
    refuse_own_file(desk, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise errors.FileNotWritten(path=str(target), because=cause_of(error)) from error
    bootstrap.backup_to(desk, target)
    return {"ok": True, "path": str(target), "bytes": target.stat().st_size}


def staff_add(desk: Desk, login: str, *, name: str, role: str, unit: str) -> Json:
    """A new person; answers the one-time password."""

    def do(uow: Any) -> str:
        password = accounts.add_staff(uow, login, name=name, role=Role(role), unit=unit, by=SYSTEM)
        uow.commit()
        return password

    return {"ok": True, "login": login, "one_time_password": desk.write(do, via="cli")}


def staff_role(desk: Desk, login: str, role: str) -> Json:
    """Another role for a person."""

    def do(uow: Any) -> None:
        accounts.change_role(uow, login, Role(role), by=SYSTEM)
        uow.commit()

    desk.write(do, via="cli")
    return {"ok": True, "login": login, "role": role}


def staff_reset(desk: Desk, login: str) -> Json:
    """A new one-time password for a person."""

    def do(uow: Any) -> str:
        password = accounts.reset_password(uow, login, by=SYSTEM)
        uow.commit()
        return password

    return {"ok": True, "login": login, "one_time_password": desk.write(do, via="cli")}
