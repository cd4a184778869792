"""P7: the table of all dossiers, shown and at its end, beside an empty one; in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.made import desk_with
from tests.benchmarks.measure import Result, Sample, Size, at_most

_ROOT = Path(__file__).resolve().parents[2]
_MEGABYTE = 1_000_000


def _told(folder: Path, rounds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.shown", str(folder), str(rounds)]
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=600
    )
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def p7(size: Size) -> list[Result]:
    """Show, End key, memory above the same window with an empty table."""
    told = _told(desk_with(size.rows, size.store, size.say), min(size.rounds, 40))
    sides = {
        "show": Sample(tuple(told["show"])),
        "End key": Sample(tuple(told["end"])),
        "empty table": Sample(tuple(told["empty"])),
        "longest turn of the window": Sample(tuple(told["turn"])),
    }
    bars = [
        at_most("show, median", sides["show"].median_ms, 100.0, "ms"),
        at_most("End key, median", sides["End key"].median_ms, 100.0, "ms"),
        at_most("longest turn of all", max(told["turn"]) * 1000, 100.0, "ms"),
    ]
    notes: tuple[str, ...] = ()
    if told["before"] is None:
        notes = ("memory: not told by this system",)
    else:
        bars.append(at_most("memory above", (told["after"] - told["before"]) / _MEGABYTE, 100.0, "MB"))
    return [Result("P7", f"table of {size.rows:,} dossiers", sides, tuple(bars), notes=notes)]
