"""Feedback past the acts: numbers as they are typed and given, scores, a clock that is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.domain.feedback import FeedbackNumber, checked_scores, number_of, read_number
from tests.builders import Clock
from tests.desks import Counter, a_real


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("7", FeedbackNumber(2026, 2, 7)),
        (" 7/2025 ", FeedbackNumber(2025, 2, 7)),
        ("1.7/2025", FeedbackNumber(2025, 1, 7)),
        ("1.7", FeedbackNumber(2026, 1, 7)),
        ("pa-2025-3.12", FeedbackNumber(2025, 3, 12)),
        ("0", None),
        ("07", None),
        ("7/26", None),
        ("PA-2025-3.12/2026", None),
        ("PA-2025-3", None),
        ("", None),
        ("bảy", None),
        ("٧", None),
    ],
)
def test_a_number_as_it_is_typed(typed: str, wanted: FeedbackNumber | None) -> None:
    assert read_number(typed, year=2026, desk=2) == wanted


def test_a_number_reads_as_it_is_written() -> None:
    one = FeedbackNumber(2026, 2, 7)
    assert (one.text, one.short(1), one.short(2)) == ("PA-2026-2.7", "7/2026", "2.7/2026")
    assert read_number(one.text, year=1, desk=1) == one == number_of(one.series, one.number)


def test_scores_are_kept_in_the_order_of_the_questions() -> None:
    assert list(checked_scores({"overall": 1, "2": 3, "1": 4})) == ["1", "2", "overall"]
    with pytest.raises(InvalidField):
        checked_scores({"1": 2.0})  # type: ignore[dict-item]


def test_two_numbers_of_one_feedback_are_never_given(tmp_path: Path) -> None:
    clock = Clock()
    counter = Counter(a_real(tmp_path, clock), clock)
    for number in range(1, 4):
        assert counter.done("feedback", text=f"Ý kiến {number}")["number"] == number
        assert counter.is_sound()  # a rebuild makes the table anew, and numbering goes on from it
    counter.desk.close()


def test_no_number_is_given_under_a_clock_that_is_not_believed(tmp_path: Path) -> None:
    clock = Clock()
    counter = Counter(a_real(tmp_path, clock), clock)
    counter.received()
    clock.move(days=40)
    assert counter.refused("feedback", text="được")["error"] == "clock_jump"
    counter.desk.close()
