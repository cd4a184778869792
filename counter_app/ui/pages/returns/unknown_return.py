"""A receipt whose dossier is not known here yet: the result is handed out, and that waits for the data."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.domain.identity_card import IdentityCard
from counter_app.queries.awaited import NotHere
from counter_app.ui import theme
from counter_app.ui.dossier_words import short_code
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.returns import desk_work, fill
from counter_app.ui.pages.returns.desk_work import SignedOff
from counter_app.ui.pages.returns.side_panel import SidePanel
from counter_app.ui.scans import Answer, Verdict
from counter_app.ui.tokens import MAIN_BUTTON, Role, Tone
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.scan_strip import ScanStrip
from counter_app.ui.widgets.text import Text, caption

_ABOUT = (
    "Quầy này chưa có dữ liệu của hồ sơ. Việc trả được ghi ngay, và khớp vào hồ sơ khi dữ liệu về sau khi "
    "đồng bộ."
)
_CARE = "Phí còn nợ và người được nhận chưa kiểm được ở đây: xem giấy hẹn và giấy tờ của khách."


class UnknownForm(Ground):
    """Who collects, and nothing else: no more is known."""

    def __init__(self) -> None:
        super().__init__("surface", ("left",), name="unknown_return")
        self.code = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name="unknown_code")
        self.state = Badge("Chờ dữ liệu", Tone.AMBER, "hourglass", name="unknown_state")
        self.name = TextField("Người nhận", name="unknown_to_whom", is_required=True, max_length=200)
        self.number = TextField("Số giấy tờ", name="unknown_id_number", figures=True, max_length=64)
        self.problem = Notice(name="unknown_problem")
        self.back = Button("Thôi", ButtonKind.QUIET, key="Esc", name="unknown_back", height=MAIN_BUTTON)
        self.main = Button(
            "Ghi trả, chờ dữ liệu",
            ButtonKind.MAIN,
            icon="package-check",
            key="Ctrl+Enter",
            name="unknown_main",
            height=MAIN_BUTTON,
        )
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self.code)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.back)
        foot.addWidget(self.main, 1)
        column = QVBoxLayout(self)
        side = theme.px(20)
        column.setContentsMargins(side + 1, theme.px(20), side, theme.px(16))
        column.setSpacing(theme.px(12))
        column.addLayout(head)
        column.addWidget(caption(_ABOUT, Tone.TEXT2, wraps=True))
        column.addWidget(Rule())
        column.addWidget(self.name)
        column.addWidget(self.number)
        column.addWidget(caption(_CARE, Tone.AMBER, wraps=True))
        column.addStretch(1)
        column.addWidget(self.problem)
        column.addLayout(foot)


class UnknownReturn(QObject):
    """The form takes the place of the panel until something is put there; what came of it stands on the
    strip. What was typed for a code stays with it until its result is handed out. `busy(bool)`: an act."""

    busy = Signal(bool)

    def __init__(self, context: PageContext, panel: SidePanel, strip: ScanStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._panel, self._strip = context, panel, strip
        self._by = context.session.login
        self._code, self._is_busy = "", False
        self._typed: dict[str, tuple[str, str]] = {}
        self.form = UnknownForm()
        self.form.hide()
        self.form.main.clicked.connect(self._sign_off)
        self.form.back.clicked.connect(self.close_form)
        panel.mode_set.connect(self.close_form)
        for field in (self.form.name, self.form.number):
            field.edited.connect(self._edited)

    def is_open(self) -> bool:
        """Whether the form stands in the place of the panel."""
        return bool(self._code)

    def _shown(self, code: str) -> str:
        return short_code(code, self._context.desk.agency.id)

    def begin(self, found: NotHere, answer: Answer | None) -> None:
        """Ask who collects, unless that was noted already; the scan (if it was one) is answered."""
        title, words = self._shown(found.code), "Chưa có dữ liệu – vẫn trả được, ghi chờ dữ liệu"
        if found.returned is not None:
            self.close_form()
            words = f"Đã ghi trả {found.returned.at:%H:%M %d/%m}, chờ dữ liệu"
        else:
            self._open(found, title)
        verdict = Verdict(Tone.AMBER, title, words)
        self._strip.show_verdict(verdict)
        if answer is not None:
            answer(verdict)

    def _open(self, found: NotHere, title: str) -> None:
        self._code, form = found.code, self.form
        form.code.setText(title)
        name, number = self._typed.get(found.code, ("", ""))
        form.name.set_value(name)
        form.number.set_value(number)
        self._clear_marks()
        form.setFixedWidth(self._panel.minimumWidth())
        self._panel.hide()
        form.show()
        form.name.setFocus()

    def _edited(self) -> None:
        self._clear_marks()
        if self._code:
            self._typed[self._code] = (self.form.name.value(), self.form.number.value())

    def _clear_marks(self) -> None:
        self.form.name.clear_mark()
        self.form.number.clear_mark()
        self.form.problem.clear()

    def take_card(self, card: IdentityCard) -> None:
        """The identity card of who collects was scanned."""
        self.form.name.set_value(card.name)
        self.form.number.set_value(card.number)
        self._edited()

    def takes(self, what: str) -> bool:
        """Whether a key of the page is one of the open form: the main button, or the way back."""
        if not self.is_open():
            return False
        if what == "main":
            self._sign_off()
        elif what == "back":
            self.close_form()
        return True

    def close_form(self) -> None:
        """Back to the panel; what was typed stays with its code."""
        if self.is_open() and not self._is_busy:
            self._code = ""
            self.form.hide()
            self._panel.show()
            self._panel.find.edit.setFocus()

    def _sign_off(self) -> None:
        name, number = self.form.name.value(), self.form.number.value()
        missing = fill.problems(fill.Fill(name=name, has_receipt=True)).get("to_whom", "")
        if self._is_busy or missing:
            if missing:
                self.form.name.set_problem(missing)
                self.form.name.setFocus()
            return
        self._set_busy(True)
        do = desk_work.sign_off_unknown(self._code, name, number, self._by)
        self._context.jobs.run(do, self._done, self._refused, self._ended)

    def _done(self, done: SignedOff) -> None:
        self._is_busy = False  # the page follows when the act has ended: another scan opens only then
        self._typed.pop(done.code, None)
        self.close_form()
        words = f"{done.to_whom} · {done.at:%H:%M} · chờ dữ liệu"
        self._strip.show_verdict(Verdict(Tone.GREEN, f"Đã ghi trả {self._shown(done.code)}", words))
        self._context.session.say_changed("dossier")

    def _refused(self, error: CounterError) -> None:
        fields = {"to_whom": self.form.name, "id_number": self.form.number}
        field = fields.get(str(error.facts.get("field", ""))) if isinstance(error, InvalidField) else None
        if field is not None:
            field.set_problem(field_problem(error.facts), sentence_of(error))
            field.setFocus()
        else:
            self.form.problem.show_error(sentence_of(error))

    def _ended(self) -> None:
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.form.main.setEnabled(not is_busy)
        self.busy.emit(is_busy)
