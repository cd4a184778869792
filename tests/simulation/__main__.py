"""`python -m tests.simulation --seeds 5000`: the whole campaign; exit code 1 where a promise was broken.

A seed that fails is lived again by `--from S --seeds 1`; `--mutant NAME` breaks the protocol on purpose.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.simulation import hunt, mutants
from tests.simulation.hunt import Told
from tests.simulation.stories import STORIES

PORTION = 100
"""Seeds between two lines of progress."""


def main() -> int:
    """Live the seeds, in several processes; tell what broke, with its shortest story."""
    asked = _arguments()
    begun, seeds = time.monotonic(), range(asked.begin, asked.begin + asked.seeds)
    done: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    cpu_s = 0.0
    broken: list[Told] = []
    for n, told in enumerate(_lived(seeds, asked.processes, asked.mutant), start=1):
        done += told.done
        cpu_s += told.cpu_s
        sums.update(paper=told.paper, lost=told.lost, twice=told.twice, steps=told.steps)
        if told.broken:
            broken.append(told)
            print(f"seed {told.seed}: {told.broken}", flush=True)
        if n % PORTION == 0 or n == len(seeds):
            took = time.monotonic() - begun
            pace = f"{took:.0f} s, {n / took:.2f} a second, {n / cpu_s:.2f} a second of a core"
            print(f"{n} seeds: {len(broken)} broken, {pace}; {dict(sums)}", flush=True)
        if asked.mutant and broken:
            print(f"mutant {asked.mutant} caught by seed {broken[0].seed}, after {n} seeds")
            return 0
    if asked.mutant:
        return _caught_by_story(asked.mutant)
    if asked.counts:
        for what, times in sorted(done.items()):
            print(f"{what:50} {times}")
    for told in broken[: asked.stories]:
        _print_story(hunt.shortest(told, asked.tries))
    return int(bool(broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--from", dest="begin", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--mutant", choices=sorted(mutants.MUTANTS), default="")
    parser.add_argument("--stories", type=int, default=1, help="how many broken seeds to tell at length")
    parser.add_argument("--tries", type=int, default=120, help="runs to shorten a story")
    parser.add_argument("--counts", action="store_true", help="what was done, and how it was answered")
    return parser.parse_args()


def _lived(seeds: range, processes: int, mutant: str) -> Iterator[Told]:
    if processes == 1:
        mutants.apply(mutant)
        yield from map(hunt.tell, seeds)
        return
    with multiprocessing.Pool(processes, mutants.apply, (mutant,)) as pool:
        yield from pool.imap_unordered(hunt.tell, seeds)


def _caught_by_story(mutant: str) -> int:
    """What chance meets too seldom is told by hand; 1 where no story catches it either."""
    mutants.apply(mutant)
    for name, story in STORIES.items():
        try:
            story()
        except Exception as error:
            print(f"mutant {mutant} caught by no seed, but by the story {name}: {error}")
            return 0
    print(f"mutant {mutant} not caught")
    return 1


def _print_story(told: Told) -> None:
    print(f"\nseed {told.seed}, {len(told.story)} lines: {told.broken}")
    print("\n".join(told.story))
    print(told.trace)


if __name__ == "__main__":
    sys.exit(main())
