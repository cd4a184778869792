"""The calendar kept by keys: a day, proposals, a file, a year; the preview; dates counted again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.calendar import DayKind
from counter_app.services.remarks import paper_printed
from counter_app.ui.pages.catalogue.calendar_view import SidePart
from counter_app.ui.pages.catalogue_page import CataloguePage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers

ESC = Qt.Key.Key_Escape


def calendar_now(desk: PageDesk) -> Any:
    return desk.read(lambda reading: reading.reference.calendar)


def printed(desk: PageDesk, code: str) -> None:
    def do(uow: Any) -> None:
        paper_printed(uow, code, form="receipt", version=1, copies=(1, 2), by="lan")
        uow.commit()

    desk.desk.write(do)


def at_the_form(page: CataloguePage, desk: PageDesk, hands: Fingers, login: str = "quantri") -> None:
    desk.sign_in(login)
    hands.ctrl(Qt.Key.Key_2)
    page.page_shown()
    desk.settle()
    hands.ctrl(Qt.Key.Key_D)


def type_storm_day(hands: Fingers) -> None:
    """Friday 27/11/2026 off, by a notice; the cursor stands in the first field."""
    hands.type("271126")
    hands.enter()  # until
    hands.enter()  # kind
    hands.press(Qt.Key.Key_Home)
    hands.enter()  # state
    hands.enter()  # label
    hands.type("Nghỉ bão")
    hands.enter()
    hands.type("123/CĐ-TTg")
    hands.enter()


def test_a_new_holiday_from_typing_to_the_new_dates(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    moved, other = desk.acts.received(), desk.acts.received("DT-09")
    printed(desk, moved)
    before = desk.acts.show(moved)["due_at"]
    at_the_form(page, desk, hands)
    assert hands.focused() == "edit_day"
    type_storm_day(hands)
    edit, preview = page.calendar.edit, page.calendar_desk.preview
    assert [row.text for row in edit.changes.rows()] == ["Nghỉ bão"]
    assert hands.focused() == "edit_day"
    assert not calendar_now(desk).days.get(date(2026, 11, 27)), "nothing is stored before the preview"
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert page.calendar_desk.currentWidget() is preview
    rows = preview.table.table_model.rows()
    assert {row.code for row in rows} == {moved, other}
    assert before == next(row.old_at.isoformat(timespec="minutes") for row in rows if row.code == moved)
    assert not preview.reason.isVisible(), "the administrator stores, the supervisor counts again"
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert calendar_now(desk).days[date(2026, 11, 27)].kind is DayKind.OFF
    assert desk.acts.show(moved)["due_at"] == before, "a later calendar moves no date by itself"
    assert "2 hồ sơ có hạn theo lịch cũ" in page.calendar.notice.text()

    desk.sign_in("tuan")
    page.page_shown()
    desk.settle()
    hands.ctrl(Qt.Key.Key_J)
    desk.settle()
    assert hands.focused() == "recalc_reason"
    hands.ctrl(Qt.Key.Key_Return)
    assert preview.reason.problem() == "chưa nhập"
    hands.type("Nghỉ bão theo công điện")
    hands.ctrl(Qt.Key.Key_Return)
    hands.ctrl(Qt.Key.Key_Return)  # a held key does nothing more
    desk.settle()
    shown = desk.acts.show(moved)
    assert shown["due_at"] > before
    assert shown["receipt_version"] == 2
    kinds = [line["kind"] for line in desk.acts.history(moved)]
    assert kinds.count("dossier:due_recalculated") == 1
    assert "2 hồ sơ có hạn mới" in page.calendar.notice.text()
    assert "lịch cũ" not in page.calendar.notice.text()


def test_a_printed_promise_that_would_come_earlier_is_kept_unless_the_supervisor_ticks_it(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    code = desk.acts.received()
    printed(desk, code)
    before = desk.acts.show(code)["due_at"]
    at_the_form(page, desk, hands)
    hands.type("241126")
    hands.enter()
    hands.enter()
    hands.press(Qt.Key.Key_End)  # as the week has it: neither state nor name is asked
    hands.enter()
    assert hands.focused() == "edit_notice"
    hands.type("thu hồi thông báo")
    hands.enter()
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    preview = page.calendar_desk.preview
    assert "giữ ngày trên giấy" in preview.words.text()
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    desk.sign_in("tuan")
    page.page_shown()
    desk.settle()
    hands.ctrl(Qt.Key.Key_J)
    desk.settle()
    assert preview.earlier.isVisible()
    hands.type("Bỏ ngày nghỉ")
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    assert desk.acts.show(code)["due_at"] == before
    assert "1 giữ ngày trên giấy" in page.calendar.notice.text()


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    at_the_form(page, desk, hands)
    edit = page.calendar.edit
    hands.type("310226")
    edit.label.setFocus()
    hands.type("Ngày lạ")
    edit.add.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert edit.day.problem()
    assert hands.focused() == "edit_day"
    assert edit.label.value() == "Ngày lạ"
    edit.day.edit.selectAll()
    hands.type("280227")
    edit.add.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert (edit.day.problem(), edit.notice.problem()) == ("", "chưa nhập")
    assert hands.focused() == "edit_notice"
    hands.press(ESC)
    assert page.calendar.part() is SidePart.DAYS
    hands.ctrl(Qt.Key.Key_D)
    assert edit.label.value() == "Ngày lạ"


def test_proposals_become_a_confirmed_year(page: CataloguePage, desk: PageDesk, hands: Fingers) -> None:
    at_the_form(page, desk, hands)
    page.calendar.show_year(2027)
    edit = page.calendar.edit
    edit.propose.setFocus()
    hands.press(Qt.Key.Key_Space)
    desk.settle()
    assert "Tết Nguyên đán" in {row.text for row in edit.changes.rows()}
    assert all("dự kiến" in row.caption for row in edit.changes.rows())
    edit.confirm.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert edit.notice.problem() == "chưa nhập"
    hands.type("9999/TB-BNV")
    edit.confirm.setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    stored = calendar_now(desk)
    assert stored.is_confirmed(2027)
    assert stored.days[date(2027, 2, 5)].notice == "9999/TB-BNV"
    assert page.calendar.provisional.text() == ""


def test_a_file_is_judged_row_by_row_and_one_bad_row_stops_it(
    page: CataloguePage, desk: PageDesk, hands: Fingers, tmp_path: Path
) -> None:
    at_the_form(page, desk, hands)
    file = tmp_path / "lich.csv"
    head = "date,kind,label,notice,status\n"
    good = "2027-01-01,off,Tết Dương lịch,Bộ luật Lao động Đ.112,confirmed\n"
    file.write_text(f"{head}{good}2027-13-01,off,Ngày lạ,x,confirmed\n", "utf-8")
    page.calendar_desk.ask_file = lambda _parent, _folder: str(file)
    hands.ctrl(Qt.Key.Key_I)
    desk.settle()
    shown = page.calendar_desk.file
    assert page.calendar_desk.currentWidget() is shown
    assert "1 dòng sai" in shown.notice.text()
    hands.ctrl(Qt.Key.Key_Return)
    assert page.calendar_desk.currentWidget() is shown
    hands.press(ESC)
    file.write_text(head + good, "utf-8")
    hands.ctrl(Qt.Key.Key_I)
    desk.settle()
    hands.ctrl(Qt.Key.Key_Return)
    assert [row.text for row in page.calendar.edit.changes.rows()] == ["Tết Dương lịch"]
    assert page.calendar.year() == 2027
    assert not calendar_now(desk).days.get(date(2027, 1, 1))


def test_a_change_is_taken_out_of_the_draft_by_delete(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    at_the_form(page, desk, hands)
    type_storm_day(hands)
    page.calendar.edit.changes.setFocus()
    hands.press(Qt.Key.Key_Delete)
    assert page.calendar.edit.changes.rows() == ()
    assert not page.calendar.edit.preview.isEnabled()


@pytest.mark.parametrize("login", ["lan", "minh", "tuan"])
def test_who_does_not_keep_the_calendar_has_no_form(
    page: CataloguePage, desk: PageDesk, hands: Fingers, login: str
) -> None:
    at_the_form(page, desk, hands, login)
    assert page.calendar.part() is SidePart.DAYS
    hands.ctrl(Qt.Key.Key_J)
    desk.settle()
    assert (page.calendar_desk.currentWidget() is page.calendar_desk.preview) is (login == "tuan")


def test_the_versions_say_who_changed_what_on_which_ground(
    page: CataloguePage, desk: PageDesk, hands: Fingers
) -> None:
    at_the_form(page, desk, hands)
    type_storm_day(hands)
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    hands.ctrl(Qt.Key.Key_Return)
    desk.settle()
    page.calendar.show_part(SidePart.VERSIONS)
    newest = page.calendar.versions.rows()[0]
    assert (newest.lead, newest.text) == ("23/11/26", "1 ngày")
    assert "123/CĐ-TTg" in newest.caption
    assert len(page.calendar.versions.rows()) == 2
