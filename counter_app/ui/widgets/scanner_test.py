"""Test of a scanner: whatever is scanned is shown, how it came, and what to change in its settings."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from counter_app.domain.codes import ScanKind, ScanProblem
from counter_app.domain.identity import mask_id
from counter_app.ui import theme
from counter_app.ui.hearing import Heard
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scan_words import KINDS, refusal, shown
from counter_app.ui.scans import Answer, Scan, ScanSource, Verdict
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.wedge import LEAST_DIGITS
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.scan_strip import ScanStrip
from counter_app.ui.widgets.text import Text

_SLOW_MS = 25
_UNENDED_MS = 400
_ROWS = (
    ("kind", "Loại mã"),
    ("code", "Nội dung"),
    ("speed", "Tốc độ"),
    ("ime", "Bộ gõ"),
    ("advice", "Lời khuyên"),
)
_UNENDED = Verdict(Tone.AMBER, "Thiếu phím Enter", "Mã đến nhưng không có Enter ở cuối")


class ScannerTest(QWidget):
    """`take_scan` as a page has it; `listen_to(queue)` to learn how a scan came. The field is for scanners
    that are set wrong: what stays in it was sent without an Enter."""

    def __init__(self, scans: ScanQueue | None = None, *, name: str = "scanner_test") -> None:
        super().__init__()
        self._heard: Heard | None = None
        self.setObjectName(name)
        self.setAccessibleName("Thử máy quét")
        self.strip = ScanStrip(name=f"{name}_strip", label="Thử máy quét")
        self.strip.set_idle("Quét một mã bất kỳ: giấy hẹn, thẻ căn cước")
        self.field = TextField("Ô thử", name=f"{name}_input", hint="quét vào đây: ô phải vẫn trống")
        self.field.enter_moves_on = False
        self.rows = {row: Text("–", Role.BODY, Tone.TEXT, wraps=row == "advice") for row, _ in _ROWS}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_UNENDED_MS)
        self._timer.timeout.connect(self._look_at_field)
        self.field.edit.textChanged.connect(self._field_changed)
        self._lay_out()
        if scans is not None:
            self.listen_to(scans)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.strip)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for number, (row, label) in enumerate(_ROWS):
            grid.addWidget(Text(label, Role.BODY, Tone.TEXT2), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.rows[row], number, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        column.addWidget(self.field)
        column.addStretch(1)

    def listen_to(self, scans: ScanQueue) -> None:
        """Learn from the queue how each scan came."""
        scans.heard.connect(self._keep)

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """Show a scan; nothing is opened."""
        heard = self._heard if self._heard is not None and self._heard.scan is scan else None
        title, kind = shown(scan), KINDS[scan.scanned.kind]
        verdict = refusal(scan) or Verdict(Tone.GREEN, title, kind if kind != title else "Đọc tốt")
        if verdict.tone is Tone.RED and scan.scanned.kind is not ScanKind.UNREADABLE:
            verdict = Verdict(Tone.AMBER, verdict.title, verdict.words)  # the scanner did well
        self.strip.show_verdict(verdict)
        values = {
            "kind": KINDS[scan.scanned.kind],
            "code": _content(scan, heard),
            "speed": _speed(scan, heard),
            "ime": _input_method(scan, heard),
            "advice": _advice(scan, heard),
        }
        for row, words in values.items():
            self.rows[row].setText(words)
        answer(verdict)

    def _keep(self, heard: Heard) -> None:
        self._heard = heard

    def _field_changed(self, text: str) -> None:
        self._timer.start() if text else self._timer.stop()

    def _look_at_field(self) -> None:
        digits = sum(letter.isdigit() for letter in self.field.edit.text())
        if digits >= LEAST_DIGITS:
            self.field.edit.clear()
            self.strip.show_verdict(_UNENDED)
            self.rows["advice"].setText("Đặt máy quét gửi Enter (CR) sau mỗi mã, phím cách nhau dưới 35 ms.")


def _content(scan: Scan, heard: Heard | None) -> str:
    if scan.card is not None:
        card = scan.card
        found = (("tên", card.name), ("ngày sinh", card.born_on), ("địa chỉ", card.address))
        read = ("số", *(words for words, value in found if value))
        return f"{mask_id(card.number)} · có " + ", ".join(read)
    text = scan.scanned.text or "–"
    count = heard.letters if heard is not None else len(text)
    return f"{text[:40]}{'…' if len(text) > 40 else ''} · {count} ký tự"


def _speed(scan: Scan, heard: Heard | None) -> str:
    if scan.source is ScanSource.SERIAL:
        return "cả mã một lần, qua cổng nối tiếp"
    if heard is None:
        return "–"
    return f"{heard.ms_per_key:.0f} ms mỗi phím"


def _input_method(scan: Scan, heard: Heard | None) -> str:
    if scan.source is ScanSource.SERIAL:
        return "không đi qua bộ gõ"
    if scan.scanned.problem is ScanProblem.GARBLED:
        return "đã làm hỏng mã"
    is_mended = heard is not None and heard.is_mended
    return "đã đổi chữ trong mã, chương trình đọc lại được" if is_mended else "không ảnh hưởng"


def _advice(scan: Scan, heard: Heard | None) -> str:
    problem = scan.scanned.problem
    if scan.source is ScanSource.SERIAL and problem is None:
        return "Máy quét đặt đúng. Cổng nối tiếp là cách nối nên dùng."
    if problem is ScanProblem.GARBLED or (heard is not None and heard.is_mended):
        return "Tắt bộ gõ tiếng Việt khi quét, hoặc đặt máy quét sang cổng nối tiếp (USB-COM)."
    if problem is not None:
        return "Lau mặt quét, giữ giấy phẳng, quét lại; vẫn vậy thì in lại giấy."
    if heard is not None and heard.ms_per_key > _SLOW_MS:
        return "Máy quét gửi phím chậm: đặt độ trễ giữa các phím về 0."
    return "Máy quét đặt đúng."
