"""The fonts on paper are the four files of this program, and they have every Vietnamese letter."""

from __future__ import annotations

import unicodedata

import pytest
from reportlab.pdfbase import pdfmetrics

from counter_app import paths
from counter_app.forms import receipt
from counter_app.forms.fonts import PLACEHOLDER, Face, register
from tests.forms import samples
from tests.forms.reading import dense, reader, whole_text, written

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VOWELS = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES}
LOWER = sorted(_VOWELS | {"đ"})
LETTERS = [letter for letter in LOWER + [letter.upper() for letter in LOWER] if not letter.isascii()]


def test_there_are_134_letters_beyond_ascii() -> None:
    assert len(LETTERS) == 134


@pytest.mark.parametrize("face", list(Face))
def test_each_face_has_all_letters_and_the_placeholder(face: Face) -> None:
    register()
    glyphs = pdfmetrics.getFont(face.value).face.charToGlyph
    assert [letter for letter in [*LETTERS, PLACEHOLDER, "…", "–"] if ord(letter) not in glyphs] == []


@pytest.mark.parametrize("face", list(Face))
def test_each_face_is_our_file(face: Face) -> None:
    register()
    style = face.value.rpartition("-")[2]
    expected = paths.resources() / "fonts" / f"LiberationSerif-{style}.ttf"
    assert pdfmetrics.getFont(face.value).face.filename == str(expected)


def test_all_letters_read_back_from_the_receipt() -> None:
    letters = "".join(LETTERS)
    words = " ".join(letters[at : at + 8] for at in range(0, len(letters), 8))
    pdf = receipt.draw(
        samples.receipt(
            applicant=samples.replace(samples.APPLICANT, name=words),
            procedure_name=words,
            counting_sentence=f"Cách tính: {words}",
        )
    )
    assert dense(whole_text(pdf)).count(letters) == 3


def test_every_font_is_embedded_and_a_subset() -> None:
    page = reader(receipt.draw(samples.receipt())).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert len(fonts) == 4
    for font in fonts:
        assert "/FontFile2" in font["/FontDescriptor"].get_object()
        assert "+CounterLiberationSerif-" in font["/BaseFont"]


def test_no_letter_is_set_in_a_font_that_is_not_embedded() -> None:
    """Helvetica draws Vietnamese without an error and without its letters."""
    pieces = written(receipt.draw(samples.receipt()))
    assert {piece.font.partition("+")[2].partition("-")[0] for piece in pieces} == {"CounterLiberationSerif"}


def test_the_licence_lies_beside_the_fonts() -> None:
    text = (paths.resources() / "fonts" / "LICENSE-LiberationSerif.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Reserved Font Name" in text
