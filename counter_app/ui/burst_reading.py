"""Reads a burst of keys: which scan it is, what an input method did to it, and which keys were a person's.

No Qt here. UniKey and its like replace letters by backspaces and other letters; what they made of a scan is
undone mark by mark, and believed only where check digits, date or form of the code prove the result.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, product
from statistics import median

from counter_app.domain.codes import SCAN_NUMBER_DIGITS, ScanKind, Scanned, read_scan
from counter_app.ui.wedge import LEAST_DIGITS, Burst, Key, KeyKind

_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_VNI |= {"\u0302": "6", "\u031b": "7", "\u0306": "8", "đ": "9", "": "0"}
_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX |= {"\u031b": "w", "\u0306": "w", "đ": "d", "": "z"}
"""Mark → the key that makes it; the empty one takes a tone off."""
_METHODS = (_VNI, _TELEX)
_TONES = frozenset("\u0301\u0300\u0309\u0303\u0323")
_CIRCUMFLEX = "\u0302"
_ALONE = frozenset("ưƯ")
"""Telex writes it for a w at once, without a backspace. Other letters with marks are the scanner's own."""
_MOST_TRIES = 2_000
_INJECTED_MS = 8
_MOST_LED = 24
"""Units looked at for the beginning of a code."""
_MOST_PERSONS = 3
"""Keys that a person can strike at a scanner's speed; more of them are a part of the scan that went wrong."""
_UNPROVEN = frozenset({ScanKind.UNREADABLE, ScanKind.PORTAL_CODE})
_CERTAIN = frozenset({ScanKind.OWN_SCAN_NUMBER, ScanKind.COMMAND})
_CHECKED = frozenset({ScanKind.OWN_SCAN_NUMBER, ScanKind.FOREIGN_SCAN_NUMBER, ScanKind.COMMAND})


@dataclass(frozen=True)
class Reading:
    """`scans` in the order they were typed, `persons` the keys that a person struck meanwhile. `is_mended`:
    the input method had changed what the scanner typed. `raw` is what the last scan was read from: an
    identity card's QR, whose text is nowhere else, so it is kept out of logs."""

    scans: tuple[Scanned, ...]
    persons: tuple[Key, ...]
    is_mended: bool = False
    raw: str = field(default="", repr=False)


@dataclass(frozen=True)
class _Unit:
    """Keys that one struck key became, and what that key may have been: by VNI, by Telex. Nothing where a
    mark was taken off and the key follows as itself, or where a person went back."""

    keys: tuple[Key, ...]
    typed: tuple[tuple[str, ...], tuple[str, ...]]
    is_changed: bool = False

    @property
    def at(self) -> float:
        return self.keys[0].at


@dataclass(frozen=True)
class _Proof:
    first: int
    scanned: Scanned
    text: str
    left_out: frozenset[int] = frozenset()


def read_burst(burst: Burst, before: str, agency_id: str) -> Reading:
    """What the keys say, at a desk of `agency_id`; `before` is the text before the cursor when they began,
    as far as it is known. There is always at least one scan: an unreadable one where nothing is proven."""
    keys = [key for key in burst.keys if key.kind is not KeyKind.OTHER]
    shown = _shown_text(keys, before)
    restored = read_scan(shown, agency_id)
    if _is_put_back(keys) and restored.kind not in _UNPROVEN:
        return Reading((restored,), (), is_mended=True, raw=shown)  # the input method itself put it right
    units = _units(keys, before)
    squeezed = _squeezed_in(units, burst.ended_at)
    proof = _prove(units, squeezed, agency_id)
    if proof is not None:
        earlier, first = _earlier(units, proof, agency_id)
        is_mended = any(unit.is_changed for unit in units[proof.first :])
        persons = _persons(units, first, proof, squeezed)
        return Reading((*earlier, proof.scanned), persons, is_mended, proof.text)
    first = _first_by_rhythm(units)
    plain = "".join(key.text for key in _keys_of(units[first:]) if key.kind is KeyKind.CHAR)
    return Reading((read_scan(plain, agency_id),), _keys_of(units[:first]), raw=plain)


# -- from keys to units


