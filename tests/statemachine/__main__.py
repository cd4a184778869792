"""`python -m tests.statemachine --runs 2000`: random lives in the whole size; exit code 1 at a difference."""

from __future__ import annotations

import argparse
import sys
import time
import traceback

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.statemachine.machine import DONE, Lives

PORTION = 100
"""Runs between two lines of progress; each portion has its own seed."""


def main() -> int:
    """Run the lives in portions, and go on after a difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.statemachine", description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    differences, begun = 0, time.monotonic()
    for done in range(0, asked.runs, PORTION):
        runs = min(PORTION, asked.runs - done)
        differences += _differs(runs, asked.steps, asked.seed * 1_000_000 + done)
        took = time.monotonic() - begun
        print(f"{done + runs} runs: {differences} differences, {took:.0f} s", flush=True)
    for (act, answer), times in sorted(DONE.items()):
        print(f"{act:20} {answer:28} {times}")
    return int(differences > 0)


def _differs(runs: int, steps: int, begin: int) -> int:
    size = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(begin)(Lives), settings=size)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
