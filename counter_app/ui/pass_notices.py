"""What is said of the passes outside their page: the status bar, one notice in the tray, other processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.queries.sync import SyncFacts, sync_view
from counter_app.ui.desk_status import DeskStatus
from counter_app.ui.jobs import Jobs
from counter_app.ui.session import Session
from counter_app.ui.sync_watch import SyncWatch

if TYPE_CHECKING:
    from counter_app.ui.local_server import Said  # Qt's network part: behind the first picture

LONG_MS = 1_000
"""A pass that ends sooner is not told while it runs: there is one every two minutes."""
DIFFERS = "Đồng bộ: hai bên lệch nhau. Hãy xem trang Đồng bộ"


class PassNotices(QObject):
    """Reads the facts after each pass and each act; while a long pass runs its steps are told."""

    def __init__(self, sync: SyncWatch, jobs: Jobs, session: Session, status: DeskStatus) -> None:
        super().__init__(sync)
        self._sync, self._jobs, self._status = sync, jobs, status
        self._facts: SyncFacts | None = None
        self._has_told_differs = self._was_running = False
        self._patience = QTimer(self, singleShot=True, interval=LONG_MS)
        self._patience.timeout.connect(self._show)
        sync.changed.connect(self._show)
        sync.finished.connect(self._ended)
        session.changed.connect(self._something_changed)
        status.minutes_passed.connect(self.read)

    # -- the status bar

    def waiting(self) -> int:
        """Own entries that wait to be sent, as last read."""
        return self._facts.waiting.count if self._facts is not None else 0

    def read(self) -> None:
        """Ask again how many entries wait and how old the last pass is."""
        now = self._status.minute()
        self._jobs.read(
            lambda reading: sync_view(reading, now), self._take, self._status.failed, channel="sync_words"
        )

    def _something_changed(self, kinds: set[str]) -> None:
        if self._sync.is_joined and kinds & {"dossier", "conflict", "paper", "day", "feedback"}:
            self.read()

    def _take(self, facts: SyncFacts) -> None:
        self._facts = facts
        self._show()

    def _show(self) -> None:
        if self._facts is None:
            if self._sync.is_joined:
                self.read()
            return
        from counter_app.ui.sync_words import sync_words

        words = sync_words(self._facts, self._sync.step if self._is_long() else "")
        if words != self._status.view.sync:
            self._status.set(sync=words)

    def _is_long(self) -> bool:
        """Whether the pass that runs has run for a while."""
        if not self._sync.is_running:
            self._patience.stop()
            self._was_running = False
        elif not self._was_running:
            self._was_running = True
            self._patience.start()
        return self._was_running and not self._patience.isActive()

    # -- the tray

    def _ended(self, said: PassReport | CounterError) -> None:
        self.read()
        if not isinstance(said, PassReport) or said.outcome is Outcome.FAILED:
            return
        if said.new_conflicts:
            self._status.tell(conflict_words(said.new_conflicts))
        is_news = said.outcome is Outcome.DIFFERS and not self._has_told_differs
        if said.is_thorough or said.outcome is Outcome.DIFFERS:
            self._has_told_differs = said.outcome is Outcome.DIFFERS
        if is_news:
            self._status.tell(DIFFERS)

    # -- other processes

    def asked(self, request: dict[str, Any], say: Callable[[Said], None]) -> None:
        """`{"ask": "sync", "thorough": true}` → `{"ok": true, "report": {…}}` at the end of the pass."""
        is_thorough = request.get("thorough", False)
        if type(is_thorough) is not bool:
            say(InvalidField(field="thorough", problem="format"))
            return

        def told(said: PassReport | CounterError | None) -> None:
            say({"ok": True, "report": said.to_json()} if isinstance(said, PassReport) else said)

        self._sync.ask(is_thorough, told)

    def next_asked(self, _request: dict[str, Any], say: Callable[[Said], None]) -> None:
        """`{"ask": "sync_next"}` → when the window's own next pass is due: local ISO minute, or null."""
        at = self._sync.next_at
        moment = None if at is None else at.isoformat(timespec="minutes")
        say({"ok": True, "next": moment, "is_running": self._sync.is_running})


def conflict_words(count: int) -> str:
    """`2 chỗ các quầy ghi khác nhau, cần chọn`."""
    return f"{count} chỗ các quầy ghi khác nhau. Hãy chọn ở trang Đồng bộ"
