"""`python -m tests.sync_faults`: the campaigns; exit code 1 when one of them complains."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.campaign_report import Report
from tests.sync_faults import (
    clocks,
    copies,
    cuts,
    failover,
    junk,
    kills,
    newer,
    outages,
    raw,
    restored,
    tampered,
    together,
)
from tests.sync_faults.report import Size

CAMPAIGNS: dict[str, tuple[Callable[[Size, Path], Report], int, int]] = {
    "together": (together.three_desks, 1, 12),
    "F2": (kills.killed, 8, 1_000),
    "F12": (outages.pushers, 3, 50),
    "F12-raw": (raw.pushers, 2, 50),
    "F13-boundaries": (cuts.boundaries, 8, 100_000),
    "F13-bytes": (cuts.random_bytes, 8, 2_000),
    "F13-slow": (cuts.slow_and_silent, 2, 50),
    "F13-silent": (cuts.silent, 1, 10),
    "F14": (cuts.lost_answers, 8, 1_000),
    "F15-stops": (outages.immediate_stops, 1, 20),
    "F15-sessions": (outages.ended_sessions, 6, 200),
    "F15-raw": (raw.stops, 1, 20),
    "F16": (failover.lost_tail, 40, 500),
    "F16-dead": (failover.dead_author, 20, 500),
    "F17": (failover.restored, 1, 12),
    "F18": (restored.with_journal, 1, 20),
    "F18-fork": (restored.journal_of_two_lives, 1, 6),
    "F19": (restored.without_journal, 1, 8),
    "F20": (restored.restored_off_line, 1, 8),
    "F21": (restored.silent_rollback, 1, 8),
    "F22": (restored.cloned, 1, 6),
    "F23": (tampered.of_centre, 2, 9),
    "F24": (tampered.of_desk, 1, 1),
    "F25": (clocks.clocks, 3, 8),
    "F26": (newer.newer, 4, 40),
    "F33": (copies.backups, 4, 100),
    "rights": (newer.rights, 3, 12),
    "43-dossiers": (junk.bad_dossiers, 2, 60),
    "43-reference": (junk.bad_reference, 2, 60),
}
"""Name → (campaign, its size in the test command, its whole size)."""


def main() -> int:
    """Run what was asked, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync_faults", description=__doc__)
    parser.add_argument("--whole", action="store_true", help="the sizes of a night")
    parser.add_argument("--n", type=int, help="another size")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("faults", nargs="*", help=f"of {', '.join(CAMPAIGNS)}; default: all")
    asked = parser.parse_args()
    names = asked.faults or list(CAMPAIGNS)
    if unknown := set(names) - set(CAMPAIGNS):
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    reports = [_reported(name, asked.n, asked.seed, asked.whole, asked.json) for name in dict.fromkeys(names)]
    if asked.json:
        print(json.dumps([report.as_json() for report in reports], ensure_ascii=False))
    return int(any(report.complaints for report in reports))


def _reported(name: str, n: int | None, seed: int, is_whole: bool, is_json: bool) -> Report:
    campaign, small, whole = CAMPAIGNS[name]
    folder = Path(tempfile.mkdtemp(prefix=f"sync-{name}-"))
    try:
        report = campaign(Size(n or (whole if is_whole else small), seed, is_whole), folder)
    except Exception:
        last = traceback.format_exc().splitlines()[-12:]
        report = Report(name, complaints=("the campaign broke off", *last))
    if not is_json:
        print(report.told(), flush=True)
    if report.complaints:
        print(f"{name}: what is left lies in {folder}", file=sys.stderr)
    else:
        shutil.rmtree(folder)
    return report


if __name__ == "__main__":
    sys.exit(main())
