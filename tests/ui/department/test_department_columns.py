"""Columns of the unit's lists: what must never be cut has its room, what gives way goes first."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.pages.department.columns import Surroundings, incoming_columns, queue_columns
from counter_app.ui.pages.department.lists import UnitLists
from counter_app.ui.tokens import Role

NOW = datetime(2026, 11, 23, 9, 14)
PADDINGS = 24
BAR_AND_ICON = 40 + 10 + 14 + 6


def around() -> Surroundings:
    return Surroundings(NOW, "H24.28")


@pytest.mark.parametrize(
    ("column", "widest", "role", "weight", "beside"),
    [
        ("left", "trễ 9 giờ 59", Role.CAPTION, 500, BAR_AND_ICON),
        ("left", "chờ nộp phí", Role.CAPTION, 500, BAR_AND_ICON),
        ("code", "261230-08888", Role.BODY, 500, 0),
        ("own_due", "16:44 28/11", Role.BODY, 400, 0),
        ("due", "còn 20 ngày", Role.BODY, 400, 0),
        ("due", "đã quá hạn", Role.BODY, 400, 0),
        ("due", "28/04/27", Role.BODY, 500, 0),
        ("step", "Giao Lãnh đạo Ban", Role.BODY, 400, 30),
    ],
)
def test_the_widest_words_have_room(
    qtbot: QtBot, column: str, widest: str, role: Role, weight: int, beside: int
) -> None:
    width = next(each.width for each in queue_columns(around) if each.id == column)
    needed = theme.text_width(theme.font(role, weight, figures=role is Role.BODY), widest) + beside
    assert theme.px(width - PADDINGS) >= needed


def test_nothing_that_must_be_seen_can_be_hidden(qtbot: QtBot) -> None:
    for columns in (queue_columns(around), incoming_columns(around)):
        fixed = {column.id for column in columns if column.is_fixed}
        assert {"code", "applicant", "due"} <= fixed
        assert not {column.id for column in columns if column.is_fixed and column.gives_way}


def test_the_small_window_shows_every_column(qtbot: QtBot) -> None:
    lists = UnitLists(around, Memory())
    qtbot.addWidget(lists)
    lists.resize(1366 - 216, 500)
    lists.show()
    table = lists.queue
    shown = [
        column.id
        for number, column in enumerate(table.table_model.columns)
        if not table.isColumnHidden(number)
    ]
    assert shown == ["left", "code", "applicant", "procedure", "officer", "step", "own_due", "due"]
