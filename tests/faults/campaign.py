"""Asks a campaign in a small size from a test: a process of its own, so that it forks from one thread."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def campaign(name: str, *, kills: int, seed: int = 1) -> dict[str, Any]:
    """The figures of one campaign that ran and had nothing to complain about."""
    command = [sys.executable, "-m", "tests.faults", "--json", f"--kills={kills}", f"--seed={seed}", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout, done.stderr
    (report,) = json.loads(done.stdout)
    assert report["complaints"] == [], "\n".join([*report["complaints"], done.stderr[-2000:]])
    assert not report["skipped"]
    figures: dict[str, Any] = report["figures"]
    return figures
