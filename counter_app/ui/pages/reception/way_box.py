"""Fourth section: how it came, how the result goes back, what was paid, a note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt

from counter_app.domain.dossier import Channel, ReturnBy
from counter_app.domain.procedure import Procedure
from counter_app.domain.text import money
from counter_app.ui import labels, theme
from counter_app.ui.pages.reception.form_state import FormState, amount_of
from counter_app.ui.pages.reception.joint_box import JointBox
from counter_app.ui.pages.reception.section import Section, row_of
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import ChoiceField, Field, SegmentField, TextField

_CHANNEL_WIDTH = 252
_PORTAL_WIDTH = 252


class WayBox(Section):
    """The fee paid is asked for only where the procedure has a fee, the portal's code only of what came
    online; units of a joint dossier only where they are wanted."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("Nộp và trả", name="way_section")
        self.channel = SegmentField(
            "Hình thức nộp", [(str(kind), words) for kind, words in labels.CHANNELS.items()], name="channel"
        )
        self.channel.set_hint("Ctrl+J: liên thông")
        self.return_by = ChoiceField(
            "Trả kết quả", [(str(kind), words) for kind, words in labels.RETURNS.items()], name="return_by"
        )
        self.fee = TextField("Đã nộp phí", name="fee_paid", figures=True, placeholder="0")
        self.note = TextField("Ghi chú", name="note", placeholder="Không in ra giấy", max_length=2_000)
        self.portal = TextField("Mã hồ sơ trên Cổng", name="portal_code", figures=True, max_length=64)
        self.portal.set_hint("có thể để trống")
        self.register = Button(
            "Ghi nhận, chưa tiếp nhận", ButtonKind.QUIET, icon="globe", key="Ctrl+G", name="register_button"
        )
        self.joint = JointBox(today)
        self.joint.edited.connect(lambda: self.edited.emit("joint"))
        self.online = row_of((self.portal, 0), (self.register, 0))
        self.online.layout().setAlignment(self.register, Qt.AlignmentFlag.AlignBottom)
        self.online.layout().addStretch(1)
        self.portal.setFixedWidth(theme.px(_PORTAL_WIDTH))
        self._is_fixed = False
        self.fields: Mapping[str, Field] = {
            "channel": self.channel,
            "return_by": self.return_by,
            "fee_paid": self.fee,
            "note": self.note,
            "portal_code": self.portal,
        }
        self.rows.addWidget(row_of((self.channel, 0), (self.return_by, 1), (self.fee, 1), (self.note, 1)))
        self.rows.addWidget(self.online)
        self.rows.addWidget(self.joint)
        self.online.hide()
        self.channel.setMaximumWidth(theme.px(_CHANNEL_WIDTH))
        self.fee.hide()
        for name, field in self.fields.items():
            field.edited.connect(lambda name=name: self._edited(name))
            field.left.connect(lambda name=name: self._left(name))

    def into(self, state: FormState) -> FormState:
        """The form with this section's values."""
        return replace(
            state,
            channel=Channel(self.channel.value()),
            return_by=ReturnBy(self.return_by.value() or ReturnBy.DESK),
            fee_paid=self.fee.value() if not self.fee.isHidden() else "",
            note=self.note.value(),
            portal_code=self.portal.value() if not self.online.isHidden() else "",
            joint=self.joint.value(),
        )

    def show_state(self, state: FormState) -> None:
        """Show the values of a form."""
        self.channel.set_value(str(state.channel))
        self.return_by.set_value(str(state.return_by))
        self.fee.set_value(state.fee_paid)
        self.note.set_value(state.note)
        self.portal.set_value(state.portal_code)
        self.joint.set_value(state.joint)
        self._is_fixed = bool(state.accepting or state.correcting)
        self.portal.set_read_only(self._is_fixed)
        self.portal.set_hint("" if self._is_fixed else "có thể để trống")
        self.register.setVisible(not self._is_fixed and not state.reentering)
        self._show_online()
        for field in self.fields.values():
            field.clear_mark()

    def show_procedure(self, procedure: Procedure | None) -> None:
        """Ask for the fee paid where there is one."""
        has_fee = procedure is not None and procedure.fee_vnd > 0
        self.fee.setVisible(has_fee)
        self.fee.set_hint(f"phải nộp {money(procedure.fee_vnd)}" if procedure is not None and has_fee else "")

    def _show_online(self) -> None:
        """What came online has a code of the portal."""
        is_online = self.channel.value() == Channel.ONLINE
        self.online.setVisible(is_online and bool(self.portal.value() or not self._is_fixed))

    def _edited(self, name: str) -> None:
        if name == "channel":
            self._show_online()
        self.fields[name].clear_mark()
        self.edited.emit(name)

    def _left(self, name: str) -> None:
        if name == "fee_paid":
            self._tidy_fee()
        self.left.emit(name)

    def _tidy_fee(self) -> None:
        try:
            amount = amount_of(self.fee.value())
        except ValueError:
            return  # the check that follows says so beside the field
        self.fee.set_value(money(amount) if amount else "")
