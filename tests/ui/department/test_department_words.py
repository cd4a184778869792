"""Words of the unit's page: time, steps, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.queries.department import Lane, QueueRow, StepView
from counter_app.ui.pages.department import words
from counter_app.ui.pages.department.next_act import NextAct, NextKind, main_words, next_act, next_of_all

NOW = datetime(2026, 11, 23, 9, 14)
ROW = QueueRow(
    stream="dossier:1",
    code="H24.28-261120-0001",
    applicant_name="Công ty TNHH Yamada",
    procedure="DT-09",
    procedure_name="Thủ tục cấp giấy",
    status="processing",
    officer="minh",
    officer_name="Trần Quang Minh",
    lane=Lane.TODAY,
    since=datetime(2026, 11, 20, 10, 0),
    own_due=datetime(2026, 11, 23, 16, 0),
    minutes_left=286,
    run_minutes=720,
    step=StepView(2, "Chuyên viên thẩm định hồ sơ, dự thảo kết quả"),
    is_last_step=False,
    last_done=None,
    steps_count=6,
    next_unit="LD",
    due_at=datetime(2026, 11, 26, 17, 30),
    is_overdue=False,
)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 phút"),
        (59, "59 phút"),
        (60, "1 giờ"),
        (61, "1 giờ 01"),
        (136, "2 giờ 16"),
        (599, "9 giờ 59"),
        (601, "10 giờ"),
        (1439, "23 giờ"),
        (1440, "3 ngày"),
        (2399, "4 ngày"),
    ],
)
def test_spans(minutes: int, said: str) -> None:
    assert words.span_words(minutes) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "còn 4 giờ 46"),
        ({"minutes_left": 0}, "đến hạn"),
        ({"minutes_left": -360, "lane": Lane.LATE}, "trễ 6 giờ"),
        ({"minutes_left": 0, "lane": Lane.LATE}, "vừa trễ"),
        ({"minutes_left": None, "lane": Lane.NO_DUE}, "không hạn"),
        ({"minutes_left": None, "lane": Lane.PAUSED, "status": "stopped"}, "đã dừng"),
        ({"minutes_left": None, "lane": Lane.DONE, "status": "finished"}, "có kết quả"),
    ],
)
def test_time_left(changes: dict[str, object], said: str) -> None:
    assert words.time_left_words(replace(ROW, **changes)) == said


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("Chuyên viên thẩm định hồ sơ, dự thảo kết quả", "Thẩm định hồ sơ"),
        ("Lãnh đạo phòng xem xét, trình Lãnh đạo Ban", "Xem xét, trình Lãnh đạo Ban"),
        ("Lãnh đạo Ban ký kết quả", "Ký kết quả"),
        ("Chờ cơ quan được lấy ý kiến trả lời (07 ngày làm việc)", "Chờ cơ quan được lấy ý kiến trả lời"),
        ("Thẩm định", "Thẩm định"),
        ("", ""),
    ],
)
def test_short_names_of_steps(action: str, name: str) -> None:
    assert words.step_name(action) == name


@pytest.mark.parametrize(
    ("changes", "caption", "name"),
    [
        ({}, "2/6", "Thẩm định hồ sơ"),
        ({"step": None, "last_done": 3}, "3/6", "Giao Lãnh đạo Ban"),
        ({"step": None, "last_done": 3, "next_unit": ""}, "3/6", "Chờ ghi kết quả"),
        ({"step": None, "run_minutes": 0, "next_unit": ""}, "–", "Không có bước"),
        ({"status": "awaiting_payment", "lane": Lane.PAUSED}, "–", "Chờ nộp phí"),
        ({"status": "finished", "lane": Lane.DONE}, "–", "Chờ giao quầy"),
    ],
)
def test_the_step_of_a_row(changes: dict[str, object], caption: str, name: str) -> None:
    row = replace(ROW, **changes)
    after = "Lãnh đạo Ban" if row.next_unit else ""
    assert (words.step_caption(row), words.step_words(row, after)) == (caption, name)


def test_what_is_left_of_a_promise() -> None:
    paused = replace(ROW, status="awaiting_supplement", lane=Lane.PAUSED, due_at=None)
    assert words.promise_words(replace(paused, legal_left=1345, legal_days_left=2), NOW) == "còn 2 ngày"
    assert words.promise_words(replace(paused, legal_left=90), NOW) == "còn 1 giờ 30"
    assert words.promise_words(replace(paused, legal_left=-10, legal_days_left=0), NOW) == "đã quá hạn"
    assert words.promise_words(ROW, NOW) == "26/11"


LAST = replace(ROW, is_last_step=True)
NO_STEP = replace(ROW, step=None, last_done=3)


@pytest.mark.parametrize(
    ("row", "act"),
    [
        (ROW, NextAct(NextKind.STEP)),
        (LAST, NextAct(NextKind.STEP_AND_GIVE, "LD")),
        (replace(LAST, next_unit="MC"), NextAct(NextKind.STEP_AND_FINISH)),
        (replace(LAST, next_unit=""), NextAct(NextKind.STEP_AND_FINISH)),
        (NO_STEP, NextAct(NextKind.GIVE, "LD")),
        (replace(NO_STEP, next_unit="MC"), NextAct(NextKind.FINISH)),
        (replace(NO_STEP, run_minutes=0, next_unit="", given_by_unit="VP"), NextAct(NextKind.GIVE, "VP")),
        (replace(ROW, lane=Lane.DONE, status="finished"), NextAct(NextKind.GIVE, "MC")),
    ],
)
def test_what_comes_next(row: QueueRow, act: NextAct) -> None:
    assert next_act(row, "QLDT", may_give=True) == act


def test_who_may_not_pass_on_marks_the_step_alone() -> None:
    assert next_act(LAST, "QLDT", may_give=False) == NextAct(NextKind.STEP)
    assert next_act(NO_STEP, "QLDT", may_give=False).kind is NextKind.NONE


def test_steps_of_several_are_marked_together() -> None:
    assert next_of_all([ROW, LAST], "QLDT", may_give=True) == NextAct(NextKind.STEP)
    assert next_of_all([LAST, LAST], "QLDT", may_give=True) == NextAct(NextKind.STEP_AND_GIVE, "LD")
    mixed = next_of_all([ROW, NO_STEP], "QLDT", may_give=True)
    assert mixed.kind is NextKind.NONE
    assert mixed.why
    assert next_of_all([], "QLDT", may_give=True) == NextAct(NextKind.NONE)


def test_the_button_carries_its_number() -> None:
    assert main_words(NextAct(NextKind.STEP), 1, "") == "Xong, chuyển bước sau"
    assert main_words(NextAct(NextKind.STEP_AND_GIVE, "LD"), 3, "Lãnh đạo Ban") == (
        "Xong, giao 3 hồ sơ cho Lãnh đạo Ban"
    )
