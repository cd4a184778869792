"""Amber cards of the right column: what to look at first, and the open dossier that may be the same."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.fields import ChoiceField, TextField
from counter_app.ui.widgets.frames import CardFrame
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import ElidedLabel, Text, caption

_OTHER = "other"
_TITLE = "Có thể trùng 1 hồ sơ đang mở"
REASONS = (
    "Hồ sơ cho dự án hoặc việc khác",
    "Nộp thay hồ sơ cũ, hồ sơ cũ sẽ rút",
    "Chủ hồ sơ đề nghị nộp thêm",
)


class NoteCard(CardFrame):
    """A title and a few sentences; `show_note` with no sentences hides it."""

    def __init__(self, name: str) -> None:
        super().__init__("amber_soft", "", name=name)
        self.body.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        self.body.setSpacing(theme.px(2))
        self.title = Text("", Role.BODY, Tone.AMBER, 600)
        self.words = caption("", Tone.TEXT, wraps=True)
        self.body.addLayout(_head("triangle-alert", self.title))
        self.body.addWidget(self.words)
        self._has_room = True
        self.hide()

    def show_note(self, title: str, sentences: tuple[str, ...]) -> None:
        """Show a note, or take it away."""
        self.title.setText(title)
        self.words.setText("\n".join(sentences))
        self.setAccessibleName(f"{title}. {' '.join(sentences)}")
        self.setVisible(bool(sentences) and self._has_room)

    def is_wanted(self) -> bool:
        """Whether there is something to say, room or not."""
        return bool(self.words.text())

    def set_room(self, has_room: bool) -> None:
        """Hide a note that says nothing new where there is no room, or show it again."""
        self._has_room = has_room
        is_shown = has_room and self.is_wanted()
        if is_shown == self.isHidden():
            self.setVisible(is_shown)

    def text(self) -> str:
        """What is said, empty while nothing is."""
        return "" if self.isHidden() else self.words.text()


@dataclass(frozen=True)
class Side:
    """One of the two dossiers side by side."""

    code: str
    received: str
    submitter: str
    holder: str


class DuplicateCard(CardFrame):
    """`edited` when the reason to go on changes."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__("amber_soft", "", name="duplicate_card")
        self.body.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(12))
        self.body.setSpacing(theme.px(4))
        self.title = Text(_TITLE, Role.BODY, Tone.AMBER, 600)
        self.body.addLayout(_head("copy", self.title, "lý do  Ctrl+D"))
        self.details = QWidget()
        self.details.setLayout(self._make_table())
        self.body.addWidget(self.details)
        choices = [(words, words) for words in REASONS]
        self.reason = ChoiceField(
            "Lý do tiếp tục",
            [*choices, (_OTHER, "Lý do khác…")],
            name="duplicate_reason",
            placeholder="Chọn lý do để tiếp tục…",
        )
        self.reason.line.hide()
        self.other = TextField("Lý do khác", name="duplicate_other", is_required=True)
        self.other.hide()
        self.body.addSpacing(theme.px(2))
        self.body.addWidget(self.reason)
        self.body.addWidget(self.other)
        self.reason.edited.connect(self._chosen)
        self.other.edited.connect(self.edited)
        self.hide()

    def _make_table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnMinimumWidth(0, theme.px(66))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for at, words in enumerate(("Đang mở", "Lần này"), start=1):
            grid.addWidget(Text(words, Role.CAPTION, Tone.TEXT, 600), 0, at)
        self._cells: list[tuple[ElidedLabel, ElidedLabel]] = []
        for row, words in enumerate(("Mã", "Nhận", "Người nộp", "Đang ở"), start=1):
            grid.addWidget(caption(words, Tone.TEXT2), row, 0)
            has_figures = row < 3
            cells = tuple(
                ElidedLabel("", Role.CAPTION, Tone.TEXT, weight=500, figures=has_figures) for _ in range(2)
            )
            for at, cell in enumerate(cells, start=1):
                grid.addWidget(cell, row, at)
            self._cells.append((cells[0], cells[1]))
        return grid

    def show_duplicate(self, open_one: Side | None, this_one: Side) -> None:
        """Show both side by side, or nothing."""
        self.setVisible(open_one is not None)
        if open_one is None:
            return
        for (left, right), field in zip(
            self._cells, ("code", "received", "submitter", "holder"), strict=True
        ):
            left.setText(getattr(open_one, field) or "–")
            right.setText(getattr(this_one, field) or "–")
        self.setAccessibleName(f"Có thể trùng hồ sơ {open_one.code} đang mở, nhận {open_one.received}")

    def set_details_shown(self, is_shown: bool) -> None:
        """The comparison gives way where there is no room; the code of the open dossier goes to the title."""
        if is_shown == self.details.isHidden():
            self.details.setVisible(is_shown)
        code = "" if is_shown else self._cells[0][0].text()
        words = f"Có thể trùng {code}" if code else _TITLE
        if self.title.text() != words:
            self.title.setText(words)

    def details_height(self) -> int:
        """The room the comparison takes, or would take."""
        return self.details.sizeHint().height() + self.body.spacing()

    def value(self) -> str:
        """The reason to go on, empty while none was given."""
        if self.isHidden():
            return ""
        chosen = self.reason.value()
        return self.other.value() if chosen == _OTHER else chosen

    def set_value(self, reason: str) -> None:
        """Choose a reason: one of the list, or one of one's own."""
        is_own = bool(reason) and reason not in REASONS
        self.reason.set_value(_OTHER if is_own else reason)
        self.other.set_value(reason if is_own else "")
        self.other.setVisible(is_own)
        self.reason.clear_mark()

    def ask(self) -> None:
        """Put the cursor where the reason is given, and say that one is needed."""
        field = self.other if self.reason.value() == _OTHER else self.reason
        field.set_problem("chưa có lý do")
        field.setFocus()

    def _chosen(self) -> None:
        self.reason.clear_mark()
        is_own = self.reason.value() == _OTHER
        self.other.setVisible(is_own)
        if is_own:
            self.other.setFocus()
        self.edited.emit()


def _head(icon: str, title: Text, words: str = "") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(IconMark(icon, Tone.AMBER))
    row.addWidget(title, 1)
    if words:
        row.addWidget(caption(words, Tone.TEXT2))
    return row
