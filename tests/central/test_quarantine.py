"""What is not authentic or not well-formed is set aside and kept; the feed stays clean (document 7, F24)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from counter_app.domain.events import canonical_json, envelope_hash
from counter_app.storage.event_log import GENESIS
from counter_app.sync import central
from tests.central.centre import AGENCY, Centre, Chain, an_event

PUSH = (
    "SELECT stored, bad_oseq, bad_reason FROM counter.push(%s, 1, %s, %b::bytea[], %s::text[], %s::text[])"
)


def push_raw(desk: psycopg.Connection[Any], chain: Chain, raws: list[bytes]) -> tuple[Any, ...]:
    """Texts in envelopes that are right for them, as a program that is not ours would send them."""
    hashes: list[str] = []
    for oseq, raw in enumerate(raws, 1):
        before = hashes[-1] if hashes else GENESIS
        hashes.append(envelope_hash(before, chain.origin, oseq, sha256(raw).hexdigest()))
    row = desk.execute(PUSH, (chain.origin, GENESIS, raws, hashes, [None] * len(raws))).fetchone()
    assert row is not None
    return row


def parts(**at: Any) -> list[Any]:
    """The ten values of an event; `at` changes some by their place, `p4=1.5`."""
    values: list[Any] = json.loads(an_event().hashed_text)
    for place, value in at.items():
        values[int(place[1:])] = value
    return values


def text(values: list[Any]) -> bytes:
    return canonical_json(values).encode()


def test_an_edited_event_is_set_aside_with_all_behind_it_those_before_are_kept(centre: Centre) -> None:
    login, chain = centre.enrol()
    sent = chain.add_notes(4)
    edited = replace(sent[2], event=an_event(id=sent[2].event.id, payload={"text": "khác"}))
    with centre.desk(login) as desk:
        for stored, known in ((2, 0), (0, 2)):
            pushed = central.push(desk, [*sent[:2], edited, sent[3]])
            assert (pushed.stored, pushed.known, pushed.head) == (stored, known, 2)
            assert (pushed.bad_oseq, pushed.bad_reason) == (3, "hash")
        assert [row.stored.hash for row in central.pull(desk, 0)] == [s.hash for s in sent[:2]]
        kept = centre.admin.execute(
            "SELECT oseq, reason, raw, hash, prev, login FROM counter.quarantine ORDER BY oseq"
        ).fetchall()
        assert kept == [
            (3, "hash", edited.event.hashed_text.encode(), sent[2].hash, sent[1].hash, login),
            (4, "behind", sent[3].event.hashed_text.encode(), sent[3].hash, sent[2].hash, login),
        ]
        assert central.push(desk, sent).head == 4, "the true ones are welcome"


UNREADABLE = [
    b"", b"\xff", b"{}", b"[1]", b"nonsense", b"[" * 100_000,
    text(parts(p0="AB" * 16)), text(parts(p0="ab")), text(parts(p0=5)), text(parts(p0=None)),
    text(parts(p0="z" * 32)), text(parts(p0="a" * 31 + " ")), text(parts(p1=None)), text(parts(p2=None)),
    text(parts(p2=["x"])), text(parts(p3=None)), text(parts(p7=None)), text(parts(p9=None)),
    text(parts(p4=1.5)), text(parts(p4="1")), text(parts(p4=2**63)), text(parts(p8=2**63)),
    text(parts(p8=True)), text(parts(p6=7)), text([*parts(), 1]), text(parts()[:9]),
    text(parts(p5="[]")), text(parts(p5="{")), text(parts(p5='{"a":NaN}')), text(parts(p5={"a": 1})),
    text(parts(p5='{"a":' + "[" * 70 + "]" * 70 + "}")), text(parts(p5='{"a":' + "9" * 5_000 + "}")),
    text(parts(p7="a\0b")), text(parts()) + b" ", json.dumps(parts()).encode(),
]  # fmt: skip


def test_what_desks_could_not_read_or_hash_again_is_set_aside(centre: Centre) -> None:
    login, _ = centre.enrol()
    kept = "SELECT raw, reason FROM counter.quarantine WHERE origin = %s ORDER BY oseq"
    with centre.desk(login) as desk:
        for count, raw in enumerate(UNREADABLE, 1):
            chain = Chain()
            central.hello(desk, chain.greeting())
            before, behind = text(parts()), text(parts())
            assert push_raw(desk, chain, [before, raw, behind]) == (1, 2, "form"), raw[:200]
            found = centre.admin.execute(kept, (chain.origin,)).fetchall()
            assert found == [(raw, "form"), (behind, "behind")]
            assert len(central.pull(desk, 0)) == count


def test_an_event_of_another_agency_is_set_aside(centre: Centre) -> None:
    login, chain = centre.enrol()
    centre.enrol(1, agency="H24.99")
    with centre.desk(login) as desk:
        pushed = central.push(desk, chain.add(an_event(agency="H24.99")))
    assert (pushed.stored, pushed.bad_oseq, pushed.bad_reason) == (0, 1, "agency")
    assert centre.value("SELECT agency FROM counter.quarantine") == AGENCY


@pytest.mark.parametrize("is_one_push", [True, False])
def test_an_id_that_says_something_else_is_set_aside(centre: Centre, is_one_push: bool) -> None:
    login, chain = centre.enrol()
    event = an_event()
    sent = chain.add(event, an_event(id=event.id, payload={"text": "khác"}))
    with centre.desk(login) as desk:
        if not is_one_push:
            central.push(desk, sent[:1])
        pushed = central.push(desk, sent)
    assert (pushed.head, pushed.bad_oseq, pushed.bad_reason) == (1, 2, "id_reused")


SPOILT: list[Callable[[Any], Any]] = [
    lambda a: (a[0], a[1], a[2][:1]),
    lambda a: ([None, a[0][1]], a[1], a[2]),
    lambda a: (a[0], [a[1][0], None], a[2]),
    lambda a: (a[0], [a[1][0], "x" * 65], a[2]),
    lambda a: (a[0], a[1], [None, "another desk"]),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_lists_that_do_not_fit_are_refused(centre: Centre, spoil: Callable[[Any], Any]) -> None:
    login, chain = centre.enrol()
    sent = chain.add_notes(2)
    lists = spoil(([s.event.hashed_text.encode() for s in sent], [s.hash for s in sent], [None, None]))
    with centre.desk(login) as desk:
        with pytest.raises(psycopg.errors.InvalidParameterValue):
            desk.execute(PUSH, (chain.origin, GENESIS, *lists))
        assert central.pull(desk, 0) == ()
