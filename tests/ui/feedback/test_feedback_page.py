"""The page Phản ánh by keys: a new one, an answer, the list, drafts, export; nothing typed is lost."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook

from counter_app.domain.feedback import FeedbackState
from counter_app.ui.pages.feedback.desk_work import export_rows
from counter_app.ui.tokens import Tone
from tests.ui.feedback.conftest import FeedbackDesk
from tests.ui.feedback.scenes import some_feedback
from tests.ui.scanning import a_scan

ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape


def test_a_new_feedback_by_keys_alone(at: FeedbackDesk) -> None:
    code = at.acts.received()
    hands = at.open()
    assert hands.focused() == "feedback_text"
    hands.type("Chờ lâu quá")
    hands.press(TAB)
    hands.type("Bà Nguyễn Thị Hồng")
    hands.enter()
    hands.type("0912345678")
    hands.enter()
    hands.type("261123-0001")
    hands.ctrl(ENTER)
    at.settle()
    (row,) = at.stored()
    assert (row.text, row.from_name, row.contact) == ("Chờ lâu quá", "Bà Nguyễn Thị Hồng", "0912345678")
    assert (row.code, row.channel, row.due_on) == (code, "direct", date(2026, 12, 15))
    assert at.page.notice.text() == "Đã ghi phản ánh số 1/2026, trả lời chậm nhất 15/12/2026."
    assert at.page.notice.tone() is Tone.GREEN
    assert at.shown_numbers() == ["1/2026"]
    assert not at.page.new.value().is_touched
    assert hands.focused() == "feedback_text"
    assert at.acts.is_sound()


def test_a_nameless_one_is_taken_with_a_warning(at: FeedbackDesk) -> None:
    hands = at.open()
    hands.type("Hòm thư đầy")
    hands.ctrl(ENTER)
    at.settle()
    assert len(at.stored()) == 1
    assert at.page.notice.tone() is Tone.AMBER
    assert "chưa ghi tên" in at.page.notice.text()


def test_a_held_enter_takes_one_in(at: FeedbackDesk) -> None:
    hands = at.open()
    hands.type("Một lần thôi")
    for _ in range(3):
        hands.ctrl(ENTER)
    at.settle()
    assert len(at.stored()) == 1


def test_what_is_wrong_is_said_at_the_field_and_stays_typed(at: FeedbackDesk) -> None:
    hands = at.open()
    hands.ctrl(ENTER)
    assert at.page.new.text.problem() == "còn thiếu"
    assert hands.focused() == "feedback_text"
    hands.type("được")
    assert at.page.new.text.problem() == ""
    at.page.new.text.set_value("a" * 2_001)
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.new.text.problem()
    assert len(at.page.new.text.value()) == 2_001
    at.page.new.text.set_value("chuông \x07")
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.new.text.problem() == "có ký tự điều khiển"
    at.page.new.text.set_value("được")
    at.page.new.name.set_value("A" * 256)
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.new.name.problem()
    at.page.new.name.set_value("Bà Hồng")
    for code in ("261123-0099", "không phải mã", "H99.01-261123-0001"):
        at.page.new.code.set_value(code)
        hands.ctrl(ENTER)
        at.settle()
        assert at.page.new.code.problem() == "không có hồ sơ này", code
        assert hands.focused() == "feedback_code"
    assert at.stored() == ()


def test_the_overdue_come_first_and_say_so_in_words(at: FeedbackDesk) -> None:
    some_feedback(at.acts)
    at.open()
    assert at.shown_numbers() == ["3/2026", "4/2026", "5/2026", "6/2026"]
    first = at.page.left.rows()[0]
    assert first.state is FeedbackState.OVERDUE
    state = next(column for column in at.page.left.model.columns if column.id == "state").cell(first)
    assert (state.text, state.tone, state.icon) == ("Quá hạn 3 ngày", Tone.RED, "clock-alert")
    assert at.page.left.figures.text() == "4 chưa trả lời · 1 quá hạn · 2 đã trả lời"


def test_an_answer_by_keys_alone(at: FeedbackDesk) -> None:
    some_feedback(at.acts)
    hands = at.open()
    hands.ctrl(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_Down)
    hands.enter()
    at.settle()
    assert at.page.answer.number.text() == "Phản ánh 4/2026"
    hands.ctrl(ENTER)
    assert at.page.answer.answer.problem() == "còn thiếu"
    hands.type("Đã cử người trực")
    hands.press(TAB)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    hands.ctrl(ENTER)
    at.settle()
    row = next(row for row in at.stored() if row.number.number == 4)
    assert (row.answer, row.how, row.answered_by) == ("Đã cử người trực", "điện thoại", "lan")
    assert row.state is FeedbackState.IN_TIME
    assert at.page.notice.text() == "Đã ghi trả lời phản ánh số 4/2026."
    assert at.shown_numbers() == ["3/2026", "5/2026", "6/2026"]
    assert hands.focused() == "feedback_list"
    assert at.acts.is_sound()


def test_an_answer_is_put_right_and_stays_in_time(at: FeedbackDesk) -> None:
    some_feedback(at.acts)
    hands = at.open()
    hands.ctrl(Qt.Key.Key_2)
    at.settle()
    assert at.shown_numbers() == ["2/2026", "1/2026"]
    hands.ctrl(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_End)
    assert at.page.answer.answered.text() == "Đã sửa và cấp lại giấy hẹn trong ngày."
    assert not at.page.answer.is_writing()
    at.page.answer.again.click()
    hands.ctrl(Qt.Key.Key_A)
    hands.type("Đã sửa ngay")
    hands.ctrl(ENTER)
    at.settle()
    row = next(row for row in at.stored() if row.number.number == 1)
    assert (row.answer, row.state) == ("Đã sửa ngay", FeedbackState.IN_TIME)


def test_a_dossier_finds_its_feedback_and_opens(at: FeedbackDesk) -> None:
    code = some_feedback(at.acts)
    hands = at.open()
    hands.ctrl(Qt.Key.Key_3)
    hands.ctrl(Qt.Key.Key_F)
    hands.type("261005-0001")
    hands.enter()
    at.settle()
    assert at.shown_numbers() == ["6/2026", "1/2026"]
    assert hands.focused() == "feedback_list"
    hands.enter()
    hands.ctrl(Qt.Key.Key_O)
    assert at.desk.ways.dossiers == [code]
    hands.press(ESC)
    hands.press(ESC)
    at.settle()
    assert len(at.shown_numbers()) == 6


def test_a_scan_names_the_dossier_or_narrows_the_list(at: FeedbackDesk) -> None:
    code = some_feedback(at.acts)
    hands = at.open()
    hands.type("Về hồ sơ này")
    at.desk.scans.add(a_scan(code))
    at.settle()
    assert at.page.new.code.value() == code
    hands.ctrl(ENTER)
    at.settle()
    assert next(row for row in at.stored() if row.number.number == 7).code == code
    hands.ctrl(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_Down)
    at.desk.scans.add(a_scan(code))
    at.settle()
    assert at.shown_numbers() == ["6/2026", "7/2026"]


def test_what_is_typed_is_there_after_a_restart(at: FeedbackDesk) -> None:
    some_feedback(at.acts)
    hands = at.open()
    hands.type("Đang gõ dở")
    hands.ctrl(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_Down)
    hands.enter()
    hands.type("Trả lời dở")
    hands.press(ESC)
    assert at.page.new.text.value() == "Đang gõ dở"
    at.page.close_page()
    at.desk.settle()
    hands = at.open()
    assert at.page.new.text.value() == "Đang gõ dở"
    hands.ctrl(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_Down)
    hands.enter()
    assert at.page.answer.answer.value() == "Trả lời dở"
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.new.text.value() == "Đang gõ dở"
    hands.ctrl(Qt.Key.Key_N)
    hands.ctrl(ENTER)
    at.settle()
    at.page.close_page()
    at.desk.settle()
    at.open()
    assert not at.page.typed().is_touched
    query = "SELECT count(*) FROM draft WHERE owner LIKE '%/feedback'"
    assert at.desk.read(lambda reading: reading.conn.exec_driver_sql(query).scalar_one()) == 0


def test_drafts_of_one_person_are_not_shown_to_another(at: FeedbackDesk) -> None:
    hands = at.open()
    hands.type("Của Lan")
    at.page.close_page()
    at.desk.settle()
    at.open("minh")
    assert at.page.new.text.value() == ""


def test_the_list_goes_into_excel_and_into_the_security_log(at: FeedbackDesk, tmp_path: Path) -> None:
    some_feedback(at.acts)
    at.target = str(tmp_path / "phan-anh")
    hands = at.open()
    hands.ctrl(Qt.Key.Key_3)
    at.settle()
    hands.ctrl(Qt.Key.Key_E)
    at.settle()
    table = CalamineWorkbook.from_path(str(tmp_path / "phan-anh.xlsx")).get_sheet_by_index(0).to_python()
    assert table[0][:4] == ["Số", "Thời điểm nhận", "Kênh", "Người phản ánh"]
    assert [row[0] for row in table[1:]] == ["3/2026", "4/2026", "5/2026", "6/2026", "2/2026", "1/2026"]
    assert table[-1][-3:] == ["thư điện tử", "Đã sửa và cấp lại giấy hẹn trong ngày.", "Nguyễn Thị Lan"]
    query = "SELECT what, facts FROM security_log ORDER BY seq DESC LIMIT 1"
    what, facts = at.desk.read(lambda reading: tuple(reading.conn.exec_driver_sql(query).one()))
    assert what == "exported"
    assert '"what":"feedback"' in facts
    assert '"rows":6' in facts
    assert "Đã xuất 6 phản ánh" in at.page.notice.text()


def test_the_day_makes_it_overdue(at: FeedbackDesk) -> None:
    at.acts.done("feedback", text="Chờ lâu")
    at.desk.clock.set(datetime(2026, 12, 16, 8, 0))
    at.open()
    assert at.page.left.rows()[0].state is FeedbackState.OVERDUE


def test_a_long_list_needs_the_supervisor_and_a_reason(at: FeedbackDesk, tmp_path: Path) -> None:
    some_feedback(at.acts)
    at.target = str(tmp_path / "dai.xlsx")
    many = 126  # times four rows
    at.open("lan")
    columns, rows = at.page.left.model.columns, at.page.left.rows() * many
    at.page.export.begin(columns, export_rows(columns, rows), len(rows))
    at.settle()
    assert at.page.notice.tone() is Tone.RED
    assert at.asked == []
    hands = at.open("tuan")
    at.page.export.begin(columns, export_rows(columns, rows), len(rows))
    assert at.page.export.reason.button.words() == "Xuất 504 phản ánh"
    hands.type("báo cáo quý")
    hands.enter()
    at.settle()
    table = CalamineWorkbook.from_path(at.target).get_sheet_by_index(0).to_python()
    assert len(table) == 1 + 504
    query = "SELECT actor, facts FROM security_log WHERE what = 'exported' ORDER BY seq"
    logged = at.desk.read(lambda reading: reading.conn.exec_driver_sql(query).all())
    assert [row.actor for row in logged] == ["tuan"]
    assert "báo cáo quý" in logged[0].facts


def test_escape_gives_an_export_up(at: FeedbackDesk) -> None:
    some_feedback(at.acts)
    hands = at.open("tuan")
    columns, rows = at.page.left.model.columns, at.page.left.rows() * 126
    at.page.export.begin(columns, export_rows(columns, rows), len(rows))
    hands.press(ESC)
    assert at.page.export.reason.isHidden()
    assert at.asked == []
