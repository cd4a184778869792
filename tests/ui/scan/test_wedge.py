"""The detector and the reader alone: keys with times in, scans out."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.codes import Command, ScanKind, ScanProblem, make_command_number, make_scan_number
from counter_app.ui.burst_reading import Reading, read_burst
from counter_app.ui.wedge import MAX_GAP_MS, Burst, Key, KeyKind, WedgeDetector
from tests.ui.input_methods import BACKSPACE, an_input_method

AGENCY = "H24.28"
DAY = date(2026, 11, 23)
NUMBER = make_scan_number(AGENCY, DAY, 15)
KINDS = {"\r": KeyKind.END, "\t": KeyKind.END, BACKSPACE: KeyKind.BACKSPACE}


def keys_of(text: str, pitch: float = 8, at: float = 0, ime: str = "", word: str = "") -> list[Key]:
    """The keys of a scanner; `word` is what a person had typed before, for the input method."""
    method = an_input_method(ime) if ime else None
    for letter in word if method else "":
        method.press(letter)  # type: ignore[union-attr]
    made: list[Key] = []
    for letter in text:
        for key in method.press(letter) if method else (letter,):
            made.append(Key(at, KINDS.get(key, KeyKind.CHAR), key))
        at += pitch
    return made


def bursts(keys: list[Key]) -> list[Burst]:
    detector = WedgeDetector()
    return [found for key in keys if (found := detector.press(key)) is not None]


def read(text: str, before: str = "", ime: str = "", pitch: float = 8) -> Reading:
    found = bursts(keys_of(text + "\r", pitch, ime=ime, word=before))
    assert len(found) == 1
    return read_burst(found[0], before, AGENCY)


@pytest.mark.parametrize(("pitch", "count"), [(1, 1), (MAX_GAP_MS - 1, 1), (MAX_GAP_MS, 0), (80, 0)])
def test_speed_tells_a_scanner_from_a_person(pitch: float, count: int) -> None:
    assert len(bursts(keys_of(NUMBER + "\r", pitch))) == count


@pytest.mark.parametrize(
    ("text", "count"), [("1234567\r", 0), ("12345678\r", 1), ("Nguyen Van An\r", 0), ("\r", 0)]
)
def test_eight_figures_make_a_scan(text: str, count: int) -> None:
    assert len(bursts(keys_of(text))) == count


def test_enter_alone_must_be_fast_too() -> None:
    assert bursts([*keys_of(NUMBER), *keys_of("\r", at=16 * 8 + MAX_GAP_MS)]) == []


def test_a_second_end_belongs_to_the_scan() -> None:
    detector = WedgeDetector()
    for key in keys_of(NUMBER + "\r"):
        detector.press(key)
    assert detector.is_after_burst(16 * 8 + 8)
    assert not detector.is_after_burst(16 * 8 + MAX_GAP_MS)
    detector.press(Key(16 * 8 + 4, KeyKind.CHAR, "2"))  # the next scan has begun: its Enter is its own
    assert not detector.is_after_burst(16 * 8 + 20)


@pytest.mark.parametrize(
    "typed",
    [
        f"]C1{NUMBER}",
        f"*{NUMBER}*",
        f"A{NUMBER}#",
        "".join(")!@#$%^&*("[int(digit)] for digit in NUMBER),
        "".join("đăâêô\u0300\u0309\u0303\u0301\u0323"[int(digit)] for digit in NUMBER),
        "2611 2300 0158 6485",
    ],
)
def test_settings_and_layouts_of_a_scanner_are_undone(typed: str) -> None:
    found = read(typed)
    assert [scanned.text for scanned in found.scans] == [NUMBER]
    assert found.persons == ()


@pytest.mark.parametrize("ime", ["telex", "vni"])
@pytest.mark.parametrize("before", ["", "a", "e", "Nguye", "duong", "hoa", "Ươ", "ạ", "quyê", "đ", "TRUO"])
@settings(deadline=None)
@given(serial=st.integers(1, 99_999), day=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_every_number_survives_every_word(ime: str, before: str, serial: int, day: date) -> None:
    number = make_scan_number(AGENCY, day, serial)
    found = read(number, before, ime)
    assert [scanned.text for scanned in found.scans] == [number]
    assert found.persons == ()


@pytest.mark.parametrize("before", ["Nguye", "hoa", "duong"])
def test_a_word_that_is_not_known_is_guessed_and_proven(before: str) -> None:
    """The cursor is on a button: what stood before is only in the input method's memory."""
    found = bursts(keys_of(NUMBER + "\r", ime="vni", word=before))
    reading = read_burst(found[0], "", AGENCY)
    assert [scanned.text for scanned in reading.scans] == [NUMBER]
    assert reading.is_mended


@given(at=st.integers(0, 15), digit=st.sampled_from("0123456789"))
def test_a_misread_digit_is_never_another_dossier(at: int, digit: str) -> None:
    wrong = NUMBER[:at] + digit + NUMBER[at + 1 :]
    scanned = read(wrong).scans[0]
    if wrong == NUMBER:
        assert scanned.kind is ScanKind.OWN_SCAN_NUMBER
    else:
        assert (scanned.kind, scanned.code) == (ScanKind.UNREADABLE, None)


@pytest.mark.parametrize("command", Command)
def test_a_command_is_read_through_an_input_method(command: Command) -> None:
    for ime in ("", "vni", "telex"):
        assert read(make_command_number(command), "Nguye", ime).scans[0].command is command


def test_half_a_foreign_code_is_not_a_short_code_of_ours() -> None:
    """Of `G04.05-240720-0001` the first letters were lost: the rest looks like our `240720-0001`."""
    scanned = read("x.05-240720-0001|20240720T0914|1").scans[0]
    assert scanned.kind not in (ScanKind.OWN_CODE, ScanKind.QR)
    assert scanned.code is None


def test_a_name_in_full_on_a_card_stays_as_it_was_sent() -> None:
    card = "031085001234|012345678|Trần Thị Ưng Ví Dụ|01011985|Nữ|Số 1 Lạch Tray|01012021"
    found = read(card)
    assert (found.scans[0].kind, found.raw) == (ScanKind.IDENTITY_CARD, card)
    assert "031085001234" not in repr(found)


def test_nonsense_is_named_and_costs_no_time() -> None:
    nonsense = "".join(f"1{BACKSPACE}ê{BACKSPACE}ố" for _ in range(200)) + "12345678"
    started = time.process_time()
    found = bursts(keys_of(nonsense + "\r", 2))
    scanned = read_burst(found[0], "", AGENCY).scans[0]
    assert scanned.kind is ScanKind.UNREADABLE
    assert scanned.problem in (ScanProblem.WRONG_LENGTH, ScanProblem.GARBLED, ScanProblem.NOT_DIGITS)
    assert time.process_time() - started < 1


@given(
    st.lists(st.sampled_from([*"0123456789aêđ|- ", BACKSPACE]), min_size=8, max_size=60), st.text(max_size=9)
)
def test_reading_never_fails(letters: list[str], before: str) -> None:
    burst = Burst(tuple(keys_of("".join(letters), 5)), 5.0 * len(letters))
    found = read_burst(burst, before, AGENCY)
    assert len(found.scans) >= 1
    assert set(found.persons) <= set(burst.keys)
