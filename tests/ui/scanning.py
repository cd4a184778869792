"""Scanners as the desk meets them: keys typed into the window, through UniKey where it is switched on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.domain.codes import DossierCode, make_scan_number, parse_code, read_scan
from counter_app.domain.identity_card import parse_identity_card
from counter_app.ui.scans import Scan, ScanSource
from tests.ui.input_methods import BACKSPACE, InputMethod, an_input_method

PITCH_MS = 8
"""Between two keys of a scanner."""
_NONE = Qt.KeyboardModifier.NoModifier
_NAMED = {
    "\r": Qt.Key.Key_Return,
    "\t": Qt.Key.Key_Tab,
    BACKSPACE: Qt.Key.Key_Backspace,
    " ": Qt.Key.Key_Space,
}


def a_scan(code: str, agency: str = "H24.28", *, source: ScanSource = ScanSource.WEDGE) -> Scan:
    """What the capture hands over for a barcode or QR that says `code`; a dossier code as its barcode
    would be read, an identity card's QR with its person."""
    scanned = read_scan(code, agency)
    card = parse_identity_card(code) if code.count("|") >= 6 else None
    return Scan(scanned.text, scanned, source, card, str(scanned.command or ""))


def barcode_of(code: str) -> str:
    """The 16 digits printed on the papers of a dossier."""
    made: DossierCode = parse_code(code)
    return make_scan_number(made.agency_id, made.day, made.serial)


@dataclass
class Keyboard:
    """Sends keys to the window that has the keyboard, each with its time in ms, as the platform does.

    `ime` sits before Qt: it turns a key into backspaces and other letters.
    """

    now: float = 1_000.0
    ime: InputMethod | None = None
    target: QWidget | None = None
    sent: list[str] = field(default_factory=list)

    def person(self, text: str, pitch: float = 120) -> None:
        """A person types."""
        for letter in text:
            self.now += pitch
            self.key(letter)

    def scan(self, text: str, end: str = "\r", pitch: float = PITCH_MS, pause: float = 60) -> None:
        """A scanner types `text` and `end`."""
        self.now += pause
        for letter in text + end:
            self.key(letter)
            self.now += pitch

    def key(self, letter: str, *, is_repeat: bool = False) -> None:
        """One key at the present time, and whatever the input method makes of it."""
        made = self.ime.press(letter) if self.ime is not None else (letter,)
        for one in made:
            self.raw(one, is_repeat=is_repeat)

    def raw(self, letter: str, *, is_repeat: bool = False) -> None:
        """One key past the input method."""
        self.sent.append(letter)
        window = self._window()
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = _event(kind, letter, is_repeat)
            event.setTimestamp(round(self.now))
            event.ignore()
            QApplication.sendEvent(window, event)
        # The loop of events comes to rest between two keys, as it does while a person types.
        QApplication.sendPostedEvents()

    def clock(self) -> float:
        """The time of the desk these keys are typed at: give it to the capture."""
        return self.now

    def _window(self) -> QWindow:
        owner = self.target.window().windowHandle() if self.target is not None else None
        found = owner or QGuiApplication.focusWindow()
        assert found is not None, "no window has the keyboard"
        return found


def _event(kind: QEvent.Type, letter: str, is_repeat: bool) -> QKeyEvent:
    key = _NAMED.get(letter)
    if key is None:
        upper = letter.upper()
        key = ord(upper) if upper.isascii() else Qt.Key.Key_unknown
    return QKeyEvent(kind, int(key), _NONE, letter, is_repeat)


_last = [1_000.0]


def wedge(text: str, ime: str | None = None, target: QWidget | None = None, *, end: str = "\r") -> None:
    """Type a scan as a keyboard-wedge scanner does: 8 ms a key, Enter at the end; `ime` "telex" or "vni"
    garbles it on the way. The times go on from one call to the next."""
    keyboard = Keyboard(_last[0] + 500, an_input_method(ime) if ime else None, target)
    keyboard.scan(text, end)
    _last[0] = keyboard.now


def ticking(step: float = 120) -> Callable[[], float]:
    """A clock in ms, `step` later at each look: on it only what `wedge` types is a scan."""

    def ticks() -> Iterator[float]:
        now = 0.0
        while True:
            now += step
            yield now

    made = ticks()
    return lambda: next(made)
