"""Vietnamese letters of before Unicode: TCVN3 (the ABC fonts) and VNI, both shown through Windows-1252.

Both say Vietnamese with letters of western Europe, so that only a font, or a table, makes them readable.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_WORD = re.compile("[A-Za-z" + re.escape("".join(_TCVN3)) + "]+")

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE,
    "ä": _HAT + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI_PAIR = re.compile(
    "([aeouyôö])([" + "".join(_VNI_MARKS) + "])|([" + "".join(_VNI_LETTERS) + "])", re.IGNORECASE
)


def from_tcvn3(shown: str) -> str:
    """Text whose TCVN3 bytes were shown as Windows-1252 → Vietnamese.

    The capitals with a tone have no place of their own in TCVN3: people wrote them in a font of capitals. A
    word whose plain letters are all capitals is taken for such a one.
    """

    def word(found: re.Match[str]) -> str:
        text = "".join(_TCVN3.get(letter, letter) for letter in found[0])
        plain = [letter for letter in found[0] if letter.isascii()]
        return text.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else text

    return _TCVN3_WORD.sub(word, shown)


def from_vni(shown: str) -> str:
    """Text whose VNI bytes were shown as Windows-1252 → Vietnamese, NFC."""

    def pair(found: re.Match[str]) -> str:
        letter = found[1] or found[3]
        plain = _VNI_LETTERS.get(letter.lower(), letter.lower())
        text = plain + (_VNI_MARKS[found[2].lower()] if found[2] else "")
        return text.upper() if letter.isupper() else text

    return unicodedata.normalize("NFC", _VNI_PAIR.sub(pair, shown))
