"""S6 between desks: each tells what it made of the feed, hello tells it to the others (document 3)."""

from __future__ import annotations

from typing import Any

import pytest

from counter_app.domain.centre_errors import CentreFailed
from counter_app.sync import central
from counter_app.sync.central import Check, OriginCheck
from tests.central.centre import Centre, Chain

DIGEST = "5" * 64
COUNTS = {"received": 12, "returned": 3}


def test_the_others_are_told_what_a_desk_made_of_the_feed(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    with centre.desk(login) as desk, centre.desk(other_login) as neighbour:
        assert central.hello(desk, chain.greeting()).checks == (), "nobody told anything"
        said = central.hello(desk, chain.greeting(check=Check(7, DIGEST, COUNTS)))
        assert said.checks == (), "its own is not told back"
        told = OriginCheck(chain.origin, 1, 7, DIGEST, COUNTS)
        assert central.hello(neighbour, other.greeting(check=Check(6, "", {}))).checks == (told,)
        assert central.hello(neighbour, other.greeting()).checks == (told,)
        assert central.hello(desk, chain.greeting()).checks == (OriginCheck(other.origin, 2, 6, "", {}),)
        later = Check(9, "", {"received": 11})
        central.hello(desk, chain.greeting(check=later))
        central.hello(desk, chain.greeting())
        assert central.hello(neighbour, other.greeting()).checks == (
            OriginCheck(chain.origin, 1, 9, "", {"received": 11}),
        ), "the last one, nothing of the one before; a hello without one leaves it"


def test_a_closed_life_and_another_agency_are_not_compared_with(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    stranger_login, stranger = centre.enrol(1, agency="H24.99")
    third = Chain()
    with centre.desk(login) as desk, centre.desk(other_login) as neighbour:
        for one in (chain, third):
            central.hello(desk, one.greeting(check=Check(1, DIGEST, COUNTS)))
        with centre.desk(stranger_login) as elsewhere:
            central.hello(elsewhere, stranger.greeting(check=Check(2, DIGEST, COUNTS)))
            assert central.hello(elsewhere, stranger.greeting()).checks == ()
        centre.admin.execute("UPDATE counter.origin SET status = 'closed' WHERE id = %s", (chain.origin,))
        assert [check.origin for check in central.hello(neighbour, other.greeting()).checks] == [third.origin]


@pytest.mark.parametrize(
    "check",
    [
        Check(1, "5" * 65, COUNTS),
        Check(1, DIGEST, {f"{'x' * 60}{n}": n for n in range(80)}),
        Check(1, DIGEST, {"received": "many"}),  # type: ignore[dict-item]
        Check(1, None, COUNTS),  # type: ignore[arg-type]
        Check(1, DIGEST, []),  # type: ignore[arg-type]
    ],
    ids=["long digest", "too many", "no number", "no digest", "a list"],
)
def test_what_is_no_check_is_not_passed_on(centre: Centre, check: Any) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(2)
    with centre.desk(login) as desk, centre.desk(other_login) as neighbour:
        with pytest.raises(CentreFailed):
            central.hello(desk, chain.greeting(check=check))
        assert central.hello(neighbour, other.greeting()).checks == ()
