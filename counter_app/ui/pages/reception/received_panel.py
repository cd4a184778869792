"""After an act: the paper as it is printed, the code large, and what comes next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from counter_app.ui import theme
from counter_app.ui.pages.reception.fact_row import FactRow
from counter_app.ui.pages.reception.issuing import COPIES, Paper
from counter_app.ui.pages.reception.received_words import ReceivedView
from counter_app.ui.pages.reception.waiting_card import WaitingCard
from counter_app.ui.tokens import BADGE, PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.pdf_preview import PdfPreview, PreviewBar
from counter_app.ui.widgets.text import Text, caption

_PANEL = 456
_PANEL_COMPACT = 416
_PRINTER_LETTERS = 18
_FACT = 25
_FACT_COMPACT = 22
_BESIDES = {"label": "Đã in tem hồ sơ.", "control_sheet": "Đã in phiếu kiểm soát."}
"""Papers printed besides the one shown, and what is said then."""
_SHORT_TITLES = {
    "receipt": "Giấy tiếp nhận và hẹn trả kết quả",
    "supplement_request": "Phiếu yêu cầu bổ sung",
    "refusal": "Phiếu từ chối tiếp nhận",
}


class ReceivedPanel(QWidget):
    """`pressed(name)`: again, correct, label, control_sheet, next, same, open_waiting."""

    pressed = Signal(str)
    printer_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("received_panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.preview = PdfPreview(name="receipt_preview")
        self.left = Ground("window", name="receipt_ground")
        self._left_column = QVBoxLayout(self.left)
        self._left_column.setContentsMargins(theme.px(24), theme.px(10), theme.px(24), theme.px(4))
        self._left_column.addWidget(self.preview, 1)
        self.bar: PreviewBar | None = None
        self.right = Ground("surface", ("left",), name="received_side")
        self._make_right()
        row.addWidget(self.left, 1)
        row.addWidget(self.right)
        self.set_compact(False)

    # -- building

    def _make_right(self) -> None:
        self._column = QVBoxLayout(self.right)
        self._column.setSpacing(0)
        self.badge = Badge("", Tone.SLATE, "printer", name="received_badge")
        self.printer = Button("", ButtonKind.QUIET, name="printer_button", height=BADGE)
        self.printer.setToolTip("Đổi máy in")
        self.printer.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.printer.hide()
        self._printers = QMenu(self)
        self._printers.setObjectName("printer_menu")
        self.printer.clicked.connect(self._open_printers)
        top = QHBoxLayout()
        top.addWidget(self.badge)
        top.addStretch(1)
        top.addWidget(self.printer)
        self._column.addLayout(top)
        self._column.addSpacing(theme.px(14))
        self._column.addLayout(self._make_code())
        self._column.addSpacing(theme.px(10))
        self.due_label = caption("Hẹn trả", Tone.TEXT2, weight=500)
        self.due = Text("", Role.TITLE, Tone.TEXT, 600, name="received_due")
        self.due_words = caption("", Tone.TEXT2, wraps=True, name="received_due_words")
        for part in (self.due_label, self.due, self.due_words):
            self._column.addWidget(part)
        self._column.addSpacing(theme.px(14))
        self._column.addWidget(Rule())
        self._column.addSpacing(theme.px(10))
        self.facts = QVBoxLayout()
        self.facts.setSpacing(0)
        self._column.addLayout(self.facts)
        self._column.addSpacing(theme.px(10))
        self._column.addWidget(Rule())
        self._column.addSpacing(theme.px(12))
        self._column.addLayout(self._make_buttons())
        self._column.addSpacing(theme.px(10))
        self._warnings = ""
        self.notice = Notice(name="received_notice")
        self._column.addWidget(self.notice)
        self._column.addStretch(1)
        self._make_foot()

    def _make_foot(self) -> None:
        self.waiting = WaitingCard()
        self.waiting.clicked.connect(lambda: self.pressed.emit("open_waiting"))
        self._column.addWidget(self.waiting)
        self._column.addSpacing(theme.px(12))
        self.next = Button(
            "Hồ sơ tiếp theo", ButtonKind.MAIN, icon="arrow-right", key="Enter", name="next_button", height=48
        )
        self.next.clicked.connect(lambda: self.pressed.emit("next"))
        self._double = QTimer(self)
        self._double.setSingleShot(True)
        self._double.timeout.connect(partial(self._hold_mouse, False))
        self.same = self._button("Tiếp theo, cùng chủ hồ sơ", "", "Shift+Enter", "same", ButtonKind.QUIET)
        self._column.addWidget(self.next)
        self._column.addSpacing(theme.px(4))
        self._column.addWidget(self.same)
        self.seconds = caption("", Tone.TEXT2, name="received_seconds")
        self.seconds.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(theme.px(4))
        self._column.addWidget(self.seconds)

    def _make_code(self) -> QVBoxLayout:
        self.code_label = caption("Mã hồ sơ", Tone.TEXT2, weight=500)
        self.code = Text("", Role.FIGURE, Tone.TEXT, 600, figures=True, name="received_code")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = Button("", ButtonKind.QUIET, icon="copy", name="copy_code")
        self.copy.setAccessibleName("Chép mã hồ sơ")
        self.copy.setToolTip("Chép mã hồ sơ")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code.text()))
        line = QHBoxLayout()
        line.addWidget(self.code)
        line.addStretch(1)
        line.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.code_label)
        column.addLayout(line)
        return column

    def _make_buttons(self) -> QGridLayout:
        self.again = self._button("In lại", "printer", "Ctrl+P", "again")
        self.correct = self._button("Sửa và cấp lại", "square-pen", "F10", "correct")
        self.label = self._button("In tem hồ sơ", "barcode", "", "label")
        self.sheet = self._button("Phiếu kiểm soát", "list-checks", "", "control_sheet")
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        for at, button in enumerate((self.again, self.correct, self.label, self.sheet)):
            grid.addWidget(button, at // 2, at % 2)
            grid.setColumnStretch(at % 2, 1)
        return grid

    def _button(
        self, words: str, icon: str, key: str, act: str, kind: ButtonKind = ButtonKind.PLAIN
    ) -> Button:
        made = Button(words, kind, icon=icon, key=key, name=f"received_{act}", height=PANEL_BUTTON)
        made.clicked.connect(lambda: self.pressed.emit(act))
        return made

    # -- showing

    def show_given(self, view: ReceivedView) -> None:
        """Show what was given; its paper follows with `show_paper`."""
        if view.is_printing:
            self.badge.set_state(f"{view.given} · đang in", Tone.SLATE, "printer")
        else:
            self.badge.set_state(f"{view.given} · khách giữ giấy cũ", Tone.GREEN, "file-check-2")
        self._given = view.given
        self.code_label.setText("Số phiếu" if view.is_slip else "Mã hồ sơ")
        self.code.setText(view.code)
        self.due_label.setVisible(bool(view.due))
        self.due.setVisible(bool(view.due))
        self.due.setText(view.due)
        self.due_words.setText(view.due_words)
        self.due_words.setVisible(bool(view.due_words))
        self._show_facts(view.facts)
        for button in (self.correct, self.label, self.sheet):
            button.setVisible(not view.is_slip)
        self.show_seconds(view.seconds)
        self._warnings = view.warnings
        self._say_warnings()
        self._fit()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        # It lies where the form's main button lay: the second click of a double click is not meant for it.
        self._hold_mouse(True)
        self._double.start(QApplication.doubleClickInterval())

    def _say_warnings(self) -> None:
        """What the act warned of stays in view; without it the line goes."""
        if self._warnings:
            self.notice.show_warning(self._warnings)
        else:
            self.notice.clear()

    def _hold_mouse(self, is_held: bool) -> None:
        self.next.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, is_held)

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while self.facts.count():
            self.facts.takeAt(0).widget().deleteLater()
        for number, (words, value) in enumerate(facts):
            height = _FACT_COMPACT if self._is_compact else _FACT
            row = FactRow(words, name=f"received_fact_{number}", height=height)
            row.set_value(value)
            self.facts.addWidget(row)

    def show_printers(self, names: tuple[str, ...], chosen: str) -> None:
        """The printer in use; where there are several, one press away from another."""
        self.printer.setVisible(len(names) > 1)
        shown = chosen if len(chosen) <= _PRINTER_LETTERS else f"{chosen[: _PRINTER_LETTERS - 1].rstrip()}…"
        self.printer.setText(shown)
        self._printers.clear()
        for name in names:
            action = self._printers.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(partial(self._choose_printer, name))

    def _choose_printer(self, name: str, _is_checked: bool = False) -> None:
        self.printer_chosen.emit(name)

    def _open_printers(self) -> None:
        self._printers.popup(self.printer.mapToGlobal(self.printer.rect().bottomLeft()))

    def show_paper(self, paper: Paper) -> None:
        """The paper slides in; copy 2, the applicant's, is the one shown."""
        pages = len(paper.pages.images)
        copies = _page_words(pages) if paper.form == "receipt" else ()
        words = "A5" if not copies or self._is_compact else "A5 · liên 2 giao khách hàng"
        if self.bar is not None:
            self._left_column.removeWidget(self.bar)
            self.bar.deleteLater()
        title = _SHORT_TITLES.get(paper.form, paper.title)
        self.bar = PreviewBar(self.preview, title, words, copies)
        self._left_column.insertWidget(0, self.bar)
        self.preview.set_pages(paper.pages.images, paper.pages.sharp)
        if copies:
            self.preview.show_page(pages // 2)
            self.bar.show_copy(pages // 2)
        self.preview.slide_in()

    def show_printed(self, paper: Paper) -> None:
        """The printer has it."""
        words = f"đã in {len(COPIES)} liên" if paper.form == "receipt" else "đã in"
        if paper.form in _BESIDES:
            self.waiting.setVisible(False)
            self.notice.show_done(_BESIDES[paper.form])
            self._fit()
            return
        again = f", lần {paper.reprint_no}" if paper.reprint_no > 1 else ""
        self.badge.set_state(f"{self._given} · {words}{again}", Tone.GREEN, "printer")
        self._say_warnings()
        self._fit()

    def show_not_printed(self, sentence: str) -> None:
        """The dossier is kept, the paper is not out: said here, never in a box."""
        self.badge.set_state(f"{self._given} · chưa in", Tone.AMBER, "printer")
        self.waiting.setVisible(False)
        self.notice.show_warning(sentence)
        self._fit()

    def show_waiting(self, words: str, count: int) -> None:
        """The next waiting form; where a message needs the room in a low window, it waits unseen."""
        self.waiting.show_waiting(words, count)
        self._fit()

    def _fit(self) -> None:
        has_room = not (self._is_compact and self.notice.text())
        self.waiting.setVisible(self.waiting.count() > 0 and has_room)

    def show_seconds(self, seconds: int | None) -> None:
        """How long it took; None says nothing."""
        words = f"Mất {seconds} giây từ lúc chọn thủ tục đến lúc in xong"
        self.seconds.setText(words if seconds is not None else "")

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._is_compact = is_compact
        self.right.setFixedWidth(theme.px(_PANEL_COMPACT if is_compact else _PANEL))
        side = theme.px(24 if is_compact else 26)
        top = theme.px(16 if is_compact else 22)
        self._column.setContentsMargins(side, top, side, theme.px(14))


def _page_words(pages: int) -> tuple[str, ...]:
    """A word for each page of a receipt: `Liên 1`, `tr. 2`, `Liên 2`, `tr. 2`."""
    each = max(1, pages // len(COPIES))
    return tuple(
        f"Liên {at // each + 1}" if at % each == 0 else f"tr. {at % each + 1}" for at in range(pages)
    )
