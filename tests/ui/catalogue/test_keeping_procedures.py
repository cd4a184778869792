"""Keeping the catalogue by keys: a file with its verdicts, a version written, a procedure abolished."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.procedure import Procedure
from counter_app.imports.tables import read_tables
from counter_app.services.catalogue_import import VerdictKind
from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.imports import wrong_catalogue
from tests.services.test_catalogue_work import publish
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers

TODAY = date(2026, 11, 23)
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def keeper(page: CataloguePage, desk: PageDesk, hands: Fingers) -> Fingers:
    """The administrator at the page."""
    desk.sign_in("quantri")
    page.page_shown()
    desk.settle()
    return hands


def offered(page: CataloguePage, *paths: Path) -> None:
    """The file that the system's own dialog would answer."""
    page.procedure_desk.ask_files = lambda _parent, _folder: [str(path) for path in paths]


def version(desk: PageDesk, procedure_id: str, number: int) -> Procedure:
    return desk.read(lambda reading: reading.reference.procedure_version(procedure_id, number))


def count(desk: PageDesk) -> int:
    return desk.read(lambda reading: sum(map(len, reading.reference.procedure_texts.values())))


def tab(hands: Fingers, times: int = 1) -> None:
    for _ in range(times):
        hands.press(Qt.Key.Key_Tab)


def opened(hands: Fingers, desk: PageDesk, procedure: str) -> None:
    """The form of a procedure, by search and Ctrl+E."""
    hands.type(procedure)
    hands.enter()
    hands.ctrl(Qt.Key.Key_E)
    desk.settle()


