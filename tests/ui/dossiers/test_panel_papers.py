"""Papers through the panel: seen large, printed once, marked as reprints, failures said and nothing lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import PrintFailed
from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.pages.dossiers.panel_body import PAPERS
from tests.ui.dossiers import lives
from tests.ui.dossiers.conftest import PanelDesk

Make = Callable[[str], PanelDesk]


def _dialog(desk: PanelDesk) -> PaperDialog:
    desk.settle()
    found = [each for each in desk.panel.findChildren(PaperDialog) if each.isVisible()]
    assert len(found) == 1
    found[0].activateWindow()
    desk.settle(lambda: QApplication.activeWindow() is found[0])
    return found[0]


def test_ctrl_p_shows_the_receipt_and_enter_prints_it(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.hands.ctrl(Qt.Key.Key_P)
    dialog = _dialog(desk)
    assert dialog.preview.page_count() == 2
    assert desk.printer.paper == []
    desk.hands.enter()
    desk.settle()
    desk.settle()
    assert desk.printer.paper == [f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {code}"]
    assert dialog.notice.text() == "Đã in 2 liên."
    assert desk.kinds(code) == ["received", "paper_printed"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.settle()
    latest = [line.detail for line in desk.panel.body.latest.lines()]
    assert latest == ["09:15 23/11"]


def test_a_second_print_is_a_reprint(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.hands.ctrl(Qt.Key.Key_P)
    dialog = _dialog(desk)
    for _ in range(2):
        desk.hands.ctrl(Qt.Key.Key_P)
        desk.settle()
        desk.settle()
    assert dialog.notice.text() == "Đã in 2 liên, lần 2."
    assert len(desk.printer.paper) == 2
    rows = {row.form: row.detail for row in desk.panel.view().papers}  # type: ignore[union-attr]
    assert rows["receipt"] == "lần 2 · 09:15 23/11"


def test_many_presses_print_once(at_panel: Make) -> None:
    desk = at_panel("lan")
    desk.open(desk.acts.received())
    desk.hands.ctrl(Qt.Key.Key_P)
    dialog = _dialog(desk)
    for _ in range(6):
        QTest.keyClick(dialog.main, Qt.Key.Key_Return)
    desk.settle()
    desk.settle()
    assert len(desk.printer.paper) == 1


def test_print_pressed_before_the_paper_was_drawn_prints_it(at_panel: Make) -> None:
    desk = at_panel("lan")
    desk.open(desk.acts.received())
    desk.panel.print_paper()
    dialog = next(each for each in desk.panel.findChildren(PaperDialog))
    dialog.print_now()
    desk.settle()
    desk.settle()
    assert len(desk.printer.paper) == 1


def test_a_printer_that_fails_is_said_and_nothing_is_recorded(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.printer.error = PrintFailed(printer="Khay thử", because="printer_error")
    desk.hands.ctrl(Qt.Key.Key_P)
    dialog = _dialog(desk)
    desk.hands.enter()
    desk.settle()
    assert "Khay thử" in dialog.notice.text()
    assert desk.kinds(code) == ["received"]
    desk.printer.error = None
    desk.hands.enter()
    desk.settle()
    desk.settle()
    assert desk.kinds(code) == ["received", "paper_printed"]


def test_every_paper_that_fits_is_listed_and_opens(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.asked(desk)
    lives.now(desk)
    desk.open(code)
    desk.hands.press(Qt.Key.Key_End)
    forms = [row.form for row in desk.panel.view().papers]  # type: ignore[union-attr]
    assert forms == ["receipt", "supplement_request", "control_sheet", "handover_list", "label"]
    desk.tab_to("panel_papers")
    for number, form in enumerate(forms):
        desk.hands.enter()
        dialog = _dialog(desk)
        assert dialog.notice.text() == "", form
        assert dialog.preview.page_count() >= 1, form
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        desk.settle()
        desk.window.activateWindow()
        desk.settle(desk.window.isActiveWindow)
        desk.panel.body.papers.setFocus()
        if number + 1 < len(forms):
            desk.hands.press(Qt.Key.Key_Down)


def test_a_handover_list_is_recorded_with_the_dossier(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = desk.acts.received()
    desk.open(code)
    desk.press_act("hand_over")
    desk.submit()
    desk.tab_to("panel_notice_action")
    desk.hands.press(Qt.Key.Key_Space)
    _dialog(desk)
    desk.hands.enter()
    desk.settle()
    desk.settle()
    assert desk.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"]
    assert desk.acts.history(code)[-1]["data"]["form"] == "handover_list"


def test_a_void_dossier_has_no_receipt(at_panel: Make) -> None:
    desk = at_panel("lan")
    code = lives.voided(desk)
    lives.now(desk)
    desk.open(code)
    assert [row.form for row in desk.panel.view().papers] == ["control_sheet"]  # type: ignore[union-attr]


def test_the_papers_of_a_life_are_offered_by_themselves_and_print(at_panel: Make) -> None:
    desk = at_panel("minh")
    code = lives.asked(desk)
    lives.at(desk, 18, 9, 0)
    desk.acts.done("supplement", "lan", code=code, items=[{"no": 2, "copies": 1}])
    desk.acts.done(
        "extend", "minh", code=code, new_due="2026-12-31", reason="Chờ ý kiến", signer="Hoàng Anh Tuấn"
    )
    desk.acts.done("stop", "minh", code=code, reason="Chờ quy hoạch")
    desk.open(code)
    shown = {row.form: (row.title, row.detail) for row in desk.panel.view().papers}  # type: ignore[union-attr]
    assert shown["supplement_request"] == ("Phiếu yêu cầu bổ sung (mẫu 02)", "chưa in")
    assert shown["extension"] == ("Văn bản xin lỗi, gia hạn (mẫu 04)", "chưa in")
    assert shown["stop_notice"] == ("Thông báo dừng (mẫu 05)", "chưa in")
    assert shown["receipt"][1] == "bản 2 · chưa in"
    desk.panel.body.show_part(PAPERS)
    desk.tab_to("panel_papers")
    for _ in range(list(shown).index("extension")):
        desk.hands.press(Qt.Key.Key_Down)
    desk.hands.enter()
    _dialog(desk)
    desk.hands.enter()
    desk.settle()
    desk.settle()
    assert desk.printer.paper == [f"Văn bản xin lỗi, gia hạn (mẫu 04) {code}"]
    assert desk.kinds(code)[-1] == "paper_printed"
