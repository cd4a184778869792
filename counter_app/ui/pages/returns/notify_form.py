"""The applicant was told: by what, and what was said."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.identity import format_phone
from counter_app.domain.text_fields import MAX_TEXT
from counter_app.queries.returns import CollectView
from counter_app.ui import theme
from counter_app.ui.pages.returns import returns_words as words
from counter_app.ui.pages.returns.dossier_head import FactLine
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import caption, heading

_SHOWN_CALLS = 4


class NotifyForm(QWidget):
    """`how()` and `text.value()` are what the act keeps; words typed and not noted come back by code."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notify_form")
        choices = [(way, way[0].upper() + way[1:]) for way in words.CALL_WAYS]
        self.ways = Segmented(choices, name="call_way", label="Báo bằng")
        self.phone = FactLine("Điện thoại", name="call_phone")
        self.email = FactLine("Email", name="call_email")
        self.text = TextField("Đã nói gì", name="call_text", is_required=True, max_length=MAX_TEXT)
        self.before = caption("", Tone.TEXT2, wraps=True, name="calls_before")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(heading("Đã báo khách"))
        column.addWidget(self.phone)
        column.addWidget(self.email)
        column.addWidget(self.ways)
        column.addWidget(self.text)
        column.addWidget(self.before)
        column.addStretch(1)
        self._code = ""
        self._typed: dict[str, str] = {}
        self.text.edited.connect(self._edited)

    def _edited(self) -> None:
        self.text.clear_mark()
        self._typed[self._code] = self.text.value()

    def forget(self, code: str) -> None:
        """It was noted: the next call of this dossier begins with the words proposed."""
        self._typed.pop(code, None)

    def show_view(self, view: CollectView) -> None:
        """Whom to call, and what was said before."""
        party = view.applicant
        phones = [each.phone for each in view.collectors if each.phone]
        number = party.phone if party and party.phone else next(iter(phones), "")
        self.phone.show_fact("Điện thoại", format_phone(number))
        self.email.show_fact("Email", party.email if party else "")
        self._code = view.code
        self.text.set_value(self._typed.get(view.code, words.call_text(is_result=view.is_result)))
        self.text.clear_mark()
        told = [f"{words.long_moment(call.at)} · {call.how}: {call.text}" for call in view.calls]
        self.before.setText("\n".join(reversed(told[-_SHOWN_CALLS:])))
        self.before.setVisible(bool(told))

    def how(self) -> str:
        """By what the applicant was told."""
        return self.ways.value()
