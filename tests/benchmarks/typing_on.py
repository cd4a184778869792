"""P14: the window while a pass brings 10,000 events: how long it hears no key, how long an act waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.feeding import a_feed
from tests.benchmarks.measure import Result, Sample, Size, at_most

EVENTS = 10_000
SMALL = 300
FIRST = 500
_ROOT = Path(__file__).resolve().parents[2]


def _told(folder: Path, keys: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.typed", str(folder), str(keys)]
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=900
    )
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def p14(size: Size) -> list[Result]:
    """Turns of the window beside those without a pass in the same process."""
    events, keys = (SMALL, 30) if size.is_small else (EVENTS, 1_000)
    with a_feed(FIRST + events, size) as feed:
        feed.tell(FIRST)
        desk = feed.new_desk()
        folder = desk.folder
        desk.close()
        feed.tell(events)
        told = _told(folder, keys)
    sides = {
        "a turn of the window": Sample(tuple(told["during"])),
        "without a pass": Sample(tuple(told["before"])),
    }
    if told["waits"]:
        sides["an act meanwhile"] = Sample(tuple(told["waits"]))
    over = sum(1 for turn in told["during"] if turn > 0.05)
    bars = (
        at_most("longest turn of all", max(told["during"]) * 1000, 50.0, "ms"),
        at_most("longest wait of an act", max(told["waits"], default=0.0) * 1000, 500.0, "ms"),
    )
    notes = (
        f"{told['pulled']:,} events in {told['seconds']:.1f} s; {len(told['during']):,} keys, {over} turns"
        f" over 50 ms; the longest without a pass {max(told['before']) * 1000:.0f} ms",
    )
    return [Result("P14", f"typing while {events:,} events come", sides, bars, notes=notes)]
