"""No scan is lost, none is answered twice, and none stops the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.domain.codes import Command, make_command_number
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone
from tests.ui.scan.at_a_scanner import GREEN, Taker
from tests.ui.scanning import a_scan

CODES = [f"H24.28-261123-{serial:04d}" for serial in range(1, 2_001)]


class Slow(QWidget):
    """A page that answers when it is told to."""

    def __init__(self, *, is_mine: bool = True) -> None:
        super().__init__()
        self.asked: list[tuple[Scan, Answer]] = []
        self.is_mine = is_mine

    def take_scan(self, scan: Scan, answer: Answer) -> bool:
        self.asked.append((scan, answer))
        return self.is_mine


@pytest.fixture
def queue(qapp: object) -> ScanQueue:
    made = ScanQueue()
    made.said = []  # type: ignore[attr-defined]
    made.answered.connect(lambda scan, verdict: made.said.append((scan.text, verdict)))  # type: ignore[attr-defined]
    return made


def _said(queue: ScanQueue) -> list[tuple[str, Verdict]]:
    return queue.said  # type: ignore[attr-defined, no-any-return]


def test_two_thousand_at_once_are_answered_in_order(queue: ScanQueue) -> None:
    taker = Taker()
    for code in CODES:
        queue.add(a_scan(code))
    assert queue.waiting() == 2_000
    queue.set_page(lambda: None, taker)
    assert [text for text, _ in _said(queue)] == CODES
    assert queue.waiting() == 0


def test_the_next_scan_waits_for_the_answer(queue: ScanQueue, qtbot: QtBot) -> None:
    page = Slow()
    qtbot.addWidget(page)
    queue.set_page(lambda: page, Taker())
    for code in CODES[:50]:
        queue.add(a_scan(code))
    for number in range(50):
        assert (len(page.asked), queue.waiting()) == (number + 1, 50 - number)
        page.asked[number][1](GREEN)
    assert [text for text, _ in _said(queue)] == CODES[:50]


def test_an_answer_counts_once(queue: ScanQueue, qtbot: QtBot) -> None:
    page = Slow()
    qtbot.addWidget(page)
    queue.set_page(lambda: page, Taker())
    for code in CODES[:2]:
        queue.add(a_scan(code))
    first = page.asked[0][1]
    first(GREEN)
    first(GREEN)
    assert [text for text, _ in _said(queue)] == CODES[:1]
    assert queue.waiting() == 1


def test_what_a_page_declines_goes_on(queue: ScanQueue, qtbot: QtBot) -> None:
    page, otherwise = Slow(is_mine=False), Taker()
    qtbot.addWidget(page)
    queue.set_page(lambda: page, otherwise)
    queue.add(a_scan(CODES[0]))
    assert [scan.text for scan in otherwise.scans] == CODES[:1]
    page.asked[0][1](Verdict(Tone.RED, "", "muộn rồi"))  # it declined: its answer is none
    assert _said(queue) == [(CODES[0], GREEN)]


def test_what_everybody_declines_is_answered_in_red(queue: ScanQueue, qtbot: QtBot) -> None:
    page, otherwise = Slow(is_mine=False), Slow(is_mine=False)
    for widget in (page, otherwise):
        qtbot.addWidget(widget)
    queue.set_page(lambda: page, otherwise)
    queue.add(a_scan(CODES[0]))
    queue.add(a_scan(CODES[1]))
    assert [(text, verdict.tone) for text, verdict in _said(queue)] == [
        (CODES[0], Tone.RED),
        (CODES[1], Tone.RED),
    ]


def test_a_page_that_dies_does_not_stop_the_queue(queue: ScanQueue) -> None:
    page, otherwise = Slow(), Taker()
    pages: list[QWidget] = [page]
    queue.set_page(lambda: pages[0] if pages else None, otherwise)
    for code in CODES[:3]:
        queue.add(a_scan(code))
    pages.clear()
    delete(page)
    assert [(text, verdict.tone) for text, verdict in _said(queue)] == [
        (CODES[0], Tone.RED),  # whether its act was done is not known
        (CODES[1], Tone.GREEN),
        (CODES[2], Tone.GREEN),
    ]


def test_a_page_that_says_nothing_is_waited_for_only_so_long(qtbot: QtBot) -> None:
    queue, page = ScanQueue(patience_ms=20), Slow()
    qtbot.addWidget(page)
    queue.set_page(lambda: page, Taker())
    with qtbot.waitSignal(queue.answered) as heard:
        queue.add(a_scan(CODES[0]))
    assert heard.args is not None and heard.args[1].tone is Tone.RED
    page.asked[0][1](GREEN)  # too late, and no answer to the next
    assert queue.waiting() == 0


def test_a_page_that_fails_is_named_and_the_next_scan_comes(
    queue: ScanQueue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(QWidget):
        def take_scan(self, scan: Scan, answer: Answer) -> None:
            raise RuntimeError(scan.text)

    page = Broken()
    qtbot.addWidget(page)
    failures: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *what: failures.append(what[1]))
    queue.set_page(lambda: page, Taker())
    for code in CODES[:2]:
        queue.add(a_scan(code))
    assert [verdict.tone for _, verdict in _said(queue)] == [Tone.RED, Tone.RED]
    assert len(failures) == 2


def test_a_dialog_on_top_comes_first(
    queue: ScanQueue, qtbot: QtBot, shown: Callable[[QWidget], QWidget]
) -> None:
    class Asking(QDialog):
        def take_scan(self, scan: Scan, answer: Answer) -> None:
            answer(Verdict(Tone.AMBER, scan.text, "hộp thoại"))

    page = Slow()
    shown(page)
    dialog = Asking(page)
    queue.set_page(lambda: page, Taker())
    dialog.open()
    queue.add(a_scan(CODES[0]))
    assert _said(queue)[0][1].words == "hộp thoại"
    dialog.close()
    queue.add(a_scan(CODES[1]))
    assert [scan.text for scan, _ in page.asked] == [CODES[1]]


def test_a_command_does_nothing_behind_a_dialog(
    queue: ScanQueue, shown: Callable[[QWidget], QWidget]
) -> None:
    """A page scans on behind the sheet of keys, but no pile is given away that nobody sees."""
    page = Slow()
    shown(page)
    queue.set_page(lambda: page, Taker())
    dialog = QDialog(page)
    dialog.open()
    command = a_scan(make_command_number(Command.HAND_OVER))
    queue.add(command)
    assert (_said(queue)[-1][1].tone, page.asked) == (Tone.AMBER, [])
    queue.add(a_scan(CODES[0]))
    assert [scan.text for scan, _ in page.asked] == [CODES[0]]
    page.asked[0][1](GREEN)
    dialog.close()
    queue.add(command)
    assert page.asked[-1][0].command


def test_a_taker_may_add_scans_while_it_answers(queue: ScanQueue) -> None:
    class Adding(Taker):
        def take_scan(self, scan: Scan, answer: Answer) -> None:
            super().take_scan(scan, answer)
            if len(self.scans) < 3:
                queue.add(a_scan(CODES[len(self.scans)]))

    queue.set_page(lambda: None, Adding())
    queue.add(a_scan(CODES[0]))
    assert [text for text, _ in _said(queue)] == CODES[:3]
