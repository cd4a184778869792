"""Reading the catalogue by keys: search without marks, the procedure whole, the year, the due date."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.ui.models.rows_model import GroupRow
from counter_app.ui.pages.catalogue.calculator import parse_time
from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers

ENTER = Qt.Key.Key_Return


def shown(page: CataloguePage) -> list[str]:
    return [row.procedure.id for row in page.procedures.table.table_model.rows()]


def test_the_page_opens_on_54_procedures_by_field_with_the_cursor_in_the_search(
    page: CataloguePage, hands: Fingers
) -> None:
    lines = page.procedures.table.table_model.lines()
    groups = [(line.title, line.count) for line in lines if isinstance(line, GroupRow)]
    assert len(shown(page)) == 54
    assert groups[:2] == [("Đầu tư", 23), ("Lao động", 1)]
    assert hands.focused() == "catalogue_search"
    assert page.procedures.panel.code.text() == "DT-01 · 1.009748"


@pytest.mark.parametrize("typed", ["giấy PHÉP môi trường", "giay phep", "1010729", "mt4", "MT-04"])
def test_a_procedure_is_found_by_name_without_marks_or_by_any_of_its_codes(
    page: CataloguePage, hands: Fingers, typed: str
) -> None:
    hands.type(typed)
    assert "MT-04" in shown(page)
    assert len(shown(page)) < 54


def test_words_are_found_from_their_beginning_only(page: CataloguePage, hands: Fingers) -> None:
    hands.type("oi truong")
    assert shown(page) == []


def test_a_word_of_a_field_gives_its_procedures(page: CataloguePage, hands: Fingers) -> None:
    hands.type("xuat nhap khau")
    assert shown(page) == ["XNK-01", "XNK-02"]
    assert page.procedures.count.text() == "2 / 54 thủ tục"


def test_nothing_found_is_said_and_shows_no_procedure(page: CataloguePage, hands: Fingers) -> None:
    hands.type("zzz")
    assert shown(page) == []
    assert page.procedures.panel.isHidden()
    for _ in "zzz":
        hands.press(Qt.Key.Key_Backspace)
    assert len(shown(page)) == 54
    assert not page.procedures.panel.isHidden()


def test_the_whole_procedure_by_keys_alone(page: CataloguePage, hands: Fingers) -> None:
    hands.type("dt08")
    hands.enter()
    hands.enter()
    panel = page.procedures.panel
    assert panel.name.text() == "Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư"
    values = [fact.value.text() for fact in panel.facts]
    assert values[:4] == ["7 ngày làm việc", "Miễn phí", "Toàn trình", "Phòng QLĐT"]
    papers = panel.papers.rows()
    assert len(papers) == 7
    assert [row.is_required for row in papers][:4] == [True, True, True, False]
    assert papers[0].caption.startswith("1 bản chính")
    hands.press(Qt.Key.Key_Right)
    steps = panel.steps.rows()
    assert (steps[0].caption, steps[0].tail) == ("Một cửa", "4 giờ")
    assert (steps[-1].text, steps[-1].tail) == ("Cộng", "56 giờ")
    hands.press(Qt.Key.Key_Right)
    assert panel.stack.currentWidget() is panel.law
    assert {row.lead: row.text for row in panel.law.rows()}["Đối tượng"] == "Tổ chức và cá nhân"


def test_the_open_part_stays_open_from_procedure_to_procedure(page: CataloguePage, hands: Fingers) -> None:
    hands.enter()
    hands.enter()
    hands.press(Qt.Key.Key_Right)
    page.procedures.table.setFocus()
    hands.press(Qt.Key.Key_Down)
    panel = page.procedures.panel
    assert panel.code.text().startswith("DT-02")
    assert panel.stack.currentWidget() is panel.steps


def test_an_unverified_code_is_not_shown_as_if_it_were_sure(page: CataloguePage, hands: Fingers) -> None:
    hands.type("1010728")  # the catalogue knows it, but nobody confirmed it
    assert shown(page) == ["MT-03"]
    assert page.procedures.panel.code.text() == "MT-03"


def test_the_year_turns_by_keys_and_says_when_it_is_provisional(page: CataloguePage, hands: Fingers) -> None:
    hands.ctrl(Qt.Key.Key_2)
    calendar = page.calendar
    assert (calendar.year(), hands.focused()) == (2026, "year_grid")
    assert calendar.provisional.text() == ""
    hands.press(Qt.Key.Key_Right)
    assert calendar.year() == 2027
    assert "tạm tính" in calendar.provisional.text()
    hands.press(Qt.Key.Key_Right)
    assert calendar.year() == 2027
    for _ in range(9):
        hands.press(Qt.Key.Key_Left)
    assert calendar.year() == 2024
    assert not calendar.earlier.isEnabled()


def test_holidays_and_swap_days_stand_beside_the_year_with_their_notice(
    page: CataloguePage, hands: Fingers
) -> None:
    hands.ctrl(Qt.Key.Key_2)
    rows = {row.lead: row for row in page.calendar.occasions.rows()}
    assert rows["16–20/02"].text == "Tết Nguyên đán"
    assert rows["16–20/02"].caption == "T2–T6 · nghỉ 5 ngày · 9441/TB-BNV"
    assert rows["22/08"].caption == "T7 · làm việc · 9441/TB-BNV"
    assert "16–20/02 Tết Nguyên đán" in page.calendar.grid.accessibleDescription()


def test_the_calculator_counts_as_the_receipt_does(page: CataloguePage, hands: Fingers) -> None:
    hands.ctrl(Qt.Key.Key_2)
    calculator = page.calendar.calculator
    assert calculator.due.text() == "17:30 thứ ba 01/12/2026"
    calculator.on.setFocus()
    calculator.on.edit.selectAll()
    hands.type("130226")
    hands.enter()
    hands.type("1600")
    hands.enter()
    hands.type("8")
    hands.enter()
    hands.press(Qt.Key.Key_End)  # working hours, the last unit
    assert calculator.unit.value() == "working_hour"
    assert calculator.due.text() == "16:00 thứ hai 23/02/2026"
    assert "Tết Nguyên đán" in calculator.why.text()


def test_what_cannot_be_counted_is_marked_beside_the_field(page: CataloguePage, hands: Fingers) -> None:
    hands.ctrl(Qt.Key.Key_2)
    calculator = page.calendar.calculator
    calculator.amount.setFocus()
    calculator.amount.edit.selectAll()
    hands.type("9999")
    assert calculator.amount.problem()
    assert calculator.due.text() == "–"
    calculator.at.setFocus()
    calculator.at.edit.selectAll()
    hands.type("25:00")
    assert calculator.at.problem() == "không phải giờ"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:14", time(9, 14)),
        ("0914", time(9, 14)),
        ("914", time(9, 14)),
        ("9h14", time(9, 14)),
        ("9h", time(9, 0)),
        ("9", time(9, 0)),
        ("24:00", None),
        ("9:60", None),
        ("", None),
        ("chín", None),
        ("9:1:4", None),
    ],
)
def test_a_time_as_people_type_it(typed: str, meant: time | None) -> None:
    assert parse_time(typed) == meant


def test_a_click_on_a_day_takes_it_as_the_day_of_receipt(page: CataloguePage, hands: Fingers) -> None:
    hands.ctrl(Qt.Key.Key_2)
    grid = page.calendar.grid
    assert grid.day_at(grid.cell_of(date(2026, 8, 31)).center()) == date(2026, 8, 31)
    page.calendar.grid.day_clicked.emit(date(2026, 8, 31))
    assert page.calendar.calculator.on.value() == date(2026, 8, 31)


def test_every_day_of_the_year_has_a_cell_of_its_own(page: CataloguePage, hands: Fingers) -> None:
    hands.ctrl(Qt.Key.Key_2)
    grid = page.calendar.grid
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(365)]
    assert [grid.day_at(grid.cell_of(day).center()) for day in days] == days
    assert all(grid.rect().contains(grid.cell_of(day).toRect()) for day in days)


def test_units_and_people_are_tables_to_be_read(page: CataloguePage, hands: Fingers) -> None:
    hands.ctrl(Qt.Key.Key_3)
    assert hands.focused() == "catalogue_units"
    assert len(page.units.table.table_model.rows()) == 7
    hands.ctrl(Qt.Key.Key_4)
    assert hands.focused() == "catalogue_people"
    assert len(page.people.table.table_model.rows()) == 9


def test_the_segment_is_remembered_on_this_machine(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    hands.ctrl(Qt.Key.Key_2)
    again = CataloguePage(desk.context)
    assert again.part() == "calendar"


def test_the_administrator_reads_it_too(desk: PageDesk, page: CataloguePage) -> None:
    desk.sign_in("quantri")
    page.page_shown()
    desk.settle()
    assert len(shown(page)) == 54


def test_a_row_of_the_procedure_can_be_copied(page: CataloguePage, hands: Fingers) -> None:
    hands.type("dt08")
    panel = page.procedures.panel
    panel.papers.setFocus()
    hands.press(Qt.Key.Key_Down)
    hands.ctrl(Qt.Key.Key_C)
    copied = QApplication.clipboard().text()
    assert copied.startswith("2\tBáo cáo tình hình triển khai dự án đầu tư")
