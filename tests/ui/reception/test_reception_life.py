"""Joint dossiers, online dossiers and the true moment of receipt, on the reception page, by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.dossier import Channel, Status
from counter_app.services import reception
from counter_app.ui.pages.reception.side_column import Mode
from tests.builders import a_form
from tests.ui.at_the_counter import Counter, Fingers
from tests.ui.reception.test_reception_slips import fill, receive

Hands = Callable[[], Fingers]
Key = Qt.Key
PORTAL = "000.28.26.H24-261123-000017"


def _registered(counter: Counter) -> str:
    """An online dossier that nobody has taken in; its portal code."""
    new = replace(a_form(), portal_code=PORTAL, channel=Channel.ONLINE)

    def do(uow: Any) -> None:
        reception.register(uow, new, by="lan")
        uow.commit()

    counter.desk.write(do)
    return PORTAL


def _choose(combo: Any, value: str, fingers: Fingers) -> None:
    combo.setFocus()
    while combo.value() != value:
        fingers.press(Key.Key_Down)


# -- joint dossiers


def test_units_of_a_joint_dossier_are_folded_away_until_wanted(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    joint = counter.page.form.way.joint
    assert not joint.isVisible()
    fingers.ctrl(Key.Key_J)
    assert fingers.focused() == "joint_unit_1"
    _choose(joint.lines[0].unit.combo, "TNMT", fingers)
    joint.lines[0].due.setFocus()
    fingers.type("30/11")
    card = counter.page.form.side.receipt.joint
    assert card.text() == "Liên thông: Phòng TN&MT 30/11/2026"
    fingers.ctrl(Key.Key_J)
    assert fingers.focused() == "joint_unit_2", "the second line stays open for a second unit"
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    dossier = counter.dossier("H24.28-261123-0001")
    assert dossier.joint == (("TNMT", "2026-11-30"),)
    assert not counter.page.form.way.joint.isVisible(), "the next form begins folded"


def test_a_unit_without_a_day_is_asked_for_it(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    fingers.ctrl(Key.Key_J)
    joint = counter.page.form.way.joint
    _choose(joint.lines[0].unit.combo, "TNMT", fingers)
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    assert joint.lines[0].due.problem() == "chưa nhập"
    assert fingers.focused() == "joint_due_1"
    assert counter.count("dossier") == 0


def test_a_day_before_reception_is_refused_beside_it(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    fingers.ctrl(Key.Key_J)
    joint = counter.page.form.way.joint
    _choose(joint.lines[0].unit.combo, "TNMT", fingers)
    joint.lines[0].due.setFocus()
    fingers.type("20/11/2026")
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    assert joint.lines[0].due.problem() == "đã qua"
    assert counter.count("dossier") == 0


# -- online dossiers


def test_what_came_online_is_noted_and_waits(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    form = counter.page.form
    assert not form.way.portal.isVisible()
    form.way.channel.setFocus()
    fingers.press(Key.Key_Right)
    assert form.way.portal.isVisible()
    form.way.portal.setFocus()
    fingers.type(PORTAL)
    fingers.ctrl(Key.Key_G)
    counter.settle()
    counter.settle()
    dossier = counter.dossier(PORTAL)
    assert dossier.status is Status.REGISTERED and not dossier.code
    assert form.side.notice.text() == f"Đã ghi nhận {PORTAL}, chờ tiếp nhận (Ctrl+O)."
    assert form.head.waiting.words() == "Hồ sơ chờ · trực tuyến 1"
    assert form.state.is_untouched, "the next form is empty"
    assert counter.page.keeper.is_saved()
    assert counter.count("draft") == 0, "what was noted is no draft any more"


def test_the_form_after_a_noted_one_keeps_nothing_of_its_slip(counter: Counter, hands: Hands) -> None:
    """Papers passed by bring the slip card up with its legal ground: no ground of the form that follows."""
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    form = counter.page.form
    form.applicant.name.setFocus()
    fingers.type("Cong ty Vi Du")
    form.components.table.setFocus()
    form.way.channel.setFocus()
    fingers.press(Key.Key_Right)
    counter.settle()
    assert form.state.slip_ground
    form.way.portal.setFocus()
    fingers.type(PORTAL)
    fingers.ctrl(Key.Key_G)
    counter.settle()
    assert counter.dossier(PORTAL).status is Status.REGISTERED
    assert form.state.is_untouched


def test_noting_needs_the_code_of_the_portal(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fill(fingers)
    form = counter.page.form
    form.way.channel.setFocus()
    fingers.press(Key.Key_Right)
    fingers.ctrl(Key.Key_G)
    counter.settle()
    assert form.way.portal.problem() == "chưa nhập"
    assert form.state.name == "Cong ty Vi Du", "nothing typed is lost"


def _accept(counter: Counter, fingers: Fingers) -> None:
    counter.page.correct(PORTAL)
    counter.settle()


def test_one_that_waits_is_in_the_list_and_fills_the_form(counter: Counter, hands: Hands) -> None:
    _registered(counter)
    fingers = hands()
    form = counter.page.form
    fingers.ctrl(Key.Key_O)
    menu = form.head.menu
    for _ in menu.actions():
        QTest.keyClick(menu, Key.Key_Down)
        if menu.activeAction().objectName() == f"online_{PORTAL}":
            break
    QTest.keyClick(menu, Key.Key_Return)
    counter.page.activateWindow()
    QTest.qWaitForWindowActive(counter.page)
    counter.settle()
    assert form.head.title.text() == "Tiếp nhận hồ sơ trực tuyến"
    assert form.way.portal.value() == PORTAL
    assert form.state.name == a_form().applicant.name
    assert form.way.portal.edit.isReadOnly()
    assert not form.way.register.isVisible()
    counter.clock.move(seconds=1)
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    dossier = counter.dossier(PORTAL)
    assert dossier.status is Status.RECEIVED
    assert dossier.code == "H24.28-261123-0001", "the same dossier has a code now"
    assert counter.count("dossier") == 1
    assert form.head.waiting.words() == "Hồ sơ chờ"


def test_form_02_for_an_online_dossier_is_about_itself(counter: Counter, hands: Hands) -> None:
    _registered(counter)
    fingers = hands()
    _accept(counter, fingers)
    fingers.ctrl(Key.Key_2)
    form = counter.page.form
    assert form.mode() is Mode.SUPPLEMENT
    form.side.slip.item.setFocus()
    fingers.type("Ban ve")
    form.side.slip.reason.setFocus()
    fingers.type("thieu")
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    dossier = counter.dossier(PORTAL)
    assert dossier.status is Status.AWAITING_SUPPLEMENT and not dossier.slip
    assert counter.page.panel.code.text() == PORTAL
    assert counter.count("draft") == 0, "the dossier itself waits, no form beside it"


def test_form_03_for_an_online_dossier(counter: Counter, hands: Hands) -> None:
    _registered(counter)
    fingers = hands()
    _accept(counter, fingers)
    fingers.ctrl(Key.Key_3)
    counter.page.form.side.slip.reason.setFocus()
    fingers.type("khong thuoc tham quyen")
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    assert counter.dossier(PORTAL).status is Status.REFUSED


def test_esc_leaves_the_online_dossier_as_it_was(counter: Counter, hands: Hands) -> None:
    _registered(counter)
    fingers = hands()
    _accept(counter, fingers)
    fingers.press(Key.Key_Escape)
    assert counter.page.form.state.is_untouched
    assert counter.dossier(PORTAL).status is Status.REGISTERED


# -- the moment of receipt


def test_the_true_moment_of_receipt_moves_the_due_date(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    before = counter.dossier("H24.28-261123-0001")
    fingers.press(Key.Key_F10)
    counter.settle()
    card = counter.page.form.side.correction
    assert card.received.value() == "09:14 23/11/2026"
    fingers.type("nhan tu thu sau")
    card.received.setFocus()
    fingers.ctrl(Key.Key_A)
    fingers.type("16:20 20/11")
    assert counter.page.form.side.receipt.date.text() != before.due_at.strftime("%d/%m/%Y")  # type: ignore[union-attr]
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    after = counter.dossier("H24.28-261123-0001")
    assert after.received_at is not None and after.received_at.isoformat() == "2026-11-20T16:20:00"
    assert after.due_at != before.due_at
    assert after.receipt_version == 2


def test_what_is_no_moment_is_said_beside_it(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    fingers.press(Key.Key_F10)
    counter.settle()
    fingers.type("sai gio")
    card = counter.page.form.side.correction
    card.received.setFocus()
    fingers.ctrl(Key.Key_A)
    fingers.type("25:99 20/11")
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    assert card.received.problem() == "không đúng dạng"
    assert counter.dossier("H24.28-261123-0001").receipt_version == 1


def test_a_moment_still_to_come_is_refused(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    receive(fingers)
    fingers.press(Key.Key_F10)
    counter.settle()
    fingers.type("sai gio")
    card = counter.page.form.side.correction
    card.received.setFocus()
    fingers.ctrl(Key.Key_A)
    fingers.type("16:20 30/11")
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    assert counter.page.form.side.notice.text()
    assert counter.dossier("H24.28-261123-0001").receipt_version == 1


# -- what the act warns of


def test_an_id_known_under_another_name_is_said_after_the_act_too(counter: Counter, hands: Hands) -> None:
    counter.receive(replace(a_form(), procedure="DT-09", components=a_form().components[:1]))
    fingers = hands()
    fill(fingers)
    name = counter.page.form.applicant.name
    name.setFocus()
    fingers.ctrl(Key.Key_A)
    fingers.type("Cong ty Khac Hoan Toan")
    fingers.settle()
    counter.page.form.components.table.tick_required()
    fingers.ctrl(Key.Key_Return)
    counter.settle()
    assert counter.page.stack.currentWidget() is counter.page.panel
    assert "trước đây mang tên khác" in counter.page.panel.notice.text()
    assert counter.printer.paper, "it was received and printed all the same"
