"""F1, F9, F18 in a small size, and the proof that the oracle sees; whole size: `python -m tests.faults`."""

from __future__ import annotations

import os

import pytest

from tests.faults.campaign import campaign
from tests.faults.mutants import MUTANTS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the receiving child is forked")

NOTHING_WRONG = {"lost": 0, "doubled": 0, "gaps": 0}


def test_two_hundred_kills_while_receiving_lose_nothing() -> None:
    """F1: every acknowledged code once, none twice, no gap; what was not acknowledged is told at start."""
    figures = campaign("F1", kills=200)
    assert figures.items() >= NOTHING_WRONG.items()
    assert figures["kills"] == 200
    assert figures["acked"] >= 20  # a slow machine gives fewer within 30 ms
    assert figures["stored_unacked"] >= 1  # else no kill fell between commit and answer


def test_a_wal_that_is_deleted_after_a_kill_comes_back_from_the_journal() -> None:
    """F9."""
    figures = campaign("F9", kills=25)
    assert figures.items() >= NOTHING_WRONG.items()
    assert figures["replayed"] >= figures["acked"] >= 1


def test_a_file_rolled_back_to_a_copy_is_brought_forward_before_the_first_number() -> None:
    """F18."""
    figures = campaign("F18", kills=25)
    assert figures.items() >= NOTHING_WRONG.items()
    assert figures["replayed"] >= 1


def test_the_oracle_catches_every_broken_program() -> None:
    """Each mutant is caught by at most 100 kills; how it is broken stands in `mutants`."""
    figures = campaign("mutants", kills=100)
    assert all(1 <= figures[name] <= 100 for name in MUTANTS)
