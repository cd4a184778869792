"""A stack of receipts under the scanner while a form is half filled: nothing typed is lost."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt

from counter_app.domain.errors import StoreFull
from counter_app.ui.pages.returns.fill import Fill
from counter_app.ui.tokens import Tone
from tests.desks import person
from tests.ui.returns.conftest import ReturnDesk
from tests.ui.returns.scenes import finished

ENTER = Qt.Key.Key_Return


def number(at: ReturnDesk) -> str:
    return at.page.panel.form.number.value()


def test_scanning_the_next_puts_the_half_filled_one_aside(at: ReturnDesk) -> None:
    first, second = finished(at.acts), finished(at.acts)
    hands = at.open()
    at.scan(first)
    at.page.panel.form.number.setFocus()
    hands.type("031188000001")
    at.scan(second)
    assert at.page.panel.head.code.text() == second
    assert number(at) == ""
    assert at.page.bar.codes() == (first,)
    assert at.verdicts[-1].tone is Tone.AMBER
    hands.ctrl(ENTER)
    at.settle()
    hands.ctrl(Qt.Key.Key_1)
    at.settle()
    assert (at.page.panel.head.code.text(), number(at)) == (first, "031188000001")
    hands.ctrl(ENTER)
    at.settle()
    assert [at.acts.show(code)["status"] for code in (first, second)] == ["returned", "returned"]
    assert at.page.bar.codes() == ()


def test_scanning_the_same_receipt_again_changes_nothing(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    at.scan(code)
    assert number(at) == "031"
    assert at.page.bar.codes() == ()


def test_ten_scans_at_once_are_all_answered_in_order(at: ReturnDesk) -> None:
    codes = [finished(at.acts) for _ in range(4)]
    at.open()
    at.scan(*codes, "H24.28-261123-9999", *codes)
    shown = [verdict.title for verdict in at.verdicts]
    short = [code.removeprefix("H24.28-") for code in codes]
    assert shown == [*short, "Không mở được", *short]
    assert at.verdicts[4].tone is Tone.RED
    assert at.page.panel.head.code.text() == codes[-1]


def test_a_half_filled_form_is_there_after_a_restart(at: ReturnDesk) -> None:
    first, second = finished(at.acts), finished(at.acts)
    hands = at.open()
    at.scan(first)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    at.scan(second)
    at.page.panel.form.note.setFocus()
    hands.type("ghi nho")
    at.settle()
    at.open()
    assert set(at.page.bar.codes()) == {first, second}
    at.scan(second)
    assert at.page.panel.form.note.value() == "ghi nho"


def test_locking_saves_what_was_just_typed(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    at.desk.session.lock()
    at.settle()
    at.open()
    assert at.page.bar.codes() == (code,)


def test_another_person_does_not_see_it(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    at.desk.sign_in("tuan")
    at.settle()
    at.open()
    assert at.page.bar.codes() == ()


def test_what_reception_keeps_is_not_taken_for_a_return(at: ReturnDesk) -> None:
    from counter_app.queries.drafts import drafts_of

    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    at.settle()
    assert at.desk.read(lambda reading: drafts_of(reading.conn, "lan")) == []


def test_dropping_by_hand_drops_for_good(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    at.settle()
    at.page.panel.discard.click()
    at.settle()
    at.open()
    assert at.page.bar.codes() == ()


def test_a_refusal_of_the_store_loses_nothing_typed(at: ReturnDesk) -> None:
    code = finished(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.number.setFocus()
    hands.type("031")
    at.acts.done("return_result", code=code, to_whom="Đặng Đức Đạt", method="desk")
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.panel.obstacle.text()
    assert number(at) == "031"


def test_words_of_a_call_that_was_not_noted_come_back(at: ReturnDesk) -> None:
    first, second = finished(at.acts), finished(at.acts)
    hands = at.open()
    hands.ctrl(Qt.Key.Key_G)
    hands.ctrl(Qt.Key.Key_B)
    at.settle()
    at.page.panel.call.text.setFocus()
    hands.type(" Hen mai")
    at.scan(second)
    assert at.page.panel.head.code.text() == second
    at.page.list.table.set_current(first)
    at.page.list.focus_list()
    hands.ctrl(Qt.Key.Key_B)
    at.settle()
    assert at.page.panel.call.text.value().endswith("Hen mai")


def test_trying_the_choices_loses_nothing_typed(at: ReturnDesk) -> None:
    submitter = person("Trần Thị Nộp", id_kind="cccd", id_number="031203000001")
    code = finished(at.acts, submitter=submitter)
    hands = at.open()
    at.scan(code)
    form = at.page.panel.form
    hands.press(Qt.Key.Key_Right)
    assert (form.name.value(), number(at)) == ("Trần Thị Nộp", "031203000001")
    hands.press(Qt.Key.Key_Right)
    assert (form.name.value(), number(at)) == ("", "")
    hands.enter()
    hands.type("Le Van Khac")
    hands.enter()
    hands.type("031")
    form.proxy.setFocus()
    hands.type("GGT 15")
    form.who.setFocus()
    hands.press(Qt.Key.Key_Home)
    assert (form.name.value(), number(at)) == ("Đặng Đức Đạt", "")  # the number is another person's
    form.method.setFocus()
    hands.press(Qt.Key.Key_Right)
    assert form.name.value() == "Công ty TNHH Cơ khí Chính xác Đông Đô"
    hands.press(Qt.Key.Key_Left)
    form.who.setFocus()
    hands.press(Qt.Key.Key_End)
    assert (form.name.value(), number(at), form.proxy.value()) == ("Le Van Khac", "031", "GGT 15")


def test_a_draft_of_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    fill = Fill(code="H24.28-261123-0001", name="Đặng Đức Đạt", typed=(("other", "Le", "031"),))
    kept = json.loads(json.dumps(fill.to_json()))
    assert Fill.from_json({**kept, "unknown": 1}) == fill


def test_an_error_is_a_line_on_the_page(at: ReturnDesk) -> None:
    at.open()
    at.page._show_error(StoreFull(path="desk.sqlite"))
    assert at.page.panel.obstacle.text()
