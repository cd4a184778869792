"""A page of the feed is stored when every hash and link of it is right, or nothing of it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from counter_app.domain.centre_errors import FeedDamaged, OriginForked
from counter_app.domain.events import Event, envelope_hash, feed_hash
from counter_app.domain.events import EventKind as K
from counter_app.storage import event_log, feed
from counter_app.storage.event_log import GENESIS, StoredEvent
from counter_app.storage.feed import FeedRow
from counter_app.storage.incarnation import next_incarnation
from counter_app.storage.taking_in import KnownOrigin, know_origins
from tests.sync.around import Around, assert_rebuilt_is_same, desks_around, feed_rows, pushed, taken_in


@pytest.fixture
def around() -> Iterator[Around]:
    """Two desks that have met; desk 2 sent two dossiers, which desk 1 has not fetched."""
    with desks_around(2) as made:
        made.meet_all()
        for name in ("Đỗ Đình Đức", "Đặng Thị Đào"):
            made.receive(2, name)
        pushed(made, 2)
        yield made


def all_there_is(around: Around, number: int) -> list[Any]:
    tables = ("event", "envelope", "envelope_aside", "origin", "sync_state", "dossier", "conflict")
    return [around.rows(number, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


def rechained(rows: list[FeedRow], before: str) -> list[FeedRow]:
    """The same rows with feed hashes that fit: what somebody would write who can change the centre."""
    made = []
    for row in rows:
        before = feed_hash(before, row.stored.hash)
        made.append(replace(row, feed_hash=before))
    return made


def changed(row: FeedRow, **fields: Any) -> FeedRow:
    return replace(row, stored=replace(row.stored, **fields))


def with_event(row: FeedRow, **fields: Any) -> FeedRow:
    """Another event in the row, its envelope made to fit."""
    event = replace(row.stored.event, payload_json="", **fields)
    link = envelope_hash(row.stored.prev, row.stored.origin, row.stored.oseq, event.content_hash)
    return changed(row, event=event, hash=link)


def gap(rows: list[FeedRow], before: str) -> list[FeedRow]:
    return rows[1:]


def swapped(rows: list[FeedRow], before: str) -> list[FeedRow]:
    return [rows[1], rows[0], *rows[2:]]


def of_another_agency(rows: list[FeedRow], before: str) -> list[FeedRow]:
    return rechained([with_event(rows[0], agency="H99.01"), *rows[1:]], before)


def payload_edited(rows: list[FeedRow], before: str) -> list[FeedRow]:
    event = replace(rows[0].stored.event, payload={"code": "x"}, payload_json="")
    return [changed(rows[0], event=event), *rows[1:]]


def hash_edited(rows: list[FeedRow], before: str) -> list[FeedRow]:
    return rechained([changed(rows[0], hash="ab" * 32), *rows[1:]], before)


def not_joined_on(rows: list[FeedRow], before: str) -> list[FeedRow]:
    item = rows[0].stored
    link = envelope_hash("cd" * 32, item.origin, item.oseq, item.event.content_hash)
    return rechained([changed(rows[0], prev="cd" * 32, hash=link), *rows[1:]], before)


def one_left_out(rows: list[FeedRow], before: str) -> list[FeedRow]:
    """The first row is gone and the others moved up: the feed fits, the chain does not."""
    moved = [changed(row, pos=(row.stored.pos or 0) - 1) for row in rows[1:]]
    return rechained(moved, before)


def feed_hash_edited(rows: list[FeedRow], before: str) -> list[FeedRow]:
    return [*rows[:-1], replace(rows[-1], feed_hash="ef" * 32)]


def given_twice(rows: list[FeedRow], before: str) -> list[FeedRow]:
    again = changed(rows[0], pos=(rows[-1].stored.pos or 0) + 1)
    return rechained([*rows, again], before)


DAMAGES = {
    gap: "position",
    swapped: "position",
    of_another_agency: "agency",
    payload_edited: "hash",
    hash_edited: "hash",
    not_joined_on: "link",
    one_left_out: "link",
    feed_hash_edited: "feed_hash",
    given_twice: "again",
}


@pytest.mark.parametrize(
    ("damage", "because"), DAMAGES.items(), ids=lambda value: getattr(value, "__name__", value)
)
def test_of_a_damaged_page_nothing_is_stored(
    around: Around, damage: Callable[[list[FeedRow], str], list[FeedRow]], because: str
) -> None:
    rows, before = feed_rows(around, 1), all_there_is(around, 1)
    with pytest.raises(FeedDamaged) as told:
        taken_in(around, 1, damage(rows, around.place(1).hash))
    assert told.value.facts["because"] == because
    assert all_there_is(around, 1) == before
    taken_in(around, 1, rows)
    assert around.place(1).pos == len(around.centre.agencies["H24.28"].rows)


def test_an_envelope_that_has_a_position_gets_no_second_one(around: Around) -> None:
    rows = feed_rows(around, 1)
    taken_in(around, 1, rows)
    again = rechained([changed(rows[0], pos=around.place(1).pos + 1)], around.place(1).hash)
    with pytest.raises(FeedDamaged) as told:
        taken_in(around, 1, again)
    assert told.value.facts == {"pos": around.place(1).pos + 1, "because": "again"}


def test_an_id_that_says_something_else_is_refused(around: Around) -> None:
    rows = feed_rows(around, 1)
    there = around.rows(1, "SELECT id FROM event ORDER BY rowid DESC LIMIT 1")[0][0]
    page = rechained([with_event(rows[0], id=there)], around.place(1).hash)
    before = all_there_is(around, 1)
    with pytest.raises(FeedDamaged) as told:
        taken_in(around, 1, page)
    assert told.value.facts["because"] == "id_reused"
    assert all_there_is(around, 1) == before


def test_own_acts_keep_their_place_behind_what_came_before_them(around: Around) -> None:
    """Both desks take the paper of one dossier over while apart; the first in the feed has it."""
    code = around.codes[0]
    around.meet_all()
    around.done(1, "hand_over", "lan", codes=[code], to="QLDT")
    around.meet_all()
    around.done(1, "take_over", "minh", codes=[code])
    around.done(2, "take_over", "dung", codes=[code])
    pushed(around, 2)
    taken_in(around, 1, feed_rows(around, 1))
    assert_rebuilt_is_same(around.store(1))
    held = around.rows(1, "SELECT kind, is_resolved FROM conflict")
    assert held == [("dossier:taken_over", 0)], "minh's own is struck before it was even sent"
    around.meet_all()
    around.assert_all_same()


def foreign_chain(around: Around, link: StoredEvent | None, origin: str, *events: Event) -> list[FeedRow]:
    """Envelopes of a third desk, as the feed would have them next."""
    made, place = [], around.place(1)
    oseq, prev, before = (link.oseq, link.hash, place.hash) if link else (0, GENESIS, place.hash)
    for n, event in enumerate(events, 1):
        envelope = envelope_hash(prev, origin, oseq + n, event.content_hash)
        before = feed_hash(before, envelope)
        stored = StoredEvent(event, origin, oseq + n, place.pos + n, prev, envelope)
        made.append(FeedRow(stored, before, 3, 1))
        prev = envelope
    return made


def a_note(around: Around, text: str) -> Event:
    stream = around.rows(1, "SELECT stream FROM dossier LIMIT 1")
    return Event(
        id=around.desks[1].new_id(),
        agency="H24.28",
        stream=stream[0][0] if stream else "dossier:" + "0" * 32,
        kind=K.NOTE_ADDED,
        payload={"text": text, "role": "counter", "unit": "MC"},
        actor="lan",
        wall=around.time.ms(),
    )


def test_a_foreign_chain_that_the_feed_tells_otherwise_gives_way(around: Around) -> None:
    """The centre lost three notes of desk 3, which then wrote others: ours come into our own envelopes."""
    taken_in(around, 1, feed_rows(around, 1))
    third = "3" * 32
    first = a_note(around, "một")
    lost = [first, *(a_note(around, text) for text in ("hai", "ba", "bốn"))]
    rows = foreign_chain(around, None, third, *lost)
    taken_in(around, 1, rows[:1])

    def held(conn: Connection) -> None:  # as after a centre that went back: envelopes without a position
        event_log.insert(conn, [row.stored for row in rows[1:]], [e.content_hash for e in lost[1:]])

    around.store(1).exchange(held)
    own = around.store(1).origin.id
    taken = taken_in(around, 1, foreign_chain(around, rows[0].stored, third, a_note(around, "khác")))
    assert [(each.event.id, each.origin, each.relayed_from) for each in taken.reenveloped] == [
        (event.id, own, third) for event in lost[1:]
    ]
    aside = around.rows(1, "SELECT origin, oseq, event_id FROM envelope_aside ORDER BY oseq")
    assert aside == [(third, n, event.id) for n, event in enumerate(lost[1:], 2)]
    without = "SELECT id FROM event WHERE id NOT IN (SELECT event_id FROM envelope)"
    assert around.rows(1, without) == []
    assert_rebuilt_is_same(around.store(1))
    with around.store(1).read() as reading:
        assert feed.orphans(reading.conn) == []
        assert feed.waiting(reading.conn)[0] == 3


def test_a_page_that_tells_the_own_chain_otherwise_is_refused(around: Around) -> None:
    taken_in(around, 1, feed_rows(around, 1))
    around.receive(1)
    own = around.store(1).origin
    oseq, prev = around.rows(1, "SELECT oseq, prev FROM envelope WHERE origin = ? AND pos IS NULL", own.id)[0]
    event = a_note(around, "của bản sao")
    link = envelope_hash(prev, own.id, oseq, event.content_hash)
    place = around.place(1)
    stored = StoredEvent(event, own.id, oseq, place.pos + 1, prev, link)
    before = all_there_is(around, 1)
    with pytest.raises(OriginForked):
        taken_in(around, 1, [FeedRow(stored, feed_hash(place.hash, link), 1, 1)])
    assert all_there_is(around, 1) == before


def test_a_page_that_tells_the_own_chain_further_is_refused(around: Around) -> None:
    """A copy of the file sent it: taken in as one's own, its number would be given once more."""
    taken_in(around, 1, feed_rows(around, 1))
    own, place = around.store(1).origin, around.place(1)
    oseq, prev = around.rows(1, "SELECT max(oseq), hash FROM envelope WHERE origin = ?", own.id)[0]
    event = a_note(around, "của bản sao")
    link = envelope_hash(prev, own.id, oseq + 1, event.content_hash)
    stored = StoredEvent(event, own.id, oseq + 1, place.pos + 1, prev, link)
    before = all_there_is(around, 1)
    with pytest.raises(OriginForked):
        taken_in(around, 1, [FeedRow(stored, feed_hash(place.hash, link), 1, 1)])
    assert all_there_is(around, 1) == before


