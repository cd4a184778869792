"""The card of form 02 or 03 in place of the receipt card; and the reason of a correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.pages.reception.fact_row import FactRow
from counter_app.ui.pages.reception.form_state import FormState, SlipKind
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.fields import DateField, Field, TextField
from counter_app.ui.widgets.frames import CardFrame, Rule
from counter_app.ui.widgets.text import Text, caption

_MOST_LINES = 4
_MOST_LINES_COMPACT = 3
_TEXT_LIMIT = 2_000
_NBSP = "\u00a0"
_JOINED_DASH = " –\u2060\u00a0"
"""A dash that stays with what follows it: number and kind of a paper are never torn apart."""


@dataclass(frozen=True)
class SlipView:
    """What the card says besides its fields. `items`: the missing papers with copies and kind; `is_by_hand`:
    the clerk asked for form 02, so he may ask for more than what is missing.
    """

    kind: SlipKind
    items: tuple[str, ...] = ()
    is_by_hand: bool = False
    respond_hint: str = ""
    due_if_whole: str = ""


class SlipCard(CardFrame):
    """Reason and ground are compulsory (document 5, 4 and 5); `edited` when the person changes one."""

    edited = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(name="slip_card")
        self._is_compact = False
        self._view = SlipView(SlipKind.NONE)
        self._has_room = True
        self._rest: list[QWidget] = []
        self.body.setSpacing(theme.px(8))
        self.title = Text("", Role.TITLE, Tone.TEXT, 600, name="slip_title")
        self.over = caption("", Tone.TEXT2, weight=500)
        self.form = caption("", Tone.TEXT2)
        head = QHBoxLayout()
        head.addWidget(self.over)
        head.addStretch(1)
        head.addWidget(self.form)
        top = QVBoxLayout()
        top.setSpacing(0)
        top.addLayout(head)
        top.addWidget(self.title)
        self.body.addLayout(top)
        self.body.addWidget(Rule())
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.px(2))
        self.body.addLayout(self.lines)
        self._make_fields(today)
        self.hide()

    def _make_fields(self, today: Callable[[], date]) -> None:
        self.item = TextField("Nội dung khác cần bổ sung", name="slip_item", max_length=_TEXT_LIMIT)
        self.reason = TextField(
            "Lý do", name="slip_reason", is_required=True, hint="in trên phiếu", max_length=_TEXT_LIMIT
        )
        self.ground = TextField(
            "Căn cứ", name="slip_ground", is_required=True, hint="in trên phiếu", max_length=_TEXT_LIMIT
        )
        self.respond_by = DateField("Bổ sung trước", name="respond_by", today=today)
        for field in (self.item, self.reason, self.ground, self.respond_by):
            self.body.addWidget(field)
            field.edited.connect(lambda field=field: self._edited(field))
        self.facts = QWidget()
        rows = QVBoxLayout(self.facts)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(Rule())
        rows.addSpacing(theme.px(8))
        self.code = FactRow("Mã hồ sơ", name="slip_code")
        self.limit = FactRow("Thời hạn", name="slip_limit")
        self.due = FactRow("Nếu đủ ngay bây giờ", name="slip_due")
        self.code.set_value("chưa cấp")
        self.limit.set_value("chưa tính")
        for row in (self.code, self.limit, self.due):
            rows.addWidget(row)
        self.body.addWidget(self.facts)

    def show_slip(self, view: SlipView) -> None:
        """Turn into the card of that form; `SlipKind.NONE` hides it."""
        self._view = view
        self.setVisible(view.kind is not SlipKind.NONE)
        is_supplement = view.kind is SlipKind.SUPPLEMENT
        self.over.setText("Phiếu yêu cầu bổ sung sẽ in" if is_supplement else "Phiếu từ chối tiếp nhận sẽ in")
        self.form.setText("mẫu 02 · lần 1" if is_supplement else "mẫu 03")
        missing = len(view.items)
        title = "Yêu cầu bổ sung" if is_supplement else "Từ chối tiếp nhận"
        self.title.setText(f"Còn thiếu {missing} giấy tờ" if missing else title)
        self.item.setVisible(is_supplement and view.is_by_hand)
        self.item.set_required(is_supplement and not missing)
        self.respond_by.setVisible(is_supplement)
        self.respond_by.set_hint(view.respond_hint)
        self.due.setVisible(is_supplement)
        self.due.set_value(f"hẹn {view.due_if_whole}" if view.due_if_whole else "")
        self._show_lines()

    def _show_lines(self) -> None:
        while self.lines.count():
            self.lines.takeAt(0).widget().deleteLater()
        most = _MOST_LINES_COMPACT if self._is_compact else _MOST_LINES
        items = self._view.items
        shown = items if len(items) <= most else items[: most - 1]
        self._rest = []
        for number, words in enumerate(shown, start=1):
            line = _numbered(number, words, is_short=self._is_compact or len(shown) > 2)
            self.lines.addWidget(line)
            if number > 1:
                self._rest.append(line)
                line.setVisible(self._has_room)
        more = len(items) - (len(shown) if self._has_room else min(1, len(shown)))
        if more:
            self.lines.addWidget(caption(f"và {more} giấy tờ nữa", Tone.TEXT2))

    def set_room(self, has_room: bool) -> None:
        """Name the first paper only where there is no room; the table of papers shows them all in amber."""
        if has_room != self._has_room:
            self._has_room = has_room
            self._show_lines()

    def has_room(self) -> bool:
        """Whether the papers after the first are named."""
        return self._has_room

    def rest_height(self, width: int) -> int:
        """What naming the papers after the first takes, or would take, on a card of that width."""
        margins = self.body.contentsMargins()
        inner = width - margins.left() - margins.right()
        rows = sum(row.layout().totalHeightForWidth(inner) + self.lines.spacing() for row in self._rest)
        has_words = len(self._view.items) > len(self._rest) + 1
        words = 0 if has_words else theme.line(Role.CAPTION) + self.lines.spacing()
        return max(0, rows - words)

    def into(self, state: FormState) -> FormState:
        """The form with what was written here."""
        return replace(
            state,
            slip_reason=self.reason.value(),
            slip_ground=self.ground.value(),
            slip_item=self.item.value(),
            respond_by=self.respond_by.value(),
        )

    def show_state(self, state: FormState) -> None:
        """Show what a form says of the slip."""
        self.reason.set_value(state.slip_reason)
        self.ground.set_value(state.slip_ground)
        self.item.set_value(state.slip_item)
        self.respond_by.set_value(state.respond_by)
        for field in (self.item, self.reason, self.ground, self.respond_by):
            field.clear_mark()
        for field in (self.item, self.reason, self.ground):
            field.edit.setCursorPosition(0)

    def ask(self) -> bool:
        """Mark what is missing and put the cursor there; whether something was."""
        needed: list[Field] = [self.reason, self.ground]
        if self._view.kind is SlipKind.SUPPLEMENT and not self._view.items:
            needed.insert(0, self.item)
        empty = [field for field in needed if isinstance(field, TextField) and not field.value()]
        for field in empty:
            field.set_problem("chưa nhập")
        if empty:
            empty[0].setFocus()
        return bool(empty)

    def first_field(self) -> TextField:
        """Where writing begins."""
        is_free = self._view.kind is SlipKind.SUPPLEMENT and not self._view.items
        return self.item if is_free else self.reason

    def set_compact(self, is_compact: bool) -> None:
        """Low windows: fewer lines, no facts."""
        self._is_compact = is_compact
        self.facts.setVisible(not is_compact)
        self.body.setSpacing(theme.px(6 if is_compact else 8))
        self._show_lines()

    def _edited(self, field: Field) -> None:
        field.clear_mark()
        self.edited.emit()


def _numbered(number: int, words: str, *, is_short: bool) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    role = Role.CAPTION if is_short else Role.BODY
    row.addWidget(Text(f"{number}.", role, Tone.TEXT2, figures=True), 0, Qt.AlignmentFlag.AlignTop)
    name, dash, amount = words.rpartition(" – ")
    kept = f"{name}{_JOINED_DASH}{amount.replace(' ', _NBSP)}" if dash else words
    text = Text(kept, role, Tone.TEXT, wraps=True)
    row.addWidget(text, 1)
    return made


def missing_words(lines: Sequence[tuple[str, int, str]]) -> tuple[str, ...]:
    """Missing papers as the slip prints them: `name – 1 bản sao`."""
    return tuple(f"{name} – {copies} {kind}" for name, copies, kind in lines)


def respond_words(days: int) -> str:
    """`10 ngày làm việc`."""
    return f"{days} ngày làm việc"
