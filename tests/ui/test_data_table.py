"""The table of every list: keys, copying, ticks, columns, and what it says to who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import GroupRow, RowsModel
from counter_app.ui.tokens import ROW, TABLE_HEADER, Tone
from counter_app.ui.widgets.cells import (
    BadgeCell,
    BarCell,
    NameCell,
    StepCell,
    TextCell,
    TimeLeftCell,
    cell_words,
)
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.table_clipboard import html, plain
from tests.ui.states_table import COLUMNS, Line, lines, model

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Show = Callable[[QWidget], QWidget]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))


def made(shown: Show, rows: Any = None, width: int = 1300, **options: Any) -> DataTable:
    table = DataTable(model(), name="lines", label="Hồ sơ mẫu", **options)
    table.resize(width, TABLE_HEADER + 12 * ROW)
    table.table_model.set_rows(lines(40) if rows is None else rows)
    shown(table)
    table.setFocus()
    return table


def key_at(table: DataTable, number: int) -> str:
    return table.table_model.key_at(number)


def clipboard() -> QMimeData:
    return QApplication.clipboard().mimeData()


def test_it_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    rows = model()
    qtmodeltester.check(rows)
    rows.set_rows([GroupRow("Quá hạn", 2), *lines(5), GroupRow("Khác", 0)])
    qtmodeltester.check(rows)
    assert len(rows.rows()) == 5


def test_keys_move_the_cursor_row(shown: Show) -> None:
    table = made(shown)
    seen: list[Any] = []
    table.moved.connect(lambda row: seen.append(row.code))
    for key, number in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_End, 39),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(table, key)
        assert table.current_key() == key_at(table, number)
    QTest.keyClick(table, Qt.Key.Key_PageDown)
    assert table.currentIndex().row() > 5
    assert seen[:5] == [key_at(table, number) for number in (1, 2, 1, 39, 0)]


def test_enter_and_double_click_open_and_a_held_enter_opens_once(shown: Show, qtbot: QtBot) -> None:
    table = made(shown)
    opened: list[Line] = []
    table.opened.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    middle = table.visualRect(table.table_model.index(4, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert [row.code for row in opened] == [key_at(table, 1), key_at(table, 4)]


def test_copied_rows_are_text_and_a_table_in_which_ids_stay_text(shown: Show) -> None:
    rows = lines(3)
    rows[1] = replace(rows[1], name='=HYPERLINK("http://x")', due="A <b> & c")
    table = made(shown, rows)
    QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(table, Qt.Key.Key_C, CTRL)
    first, second = clipboard().text().split("\n")
    assert first.split("\t")[0] == "H24.28-261123-0000"
    assert second.split("\t")[1] == '\'=HYPERLINK("http://x")'
    markup = clipboard().html()
    assert markup.count("<tr>") == 2
    assert "mso-number-format:'\\@'\">H24.28-261123-0000</td>" in markup
    assert ">=HYPERLINK(&quot;http://x&quot;)</td>" in markup
    assert "A &lt;b&gt; &amp; c" in markup


@pytest.mark.parametrize(
    "value", ["=1+1", "+84912", "-5", "@sum", "\tx", "\rx", "＝1+1", " =1+1", "\n=1+1", "\x0b@sum"]
)
def test_no_pasted_value_becomes_a_formula(value: str) -> None:
    assert plain(value).startswith("'")
    assert "\t" not in plain(value) and "\r" not in plain(value)


@pytest.mark.parametrize("value", ["–", "0299001487", "261123-0001", "a=b", "Ổn Ẩm", ""])
def test_other_values_are_pasted_as_they_are(value: str) -> None:
    assert plain(value) == value


def test_a_column_of_numbers_is_pasted_as_numbers() -> None:
    columns = [
        Column("id", "Mã", 80, lambda row: TextCell("007")),
        Column("n", "Số", 80, lambda row: TextCell("12"), is_number=True),
    ]
    assert html(columns, [["007", "12"]]).endswith("'\\@'\">007</td><td>12</td></tr></table>")


def test_rows_chosen_apart_are_copied_without_those_between(shown: Show) -> None:
    table = made(shown)
    for number in (1, 4):
        at = table.visualRect(table.table_model.index(number, 1)).center()
        held = CTRL if number > 1 else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, at)
    table.copy()
    copied = [line.split("\t")[0] for line in clipboard().text().split("\n")]
    assert copied == [f"H24.28-{key_at(table, number)}" for number in (1, 4)]


def test_space_ticks_ctrl_a_ticks_all_and_esc_none(shown: Show) -> None:
    table = made(shown, tickable=True)
    told: list[int] = []
    table.ticks_changed.connect(lambda: told.append(len(table.ticked())))
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.ticked() == (key_at(table, 0), key_at(table, 1))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.ticked() == (key_at(table, 0),)
    QTest.keyClick(table, Qt.Key.Key_A, CTRL)
    assert len(table.ticked()) == 40
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert table.ticked() == ()
    assert told == [1, 2, 1, 40, 0]


def test_a_click_on_the_box_ticks_and_one_beside_it_does_not(shown: Show) -> None:
    table = made(shown, tickable=True)
    row = table.visualRect(table.table_model.index(3, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.x() + 18, row.center().y()))
    assert table.ticked() == (key_at(table, 3),)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.x() + 80, row.center().y()))
    assert table.ticked() == (key_at(table, 3),)


def test_ticks_of_rows_that_are_gone_go(shown: Show) -> None:
    table = made(shown, tickable=True)
    keys = [key_at(table, number) for number in (1, 2, 3)]
    table.set_ticked(keys)
    table.table_model.set_rows(row for row in lines(40) if row.code != keys[1])
    assert table.ticked() == (keys[0], keys[2])


def test_the_cursor_skips_group_titles(shown: Show) -> None:
    rows = lines(4)
    table = made(shown, [GroupRow("Quá hạn", 2), *rows[:2], GroupRow("Khác", 2), *rows[2:]])
    seen = [table.current_key()]
    for _ in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down)
        seen.append(table.current_key())
    assert seen == [row.code for row in rows]
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.current_key() == rows[0].code


def test_rows_set_anew_keep_cursor_scroll_and_selection(shown: Show) -> None:
    table = made(shown)
    table.set_current(key_at(table, 20))
    table.verticalScrollBar().setValue(15)
    QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    top, key = key_at(table, table.rowAt(0)), table.current_key()
    moves: list[Any] = []
    table.moved.connect(moves.append)
    more = [replace(lines(1)[0], code=f"261124-{n:04d}") for n in range(3)]
    table.table_model.set_rows([*more, *lines(40)])
    assert (table.current_key(), key_at(table, table.rowAt(0))) == (key, top)
    assert table.selected_ranges() == [(23, 24)]
    assert moves == []


def test_a_header_sorts_once_more_the_other_way(shown: Show) -> None:
    table = made(shown)
    chosen: list[tuple[str, bool]] = []

    def sorted_by(sort: str, is_descending: bool) -> None:
        chosen.append((sort, is_descending))
        table.set_sort(sort, is_descending)

    table.sort_chosen.connect(sorted_by)
    for column in ("due", "due", "state", "code"):
        section = table.table_model.column_of(column)
        at = QPoint(table.head.sectionViewportPosition(section) + 30, 15)
        QTest.mouseClick(table.head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen == [("due", False), ("due", True), ("code", False)]
    assert table.head.sorted_by() == (0, False)


def test_columns_are_remembered_and_fixed_ones_cannot_be_hidden(shown: Show, memory: Memory) -> None:
    table = made(shown, memory=memory)
    table.show_columns(["name", "load"])
    assert table.columns_shown() == ("code", "name", "load", "due", "state")
    again = made(shown, memory=memory)
    assert again.columns_shown() == ("code", "name", "load", "due", "state")
    memory.keep("lines/columns", ["nonsense", "holder"])
    assert made(shown, memory=memory).columns_shown() == ("code", "holder", "due", "state")


def test_a_dragged_width_is_remembered_and_what_must_not_be_cut_is_not(shown: Show, memory: Memory) -> None:
    table = made(shown, memory=memory)
    holder, code = table.table_model.column_of("holder"), table.table_model.column_of("code")
    table.head.resizeSection(holder, 240)
    table.head.resizeSection(code, 20)
    again = made(shown, memory=memory)
    assert again.head.sectionSize(holder) == 240
    assert again.head.sectionSize(code) >= theme.px(132)
    memory.keep("lines/widths", ["holder=x", "code", "nobody=7", "name=99999"])
    assert made(shown, memory=memory).head.sectionSize(holder) == theme.px(190)


@pytest.mark.parametrize("width", [1366, 1110, 740, 600])
def test_in_every_width_code_date_and_badge_are_whole(shown: Show, width: int) -> None:
    table = made(shown, width=width, edge=24)
    for name in ("code", "due", "state"):
        section = table.table_model.column_of(name)
        assert not table.isColumnHidden(section)
        assert table.head.sectionSize(section) >= theme.px(COLUMNS[section].width)
    assert not table.isColumnHidden(table.table_model.column_of("name"))
    if width >= 740:
        assert table.head.length() == table.viewport().width()
    assert not table.horizontalScrollBar().isVisible() or width < 740


def test_columns_that_give_way_come_back(shown: Show) -> None:
    table = made(shown, width=1300)
    wide = table.shown_columns.sections()
    table.resize(640, 300)
    narrow = table.shown_columns.sections()
    table.resize(1300, 300)
    assert len(narrow) < len(wide)
    assert table.shown_columns.sections() == wide
    assert table.columns_shown() == tuple(column.id for column in COLUMNS)


def test_who_listens_hears_title_value_and_tick(shown: Show) -> None:
    table = made(shown, tickable=True)
    table.set_ticked([key_at(table, 0)])
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [table.table_model.index(0, column).data(role) for column in range(3)]
    assert said[0] == "Mã hồ sơ: 261123-0000, đã chọn"
    assert said[1] == "Chủ hồ sơ: TNHH Cơ khí Chính xác Đông Đô"
    assert said[2] == "Đang ở: Trần Minh Đức · QLĐT"
    assert table.table_model.index(1, 0).data(role).endswith("chưa chọn")
    assert table.accessibleName() == "Hồ sơ mẫu"


def test_tooltips_are_the_whole_value_and_never_markup(shown: Show) -> None:
    table = made(shown)
    tips = [table.table_model.index(3, column).data(Qt.ItemDataRole.ToolTipRole) for column in range(2)]
    assert tips == ["<p>H24.28-261120-0003</p>", "<p>A &lt;b&gt; &amp; Söhne</p>"]


def test_every_kind_of_cell_has_its_words() -> None:
    cells = {
        TextCell("a"): "a",
        BadgeCell("Còn 3 giờ", Tone.AMBER, "hourglass"): "Còn 3 giờ",
        NameCell("Đức", "QLĐT"): "Đức · QLĐT",
        NameCell("Đức"): "Đức",
        TimeLeftCell(0.5, "còn 3 giờ", Tone.AMBER, "timer"): "còn 3 giờ",
        BarCell(((1, "data"),), "7", 9): "7",
        StepCell("3/6", "Thẩm định"): "3/6 · Thẩm định",
    }
    assert [cell_words(cell) for cell in cells] == list(cells.values())


def test_in_tables_only_red_and_amber_have_a_ground() -> None:
    grounds = [tone for tone in Tone if BadgeCell("x", tone, "clock").has_ground]
    assert grounds == [Tone.RED, Tone.AMBER]
    assert BadgeCell("x", Tone.GREEN, "clock", filled=True).has_ground


def test_an_empty_table_says_so(shown: Show) -> None:
    table = made(shown, [])
    blank = table.grab().toImage()
    table.set_empty("Không có hồ sơ nào.", "Nhấn F2.")
    assert table.grab().toImage() != blank
    assert table.accessibleDescription() == "Không có hồ sơ nào. Nhấn F2."
    QTest.keyClick(table, Qt.Key.Key_End)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_C, CTRL)
    assert table.current_row() is None


def test_reveal_brings_a_row_into_sight(shown: Show) -> None:
    table = made(shown)
    assert table.reveal(key_at(table, 35))
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
    assert not table.reveal("nobody")


def test_the_theme_may_change_under_it(shown: Show, qapp: QApplication) -> None:
    table = made(shown, tickable=True)
    light = table.grab().toImage()
    theme.apply(qapp, "dark", 18)
    assert table.verticalHeader().defaultSectionSize() == theme.px(ROW)
    assert table.head.sectionSize(0) >= theme.px(132)
    assert table.grab().toImage() != light


def test_a_model_can_be_shown_without_a_view() -> None:
    rows = RowsModel(COLUMNS, key=lambda line: line.code)
    rows.set_rows(lines(2))
    assert (rows.number_of("261122-0001"), rows.number_of("x"), rows.key_at(7)) == (1, -1, "")