def test_what_is_confirmed_is_never_given_way(around: Around) -> None:
    rows = feed_rows(around, 1)
    taken_in(around, 1, rows)
    last = rows[-1].stored
    event = a_note(around, "thay")
    link = envelope_hash(last.prev, last.origin, last.oseq, event.content_hash)
    place = around.place(1)
    stored = StoredEvent(event, last.origin, last.oseq, place.pos + 1, last.prev, link)
    with pytest.raises(FeedDamaged) as told:
        taken_in(around, 1, [FeedRow(stored, feed_hash(place.hash, link), 2, 1)])
    assert told.value.facts == {"pos": last.pos, "because": "told_otherwise"}


def test_a_newer_program_is_kept_and_makes_its_dossier_read_only(around: Around) -> None:
    taken_in(around, 1, feed_rows(around, 1))
    later = replace(a_note(around, "x"), kind="dossier:weighed", payload_json="")
    newer = replace(a_note(around, "y"), schema_v=2, payload_json="")
    settings = replace(later, id=around.desks[1].new_id(), stream="parking:lot", payload_json="")
    taken_in(around, 1, foreign_chain(around, None, "3" * 32, later, newer, settings))
    assert around.rows(1, "SELECT count(*) FROM dossier WHERE is_read_only = 1") == [(1,)]
    assert_rebuilt_is_same(around.store(1))
    assert around.conflicts(1) == []
    kept = around.rows(1, "SELECT id FROM event WHERE kind = 'dossier:weighed' ORDER BY id")
    assert kept == sorted([(later.id,), (settings.id,)])


