"""F16, F17: the centre goes back: a failover that lost its tail, a restore from yesterday's copy."""

from __future__ import annotations

import random
import time
from pathlib import Path

from counter_app.domain.sync_report import PassReport
from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Post, Rig, a_rig
from tests.sync_faults.server import Server

_HEARD = "SELECT count(*) FROM pg_stat_wal_receiver"
_REPLAYED = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
MOST_S = 60.0


def lost_tail(size: Size, folder: Path) -> Report:
    """F16: a standby that hears nothing any more is promoted after `size.n` events were pushed past it.

    Another desk had pulled half of the lost tail already; a third comes late. Desks name both hosts.
    """
    began, complaints = time.monotonic(), list[str]()
    with a_rig(folder, 3, seed=size.seed) as rig:
        server = rig.server
        standby = server.copied("two", follows=True)
        standby.start()
        both = (server.port, standby.port)
        _work(rig, "before", 10)
        _caught_up(server, standby)
        _hear_no_more(standby)
        pushed = _push(rig, rig.posts[0], both, size.n // 2, "half")
        rig.passed(rig.posts[1], ports=both)
        pushed += _push(rig, rig.posts[0], both, size.n - size.n // 2, "rest")
        before = rig.value("SELECT pos FROM counter.agency_head")
        server.stop()
        standby.promote()
        promoted = time.monotonic()
        rig.server = standby
        lost = before - rig.value("SELECT pos FROM counter.agency_head")
        late = rig.posts[2]
        with late.opened() as desk:
            rig.worker(desk, late, "late").day(5)
        reports = [rig.passed(post, ports=both) for post in (late, rig.posts[1], rig.posts[0])]
        took = time.monotonic() - promoted
        rounds = rig.settle()
        verdict = oracle.judge(rig)
    complaints += _seen(reports[1:], lost)
    complaints += [f"{took:.0f} s after the promotion"] if took > MOST_S else []
    complaints += [f"{rounds} rounds were not enough"] if rounds > 3 else []
    return of(
        "F16", verdict, complaints, pushed=pushed, lost_tail=lost, rounds=rounds,
        reoffered=sum(each.reoffered for each in reports), relayed=sum(each.relayed for each in reports),
        back_in_s=round(took, 2), seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


def _seen(reports: list[PassReport], lost: int) -> list[str]:
    wrong = [
        f"a pass says nothing of a centre that went back: {report.went_back_to}"
        for report in reports
        if lost and report.went_back_to is None
    ]
    if sum(report.reoffered for report in reports) < lost:
        wrong.append(f"{lost} were lost, the slips list {[report.reoffered for report in reports]}")
    return wrong


def dead_author(size: Size, folder: Path) -> Report:
    """F16: the desk that wrote the tail never comes back: whoever pulled it puts it up again."""
    began = time.monotonic()
    with a_rig(folder, 3, seed=size.seed) as rig:
        server = rig.server
        standby = server.copied("two", follows=True)
        standby.start()
        _work(rig, "before", 5)
        _caught_up(server, standby)
        _hear_no_more(standby)
        both = (server.port, standby.port)
        pushed = _push(rig, rig.posts[0], both, size.n, "tail")
        rig.passed(rig.posts[1], ports=both)
        server.stop()
        standby.promote()
        rig.server = standby
        rig.posts.pop(0)
        reports = [rig.passed(post, ports=both) for post in rig.posts]
        rounds = rig.settle()
        verdict = oracle.judge(rig)
    complaints = [f"{rounds} rounds were not enough"] if rounds > 3 else []
    return of(
        "F16-dead", verdict, complaints, pushed=pushed, rounds=rounds,
        relayed=sum(report.relayed for report in reports), reoffered=sum(r.reoffered for r in reports),
        seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


def restored(size: Size, folder: Path) -> Report:
    """F17: the centre is yesterday's copy of itself, with nothing in its timeline to show it; `size.n` times.

    A desk that puts up something new before the others come makes the two feeds differ, not only end sooner.
    """
    began, chance, complaints = time.monotonic(), random.Random(size.seed), list[str]()
    reoffered = lost = 0
    with a_rig(folder, 3, seed=size.seed) as rig:
        for number in range(size.n):
            yesterday = rig.server.copied(f"copy{number}")
            _work(rig, f"day{number}", 12)
            before = rig.value("SELECT pos FROM counter.agency_head")
            rig.server.stop()
            yesterday.start()
            rig.server = yesterday
            lost += before - rig.value("SELECT pos FROM counter.agency_head")
            for post in rig.posts:
                with post.opened() as desk:
                    rig.worker(desk, post, f"after{number}.{post.number}").day(chance.randint(0, 4))
            reports = [rig.passed(post) for post in chance.sample(rig.posts, 3)]
            reoffered += sum(report.reoffered for report in reports)
            if not any(report.went_back_to is not None for report in reports):
                complaints.append(f"{number}: no slip says that the centre went back")
            if rig.value("SELECT pos FROM counter.agency_head") < before:
                complaints.append(f"{number}: the head is below what it was, though each desk passed once")
            rounds = rig.settle()
            complaints += [f"{number}: {rounds} rounds"] if rounds > 3 else []
        verdict = oracle.judge(rig)
    complaints += [f"{lost} were lost, {reoffered} listed as offered again"] if reoffered < lost else []
    return of(
        "F17", verdict, complaints, restores=size.n, lost_by_centre=lost, reoffered=reoffered,
        seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


def _work(rig: Rig, name: str, acts: int) -> None:
    for post in rig.posts:
        with post.opened() as desk:
            rig.worker(desk, post, f"{name}.{post.number}").day(acts)
    rig.settle()


def _push(rig: Rig, post: Post, ports: tuple[int, ...], events: int, name: str) -> int:
    """Notes enough for so many events, in one pass; how many were sent."""
    with post.opened() as desk:
        worker = rig.worker(desk, post, name, receives=0.05)
        while oracle.place(post)[1] < events:
            worker.day(10)
        return rig.run(desk, post, ports=ports).stored


def _caught_up(primary: Server, standby: Server) -> None:
    with primary.boss() as boss, standby.boss() as other:
        (at,) = boss.execute("SELECT pg_current_wal_flush_lsn()").fetchone() or ("0/0",)
        while other.execute(_REPLAYED, (at,)).fetchone() != (True,):
            pass


def _hear_no_more(standby: Server) -> None:
    """Cut the standby off. A paused replay alone loses nothing: a promotion replays what was received."""
    with standby.boss() as boss:
        boss.execute("ALTER SYSTEM SET primary_conninfo = ''")
        boss.execute("SELECT pg_reload_conf()")
        while boss.execute(_HEARD).fetchone() != (0,):
            pass
