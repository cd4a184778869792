"""The checklist of papers, by keys: Space, digits, kinds, Ctrl+Space, and when a missing paper lights up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.procedure import ComponentKind
from counter_app.ui import theme
from counter_app.ui.tokens import Role
from counter_app.ui.widgets.component_cells import wrap
from counter_app.ui.widgets.component_table import ComponentLine, ComponentTable
from tests.ui.invented import LINES

Show = Callable[[QWidget], QWidget]
LONG = (
    "Tài liệu chứng minh năng lực tài chính của nhà đầu tư, ít nhất một trong các tài liệu: "
    "báo cáo tài chính 02 năm gần nhất; cam kết hỗ trợ tài chính của công ty mẹ"
)


@pytest.fixture
def page(shown: Show) -> QWidget:
    made = QWidget()
    made.before, made.after = QLineEdit(), QLineEdit()
    made.table = ComponentTable()
    made.table.set_lines(LINES)
    column = QVBoxLayout(made)
    for part in (made.before, made.table, made.after):
        column.addWidget(part)
    made.resize(700, 480)
    shown(made)
    made.before.setFocus()
    return made


def press(table: ComponentTable, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(table, key)


def test_tab_comes_in_at_the_first_line_and_goes_out(page: QWidget) -> None:
    QTest.keyClick(page.before, Qt.Key.Key_Tab)
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 0
    QTest.keyClick(page.table, Qt.Key.Key_Tab)
    assert page.after.hasFocus()


def test_enter_goes_on(page: QWidget) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Return)
    assert page.after.hasFocus()


def test_space_ticks_and_unticks(page: QWidget, qtbot: QtBot) -> None:
    page.table.setFocus()
    with qtbot.waitSignal(page.table.changed):
        press(page.table, Qt.Key.Key_Space)
    assert [line.no for line in page.table.ticked()] == [1]
    press(page.table, Qt.Key.Key_Space)
    assert page.table.ticked() == ()


def test_digits_set_copies_and_tick(page: QWidget) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Down, Qt.Key.Key_3)
    line = page.table.lines()[1]
    assert (line.copies, line.is_ticked, line.words()) == (3, True, "3\u00a0bản chính")
    press(page.table, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_0)
    assert not page.table.lines()[1].is_ticked


def test_two_digits_typed_at_once_are_one_number(page: QWidget) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_1, Qt.Key.Key_2)
    assert page.table.lines()[0].copies == 12
    press(page.table, Qt.Key.Key_Down, Qt.Key.Key_4)
    assert [line.copies for line in page.table.lines()[:2]] == [12, 4]


def test_left_and_right_turn_the_kind(page: QWidget) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Right)
    assert page.table.lines()[0].kind is ComponentKind.COPY
    press(page.table, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert page.table.lines()[0].kind is ComponentKind.ELECTRONIC


def test_ctrl_space_ticks_all_required_and_no_other(page: QWidget) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert [line.no for line in page.table.ticked()] == [1, 2, 3]
    assert page.table.missing() == ()


def test_home_and_end_go_to_the_ends(page: QWidget) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_End)
    assert page.table.currentIndex().row() == len(LINES) - 1
    press(page.table, Qt.Key.Key_Home)
    assert page.table.currentIndex().row() == 0


def test_nothing_is_lit_on_an_untouched_form(page: QWidget) -> None:
    assert len(page.table.missing()) == 3
    assert page.table.lit() == ()
    page.table.setFocus()
    assert page.table.lit() == ()


def test_a_required_line_lights_up_when_the_cursor_has_left_it(page: QWidget, qtbot: QtBot) -> None:
    page.table.setFocus()
    with qtbot.waitSignal(page.table.lit_changed):
        press(page.table, Qt.Key.Key_Down)
    assert [line.no for line in page.table.lit()] == [1]
    press(page.table, Qt.Key.Key_Up, Qt.Key.Key_Space)
    assert [line.no for line in page.table.lit()] == [2]
    press(page.table, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Tab)
    assert page.table.lit() == ()


def test_leaving_the_table_lights_the_line_left(page: QWidget) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Tab)
    assert [line.no for line in page.table.lit()] == [1]


def test_a_page_that_goes_out_of_sight_lights_nothing(page: QWidget, shown: Show) -> None:
    pages, other = QStackedWidget(), QLineEdit()
    pages.addWidget(page)
    pages.addWidget(other)
    shown(pages)
    page.table.setFocus()
    pages.setCurrentWidget(other)
    other.setFocus()
    assert page.table.lit() == ()
    page.setParent(None)


def test_an_optional_line_never_lights_up(page: QWidget) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Tab)
    assert [line.no for line in page.table.lit()] == [1]


def test_the_main_button_lights_all_and_shows_the_first(page: QWidget) -> None:
    page.table.show_missing()
    assert [line.no for line in page.table.lit()] == [1, 2, 3]
    assert page.table.currentIndex().row() == 0
    page.table.tick_required()
    assert page.table.lit() == ()


def test_another_procedure_begins_anew(page: QWidget) -> None:
    page.table.show_missing()
    page.table.set_lines(LINES[:2])
    assert page.table.lit() == ()
    assert page.table.model().rowCount() == 2


def test_no_lines_take_every_key(page: QWidget) -> None:
    page.table.set_lines([])
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Space, Qt.Key.Key_5, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Down)
    assert page.table.lines() == ()


def test_a_click_ticks_the_line_under_it(page: QWidget) -> None:
    spot = page.table.visualRect(page.table.model().index(3, 1)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert [line.no for line in page.table.ticked()] == [4]


def test_long_names_take_two_lines_and_low_windows_two_small_ones(page: QWidget) -> None:
    table = page.table
    assert table.rowHeight(0) == 32
    assert table.rowHeight(2) == 50
    table.set_compact(True)
    assert {table.rowHeight(row) for row in range(len(LINES))} == {34}
    assert table.sizeHint().height() == 30 + 34 * len(LINES) + 1


def test_a_name_too_long_keeps_its_star() -> None:
    lines = wrap(LONG, theme.font(Role.BODY), 400, "\u00a0\u00a0*")
    assert len(lines) == 2
    assert lines[1].endswith("…\u00a0\u00a0*")
    assert wrap("Đơn", theme.font(Role.BODY), 400, "\u00a0\u00a0*") == ["Đơn\u00a0\u00a0*"]


def test_a_missing_line_is_amber_and_spoken(page: QWidget) -> None:
    table = page.table
    table.setFocus()
    press(table, Qt.Key.Key_Down)
    index = table.model().index(0, 1)
    rect = table.visualRect(index)
    seen = table.viewport().grab().toImage().pixelColor(rect.right() - 3, rect.center().y())
    assert seen.name().upper() == theme.now().amber_soft
    assert "thiếu" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_names_are_escaped_in_the_tooltip(page: QWidget) -> None:
    page.table.set_lines([ComponentLine(1, "Giấy <b>A</b> & B", ComponentKind.COPY, 1, False)])
    tip = page.table.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<p>Giấy &lt;b&gt;A&lt;/b&gt; &amp; B</p>"
