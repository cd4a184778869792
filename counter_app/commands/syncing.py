"""`sync` and `sync status`: one pass with the central store, done here or by the window that is open."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app import paths
from counter_app.commands import asking, console
from counter_app.domain.centre_errors import SyncBusy
from counter_app.domain.errors import StoreLocked
from counter_app.domain.sync_report import Outcome, PassReport

if TYPE_CHECKING:
    from counter_app.storage.writer_lock import WriterLock

Json = dict[str, Any]
_LOCKED = "sync"
"""Folder beside the desk's file: its lock is held by a process that makes a pass."""


def run_sync(args: argparse.Namespace) -> int:
    """One pass; 1 where both sides differ, or it could not go on."""
    folder = args.data or paths.default_folder()
    report = asking.sync(folder, is_thorough=args.thorough)
    if report is None:
        with _alone(folder), console.desk(args, writing=True) as desk:
            report = desk.sync(is_thorough=args.thorough)
    return tell_report(args, report)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets others know why the desk is locked, as long as this process lives. Raises SyncBusy."""
    lock = _lock_of(folder)
    if lock is None:
        yield
        return
    try:
        lock.acquire(0)
    except StoreLocked:
        raise SyncBusy(path=str(folder)) from None
    try:
        yield
    finally:
        lock.release()


def is_under_way(folder: Path) -> bool:
    """Whether another process makes a pass of this desk without a window: it holds the desk until it ends."""
    lock = _lock_of(folder)
    if lock is None:
        return False
    try:
        lock.acquire(0)
    except StoreLocked:
        return True
    lock.release()
    return False


def _lock_of(folder: Path) -> WriterLock | None:
    """None where there is no desk, or no room for one more lock: opening the desk says why."""
    from counter_app.storage.store import FILE_NAME
    from counter_app.storage.writer_lock import WriterLock

    if not (folder / FILE_NAME).exists():
        return None
    try:
        (folder / _LOCKED).mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return WriterLock(folder / _LOCKED)


def tell_report(args: argparse.Namespace, report: PassReport) -> int:
    """Say what a pass did: its report as JSON, or the morning slip in words."""
    is_well = report.outcome is Outcome.OK
    if args.json:
        console.print_json({"ok": is_well, **report.to_json()})
    else:
        from counter_app.ui.slip_words import slip_words

        sys.stdout.write(slip_words(report, args.lang) + "\n")
        if report.differences:
            sys.stdout.write(", ".join(report.differences) + "\n")
    return console.DONE if is_well else console.REFUSED


def run_status(args: argparse.Namespace) -> int:
    """How this desk stands to its centre, read beside whoever has it open."""
    folder = args.data or paths.default_folder()
    with console.desk(args, writing=False) as desk:
        answer = status(desk)
    answer.update(next_of(folder, desk.local_now()) if answer["joined"] else _ALONE)
    if not args.json:
        answer["last_pass"] = _short(answer["last_pass"], args.lang)
        answer = {key: "-" if value is None else value for key, value in answer.items()}
    return console.tell(args, answer)


_ALONE: Json = {"next": None, "window": False, "running": False}


def status(desk: Any) -> Json:
    """The facts. Moments are local, to the minute; `ok` is false where the last pass failed or differs."""
    from counter_app.queries.sync import sync_view

    now = desk.local_now()
    facts = desk.read(lambda reading: sync_view(reading, now))
    place = desk.read(_place)
    last = facts.last
    return {
        "ok": last is None or last.outcome is Outcome.OK,
        "joined": facts.is_joined,
        "last_ok": _moment(facts.last_ok),
        "failures": facts.failures,
        "failing_since": _moment(facts.failing_since),
        "last_pass": None if last is None else last.to_json(),
        "waiting": facts.waiting.count,
        "oldest": _moment(facts.waiting.oldest),
        "head": place[0],
        "feed_hash": place[1],
        "conflicts": facts.conflicts,
        "awaited": len(facts.awaited),
    }


def _place(reading: Any) -> tuple[int, str]:
    row = reading.conn.exec_driver_sql("SELECT pulled_pos, feed_hash FROM sync_state LIMIT 1").first()
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="minutes")


def next_of(folder: Path, now: datetime) -> Json:
    """When the next pass comes by itself: of the open window, else of the system's schedule, else null."""
    told = asking.ask(folder, {"ask": "sync_next"}, asking.SHOW_PATIENCE_S)
    if told is not None and told.get("ok") is True:
        return {"next": told.get("next"), "window": True, "running": told.get("is_running") is True}
    from counter_app.commands import schedule

    at = schedule.next_run(os.path.realpath(folder), now)
    return {"next": _moment(at), "window": False, "running": False}


def _short(report: Json | None, lang: str) -> str:
    if report is None:
        return "-"
    from counter_app.ui.slip_words import slip_words

    return slip_words(PassReport.from_json(report), lang)
