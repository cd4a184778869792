"""A desk of its own for each fault: closed, copied, and the paper that goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import Clock
from tests.faults.kills import witnessed
from tests.faults.paper import Paper
from tests.faults.prepared import prepared_real, prepared_trial


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """Folder of an empty trial desk."""
    return prepared_trial(tmp_path)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """Folder of an empty real desk."""
    return prepared_real(tmp_path)


@pytest.fixture
def witness(tmp_path: Path) -> Path:
    """Folder of an empty trial desk whose journal lies in `medium` beside it."""
    return witnessed(tmp_path)
