"""What stories told by hand are told with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.simulation import acts, oracle
from tests.simulation.machine import Killed, Machine
from tests.simulation.network import FAIR
from tests.simulation.oracle import Broken
from tests.simulation.world import World


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
    """A dossier taken in; its code."""
    answer = acts.receive(machine, world.rng, "Đỗ Đình Đức")
    if not answer["ok"]:
        raise Broken(f"not received: {answer}")
    world.accepted(machine, "receive", answer)
    return str(answer["code"])


def meet(world: World, *machines: Machine) -> None:
    """A pass of each, one after another."""
    for machine in machines:
        world.meet(machine, FAIR)


def end(world: World) -> None:
    """Peace, and all promises looked at."""
    world.settle()
    oracle.check(world)


def killing(left: int) -> Callable[[str], None]:
    """What kills before step number `left`, counted from 0."""
    steps = iter(range(left))

    def reached(step: str) -> None:
        if next(steps, None) is None:
            raise Killed

    return reached
