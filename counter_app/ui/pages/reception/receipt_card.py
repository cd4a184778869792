"""The live card: code to be given, due date with its calendar and sentence, fee, where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.text import date_text, day_name_long, time_text
from counter_app.ui import theme
from counter_app.ui.pages.reception.due_words import DuePreview
from counter_app.ui.pages.reception.fact_row import FactRow
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.frames import CardFrame, Rule
from counter_app.ui.widgets.text import Text, caption
from counter_app.ui.widgets.week_grid import DueDays, WeekGrid

_RIGHT = Qt.AlignmentFlag.AlignRight
_NOTHING = "Chọn thủ tục để thấy mã hồ sơ và ngày hẹn trả."


class ReceiptCard(CardFrame):
    """Without a procedure it says what is needed; nothing here is ever typed into."""

    def __init__(self) -> None:
        super().__init__(name="receipt_card")
        self._is_compact = False
        self._has_room = True
        self.title = caption("Giấy tiếp nhận sẽ cấp", Tone.TEXT2, weight=500)
        self.book = caption("", Tone.TEXT2, figures=False, name="card_book")
        self.volume = caption("", Tone.TEXT2, figures=False, name="card_volume")
        self.code = Text("–", Role.TITLE, Tone.TEXT, 600, figures=True, name="card_code")
        self.body.setSpacing(0)
        self.body.addLayout(_pair(self.title, self.book))
        self.body.addLayout(_pair(self.code, self.volume))  # no room for it in the line of its book
        self.nothing = caption(_NOTHING, Tone.TEXT3, wraps=True, name="card_nothing")
        self.body.addWidget(self.nothing)
        self.whole = QWidget()
        self.body.addWidget(self.whole)
        self._make_whole()
        self.show_due(None)

    def _make_whole(self) -> None:
        column = QVBoxLayout(self.whole)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addSpacing(theme.px(8))
        column.addLayout(self._make_date())
        self.grid = WeekGrid(name="card_calendar")
        column.addWidget(self.grid)
        self.sentence = caption("", Tone.TEXT2, wraps=True, name="card_sentence")
        self.sentence.setContentsMargins(0, theme.px(5), 0, 0)
        column.addWidget(self.sentence)
        self.facts = QWidget()
        rows = QVBoxLayout(self.facts)
        rows.setContentsMargins(0, theme.px(10), 0, 0)
        rows.setSpacing(0)
        rows.addWidget(Rule())
        rows.addSpacing(theme.px(8))
        self.fee = FactRow("Phí, lệ phí", name="card_fee")
        self.to = FactRow("Chuyển đến", name="card_department")
        self.before = FactRow("Bàn giao trước", name="card_hand_over")
        for row in (self.fee, self.to, self.before):
            rows.addWidget(row)
        column.addWidget(self.facts)
        self.joint = caption("", Tone.TEXT2, wraps=True, name="card_joint")
        self.joint.setContentsMargins(0, theme.px(6), 0, 0)
        self.joint.hide()
        column.addWidget(self.joint)

    def _make_date(self) -> QHBoxLayout:
        self.date = Text("", Role.FIGURE, Tone.TEXT, 600, figures=True, name="card_due")
        self.limit = caption("", Tone.TEXT2, name="card_limit")
        self.weekday = Text("", Role.BODY, Tone.TEXT, 500)
        self.time = Text("", Role.BODY, Tone.TEXT, 500, figures=True, name="card_due_time")
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(caption("Hẹn trả", Tone.TEXT2, weight=500))
        left.addWidget(self.date)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.limit, self.weekday, self.time):
            right.addWidget(part, 0, _RIGHT)
        right.addStretch(1)
        row = QHBoxLayout()
        row.addLayout(left)
        row.addStretch(1)
        row.addLayout(right)
        return row

    def show_numbers(
        self, code: str, book: str, title: str = "Giấy tiếp nhận sẽ cấp", *, volume: str = ""
    ) -> None:
        """The code and `Sổ Đầu tư 2026 · số 318`; `quyển 101` where it is not the first."""
        self.title.setText(title)
        self.code.setText(code or "–")
        self.book.setText(book)
        self.volume.setText(volume)

    def show_due(self, shown: DuePreview | None, needed: str = _NOTHING) -> None:
        """The due date with everything that explains it, or none and what is needed for it."""
        self.nothing.setText(needed)
        self.whole.setVisible(shown is not None)
        self.nothing.setVisible(shown is None)
        if shown is None:
            self.grid.set_days(None)
            return
        self.date.setText(date_text(shown.due_at))
        weekday = day_name_long(shown.due_at)
        self.weekday.setText(weekday[:1].upper() + weekday[1:])
        self.time.setText(time_text(shown.due_at))
        self.limit.setText(shown.limit)
        self.sentence.setText(shown.sentence)
        received_on = shown.due.received_at.date()
        self.grid.set_days(
            DueDays(received_on, shown.due_at.date(), shown.counted, shown.off, shown.sentence)
        )
        self.before.set_value(shown.hand_over_before)

    def show_facts(self, fee: str, department: str) -> None:
        """Fee and department of the procedure."""
        self.fee.set_value(fee)
        self.to.set_value(department)

    def show_joint(self, joint: Sequence[tuple[str, str]]) -> None:
        """Units of a joint dossier with their own dues (ISO dates, empty while not typed)."""
        parts = [f"{unit} {date_text(date.fromisoformat(due))}" if due else unit for unit, due in joint]
        self.joint.setText(f"Liên thông: {' · '.join(parts)}" if parts else "")
        self.joint.setVisible(bool(parts))

    def set_compact(self, is_compact: bool) -> None:
        """Low windows: smaller days, and the fee lines go (they stand under the procedure)."""
        self._is_compact = is_compact
        self.grid.set_compact(is_compact)
        self.facts.setVisible(not is_compact)

    def set_calendar_shown(self, is_shown: bool) -> None:
        """The little calendar gives way to warnings where there is no room for both; the sentence stays."""
        if is_shown != self.is_calendar_shown():
            self.grid.setVisible(is_shown)

    def is_calendar_shown(self) -> bool:
        """Whether the little calendar has its room."""
        return not self.grid.isHidden()

    def calendar_height(self) -> int:
        """The room it takes, or would take."""
        return self.grid.sizeHint().height()


def _pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row
