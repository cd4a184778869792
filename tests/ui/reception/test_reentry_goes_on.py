"""Re-entry of a printed receipt that is left, comes back, lacks papers, or is overtaken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from counter_app.queries.drafts import drafts_of
from counter_app.services.drafts import save_draft
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.ui.pages.reception.form_state import SlipKind
from counter_app.ui.widgets.actions import shortcuts_of
from tests.desks import Counter, form, person
from tests.ui.restored_window import RestoredWindow

Show = Callable[[QWidget], QWidget]
Open = Callable[..., RestoredWindow]
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def test_a_draft_of_the_mode_comes_back_in_it(opened: Open, shown: Show) -> None:
    at = opened()
    (code,) = at.codes
    at.reception()
    at.scan(code)
    at.hands.type("09:15")
    at.hands.enter()
    at.fill()
    at.close()
    at.open()
    at.show(shown)
    form = at.reception().form
    assert form.state.reentering == code
    assert form.reentry.isVisible()
    assert form.reentry.field.value() == "09:15 23/11/2026"
    assert form.state.name == "Nguyen Van Lai"
    assert form.side.main.words() == "Nhập lại hồ sơ"


def test_a_receipt_just_scanned_is_there_after_a_restart(opened: Open, shown: Show) -> None:
    at = opened()
    at.reception()
    at.scan_paper(at.codes[0])
    at.close()
    at.open()
    at.show(shown)
    assert at.reception().form.state.reentering == at.lost.paper[at.codes[0]]


def test_missing_papers_are_shown_first_and_then_entered_as_missing(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.scan_paper(code)
    at.fill()
    at.hands.ctrl(Key.Key_Space)  # takes the ticks away again
    table = page.form.components.table
    table.setFocus()
    at.press(Key.Key_Space)
    assert table.missing()
    at.hands.ctrl(Key.Key_Return)
    at.hands.ctrl(Key.Key_Return)  # a key that bounced: nobody can have read it
    at.settle()
    assert page.stack.currentWidget() is page.form
    assert "bấm nhập lần nữa" in page.form.side.note.text()
    at.clock.move(seconds=1)
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    assert at.dossier(code).missing


def test_there_is_no_slip_and_no_note_of_a_receipt_given_long_ago(opened: Open) -> None:
    at = opened()
    page = at.reception()
    at.scan_paper(at.codes[0])
    at.fill()
    page.form.way.channel.setFocus()
    at.press(Key.Key_Right)  # it came online: even so it is not only to be noted
    page.form.way.portal.setFocus()
    at.hands.type("000.28.26.H24-261123-000017")
    assert not page.form.way.register.isVisible()
    for key in (Key.Key_2, Key.Key_3, Key.Key_G):
        at.hands.ctrl(key)
        at.settle()
        assert page.form.side.main.words() == "Nhập lại hồ sơ"
        assert page.form.state.slip_kind is SlipKind.NONE
    assert at.rows("SELECT count(*) FROM dossier")[0][0] == 0
    words = {each.words: each.key for each in shortcuts_of(at.window)}
    assert words["Nhập lại hồ sơ"].startswith("Ctrl+Enter")
    assert "Tiếp nhận và in" not in words
    at.press(Key.Key_Escape)
    assert page.form.way.register.isVisible(), "as always outside of the mode"
    assert page.form.way.portal.value() == "000.28.26.H24-261123-000017"


def test_a_dossier_that_came_meanwhile_is_offered_to_be_opened(opened: Open) -> None:
    at = opened()
    (code,) = at.codes
    page = at.reception()
    at.scan_paper(code)
    at.fill()
    again = form(applicant=person("Nguoi Khac"), receipt=at.lost.paper[code])
    Counter(at.desk, at.clock).done("receive", **again)
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    notice = page.form.reentry.notice
    assert notice.isVisible()
    assert notice.text().startswith(f"Giấy {code} đã có hồ sơ ở đây")
    assert page.form.state.name == "Nguyen Van Lai", "nothing typed is lost"
    button = notice.findChild(QPushButton, "reentry_notice_action")
    assert button is not None and button.isVisible()
    button.setFocus()
    at.press(Key.Key_Space)
    assert at.window.current_page() == "dossiers"
    assert at.rows("SELECT count(*) FROM dossier")[0][0] == 1


@pytest.mark.parametrize(
    ("receipt", "part"),
    [
        ("H24.99-261123-0001|20261123T0915|1", "là của cơ quan khác"),
        ("H24.28-261123-9601|20261123T0915|1", "số này không thuộc dải số của quầy"),
        ("H24.28-261123-0001|20261120T0915|1", "ngày nhận không phải ngày ghi trong mã"),
        ("H24.28-261124-0001|20261124T0915|1", "còn ở tương lai"),
        ("BS-261123-1.1|20261123T0915|1", "Không đọc được mã"),
    ],
)
def test_a_draft_of_a_paper_that_cannot_be_entered_is_refused_beside_it(
    opened: Open, shown: Show, receipt: str, part: str
) -> None:
    """Drafts outlive what they rest on: an agency's code, a block of numbers."""
    at = opened()
    at.reception()
    at.scan_paper(at.codes[0])
    at.fill()
    at.close()
    at.open()
    at.desk.write(partial(_with_receipt, receipt))
    at.show(shown)
    form = at.reception().form
    assert form.state.reentering == receipt
    if not form.reentry.field.isHidden():
        form.reentry.field.setFocus()
        at.hands.type("9:15 23/11/26")
    at.hands.ctrl(Key.Key_Return)
    at.settle()
    assert part in form.reentry.notice.text()
    assert form.reentry.notice.isVisible()
    assert form.state.name == "Nguyen Van Lai", "nothing typed is lost"
    assert at.rows("SELECT count(*) FROM dossier")[0][0] == 0


def _with_receipt(receipt: str, uow: UnitOfWork) -> None:
    (draft,) = drafts_of(uow.conn, "lan")
    save_draft(uow, draft.id, "lan", {**draft.form, "reentering": receipt})
    uow.commit()
