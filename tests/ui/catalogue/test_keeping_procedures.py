"""Keeping the catalogue by keys: a file with its verdicts, a version written, a procedure abolished."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.services.test_catalogue_work import publish
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.catalogue.keeping import ALT, TODAY, count, opened, tab, version


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
