"""Closed desks for each fault, and the act lines that are fed to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.storage.store import FILE_NAME
from tests.builders import Clock
from tests.desks import a_real, a_trial

WAL, SHM = f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"


def prepared_trial(folder: Path) -> Path:
    """An empty trial desk, closed; its folder."""
    with a_trial(folder) as desk:
        return desk.folder


def prepared_real(folder: Path) -> Path:
    """An empty real desk with four staff, closed; it believes no clock that jumps."""
    with a_real(folder) as desk:
        return desk.folder


def opened(folder: Path, clock: Clock | None = None, *, writing: bool = True) -> Desk:
    """The desk with the test's clock."""
    return open_desk(folder, writing=writing, ports=Ports(clock=clock or Clock()))


def receive_line(request_id: str, **fields: Any) -> str:
    """One `receive` as the command line takes it: DT-08, an invented person of that name, without id."""
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
