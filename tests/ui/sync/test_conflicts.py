"""Conflicts decided at the page Đồng bộ, by keys; each one was made by two desks that worked alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.queries.conflicts import one_conflict
from counter_app.queries.dossiers import one_dossier
from counter_app.services import resolving
from counter_app.ui import labels as words_of
from counter_app.ui.dossier_words import full_due_words
from counter_app.ui.pages.dossiers.panel import DossierPanel
from counter_app.ui.pages.sync.conflict_words import AFTER
from counter_app.ui.widgets.life_line import LifeNode
from tests.ui.sync import clashes
from tests.ui.sync.clashes import Clash
from tests.ui.sync.conftest import ALT, CTRL, AtThePage

Shown = Callable[[QWidget], QWidget]
REASON = "Don xin rut ky truoc"
NOW = datetime(2026, 11, 23, 9, 14)


@pytest.fixture
def clash(tmp_path: Path, qapp: object) -> Iterator[Clash]:
    """Two desks with one past; nothing was done since."""
    made = Clash(tmp_path)
    yield made
    made.close()


@pytest.fixture
def opened(clash: Clash, shown: Shown) -> Callable[..., AtThePage]:
    """Opens the page as somebody."""

    def open_page(login: str = "tuan") -> AtThePage:
        clash.desk.sign_in(login)
        return AtThePage(clash.desk, shown)

    return open_page


def status(clash: Clash, n: int = 0) -> str:
    return str(clash.desk.acts.show(clash.codes[n])["status"])


def result_no(clash: Clash, n: int = 0) -> str:
    """As the dossier's events tell it now."""
    return str(clash.desk.read(lambda reading: one_dossier(reading, clash.codes[n], NOW).dossier.result_no))


def decisions(clash: Clash) -> list[Any]:
    """What was recorded of decisions."""
    query = "SELECT payload FROM event WHERE kind = 'dossier:conflict_resolved'"
    return clash.desk.read(lambda reading: list(reading.conn.exec_driver_sql(query).scalars()))


def labels(at: AtThePage, card: int) -> dict[str, tuple[str, bool]]:
    """Label → value and whether it is marked, of one side."""
    return {row.label: (row.value, row.is_other) for row in at.page.pane.cards[card].rows.rows()}


def consequences(at: AtThePage) -> list[str]:
    """What stands below before anyone presses."""
    return [words.text() for line, _, words in at.page.pane._after if line.isVisible()]


def test_both_sides_stand_row_by_row(clash: Clash, opened: Callable[..., AtThePage]) -> None:
    clashes.withdrawn_and_finished(clash)
    at = opened()
    pane = at.page.pane
    assert at.right() == "conflict"
    assert (pane.badge.text(), pane.head.text()) == ("Cần chọn 1/1", clash.codes[0])
    assert [(card.title.text(), card.place.text()) for card in pane.cards] == [
        ("Bên này", "Quầy 1"),
        ("Bên kia", "Phòng QLĐT"),
    ]
    left, right = labels(at, 0), labels(at, 1)
    assert list(left) == list(right)
    assert (left["Việc"], right["Việc"]) == (("Rút hồ sơ", True), ("Có kết quả", True))
    assert (left["Người làm"], right["Người làm"]) == (("Nguyễn Thị Lan", False), ("Trần Quang Minh", False))
    assert left["Việc số"] == ("chưa có", False)
    assert "1 chỗ khác nhau cần người chọn" in at.waiting()


def test_the_rows_of_both_sides_are_equally_high(clash: Clash, opened: Callable[..., AtThePage]) -> None:
    long = "Người nộp xin rút, có đơn kèm giấy giới thiệu của công ty và biên bản họp hội đồng thành viên"
    clash.desk.acts.done("withdraw", code=clash.codes[0], reason=long)
    clash.other.done("finish", "minh", code=clash.codes[0], outcome="granted", result_no="1142")
    clash.meet()
    at = opened()
    left, right = (card.rows for card in at.page.pane.cards)
    assert left.height() == right.height()
    assert left.height() == left.heightForWidth(left.width()) == right.heightForWidth(right.width())
    assert left.heightForWidth(left.width()) > left.heightForWidth(4_000), "the long reason takes more lines"


