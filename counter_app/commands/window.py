"""`window`: the window over a desk's folder; without a desk the first-run page."""

from __future__ import annotations

from pathlib import Path

from counter_app import bootstrap
from counter_app.bootstrap import Desk


def run(folder: Path | None) -> int:
    """Open the window over the desk in a folder; where there is none it asks for what a new desk needs."""
    from counter_app.ui import app

    where = folder or bootstrap.default_folder()
    if bootstrap.holds_desk(where):
        with bootstrap.open_desk(where, writing=True) as desk:
            return int(app.run(desk))
    return int(app.first_run(where))


def run_desk(desk: Desk) -> int:
    """Open the window over a desk that is open already."""
    from counter_app.ui import app

    return int(app.run(desk))
