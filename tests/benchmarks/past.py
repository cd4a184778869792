"""The generator: a desk's file with N invented dossiers, real events and chains, in minutes for a million.

Events, hashes and rows are made by other processes day by day (`day_rows`) from lives that were folded by
the program's own code; this one chains and inserts them in one transaction, indexes and names last. What it
makes is what a rebuild makes: `test_past.py` compares.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, Ports, make_trial
from counter_app.domain.events import envelope_hash
from counter_app.services.seed_calendar import seed_calendar
from counter_app.storage import keys
from counter_app.storage.database import Mode, connect
from counter_app.storage.projection_tables import INDEXES_OF_WORDS
from counter_app.storage.store import FILE_NAME
from tests.benchmarks.day_rows import DayRows, day_rows, working_days
from tests.benchmarks.lives import Plan
from tests.builders import Clock

UNTIL = datetime(2026, 11, 23, 9, 14)
"""The local moment at which the made desk stands: a Monday morning."""
MOST_A_DAY = 1_000
_FEW = 20_000
"""Dossiers that are made sooner than other processes have begun."""
_INSERTS = {
    "issued": "INSERT INTO number_issued VALUES (?,?,?,?)",
    "words": "INSERT INTO dossier_search(rowid, words) VALUES (?,?)",
    "stays": "INSERT INTO control_sheet VALUES (?,?,?,?,?,?,?,?,?,?,?)",
    "listed": "INSERT INTO batch_item VALUES (?,?,?,?,?,?,?)",
    "books": "INSERT INTO book_entry VALUES (?,?,?,?)",
    "papers": "INSERT INTO paper_number VALUES (?,?,?)",
    "prints": "INSERT INTO paper_print VALUES (?,?,?,?,?,?)",
}
_EVENT = "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?)"
_ENVELOPE = "INSERT INTO envelope VALUES (?,?,?,?,?,NULL,?,NULL)"
_PRAGMAS = ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-1000000")

Say = Callable[[str], None]


def make_past(
    folder: Path, rows: int, *, seed: int = 1, workers: int | None = None, say: Say = lambda line: None
) -> None:
    """Make a trial desk with `rows` dossiers in `folder`, which must not be there yet.

    `workers`: processes that make rows beside this one; None: as many as the machine's cores, at most four,
    and none for a small file. What they make is the same.
    Killed on the way it leaves a file that is none: make it again.
    """
    began = time.monotonic()
    count = max(5, -(-rows // MOST_A_DAY), min(1_000, rows // 50))
    days = working_days(UNTIL.date(), count, seed_calendar().is_working)
    morning = datetime.combine(days[0], datetime.min.time()) + timedelta(hours=7)
    with make_trial(folder, dossiers=0, seed=seed, ports=Ports(clock=Clock(morning))) as desk:
        plan = _planned(desk, days, rows, seed)
    if workers is None:
        workers = 0 if rows < _FEW else min(4, os.cpu_count() or 1)
    filler = _Filler(folder, plan, say)
    try:
        filler.fill(_days(plan, workers))
    finally:
        filler.close()
    say(f"{rows:,} dossiers in {time.monotonic() - began:.0f} s")


def _planned(desk: Desk, days: tuple[date, ...], rows: int, seed: int) -> Plan:
    with desk.store.read() as reading:
        known = reading.reference
    origin = desk.origin
    return Plan(
        rows=rows,
        seed=seed,
        days=days,
        per_day=-(-rows // len(days)),
        until=UNTIL,
        origin=origin.id,
        agency=origin.agency,
        desk=origin.desk,
        reference=known,
    )


class _Filler:
    """The one transaction that fills the file."""

    def __init__(self, folder: Path, plan: Plan, say: Say) -> None:
        self._plan = plan
        self._say = say
        self._raw = connect(folder / FILE_NAME, keys.load_key(folder), Mode.WRITE)
        for pragma in _PRAGMAS:
            self._raw.execute(f"PRAGMA {pragma}").fetchall()
        head = "SELECT oseq, hash FROM envelope WHERE origin = ? ORDER BY oseq DESC LIMIT 1"
        self._oseq, self._prev = self._raw.execute(head, (plan.origin,)).fetchone()
        self._applicants: dict[str, tuple[int, str, str]] = {}

    def fill(self, days: Iterable[DayRows]) -> None:
        """Everything, and the file as the program left it: indexes there, WAL on."""
        began = time.monotonic()
        self._raw.execute("BEGIN IMMEDIATE")
        indexes = self._without_indexes()
        for done, rows in enumerate(days):
            self._insert(rows)
            if done % 100 == 99:
                self._say(f"{done + 1} of {len(self._plan.days)} days, {time.monotonic() - began:.0f} s")
        self._know_applicants()
        for statement in indexes:
            self._raw.execute(statement)
        self._merge_words()
        self._raw.execute("COMMIT")
        self._raw.execute("PRAGMA journal_mode=WAL").fetchall()

    def _without_indexes(self) -> list[str]:
        """Drop what is built faster from whole tables; answers how to make it again."""
        wanted = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('event', 'envelope', 'dossier', 'book_entry', 'paper_print')"
        )
        found = self._raw.execute(wanted).fetchall()
        for name, _ in found:
            self._raw.execute(f'DROP INDEX "{name}"')
        return [sql for _, sql in found]

    def _insert(self, rows: DayRows) -> None:
        self._raw.executemany(_EVENT, rows.events)
        self._raw.executemany(_ENVELOPE, self._enveloped(rows.events))
        if rows.dossiers:
            marks = ",".join("?" * len(rows.dossiers[0]))
            self._raw.executemany(f"INSERT INTO dossier VALUES ({marks})", rows.dossiers)
        for name, statement in _INSERTS.items():
            self._raw.executemany(statement, getattr(rows, name))
        for identity, seen in rows.applicants.items():
            if identity not in self._applicants or self._applicants[identity] < seen:
                self._applicants[identity] = seen

    def _enveloped(self, events: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        origin, agency = self._plan.origin, self._plan.agency
        for row in events:
            self._oseq += 1
            link = envelope_hash(self._prev, origin, self._oseq, row[10])
            yield origin, self._oseq, self._prev, link, row[0], agency
            self._prev = link

    def _merge_words(self) -> None:
        """Until nothing is left to be put together, as a desk between its acts does it."""
        for name in INDEXES_OF_WORDS:
            changes = -1
            while self._raw.total_changes > changes + 1:
                changes = self._raw.total_changes
                self._raw.execute(f"INSERT INTO {name}({name}, rank) VALUES ('merge', 1000)")

    def _know_applicants(self) -> None:
        known = sorted(self._applicants.items(), key=lambda item: item[1][0])
        self._raw.executemany(
            "INSERT INTO applicant VALUES (?,?,?,?,?)",
            [(n, identity, party, seen, name) for n, (identity, (seen, party, name)) in enumerate(known, 1)],
        )
        self._raw.executemany(
            "INSERT INTO applicant_search(rowid, words) VALUES (?,?)",
            [(n, name) for n, (_, (_, _, name)) in enumerate(known, 1)],
        )

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()


_plan: Plan | None = None


def _begin(plan: Plan) -> None:
    global _plan
    _plan = plan


def _day(index: int) -> DayRows:
    assert _plan is not None  # the pool began with it
    return day_rows(_plan, index)


def _days(plan: Plan, workers: int) -> Iterator[DayRows]:
    """The rows of all days in order."""
    indexes = range(len(plan.days))
    if workers == 0:
        yield from (day_rows(plan, index) for index in indexes)
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(plan,)) as pool:
        ahead = 4 * workers  # days that may lie ready: more would fill the memory
        waiting = [pool.submit(_day, index) for index in indexes[:ahead]]
        for index in indexes:
            rows = waiting.pop(0).result()
            if index + ahead < len(plan.days):
                waiting.append(pool.submit(_day, index + ahead))
            yield rows
