"""The queue of scans: each is answered by the page or dialog on top, in order, and none is lost."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMetaObject, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.ui.hearing import Heard
from counter_app.ui.scans import Scan, ScanTaker, Verdict
from counter_app.ui.tokens import Tone

_PATIENCE_MS = 15_000
_NOBODY = Verdict(Tone.RED, "Chưa xử lý", "Không có trang nào nhận lượt quét này")
_GONE = Verdict(Tone.RED, "Chưa rõ kết quả", "Trang đã đóng trước khi trả lời · xem lại hồ sơ rồi quét lại")
_SILENT = Verdict(Tone.RED, "Chưa rõ kết quả", "Chờ quá lâu chưa có trả lời · xem lại hồ sơ rồi quét lại")
_COVERED = Verdict(Tone.AMBER, "Chưa làm theo lệnh", "Có hộp thoại đang mở · đóng lại rồi quét lệnh lần nữa")
_BROKEN = Verdict(Tone.RED, "Chưa xử lý", "Chương trình gặp lỗi khi nhận lượt quét này · hãy quét lại")


class ScanQueue(QObject):
    """`changed` when the number waiting changes; `answered(Scan, Verdict)` for each scan, in order.

    A taker's `take_scan` may return False: the scan is none of its matters, and who takes what no page
    takes is asked. A taker that dies or stays silent does not stop the queue: its scan is answered in red,
    for whether its act was done is not known, and doing it again could do it twice. A command barcode does
    nothing behind a dialog: it acts on a pile that nobody sees then.
    """

    changed = Signal()
    answered = Signal(object, object)
    heard = Signal(object)
    """`Heard`: how a scan came, before it is answered."""
    sound_chosen = Signal(bool)
    """Somebody switched the tones on or off."""

    def __init__(self, parent: QObject | None = None, *, patience_ms: int = _PATIENCE_MS) -> None:
        super().__init__(parent)
        self._waiting: deque[Scan] = deque()
        self._current: _Offer | None = None
        self._is_offering = False
        self.is_sound = True
        self._page: Callable[[], QWidget | None] = lambda: None
        self._otherwise: ScanTaker | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(self._nobody_spoke)

    def set_page(self, page: Callable[[], QWidget | None], otherwise: ScanTaker) -> None:
        """Where the page on top is asked for, and who takes what no page takes."""
        self._page, self._otherwise = page, otherwise
        self._next()

    def add(self, scan: Scan) -> None:
        """Another scan came."""
        self._waiting.append(scan)
        self.changed.emit()
        self._next()

    def hear(self, heard: Heard) -> None:
        """Another scan came, with how it came."""
        self.heard.emit(heard)
        self.add(heard.scan)

    def choose_sound(self, is_sound: bool) -> None:
        """Whether scans are heard from now on."""
        if is_sound != self.is_sound:
            self.is_sound = is_sound
            self.sound_chosen.emit(is_sound)

    def waiting(self) -> int:
        """Scans not answered yet."""
        return len(self._waiting) + (self._current is not None)

    def _next(self) -> None:
        # A loop, not a call from each answer: a hundred scans may wait, and most are answered at once.
        if self._is_offering or self._otherwise is None:
            return
        self._is_offering = True
        try:
            while self._waiting and self._current is None:
                self._offer(self._waiting.popleft())
        finally:
            self._is_offering = False

    def _offer(self, scan: Scan) -> None:
        if scan.command and _is_covered():
            self.answered.emit(scan, _COVERED)
            self.changed.emit()
            return
        for taker in self._takers():
            offer = self._current = _Offer(scan)
            self._patience.start()
            try:
                is_taken = taker.take_scan(scan, partial(self._answer, offer)) is not False
            except Exception:
                sys.excepthook(*sys.exc_info())
                self._answer(offer, _BROKEN)
                return
            if self._current is not offer:  # answered already
                return
            if is_taken:
                offer.watch(taker, self._taker_gone)
                return
        self._current = None
        self._patience.stop()
        self.answered.emit(scan, _NOBODY)
        self.changed.emit()

    def _takers(self) -> list[ScanTaker]:
        found: list[ScanTaker] = []
        for widget in (QApplication.activeModalWidget(), self._page(), self._otherwise):
            if widget is not None and hasattr(widget, "take_scan"):
                found.append(widget)
        return found

    def _answer(self, offer: _Offer, verdict: Verdict) -> None:
        if offer is not self._current:
            return
        self._current = None
        self._patience.stop()
        offer.unwatch()
        self.answered.emit(offer.scan, verdict)
        self.changed.emit()
        self._next()

    def _taker_gone(self) -> None:
        if self._current is not None:
            self._answer(self._current, _GONE)

    def _nobody_spoke(self) -> None:
        if self._current is not None:
            self._answer(self._current, _SILENT)


def _is_covered() -> bool:
    """Whether a dialog that takes no scans lies over the page."""
    dialog = QApplication.activeModalWidget()
    return dialog is not None and not hasattr(dialog, "take_scan")


class _Offer:
    """One scan shown to one taker: an answer of an earlier taker is none."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self._link: QMetaObject.Connection | None = None

    def watch(self, taker: object, gone: Callable[[], None]) -> None:
        """Call `gone` when the taker is destroyed."""
        if isinstance(taker, QObject):
            self._link = taker.destroyed.connect(gone)

    def unwatch(self) -> None:
        """It was answered: nothing of the taker matters any more."""
        if self._link is not None:
            QObject.disconnect(self._link)
            self._link = None
