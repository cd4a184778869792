"""The handover page as a person meets it: scans, keys, and what is to be read on it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from counter_app.ui.pages.handover_page import HandoverPage
from counter_app.ui.scans import Scan, Verdict
from counter_app.ui.widgets.buttons import ButtonKind
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.scanning import a_scan


class AtThePage:
    """Scans go through the queue of the window, as a scanner's do."""

    def __init__(self, desk: PageDesk) -> None:
        self.desk = desk
        self.page = HandoverPage(desk.context)
        self.verdicts: list[Verdict] = []
        desk.scans.set_page(lambda: self.page, self.page)
        desk.scans.answered.connect(lambda _scan, verdict: self.verdicts.append(verdict))
        self.hands = Fingers(self.page, self.settle)

    def settle(self) -> None:
        """Let everything come to rest."""
        self.desk.settle(lambda: self.desk.scans.waiting() == 0)

    def scan(self, *texts: str) -> Verdict:
        """Scan papers one after the other, faster than the page can answer; the verdict on the last."""
        for text in texts:
            self.desk.scans.add(a_scan(text))
        self.settle()
        return self.verdicts[-1]

    def scan_past_the_queue(self, scan: Scan) -> Verdict:
        """One scan straight at the page."""
        told: list[Verdict] = []
        self.page.take_scan(scan, told.append)
        self.settle()
        assert len(told) == 1, "each scan is answered once"
        return told[0]

    # -- keys

    def give(self) -> None:
        self.hands.ctrl(Qt.Key.Key_Return)
        self.settle()

    def take(self) -> None:
        self.hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
        self.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.hands.press(key, held)
        self.settle()

    def type(self, text: str) -> None:
        self.hands.type(text)
        self.hands.enter()
        self.settle()

    def to_left(self) -> None:
        self.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)

    def to_right(self) -> None:
        self.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

    # -- what is to be read

    def left(self) -> list[tuple[str, str]]:
        """Code and result of each row to give."""
        return [(row.code, row.result.text) for row in self.page.give.table.rows()]

    def right(self) -> list[tuple[str, str]]:
        """Code and result of each row to take."""
        return [(row.code, row.result.text) for row in self.page.take.table.rows()]

    def notes(self, side: str = "give") -> dict[str, str]:
        """The notes that stand below a list."""
        shown = (self.page.give if side == "give" else self.page.take).notes
        return {key: note.text() for key, note in shown.items() if note.isVisible()}

    def buttons(self) -> tuple[str, str]:
        """Words of both buttons."""
        return self.page.give.button.words(), self.page.take.button.words()

    def main_button(self) -> str:
        """Name of the one filled button."""
        both = (self.page.give.button, self.page.take.button)
        (filled,) = [button.objectName() for button in both if button.kind() is ButtonKind.MAIN]
        return filled

    def unit(self) -> str:
        """Who the left side is about."""
        return self.page.give.choice.words()


def short(code: str) -> str:
    """`261123-0001`."""
    return "-".join(code.split("-")[-2:])
