"""Theo dõi hạn by keys: lists, numbers that open their dossiers, Excel, paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from python_calamine import CalamineWorkbook

from counter_app.domain.errors import NoPrinter, PrintFailed
from counter_app.queries import deadlines
from counter_app.queries.dossier_pages import DossierFilter, Order, listed
from counter_app.services import exports
from counter_app.ui.pages.deadlines import outgoing
from counter_app.ui.pages.deadlines.figures import Number
from counter_app.ui.pages.deadlines.page_head import Scope
from counter_app.ui.tokens import Tone
from tests.builders import MONDAY
from tests.ui.deadlines.conftest import AtThePage

KEY = Qt.Key


def _tile(at: AtThePage, number: Number) -> int:
    count = at.page.tiles.tiles[number].count()
    assert count is not None
    return count


def _press_tile(at: AtThePage, number: Number) -> None:
    at.page.tiles.tiles[number].setFocus()
    at.hands.enter()
    at.desk.settle()


def _opened_count(at: AtThePage) -> int:
    """How many dossiers Hồ sơ shows for the list that was opened last."""
    _, wanted = at.desk.ways.lists[-1]
    return len(at.desk.read(lambda reading: list(listed(reading, wanted, Order(), MONDAY))))


def _exported(at: AtThePage) -> list[dict[str, object]]:
    rows = at.desk.read(
        lambda reading: reading.conn.exec_driver_sql(
            "SELECT facts FROM security_log WHERE what = 'exported' ORDER BY seq"
        ).scalars()
    )
    return [json.loads(facts) for facts in rows]


def test_the_late_stand_first_with_the_cursor_on_the_latest(leader: AtThePage) -> None:
    late = leader.desk.read(lambda reading: deadlines.overdue(reading, MONDAY, limit=None))
    table = leader.page.lists.table()
    assert [line.row.code for line in table.table_model.rows()] == [row.code for row in late]
    assert leader.hands.focused() == "deadlines_overdue"
    leader.hands.enter()
    assert leader.desk.ways.dossiers == [late[0].code]
    leader.hands.press(KEY.Key_Down)
    leader.hands.enter()
    assert leader.desk.ways.dossiers[-1] == late[1].code


def test_the_tiles_add_up(leader: AtThePage) -> None:
    in_time = int(leader.page.tiles.tiles[Number.OPEN].caption().split()[0])
    parts = in_time + _tile(leader, Number.OVERDUE) + _tile(leader, Number.PAUSED)
    assert parts == _tile(leader, Number.OPEN)
    sum_row = leader.page.numbers[Scope.UNITS].grid.rows()[-1]
    assert sum_row.is_sum and sum_row.line.open == parts


@pytest.mark.parametrize("number", [Number.OVERDUE, Number.TODAY, Number.PAUSED, Number.RISK])
def test_a_tile_shows_its_list_and_ctrl_o_opens_the_same_in_dossiers(
    leader: AtThePage, number: Number
) -> None:
    count = _tile(leader, number)
    assert count > 0
    _press_tile(leader, number)
    assert leader.page.tiles.tiles[number].isChecked()
    assert leader.page.lists.table().table_model.count() == count
    assert leader.page.lists.table().hasFocus()
    leader.hands.ctrl(KEY.Key_O)
    leader.desk.settle()
    assert _opened_count(leader) == count


def test_the_tile_of_the_open_goes_to_dossiers(leader: AtThePage) -> None:
    _press_tile(leader, Number.OPEN)
    assert leader.desk.ways.lists == [("Đang mở", DossierFilter(is_open=True))]
    assert _opened_count(leader) == _tile(leader, Number.OPEN)
    assert leader.page.tiles.tiles[Number.OVERDUE].isChecked()  # the list below is still that one


@pytest.mark.parametrize(("scope", "steps"), [(Scope.UNITS, 1), (Scope.OFFICERS, 2)])
def test_every_number_of_the_grid_opens_exactly_its_dossiers(
    leader: AtThePage, scope: Scope, steps: int
) -> None:
    leader.page.head.scope.setFocus()
    for _ in range(steps):
        leader.hands.press(KEY.Key_Right)
    table = leader.page.numbers[scope]
    assert table.isVisible()
    leader.page.numbers[scope].setFocus()
    model = table.grid
    opened = 0
    for row in range(model.rowCount()):
        for column in range(1, model.columnCount()):
            if table.isColumnHidden(column):
                continue
            table.setCurrentIndex(model.index(row, column))
            before = len(leader.desk.ways.lists)
            leader.hands.enter()
            leader.desk.settle()
            count = model.count_at(model.index(row, column))
            assert len(leader.desk.ways.lists) - before == (1 if count else 0)
            if count:
                assert _opened_count(leader) == count
                opened += 1
    assert opened > 15


def test_arrow_keys_walk_the_grid(leader: AtThePage) -> None:
    leader.page.head.choose(Scope.UNITS)
    table = leader.page.numbers[Scope.UNITS]
    leader.hands.ctrl(KEY.Key_G)
    assert leader.hands.focused() == "numbers_by_unit"
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)
    leader.hands.press(KEY.Key_Right)
    leader.hands.press(KEY.Key_Right)
    leader.hands.press(KEY.Key_Down)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 3)


def test_bars_of_the_charts_open_their_dossiers(leader: AtThePage) -> None:
    leader.page.charts.age.setFocus()
    for number, bar in enumerate(leader.page.charts.age.chart().bars):
        before = len(leader.desk.ways.lists)
        leader.hands.enter()
        leader.desk.settle()
        assert len(leader.desk.ways.lists) - before == (1 if bar.value else 0), number
        if bar.value:
            assert _opened_count(leader) == bar.value
        leader.hands.press(KEY.Key_Right)
    leader.page.charts.load.setFocus()
    leader.hands.enter()
    leader.desk.settle()
    assert _opened_count(leader) == leader.page.charts.load.chart().stacks[0].total


def test_a_head_sees_the_own_unit_only(head: AtThePage) -> None:
    held = head.desk.read(lambda reading: deadlines.load(reading, MONDAY, unit="QLDT"))
    assert _tile(head, Number.OPEN) == deadlines.total(held) > 0
    assert Scope.UNITS not in [value for value, _ in head.page.head.scope._choices]
    _press_tile(head, Number.TODAY)
    assert {line.row.holder for line in head.page.lists.table().table_model.rows()} == {"QLDT"}
    _press_tile(head, Number.OPEN)
    assert head.desk.ways.lists[-1][1] == DossierFilter(is_open=True, unit="QLDT")
    assert _opened_count(head) == _tile(head, Number.OPEN)


def test_what_changed_elsewhere_is_counted_again(leader: AtThePage) -> None:
    before = _tile(leader, Number.OPEN)
    leader.desk.acts.received()
    leader.desk.session.say_changed("staff")
    leader.desk.settle()
    assert _tile(leader, Number.OPEN) == before
    leader.desk.session.say_changed("dossier")
    leader.desk.settle()
    assert _tile(leader, Number.OPEN) == before + 1


def test_recount_keeps_the_cursor(leader: AtThePage) -> None:
    leader.hands.press(KEY.Key_Down)
    key = leader.page.lists.table().current_key()
    leader.desk.clock.move(minutes=5)
    leader.hands.press(KEY.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    leader.desk.settle()
    assert leader.page.lists.table().current_key() == key
    assert "09:19" in leader.page.head._moment.text()


# -- Excel


def test_excel_holds_the_list_and_the_numbers_by_unit(leader: AtThePage) -> None:
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    (path,) = leader.folder.iterdir()
    assert path.name == "qua-han-261123-0914.xlsx"
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Quá hạn", "Theo đơn vị"]
    rows = book.get_sheet_by_name("Quá hạn").to_python()
    late = leader.desk.read(lambda reading: deadlines.overdue(reading, MONDAY, limit=None))
    assert [row[0] for row in rows[1:]] == [row.code for row in late]
    units = book.get_sheet_by_name("Theo đơn vị").to_python()
    numbers = [[int(cell) for cell in row[1:]] for row in units[1:]]
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]
    for opened, in_time, overdue, paused, no_due, *_ in numbers:
        assert opened == in_time + overdue + paused + no_due
    assert _exported(leader) == [
        {
            "what": "overdue",
            "rows": len(late),
            "reason": "Theo dõi hạn: Quá hạn",
            "unit": "LD",
            "role": "supervisor",
        }
    ]
    assert leader.page.notice.tone() is Tone.GREEN
    assert str(path) in leader.page.notice.text()


def test_excel_makes_the_documents_folder_of_a_fresh_account(
    leader: AtThePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = leader.folder / "none" / "yet"
    monkeypatch.setattr(outgoing.QStandardPaths, "writableLocation", lambda _place: str(documents))
    leader.desk.memory.keep("export/folder", str(documents))
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    assert [path.suffix for path in documents.iterdir()] == [".xlsx"]


@pytest.mark.parametrize(
    ("number", "name"),
    [(Number.TODAY, "den-han"), (Number.PAUSED, "tam-dung"), (Number.RISK, "nguy-co")],
)
def test_excel_is_of_the_list_that_is_shown(leader: AtThePage, number: Number, name: str) -> None:
    _press_tile(leader, number)
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    (path,) = leader.folder.iterdir()
    assert path.name == f"{name}-261123-0914.xlsx"
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert len(rows) - 1 == _tile(leader, number)


def test_a_held_key_writes_one_file(leader: AtThePage) -> None:
    for _ in range(3):
        leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    assert len(list(leader.folder.iterdir())) == 1
    assert len(_exported(leader)) == 1
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    assert {path.name for path in leader.folder.iterdir()} == {
        "qua-han-261123-0914.xlsx",
        "qua-han-261123-0914-2.xlsx",
    }


def test_a_long_list_asks_the_supervisor_what_for(leader: AtThePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS_ALONE", 2)
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    assert leader.hands.focused() == "export_reason"
    assert not list(leader.folder.iterdir())
    leader.hands.enter()
    assert leader.page.reason.field.problem() == "cần lý do"
    leader.hands.type("Họp giao ban")
    leader.hands.enter()
    leader.desk.settle()
    assert [facts["reason"] for facts in _exported(leader)] == ["Họp giao ban"]
    assert len(list(leader.folder.iterdir())) == 1
    assert not leader.page.reason.isVisible()


def test_escape_gives_the_export_up(leader: AtThePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS_ALONE", 2)
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    leader.hands.press(KEY.Key_Escape)
    leader.desk.settle()
    assert not leader.page.reason.isVisible()
    assert leader.hands.focused() == "deadlines_overdue"
    assert not list(leader.folder.iterdir()) and not _exported(leader)


def test_a_head_may_not_take_a_long_list_alone(head: AtThePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS_ALONE", 2)
    _press_tile(head, Number.TODAY)
    assert _tile(head, Number.TODAY) > 2
    head.hands.ctrl(KEY.Key_E)
    head.desk.settle()
    assert "lãnh đạo phải xuất" in head.page.notice.text()
    assert head.page.notice.tone() is Tone.RED
    assert not list(head.folder.iterdir()) and not _exported(head)


def test_a_folder_that_is_gone_is_said(leader: AtThePage) -> None:
    leader.desk.memory.keep("export/folder", str(leader.folder / "missing"))
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    assert leader.page.notice.tone() is Tone.RED
    assert "missing" in leader.page.notice.text()
    leader.desk.memory.keep("export/folder", str(leader.folder))
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    assert leader.page.notice.tone() is Tone.GREEN


# -- paper


def _preview(at: AtThePage) -> None:
    at.hands.ctrl(KEY.Key_P)
    at.desk.settle()
    assert at.page.preview.isVisible()


def test_the_list_is_shown_and_printed(leader: AtThePage) -> None:
    _preview(leader)
    assert not leader.desk.printer.paper  # first it is looked at
    leader.hands.ctrl(KEY.Key_Return)
    leader.desk.settle()
    assert leader.desk.printer.paper == ["Danh sách hồ sơ quá hạn"]
    assert leader.desk.printer.pages == leader.page.preview.preview.page_count() > 0
    assert leader.page.preview.notice.tone() is Tone.GREEN
    leader.hands.press(KEY.Key_Escape)
    assert not leader.page.preview.isVisible()
    assert leader.hands.focused() == "deadlines_overdue"


@pytest.mark.parametrize("error", [PrintFailed(printer="HP", because="printer_error"), NoPrinter(printer="")])
def test_a_printer_that_fails_keeps_the_list(leader: AtThePage, error: Exception) -> None:
    _preview(leader)
    leader.desk.printer.error = error
    leader.hands.ctrl(KEY.Key_Return)
    leader.desk.settle()
    assert leader.page.preview.notice.tone() is Tone.RED
    assert "Lưu PDF" in leader.page.preview.notice.text()
    leader.desk.printer.error = None
    leader.hands.ctrl(KEY.Key_Return)
    leader.desk.settle()
    assert leader.desk.printer.paper == ["Danh sách hồ sơ quá hạn"]


def test_the_pdf_is_kept_as_a_file_and_written_down(leader: AtThePage) -> None:
    _preview(leader)
    leader.hands.ctrl(KEY.Key_S)
    leader.desk.settle()
    (path,) = leader.folder.iterdir()
    assert path.name == "qua-han-261123-0914.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert [facts["rows"] for facts in _exported(leader)] == [_tile(leader, Number.OVERDUE)]


def test_keys_of_the_board_do_nothing_behind_the_preview(leader: AtThePage) -> None:
    _preview(leader)
    for key in (KEY.Key_E, KEY.Key_O, KEY.Key_P):
        leader.hands.ctrl(key)
    leader.desk.settle()
    assert not list(leader.folder.iterdir())
    assert not leader.desk.ways.lists


# -- for everybody


def test_everything_that_can_be_reached_has_a_name(leader: AtThePage) -> None:
    leader.page.reason.ask(612)
    for widget in leader.page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget
            assert widget.objectName(), widget


@pytest.mark.parametrize(("width", "height"), [(1064, 640), (1150, 686), (1704, 998)])
def test_nothing_that_must_be_read_is_cut(leader: AtThePage, width: int, height: int) -> None:
    leader.page.resize(width, height)
    leader.page.set_compact(height < 850)
    for number in (Number.OVERDUE, Number.TODAY, Number.PAUSED):
        _press_tile(leader, number)
        QApplication.processEvents()
        for section in (leader.page.lists.sections[number], leader.page.lists.sections[Number.RISK]):
            table = section.table
            assert not table.horizontalScrollBar().isVisible()
            shown = {table.table_model.columns[n].id for n in table.shown_columns.sections()}
            assert {"code", "due"} <= shown


def test_no_file_of_the_page_is_left_in_the_folder(leader: AtThePage) -> None:
    leader.hands.ctrl(KEY.Key_E)
    leader.desk.settle()
    assert [path.suffix for path in Path(leader.folder).iterdir()] == [".xlsx"]
