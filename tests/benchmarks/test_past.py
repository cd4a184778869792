"""What the generator makes is what the program would have made: real events, chains, projections, words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from counter_app.bootstrap import Desk, open_desk, problems
from counter_app.queries.search import search
from counter_app.storage import compare, projection
from tests.benchmarks.made import desk_with, opened
from tests.benchmarks.measure import Size
from tests.benchmarks.parties import party
from tests.benchmarks.past import UNTIL, make_past
from tests.benchmarks.receiving import a_form, receive
from tests.desks import a_trial

ROWS = 300


@pytest.fixture(scope="module")
def size(tmp_path_factory: pytest.TempPathFactory) -> Size:
    return Size(ROWS, 1, tmp_path_factory.mktemp("made"))


@pytest.fixture
def desk(size: Size) -> Iterator[Desk]:
    with opened(ROWS, size) as made:
        yield made


def _words(conn: Connection) -> list[Any]:
    """Every word of the search with the number of dossiers that have it."""
    found: list[Any] = []
    for name in ("dossier_search", "applicant_search"):
        conn.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.kept USING fts5vocab(main, {name}, 'row')")
        found += conn.exec_driver_sql("SELECT term, doc, cnt FROM temp.kept").all()
        conn.exec_driver_sql("DROP TABLE temp.kept")
    return found


def test_the_file_is_sound_and_a_rebuild_makes_the_same(desk: Desk) -> None:
    assert desk.startup.findings == ()
    assert problems(desk, deep=True) == []
    with desk.store.writer.begin() as conn:
        before = projection.digest(conn), _words(conn)
        assert compare.rebuild(conn) > 3 * ROWS
        assert (projection.digest(conn), _words(conn)) == before
    assert len(before[1]) > ROWS


def test_it_holds_what_a_desk_holds(desk: Desk, tmp_path: Path) -> None:
    with desk.store.read() as reading:
        rows = reading.conn.exec_driver_sql("SELECT status, count(*) FROM dossier GROUP BY status").all()
        indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        made = reading.conn.exec_driver_sql(indexes).all()
    counted = {row[0]: row[1] for row in rows}
    assert sum(counted.values()) == ROWS
    assert set(counted) == {"received", "processing", "finished", "returned", "withdrawn", "voided"}
    assert desk.startup.not_printed == ()
    with a_trial(tmp_path) as fresh, fresh.store.read() as reading:
        assert reading.conn.exec_driver_sql(indexes).all() == made


def test_work_goes_on_where_it_ends(desk: Desk) -> None:
    """The next number of the day, of the book and of the receipts; its applicants are known."""
    with desk.store.read() as reading:
        last = reading.conn.exec_driver_sql("SELECT max(code) FROM dossier").scalar_one()
    code = receive(desk, a_form(desk, 1, ROWS))
    assert code == f"{last[:-4]}{int(last[-4:]) + 1:04d}"
    assert problems(desk, deep=True) == []
    with desk.store.read() as reading:
        assert search(reading, party(5).id_number, UNTIL)


def test_days_made_by_other_processes_are_the_same(tmp_path: Path) -> None:
    """A large file is made by several processes; the same days come out, in the same order."""
    made = []
    for name, workers in (("alone", 0), ("together", 2)):
        make_past(tmp_path / name, 40, workers=workers)
        with open_desk(tmp_path / name, writing=False) as desk, desk.store.read() as reading:
            rows = "SELECT id, seen, content_hash FROM event WHERE stream LIKE 'dossier:%' ORDER BY rowid"
            made.append(reading.conn.exec_driver_sql(rows).all())
    assert made[0] == made[1]
    assert len(made[0]) > 80


def test_a_made_file_is_made_once(size: Size) -> None:
    said: list[str] = []
    first = desk_with(ROWS, size.store, said.append)
    said.clear()
    assert desk_with(ROWS, size.store, said.append) == first
    assert said == []