def test_only_the_administrator_sees_what_changes_the_catalogue(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    view = page.procedures
    for login, is_shown in (("lan", False), ("tuan", False), ("quantri", True)):
        desk.sign_in(login)
        page.page_shown()
        desk.settle()
        buttons = (view.new, view.bring, view.panel.edit, view.panel.end)
        assert [button.isVisible() for button in buttons] == [is_shown] * 4
    desk.sign_in("lan")
    page.page_shown()
    desk.settle()
    for key in (Qt.Key.Key_I, Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_D):
        hands.ctrl(key)
    assert page.procedure_desk.currentWidget() is view
    assert not view.panel.ending.isVisible()


def test_a_file_is_judged_and_only_what_is_confirmed_is_stored(
    page: CataloguePage, desk: PageDesk, keeper: Fingers, tmp_path: Path
) -> None:
    told = wrong_catalogue.write(tmp_path / "danh mục.xlsx")
    offered(page, tmp_path / "danh mục.xlsx")
    before = count(desk)
    keeper.ctrl(Qt.Key.Key_I)
    desk.settle()
    incoming = page.procedure_desk.incoming
    assert keeper.focused() == "import_table"
    assert incoming.filter.value() == "wrong"
    rows = incoming.table.table_model.rows()
    assert len(rows) >= len(told)
    assert {verdict.kind for verdict in rows} == {VerdictKind.REFUSED}
    assert incoming.detail.text() == "Thủ tục, dòng 4: Số thủ tục: chưa nhập"
    keeper.press(Qt.Key.Key_Down)
    assert "không đúng dạng" in incoming.detail.text()
    assert incoming.main.words() == "Ghi 4 thủ tục"
    keeper.ctrl(Qt.Key.Key_Return)
    assert (keeper.focused(), incoming.decision.problem()) == ("import_decision", "còn thiếu")
    assert count(desk) == before
    keeper.type("15/QĐ-BQL")
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert count(desk) == before + 4
    made = version(desk, "DT-08", 2)
    assert (made.name, made.decision, made.in_force_from) == (
        "Tên mới của thủ tục",
        "15/QĐ-BQL",
        date(2026, 12, 1),
    )
    assert page.procedure_desk.currentWidget() is page.procedures
    assert "Đã ghi 4 thủ tục theo 15/QĐ-BQL" in page.procedures.notice.text()
    assert keeper.focused() == "catalogue_list"


def test_a_file_that_names_decision_and_day_asks_for_neither(
    page: CataloguePage, desk: PageDesk, keeper: Fingers, tmp_path: Path
) -> None:
    """Told is what was stored: the row's own decision and day, not those of the two fields."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    row = wrong_catalogue.GOOD | {"decision": "88/QĐ-BQL"}
    for name, head, line in (
        ("Thủ tục", wrong_catalogue.PROCEDURE_HEAD, row.values()),
        ("Thành phần", wrong_catalogue.COMPONENT_HEAD, ("DT-50", *wrong_catalogue.PAPER)),
    ):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, head)
        sheet.write_row(1, 0, line)
    book.close()
    offered(page, tmp_path / "a.xlsx")
    keeper.ctrl(Qt.Key.Key_I)
    desk.settle()
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert page.procedures.notice.text() == "Đã ghi 1 thủ tục theo 88/QĐ-BQL, hiệu lực từ 01/12/2026."
    made = version(desk, "DT-50", 1)
    assert (made.decision, made.in_force_from) == ("88/QĐ-BQL", date(2026, 12, 1))


def test_the_filter_shows_all_rows_again(
    page: CataloguePage, desk: PageDesk, keeper: Fingers, tmp_path: Path
) -> None:
    wrong_catalogue.write(tmp_path / "a.xlsx")
    offered(page, tmp_path / "a.xlsx")
    keeper.ctrl(Qt.Key.Key_I)
    desk.settle()
    incoming = page.procedure_desk.incoming
    incoming.filter.setFocus()
    wrong = len(incoming.table.table_model.rows())
    keeper.press(Qt.Key.Key_Left)
    everything = incoming.table.table_model.rows()
    assert len(everything) > wrong
    assert everything[0].kind is VerdictKind.NEW
    keeper.press(Qt.Key.Key_Escape)
    assert page.procedure_desk.currentWidget() is page.procedures
    keeper.ctrl(Qt.Key.Key_I)  # what was read is still there, no file is asked for again
    assert len(incoming.table.table_model.rows()) == len(everything)


def test_another_day_judges_anew(
    page: CataloguePage, desk: PageDesk, keeper: Fingers, tmp_path: Path
) -> None:
    publish(desk.desk, replace(version(desk, "DT-08", 1), fee_vnd=5), date(2026, 12, 1))
    (tmp_path / "a.csv").write_text(
        "Số thủ tục,Tên thủ tục,Phí,Căn cứ\nDT-08,Tên khác,0,Luật\n", encoding="utf-8"
    )
    offered(page, tmp_path / "a.csv")
    keeper.ctrl(Qt.Key.Key_I)
    desk.settle()
    incoming = page.procedure_desk.incoming
    assert "không được trước 01/12/2026" in incoming.detail.text()
    assert not incoming.main.isEnabled()
    incoming.day.setVisible(True)
    incoming.day.setFocus()
    incoming.day.edit.selectAll()
    keeper.type("021226")
    tab(keeper)
    desk.settle()
    assert incoming.main.words() == "Ghi 1 thủ tục"


def test_a_file_nobody_should_open_says_so_and_stores_nothing(
    page: CataloguePage, desk: PageDesk, keeper: Fingers, tmp_path: Path
) -> None:
    (tmp_path / "bom.xlsm").write_bytes(b"PK\x03\x04" + b"x" * 100)
    offered(page, tmp_path / "bom.xlsm")
    keeper.ctrl(Qt.Key.Key_I)
    desk.settle()
    told = page.procedure_desk.incoming.notice.text()
    assert told == "Không đọc được tệp bom.xlsm: tệp có thể chứa macro; hãy lưu lại dạng .xlsx hoặc .csv."
    keeper.ctrl(Qt.Key.Key_Return)
    assert not page.procedure_desk.incoming.main.isEnabled()


def test_the_template_holds_the_catalogue(
    page: CataloguePage, desk: PageDesk, keeper: Fingers, tmp_path: Path
) -> None:
    page.procedure_desk.ask_path = lambda _parent, _suggested: str(tmp_path / "mẫu")
    offered(page)
    keeper.ctrl(Qt.Key.Key_I)
    page.procedure_desk.incoming.template.setFocus()
    keeper.press(Qt.Key.Key_Space)
    desk.settle()
    desk.settle()
    tables = read_tables(tmp_path / "mẫu.xlsx")
    assert [(table.sheet, len(table.rows)) for table in tables] == [
        ("Thủ tục", 55),
        ("Thành phần", 263),
        ("Các bước", 390),
    ]
    assert "mẫu.xlsx" in page.procedure_desk.incoming.notice.text()


def test_a_new_version_written_by_keys(page: CataloguePage, desk: PageDesk, keeper: Fingers) -> None:
    opened(keeper, desk, "dt08")
    form = page.procedure_desk.form
    assert keeper.focused() == "edit_name"
    tab(keeper)
    keeper.ctrl(Qt.Key.Key_A)
    keeper.type("9")
    form.components.setFocus()
    keeper.press(Qt.Key.Key_N, ALT)  # a line below the first one
    keeper.type("Giấy ủy quyền")
    for _ in range(3):
        keeper.enter()  # the first one ends the writing and goes on too
    keeper.press(Qt.Key.Key_Space)
    assert form.components.lines()[1] == ("Giấy ủy quyền", "ban_chinh", "1", "", "", "")
    form.decision.setFocus()
    keeper.type("20/QĐ-BQL")
    keeper.enter()
    keeper.ctrl(Qt.Key.Key_A)
    keeper.type("011226")
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    made, before = version(desk, "DT-08", 2), version(desk, "DT-08", 1)
    assert (made.limit.amount, made.decision, made.in_force_from) == (9, "20/QĐ-BQL", date(2026, 12, 1))
    assert [paper.no for paper in made.components] == list(range(1, 9))
    assert made.components[1].name == "Giấy ủy quyền"
    assert not made.components[1].is_required
    assert made.steps == before.steps
    assert "Đã ghi DT-08, bản 2" in page.procedures.notice.text()
    desk.settle()
    assert page.procedures.panel.version.text() == "Bản 1/2 · đến 30/11/2026"


def test_problems_stand_beside_their_fields_and_nothing_is_lost(
    page: CataloguePage, desk: PageDesk, keeper: Fingers
) -> None:
    opened(keeper, desk, "dt08")
    form = page.procedure_desk.form
    tab(keeper)
    keeper.ctrl(Qt.Key.Key_A)
    keeper.type("0.5")
    form.components.setFocus()
    keeper.press(Qt.Key.Key_Right)
    keeper.press(Qt.Key.Key_Right)
    keeper.type("-1")
    keeper.ctrl(Qt.Key.Key_Return)  # while the cell is still being written
    assert keeper.focused() == "edit_limit"
    assert form.fields["limit_amount"].problem() == "phải là số nguyên"
    assert form.decision.problem() == "còn thiếu"
    assert form.line_words.text() == "Dòng 1, số bản: phải từ 1 đến 999"
    keeper.press(Qt.Key.Key_Escape)
    assert page.procedure_desk.currentWidget() is page.procedures
    keeper.ctrl(Qt.Key.Key_E)
    assert form.fields["limit_amount"].value() == "0.5"
    assert form.components.lines()[0][2] == "-1"
    assert "sửa dở" in form.notice.text()
    assert count(desk) == 54
    form.again.setFocus()
    keeper.press(Qt.Key.Key_Space)
    assert form.fields["limit_amount"].value() == "7"
    assert not form.is_changed()


def test_a_version_without_a_change_is_none(page: CataloguePage, desk: PageDesk, keeper: Fingers) -> None:
    opened(keeper, desk, "dt08")
    form = page.procedure_desk.form
    form.decision.setFocus()
    keeper.type("1")
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert "Chưa sửa gì" in form.notice.text()
    assert count(desk) == 54


def test_a_day_before_the_last_version_is_marked_at_its_field(
    page: CataloguePage, desk: PageDesk, keeper: Fingers
) -> None:
    publish(desk.desk, replace(version(desk, "DT-08", 1), fee_vnd=5), date(2026, 12, 1))
    page.page_shown()
    desk.settle()
    opened(keeper, desk, "dt08")
    form = page.procedure_desk.form
    keeper.ctrl(Qt.Key.Key_A)
    keeper.type("Tên khác hẳn")
    form.decision.setFocus()
    keeper.type("2")
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert "01/12/2026" in form.day.problem()
    assert keeper.focused() == "version_day"
    assert form.fields["name"].value() == "Tên khác hẳn"


def test_another_person_finds_the_list_and_no_form(
    page: CataloguePage, desk: PageDesk, keeper: Fingers
) -> None:
    opened(keeper, desk, "dt08")
    desk.sign_in("lan")
    page.page_shown()
    desk.settle()
    assert page.procedure_desk.currentWidget() is page.procedures
    keeper.ctrl(Qt.Key.Key_Return)
    assert count(desk) == 54


def test_enter_held_publishes_once(page: CataloguePage, desk: PageDesk, keeper: Fingers) -> None:
    opened(keeper, desk, "dt08")
    form = page.procedure_desk.form
    keeper.ctrl(Qt.Key.Key_A)
    keeper.type("Tên khác hẳn")
    form.decision.setFocus()
    keeper.type("2")
    for _ in range(20):
        keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert count(desk) == 55


def test_a_new_procedure(page: CataloguePage, desk: PageDesk, keeper: Fingers) -> None:
    keeper.type("moi truong")  # leaves the new one out
    keeper.ctrl(Qt.Key.Key_N)
    form = page.procedure_desk.form
    assert keeper.focused() == "edit_procedure_id"
    keeper.type("dt24")
    keeper.enter()
    keeper.type("Thủ tục mới")
    form.fields["department"].combo.setFocus()
    keeper.press(Qt.Key.Key_Down)
    form.components.setFocus()
    keeper.type("Đơn đề nghị")
    keeper.enter()
    form.decision.setFocus()
    keeper.type("3")
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    made = version(desk, "DT-24", 1)
    assert (made.name, made.limit.amount, made.components[0].name) == ("Thủ tục mới", 5, "Đơn đề nghị")
    desk.settle()
    assert page.procedures.table.current_row().procedure.id == "DT-24"
    keeper.ctrl(Qt.Key.Key_N)
    keeper.type("DT-24")
    assert form.fields["name"].value() == ""


def test_a_number_that_is_taken_is_marked(page: CataloguePage, desk: PageDesk, keeper: Fingers) -> None:
    keeper.ctrl(Qt.Key.Key_N)
    form = page.procedure_desk.form
    keeper.type("DT-08")
    keeper.enter()
    keeper.type("Thủ tục mới")
    form.fields["department"].combo.setFocus()
    keeper.press(Qt.Key.Key_Down)
    form.components.setFocus()
    keeper.type("Đơn")
    keeper.enter()
    form.decision.setFocus()
    keeper.type("3")
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert form.fields["procedure_id"].problem() == "bị lặp lại"
    assert count(desk) == 54


def test_lines_are_moved_and_taken_away_by_keys(
    page: CataloguePage, desk: PageDesk, keeper: Fingers
) -> None:
    opened(keeper, desk, "dt08")
    table = page.procedure_desk.form.components
    names = [line[0] for line in table.lines()]
    table.setFocus()
    keeper.press(Qt.Key.Key_Down, ALT)
    assert [line[0] for line in table.lines()][:3] == [names[1], names[0], names[2]]
    assert table.currentIndex().row() == 1
    keeper.ctrl(Qt.Key.Key_Delete)
    assert [line[0] for line in table.lines()][:2] == [names[1], names[2]]
    assert page.procedure_desk.form.parts.value() == "components"


def test_abolished_from_a_day(page: CataloguePage, desk: PageDesk, keeper: Fingers) -> None:
    keeper.type("dt08")
    keeper.enter()
    keeper.ctrl(Qt.Key.Key_D)
    ending = page.procedures.panel.ending
    assert keeper.focused() == "ending_day"
    keeper.ctrl(Qt.Key.Key_Return)
    assert (ending.day.problem(), ending.decision.problem()) == ("còn thiếu", "còn thiếu")
    keeper.type("011226")
    keeper.enter()
    keeper.type("9/QĐ")
    keeper.press(Qt.Key.Key_Escape)
    assert not ending.isVisible()
    keeper.ctrl(Qt.Key.Key_D)
    assert ending.decision.value() == "9/QĐ"
    keeper.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert version(desk, "DT-08", 1).in_force_to == date(2026, 11, 30)
    assert page.procedures.notice.text() == "Đã bãi bỏ DT-08: nhận hồ sơ đến hết ngày 30/11/2026."
    desk.settle()
    assert "đến 30/11/2026" in page.procedures.panel.version.text()


def test_versions_stand_in_the_panel_with_what_they_changed(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    publish(desk.desk, replace(version(desk, "DT-08", 1), fee_vnd=150_000), TODAY)
    page.page_shown()
    desk.settle()
    hands.type("dt08")
    hands.enter()
    hands.enter()
    for _ in range(3):
        hands.press(Qt.Key.Key_Right)
    desk.settle()
    rows = [(row.lead, row.text, row.caption) for row in page.procedures.panel.versions.rows()]
    assert rows[0][:2] == ("Bản 2", "từ 23/11/2026")
    assert "Quyết định 12/QĐ-BQL" in rows[0][2]
    assert rows[1] == ("Phí, lệ phí", "150.000 đ", "trước: 0 đ")
    assert rows[2] == ("Bản 1", "từ đầu", "danh mục ban đầu")


def test_every_input_has_a_name_for_who_listens(page: CataloguePage, desk: PageDesk, keeper: Fingers) -> None:
    opened(keeper, desk, "dt08")
    form = page.procedure_desk.form
    for field in (*form.fields.values(), form.decision, form.day):
        assert field.editor.accessibleName()
        assert field.editor.objectName().isascii()
    assert form.components.accessibleName() == "Thành phần hồ sơ"
    form.components.setFocus()
    assert QApplication.focusWidget() is form.components
