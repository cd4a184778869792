"""F25: a wrong clock gives no number twice, moves no due date, changes no order, and leaves its mark."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import Desk, problems
from counter_app.commands import acts, reads, upkeep
from tests.builders import MONDAY, Clock
from tests.faults.counter import receive, received_on
from tests.faults.oracle import judge, look
from tests.faults.paper import Paper
from tests.faults.prepared import opened, receive_line

YEAR = timedelta(days=365)
STORY = ["dossier:received", "dossier:note_added"]


def _say(desk: Desk, act: str, by: str = "lan", **fields: Any) -> dict[str, Any]:
    return acts.answer_line(desk, json.dumps({"act": act, "by": by} | fields))


def _confirm(desk: Desk, by: str = "tuan") -> dict[str, Any]:
    return _say(desk, "confirm_clock", by, reason="đã đối chiếu với đồng hồ chuẩn")


def _last_quality(desk: Desk, code: str) -> str:
    return str(reads.history(desk, code)[-1]["clock_quality"])


@pytest.mark.parametrize("step", [timedelta(days=-1), -10 * YEAR, timedelta(days=15), 10 * YEAR], ids=str)
def test_a_clock_that_cannot_be_right_gives_no_number_until_a_supervisor_confirms(
    real: Path, paper: Paper, clock: Clock, step: timedelta
) -> None:
    clock.move(days=1)
    today = clock.local
    with opened(real, clock) as desk:
        (code,) = received_on(desk, paper, "before")
        due = reads.show(desk, code)["due_at"]
        clock.set(today + step)
        assert receive(desk, "a")["error"] == "clock_jump"
        assert _say(desk, "note", code=code, text="đã gọi điện")["ok"]
        assert _last_quality(desk, code) == "suspect"
        assert receive(desk, "b")["error"] == "clock_jump"  # a note is no confirmation
        assert _confirm(desk, by="lan")["error"] == "not_permitted"
        assert _confirm(desk)["ok"]
        (late,) = received_on(desk, paper, "c")
        assert late.split("-")[1:] == [f"{clock.local:%y%m%d}", "0001"]
        assert _last_quality(desk, late) == "good"
        clock.set(today)
        assert _confirm(desk)["ok"]
        assert received_on(desk, paper, "d")[0].endswith("261124-0002")
        assert reads.show(desk, code)["due_at"] == due
        assert [line["kind"] for line in reads.history(desk, code)] == STORY
        assert problems(desk, deep=True) == []


def test_a_day_on_is_a_day_on(real: Path, paper: Paper, clock: Clock) -> None:
    """Neither the next day nor a fortnight of holidays is a jump."""
    with opened(real, clock) as desk:
        for days in (0, 1, 14):
            clock.move(days=days)
            (code,) = received_on(desk, paper, f"after{days}")
            assert code.endswith(f"{clock.local:%y%m%d}-0001")
            assert _last_quality(desk, code) == "good"
    assert judge(real, paper, clock).complaints == ()


def test_an_hour_back_goes_on_numbering_and_marks_what_it_gave(
    real: Path, paper: Paper, clock: Clock
) -> None:
    """NTP corrects the clock: the serials go on, the order is that of the acts, the mark tells why."""
    with opened(real, clock) as desk:
        received_on(desk, paper, "a")
        clock.move(hours=-1)
        (code,) = received_on(desk, paper, "b")
        assert _last_quality(desk, code) == "suspect"
        first = paper.shown[0].code
        assert _say(desk, "note", code=first, text="đã gọi điện")["ok"]
        story = reads.history(desk, first)
        assert [line["kind"] for line in story] == STORY
        assert story[0]["at"] <= story[1]["at"]
        clock.move(hours=2)
        (later,) = received_on(desk, paper, "c")
        assert _last_quality(desk, later) == "good"
    assert [code[-4:] for code in (one.code for one in paper.shown)] == ["0001", "0002", "0003"]
    assert judge(real, paper, clock).complaints == ()


@pytest.mark.parametrize(
    ("eve", "codes"),
    [
        (datetime(2028, 2, 28, 16, 0), ["280228", "280229", "280301"]),
        (datetime(2038, 1, 18, 10, 14), ["380118", "380119", "380120"]),
        (datetime(2026, 12, 31, 16, 0), ["261231", "270101", "270102"]),
    ],
    ids=["leap day", "2038", "year"],
)
def test_days_that_calendars_and_counters_trip_over(
    real: Path, paper: Paper, eve: datetime, codes: list[str]
) -> None:
    """29/2; the second in which 32 bits overflow (10:14:08 on 19/1/2038 here); a year of new books."""
    clock = Clock(eve)
    with opened(real, clock) as desk:
        assert _confirm(desk)["ok"]
        for number in range(3):
            answer = receive(desk, f"a{number}")
            assert paper.take(answer, f"a{number}"), answer
            assert datetime.fromisoformat(answer["due_at"]) > clock.local
            received_on(desk, paper, f"b{number}")
            clock.move(days=1)
    assert [code.split("-")[1] for code in sorted(paper.codes)] == sorted(codes * 2)
    assert judge(real, paper, clock).complaints == ()


def test_the_second_in_which_32_bits_overflow(real: Path, paper: Paper) -> None:
    clock = Clock(datetime(2038, 1, 19, 10, 14, 7))
    with opened(real, clock) as desk:
        assert _confirm(desk)["ok"]
        for number in range(4):
            received_on(desk, paper, f"r{number}")
            clock.move(seconds=1)
    assert sorted(code[-4:] for code in paper.codes) == ["0001", "0002", "0003", "0004"]
    assert judge(real, paper, clock).complaints == ()


class Midnight(Clock):
    """Crosses midnight at the n-th time it is asked, once `left` is set to n."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 11, 23, 23, 59, 59))
        self.left = 0

    def __call__(self) -> datetime:
        self.left -= 1
        if self.left == 0:
            self.local = datetime(2026, 11, 24)
        return super().__call__()


