"""What is typed on the page Phản ánh, kept in the store a moment after the last key: a crash loses none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import CounterError
from counter_app.ui.jobs import Jobs
from counter_app.ui.pages.feedback import desk_work
from counter_app.ui.pages.feedback.desk_work import Typed

_QUIET_MS = 600


class DraftKeeper(QObject):
    """`restored(Typed)` once, with what was typed before; `failed(CounterError)`."""

    restored = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, login: str, current: Callable[[], Typed], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._login, self._current = jobs, login, current
        self._saved: Typed | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self.flush)
        jobs.read(desk_work.kept(login), self._restore, self._fail)

    def _restore(self, typed: Typed) -> None:
        if self._saved is None:
            self._saved = typed
        self.restored.emit(typed)

    def touch(self) -> None:
        """Something was typed."""
        self._timer.start()

    def done(self, left: Typed) -> None:
        """An act kept this with it."""
        self._timer.stop()
        self._saved = left

    def flush(self) -> None:
        """Keep what is typed now."""
        self._timer.stop()
        typed = self._current()
        if self._saved is not None and typed != self._saved:
            self._saved = typed
            self._jobs.run(desk_work.keep(typed, self._login), None, self._fail)

    def is_saved(self) -> bool:
        """Whether nothing waits to be kept."""
        return not self._timer.isActive()

    def _fail(self, error: CounterError) -> None:
        self.failed.emit(error)
