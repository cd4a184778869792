"""Taking by stack-scan: what really came is taken, what did not come stays the giver's; the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from counter_app.ui.tokens import Tone
from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage, short
from tests.ui.scanning import barcode_of

Open = Callable[..., AtThePage]
CTRL = Qt.KeyboardModifier.ControlModifier


def given(desk: PageDesk, count: int, to: str = "QLDT") -> tuple[str, list[str]]:
    """A batch on its way: its number and its codes."""
    codes = [desk.acts.received() for _ in range(count)]
    return desk.acts.done("hand_over", codes=codes, to=to)["batch"], codes


def test_a_batch_on_its_way_is_shown_and_nothing_of_it_is_taken_yet(desk: PageDesk, at: Open) -> None:
    number, codes = given(desk, 3)
    there = at("minh")
    assert there.page.take.choice.words() == "từ Bộ phận Một cửa"
    assert there.page.take.number.text() == f"đợt {number}"
    assert there.right() == [(short(code), "Chờ quét") for code in codes]
    assert there.notes("take") == {}
    assert not there.page.take.button.isEnabled()


def test_what_came_is_taken_and_what_is_missing_stays_the_givers(desk: PageDesk, at: Open) -> None:
    _, codes = given(desk, 4)
    there = at("minh")
    verdict = there.scan(*(barcode_of(code) for code in codes[:3]))
    assert (verdict.tone, verdict.title) == (Tone.GREEN, short(codes[2]))
    assert there.right()[3] == (short(codes[3]), "Chưa thấy")
    assert there.notes("take")["missing"] == (
        "Bên giao ghi 4, mới nhận được 3 · hồ sơ chưa quét vẫn thuộc trách nhiệm bên giao"
    )
    assert there.buttons()[1] == "Nhận 3 hồ sơ"
    assert there.main_button() == "take_button", "the one filled button is where the work is"
    there.take()
    shown = [desk.acts.show(code) for code in codes]
    assert [each["holder"] for each in shown] == ["QLDT", "QLDT", "QLDT", "MC"]
    assert shown[3]["in_transit_to"] == "QLDT"
    assert there.notes("take")["outcome"].startswith("Đã nhận 3 hồ sơ từ Bộ phận Một cửa")
    assert [result for _, result in there.right()] == ["Đã nhận 09:19"] * 3 + ["Chưa thấy"]
    assert desk.acts.is_sound()


def test_a_double_press_takes_once(desk: PageDesk, at: Open) -> None:
    _, codes = given(desk, 2)
    there = at("minh")
    there.scan(*codes)
    for _ in range(20):
        there.hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    there.settle()
    kinds = [line["kind"] for line in desk.acts.history(codes[0])]
    assert kinds.count("dossier:taken_over") == 1
    assert there.page.take.problem.text() == ""


def test_what_is_missing_is_reported_back_and_is_the_givers_again(desk: PageDesk, at: Open) -> None:
    _, codes = given(desk, 2)
    there = at("minh")
    there.scan(codes[0])
    there.take()
    there.page.take.notes["missing"].buttons[0].click()
    assert there.hands.focused() == "take_question_reason"
    assert there.page.take.reason.field.value() == "Không có bản giấy trong đợt BG-261123-1.1"
    there.hands.enter()
    there.settle()
    last = desk.acts.history(codes[1])[-1]
    assert (last["kind"], last["data"]["reason"]) == (
        "dossier:handover_declined",
        "Không có bản giấy trong đợt BG-261123-1.1",
    )
    assert desk.acts.show(codes[1])["in_transit_to"] is None
    assert there.right() == []
    assert there.notes("take")["outcome"] == "Đã báo lại Bộ phận Một cửa · 1 hồ sơ trở về bên giao"


def test_a_wrong_one_is_refused_by_keys_and_a_reason_is_wanted(desk: PageDesk, at: Open) -> None:
    _, codes = given(desk, 2)
    there = at("minh")
    there.to_right()
    there.press(Qt.Key.Key_Down)
    there.press(Qt.Key.Key_Delete)
    there.hands.enter()
    assert there.page.take.reason.field.problem(), "no refusal without a reason"
    there.press(Qt.Key.Key_Escape)
    assert desk.acts.show(codes[1])["in_transit_to"] == "QLDT"
    assert there.hands.focused() == "take_table"
    there.press(Qt.Key.Key_Delete)
    there.hands.type("của phòng khác")
    there.hands.enter()
    there.settle()
    assert desk.acts.history(codes[1])[-1]["data"]["reason"] == "của phòng khác"
    assert there.right() == [(short(codes[0]), "Chờ quét"), (short(codes[1]), "Đã quay lại")]


def test_the_dossier_decides_the_side(desk: PageDesk, at: Open) -> None:
    """A result comes back to the desk while a new dossier goes out: no click between the two papers."""
    coming = desk.acts.received()
    desk.acts.passed(coming, "lan", "QLDT", "minh")
    desk.acts.done("finish", "minh", code=coming, outcome="granted")
    desk.acts.done("hand_over", "minh", codes=[coming], to="MC")
    going = desk.acts.received()
    there = at()
    there.to_right()
    there.scan(going)
    verdict = there.scan(coming)
    assert verdict.words.startswith("Đủ 09:20 · có kết quả ·")
    assert there.left() == [(short(going), "Đủ 09:20")]
    assert there.right() == [(short(coming), "Đủ 09:20")]
    assert there.main_button() == "give_button"


def test_what_belongs_to_no_side_is_told_where_the_cursor_is(desk: PageDesk, at: Open) -> None:
    given(desk, 1)
    there = at("minh")
    told: list[str] = []
    there.page.scans.scanned.connect(lambda side, *_: told.append(side))
    there.scan("H24.28-261123-0999")
    there.to_right()
    there.scan("H24.28-261123-0999")
    assert told == ["give", "take"]


def test_a_batch_is_found_by_its_number_or_by_any_dossier_in_it(desk: PageDesk, at: Open) -> None:
    first, one = given(desk, 2)
    second, two = given(desk, 2)
    there = at("minh")
    assert there.page.take.number.text() == f"đợt {first}", "the one that waits longest"
    verdict = there.scan(second)
    assert (verdict.tone, verdict.words) == (Tone.GREEN, "Bộ phận Một cửa giao · còn 2 hồ sơ đang chuyển")
    assert there.page.take.number.text() == f"đợt {second}"
    there.scan(two[0])
    verdict = there.scan(one[0])
    assert verdict.words == f"Đủ 09:20 · thuộc đợt {first}"
    assert there.page.take.number.text() == f"đợt {first}"
    there.to_right()
    there.press(Qt.Key.Key_PageDown, CTRL)
    assert there.right() == [(short(two[0]), "Đủ 09:20"), (short(two[1]), "Chưa thấy")], "its scans stayed"
    there.take()
    assert [desk.acts.show(code)["holder"] for code in (*one, *two)] == ["MC", "MC", "QLDT", "MC"]


def test_a_batch_that_comes_while_the_page_is_open_is_scanned_at_once(desk: PageDesk, at: Open) -> None:
    there = at("minh")
    assert there.right() == []
    number, codes = given(desk, 2)
    assert there.scan(codes[1]).tone is Tone.GREEN
    assert there.page.take.number.text() == f"đợt {number}"
    there.take()
    assert there.scan(number).words == "Bộ phận Một cửa giao · còn 1 hồ sơ đang chuyển"


def test_scans_survive_what_others_do_to_the_batch(desk: PageDesk, at: Open) -> None:
    _, codes = given(desk, 3)
    there = at("minh")
    there.scan(codes[0], codes[1])
    desk.acts.done("recall", codes=[codes[1]], reason="nhầm")
    desk.session.say_changed("dossier")
    there.settle()
    assert [result for _, result in there.right()] == ["Đủ 09:18", "Đã quay lại", "Chưa thấy"]
    assert short(codes[1]) in there.notes()["outcome"]
    there.take()
    assert desk.acts.show(codes[0])["holder"] == "QLDT"


def test_everything_by_keys(desk: PageDesk, at: Open) -> None:
    _, codes = given(desk, 3)
    there = at("minh")
    there.to_right()
    there.press(Qt.Key.Key_A, CTRL)
    assert [result for _, result in there.right()] == ["Chờ quét"] * 3, "nobody had them in hand"
    there.press(Qt.Key.Key_Home)
    for _ in codes:
        there.press(Qt.Key.Key_Space)
    assert there.buttons()[1] == "Nhận 3 hồ sơ"
    there.press(Qt.Key.Key_Home)
    there.press(Qt.Key.Key_Space)
    assert there.right()[0] == (short(codes[0]), "Chưa thấy")
    there.take()
    assert [desk.acts.show(code)["holder"] for code in codes] == ["MC", "QLDT", "QLDT"]


def test_give_take_with_one_missing_report_back_and_recall(desk: PageDesk, at: Open) -> None:
    """The whole way of a pile: given by the desk, taken with one missing, the missing one reported back,
    found again at the desk and given anew, recalled, and given for good."""
    codes = [desk.acts.received() for _ in range(3)]
    lan = at()
    lan.scan(*codes)
    lan.give()
    minh = at("minh")
    minh.scan(codes[0], codes[1])
    minh.take()
    minh.page.take.notes["missing"].buttons[0].click()
    minh.hands.enter()
    minh.settle()
    lan = at()
    assert lan.left() == [(short(codes[2]), "Chờ quét")]
    lan.scan(codes[2])
    lan.give()
    lan.page.give.notes["outcome"].buttons[1].click()
    lan.hands.type("nhầm phòng")
    lan.hands.enter()
    lan.settle()
    assert lan.notes()["outcome"] == "Đã thu hồi 1 hồ sơ · lại do đơn vị bạn giữ"
    lan.scan(codes[2])
    lan.give()
    minh = at("minh")
    minh.scan(codes[2])
    minh.take()
    kinds = [line["kind"].removeprefix("dossier:") for line in desk.acts.history(codes[2])]
    acts = [kind for kind in kinds if kind != "paper_printed"]
    assert acts == [
        "received",
        "handed_over",
        "handover_declined",
        "handed_over",
        "recalled",
        "handed_over",
        "taken_over",
    ]
    assert desk.acts.is_sound()


def test_an_officer_gives_a_result_back_to_the_desk(desk: PageDesk, at: Open) -> None:
    done, at_work = desk.acts.received(), desk.acts.received()
    for code in (done, at_work):
        desk.acts.passed(code, "lan", "QLDT", "minh")
    desk.acts.done("finish", "minh", code=done, outcome="granted")
    there = at("minh")
    assert there.unit() == "đến Bộ phận Một cửa"
    assert there.left() == [(short(done), "Chờ quét")]
    there.press(Qt.Key.Key_PageDown, CTRL)
    assert (there.unit(), there.left()) == ("đến Lãnh đạo Ban", [(short(at_work), "Đang làm")])
    verdict = there.scan(at_work)
    assert (verdict.tone, verdict.words) == (Tone.AMBER, "Đã đưa vào đợt · phòng chưa ghi xong bước")
    there.press(Qt.Key.Key_PageUp, CTRL)
    there.scan(done)
    there.give()
    assert desk.acts.show(done)["in_transit_to"] == "MC"
    assert desk.acts.show(at_work)["in_transit_to"] is None
