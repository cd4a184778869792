"""What tests of several rooms share: a trial desk spoken to in act lines; where random cases come from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.builders import Clock
from tests.desks import Counter, a_trial

# New random cases belong to the runs at a desk and to the campaigns: what a change is judged by is the same
# for every change.
settings.register_profile("judged", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("judged")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """An empty trial desk on Monday 23/11/2026, 09:14."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)
