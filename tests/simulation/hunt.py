"""One seed told: whether it holds, and where it does not the shortest story that still breaks."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from tests.simulation.world import World


@dataclass(frozen=True)
class Told:
    """`broken`: "" where all promises were kept, else what was not; `story`: the steps."""

    seed: int
    broken: str = ""
    trace: str = ""
    steps: int = 0
    story: tuple[str, ...] = ()
    done: Counter[str] = field(default_factory=Counter)
    cpu_s: float = 0.0
    paper: int = 0
    lost: int = 0
    twice: int = 0


def tell(seed: int, steps: int | None = None, skip: Collection[int] = ()) -> Told:
    """Live one seed."""
    begun = time.process_time()
    world = World(seed, steps, skip)
    broken = trace = ""
    try:
        world.run()
    except Exception as error:
        broken = f"{type(error).__name__}: {error}"
        trace = traceback.format_exc()
    numbers = (len(world.paper), len(world.lost), len(world.twice))
    cpu_s = time.process_time() - begun
    return Told(seed, broken, trace, world.steps, tuple(world.story), world.done, cpu_s, *numbers)


def shortest(found: Told, tries: int = 120) -> Told:
    """The same kind of break with as few steps as can be found within so many tries."""
    best, skip, left = found, set[int](), tries
    low, high = 0, found.steps
    while low < high and left:  # the shortest beginning first; mostly the break stays once it is there
        middle, left = (low + high) // 2, left - 1
        told = tell(found.seed, middle)
        if _is_same(told, found):
            best, high = told, middle
        else:
            low = middle + 1
    size = max(1, best.steps // 4)
    while size and left > 0:
        for start in range(0, best.steps, size):
            part = set(range(start, min(start + size, best.steps))) - skip
            if not part or left <= 0:
                continue
            left -= 1
            told = tell(found.seed, best.steps, skip | part)
            if _is_same(told, found):
                best, skip = told, skip | part
        size //= 2
    return best


def _is_same(told: Told, found: Told) -> bool:
    return bool(told.broken) and told.broken.split()[:2] == found.broken.split()[:2]
