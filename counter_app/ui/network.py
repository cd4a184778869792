"""One errand to the network on a thread of its own, which the window can leave behind when it closes.

Not one of `jobs`: a Qt thread that still waits for a server when the program ends would bring it down, and
the worker of the file must never wait for a server at all. A thread of Python ends with the program.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

CLOSING_S = 2.0
"""How long a window that closes waits for an errand."""
_BETWEEN_S = 0.1
"""The same step again is not told sooner: a pass may have thousands."""
_left: list[QObject] = []
"""Of errands that were left: a Qt object must not end on their thread."""


class _Bell(QObject):
    """Rung on the errand's thread, heard on the main one."""

    stepped = Signal(str)
    ended = Signal(object, object)


class Leave(BaseException):
    """Raised within an errand at its next step once it was left; it ends as if the machine had stopped."""


class Errand(QObject):
    """`do(reached=…)` tells each step before it does it. `ended(answer, error)` comes once, on the main
    thread, unless the errand was left before."""

    stepped = Signal(str)
    ended = Signal(object, object)

    def __init__(self, do: Callable[..., Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bell = _Bell()
        self._bell.stepped.connect(self.stepped)
        self._bell.ended.connect(self._end)
        self._is_left = threading.Event()
        self._thread = threading.Thread(
            target=_run, args=(do, self._bell, self._is_left), name="network", daemon=True
        )

    def begin(self) -> None:
        """Off it goes. Called once."""
        self._thread.start()

    def leave(self, wait_s: float) -> bool:
        """Let it end at its next step and wait so long for that; nothing is told any more. Answers whether
        it ended."""
        self._bell.stepped.disconnect(self.stepped)
        self._bell.ended.disconnect(self._end)
        self._is_left.set()
        self._thread.join(wait_s)
        if self._thread.is_alive():
            _left.append(self._bell)
        return not self._thread.is_alive()

    def _end(self, answer: Any, error: BaseException | None) -> None:
        if self._is_left.is_set():
            return  # it was on its way already
        self._thread.join()  # it has nothing left to do but to end
        self.ended.emit(answer, error)
        self.deleteLater()


def _run(do: Callable[..., Any], bell: _Bell, is_left: threading.Event) -> None:
    said, said_at = "", 0.0

    def reached(step: str) -> None:
        nonlocal said, said_at
        if is_left.is_set():
            raise Leave
        if step != said or time.monotonic() - said_at > _BETWEEN_S:
            said, said_at = step, time.monotonic()
            bell.stepped.emit(step)

    answer: Any = None
    failed: BaseException | None = None
    try:
        answer = do(reached=reached)
    except BaseException as error:  # every failure belongs to the main thread
        failed = error
    if not is_left.is_set() and isValid(bell):
        bell.ended.emit(answer, failed)
