"""A copy is whole, checked and encrypted, also when it was taken beside running writes (document 7, F33)."""

from __future__ import annotations

import os
import resource
import signal
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.domain.errors import StoreFull, StoreNotOpened, StoreReadOnly
from counter_app.storage import event_log
from counter_app.storage.backup import backup, check_copy, daily_copy
from counter_app.storage.chain import verify_chains
from counter_app.storage.database import Mode, connect
from counter_app.storage.problems import Fault

from .desk_file import ORIGIN, DeskFile, an_event, ended, in_child


def test_copies_taken_during_writes_are_each_a_prefix_of_the_log(desk: DeskFile) -> None:
    desk.record(50)
    stop = threading.Event()

    def write() -> None:
        with desk.writer() as engine:
            while not stop.is_set():
                with engine.begin() as conn:
                    event_log.append(conn, ORIGIN, [an_event(payload={"t": "x" * 2000}) for _ in range(3)])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        copies = [desk.path.with_name(f"copy{n}.db") for n in range(20)]
        for copy in copies:
            backup(desk.path, desk.key, copy)
    finally:
        stop.set()
        thread.join()
    with desk.reading() as conn:
        chain = [(item.oseq, item.hash) for item in event_log.read_chain(conn, ORIGIN)]
    lengths = []
    for copy in copies:
        assert check_copy(copy, desk.key) == []
        with replace(desk, path=copy).reading() as conn:
            held = [(item.oseq, item.hash) for item in event_log.read_chain(conn, ORIGIN)]
            assert verify_chains(conn) == []
        assert held == chain[: len(held)]
        assert len(held) % 3 == 50 % 3
        lengths.append(len(held))
    assert lengths == sorted(lengths)
    assert lengths[-1] > lengths[0], "nothing was written meanwhile: the test has seen nothing"
    assert list(desk.path.parent.glob("*.part")) == []


def test_a_copy_is_encrypted_with_the_same_key(desk: DeskFile) -> None:
    desk.record(20)
    copy = desk.path.with_name("copy.db")
    backup(desk.path, desk.key, copy)
    assert "Nguyễn".encode() not in copy.read_bytes()
    assert b"SQLite format" not in copy.read_bytes()
    with pytest.raises(StoreNotOpened):
        check_copy(copy, os.urandom(32))


def test_a_copy_holds_what_is_in_the_wal_only(desk: DeskFile) -> None:
    copy = desk.path.with_name("copy.db")
    with desk.writer() as engine:
        with engine.begin() as conn:
            event_log.append(conn, ORIGIN, [an_event()])
        assert desk.path.with_name(desk.path.name + "-wal").stat().st_size > 0
        backup(desk.path, desk.key, copy)
    with replace(desk, path=copy).reading() as conn:
        assert event_log.count(conn) == 1


def test_a_damaged_copy_is_found(desk: DeskFile) -> None:
    desk.record(200)
    copy = desk.path.with_name("copy.db")
    backup(desk.path, desk.key, copy)
    pages = copy.stat().st_size // 4096
    for page in (pages // 3, pages - 1):
        with copy.open("r+b") as handle:
            handle.seek(page * 4096 + 100)
            byte = handle.read(1)
            handle.seek(page * 4096 + 100)
            handle.write(bytes([byte[0] ^ 1]))
        assert _is_damage_told(copy, desk.key)
    with copy.open("r+b") as handle:
        handle.truncate(4096 * 5)
    with pytest.raises(StoreNotOpened) as refused:
        check_copy(copy, desk.key)
    assert refused.value.facts["because"] == "damaged"


def _is_damage_told(copy: Path, key: bytes) -> bool:
    """As a finding, or by a refusal to open where the page is one of the file's own table of contents."""
    try:
        return Fault.PAGE_DAMAGED in {problem.what for problem in check_copy(copy, key)}
    except StoreNotOpened as error:
        return error.facts["because"] == "damaged"


def test_a_copy_that_does_not_pass_does_not_replace_one_that_did(desk: DeskFile) -> None:
    copy = desk.path.with_name("copy.db")
    backup(desk.path, desk.key, copy)
    before = copy.read_bytes()
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("INSERT INTO number_block VALUES ('a', 1, 2, 'nobody', '', NULL)")
    raw.close()
    with pytest.raises(StoreNotOpened) as refused:
        backup(desk.path, desk.key, copy)
    assert (refused.value.facts["because"], refused.value.facts["problem"]) == ("copy_damaged", "foreign_key")
    assert copy.read_bytes() == before


def test_a_failing_backup_leaves_the_older_copy(desk: DeskFile) -> None:
    copy = desk.path.with_name("copy.db")
    backup(desk.path, desk.key, copy)
    before = copy.read_bytes()
    with pytest.raises(StoreNotOpened):
        backup(desk.path.with_name("none"), desk.key, copy)
    with pytest.raises(StoreNotOpened):
        backup(desk.path, os.urandom(32), copy)
    assert copy.read_bytes() == before
    with pytest.raises((StoreReadOnly, StoreNotOpened)):
        backup(desk.path, desk.key, desk.path.parent / "no folder" / "copy.db")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limit is for a child")
def test_a_target_without_room_answers_with_facts_and_leaves_no_part(desk: DeskFile) -> None:
    desk.record(200)
    copy = desk.path.with_name("copy.db")

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
        with pytest.raises((StoreFull, StoreReadOnly)):
            backup(desk.path, desk.key, copy)

    assert ended(in_child(work)) == 0
    assert sorted(p.name for p in desk.path.parent.glob("copy*")) == []


def test_what_a_killed_backup_left_is_no_hindrance(desk: DeskFile) -> None:
    copy = desk.path.with_name("copy.db")
    copy.with_name("copy.db.part").write_bytes(b"half a copy" * 1000)
    backup(desk.path, desk.key, copy)
    assert check_copy(copy, desk.key) == []
    assert not copy.with_name("copy.db.part").exists()


def test_the_daily_copy_is_made_once_and_seven_are_kept(desk: DeskFile) -> None:
    folder = desk.path.parent / "copies"
    first = date(2026, 11, 20)
    for day in range(10):
        desk.record()
        made = daily_copy(desk.path, desk.key, folder, first + timedelta(days=day))
        assert made == folder / f"counter-{(first + timedelta(days=day)).isoformat()}.db"
        assert daily_copy(desk.path, desk.key, folder, first + timedelta(days=day)) is None
    assert sorted(p.name for p in folder.iterdir()) == [f"counter-2026-11-{day}.db" for day in range(23, 30)]
    for number, copy in enumerate(sorted(folder.iterdir()), 4):
        with replace(desk, path=copy).reading() as conn:
            assert event_log.count(conn) == number


def test_a_clock_that_jumped_does_not_sweep_the_copies_away(desk: DeskFile) -> None:
    folder = desk.path.parent / "copies"
    for day in range(1, 8):
        daily_copy(desk.path, desk.key, folder, date(2026, 11, day))
    daily_copy(desk.path, desk.key, folder, date(2099, 1, 1))
    daily_copy(desk.path, desk.key, folder, date(2026, 11, 8))
    names = sorted(p.name for p in folder.iterdir())
    assert len(names) == 7
    assert "counter-2026-11-08.db" in names
    assert "counter-2026-11-07.db" in names
