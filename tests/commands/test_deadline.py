"""`counter-app deadline`: a JSON line in, a JSON line out, whatever comes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.commands.deadline import answer_line, run
from counter_app.services.seed_calendar import seed_calendar

CALENDAR = seed_calendar()
EXAMPLES = Path(__file__).parents[1] / "data" / "deadline_examples.csv"
MONDAY = {"received": "2026-03-09T09:00", "unit": "working_day", "amount": 5}


def answer(**fields: Any) -> dict[str, Any]:
    return answer_line(json.dumps(MONDAY | fields), CALENDAR)


def test_the_whole_answer() -> None:
    assert answer(now="2026-03-16T16:30") == {
        "ok": True,
        "counted_from": "2026-03-09T09:00",
        "due_at": "2026-03-16T17:30",
        "provisional": False,
        "state": "running",
        "outcome": None,
        "remaining_minutes": 60,
        "explanation": "Nhận 09:00 T2 09/03/2026 · 5 ngày làm việc · bỏ 14–15/3 (cuối tuần)"
        " · hẹn 17:30 T2 16/03/2026",
    }


def test_all_examples_through_the_command() -> None:
    with EXAMPLES.open(encoding="utf-8") as lines:
        cases = list(csv.DictReader(lines))
    asked = [
        {
            "received": case["received"],
            "unit": case["unit"],
            "amount": int(case["amount"]),
            "pauses": [span.split("/") for span in case["pauses"].split(";") if span],
            "extension": case["extension"] or None,
        }
        for case in cases
    ]
    out = io.StringIO()
    assert run([json.dumps(each) + "\n" for each in asked], CALENDAR, out) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(each["due_at"], each["counted_from"]) for each in answers] == [
        (case["expected_due_at"], case["expected_counted_from"]) for case in cases
    ]
    assert len(answers) == 59


def test_finished_has_an_outcome_and_what_was_left() -> None:
    early = answer(finished="2026-03-13T17:00", now="2026-03-30T09:00")
    assert (early["state"], early["outcome"], early["remaining_minutes"]) == ("finished", "early", 510)
    on_time = answer(finished="2026-03-16T20:00")
    assert (on_time["outcome"], on_time["remaining_minutes"]) == ("on_time", 0)
    late = answer(finished="2026-03-17T08:00")
    assert (late["outcome"], late["remaining_minutes"]) == ("late", -30)


def test_an_open_pause_has_no_due_date() -> None:
    paused = answer(pauses=[["2026-03-16T16:30", None]], now="2026-03-20T09:00")
    assert (paused["state"], paused["due_at"], paused["outcome"]) == ("paused", None, None)
    assert paused["remaining_minutes"] == 60
    assert answer(pauses=[["2026-03-16T16:30", None]])["remaining_minutes"] == 60
    assert answer(pauses=[["2026-03-17T08:00", None]])["remaining_minutes"] == -30


def test_the_line_of_document_9() -> None:
    """Everything in it at once: hours over Tết, still paused, extended; what remains is to the new date."""
    found = answer_line(
        '{"received": "2026-02-13T16:00", "unit": "working_hour", "amount": 8, '
        '"pauses": [["2026-02-23T09:00", null]], "extension": "2026-03-02", "finished": null, "now": null}',
        CALENDAR,
    )
    assert (found["ok"], found["state"], found["due_at"]) == (True, "paused", None)
    assert found["counted_from"] == "2026-02-13T16:00"
    assert found["remaining_minutes"] == 390 + 5 * 480


def test_nothing_to_measure_from_leaves_remaining_null() -> None:
    assert answer()["remaining_minutes"] is None
    assert answer(now=None, finished=None, pauses=None, extension=None) == answer()
    assert answer(now="2026-03-09T09:00")["remaining_minutes"] == 5 * 480 + 390


def test_a_provisional_year_says_so() -> None:
    found = answer(received="2026-12-31T09:00")
    assert found["provisional"] is True
    assert found["explanation"].endswith("lịch tạm tính")


@pytest.mark.parametrize(
    ("fields", "error", "fact"),
    [
        ({"unit": "week"}, "invalid_field", {"field": "unit", "value": "week"}),
        ({"unit": None}, "invalid_field", {"field": "unit"}),
        ({"unit": ["day"]}, "invalid_field", {"field": "unit", "value": '["day"]'}),
        ({"amount": -1}, "time_limit_not_possible", {"amount": -1, "min": 0}),
        ({"amount": 3651}, "time_limit_not_possible", {"amount": 3651, "max": 3650}),
        ({"amount": 10_000}, "time_limit_not_possible", {"amount": 10_000}),
        ({"amount": 0, "unit": "day"}, "time_limit_not_possible", {"amount": 0, "min": 1}),
        ({"amount": 0, "unit": "month"}, "time_limit_not_possible", {"min": 1}),
        ({"amount": 0, "unit": "working_hour"}, "time_limit_not_possible", {"min": 1}),
        ({"amount": 0.5}, "invalid_field", {"field": "amount", "problem": "not_a_whole_number"}),
        ({"amount": "5"}, "invalid_field", {"field": "amount"}),
        ({"amount": True}, "invalid_field", {"field": "amount"}),
        ({"amount": None}, "invalid_field", {"field": "amount"}),
        ({"received": "2026-02-30T09:00"}, "invalid_field", {"field": "received", "problem": "not_a_moment"}),
        ({"received": "2026-03-09"}, "invalid_field", {"field": "received"}),
        ({"received": "2026-03-09T09:00Z"}, "invalid_field", {"field": "received"}),
        ({"received": "2026-03-09T09:00+07:00"}, "invalid_field", {"field": "received"}),
        ({"received": "2026-03-09T24:00"}, "invalid_field", {"field": "received"}),
        ({"received": "20260309T0900"}, "invalid_field", {"field": "received"}),
        ({"received": "２０２６-03-09T09:00"}, "invalid_field", {"field": "received"}),
        ({"received": "09/03/2026"}, "invalid_field", {"field": "received"}),
        ({"received": 20260309}, "invalid_field", {"field": "received", "value": 20260309}),
        ({"received": "9999-12-31T18:00"}, "date_out_of_range", {"latest": "9999-12-31"}),
        ({"extension": "2026-03-16"}, "extension_not_possible", {"because": "not_after_due"}),
        ({"extension": "2026-03-21"}, "extension_not_possible", {"because": "not_a_working_day"}),
        ({"extension": "2026-W12-5"}, "invalid_field", {"field": "extension", "problem": "not_a_date"}),
        ({"extension": "2026-02-29"}, "invalid_field", {"field": "extension"}),
        ({"finished": "2026-03-09T08:59"}, "moment_before_reception", {"field": "finished"}),
        ({"now": "2026-03-08T10:00"}, "moment_before_reception", {"field": "now"}),
        ({"now": "soon"}, "invalid_field", {"field": "now"}),
        ({"pauses": "x"}, "invalid_field", {"field": "pauses", "problem": "not_a_list"}),
        ({"pauses": [["2026-03-10T09:00"]]}, "invalid_field", {"problem": "not_a_pair"}),
        ({"pauses": [{"start": 1}]}, "invalid_field", {"problem": "not_a_pair"}),
        ({"pauses": [[None, "2026-03-10T09:00"]]}, "invalid_field", {"problem": "not_a_moment"}),
        (
            {"pauses": [["2026-03-09T08:59", "2026-03-10T09:00"]]},
            "pause_not_possible",
            {"because": "before_reception"},
        ),
        (
            {"pauses": [["2026-03-10T09:00", "2026-03-10T08:59"]]},
            "pause_not_possible",
            {"because": "ends_before_it_begins"},
        ),
        ({"colour": 1}, "invalid_field", {"field": "colour", "problem": "unknown_field"}),
    ],
)
def test_what_cannot_be(fields: dict[str, Any], error: str, fact: dict[str, Any]) -> None:
    found = answer(**fields)
    assert (found["ok"], found["error"]) == (False, error)
    assert found["facts"] == found["facts"] | fact
    assert set(found) == {"ok", "error", "facts"}


@pytest.mark.parametrize("missing", ["received", "unit", "amount"])
def test_what_is_missing_is_named(missing: str) -> None:
    line = json.dumps({name: value for name, value in MONDAY.items() if name != missing})
    assert answer_line(line, CALENDAR)["facts"] == {"field": missing, "problem": "missing"}


BAD_LINES = [
    ("", "line_not_json"),
    ("x", "line_not_json"),
    ("[1, 2]", "line_not_json"),
    ("null", "line_not_json"),
    ('{"received": "2026-03-09T09:00", "unit": "day", "amount": NaN}', "line_not_json"),
    ('{"received": "2026-03-09T09:00", "unit": "day", "amount": 1e400}', "invalid_field"),
    ('{"received": "2026-03-09T09:00", "unit": "day", "amount": ' + "9" * 5000 + "}", "line_not_json"),
    ('{"received": "2026-03-09T09:00", "unit": "\\ud800", "amount": 1}', "invalid_field"),
    ('{"received": "2026-03-09T09:00", "unit": "day", "amount": 1, "unit": "month"}', "invalid_field"),
    ("[" * 200_000, "line_not_json"),
    ('{"' + "k" * 5000 + '": 1}', "invalid_field"),
]


def test_every_line_gets_one_line_and_the_next_one_is_answered() -> None:
    good = json.dumps(MONDAY)
    lines = [text for bad, _ in BAD_LINES for text in (bad + "\n", good + "\n")]
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    assert run(lines, CALENDAR, written) == 0
    found = written.buffer.getvalue().decode().splitlines()  # type: ignore[attr-defined]
    answers = [json.loads(line) for line in found]
    assert [each["error"] for each in answers[::2]] == [error for _, error in BAD_LINES]
    assert [each["due_at"] for each in answers[1::2]] == ["2026-03-16T17:30"] * len(BAD_LINES)
    assert max(map(len, found)) < 600


def test_each_answer_is_handed_over_before_the_next_line_is_read() -> None:
    out = io.BytesIO()
    written = io.TextIOWrapper(out, encoding="utf-8", newline="\n", line_buffering=False)
    seen: list[int] = []

    def lines() -> Any:
        for _ in range(3):
            seen.append(out.getvalue().count(b"\n"))
            yield json.dumps(MONDAY)

    run(lines(), CALENDAR, written)
    assert seen == [0, 1, 2]


def test_a_byte_order_mark_and_whole_seconds_do_no_harm() -> None:
    assert answer_line("\ufeff" + json.dumps(MONDAY), CALENDAR)["ok"]
    assert answer(received="2026-03-09T09:00:00") == answer()
    assert answer(received="2026-03-09T09:00:01")["ok"] is False
