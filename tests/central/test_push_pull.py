"""Push and pull: what was sent comes back byte by byte, once, in one order (document 3, S2 and S3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain import events
from counter_app.domain.centre_errors import CentreRefused, OriginForked, OriginGap, PushTooLarge
from counter_app.domain.errors import LogDamaged
from counter_app.storage.event_log import GENESIS
from counter_app.sync import central
from counter_app.sync.central import FeedEvent
from tests.central.centre import Centre, Chain, an_event

EVERY_SIGN = "".join(map(chr, range(1, 0x2100))) + "\u2028\ufeff\ufffd👍" + "a\\u0000b"


def feed_of(rows: tuple[FeedEvent, ...]) -> str:
    """The feed hash that a desk computes from the first position on."""
    feed = GENESIS
    for row in rows:
        feed = events.feed_hash(feed, row.stored.hash)
        assert row.feed_hash == feed
    return feed


def test_a_round_trip_gives_back_every_byte_and_the_desks_own_hashes(centre: Centre) -> None:
    login, chain = centre.enrol(3)
    sent = chain.add(an_event(seen=None), an_event(seen="ab" * 16), an_event(payload={"text": EVERY_SIGN}))
    with centre.desk(login) as desk:
        pushed = central.push(desk, sent)
        rows = central.pull(desk, 0)
    assert (pushed.stored, pushed.known, pushed.head, pushed.bad_oseq) == (3, 0, 3, None)
    assert [row.stored for row in rows] == [replace(s, pos=n) for n, s in enumerate(sent, 1)]
    assert [row.stored.event.payload_json for row in rows] == [s.event.payload_json for s in sent]
    assert [row.stored.event.content_hash for row in rows] == [s.event.content_hash for s in sent]
    assert feed_of(rows) == pushed.head_feed_hash == centre.value("SELECT feed_hash FROM counter.agency_head")
    assert {(row.desk, row.incarnation, row.is_again) for row in rows} == {(3, 1, False)}
    assert centre.value("SELECT count(DISTINCT received_at) FROM counter.event") == 1


def test_columns_at_the_centre_say_what_the_event_says(centre: Centre) -> None:
    login, chain = centre.enrol()
    (sent,) = chain.add(an_event(schema_v=7, wall=-1))
    with centre.desk(login) as desk:
        central.push(desk, [sent])
    event = sent.event
    found = centre.admin.execute(
        "SELECT id, stream, kind, schema_v, payload, actor, wall, encode(sha256(raw), 'hex')"
        " FROM counter.event"
    ).fetchone()
    assert found == (
        event.id, event.stream, event.kind, 7, event.payload, event.actor, -1, event.content_hash
    )  # fmt: skip


@pytest.mark.parametrize(
    "payload_json",
    ['{"a":"\\u0000"}', '{"a":"\\ud800 \\\\ud800"}', '{"a":1e299,"b":-0.1}', '{ "a" : 1, "a" : 2 }', "{}",
     '{"a":"' + "9" * 5_000 + '","b":' + "9" * 3_900 + "}", '{"a":' + "[" * 60 + "]" * 60 + "}"],
)  # fmt: skip
def test_no_authentic_event_is_refused(centre: Centre, payload_json: str) -> None:
    login, chain = centre.enrol()
    newer_kind: events.EventKind = "dossier:of_tomorrow"  # type: ignore[assignment]
    sent = chain.add(an_event(payload_json=payload_json, kind=newer_kind, schema_v=99))
    with centre.desk(login) as desk:
        assert central.push(desk, sent).stored == 1
        (row,) = central.pull(desk, 0)
    assert row.stored.event.payload_json == payload_json
    assert row.stored.event.content_hash == sent[0].event.content_hash


def test_the_same_push_again_stores_nothing(centre: Centre) -> None:
    login, chain = centre.enrol()
    sent = chain.add_notes(5)
    with centre.desk(login) as desk:
        first = central.push(desk, sent)
        again = central.push(desk, sent)
        longer = central.push(desk, [*sent[3:], *chain.add_notes(2)])
        assert (again.stored, again.known, again.head_feed_hash) == (0, 5, first.head_feed_hash)
        assert (longer.stored, longer.known, longer.head) == (2, 2, 7)
        assert [row.stored.oseq for row in central.pull(desk, 0)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_gap_is_refused_and_nothing_stored(centre: Centre) -> None:
    login, chain = centre.enrol()
    sent = chain.add_notes(5)
    with centre.desk(login) as desk:
        central.push(desk, sent[:2])
        with pytest.raises(OriginGap) as gap:
            central.push(desk, sent[3:])
        assert gap.value.facts == {"origin": chain.origin, "oseq": 4, "held": 2}
        assert len(central.pull(desk, 0)) == 2
        assert central.push(desk, sent[2:]).head == 5


def test_a_fork_is_refused_and_nothing_stored(centre: Centre) -> None:
    login, chain = centre.enrol()
    clone = chain.copy()
    sent, other = chain.add_notes(3), clone.add_notes(4)
    with centre.desk(login) as desk:
        central.push(desk, sent)
        for envelopes, place in ((other, 1), (other[1:], 2), (other[3:], 4)):
            with pytest.raises(OriginForked) as fork:
                central.push(desk, envelopes)
            assert fork.value.facts == {"origin": chain.origin, "oseq": place}
        with pytest.raises(OriginForked):
            central.push(desk, [replace(sent[0], prev="1" * 64)])
        assert [row.stored.hash for row in central.pull(desk, 0)] == [s.hash for s in sent]
    assert centre.value("SELECT count(*) FROM counter.quarantine") == 0


def test_an_event_in_a_second_envelope_is_marked_and_may_come_again(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    event = an_event()
    with centre.desk(login) as desk, centre.desk(other_login) as neighbour:
        central.push(neighbour, other.add(event, relayed_from=chain.origin))
        central.push(desk, chain.add(event, event))
        rows = central.pull(desk, 0)
    assert [(row.is_again, row.stored.relayed_from) for row in rows] == [
        (False, chain.origin), (True, None), (True, None)
    ]  # fmt: skip
    assert {row.stored.event.content_hash for row in rows} == {event.content_hash}


def test_an_event_twice_in_one_push_stands_there_once_and_again(centre: Centre) -> None:
    login, chain = centre.enrol()
    event = an_event()
    with centre.desk(login) as desk:
        assert central.push(desk, chain.add(event, an_event(), event)).stored == 3
        assert [row.is_again for row in central.pull(desk, 0)] == [False, False, True]


def test_limits_of_a_push(centre: Centre) -> None:
    login, chain = centre.enrol()
    big = an_event(payload={"text": "x" * central.MOST_BYTES})
    with centre.desk(login) as desk:
        with pytest.raises(PushTooLarge) as many:
            central.push(desk, chain.copy().add_notes(central.MOST_EVENTS + 1))
        assert many.value.facts["events"] == 501
        with pytest.raises(PushTooLarge):
            central.push(desk, chain.copy().add(big, an_event()))
        assert central.push(desk, chain.add(big)).stored == 1, "alone it could never be sent otherwise"
        with pytest.raises(PushTooLarge):
            central.push(desk, chain.copy().add(an_event(payload={"text": "x" * (16 << 20)})))
        assert central.push(desk, chain.add_notes(500)).head == 501
    with pytest.raises(ValueError, match="run"):
        central.push(centre.admin, [])


def test_limits_of_a_pull(centre: Centre) -> None:
    login, chain = centre.enrol()
    with centre.desk(login) as desk:
        for _ in range(3):
            central.push(desk, chain.add_notes(400))
        assert len(central.pull(desk, 0, 5_000)) == 1_000
        assert [row.stored.pos for row in central.pull(desk, 1_190, 1_000)] == list(range(1_191, 1_201))
        assert central.pull(desk, 1_200) == central.pull(desk, 0, 0) == central.pull(desk, 0, -1) == ()
        for _ in range(6):
            central.push(desk, chain.add(an_event(payload={"text": "x" * 1_000_000})))
        assert len(central.pull(desk, 1_200)) == 5, "4 MiB and the row that reaches them"


def test_a_push_is_refused_for_an_origin_of_another_desk(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    _, other = centre.enrol(2)
    with centre.desk(login) as desk:
        for foreign in (other, Chain()):
            with pytest.raises(CentreRefused) as no:
                central.push(desk, foreign.add_notes(1))
            assert no.value.facts == {"because": "origin_not_yours", "login": login, "origin": foreign.origin}
        assert central.pull(desk, 0) == ()
        assert central.push(desk, chain.add_notes(1)).stored == 1


def test_a_row_that_was_spoiled_at_the_centre_is_named(centre: Centre) -> None:
    login, chain = centre.enrol()
    with centre.desk(login) as desk:
        central.push(desk, chain.add_notes(2))
        centre.admin.execute(r"UPDATE counter.event SET raw = '\x5b315d' WHERE pos = 2")
        with pytest.raises(LogDamaged) as damaged:
            central.pull(desk, 0)
    assert damaged.value.facts == {"event_id": "pos 2", "because": "payload"}


def test_a_connection_that_does_not_commit_by_itself_is_not_taken(centre: Centre) -> None:
    login, chain = centre.enrol()
    with centre.desk(login) as desk:
        desk.autocommit = False
        with pytest.raises(ValueError, match="transaction"):
            central.push(desk, chain.add_notes(1))
