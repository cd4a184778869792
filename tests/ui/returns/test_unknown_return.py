"""A receipt of another desk whose data are not here yet: the result is handed out by keys and scans."""

from __future__ import annotations

from json import loads

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.events import EventKind
from counter_app.queries.awaited import awaited_acts
from counter_app.ui.tokens import Tone
from tests.services.met import join
from tests.ui.returns.conftest import ReturnDesk
from tests.ui.returns.scenes import finished
from tests.ui.scanning import a_scan, barcode_of

ENTER = Qt.Key.Key_Return
QUICK = "H24.28-261123-0801"
OTHER = "H24.28-261123-0802"
CARD = "031188000001|031234567|Lê Thị Nhận Thay|01021988|Nữ|Số 1 Lạch Tray, Hải Phòng|01012022"


def waiting(at: ReturnDesk) -> list[tuple[str, str]]:
    return [(row.code, row.kind) for row in at.desk.read(awaited_acts)]


def recorded(at: ReturnDesk, code: str) -> dict[str, str]:
    """What the return that waits says."""
    query = "SELECT payload FROM event WHERE stream = ?"
    found = at.desk.read(lambda r: r.conn.exec_driver_sql(query, (f"awaited:{code}",)).scalar_one())
    return dict(loads(found))


@pytest.mark.parametrize("scanned", [QUICK, barcode_of(QUICK)])
def test_who_collects_is_asked_and_noted(at: ReturnDesk, scanned: str) -> None:
    join(at.acts)
    hands = at.open()
    at.scan(scanned)
    told = at.verdicts[-1]
    assert (told.tone, told.title) == (Tone.AMBER, "261123-0801")
    assert told.words == "Chưa có dữ liệu – vẫn trả được, ghi chờ dữ liệu"
    assert hands.focused() == "unknown_to_whom"
    assert not at.page.panel.isVisible()
    hands.ctrl(ENTER)
    at.settle()
    assert at.page.unknown.form.name.problem() == "còn thiếu"
    assert waiting(at) == []
    hands.type("Dang Duc Dat")
    hands.enter()
    hands.type("031175000002")
    for _ in range(3):
        hands.ctrl(ENTER)
    at.settle()
    assert waiting(at) == [(QUICK, str(EventKind.RETURNED))]
    said = recorded(at, QUICK)
    assert (said["to_whom"], said["id_number"], said["method"]) == ("Dang Duc Dat", "031175000002", "desk")
    assert at.page.strip.words().startswith("Đã ghi trả 261123-0801 · Dang Duc Dat · 09:1")
    assert at.page.panel.isVisible()
    assert not at.page.unknown.form.isVisible()
    at.scan(scanned)
    assert at.verdicts[-1].words == "Đã ghi trả 09:14 23/11, chờ dữ liệu"
    assert not at.page.unknown.form.isVisible()
    assert at.acts.is_sound()


def test_an_identity_card_fills_it_in_and_another_scan_loses_nothing(at: ReturnDesk) -> None:
    code = finished(at.acts)
    join(at.acts)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.note.edit.setFocus()
    hands.type("den som")
    at.scan(QUICK, CARD)
    assert at.page.unknown.form.name.value() == "Lê Thị Nhận Thay"
    at.scan(code)
    assert at.page.panel.isVisible()
    assert at.page.panel.form.note.value() == "den som"
    at.scan(OTHER)
    assert at.page.unknown.form.name.value() == ""
    at.scan(QUICK)
    assert at.page.unknown.form.number.value() == "031188000001"
    hands.ctrl(ENTER)
    at.settle()
    assert waiting(at) == [(QUICK, str(EventKind.RETURNED))]
    assert at.acts.show(code)["status"] == "finished"


def test_escape_leaves_it_and_a_typed_code_opens_it(at: ReturnDesk) -> None:
    join(at.acts)
    hands = at.open()
    hands.type("261123-0801")
    hands.enter()
    at.settle()
    assert at.page.unknown.form.isVisible()
    hands.press(Qt.Key.Key_Escape)
    at.settle()
    assert not at.page.unknown.form.isVisible()
    assert hands.focused() == "find_return"
    assert waiting(at) == []


@pytest.mark.parametrize("scanned", ["H99.01-261123-0401", "TC-261123-1.7", "2611230000112345"])
def test_what_is_no_code_of_ours_stays_refused(at: ReturnDesk, scanned: str) -> None:
    join(at.acts)
    at.open()
    at.scan(scanned)
    assert at.verdicts[-1].tone is Tone.RED
    assert not at.page.unknown.form.isVisible()


def test_a_desk_that_is_alone_knows_all_there_is(at: ReturnDesk) -> None:
    hands = at.open()
    at.scan(QUICK)
    assert at.verdicts[-1].tone is Tone.RED
    hands.type("261123-0801")
    hands.enter()
    at.settle()
    assert not at.page.unknown.form.isVisible()
    assert at.page.panel.find.problem() == "không tìm thấy"


def test_the_next_receipt_waits_for_the_act_under_way(at: ReturnDesk) -> None:
    code = finished(at.acts)
    join(at.acts)
    hands = at.open()
    at.scan(QUICK, CARD)
    hands.ctrl(ENTER)
    at.desk.scans.add(a_scan(OTHER))
    at.settle()
    assert waiting(at) == [(QUICK, str(EventKind.RETURNED))]
    assert at.page.unknown.form.isVisible()
    assert at.page.unknown.form.code.text() == "261123-0802"
    assert at.page.unknown.form.name.value() == ""
    at.scan(CARD)
    hands.ctrl(ENTER)
    at.desk.scans.add(a_scan(code))
    at.settle()
    assert [found for found, _ in waiting(at)] == [QUICK, OTHER]
    assert at.page.panel.form.isVisible()
    assert not at.page.unknown.form.isVisible()


def test_a_call_takes_the_place_of_the_form(at: ReturnDesk) -> None:
    finished(at.acts)
    join(at.acts)
    hands = at.open()
    at.scan(QUICK)
    at.page.list.focus_list()
    hands.ctrl(Qt.Key.Key_B)
    at.settle()
    assert at.page.panel.call.isVisible()
    assert not at.page.unknown.form.isVisible()


def test_another_hand_noted_it_meanwhile(at: ReturnDesk) -> None:
    join(at.acts)
    hands = at.open()
    at.scan(QUICK, CARD)
    at.acts.done("return_result", "lan", code=QUICK, to_whom="Đặng Đức Đạt", method="desk")
    hands.ctrl(ENTER)
    at.settle()
    assert "261123-0801" in at.page.unknown.form.problem.text()
    assert at.page.unknown.form.main.isEnabled()
    assert waiting(at) == [(QUICK, str(EventKind.RETURNED))]
