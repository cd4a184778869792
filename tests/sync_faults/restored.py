"""F18–F22: a desk's file comes back from a copy, with its journal or without, with a network or without, and
a disk that was copied whole and goes on twice.

`size.n` stories each, every one on a desk that is enrolled afresh or has been through the ones before.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter_app.bootstrap import set_journal, system_id
from counter_app.services.restoring import Asked, JournalFound, bring_back, take_reserve
from counter_app.services.restoring import Hands as RestoringHands
from counter_app.storage import keys
from counter_app.storage.backup import backup
from counter_app.storage.store import FILE_NAME
from counter_app.storage.writer_lock import WriterLock
from tests.campaign_report import Report
from tests.faults.kills import put_back
from tests.faults.prepared import receive_line
from tests.sync_faults import oracle
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import Post, Rig, a_rig
from tests.sync_faults.worker import Worker

Story = Callable[[Rig, Post, Path, int], list[str]]


def _stories(fault: str, size: Size, folder: Path, story: Story, *, may_gap: bool = True) -> Report:
    began, complaints = time.monotonic(), list[str]()
    chance = random.Random(size.seed)
    with a_rig(folder, 3, seed=size.seed) as rig:
        rig.settle()
        for number in range(size.n):
            post = rig.posts[chance.randrange(3)]
            room = folder / f"{fault}-{number}"
            room.mkdir()
            complaints += [f"{number}: {word}" for word in story(rig, post, room, number)]
            rounds = rig.settle()
            complaints += [f"{number}: {rounds} rounds"] if rounds > 3 else []
        verdict = oracle.judge(rig, may_gap=may_gap)
        origins = rig.value("SELECT count(*) FROM counter.origin")
        conflicts = _dup_codes(rig)
    return of(
        fault, verdict, complaints, stories=size.n, origins=origins, dup_codes=conflicts,
        seconds=round(time.monotonic() - began, 1),
    )  # fmt: skip


def _dup_codes(rig: Rig) -> int:
    return len(oracle.held(rig.posts[0]).dup_codes)


def with_journal(size: Size, folder: Path) -> Report:
    """F18: the file from a copy, the journal there: replayed before the first number, the life goes on."""
    return _stories("F18", size, folder, _with_journal, may_gap=False)


def _with_journal(rig: Rig, post: Post, room: Path, number: int) -> list[str]:
    medium = room.parent / f"medium{post.number}"
    with post.opened() as desk:
        if not medium.exists():
            medium.mkdir()
            set_journal(desk, medium)
        rig.worker(desk, post, f"a{number}").day(4)
    copy = _copy(post, room)
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"b{number}")
        worker.day(3)
        rig.run(desk, post)
        last = worker.receive()
    put_back(post.folder, copy)
    with post.opened() as desk:
        replayed = desk.startup.replayed
        again = rig.worker(desk, post, f"c{number}").receive()
        report = rig.run(desk, post)
    wrong = [] if replayed else ["nothing was replayed"]
    if last["ok"] and again["ok"] and _serial(again) != _serial(last) + 1:
        wrong.append(f"{last['code']} was followed by {again['code']}")
    if report.is_new_incarnation:
        wrong.append("a new incarnation though the journal was there")
    return wrong


def without_journal(size: Size, folder: Path) -> Report:
    """F19: the file silently from a copy, no journal, the network there: a new life on a reserve block."""
    return _stories("F19", size, folder, _without_journal)


def _without_journal(rig: Rig, post: Post, room: Path, number: int) -> list[str]:
    copy = _copy(post, room)
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"a{number}")
        worker.receive()
        worker.day(4)
        rig.run(desk, post)
        label = desk.origin.incarnation
    put_back(post.folder, copy)
    with post.opened() as desk:
        report = rig.run(desk, post)
        again = rig.worker(desk, post, f"c{number}").receive()
        incarnation = desk.origin.incarnation
        rig.run(desk, post)
    wrong = [] if report.is_new_incarnation else ["S1b: no new incarnation"]
    if incarnation <= label:
        wrong.append(f"incarnation {incarnation} after {label}")
    if not again["ok"]:
        wrong += [] if number >= 8 else [f"no number afterwards: {again['error']} {again['facts']}"]
    elif _serial(again) < 8801 and number < 8:
        wrong.append(f"{again['code']} is not of a reserve block")
    return wrong


def restored_off_line(size: Size, folder: Path) -> Report:
    """F20: brought back by `restore` without journal and network; receipts are entered again; then it meets.

    The oracle asks for every printed receipt, those too that only paper knew.
    """
    return _stories("F20", Size(min(size.n, 8), size.seed, size.is_whole), folder, _restored_off_line)


def _restored_off_line(rig: Rig, post: Post, room: Path, number: int) -> list[str]:
    copy = _copy(post, room)
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"a{number}")
        sent = worker.receive()
        rig.run(desk, post)
        unsent = worker.receive()
        at = post.clock.local.isoformat(timespec="minutes")
    with WriterLock(post.folder):
        done = bring_back(Asked(post.folder, copy), RestoringHands(post.clock, system_id))
    wrong = [] if done.journal is JournalFound.NONE else [f"the journal is told as {done.journal}"]
    with post.opened() as desk:
        block = take_reserve(desk.store, post.clock)
        if block is None:
            return [*wrong, "no reserve block"]
        worker = rig.worker(desk, post, f"b{number}")
        first = worker.receive()
        for name, lost in (("s", sent), ("u", unsent)):
            wrong += _entered_again(rig, worker, f"{name}{number}", lost, at)
        worker.day(3)
    if not first["ok"]:
        wrong.append(f"no number on the reserve block: {first['error']}")
    elif not block[0] <= _serial(first) <= block[1]:
        wrong.append(f"{first['code']} is not of {block}")
    return wrong


def _entered_again(rig: Rig, worker: Worker, name: str, lost: dict[str, Any], at: str) -> list[str]:
    """A printed receipt whose file is gone, typed in again; what was acknowledged is this entry from now on.

    The first of the two reached the centre before: the same code then stands for two entries, and is told.
    """
    if not lost["ok"]:
        return []
    line = json.loads(receive_line(name)) | {"receipt": lost["code"], "at": at}
    again = worker.say(line)
    if not again["ok"] or again["code"] != lost["code"]:
        return [f"{lost['code']} could not be entered again: {again}"]
    rig.papers.acked.discard(lost["event_id"])
    rig.papers.shown.remove((lost["code"], lost["event_id"]))
    rig.papers.take(again)
    return []


def journal_of_two_lives(size: Size, folder: Path) -> Report:
    """F18 after F22: a twin was quicker, this desk began a new life and its journal tells of both; then its
    file comes from a copy of before."""
    return _stories("F18-fork", Size(min(size.n, 6), size.seed, size.is_whole), folder, _journal_of_two_lives)


def _journal_of_two_lives(rig: Rig, post: Post, room: Path, number: int) -> list[str]:
    medium = room.parent / f"medium{post.number}"
    twin = post.copied(f"twin{number}")
    with twin.opened() as desk:
        (twin.folder / "settings.toml").unlink(missing_ok=True)
    with post.opened() as desk:
        if not medium.exists():
            medium.mkdir()
            set_journal(desk, medium)
        worker = rig.worker(desk, post, f"a{number}")
        worker.receive()
        worker.day(3)
    copy = _copy(post, room)
    with twin.opened() as desk:
        rig.worker(desk, twin, f"t{number}").receive()
        rig.run(desk, twin)
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"b{number}")
        worker.receive()
        report = rig.run(desk, post)
        worker.receive()
        worker.day(3)
    wrong = [] if report.is_new_incarnation else ["no new incarnation beside the twin"]
    with WriterLock(post.folder):
        done = bring_back(Asked(post.folder, copy, medium), RestoringHands(post.clock, system_id))
    if done.journal is not JournalFound.LATER_LIFE:
        wrong.append(f"the journal is told as {done.journal}")
    with post.opened() as desk:
        wrong += [f"start: {finding}" for finding in desk.startup.findings]
        rig.run(desk, post)
        again = rig.worker(desk, post, f"c{number}").receive()
    if not again["ok"]:
        wrong.append(f"no number afterwards: {again['error']} {again['facts']}")
    return wrong


def silent_rollback(size: Size, folder: Path) -> Report:
    """F21: file and journal go back together and nobody knows: numbers come twice, each is told."""
    return _stories("F21", size, folder, _silent_rollback)


def _silent_rollback(rig: Rig, post: Post, room: Path, number: int) -> list[str]:
    copy = room / "whole"
    shutil.copytree(post.folder, copy)
    before = _dup_codes(rig)
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"a{number}")
        first = [worker.receive() for _ in range(3)]
        rig.run(desk, post)
    shutil.rmtree(post.folder)
    shutil.copytree(copy, post.folder)
    with post.opened() as desk:
        worker = rig.worker(desk, post, f"b{number}")
        second = [worker.receive() for _ in range(3)]
        report = rig.run(desk, post)
    twice = {one["code"] for one in first if one["ok"]} & {one["code"] for one in second if one["ok"]}
    wrong = [] if report.is_new_incarnation else ["S1c: no new incarnation"]
    rig.settle()
    if (told := _dup_codes(rig) - before) != len(twice):
        wrong.append(f"{len(twice)} codes were given twice, {told} are told")
    return wrong


def cloned(size: Size, folder: Path) -> Report:
    """F22: a disk image goes on twice for a day, both meet: the second begins a new life, nothing is lost."""
    return _stories("F22", Size(min(size.n, 6), size.seed, size.is_whole), folder, _cloned)


def _cloned(rig: Rig, post: Post, room: Path, number: int) -> list[str]:
    twin = post.copied(f"clone{number}")
    incarnations: list[tuple[int, bool]] = []
    for one, name in ((post, "a"), (twin, "b")):
        with one.opened() as desk:
            rig.worker(desk, one, f"{name}{number}").day(6)
            before = desk.origin.incarnation
    for one in (post, twin):
        with one.opened() as desk:
            report = rig.run(desk, one)
            incarnations.append((desk.origin.incarnation - before, report.is_new_incarnation))
    rig.posts.append(twin)
    wrong = []
    if incarnations[0] != (0, False):
        wrong.append(f"the first did not keep its origin: {incarnations[0]}")
    if incarnations[1] == (0, False):
        wrong.append("the second did not begin a new life")
    rig.settle()
    rig.posts.remove(twin)  # judged with the others once, then thrown away as an administrator would
    verdict = oracle.judge(rig, posts=[*rig.posts, twin], may_gap=True, deep=False)
    return wrong + list(verdict.complaints)


def _copy(post: Post, room: Path) -> Path:
    target = room / "copy.sqlite"
    backup(post.folder / FILE_NAME, keys.load_key(post.folder), target)
    return target


def _serial(answer: dict[str, Any]) -> int:
    return int(str(answer["code"]).rpartition("-")[2])
