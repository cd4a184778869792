"""Feedback and satisfaction as act lines: numbers, dates to answer by, scores, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.feedback import FeedbackState
from counter_app.queries.feedback import (
    Shown,
    feedback_counts,
    feedback_figures,
    feedback_list,
    survey_shares,
)
from tests.builders import Clock
from tests.desks import Counter, a_real, a_trial

THANKS = {"text": "Chờ lâu quá", "from": "Bà Nguyễn Thị Phản Ánh", "contact": "0912345678"}


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    desk = a_trial(tmp_path, clock)
    yield Counter(desk, clock)
    desk.close()


def rows(counter: Counter, shown: Shown = Shown.ALL, words: str = "") -> Any:
    today = counter.clock.local.date()
    return counter.desk.read(lambda reading: feedback_list(reading, today, shown, words)).rows


def test_feedback_is_numbered_without_gaps_and_due_after_fifteen_working_days(counter: Counter) -> None:
    first = counter.done("feedback", **THANKS, channel="phone")
    counter.refused("feedback", text="", channel="phone")
    second = counter.done("feedback", **THANKS, channel="box")
    assert (first["feedback"], first["number"], first["warnings"]) == ("PA-2026-1.1", 1, [])
    assert (second["feedback"], second["number"]) == ("PA-2026-1.2", 2)
    # 23/11/2026 is day 0, 24/11 a holiday: 25, 26, 27/11, 30/11 – 4/12, 7 – 11/12, 14, 15/12.
    assert first["due_on"] == "2026-12-15"
    assert first["provisional"] is False
    assert counter.is_sound()


def test_numbers_begin_anew_with_the_year_and_at_each_desk(tmp_path: Path) -> None:
    clock = Clock()
    counter = Counter(a_real(tmp_path, clock, desk=2, of=2), clock)
    assert counter.done("feedback", **THANKS)["feedback"] == "PA-2026-2.1"
    for day in (datetime(2026, 12, 3, 8, 0), datetime(2026, 12, 15, 8, 0), datetime(2026, 12, 28, 8, 0)):
        clock.set(day)
        counter.received()
    clock.set(datetime(2027, 1, 4, 8, 0))
    assert counter.done("feedback", **THANKS)["feedback"] == "PA-2027-2.1"
    assert counter.refused("answer_feedback", feedback="3", answer="Đã rõ")["error"] == "feedback_unknown"
    answered = counter.done("answer_feedback", feedback="1/2026", answer="Đã bố trí thêm người")
    assert answered["feedback"] == "PA-2026-2.1"
    assert answered["late"] is True
    assert [row.number.text for row in rows(counter, Shown.OPEN)] == ["PA-2027-2.1"]
    counter.desk.close()


def test_the_agency_says_in_how_many_days(counter: Counter) -> None:
    from counter_app.services.administration import set_agency

    def change(uow: Any) -> None:
        set_agency(uow, {"feedback_days": 1}, by="quantri")
        uow.commit()

    counter.desk.write(change)
    assert counter.done("feedback", **THANKS)["due_on"] == "2026-11-25"  # 24/11 is a holiday


def test_nameless_feedback_is_taken_and_warned_of(counter: Counter) -> None:
    told = counter.done("feedback", text="Không có chỗ ngồi chờ", channel="box")
    assert told["warnings"] == ["from_missing", "contact_missing"]
    assert rows(counter)[0].from_name == ""


def test_feedback_about_a_dossier_is_found_by_it(counter: Counter) -> None:
    code = counter.received()
    counter.done("feedback", **THANKS, code=counter.show(code)["scan_number"])
    counter.done("feedback", text="Khác")
    assert [row.code for row in rows(counter, words=code)] == [code]
    assert [row.text for row in rows(counter, words="cho lau")] == ["Chờ lâu quá"]
    assert [row.number.number for row in rows(counter, words="2/2026")] == [2]
    refused = counter.refused("feedback", **THANKS, code="H24.28-261123-0099")
    assert refused["error"] == "dossier_unknown"


def test_an_answer_closes_and_a_second_one_makes_nothing_late(counter: Counter) -> None:
    number = counter.done("feedback", **THANKS)["feedback"]
    counter.clock.set(datetime(2026, 12, 15, 17, 0))
    told = counter.done("answer_feedback", "tuan", feedback=number, answer="Đã xin lỗi bà", how="thư")
    assert (told["late"], told["warnings"]) == (False, [])
    counter.clock.set(datetime(2026, 12, 16, 8, 0))
    again = counter.done("answer_feedback", feedback="1", answer="Đã xin lỗi bà bằng thư")
    assert (again["late"], again["warnings"]) == (False, ["answered_before"])
    row = rows(counter)[0]
    assert (row.answer, row.answered_by, row.state) == (
        "Đã xin lỗi bà bằng thư",
        "tuan",
        FeedbackState.IN_TIME,
    )
    assert counter.is_sound()


def test_the_state_follows_the_day(counter: Counter) -> None:
    counter.done("feedback", **THANKS)
    seen = {}
    for day in (datetime(2026, 12, day) for day in (11, 13, 15, 16)):
        counter.clock.set(day)
        seen[day.day] = str(rows(counter)[0].state)
    assert seen == {11: "open", 13: "soon", 15: "soon", 16: "overdue"}
    today = counter.clock.local.date()
    counts = counter.desk.read(lambda reading: feedback_counts(reading, today))
    assert (counts.open, counts.overdue, counts.answered) == (1, 1, 0)


def test_figures_of_a_period_add_up(counter: Counter) -> None:
    for number in range(4):
        counter.done("feedback", text=f"Ý kiến {number}")
    counter.done("answer_feedback", feedback="1", answer="Đã trả lời")
    counter.clock.set(datetime(2026, 12, 20, 8, 0))
    counter.done("answer_feedback", feedback="2", answer="Đã trả lời muộn")
    first, last = date(2026, 11, 1), date(2026, 11, 30)

    def look(as_of: datetime) -> tuple[int, ...]:
        told = counter.desk.read(lambda reading: feedback_figures(reading, first, last, as_of))
        return told.received, told.in_time, told.late, told.open_in_time, told.overdue

    assert look(datetime(2026, 12, 31)) == (4, 1, 1, 0, 2)
    assert look(datetime(2026, 12, 1)) == (4, 1, 0, 3, 0)


def test_a_survey_keeps_scores_apart_from_people(counter: Counter) -> None:
    code = counter.received()
    told = counter.done("survey", code=code, scores={"1": 4, "5": 1}, text="Nhà để xe chật")
    assert (told["code"], told["status"]) == (code, "received")
    counter.done("survey", scores=[3, None, 2])
    again = counter.done("survey", code=code, scores={"overall": 4})
    assert again["warnings"] == ["surveyed_before"]
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    shares = counter.desk.read(lambda reading: survey_shares(reading, first, last))
    told_shares = {each.question: (each.by_score, each.satisfied, each.n) for each in shares}
    assert told_shares["1"] == ((0, 0, 1, 1), 2, 2)
    assert told_shares["2"] == ((0, 0, 0, 0), 0, 0)
    assert told_shares["3"] == ((0, 1, 0, 0), 0, 1)
    assert told_shares["5"] == ((1, 0, 0, 0), 0, 1)
    assert told_shares["overall"] == ((0, 0, 0, 1), 1, 1)
    of_field = counter.desk.read(lambda reading: survey_shares(reading, first, last, field="DT"))
    assert {each.question: each.n for each in of_field}["1"] == 1
    query = "SELECT field, scores, text FROM survey ORDER BY at, event_id"
    kept = counter.desk.read(lambda reading: reading.conn.exec_driver_sql(query).all())
    assert sorted({row.field for row in kept}) == ["", "DT"]
    assert counter.is_sound()


def test_a_survey_that_was_taken_back_is_not_counted(counter: Counter) -> None:
    code = counter.received()
    event_id = counter.done("survey", code=code, scores={"overall": 1})["event_id"]
    counter.done("revoke", "tuan", event_id=event_id, reason="bấm nhầm")
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    shares = counter.desk.read(lambda reading: survey_shares(reading, first, last))
    assert sum(each.n for each in shares) == 0
    assert "warnings" not in counter.done("survey", code=code, scores={"overall": 4})
    assert counter.is_sound()


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("feedback", {"text": "a" * 2_001}, "text", "too_long"),
    ("feedback", {"text": " \n\t "}, "text", "empty"),
    ("feedback", {"text": "chuông \x07 reo"}, "text", "control"),
    ("feedback", {"text": "nửa \ud800 chữ"}, "text", "surrogate"),
    ("feedback", {"text": "a\n" * 51 + "b"}, "text", "too_many_lines"),
    ("feedback", {}, "text", "missing"),
    ("feedback", {"text": 5}, "text", "wrong_type"),
    ("feedback", {"text": "được", "from": "A" * 256}, "from", "too_long"),
    ("feedback", {"text": "được", "from": "hai\ndòng"}, "from", "line_break"),
    ("feedback", {"text": "được", "contact": "A" * 256}, "contact", "too_long"),
    ("feedback", {"text": "được", "channel": "pigeon"}, "channel", "unknown"),
    ("answer_feedback", {"feedback": "1", "answer": ""}, "answer", "empty"),
    ("answer_feedback", {"feedback": "1", "answer": "a" * 2_001}, "answer", "too_long"),
    ("answer_feedback", {"feedback": "1", "answer": "được", "how": "a" * 65}, "how", "too_long"),
    ("survey", {"scores": {}}, "scores", "empty"),
    ("survey", {"scores": []}, "scores", "empty"),
    ("survey", {"scores": {"6": 4}}, "scores", "unknown"),
    ("survey", {"scores": [4, 4, 4, 4, 4, 4]}, "scores", "unknown"),
    ("survey", {"scores": {"1": 5}}, "scores.1", "out_of_range"),
    ("survey", {"scores": {"1": 0}}, "scores.1", "out_of_range"),
    ("survey", {"scores": {"1": True}}, "scores.1", "wrong_type"),
    ("survey", {"scores": {"1": "4"}}, "scores.1", "wrong_type"),
    ("survey", {"scores": {"1": 4}, "text": "a" * 2_001}, "text", "too_long"),
    ("survey", {}, "scores", "missing"),
    ("survey", {"scores": 4}, "scores", "wrong_type"),
]


@pytest.mark.parametrize(("act", "fields", "field", "problem"), BAD)
def test_what_cannot_be_is_refused_by_field(
    counter: Counter, act: str, fields: dict[str, Any], field: str, problem: str
) -> None:
    counter.done("feedback", text="có sẵn một phản ánh")
    told = counter.refused(act, **fields)
    assert (told["error"], told["field"], told["problem"]) == ("invalid_field", field, problem)


def test_who_may_not_and_what_is_not_there(counter: Counter) -> None:
    assert counter.refused("feedback", "quantri", text="được")["error"] == "not_permitted"
    assert counter.refused("survey", "quantri", scores={"1": 4})["error"] == "not_permitted"
    assert counter.refused("answer_feedback", feedback="7", answer="được")["error"] == "feedback_unknown"
    for odd in ("", "0", "PA-2026-1.", "PA-2026-1.1/2026", "feedback:", "x" * 900, "1/26"):
        told = counter.refused("answer_feedback", feedback=odd, answer="được")
        assert told["error"] == "feedback_unknown", odd
    assert counter.refused("survey", code="1", scores={"1": 4})["error"] == "code_not_readable"
    assert counter.refused("feedback", text="được", voice="x")["error"] == "unknown_fields"


def test_acts_of_the_past(counter: Counter) -> None:
    told = counter.done("feedback", text="hôm thứ sáu", at="2026-11-20T16:00")
    assert told["due_on"] == "2026-12-14"
    early = counter.refused("answer_feedback", feedback="1", answer="được", at="2026-11-20T15:59")
    assert (early["error"], early["code"]) == ("at_before_last_event", "PA-2026-1.1")
    counter.done("answer_feedback", feedback="1", answer="được", at="2026-11-20T16:00")
    assert rows(counter)[0].received_at == datetime(2026, 11, 20, 16, 0)
    assert counter.is_sound()


def test_the_same_request_is_one_feedback(counter: Counter) -> None:
    first = counter.done("feedback", **THANKS, request_id="mot")
    assert counter.done("feedback", **THANKS, request_id="mot") == first
    assert len(rows(counter)) == 1
