"""Đồng bộ driven by keys: passes, the log, a desk without a centre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from counter_app.domain.sync_report import Outcome
from counter_app.services import awaiting
from tests.passes import NIGHT, NIGHT_BEFORE, a_pass, logged
from tests.ui.at_a_page import PageDesk
from tests.ui.sync.conftest import CTRL, AtThePage

OpenPage = Callable[..., AtThePage]


def test_a_desk_without_a_centre_says_so_calmly(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
    at = AtThePage(desk, shown)
    assert at.page.layers.currentWidget() is at.page.alone
    assert not at.page.alone.joining.isVisible()
    at.press(Qt.Key.Key_R, CTRL)
    at.press(Qt.Key.Key_G, CTRL)
    assert at.passes.asked == []
    assert at.page.layers.currentWidget() is at.page.alone


def test_who_administers_reads_how_a_desk_joins(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
    desk.sign_in("quantri")
    at = AtThePage(desk, shown)
    assert at.page.alone.joining.isVisible()
    assert desk.desk.origin.id in at.page.alone.steps[0].text()
    assert f"--data {desk.desk.folder} init --enrol" in at.page.alone.steps[1].text()
    at.press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    command = f"--agency-id H24.28 --desk 1 --origin {desk.desk.origin.id} "
    assert QGuiApplication.clipboard().text().startswith(f"counter-app central enrol {command}")


def test_the_slip_shows_both_sides(at: OpenPage) -> None:
    page = at(NIGHT_BEFORE, NIGHT).page
    assert [figure.text() for figure in page.left.card.figures] == ["42", "42", "0", "57"]
    assert "Đang xử lý: bên này 45, quầy khác 45" in page.left.card.counts.accessibleName()
    assert page.left.next.text() == "Lần tới 02:00 mai · mỗi 2 phút khi có mạng"


def test_the_foot_tells_the_windows_next_try(at: OpenPage) -> None:
    failed = a_pass(datetime(2026, 11, 23, 7, 46), outcome=Outcome.FAILED, because="centre_unreachable")
    opened = at(NIGHT, failed)
    opened.passes.next_at = datetime(2026, 11, 23, 23, 50)
    opened.page.reload()
    opened.desk.settle()
    assert opened.page.left.next.text() == "Chưa gặp được kho, thử lại lúc 23:50"


def test_acts_recorded_since_wait(at: OpenPage, desk: PageDesk) -> None:
    opened = at()
    assert opened.waiting() == ["Không còn việc nào chờ gửi"]
    desk.acts.received()
    desk.session.say_changed("dossier")
    desk.settle()
    assert opened.waiting()[0].endswith("việc của sáng nay")


def test_a_whole_pass_is_asked_for_by_key_and_by_button(at: OpenPage) -> None:
    opened = at()
    opened.press(Qt.Key.Key_R, CTRL)
    opened.page.left.button.setFocus()
    opened.press(Qt.Key.Key_Space)
    assert opened.passes.asked == [True, True]


def test_a_running_pass_says_its_step_and_blocks_nothing(at: OpenPage) -> None:
    opened = at()
    opened.passes.go("push")
    left = opened.page.left
    assert (left.next.text(), left.button.isEnabled()) == ("Đang gửi …", False)
    opened.press(Qt.Key.Key_G, CTRL)
    assert opened.hands.focused() == "sync_log"
    opened.passes.go("pull")
    assert left.next.text() == "Đang nhận …"
    opened.passes.go("")
    opened.desk.settle()
    assert left.button.isEnabled()
    assert left.next.text().startswith("Lần tới")


def test_the_end_of_a_pass_brings_its_news(at: OpenPage, desk: PageDesk) -> None:
    opened = at(NIGHT)
    opened.passes.go("pull")
    failed = a_pass(
        datetime(2026, 11, 23, 9, 12), outcome=Outcome.FAILED, because="centre_unreachable",
        facts={"because": "timeout"},
    )  # fmt: skip
    desk.desk.write(lambda uow: logged(uow, failed))
    assert opened.notices() == []
    opened.passes.go("")
    desk.settle()
    assert ["Chưa gặp được kho" in told for told in opened.notices()] == [True]
    log = opened.page.log
    assert log.table.current_row().newest == failed, "nobody had asked for an older one"
    assert log.detail.text().startswith("09:12 23/11: ")


def test_the_line_below_the_log_tells_of_the_row_that_was_asked_for(at: OpenPage, desk: PageDesk) -> None:
    opened = at(NIGHT_BEFORE, NIGHT)
    opened.press(Qt.Key.Key_G, CTRL)
    opened.press(Qt.Key.Key_Down)
    desk.desk.write(lambda uow: logged(uow, a_pass(datetime(2026, 11, 23, 9, 12), sent=2, stored=2)))
    opened.page.reload()
    desk.settle()
    assert opened.page.log.table.current_row().newest == NIGHT_BEFORE
    assert opened.page.log.detail.text().startswith("02:00 22/11: ")
    assert "lúc đó còn" in opened.page.log.detail.text()


def test_an_empty_column_of_the_centre_says_why(at: OpenPage) -> None:
    told = replace(NIGHT, counts=tuple(replace(count, there=None) for count in NIGHT.counts))
    card = at(told).page.left.card
    assert card.untold.text() == "«–»: chưa quầy nào khác báo số liệu đến việc số 18.204."
    assert card.untold.isVisible()
    assert card.counts.toolTip() == card.untold.text()


def test_a_column_that_is_told_needs_no_words(at: OpenPage) -> None:
    assert not at(NIGHT).page.left.card.untold.isVisible()


def test_the_log_stands_at_the_right_where_nothing_is_to_choose(at: OpenPage) -> None:
    opened = at(NIGHT_BEFORE, replace(NIGHT, relayed=3))
    assert opened.right() == "log"
    assert opened.page.log.words.text() == "Không có chỗ nào khác nhau cần chọn."
    assert "3 việc gửi hộ máy khác" in opened.page.log.detail.text()
    opened.press(Qt.Key.Key_G, CTRL)
    opened.press(Qt.Key.Key_Down)
    assert opened.page.log.table.current_row().newest == NIGHT_BEFORE
    assert "gửi hộ" not in opened.page.log.detail.text()


def test_acts_that_wait_for_their_dossier_are_a_line_that_opens_them(at: OpenPage, desk: PageDesk) -> None:
    code = "H24.28-261123-0801"

    def put(uow: object) -> None:
        uow.conn.exec_driver_sql(  # type: ignore[attr-defined]
            "INSERT INTO awaited_act (event_id, stream, code, kind, unit, by, at, is_folded)"
            " VALUES ('1', ?, ?, 'dossier:taken_over', 'QLDT', 'minh', '2026-11-23T09:02', 0)",
            (f"awaited:{code}", code),
        )
        uow.commit()  # type: ignore[attr-defined]

    desk.desk.write(put)
    opened = at()
    assert opened.waiting()[1] == "1 việc chờ dữ liệu hồ sơ"
    opened.page.left.waiting.setFocus()
    opened.press(Qt.Key.Key_End)
    opened.press(Qt.Key.Key_Return)
    assert opened.right() == "awaited"
    opened.press(Qt.Key.Key_Escape)
    assert opened.right() == "log"


def waits(desk: PageDesk, code: str) -> None:
    """Minh took a paper over whose code nobody knows here."""
    desk.desk.write(lambda uow: (custody_of(uow, code), uow.commit()))
    desk.session.say_changed("dossier")
    desk.settle()


def test_what_waits_although_the_dossier_is_here_says_who_has_not_given_it(
    at: OpenPage, desk: PageDesk
) -> None:
    opened = at()
    code = desk.acts.received()
    waits(desk, code)
    assert "1 việc chờ nơi khác ghi" in opened.waiting()
    opened_awaited(opened)
    table = opened.page.awaited.table
    (row,) = opened.page.awaited.model.rows()
    told = next(each for each in opened.page.awaited._columns() if each.id == "waits")
    assert told.cell(row).text == "giấy đã ở phòng, Một cửa chưa giao"
    assert table.current_row() == row


def custody_of(uow: Any, code: str) -> None:
    dossier = awaiting.find_or_await(uow, code)
    awaiting.take_over(uow, dossier, by="minh")


def opened_awaited(opened: AtThePage) -> None:
    opened.page.left.waiting.setFocus()
    opened.press(Qt.Key.Key_End)
    opened.press(Qt.Key.Key_Return)


def test_an_act_with_a_mistyped_code_is_taken_back_by_keys(at: OpenPage, desk: PageDesk) -> None:
    code = "H24.28-261123-0801"
    opened = at()
    waits(desk, code)
    opened_awaited(opened)
    pane = opened.page.awaited
    opened.press(Qt.Key.Key_Delete)
    assert "của hồ sơ 261123-0801?" in pane.asking.question.text()
    opened.press(Qt.Key.Key_Escape)
    assert (pane.asking.isVisible(), opened.right()) == (False, "awaited")
    opened.press(Qt.Key.Key_Delete)
    opened.press(Qt.Key.Key_Return)
    assert pane.asking.reason.problem() == "còn thiếu lý do"
    opened.hands.type("go nham ma")
    opened.press(Qt.Key.Key_Return)
    assert opened.page.notice.text() == f"Đã bỏ việc ghi nhầm của hồ sơ {code}."
    assert (pane.model.rows(), pane.asking.isVisible(), pane.take_back.isVisible()) == ((), False, False)
    assert not any("chờ dữ liệu" in line for line in opened.waiting())


def test_the_counter_staff_see_what_waits_and_who_takes_it_back(at: OpenPage, desk: PageDesk) -> None:
    opened = at(login="lan")
    waits(desk, "H24.28-261123-0801")
    opened_awaited(opened)
    pane = opened.page.awaited
    assert "lãnh đạo chọn dòng ấy" in pane.words.text()
    opened.press(Qt.Key.Key_Delete)
    assert (pane.take_back.isVisible(), pane.asking.isVisible()) == (False, False)
