"""What every page is given: desk, worker, session, printer, memory, scans, and the ways to other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from counter_app.queries.dossier_pages import DossierFilter
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.jobs import Jobs
from counter_app.ui.memory import Memory
from counter_app.ui.printing import Printer
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.session import Session
from counter_app.ui.sync_watch import SyncWatch


@dataclass(frozen=True)
class PageContext:
    """`now()`: naive local time, cut to the minute. `open_dossier(code)`: the page Hồ sơ with its panel open.
    `open_list(title, filter)`: the page Hồ sơ showing exactly the dossiers behind a number. `correct(code)`:
    the reception form of that dossier; `open_return(code)`: that dossier at the return desk. `sync`: the
    passes with the central store; it says itself whether the desk has one."""

    desk: DeskPort
    jobs: Jobs
    session: Session
    printer: Printer
    memory: Memory
    scans: ScanQueue
    now: Callable[[], datetime]
    open_dossier: Callable[[str], None]
    open_list: Callable[[str, DossierFilter], None]
    show_page: Callable[[str], None]
    correct: Callable[[str], None]
    open_return: Callable[[str], None]
    sync: SyncWatch | None = None
