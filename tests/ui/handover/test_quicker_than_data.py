"""Paper that came quicker than its data: a desk that shares its log takes it with the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.codes import make_command_number
from counter_app.domain.events import EventKind
from counter_app.domain.printed_codes import Command
from counter_app.queries.awaited import awaited_acts
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.scan_strip import ScanStrip
from tests.services.met import confirm, join, pulled, stream_of
from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage, short
from tests.ui.scanning import barcode_of

Open = Callable[..., AtThePage]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
QUICK = "H24.28-261123-0801"
OTHER = "H24.28-261123-0802"
WAITS = "Chờ dữ liệu"


@pytest.fixture
def shared(desk: PageDesk) -> PageDesk:
    """The desk shares its log with others."""
    join(desk.acts)
    return desk


def given(desk: PageDesk, count: int) -> list[str]:
    """A batch on its way to QLDT."""
    codes = [desk.acts.received() for _ in range(count)]
    desk.acts.done("hand_over", codes=codes, to="QLDT")
    return codes


def awaited(desk: PageDesk) -> list[tuple[str, str]]:
    """Code and unit of each take-over that waits for data."""
    rows = desk.read(awaited_acts)
    assert {row.kind for row in rows} <= {str(EventKind.TAKEN_OVER)}
    return [(row.code, row.unit) for row in rows]


def taking(at: Open, login: str = "minh") -> AtThePage:
    """The page with the cursor in the list of what comes."""
    there = at(login)
    there.to_right()
    return there


def strip(there: AtThePage) -> ScanStrip:
    return there.page.take.strip


@pytest.mark.parametrize("scanned", [QUICK, barcode_of(QUICK), short(QUICK)])
def test_it_becomes_a_row_and_is_taken_by_the_same_key(shared: PageDesk, at: Open, scanned: str) -> None:
    there = taking(at)
    verdict = there.scan(scanned)
    assert (verdict.tone, verdict.title, verdict.words) == (
        Tone.AMBER, short(QUICK), "Chưa có dữ liệu – vẫn nhận"
    )
    (row,) = there.page.take.table.rows()
    assert (row.code, row.result.text, row.result.tone, row.name) == (
        short(QUICK), WAITS, Tone.AMBER, "Chưa có dữ liệu"
    )
    assert there.page.take.table.current_key() == row.key
    assert (there.buttons()[1], there.main_button()) == ("Nhận 1 hồ sơ", "take_button")
    assert awaited(shared) == [], "a scan alone records nothing"
    there.take()
    assert awaited(shared) == [(QUICK, "QLDT")]
    (row,) = there.page.take.table.rows()
    assert (row.result.text, row.result.tone, row.name) == (WAITS, Tone.SLATE, "Đã nhận giấy")
    assert there.notes("take")["outcome"] == "Đã nhận 1 hồ sơ · chờ dữ liệu, về sau khi đồng bộ"
    assert not there.page.take.button.isEnabled()
    assert shared.acts.is_sound()


def test_it_is_taken_with_the_batch_in_one_press(shared: PageDesk, at: Open) -> None:
    codes = given(shared, 3)
    there = at("minh")
    there.scan(barcode_of(codes[0]), barcode_of(QUICK), barcode_of(codes[1]))
    assert strip(there).words().endswith("2/3 đã quét"), "the list of the batch has three"
    assert there.right() == [
        (short(codes[0]), "Đủ 09:18"),
        (short(codes[1]), "Đủ 09:18"),
        (short(codes[2]), "Chưa thấy"),
        (short(QUICK), WAITS),
    ]
    assert there.buttons()[1] == "Nhận 3 hồ sơ"
    assert there.page.take.hint.text() == "trong đó 1 hồ sơ chờ dữ liệu"
    for _ in range(5):
        there.hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    there.settle()
    assert [shared.acts.show(code)["holder"] for code in codes] == ["QLDT", "QLDT", "MC"]
    assert awaited(shared) == [(QUICK, "QLDT")]
    assert there.notes("take")["outcome"] == "Đã nhận 3 hồ sơ · 2 từ Bộ phận Một cửa · 1 chờ dữ liệu"
    assert there.page.take.problem.text() == ""
    assert shared.acts.is_sound()


def test_while_giving_it_is_told_as_wrong_and_how_it_is_taken(shared: PageDesk, at: Open) -> None:
    code = shared.acts.received()
    there = at()
    there.scan(code)
    verdict = there.scan(QUICK)
    assert (verdict.tone, verdict.words) == (
        Tone.RED, "Chưa có dữ liệu · giấy vừa đến tay: Alt+2 rồi quét lại"
    )
    assert there.right() == []
    there.to_right()
    assert there.scan(QUICK).tone is Tone.AMBER
    assert there.right() == [(short(QUICK), WAITS)]
    assert there.left() == [(short(code), "Đủ 09:15")], "the pile to give is as it was"


def test_a_code_is_typed_for_the_side_the_cursor_came_from(shared: PageDesk, at: Open) -> None:
    there = taking(at)
    there.press(Qt.Key.Key_G, CTRL)
    there.type("261123-0801")
    assert there.right() == [(short(QUICK), WAITS)]
    there.page.deeds.restart()
    there.to_left()
    there.press(Qt.Key.Key_G, CTRL)
    there.type("261123-0801")
    assert there.right() == []
    assert there.page.head.field.text() == "261123-0801", "what was refused can be mended"


def test_a_desk_that_is_alone_knows_all_there_is(desk: PageDesk, at: Open) -> None:
    code = desk.acts.received()
    there = taking(at)
    assert there.scan(QUICK).words == "Mã lạ · quầy không có hồ sơ này"
    assert there.scan(code).words == "Không do đơn vị bạn giữ · đang ở Bộ phận Một cửa"
    assert there.right() == []
    assert not there.page.take.button.isEnabled()


@pytest.mark.parametrize(
    ("scanned", "words"),
    [
        ("H99.01-261123-0401", "Của cơ quan khác · H99.01"),
        ("H24.28-261323-0401", "Không đọc được mã · quét lại, hoặc gõ đủ như 261029-0002"),
        (barcode_of(QUICK)[:-1] + "x", "Không đọc được mã · quét lại, hoặc gõ đủ như 261029-0002"),
        ("TC-261123-1.7", "Mã lạ · quầy không có hồ sơ này"),
        ("BG-261123-7.1", "Không có đợt bàn giao này"),
    ],
)
def test_what_is_no_code_of_ours_stays_refused(shared: PageDesk, at: Open, scanned: str, words: str) -> None:
    there = taking(at)
    verdict = there.scan(scanned)
    assert (verdict.tone, verdict.words) == (Tone.RED, words)
    assert there.right() == []


def test_what_the_data_have_elsewhere_is_taken_all_the_same(shared: PageDesk, at: Open) -> None:
    here, moving = shared.acts.received(), shared.acts.received()
    shared.acts.done("hand_over", codes=[moving], to="QLDN")
    confirm(shared.acts)
    there = taking(at)
    assert there.scan(here).words == "Dữ liệu ghi ở Một cửa – vẫn nhận"
    assert there.scan(moving).words == "Dữ liệu ghi chuyển tới QLDN&LĐ – vẫn nhận"
    assert [row.name for row in there.page.take.table.rows()] == [
        "Dữ liệu ở Một cửa", "Dữ liệu chuyển tới QLDN&LĐ"
    ]
    there.take()
    assert awaited(shared) == [(here, "QLDT"), (moving, "QLDT")]
    assert shared.acts.show(here)["holder"] == "MC", "until the data say who gave it"
    rows = [row.procedure for row in there.page.take.table.rows()]
    assert rows == ["giấy đã ở phòng, Một cửa chưa giao"] * 2
    seen = shared.acts.history(here)[0]["event_id"]
    came = {"batch": "BG-261123-2.1", "from": "MC", "to": "QLDT"}
    pulled(shared.acts, stream_of(shared.acts, here), EventKind.HANDED_OVER, "lan", seen, **came)
    assert shared.acts.show(here)["holder"] == "QLDT"
    assert awaited(shared) == [(moving, "QLDT")]


def test_once_more_is_told_before_and_after_it_is_taken(shared: PageDesk, at: Open) -> None:
    there = taking(at)
    there.scan(QUICK)
    verdict = there.scan(QUICK)
    assert (verdict.tone, verdict.words) == (
        Tone.AMBER, "Quét hai lần · đã vào xấp lúc 09:14, chờ dữ liệu"
    )
    there.take()
    verdict = there.scan(QUICK)
    assert (verdict.tone, verdict.words) == (Tone.AMBER, "Đã nhận 09:14 23/11, chờ dữ liệu")
    assert not there.page.take.button.isEnabled()
    assert awaited(shared) == [(QUICK, "QLDT")]


def test_a_slip_is_taken_back_by_every_key_that_takes_back(shared: PageDesk, at: Open) -> None:
    there = taking(at)
    for key, held in (
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Backspace, CTRL),
    ):
        there.scan(OTHER, QUICK)
        there.press(key, held)
        assert there.right() == [(short(OTHER), WAITS)]
        assert there.hands.focused() == "take_table", "nobody is asked for a reason"
    there.scan(QUICK)
    there.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    assert there.right() == []
    there.page.give.notes["outcome"].buttons[0].click()
    there.settle()
    assert there.right() == [(short(OTHER), WAITS), (short(QUICK), WAITS)]
    there.scan(make_command_number(Command.UNDO_SCAN))
    there.scan(make_command_number(Command.HAND_OVER))
    assert awaited(shared) == [(OTHER, "QLDT")]


def test_another_hand_took_it_meanwhile(shared: PageDesk, at: Open) -> None:
    there = taking(at)
    there.scan(QUICK, OTHER)
    shared.acts.done("take_over", "dung", codes=[QUICK])
    there.take()
    assert "261123-0801" in there.page.take.problem.text()
    assert awaited(shared) == [(QUICK, "QLDT")], "all or none"
    assert [(row.code, row.result.tone) for row in there.page.take.table.rows()] == [
        (short(OTHER), Tone.AMBER), (short(QUICK), Tone.SLATE)
    ]
    there.take()
    assert awaited(shared) == [(QUICK, "QLDT"), (OTHER, "QLDT")]


def test_the_data_come_while_the_pile_is_scanned(shared: PageDesk, at: Open) -> None:
    code = shared.acts.received()
    confirm(shared.acts)
    there = taking(at)
    there.scan(code)
    assert there.right() == [(short(code), WAITS)]
    seen = shared.acts.history(code)[0]["event_id"]
    came = {"batch": "BG-261123-2.1", "from": "MC", "to": "QLDT"}
    pulled(shared.acts, stream_of(shared.acts, code), EventKind.HANDED_OVER, "lan", seen, **came)
    shared.session.say_changed("dossier")
    there.settle()
    assert there.right() == [(short(code), "Đủ 09:15")]
    there.take()
    assert shared.acts.show(code)["holder"] == "QLDT"
    assert awaited(shared) == []
