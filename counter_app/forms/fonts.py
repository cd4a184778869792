"""Liberation Serif for every paper: four faces, registered once, under names of our own."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from counter_app import paths

FAMILY = "CounterLiberationSerif"
PLACEHOLDER = "□"
"""Stands for a letter that the font lacks, or that cannot be seen; all four faces have it."""


class Face(StrEnum):
    """Faces by their reportlab names."""

    REGULAR = "CounterLiberationSerif-Regular"
    BOLD = "CounterLiberationSerif-Bold"
    ITALIC = "CounterLiberationSerif-Italic"
    BOLD_ITALIC = "CounterLiberationSerif-BoldItalic"


@cache
def register() -> None:
    """Make the faces known to reportlab. Raises OSError where the font files are missing."""
    folder = paths.resources() / "fonts"
    for face in Face:
        style = face.value.rpartition("-")[2]
        font = TTFont(face.value, str(folder / f"LiberationSerif-{style}.ttf"), asciiReadable=False)
        # reportlab gives a second font of the same face name the first one's file without a word, and an
        # old Liberation Serif of the system lacks half of the Vietnamese letters.
        font.face.name = face.value.encode()
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(
        FAMILY,
        normal=Face.REGULAR.value,
        bold=Face.BOLD.value,
        italic=Face.ITALIC.value,
        boldItalic=Face.BOLD_ITALIC.value,
    )


def width_of(text: str, face: Face, size: float) -> float:
    """Width of printable text in points."""
    register()
    return float(pdfmetrics.stringWidth(text, face.value, size))


class PrintableTable(dict[int, str]):
    """Table for `str.translate`: a letter → itself, a blank, or the visible placeholder. Filled on demand."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _printable(chr(code))
        return shown


def _printable(letter: str) -> str:
    if letter == "\u00a0":
        return letter
    category = unicodedata.category(letter)
    if letter in "\t\n\r\v\f" or category in {"Zs", "Zl", "Zp"}:
        return " "
    # Cc, Cf, Cs, Co, Cn: NUL, right-to-left override, zero width, soft hyphen, half a surrogate pair …:
    # the font has glyphs for some of them, but a name with a hidden letter must be seen to have one.
    return letter if category[0] != "C" and ord(letter) in _common_glyphs() else PLACEHOLDER


@cache
def _common_glyphs() -> frozenset[int]:
    register()
    faces = [set(pdfmetrics.getFont(face.value).face.charToGlyph) for face in Face]
    return frozenset(set.intersection(*faces))
