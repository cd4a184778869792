"""The card on top of the form while a printed receipt is entered again: its code, and when it was given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.domain.errors import (
    AtInFuture,
    CodeNotReadable,
    CounterError,
    ForeignCode,
    InvalidField,
    ReceiptKnown,
    ReceiptNotOurs,
)
from counter_app.domain.text import date_text, day_name_long, time_text
from counter_app.ui import theme
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.pages.reception.form_state import FormState
from counter_app.ui.pages.reception.paper_moment import paper_moment
from counter_app.ui.reentry_work import code_of, moment_of
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.frames import CardFrame
from counter_app.ui.widgets.notice import IconMark, Notice
from counter_app.ui.widgets.text import Text, caption

_FIELD = 248
_OF_THE_PAPER = (ReceiptKnown, ReceiptNotOurs, ForeignCode, CodeNotReadable, AtInFuture)


class ReentryCard(QWidget):
    """`edited` when the moment is typed; `dossier_asked(code)`: the dossier that is here already is to be
    opened. Hidden while nothing is entered again."""

    edited = Signal()
    dossier_asked = Signal(str)

    def __init__(self, now: Callable[[], datetime], notice: Notice) -> None:
        """`notice` stands beside the receipt's card at the right, which has the room that is missing here."""
        super().__init__()
        self.setObjectName("reentry_card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._now, self._receipt, self._known = now, "", ""
        self.code = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name="reentry_code")
        self.moment = Text("", Role.BODY, Tone.TEXT, 500, figures=True, name="reentry_moment")
        self.source = caption("đọc từ mã QR", Tone.TEXT2, name="reentry_source")
        self.field = TextField(
            "Tiếp nhận lúc", name="paper_moment", is_required=True, figures=True, hint="giờ như trên giấy"
        )
        self.field.setFixedWidth(theme.px(_FIELD))
        self.notice = notice
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, theme.px(12))
        self._column.addWidget(self._make_card())
        self.field.edited.connect(self._edited)
        self.field.left.connect(self._left)
        self.notice.acted.connect(lambda: self.dossier_asked.emit(self._known))
        self.hide()

    def _make_card(self) -> CardFrame:
        self.card = CardFrame("accent_soft", "", name="reentry_ground")
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(caption("Giấy hẹn đã in, hồ sơ không còn trong dữ liệu", Tone.TEXT2, weight=500))
        left.addWidget(self.code)
        row.addWidget(IconMark("scan-barcode", Tone.ACCENT, 20))
        row.addLayout(left, 1)
        self.read = QWidget()
        right = QVBoxLayout(self.read)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        head.addWidget(caption("Tiếp nhận lúc", Tone.TEXT2, weight=500))
        head.addWidget(self.source)
        head.addStretch(1)
        right.addLayout(head)
        right.addWidget(self.moment)
        row.addWidget(self.read, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.field, 0, Qt.AlignmentFlag.AlignVCenter)
        self.card.body.addLayout(row)
        return self.card

    def show_state(self, state: FormState) -> None:
        """Show the receipt of a form, or go away."""
        self._receipt = state.reentering
        self.notice.clear()
        self.field.clear_mark()
        self.code.setText(code_of(state.reentering))
        read = moment_of(state.reentering)
        # What goes is hidden before what comes is shown: both would make the window wider for a moment.
        (self.field if read else self.read).hide()
        (self.read if read else self.field).show()
        self.moment.setText(f"{time_text(read)} {day_name_long(read)} {date_text(read)}" if read else "")
        self.field.set_value("" if read else state.paper_moment)
        said = f"Nhập lại giấy hẹn {self.code.text()}"
        self.setAccessibleName(f"{said}, tiếp nhận lúc {self.moment.text()}" if read else said)
        self.setVisible(bool(state.reentering))

    def into(self, state: FormState) -> FormState:
        """The form with what was typed here."""
        return replace(state, paper_moment=self.field.value() if state.reentering else "")

    def typed_moment(self) -> datetime | None:
        """The moment typed; None where the QR says it, or what was typed is none."""
        if moment_of(self._receipt) is not None:
            return None
        try:
            return paper_moment(self.field.value(), self._receipt, self._now())
        except (InvalidField, ReceiptNotOurs, AtInFuture):
            return None

    def ask(self) -> bool:
        """Mark a moment that is missing or cannot be, and put the cursor there; whether it was."""
        self.notice.clear()
        if not self.field.isHidden() and not self._check():
            self.field.setFocus()
            return True
        return False

    def show_refusal(self, error: CounterError) -> bool:
        """A refusal of the paper beside its cause; False where it is about something else."""
        is_moment = isinstance(error, InvalidField) and error.facts.get("field") == "at"
        if not is_moment and not isinstance(error, _OF_THE_PAPER):
            return False
        is_typed = is_moment or isinstance(error, AtInFuture) or error.facts.get("because") == "other_day"
        if is_typed and not self.field.isHidden():
            self.field.set_problem(_few_words(error), sentence_of(error))
            self.field.setFocus()
            return True
        self._known = str(error.facts["code"]) if isinstance(error, ReceiptKnown) else ""
        self.notice.show_error(sentence_of(error), "Mở hồ sơ" if self._known else "")
        return True

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        top = theme.px(6 if is_compact else 10)
        self.card.body.setContentsMargins(theme.px(16), top, theme.px(16), top)
        self._column.setContentsMargins(0, 0, 0, theme.px(8 if is_compact else 12))

    def _check(self) -> bool:
        try:
            moment = paper_moment(self.field.value(), self._receipt, self._now())
        except (InvalidField, ReceiptNotOurs, AtInFuture) as error:
            self.field.set_problem(_few_words(error), sentence_of(error))
            return False
        self.field.set_value(f"{time_text(moment)} {date_text(moment)}")
        return True

    def _edited(self) -> None:
        self.field.clear_mark()
        self.notice.clear()
        self.edited.emit()

    def _left(self) -> None:
        # Left empty on the way through it is not wrong yet; the main button asks for it.
        if self.field.value() and self._check():
            self.edited.emit()


def _few_words(error: CounterError) -> str:
    if isinstance(error, AtInFuture):
        return "còn ở tương lai"
    if isinstance(error, ReceiptNotOurs):
        return "khác ngày trong mã"
    return field_problem(error.facts)
