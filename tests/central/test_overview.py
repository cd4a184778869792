"""What an administrator is shown of the centre."""

from __future__ import annotations

from counter_app.sync import central
from counter_app.sync.overview import status
from tests.central.centre import AGENCY, WALL, Centre, Chain, an_event

OTHER = "H24.99"


def test_an_empty_centre(centre: Centre) -> None:
    seen = status(centre.admin)
    assert seen.agencies == ()
    assert seen.schema_version == central.VERSION
    assert seen.server_version == centre.admin.info.server_version
    assert seen.system_id == centre.value("SELECT system_identifier::text FROM pg_control_system()")


def test_agencies_desks_and_what_they_said(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    stranger_login, stranger = centre.enrol(1, agency=OTHER)
    second = Chain()
    with centre.desk(login) as desk, centre.desk(stranger_login) as elsewhere:
        central.push(desk, chain.add_notes(3))
        central.push(desk, chain.add(an_event(agency="H24.77"), an_event()))
        central.hello(desk, second.greeting(pulled_pos=2, feed_hash="5" * 64, wants_block=True))
        central.push(elsewhere, stranger.add(an_event(agency=OTHER)))
        central.hello(elsewhere, stranger.greeting(pulled_pos=9, feed_hash="5" * 64))
    centre.admin.execute("UPDATE counter.origin SET status = 'closed' WHERE id = %s", (other.origin,))
    ours, theirs = status(centre.admin).agencies
    assert (ours.agency, ours.head, ours.quarantined) == (AGENCY, 3, 2)
    assert ours.feed_hash == centre.value(
        "SELECT feed_hash FROM counter.agency_head WHERE agency = %s", [AGENCY]
    )
    assert (ours.blocks_left, ours.reserve_blocks_left) == (22 - 3, 9)
    first, again, beside = ours.lives
    assert [(life.desk, life.incarnation) for life in ours.lives] == [(1, 1), (1, 2), (2, 1)]
    assert (first.origin, first.login, first.oseq, first.quarantined) == (chain.origin, login, 3, 2)
    assert (first.seen_at, first.pulled_pos, first.feed_agrees) == (None, None, None), "it never said hello"
    assert (again.origin, again.pulled_pos, again.feed_agrees, again.oseq) == (second.origin, 2, False, 0)
    assert again.seen_at is not None and again.clock_offset_ms is not None
    assert abs(WALL - again.seen_at - again.clock_offset_ms) < 1_000
    assert [(block.lo, block.hi) for block in again.blocks] == [(8401, 8800), (8801, 8880)]
    assert (beside.login, beside.is_closed) == (other_login, True)
    (far,) = theirs.lives
    assert (theirs.agency, theirs.head, far.feed_agrees, far.oseq) == (OTHER, 1, None, 1)
    assert (theirs.blocks_left, theirs.reserve_blocks_left) == (21, 10)