def test_an_origin_that_the_centre_numbers_otherwise_changes_places(around: Around) -> None:
    """A life begun without a network gives way to a clone's that the centre knew first."""
    store, new = around.store(1), "e" * 32
    today = around.desks[1].desk.local_now().date()
    store.exchange(
        lambda conn: next_incarnation(
            conn, origin_id=new, now_ms=around.time.ms(), today=today, block=(8801, 8880)
        )
    )
    assert (store.origin.id, store.origin.incarnation, store.origin.label) == (new, 2, 101)
    old = around.rows(1, "SELECT id FROM origin WHERE desk = 1 AND incarnation = 1")[0][0]
    clone = KnownOrigin("c" * 32, 1, 2, around.time.ms(), False)
    assert store.exchange(lambda conn: know_origins(conn, [KnownOrigin(old, 1, 1, 0, False), clone]))
    assert (store.origin.incarnation, store.origin.label) == (3, 201)
    assert not store.exchange(lambda conn: know_origins(conn, [clone, KnownOrigin(new, 1, 3, 0, False)]))
    numbers = around.rows(1, "SELECT id, incarnation, is_mine FROM origin WHERE desk = 1 ORDER BY 2")
    assert numbers == [(old, 1, 1), (clone.id, 2, 0), (new, 3, 1)]
