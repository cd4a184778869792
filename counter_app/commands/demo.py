"""`demo`: the trial desk; with a window, or without a screen the main job done instead."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from counter_app import bootstrap
from counter_app.bootstrap import Desk
from counter_app.commands.printing import print_form
from counter_app.domain import errors
from counter_app.domain.dossier import HandedIn
from counter_app.domain.intake import NewDossier
from counter_app.services import reception
from counter_app.services.trial import PASSWORD, applicants


def open_trial(folder: Path | None, *, dossiers: int, seed: int) -> tuple[Desk, bool]:
    """The trial desk of a folder (made if there is none); answers (desk, was it made now).

    Raises TrialDeskOnly for a real desk, InvalidField for a count that cannot be.
    """
    if not 0 <= dossiers <= 100_000:
        raise errors.InvalidField(
            field="dossiers", problem="out_of_range", value=dossiers, lowest=0, highest=100_000
        )
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="counter-app-demo-"))
    if not bootstrap.holds_desk(folder):
        return bootstrap.make_trial(folder, dossiers=dossiers, seed=seed), True
    desk = bootstrap.open_desk(folder, writing=True)
    if not desk.is_trial:
        desk.close()
        raise errors.TrialDeskOnly(path=str(folder))
    return desk, False


def has_screen() -> bool:
    """Whether a window can be seen here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    if os.environ.get("QT_QPA_PLATFORM", "") in {"offscreen", "minimal"}:
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main_job(desk: Desk) -> dict[str, Any]:
    """Receive one dossier of DT-01, write its receipt, and a picture of the window."""
    from counter_app.ui.app import picture as draw_window

    code = desk.write(_receive_one)
    receipt = desk.folder / f"receipt-{code}.pdf"
    print_form(desk, "receipt", code, receipt, by="lan")
    picture = desk.folder / "window.png"
    draw_window(desk, picture)
    return {"ok": True, "code": code, "receipt": str(receipt), "picture": str(picture)}


def _receive_one(uow: Any) -> str:
    procedure = uow.reference.procedure("DT-01", date.fromisoformat(str(uow.today)))
    form = NewDossier(
        procedure="DT-01",
        applicant=applicants()[0],
        components=tuple(HandedIn(c.no, c.copies) for c in procedure.components if c.is_required),
        duplicate_reason="demo",
    )
    done = reception.receive(uow, form, by="lan")
    uow.commit()
    return done.code


def described(desk: Desk, was_made: bool) -> dict[str, Any]:
    """What `demo --no-window` answers."""
    count = desk.read(
        lambda reading: reading.conn.exec_driver_sql(
            "SELECT count(*) FROM dossier WHERE slip IS NULL"
        ).scalar_one()
    )
    return {
        "ok": True,
        "data": str(desk.folder),
        "made": was_made,
        "dossiers": int(count),
        "password": PASSWORD,
        "staff": desk.read(lambda reading: list(reading.reference.staff)),
    }
