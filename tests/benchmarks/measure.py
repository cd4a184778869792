"""Measuring side by side: A B A B … in one run, so that a noisy machine is noisy for both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Run = Callable[[int], object]
"""Does the work of one round; the number of the round tells it what to work on."""


@dataclass(frozen=True)
class Size:
    """How large a run is: dossiers in the large file, rounds of each work, where made files are kept, and
    where a plot goes (SVG), if one is wanted."""

    rows: int
    rounds: int
    store: Path
    say: Callable[[str], None] = field(default=lambda line: None)
    plot: Path | None = None

    @property
    def is_small(self) -> bool:
        """A run that only shows that everything still runs."""
        return self.rounds < 20


@dataclass(frozen=True)
class Sample:
    """Times of one side, in seconds, in the order of the rounds."""

    seconds: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        """Milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def p99_ms(self) -> float:
        """Milliseconds; of fewer than a hundred rounds the slowest."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000


@dataclass(frozen=True)
class Bar:
    """What a figure has to be; `is_most` for ≤, else ≥."""

    what: str
    value: float
    limit: float
    unit: str = ""
    is_most: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the figure is within its bar."""
        return self.value <= self.limit if self.is_most else self.value >= self.limit


@dataclass(frozen=True)
class Result:
    """What one work showed. `sides`: the first is ours. `absent`: peers that are not installed here."""

    work: str
    about: str
    sides: Mapping[str, Sample] = field(default_factory=dict)
    bars: tuple[Bar, ...] = ()
    absent: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For a file that another run is compared with."""
        sides = {
            name: {"rounds": len(side.seconds), "median_ms": side.median_ms, "p99_ms": side.p99_ms}
            for name, side in self.sides.items()
        }
        bars = [
            {"what": b.what, "value": b.value, "limit": b.limit, "unit": b.unit, "is_met": b.is_met}
            for b in self.bars
        ]
        absent, notes = list(self.absent), list(self.notes)
        return {"work": self.work, "about": self.about, "sides": sides, "bars": bars, "absent": absent,
                "notes": notes}  # fmt: skip


def interleaved(
    sides: Mapping[str, Run], rounds: int, warm: int = 3, between: Callable[[], object] = lambda: None
) -> dict[str, Sample]:
    """Every side once a round, whoever begins changing from round to round; the first `warm` do not count.

    `between` is what the program does while nobody waits: it runs after each side and is not timed.
    """
    times: dict[str, list[float]] = {name: [] for name in sides}
    order = list(sides)
    gc.collect()
    for n in range(warm + rounds):
        for name in order if n % 2 == 0 else reversed(order):
            took = timed(sides[name], n)
            between()
            if n >= warm:
                times[name].append(took)
    return {name: Sample(tuple(took)) for name, took in times.items()}


def timed(run: Run, n: int) -> float:
    """Seconds of one round."""
    began = time.perf_counter()
    run(n)
    return time.perf_counter() - began


def at_most(what: str, value: float, limit: float, unit: str = "") -> Bar:
    """A bar from above."""
    return Bar(what, value, limit, unit)


def at_least(what: str, value: float, limit: float, unit: str = "") -> Bar:
    """A bar from below."""
    return Bar(what, value, limit, unit, is_most=False)
