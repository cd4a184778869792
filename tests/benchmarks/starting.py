"""P1 and P2: from the spawn of the process to the first picture, and to a reception page to type into."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.made import copied
from tests.benchmarks.measure import Result, Sample, Size, at_most

ROWS = 50_000
_ROOT = Path(__file__).resolve().parents[2]


def _started(*arguments: str, home: Path) -> dict[str, float]:
    """Seconds from the spawn to each moment that the child tells."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    # Settings of the window in a folder of their own: nobody's desk is moved about.
    environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "APPDATA": str(home)}
    began = time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks.painted", *arguments]
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False, timeout=120
    )
    lines = done.stdout.strip().splitlines()
    if not lines:
        raise RuntimeError(f"the window did not open: exit code {done.returncode}")
    told: Mapping[str, float] = json.loads(lines[-1])
    return {name: moment - began for name, moment in told.items()}


def _usable(told: Mapping[str, float]) -> float:
    """Seconds to the reception page, those between the password and its answer left out."""
    return told["asked"] + told["usable"] - told["signed_in"]


def _parts(moments: Sequence[Mapping[str, float]]) -> str:
    """Where the time of P2 goes: medians of its three parts."""
    opened = statistics.median(told["asked"] - told["painted"] for told in moments) * 1000
    page = statistics.median(told["usable"] - told["signed_in"] for told in moments) * 1000
    return f"first picture to sign-in page {opened:.0f} ms; signed in to a painted field {page:.0f} ms"


def p1(size: Size) -> list[Result]:
    """P1 and P2 of the same starts: the first picture comes before the file is touched."""
    rounds, warm = (1, 0) if size.is_small else (min(size.rounds, 40), 1)
    empty: list[float] = []
    first: list[float] = []
    page: list[float] = []
    moments: list[Mapping[str, float]] = []
    with copied(min(ROWS, size.rows), size) as folder:
        for n in range(warm + rounds):
            limit = _started("empty", home=folder.parent)
            told = _started("window", str(folder), home=folder.parent)
            if n >= warm:  # the first of each reads its files from the disk
                empty.append(limit["painted"])
                first.append(told["painted"])
                page.append(_usable(told))
                moments.append(told)
    sides = {"first picture": Sample(tuple(first)), "empty window": Sample(tuple(empty))}
    usable = {"reception page": Sample(tuple(page)), "empty window": Sample(tuple(empty))}
    over = sides["first picture"].median_ms / sides["empty window"].median_ms
    page_over = usable["reception page"].median_ms / usable["empty window"].median_ms
    return [
        Result("P1", "spawn to first painted window", sides, (at_most("median over empty", over, 1.5, "×"),)),
        Result(
            "P2",
            f"spawn to a usable reception page, {min(ROWS, size.rows):,} dossiers, password check apart",
            usable,
            (at_most("median over empty", page_over, 4.0, "×"),),
            notes=(_parts(moments),),
        ),
    ]
