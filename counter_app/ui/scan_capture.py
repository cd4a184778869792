"""Catches what a keyboard scanner types, in every window and over every dialog, and takes it back.

The windows are listened to, not the application: a key reaches the window before any widget, menu or
shortcut, and the many events that are no keys cost nothing. Keys go to the text field as they come. When
the Enter of a scan arrives, the field is put back as it was and the scan goes to the queue. Where typing
writes no text (tables, buttons, menus) figures wait for the next key, at most 40 ms: a digit taken back
too late would have set a number of copies.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from counter_app.ui.burst_reading import Reading, read_burst
from counter_app.ui.composition import BACKSPACE, Composition
from counter_app.ui.field_memory import FieldMemory, remember
from counter_app.ui.hearing import Heard, scan_of
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import ScanSource
from counter_app.ui.wedge import MAX_GAP_MS, Burst, Key, KeyKind, WedgeDetector

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SILENT = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_HELD_MS = MAX_GAP_MS + 5
_SURE = 3
"""Keys in a scanner's rhythm after which no shortcut is looked for."""


class ScanCapture(QObject):
    """Puts every scan into `queue`. `clock`: milliseconds that only go on, for keys that carry no time."""

    def __init__(
        self,
        queue: ScanQueue,
        agency_id: Callable[[], str],
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._agency_id, self._clock = queue, agency_id, clock
        self._detector = WedgeDetector()
        self._times = _KeyTimes(clock, self)
        self._composition = Composition(self._composed, self)
        self._begun_word = ""
        self._fields: list[tuple[QWidget | None, FieldMemory | None]] = []
        self._held: list[tuple[QWindow, Key, QKeyEvent]] = []
        self._swallowed: set[int] = set()
        self._is_passing = self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_HELD_MS)
        self._timer.timeout.connect(self._let_go)
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)
        QGuiApplication.instance().focusWindowChanged.connect(self._listen_to)
        self._listen_to(QGuiApplication.focusWindow())

    def close(self) -> None:
        """Listen no more; a second call does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        QGuiApplication.instance().focusWindowChanged.disconnect(self._listen_to)
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)
        self._composition.close()
        self._let_go()

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a window that is listened to already is not listened to twice

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KEYS or self._is_passing or not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._released(event)
        if event.key() in _SILENT:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._is_no_shortcut(event)
        return self._pressed(watched, event)

    def _is_no_shortcut(self, event: QKeyEvent) -> bool:
        """Within a scan neither figures nor Enter are the key of an action."""
        at, kind = self._times.peek(event), _kind(event)
        if kind is KeyKind.END:
            is_ours = self._detector.would_end(at) or self._detector.is_after_burst(at)
        else:
            is_fast = self._detector.count() >= _SURE and not self._detector.is_first(at)
            is_ours = is_fast and kind is not KeyKind.OTHER
        if is_ours:
            event.accept()
        return is_ours

    def _pressed(self, window: QWindow, event: QKeyEvent) -> bool:
        key = Key(self._times.take(event), _kind(event), event.text(), event.isAutoRepeat())
        if key.kind is KeyKind.END and self._detector.is_after_burst(key.at):
            self._swallowed.add(event.key())
            return True
        field = self._remember(key)
        burst = self._detector.press(key)
        if burst is not None:
            self._swallowed.add(event.key())
            self._take(burst)
            return True
        is_kept = field is None and not key.is_repeat and self._keeps(key)
        if is_kept:
            self._held.append((window, key, event.clone()))
            self._swallowed.add(event.key())
            self._timer.start()
        else:
            self._let_go()
        return is_kept

    def _keeps(self, key: Key) -> bool:
        if key.kind is KeyKind.BACKSPACE:
            return bool(self._held)
        return key.kind is KeyKind.CHAR and (bool(self._held) or key.text.isalnum())

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() not in self._swallowed or event.isAutoRepeat():
            return False
        self._swallowed.discard(event.key())
        return True

    def _composed(self, letters: tuple[str, ...]) -> None:
        """An input method of the system changes the word under way."""
        at = self._times.take(None)
        for letter in letters:
            kind = KeyKind.BACKSPACE if letter == BACKSPACE else KeyKind.CHAR
            key = Key(at, kind, letter)
            self._remember(key)
            self._detector.press(key)

    def _remember(self, key: Key) -> FieldMemory | None:
        """The field that has the cursor, as it stood before the first key of this run reached it."""
        if key.is_repeat or self._detector.is_first(key.at):
            self._let_go()
            self._fields.clear()
            self._begun_word = self._composition.word
        widget = QApplication.activePopupWidget()
        focus = QApplication.focusWidget()
        if widget is None or (focus is not None and widget.focusProxy() is focus):
            widget = focus  # the list below a field hands its keys on to the field
        for known, memory in self._fields:
            if known is widget:
                return memory
        memory = remember(widget)
        self._fields.append((widget, memory))
        return memory

    def _let_go(self) -> None:
        """It was no scan: what waited is typed after all."""
        self._timer.stop()
        held, self._held = self._held, []
        for window, _key, event in held:
            if isValid(window):
                self._type(window, event)

    def _type(self, window: QWindow, event: QKeyEvent) -> None:
        self._is_passing = True
        try:
            QCoreApplication.sendEvent(window, event)
            up = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(window, up)
        finally:
            self._is_passing = False

    # -- scans

    def _take(self, burst: Burst) -> None:
        fields, self._fields = self._fields, []
        before = next((memory.before for _, memory in fields if memory is not None), "")
        word, self._begun_word = self._begun_word, ""
        reading = read_burst(burst, before + word, self._agency_id())
        self._timer.stop()
        self._held.clear()
        is_composing = bool(word or self._composition.word)
        if is_composing:
            self._composition.put_back("")
        for _, memory in fields:
            if memory is not None:
                memory.put_back()
        if is_composing:
            self._composition.put_back(word)
        self._retype(reading)
        self._hand_over(burst, reading)

    def _retype(self, reading: Reading) -> None:
        """A person's keys among those of the scan are typed once more, now that the scan is gone."""
        window, no_modifier = QGuiApplication.focusWindow(), Qt.KeyboardModifier.NoModifier
        for key in reading.persons if window is not None else ():
            code = Qt.Key.Key_Backspace if key.kind is KeyKind.BACKSPACE else Qt.Key.Key_unknown
            self._type(window, QKeyEvent(QEvent.Type.KeyPress, code, no_modifier, key.text))

    def _hand_over(self, burst: Burst, reading: Reading) -> None:
        count = max(1, len(burst.keys) - len(reading.persons))
        per_key = (burst.ended_at - burst.keys[0].at) / count
        for scanned in reading.scans:
            raw = reading.raw if scanned is reading.scans[-1] else scanned.text
            scan = scan_of(scanned, raw, ScanSource.WEDGE)
            self._queue.hear(Heard(scan, len(raw), per_key, reading.is_mended))


