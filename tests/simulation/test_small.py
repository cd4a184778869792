"""A small number of worlds, the stories told by hand, and every mutant caught by its seed or story.

The whole campaign is `python -m tests.simulation --seeds 5000`.
"""

from __future__ import annotations

import pytest

from tests.simulation import hunt, mutants
from tests.simulation.oracle import Broken
from tests.simulation.stories import STORIES

SEEDS = range(24)
ONCE_BROKEN: tuple[int, ...] = ()
"""Seeds that broke a promise once; what they met is told in `stories` too."""
CAUGHT_BY: dict[str, int | str] = {
    "no_relay": "only_another_desk_holds_it",
    "present_life_only": "an_earlier_life_holds_it",
    "block_kept": "a_copy_meets_the_centre",
    "feed_hash_unheeded": 0,
    "no_dedup": 2,
    "positions_kept": 0,
    "confirmed_by_push": 0,
    "fork_dropped": 1,
    "sent_flag": 0,
    "no_new_incarnation": 27,
    "order_by_clocks": "clocks_disagree",
    "two_transactions": "killed_before_each_step",
}
"""Mutant → a seed, or a story, that catches it."""


@pytest.mark.parametrize("seed", [*SEEDS, *ONCE_BROKEN])
def test_a_world_keeps_its_promises(seed: int) -> None:
    told = hunt.tell(seed)
    assert not told.broken, "\n".join([told.broken, *told.story, told.trace])


def test_a_seed_tells_the_same_story_again() -> None:
    first, again = hunt.tell(3), hunt.tell(3)
    assert first.story == again.story
    assert first.paper == again.paper > 0


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_story_ends_well(name: str) -> None:
    STORIES[name]()


@pytest.mark.parametrize("mutant", sorted(CAUGHT_BY))
def test_a_broken_protocol_is_caught(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.apply(mutant, monkeypatch.setattr)
    by = CAUGHT_BY[mutant]
    if isinstance(by, int):
        assert hunt.tell(by).broken
    else:
        with pytest.raises(Broken):
            STORIES[by]()


def test_every_mutant_has_its_seed() -> None:
    assert set(CAUGHT_BY) == set(mutants.MUTANTS)
