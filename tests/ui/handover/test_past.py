"""Earlier batches: what was given and taken, what is on its way, the list again, the recall."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.errors import NoPrinter
from counter_app.ui import theme
from counter_app.ui.pages.handover.past_view import PastView
from counter_app.ui.tokens import Role
from counter_app.ui.widgets.table_header import PADDING
from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage, short

Open = Callable[..., AtThePage]
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(there: AtThePage) -> PastView:
    there.press(Qt.Key.Key_B, CTRL)
    assert there.page.is_past()
    return there.page.past


def cells(view: PastView, row: int) -> list[str]:
    model = view.batches.table_model
    return [model.data(model.index(row, column)) for column in range(len(model.columns))]


def places(view: PastView) -> list[str]:
    model = view.lines.table_model
    return [model.data(model.index(row, 0)) for row in range(model.count())]


def test_batches_given_and_taken_with_what_is_left(desk: PageDesk, at: Open) -> None:
    codes = [desk.acts.received() for _ in range(3)]
    desk.acts.done("hand_over", codes=codes, to="QLDT")
    desk.acts.done("take_over", "minh", codes=codes[:2])
    desk.acts.done("hand_over", "minh", codes=codes[:1], to="MC")
    view = opened(at())
    assert cells(view, 0) == ["BG-261123-1.2", "09:20", "Từ QLĐT", "1", "1 chưa nhận"]
    assert cells(view, 1) == ["BG-261123-1.1", "09:18", "Giao QLĐT", "3", "1 chưa nhận"]
    assert view.recall.isHidden(), "only who gave may recall"
    assert view.take.isVisible()


def test_only_what_is_on_its_way_is_recalled_with_a_reason(desk: PageDesk, at: Open) -> None:
    codes = [desk.acts.received() for _ in range(3)]
    desk.acts.done("hand_over", codes=codes, to="QLDT")
    desk.acts.done("take_over", "minh", codes=codes[:1])
    there = at()
    view = opened(there)
    assert places(view) == ["Đã nhận 09:19", "Đang chuyển", "Đang chuyển"]
    assert view.recall.words() == "Thu hồi 2 hồ sơ"
    view.lines.setFocus()
    there.press(Qt.Key.Key_Down)
    there.press(Qt.Key.Key_Space)
    assert view.recall.words() == "Thu hồi 1 hồ sơ"
    view.recall.click()
    there.hands.type("chưa ký")
    there.hands.enter()
    there.settle()
    assert [desk.acts.show(code)["in_transit_to"] for code in codes] == [None, None, "QLDT"]
    assert desk.acts.show(codes[1])["holder"] == "MC"
    assert places(view) == ["Đã nhận 09:19", "Đã quay lại", "Đang chuyển"]
    assert desk.acts.is_sound()


def test_the_list_is_printed_again_and_marked(desk: PageDesk, at: Open) -> None:
    code = desk.acts.received()
    desk.acts.done("hand_over", codes=[code], to="QLDT")
    there = at()
    view = opened(there)
    there.press(Qt.Key.Key_P, CTRL)
    there.press(Qt.Key.Key_P, CTRL)
    assert desk.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"] * 2
    kinds = [line["kind"] for line in desk.acts.history(code)]
    assert kinds.count("dossier:paper_printed") == 2
    desk.printer.error = NoPrinter(printer="")
    there.press(Qt.Key.Key_P, CTRL)
    assert view.note.text().startswith("Đợt BG-261123-1.1: danh sách chưa in")
    assert [line["kind"] for line in desk.acts.history(code)].count("dossier:paper_printed") == 2


def test_a_batch_to_us_is_taken_from_here(desk: PageDesk, at: Open) -> None:
    one, two = desk.acts.received(), desk.acts.received()
    desk.acts.done("hand_over", codes=[one], to="QLDT")
    second = desk.acts.done("hand_over", codes=[two], to="QLDT")["batch"]
    there = at("minh")
    view = opened(there)
    view.take.click()
    there.settle()
    assert not there.page.is_past()
    assert there.page.take.number.text() == f"đợt {second}"
    assert there.hands.focused() == "take_table"


def test_escape_goes_back_and_so_does_a_scan(desk: PageDesk, at: Open) -> None:
    code = desk.acts.received()
    there = at()
    opened(there)
    there.press(Qt.Key.Key_Escape)
    assert not there.page.is_past()
    opened(there)
    there.scan(code)
    assert not there.page.is_past()
    assert there.left() == [(short(code), "Đủ 09:15")]


def test_a_recall_that_comes_too_late_is_refused_beside_its_cause(desk: PageDesk, at: Open) -> None:
    code = desk.acts.received()
    desk.acts.done("hand_over", codes=[code], to="QLDT")
    there = at()
    view = opened(there)
    view.recall.click()
    desk.acts.done("take_over", "minh", codes=[code])
    there.hands.type("nhầm")
    there.hands.enter()
    there.settle()
    assert view.note.text().startswith("Chưa thực hiện được")
    assert desk.acts.show(code)["holder"] == "QLDT"
    assert view.recall.isHidden()


@pytest.mark.parametrize("width", [1150, 1700])
def test_the_number_of_a_batch_is_never_cut(desk: PageDesk, at: Open, width: int) -> None:
    code = desk.acts.received()
    desk.acts.done("hand_over", codes=[code], to="QLDT")
    there = at()
    there.page.resize(width, 686)
    table = opened(there).batches
    there.settle()
    assert sum(table.columnWidth(at) for at in range(5)) <= table.viewport().width()
    room = table.columnWidth(0) - 2 * theme.px(PADDING)
    assert room >= theme.text_width(theme.font(Role.BODY, figures=True), "BG-261123-1.188")
