"""The window's passes with the central store: when they run, on which thread, what pages hear of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.centre_errors import CentreUnreachable, DeskNotJoined, SyncBusy
from counter_app.domain.errors import CounterError
from counter_app.domain.pass_times import Past, begun, due_pass, ended, handed_over, next_pass, tried
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.queries.brought import Brought, Passed, brought_since, passed
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.jobs import Jobs
from counter_app.ui.network import CLOSING_S, Errand
from counter_app.ui.session import Session

LOOK_MS = 10_000
"""How often is looked whether a pass is due."""

Told = Callable[[PassReport | CounterError | None], object]
"""Gets the report, or why there is none; None: a fault of the program, which the log has."""

CHANGED_BY: dict[str, tuple[str, ...]] = {
    "dossier": ("dossier", "paper"),
    "awaited": ("dossier",),
    "staff": ("staff",),
    "unit": ("units", "unit"),
    "settings": ("settings",),
    "calendar": ("calendar",),
    "procedure": ("catalogue",),
    "feedback": ("feedback",),
    "day": ("day",),
    "desk": ("settings",),
}
"""First word of a stream → what `Session.changed` says of it."""
ALL_KINDS = frozenset(kind for kinds in CHANGED_BY.values() for kind in kinds)
ELSEWHERE = "elsewhere"
"""Said beside the others: it came from another desk, so what a page concluded from its own acts alone
(nothing is stale under this calendar) no longer holds."""
CONFLICT = "conflict"
HANDOVER = "handover"
"""Said by the pages that give paper away: the next unit should see it soon."""


class SyncWatch(QObject):
    """One pass at a time, on a thread of its own; everything here is called on the main thread.

    `changed`: a pass began, went a step on, or ended. `finished(PassReport | CounterError)`: it ended.
    `started_at` … of `last_report` are UTC ms.
    """

    changed = Signal()
    finished = Signal(object)

    def __init__(
        self,
        desk: DeskPort,
        jobs: Jobs,
        session: Session,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._session, self._now = desk, jobs, session, now
        self._past, self._mark = Past(), 0
        self._is_joined = self._is_read = self._is_closed = self._is_thorough = False
        self._errand: Errand | None = None
        self._told: list[Told] = []
        self.step = ""
        self.last_error: CounterError | None = None
        self.last_report: PassReport | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        session.changed.connect(self._something_changed)

    # -- what others see

    @property
    def is_running(self) -> bool:
        """Whether a pass is under way."""
        return self._errand is not None

    @property
    def is_joined(self) -> bool:
        """Whether this desk has a centre, as it was last read."""
        return self._is_joined

    @property
    def next_at(self) -> datetime | None:
        """Naive local moment of the next pass by the clock; None without a centre."""
        return next_pass(self._now(), self._past) if self._is_joined else None

    def begin(self) -> None:
        """From now on passes run by themselves; the page is usable before the first one."""
        self._timer.start()
        self.look()

    def start(self, is_thorough: bool = False) -> bool:
        """Begin a pass; False, and nothing is done, while one is under way or where there is no centre."""
        if self.is_running or self._is_closed or (self._is_read and not self._is_joined):
            return False
        self._past = begun(self._past)
        self._is_thorough, self.step = is_thorough, "dial"
        self._errand = Errand(partial(self._desk.sync, is_thorough=is_thorough), self)
        self._errand.stepped.connect(self._stepped)
        self._errand.ended.connect(self._ended)
        self._errand.begin()
        self.changed.emit()
        return True

    def ask(self, is_thorough: bool, told: Told) -> None:
        """A pass for somebody else, who is told once. One under way that does as much is that pass; to a
        lesser one SyncBusy is said."""
        if self.is_running and (self._is_thorough or not is_thorough):
            self._told.append(told)
        elif self.is_running:
            told(SyncBusy(path=str(self._desk.folder)))
        else:
            self._jobs.read(passed, partial(self._asked, is_thorough, told), told)

    def _asked(self, is_thorough: bool, told: Told, found: Passed) -> None:
        self._take(found)
        if not self._is_joined:
            told(DeskNotJoined(path=str(self._desk.folder)))
        elif self.is_running:  # another asker was quicker
            self.ask(is_thorough, told)
        else:
            self._told.append(told)
            if not self.start(is_thorough):
                self._tell(CentreUnreachable(because="shutting_down"))

    def close(self, wait_s: float = CLOSING_S) -> bool:
        """The window closes: wait shortly, then let go. What a pass has stored by then stays, the next one
        goes on from there. Answers whether none is left."""
        self._is_closed = True
        self._timer.stop()
        errand, self._errand = self._errand, None
        return errand is None or errand.leave(wait_s)

    # -- when

    def look(self) -> None:
        """Begin the pass that is due by the clock, if one is."""
        if not self._is_read:
            self._jobs.read(passed, self._begun, channel="passed")
        elif self._is_joined and not self.is_running:
            kind = due_pass(self._now(), self._past)
            if kind is not None:
                self.start(kind.is_thorough)

    def _begun(self, found: Passed) -> None:
        self._take(found)
        if self._timer.isActive():
            self.look()

    def _take(self, found: Passed) -> None:
        if not self._is_read:
            self._past = replace(self._past, last_ok=found.last_ok, last_night=found.last_night)
            self._mark, self._is_read = found.mark, True
        if self._is_joined != found.is_joined:
            self._is_joined = found.is_joined
            self.changed.emit()

    def _something_changed(self, kinds: set[str]) -> None:
        if HANDOVER in kinds and self._is_joined:
            self._past = handed_over(self._past)
            self.look()
        if "centre" in kinds:  # the desk was joined just now
            self._jobs.read(passed, self._begun, channel="passed")

    # -- what became of it

    def _stepped(self, step: str) -> None:
        if self.is_running:
            self.step = step
            self.changed.emit()

    def _ended(self, report: Any, error: BaseException | None) -> None:
        self._errand, self.step = None, ""
        if error is None:
            self.last_report, self.last_error = report, _error_of(report)
        elif isinstance(error, CounterError):
            self.last_error = error
        else:
            sys.excepthook(type(error), error, error.__traceback__)
            self.last_error = CentreUnreachable(because="program_fault")
        if isinstance(error, SyncBusy):
            self._past = tried(self._past, self._now())
        else:
            is_well = self.last_error is None
            self._past = ended(self._past, self._now(), is_well=is_well, is_thorough=self._is_thorough)
        said = report if error is None else self.last_error
        self._jobs.read(partial(_brought, self._mark), partial(self._say_what_came, report))
        self._tell(None if error is not None and not isinstance(error, CounterError) else said)
        self.finished.emit(said)
        self.changed.emit()
        self.look()

    def _tell(self, said: PassReport | CounterError | None) -> None:
        waiting, self._told = self._told, []
        for told in waiting:
            told(said)

    def _say_what_came(self, report: PassReport | None, found: Brought) -> None:
        self._take(found.now)
        self._mark = max(self._mark, found.now.mark)
        kinds = changed_kinds(found.kinds, report)
        if kinds:
            self._session.say_changed(*kinds)


def changed_kinds(streams: frozenset[str], report: PassReport | None) -> frozenset[str]:
    """What `Session.changed` says after a pass: nothing where nothing of others came and nothing moved.

    A stream of a kind that is not known here, a new life of this desk, a file put right: everything.
    """
    if report is not None and (report.is_new_incarnation or "rebuilt" in report.differences):
        return ALL_KINDS | {ELSEWHERE, CONFLICT}
    kinds: set[str] = set()
    for stream in streams:
        kinds.update(CHANGED_BY.get(stream, ALL_KINDS))
    if report is not None and report.new_conflicts:
        kinds.update(("dossier", CONFLICT))
    return frozenset({*kinds, ELSEWHERE}) if kinds else frozenset()


def _brought(mark: int, reading: Any) -> Brought:
    return brought_since(reading, mark)


def _error_of(report: PassReport) -> CounterError | None:
    """A pass that failed and reports it instead of raising it."""
    if report.outcome is not Outcome.FAILED:
        return None
    kind = next((each for each in CounterError.__subclasses__() if each.code == report.because), None)
    return kind(**report.facts) if kind is not None else CentreUnreachable(because="connection_lost")
