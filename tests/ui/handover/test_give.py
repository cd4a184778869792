"""Giving by stack-scan: ticks, what differs, the numbered batch, its list, the printer that fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.codes import Command, make_command_number
from counter_app.domain.errors import PrintFailed
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.actions import shortcuts_of
from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage, short
from tests.ui.scanning import a_scan, barcode_of

Open = Callable[..., AtThePage]
CTRL = Qt.KeyboardModifier.ControlModifier


def received(desk: PageDesk, count: int, procedure: str = "DT-08") -> list[str]:
    return [desk.acts.received(procedure) for _ in range(count)]


def test_the_pile_of_the_unit_with_most_is_proposed_newest_first(desk: PageDesk, at: Open) -> None:
    received(desk, 1, "MT-09")
    codes, there = received(desk, 2), at()
    assert there.unit() == "đến Phòng Quản lý Đầu tư"
    assert there.left() == [(short(code), "Chờ quét") for code in reversed(codes)]
    assert there.notes() == {}, "nothing differs before anything was scanned"
    assert not there.page.give.button.isEnabled()
    assert there.page.give.hint.text(), "a button that cannot be pressed says why"


def test_paper_that_should_be_with_its_department_is_named(desk: PageDesk, at: Open) -> None:
    """Received at 09:15 on Monday 23/11: by closing it must have gone; 24/11 is a holiday."""
    code = received(desk, 1)[0]
    desk.clock.move(days=1, hours=23)
    late = at()
    assert late.left() == [(short(code), "Quá giờ chuyển")]
    late.scan(code)
    assert late.left()[0][1].startswith("Đủ"), "a paper that was seen is no longer told off"


def test_the_page_gives_the_keyboard_to_its_list(desk: PageDesk, at: Open) -> None:
    received(desk, 1)
    there = at()
    there.page.page_shown()
    assert there.page.focusProxy() is there.page.give.table, "Space ticks at once"


def test_a_stack_is_scanned_given_and_printed(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 3)
    there = at()
    verdict = there.scan(*(barcode_of(code) for code in codes))
    assert verdict.tone is Tone.GREEN
    assert verdict.title == short(codes[2])
    assert verdict.words.startswith("Đủ 09:17")
    assert [result for _, result in there.left()] == ["Đủ 09:17"] * 3
    assert there.buttons()[0] == "Giao 3 hồ sơ và in danh sách"
    there.give()
    assert [desk.acts.show(code)["in_transit_to"] for code in codes] == ["QLDT"] * 3
    assert desk.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"]
    assert there.notes()["outcome"] == (
        "Đã giao 3 hồ sơ cho Phòng Quản lý Đầu tư · đợt BG-261123-1.1 · đã in danh sách"
    )
    assert there.left() == []
    kinds = [line["kind"] for line in desk.acts.history(codes[0])]
    assert kinds == ["dossier:received", "dossier:handed_over", "dossier:paper_printed"]
    assert desk.acts.is_sound()


def test_the_first_scan_chooses_the_pile(desk: PageDesk, at: Open) -> None:
    received(desk, 2)
    lone = received(desk, 1, "MT-09")[0]
    there = at()
    assert there.scan(lone).tone is Tone.GREEN
    assert there.unit() == "đến Phòng Tài nguyên và Môi trường"
    assert there.left() == [(short(lone), "Đủ 09:17")]


def test_what_is_missing_lights_up_when_most_is_scanned_and_can_wait(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 5)
    there = at()
    there.scan(codes[0], codes[1])
    assert "missing" not in there.notes(), "most of the pile is still to come"
    there.scan(codes[2], codes[3])
    assert there.notes()["missing"].startswith(f"1 hồ sơ chưa thấy: {short(codes[4])}")
    assert there.left()[0] == (short(codes[4]), "Chưa thấy")
    there.page.give.notes["missing"].buttons[0].click()
    assert "missing" not in there.notes()
    assert there.left()[0] == (short(codes[4]), "Để đợt sau")
    there.give()
    assert desk.acts.show(codes[4])["in_transit_to"] is None
    assert there.left() == [(short(codes[4]), "Để đợt sau")]
    assert there.scan(codes[4]).tone is Tone.GREEN, "it came after all"


def test_a_dossier_of_another_unit_is_set_aside_and_moved_to_its_pile(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 2)
    other = received(desk, 1, "MT-09")[0]
    there = at()
    there.scan(codes[0])
    verdict = there.scan(other)
    assert (verdict.tone, verdict.words) == (Tone.RED, "Hồ sơ này của Phòng Tài nguyên và Môi trường")
    assert there.left()[-1] == (short(other), "Khác phòng")
    assert there.notes()["other"].startswith(f"1 hồ sơ khác phòng: {short(other)}")
    assert there.page.give.notes["other"].buttons[0].words() == "Chuyển TN&MT"
    there.page.give.notes["other"].buttons[0].click()
    assert there.left() == [(short(codes[1]), "Chưa thấy"), (short(codes[0]), "Đủ 09:17")]
    there.press(Qt.Key.Key_PageDown, CTRL)
    assert there.unit() == "đến Phòng Tài nguyên và Môi trường"
    assert there.left() == [(short(other), "Đủ 09:17")]
    there.give()
    assert desk.acts.show(other)["in_transit_to"] == "TNMT"
    assert there.unit() == "đến Phòng Quản lý Đầu tư", "back to the pile that was begun"


def test_what_is_set_aside_is_never_given_unless_a_person_ticks_it(desk: PageDesk, at: Open) -> None:
    code, other = received(desk, 1)[0], received(desk, 1, "MT-09")[0]
    there = at()
    there.scan(code, other)
    there.give()
    assert desk.acts.show(other)["in_transit_to"] is None
    assert there.left() == [(short(other), "Khác phòng")]


def test_space_puts_in_what_was_set_aside(desk: PageDesk, at: Open) -> None:
    code, other = received(desk, 1)[0], received(desk, 1, "MT-09")[0]
    there = at()
    there.scan(code, other)
    there.to_left()
    there.press(Qt.Key.Key_Space)
    assert there.left()[-1] == (short(other), "Vẫn giao 09:16")
    there.give()
    assert desk.acts.show(other)["in_transit_to"] == "QLDT"


@pytest.mark.parametrize(
    ("text", "tone", "words"),
    [
        ("H24.28-261123-0999", Tone.RED, "Mã lạ · quầy không có hồ sơ này"),
        ("H24.99-261123-0001", Tone.RED, "Của cơ quan khác · H24.99"),
        ("1234567890123456", Tone.RED, "Không đọc được mã · quét lại, hoặc gõ đủ như 261029-0002"),
        ("BG-261123-1.9", Tone.RED, "Không có đợt bàn giao này"),
    ],
)
def test_what_is_none_of_ours_is_named_and_ticks_nothing(
    desk: PageDesk, at: Open, text: str, tone: Tone, words: str
) -> None:
    received(desk, 1)
    there = at()
    verdict = there.scan(text)
    assert (verdict.tone, verdict.words) == (tone, words)
    assert there.left()[0][1] == "Chờ quét"


def test_one_paper_scanned_twice_counts_once(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 3)
    there = at()
    verdict = there.scan(codes[0], codes[0])
    assert (verdict.tone, verdict.words) == (Tone.AMBER, "Quét hai lần · đã đủ lúc 09:17")
    assert there.buttons()[0] == "Giao 1 hồ sơ và in danh sách"


def test_where_a_dossier_is_decides_what_is_said_of_it(desk: PageDesk, at: Open) -> None:
    given, held = received(desk, 2)
    number = desk.acts.done("hand_over", codes=[given], to="QLDT")["batch"]
    desk.acts.passed(held, "lan", "QLDT", "minh")
    there = at()
    assert there.scan(given).words == f"Đã giao rồi · Phòng Quản lý Đầu tư · đợt {number}"
    assert there.scan(held).words == "Không do đơn vị bạn giữ · đang ở Phòng Quản lý Đầu tư"
    desk.acts.done("hand_over", "minh", codes=[held], to="LD")
    assert there.scan(held).words == "Không do đơn vị bạn giữ · đang chuyển tới Lãnh đạo Ban"


def test_an_identity_card_is_no_dossier(desk: PageDesk, at: Open) -> None:
    received(desk, 1)
    card = "031199001234|123456789|Đỗ Đình Đức|01011999|Nam|Hải Phòng|01012022"
    verdict = at().scan(card)
    assert verdict.tone is Tone.RED
    assert "031199001234" not in f"{verdict.title} {verdict.words}"


def test_a_printer_that_fails_keeps_the_batch_and_says_so(desk: PageDesk, at: Open) -> None:
    code = received(desk, 1)[0]
    there = at()
    desk.printer.error = PrintFailed(printer="HP", because="printer_error")
    there.scan(code)
    there.give()
    assert desk.acts.show(code)["in_transit_to"] == "QLDT"
    assert there.notes()["outcome"].endswith("danh sách chưa in")
    assert "Máy in HP không in được" in there.page.give.problem.text()
    assert [line["kind"] for line in desk.acts.history(code)][-1] == "dossier:handed_over"
    desk.printer.error = None
    there.page.give.notes["outcome"].buttons[0].click()
    there.settle()
    assert desk.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"], "no second number"
    assert there.notes()["outcome"].endswith("đã in danh sách")
    assert there.page.give.problem.text() == ""
    assert [line["kind"] for line in desk.acts.history(code)][-1] == "dossier:paper_printed"


def test_a_second_press_gives_no_second_batch(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 2)
    there = at()
    there.scan(*codes)
    for _ in range(50):
        there.hands.ctrl(Qt.Key.Key_Return)
    there.settle()
    there.give()
    batches = {line["data"]["batch"] for code in codes for line in desk.acts.history(code)[1:2]}
    assert batches == {"BG-261123-1.1"}
    assert desk.printer.paper == ["Danh sách bàn giao hồ sơ BG-261123-1.1"]


def test_a_refused_batch_gives_nothing_and_names_the_dossier(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 2)
    there = at()
    there.scan(*codes)
    desk.acts.done("hand_over", codes=[codes[0]], to="TNMT")  # past the page: its list is old now
    there.give()
    assert codes[0] in there.page.give.problem.text()
    assert desk.acts.show(codes[1])["in_transit_to"] is None
    assert there.left() == [(short(codes[1]), "Đủ 09:16")], "the scan that is still good stays"


def test_scans_survive_leaving_the_page_and_a_reload(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 3)
    there = at()
    there.scan(codes[0], codes[1])
    there.page.hide()
    desk.acts.done("hand_over", codes=[codes[1]], to="TNMT")
    newest = desk.acts.received("DT-08")
    there.page.show()
    there.page.page_shown()
    there.settle()
    assert there.left() == [
        (short(newest), "Chờ quét"),
        (short(codes[2]), "Chờ quét"),
        (short(codes[0]), "Đủ 09:17"),
    ]
    assert short(codes[1]) in there.notes()["outcome"], "a scan that holds no more is named"


def test_another_person_begins_with_nothing_scanned(desk: PageDesk, at: Open) -> None:
    code = received(desk, 1)[0]
    there = at()
    there.scan(code)
    desk.sign_in("minh")
    there.page.page_shown()
    there.settle()
    assert there.left() == []
    assert not there.page.give.button.isEnabled()


def test_all_of_it_works_by_keys_without_a_scanner(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 4)
    there = at()
    there.press(Qt.Key.Key_Down)
    there.press(Qt.Key.Key_Space)
    assert there.left()[1] == (short(codes[2]), "Đủ 09:18")
    there.press(Qt.Key.Key_Space)
    assert there.left()[2] == (short(codes[1]), "Đủ 09:18"), "the cursor went down by itself"
    there.press(Qt.Key.Key_A, CTRL)
    assert [result for _, result in there.left()] == ["Chưa thấy", "Đủ 09:18", "Đủ 09:18", "Chưa thấy"]
    there.press(Qt.Key.Key_Space)
    assert there.buttons()[0] == "Giao 3 hồ sơ và in danh sách"
    there.press(Qt.Key.Key_Home)
    for expected in ("Đủ 09:18", "Chưa thấy"):
        there.press(Qt.Key.Key_Space)
        assert there.left()[0] == (short(codes[3]), expected)
        there.press(Qt.Key.Key_Home)
    there.press(Qt.Key.Key_Home)
    there.press(Qt.Key.Key_Delete)
    assert there.left()[0] == (short(codes[3]), "Để đợt sau")
    there.press(Qt.Key.Key_G, CTRL)
    there.type(short(codes[3]))
    assert there.left()[0] == (short(codes[3]), "Đủ 09:18")
    there.press(Qt.Key.Key_Escape)
    assert there.hands.focused() == "give_table"
    there.press(Qt.Key.Key_Return)
    assert desk.ways.dossiers == [codes[3]]


def test_beginning_anew_can_be_taken_back(desk: PageDesk, at: Open) -> None:
    codes = received(desk, 2)
    there = at()
    there.scan(*codes)
    there.press(Qt.Key.Key_Backspace, CTRL)
    assert there.left() == [(short(codes[1]), "Chưa thấy"), (short(codes[0]), "Đủ 09:16")]
    there.press(Qt.Key.Key_Delete, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert [result for _, result in there.left()] == ["Chờ quét", "Chờ quét"]
    there.page.give.notes["outcome"].buttons[0].click()
    assert there.left()[1] == (short(codes[0]), "Đủ 09:16")


def test_every_scan_is_answered_once_also_before_the_lists_are_read(desk: PageDesk, at: Open) -> None:
    code = received(desk, 1)[0]
    there = AtThePage(desk)
    assert there.scan_past_the_queue(a_scan(code)).tone is Tone.GREEN


def test_the_menu_of_units_counts_what_goes_there_and_offers_the_others_below(
    desk: PageDesk, at: Open
) -> None:
    codes = received(desk, 2)
    received(desk, 1, "MT-09")
    there = at()
    there.scan(codes[0])
    choices = [(choice.words, choice.count) for choice in there.page.give.choice.choices() if choice.count]
    assert choices == [("Phòng Quản lý Đầu tư", "1/2"), ("Phòng Tài nguyên và Môi trường", "1")]
    rare = [choice.value for choice in there.page.give.choice.choices() if choice.is_rare]
    assert rare == ["QLDN", "QHXD", "LD", "VP"], "never the own unit"
    there.page.give.choice.chosen.emit("VP")
    assert there.unit() == "đến Văn phòng"
    assert there.left() == []
    verdict = there.scan(codes[1])
    assert verdict.words == "Hồ sơ này của Phòng Quản lý Đầu tư", "a chosen unit is not left for a scan"


@pytest.mark.parametrize("command", ["hand_over", "undo_scan", "print", "finish"])
def test_command_barcodes_do_what_their_keys_do(desk: PageDesk, at: Open, command: str) -> None:
    codes = received(desk, 2)
    there = at()
    assert there.scan(make_command_number(Command(command))).tone is Tone.AMBER, "nothing to do yet"
    there.scan(*codes)
    verdict = there.scan(make_command_number(Command(command)))
    moved = [desk.acts.show(code)["in_transit_to"] for code in codes]
    assert moved == (["QLDT", "QLDT"] if command == "hand_over" else [None, None])
    assert verdict.tone is (Tone.GREEN if command in {"hand_over", "undo_scan"} else Tone.AMBER)
    assert (len(there.left()) == 2) is (command != "hand_over")
    if command == "undo_scan":
        assert [result for _, result in there.left()] == ["Chưa thấy", "Đủ 09:16"]


def test_every_key_of_the_page_is_on_the_help_sheet(at: Open) -> None:
    keys = {shortcut.key for shortcut in shortcuts_of(at().page)}
    assert {"Ctrl+Enter", "Alt+Enter", "Ctrl+G", "Ctrl+B", "Ctrl+P", "Alt+1", "Alt+2"} <= keys


def test_the_strip_says_what_to_scan_once_a_pile_is_done(desk: PageDesk, at: Open) -> None:
    code = received(desk, 1)[0]
    there = at()
    strip = there.page.give.strip
    assert strip.words() == "Quét hồ sơ để giao đi · 0/1 đã quét"
    there.scan(code)
    assert strip.words().endswith("1/1 đã quét")
    assert strip.verdict() is not None
    there.give()
    assert strip.words() == "Quét hồ sơ để giao đi"


def test_the_tones_are_switched_off_and_on_here(desk: PageDesk, at: Open) -> None:
    page = at().page
    assert page.head.sound.words() == "Có tiếng"
    heard: list[bool] = []
    desk.scans.sound_chosen.connect(heard.append)
    page.head.sound.click()
    assert (heard, page.head.sound.words()) == ([False], "Tắt tiếng")
    desk.scans.choose_sound(True)
    assert page.head.sound.words() == "Có tiếng"


def test_a_recall_takes_back_the_batch_it_asks_about(desk: PageDesk, at: Open) -> None:
    first, second = received(desk, 2)
    there = at()
    there.scan(barcode_of(first))
    there.give()
    there.page.give.notes["outcome"].acted.emit("recall")
    asked = there.page.give.reason.field.line.label
    there.scan(barcode_of(second))
    there.page.hand_over()  # while the reason is still being thought of
    there.settle()
    assert there.page.outcome.last_codes == (second,)
    assert there.page.give.reason.field.line.label == asked
    there.page.give.reason.field.setFocus()
    there.type("giao nham")
    kinds = [[line["kind"].partition(":")[2] for line in desk.acts.history(code)] for code in (first, second)]
    assert kinds == [
        ["received", "handed_over", "paper_printed", "recalled"],
        ["received", "handed_over", "paper_printed"],
    ]


def test_a_code_typed_by_half_stands_there_to_be_mended(desk: PageDesk, at: Open) -> None:
    (code,) = received(desk, 1)
    there = at()
    there.page.focus_code()
    there.hands.type("123-0001")
    there.hands.enter()
    there.settle()
    assert there.page.head.field.text() == "123-0001"
    strip = there.page.give.strip
    assert "gõ đủ như" in strip.accessibleDescription() + strip.accessibleName()
    there.hands.type(short(code))
    there.hands.enter()
    there.settle()
    assert there.page.head.field.text() == ""
