"""The command sheet: each barcode is read back at a printer's resolutions as the command beside it."""

from __future__ import annotations

import pytest

from counter_app.domain.codes import Command, ScanKind, read_scan
from counter_app.domain.printed_codes import make_command_number, parse_command_number
from counter_app.forms import command_sheet
from tests.forms import book_samples as samples
from tests.forms.reading import MM, page_sizes_mm, picture, scanned, whole_text, written

DPIS = (203, 300)


@pytest.mark.parametrize("dpi", DPIS)
def test_every_barcode_reads_back_as_its_command(dpi: int) -> None:
    found = scanned(picture(command_sheet.draw(samples.command_sheet()), dpi))
    assert set(found) == {"Code128"}
    assert sorted(found["Code128"]) == sorted(make_command_number(command) for command in Command)
    for number in found["Code128"]:
        assert read_scan(number, "H24.28").kind is ScanKind.COMMAND


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("at", range(len(Command)))
def test_the_word_stands_beside_its_own_barcode(dpi: int, at: int) -> None:
    pdf = command_sheet.draw(samples.command_sheet())
    command = list(Command)[at]
    word = command_sheet.WORDS[command][0]
    line = next(piece for piece in written(pdf) if piece.text == word)
    assert line.size >= 20
    image = picture(pdf, dpi)
    dot = dpi / 72
    height = image.height
    middle = height - line.y * dot
    strip = image.crop((0, max(0, round(middle - 22 * MM * dot)), image.width, round(middle + 22 * MM * dot)))
    read = [parse_command_number(number) for number in scanned(strip)["Code128"]]
    assert read[0] is command


def test_words_and_when_to_use_them() -> None:
    pdf = command_sheet.draw(samples.command_sheet())
    assert page_sizes_mm(pdf) == [pytest.approx((210.0, 297.0), abs=0.001)]
    text = whole_text(pdf)
    assert "PHIẾU LỆNH QUÉT" in text
    for command in Command:
        word, uses = command_sheet.WORDS[command]
        assert word in text
        assert uses
        assert all(use in text for use in uses)


def test_every_command_has_its_words() -> None:
    assert set(command_sheet.WORDS) == {str(command) for command in Command}


def test_more_commands_than_a_page_holds_go_on() -> None:
    value = samples.command_sheet()
    pdf = command_sheet.draw(samples.command_sheet(commands=value.commands * 2))
    assert len(page_sizes_mm(pdf)) == 2
