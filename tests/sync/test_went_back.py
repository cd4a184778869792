"""Finding the last place at which both feeds are the same: few questions, and little held in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from counter_app.storage.event_log import GENESIS
from counter_app.storage.feed import FeedPlace
from counter_app.sync.went_back import last_equal
from tests.simulation.template import AGENCY
from tests.sync.around import Around, desks_around


class Asked:
    """A line that counts what it is asked."""

    def __init__(self, around: Around) -> None:
        self._line, self.count = around.line(1), 0

    def pull(self, after: int, limit: int) -> Any:
        self.count += 1
        return self._line.pull(after, limit)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)


@pytest.mark.parametrize("stride", [1, 2, 7, 1000])
@pytest.mark.parametrize("has_grown", [False, True])
def test_the_last_equal_place_is_found_wherever_it_is(stride: int, has_grown: bool) -> None:
    """The centre lost its tail; `has_grown`: others sent as much again meanwhile."""
    with desks_around(1) as around:
        held = after_some_days(around)
        whole = around.centre
        feeds = [GENESIS, *(row.feed_hash for row in around.line(1).pull(0, 1000))]
        with around.store(1).reader.connect() as conn:
            for equal in range(held.pos + 1):
                around.centre = whole.copy()
                rows = around.centre.agencies[AGENCY].rows
                tail, rows[equal:] = rows[equal:], []
                if has_grown:
                    rows += [replace(row, feed_hash="5" * 64) for row in tail if row]
                line = Asked(around)
                assert last_equal(conn, line, held.pos, len(rows), stride) == FeedPlace(equal, feeds[equal])
                assert line.count <= 2 * held.pos.bit_length()


def test_a_place_that_this_file_lost_is_where_its_feed_ends() -> None:
    with desks_around(1) as around:
        held = after_some_days(around)
        with around.store(1).writer.begin() as conn:
            conn.exec_driver_sql("UPDATE envelope SET pos = NULL WHERE pos = ?", (held.pos - 3,))
        with around.store(1).reader.connect() as conn:
            found = last_equal(conn, around.line(1), held.pos, held.pos, 2)
        assert found == FeedPlace(held.pos - 4, around.line(1).pull(held.pos - 5, 1)[0].feed_hash)


def after_some_days(around: Around) -> FeedPlace:
    """How far the feed is held."""
    for _ in range(9):
        around.receive(1)
    around.meet(1)
    return around.place(1)


def test_an_act_done_on_one_that_had_waited_stays_behind_the_reception() -> None:
    """Desk 1 took paper over before its data came, then asked for papers. A centre without its tail gets desk
    1's acts again before the reception, which none of them named as seen."""
    with desks_around(2) as around:
        around.meet_all()
        older = around.centre.copy()
        code = around.receive(2)
        around.done(1, "take_over", codes=[code])
        around.meet(2)
        around.meet(1)
        items = [{"no": 1, "text": "Bản sao"}]
        around.done(1, "request_supplement", code=code, items=items, reason="Thiếu", ground="Điều 17")
        around.meet(1)
        around.centre = older
        around.meet(1)
        around.meet_all()
        around.assert_all_same()
        for number in (1, 2):
            rows = around.rows(number, "SELECT code, status FROM dossier WHERE code = ?", code)
            assert rows == [(code, "awaiting_supplement")]
            assert around.conflicts(number) == []
