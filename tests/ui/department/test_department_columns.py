"""Columns of the unit's lists: what must never be cut has its room, what gives way goes first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from counter_app.queries.department import DepartmentView
from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.pages.department.columns import Surroundings, incoming_columns, queue_columns
from counter_app.ui.pages.department.lists import MINE, UNIT, Shown, UnitLists
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
        ("code", "261230-8888", Role.BODY, 500, 0),
        ("own_due", "16:44 28/11", Role.BODY, 400, 0),
        ("due", "còn 20 ngày", Role.BODY, 400, 0),
        ("due", "đã quá hạn", Role.BODY, 400, 0),
        ("due", "28/04/27", Role.BODY, 500, 0),
        ("step", "Giao Lãnh đạo Ban", Role.BODY, 400, 36),
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


@pytest.mark.parametrize(
    ("window", "has_officer", "gone"),
    [(1366, False, {"officer"}), (1366, True, {"procedure"}), (1440, True, set())],
)
def test_what_a_window_shows(
    qtbot: QtBot, tmp_path: Path, window: int, has_officer: bool, gone: set[str]
) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    lists = UnitLists(around, Memory(settings))
    qtbot.addWidget(lists)
    lists.set_rows(DepartmentView("QLDT", "", NOW, (), (), ()), Shown("minh", UNIT if has_officer else MINE))
    lists.resize(window - 216, 500)
    lists.show()
    table = lists.queue
    hidden = {
        column.id for number, column in enumerate(table.table_model.columns) if table.isColumnHidden(number)
    }
    assert hidden == gone
