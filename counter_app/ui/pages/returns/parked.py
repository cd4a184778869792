"""Half-filled returns of one person: kept by code, and as drafts in the store, so that a crash loses none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import CounterError
from counter_app.ui.jobs import Jobs
from counter_app.ui.pages.returns import desk_work
from counter_app.ui.pages.returns.fill import Fill

_QUIET_MS = 600


class ParkedReturns(QObject):
    """`changed` when what is put aside is other than before. The open form is saved too, a moment after
    the last key, but it is not among those put aside."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, login: str, current: Callable[[], Fill | None], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._login, self._current = jobs, login, current
        self._fills: dict[str, Fill] = {}
        self._saved: dict[str, Fill] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self.flush)
        jobs.read(desk_work.kept(login), self._restore, self._fail)

    def _restore(self, found: tuple[Fill, ...]) -> None:
        now_open = self._current()
        for fill in reversed(found):
            self._saved[fill.code] = fill
            if now_open is None or fill.code != now_open.code:
                self._fills.setdefault(fill.code, fill)
        self.changed.emit()

    def all(self) -> tuple[Fill, ...]:
        """What is put aside, the latest first."""
        return tuple(reversed(self._fills.values()))

    def put(self, fill: Fill) -> None:
        """Put a form aside; one in which nothing was typed is not kept."""
        self._timer.stop()
        self._fills.pop(fill.code, None)
        if fill.is_touched:
            self._fills[fill.code] = fill
        self._save(fill)
        self.changed.emit()

    def take(self, code: str) -> Fill | None:
        """Take a form back to go on with it; it stays saved."""
        found = self._fills.pop(code, None)
        if found is not None:
            self.changed.emit()
        return found

    def forget(self, code: str, *, is_done: bool = False) -> None:
        """It was signed off (then the act itself forgot its draft), or dropped by hand."""
        self._timer.stop()
        was_there = self._fills.pop(code, None) is not None
        saved = self._saved.pop(code, None)
        if saved is not None and not is_done:
            self._jobs.run(desk_work.keep(Fill(code=code), self._login), None, self._fail)
        if was_there:
            self.changed.emit()

    def touch(self) -> None:
        """Something was typed in the open form."""
        self._timer.start()

    def pause(self) -> None:
        """An act is under way: its form is not saved meanwhile."""
        self._timer.stop()

    def flush(self) -> None:
        """Save the open form now."""
        self._timer.stop()
        fill = self._current()
        if fill is not None and fill.is_touched:
            self._save(fill)

    def is_saved(self) -> bool:
        """Whether nothing waits to be saved."""
        return not self._timer.isActive()

    def _save(self, fill: Fill) -> None:
        if self._saved.get(fill.code) == fill or (not fill.is_touched and fill.code not in self._saved):
            return
        self._saved[fill.code] = fill
        self._jobs.run(desk_work.keep(fill, self._login), None, self._fail)

    def _fail(self, error: CounterError) -> None:
        self.failed.emit(error)
