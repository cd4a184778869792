"""A desk made once and copied for each fault, and the act lines that are fed to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, Ports, make_desk, open_desk
from counter_app.domain.staff import Role
from counter_app.services.accounts import add_staff
from counter_app.services.first_desk import NewDesk
from counter_app.services.seed import SYSTEM
from counter_app.storage.store import FILE_NAME
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock, trial_desk

WAL, SHM = f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"


def prepared_trial(folder: Path) -> Path:
    """An empty trial desk, closed; its folder."""
    desk = trial_desk(folder)
    desk.close()
    return desk.folder


def prepared_real(folder: Path, clock: Clock | None = None) -> Path:
    """An empty real desk with `lan` of the counter and `tuan`, supervisor; closed. It believes no clock jump."""
    new = NewDesk("H24.28", "Ban Quản lý Khu kinh tế Hải Phòng")
    desk, _, _ = make_desk(folder / "desk", new, admin="quantri", ports=Ports(clock=clock or Clock()))
    with desk:
        desk.write(_add_two)
    return desk.folder


def _add_two(uow: UnitOfWork) -> None:
    add_staff(uow, "lan", name="Nguyễn Thị Lan", role=Role.COUNTER, unit="MC", by=SYSTEM)
    add_staff(uow, "tuan", name="Trần Anh Tuấn", role=Role.SUPERVISOR, unit="LD", by=SYSTEM)
    uow.commit()


def copied(desk: Path, target: Path) -> Path:
    """The same closed desk elsewhere."""
    shutil.copytree(desk, target)
    return target


def opened(folder: Path, clock: Clock | None = None, *, writing: bool = True) -> Desk:
    """The desk with the test's clock."""
    return open_desk(folder, writing=writing, ports=Ports(clock=clock or Clock()))


def receive_line(request_id: str, **fields: Any) -> str:
    """One `receive` as the command line takes it: DT-08, an invented person without id, no duplicate of any."""
    act: dict[str, Any] = {
        "act": "receive",
        "by": "lan",
        "procedure": "DT-08",
        "applicant": {
            "kind": "person",
            "name": f"Nguyễn Thị Đức {request_id}",
            "id_kind": "none",
            "phone": "0912345678",
        },
        "components": [{"no": 1, "copies": 1}, {"no": 2, "copies": 1}, {"no": 3, "copies": 1}],
        "channel": "direct",
        "return_by": "desk",
    }
    if request_id:
        act["request_id"] = request_id
    return json.dumps(act | fields, ensure_ascii=False)


def request_ids(prefix: str) -> Iterator[str]:
    """An endless row of request ids, none twice in a campaign as long as the prefixes differ."""
    number = 0
    while True:
        number += 1
        yield f"{prefix}.{number}"
