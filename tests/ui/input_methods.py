"""Vietnamese input methods as UniKey is one: below the window, with backspaces and other letters.

Such a program swallows the key that makes a mark, sends as many backspaces as letters change, and then the
letters with their marks. It knows the keys of the present word only, never what stands in the field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

BACKSPACE = "\b"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_ALL_TONES = frozenset(_TONES.values())
_VOWELS = frozenset("aeiouy")

Transform = Callable[[list[str], str], bool | None]
"""Changes the letters of the word for a key. True: done; False: the mark was there and is taken off, the
key stands for itself; None: the key makes no mark here."""


class InputMethod:
    """`press(key)` is what the window gets instead of the key. `restores`: a word that is none is put back
    as it was typed when it ends, as the option of that name does."""

    def __init__(self, transform: Transform, *, restores: bool = False) -> None:
        self._transform, self._restores = transform, restores
        self.reset()

    def reset(self) -> None:
        """Another word begins: a blank, Enter, a click, another field."""
        self._word: list[str] = []
        self._typed: list[str] = []
        self._is_off = False

    def press(self, key: str) -> tuple[str, ...]:
        """What reaches the window."""
        if key == BACKSPACE:
            del self._word[-1:], self._typed[-1:]
            return (key,)
        if not (key.isalnum() and len(key) == 1):
            return self._end(key)
        before = list(self._word)
        done = None if self._is_off else self._transform(self._word, key)
        self._typed.append(key)
        if done is not True:
            self._word.append(key)
            # A word with a mark taken off, or with a figure in it, is none: UniKey leaves it alone.
            self._is_off = self._is_off or done is False or key.isdigit()
        return _changes(before, self._word)

    def _end(self, key: str) -> tuple[str, ...]:
        shown, typed, is_none = self._word, self._typed, self._is_off
        self.reset()
        if self._restores and is_none and shown != typed:
            return (*_changes(shown, typed), key)
        return (key,)


def _changes(before: list[str], after: list[str]) -> tuple[str, ...]:
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    return (*(BACKSPACE for _ in before[same:]), *after[same:])


def an_input_method(name: str, *, restores: bool = False) -> InputMethod:
    """`telex` or `vni`."""
    return InputMethod({"telex": _telex, "vni": _vni}[name], restores=restores)


def _vni(word: list[str], key: str) -> bool | None:
    if key in _TONES:
        return _tone(word, _TONES[key])
    if key == "0":
        return _no_tone(word)
    shapes = {"6": ("aeo", _CIRCUMFLEX), "7": ("uo", _HORN), "8": ("a", _BREVE)}
    if key in shapes:
        return _shape(word, *shapes[key])
    return _stroke(word) if key == "9" else None


def _telex(word: list[str], key: str) -> bool | None:
    low = key.lower()
    if low in _TELEX_TONES:
        return _tone(word, _TELEX_TONES[low])
    if low == "z":
        return _no_tone(word)
    if low in "aeo":
        return _shape(word, low, _CIRCUMFLEX)
    if low == "w":
        return _w(word, key)
    return _stroke(word) if low == "d" else None


def _w(word: list[str], key: str) -> bool | None:
    done = _shape(word, "uo", _HORN)
    if done is None:
        done = _shape(word, "a", _BREVE)
    if done is None:  # a w alone is an ư
        word.append("ư" if key == "w" else "Ư")
        return True
    return done


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()


def _with(letter: str, *, add: str = "", drop: frozenset[str] = frozenset()) -> str:
    first, *marks = unicodedata.normalize("NFD", letter)
    kept = [mark for mark in marks if mark not in drop] + list(add)
    kept.sort(key=lambda mark: mark in _ALL_TONES)  # a tone stands above the shape
    return unicodedata.normalize("NFC", "".join((first, *kept)))


def _marks(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[1:]


def _tone(word: list[str], tone: str) -> bool | None:
    at = _place(word)
    if at is None:
        return None
    had = next((mark for letter in word for mark in _marks(letter) if mark in _ALL_TONES), "")
    for n, letter in enumerate(word):
        word[n] = _with(letter, drop=_ALL_TONES)
    if had == tone:
        return False
    word[at] = _with(word[at], add=tone)
    return True


def _place(word: list[str]) -> int | None:
    vowels = [n for n, letter in enumerate(word) if _bare(letter) in _VOWELS]
    if not vowels:
        return None
    shaped = [n for n in vowels if set(_marks(word[n])) - _ALL_TONES]
    if shaped:
        return shaped[-1]
    is_closed = vowels[-1] < len(word) - 1
    return vowels[-1] if is_closed or len(vowels) == 1 else vowels[-2]


def _no_tone(word: list[str]) -> bool | None:
    if not any(set(_marks(letter)) & _ALL_TONES for letter in word):
        return None
    word[:] = [_with(letter, drop=_ALL_TONES) for letter in word]
    return True


def _shape(word: list[str], letters: str, shape: str) -> bool | None:
    found = [n for n, letter in enumerate(word) if _bare(letter) in letters]
    if not found:
        return None
    at = found[-1]
    places = [at - 1, at] if shape == _HORN and at - 1 in found else [at]
    others = frozenset({_CIRCUMFLEX, _BREVE, _HORN})
    had = all(shape in _marks(word[n]) for n in places)
    for n in places:
        word[n] = _with(word[n], drop=others, add="" if had else shape)
    return not had


def _stroke(word: list[str]) -> bool | None:
    for n, letter in enumerate(word):
        if letter in "dD":
            word[n] = "đ" if letter == "d" else "Đ"
            return True
        if letter in "đĐ":
            word[n] = "d" if letter == "đ" else "D"
            return False
    return None