def test_the_consequences_stand_there_before_anyone_presses(
    clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.withdrawn_and_finished(clash)
    at = opened()
    first = consequences(at)
    assert [words.split(";")[0].rstrip(".") for words in first] == [
        "«Có kết quả» của Trần Quang Minh còn trong nhật ký, gạch ngang",
        "Phòng QLĐT đọc quyết định này ở Hôm nay, sau lần đồng bộ tới",
    ]
    assert "kết quả 1142 phải thu hồi" in first[0]
    at.press(Qt.Key.Key_2, ALT)
    second = consequences(at)
    assert second[1].startswith("Quầy 1")
    assert [card.is_chosen() for card in at.page.pane.cards] == [False, True]
    assert at.page.pane.after_title.text() == "Sau khi giữ bên kia"
    assert decisions(clash) == []


@pytest.mark.parametrize(
    ("make", "differing"),
    [
        (clashes.withdrawn_and_finished, {"Tình trạng sau", "Kết quả số"}),
        (clashes.stopped_and_finished, {"Tình trạng sau", "Hẹn trả sau", "Kết quả số"}),
        (clashes.extended_and_finished, {"Tình trạng sau", "Hẹn trả sau", "Kết quả số"}),
        (clashes.finished_and_handed_back, {"Tình trạng sau", "Hẹn trả sau", "Giấy ở sau", "Kết quả số"}),
    ],
)
@pytest.mark.parametrize("side", [0, 1])
def test_every_result_stands_on_both_sides_as_it_then_comes(
    make: Callable[[Clash], None],
    differing: set[str],
    side: int,
    clash: Clash,
    opened: Callable[..., AtThePage],
) -> None:
    make(clash)
    at = opened()
    told = [{label: value for label, (value, _) in labels(at, card).items()} for card in (0, 1)]
    marked = {label for label, (_, is_other) in labels(at, 0).items() if is_other}
    assert marked & set(AFTER) == differing
    at.press((Qt.Key.Key_1, Qt.Key.Key_2)[side], ALT)
    at.hands.type(REASON)
    at.press(Qt.Key.Key_Return)
    assert len(decisions(clash)) == 1
    now = clash.desk.acts.show(clash.codes[0])
    after = told[side]
    assert after["Tình trạng sau"] == words_of.words(words_of.STATUS, now["status"])
    still = {"stopped": "đồng hồ dừng", "withdrawn": "thôi tính", "finished": "thôi tính"}
    assert after["Hẹn trả sau"] == (still.get(now["status"]) or full_due_words(now["due_at"]))
    assert after["Giấy ở sau"] == ("đang chuyển đến Một cửa" if now["in_transit_to"] else "Phòng QLĐT")
    assert after["Kết quả số"] == (result_no(clash) or "–")
    assert after["Mã, giấy hẹn"] == f"{clash.codes[0].removeprefix('H24.28-')}, lần 1"


def test_a_reason_is_required_and_asked_beside_its_field(
    clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.withdrawn_and_finished(clash)
    at = opened()
    at.press(Qt.Key.Key_1, ALT)
    at.press(Qt.Key.Key_Return, CTRL)
    assert at.page.pane.reason.problem() == "còn thiếu lý do"
    assert at.hands.focused() == "conflict_reason"
    assert decisions(clash) == []
    at.hands.type("x")
    assert at.page.pane.reason.problem() == ""


@pytest.mark.parametrize(("key", "after"), [(Qt.Key.Key_1, "withdrawn"), (Qt.Key.Key_2, "finished")])
def test_the_chosen_side_stands_and_the_other_stays_in_the_log(
    key: Qt.Key, after: str, clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.withdrawn_and_finished(clash)
    at = opened()
    at.press(key, ALT)
    at.hands.type(REASON)
    at.press(Qt.Key.Key_Return)
    assert status(clash) == after
    assert len(decisions(clash)) == 1
    assert REASON in decisions(clash)[0]
    assert at.right() == "log"
    assert clash.codes[0] in at.page.notice.text()
    assert not any("khác nhau" in line for line in at.waiting())
    kinds = [line["kind"] for line in clash.desk.acts.history(clash.codes[0])]
    assert {"dossier:withdrawn", "dossier:finished"} <= set(kinds)


def test_a_held_enter_decides_once(clash: Clash, opened: Callable[..., AtThePage]) -> None:
    clashes.withdrawn_and_finished(clash, 2)
    at = opened()
    at.press(Qt.Key.Key_1, ALT)
    at.hands.type(REASON)
    for _ in range(10):
        at.hands.press(Qt.Key.Key_Return, CTRL)
    at.desk.settle()
    assert len(decisions(clash)) == 1, "the second conflict needs a reason of its own"
    assert at.page.pane.badge.text() == "Cần chọn 1/1"


def test_only_who_supervises_decides_and_others_read_who_does(
    clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.withdrawn_and_finished(clash)
    at = opened("lan")
    pane = at.page.pane
    assert "Hoàng Anh Tuấn" in pane.who.text()
    assert not pane.reason.isVisible()
    assert [card.button.isVisible() for card in pane.cards] == [False, False]
    at.press(Qt.Key.Key_1, ALT)
    at.press(Qt.Key.Key_Return, CTRL)
    assert decisions(clash) == []


def test_each_conflict_keeps_its_side_and_what_was_typed_for_it(
    clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.withdrawn_and_finished(clash, 3)
    at = opened()
    pane = at.page.pane
    assert pane.badge.text() == "Cần chọn 1/3"
    at.press(Qt.Key.Key_2, ALT)
    at.hands.type("first")
    at.press(Qt.Key.Key_Right, ALT)
    assert (pane.badge.text(), pane.reason.value()) == ("Cần chọn 2/3", "")
    assert [card.is_chosen() for card in pane.cards] == [True, False]
    at.hands.type("second")
    at.press(Qt.Key.Key_Left, ALT)
    assert pane.reason.value() == "first"
    assert [card.is_chosen() for card in pane.cards] == [False, True]
    at.press(Qt.Key.Key_Left, ALT)
    assert pane.badge.text() == "Cần chọn 3/3"


def test_news_take_nothing_away_that_is_typed(clash: Clash, opened: Callable[..., AtThePage]) -> None:
    clashes.withdrawn_and_finished(clash, 2)
    at = opened()
    at.press(Qt.Key.Key_Right, ALT)
    at.hands.type("typed before the pass")
    at.passes.go("pull")
    at.passes.go("")
    at.desk.settle()
    pane = at.page.pane
    assert (pane.head.text(), pane.reason.value()) == (clash.codes[1], "typed before the pass")
    assert at.hands.focused() == "conflict_reason"


def test_what_was_typed_for_one_decided_elsewhere_is_told(
    clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.withdrawn_and_finished(clash, 2)
    at = opened()
    view = at.page.pane.view()
    assert view is not None
    at.press(Qt.Key.Key_1, ALT)
    at.hands.type("my own reason")

    def do(uow: Any) -> None:
        resolving.resolve(uow, view.id, chosen=view.sides[1].chosen or "", reason="Đã họp", by="tuan")
        uow.commit()

    clash.desk.desk.write(do)
    clash.desk.session.say_changed("dossier", "conflict")
    at.desk.settle()
    assert "my own reason" in at.page.notice.text()
    assert at.page.pane.head.text() == clash.codes[1]
    assert at.page.pane.reason.value() == ""


def test_one_decided_elsewhere_while_enter_is_pressed_is_refused_in_words(
    clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.withdrawn_and_finished(clash)
    at = opened()
    view = at.page.pane.view()
    assert view is not None

    def do(uow: Any) -> None:
        resolving.resolve(uow, view.id, chosen=view.sides[1].chosen or "", reason="Đã họp", by="tuan")
        uow.commit()

    clash.desk.desk.write(do)
    at.press(Qt.Key.Key_1, ALT)
    at.hands.type(REASON)
    at.press(Qt.Key.Key_Return)
    assert len(decisions(clash)) == 1
    assert at.page.notice.text()
    assert at.page.pane.reason.value() == REASON


def test_the_log_is_one_key_away_and_back(clash: Clash, opened: Callable[..., AtThePage]) -> None:
    clashes.withdrawn_and_finished(clash)
    at = opened()
    at.press(Qt.Key.Key_1, ALT)
    at.hands.type("half a rea")
    at.press(Qt.Key.Key_G, CTRL)
    assert at.right() == "log"
    at.press(Qt.Key.Key_2, ALT)
    at.press(Qt.Key.Key_Escape)
    pane = at.page.pane
    assert (at.right(), pane.reason.value(), pane.cards[0].is_chosen()) == ("conflict", "half a rea", True)


def test_the_dossier_opens(clash: Clash, opened: Callable[..., AtThePage]) -> None:
    clashes.withdrawn_and_finished(clash)
    opened().press(Qt.Key.Key_O, CTRL)
    assert clash.desk.ways.dossiers == [clash.codes[0]]


@pytest.mark.parametrize(("key", "after"), [(Qt.Key.Key_1, "finished"), (Qt.Key.Key_2, "processing")])
def test_an_act_without_the_right_to_it_is_acknowledged_or_not(
    key: Qt.Key, after: str, clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    clashes.without_right(clash)
    at = opened()
    assert status(clash) == "processing"
    assert "không còn quyền" in at.page.pane.intro.text()
    assert [card.button.words() for card in at.page.pane.cards] == ["Công nhận", "Không công nhận"]
    at.press(key, ALT)
    at.hands.type(REASON)
    at.press(Qt.Key.Key_Return, CTRL)
    assert status(clash) == after
    assert at.right() == "log"


SEEN_ONLY = {
    "promised": (clashes.promised_without_right, "Giấy đã in cho người dân"),
    "code": (clashes.one_code_twice, "Hai hồ sơ mang cùng một mã."),
    "changed": (clashes.changed_twice, "Hai máy cùng sửa một chỗ"),
    "unreadable": (clashes.not_readable, "không đọc được"),
}


@pytest.mark.parametrize("kind", SEEN_ONLY)
def test_where_nothing_is_to_choose_it_is_seen(
    kind: str, clash: Clash, opened: Callable[..., AtThePage]
) -> None:
    make, intro = SEEN_ONLY[kind]
    make(clash)
    at = opened()
    pane = at.page.pane
    assert intro in pane.intro.text()
    assert pane.badge.text() == "Cần xem 1/1"
    assert [card.button.isVisible() for card in pane.cards] == [False, False]
    assert consequences(at)
    view = pane.view()
    assert view is not None
    at.press(Qt.Key.Key_Return, CTRL)
    assert clash.desk.read(lambda reading: one_conflict(reading, view.id)) is not None
    assert at.right() == "log", "no reason is needed, and it is not shown again"
    assert "Đã xem" in decisions(clash)[0]


def test_the_cards_of_two_codes_name_both_applicants(clash: Clash, opened: Callable[..., AtThePage]) -> None:
    clashes.one_code_twice(clash)
    at = opened()
    names = [labels(at, n)["Chủ hồ sơ"] for n in (0, 1)]
    assert names == [("Vũ Hoàng Khách", True), ("Trần Thị Ví Dụ", True)]
    assert [card.title.text() for card in at.page.pane.cards] == ["Bên này", "Bên kia"]


def test_the_panel_shows_a_dossier_with_an_act_that_nobody_can_read(clash: Clash, shown: Shown) -> None:
    clashes.not_readable(clash)
    panel = DossierPanel(clash.desk.context)
    shown(panel)
    panel.show_code(clash.codes[0])
    clash.desk.settle()
    view = panel.view()
    assert view is not None
    assert view.conflicts == 1
    told = [(node.title, node.detail) for node in view.life if isinstance(node, LifeNode)]
    assert ("Gia hạn", "chưa có hiệu lực · Trần Quang Minh") in told
