"""The two forms at the right of the list: a new feedback, and one feedback with its answer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.domain.text import date_text
from counter_app.queries.feedback import FeedbackRow
from counter_app.ui import theme
from counter_app.ui.pages.feedback import words
from counter_app.ui.pages.feedback.desk_work import AnswerFill, NewFill
from counter_app.ui.pages.returns.dossier_head import FactLine
from counter_app.ui.tokens import PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.area_field import AreaField
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import ChoiceField, Field, TextField
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import Text, caption, heading

_GAP = 10
_LETTERS = 255


def _foot(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addStretch(1)
    for part in parts:
        row.addWidget(part)
    return row


class NewForm(QWidget):
    """`edited()` at every change; the page says what is wrong through `fields` (by the act's field name)."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("new_feedback_form")
        channels = [(str(channel), told) for channel, told in words.CHANNELS.items()]
        self.channel = ChoiceField("Kênh tiếp nhận", channels, name="feedback_channel")
        self.channel.set_value(NewFill().channel)
        self.name = TextField("Người phản ánh", name="feedback_from", max_length=_LETTERS + 1)
        self.contact = TextField("Địa chỉ, số điện thoại", name="feedback_contact", max_length=_LETTERS + 1)
        self.code = TextField(
            "Hồ sơ liên quan", name="feedback_code", figures=True, hint="quét giấy hẹn hoặc gõ mã"
        )
        self.text = AreaField("Nội dung phản ánh, kiến nghị", name="feedback_text", is_required=True, lines=6)
        self.due = caption("", Tone.TEXT2, name="feedback_due")
        self.save = Button(
            "Ghi phản ánh", ButtonKind.MAIN, key="Ctrl+Enter", name="save_feedback", height=PANEL_BUTTON
        )
        self.fields: dict[str, Field] = {
            "channel": self.channel,
            "from": self.name,
            "contact": self.contact,
            "code": self.code,
            "text": self.text,
        }
        self.name.set_hint("nên ghi")
        self.contact.set_hint("nên ghi, để gửi trả lời")
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(_GAP))
        column.addWidget(Text("Phản ánh mới", Role.TITLE, Tone.TEXT, 600))
        for field in (self.text, self.name, self.contact, self.code, self.channel):
            column.addWidget(field)
        note = QHBoxLayout()
        note.setSpacing(theme.px(8))
        note.addWidget(IconMark("info", Tone.SLATE, 16, Role.CAPTION), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(caption(words.NOT_HERE, Tone.TEXT2, wraps=True, name="feedback_not_here"), 1)
        column.addLayout(note)
        column.addStretch(1)
        column.addWidget(self.due)
        column.addLayout(_foot(self.save))

    def _edited(self) -> None:
        sender = self.sender()
        if isinstance(sender, Field):
            sender.clear_mark()
        self.edited.emit()

    def show_due(self, due_on: date, days: int) -> None:
        """By when a feedback taken in today is to be answered."""
        self.due.setText(f"Trả lời chậm nhất {date_text(due_on)} ({days} ngày làm việc)")

    def value(self) -> NewFill:
        """What is typed."""
        return NewFill(
            channel=self.channel.value(),
            from_name=self.name.value(),
            contact=self.contact.value(),
            code=self.code.value(),
            text=self.text.value(),
        )

    def show_fill(self, fill: NewFill) -> None:
        """Show what was typed before, without marks."""
        self.channel.set_value(fill.channel)
        self.name.set_value(fill.from_name)
        self.contact.set_value(fill.contact)
        self.code.set_value(fill.code)
        self.text.set_value(fill.text)
        for field in self.fields.values():
            field.clear_mark()


class AnswerForm(QWidget):
    """One feedback: what was said, and the answer. `dossier_wanted(code)`; `edited()` at every change."""

    edited = Signal()
    dossier_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("answer_feedback_form")
        self._code = ""
        self.number = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name="feedback_number")
        self.badge = Badge("", name="feedback_badge")
        self.facts = tuple(FactLine(name=f"feedback_fact_{n}") for n in range(4))
        self.dossier = Button(
            "Mở hồ sơ", ButtonKind.QUIET, icon="folder-open", key="Ctrl+O", name="open_feedback_dossier"
        )
        self.said = Text("", Role.BODY, Tone.TEXT, wraps=True, name="feedback_said")
        self.answered_head = heading("Trả lời")
        self.answered = Text("", Role.BODY, Tone.TEXT, wraps=True, name="feedback_answered")
        self.answered_when = caption("", Tone.TEXT2, wraps=True, name="feedback_answered_when")
        self.answer = AreaField("Nội dung trả lời", name="feedback_answer", is_required=True, lines=5)
        hows = [(how, how[0].upper() + how[1:]) for how in words.HOWS]
        self.how = ChoiceField("Trả lời bằng", hows, name="feedback_how")
        self.save = Button(
            "Ghi trả lời", ButtonKind.MAIN, key="Ctrl+Enter", name="save_answer", height=PANEL_BUTTON
        )
        self.again = Button("Sửa câu trả lời", icon="square-pen", name="answer_again", height=PANEL_BUTTON)
        self.fields: dict[str, Field] = {"answer": self.answer, "how": self.how}
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self.dossier.clicked.connect(self.open_dossier)
        self.again.clicked.connect(self._write_again)
        self._build()

    def _build(self) -> None:
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.addWidget(self.number)
        head.addStretch(1)
        head.addWidget(self.badge)
        for fact in self.facts:
            inner.addWidget(fact)
        inner.addWidget(self.dossier, 0, Qt.AlignmentFlag.AlignRight)
        inner.addSpacing(theme.px(4))
        inner.addWidget(heading("Nội dung"))
        inner.addWidget(self.said)
        inner.addSpacing(theme.px(6))
        for part in (self.answered_head, self.answered, self.answered_when):
            inner.addWidget(part)
        inner.addStretch(1)
        self.scroll = QScrollArea()
        self.scroll.setObjectName("feedback_scroll")
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self.scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(_GAP))
        column.addLayout(head)
        column.addWidget(self.scroll, 1)
        column.addWidget(self.answer)
        column.addWidget(self.how)
        column.addLayout(_foot(self.again, self.save))

    def _edited(self) -> None:
        sender = self.sender()
        if isinstance(sender, Field):
            sender.clear_mark()
        self.edited.emit()

    def open_dossier(self) -> None:
        """The dossier it is about, where it is about one."""
        if self._code:
            self.dossier_wanted.emit(self._code)

    def _write_again(self) -> None:
        self.show_writing(True)
        self.answer.setFocus()

    def show_row(self, row: FeedbackRow, number: str, today: date, answered_by: str) -> None:
        """Show another feedback; whether it can be written is said by `show_fill`."""
        self._code = row.code
        self.number.setText(f"Phản ánh {number}")
        badge = words.state_cell(row, today)
        self.badge.set_state(badge.text, badge.tone, badge.icon)
        facts = (
            ("Người phản ánh", row.from_name or words.NAMELESS),
            ("Địa chỉ, số điện thoại", row.contact),
            ("Nhận", f"{words.moment_words(row.received_at)} · {words.channel_words(row.channel)}"),
            ("Hạn trả lời", date_text(row.due_on)),
        )
        for line, (told, value) in zip(self.facts, facts, strict=True):
            line.show_fact(told, value)
        self.dossier.setText(f"Mở hồ sơ {row.code}")
        self.dossier.setVisible(bool(row.code))
        self.said.setText(row.text)
        is_answered = row.answered_at is not None
        for part in (self.answered_head, self.answered, self.answered_when):
            part.setVisible(is_answered)
        if row.answered_at is not None:
            when = words.moment_words(row.answered_at)
            self.answered.setText(row.answer)
            self.answered_when.setText(" · ".join(part for part in (when, row.how, answered_by) if part))
        self.scroll.verticalScrollBar().setValue(0)

    def show_fill(self, fill: AnswerFill, *, is_writing: bool) -> None:
        """What was typed as the answer; an answered one is not written to unless somebody asks for it."""
        self.answer.set_value(fill.answer)
        self.how.set_value(fill.how or words.HOWS[0])
        for field in self.fields.values():
            field.clear_mark()
        self.show_writing(is_writing)

    def show_writing(self, is_writing: bool) -> None:
        """The fields of the answer, or the button that brings them."""
        for part in (self.answer, self.how, self.save):
            part.setVisible(is_writing)
        self.again.setVisible(not is_writing)

    def is_writing(self) -> bool:
        """Whether an answer can be typed now."""
        return not self.answer.isHidden()

    def value(self) -> AnswerFill:
        """What is typed."""
        return AnswerFill(self.answer.value(), self.how.value())
