"""What tests of several rooms share: a trial desk that is spoken to in act lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Clock
from tests.desks import Counter, a_trial


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """An empty trial desk on Monday 23/11/2026, 09:14."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)
