"""The key of the encrypted file: 32 random bytes kept under the operating system's own protection."""

from __future__ import annotations

import base64
import binascii
import logging
import os
import secrets
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from counter_app.domain.errors import StoreNotOpened

KEY_FILE = "store.key"
KEY_BYTES = 32
_SERVICE = "counter-app"

log = logging.getLogger(__name__)


class KeyKind(StrEnum):
    """Where the key lies; the words stand at the head of the key file."""

    FILE = "file"
    DPAPI = "dpapi"
    KEYRING = "keyring"


@dataclass(frozen=True)
class NewKey:
    """A key just made: its 32 bytes, where it really lies, and why not where it was asked (or None)."""

    key: bytes
    kind: KeyKind
    warning: str | None = None


def create_key(folder: Path, kind: KeyKind | str) -> NewKey:
    """Make the key of a new store: `file` (DPAPI on Windows, mode 0600 elsewhere) or `keyring`.

    A keyring that does not keep what it is given falls back to a file; `warning` then names the reason.
    Raises StoreNotOpened(path, because="key_exists"): a key is never overwritten, the file would be lost.
    """
    path = folder / KEY_FILE
    key = secrets.token_bytes(KEY_BYTES)
    if path.exists():
        raise StoreNotOpened(path=str(path), because="key_exists")
    if KeyKind(kind) is KeyKind.KEYRING:
        account = secrets.token_hex(8)
        warning = _put_in_keyring(account, key)
        if warning is None:
            _write(path, f"{KeyKind.KEYRING}:{account}")
            return NewKey(key, KeyKind.KEYRING)
        log.warning("key kept in a file, the keyring refused: %s", warning)
    else:
        warning = None
    stored = KeyKind.DPAPI if sys.platform == "win32" else KeyKind.FILE
    _write(path, f"{stored}:{base64.b64encode(_protect(key)).decode()}")
    return NewKey(key, stored, warning)


def load_key(folder: Path) -> bytes:
    """The 32 bytes. Raises StoreNotOpened(path, because): key_missing, key_not_readable, key_damaged."""
    path = folder / KEY_FILE
    try:
        kind, _, rest = path.read_text("ascii").strip().partition(":")
        key = _from_keyring(rest) if kind == KeyKind.KEYRING else _from_file(kind, rest)
    except FileNotFoundError as error:
        raise StoreNotOpened(path=str(path), because="key_missing") from error
    except OSError as error:
        raise StoreNotOpened(path=str(path), because="key_not_readable") from error
    except ValueError as error:  # includes UnicodeDecodeError and binascii.Error
        raise StoreNotOpened(path=str(path), because="key_damaged") from error
    if len(key) != KEY_BYTES:
        raise StoreNotOpened(path=str(path), because="key_damaged")
    return key


def _from_file(kind: str, rest: str) -> bytes:
    stored = base64.b64decode(rest, validate=True)
    if kind == KeyKind.FILE:
        return stored
    if kind == KeyKind.DPAPI:
        return _unprotect(stored)
    raise ValueError(kind)


def _write(path: Path, text: str) -> None:
    """Durable before the first row is: a store without its key is noise."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, f"{text}\n".encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_keyring(account: str, key: bytes) -> str | None:
    """Store and read back; the reason when that failed. Imported here: 120 ms that few desks need."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, account, key.hex())
        kept = keyring.get_password(_SERVICE, account)
    except (KeyringError, RuntimeError, OSError) as error:
        return type(error).__name__
    # The null backend takes everything and keeps nothing.
    return None if kept == key.hex() else "not_kept"


def _from_keyring(account: str) -> bytes:
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(_SERVICE, account)
    except (KeyringError, RuntimeError) as error:
        raise OSError("keyring") from error
    if found is None:
        raise FileNotFoundError(account)
    return binascii.unhexlify(found)


if sys.platform == "win32":  # pragma: no cover
    import ctypes
    from ctypes import wintypes

    class _Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    def _dpapi(name: str, data: bytes) -> bytes:
        """Bound to the Windows account; no prompt (flag 1), for a nightly run has no screen."""
        given = _Blob(len(data), ctypes.create_string_buffer(data, len(data)))
        result = _Blob()
        call = getattr(ctypes.windll.crypt32, name)
        if not call(ctypes.byref(given), None, None, None, None, 1, ctypes.byref(result)):
            raise ctypes.WinError()
        try:
            return ctypes.string_at(result.data, result.size)
        finally:
            ctypes.windll.kernel32.LocalFree(result.data)

    def _protect(key: bytes) -> bytes:
        return _dpapi("CryptProtectData", key)

    def _unprotect(stored: bytes) -> bytes:
        return _dpapi("CryptUnprotectData", stored)

else:

    def _protect(key: bytes) -> bytes:
        return key

    def _unprotect(stored: bytes) -> bytes:
        raise ValueError("a DPAPI key of another machine")
