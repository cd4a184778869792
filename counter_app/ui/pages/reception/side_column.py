"""The right column: receipt or slip card, what to look at, and the buttons that end the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.ui import theme
from counter_app.ui.pages.reception.correction_card import CorrectionCard
from counter_app.ui.pages.reception.last_given import LastGiven
from counter_app.ui.pages.reception.note_card import DuplicateCard, NoteCard
from counter_app.ui.pages.reception.receipt_card import ReceiptCard
from counter_app.ui.pages.reception.slip_card import SlipCard
from counter_app.ui.tokens import MAIN_BUTTON, PANEL_BUTTON, RECEIPT_COLUMN, RECEIPT_COLUMN_COMPACT
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice


class Mode(StrEnum):
    """What the main button would do now."""

    RECEIVE = "receive"
    MISSING = "missing"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    CORRECT = "correct"
    REENTER = "reenter"


@dataclass(frozen=True)
class _Words:
    """Words, icon and key of a button; no words hide it."""

    words: str = ""
    icon: str = ""
    key: str = ""
    kind: ButtonKind = ButtonKind.PLAIN


_CTRL_ENTER = "Ctrl+Enter"
_BACK = _Words("Quay lại", "", "Esc", ButtonKind.QUIET)
_BUTTONS: dict[Mode, tuple[_Words, _Words, _Words]] = {
    Mode.RECEIVE: (
        _Words("Tiếp nhận và in", "printer", _CTRL_ENTER, ButtonKind.MAIN),
        _Words("Bổ sung", "file-clock", "Ctrl+2"),
        _Words("Từ chối", "file-x", "Ctrl+3"),
    ),
    Mode.MISSING: (
        _Words("Yêu cầu bổ sung (mẫu 02)", "file-clock", _CTRL_ENTER, ButtonKind.AMBER),
        _Words("Vẫn tiếp nhận", "", "", ButtonKind.QUIET),
        _Words("Từ chối", "file-x", "Ctrl+3"),
    ),
    Mode.SUPPLEMENT: (
        _Words("Yêu cầu bổ sung (mẫu 02)", "file-clock", _CTRL_ENTER, ButtonKind.AMBER),
        _BACK,
        _Words("Từ chối", "file-x", "Ctrl+3"),
    ),
    Mode.REFUSE: (
        _Words("Từ chối tiếp nhận (mẫu 03)", "file-x", _CTRL_ENTER, ButtonKind.AMBER),
        _BACK,
        _Words("Bổ sung", "file-clock", "Ctrl+2"),
    ),
    Mode.CORRECT: (
        _Words("Cấp lại và in", "printer", _CTRL_ENTER, ButtonKind.MAIN),
        _BACK,
        _Words(),
    ),
    Mode.REENTER: (
        _Words("Nhập lại hồ sơ", "file-plus-2", _CTRL_ENTER, ButtonKind.MAIN),
        _Words("Bỏ nhập lại", "", "Esc", ButtonKind.QUIET),
        _Words(),
    ),
}
RECEIPT_MODES = (Mode.RECEIVE, Mode.CORRECT, Mode.REENTER)
"""Modes in which a receipt would be given, or was."""


class SideColumn(Ground):
    """`pressed(name)`: main, supplement, refuse, anyway or back."""

    pressed = Signal(str)

    def __init__(self, today: Callable[[], date], refusal: Notice) -> None:
        """`refusal` of a printed receipt that is entered again: it stands below that receipt's card."""
        super().__init__("window", ("left",), name="side_column")
        self.mode = Mode.RECEIVE
        self.receipt = ReceiptCard()
        self.slip = SlipCard(today)
        self.correction = CorrectionCard(today)
        self.duplicate = DuplicateCard()
        self.note = NoteCard("reception_note")
        self.notice = Notice(name="reception_notice")
        self.last = LastGiven()
        self._make_buttons()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme.px(10))
        for part in (self.receipt, refusal, self.slip, self.correction, self.duplicate, self.note):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._column.addWidget(self.last)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.main)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(self.left, 1)
        below.addWidget(self.right, 1)
        self._column.addLayout(below)
        self.set_compact(False)
        self.show_mode(Mode.RECEIVE)

    def _make_buttons(self) -> None:
        self.main = Button("", ButtonKind.MAIN, name="main_button", height=MAIN_BUTTON)
        self.left = Button("", name="left_button", height=PANEL_BUTTON)
        self.right = Button("", name="right_button", height=PANEL_BUTTON)
        self.main.clicked.connect(lambda: self.pressed.emit("main"))
        self.left.clicked.connect(self._left_clicked)
        self.right.clicked.connect(self._right_clicked)

    def _left_clicked(self) -> None:
        self.pressed.emit({Mode.RECEIVE: "supplement", Mode.MISSING: "anyway"}.get(self.mode, "back"))

    def _right_clicked(self) -> None:
        self.pressed.emit("supplement" if self.mode is Mode.REFUSE else "refuse")

    def show_mode(self, mode: Mode) -> None:
        """Show the buttons of a mode, and the card it goes with."""
        self.mode = mode
        for button, shown in zip((self.main, self.left, self.right), _BUTTONS[mode], strict=True):
            button.set_kind(shown.kind)
            button.set_icon(shown.icon)
            button.set_key(shown.key)
            button.setText(shown.words)
            button.setVisible(bool(shown.words))
        self.receipt.setVisible(mode in RECEIPT_MODES)
        self.correction.setVisible(mode is Mode.CORRECT)
        self.fit()

    def set_busy(self, is_busy: bool) -> None:
        """While an act is under way the buttons rest; what they say does not change."""
        for button in (self.main, self.left, self.right):
            button.setEnabled(not is_busy)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.setFixedWidth(theme.px(RECEIPT_COLUMN_COMPACT if is_compact else RECEIPT_COLUMN))
        side = theme.px(16)
        self._column.setContentsMargins(side, theme.px(14), side, theme.px(16))
        self.receipt.set_compact(is_compact)
        self.slip.set_compact(is_compact)
        self.fit()

    def fit(self) -> None:
        """Where not everything has room, what can be spared goes: the little calendar (its sentence stays),
        the note that repeats the slip card, the comparison with the open dossier, papers after the first."""
        yielding = self._yielding()
        needed = self._column.totalHeightForWidth(self.width())
        needed += sum(height for height, is_shown, _ in yielding if not is_shown)
        for height, _, show in yielding:
            has_room = needed <= self.height()
            show(has_room)
            needed -= 0 if has_room else height

    def _yielding(self) -> list[tuple[int, bool, Callable[[bool], None]]]:
        """Height, whether it is shown, and how to show or hide it; the first goes first."""
        found: list[tuple[int, bool, Callable[[bool], None]]] = []
        receipt, note, duplicate, slip = self.receipt, self.note, self.duplicate, self.slip
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        if not receipt.isHidden():
            shown = receipt.is_calendar_shown()
            found.append((receipt.calendar_height(), shown, receipt.set_calendar_shown))
        if self.mode is Mode.MISSING and note.is_wanted():
            height = note.layout().totalHeightForWidth(width)
            found.append((height + self._column.spacing(), not note.isHidden(), note.set_room))
        else:
            note.set_room(True)
        if not duplicate.isHidden():
            shown = not duplicate.details.isHidden()
            found.append((duplicate.details_height(), shown, duplicate.set_details_shown))
        if not slip.isHidden():
            found.append((slip.rest_height(width), slip.has_room(), slip.set_room))
        return found

    def minimumSizeHint(self) -> QSize:
        """What has no room yields in `fit`; it never makes the window higher than the screen."""
        return QSize(super().minimumSizeHint().width(), 0)

    def hasHeightForWidth(self) -> bool:
        return False

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            # Cards tell their new height only now: texts that grew to a second line count too.
            self.fit()
        return is_handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
