"""Appending to the chain and reading back in fold order."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from counter_app.domain.errors import LogDamaged
from counter_app.domain.events import ClockQuality, EventKind, envelope_hash
from counter_app.storage import event_log, stream_log
from counter_app.storage.chain import verify_chains

from .desk_file import ORIGIN, DeskFile, an_event, open_origin

SECOND = "0" * 31 + "2"


def _place(conn: Connection, oseq: int, pos: int | None, origin: str = ORIGIN) -> None:
    conn.exec_driver_sql("UPDATE envelope SET pos = ? WHERE origin = ? AND oseq = ?", (pos, origin, oseq))


def test_the_chain_begins_with_zeros_and_each_link_holds_the_one_before(desk: DeskFile) -> None:
    stored = desk.record(3) + desk.record(2)
    assert [item.oseq for item in stored] == [1, 2, 3, 4, 5]
    assert stored[0].prev == "0" * 64
    assert all(later.prev == earlier.hash for earlier, later in pairwise(stored))
    for item in stored:
        assert item.hash == envelope_hash(item.prev, ORIGIN, item.oseq, item.event.content_hash)
    with desk.reading() as conn:
        assert list(event_log.read_chain(conn, ORIGIN)) == stored
        assert list(event_log.read_chain(conn, ORIGIN, after=3, batch=1)) == stored[3:]
        assert event_log.chain_head(conn, ORIGIN) == (5, stored[-1].hash)


def test_an_event_comes_back_as_it_went_in(desk: DeskFile) -> None:
    odd = an_event(
        kind=EventKind.RECEIVED,
        payload={"at": "2026-11-23T07:30", "name": 'Ơ "x" <b> \u0000 👍', "n": [1, None, True, 2**62]},
        seen="a" * 32,
        schema_v=3,
        clock_quality=ClockQuality.BACKDATED,
    )
    with desk.writing() as conn:
        event_log.append(conn, ORIGIN, [odd])
    with desk.reading() as conn:
        (found,) = stream_log.read_stream(conn, odd.stream)
    assert found.event == odd
    assert found.event.payload_json == odd.payload_json
    assert found.event.content_hash == odd.content_hash
    assert isinstance(found.event.kind, EventKind)


def test_a_kind_of_a_newer_program_is_kept_as_it_is(desk: DeskFile) -> None:
    newer = an_event(kind="dossier:blessed", clock_quality="lunar", schema_v=9)
    with desk.writing() as conn:
        event_log.append(conn, ORIGIN, [newer])
    with desk.reading() as conn:
        (found,) = event_log.read_all(conn)
        assert (found.event.kind, found.event.clock_quality) == ("dossier:blessed", "lunar")
        assert found.event.content_hash == newer.content_hash
        assert verify_chains(conn) == []


@pytest.mark.parametrize("payload", ["{", "[1]", "null"])
def test_a_payload_that_is_no_object_is_named_not_guessed(desk: DeskFile, payload: str) -> None:
    event = an_event(payload_json=payload)
    with desk.writing() as conn:
        event_log.append(conn, ORIGIN, [event])
    with desk.reading() as conn, pytest.raises(LogDamaged) as damaged:
        stream_log.read_stream(conn, event.stream)
    assert damaged.value.facts == {"event_id": event.id, "because": "payload"}


def test_nothing_to_append_is_nothing(desk: DeskFile) -> None:
    with desk.writing() as conn:
        assert event_log.append(conn, ORIGIN, []) == []
        assert event_log.chain_head(conn, ORIGIN) == (0, event_log.GENESIS)
        assert list(event_log.read_all(conn)) == list(event_log.read_streams(conn)) == []


def test_an_id_is_stored_once(desk: DeskFile) -> None:
    (stored,) = desk.record()
    with pytest.raises(IntegrityError), desk.writing() as conn:
        event_log.append(conn, ORIGIN, [an_event(), stored.event])
    with desk.reading() as conn:
        assert event_log.count(conn) == 1


def test_confirmed_events_come_first_by_position_then_own_by_number(desk: DeskFile) -> None:
    stored = desk.record(5, stream="dossier:" + "a" * 32)
    with desk.writing() as conn:
        _place(conn, 4, 1)
        _place(conn, 2, 2)
    wanted = [stored[i].event.id for i in (3, 1, 0, 2, 4)]
    with desk.reading() as conn:
        assert [item.event.id for item in stream_log.read_stream(conn, stored[0].event.stream)] == wanted
        assert [item.event.id for item in event_log.read_all(conn, batch=1)] == wanted
        ((_, group),) = event_log.read_streams(conn, batch=2)
        assert [item.event.id for item in group] == wanted


def test_an_event_with_two_envelopes_counts_once_at_its_first_place(desk: DeskFile) -> None:
    """After a fork un-acknowledged events travel on in a new origin, same id, same content."""
    stream = "dossier:" + "b" * 32
    first, second, third = desk.record(3, stream=stream)
    with desk.writing() as conn:
        open_origin(conn, SECOND, incarnation=2)
        link = envelope_hash(event_log.GENESIS, SECOND, 1, third.event.content_hash)
        again = replace(third, origin=SECOND, oseq=1, prev=event_log.GENESIS, hash=link, relayed_from=ORIGIN)
        event_log.insert(conn, [again], [third.event.content_hash], held={third.event.id})
        _place(conn, 1, 8, SECOND)
    wanted = [third.event.id, first.event.id, second.event.id]
    with desk.reading() as conn:
        assert event_log.count(conn) == 3
        assert [item.event.id for item in stream_log.read_stream(conn, stream)] == wanted
        assert [item.event.id for item in event_log.read_all(conn)] == wanted
        ((_, group),) = event_log.read_streams(conn, "dossier:")
        assert [item.event.id for item in group] == wanted
        assert group[0].relayed_from == ORIGIN
        assert verify_chains(conn) == []


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_streams_come_whole_by_name_whatever_the_batch(desk: DeskFile, batch: int) -> None:
    names = ["dossier:a", "dossier:aa", "dossier:b", "dossier", "dossier;", "staff:lan"]
    desk.record(1, stream="dossier:b")
    for _ in range(3):
        for name in names:
            desk.record(2, stream=name)
    with desk.reading() as conn:
        found = dict(event_log.read_streams(conn, "dossier:", batch))
        assert {name: len(group) for name, group in found.items()} == {
            "dossier:a": 6,
            "dossier:aa": 6,
            "dossier:b": 7,
        }
        for name, group in found.items():
            assert group == stream_log.read_stream(conn, name)
        assert [name for name, _ in event_log.read_streams(conn, batch=batch)] == sorted(names)


def test_streams_can_be_written_to_while_they_are_read(desk: DeskFile) -> None:
    desk.record(40)
    with desk.writing() as conn:
        for name, group in event_log.read_streams(conn, batch=2):
            conn.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", (name, str(len(group))))
        assert conn.exec_driver_sql("SELECT sum(value) FROM meta").scalar() == 40


def test_equal_logs_have_equal_hashes(desk: DeskFile) -> None:
    with desk.reading() as conn:
        assert event_log.log_hash(conn) == hashlib.sha256().hexdigest()
    desk.record(2)
    twin = desk.copied_to(desk.path.parent / "twin")
    with desk.reading() as ours, twin.reading() as theirs:
        before = event_log.log_hash(ours)
        assert before == event_log.log_hash(theirs)
    desk.record()
    with desk.reading() as conn:
        assert event_log.log_hash(conn) != before
