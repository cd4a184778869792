"""F33: copies of a desk's file, taken while it works and meets the centre: each is a prefix of the log."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

from counter_app.storage import chain, keys
from counter_app.storage.backup import backup
from counter_app.storage.database import Mode, connect, open_reader
from counter_app.storage.store import FILE_NAME
from counter_app.storage.verify import verify
from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Post, Rig, a_rig

_LOG = "SELECT origin, oseq, hash FROM envelope ORDER BY origin, oseq"


def backups(size: Size, folder: Path) -> Report:
    """`size.n` copies beside acts and passes of the same desk, ten writes a second at least."""
    began, complaints = time.monotonic(), list[str]()
    target = folder / "copies"
    target.mkdir()
    with a_rig(folder, 2, seed=size.seed) as rig:
        over, done = threading.Event(), [0, 0]
        work = threading.Thread(target=_at_work, args=(rig, rig.posts[0], over, done))
        work.start()
        key = keys.load_key(rig.posts[0].folder)
        for number in range(size.n):
            backup(rig.posts[0].folder / FILE_NAME, key, target / f"{number:03d}.sqlite")
        over.set()
        work.join()
        writes_a_second = done[0] / (time.monotonic() - began)
        whole = _log(rig.posts[0].folder / FILE_NAME, key)
        sizes = set()
        for copy in sorted(target.iterdir()):
            log = _log(copy, key)
            sizes.add(len(log))
            complaints += [f"{copy.name}: {word}" for word in _wrong(copy, key, log, whole)]
            copy.unlink()
        rig.settle()
        verdict = oracle.judge(rig)
    return of(
        "F33", verdict, complaints, backups=size.n, different=len(sizes), acts=done[0], passes=done[1],
        writes_a_second=round(writes_a_second, 1), seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


def _at_work(rig: Rig, post: Post, over: threading.Event, done: list[int]) -> None:
    with post.opened() as desk, rig.posts[1].opened() as other:
        worker = rig.worker(desk, post, receives=0.1)
        beside = rig.worker(other, rig.posts[1], receives=0.1)
        while not over.is_set():
            done[0] += worker.day(5)
            beside.day(2)
            rig.run(other, rig.posts[1])
            rig.run(desk, post)
            done[1] += 1


def _log(path: Path, key: bytes) -> dict[tuple[str, int], str]:
    raw = connect(path, key, Mode.READ)
    try:
        return {(row[0], row[1]): row[2] for row in raw.execute(_LOG)}
    finally:
        raw.close()


def _wrong(copy: Path, key: bytes, log: dict[Any, str], whole: dict[Any, str]) -> list[str]:
    engine = open_reader(copy, key)
    try:
        with engine.connect() as conn:
            found = [str(problem) for problem in [*verify(conn, deep=True), *chain.verify_chains(conn)]]
    finally:
        engine.dispose()
    found += [f"{place} is not of the log" for place, link in log.items() if whole.get(place) != link][:3]
    missing = [place for place in log if place[1] > 1 and (place[0], place[1] - 1) not in log]
    return found + [f"no prefix: {place}" for place in missing[:3]]
