"""What this window remembers on this machine (sizes, columns, last choices): QSettings with types."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSettings


class Memory:
    """Typed memory. A value that cannot be read is as if it had never been kept: a broken file stops nothing.

    Keys are paths such as `dossiers/columns`. Nothing personal is kept here.
    """

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings("counter-app", "counter-app")

    def text(self, key: str, default: str = "") -> str:
        """A word kept under `key`."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int = 0) -> int:
        """A whole number kept under `key`."""
        try:
            return int(str(self._settings.value(key, default)))
        except ValueError:
            return default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A yes or no kept under `key`."""
        return str(self._settings.value(key, default)).lower() in {"true", "1"}

    def words(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of words kept under `key`."""
        try:
            found = json.loads(self.text(key))
        except (ValueError, RecursionError):
            return tuple(default)
        is_words = isinstance(found, list) and all(isinstance(word, str) for word in found)
        return tuple(found) if is_words else tuple(default)

    def state(self, key: str) -> QByteArray:
        """Geometry that Qt wrote; empty where there is none."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, key: str, value: str | int | bool | QByteArray | Sequence[str]) -> None:
        """Remember a value."""
        if isinstance(value, (list, tuple)):
            value = json.dumps(list(value), ensure_ascii=False)
        self._settings.setValue(key, value)

    def forget(self, key: str) -> None:
        """As if nothing had been kept under `key`."""
        self._settings.remove(key)
