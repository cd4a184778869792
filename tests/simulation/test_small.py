"""A small number of worlds, told stories that once broke, and every mutant caught by the seed that knows it.

The whole campaign is `python -m tests.simulation --seeds 5000`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from counter_app.domain.dossier import Dossier
from counter_app.storage import verify
from tests.simulation import acts, hunt, mutants, oracle
from tests.simulation.machine import Machine
from tests.simulation.network import FAIR
from tests.simulation.world import World

SEEDS = range(24)
CAUGHT_BY = {
    "no_dedup": 2,
}
"""Mutant → a seed that catches it."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_keeps_its_promises(seed: int) -> None:
    told = hunt.tell(seed)
    assert not told.broken, "\n".join([told.broken, *told.story, told.trace])


def test_a_seed_tells_the_same_story_again() -> None:
    first, again = hunt.tell(3), hunt.tell(3)
    assert first.story == again.story
    assert first.paper == again.paper > 0


@pytest.mark.parametrize("mutant", sorted(CAUGHT_BY))
def test_a_broken_protocol_is_caught(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.apply(mutant, monkeypatch.setattr)
    assert hunt.tell(CAUGHT_BY[mutant]).broken


def test_every_mutant_has_its_seed() -> None:
    assert set(CAUGHT_BY) == set(mutants.MUTANTS)


@contextmanager
def a_world() -> Iterator[tuple[World, Machine, Machine]]:
    """A world without chance in it; its first two desks."""
    world = World(0, steps=0)
    world.tell("told by hand")
    try:
        yield world, world.machines[0], world.machines[1]
    finally:
        world.close()


def received(world: World, machine: Machine) -> str:
    answer = acts.receive(machine, world.rng, "Đỗ Đình Đức")
    assert answer["ok"], answer
    return str(answer["code"])


def everywhere(world: World, code: str) -> list[Dossier]:
    """The dossier at every desk, once all have met."""
    for _ in range(2):
        for machine in world.machines:
            world.meet(machine, FAIR)
    oracle.check(world)
    found = [acts.look(machine, code) for machine in world.machines]
    return [each for each in found if each is not None]


def test_what_was_relayed_for_another_is_no_lost_number_here() -> None:
    with a_world() as (world, one, other):
        before = world.centre.copy()
        code = received(world, other)
        world.meet(other, FAIR)
        world.meet(one, FAIR)
        world.centre = before
        report = world.meet(one, FAIR)
        assert report.relayed == 2, "the reception, and that the other desk was opened"
        with one.desk.store.read() as reading:
            assert verify.verify_numbers(reading.conn) == []
        assert len(everywhere(world, code)) == len(world.machines)


def test_an_act_stands_though_what_it_was_done_on_is_offered_again_behind_it() -> None:
    with a_world() as (world, one, other):
        before = world.centre.copy()
        code = received(world, other)
        world.meet(other, FAIR)
        world.meet(one, FAIR)
        world.centre = before
        asked = {"items": [{"no": 1, "text": "Bản sao"}], **acts.WORDS}
        assert acts.say(one, "request_supplement", "lan", code=code, **asked)["ok"]
        world.meet(one, FAIR)
        for dossier in everywhere(world, code):
            assert (dossier.status, dossier.code) == ("awaiting_supplement", code)
            assert not dossier.conflicts


def test_a_shared_portal_code_reads_the_same_after_a_reception_here() -> None:
    with a_world() as (world, one, other):
        for machine in (one, other):
            assert acts.register(machine, world.rng, "G22.99-0001-TT")["ok"]
        for machine in (one, other, one):
            world.meet(machine, FAIR)
        assert acts.accept(one, "G22.99-0001-TT")["ok"]
        world.meet(one, FAIR)
        oracle.rebuilds_the_same(one)
