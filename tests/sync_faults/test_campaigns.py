"""Every campaign in its small size, some in one process so that they share the agency that is copied."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync_faults.__main__ import CAMPAIGNS

ROOT = Path(__file__).resolve().parents[2]
WHOLE_ONLY = {"F12", "F13-slow", "F15-raw", "F16-dead"}
"""Their small size shows nothing that another one does not."""

GROUPS = {
    "a line that breaks": ("together", "F2", "F13-boundaries", "F13-bytes", "F13-silent", "F14"),
    "a centre that breaks": ("F12-raw", "F15-stops", "F15-sessions", "F16", "F17", "F23"),
    "a file that breaks": ("F18", "F18-fork", "F19", "F20", "F21", "F22", "F24", "F33"),
    "another world": ("F25", "F26", "rights", "43-dossiers", "43-reference"),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="desks at work are forked")
@pytest.mark.parametrize("names", GROUPS.values(), ids=GROUPS.keys())
def test_nothing_is_lost_and_nothing_doubled(names: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "tests.sync_faults", "--json", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout, done.stderr
    reports = json.loads(done.stdout)
    assert [report["fault"] for report in reports] == list(names)
    wrong = [f"{report['fault']}: {word}" for report in reports for word in report["complaints"]]
    assert wrong == [], "\n".join([*wrong, done.stderr[-2000:]])


def test_every_campaign_is_in_a_group() -> None:
    assert {*WHOLE_ONLY, *(name for group in GROUPS.values() for name in group)} == set(CAMPAIGNS)
