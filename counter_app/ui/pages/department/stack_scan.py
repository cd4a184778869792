"""The stack scan: what each scan does, the strip with its verdict, the tally, undoing the last one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.ui import theme
from counter_app.ui.pages.department.desk_work import Meaning, ScanDone
from counter_app.ui.pages.department.segments import CountedSegments
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.scan_strip import ScanStrip
from counter_app.ui.widgets.text import ElidedLabel, Text

MEANINGS = {
    Meaning.TAKE: "Nhận",
    Meaning.STEP: "Xong bước",
    Meaning.FINISH: "Kết quả",
    Meaning.GIVE: "Giao quầy",
}
_IDLE = {
    Meaning.TAKE: "Quét để nhận từng hồ sơ, hoặc quét mã danh sách bàn giao để nhận cả đợt",
    Meaning.STEP: "Mỗi lần quét ghi xong bước kế tiếp của hồ sơ",
    Meaning.FINISH: "Mỗi lần quét ghi kết quả một hồ sơ: chấp thuận, ngày hôm nay",
    Meaning.GIVE: "Quét để xếp hồ sơ vào xấp, rồi Ctrl+Enter giao cả xấp về Một cửa",
}
_DONE = {
    Meaning.TAKE: "đã nhận",
    Meaning.STEP: "xong bước",
    Meaning.FINISH: "đã ghi kết quả",
    Meaning.GIVE: "trong xấp",
}


class StackScan(Ground):
    """`meaning_changed(Meaning)`, `undo_asked`, `closed`. It keeps the last scan that did something."""

    meaning_changed = Signal(object)
    undo_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("surface", name="stack_scan")
        self.strip = ScanStrip(name="department_scan_strip", label="Quét hàng loạt")
        self.meanings = CountedSegments(
            [(str(value), words) for value, words in MEANINGS.items()],
            name="scan_meaning",
            label="Mỗi lần quét",
        )
        self.undo = Button("Hoàn tác", ButtonKind.QUIET, icon="undo-2", key="Ctrl+Z", name="scan_undo")
        self.close_button = Button("Thôi quét", ButtonKind.QUIET, key="Esc", name="scan_close")
        self.about = ElidedLabel("", Role.CAPTION, Tone.TEXT3, name="scan_about")
        self.last: ScanDone | None = None
        self.last_meaning = Meaning.STEP
        self._count = self._left = 0
        self._build()
        self.meanings.changed.connect(self._changed)
        self.undo.clicked.connect(self.undo_asked)
        self.close_button.clicked.connect(self.closed)

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, 0, side, theme.px(8))
        column.setSpacing(theme.px(8))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(Text("Mỗi lần quét", Role.BODY, Tone.TEXT2))
        row.addWidget(self.meanings)
        row.addWidget(self.about, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.undo)
        row.addWidget(self.close_button)
        column.addLayout(row)
        column.addWidget(self.strip)

    def meaning(self) -> Meaning:
        """What the next scan does."""
        return Meaning(self.meanings.value())

    def begin(self, meaning: Meaning) -> None:
        """A fresh strip: nothing scanned yet."""
        self.meanings.set_value(str(meaning))
        self._restart()

    def set_meanings(self, wanted: tuple[Meaning, ...]) -> None:
        """Only what the person may do at this unit."""
        self.meanings.set_choices([(str(each), MEANINGS[each]) for each in wanted])

    def _changed(self, _value: str) -> None:
        self._restart()
        self.meaning_changed.emit(self.meaning())

    def _restart(self) -> None:
        self.last, self._count = None, 0
        self.strip.set_idle(_IDLE[self.meaning()])
        self.about.setText("")
        self._tell()

    def show_answer(self, verdict: Verdict, done: ScanDone | None) -> None:
        """The verdict of a scan; `done` where it did something that counts."""
        self.about.setText("")
        if done is not None:
            self.last, self.last_meaning = done, self.meaning()
            self._count += len(done.codes)
        self.strip.show_verdict(verdict)
        self._tell()

    def set_left(self, left: int) -> None:
        """How many still wait to be taken: the tally says of how many."""
        self._left = left
        self._tell()

    def count(self) -> int:
        """How many were done since the meaning was chosen."""
        return self._count

    def take_back(self, words: str) -> None:
        """The last scan was undone."""
        if self.last is not None:
            self._count = max(0, self._count - len(self.last.codes))
        self.last = None
        self.say(words)
        self._tell()

    def say(self, words: str) -> None:
        """A line beside the choice: what was undone, or why not."""
        self.about.setText(words)

    def _tell(self) -> None:
        is_take = self.meaning() is Meaning.TAKE
        tally = f"{self._count}/{self._count + self._left}" if is_take else str(self._count)
        self.strip.set_tally(tally, _DONE[self.meaning()])
        self.undo.setEnabled(self.last is not None)
