"""F15, F12: the server stopped at once or its sessions ended under desks at work, and twenty desks at once.

Desks are processes of their own with real files.
"""

from __future__ import annotations

import gc
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.errors import CounterError
from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.children import Child, Wire
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Post, Rig, a_rig, tried
from tests.sync_faults.server import Server

WRITERS = 10
PUSHERS = 20
BATCHES = 50
STOP = "stop"
_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'counter%'"


def immediate_stops(size: Size, folder: Path) -> Report:
    """F15: `size.n` immediate stops and starts of PostgreSQL under ten desks that work and pass."""

    def hurt(server: Server, chance: random.Random) -> None:
        server.stop()
        time.sleep(chance.uniform(0, 0.2))
        server.start()

    return _outage("F15-stops", size, folder, hurt, pause=(0.3, 1.2))


def ended_sessions(size: Size, folder: Path) -> Report:
    """F15: `size.n` times a random session of a desk is ended by the administrator."""

    def hurt(server: Server, chance: random.Random) -> None:
        with server.boss() as boss:
            while not (pids := [row[0] for row in boss.execute(_SESSIONS).fetchall()]):
                pass
            boss.execute("SELECT pg_terminate_backend(%s)", (chance.choice(pids),))

    return _outage("F15-sessions", size, folder, hurt, pause=(0.0, 0.1))


def _outage(
    fault: str,
    size: Size,
    folder: Path,
    hurt: Callable[[Server, random.Random], None],
    *,
    pause: tuple[float, float],
) -> Report:
    began, chance = time.monotonic(), random.Random(size.seed)
    with a_rig(folder, WRITERS if size.is_whole else 3, seed=size.seed) as rig:
        gc.freeze()
        over = folder / STOP
        desks = [Child.started(lambda wire, post=post: _at_work(rig, wire, post, over)) for post in rig.posts]
        for _ in range(size.n):
            for child in desks:
                child.hear(chance.uniform(*pause) / len(desks))
            hurt(rig.server, chance)
        over.touch()
        complaints, told = ended_all(rig, desks)
        rounds = rig.settle()
        verdict = oracle.judge(rig)
    complaints += [f"{rounds} rounds were not enough"] if rounds > 3 else []
    return of(
        fault, verdict, complaints, hurts=size.n, rounds=rounds, **told,
        seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


def _at_work(rig: Rig, wire: Wire, post: Post, over: Path) -> None:
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"w{post.number}", receives=0.2)
        while not over.exists():
            for _ in range(worker.chance.randint(1, 4)):
                wire.tell(answer=worker.said())
            try:
                rig.run(desk, post)
                wire.tell(word="passes")
            except CounterError as error:
                wire.tell(word=f"{error.code} {error.facts.get('because', '')}".strip())


def ended_all(rig: Rig, children: list[Child]) -> tuple[list[str], dict[str, float]]:
    complaints, words = [], Counter[str]()
    for child in children:
        if (code := child.end()) != 0:
            complaints.append(f"a child ended with {code}: {child.told[-1:]}")
        for told in child.told:
            if "answer" in told:
                rig.papers.take(told["answer"])
            if "word" in told:
                words[told["word"]] += 1
    allowed = ("passes", "pushes", "repeats", "centre_unreachable")
    complaints += [f"{word}: {count}" for word, count in words.items() if not word.startswith(allowed)]
    return complaints, dict(words)


def pushers(size: Size, folder: Path) -> Report:
    """F12: desks at once that work and pass, `size.n` times each: twenty in the whole size, else four."""
    began = time.monotonic()
    with a_rig(folder, PUSHERS if size.is_whole else 4, seed=size.seed) as rig:
        gc.freeze()
        children = [
            Child.started(lambda wire, post=post: _busy(rig, wire, post, size.n)) for post in rig.posts
        ]
        complaints, told = ended_all(rig, children)
        took = sorted(told["took"] for child in children for told in child.told if "took" in told)
        rounds = rig.settle()
        verdict = oracle.judge(rig)
    p95 = took[int(len(took) * 0.95)] if took else 0.0
    complaints += [f"{rounds} rounds were not enough"] if rounds > 3 else []
    return of(
        "F12", verdict, complaints, desks=len(rig.posts), rounds=rounds, pass_p95_s=round(p95, 3),
        pass_max_s=round(max(took, default=0.0), 3), **told, seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


def _busy(rig: Rig, wire: Wire, post: Post, batches: int) -> None:
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"p{post.number}", receives=0.2)
        for _ in range(batches):
            for _ in range(worker.chance.randint(1, 4)):
                wire.tell(answer=worker.said())
            began = time.monotonic()
            word = tried(lambda: rig.run(desk, post)) or "passes"
            wire.tell(word=word, took=time.monotonic() - began)
