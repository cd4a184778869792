"""The queue of a unit: times and order computed by hand, over lunch, weekend, a holiday and a pause."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.errors import UnitUnknown
from counter_app.queries.department import DepartmentView, Lane, QueueRow, department, unit_queue
from counter_app.queries.dossiers import one_dossier
from counter_app.storage.store import Reading
from tests.builders import trial_desk
from tests.desks import Counter
from tests.ui.department.unit_days import at, awaiting, held, supplemented

NOW = datetime(2026, 11, 23, 9, 14)


def view(counter: Counter, unit: str = "QLDT", now: datetime = NOW) -> DepartmentView:
    return counter.desk.read(lambda reading: department(reading, unit, now))


def row_of(counter: Counter, code: str, unit: str = "QLDT", now: datetime = NOW) -> QueueRow:
    return next(row for row in view(counter, unit, now).queue if row.code == code)


def test_order_by_the_time_left_in_my_phase(counter: Counter) -> None:
    # DT-09 gives the department 12 working hours, DT-08 42; 07:30–11:30, 13:30–17:30; 24/11 is off.
    later = held(counter, datetime(2026, 11, 23, 9, 1), "DT-08")
    this_week = held(counter, datetime(2026, 11, 23, 9, 0))
    today = held(counter, datetime(2026, 11, 20, 10, 0))
    late = held(counter, datetime(2026, 11, 19, 7, 30))
    no_run = held(counter, datetime(2026, 11, 20, 14, 0), "XNK-01")
    resumed = held(counter, datetime(2026, 11, 20, 8, 0))
    awaiting(counter, resumed, datetime(2026, 11, 20, 9, 0))
    supplemented(counter, resumed, datetime(2026, 11, 23, 8, 0))
    paused = held(counter, datetime(2026, 11, 20, 10, 5))
    awaiting(counter, paused, datetime(2026, 11, 23, 9, 5))
    finished = held(counter, datetime(2026, 11, 20, 15, 0))
    counter.done("finish", "minh", code=finished, outcome="granted")

    found = view(counter).queue

    assert [(row.code, row.lane, row.own_due, row.minutes_left) for row in found] == [
        # 8 h of Thursday, 4 h of Friday; late by 240 min of Friday afternoon and 104 of Monday
        (late, Lane.LATE, datetime(2026, 11, 20, 11, 30), -344),
        # Friday 5.5 h, Monday 4 h and 2.5 h: 136 min before lunch and 150 after
        (today, Lane.TODAY, datetime(2026, 11, 23, 16, 0), 286),
        # would be Monday 14:00; the pause took 420 working minutes
        (resumed, Lane.WEEK, datetime(2026, 11, 25, 11, 0), 586),
        # 390 min of Monday, Tuesday off, 330 of Wednesday
        (this_week, Lane.WEEK, datetime(2026, 11, 25, 15, 0), 706),
        (later, Lane.LATER, datetime(2026, 12, 1, 11, 1), 2507),
        (paused, Lane.PAUSED, None, None),
        (no_run, Lane.NO_DUE, None, None),
        (finished, Lane.DONE, None, None),
    ]


def test_share_used_of_the_phase(counter: Counter) -> None:
    today = held(counter, datetime(2026, 11, 20, 10, 0))
    late = held(counter, datetime(2026, 11, 19, 7, 30))
    assert row_of(counter, today).run_minutes == 720
    assert row_of(counter, today).share_used == pytest.approx((720 - 286) / 720)
    assert row_of(counter, late).share_used == 1.0


def test_due_to_the_minute_is_not_late(counter: Counter) -> None:
    code = held(counter, datetime(2026, 11, 19, 7, 30))
    noon = datetime(2026, 11, 20, 11, 30)
    assert row_of(counter, code, now=noon).lane is Lane.TODAY
    after = row_of(counter, code, now=noon + timedelta(minutes=1))
    assert (after.lane, after.minutes_left) == (Lane.LATE, 0)  # late, though no working minute has passed


def test_a_paused_dossier_says_what_is_left_of_the_promise(counter: Counter) -> None:
    code = held(counter, datetime(2026, 11, 20, 10, 5))  # promised for 26/11, 17:30: three working days
    awaiting(counter, code, datetime(2026, 11, 23, 9, 5))
    row = row_of(counter, code)
    assert (row.due_at, row.legal_left, row.legal_days_left) == (None, 145 + 240 + 480 + 480, 2)
    assert row.share_used == 0.0


def test_paused_ones_by_what_is_left_of_the_promise(counter: Counter) -> None:
    long = held(counter, datetime(2026, 11, 20, 10, 5), "DT-08")
    short = held(counter, datetime(2026, 11, 20, 10, 5))
    for code in (long, short):
        awaiting(counter, code, datetime(2026, 11, 23, 9, 5))
    assert [row.code for row in view(counter).queue] == [short, long]


def test_steps_of_the_run_and_who_comes_after(counter: Counter) -> None:
    code = held(counter, datetime(2026, 11, 20, 10, 0))  # steps 2 and 3 of 6 are the department's
    row = row_of(counter, code)
    assert row.step is not None
    assert (row.step.no, row.steps_count, row.is_last_step, row.last_done) == (2, 6, False, None)
    assert row.next_unit == "LD"

    counter.done("step_done", "minh", codes=[code])
    row = row_of(counter, code)
    assert row.step is not None
    assert (row.step.no, row.is_last_step, row.last_done) == (3, True, 2)

    counter.done("step_done", "minh", codes=[code])
    row = row_of(counter, code)
    assert (row.step, row.is_last_step, row.last_done) == (None, False, 3)

    counter.passed(code, "minh", "LD", "tuan")
    row = row_of(counter, code, "LD")
    assert row.step is not None
    assert (row.step.no, row.is_last_step, row.next_unit) == (4, True, "VP")


def test_a_step_taken_back_is_to_be_done_again(counter: Counter) -> None:
    code = held(counter, datetime(2026, 11, 20, 10, 0))
    slip = counter.done("step_done", "minh", codes=[code])["results"][0]["event_id"]
    counter.done("revoke", "tuan", event_id=slip, reason="bấm nhầm")
    row = row_of(counter, code)
    assert row.step is not None
    assert (row.step.no, row.last_done) == (2, None)


def test_what_is_given_on_is_on_its_way_and_no_longer_queued(counter: Counter) -> None:
    code = held(counter, datetime(2026, 11, 20, 10, 0))
    batch = counter.done("hand_over", "minh", codes=[code], to="LD")["batch"]
    assert view(counter).queue == ()
    (coming,) = view(counter, "LD").incoming
    assert (coming.code, coming.batch, coming.giver, coming.given_by_name) == (
        code,
        batch,
        "QLDT",
        "Trần Quang Minh",
    )
    assert coming.given_at == datetime(2026, 11, 20, 10, 1)


def test_incoming_by_the_age_of_their_batches(counter: Counter) -> None:
    at(counter, datetime(2026, 11, 20, 8, 0))
    codes = [counter.received("DT-09") for _ in range(3)]
    counter.done("hand_over", codes=[codes[2]], to="QLDT")
    counter.done("hand_over", codes=[codes[1], codes[0]], to="QLDT")
    assert [row.code for row in view(counter).incoming] == [codes[2], codes[0], codes[1]]


def test_an_earlier_batch_is_not_told_twice(counter: Counter) -> None:
    code = at(counter, datetime(2026, 11, 20, 8, 0)).received("DT-09")
    counter.done("hand_over", codes=[code], to="QLDT")
    counter.done("recall", codes=[code], reason="giao nhầm")
    second = counter.done("hand_over", codes=[code], to="QLDT")["batch"]
    assert [(row.code, row.batch) for row in view(counter).incoming] == [(code, second)]


def test_officers_and_their_load(counter: Counter) -> None:
    codes = [held(counter, datetime(2026, 11, 20, 10, 0)) for _ in range(2)]
    counter.done("assign", "dung", codes=codes, officer="minh")
    counter.done("finish", "minh", code=codes[0], outcome="granted")
    found = view(counter)
    assert [(officer.login, officer.load) for officer in found.officers] == [("minh", 1), ("dung", 0)]
    assert {row.officer_name for row in found.queue} == {"Trần Quang Minh"}


def test_the_desk_keeps_its_results_elsewhere(counter: Counter) -> None:
    code = held(counter, datetime(2026, 11, 20, 10, 0))
    counter.done("finish", "minh", code=code, outcome="granted")
    counter.passed(code, "minh", "MC", "lan")
    assert view(counter, "MC").queue == ()


def test_a_unit_that_is_none(counter: Counter) -> None:
    with pytest.raises(UnitUnknown):
        view(counter, "KHONG")


def test_steps_are_those_of_the_folded_dossier(tmp_path: Path) -> None:
    """Weeks of invented work: every row says what folding its events says."""
    with trial_desk(tmp_path, dossiers=120) as desk:

        def look(reading: Reading) -> int:
            rows = [row for unit in reading.reference.units for row in unit_queue(reading, unit, NOW)]
            for row in rows:
                told = one_dossier(reading, row.code, NOW).dossier
                run = told.next_run(told.holder)
                assert (row.step.no if row.step else None) == told.next_step()
                assert row.run_minutes == (run.minutes if run else 0)
                assert row.last_done == max(told.steps_done, default=None)
                is_counted = row.lane is not Lane.DONE and not told.is_paused
                assert row.own_due == (told.stays[-1].own_due if is_counted else None)
            return len(rows)

        assert desk.read(look) > 10