@pytest.mark.parametrize("ask", [1, 2, 3])
def test_midnight_during_an_act_belongs_to_one_day(real: Path, paper: Paper, ask: int) -> None:
    """Code, book, due date and event are of the same day, whichever it is."""
    clock = Midnight()
    with opened(real, clock) as desk:
        clock.left = ask
        for number in range(3):
            answer = receive(desk, f"r{number}")
            assert paper.take(answer, f"r{number}"), answer
            day = reads.show(desk, answer["code"])["received_at"][2:10].replace("-", "")
            assert answer["code"].split("-")[1] == day
    assert judge(real, paper, clock).complaints == ()
    days = [one.code.split("-")[1] for one in paper.shown]
    assert days == sorted(days)
    assert days[-1] == "261124"


def test_a_clock_gone_mad_gives_no_serial_twice_on_a_trial_desk(trial: Path, paper: Paper) -> None:
    """A trial desk only warns: it numbers on any day, each day by itself, and stays whole."""
    chance, clock = random.Random(25), Clock()
    steps = [timedelta(days=1), YEAR, 10 * YEAR, timedelta(hours=1)]
    with opened(trial, clock) as desk:
        received_on(desk, paper, "first")
        due = reads.show(desk, paper.shown[0].code)["due_at"]
        warned = 0
        for number in range(60):
            clock.set(MONDAY + chance.choice(steps) * chance.choice([-1, 0, 1]))
            answer = receive(desk, f"r{number}")
            assert paper.take(answer, f"r{number}"), answer
            warned += "clock_jump" in answer["warnings"]
        assert warned >= 10
        assert reads.show(desk, paper.shown[0].code)["due_at"] == due
        assert problems(desk, deep=True) == []
        assert not upkeep.rebuild(desk)["changed"]
    verdict = judge(trial, paper, clock, is_whole=False)
    assert verdict.complaints == ()
    assert verdict.stored == 61


def test_a_code_whose_century_could_not_be_read_back_is_refused(real: Path, clock: Clock) -> None:
    clock.set(datetime(2100, 1, 1, 9))
    with opened(real, clock) as desk:
        assert _confirm(desk)["ok"]
        answer = acts.answer_line(desk, receive_line("a"))
        assert not answer["ok"]
        assert answer["error"] == "invalid_field"
    assert look(real).received == ()
