"""A clock more than a day from the centre's numbers nothing before a supervisor has said that it is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.storage import clock_doubt
from tests.builders import Clock
from tests.desks import Counter, a_real, a_trial, form

DAY = 24 * 3_600_000


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    with a_real(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def passed(counter: Counter, offset_ms: int) -> None:
    """What a pass notes of this machine's clock minus the centre's."""
    counter.desk.store.exchange(lambda conn: clock_doubt.note(conn, offset_ms))


@pytest.mark.parametrize("offset_ms", [0, 120_000, -3_600_000, DAY, -DAY])
def test_up_to_a_day_is_only_told(real: Counter, offset_ms: int) -> None:
    passed(real, offset_ms)
    assert real.received().endswith("-0001")


@pytest.mark.parametrize("offset_ms", [DAY + 60_000, -DAY - 60_000])
def test_further_off_a_supervisor_is_asked_and_his_word_holds(real: Counter, offset_ms: int) -> None:
    passed(real, offset_ms)
    refused = real.refused("receive", **form())
    now = real.clock.local
    assert refused["error"] == "clock_jump"
    centre = datetime.fromisoformat(refused["last"])
    assert abs(now - timedelta(milliseconds=offset_ms) - centre) < timedelta(minutes=1)
    assert real.say("confirm_clock", "lan", reason="đồng hồ đúng")["error"] == "not_permitted"
    real.done("confirm_clock", "tuan", reason="đồng hồ đúng")
    assert real.received().endswith("-0001")
    passed(real, offset_ms + 1_500)  # the next pass, two minutes later
    assert real.received().endswith("-0002")


def test_a_clock_that_goes_off_further_is_asked_about_again(real: Counter) -> None:
    passed(real, 2 * DAY)
    real.done("confirm_clock", "tuan", reason="đồng hồ đúng")
    passed(real, 5 * DAY)
    assert real.refused("receive", **form())["error"] == "clock_jump"


def test_a_clock_that_was_set_needs_nobody(real: Counter) -> None:
    passed(real, 3 * DAY)
    assert real.refused("receive", **form())["error"] == "clock_jump"
    passed(real, 80)
    assert real.received().endswith("-0001")
    passed(real, 3 * DAY)
    assert real.refused("receive", **form())["error"] == "clock_jump", "an old word does not count"


def test_acts_under_a_doubted_clock_are_marked(real: Counter) -> None:
    code = real.received()
    passed(real, 2 * DAY)
    real.done("note", code=code, text="đã gọi")
    quality = real.desk.read(
        lambda r: r.conn.exec_driver_sql(
            "SELECT clock_quality FROM event WHERE kind = 'dossier:note_added'"
        ).scalar()
    )
    assert quality == "suspect"


def test_a_trial_desk_only_warns(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        passed(counter, 40 * DAY)
        assert "clock_jump" in counter.done("receive", **form())["warnings"]
