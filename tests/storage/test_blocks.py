"""Which serials a desk owns: as the centre says it, from the day on that it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.storage import blocks, numbers
from counter_app.storage.new_desk import join_centre
from tests.builders import Clock
from tests.desks import Counter, a_real, form

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Counter]:
    """The only desk of its agency: it owns 1–8800."""
    clock = Clock()
    with a_real(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def told(counter: Counter, wanted: list[tuple[int, int, date]], today: date = MONDAY) -> bool:
    """What the centre says at a hello."""
    own = counter.desk.origin.id
    return counter.desk.store.exchange(lambda conn: blocks.replace_blocks(conn, own, wanted, today))


def owned(counter: Counter, day: date) -> list[tuple[int, int]]:
    own = counter.desk.origin.id
    return counter.desk.read(lambda r: [(b.lo, b.hi) for b in numbers.blocks(r.conn, own, day)])


def is_low(counter: Counter, day: date = MONDAY) -> bool:
    own = counter.desk.origin.id
    return counter.desk.read(lambda r: blocks.is_nearly_used(r.conn, own, day))


def used_up_to(counter: Counter, serial: int, day: date = MONDAY) -> None:
    """As if so many had been received."""
    with counter.desk.store.writer.begin() as conn:
        event = conn.exec_driver_sql(
            "SELECT id FROM event WHERE id NOT IN (SELECT event_id FROM number_issued) LIMIT 1"
        ).scalar_one()
        conn.exec_driver_sql(
            "INSERT INTO number_issued VALUES (?, ?, ?, ?)", (day.isoformat(), serial, f"c{serial}", event)
        )


def test_a_desk_that_worked_alone_keeps_today_and_owns_its_own_block_from_tomorrow(alone: Counter) -> None:
    used_up_to(alone, 412)
    assert told(alone, [(1, 400, TUESDAY)])
    assert owned(alone, MONDAY) == [(1, 400), (401, 8800)]
    assert alone.received().endswith("-0001")
    used_up_to(alone, 400)
    assert alone.received().endswith("-0413"), "today is as it was"
    assert owned(alone, TUESDAY) == [(1, 400)]
    assert not told(alone, [(1, 400, TUESDAY)], TUESDAY)
    alone.clock.move(days=1)
    used_up_to(alone, 400, TUESDAY)
    assert alone.refused("receive", **form())["error"] == "number_block_exhausted"


def test_it_narrows_by_the_enrolment_even_where_the_centre_is_not_reached(alone: Counter) -> None:
    own = alone.desk.origin
    alone.desk.store.exchange(
        lambda conn: join_centre(conn, own.agency, own.id, "{}", (1, 400, TUESDAY), MONDAY)
    )
    assert owned(alone, MONDAY) == [(1, 400), (401, 8800)]
    assert owned(alone, TUESDAY) == [(1, 400)]
    told(alone, [(1, 400, TUESDAY), (8401, 8800, TUESDAY)], TUESDAY)
    alone.desk.store.exchange(  # the same enrolment again, for a new password
        lambda conn: join_centre(conn, own.agency, own.id, "{}", (1, 400, TUESDAY), TUESDAY)
    )
    assert owned(alone, TUESDAY) == [(1, 400), (8401, 8800)]


def test_it_asks_for_more_before_the_last_is_given(alone: Counter) -> None:
    told(alone, [(1, 400, TUESDAY)])
    assert not is_low(alone, TUESDAY)
    used_up_to(alone, 395, TUESDAY)
    assert not is_low(alone, TUESDAY), "five are left"
    used_up_to(alone, 396, TUESDAY)
    assert is_low(alone, TUESDAY)
    assert not is_low(alone, TUESDAY + timedelta(days=1)), "a new day"
    told(alone, [(1, 400, TUESDAY), (8401, 8800, TUESDAY)], TUESDAY)
    assert owned(alone, TUESDAY) == [(1, 400), (8401, 8800)]
    assert not is_low(alone, TUESDAY)


def test_one_without_any_asks_and_one_whose_own_begins_tomorrow_waits(alone: Counter) -> None:
    own = alone.desk.origin.id
    with alone.desk.store.writer.begin() as conn:
        conn.exec_driver_sql("DELETE FROM number_block")
    assert is_low(alone)
    with alone.desk.store.writer.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO number_block (agency, lo, hi, origin, from_date) VALUES ('H24.28', 401, 800, ?, ?)",
            (own, TUESDAY.isoformat()),
        )
    assert not is_low(alone)
    assert not is_low(alone, TUESDAY)


def test_nothing_said_changes_nothing(alone: Counter) -> None:
    assert not told(alone, [])
    assert owned(alone, MONDAY) == [(1, 8800)]
    assert not is_low(alone)


def test_what_a_restored_desk_took_by_itself_ends_when_the_centre_gives_another(alone: Counter) -> None:
    """The centre gave that block to another life: its very next number could be printed twice."""
    told(alone, [(8801, 8880, MONDAY)])
    told(alone, [(8961, 9040, TUESDAY)], TUESDAY)
    assert owned(alone, MONDAY)[-1] == (8801, 8880)
    assert owned(alone, TUESDAY) == [(8961, 9040)]


def test_it_keeps_a_reserve_block_till_the_other_begins(alone: Counter) -> None:
    told(alone, [(8801, 8880, MONDAY)])
    told(alone, [(8961, 9040, TUESDAY)], MONDAY)
    assert owned(alone, MONDAY)[-1] == (8801, 8880)
    assert owned(alone, TUESDAY) == [(8961, 9040)]
