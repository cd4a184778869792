"""Cyclic garbage is collected on the main thread only: a Qt object destroyed on another one is a crash."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

_EVERY_MS = 500


class MainThreadCollector(QObject):
    """Takes Python's automatic collection away from the worker and does it here, generation by generation."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("main_thread_collector")
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start(_EVERY_MS)

    @staticmethod
    def collect_if_due() -> int:
        """Collect the oldest generation whose threshold is passed; answers it, -1 for none."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return generation
        return -1


def collect_on_main_thread() -> MainThreadCollector:
    """The one collector of this program, made at the first call. Must be called on the main thread."""
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("there is no application yet")
    found = app.findChild(MainThreadCollector)
    return found if isinstance(found, MainThreadCollector) else MainThreadCollector(app)
