"""The key is kept under the system's protection, never overwritten, and its loss is named."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest

from counter_app.domain.errors import StoreNotOpened
from counter_app.storage.keys import KEY_BYTES, KEY_FILE, KeyKind, create_key, load_key


class _Ring(keyring.backend.KeyringBackend):
    """A keyring of this process: the edge to the desktop's own."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))


@pytest.fixture
def ring() -> Iterator[_Ring]:
    before = keyring.get_keyring()
    ring = _Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_a_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    made = create_key(tmp_path, "file")
    assert len(made.key) == KEY_BYTES
    assert made.warning is None
    assert load_key(tmp_path) == made.key
    if os.name == "posix":
        assert made.kind is KeyKind.FILE
        assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_keys_differ_and_are_never_overwritten(tmp_path: Path) -> None:
    first = create_key(tmp_path, "file").key
    with pytest.raises(StoreNotOpened) as refused:
        create_key(tmp_path, "file")
    assert refused.value.facts["because"] == "key_exists"
    assert load_key(tmp_path) == first
    (tmp_path / "b").mkdir()
    assert create_key(tmp_path / "b", "file").key != first


def test_a_key_in_the_keyring_is_not_in_the_file(tmp_path: Path, ring: _Ring) -> None:
    made = create_key(tmp_path, "keyring")
    assert (made.kind, made.warning) == (KeyKind.KEYRING, None)
    assert load_key(tmp_path) == made.key
    assert made.key.hex() not in (tmp_path / KEY_FILE).read_text()
    ring.kept.clear()
    with pytest.raises(StoreNotOpened) as refused:
        load_key(tmp_path)
    assert refused.value.facts["because"] == "key_missing"


@pytest.mark.parametrize(
    ("backend", "warning"),
    [(keyring.backends.fail.Keyring(), "NoKeyringError"), (keyring.backends.null.Keyring(), "not_kept")],
)
def test_a_keyring_that_keeps_nothing_falls_back_visibly(
    tmp_path: Path,
    ring: _Ring,
    caplog: pytest.LogCaptureFixture,
    backend: keyring.backend.KeyringBackend,
    warning: str,
) -> None:
    keyring.set_keyring(backend)
    with caplog.at_level(logging.WARNING):
        made = create_key(tmp_path, "keyring")
    assert made.warning == warning
    assert made.kind is not KeyKind.KEYRING
    assert warning in caplog.text
    assert made.key.hex() not in caplog.text
    assert load_key(tmp_path) == made.key


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (None, "key_missing"),
        ("", "key_damaged"),
        ("file:", "key_damaged"),
        ("file:AAAA", "key_damaged"),
        ("file:not base64!", "key_damaged"),
        ("stone:AAAA", "key_damaged"),
        ("file:ổ", "key_damaged"),
    ],
)
def test_a_lost_or_broken_key_is_named(tmp_path: Path, text: str | None, because: str) -> None:
    if text is not None:
        (tmp_path / KEY_FILE).write_text(text, "utf-8")
    with pytest.raises(StoreNotOpened) as refused:
        load_key(tmp_path)
    assert refused.value.facts == {"path": str(tmp_path / KEY_FILE), "because": because}
