"""One store made per session, copied for each test: the migration itself has its own tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from counter_app.storage import migrate

from .desk_file import DeskFile, open_origin


@pytest.fixture(scope="session")
def _fresh(tmp_path_factory: pytest.TempPathFactory) -> DeskFile:
    file = DeskFile(tmp_path_factory.mktemp("fresh") / "desk.sqlite", os.urandom(32))
    migrate.create(file.path, file.key)
    with file.writing() as conn:
        open_origin(conn)
    return file


@pytest.fixture
def desk(_fresh: DeskFile, tmp_path: Path) -> DeskFile:
    """An empty store with one open origin."""
    return _fresh.copied_to(tmp_path)
