"""Vietnamese text: folded for search, sorted by its alphabet, dates, money and legal forms in words.

The checks of what a person types are in `text_fields`; they are imported from here too.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from counter_app.domain.text_fields import (
    MAX_NAME,
    MAX_TEXT,
    clean,
    clean_name,
    has_unseen,
    normalise_login,
    parse_date,
)

__all__ = [
    "LIKE_ESCAPE",
    "MAX_NAME",
    "MAX_TEXT",
    "clean",
    "clean_name",
    "date_text",
    "day_month_text",
    "day_name",
    "day_name_long",
    "fold",
    "fts_query",
    "has_unseen",
    "initials",
    "like_pattern",
    "long_date_text",
    "money",
    "name_key",
    "normalise_login",
    "parse_date",
    "search_tokens",
    "short_legal_form",
    "sort_key",
    "time_text",
]

# Letters that Unicode does not take apart. Eth and African d stand for đ in old files: they look the same.
_UNDIVIDED = str.maketrans(
    {"đ": "d", "ð": "d", "ɖ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h"}
)

MAX_SEARCH = 400
"""Characters of a search that count; nobody types more, a paste may."""
MAX_TOKENS = 16
LIKE_ESCAPE = "\\"

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_LETTER_MARKS = "\u0302\u0306\u031b"  # circumflex, breve, horn: these make another letter, not a tone
_TONE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_OTHER_MARK = "6"
_MAX_NAME_KEY = 64

_DAY_NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_LONG_DAY_NAMES = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")

_LEGAL_FORMS = (
    (re.compile(r"công ty (?:trách nhiệm hữu hạn|tnhh) (?:(?:một|1) thành viên|mtv)\b", re.I), "TNHH MTV"),
    (re.compile(r"công ty (?:trách nhiệm hữu hạn|tnhh)\b", re.I), "TNHH"),
    (re.compile(r"(?:công ty (?:cổ phần|cp)|ctcp)\b", re.I), "CP"),
)


def fold(text: str) -> str:
    """`text` for search: no marks, no case, đ as d, everything but letters and figures one blank.

    `"Đỗ Đình Đức"` → `"do dinh duc"`, `"H24.28-261123-0001"` → `"h24 28 261123 0001"`. Idempotent.
    """
    return " ".join(text.translate(_SEARCHABLE).split())


class _Searchable(dict[int, str]):
    """Table for `str.translate`, filled as letters come: every act and every key of a search folds.

    Letter by letter is as good as the whole text: to take it apart moves nothing but marks among each other.
    """

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKD", chr(code)).casefold()
        bare = unicodedata.normalize("NFKD", folded).casefold().translate(_UNDIVIDED)
        shown = self[code] = "".join(map(_searchable, bare))
        return shown


_SEARCHABLE = _Searchable()


def _searchable(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else " "
    kind = unicodedata.category(char)[0]
    if kind == "M":
        return ""
    return char if kind in "LN" else " "


def search_tokens(text: str) -> tuple[str, ...]:
    """The words of a search, folded; at most 16, of the first 400 characters."""
    return tuple(fold(text[:MAX_SEARCH]).split()[:MAX_TOKENS])


def fts_query(text: str) -> str | None:
    """An FTS5 MATCH expression for what was typed: every word quoted, all must be found, the last one may
    be the beginning of a word. None when there is nothing to search."""
    tokens = search_tokens(text)
    if not tokens:
        return None
    # Tokens hold letters and figures only, so a quote cannot occur; the star is ours alone.
    return " ".join(f'"{token}"' for token in tokens) + "*"


def like_pattern(text: str) -> str:
    """A LIKE pattern that finds `text` literally anywhere; use with `ESCAPE '\\'` (`LIKE_ESCAPE`)."""
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"


def sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese one: a ă â b c d đ e ê …; then tones (ngang, huyền, hỏi,
    ngã, sắc, nặng); then case. A text, so a store may keep it in a column and sort by it."""
    normal = unicodedata.normalize("NFC", text)
    places: list[str] = []
    tones: list[str] = []
    for char in normal.casefold():
        letter, tone = _LETTERS[char]
        for part in letter:
            if part == " " and (not places or places[-1] == " "):
                continue
            places.append(_PLACE.get(part, part))
            tones.append(tone)
    while places and places[-1] == " ":
        places.pop()
        tones.pop()
    return f"{''.join(places)}\x01{''.join(tones)}\x01{normal.swapcase()}"


def _letter_and_tone(char: str) -> tuple[str, str]:
    """The letter of the alphabet under its tone, and the tone's rank; what is neither is one blank."""
    if char in _PLACE or (char.isascii() and char.isalnum()):
        return char, "0"
    parts = unicodedata.normalize("NFD", char)
    if unicodedata.category(parts[0])[0] == "M":
        return "", ""
    if not parts[0].isascii():
        letter = char.translate(_UNDIVIDED)
        return (letter, "0" if letter == char else _OTHER_MARK) if char.isalnum() else (" ", "0")
    with_mark = unicodedata.normalize("NFC", parts[0] + "".join(m for m in parts if m in _LETTER_MARKS))
    letter = with_mark if with_mark in _PLACE else parts[0]
    tone = next((_TONE[m] for m in parts if m in _TONE), _OTHER_MARK)
    return (letter, tone) if letter.isalnum() else (" ", "0")


class _Letters(dict[str, tuple[str, str]]):
    """`_letter_and_tone` of the letters that came so far."""

    def __missing__(self, char: str) -> tuple[str, str]:
        found = self[char] = _letter_and_tone(char)
        return found


_LETTERS = _Letters()


def money(amount: int) -> str:
    """Whole đồng with dots between thousands: `3000000` → `"3.000.000"`."""
    return f"{amount:,}".replace(",", ".")


def date_text(day: date) -> str:
    """`23/11/2026`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def day_month_text(day: date) -> str:
    """`31/8`, `03/9`, `02/02`: as official papers write a day and month (NĐ 30/2020/NĐ-CP: days below 10
    and the months 1 and 2 get a nought)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}"


def long_date_text(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`, `ngày 23 tháng 11 năm 2026`."""
    number, month = day_month_text(day).split("/")
    return f"ngày {number} tháng {month} năm {day.year:04d}"


def day_name(day: date) -> str:
    """`T2` … `T7`, `CN`, for small places."""
    return _DAY_NAMES[day.weekday()]


def day_name_long(day: date) -> str:
    """`thứ hai` … `thứ bảy`, `chủ nhật`."""
    return _LONG_DAY_NAMES[day.weekday()]


def time_text(moment: datetime | time) -> str:
    """`09:14`."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def short_legal_form(name: str) -> str:
    """`Công ty TNHH X` → `TNHH X`, `Công ty Cổ phần X` → `CP X`, for lists only; other names stay as they
    are, and so does a name that is nothing but its legal form."""
    normal = unicodedata.normalize("NFC", name)
    for pattern, short in _LEGAL_FORMS:
        match = pattern.match(normal)
        if match and normal[match.end() :].strip():
            return short + normal[match.end() :]
    return name


def name_key(name: str) -> str:
    """By what a list orders names as it shows them: `sort_key` of the name with its legal form shortened, at
    most 64 characters. Names that differ only behind that stand in the order in which they came."""
    return sort_key(short_legal_form(name))[:_MAX_NAME_KEY]


def initials(name: str) -> str:
    """First and last word's first letters, for a tile: `Nguyễn Thị Lan` → `NL`; one word gives one."""
    words = [word for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", name)) if word]
    if not words:
        return ""
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper()
