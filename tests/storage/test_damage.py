"""What breaks on a disk is found and named; nothing readable lies on it (document 7, F7, F8, F9)."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.errors import CounterError, StoreNotOpened
from counter_app.storage import event_log
from counter_app.storage.backup import backup
from counter_app.storage.chain import verify_chains, verify_tail
from counter_app.storage.database import open_writer
from counter_app.storage.verify import quick_check, verify

from .desk_file import APPLICANT, ORIGIN, DeskFile, an_event

FLIPS = 200


def _flip(path: Path, offset: int) -> None:
    with path.open("r+b") as handle:
        handle.seek(offset)
        byte = handle.read(1)[0]
        handle.seek(offset)
        handle.write(bytes([byte ^ (1 << (offset % 8))]))


def _everything(desk: DeskFile) -> tuple[int, str, list[str]]:
    with desk.reading() as conn:
        events = [item.event.content_hash for item in event_log.read_all(conn)]
        return event_log.count(conn), event_log.log_hash(conn), events


def test_a_flipped_bit_is_found_or_in_unused_bytes(desk: DeskFile) -> None:
    """200 places: whatever our functions answer is an error of the trade, a finding, or the truth."""
    desk.record(150)
    truth = _everything(desk)
    pristine = desk.path.read_bytes()
    chance = random.Random(8)
    outcomes = {"refused": 0, "found": 0, "unused": 0}
    for _ in range(FLIPS):
        desk.path.write_bytes(pristine)
        _flip(desk.path, chance.randrange(len(pristine)))
        try:
            with desk.reading() as conn:
                problems = verify(conn, deep=True)
                assert bool(quick_check(conn)) <= bool(problems)
            if problems:
                outcomes["found"] += 1
                continue
            assert _everything(desk) == truth
            outcomes["unused"] += 1
        except CounterError as error:
            assert isinstance(error, StoreNotOpened)
            outcomes["refused"] += 1
    print(outcomes)
    assert sum(outcomes.values()) == FLIPS
    assert outcomes["found"] > FLIPS // 2, outcomes


def test_every_reader_of_a_damaged_page_gets_facts(desk: DeskFile) -> None:
    desk.record(300)
    with desk.reading() as conn:
        pages = int(conn.exec_driver_sql("PRAGMA page_count").scalar_one())
    for page in range(1, pages):
        _flip(desk.path, page * 4096 + 1000)
    readings = (
        lambda conn: list(event_log.read_all(conn)),
        lambda conn: list(event_log.read_streams(conn)),
        lambda conn: event_log.read_stream(conn, "dossier:" + "0" * 32),
        lambda conn: event_log.log_hash(conn),
        lambda conn: event_log.append(conn, ORIGIN, [an_event()]),
        verify_chains,
        verify_tail,
    )
    for reading in readings:
        with pytest.raises(StoreNotOpened) as damaged, desk.writing() as conn:
            reading(conn)
        assert damaged.value.facts["because"] == "damaged"
    with pytest.raises(StoreNotOpened):
        backup(desk.path, desk.key, desk.path.with_name("copy.db"))
    assert not desk.path.with_name("copy.db").exists()


@pytest.mark.parametrize("size", [0, 1, 100, 4095, 4096, 10_000])
def test_a_cut_file_is_refused_or_reported(desk: DeskFile, size: int) -> None:
    desk.record(100)
    with desk.path.open("r+b") as handle:
        handle.truncate(size)
    try:
        with desk.reading() as conn:
            assert verify(conn) != []
    except StoreNotOpened as refused:
        assert refused.facts["because"] in {"other_application", "damaged", "key_wrong_or_damaged"}


def test_a_deleted_wal_loses_the_end_but_leaves_a_sound_file(desk: DeskFile) -> None:
    """What is lost the witness journal brings back: `test_journal.py`."""
    desk.record(5)
    crashed = replace(desk, path=desk.path.with_name("crashed.sqlite"))
    with desk.writer() as engine:
        with engine.begin() as conn:
            event_log.append(conn, ORIGIN, [an_event()])
        crashed.path.write_bytes(desk.path.read_bytes())  # as after a kill, without its -wal
    with crashed.reading() as conn:
        assert event_log.count(conn) == 5
        assert verify(conn, deep=True) == []
    with desk.reading() as conn:
        assert event_log.count(conn) == 6


@pytest.mark.skipif(os.name == "nt", reason="Windows does not delete an open file")
def test_a_file_deleted_or_replaced_while_open_takes_no_more_acts_and_is_not_made_anew(desk: DeskFile) -> None:
    other = desk.copied_to(desk.path.parent / "other")
    with desk.writer() as engine:
        desk.path.unlink()
        for _ in range(2):
            with pytest.raises(StoreNotOpened) as refused, engine.begin() as conn:
                event_log.append(conn, ORIGIN, [an_event()])
            assert refused.value.facts["because"] == "file_gone"
        assert not desk.path.exists()
        other.path.rename(desk.path)
        with pytest.raises(StoreNotOpened), engine.begin():
            pytest.fail("another file now bears the name")
    desk.path.unlink()
    with pytest.raises(StoreNotOpened) as refused:
        open_writer(desk.path, desk.key)
    assert refused.value.facts["because"] == "missing"


def test_no_byte_on_the_disk_names_a_person(desk: DeskFile) -> None:
    folder = desk.path.parent
    secret = "031184009752"
    with desk.writer() as engine:
        with engine.begin() as conn:
            for _ in range(50):
                event_log.append(conn, ORIGIN, [an_event(payload={"name": APPLICANT, "id": secret})])
            conn.exec_driver_sql("INSERT INTO draft VALUES ('d', 'lan', ?, 0)", (f'{{"n":"{APPLICANT}"}}',))
            conn.exec_driver_sql("CREATE TEMP TABLE sorted AS SELECT payload FROM event ORDER BY payload")
        backup(desk.path, desk.key, folder / "copy.db")
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {"desk.sqlite", "desk.sqlite-wal", "copy.db"}
        for path in files:
            content = path.read_bytes()
            for word in (APPLICANT, "Nguyễn", secret, "dossier:", "CREATE TABLE", "SQLite format"):
                assert word.encode() not in content, (path.name, word)
