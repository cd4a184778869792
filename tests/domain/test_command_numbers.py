"""Barcodes of the command sheet: digits only, never the number of a dossier, never another command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.codes import (
    Command,
    ScanKind,
    ScanProblem,
    barcode_digits,
    make_command_number,
    parse_command_number,
    parse_scan_number,
    read_scan,
)
from counter_app.domain.errors import CodeNotReadable

PRINTED = {
    Command.PRINT: "9999990000100092",
    Command.HAND_OVER: "9999990000200002",
    Command.FINISH: "9999990000300009",
    Command.UNDO_SCAN: "9999990000400016",
}
"""As they hang at the desks: these may never change."""


@pytest.mark.parametrize("command", Command)
def test_the_numbers_on_the_sheet_stay(command: Command) -> None:
    made = make_command_number(command)
    assert made == PRINTED[command]
    assert barcode_digits(made) == made
    assert parse_command_number(made) is command


@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("agency", ["H24.28", "000.00.28.H24", "G04.05"])
def test_a_command_is_one_at_every_agency(command: Command, agency: str) -> None:
    for text in (make_command_number(command), f"]C1{make_command_number(command)}\r"):
        told = read_scan(text, agency)
        assert (told.kind, told.command, told.code, told.scan_number) == (
            ScanKind.COMMAND,
            command,
            None,
            None,
        )


@given(serial=st.integers(0, 99_999), tag=st.integers(0, 999), check=st.integers(0, 99))
def test_no_scan_number_has_such_a_day(serial: int, tag: int, check: int) -> None:
    with pytest.raises(CodeNotReadable):
        parse_scan_number(f"999999{serial:05d}{tag:03d}{check:02d}")


@given(command=st.sampled_from(Command), at=st.integers(0, 15), digit=st.sampled_from("0123456789"))
def test_a_wrong_digit_is_no_command(command: Command, at: int, digit: str) -> None:
    made = make_command_number(command)
    changed = made[:at] + digit + made[at + 1 :]
    told = read_scan(changed, "H24.28")
    assert told.command is (command if changed == made else None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("9999990000100093", ScanProblem.CHECK_DIGITS),
        ("9999990000900051", ScanProblem.FORMAT),
        ("2611230001586485", ScanProblem.FORMAT),
        ("", ScanProblem.FORMAT),
    ],
)
def test_what_is_no_command_says_why(text: str, problem: ScanProblem) -> None:
    with pytest.raises(CodeNotReadable) as caught:
        parse_command_number(text)
    assert caught.value.facts["problem"] == problem
