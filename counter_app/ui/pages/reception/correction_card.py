"""Why a receipt is issued again, and when the dossier was really received; below the receipt card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal

from counter_app.domain.errors import InvalidField
from counter_app.domain.text import date_text, time_text
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.pages.reception.form_state import FormState, received_moment
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.frames import CardFrame

_TEXT_LIMIT = 2_000


class CorrectionCard(CardFrame):
    """`edited` when the person changes something here."""

    edited = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(name="correction_card")
        self._today = today
        self._before = ""
        self.reason = TextField(
            "Lý do sửa", name="correction_reason", is_required=True, hint="ghi vào sổ", max_length=_TEXT_LIMIT
        )
        self.received = TextField("Nhận lúc", name="correction_received", figures=True, hint="giờ rồi ngày")
        self.body.addWidget(self.reason)
        self.body.addWidget(self.received)
        for field in (self.reason, self.received):
            field.edited.connect(field.clear_mark)
            field.edited.connect(self.edited)
        self.received.left.connect(self._tidy)
        self.hide()

    def show_state(self, state: FormState) -> None:
        """Show what a form says of the correction; the moment of receipt as it is written now."""
        self.reason.set_value(state.correction_reason)
        received = datetime.fromisoformat(state.received_at) if state.received_at else None
        self._before = _written(received) if received else ""
        self.received.set_value(state.received_typed or self._before)
        for field in (self.reason, self.received):
            field.clear_mark()

    def moment(self) -> datetime | None:
        """The moment typed, None where it stands as it was or is none."""
        if self.received.value() in ("", self._before):
            return None
        try:
            return received_moment(self.received.value(), self._today())
        except InvalidField:
            return None

    def ask(self) -> bool:
        """Mark what is missing or no moment, and put the cursor there; whether something was."""
        if not self.reason.value():
            self.reason.set_problem("chưa nhập")
            self.reason.setFocus()
            return True
        if self.received.value() not in ("", self._before) and self.moment() is None:
            self._mark_moment()
            self.received.setFocus()
            return True
        return False

    def _tidy(self) -> None:
        moment = self.moment()
        if moment is not None:
            self.received.set_value(_written(moment))
        elif self.received.value() not in ("", self._before):
            self._mark_moment()

    def _mark_moment(self) -> None:
        try:
            received_moment(self.received.value(), self._today())
        except InvalidField as error:
            self.received.set_problem(field_problem(error.facts), sentence_of(error))


def _written(moment: datetime) -> str:
    return f"{time_text(moment)} {date_text(moment)}"
