"""Paper that came quicker than its data, scanned at a unit whose desk shares its log with others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from counter_app.queries.awaited import awaited_acts
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone
from tests.services.met import join
from tests.ui.department.driving import TODAY, Begin, UnitAtWork
from tests.ui.department.unit_days import given
from tests.ui.scanning import barcode_of

Key = Qt.Key
QUICK = "H24.28-261123-0801"


def awaited(work: UnitAtWork) -> list[tuple[str, str]]:
    return [(row.code, row.unit) for row in work.at.read(awaited_acts)]


def said(verdict: Verdict) -> tuple[Tone, str]:
    return verdict.tone, verdict.words


def taking(work: UnitAtWork, begin: Begin) -> UnitAtWork:
    """Ctrl+N at a desk that shares its log."""
    join(work.acts)
    begin()
    work.fingers().ctrl(Key.Key_N)
    return work


@pytest.mark.parametrize("scanned", [QUICK, barcode_of(QUICK)])
def test_a_scan_to_take_records_it_at_once(work: UnitAtWork, begin: Begin, scanned: str) -> None:
    taking(work, begin)
    verdict = work.scan(scanned)
    assert (verdict.title, *said(verdict)) == ("261123-0801", Tone.AMBER, "Chưa có dữ liệu – vẫn nhận")
    assert awaited(work) == [(QUICK, "QLDT")]
    assert work.page.tools.awaited.isVisible()
    assert work.page.tools.awaited.text() == "1 hồ sơ đã nhận, chờ dữ liệu"
    assert QUICK in work.page.tools.awaited.toolTip()
    assert said(work.scan(scanned)) == (Tone.AMBER, "Phòng đã nhận từ trước, chờ dữ liệu")
    assert work.page.stack.count() == 1
    assert awaited(work) == [(QUICK, "QLDT")]
    assert work.acts.is_sound()


def test_it_counts_in_the_stack_with_what_was_announced(work: UnitAtWork, begin: Begin) -> None:
    codes = [given(work.acts, TODAY) for _ in range(2)]
    taking(work, begin)
    tones = [work.scan(code).tone for code in (codes[0], QUICK)]
    assert tones == [Tone.GREEN, Tone.AMBER]
    assert "2/3 đã nhận" in work.page.stack.strip.words()
    assert work.codes() == [codes[1]]
    work.fingers().ctrl(Key.Key_Z)
    assert work.page.stack.about.text() == "Nhận rồi thì không hoàn tác được: giao trả khi dữ liệu về"


def test_what_the_data_have_elsewhere_wants_a_second_scan(work: UnitAtWork, begin: Begin) -> None:
    stray, at_the_desk = given(work.acts, TODAY, to="QLDN"), work.acts.received("DT-09")
    taking(work, begin)
    first = (Tone.RED, "Đang chuyển tới Phòng QLDN&LĐ, chưa được nhận · quét lần nữa để vẫn nhận")
    assert said(work.scan(stray)) == first
    assert said(work.scan(at_the_desk)) == (Tone.RED, "Một cửa đang giữ · quét lần nữa để vẫn nhận")
    assert said(work.scan(stray)) == first, "another one came between"
    assert awaited(work) == []
    assert said(work.scan(stray)) == (Tone.AMBER, "Dữ liệu ghi chuyển tới Phòng QLDN&LĐ – vẫn nhận")
    assert awaited(work) == [(stray, "QLDT")]
    assert work.acts.show(stray)["in_transit_to"] == "QLDN"


def test_outside_the_stack_nothing_is_recorded(work: UnitAtWork, begin: Begin) -> None:
    at_the_desk = work.acts.received("DT-09")
    join(work.acts)
    begin()
    for _ in range(2):
        assert said(work.scan(QUICK)) == (Tone.RED, "Chưa có dữ liệu · giấy vừa đến tay: Ctrl+N rồi quét lại")
        assert said(work.scan(at_the_desk)) == (Tone.RED, "Một cửa đang giữ")
    assert awaited(work) == []
    assert not work.page.tools.awaited.isVisible()


@pytest.mark.parametrize("scanned", ["G05.01-261123-0001", "2611230000112345", "H99.01-261123-0401"])
def test_what_is_no_code_of_ours_stays_refused(work: UnitAtWork, begin: Begin, scanned: str) -> None:
    taking(work, begin)
    for _ in range(2):
        assert work.scan(scanned).tone is Tone.RED
    assert awaited(work) == []


def test_a_desk_that_is_alone_knows_all_there_is(work: UnitAtWork, begin: Begin) -> None:
    at_the_desk = work.acts.received("DT-09")
    begin()
    work.fingers().ctrl(Key.Key_N)
    for _ in range(2):
        assert work.scan(QUICK).tone is Tone.RED
        assert said(work.scan(at_the_desk)) == (Tone.RED, "Một cửa đang giữ")
    assert awaited(work) == []


def test_who_looks_at_another_unit_takes_nothing_for_it(work: UnitAtWork, begin: Begin) -> None:
    work.at.memory.keep("department/unit", "QLDT")
    work.at.sign_in("tuan")
    join(work.acts)
    begin()
    assert work.page.unit == "QLDT"
    assert work.scan(QUICK).tone is Tone.RED
    assert awaited(work) == []
