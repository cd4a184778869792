"""Other processes of the same person ask the open window to come forward, or to do what its lock keeps back.

One JSON line in ({"ask": "show"}, {"ask": "print", …}), one JSON line out ({"ok": true, …} or {"ok": false,
"error", "facts"}), and the connection ends. What is no such line is refused and never reaches the desk.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from counter_app import paths
from counter_app.domain.errors import CounterError
from counter_app.ui.jobs import Jobs, Token

if TYPE_CHECKING:
    from counter_app.ui.desk_window import DeskWindow

Answering = Callable[[Any, dict[str, Any]], dict[str, Any]]
"""Gets the desk and the request, runs on the worker; answers JSON values or raises CounterError."""
Said = dict[str, Any] | CounterError | None
"""An answer, a refusal, or a fault of the program."""
Taking = Callable[[dict[str, Any], Callable[[Said], None]], None]
"""Gets the request on the main thread, must not wait there, and says once, at any time, what came of it."""

MOST_BYTES = 65_536
"""Of a request with its line end."""
PATIENCE_MS = 30_000
"""For the line to come."""
MOST_ASKERS = 16
log = logging.getLogger(__name__)


class LocalServer(QObject):
    """Listens from its making until `close()`. `show_asked` carries the leave to come forward that Wayland
    gave the asker, or "". `worked`: something was done at the desk for an asker."""

    show_asked = Signal(str)
    worked = Signal()

    def __init__(
        self,
        desk: Any,
        jobs: Jobs,
        answers: Mapping[str, Answering],
        parent: QObject | None = None,
        *,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._answers = desk, jobs, answers
        self._patience_ms = patience_ms
        self._askers: list[_Asker] = []
        self._takers: dict[str, Taking] = {}
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._come_in)
        self._listen(desk.folder)

    def _listen(self, folder: Path) -> None:
        """The desk's lock is held: a socket that lies there is a dead window's. Without one work goes on."""
        address = paths.window_socket(folder)
        if sys.platform != "win32" and not _is_safe(os.path.dirname(address), folder):
            log.warning("no local socket: the folder for it is another's")
            return
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            log.warning("no local socket: %s", self._server.serverError().name)
        elif sys.platform != "win32":
            os.chmod(address, 0o600)

    def take(self, word: str, taking: Taking) -> None:
        """Requests of this word go there, not to the worker of the file."""
        self._takers[word] = taking

    def is_listening(self) -> bool:
        """Whether anybody can ask."""
        return self._server.isListening()

    def close(self) -> None:
        """Let nobody in any more, and do not begin what was asked for and waits."""
        self._server.close()
        for asker in tuple(self._askers):
            asker.leave()

    def _come_in(self) -> None:
        while self._server.hasPendingConnections():
            asker = _Asker(self._server.nextPendingConnection(), self._patience_ms, self)
            self._askers.append(asker)
            asker.gone.connect(partial(self._forget, asker))
            if len(self._askers) > MOST_ASKERS:
                asker.refuse("ask_busy")
                continue
            asker.asked.connect(partial(self._do, asker))
            asker.read()

    def _forget(self, asker: _Asker) -> None:
        if asker in self._askers:
            self._askers.remove(asker)

    def _do(self, asker: _Asker, request: dict[str, Any]) -> None:
        wanted = request.get("ask")
        if wanted == "show":
            self.show_asked.emit(_token_of(request))
            asker.answer({"ok": True})
            return
        taking = self._takers.get(wanted) if isinstance(wanted, str) else None
        if taking is not None:
            taking(request, partial(self._say, asker))
            return
        answering = self._answers.get(wanted) if isinstance(wanted, str) else None
        if answering is None:
            asker.refuse("ask_unknown")
            return
        asker.token = self._jobs.work(
            partial(answering, self._desk, request),
            partial(self._done, asker),
            partial(self._refused, asker),
            partial(self._ended, asker),
            is_kept=False,  # an asker who has gone would never hear of it and asks again
        )

    def _say(self, asker: _Asker, said: Said) -> None:
        if isinstance(said, dict):
            asker.answer(said)
        elif said is not None:
            self._refused(asker, said)
        else:
            self._ended(asker)

    def _done(self, asker: _Asker, answer: dict[str, Any]) -> None:
        asker.answer(answer)
        self.worked.emit()

    def _refused(self, asker: _Asker, error: CounterError) -> None:
        asker.refuse(error.code, error.facts)

    def _ended(self, asker: _Asker) -> None:
        """After an answer this says nothing more; after a fault nobody else would answer."""
        asker.refuse("ask_failed")


class _Asker(QObject):
    """One connection: `asked(request)` at most once, one answer, and `gone`."""

    asked = Signal(object)
    gone = Signal()

    def __init__(self, line: QLocalSocket, patience_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.token: Token | None = None
        self._line = line
        self._is_read = self._is_answered = self._is_gone = False
        line.setReadBufferSize(MOST_BYTES + 1)
        line.readyRead.connect(self.read)
        line.disconnected.connect(self.leave)
        self._clock = QTimer(self, singleShot=True, interval=patience_ms)
        self._clock.timeout.connect(self.leave)
        self._clock.start()

    def read(self) -> None:
        """Take the request when its line is whole."""
        if self._is_read:
            return
        is_whole = self._line.canReadLine()
        if not is_whole and self._line.bytesAvailable() <= MOST_BYTES:
            return
        self._is_read = True
        content = self._line.readLine(MOST_BYTES + 2).data()
        if not is_whole or len(content) > MOST_BYTES:
            self.refuse("ask_too_long")
            return
        self._clock.stop()
        request = _request_of(content)
        if request is None:
            self.refuse("ask_not_readable")
        else:
            self.asked.emit(request)

    def answer(self, answer: dict[str, Any]) -> None:
        """Say it, once, and end; the rest of what the asker sends is not read."""
        if self._is_answered:
            return
        self._is_answered = self._is_read = True
        self._clock.start()  # an asker who does not take the answer is not waited for
        self._line.write(json.dumps(answer, default=str).encode() + b"\n")
        self._line.flush()
        self._line.disconnectFromServer()

    def refuse(self, error: str, facts: dict[str, Any] | None = None) -> None:
        """Answer that it is not done."""
        self.answer({"ok": False, "error": error, "facts": facts or {}})

    def leave(self) -> None:
        """The connection is over; what has not begun is not begun."""
        if self._is_gone:
            return
        self._is_gone = True
        if self.token is not None:
            self.token.drop()
        self._is_answered = self._is_read = True
        self._clock.stop()
        self._let_go_of_line()
        self.gone.emit()
        self.deleteLater()

    def _let_go_of_line(self) -> None:
        """The connection ends by itself from now on: it must find nobody of ours when it is destroyed, and
        must not be ended from within a signal of its own."""
        line = self._line
        line.readyRead.disconnect(self.read)
        line.disconnected.disconnect(self.leave)
        line.disconnected.connect(line.deleteLater)
        QTimer.singleShot(0, line, line.abort)
        line.deleteLater()


def listen(
    front: QWidget, shown: DeskWindow, answers: Mapping[str, Answering], parent: QObject
) -> LocalServer:
    """The server of a desk's window: `front` comes forward when it is asked to, pages read anew what was
    done for others."""
    made = LocalServer(shown.desk, shown.jobs, answers, parent)
    made.show_asked.connect(partial(come_forward, front))
    made.worked.connect(partial(shown.session.say_changed, "dossier"))
    made.take("sync", shown.passes.asked)
    made.take("sync_next", shown.passes.next_asked)
    return made


def come_forward(front: QWidget, token: str = "") -> None:
    """Bring the window before all others, out of the task bar too, and what lies over it."""
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt hands it to the compositor and takes it away
    front.setWindowState(front.windowState() & ~Qt.WindowState.WindowMinimized)
    front.show()
    for each in (front, QApplication.activeModalWidget()):
        if each is not None:
            each.raise_()
            each.activateWindow()


def _token_of(request: dict[str, Any]) -> str:
    token = request.get("token", "")
    is_one = isinstance(token, str) and len(token) <= 256 and token.isascii() and token.isprintable()
    return token if is_one else ""


def _request_of(content: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_safe(room: str, folder: Path) -> bool:
    """Whether the socket's folder is the desk's, or one that only this person can reach; made if missing."""
    if room == os.path.realpath(folder):
        return True
    try:
        os.makedirs(room, mode=0o700, exist_ok=True)
        found = os.lstat(room)
    except OSError:
        return False
    return found.st_uid == os.getuid() and found.st_mode & 0o77 == 0 and not os.path.islink(room)
