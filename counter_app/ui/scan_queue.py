"""The queue of scans: each is answered by the page or dialog on top, in order, and none is lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.ui.scans import Scan, ScanTaker, Verdict


class ScanQueue(QObject):
    """`changed` when the number waiting changes; `answered(Scan, Verdict)` for each scan, in order."""

    changed = Signal()
    answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Scan] = deque()
        self._current: Scan | None = None
        self._page: Callable[[], QWidget | None] = lambda: None
        self._otherwise: ScanTaker | None = None

    def set_page(self, page: Callable[[], QWidget | None], otherwise: ScanTaker) -> None:
        """Where the page on top is asked for, and who takes what no page takes."""
        self._page, self._otherwise = page, otherwise

    def add(self, scan: Scan) -> None:
        """Another scan came."""
        self._waiting.append(scan)
        self.changed.emit()
        self._next()

    def waiting(self) -> int:
        """Scans not answered yet."""
        return len(self._waiting) + (self._current is not None)

    def _next(self) -> None:
        if self._current is not None or not self._waiting:
            return
        taker = self._taker()
        if taker is None:
            return
        self._current = self._waiting.popleft()
        taker.take_scan(self._current, partial(self._answered, self._current))

    def _taker(self) -> ScanTaker | None:
        dialog = QApplication.activeModalWidget()
        for widget in (dialog, self._page()):
            if widget is not None and hasattr(widget, "take_scan"):
                return widget  # type: ignore[return-value]
        return self._otherwise

    def _answered(self, scan: Scan, verdict: Verdict) -> None:
        if scan is not self._current:
            return
        self._current = None
        self.answered.emit(scan, verdict)
        self.changed.emit()
        self._next()
