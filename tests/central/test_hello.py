"""Hello: what the centre says of itself, its feed, all origins, and the desk's own (document 3, S1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from counter_app.domain.centre_errors import CentreRefused, CentreTooOld, ProgramTooOld
from counter_app.domain.events import EventKind, feed_hash
from counter_app.storage.event_log import GENESIS
from counter_app.sync import central
from counter_app.sync.central import Block, CentreOrigin, OriginHead, Welcome
from tests.central.centre import AGENCY, WALL, Centre, Chain, an_event


def origin_of(welcome: Welcome, chain: Chain) -> CentreOrigin:
    (found,) = [origin for origin in welcome.origins if origin.origin == chain.origin]
    return found


def test_the_first_hello(centre: Centre) -> None:
    login, chain = centre.enrol(2)
    with centre.desk(login) as desk:
        said = central.hello(desk, chain.greeting())
    assert (said.agency, said.head) == (AGENCY, 0)
    assert said.head_feed_hash == said.feed_hash_at_pulled == GENESIS
    assert said.system_id == centre.value("SELECT system_identifier::text FROM pg_control_system()")
    assert said.timeline == 1
    assert abs(said.time - centre.value("SELECT extract(epoch FROM now())::float8 * 1000")) < 60_000
    opened = said.origins[0].opened_at
    assert said.origins == (CentreOrigin(chain.origin, 2, 1, False, opened, 0, GENESIS, None),)
    assert [(block.lo, block.hi) for block in said.blocks] == [(401, 800)]
    assert said.revoked_staff == ()


def test_vectors_of_all_origins_are_compared(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    chain.add_notes(4)
    other.add_notes(3)
    with centre.desk(login) as desk, centre.desk(other_login) as neighbour:
        central.push(desk, chain.records[:3])
        central.push(neighbour, other.records)

        def agreed(*heads: OriginHead) -> list[tuple[int, str, bool | None]]:
            said = central.hello(desk, chain.greeting(heads=heads))
            return [(o.oseq, o.hash, o.agrees) for o in (origin_of(said, chain), origin_of(said, other))]

        at = (chain.records[2].hash, other.records[2].hash)
        older = OriginHead(chain.origin, 2, chain.records[1].hash)
        as_much = OriginHead(chain.origin, 3, chain.records[2].hash)
        nothing = OriginHead(Chain().origin, 9, "9" * 64)
        assert agreed() == [(3, at[0], None), (3, at[1], None)]
        assert agreed(as_much, other.head, nothing) == [(3, at[0], True), (3, at[1], True)]
        assert agreed(older)[0] == (3, at[0], True), "it has more of me: I am an old copy"
        assert agreed(chain.head)[0] == (3, at[0], None), "it has less of me"
        assert agreed(replace(older, hash="9" * 64))[0] == (3, at[0], False), "a fork"


def test_the_feed_hash_at_the_desks_place(centre: Centre) -> None:
    login, chain = centre.enrol()
    sent = chain.add_notes(2)
    with centre.desk(login) as desk:
        central.push(desk, sent)
        second = feed_hash(feed_hash(GENESIS, sent[0].hash), sent[1].hash)

        def there(pos: int, feed: str) -> tuple[str | None, Any]:
            said = central.hello(desk, chain.greeting(pulled_pos=pos, feed_hash=feed))
            assert (said.head, said.head_feed_hash) == (2, second)
            return said.feed_hash_at_pulled, centre.value("SELECT feed_agrees FROM counter.origin")

        assert there(0, GENESIS) == (GENESIS, True)
        assert there(1, "9" * 64) == (feed_hash(GENESIS, sent[0].hash), False)
        assert there(2, second) == (second, True)
        assert there(3, "9" * 64) == (None, None), "the centre went back"
    noted = centre.admin.execute("SELECT pulled_pos, clock_offset_ms, seen_at FROM counter.origin").fetchone()
    assert noted is not None
    assert noted[0] == 3
    assert abs(WALL - noted[2].timestamp() * 1000 - noted[1]) < 60_000


def test_an_unknown_origin_is_the_desks_next_incarnation_on_a_reserve_block(centre: Centre) -> None:
    login, first = centre.enrol(5)
    other_login, _ = centre.enrol(6)
    second, third = Chain(), Chain()
    today = centre.value("SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date")
    with centre.desk(login) as desk:
        for chain, incarnation, lo in ((second, 2, 9121), (second, 2, 9121), (third, 3, 8801)):
            said = central.hello(desk, chain.greeting())
            own = origin_of(said, chain)
            assert (own.desk, own.incarnation, own.is_closed) == (5, incarnation, False)
            assert said.blocks == (Block(lo, lo + 79, today),)
        assert central.push(desk, third.add_notes(1)).stored == 1
        assert central.push(desk, first.add_notes(1)).stored == 1, "what the old life still holds is welcome"
        with centre.desk(other_login) as neighbour:
            (own,) = central.hello(neighbour, Chain().greeting()).blocks
            assert (own.lo, own.hi) == (9201, 9280), "the one it takes where it cannot ask"
        for _ in range(7):
            assert len(central.hello(desk, Chain().greeting()).blocks) == 1
        assert central.hello(desk, Chain().greeting()).blocks == (), "ten reserve blocks and no more"


def test_one_more_block_a_day_is_given_from_the_top(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    centre.enrol(22)
    with centre.desk(login) as desk:
        for _ in range(2):
            said = central.hello(desk, chain.greeting(wants_block=True))
            assert [(b.lo, b.hi) for b in said.blocks] == [(1, 400), (8001, 8400)]
        centre.admin.execute("UPDATE counter.number_block SET from_date = from_date - 1000")
        said = central.hello(desk, chain.greeting(wants_block=True))
        assert [(b.lo, b.hi) for b in said.blocks] == [(1, 400), (7601, 8000), (8001, 8400)]
        assert said.blocks[1].from_date - said.blocks[2].from_date >= timedelta(days=1000)


def test_no_block_is_given_out_of_another(centre: Centre) -> None:
    login, chain = centre.enrol(1, block=(1, 8800))
    with centre.desk(login) as desk:
        said = central.hello(desk, chain.greeting(wants_block=True))
    assert [(b.lo, b.hi) for b in said.blocks] == [(1, 8800)]


def test_staff_who_left_are_named_at_once(centre: Centre) -> None:
    login, chain = centre.enrol()

    def staff(who: str, is_active: bool) -> Any:
        return an_event(stream=f"staff:{who}", kind=EventKind.STAFF_SET, payload={"is_active": is_active})

    with centre.desk(login) as desk:
        central.push(desk, chain.add(staff("hoa", True), staff("van", False), staff("mai", False)))
        central.push(desk, chain.add(staff("van", True), staff("hoa", False), an_event(stream="staff:son")))
        assert central.hello(desk, chain.greeting()).revoked_staff == ("hoa", "mai")


def test_a_revoked_login_is_refused_every_call(centre: Centre) -> None:
    login, chain = centre.enrol()
    with centre.desk(login) as desk:
        central.push(desk, chain.add_notes(1))
        centre.admin.execute("UPDATE counter.origin SET status = 'closed'")
        name = central.BlobName("0" * 64, 1, "application/pdf")
        for call in (
            lambda: central.hello(desk, chain.greeting()),
            lambda: central.hello(desk, Chain().greeting()),
            lambda: central.push(desk, chain.records),
            lambda: central.pull(desk, 0),
            lambda: central.blob_put(desk, name, 0, b"x"),
            lambda: central.blob_get(desk, name.sha256, 0),
        ):
            with pytest.raises(CentreRefused) as no:
                call()
            assert no.value.facts == {"because": "login_not_enrolled", "login": login}


def test_a_closed_life_is_refused_and_the_next_one_is_told_of_it(centre: Centre) -> None:
    login, first = centre.enrol()
    second = Chain()
    with centre.desk(login) as desk:
        central.hello(desk, second.greeting())
        centre.admin.execute("UPDATE counter.origin SET status = 'closed' WHERE id = %s", (first.origin,))
        for call in (
            lambda: central.hello(desk, first.greeting()),
            lambda: central.push(desk, first.add_notes(1)),
        ):
            with pytest.raises(CentreRefused) as no:
                call()
            assert no.value.facts["because"] == "origin_closed"
        assert origin_of(central.hello(desk, second.greeting()), first).is_closed


def test_a_login_in_two_agencies_belongs_to_none(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    centre.enrol(1, agency="H24.99", login=login)
    with centre.desk(login) as desk, pytest.raises(CentreRefused):
        central.hello(desk, chain.greeting())


def test_the_origin_of_another_desk_is_refused(centre: Centre) -> None:
    login, _ = centre.enrol(1)
    _, other = centre.enrol(2)
    with centre.desk(login) as desk, pytest.raises(CentreRefused) as no:
        central.hello(desk, other.greeting())
    assert no.value.facts["because"] == "origin_not_yours"
    assert centre.value("SELECT count(seen_at) FROM counter.origin") == 0


def test_versions_that_do_not_fit_are_refused(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    login, chain = centre.enrol()
    with centre.desk(login) as desk:
        monkeypatch.setattr(central, "VERSION", 2)
        with pytest.raises(ProgramTooOld) as old:
            central.hello(desk, chain.greeting())
        assert old.value.facts == {"found": 2, "needed": 3}
        monkeypatch.setattr(central, "VERSION", 99)
        assert central.hello(desk, chain.greeting()).schema_version == 3, "a newer program may meet it"
        centre.admin.execute("DELETE FROM counter.schema_version WHERE number > 2")
        with pytest.raises(CentreTooOld) as centre_old:
            central.hello(desk, chain.greeting())
        assert centre_old.value.facts == {"found": 2, "needed": 3, "because": "schema_too_old"}


def test_a_database_without_a_centre_is_named_so(empty: Centre) -> None:
    with pytest.raises(CentreTooOld) as none:
        central.pull(empty.admin, 0)
    assert none.value.facts == {"because": "not_installed"}
