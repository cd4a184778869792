"""A scanner at a serial port (USB-COM): a thread of its own reads, whole codes come to the main thread.

No input method stands between, no field is typed into: the recommended setting. A port that is gone is said
in words and tried again; it is never an exception.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from dataclasses import dataclass

import serial
from PySide6.QtCore import QObject, Qt, Signal, Slot
from serial.tools import list_ports

from counter_app.ui.collector import collect_on_main_thread

_AGAIN_S = 2.0
_SILENCE_S = 0.1
_BAUD = 9_600
_MOST_BYTES = 4_096
_ENDS = re.compile(rb"[\r\n\t\x03]+")


@dataclass(frozen=True)
class PortState:
    """`is_open`: the scanner is there. `words` say what is wrong, and are empty when nothing is."""

    port: str
    is_open: bool
    words: str = ""


def port_names() -> list[str]:
    """Serial ports that are there now, in order."""
    return sorted(str(port.device) for port in list_ports.comports())


class SerialScanner(QObject):
    """`read(text)` for each code, `state_changed(PortState)` when the port comes or goes, both on the main
    thread. `close()` ends the reading."""

    read = Signal(str)
    state_changed = Signal(object)
    _came = Signal()

    def __init__(self, port: str, parent: QObject | None = None, *, again_s: float = _AGAIN_S) -> None:
        super().__init__(parent)
        collect_on_main_thread()
        self.port = port
        self._again_s = again_s
        self._ended = threading.Event()
        # What was read waits here: the signal that crosses the threads carries nothing.
        self._told: deque[str | PortState] = deque()
        self._came.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._ended.set)
        self._thread = threading.Thread(target=self._run, name="serial scanner", daemon=True)

    def start(self) -> None:
        """Begin to read; connect the signals before."""
        self._thread.start()

    def close(self) -> None:
        """End the thread; nothing is told any more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    @Slot()
    def _tell(self) -> None:
        while self._told and not self._ended.is_set():
            told = self._told.popleft()
            if isinstance(told, PortState):
                self.state_changed.emit(told)
            else:
                self.read.emit(told)

    def _say(self, told: str | PortState) -> None:
        if not self._ended.is_set():
            self._told.append(told)
            self._came.emit()

    def _run(self) -> None:
        last = ""
        while not self._ended.is_set():
            try:
                with serial.serial_for_url(self.port, baudrate=_BAUD, timeout=_SILENCE_S) as opened:
                    last = ""
                    self._say(PortState(self.port, is_open=True))
                    self._listen(opened)
                    return
            except (serial.SerialException, OSError, ValueError) as error:
                words = _trouble(self.port, error)
                if words != last:
                    self._say(PortState(self.port, is_open=False, words=words))
                last = words
            self._ended.wait(self._again_s)

    def _listen(self, opened: serial.SerialBase) -> None:
        """Until the end; a code ends with Enter or Tab, or with silence where the scanner sends neither."""
        kept = b""
        while not self._ended.is_set():
            came = opened.read(max(1, opened.in_waiting))
            kept += came
            *whole, kept = _ENDS.split(kept)
            if not came or len(kept) > _MOST_BYTES:
                whole, kept = [*whole, kept], b""
            for code in whole:
                text = _decoded(code)
                if text:
                    self._say(text)


def _decoded(code: bytes) -> str:
    """UTF-8, else the Vietnamese code page of Windows, as scanners are set."""
    try:
        return code.decode("utf-8").strip("\x02\x00 ")
    except UnicodeDecodeError:
        return code.decode("cp1258", errors="replace").strip("\x02\x00 ")


def _trouble(port: str, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if isinstance(error, PermissionError) or number in (13, 16) or "denied" in str(error).lower():
        return f"Cổng {port} đang do chương trình khác dùng"
    return f"Máy quét {port} chưa cắm"
