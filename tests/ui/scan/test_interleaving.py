"""Whatever a person types meanwhile: each scan is found, and the field holds what the person typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.domain.codes import make_qr, make_scan_number
from tests.ui.input_methods import BACKSPACE, an_input_method
from tests.ui.scan.at_a_scanner import AGENCY, Desk
from tests.ui.scanning import Keyboard

DAY = date(2026, 11, 23)
LETTERS = st.sampled_from([*"aeioudgnhtAESND", *"0123456789", " ", "-", BACKSPACE])
WORDS = st.lists(LETTERS, max_size=8).map("".join)
TEXTS = st.text(alphabet="aàảãáạeêođ Nguyn0123456789-|", max_size=40)
CODES = st.integers(1, 9_999).map(lambda serial: make_scan_number(AGENCY, DAY, serial)) | st.integers(
    1, 9_999
).map(lambda serial: make_qr(f"H24.28-261123-{serial:04d}", datetime(2026, 11, 23, 9, 14), 1))


@dataclass(frozen=True)
class Turn:
    """A person types `typed`, every `pitch` ms; then, `pause` later, a scanner types `code`."""

    typed: str
    pitch: int
    pause: int
    code: str
    speed: int


TURNS = st.lists(
    st.builds(
        Turn,
        typed=WORDS,
        pitch=st.integers(35, 400),
        pause=st.integers(25, 300),  # nearer than three of its own keys, a letter may be the scanner's prefix
        code=CODES,
        speed=st.integers(2, 12),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = Desk()
    made.show()
    made.activateWindow()
    qapp.processEvents()
    yield made
    made.close_capture()
    made.close()


def _typed_alone(turns: list[Turn], text: str, cursor: int, ime: str) -> str:
    """What the same person types into the same field at a desk without a scanner."""
    field = QLineEdit(text)
    field.setCursorPosition(cursor)
    method = an_input_method(ime) if ime else None
    for turn in turns:
        for letter in turn.typed:
            for key in method.press(letter) if method else (letter,):
                field.backspace() if key == BACKSPACE else field.insert(key)
        if method is not None:
            method.reset()  # the Enter of a scan ends a word for the input method, wherever it went
    return field.text()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=TURNS, text=TEXTS, share=st.floats(0, 1), ime=st.sampled_from(["", "vni", "telex"]))
def test_scans_and_typing_never_mix(desk: Desk, turns: list[Turn], text: str, share: float, ime: str) -> None:
    cursor = round(share * len(text))
    event(f"ime {ime or 'off'}")
    desk.line.setText(text)
    desk.line.setCursorPosition(cursor)
    desk.line.setFocus()
    desk.taker.scans.clear()
    desk.keyboard.now += 1_000
    desk.keyboard.ime = an_input_method(ime) if ime else None
    for turn in turns:
        desk.keyboard.person(turn.typed, turn.pitch)
        desk.keyboard.scan(turn.code, pitch=turn.speed, pause=turn.pause)
    assert [scan.text for scan in desk.taker.scans] == [turn.code.split("|")[0] for turn in turns]
    assert desk.line.text() == _typed_alone(turns, text, cursor, ime)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=CODES,
    text=TEXTS,
    stray=st.sampled_from([*"aeh5790 -", BACKSPACE]),
    at=st.integers(1, 15),
    speed=st.integers(4, 12),
)
def test_a_key_struck_in_the_middle_of_a_scan_is_kept(
    desk: Desk, code: str, text: str, stray: str, at: int, speed: int
) -> None:
    assume(not (stray.isdigit() and "|" in code))  # a QR has no check digits: a figure more is another code
    desk.line.setText(text)
    desk.line.setFocus()
    desk.taker.scans.clear()
    keyboard: Keyboard = desk.keyboard
    keyboard.now += 1_000
    keyboard.ime = None
    for n, letter in enumerate(code + "\r"):
        if n == at:
            keyboard.now -= speed / 2
            keyboard.key(stray)
            keyboard.now += speed / 2
        keyboard.key(letter)
        keyboard.now += speed
    assert [scan.text for scan in desk.taker.scans] == [code.split("|")[0]]
    assert desk.line.text() == (text[:-1] if stray == BACKSPACE else text + stray)
