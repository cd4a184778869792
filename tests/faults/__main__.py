"""`python -m tests.faults`: the campaigns in the whole size; exit code 1 when one of them complains."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.campaign_report import Report
from tests.faults.full_disk import full_file_system
from tests.faults.kills import killed, rolled_back, wal_deleted
from tests.faults.mutants import mutants
from tests.faults.report import Size
from tests.faults.syscalls import killed_at_each_call, wal_lost_at_each_call

HERE = Path(__file__).resolve().parent

CAMPAIGNS: dict[str, tuple[Callable[[Size, Path], Report], int]] = {
    "F1": (killed, 1_000),
    "F3": (killed_at_each_call, 1),
    "F6": (full_file_system, 200),
    "F9": (wal_deleted, 200),
    "F9-calls": (wal_lost_at_each_call, 1),
    "F18": (rolled_back, 200),
    "mutants": (mutants, 200),
}
"""Name → (campaign, its whole size)."""

TESTS = {
    "first-run": "test_first_run.py",
    "F7": "test_file_gone.py",
    "F10": "test_second_writer.py",
    "F11": "test_threads.py",
    "F24": "test_tampered.py",
    "F25": "test_clock.py",
    "F30": "test_printer.py",
    "53": "test_wrong_files.py",
    "54": "test_wrong_files.py",
}
"""Faults whose test has one size only."""


def main() -> int:
    """Run what was asked, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, help="kills (or points) of each campaign")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("faults", nargs="*", help=f"of {', '.join([*CAMPAIGNS, *TESTS])}; default: all")
    asked = parser.parse_args()
    names = asked.faults or [*CAMPAIGNS, *TESTS]
    if unknown := set(names) - {*CAMPAIGNS, *TESTS}:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    reports = [_reported(name, asked.kills, asked.seed) for name in dict.fromkeys(names)]
    if asked.json:
        print(json.dumps([report.as_json() for report in reports], ensure_ascii=False))
    else:
        print("\n".join(report.told() for report in reports))
    return int(any(report.complaints for report in reports))


def _reported(name: str, kills: int | None, seed: int) -> Report:
    print(f"{name} …", file=sys.stderr)
    if name in TESTS:
        return _tested(name)
    campaign, whole = CAMPAIGNS[name]
    folder = Path(tempfile.mkdtemp(prefix=f"faults-{name}-"))
    report = campaign(Size(kills or whole, seed), folder)
    if report.complaints:
        print(f"{name}: the desk is kept in {folder}", file=sys.stderr)
    else:
        shutil.rmtree(folder)
    return report


def _tested(name: str) -> Report:
    command = [sys.executable, "-m", "pytest", "-q", str(HERE / TESTS[name])]
    done = subprocess.run(command, capture_output=True, text=True)
    return Report(name, complaints=() if done.returncode == 0 else tuple(done.stdout.splitlines()[-15:]))


if __name__ == "__main__":
    sys.exit(main())
