"""The port to passes that a page is given."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal


class Passes(QObject):
    """Stands where the window's own passes run: it begins none, and says what it is told to say."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_running, self.step, self.last_error = False, "", None
        self.asked: list[bool] = []
        self.next_at: datetime | None = None

    def start(self, is_thorough: bool = False) -> bool:
        """Somebody wants a pass."""
        self.asked.append(is_thorough)
        return True

    def go(self, step: str) -> None:
        """One that is under way goes a step on; "" ends it."""
        self.is_running, self.step = bool(step), step
        self.changed.emit()
