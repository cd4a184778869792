"""P13: keys of an intake by a known applicant; counted by the test that drives the page, quoted here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Result, Size, at_most

_ROOT = Path(__file__).resolve().parents[2]
_TEST = "tests/ui/reception/test_reception_keys.py"
_NAME = "test_dt07_by_a_known_applicant_takes_at_most_25_keys_and_no_click"
_MOST = 25


def p13(size: Size) -> list[Result]:
    """Runs the test; a test that fails counts as more keys than anybody would press."""
    source = (_ROOT / _TEST).read_text("utf-8")
    counted = re.search(rf"def {_NAME}\b.*?fingers\.keys == (\d+)", source, re.DOTALL)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{_TEST}::{_NAME}"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, check=False)
    is_shown = done.returncode == 0 and counted is not None
    keys = float(counted[1]) if counted is not None and is_shown else float("inf")
    bars = (at_most("keys, no click", keys, _MOST),)
    return [Result("P13", "intake of DT-07 by a known applicant", bars=bars)]
