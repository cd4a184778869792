"""Satisfaction after a sign-off: one key, never in the way, never asked twice, can be switched off."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from counter_app.services.administration import set_agency
from counter_app.ui.scan_capture import ScanCapture
from tests.ui.at_the_counter import Fingers
from tests.ui.returns.conftest import ReturnDesk
from tests.ui.returns.scenes import finished
from tests.ui.scanning import barcode_of, ticking, wedge

ENTER = Qt.Key.Key_Return


def handed_out(at: ReturnDesk, hands: Fingers, **fields: Any) -> str:
    """A dossier that was just handed out; its code."""
    code = finished(at.acts, **fields)
    at.scan(code)
    hands.ctrl(ENTER)
    at.settle()
    return code


def rested(at: ReturnDesk) -> None:
    """Until the strip is sure that a figure was an answer."""
    at.desk.settle(lambda: at.page.is_ready() and not at.page.panel.survey.is_waiting())


def surveys(at: ReturnDesk, code: str) -> list[dict[str, Any]]:
    told = at.acts.history(code)
    return [event["data"] for event in told if event["kind"] == "dossier:surveyed"]


def asks(at: ReturnDesk) -> bool:
    return at.page.panel.survey.isVisible()


def test_one_key_is_the_answer_and_the_cursor_goes_back_to_the_search(at: ReturnDesk) -> None:
    hands = at.open()
    code = handed_out(at, hands)
    assert asks(at)
    assert hands.focused() == "survey_strip"
    hands.type("2")
    rested(at)
    assert [data["scores"] for data in surveys(at, code)] == [{"overall": 3}]
    assert surveys(at, code)[0]["field"] == "DT"
    assert not asks(at)
    assert hands.focused() == "find_return"
    assert at.page.panel.last_words.text().endswith("Đã ghi: hài lòng.")
    assert at.acts.is_sound()


def test_the_first_key_is_the_best_and_the_last_the_worst(at: ReturnDesk) -> None:
    hands = at.open()
    scores = []
    for key in "14":
        code = handed_out(at, hands)
        hands.type(key)
        rested(at)
        scores += [data["scores"]["overall"] for data in surveys(at, code)]
    assert scores == [4, 1]


def test_escape_lets_it_be(at: ReturnDesk) -> None:
    hands = at.open()
    code = handed_out(at, hands)
    hands.press(Qt.Key.Key_Escape)
    rested(at)
    assert not asks(at)
    assert hands.focused() == "find_return"
    assert surveys(at, code) == []


def test_the_next_scan_opens_its_dossier_and_nothing_is_noted(at: ReturnDesk) -> None:
    other = finished(at.acts)
    hands = at.open()
    code = handed_out(at, hands)
    hands.type("1")
    at.scan(other)
    rested(at)
    assert not asks(at)
    assert at.page.panel.mode == "collect"
    assert surveys(at, code) == [] == surveys(at, other)


@pytest.mark.parametrize("ime", [None, "telex", "vni"])
def test_a_scanner_that_types_is_never_taken_for_an_answer(at: ReturnDesk, ime: str | None) -> None:
    other = finished(at.acts)
    hands = at.open()
    code = handed_out(at, hands)
    barcode = barcode_of(other)
    assert barcode.startswith("2")  # a key of the strip
    capture = ScanCapture(at.desk.scans, lambda: "H24.28", ticking())
    try:
        wedge(barcode, ime, at.page)
        rested(at)
    finally:
        capture.close()
    assert at.page.panel.mode == "collect"
    assert at.page.panel.head.code.text() == other
    assert at.page.panel.find.value() == ""
    assert surveys(at, code) == [] == surveys(at, other)


def test_a_typed_code_is_no_answer(at: ReturnDesk) -> None:
    other = finished(at.acts)
    hands = at.open()
    code = handed_out(at, hands)
    hands.type("261123-0001")
    assert at.page.panel.find.value() == "261123-0001"
    hands.enter()
    rested(at)
    assert at.page.panel.head.code.text() == other
    assert surveys(at, code) == []


def test_a_typed_name_goes_into_the_search(at: ReturnDesk) -> None:
    hands = at.open()
    code = handed_out(at, hands)
    hands.type("đông")
    rested(at)
    assert at.page.panel.find.value() == "đông"
    assert hands.focused() == "find_return"
    assert surveys(at, code) == []


def test_figures_beyond_the_answers_go_into_the_search(at: ReturnDesk) -> None:
    hands = at.open()
    code = handed_out(at, hands)
    hands.type("5")
    rested(at)
    assert at.page.panel.find.value() == "5"
    assert surveys(at, code) == []


def test_nobody_is_asked_twice_for_a_dossier(at: ReturnDesk) -> None:
    hands = at.open()
    code = handed_out(at, hands)
    hands.press(Qt.Key.Key_Escape)
    event = next(e for e in at.acts.history(code) if e["kind"] == "dossier:returned")
    at.acts.done("revoke", "tuan", event_id=event["event_id"], reason="trả nhầm")
    at.scan(code)
    hands.ctrl(ENTER)
    rested(at)
    assert asks(at)  # the first handing out did not happen
    hands.type("1")
    rested(at)
    event = [e for e in at.acts.history(code) if e["kind"] == "dossier:returned"][-1]
    at.acts.done("revoke", "tuan", event_id=event["event_id"], reason="trả nhầm lần nữa")
    at.scan(code)
    hands.ctrl(ENTER)
    rested(at)
    assert at.page.panel.mode == "idle"
    assert not asks(at)
    assert len(surveys(at, code)) == 1


def test_nobody_stands_there_when_it_goes_by_post(at: ReturnDesk) -> None:
    hands = at.open()
    handed_out(at, hands, return_by="post")
    assert at.page.panel.mode == "idle"
    assert not asks(at)
    assert hands.focused() == "find_return"


def test_the_agency_can_switch_it_off(at: ReturnDesk) -> None:
    def change(uow: Any) -> None:
        set_agency(uow, {"is_survey_asked": False}, by="quantri")
        uow.commit()

    at.desk.desk.write(change)
    hands = at.open()
    handed_out(at, hands)
    assert not asks(at)
    assert hands.focused() == "find_return"


def test_the_mouse_answers_and_lets_be_too(at: ReturnDesk) -> None:
    hands = at.open()
    code = handed_out(at, hands)
    at.page.panel.survey.buttons[3].click()
    rested(at)
    assert [data["scores"] for data in surveys(at, code)] == [{"overall": 1}]
    other = handed_out(at, hands)
    at.page.panel.survey.skip.click()
    rested(at)
    assert surveys(at, other) == []
    assert not asks(at)


def test_the_paper_is_printed_for_the_one_who_collected(at: ReturnDesk) -> None:
    hands = at.open()
    code = handed_out(at, hands)
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    rested(at)
    assert at.desk.printer.paper == [f"Phiếu đánh giá mức độ hài lòng {code}"]
    prints = [e["data"]["form"] for e in at.acts.history(code) if e["kind"] == "dossier:paper_printed"]
    assert prints == ["survey"]
    assert asks(at)  # printing is no answer
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    rested(at)
    assert len(at.desk.printer.paper) == 2
