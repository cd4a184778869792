"""F6: the disk is full at any page. An act is there whole or not at all; work goes on without restart."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from counter_app.bootstrap import Desk
from counter_app.commands import acts, reads
from counter_app.domain.errors import StoreFull
from tests.builders import Clock
from tests.campaign_report import Report
from tests.faults.oracle import judge, received
from tests.faults.paper import Paper
from tests.faults.prepared import opened, prepared_trial, receive_line, request_ids
from tests.faults.report import Size, of_verdict

ROOM = 128 << 20
MOST_RECEIVES = 400
LEFT_AT_MOST = 100_000


def full_file_system(size: Size, folder: Path) -> Report:
    """A small real file system, filled to a random rest, `size.kills` times."""
    medium = folder / "small"
    medium.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(medium)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return Report("F6", skipped="a file system of its own needs the right to mount (run as root)")
    try:
        return _campaign(size, medium)
    finally:
        subprocess.run(["umount", str(medium)], check=True)


def _campaign(size: Size, medium: Path) -> Report:
    began, chance = time.monotonic(), random.Random(size.seed)
    folder, paper, clock = prepared_trial(medium), Paper(), Clock()
    ballast = medium / "ballast"
    complaints: list[str] = []
    with opened(folder, clock) as desk:
        for point in range(size.kills):
            fill(ballast, chance.randrange(LEFT_AT_MOST))
            complaints += until_full(desk, paper, f"p{point}", lambda: ballast.unlink(missing_ok=True))
            clock.move(hours=2)  # a day has 8,800 numbers
    complaints += _without_room_to_open(folder, ballast)
    verdict = judge(folder, paper, clock)
    seconds = round(time.monotonic() - began, 1)
    return of_verdict("F6", verdict, complaints, points=size.kills, seconds=seconds)


def _without_room_to_open(folder: Path, ballast: Path) -> list[str]:
    """A start needs room too, and says so; with room again it starts."""
    fill(ballast, 0)
    try:
        opened(folder).close()
    except StoreFull:
        return []
    finally:
        ballast.unlink()
    return ["a start without room was not refused as store_full"]


def fill(ballast: Path, left: int) -> None:
    """Leave about `left` bytes free on the ballast's file system."""
    state = os.statvfs(ballast.parent)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, state.f_bavail * state.f_frsize - left))


def until_full(desk: Desk, paper: Paper, name: str, free: Callable[[], object]) -> list[str]:
    """Receive until the disk says no, look, make room, send the refused form again; answers complaints."""
    complaints = []
    for request_id in islice(request_ids(name), MOST_RECEIVES):
        answer = acts.answer_line(desk, receive_line(request_id))
        if answer["ok"]:
            paper.take(answer, request_id)
            continue
        if answer["error"] != "store_full":
            complaints.append(f"{request_id}: {answer['error']} {answer['facts']}")
        if {code for code, _ in received(desk.folder)} != paper.codes:
            complaints.append(f"{request_id}: half a dossier")
        if len(reads.listed(desk, **EVERYTHING)) != len(paper.codes):
            complaints.append(f"{request_id}: the list does not go on")
        free()
        again = acts.answer_line(desk, receive_line(request_id))
        if not paper.take(again, request_id):
            complaints.append(f"{request_id}: no work after there was room: {again['error']}")
        return complaints
    return [f"{name}: the disk was never full"]


EVERYTHING = {"status": None, "unit": None, "overdue": False, "at": None, "slips": False, "limit": 100_000}
