"""Papers that belong to no dossier, by keys: from the page where they are looked for to the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from counter_app.domain.errors import PrintFailed
from counter_app.storage.tables import security_log
from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.pages.administration_page import AdministrationPage
from counter_app.ui.pages.catalogue_page import CataloguePage
from counter_app.ui.pages.dossiers_page import DossiersPage
from tests.desks import person
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers

Shown = Callable[[QWidget], QWidget]


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[PageDesk]:
    made = PageDesk(tmp_path)
    yield made
    made.close()


def open_page(desk: PageDesk, page: QWidget, shown: Shown) -> Fingers:
    """The page in front, read; the keyboard before it."""
    page.resize(1150, 686)
    shown(page)
    page.page_shown()  # type: ignore[attr-defined]
    page.setFocus()
    desk.settle()
    desk.settle()
    return Fingers(page, desk.settle)


def open_menu(desk: PageDesk) -> QMenu:
    """The menu that stands open."""
    desk.settle(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def dialog_of(desk: PageDesk, page: QWidget) -> PaperDialog:
    """The paper large, drawn and in front."""

    def is_drawn() -> bool:
        found = page.findChildren(PaperDialog)
        return bool(found) and (found[0].preview.page_count() > 0 or bool(found[0].notice.text()))

    desk.settle(is_drawn)
    dialog = page.findChildren(PaperDialog)[0]
    dialog.activateWindow()
    desk.settle(lambda: QApplication.activeWindow() is dialog)
    return dialog


def events(desk: PageDesk) -> int:
    return int(desk.read(lambda reading: reading.conn.exec_driver_sql("SELECT count(*) FROM event").scalar()))


def security(desk: PageDesk) -> list[tuple[str, str]]:
    rows = desk.read(lambda reading: reading.conn.execute(security_log.select()).all())
    return [(row.actor, row.what) for row in rows]


def test_a_register_from_the_list_of_dossiers(desk: PageDesk, shown: Shown) -> None:
    desk.acts.received()
    desk.acts.received("LD-01", applicant=person("Ý Nhi Kđăm"))
    page = DossiersPage(desk.context)
    hands = open_page(desk, page, shown)
    before = events(desk)
    hands.ctrl(Qt.Key.Key_B)
    menu = open_menu(desk)
    assert [action.text() for action in menu.actions()] == [
        "Đầu tư · 2026 · quyển số 01 · 1 số",
        "Lao động · 2026 · quyển số 01 · 1 số",
    ]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    dialog = dialog_of(desk, page)
    assert dialog.windowTitle() == "Sổ theo dõi hồ sơ LD-2026-1"
    assert dialog.preview.page_count() == 2
    hands.enter()
    desk.settle()
    desk.settle()
    assert desk.printer.paper == ["Sổ theo dõi hồ sơ LD-2026-1"]
    assert desk.printer.pages == 2
    assert dialog.notice.text() == "Đã in giấy."
    assert ("lan", "register_printed") in security(desk)
    assert events(desk) == before, "no dossier's log is told of it"


def test_the_pages_of_a_book_are_turned_by_keys_and_buttons(desk: PageDesk, shown: Shown) -> None:
    desk.acts.received()
    page = DossiersPage(desk.context)
    hands = open_page(desk, page, shown)
    hands.ctrl(Qt.Key.Key_B)
    QTest.keyClick(open_menu(desk), Qt.Key.Key_Return)
    dialog = dialog_of(desk, page)
    assert dialog.steps is not None
    assert dialog.steps.words.text() == "Trang 1/2"
    assert not dialog.steps.back.isEnabled()
    hands.press(Qt.Key.Key_PageDown)
    assert (dialog.preview.page(), dialog.steps.words.text()) == (1, "Trang 2/2")
    assert not dialog.steps.on.isEnabled()
    dialog.steps.back.click()
    assert dialog.preview.page() == 0
    hands.press(Qt.Key.Key_PageUp)
    assert dialog.preview.page() == 0


def test_years_before_the_newest_lie_in_menus_of_their_own(desk: PageDesk, shown: Shown) -> None:
    from datetime import datetime

    desk.acts.received()
    desk.clock.set(datetime(2027, 1, 4, 9, 0))
    desk.acts.done("confirm_clock", "tuan", reason="đồng hồ đúng")
    desk.acts.received(applicant=person("Ý Nhi Kđăm"))
    page = DossiersPage(desk.context)
    open_page(desk, page, shown)
    page.head.register.click()
    menu = open_menu(desk)
    assert [action.text() for action in menu.actions()] == ["Đầu tư · 2027 · quyển số 01 · 1 số", "Năm 2026"]
    menu.close()


def test_a_desk_without_a_register_says_so(desk: PageDesk, shown: Shown) -> None:
    page = DossiersPage(desk.context)
    open_page(desk, page, shown)
    page.head.register.click()
    menu = open_menu(desk)
    assert [action.isEnabled() for action in menu.actions()] == [False]
    menu.close()


def test_who_may_not_print_sees_no_register(desk: PageDesk, shown: Shown) -> None:
    page = DossiersPage(desk.context)
    open_page(desk, page, shown)
    assert page.head.register.isVisible()
    desk.sign_in("quantri")
    assert not page.head.register.isVisible()
    page._register.ask()
    desk.settle()
    assert QApplication.activePopupWidget() is None


def test_a_printer_that_fails_writes_nothing_down(desk: PageDesk, shown: Shown) -> None:
    desk.acts.received()
    page = DossiersPage(desk.context)
    hands = open_page(desk, page, shown)
    hands.ctrl(Qt.Key.Key_B)
    QTest.keyClick(open_menu(desk), Qt.Key.Key_Return)
    dialog = dialog_of(desk, page)
    desk.printer.error = PrintFailed(printer="Khay thử", because="printer_error")
    hands.enter()
    desk.settle()
    desk.settle()
    assert "không in được" in dialog.notice.text()
    assert ("lan", "register_printed") not in security(desk)


def test_a_posting_from_the_procedure(desk: PageDesk, shown: Shown) -> None:
    page = CataloguePage(desk.context)
    hands = open_page(desk, page, shown)
    desk.settle(page.is_ready)
    page.procedures.panel.posting.setFocus()
    hands.press(Qt.Key.Key_Space)
    dialog = dialog_of(desk, page)
    assert dialog.windowTitle() == "Niêm yết nội dung thủ tục hành chính DT-01"
    hands.ctrl(Qt.Key.Key_P)
    desk.settle()
    desk.settle()
    assert desk.printer.paper == ["Niêm yết nội dung thủ tục hành chính DT-01"]


@pytest.mark.parametrize(
    ("down", "title"),
    [
        (0, "Nội dung yêu cầu phản ánh, kiến nghị"),
        (1, "Phiếu đánh giá mức độ hài lòng"),
        (2, "Phiếu lệnh quét"),
    ],
)
def test_what_hangs_on_the_wall_from_the_catalogue(
    desk: PageDesk, shown: Shown, down: int, title: str
) -> None:
    page = CataloguePage(desk.context)
    hands = open_page(desk, page, shown)
    before = events(desk)
    page.wall.setFocus()
    hands.press(Qt.Key.Key_Space)
    menu = open_menu(desk)
    for _ in range(down):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    dialog = dialog_of(desk, page)
    assert dialog.windowTitle() == title
    hands.enter()
    desk.settle()
    desk.settle()
    assert desk.printer.paper == [title]
    assert events(desk) == before


def test_the_command_sheet_from_the_machine_s_settings(desk: PageDesk, shown: Shown) -> None:
    desk.sign_in("quantri")
    page = AdministrationPage(desk.context)
    open_page(desk, page, shown)
    page.show_part("machine")
    part = page.parts["machine"]
    part.commands.click()
    dialog = dialog_of(desk, page)
    dialog.print_now()
    desk.settle()
    desk.settle()
    assert desk.printer.paper == ["Phiếu lệnh quét"]


def test_nothing_lies_over_the_lock(desk: PageDesk, shown: Shown) -> None:
    page = CataloguePage(desk.context)
    open_page(desk, page, shown)
    page.papers.desk_papers.open_paper("command_sheet")
    dialog = dialog_of(desk, page)
    assert dialog.isVisible()
    desk.session.lock()
    desk.settle()
    assert not [each for each in page.findChildren(PaperDialog) if each.isVisible()]


def test_where_complaints_are_sent_is_a_setting(desk: PageDesk, shown: Shown) -> None:
    desk.sign_in("quantri")
    page = AdministrationPage(desk.context)
    open_page(desk, page, shown)
    page.show_part("agency")
    desk.settle()
    part = page.parts["agency"]
    values = {
        "feedback_agency": "Văn phòng Ban",
        "feedback_address": "24 Cù Chính Lan",
        "feedback_phone": "0225 3823 207",
        "feedback_fax": "0225 3842 426",
        "feedback_email": "phananh@example.com",
        "feedback_days": "10",
    }
    for name, value in values.items():
        part.fields[name].set_value(value)
    part.submit()
    desk.settle()
    agency = desk.read(lambda reading: reading.reference.agency)
    assert {name: str(getattr(agency, name)) for name in values} == values
    assert part.notice.text() == "Đã lưu 6 thay đổi."
    for field in part.fields.values():
        assert field.isVisible(), "every setting has its place"
