"""A file of procedures: judged row by row, stored only when somebody confirms it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import xlsxwriter
from PySide6.QtCore import Qt

from counter_app.imports.tables import read_tables
from counter_app.services.catalogue_import import VerdictKind
from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.imports import wrong_catalogue
from tests.services.test_catalogue_work import publish
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.catalogue.keeping import count, offered, tab, version


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
