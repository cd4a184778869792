"""Pages of the feed taken in: after every page the rows are those of a rebuild from zero."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.storage import feed
from tests.sync.around import desks_around


@pytest.mark.parametrize("page", [1, 7, 500])
def test_a_day_of_three_desks_in_pages_of_any_size(monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(feed, "PAGE", page)
    monkeypatch.setattr(feed, "PAGE_AT_REST", page)
    with desks_around(3, seed=page) as around:
        for _ in range(2):
            for number in (1, 2, 3) * 8:
                around.something(number)
            for number in (2, 3, 1):
                around.meet(
                    number,
                    lambda step, n=number: around.assert_rebuilt_is_same(n) if step == "stored" else None,
                )
        around.meet_all()
        around.assert_all_same()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    turns=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["act", "act", "act", "meet"])), max_size=30),
)
def test_any_interleaving(seed: int, turns: list[tuple[int, str]]) -> None:
    with desks_around(3, seed) as around:
        for number, what in turns:
            if what == "act":
                around.something(number)
            else:
                around.meet(number)
                around.assert_rebuilt_is_same(number)
        for number in around.desks:
            around.assert_rebuilt_is_same(number)
        around.meet_all()
        around.assert_all_same()
