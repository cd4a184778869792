"""Three desks work a day each without a network, meet in any order, a fourth joins: all must be equal."""

from __future__ import annotations

import random
import time
from pathlib import Path

from counter_app.domain.sync_report import PassReport
from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Post, Rig, a_rig

ACTS_A_DAY = 25


def three_desks(size: Size, folder: Path) -> Report:
    """`size.n` days; each desk works alone all day, then passes in a random order, some desks twice."""
    began, chance, complaints = time.monotonic(), random.Random(size.seed), list[str]()
    acts = passes = 0
    with a_rig(folder, 3, seed=size.seed) as rig:
        for day in range(size.n):
            if day == max(0, size.n // 2 - 1):
                fourth = rig.join(4)
                complaints += slip(rig, fourth)
            for post in rig.posts:
                with post.opened() as desk:
                    acts += rig.worker(desk, post, f"d{post.number}.{day}").day(ACTS_A_DAY)
                post.clock.move(minutes=7)
            order = chance.sample(rig.posts, len(rig.posts)) + chance.sample(rig.posts, 2)
            for post in order:
                complaints += slip(rig, post)
                passes += 1
        rounds = rig.settle()
        complaints += [f"{rounds} rounds were not enough"] if rounds > 3 else []
        verdict = oracle.judge(rig)
        quiet = rig.passed(rig.posts[0])
    complaints += [f"a pass with nothing to do takes {quiet.round_trips}"] if quiet.round_trips > 3 else []
    seconds = round(time.monotonic() - began, 1)
    return of(
        "together", verdict, complaints, acts=acts, passes=passes, rounds=rounds,
        quiet_round_trips=quiet.round_trips, seconds=seconds,
    )  # fmt: skip


def slip(rig: Rig, post: Post) -> list[str]:
    """One pass, and whether its slip says what really happened; what is wrong with it."""
    before, held = _centre(rig), oracle.held(post)
    report = rig.passed(post)
    after, now = _centre(rig), oracle.held(post)
    return [
        f"slip of desk {post.number}: {what} {said}, but {true}"
        for what, said, true in _figures(report, before, held, after, now)
        if said != true
    ]


def _figures(
    report: PassReport, before: tuple[int, str], held: oracle.Held, after: tuple[int, str], now: oracle.Held
) -> list[tuple[str, object, object]]:
    return [
        ("outcome", str(report.outcome), "ok"),
        ("sent", report.sent, held.waiting),
        ("stored", report.stored, after[0] - before[0]),
        ("known", report.known, held.waiting - (after[0] - before[0])),
        ("pulled", report.pulled, now.pulled_pos - held.pulled_pos),
        ("head", report.head, after[0]),
        ("feed hash", report.feed_hash, after[1]),
        ("waiting", report.waiting, now.waiting),
        ("counts", {each.status: each.here for each in report.counts if each.here}, dict(now.counts)),
    ]


def _centre(rig: Rig) -> tuple[int, str]:
    with rig.boss() as conn:
        row = conn.execute("SELECT pos, feed_hash FROM counter.agency_head").fetchone()
    assert row is not None
    return row[0], row[1]
