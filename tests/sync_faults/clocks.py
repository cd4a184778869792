"""F25: one desk's clock is wrong; order, numbers and the others' files must not care."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Rig, a_rig, now
from tests.sync_faults.worker import Worker

CLOCKS: dict[str, timedelta | datetime] = {
    "a day ahead": timedelta(days=1, minutes=5),
    "a day behind": timedelta(days=-1, minutes=-5),
    "an hour back": timedelta(hours=-1),
    "three minutes": timedelta(minutes=3),
    "ten years ahead": timedelta(days=3652),
    "ten years behind": timedelta(days=-3652),
    "2038": datetime(2038, 1, 19, 10, 14),
    "29/2": datetime(2028, 2, 29, 23, 59),
}


def _confirmed(worker: Worker) -> dict[str, Any]:
    """A reception after the supervisor's word that the clock is right."""
    worker.papers.take(worker.say({"act": "confirm_clock", "by": "tuan", "reason": "đã xem đồng hồ"}))
    return worker.receive()


def clocks(size: Size, folder: Path) -> Report:
    """F25: `size.n` wrong clocks, each for a while, each confirmed by a supervisor and then put right."""
    began, complaints, words = time.monotonic(), list[str](), dict[str, float]()
    with a_rig(folder, 3, seed=size.seed) as rig:
        for name, wrong in list(CLOCKS.items())[: size.n]:
            word, found = _while_wrong(rig, name, wrong)
            words[f"{name}: {word}"] = 1
            complaints += [f"{name}: {each}" for each in found]
        rounds = rig.settle()
        verdict = oracle.judge(rig, may_gap=True)
        complaints += [f"{rounds} rounds"] if rounds > 3 else []
    return of("F25", verdict, complaints, **words, seconds=round(time.monotonic() - began, 1))


def _while_wrong(rig: Rig, name: str, wrong: timedelta | datetime) -> tuple[str, list[str]]:
    """(how two receptions were answered, before a pass told of the clock and after it; what is wrong)."""
    post = rig.posts[1]
    right, found = post.clock.local, []
    post.clock.local = wrong if isinstance(wrong, datetime) else right + wrong
    offset = (post.clock.local - now()).total_seconds() * 1000
    with post.opened() as desk:
        worker = rig.worker(desk, post, name)
        before = worker.receive()
        told = rig.run(desk, post).clock_offset_ms
        after = worker.receive()
        worker.day(3)
        rig.run(desk, post)
        confirmed = _confirmed(worker)
        rig.run(desk, post)
    if told is None or abs(told - offset) > 120_000:
        found.append(f"told as {told} ms, it was {offset:.0f}")
    if abs(offset) > 86_400_000 and after["ok"]:
        found.append(f"numbered {after['code']} after a pass said that the clock is off")
    # Before the day of its enrolment a desk owns no numbers, whatever its supervisor says.
    if not confirmed["ok"] and confirmed["error"] != "number_block_exhausted":
        found.append(f"confirmed, still {confirmed['error']} {confirmed['facts']}")
    post.clock.local = right
    with post.opened() as desk:
        rig.run(desk, post)
        back = _confirmed(rig.worker(desk, post, f"back {name}"))
    if not back["ok"]:
        found.append(f"put right and confirmed, still {back['error']} {back['facts']}")
    return f"{before.get('error', 'ok')}/{after.get('error', 'ok')}", found
