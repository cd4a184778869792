"""`central status --verify`: who changed the database behind our back is found, and where (F23)."""

from __future__ import annotations

import pytest

from counter_app.domain.centre_errors import CentreTooOld
from counter_app.sync import central
from counter_app.sync.feed_check import FeedVerdict, check_feeds
from counter_app.sync.overview import status
from tests.central.centre import AGENCY, Centre, an_event

OTHER = "H24.99"


@pytest.fixture
def told(centre: Centre) -> Centre:
    """A centre with two agencies; the first has ten events of two desks, the ninth is the third again."""
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    stranger_login, stranger = centre.enrol(1, agency=OTHER)
    with centre.desk(login) as desk, centre.desk(other_login) as neighbour:
        central.push(desk, chain.add_notes(4))
        central.push(neighbour, other.add_notes(4))
        central.push(neighbour, other.add(chain.records[2].event, relayed_from=chain.origin))
        central.push(desk, chain.add_notes(1))
    with centre.desk(stranger_login) as elsewhere:
        central.push(elsewhere, stranger.add(an_event(agency=OTHER)))
    return centre


def verdicts(centre: Centre) -> tuple[FeedVerdict, FeedVerdict]:
    ours, theirs = check_feeds(centre.admin)
    assert (ours.agency, theirs.agency) == (AGENCY, OTHER)
    return ours, theirs


def test_feeds_that_nobody_touched(told: Centre) -> None:
    ours, theirs = verdicts(told)
    assert ours.is_right and theirs.is_right
    assert (ours.events, ours.head, theirs.events) == (10, 10, 1)
    assert ours.feed_hash == told.value(
        "SELECT feed_hash FROM counter.agency_head WHERE agency = %s", [AGENCY]
    )


def test_an_agency_without_events(centre: Centre) -> None:
    centre.enrol(1)
    (verdict,) = check_feeds(centre.admin)
    assert verdict.is_right and verdict.events == 0


@pytest.mark.parametrize(
    ("change", "bad_pos", "because"),
    [
        ("DELETE FROM counter.event WHERE pos = 4", 4, "missing"),
        ("DELETE FROM counter.event WHERE pos = 10", 10, "missing"),
        ("UPDATE counter.event SET raw = raw || ' ' WHERE pos = 5", 5, "hash"),
        ("UPDATE counter.event SET raw = overlay(raw placing 'X' from 60) WHERE pos = 2", 2, "hash"),
        ("UPDATE counter.event SET hash = repeat('5', 64) WHERE pos = 6", 6, "hash"),
        ("UPDATE counter.event SET feed_hash = repeat('5', 64) WHERE pos = 7", 7, "feed"),
        ("UPDATE counter.event SET payload = '{\"text\": \"khác\"}' WHERE pos = 3", 3, "columns"),
        ("UPDATE counter.event SET kind = 'voided' WHERE pos = 8", 8, "columns"),
        ("UPDATE counter.event SET actor = 'minh' WHERE pos = 8", 8, "columns"),
        ("UPDATE counter.event SET again = true WHERE pos = 1", 1, "again"),
        ("UPDATE counter.event SET pos = pos + 100 WHERE pos > 8", 9, "missing"),
        ("UPDATE counter.agency_head SET pos = 9 WHERE agency = 'H24.28'", 10, "head"),
        ("UPDATE counter.agency_head SET feed_hash = repeat('5', 64) WHERE agency = 'H24.28'", 10, "head"),
    ],
)  # fmt: skip
def test_the_first_bad_place_is_named(told: Centre, change: str, bad_pos: int, because: str) -> None:
    told.admin.execute(change.replace("WHERE pos", "WHERE agency = 'H24.28' AND pos").encode())
    ours, theirs = verdicts(told)
    assert (ours.bad_pos, ours.because) == (bad_pos, because)
    assert theirs.is_right, "the other agency is judged by itself"


def test_an_event_put_in_the_place_of_another(told: Centre) -> None:
    """Two rows change places and their own hashes still fit."""
    told.admin.execute(
        "UPDATE counter.event SET pos = CASE pos WHEN 2 THEN -3 ELSE -2 END"
        " WHERE agency = 'H24.28' AND pos IN (2, 3)"
    )
    told.admin.execute("UPDATE counter.event SET pos = -pos WHERE pos < 0")
    assert verdicts(told)[0].bad_pos == 2
    assert verdicts(told)[0].because == "chain"


def test_an_origin_that_was_taken_away(told: Centre) -> None:
    told.admin.execute("DELETE FROM counter.number_block WHERE agency = 'H24.28'")
    told.admin.execute("DELETE FROM counter.origin WHERE agency = 'H24.28' AND desk = 2")
    assert (verdicts(told)[0].bad_pos, verdicts(told)[0].because) == (5, "origin")


def test_where_no_centre_is(empty: Centre) -> None:
    for look in (check_feeds, status):
        with pytest.raises(CentreTooOld) as none:
            look(empty.admin)
        assert none.value.facts == {"because": "not_installed"}
