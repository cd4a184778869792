"""Opening, refusing, beginning and failing: what the file answers is a fact, never a traceback."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError

from counter_app.domain.errors import (
    CounterError,
    StoreFull,
    StoreLocked,
    StoreNotOpened,
    StoreReadOnly,
    StoreTooNew,
)
from counter_app.storage import event_log
from counter_app.storage.chain import verify_chains
from counter_app.storage.database import SCHEMA, Mode, connect, open_reader, open_writer, translate

from .desk_file import ORIGIN, DeskFile, an_event, ended, in_child


def _refusal(path: Path, key: bytes) -> CounterError:
    """The one answer of a writer and of a reader."""
    answers = []
    for opened in (open_writer, open_reader):
        with pytest.raises(CounterError) as refused:
            opened(path, key)
        answers.append(refused.value)
    assert answers[0].args == answers[1].args
    return answers[0]


def test_the_pragmas_are_those_of_the_design(desk: DeskFile) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
        "mmap_size": 0,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "cache_size": -65536,
        "temp_store": 2,
        "user_version": SCHEMA,
    }
    with desk.writing() as conn:
        found = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


def test_a_wrong_key_is_refused_without_a_word_on_the_terminal(
    desk: DeskFile, capfd: pytest.CaptureFixture[str]
) -> None:
    error = _refusal(desk.path, os.urandom(32))
    assert isinstance(error, StoreNotOpened)
    assert error.facts == {"path": str(desk.path), "because": "key_wrong_or_damaged"}
    assert capfd.readouterr() == ("", "")
    with desk.reading() as conn:
        assert conn.exec_driver_sql("SELECT id FROM origin").scalar() == ORIGIN


def test_a_missing_file_is_not_made(desk: DeskFile) -> None:
    missing = desk.path.with_name("missing.sqlite")
    assert _refusal(missing, desk.key).facts["because"] == "missing"
    assert not missing.exists()


def test_an_empty_file_and_a_plain_one_are_not_stores(desk: DeskFile) -> None:
    empty = desk.path.with_name("empty.sqlite")
    empty.touch()
    assert _refusal(empty, desk.key).facts["because"] == "other_application"
    plain = desk.path.with_name("plain.sqlite")
    with sqlite3.connect(plain) as other:
        other.execute("CREATE TABLE notes(text)")
    other.close()
    assert _refusal(plain, desk.key).facts["because"] == "key_wrong_or_damaged"


def test_the_file_of_another_application_is_refused_even_with_our_key(desk: DeskFile) -> None:
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute("PRAGMA application_id=1")
    raw.close()
    error = _refusal(desk.path, desk.key)
    assert isinstance(error, StoreNotOpened)
    assert error.facts["because"] == "other_application"


@pytest.mark.parametrize("version", [SCHEMA + 1, 2**31 - 1])
def test_a_newer_file_is_refused(desk: DeskFile, version: int) -> None:
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute(f"PRAGMA user_version={version}")
    raw.close()
    error = _refusal(desk.path, desk.key)
    assert isinstance(error, StoreTooNew)
    assert error.facts == {"path": str(desk.path), "found": version, "known": SCHEMA}


def test_an_older_file_waits_for_its_migration(desk: DeskFile) -> None:
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute("PRAGMA user_version=0")
    raw.close()
    assert _refusal(desk.path, desk.key).facts["because"] == "schema_old"


def test_a_reader_sees_one_snapshot_and_cannot_write(desk: DeskFile) -> None:
    desk.record(3)
    with desk.reading() as conn:
        assert event_log.count(conn) == 3
        desk.record(2)
        assert event_log.count(conn) == 3
        conn.rollback()
        assert event_log.count(conn) == 5
        with pytest.raises(StoreReadOnly):
            conn.exec_driver_sql("DELETE FROM draft")


def test_leaving_a_transaction_by_an_error_stores_nothing(desk: DeskFile) -> None:
    with desk.writer() as engine:
        with pytest.raises(ZeroDivisionError), engine.begin() as conn:
            _append_and_stumble(conn)
        with engine.begin() as conn:
            assert event_log.count(conn) == 0
            conn.exec_driver_sql("CREATE TABLE half(a)")
            conn.rollback()
        with engine.begin() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name='half'").scalar() == 0


def _append_and_stumble(conn: Connection) -> None:
    event_log.append(conn, ORIGIN, [an_event()])
    raise ZeroDivisionError


def test_four_threads_of_two_hundred_never_share_a_number(desk: DeskFile) -> None:
    """F11: read the last number, add one, append: without BEGIN IMMEDIATE numbers double."""
    failures: list[BaseException] = []

    def receive() -> None:
        try:
            for _ in range(200):
                event = an_event()
                with engine.begin() as conn:
                    last = conn.exec_driver_sql("SELECT max(serial) FROM number_issued").scalar() or 0
                    event_log.append(conn, ORIGIN, [event])
                    row = ("2026-11-23", last + 1, str(last + 1), event.id)
                    conn.exec_driver_sql("INSERT INTO number_issued VALUES (?,?,?,?)", row)
        except BaseException as error:
            failures.append(error)

    with desk.writer() as engine:
        threads = [threading.Thread(target=receive) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    with desk.reading() as conn:
        serials = conn.exec_driver_sql("SELECT serial FROM number_issued ORDER BY serial").scalars().all()
        assert serials == list(range(1, 801))
        assert [item.oseq for item in event_log.read_chain(conn, ORIGIN)] == serials
        assert verify_chains(conn) == []


def test_a_file_locked_from_outside_is_said_to_be_locked(desk: DeskFile) -> None:
    other = connect(desk.path, desk.key, Mode.WRITE)
    other.execute("BEGIN IMMEDIATE")
    with desk.writer() as engine:
        with engine.connect() as conn:
            conn.connection.execute("PRAGMA busy_timeout=20")
        with pytest.raises(StoreLocked) as refused, engine.begin():
            pytest.fail("the transaction must not begin")
        assert refused.value.facts == {"path": str(desk.path)}
        other.close()
        with engine.begin() as conn:
            event_log.append(conn, ORIGIN, [an_event()])


def _pages(desk: DeskFile) -> int:
    with desk.reading() as conn:
        return int(conn.exec_driver_sql("PRAGMA page_count").scalar_one())


def _append_for_ever(engine: Engine, acknowledge: Callable[[int], object], size: int = 10) -> None:
    """Acts of two events each; their numbers are acknowledged after the commit."""
    while True:
        with engine.begin() as conn:
            stored = event_log.append(conn, ORIGIN, [an_event(payload={"t": "x" * size}) for _ in range(2)])
        for item in stored:
            acknowledge(item.oseq)


def test_a_full_disk_stops_one_act_and_work_resumes(desk: DeskFile) -> None:
    """F6: at whatever page the space ends, an act is there whole or not at all."""
    acknowledged: list[int] = []
    with desk.writer() as engine:
        for room in range(12):
            with engine.connect() as conn:
                pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
                conn.exec_driver_sql(f"PRAGMA max_page_count={pages + room}")
                conn.rollback()
            with pytest.raises(StoreFull) as full:
                _append_for_ever(engine, acknowledged.append, size=3000)
            assert full.value.facts == {"path": str(desk.path)}
            with engine.begin() as conn:  # the lost connection's limit is gone with it: space was freed
                assert event_log.count(conn) == len(acknowledged)
                acknowledged += [item.oseq for item in event_log.append(conn, ORIGIN, [an_event()])]
    with desk.reading() as conn:
        assert event_log.count(conn) == len(acknowledged)
        assert acknowledged == list(range(1, len(acknowledged) + 1))
        assert verify_chains(conn) == []


def _swallow_a_full_disk_and_go_on(conn: Connection) -> None:
    pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreFull):
        event_log.append(conn, ORIGIN, [an_event(payload={"t": "x" * 50000})])
    conn.exec_driver_sql("INSERT INTO meta VALUES ('half', 'a dossier')")


def test_nothing_commits_by_itself_after_the_transaction_was_lost(desk: DeskFile) -> None:
    """After SQLITE_FULL the driver would commit each further statement: code that goes on is stopped."""
    with desk.writer() as engine:
        with pytest.raises(PendingRollbackError), engine.begin() as conn:
            _swallow_a_full_disk_and_go_on(conn)
        with engine.begin() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0


def test_a_lost_transaction_is_not_acknowledged(desk: DeskFile) -> None:
    with desk.writer() as engine:
        with engine.connect() as conn:
            event_log.append(conn, ORIGIN, [an_event()])
            conn.connection.execute("ROLLBACK")
            with pytest.raises(StoreReadOnly) as refused:
                conn.commit()
        assert refused.value.facts == {"because": "transaction_lost"}
        with engine.begin() as conn:
            assert event_log.count(conn) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limit is for a child")
def test_after_an_io_error_nothing_is_written_until_a_restart(desk: DeskFile) -> None:
    """F5 mechanics: a write that the system refuses in mid-file; the WAL may not grow beyond a limit."""
    acks, told = os.pipe()

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with desk.writer() as engine:
            resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
            with pytest.raises(StoreReadOnly) as refused:
                _append_for_ever(engine, lambda oseq: os.write(told, oseq.to_bytes(4)))
            assert refused.value.facts == {"because": "io_error"}
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            with pytest.raises(StoreReadOnly), engine.begin():
                pytest.fail("what was written is not known: no begin before a check")

    assert ended(in_child(work)) == 0
    count = len(os.read(acks, 65536)) // 4
    assert count > 0
    with desk.reading() as conn:
        assert event_log.count(conn) == count
        assert verify_chains(conn) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
def test_a_killed_writer_loses_nothing_it_acknowledged(desk: DeskFile) -> None:
    """F1 at the level of events: 20 kills, the acknowledged numbers come through a pipe."""
    stored = 0
    for trial in range(20):
        acks, told = os.pipe()

        def work(told: int = told) -> None:
            with desk.writer() as engine:
                _append_for_ever(engine, lambda oseq: os.write(told, oseq.to_bytes(4)))

        pid = in_child(work)
        os.close(told)
        acked = [os.read(acks, 4) for _ in range(1 + trial * 3)]
        os.kill(pid, signal.SIGKILL)
        assert ended(pid) == -9
        while more := os.read(acks, 4):
            acked.append(more)
        os.close(acks)
        numbers = [int.from_bytes(one) for one in acked]
        assert numbers == list(range(stored + 1, stored + 1 + len(numbers)))
        with desk.reading() as conn:
            stored = event_log.count(conn)
            assert stored % 2 == 0
            assert stored - numbers[-1] in (0, 1, 2)  # stored, killed before it could say so
            assert verify_chains(conn) == []


def test_a_file_that_may_not_be_written_is_said_to_be_read_only(desk: DeskFile) -> None:
    engine = open_reader(desk.path, desk.key)
    with pytest.raises(StoreReadOnly) as refused, engine.begin() as conn:
        event_log.append(conn, ORIGIN, [an_event()])
    assert refused.value.facts == {"because": "read_only"}
    engine.dispose()


def test_our_own_defects_stay_what_they_are(desk: DeskFile) -> None:
    assert translate(ValueError()) is None
    with desk.writer() as engine, pytest.raises(DBAPIError), engine.begin() as conn:
        conn.exec_driver_sql("SELECT * FROM nowhere")
    with desk.writer() as engine:
        event = an_event()
        with pytest.raises(IntegrityError) as error, engine.begin() as conn:
            event_log.append(conn, ORIGIN, [event, event])
    assert "Đức" not in str(error.value)
