"""Between two acts pieces of the index of words are put together: nobody reads old pieces afterwards."""

from __future__ import annotations

from counter_app.commands import upkeep
from tests.desks import Counter


def test_a_check_after_tidying_finds_a_sound_file_sound(counter: Counter) -> None:
    """SQLite's own check asks for the pieces that its connection read last, unless it looks anew."""
    for number in range(8):
        code = counter.received("DT-08", note=f"lượt {number}")
        counter.desk.tidy()
        found = upkeep.verify(counter.desk, deep=True)
        assert found["problems"] == [], number
    counter.done("hand_over", codes=[code], to="QLDT")
    counter.desk.tidy()
    assert counter.desk.upkeep() == []
    assert counter.is_sound()
