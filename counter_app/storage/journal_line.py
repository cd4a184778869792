"""One line of the witness journal: a record sealed so that it is either whole and ours, or nothing."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import astuple, dataclass
from typing import Any

from counter_app.storage.event_log import StoredEvent, event_from_columns, event_to_columns

_VERSION = 1
_NONCE_BYTES = 12
_INFO = b"counter-app witness journal"


@dataclass(frozen=True)
class HeaderLine:
    """The first line: says that the journal is this key's."""


@dataclass(frozen=True)
class OriginLine:
    """An origin as the log has it, before its first event; `opened_at` in UTC ms."""

    id: str
    agency: str
    desk: int
    incarnation: int
    opened_at: int


Line = HeaderLine | OriginLine | StoredEvent


class LineBox:
    """Seals and opens lines with a key derived from the store's, so that neither key tells the other."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 30 ms, only where there is a journal
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        self._cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=_INFO).derive(key))

    def seal(self, line: Line) -> bytes:
        """One JSON line with its line feed."""
        nonce = os.urandom(_NONCE_BYTES)
        text = json.dumps(_fields(line), ensure_ascii=False, separators=(",", ":")).encode()
        box = base64.b64encode(nonce + self._cipher.encrypt(nonce, text, None)).decode()
        return f'{{"v":{_VERSION},"box":"{box}"}}\n'.encode()

    def open(self, line: bytes) -> Line | None:
        """The record, or None for a line that is torn, damaged or sealed with another key."""
        from cryptography.exceptions import InvalidTag

        try:
            outer = json.loads(line)
            raw = base64.b64decode(outer["box"], validate=True)
            text = self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
        except (ValueError, TypeError, KeyError, InvalidTag):
            return None
        return _line(json.loads(text))


def _fields(line: Line) -> list[Any]:
    if isinstance(line, StoredEvent):
        place = [line.origin, line.oseq, line.prev, line.hash, line.relayed_from]
        return ["event", place, event_to_columns(line.event)]
    if isinstance(line, OriginLine):
        return ["origin", astuple(line)]
    return ["header"]


def _line(fields: list[Any]) -> Line | None:
    match fields:
        case ["event", [origin, oseq, prev, link, relayed_from], columns]:
            return StoredEvent(event_from_columns(columns), origin, oseq, None, prev, link, relayed_from)
        case ["origin", columns]:
            return OriginLine(*columns)
        case ["header"]:
            return HeaderLine()
    return None  # a newer program's line: not read, not lost
