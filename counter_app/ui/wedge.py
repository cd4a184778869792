"""Tells a scanner from a person by the time between keys. No Qt here: keys with their times in, a burst out.

Keys are never held back for it: a burst is known when its Enter comes, and taken back then.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_GAP_MS = 35
"""A key that comes later than this after the one before is a person's, or the first of a scan."""
LEAST_DIGITS = 8
_FIGURE_KEYS = frozenset("0123456789)!@#$%^&*(đăâêôĐĂÂÊÔ\u0300\u0309\u0303\u0301\u0323")
"""What the row of figures types: as it should, with Shift held, on the Vietnamese layout of the system."""
MOST_KEYS = 2_000
"""An identity card's QR has some 200 letters; through an input method three keys may stand for one."""


class KeyKind(StrEnum):
    """What a key does. OTHER: it types nothing (an arrow, a shortcut)."""

    CHAR = "char"
    BACKSPACE = "backspace"
    END = "end"
    OTHER = "other"


@dataclass(frozen=True)
class Key:
    """A key press at `at` milliseconds of any clock that only goes on. `text` is what it types; `is_repeat`
    when it is held down, which no scanner does."""

    at: float
    kind: KeyKind
    text: str = ""
    is_repeat: bool = False


@dataclass(frozen=True)
class Burst:
    """The keys of a run that ended like a scan, without the Enter or Tab that ended it."""

    keys: tuple[Key, ...]
    ended_at: float


class WedgeDetector:
    """Give it every key press in order: `press` answers a Burst with the Enter or Tab that ends one."""

    def __init__(self) -> None:
        self._run: list[Key] = []
        self._last_at: float | None = None
        self._burst_ended_at: float | None = None

    def is_first(self, at: float) -> bool:
        """Whether a key at this time would begin another run."""
        return self._last_at is None or not 0 <= at - self._last_at < MAX_GAP_MS

    def count(self) -> int:
        """Keys of the present run."""
        return len(self._run)

    def would_end(self, at: float) -> bool:
        """Whether Enter or Tab at this time would end a scan."""
        return not self.is_first(at) and self._is_scan()

    def is_after_burst(self, at: float) -> bool:
        """Whether Enter or Tab at this time belongs to the scan that just ended (CR and LF)."""
        return self._burst_ended_at is not None and 0 <= at - self._burst_ended_at < MAX_GAP_MS

    def press(self, key: Key) -> Burst | None:
        """Take the next key."""
        if self.is_first(key.at) or key.is_repeat:
            self._run.clear()
        self._last_at = key.at
        if key.is_repeat:
            return None
        if key.kind is not KeyKind.END:
            self._burst_ended_at = None
            if len(self._run) < MOST_KEYS:
                self._run.append(key)
            return None
        found = Burst(tuple(self._run), key.at) if self._is_scan() else None
        self._run.clear()
        self._last_at = None
        self._burst_ended_at = key.at if found is not None else None
        return found

    def _is_scan(self) -> bool:
        # A figure that became a mark still counts: each backspace stands for at least one key of a scan.
        figures = sum(key.text in _FIGURE_KEYS and key.text != "" for key in self._run)
        marks = sum(
            one.kind is KeyKind.CHAR and two.kind is KeyKind.BACKSPACE
            for one, two in zip(self._run, self._run[1:], strict=False)
        )
        return figures + marks >= LEAST_DIGITS
