"""The working panel: find, the dossier, who collects, the main button; one region above the other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.queries.returns import CollectView
from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.pages.reception.suggest import SuggestField
from counter_app.ui.pages.returns import returns_words as words
from counter_app.ui.pages.returns.collect_form import CollectForm
from counter_app.ui.pages.returns.dossier_head import DossierHead
from counter_app.ui.pages.returns.notify_form import NotifyForm
from counter_app.ui.pages.returns.survey_strip import SurveyStrip
from counter_app.ui.pages.returns.tick_line import TickLine
from counter_app.ui.tokens import MAIN_BUTTON, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.notice import IconMark, Notice
from counter_app.ui.widgets.text import Text, caption

_SHEET_KEY = "returns/print_sheet"
WIDTH = 456
WIDTH_COMPACT = 416
_SIDE = 24
_SIDE_COMPACT = 20


class Mode(StrEnum):
    """What the panel is for now."""

    IDLE = "idle"
    COLLECT = "collect"
    LOOK = "look"
    NOTIFY = "notify"


class SidePanel(Ground):
    """`pressed(name)`: main, sheet, open, handover, back. The words of an obstacle stand above the button.
    `mode_set`: something was put into the panel, or taken out."""

    pressed = Signal(str)
    mode_set = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__("surface", ("left",), name="returns_panel")
        self.mode = Mode.IDLE
        self.find = SuggestField(
            "Giấy hẹn, mã, tên hoặc số giấy tờ",
            name="find_return",
            placeholder="Quét giấy hẹn hoặc gõ rồi Enter",
            least_width=368,
        )
        self.find.edit.set_icon("search")
        self.head = DossierHead()
        self.form = CollectForm()
        self.call = NotifyForm()
        self.idle = self._make_idle()
        self.parts = QStackedWidget()
        for part in (self.form, self.call):
            self.parts.addWidget(part)
        self.state_note = Notice(name="returns_state_note")
        self.state_note.acted.connect(lambda: self.pressed.emit("open"))
        self.obstacle = Notice(name="returns_obstacle")
        self.obstacle.acted.connect(lambda: self.pressed.emit("handover"))
        self.sheet = TickLine("In phiếu kiểm soát", name="print_sheet")
        self.sheet.setChecked(memory.flag(_SHEET_KEY))
        self.sheet.clicked.connect(lambda: memory.keep(_SHEET_KEY, self.sheet.isChecked()))
        self.discard = Button("Bỏ phần đã gõ", ButtonKind.QUIET, name="discard_fill", height=28)
        self.main = Button(
            "Trả kết quả", ButtonKind.MAIN, key="Ctrl+Enter", name="main_button", height=MAIN_BUTTON
        )
        self.main.clicked.connect(lambda: self.pressed.emit("main"))
        self._build()
        self.show_idle("")

    def _make_idle(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(28), 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(IconMark("scan-barcode", Tone.TEXT3, 28))
        column.addSpacing(theme.px(4))
        column.addWidget(Text("Quét giấy hẹn của khách để bắt đầu", Role.BODY, Tone.TEXT, 500))
        hint = "Khách mất giấy hẹn: gõ tên, mã số thuế hoặc số giấy tờ vào ô trên."
        column.addWidget(caption(hint, Tone.TEXT2, wraps=True))
        self.last_words = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="returned_last")
        self.last_sheet = Button("In phiếu kiểm soát", icon="printer", key="Ctrl+P", name="print_last_sheet")
        self.last_sheet.clicked.connect(lambda: self.pressed.emit("sheet"))
        column.addSpacing(theme.px(18))
        self.last_rule = Rule()
        column.addWidget(self.last_rule)
        column.addSpacing(theme.px(6))
        column.addWidget(self.last_words)
        self.survey_paper = Button(
            "In phiếu đánh giá", icon="printer", key="Ctrl+Shift+P", name="print_survey"
        )
        for paper in (self.last_sheet, self.survey_paper):
            column.addWidget(paper, 0, Qt.AlignmentFlag.AlignLeft)
        self.survey = SurveyStrip()
        column.addSpacing(theme.px(14))
        column.addWidget(self.survey)
        column.addStretch(1)
        return holder

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.find)
        self._column.addSpacing(theme.px(12))
        self._column.addWidget(self.idle, 1)
        self.work = QWidget()
        work = QVBoxLayout(self.work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self._make_scroll(), 1)
        work.addWidget(self.obstacle)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, theme.px(4), 0, theme.px(6))
        foot.addWidget(self.sheet)
        foot.addStretch(1)
        foot.addWidget(self.discard)
        self._foot = foot
        work.addLayout(foot)
        work.addWidget(self.main)
        self._column.addWidget(self.work, 1)

    def _make_scroll(self) -> QScrollArea:
        """Head and form: with large letters on a small screen they scroll before anything is cut."""
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(theme.px(8))
        column.addWidget(Rule())
        column.addSpacing(theme.px(10))
        column.addWidget(self.state_note)
        column.addWidget(self.parts)
        column.addStretch(1)
        self.scroll = QScrollArea()
        self.scroll.setObjectName("returns_scroll")
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setWidget(self.body)
        self.body.setAutoFillBackground(False)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        self.scroll.viewport().setAutoFillBackground(False)
        return self.scroll

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isValid(self.body) and new is not None and self.body.isAncestorOf(new):
            self.scroll.ensureWidgetVisible(new, 0, theme.px(24))

    # -- what is shown

    def show_idle(self, last: str) -> None:
        """Nothing is open; what was handed out last stands there with its control sheet."""
        self._set_mode(Mode.IDLE)
        self.last_words.setText(last)
        for part in (self.last_rule, self.last_words, self.last_sheet, self.survey_paper):
            part.setVisible(bool(last))

    def add_to_last(self, words: str) -> None:
        """What became of the paper of the one handed out last."""
        self.last_words.setText("\n".join(part for part in (self.last_words.text(), words) if part))
        self.last_words.setVisible(True)

    def show_dossier(self, view: CollectView, units: Any, now: datetime, *, is_kept: bool = False) -> None:
        """A dossier to hand out, or to look at where nothing can be handed out. `is_kept`: only its state
        was read again."""
        self.head.show_view(view, units, now)
        why = words.why_not(view, units)
        if not (is_kept and self.mode is Mode.NOTIFY):
            self._set_mode(Mode.LOOK if why else Mode.COLLECT)
        self.show_obstacle(view, units)

    def show_obstacle(self, view: CollectView, units: Any, missing: str = "") -> None:
        """Say above the button why it would not work now; `missing`: what must be seen or done first."""
        why = words.why_not(view, units) if self.mode is Mode.LOOK else ""
        not_here = words.not_here(view, units) if self.form.value().is_at_desk else ""
        self.state_note.clear()
        self.obstacle.clear()
        if why:
            self.state_note.show_info(why, "Mở hồ sơ")
        elif self.mode is Mode.COLLECT and not_here:
            self.obstacle.show_warning(not_here, "Bàn giao")
        elif self.mode is Mode.COLLECT and missing:
            self.obstacle.show_warning(missing)
        self.fit()

    def show_error(self, sentence: str) -> None:
        """It did not happen, and why."""
        self.obstacle.show_error(sentence)
        self.fit()

    def fit(self) -> None:
        """Where a low window has no room for all, the empty note goes, then the facts the list says too."""
        self.form.set_note_shown(True)
        self.head.set_room(True)
        if self.mode is not Mode.COLLECT or not self.isVisible():
            return
        for yields in (lambda: self.form.set_note_shown(False), lambda: self.head.set_room(False)):
            if self._has_room():
                return
            yields()

    def _has_room(self) -> bool:
        for part in (self.head, self.form, self.parts, self.body, self.work):
            part.layout().activate()
        view = self.scroll.viewport()
        return self.body.layout().totalHeightForWidth(view.width()) <= view.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def show_call(self, view: CollectView, units: Any, now: datetime) -> None:
        """Note that the applicant was told."""
        self.head.show_view(view, units, now)
        self.call.show_view(view)
        self._set_mode(Mode.NOTIFY)
        self.obstacle.clear()
        self.state_note.clear()

    def _set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.idle.setVisible(mode is Mode.IDLE)
        self.work.setVisible(mode != Mode.IDLE)
        self.parts.setCurrentWidget(self.call if mode is Mode.NOTIFY else self.form)
        self.parts.setVisible(mode is not Mode.LOOK)
        self.main.setVisible(mode in (Mode.COLLECT, Mode.NOTIFY))
        self.sheet.setVisible(mode is Mode.COLLECT)
        self.discard.setVisible(False)
        self.main.set_icon("bell" if mode is Mode.NOTIFY else "package-check")
        self.main.setText("Ghi đã báo" if mode is Mode.NOTIFY else "Trả kết quả")
        self.mode_set.emit()

    def name_main(self, view: CollectView) -> None:
        """Papers are given back, results are handed out."""
        if self.mode is Mode.COLLECT:
            self.main.setText("Trả kết quả" if view.is_result else "Trả lại giấy tờ")

    def toggle_lost(self) -> None:
        """The key of the tick; only while a form is open."""
        if self.mode is Mode.COLLECT:
            self.form.toggle_lost()

    def set_busy(self, is_busy: bool) -> None:
        """While an act is under way the button rests."""
        self.main.setEnabled(not is_busy)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.setFixedWidth(theme.px(WIDTH_COMPACT if is_compact else WIDTH))
        side = theme.px(_SIDE_COMPACT if is_compact else _SIDE)
        self._column.setContentsMargins(side + 1, theme.px(14), side, theme.px(16))
        self.head.set_compact(is_compact)
        self.form.set_compact(is_compact)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
