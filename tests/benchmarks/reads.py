"""Every read that a page, a list or a start makes, at the large file: none may grow with what lies in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.forms import wording
from counter_app.queries import (
    deadlines,
    department,
    dossier_pages,
    dossiers,
    end_of_day,
    handover,
    handover_scans,
    intake,
    known,
    papers,
    people,
    returns,
    search,
    startup,
    today,
)
from counter_app.queries.dossiers import Filter
from counter_app.storage.store import Reading
from tests.benchmarks.made import viewed
from tests.benchmarks.measure import Result, Run, Size, at_most, interleaved
from tests.benchmarks.past import UNTIL

Read = Callable[[Reading], object]
MOST_MS = 100.0
"""No read of a page takes longer: what is shown stands at once."""


def reads(desk: Desk) -> dict[str, Read]:
    """Name → read, of the dossiers of this desk."""
    with desk.store.read() as reading:
        conn = reading.conn
        one = "SELECT code FROM dossier WHERE status = ? LIMIT 1"
        code = conn.exec_driver_sql(one, ("processing",)).scalar_one()
        ended = conn.exec_driver_sql(one, ("finished",)).scalar_one()
        batch = conn.exec_driver_sql("SELECT max(batch) FROM batch_item").scalar_one()
        identity = conn.exec_driver_sql("SELECT identity FROM applicant LIMIT 1").scalar_one()
    found = {**_of_pages(code, ended, batch), **_of_lists(), **_of_counter(identity)}
    return found | _of_papers(code)


def _of_pages(code: str, ended: str, batch: str) -> dict[str, Read]:
    since = UNTIL.date() - timedelta(days=7)
    return {
        "people": people.people,
        "not printed": lambda r: startup.received_not_printed(r.conn, UNTIL - timedelta(days=30)),
        "today": lambda r: today.today(r, "lan", UNTIL),
        "end of the day": lambda r: end_of_day.end_of_day(r, UNTIL.date(), "lan", UNTIL),
        "end of a day long ago": lambda r: end_of_day.end_of_day(
            r, UNTIL.date() - timedelta(days=300), "lan", UNTIL
        ),
        "whether the day is closed": lambda r: end_of_day.is_close_owed(r, "lan", UNTIL),
        "counts beside the pages": lambda r: today.counts(r, "tuan", UNTIL),
        "overdue": lambda r: deadlines.overdue(r, UNTIL),
        "load": lambda r: deadlines.load(r, UNTIL),
        "months in time": lambda r: deadlines.months_in_time(r, UNTIL.date()),
        "department": lambda r: department.department(r, "QLDT", UNTIL),
        "papers to give": lambda r: handover.to_give(r, "MC"),
        "papers to take": lambda r: handover.to_take(r, "QLDT"),
        "batches": lambda r: handover.batches(r, "MC", since, 20),
        "one batch": lambda r: handover.one_batch(r, batch),
        "a scan judged": lambda r: handover_scans.judge_scan(r, code, "MC"),
        "awaiting return": lambda r: returns.awaiting_return(r, UNTIL),
        "collecting": lambda r: returns.collect_view(r, ended, UNTIL),
        "counts of the list": lambda r: dossier_pages.counts(r, UNTIL),
        "one dossier": lambda r: dossiers.one_dossier(r, code, UNTIL),
        "history": lambda r: dossiers.history(r, code),
    }


def _of_lists() -> dict[str, Read]:
    wanted: dict[str, dict[str, Any]] = {
        "all": {},
        "returned": {"status": "returned"},
        "of a unit": {"unit": "QLDT"},
        "overdue": {"overdue": True},
        "slips": {"slips": True},
        "received of a unit": {"status": "received", "unit": "MC"},
    }
    found: dict[str, Read] = {
        f"list: {name}": partial(_listed, Filter(now=UNTIL, **fields)) for name, fields in wanted.items()
    }
    for order in dossier_pages.SortBy:
        found[f"first block by {order}"] = partial(_first_block, dossier_pages.Order(order))
    return found


def _listed(wanted: Filter, reading: Reading) -> object:
    return dossiers.list_dossiers(reading, wanted)


def _first_block(order: dossier_pages.Order, reading: Reading) -> object:
    pages = dossier_pages.DossierPages(dossier_pages.NO_FILTER, order, lambda: UNTIL)
    opened = pages.open(reading)
    return pages.block(reading, 0), pages.block(reading, (opened.count - 1) // dossier_pages.BLOCK)


def _of_counter(identity: str) -> dict[str, Read]:
    return {
        "known by name": lambda r: known.known_by_name(r.conn, "cong ty"),
        "known by number": lambda r: known.known_by_number(r.conn, identity.partition(":")[2]),
        "open duplicate": lambda r: known.open_duplicate(r.conn, identity, "DT-08"),
        "procedures used last": lambda r: intake.last_used_procedures(r, "lan"),
        "search: a procedure": lambda r: search.search(r, "thu tuc cap", UNTIL),
        "search: a serial": lambda r: search.search(r, "12", UNTIL),
        "search: a batch": lambda r: search.search(r, "BG-261120-1.1", UNTIL),
    }


def _of_papers(code: str) -> dict[str, Read]:
    """Papers of one dossier; a handover list takes as long as it is."""
    printing = papers.Printing("Nguyễn Thị Lan", UNTIL, wording)
    return {
        "receipt": lambda r: papers.gather(r, "receipt", code, printing),
        "control sheet": lambda r: papers.gather(r, "control_sheet", code, printing),
    }


def all_reads(size: Size) -> list[Result]:
    """Each read a few times, one after the other."""
    with viewed(size.rows, size) as desk:
        sides: dict[str, Run] = {name: _run(desk, read) for name, read in reads(desk).items()}
        times = interleaved(sides, min(size.rounds, 20))
    name, slowest = max(times.items(), key=lambda item: item[1].median_ms)
    bars = (at_most("slowest read, median", slowest.median_ms, MOST_MS, "ms"),)
    about = f"every read of a page, {size.rows:,} dossiers"
    return [Result("READS", about, times, bars, notes=(f"slowest: {name}",))]


def _run(desk: Desk, read: Read) -> Run:
    return lambda n: desk.read(read)
