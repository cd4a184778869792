"""P11: making all projections again from the log: events a second, and if that holds for ten times more."""

from __future__ import annotations

import time
from pathlib import Path

from counter_app.storage import compare, event_log, keys
from counter_app.storage.database import open_writer
from counter_app.storage.store import FILE_NAME
from tests.benchmarks.made import copied
from tests.benchmarks.measure import Result, Sample, Size, at_least, at_most

RATE = 20_000


def rebuilt(folder: Path) -> tuple[int, float]:
    """(events, seconds) of one rebuild."""
    path = folder / FILE_NAME
    engine = open_writer(path, keys.load_key(folder))
    try:
        with engine.begin() as conn:
            count = event_log.count(conn)
            began = time.perf_counter()
            compare.rebuild(conn)
            return count, time.perf_counter() - began
    finally:
        engine.dispose()


def rebuilt_copy(rows: int, size: Size) -> tuple[int, float]:
    """As `rebuilt`, of a copy of a made file."""
    with copied(rows, size) as folder:
        return rebuilt(folder)


def p11(size: Size) -> list[Result]:
    """Rebuild of a tenth of the file and of the whole."""
    few = max(20, size.rows // 10)
    small_count, small = rebuilt_copy(few, size)
    count, took = rebuilt_copy(size.rows, size)
    rate, small_rate = count / took, small_count / small
    sides = {f"{size.rows:,} dossiers": Sample((took,)), f"{few:,} dossiers": Sample((small,))}
    bars = (
        at_least("events a second", rate, RATE, "/s"),
        at_most("seconds an event, ten times as many", small_rate / rate, 1.3, "×"),
    )
    notes = (f"{count:,} events in {took:,.1f} s; {small_count:,} in {small:,.1f} s",)
    return [Result("P11", "all projections made again from the log", sides, bars, notes=notes)]