def _units(keys: Sequence[Key], before: str) -> list[_Unit]:
    units: list[_Unit] = []
    buffer = list(before)
    at = 0
    while at < len(keys):
        end = at
        while end < len(keys) and keys[end].kind is KeyKind.BACKSPACE:
            end += 1
        count = end - at
        letters = end
        while letters < min(len(keys), end + count) and _is_injected(keys, letters):
            letters += 1
        if count == 0:
            letters = at + 1
        group = tuple(keys[at:letters])
        new = "".join(key.text for key in group if key.kind is KeyKind.CHAR)
        known = max(0, len(buffer) - count)
        change = _Change("".join(buffer[known:]), new, count <= len(buffer), _text_at(keys, letters))
        del buffer[known:]
        buffer.extend(new)
        is_changed = bool(count and new) or new in _ALONE
        units.append(_Unit(group, change.struck() if is_changed else ((new,), (new,)), is_changed))
        at = letters
    return units


def _text_at(keys: Sequence[Key], at: int) -> str:
    return keys[at].text if at < len(keys) and keys[at].kind is KeyKind.CHAR else ""


@dataclass(frozen=True)
class _Change:
    """Letters `old` became `new`; `is_known` when what stood there is known as a whole. `following` is the
    next letter: after a mark was taken off it is the key that did it."""

    old: str
    new: str
    is_known: bool
    following: str

    def struck(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Keys that may have done it, by VNI and by Telex."""
        if not self.old and self.new in _ALONE:
            return (self.new,), ("w" if self.new.islower() else "W",)
        return self._by(_VNI), self._by(_TELEX)

    def _by(self, method: Mapping[str, str]) -> tuple[str, ...]:
        had, has = Counter(_marks(self.old)), Counter(_marks(self.new))
        added = [self._key(mark, method) for mark in has - had]
        if not self.is_known:
            taken_off = [method[""]] if not set(has) & _TONES else []
            return tuple(dict.fromkeys([*added, *taken_off, ""]))
        if added:
            return tuple(dict.fromkeys(added))
        removed = had - has
        if self.following.lower() in {self._key(mark, method) for mark in removed}:
            return ("",)
        return (method[""],) if set(removed) & _TONES else ("",)

    def _key(self, mark: str, method: Mapping[str, str]) -> str:
        if mark != _CIRCUMFLEX or method is _VNI:
            return method[mark]
        shaped = [letter for letter in (self.new + self.old) if mark in _marks(letter)]
        return unicodedata.normalize("NFD", shaped[0])[0].lower() if shaped else ""


def _is_put_back(keys: Sequence[Key]) -> bool:
    """Whether the input method took a whole scan back, to write it again as it was typed."""
    longest = run = 0
    for key in keys:
        run = run + 1 if key.kind is KeyKind.BACKSPACE else 0
        longest = max(longest, run)
    return longest >= LEAST_DIGITS


def _is_injected(keys: Sequence[Key], at: int) -> bool:
    """Whether a letter was sent together with the key before it, by a program rather than by a hand."""
    is_letter = keys[at].kind is KeyKind.CHAR and keys[at].text.isalpha()
    return is_letter and keys[at].at - keys[at - 1].at <= _INJECTED_MS


def _marks(text: str) -> list[str]:
    marks = [mark for letter in text for mark in unicodedata.normalize("NFD", letter)[1:]]
    return marks + ["đ" for letter in text if letter in "đĐ"]


def _shown_text(keys: Iterable[Key], before: str) -> str:
    """What the keys have put into the field, what stood there before and was only put back left out."""
    buffer = list(before)
    lowest = len(buffer)
    for key in keys:
        if key.kind is KeyKind.BACKSPACE:
            del buffer[-1:]
            lowest = min(lowest, len(buffer))
        elif key.kind is KeyKind.CHAR:
            buffer.append(key.text)
    kept, new = before[lowest:], "".join(buffer[lowest:])
    same = 0
    while same < min(len(kept), len(new)) and kept[same] == new[same]:
        same += 1
    return new[same:]


def _keys_of(units: Iterable[_Unit]) -> tuple[Key, ...]:
    return tuple(key for unit in units for key in unit.keys)


# -- from units to a scan


def _prove(units: Sequence[_Unit], squeezed: frozenset[int], agency_id: str) -> _Proof | None:
    """The first beginning from which the units say something that proves itself."""
    pitch = _pitch(units)
    tries = _MOST_TRIES
    later = dict.fromkeys([*range(1, min(len(units), _MOST_LED)), len(units) - SCAN_NUMBER_DIGITS])
    both = dict.fromkeys((frozenset[int](), squeezed))
    begins = [(0, left_out) for left_out in both]
    begins += [(first, left_out) for left_out in both for first in later if first > 0]
    for first, left_out in begins:
        # Half of a code may look like a whole one: what stands before it came from another hand, or is a
        # whole scan itself.
        is_apart = first == 0 or units[first].at - units[first - 1].at > 1.5 * pitch + 1
        if not (is_apart or first % SCAN_NUMBER_DIGITS == 0):
            continue
        part = [unit for n, unit in enumerate(units) if n >= first and n not in left_out]
        found, tried = _read(part, agency_id, tries)
        tries -= tried
        if found is not None:
            proof = _Proof(first, found[0], found[1], left_out)
            if is_apart or _earlier(units, proof, agency_id)[1] == 0:
                return proof
    return None


def _read(units: Sequence[_Unit], agency_id: str, most: int) -> tuple[tuple[Scanned, str] | None, int]:
    """What the units say, if exactly one reading of them proves itself; and how many were tried."""
    found: dict[str, tuple[Scanned, str]] = {}
    tried = 0
    is_changed = any(unit.is_changed for unit in units)
    for method in range(len(_METHODS) if is_changed else 1):
        for parts in islice(product(*(unit.typed[method] for unit in units)), max(1, most - tried)):
            text = "".join(parts)
            tried += 1
            told = read_scan(text, agency_id)
            if told.kind is ScanKind.IDENTITY_CARD:
                return (told, text), tried  # nothing in it proves one reading against another
            if told.kind not in _UNPROVEN:
                found.setdefault(told.text, (told, text))
    own = [one for one in found.values() if one[0].kind in _CERTAIN]
    certain = own or list(found.values())
    return (certain[0] if len(certain) == 1 else None), tried


def _earlier(units: Sequence[_Unit], proof: _Proof, agency_id: str) -> tuple[tuple[Scanned, ...], int]:
    """Scans typed before it without an Enter between, and where the first of them begins."""
    scans: list[Scanned] = []
    first = proof.first
    while first >= SCAN_NUMBER_DIGITS:
        found, _ = _read(units[first - SCAN_NUMBER_DIGITS : first], agency_id, 1)
        if found is None or found[0].kind not in _CERTAIN:
            break
        scans.insert(0, found[0])
        first -= SCAN_NUMBER_DIGITS
    return tuple(scans), first


# -- whose keys


def _pitch(units: Sequence[_Unit]) -> float:
    gaps = [two.at - one.at for one, two in pairwise(units)]
    return median(gaps) if gaps else 0.0


def _squeezed_in(units: Sequence[_Unit], ended_at: float) -> frozenset[int]:
    """Keys between two of the scanner's, which keeps its rhythm: another hand struck them."""
    pitch = _pitch(units)
    if pitch < 1:
        return frozenset()
    times = [*(unit.at for unit in units), ended_at]
    room = {n: times[n + 1] - times[n - 1] for n in range(1, len(units)) if not units[n - 1].is_changed}
    found: set[int] = set()
    for n in sorted(room, key=room.__getitem__):
        if room[n] < 1.5 * pitch and not {n - 1, n + 1} & found:  # its neighbours are the scanner's
            found.add(n)
    return frozenset(found)


def _first_by_rhythm(units: Sequence[_Unit]) -> int:
    """Where the scanner begins: before it, the gap is not one of its rhythm."""
    pitch = _pitch(units)
    for n in range(min(len(units) - 1, _MOST_PERSONS), 0, -1):
        if pitch >= 1 and units[n].at - units[n - 1].at > 2 * pitch + 2:
            return n
    return 0


def _persons(units: Sequence[_Unit], first: int, proof: _Proof, squeezed: frozenset[int]) -> tuple[Key, ...]:
    """Keys before, within and after the code that a person struck. What a scanner is set to put around its
    codes comes in its rhythm, and is the scanner's."""
    pitch = _pitch(units[proof.first :])
    code = proof.text.upper().find(proof.scanned.text) if proof.scanned.text else 0
    begins = max(first, proof.first + max(0, code))
    while begins > 0 and 0 <= units[begins].at - units[begins - 1].at <= 1.5 * pitch + 1:
        begins -= 1
    begins = begins if begins <= _MOST_PERSONS else 0
    is_number = proof.scanned.kind in _CHECKED
    theirs = set(proof.left_out) | {
        n for n, unit in enumerate(units) if not unit.is_changed and unit.typed[0] == ("",)
    }
    for n in squeezed:
        struck = units[n].typed[0][0]
        if not struck.isdigit() if is_number else struck.isspace():
            theirs.add(n)  # reading passes over it: it is no part of the code
    inside = [unit for n, unit in enumerate(units) if n >= begins and n in theirs]
    return _keys_of([*units[:begins], *inside])
