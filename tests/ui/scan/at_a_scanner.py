"""A window with fields and buttons, a scanner, and who takes its scans: for the tests of the capture."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from counter_app.ui.hearing import Heard
from counter_app.ui.scan_capture import ScanCapture
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone
from tests.ui.scanning import Keyboard

AGENCY = "H24.28"
GREEN = Verdict(Tone.GREEN, "261123-0015", "Đã đánh dấu")


class Taker:
    """Takes every scan at once and keeps it."""

    def __init__(self) -> None:
        self.scans: list[Scan] = []

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        self.scans.append(scan)
        answer(GREEN)


class Desk(QWidget):
    """One of each kind of field; `pressed` counts what a stray Enter or blank would set off."""

    def __init__(self, capturing: bool = True) -> None:
        super().__init__()
        self.line, self.secret = QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.plain, self.rich = QPlainTextEdit(), QTextEdit()
        self.number = QSpinBox()
        self.number.setRange(0, 99_999)
        self.choice = QComboBox()
        self.choice.setEditable(True)
        self.choice.addItems(["Phòng Đầu tư", "26", "Phòng Lao động"])
        self.box, self.button = QCheckBox("x"), QPushButton("y")
        self.button.setDefault(True)
        column = QVBoxLayout(self)
        for widget in self.widgets():
            column.addWidget(widget)
        self.pressed = 0
        self.button.clicked.connect(self._press)
        self.box.toggled.connect(self._press)
        self.line.returnPressed.connect(self._press)
        self.keyboard = Keyboard()
        self.queue, self.taker = ScanQueue(), Taker()
        self.queue.set_page(lambda: None, self.taker)
        self.heard: list[Heard] = []
        self.queue.heard.connect(self.heard.append)
        self.capture = ScanCapture(self.queue, lambda: AGENCY, self.keyboard.clock) if capturing else None

    def widgets(self) -> tuple[QWidget, ...]:
        return (
            self.line,
            self.secret,
            self.plain,
            self.rich,
            self.number,
            self.choice,
            self.box,
            self.button,
        )

    def texts(self) -> list[str]:
        """What the scans said, in order."""
        return [scan.text for scan in self.taker.scans]

    def _press(self) -> None:
        self.pressed += 1

    def close_capture(self) -> None:
        if self.capture is not None:
            self.capture.close()
