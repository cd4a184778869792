"""Who collects: way, quality, name, identity paper, proxy, lost receipt, note; problems beside fields."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.dossier import ReturnBy
from counter_app.domain.identity_card import IdentityCard
from counter_app.domain.text import fold
from counter_app.queries.returns import CollectView
from counter_app.ui import theme
from counter_app.ui.pages.returns import fill as fills
from counter_app.ui.pages.returns import returns_words as words
from counter_app.ui.pages.returns.fill import Fill
from counter_app.ui.pages.returns.tick_line import TickLine
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import caption

_NUMBER = 150
_NAMES = {
    "desk": "Người nhận",
    "post": "Gửi cho",
    "online": "Trả cho",
}


class CollectForm(QWidget):
    """`edited` for each change by the person; `value()` is the form, `show_fill` shows one."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("collect_form")
        self._view: CollectView | None = None
        self._fill = Fill()
        self.method = Segmented(tuple(words.WAYS.items()), name="return_method", label="Trả qua")
        self.name = TextField("Người nhận", name="to_whom", is_required=True, max_length=200)
        self.number = TextField("Số giấy tờ", name="id_number", figures=True, max_length=64)
        self.proxy = TextField(
            "Giấy ủy quyền, giới thiệu", name="proxy_paper", is_required=True, max_length=200
        )
        self.proxy.set_hint("số, ngày, người ký")
        self.tracking = TextField("Số vận đơn", name="tracking_no", figures=True, max_length=64)
        self.tracking.set_hint("của bưu chính")
        self.address = caption("", Tone.TEXT2, wraps=True, name="return_address")
        self.lost = TickLine("Mất giấy hẹn: đã xem giấy tờ tùy thân", name="lost_receipt", key="Ctrl+I")
        self.note = TextField("Ghi chú", name="return_note", max_length=500)
        self._who_place = QVBoxLayout()
        self._who_place.setContentsMargins(0, 0, 0, 0)
        self.who = self._new_who((("other", words.WHO["other"]),))
        self._fields = {
            "to_whom": self.name,
            "id_number": self.number,
            "proxy_paper": self.proxy,
            "tracking": self.tracking,
            "text": self.note,
        }
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.name, 1)
        row.addWidget(self.number)
        self.number.setFixedWidth(theme.px(_NUMBER))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.method)
        column.addLayout(self._who_place)
        column.addLayout(row)
        column.addWidget(self.address)
        column.addWidget(self.tracking)
        column.addWidget(self.proxy)
        column.addWidget(self.lost)
        column.addWidget(self.note)
        column.addStretch(1)
        self._column = column

    def _connect(self) -> None:
        self.method.changed.connect(self._method_chosen)
        self.name.edited.connect(self._name_typed)
        self.number.edited.connect(self._typed)
        self.number.left.connect(self._look_at_number)
        self.proxy.edited.connect(self._typed)
        self.note.edited.connect(self._typed)
        self.tracking.edited.connect(self._typed)
        self.lost.clicked.connect(self._typed)

    def _new_who(self, choices: tuple[tuple[str, str], ...]) -> Segmented:
        """The choices differ from dossier to dossier: a control of its own for each."""
        made = Segmented(choices, name="collector", label="Người nhận là")
        made.changed.connect(self._who_chosen)
        while self._who_place.count():
            self._who_place.takeAt(0).widget().deleteLater()
        self._who_place.addWidget(made)
        return made

    # -- values

    def value(self) -> Fill:
        """The form as it stands."""
        return replace(
            self._fill,
            name=self.name.value(),
            id_number=self.number.value(),
            proxy_paper=self.proxy.value(),
            is_lost=self.lost.isChecked(),
            tracking=self.tracking.value(),
            note=self.note.value(),
        )

    def show_fill(self, view: CollectView, fill: Fill) -> None:
        """Show a form, nothing marked."""
        choices = tuple(words.collectors_words(view))
        if self._view is None or tuple(words.collectors_words(self._view)) != choices:
            self.who = self._new_who(choices)
        QWidget.setTabOrder(self.method, self.who)
        QWidget.setTabOrder(self.who, self.name.edit)
        self._view, self._fill = view, fill
        for field in (self.name, self.number, self.proxy, self.note):
            field.clear_mark()
        self.lost.set_lit(False)
        self._show()

    def update_view(self, view: CollectView) -> None:
        """The dossier was read again; what was typed stays."""
        if tuple(words.collectors_words(view)) != tuple(words.collectors_words(self._view or view)):
            self.who = self._new_who(tuple(words.collectors_words(view)))
        self._view = view
        self._show_who()

    def _show(self) -> None:
        fill = self._fill
        self.method.set_value(fill.method)
        texts = {self.name: fill.name, self.number: fill.id_number, self.proxy: fill.proxy_paper}
        for field, text in {**texts, self.note: fill.note, self.tracking: fill.tracking}.items():
            if field.value() != text:
                field.set_value(text)
                field.edit.setCursorPosition(0)
        self.lost.setChecked(fill.is_lost)
        self._show_who()

    def _show_who(self) -> None:
        fill = self._fill
        self.name.set_label(_NAMES[fill.method])
        self.who.setVisible(fill.is_at_desk)
        if fill.is_at_desk:
            self.who.set_value(fill.who or fills.OTHER)
        self.number.setVisible(fill.is_at_desk)
        self.number.set_required(fill.is_at_desk and (fill.is_other or self.lost.isChecked()))
        self.proxy.setVisible(fill.is_other)
        self.lost.setVisible(fill.is_at_desk)
        posted = words.address_words(self._view) if fill.method == ReturnBy.POST and self._view else ""
        self.address.setText(posted)
        self.address.setVisible(bool(posted))
        self.tracking.setVisible(fill.method == ReturnBy.POST)
        hints = {"online": "cách gửi"}
        self.note.set_hint(hints.get(fill.method, ""))

    # -- what the person does

    def _touch(self, fill: Fill) -> None:
        self._fill = replace(fill, is_touched=True)
        self.edited.emit()

    def _method_chosen(self, method: str) -> None:
        if self._view is not None:
            self._fill = fills.with_method(self.value(), method, self._view)
            self._clear_marks()
            self._show()
            self._touch(self._fill)

    def _who_chosen(self, who: str) -> None:
        if self._view is None:
            return
        self._fill = fills.chosen(self.value(), who, self._view)
        self._clear_marks()
        self._show()
        self._touch(self._fill)

    def _name_typed(self) -> None:
        self.name.clear_mark()
        fill = self.value()
        if fill.is_at_desk and self._view is not None:
            fill = replace(fill, who=fills.who_is(fill.name, self._view))
        self._fill = fill
        self._show_who()
        self._touch(fill)

    def _typed(self) -> None:
        self.number.clear_mark()
        self.proxy.clear_mark()
        self.lost.set_lit(False)
        self._fill = self.value()
        self._show_who()
        self._touch(self._fill)

    def _look_at_number(self) -> None:
        doubt = fills.number_warning(self.number.value())
        if doubt and not self.number.problem():
            self.number.set_warning(doubt)

    def toggle_lost(self) -> None:
        """The key beside the tick."""
        if self.lost.isVisibleTo(self):
            self.lost.setChecked(not self.lost.isChecked())
            self._typed()
            if self.lost.isChecked() and not self.number.value():
                self.number.setFocus()

    def take_card(self, card: IdentityCard) -> None:
        """The person's identity card was scanned: name and number as it says them."""
        fill = replace(self.value(), name=card.name, id_number=card.number)
        if self._view is not None:
            fill = replace(fill, who=fills.who_is(card.name, self._view))
            names = (each.name for each in self._view.collectors if fold(each.name) == fold(card.name))
            fill = replace(fill, name=next(names, card.name))
        self._fill = fill
        self._clear_marks()
        self._show()
        self._touch(fill)
        if fill.is_other and not fill.proxy_paper:
            self.proxy.setFocus()

    # -- problems

    def _clear_marks(self) -> None:
        for field in (self.name, self.number, self.proxy):
            field.clear_mark()
        self.lost.set_lit(False)

    def show_problem(self, field: str, text: str, sentence: str = "") -> bool:
        """Mark a field by its name in the act; False for a name that is no field here."""
        fields = self._fields
        if field == fills.RECEIPT:
            self.lost.set_lit(True)
            return True
        if field not in fields:
            return False
        if field == "proxy_paper" and not self.proxy.isVisibleTo(self):
            self._fill = replace(self.value(), who=fills.OTHER)
            self._show_who()
        fields[field].set_problem(text, sentence)
        return True

    def set_note_shown(self, is_shown: bool) -> None:
        """Where a low window has no room for it, an empty note goes."""
        self.note.setVisible(is_shown or bool(self.note.value()))

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._column.setSpacing(theme.px(6 if is_compact else 10))

    def focus_problem(self, field: str) -> None:
        """Put the cursor where it is wrong."""
        self._fields.get(field, self.lost).setFocus()

    def focus_first(self) -> None:
        """Where work goes on: the proxy of another person, else who collects."""
        is_posted = self._fill.method == ReturnBy.POST
        target = self.who if self._fill.is_at_desk else self.tracking if is_posted else self.note
        target.setFocus()
