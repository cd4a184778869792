"""The open store: what it does between two acts, and what its reference costs in a long log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from counter_app.bootstrap import open_desk
from counter_app.storage.database import move_wal
from counter_app.storage.store import LAST_REFERENCE, LONG_WAL
from tests.benchmarks.receiving import a_form, receive
from tests.builders import Clock
from tests.desks import a_trial

from .desk_file import DeskFile


def test_the_wal_is_moved_when_it_is_long_and_nothing_is_lost(desk: DeskFile) -> None:
    with desk.writer() as engine:
        with engine.begin() as conn:
            conn.exec_driver_sql("INSERT INTO meta VALUES ('big', ?)", ("x" * 4096 * 30,))
        before = desk.path.stat().st_size
        assert not move_wal(engine, least=1_000)
        assert desk.path.stat().st_size == before
        assert move_wal(engine, least=20)
        assert desk.path.stat().st_size > before + 4096 * 25
        assert not move_wal(engine, least=1), "all of it is in the file now"
        with engine.begin() as conn:
            kept = conn.exec_driver_sql("SELECT length(value) FROM meta WHERE key = 'big'")
            assert kept.scalar_one() == 4096 * 30


def test_a_reader_goes_on_beside_it(desk: DeskFile) -> None:
    with desk.writer() as engine, desk.reading() as reading:
        before = reading.exec_driver_sql("SELECT count(*) FROM meta").scalar_one()
        with engine.begin() as conn:
            conn.exec_driver_sql("INSERT INTO meta VALUES ('big', ?)", ("x" * 4096 * 30,))
        assert move_wal(engine, least=20)
        assert reading.exec_driver_sql("SELECT count(*) FROM meta").scalar_one() == before


def test_acts_do_not_wait_for_it(tmp_path: Path) -> None:
    """Many acts one after the other leave a long -wal; tidying once puts it into the file."""
    with a_trial(tmp_path, Clock()) as desk:
        path = desk.store.path
        size = path.stat().st_size
        for number in range(60):
            receive(desk, a_form(desk, number, 1_000))
        assert path.stat().st_size == size
        assert path.with_name(f"{path.name}-wal").stat().st_size > LONG_WAL * 4096
        desk.tidy()
        assert path.stat().st_size > size


def test_a_desk_that_cannot_be_tidied_says_so_and_works_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with a_trial(tmp_path, Clock()) as desk, open_desk(desk.folder, writing=False) as reader:
        with caplog.at_level(logging.WARNING):
            reader.tidy()
        assert "store_not_opened" in caplog.text
        assert reader.read(lambda reading: reading.reference.agency.id) == "H24.28"


def test_whose_reference_is_read_again_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """The question that every act and every reading asks first walks over no dossier's event."""
    with a_trial(tmp_path, Clock()) as desk, desk.store.read() as reading:
        plan = [row[3] for row in reading.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {LAST_REFERENCE}")]
        searched = [line for line in plan if line.startswith("SEARCH event")]
        assert len(searched) == 2
        assert all("COVERING INDEX ix_event_stream" in line for line in searched)
