"""Joins scanners, queue and tones for a window: `install` is the one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from counter_app.domain.codes import read_scan
from counter_app.ui.desk_port import SettingsPort
from counter_app.ui.hearing import Heard, scan_of
from counter_app.ui.scan_capture import ScanCapture
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import Scan, ScanSource, Verdict
from counter_app.ui.sounds import Play, Sounds
from counter_app.ui.widgets.scan_light import ScanLight

if TYPE_CHECKING:
    from counter_app.ui.serial_scanner import PortState, SerialScanner


class ScanDesk(QObject):
    """Everything that scans. `light` is for the top bar; `sound_chosen(bool)` wants to be kept in the
    settings; `set_settings` after they changed; `port_state` is None without a serial scanner; `close()` at
    the end."""

    sound_chosen = Signal(bool)

    def __init__(
        self,
        queue: ScanQueue,
        settings: SettingsPort,
        agency_id: Callable[[], str],
        *,
        clock: Callable[[], float] | None = None,
        play: Play | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.queue, self._agency_id = queue, agency_id
        self.light = ScanLight()
        self.light.watch(queue)
        self.sounds = Sounds(is_on=settings.is_sound, play=play)
        self.capture = ScanCapture(queue, agency_id, clock or _running_ms(), self)
        self._serial: SerialScanner | None = None
        self.port_state: PortState | None = None
        queue.answered.connect(self._answered)
        queue.sound_chosen.connect(self._sound_chosen)
        self.set_settings(settings)

    def set_settings(self, settings: SettingsPort) -> None:
        """Tones and port as chosen now; a port that stays the same is not opened anew."""
        self.sounds.is_on = self.queue.is_sound = settings.is_sound
        if (self._serial.port if self._serial else "") != settings.scanner_port:
            self._listen_at(settings.scanner_port)

    def close(self) -> None:
        """Listen no more, end the thread, take the tones away."""
        self.capture.close()
        self._listen_at("")
        self.sounds.close()

    def _listen_at(self, port: str) -> None:
        if self._serial is not None:
            self._serial.close()
            self._serial.deleteLater()
            self._serial, self.port_state = None, None
            self.light.set_trouble("")
        if port:
            from counter_app.ui.serial_scanner import SerialScanner

            self._serial = SerialScanner(port, self)
            self._serial.read.connect(self._read)
            self._serial.state_changed.connect(self._port_changed)
            self._serial.start()

    def _read(self, text: str) -> None:
        scan = scan_of(read_scan(text, self._agency_id()), text, ScanSource.SERIAL)
        self.queue.hear(Heard(scan, len(text)))

    def _port_changed(self, state: PortState) -> None:
        self.port_state = state
        self.light.set_trouble(state.words)

    def _answered(self, _scan: Scan, verdict: Verdict) -> None:
        self.sounds.say(verdict.tone)

    def _sound_chosen(self, is_on: bool) -> None:
        self.sounds.is_on = is_on
        self.sound_chosen.emit(is_on)


def install(
    queue: ScanQueue,
    settings: SettingsPort,
    agency_id: Callable[[], str],
    clock: Callable[[], float] | None = None,
    parent: QObject | None = None,
) -> ScanDesk:
    """Scanners for the windows of this program: keyboards at once, a serial one where the settings name it.

    `clock`: milliseconds that only go on; without one a timer of its own.
    """
    return ScanDesk(queue, settings, agency_id, clock=clock, parent=parent)


def _running_ms() -> Callable[[], float]:
    timer = QElapsedTimer()
    timer.start()
    return lambda: timer.nsecsElapsed() / 1e6
