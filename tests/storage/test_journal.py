"""The witness on a second medium: what the file lost comes back exactly (document 7, F9, F18)."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from counter_app.domain.errors import JournalMismatch, StoreNotOpened
from counter_app.storage import event_log
from counter_app.storage.backup import backup
from counter_app.storage.chain import verify_chains
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.journal import Journal, JournalState, create_journal

from .desk_file import APPLICANT, ORIGIN, DeskFile, an_event, ended, in_child, open_origin

SECOND = "0" * 31 + "2"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The second medium."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def journal(desk: DeskFile, stick: Path) -> Journal:
    create_journal(stick / "witness.journal", desk.key)
    return Journal(stick / "witness.journal", desk.key)


@pytest.fixture
def engine(desk: DeskFile) -> Iterator[Engine]:
    with desk.writer() as engine:
        yield engine


def _act(engine: Engine, journal: Journal, count: int = 1, origin: str = ORIGIN) -> list[StoredEvent]:
    """Commit, then tell the witness, as the unit of work does."""
    with engine.begin() as conn:
        stored = event_log.append(conn, origin, [an_event() for _ in range(count)])
    if journal.append(stored) is JournalState.BEHIND:
        with engine.begin() as conn:
            journal.catch_up(conn, origin)
    return stored


def _chain(desk: DeskFile) -> list[StoredEvent]:
    with desk.reading() as conn:
        assert verify_chains(conn) == []
        return list(event_log.read_chain(conn, ORIGIN))


def test_every_act_is_witnessed(engine: Engine, desk: DeskFile, journal: Journal) -> None:
    for count in (1, 3, 1):
        _act(engine, journal, count)
        assert journal.state is JournalState.WRITTEN
    last = _chain(desk)[-1]
    tail = journal.tail()
    assert tail is not None
    assert (tail.origin, tail.oseq, tail.hash) == (ORIGIN, 5, last.hash)
    assert tail.end == journal.path.stat().st_size
    with desk.reading() as conn:
        assert journal.missing_from(conn) == []


def test_a_restored_file_is_brought_forward_exactly(engine: Engine, desk: DeskFile, journal: Journal) -> None:
    old = replace(desk, path=desk.path.with_name("restored.sqlite"))
    _act(engine, journal, 5)
    backup(desk.path, desk.key, old.path)
    for _ in range(40):
        _act(engine, journal, 2)
    with old.writing() as conn:
        assert [item.oseq for item in journal.missing_from(conn)] == list(range(6, 86))
        assert [item.oseq for item in journal.replay(conn)] == list(range(6, 86))
        assert journal.missing_from(conn) == []
        assert journal.replay(conn) == []
    assert _chain(old) == _chain(desk)
    with old.reading() as ours, desk.reading() as theirs:
        assert event_log.log_hash(ours) == event_log.log_hash(theirs)


def test_a_lost_wal_is_brought_forward(engine: Engine, desk: DeskFile, journal: Journal) -> None:
    _act(engine, journal, 3)
    crashed = replace(desk, path=desk.path.with_name("crashed.sqlite"))
    crashed.path.write_bytes(desk.path.read_bytes())  # without its -wal: the three are not in it
    assert _chain(crashed) == []
    with crashed.writing() as conn:
        assert len(journal.replay(conn)) == 3
    assert _chain(crashed) == _chain(desk)


def test_a_rolled_back_replay_is_none(engine: Engine, desk: DeskFile, journal: Journal) -> None:
    crashed = desk.copied_to(desk.path.parent / "crashed")
    _act(engine, journal, 3)
    with crashed.writing() as conn:
        assert len(journal.replay(conn)) == 3
        conn.rollback()
    assert _chain(crashed) == []
    with crashed.writing() as conn:
        assert len(journal.replay(conn)) == 3


@pytest.mark.parametrize(
    "torn", [b"{", b'{"v":1,"box":"AAAA', b"\x00" * 900, b"\x00" * 400 + b"\n" + b"\xff" * 70000]
)
def test_a_torn_end_is_ignored_and_written_over(
    engine: Engine, desk: DeskFile, journal: Journal, torn: bytes
) -> None:
    _act(engine, journal, 3)
    with journal.path.open("ab") as file:
        file.write(torn)
    tail = journal.tail()
    assert tail is not None
    assert tail.oseq == 3
    _act(engine, journal)
    assert journal.state is JournalState.WRITTEN
    for line in journal.path.read_bytes().splitlines():
        assert json.loads(line)["v"] == 1
    with desk.reading() as conn:
        assert journal.missing_from(conn) == []


def test_cut_at_any_byte_it_still_tells_what_it_has(
    engine: Engine, desk: DeskFile, journal: Journal, stick: Path
) -> None:
    crashed = desk.copied_to(desk.path.parent / "crashed")
    _act(engine, journal, 12)
    whole = journal.path.read_bytes()
    header = whole.index(b"\n") + 1
    chance = random.Random(9)
    for _ in range(100):
        cut = chance.randrange(header, len(whole))
        (stick / "cut.journal").write_bytes(whole[:cut])
        with crashed.reading() as conn:
            missing = Journal(stick / "cut.journal", desk.key).missing_from(conn)
        # The header and the origin have a line each before the events.
        assert len(missing) == max(0, whole[:cut].count(b"\n") - 2)


def test_a_medium_that_is_away_stops_no_work_and_is_caught_up(
    engine: Engine, desk: DeskFile, journal: Journal, stick: Path
) -> None:
    _act(engine, journal, 2)
    stick.rename(stick.with_name("away"))
    for _ in range(3):
        _act(engine, journal)
        assert journal.state is JournalState.UNREACHABLE
    with engine.begin() as conn:
        assert journal.catch_up(conn, ORIGIN) is JournalState.UNREACHABLE
        assert journal.missing_from(conn) == []
    assert journal.tail() is None
    stick.mkdir()  # the empty mount point is not the medium
    _act(engine, journal)
    assert journal.state is JournalState.UNREACHABLE
    assert list(stick.iterdir()) == []
    stick.rmdir()
    stick.with_name("away").rename(stick)
    _act(engine, journal)
    assert journal.state is JournalState.WRITTEN
    tail = journal.tail()
    assert tail is not None
    assert tail.oseq == 7
    crashed = replace(desk, path=desk.path.with_name("crashed.sqlite"))
    crashed.path.write_bytes(desk.path.read_bytes())
    with crashed.writing() as conn:
        journal.replay(conn)
    assert _chain(crashed) == _chain(desk)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limit is for a child")
def test_a_full_medium_stops_no_work_and_is_caught_up(desk: DeskFile, journal: Journal) -> None:
    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with desk.writer() as engine:
            _act(engine, journal, 3)
            room = journal.path.stat().st_size + 500  # a torn line fits, the file of the store does not grow
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            with engine.begin() as conn:
                stored = list(event_log.read_chain(conn, ORIGIN))
            lost = [replace(item, oseq=item.oseq + 3) for item in stored]
            lost[0] = replace(lost[0], prev=stored[-1].hash)
            assert journal.append(lost) is JournalState.UNREACHABLE
            assert journal.path.stat().st_size == room
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            _act(engine, journal)
            assert journal.state is JournalState.WRITTEN
            tail = journal.tail()
            assert tail is not None
            assert tail.oseq == 4

    assert ended(in_child(work)) == 0
    for line in journal.path.read_bytes().splitlines():
        assert json.loads(line)["v"] == 1


def test_a_journal_of_another_desk_is_neither_read_nor_written(
    engine: Engine, desk: DeskFile, stick: Path
) -> None:
    create_journal(stick / "other.journal", os.urandom(32))
    before = (stick / "other.journal").read_bytes()
    journal = Journal(stick / "other.journal", desk.key)
    _act(engine, journal)
    assert journal.state is JournalState.MISMATCH
    with pytest.raises(JournalMismatch) as refused, desk.reading() as conn:
        journal.missing_from(conn)
    assert refused.value.facts["because"] == "not_ours"
    assert (stick / "other.journal").read_bytes() == before


def test_a_journal_is_not_laid_over_another(desk: DeskFile, journal: Journal) -> None:
    with pytest.raises(StoreNotOpened) as refused:
        create_journal(journal.path, desk.key)
    assert refused.value.facts["because"] == "exists"


def test_two_stories_under_one_number_are_a_fork(engine: Engine, desk: DeskFile, journal: Journal) -> None:
    twin = desk.copied_to(desk.path.parent / "twin")
    _act(engine, journal, 3)
    twin.record(2)
    for more in (0, 2):
        twin.record(more)
        with pytest.raises(JournalMismatch) as refused, twin.reading() as conn:
            journal.missing_from(conn)
        assert refused.value.facts["because"] == "fork"
    before = journal.path.read_bytes()
    with twin.writer() as other:
        stored = _act(other, journal)
    assert stored[0].oseq == 5
    assert journal.state is JournalState.MISMATCH
    assert journal.path.read_bytes() == before


def test_a_gap_in_the_journal_is_named_and_nothing_is_replayed(
    engine: Engine, desk: DeskFile, journal: Journal
) -> None:
    crashed = desk.copied_to(desk.path.parent / "crashed")
    _act(engine, journal, 6)
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[:4] + lines[5:]))
    with pytest.raises(JournalMismatch) as refused, crashed.writing() as conn:
        journal.replay(conn)
    assert refused.value.facts == {
        "path": str(journal.path),
        "origin": ORIGIN,
        "oseq": 3,
        "because": "gap",
    }
    assert _chain(crashed) == []


def test_a_new_life_of_the_desk_is_witnessed_with_its_origin(
    engine: Engine, desk: DeskFile, journal: Journal
) -> None:
    crashed = desk.copied_to(desk.path.parent / "crashed")
    first = _act(engine, journal, 2)
    with engine.begin() as conn:
        conn.exec_driver_sql("UPDATE origin SET closed_at = 1")
        open_origin(conn, SECOND, incarnation=2)
    second = _act(engine, journal, 2, origin=SECOND)
    assert journal.state is JournalState.WRITTEN
    with crashed.writing() as conn:
        assert journal.replay(conn) == first + second
        rows = conn.exec_driver_sql("SELECT incarnation FROM origin ORDER BY 1").scalars().all()
        assert rows == [1, 2]
    with crashed.reading() as conn:
        assert verify_chains(conn) == []


def test_nothing_on_the_medium_can_be_read_without_the_key(engine: Engine, journal: Journal) -> None:
    _act(engine, journal, 5)
    content = journal.path.read_bytes()
    for word in (APPLICANT, "Nguyễn", "dossier", ORIGIN, "lan"):
        assert word.encode() not in content
    assert content.count(b"\n") == 7


def test_threads_that_tell_out_of_order_leave_a_whole_journal(
    engine: Engine, desk: DeskFile, journal: Journal
) -> None:
    with engine.begin() as conn:
        first = event_log.append(conn, ORIGIN, [an_event()])
    with engine.begin() as conn:
        second = event_log.append(conn, ORIGIN, [an_event()])
    assert journal.append(second) is JournalState.BEHIND
    with engine.begin() as conn:
        assert journal.catch_up(conn, ORIGIN) is JournalState.WRITTEN
    assert journal.append(second) is JournalState.WRITTEN
    assert journal.append(first) is JournalState.BEHIND  # only the log can tell that it is there
    with engine.begin() as conn:
        assert journal.catch_up(conn, ORIGIN) is JournalState.WRITTEN
    tail = journal.tail()
    assert tail is not None
    assert tail.oseq == 2
    assert journal.path.read_bytes().count(b"\n") == 4
