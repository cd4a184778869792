"""Life line, clock bar, row list, area field, counts on segments: keys, words, room, screen readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from counter_app.domain.clock_days import ClockDay, ClockKind
from counter_app.ui import theme
from counter_app.ui.widgets.area_field import AreaField
from counter_app.ui.widgets.clock_bar import ClockBar
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.life_line import LifeBand, LifeLine, LifeNode, NodeLook, tip
from counter_app.ui.widgets.row_list import Line, RowList
from counter_app.ui.widgets.segmented import Segmented
from tests.ui.keys import press, type_text

Show = Callable[[QWidget], QWidget]
ITEMS = (
    LifeNode("Tiếp nhận", "Nguyễn Thị Lan", "09:40 12/11", "ở quầy 2 giờ 05", key="a"),
    LifeNode("Yêu cầu bổ sung lần 1", "thiếu báo cáo", "08:20 16/11", key="b", is_still=True),
    LifeBand("Đồng hồ dừng 4 ngày", "16/11 – 20/11"),
    LifeNode("Đã bổ sung", "Lan", "15:05 20/11", key="c", look=NodeLook.RUNNING),
    LifeNode("Phòng đang giải quyết", look=NodeLook.PRESENT),
)


def _life(shown: Show) -> LifeLine:
    made = LifeLine()
    made.set_items(ITEMS)
    made.resize(360, made.sizeHint().height())
    shown(made)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    return made


def test_the_cursor_begins_at_the_newest_event_and_passes_over_what_is_none(shown: Show) -> None:
    life = _life(shown)
    assert life.current() == "c"
    press(Qt.Key.Key_Up)
    assert life.current() == "b"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    assert life.current() == "a"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert life.current() == "c"
    press(Qt.Key.Key_Home)
    assert life.current() == "a"


def test_enter_chooses_and_a_held_enter_once(shown: Show) -> None:
    life = _life(shown)
    chosen: list[str] = []
    life.chosen.connect(chosen.append)
    press(Qt.Key.Key_Return)
    assert chosen == ["c"]


def test_a_screen_reader_hears_the_event_with_the_cursor(shown: Show) -> None:
    life = _life(shown)
    press(Qt.Key.Key_Home)
    assert life.accessibleDescription() == "Tiếp nhận, Nguyễn Thị Lan, 09:40 12/11, ở quầy 2 giờ 05"


def test_the_cursor_stays_on_its_event_when_the_line_grows(shown: Show) -> None:
    life = _life(shown)
    press(Qt.Key.Key_Home)
    life.set_items((LifeNode("Nộp trực tuyến", key="0"), *ITEMS))
    assert life.current() == "a"
    life.set_items(ITEMS[1:])
    assert life.current() == ""


def test_a_click_moves_the_cursor(shown: Show) -> None:
    life = _life(shown)
    QTest.mouseClick(life, Qt.MouseButton.LeftButton, pos=QPoint(120, 2 + 48 + 20))
    assert life.current() == "b"


def test_height_is_48_an_event_and_42_a_stop(qapp: QApplication, shown: Show) -> None:
    life = _life(shown)
    assert life.sizeHint().height() == 4 * 48 + 42 + 4
    theme.apply(qapp, "light", 20)
    assert life.sizeHint().height() > 1.4 * (4 * 48 + 42)


def test_a_tooltip_shows_names_as_typed() -> None:
    assert tip(LifeNode("Ngọc Trai <Pearl>", "A & B")) == "<p>Ngọc Trai &lt;Pearl&gt;<br>A &amp; B</p>"


def _days(count: int) -> tuple[ClockDay, ...]:
    first = date(2026, 11, 23)
    kinds = [ClockKind.START, *[ClockKind.COUNTED] * (count - 2), ClockKind.AHEAD]
    days = [ClockDay(first + timedelta(days=n), kind) for n, kind in enumerate(kinds)]
    return (*days[:-1], ClockDay(days[-1].day, ClockKind.AHEAD, is_due=True))


def _bar(shown: Show, days: tuple[ClockDay, ...], width: int = 376) -> ClockBar:
    bar = ClockBar()
    bar.set_days(days, "Đã tính")
    bar.resize(width, bar.sizeHint().height())
    shown(bar)
    return bar


def test_every_cell_of_a_short_clock_has_its_day(shown: Show) -> None:
    bar = _bar(shown, _days(12))
    assert bar.labels() == ("23", "24", "25", "26", "27", "28", "29", "30", "1/12", "2", "3", "4")
    assert bar.accessibleDescription() == "Đã tính"


def test_a_long_clock_keeps_the_labels_that_count(shown: Show) -> None:
    bar = _bar(shown, _days(90))
    labels = bar.labels()
    assert labels[0] == "23"
    assert labels[-1] == "20"
    assert 2 < sum(bool(label) for label in labels) < 40


@pytest.mark.parametrize("count", [1, 2, 30, 400])
def test_any_number_of_days_is_drawn(shown: Show, count: int) -> None:
    bar = _bar(shown, _days(max(2, count))[:count])
    assert not bar.grab().isNull()
    assert len(bar.labels()) == count


def test_a_cell_says_what_it_is(shown: Show) -> None:
    bar = _bar(shown, _days(4))
    assert bar.tip(4) == "T2 23/11/2026 · ngày nhận"
    assert bar.tip(370) == "T5 26/11/2026 · hẹn trả"


LINES = (Line("a", "Giấy tiếp nhận", "chưa in"), Line("b", "Phiếu kiểm soát"), Line("c", "Nhãn"))


def test_rows_by_keys(shown: Show) -> None:
    rows = RowList(name="rows", label="Giấy tờ")
    rows.set_lines(LINES)
    shown(rows)
    chosen: list[str] = []
    rows.chosen.connect(chosen.append)
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    assert rows.current() == "a"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(key)
    assert chosen == ["b", "c"]
    rows.set_lines(LINES[2:])
    assert rows.current() == "c"
    rows.set_lines(())
    assert rows.current() == ""
    press(Qt.Key.Key_Down)


def test_long_words_take_a_second_line_where_they_may() -> None:
    long = Line("a", "Quyết định của nhà đầu tư về việc điều chỉnh dự án đầu tư " * 3, "còn thiếu")
    cut, wrapping = (RowList(name="r", label="r", is_wrapping=wraps) for wraps in (False, True))
    for rows in (cut, wrapping):
        rows.set_lines((long,))
    assert cut.heightForWidth(360) == 30
    assert wrapping.heightForWidth(360) == 50
    assert "điều chỉnh dự án" in wrapping.tip(0)


_kept: list[QWidget] = []
"""Windows that nothing else holds: they must live as long as their fields are tried."""


def _form(shown: Show) -> tuple[AreaField, TextField]:
    window = QWidget()
    column = QVBoxLayout(window)
    area, line = AreaField("Lý do", name="reason", is_required=True), TextField("Số", name="number")
    column.addWidget(area)
    column.addWidget(line)
    _kept.append(shown(window))
    area.setFocus()
    return area, line


def test_an_area_takes_lines_and_enter_goes_on(shown: Show) -> None:
    area, line = _form(shown)
    edits: list[bool] = []
    area.edited.connect(lambda: edits.append(True))
    type_text("  dòng một")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_text("dòng hai ")
    assert edits
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is line.edit
    assert area.value() == "dòng một\ndòng hai"
    assert area.text() == "  dòng một\ndòng hai "


def test_ctrl_u_does_not_empty_an_area(shown: Show) -> None:
    area, _ = _form(shown)
    type_text("giữ lại")
    press(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert area.value() == "giữ lại"


def test_putting_a_text_in_is_no_edit(shown: Show) -> None:
    area, _ = _form(shown)
    edits: list[bool] = []
    area.edited.connect(lambda: edits.append(True))
    area.set_value("có sẵn")
    assert edits == []
    type_text("!")
    assert area.value() == "có sẵn!"


def test_segments_carry_counts(shown: Show) -> None:
    made = Segmented((("a", "Thành phần"), ("b", "Giấy tờ")), name="s", label="Phần")
    width = made.sizeHint().width()
    made.set_counts({"a": "4"})
    assert made.sizeHint().width() > width
    assert made.accessibleName() == "Phần: Thành phần 4"
    shown(made)
    made.setFocus()
    press(Qt.Key.Key_Right)
    assert made.accessibleName() == "Phần: Giấy tờ"
