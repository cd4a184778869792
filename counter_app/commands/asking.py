"""Asks the window that is open over a desk: one JSON line there, one JSON line back, by its local socket.

Neither Qt nor the store is imported: where no window is open the question costs a look at one file. What a
socket answers is believed only when this very person made it.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app import paths
from counter_app.domain import errors

if TYPE_CHECKING:
    from counter_app.domain.sync_report import PassReport

PATIENCE_S = 30.0
SYNC_PATIENCE_S = 6 * 3600.0
"""A pass that gets on is never given up, and one that does not ends by itself; a window that ends meanwhile
hangs up."""
SHOW_PATIENCE_S = 3.0
"""A window that is silent for so long hangs: the second start goes on and says that the desk is open."""
MOST_BYTES = 65_536
"""Of a question, and of an answer."""
_ANYBODY = -1


def show(folder: Path, patience_s: float = SHOW_PATIENCE_S) -> bool:
    """Let the window of this desk come forward; False where none is open (or none answered in time)."""
    request = {"ask": "show"}
    token = os.environ.get("XDG_ACTIVATION_TOKEN")  # Wayland: the click's leave to come forward, handed on
    if token:
        request["token"] = token
    answer = ask(folder, request, patience_s)
    return answer is not None and answer.get("ok") is True


def print_form(
    folder: Path, form: str, code: str, out: Path, copy: int | None, patience_s: float = PATIENCE_S
) -> dict[str, Any] | None:
    """What `print` answers, done by the open window; None where no window is open or it did not do it.

    Raises the CounterError that the window refused with, RuntimeError where it met a fault of its own.
    """
    whole = str(out.absolute())  # the window works in another folder
    request = {"ask": "print", "form": form, "code": code, "out": whole, "copy": copy}
    answer = ask(folder, request, patience_s)
    if answer is None:
        return None
    if answer.get("ok") is True:
        return {key: str(out) if key == "path" else value for key, value in answer.items()}
    refused = _refused(answer)
    if refused is None:
        return None
    if refused.facts.get("path") == whole:
        refused = type(refused)(**{**refused.facts, "path": str(out)})
    raise refused


def sync(folder: Path, *, is_thorough: bool, patience_s: float = SYNC_PATIENCE_S) -> PassReport | None:
    """The report of a pass that the open window makes; None where no window is open or it did not do it.

    Raises the CounterError that the pass ended with, RuntimeError where the window met a fault of its own.
    """
    answer = ask(folder, {"ask": "sync", "thorough": is_thorough}, patience_s)
    if answer is None:
        return None
    if answer.get("ok") is True:
        from counter_app.domain.sync_report import PassReport

        try:
            return PassReport.from_json(answer["report"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return None  # of another version
    refused = _refused(answer)
    if refused is None:
        return None
    raise refused


def _refused(answer: dict[str, Any]) -> errors.CounterError | None:
    """What the window refused with; None where it could not even be asked: of another version, or busy.

    Raises RuntimeError for a fault of its own: as without a window, not "close the other one".
    """
    if answer.get("error") == "ask_failed":
        raise RuntimeError("the open window met a fault; its log has it: logs/window.log")
    kind = _kind_of(answer.get("error"))
    facts = answer.get("facts")
    return kind(**facts) if kind is not None and isinstance(facts, dict) else None


def _kind_of(code: object) -> type[errors.CounterError] | None:
    from counter_app.domain.centre_errors import SyncBusy  # an error is found among those that are loaded

    kinds: tuple[type[errors.CounterError], ...] = (SyncBusy, *errors.CounterError.__subclasses__())
    return next((kind for kind in kinds if kind.code == code), None)


def ask(folder: Path, request: dict[str, Any], patience_s: float = PATIENCE_S) -> dict[str, Any] | None:
    """The window's answer; None where none is open, where it kept silent, or the request is too long."""
    line = json.dumps(request).encode() + b"\n"
    if len(line) > MOST_BYTES:
        return None
    address = paths.window_socket(folder)
    exchange = _by_pipe if sys.platform == "win32" else _by_socket
    try:
        answer = json.loads(_whole(exchange(address, line, time.monotonic() + patience_s)))
    except (OSError, ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _whole(content: bytes) -> bytes:
    """The line that was read. Raises ValueError where it was cut off, or went on and on."""
    line, end, _ = content.partition(b"\n")
    if not end or len(line) > MOST_BYTES:
        raise ValueError
    return line


def _by_socket(address: str, line: bytes, until: float) -> bytes:
    """Raises OSError where nobody listens, in time or of this person."""
    found = os.lstat(address)
    if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(address)
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line_out:
        line_out.settimeout(_left(until))
        line_out.connect(address)
        _check_peer(line_out)
        line_out.sendall(line)
        read = bytearray()
        while b"\n" not in read and len(read) <= MOST_BYTES:
            line_out.settimeout(_left(until))
            part = line_out.recv(MOST_BYTES)
            if not part:
                break
            read += part
    return bytes(read)


def _check_peer(connected: Any) -> None:
    """The file may have been another's at the last look: Linux also tells who listens."""
    import socket
    import struct

    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return
    _, user, _ = struct.unpack("3i", connected.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i")))
    if user != os.getuid():
        raise PermissionError(user)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _by_pipe(address: str, line: bytes, until: float) -> bytes:
    """Raises OSError where nobody listens or answers in time. A read from a pipe cannot be given up: it is
    left to a thread that ends with the process."""
    with open(address, "r+b", buffering=0) as pipe:
        _let_come_forward()
        return spoken(pipe, line, until)


def spoken(pipe: Any, line: bytes, until: float) -> bytes:
    """Write a line to a pipe and read one. Raises OSError."""
    import threading

    read = bytearray()
    failed: list[OSError] = []

    def exchange() -> None:
        try:
            pipe.write(line)
            while b"\n" not in read and len(read) <= MOST_BYTES:
                part = pipe.read(4096)
                if not part:
                    return
                read.extend(part)
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=exchange, name="asking", daemon=True)
    thread.start()
    thread.join(_left(until))
    if thread.is_alive():
        raise TimeoutError
    if failed:
        raise failed[0]
    return bytes(read)


def _let_come_forward() -> None:
    """Windows lets only the process that was clicked put a window in front; it may pass that on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)
