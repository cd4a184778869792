"""The whole window over a real trial desk: opening, sign-in, roles, locking, changing people, the picture."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.staff import Permission, Role
from counter_app.queries.today import today
from counter_app.services.accounts import reset_password
from counter_app.services.administration import change_person
from counter_app.services.trial import PASSWORD
from counter_app.ui import app
from counter_app.ui.desk_window import DeskWindow
from counter_app.ui.fault_hook import FaultDialog, FaultHook
from counter_app.ui.pages.reception_page import ReceptionPage
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.printing import NoPaper
from counter_app.ui.session import Session
from counter_app.ui.standard_texts import StandardTexts
from counter_app.ui.today_rows import today_view
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.status_line import SyncView
from counter_app.ui.widgets.text import Text
from tests.builders import a_form, trial_desk
from tests.ui.at_the_counter import Counter

ONE_MINUTE = 60_000


@pytest.fixture
def counter(tmp_path: Path, qapp: QApplication) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


@pytest.fixture
def opened(counter: Counter, qtbot: QtBot, shown: Callable[[QWidget], QWidget]) -> Iterator[DeskWindow]:
    """The window with the sign-in page over it."""
    made = DeskWindow(counter.desk, NoPaper())
    made.ask_who()
    shown(made.window)
    settle(qtbot, made)
    yield made
    made.close()


def settle(qtbot: QtBot, window: DeskWindow) -> None:
    qtbot.waitUntil(window.jobs.is_idle, timeout=ONE_MINUTE)
    page = window.window._made.get("reception")
    if isinstance(page, ReceptionPage):
        qtbot.waitUntil(page.is_ready, timeout=ONE_MINUTE)


def cover(window: DeskWindow) -> SignInPage:
    page = window.window.findChild(SignInPage)
    assert page is not None
    return page


def sign_in(qtbot: QtBot, window: DeskWindow, login: str, password: str = PASSWORD) -> None:
    page = cover(window)
    page._choose(login)
    QTest.keyClicks(page.card.password.edit, password)
    QTest.keyClick(page.card.password.edit, Qt.Key.Key_Return)
    settle(qtbot, window)


def test_sign_in_then_today_then_reception_by_keys(opened: DeskWindow, qtbot: QtBot) -> None:
    assert opened.window.is_covered()
    sign_in(qtbot, opened, "lan")
    assert not opened.window.is_covered()
    assert opened.window.current_page() == "today"
    QTest.keyClick(opened.window, Qt.Key.Key_F2)
    settle(qtbot, opened)
    assert opened.window.current_page() == "reception"
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "procedure"


def test_a_wrong_password_is_said_beside_the_field(opened: DeskWindow, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan", "khong dung")
    assert opened.window.is_covered()
    assert "Tên hoặc mật khẩu không đúng" in cover(opened).card.password.problem()
    assert opened.session.person is None


def test_a_password_reset_while_the_page_stands_must_be_changed(
    opened: DeskWindow, counter: Counter, qtbot: QtBot
) -> None:
    one_time = changed(counter, lambda uow: reset_password(uow, "lan", by=uow.reference.person("quantri")))
    sign_in(qtbot, opened, "lan", one_time)
    assert opened.window.is_covered()
    assert opened.session.person is None
    assert cover(opened).card.first.edit.hasFocus(), "a password of one's own is asked for"


def test_wrong_tries_are_counted_by_the_store(opened: DeskWindow, counter: Counter, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan", "khong dung")
    assert counter.count("security_log WHERE what = 'sign_in_refused'") == 1


@pytest.mark.parametrize(
    ("login", "pages"),
    [
        (
            "lan",
            [
                "today", "reception", "handover", "dossiers", "returns", "feedback", "end_of_day",
                "catalogue", "sync",
            ],
        ),
        (
            "tuan",
            [
                "today", "reception", "handover", "dossiers", "returns", "department", "deadlines",
                "feedback", "end_of_day", "catalogue", "sync",
            ],
        ),
        ("minh", ["today", "handover", "dossiers", "department", "feedback", "catalogue", "sync"]),
        (
            "dung",
            ["today", "handover", "dossiers", "department", "deadlines", "feedback", "catalogue", "sync"],
        ),
        ("quantri", ["today", "dossiers", "catalogue", "sync", "settings"]),
    ],
)
def test_roles_decide_the_pages(login: str, pages: list[str], opened: DeskWindow, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, login)
    assert [entry.id for entry in opened.window._entries] == pages


def test_the_number_beside_the_page_of_passes_is_that_of_open_conflicts(
    opened: DeskWindow, qtbot: QtBot
) -> None:
    opened.status.set(sync=SyncView("2 chỗ khác nhau", "0 chờ gửi", Tone.AMBER, conflicts=2))
    sign_in(qtbot, opened, "tuan")  # the side bar is made anew with the person
    item = opened.window.side_bar.item("sync")
    assert item is not None
    assert item.count() == 2
    opened.status.set(sync=SyncView("Đã đồng bộ 09:14", "0 chờ gửi", Tone.GREEN))
    assert item.count() == 0


def changed(counter: Counter, act: Callable[[Any], Any]) -> Any:
    """What another window or an administrator did: committed past the page."""

    def do(uow: Any) -> Any:
        answer = act(uow)
        uow.commit()
        return answer

    return counter.desk.write(do)


def person_set(counter: Counter, login: str, **fields: Any) -> None:
    known = counter.person(login)
    all_fields = {"name": known.name, "role": known.role, "unit": known.unit, "is_active": True} | fields
    changed(counter, lambda uow: change_person(uow, login, by="quantri", **all_fields))


def pages(window: DeskWindow) -> set[str]:
    return {entry.id for entry in window.window._entries}


def test_an_administrator_who_gave_the_role_away_has_its_pages_no_more(
    opened: DeskWindow, counter: Counter, qtbot: QtBot
) -> None:
    sign_in(qtbot, opened, "quantri")
    person_set(counter, "tuan", role=Role.ADMINISTRATOR)
    opened.session.say_changed("staff")
    settle(qtbot, opened)
    assert "settings" in pages(opened), "somebody else was changed"
    person_set(counter, "quantri", role=Role.COUNTER, unit="MC")
    opened.session.say_changed("staff")
    settle(qtbot, opened)
    assert not opened.session.may(Permission.ADMINISTER)
    assert (opened.session.person, opened.window.is_covered()) == (counter.person("quantri"), False)
    assert "reception" in pages(opened)
    assert "settings" not in pages(opened)


def test_who_leaves_the_service_is_signed_out(opened: DeskWindow, counter: Counter, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "quantri")
    person_set(counter, "tuan", role=Role.ADMINISTRATOR)
    person_set(counter, "quantri", is_active=False)
    opened.session.say_changed("staff")
    settle(qtbot, opened)
    assert opened.session.person is None
    assert "quantri" not in [choice.login for choice in cover(opened)._view.staff]


def test_a_change_of_role_opens_no_locked_desk(opened: DeskWindow, counter: Counter, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan")
    person_set(counter, "lan", role=Role.SUPERVISOR)
    opened.session.say_changed("staff")
    opened.lock()
    settle(qtbot, opened)
    assert opened.session.is_locked
    assert opened.window.is_covered()
    sign_in(qtbot, opened, "lan")
    assert "deadlines" in pages(opened)


def test_today_shows_what_was_received(opened: DeskWindow, counter: Counter, qtbot: QtBot) -> None:
    counter.receive(a_form())
    sign_in(qtbot, opened, "lan")
    rows = opened.window.page("today").received.list.rows()
    assert [(row.code, row.name, row.when) for row in rows] == [
        ("261123-0001", "TNHH Cơ khí Chính xác Đông Đô", "09:14")
    ]


def test_locking_keeps_what_was_typed(opened: DeskWindow, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan")
    opened.window.show_page("reception")
    page = opened.window.page("reception")
    assert isinstance(page, ReceptionPage)
    settle(qtbot, opened)
    page.form.applicant.name.setFocus()
    QTest.keyClicks(page.form.applicant.name.edit, "Cong ty dang go")
    opened.lock()
    settle(qtbot, opened)
    assert opened.window.is_covered()
    sign_in(qtbot, opened, "lan")
    assert opened.window.page("reception") is page
    assert page.form.state.name == "Cong ty dang go"
    assert opened.window.current_page() == "reception"


def test_another_person_gets_pages_of_his_own(opened: DeskWindow, counter: Counter, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan")
    opened.window.show_page("reception")
    page = opened.window.page("reception")
    assert isinstance(page, ReceptionPage)
    settle(qtbot, opened)
    page.form.applicant.name.setFocus()
    QTest.keyClicks(page.form.applicant.name.edit, "Cua Lan")
    opened.lock()
    settle(qtbot, opened)
    sign_in(qtbot, opened, "tuan")
    opened.window.show_page("reception")
    settle(qtbot, opened)
    other = opened.window.page("reception")
    assert isinstance(other, ReceptionPage)
    assert other is not page
    assert other.form.state.is_untouched
    assert counter.count("draft WHERE owner = 'lan'") == 1


def test_the_idle_time_is_the_agency_s(opened: DeskWindow, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan")
    assert opened.session.idle_minutes() == 5
    assert opened.session.is_waiting_for_idle()
    opened.session.idle.emit()
    settle(qtbot, opened)
    assert opened.window.is_covered()
    assert opened.session.is_locked
    assert not opened.session.is_waiting_for_idle()


def test_closing_saves_what_was_typed(opened: DeskWindow, counter: Counter, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan")
    opened.window.show_page("reception")
    page = opened.window.page("reception")
    assert isinstance(page, ReceptionPage)
    settle(qtbot, opened)
    page.form.applicant.name.setFocus()
    QTest.keyClicks(page.form.applicant.name.edit, "x")
    opened.close()
    assert counter.count("draft WHERE owner = 'lan'") == 1


def test_the_status_bar_says_tomorrow_s_holiday(opened: DeskWindow, qtbot: QtBot) -> None:
    sign_in(qtbot, opened, "lan")
    assert opened.window.status_line._holiday.text() == "Mai nghỉ 24/11 – Ngày Văn hóa Việt Nam"


def test_a_picture_without_a_screen(tmp_path: Path, qapp: QApplication) -> None:
    desk = trial_desk(tmp_path)
    app.picture(desk, tmp_path / "window.png")
    desk.close()
    image = QImage(str(tmp_path / "window.png"))
    assert (image.width(), image.height()) == (1366, 768)
    main_button = image.pixelColor(1100, 654).name()
    assert main_button == "#0b6570"


# -- texts and faults


def test_standard_texts_are_vietnamese(qapp: QApplication) -> None:
    texts = StandardTexts(qapp)
    qapp.installTranslator(texts)
    try:
        assert QCoreApplication.translate("QLineEdit", "Select All") == "Chọn tất cả"
        assert QCoreApplication.translate("QLineEdit", "no such text") == "no such text"
        dialog = QFileDialog(options=QFileDialog.Option.DontUseNativeDialog)
        said = {each.text().replace("&", "") for each in dialog.findChildren(QLabel) if each.text()}
        assert said == {"Tìm trong:", "Tên tệp:", "Loại tệp:"}
    finally:
        qapp.removeTranslator(texts)


def test_a_fault_is_logged_and_said_once(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    hook = FaultHook()
    try:
        with caplog.at_level(logging.ERROR):
            for _ in range(3):
                hook.fault(ZeroDivisionError, ZeroDivisionError("x"), None)
        dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, FaultDialog)]
        assert len(dialogs) == 1
        assert len(caplog.records) == 3
        dialogs[0].accept()
    finally:
        hook.remove()


# -- session


def test_the_session_says_when_people_change(counter: Counter, qtbot: QtBot) -> None:
    session = Session()
    told: list[str] = []
    session.leaving.connect(lambda: told.append("leaving"))
    session.person_changed.connect(lambda: told.append("changed"))
    session.sign_in(counter.person("lan"))
    assert told == ["changed"]
    session.lock()
    session.sign_in(counter.person("lan"))
    assert told == ["changed", "leaving"], "the same person goes on"
    session.sign_in(counter.person("tuan"))
    assert told == ["changed", "leaving", "leaving", "changed"]
    session.sign_out()
    assert (session.login, session.is_waiting_for_idle()) == ("", False)


def test_each_touch_begins_the_idle_time_anew(counter: Counter, qtbot: QtBot) -> None:
    session, widget = Session(), QWidget()
    qtbot.addWidget(widget)
    widget.show()
    session.set_idle_minutes(1)
    session.sign_in(counter.person("lan"))
    session.listen_to_windows()
    qtbot.waitUntil(lambda: session._idle_timer.remainingTime() < ONE_MINUTE - 50)
    waited = session._idle_timer.remainingTime()
    QTest.keyClick(widget.windowHandle(), Qt.Key.Key_A)
    assert session._idle_timer.remainingTime() > waited


def test_a_sunday_calls_late_what_was_due_on_friday(counter: Counter) -> None:
    counter.receive(a_form())  # due 03/12/2026, Thursday
    for moment in (datetime(2026, 12, 4, 0, 5), datetime(2026, 12, 6, 10, 0)):
        view = counter.desk.read(
            lambda reading, at=moment: today_view(today(reading, "lan", at), reading.reference, at)
        )
        assert view.due[0].when.startswith("Quá hạn"), moment


def test_the_sign_in_page_shows_the_backup_as_it_is(
    opened: DeskWindow, counter: Counter, qtbot: QtBot
) -> None:
    assert cover(opened).status_line.findChild(Text, "backup_state").text() == "Chưa sao lưu hôm nay"
    opened.status.set(backup="Sao lưu 09:20", is_backup_well=True)
    assert cover(opened).status_line.findChild(Text, "backup_state").text() == "Sao lưu 09:20"
    opened.ask_who()
    settle(qtbot, opened)
    assert cover(opened).status_line.findChild(Text, "backup_state").text() == "Chưa sao lưu hôm nay"
