"""Kết thúc ngày by keys: the checklist, what is behind it, signing, the sheet, other days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest

from counter_app.domain.errors import NoPrinter
from counter_app.services.drafts import save_draft
from counter_app.ui.pages.end_of_day.checks import CheckId
from counter_app.ui.tokens import Tone
from tests.ui.at_a_page import PageDesk
from tests.ui.end_of_day.conftest import ALT, CTRL, EVENING, AtThePage, printed
from tests.ui.states_end_of_day import copied

Open = Callable[..., AtThePage]


def pay(desk: PageDesk, code: str, amount: int, receipt_no: str, method: str = "cash") -> None:
    desk.acts.done("request_payment", code=code, amount_vnd=amount, what="phí thẩm định")
    desk.acts.done("pay", code=code, amount_vnd=amount, method=method, receipt_no=receipt_no)


# -- the list


def test_a_quiet_day_is_green(desk: PageDesk, at: Open) -> None:
    copied(desk, datetime(2026, 11, 23, 12, 0))
    there = at()
    assert there.open_lines() == []
    assert there.line(CheckId.RECEIVED) == ("Tiếp nhận trong ngày", "0", "Chưa có hồ sơ nào mang ngày này")
    assert there.line(CheckId.NOT_HANDED_OVER)[0] == "Đã bàn giao hết"
    assert there.line(CheckId.BACKUP)[0] == "Đã sao lưu 12:00"
    assert there.hands.focused() == "day_checks", "the cursor stands where work goes on"
    assert there.rows() == []
    assert not there.page.detail.button.isVisible(), "nothing is behind a nought"


def test_what_is_open_says_how_much_since_when_and_opens_it(desk: PageDesk, at: Open) -> None:
    desk.clock.set(datetime(2026, 11, 20, 15, 0))
    old = desk.acts.received()
    desk.clock.set(datetime(2026, 11, 23, 8, 0))
    kept, given = desk.acts.received(), desk.acts.received()
    desk.acts.done("hand_over", codes=[given], to="QLDT")
    printed(desk, kept)
    there = at()
    assert there.open_lines() == ["not_handed_over", "not_taken", "not_printed", "backup"]
    assert there.line(CheckId.NOT_HANDED_OVER) == (
        "Chưa bàn giao",
        "2",
        "1 từ ngày trước · cũ nhất nhận 15:01 20/11",
    )
    assert there.page.list.current().id is CheckId.NOT_HANDED_OVER, "the first open line has the cursor"
    assert [row[0] for row in there.rows()] == ["261120-0001", "261123-0001"]
    assert [row[3:] for row in there.rows()] == [["15:01 20/11", "QLĐT"], ["08:01", "QLĐT"]]
    there.press(Qt.Key.Key_Return)
    (title, wanted) = desk.ways.lists.pop()
    assert title == "Chưa bàn giao · ngày 23/11/2026"
    assert wanted.codes == (old, kept)
    there.down_to(CheckId.NOT_TAKEN)
    there.press(Qt.Key.Key_O, CTRL)
    assert desk.ways.lists.pop()[1].codes == (given,)
    there.page.detail.tables.way.setFocus()
    there.press(Qt.Key.Key_Return)
    assert desk.ways.dossiers == [given]
    assert there.line(CheckId.NOT_PRINTED)[1] == "1"


def test_results_wait_without_alarm_and_drafts_lead_to_reception(desk: PageDesk, at: Open) -> None:
    code = desk.acts.received()
    desk.acts.passed(code, "lan", "QLDT", "minh")
    desk.acts.done("finish", "minh", code=code, outcome="granted")
    desk.acts.passed(code, "minh", "MC", "lan")
    for owner in ("lan", "tuan"):
        desk.desk.write(lambda uow, owner=owner: (save_draft(uow, owner, owner, {}), uow.commit()))
    there = at()
    assert there.line(CheckId.NOT_COLLECTED)[:2] == ("Kết quả chưa có người nhận", "1")
    assert "not_collected" not in there.open_lines()
    assert there.line(CheckId.DRAFTS) == ("Bản nháp còn lại", "2", "của bạn 1 · của người khác 1")
    there.down_to(CheckId.DRAFTS)
    there.press(Qt.Key.Key_Return)
    assert desk.ways.pages == ["reception"]


def test_fees_with_sums_and_receipts_that_need_a_look(desk: PageDesk, at: Open) -> None:
    one, two = desk.acts.received(), desk.acts.received()
    pay(desk, one, 300_000, "0012345")
    pay(desk, two, 1_200_000, "0012346", "transfer")
    there = at()
    assert there.line(CheckId.FEES) == ("Phí, lệ phí", "1.500.000 đ", "2 khoản · 2 biên lai")
    assert "fees" not in there.open_lines()
    pay(desk, two, 100_000, "0012345")
    desk.acts.received(fee_paid_vnd=50_000)
    there.press(Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert there.line(CheckId.FEES) == ("Phí, lệ phí", "1.650.000 đ", "4 khoản · 2 biên lai · 1 số trùng")
    there.down_to(CheckId.FEES)
    assert [(row[2], row[4]) for row in there.rows()] == [
        ("300.000", "0012345 trùng"),
        ("1.200.000", "0012346"),
        ("100.000", "0012345 trùng"),
        ("50.000", "Chưa có số"),
    ]
    words = there.page.detail.words.text().replace("\u00a0", " ")
    assert words.startswith("Tiền mặt 400.000 đ · Chuyển khoản 1.200.000 đ · Khi tiếp nhận 50.000 đ")
    assert "Số biên lai 0012345 dùng cho 2 khoản." in words


def test_a_long_day_shows_what_it_holds(desk: PageDesk, at: Open) -> None:
    for _ in range(25):
        desk.acts.received()
    there = at()
    there.down_to(CheckId.RECEIVED)
    assert len(there.rows()) == 25
    assert there.page.detail.button.words() == "Mở 25 hồ sơ"


# -- signing


def test_the_day_is_signed_and_printed_by_one_chord(desk: PageDesk, at: Open) -> None:
    code = desk.acts.received()
    there = at()
    there.page.note.setFocus()
    there.hands.type("Máy in thay mực")
    there.sign()
    (sheet,) = there.sheets()
    assert (sheet.by, sheet.note, sheet.figures.received) == ("lan", "Máy in thay mực", 1)
    assert desk.printer.paper == ["Phiếu chốt ngày 2026-11-23-1"]
    assert there.is_sheet()
    assert there.page.sheet.notice.tone() is Tone.GREEN
    assert "phiếu số 1 đã in" in there.page.sheet.notice.text()
    assert there.page.sheet.print.words() == "In lại phiếu"
    there.press(Qt.Key.Key_Escape)
    assert not there.is_sheet()
    assert there.page.state.text() == "Đã chốt lúc 17:05 · Nguyễn Thị Lan · phiếu số 1."
    assert there.page.sign.words() == "Chốt ngày lần 2 và in"
    assert there.page.note.value() == "", "the note belongs to the sheet that was signed"
    assert code in [line.code for each in sheet.figures.open for line in each.lines]
    assert desk.acts.is_sound()


def test_a_held_key_signs_once(desk: PageDesk, at: Open) -> None:
    there = at()
    for _ in range(5):
        there.hands.press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert len(there.sheets()) == 1


def test_a_sheet_under_way_is_printed_once(desk: PageDesk, at: Open) -> None:
    there = at()
    desk.printer.may_end = Event()
    there.hands.press(Qt.Key.Key_Return, CTRL)
    limit = QDeadlineTimer(30_000)
    while not desk.printer.begun.is_set():
        assert not limit.hasExpired()
        QTest.qWait(1)
    for _ in range(3):
        there.hands.press(Qt.Key.Key_Return, CTRL)
        QTest.qWait(1)
    desk.printer.may_end.set()
    desk.settle()
    assert desk.printer.paper == ["Phiếu chốt ngày 2026-11-23-1"]
    assert len(there.sheets()) == 1


def test_closing_the_sheet_while_it_is_printed_says_nothing_wrong(desk: PageDesk, at: Open) -> None:
    there = at()
    there.sign()
    desk.printer.may_end = Event()
    there.hands.press(Qt.Key.Key_Return, CTRL)
    there.hands.press(Qt.Key.Key_Escape)
    desk.printer.may_end.set()
    desk.settle()
    assert not there.is_sheet() and len(desk.printer.paper) == 2
    there.press(Qt.Key.Key_P, CTRL)
    assert not there.page.sheet.notice.isVisible()


def test_what_came_while_the_page_was_read_is_not_signed_unseen(desk: PageDesk, at: Open) -> None:
    desk.acts.received()
    there = at()
    there.page.note.setFocus()
    there.hands.type("giữ lại")
    desk.acts.received()
    there.sign()
    assert there.sheets() == () and desk.printer.paper == []
    assert there.page.notice.tone() is Tone.AMBER
    assert there.page.notice.text().startswith("Chưa chốt: đã có việc mới")
    assert there.line(CheckId.RECEIVED)[1] == "2", "the figures were read again"
    assert there.page.note.value() == "giữ lại"
    there.sign()
    assert there.sheets()[0].figures.received == 2


def test_a_printer_that_fails_leaves_the_day_signed(desk: PageDesk, at: Open) -> None:
    there = at()
    desk.printer.error = NoPrinter(printer="")
    there.sign()
    assert len(there.sheets()) == 1 and desk.printer.paper == []
    assert there.page.sheet.notice.tone() is Tone.RED
    assert there.page.sheet.notice.text().startswith("Ngày 23/11/2026 đã chốt, phiếu số 1 chưa in")
    assert there.page.sheet.print.words() == "In phiếu"
    desk.printer.error = None
    there.sign()
    assert len(there.sheets()) == 1, "printing again signs nothing again"
    assert desk.printer.paper == ["Phiếu chốt ngày 2026-11-23-1"]


def test_work_after_the_sheet_is_told_and_signed_again(desk: PageDesk, at: Open) -> None:
    there = at()
    there.sign()
    there.press(Qt.Key.Key_Escape)
    assert there.page.state.tone() is Tone.GREEN
    desk.acts.received()
    desk.session.say_changed("dossier")
    desk.settle()
    assert there.page.state.text().endswith("Có 1 việc sau khi chốt.")
    assert there.line(CheckId.LOG) == ("Đã chốt 17:05, phiếu số 1", "", "Có 1 việc sau khi chốt")
    there.sign()
    there.press(Qt.Key.Key_Escape)
    assert [sheet.number for sheet in there.sheets()] == [1, 2]
    there.down_to(CheckId.LOG)
    assert [row[0] for row in there.rows()] == ["Số 2", "Số 1"]
    assert [row[4:] for row in there.rows()] == [["Không có", "Khớp nhật ký"], ["1 việc", "Khớp nhật ký"]]


def test_the_sheet_is_shown_and_printed_again(desk: PageDesk, at: Open) -> None:
    there = at()
    there.sign()
    there.press(Qt.Key.Key_Escape)
    there.press(Qt.Key.Key_P, CTRL)
    assert there.is_sheet() and len(desk.printer.paper) == 1, "looking prints nothing"
    there.sign()
    assert desk.printer.paper == ["Phiếu chốt ngày 2026-11-23-1"] * 2
    assert len(there.sheets()) == 1


# -- other days


def test_after_midnight_yesterday_is_told_and_signed(desk: PageDesk, at: Open) -> None:
    desk.acts.received()
    there = at(now=datetime(2026, 11, 24, 0, 25))
    assert there.line(CheckId.RECEIVED)[1] == "0"
    assert there.page.state.text() == "Ngày 23/11/2026 có tiếp nhận hồ sơ mà chưa chốt."
    there.press(Qt.Key.Key_Left, ALT)
    assert there.line(CheckId.RECEIVED)[1] == "1"
    assert there.page.head.moment.text() == "Hôm qua, thứ hai · số liệu lúc 00:25 24/11/2026"
    there.sign()
    (sheet,) = there.sheets()
    assert (sheet.day, sheet.at) == (EVENING.date(), datetime(2026, 11, 24, 0, 25))
    there.press(Qt.Key.Key_Escape)
    there.press(Qt.Key.Key_Right, ALT)
    assert not there.page.state.isVisible(), "nothing is owed any more"


@pytest.mark.parametrize("typed", ["20/11", "201126", "20-11-2026", "2026-11-20"])
def test_a_day_is_typed(desk: PageDesk, at: Open, typed: str) -> None:
    desk.clock.set(datetime(2026, 11, 20, 15, 0))
    desk.acts.received()
    there = at()
    there.date(typed)
    assert there.page.head.field.text() == "20/11/2026"
    assert there.line(CheckId.RECEIVED)[1] == "1"
    assert there.hands.focused() == "day_checks"


def test_what_is_no_day_is_said_beside_it_and_signs_nothing(desk: PageDesk, at: Open) -> None:
    there = at()
    for typed in ("31/02", "abc", "24/11", "1/1/0001"):
        there.date(typed)
        assert there.page.head.moment.text() != "", typed
        assert there.page.head.field.property("problem") == "true", typed
        there.sign()
        assert there.sheets() == (), typed
        there.press(Qt.Key.Key_Escape)
        assert there.page.head.field.text() == "23/11/2026"
    assert not there.page.head.after.isEnabled(), "no day ahead"
    there.press(Qt.Key.Key_Right, ALT)
    assert there.page.head.field.text() == "23/11/2026"


def test_a_typed_day_that_is_not_shown_yet_is_not_signed_as_another(desk: PageDesk, at: Open) -> None:
    there = at()
    there.press(Qt.Key.Key_G, CTRL)
    there.hands.type("20/11")
    there.sign()
    assert there.sheets() == (), "Monday was shown, Friday was typed: neither is signed"
    assert there.page.head.field.text() == "20/11/2026", "Friday is shown first"


def test_a_supervisor_signs_under_the_own_name(desk: PageDesk, at: Open) -> None:
    there = at("tuan")
    there.sign()
    assert there.sheets()[0].by == "tuan"
