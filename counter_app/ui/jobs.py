"""One worker thread for all storage work; results come back to the main thread. QThread is here only."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot
from shiboken6 import isValid

from counter_app.domain.errors import CounterError
from counter_app.ui.collector import collect_on_main_thread
from counter_app.ui.desk_port import DeskPort

T = TypeVar("T")
Done = Callable[[Any], object]
Failed = Callable[[CounterError], object]


class Token:
    """A job that was asked for. `drop()`: its result is wanted no more."""

    def __init__(self) -> None:
        self.is_dropped = False

    def drop(self) -> None:
        """Let the result fall; a read that has not begun is not even done. A write is always done."""
        self.is_dropped = True


@dataclass(eq=False)
class _Job:
    do: Callable[[], Any]
    token: Token
    done: Done | None
    failed: Failed | None
    always: Callable[[], object] | None
    is_write: bool
    answer: Any = None
    error: BaseException | None = None

    def let_go(self) -> None:
        """It was told: hold nothing any more. On the main thread, for a widget may end here."""
        self.do = _nothing
        self.done = self.failed = self.always = None
        self.answer = self.error = None


class _Worker(QObject):
    """Lives on the worker thread; takes one job at a time from the queue."""

    finished = Signal(object)

    def __init__(self, queue: deque[_Job], guard: threading.Lock, tidy: Callable[[], object]) -> None:
        super().__init__()
        self._queue, self._guard, self._tidy = queue, guard, tidy

    @Slot()
    def perform(self) -> None:
        """Do the oldest job."""
        with self._guard:
            job = self._queue.popleft()
        if job.token.is_dropped and not job.is_write:
            self.finished.emit(job)
            return
        try:
            job.answer = job.do()
        except BaseException as error:  # every failure belongs to the main thread, see `_deliver`
            job.error = error
        self.finished.emit(job)
        if job.is_write and job.error is None and not self._queue:
            self._tidy()  # the answer is on its way already: nobody waits for this

    @Slot()
    def end(self) -> None:
        """Let the thread end; what was asked for before has been done, for slots come in order."""
        self.thread().quit()


class Jobs(QObject):
    """Runs callables on the one worker thread, in the order they were asked for.

    `done(answer)` and `failed(CounterError)` are called on the main thread, then `always()`. What is no
    CounterError is a bug and goes to `sys.excepthook`. A callback of a widget that is gone is not called.
    """

    idle = Signal()
    _wake = Signal()
    _end = Signal()

    def __init__(self, desk: DeskPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        collect_on_main_thread()
        self._desk = desk
        self._queue: deque[_Job] = deque()
        self._guard = threading.Lock()
        self._channels: dict[str, Token] = {}
        self._waiting = 0
        self._thread = QThread()
        self._thread.setObjectName("storage")
        self._worker = _Worker(self._queue, self._guard, desk.tidy)
        self._worker.moveToThread(self._thread)
        self._wake.connect(self._worker.perform)
        self._end.connect(self._worker.end)
        self._worker.finished.connect(self._deliver)
        self._thread.start()

    def run(
        self,
        do: Callable[[Any], T],
        done: Done | None = None,
        failed: Failed | None = None,
        always: Callable[[], object] | None = None,
    ) -> Token:
        """A write: `do` gets the unit of work and must call its `commit()`."""
        return self._ask(lambda: self._desk.write(do), done, failed, always, "", is_write=True)

    def read(
        self,
        do: Callable[[Any], T],
        done: Done | None = None,
        failed: Failed | None = None,
        always: Callable[[], object] | None = None,
        *,
        channel: str = "",
    ) -> Token:
        """A query. Of one `channel` only the latest question is answered: earlier ones are stale."""
        return self._ask(lambda: self._desk.read(do), done, failed, always, channel, is_write=False)

    def work(
        self,
        do: Callable[[], T],
        done: Done | None = None,
        failed: Failed | None = None,
        always: Callable[[], object] | None = None,
        *,
        channel: str = "",
        is_kept: bool = True,
    ) -> Token:
        """Any other slow work: drawing a PDF, printing. `is_kept`: done even when nobody waits any more."""
        return self._ask(do, done, failed, always, channel, is_write=is_kept)

    def is_idle(self) -> bool:
        """Whether nothing is under way and every result was delivered."""
        return self._waiting == 0

    def close(self) -> None:
        """Finish what was asked for, deliver nothing more, and end the thread."""
        if self._thread.isRunning():
            self._worker.finished.disconnect(self._deliver)
            self._end.emit()
            self._thread.wait()
        self._waiting = 0

    def _ask(
        self,
        do: Callable[[], Any],
        done: Done | None,
        failed: Failed | None,
        always: Callable[[], object] | None,
        channel: str,
        *,
        is_write: bool,
    ) -> Token:
        token = Token()
        if channel:
            earlier = self._channels.get(channel)
            if earlier is not None:
                earlier.drop()
            self._channels[channel] = token
        with self._guard:
            self._queue.append(_Job(do, token, done, failed, always, is_write))
        self._waiting += 1
        self._wake.emit()
        return token

    @Slot(object)
    def _deliver(self, job: _Job) -> None:
        self._waiting -= 1
        try:
            if job.error is not None and not isinstance(job.error, CounterError):
                sys.excepthook(type(job.error), job.error, job.error.__traceback__)
            if not job.token.is_dropped:
                self._tell(job)
        except Exception:
            sys.excepthook(*sys.exc_info())
        finally:
            # The worker may hold the job a while yet: what hangs on it (pages, pictures) must not end there.
            job.let_go()
            if self._waiting == 0:
                self.idle.emit()

    @staticmethod
    def _tell(job: _Job) -> None:
        try:
            if job.error is None:
                if job.done is not None and _is_alive(job.done):
                    job.done(job.answer)
            elif isinstance(job.error, CounterError) and job.failed is not None and _is_alive(job.failed):
                job.failed(job.error)
        finally:
            if job.always is not None and _is_alive(job.always):
                job.always()


def _nothing() -> None:
    return None


def _is_alive(callback: Callable[..., object]) -> bool:
    """Whether the widget a callback is bound to still exists."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
