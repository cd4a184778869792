"""Bytes of a text file → text: which letters it is written in, and whether they make Vietnamese at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from counter_app.domain.errors import FileNotRead
from counter_app.imports.old_letters import from_tcvn3, from_vni

_ENOUGH = 0.85
"""Share of marked words that must be Vietnamese syllables before old letters are believed."""
_TOO_FEW = 0.4
"""Below this share a text that claims to be Unicode is taken for garbled."""
_SPEAKS = 5
"""Marked words that are needed for a judgement."""
_SAMPLE = 400_000

_MARKED_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"(?:iê|yê|ươ|uô|uyê|uâ|uê|ua|uơ|uy|uă|oa|oă|oe|ia|ya|ưa|oo|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnptiyou])?"
)
_SHORTENED = re.compile("[BCDĐGHKLMNPQRSTVX]{1,8}")
"""NĐ, QĐ, BLĐTBXH: letters that stand for words."""
_TWICE = re.compile("[ÂÃÄÅÆáâ][\u0080-\u00bf‘’“”•–—˜™š›œžŸ€‚ƒ„…†‡ˆ‰Š‹ŒŽ]")
"""What Vietnamese in UTF-8 looks like where it was taken for a western text and stored again."""
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


@dataclass(frozen=True)
class Decoded:
    """`encoding`: utf-8, utf-16, cp1258, tcvn3, vni, ascii."""

    text: str
    encoding: str


def decoded(path: Path, data: bytes) -> Decoded:
    """The text of a file. Raises FileNotRead: `not_text`, `garbled`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(path, data, "utf-16")
    if b"\0" in data:
        return _strict(path, data, _wide(path, data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _of_one_byte(path, data)
    if text.isascii():
        return Decoded(text, "ascii")
    if "\ufffd" in text:  # letters were lost before: nobody can bring them back
        raise FileNotRead(path=str(path), because="garbled")
    share, count = _share(text)
    twice = len(_TWICE.findall(text[:_SAMPLE]))
    if twice >= _SPEAKS and twice > count // 5:
        raise FileNotRead(path=str(path), because="garbled")
    if count >= _SPEAKS and share < _TOO_FEW:
        return _shown_wrongly(path, text)
    return Decoded(text, "utf-8")


def _wide(path: Path, data: bytes) -> str:
    """UTF-16 without a mark at its head: every other byte of plain letters is nothing."""
    sample = data[:4_000]
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if low > len(sample) // 5 and not high:
        return "utf-16-le"
    if high > len(sample) // 5 and not low:
        return "utf-16-be"
    raise FileNotRead(path=str(path), because="not_text")


def _strict(path: Path, data: bytes, codec: str) -> Decoded:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise FileNotRead(path=str(path), because="garbled") from error
    controls = sum(1 for letter in text[:_SAMPLE] if letter < " " and letter not in "\t\r\n")
    if "\0" in text or controls > len(text[:_SAMPLE]) // 100:
        raise FileNotRead(path=str(path), because="not_text")
    return Decoded(unicodedata.normalize("NFC", text.removeprefix("\ufeff")), "utf-16")


def _of_one_byte(path: Path, data: bytes) -> Decoded:
    shown = data.decode("cp1252", errors="replace")
    tries: list[tuple[str, Callable[[], str]]] = [
        ("cp1258", lambda: unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))),
        ("tcvn3", lambda: from_tcvn3(_latin(data))),
        ("vni", lambda: from_vni(shown)),
    ]
    return _best(path, tries)


def _latin(data: bytes) -> str:
    """Windows-1252, and the few bytes it leaves empty by their number."""
    table = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)}
    return "".join(map(table.__getitem__, data))


def _shown_wrongly(path: Path, text: str) -> Decoded:
    """Old letters that some program took for western ones and stored as Unicode."""
    return _best(path, [("tcvn3", lambda: from_tcvn3(text)), ("vni", lambda: from_vni(text))])


def _best(path: Path, tries: list[tuple[str, Callable[[], str]]]) -> Decoded:
    found: list[tuple[float, Decoded]] = []
    for encoding, read in tries:
        text = read()
        share, count = _share(text)
        if count and "\ufffd" not in text:
            found.append((share, Decoded(text, encoding)))
    share, best = max(found, key=lambda each: each[0], default=(0.0, Decoded("", "")))
    if share < _ENOUGH:
        raise FileNotRead(path=str(path), because="garbled")
    return best


def _share(text: str) -> tuple[float, int]:
    """(share of the words with a mark that are Vietnamese syllables, how many such words)."""
    words = _MARKED_WORD.findall(text[:_SAMPLE])
    marked = [word for word in words if not word.isascii() and not _SHORTENED.fullmatch(word)]
    good = sum(1 for word in marked if is_syllable(word))
    return (good / len(marked) if marked else 1.0), len(marked)


def is_syllable(word: str) -> bool:
    """Whether a word could be one Vietnamese syllable: at most one tone, letters in an order that occurs."""
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = sum(1 for mark in apart if ord(mark) in _TONES)
    plain = unicodedata.normalize("NFC", apart.translate(_TONES))
    is_one_case = word in (word.lower(), word.upper(), word.capitalize())
    return tones <= 1 and is_one_case and _SYLLABLE.fullmatch(plain) is not None
