"""No read of a page, no start and no act walks over a whole large table: SQLite's own plan says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from counter_app.bootstrap import Desk
from counter_app.services.starting import start
from tests.benchmarks.made import opened
from tests.benchmarks.measure import Size
from tests.benchmarks.past import UNTIL
from tests.benchmarks.reads import reads
from tests.benchmarks.receiving import a_form, receive

ROWS = 300
_LARGE = "event|e|envelope|v|dossier|control_sheet|batch_item|applicant|book_entry|paper_print|number_issued"
_WALK = re.compile(rf"SCAN ({_LARGE})\b(?! USING)")
_LAST_ROW = re.compile(r"ORDER BY seq DESC LIMIT 1$")
"""From the end of the table to the first row that fits: a scan by name only."""


@contextmanager
def _plans(*engines: Engine) -> Iterator[dict[str, list[str]]]:
    """Statement → the lines of its plan, of all that is run in the block."""
    found: dict[str, list[str]] = {}

    def note(conn: Any, cursor: Any, statement: str, values: Any, context: Any, is_many: bool) -> None:
        if not is_many and statement not in found and not statement.startswith("EXPLAIN"):
            found[statement] = []
            plan = conn.connection.dbapi_connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            found[statement] = [str(row[3]) for row in plan.fetchall()]

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(ROWS, Size(ROWS, 1, tmp_path)) as made:
        yield made


def test_nothing_walks_over_a_large_table(desk: Desk) -> None:
    asked = reads(desk)
    with _plans(desk.store.reader, desk.store.writer) as plans:
        for read in asked.values():
            desk.read(read)
        start(desk.store, None, UNTIL)
        receive(desk, a_form(desk, 1, ROWS))
    walking = [statement for statement, plan in plans.items() if any(map(_WALK.search, plan))]
    assert [statement for statement in walking if not _LAST_ROW.search(statement)] == []
    assert len(plans) > 60


def test_a_walk_would_be_seen(desk: Desk) -> None:
    with _plans(desk.store.reader) as plans:
        desk.read(lambda r: r.conn.exec_driver_sql("SELECT count(*) FROM event WHERE actor = 'lan'").scalar())
    assert any(_WALK.search(line) for plan in plans.values() for line in plan)
