"""What breaks on a disk is found and named; nothing readable lies on it (document 7, F7, F8, F9)."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from counter_app.domain.errors import StoreNotOpened
from counter_app.storage import event_log, stream_log
from counter_app.storage.backup import backup
from counter_app.storage.chain import verify_chains, verify_tail
from counter_app.storage.database import open_writer
from counter_app.storage.verify import verify

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
    outcomes: Counter[str] = Counter()
    for _ in range(FLIPS):
        desk.path.write_bytes(pristine)
        _flip(desk.path, chance.randrange(len(pristine)))
        outcomes[_outcome(desk, truth)] += 1
    assert outcomes.total() == FLIPS
    assert outcomes["found"] > FLIPS // 2, outcomes


def _outcome(desk: DeskFile, truth: object) -> str:
    try:
        with desk.reading() as conn:
            problems = verify(conn, deep=True)
        if problems:
            return "found"
        assert _everything(desk) == truth
    except StoreNotOpened:
        return "refused"
    return "unused"


@pytest.mark.parametrize(
    "reading",
    [
        lambda conn: list(event_log.read_all(conn)),
        lambda conn: list(event_log.read_streams(conn)),
        lambda conn: list(event_log.read_chain(conn, ORIGIN)),
        lambda conn: stream_log.read_stream(conn, "dossier:" + "0" * 32),
        verify_chains,
        verify_tail,
    ],
)
def test_every_reader_of_a_damaged_page_gets_facts(
    desk: DeskFile, reading: Callable[[Connection], object]
) -> None:
    desk.record(1500)
    _damage_the_later_half(desk)
    with desk.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM origin").scalar() == 1
        with pytest.raises(StoreNotOpened) as damaged:
            reading(conn)
    assert damaged.value.facts == {"path": str(desk.path), "because": "damaged"}


def test_a_damaged_file_gives_no_copy(desk: DeskFile) -> None:
    desk.record(300)
    _damage_the_later_half(desk)
    with pytest.raises(StoreNotOpened):
        backup(desk.path, desk.key, desk.path.with_name("copy.db"))
    assert not list(desk.path.parent.glob("copy*"))


def _damage_the_later_half(desk: DeskFile) -> None:
    """The schema lies in the earlier pages: the file still opens."""
    pages = desk.path.stat().st_size // 4096
    for page in range(pages // 2, pages):
        _flip(desk.path, page * 4096 + 1000)


@pytest.mark.parametrize("size", [0, 1, 100, 4095, 4096, 10_000])
def test_a_cut_file_is_refused_or_reported(desk: DeskFile, size: int) -> None:
    desk.record(100)
    with desk.path.open("r+b") as handle:
        handle.truncate(size)
    assert _outcome(desk, None) in {"refused", "found"}


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
def test_a_file_deleted_or_replaced_while_open_takes_no_more_acts_and_is_not_made_anew(
    desk: DeskFile,
) -> None:
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
