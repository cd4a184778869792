"""The desks before a world begins: made once in a process, copied for each world.

Small on purpose (three procedures, eight people): a desk of a world costs a file copy. Desk 1 wrote the
reference data, the others pulled it; all but desk 1 have their opening still to send.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from datetime import date, datetime
from functools import cache
from itertools import count
from pathlib import Path

from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.events import EventKind as K
from counter_app.domain.procedure import procedure_to_json
from counter_app.domain.staff import Role, Staff
from counter_app.services import accounts
from counter_app.services.seed import SYSTEM, read_procedures
from counter_app.storage import keys, migrate
from counter_app.storage.database import open_reader, open_writer
from counter_app.storage.new_desk import open_origin, write_centre
from counter_app.storage.store import FILE_NAME, Store
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.sync.address import NO_TLS, Address, Host
from counter_app.sync.run import Hands, run_pass
from tests.simulation.centre import SimCentre
from tests.statemachine.table import STAFF

AGENCY = "H24.28"
BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=LOCAL_ZONE)
PROCEDURES = ("DT-09", "LD-01", "XNK-01")
UNITS = {"MC": "Một cửa", "QLDT": "Đầu tư", "QLDN": "Doanh nghiệp", "TNMT": "Môi trường", "VP": "Văn phòng"}
MOST_DESKS = 20


def fast_folder() -> Path:
    """A new folder in memory where the system has one; gone with the process."""
    memory = Path("/dev/shm")
    is_there = memory.is_dir() and os.access(memory, os.W_OK)
    folder = Path(tempfile.mkdtemp(prefix="simulation-", dir=memory if is_there else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Template:
    """Prepared desks and the centre that holds what desk 1 wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids = count(1)
        self.centre = SimCentre(lambda: _ms(BEGIN))
        self._origins: dict[int, str] = {}
        blank = folder / "blank"
        blank.mkdir()
        self._key = keys.create_key(blank, "file").key
        migrate.create(blank / FILE_NAME, self._key)
        self._made: dict[int, Path] = {}
        self.desk(1)

    def desk(self, number: int) -> Path:
        """The folder of desk `number`."""
        if number not in self._made:
            self._made[number] = self._make(number)
        return self._made[number]

    def enrol(self, centre: SimCentre, number: int, size: int = 0) -> None:
        """Tell a centre of a desk. `size`: how many serials it owns, where that is not what all have."""
        lo = (number - 1) * 400 + 1
        block = (lo, lo + size - 1) if size else None
        centre.enrol(AGENCY, self._origins[number], number, login_of(number), block)

    def _new_id(self) -> str:
        return f"{next(self._ids):032x}"

    def _make(self, number: int) -> Path:
        folder = self._folder / f"desk-{number}"
        shutil.copytree(self._folder / "blank", folder)
        self._origins[number] = self._new_id()
        path = folder / FILE_NAME
        self._open_origin(path, number)
        store = Store(path, open_reader(path, self._key), open_writer(path, self._key), self._new_id)
        try:
            if number == 1:
                _write(store, self._reference)
                self.enrol(self.centre, 1)
            centre = self.centre if number == 1 else self.centre.copy()
            if number > 1:
                self.enrol(centre, number)
            run_pass(store, centre.line(login_of(number)), Hands(lambda: BEGIN, self._new_id))
            _write(store, lambda uow: _opened(uow, number))
        finally:
            store.close()
        return folder

    def _open_origin(self, path: Path, number: int) -> None:
        engine = open_writer(path, self._key)
        try:
            with engine.begin() as conn:
                open_origin(
                    conn,
                    origin_id=self._origins[number],
                    agency_id=AGENCY,
                    desk=number,
                    of=MOST_DESKS,
                    opened_at=_ms(BEGIN),
                    from_date=date(2000, 1, 1),
                )
                write_centre(conn, AGENCY, json.dumps(address_of(number).to_json()))
        finally:
            engine.dispose()

    def _reference(self, uow: UnitOfWork) -> None:
        settings = {"id": AGENCY, "name": "Ban Quản lý Khu kinh tế", "short_name": "Ban Quản lý"}
        settings_of = {"settings": {**settings, "is_trial": False, "is_past_act_allowed": True}}
        uow.record("settings:agency", K.SETTINGS_SET, settings_of, SYSTEM)
        for place, (code, name) in enumerate([*UNITS.items(), ("LD", "Lãnh đạo")], start=1):
            role = {"MC": "counter", "LD": "leader", "VP": "office"}.get(code, "specialist")
            payload = {"code": code, "place": place, "name": name, "short_name": name, "role_of_unit": role}
            uow.record(f"unit:{code}", K.UNIT_SET, {**payload, "is_open": True, "source": ""}, SYSTEM)
        days = [["2027-01-01", "off", "Tết Dương lịch", "", True]]
        years = [2026, 2027]
        calendar = {"version": "vn-2026.1", "years": years, "confirmed_years": years, "days": days}
        uow.record("calendar:vn", K.CALENDAR_SET, calendar, SYSTEM)
        for procedure in read_procedures():
            if procedure.id in PROCEDURES:
                payload = {"id": procedure.id, "version": 1, "procedure": procedure_to_json(procedure)}
                uow.record(f"procedure:{procedure.id}", K.PROCEDURE_PUBLISHED, payload, SYSTEM)
        for place, (login, (role, unit)) in enumerate(STAFF.items(), start=1):
            accounts.record_staff(uow, Staff(login, f"Cán bộ {login}", Role(role), unit), place, SYSTEM)


def _opened(uow: UnitOfWork, number: int) -> None:
    payload = {"desk": number, "of": MOST_DESKS, "origin": uow.origin.id}
    uow.record(f"desk:{number}", K.DESK_OPENED, payload, SYSTEM)


def _write(store: Store, do: object) -> None:
    assert callable(do)
    with store.write(lambda: BEGIN) as uow:
        do(uow)
        uow.commit()


def login_of(number: int) -> str:
    """The login of a desk at the centre; a clone has it too."""
    return f"desk{number}"


def address_of(number: int, password: str = "") -> Address:
    """Where the simulated centre is, for the login of a desk."""
    return Address((Host("/centre"),), "centre", login_of(number), password, "", NO_TLS)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@cache
def template() -> Template:
    """The one of this process."""
    return Template(fast_folder())
