"""The quiet button that switches the tones of scans on and off."""

from __future__ import annotations

from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.widgets.buttons import Button, ButtonKind


class SoundButton(Button):
    """Says what is so now: "Có tiếng" or "Tắt tiếng"; pressing it changes it for the whole window."""

    def __init__(self, scans: ScanQueue, *, name: str = "scan_sound") -> None:
        super().__init__("", ButtonKind.QUIET, icon="volume-2", name=name)
        self._scans = scans
        self.clicked.connect(self._turn)
        scans.sound_chosen.connect(self._show)
        self._show(scans.is_sound)

    def _turn(self) -> None:
        self._scans.choose_sound(not self._scans.is_sound)

    def _show(self, is_sound: bool) -> None:
        self.setText("Có tiếng" if is_sound else "Tắt tiếng")
        self.set_icon("volume-2" if is_sound else "volume-x")
        self.setAccessibleName("Âm báo khi quét: có tiếng" if is_sound else "Âm báo khi quét: tắt tiếng")
