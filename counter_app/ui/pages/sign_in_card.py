"""The card of the sign-in page: the person chosen and the password, or two fields for a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import CardFrame
from counter_app.ui.widgets.secret_field import SecretField
from counter_app.ui.widgets.staff_tile import StaffChoice
from counter_app.ui.widgets.text import ElidedLabel

SHORTEST_PASSWORD = 8


def password_problem(new: str, one_time: str = "") -> str:
    """What is wrong with a new password in a few words, empty when nothing is."""
    if len(new) < SHORTEST_PASSWORD:
        return f"còn thiếu {SHORTEST_PASSWORD - len(new)} ký tự"
    if one_time and new == one_time:
        return "phải khác mật khẩu tạm"
    return ""


class SignInCard(CardFrame):
    """`submitted(password)`; after `ask_new_password()`: `new_password(one_time, new)`."""

    submitted = Signal(str)
    new_password = Signal(str, str)

    def __init__(self, *, waiting: str = "") -> None:
        """`waiting` is the login whose locked session waits below: that person unlocks, others sign in."""
        super().__init__(name="sign_in_card")
        self._waiting = waiting
        self._one_time = ""
        self._is_new = False
        self._who = ElidedLabel("", Role.TITLE, Tone.TEXT, weight=600, name="chosen_name")
        self._what = ElidedLabel("", Role.BODY, Tone.TEXT2, name="chosen_role")
        self.password = SecretField("Mật khẩu", name="password")
        self.first = SecretField("Mật khẩu mới", name="new_password", hint="ít nhất 8 ký tự")
        self.again = SecretField("Gõ lại", name="new_password_again")
        self.button = Button("Mở khóa", ButtonKind.MAIN, icon="log-in", key="Enter", name="sign_in")
        self._build()
        self.password.edit.returnPressed.connect(self._submit)
        self.password.edited.connect(self._forget_problem)
        self.first.edit.returnPressed.connect(lambda: self.again.setFocus(Qt.FocusReason.TabFocusReason))
        self.first.edited.connect(self._check_first)
        self.again.edited.connect(self._check_again)
        self.again.edit.returnPressed.connect(self._submit)
        self.button.clicked.connect(self._submit)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addStretch(1)
        words.addWidget(self._who)
        words.addWidget(self._what)
        words.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(theme.px(300))
        fields = QHBoxLayout(holder)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self.password)
        self._first_holder = holder
        row = QHBoxLayout()
        row.setSpacing(theme.px(20))
        row.addLayout(words, 1)
        row.addWidget(holder)
        for part in (self.first, self.again):
            part.setFixedWidth(theme.px(230))
            part.hide()
            row.addWidget(part)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.button.setMinimumWidth(theme.px(153))
        self.body.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(20))
        self.body.addLayout(row)

    def show_person(self, person: StaffChoice | None) -> None:
        """Ask this person for the password; None: nobody is chosen yet."""
        self._is_new = False
        is_waiting = person is not None and bool(self._waiting) and person.login == self._waiting
        self._who.setText(person.name if person else "Chọn tên của bạn")
        if person is None:
            what = "Bấm số trên thẻ, hoặc gõ tên"
        elif is_waiting:
            what = f"{person.role} · mở khóa để tiếp tục việc đang làm"
        else:
            what = f"{person.role} · {person.detail}" if person.detail else person.role
        self._what.setText(what)
        self.button.setText("Mở khóa" if is_waiting else "Vào làm việc")
        self._first_holder.show()
        for part in (self.first, self.again):
            part.hide()
            part.set_value("")
            part.clear_mark()
        self.password.set_value("")
        self.password.clear_mark()

    def ask_new_password(self) -> None:
        """Replace the password by two fields for a new one; rules stand on the label line."""
        self._one_time = self.password.value()
        self._is_new = True
        self._what.setText("Lần đầu: đặt mật khẩu riêng")
        self.button.setText("Đặt và vào")
        self.set_busy(False)
        self._first_holder.hide()
        for part in (self.first, self.again):
            part.show()
        self.first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_error(self, text: str) -> None:
        """The problem beside the field, the text selected."""
        self.set_busy(False)
        field = self.first if self._is_new else self.password
        field.set_problem(text)
        field.edit.selectAll()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_cursor(self) -> None:
        """Put the cursor where the password is typed."""
        (self.first if self._is_new else self.password).setFocus(Qt.FocusReason.TabFocusReason)

    def take_letters(self, text: str) -> None:
        """These were typed elsewhere and belong to the password."""
        self.take_cursor()
        (self.first if self._is_new else self.password).edit.insert(text)

    def set_busy(self, is_busy: bool) -> None:
        """The button waits while the password is checked."""
        self.button.setEnabled(not is_busy)

    def _forget_problem(self) -> None:
        if self.password.problem():
            self.password.clear_mark()

    def _check_first(self) -> None:
        problem = password_problem(self.first.value(), self._one_time)
        if problem:
            self.first.set_warning(problem)
        else:
            self.first.set_ok("đủ dài")
        if self.again.value():
            self._check_again()

    def _check_again(self) -> None:
        if self.again.value() == self.first.value():
            self.again.set_ok("khớp")
        elif not self.first.value().startswith(self.again.value()):
            self.again.set_warning("chưa khớp")
        else:
            self.again.clear_mark()

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        if not self._is_new:
            if self.password.value():
                self.submitted.emit(self.password.value())
            else:
                self.password.set_problem("gõ mật khẩu")
                self.password.setFocus(Qt.FocusReason.TabFocusReason)
            return
        problem = password_problem(self.first.value(), self._one_time)
        if problem:
            self.first.set_problem(problem)
            self.first.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.again.value() != self.first.value():
            self.again.set_problem("chưa khớp")
            self.again.edit.selectAll()
            self.again.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.new_password.emit(self._one_time, self.first.value())
