"""What a person types into a field, made clean or refused: texts, login names, dates. Import from `text`.

Nothing is cut silently and nothing is guessed: a text is stored as it stands, in NFC, or refused with the
field, the problem and the limit.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from counter_app.domain.errors import FieldProblem, InvalidField

_UNSEEN_BESIDES_FORMAT = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_BREAKS = re.compile("\r\n|[\n\r\u2028\u2029]")
_BLANKS = frozenset(" \t")

# NFC makes a text at most this many times shorter; a text that is longer even so need not be normalised
# (putting thousands of combining marks in order takes quadratic time).
_NFC_SHRINK = 4

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{4}|[0-9]{2}))?[-/.]?")
_DIGITS_ONLY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_COMPACT_ISO = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")

FIRST_YEAR = 1900
LAST_YEAR = 2199
MAX_NAME = 255
"""Characters of a name of a person or company."""
MAX_TEXT = 2_000
"""Characters of notes, reasons and catalogue texts."""
_MAX_DATE_TEXT = 40


def clean(
    text: str,
    *,
    field: str,
    max_length: int,
    required: bool = False,
    lines: int = 1,
    min_length: int = 0,
) -> str:
    """`text` in NFC, trimmed, runs of blanks made one, characters that cannot be seen taken out (bidi
    controls, zero-width ones, BOM, soft hyphen).

    `lines` above 1 keeps line breaks, each a `\\n`, up to that many lines. Lengths are in characters;
    `min_length` counts only where something was typed.

    Raises InvalidField: surrogate, control (also a tab within one line), line_break, too_many_lines
    {limit}, too_long {limit}, empty, too_short {limit, missing}.
    """
    _refuse_unstorable(text, field)
    seen = "".join(c for c in text if not _is_unseen(c))
    rows = [_one_blank(row, field, is_single=lines == 1) for row in _BREAKS.split(seen)]
    rows = _trim(rows)
    if len(rows) > lines:
        if lines == 1:
            raise InvalidField(field=field, problem=FieldProblem.LINE_BREAK)
        raise InvalidField(field=field, problem=FieldProblem.TOO_MANY_LINES, limit=lines)
    joined = "\n".join(rows)
    if len(joined) > _NFC_SHRINK * max_length:
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=max_length)
    result = unicodedata.normalize("NFC", joined)
    if len(result) > max_length:
        raise InvalidField(field=field, problem=FieldProblem.TOO_LONG, limit=max_length)
    if required and not result:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    if result and len(result) < min_length:
        missing = min_length - len(result)
        raise InvalidField(field=field, problem=FieldProblem.TOO_SHORT, limit=min_length, missing=missing)
    return result


def clean_name(text: str, *, field: str, required: bool = True) -> str:
    """A name of a person or company: one line, 2–255 characters, at least one of them a letter or digit.

    Raises InvalidField as `clean` does, and characters.
    """
    name = clean(text, field=field, max_length=MAX_NAME, required=required, min_length=2)
    if name and not any(c.isalnum() for c in name):
        raise InvalidField(field=field, problem=FieldProblem.CHARACTERS)
    return name


def has_unseen(text: str) -> bool:
    """Whether `text` holds characters that `clean` would take out: imports show such rows."""
    return any(_is_unseen(c) for c in text)


def normalise_login(text: str) -> str:
    """A login as it is compared: NFKC, casefolded, trimmed, blanks made one. Never raises; what cannot be
    seen is taken out, so an empty answer is possible."""
    seen = "".join(c for c in text[:MAX_NAME] if not _is_unseen(c) and not _is_control(c))
    folded = unicodedata.normalize("NFKC", seen).casefold()
    # Casefolding may undo NFKC for a few letters, and the other way round: the second turn settles it.
    settled = unicodedata.normalize("NFKC", folded).casefold()
    return " ".join(unicodedata.normalize("NFKC", settled).split())


def parse_date(text: str, today: date, *, field: str = "date") -> date:
    """A date as clerks type it: `231126`, `23112026`, `23/11`, `23-11-2026`, `23.11.26`, or ISO.

    Day before month, always. Without a year it is `today`'s; two digits are 20yy. 1900–2199 only.
    Raises InvalidField: empty, format, month, day (no such day in that month), year {lowest, highest}.
    """
    typed = unicodedata.normalize("NFKC", text[:_MAX_DATE_TEXT]).strip()
    if not typed:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    typed = re.sub(r" *([-/.]) *", r"\1", typed)
    if iso := _ISO.fullmatch(typed):
        return _calendar_day(field, iso[1], iso[2], iso[3])
    if (compact := _COMPACT_ISO.fullmatch(typed)) and not _is_year(typed[4:]):
        return _calendar_day(field, compact[1], compact[2], compact[3])
    match = _DAY_FIRST.fullmatch(typed) or _DIGITS_ONLY.fullmatch(typed)
    if match is None or len(text) > _MAX_DATE_TEXT:
        raise InvalidField(field=field, problem=FieldProblem.FORMAT)
    year = match[3] or f"{today.year:04d}"
    return _calendar_day(field, year if len(year) == 4 else f"20{year}", match[2], match[1])


def _is_year(digits: str) -> bool:
    return FIRST_YEAR <= int(digits) <= LAST_YEAR


def _calendar_day(field: str, year: str, month: str, day: str) -> date:
    if not _is_year(year):
        raise InvalidField(field=field, problem=FieldProblem.YEAR, lowest=FIRST_YEAR, highest=LAST_YEAR)
    if not 1 <= int(month) <= 12:
        raise InvalidField(field=field, problem=FieldProblem.MONTH)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise InvalidField(field=field, problem=FieldProblem.DAY) from None


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r"


def _is_unseen(char: str) -> bool:
    return char in _UNSEEN_BESIDES_FORMAT or (char > "\x7f" and unicodedata.category(char) == "Cf")


def _refuse_unstorable(text: str, field: str) -> None:
    for char in text:
        if " " <= char <= "~":
            continue
        if "\ud800" <= char <= "\udfff":
            raise InvalidField(field=field, problem=FieldProblem.SURROGATE)
        # Noncharacters are for the inside of programs: exchanged texts may not hold them.
        if _is_control(char) or ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef":
            raise InvalidField(field=field, problem=FieldProblem.CONTROL)


def _one_blank(row: str, field: str, *, is_single: bool) -> str:
    blanked = "".join(" " if c not in _BLANKS and unicodedata.category(c) == "Zs" else c for c in row)
    stripped = blanked.strip(" \t")
    if is_single and "\t" in stripped:  # two cells of a table pasted into one field
        raise InvalidField(field=field, problem=FieldProblem.CONTROL)
    return " ".join(part for part in stripped.replace("\t", " ").split(" ") if part)


def _trim(rows: list[str]) -> list[str]:
    filled = [number for number, row in enumerate(rows) if row]
    return rows[filled[0] : filled[-1] + 1] if filled else []
