"""Printed receipts of a restored desk entered again in the window: by their QR, by their code, by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tests.ui.restored_window import RestoredWindow

Show = Callable[[QWidget], QWidget]
Open = Callable[..., RestoredWindow]
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def test_a_lost_receipt_is_scanned_filled_and_has_its_old_code_and_due_date(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.scan_paper(code)
    assert page.form.state.reentering == at.lost.paper[code]
    assert page.form.reentry.isVisible()
    assert page.form.reentry.code.text() == code
    assert page.form.reentry.moment.text() == "09:15 thứ hai 23/11/2026"
    assert page.form.side.main.words() == "Nhập lại hồ sơ"
    at.fill()
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    dossier = at.dossier(code)
    assert (dossier.code, dossier.due_at) == (code, at.dues[code])
    assert dossier.received_at is not None and f"{dossier.received_at:%H:%M}" == "09:15"
    panel = page.panel
    assert page.stack.currentWidget() is panel
    assert panel.code.text() == code
    assert f"{at.dues[code]:%d/%m/%Y}" in panel.due.text()
    assert at.printer.paper == [], "it is in somebody's hands"
    at.hands.ctrl(Key.Key_P)
    at.settle()
    assert len(at.printer.paper) == 1


def test_one_after_the_other_each_scan_goes_in_at_once(opened: Open) -> None:
    at = opened("a", "b")
    page = at.reception()
    for code in at.codes:
        verdict = at.scan_paper(code)
        assert verdict.words == "Đang nhập lại giấy hẹn"
        assert page.form.reentry.code.text() == code
        at.fill(f"Nguyen Van {code[-1]}")
        at.hands.ctrl(Key.Key_Return)
        at.settle()
        assert at.dossier(code).due_at == at.dues[code]


# -- the offer


def test_the_banner_of_a_restored_desk_leads_to_reception(opened: Open) -> None:
    at = opened()
    assert at.window.current_page() == "today"
    (button,) = (
        each for each in at.window.findChildren(QPushButton, QRegularExpression("attention_._action"))
        if each.isVisible() and each.words() == "Tiếp nhận"
    )  # fmt: skip
    button.setFocus()
    at.press(Key.Key_Space)
    assert at.window.current_page() == "reception"


@pytest.mark.parametrize("key", [Key.Key_F4, Key.Key_F5, Key.Key_F6])
def test_on_any_page_the_offer_stands_beside_not_found(opened: Open, key: Qt.Key) -> None:
    at = opened()
    (code,) = at.codes
    at.press(key)
    at.scan_paper(code)
    assert at.shown.pages.reentry.button.isVisible()
    at.press(Key.Key_G, ALT)
    assert at.window.current_page() == "reception"
    assert at.page.form.reentry.code.text() == code
    assert not at.shown.pages.reentry.button.isVisible()


def test_a_known_dossier_and_another_scan_take_the_offer_away(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    at.press(Key.Key_F5)
    at.scan_paper(code)
    assert at.shown.pages.reentry.button.isVisible()
    at.scan("H24.99-261123-0401|20261123T0915|1")
    assert not at.shown.pages.reentry.button.isVisible()
    at.press(Key.Key_G, ALT)
    assert at.window.current_page() == "dossiers"


def test_a_desk_in_its_first_life_only_offers(opened: Open) -> None:
    at = opened(is_restored=False)
    (code,) = at.codes
    page = at.reception()
    verdict = at.scan_paper(code)
    assert verdict.words == "Không có hồ sơ này ở đây"
    assert page.form.state.is_untouched
    at.press(Key.Key_G, ALT)
    assert page.form.reentry.code.text() == code


def test_who_receives_nothing_is_offered_nothing(opened: Open) -> None:
    at = opened(login="minh")
    at.press(Key.Key_F5)
    at.scan_paper(at.codes[0])
    assert not at.shown.pages.reentry.button.isVisible()


def test_a_number_of_another_desk_is_no_receipt_of_ours(opened: Open) -> None:
    at = opened()
    page = at.reception()
    verdict = at.scan("H24.28-261123-9601|20261123T0915|1")
    assert "số này không thuộc dải số của quầy" in verdict.words
    assert page.form.state.is_untouched
    assert not at.shown.pages.reentry.button.isVisible()


def test_a_typed_code_is_offered_in_the_search_and_enter_takes_it(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    at.reception()
    at.press(Key.Key_F3)
    at.hands.type(code.partition("-")[2])
    at.settle()
    search = at.shown.search
    assert search is not None
    assert search._words.text() == "Không thấy hồ sơ nào khớp."
    assert search._way.isVisible()
    at.press(Key.Key_Return)
    page = at.page
    assert page.form.reentry.code.text() == code
    assert at.hands.focused() == "paper_moment"
    at.hands.type("9.15")
    at.hands.enter()
    at.settle()
    assert page.form.reentry.field.value() == "09:15 23/11/2026"
    assert at.hands.focused() == "procedure"
    at.fill()
    assert page.form.side.receipt.date.text() == f"{at.dues[code]:%d/%m/%Y}"
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    assert at.dossier(code).due_at == at.dues[code]


def test_the_search_says_why_a_code_cannot_be_entered(opened: Open) -> None:
    at = opened()
    at.press(Key.Key_F3)
    at.hands.type("261123-9601")
    at.settle()
    search = at.shown.search
    assert search is not None
    assert search._words.text() == (
        "Không nhập lại được giấy H24.28-261123-9601: số này không thuộc dải số của quầy."
    )
    assert not search._way.isVisible()


# -- the moment on the paper


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("", "còn thiếu"),
        ("9 gio", "không đúng dạng"),
        ("17:45", "còn ở tương lai"),
        ("9:15 20/11", "khác ngày trong mã"),
    ],
)
def test_what_is_no_moment_of_that_paper_is_said_beside_the_field(
    opened: Open, typed: str, mark: str
) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.scan(f"{code}|20261123T1011|2")  # a later version does not tell when the dossier was received
    assert at.hands.focused() == "paper_moment"
    at.hands.type(typed)
    at.hands.enter()
    at.fill()
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    assert page.form.reentry.field.problem() == mark
    assert at.hands.focused() == "paper_moment"
    assert page.stack.currentWidget() is page.form
    at.hands.ctrl(Key.Key_A)
    at.hands.type("09:15")
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    assert at.dossier(code).receipt_version == 2
    assert at.dossier(code).due_at == at.dues[code]


def test_the_qr_scanned_after_its_code_was_typed_fills_in_the_moment(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.scan(code)
    assert page.form.reentry.field.isVisible()
    at.press(Key.Key_Return)
    at.fill()
    before = page.form.state
    at.scan_paper(code)
    assert page.form.reentry.moment.isVisible()
    assert page.form.state.form_id == before.form_id
    assert (page.form.state.name, page.form.state.handed_in) == (before.name, before.handed_in)


def test_a_moment_still_to_come_in_the_qr_is_refused_beside_the_receipt(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.scan(f"{code}|20261123T1715|1")
    at.fill()
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    assert "còn ở tương lai" in page.form.reentry.notice.text()
    assert page.form.state.name == "Nguyen Van Lai"


# -- the mode


def test_esc_leaves_the_mode_and_loses_nothing(opened: Open) -> None:
    at = opened()
    page = at.reception()
    at.scan_paper(at.codes[0])
    at.fill()
    at.press(Key.Key_Escape)
    form = page.form
    assert form.state.reentering == ""
    assert not form.reentry.isVisible()
    assert form.side.main.words() == "Tiếp nhận và in"
    assert form.state.name == "Nguyen Van Lai"
    assert form.components.table.missing() == ()
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    assert page.panel.code.text() == "H24.28-261123-8801"
    assert len(at.printer.paper) == 1


def test_a_form_under_way_waits_where_the_offer_is_taken(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.fill("Dang Nhap Do")
    at.scan_paper(code)
    assert page.form.state.name == "Dang Nhap Do", "a scan replaces nothing that was typed"
    at.press(Key.Key_G, ALT)
    assert page.form.reentry.code.text() == code
    assert page.form.state.name == ""
    assert page.form.head.waiting.words() == "Hồ sơ chờ 1"