def _kind(event: QKeyEvent) -> KeyKind:
    held = event.modifiers() & (_CONTROL | _ALT | Qt.KeyboardModifier.MetaModifier)
    if held and held != _CONTROL | _ALT:  # both together are AltGr, which types letters
        return KeyKind.OTHER
    if event.key() in _ENDS:
        return KeyKind.END
    if event.key() == Qt.Key.Key_Backspace:
        return KeyKind.BACKSPACE
    return KeyKind.CHAR if event.text() and event.text().isprintable() else KeyKind.OTHER


class _KeyTimes(QObject):
    """Times of keys in ms, without the time in which this program was too busy to fetch them: some platforms
    stamp a key when it is fetched, and a scan would be torn apart where its first figure redraws a page."""

    _REST = QEvent.Type(QEvent.registerEventType())

    def __init__(self, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._at = 0.0
        self._last: tuple[bool, float] | None = None
        self._rested_at: float | None = None

    def peek(self, event: QKeyEvent) -> float:
        """The time of this key."""
        return self._told(event)[0]

    def take(self, event: QKeyEvent | None) -> float:
        """The time of this key (None: of what an input method wrote), which is being handled from now on."""
        self._at, self._last = self._told(event)
        self._rested_at = None
        QCoreApplication.postEvent(self, QEvent(self._REST), Qt.EventPriority.HighEventPriority.value)
        return self._at

    def _told(self, event: QKeyEvent | None) -> tuple[float, tuple[bool, float]]:
        now = self._clock()
        stamp = float(event.timestamp()) if event is not None else 0.0
        is_stamped = stamp > 0
        told = (is_stamped, stamp if is_stamped else now)
        idle = 0.0 if self._rested_at is None else max(0.0, now - self._rested_at)
        if self._last is None:
            return told[1], told
        gap = told[1] - self._last[1]
        if is_stamped is not self._last[0] or gap < 0:
            gap = idle  # the two clocks have nothing in common
        elif gap >= MAX_GAP_MS:
            gap = min(gap, idle)
        return self._at + gap, told

    def event(self, event: QEvent) -> bool:
        if event.type() == self._REST:
            self._rested_at = self._clock()
            return True
        return super().event(event)
