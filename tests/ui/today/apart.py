"""A window at one of two desks that were apart, took the same in, and have met since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from counter_app.domain.events import LOCAL_ZONE
from tests.desks import COMPANY
from tests.sync.around import Around
from tests.ui.at_a_page import PageDesk

OTHER = COMPANY | {"name": "Công ty TNHH Thử Nghiệm Đình Vũ", "id_number": "0100109106"}


def taken_in(around: Around, number: int, **fields: Any) -> str:
    """The company's dossier at a desk; the reason is kept only where that desk knew of another."""
    values = {
        "procedure": "LD-01",
        "applicant": COMPANY,
        "components": [{"no": 1, "copies": 1}],
        "duplicate_reason": "dự án khác",
    }
    return around.receive(number, **(values | fields))


def window_at(around: Around, number: int, folder: Path, login: str = "lan") -> PageDesk:
    """The program is ended there and opened again with a page; its file stands as after the last pass."""
    machine = around.desks[number]
    machine.stop()
    now = around.time.now.astimezone(LOCAL_ZONE).replace(tzinfo=None)
    return PageDesk(folder, login, template=machine.folder, at=now)
