"""Left side of Đồng bộ: title and button, notices, morning slip, what waits, when the next pass is."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.queries.sync import SyncFacts
from counter_app.ui import theme
from counter_app.ui.pages.sync import words
from counter_app.ui.pages.sync.slip_card import SlipCard
from counter_app.ui.sync_words import step_words
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import IconMark, Notice
from counter_app.ui.widgets.painting import hairline
from counter_app.ui.widgets.row_list import RowList
from counter_app.ui.widgets.text import ElidedLabel, Text, heading

_MOST_NOTICES = 4
_WIDTH, _WIDTH_COMPACT = 452, 424
_SYNC, _RUNNING = "Đồng bộ ngay", "Đang đồng bộ"


class RuledList(RowList):
    """A row list with a hairline below each row."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for row in self._rows():
            hairline(painter, row.x(), row.bottom(), row.width())
        painter.end()
        super().paintEvent(event)


class LeftColumn(Ground):
    """Fill with `show_facts`, `show_step`; `waiting.chosen(key)` opens what a line is about."""

    def __init__(self) -> None:
        super().__init__("window", ("right",), name="sync_left")
        self.button = Button(_SYNC, icon="refresh-cw", key="Ctrl+R", name="sync_now")
        self.notices = tuple(Notice(name=f"sync_notice_{n}") for n in range(_MOST_NOTICES))
        self.card = SlipCard()
        self.waiting = RuledList(name="sync_waiting_list", label="Đang chờ")
        self.log = Button("Nhật ký", ButtonKind.QUIET, icon="history", name="sync_log_button")
        self.log.setToolTip("Mọi lần đồng bộ (Ctrl+G)")
        self.clock = IconMark("clock", Tone.TEXT2, 14)
        self.next = ElidedLabel("", Role.CAPTION, Tone.TEXT2, figures=True, name="sync_next")
        self._next = ""
        self._build()
        self.set_compact(False)

    def _build(self) -> None:
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text("Đồng bộ", Role.TITLE, Tone.TEXT, 600))
        row.addStretch(1)
        row.addWidget(self.button)
        self._scroll = self._make_scroll()
        self.waiting.moved.connect(self._follow)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.addWidget(self.clock)
        foot.addWidget(self.next, 1)
        foot.addWidget(self.log)
        whole = QVBoxLayout(self)
        side = theme.px(PAGE_PADDING)
        whole.setContentsMargins(side, 0, side - theme.px(1), theme.px(8))
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)

    def _make_scroll(self) -> QScrollArea:
        """What is between head and foot: it scrolls where several notices stand above the slip."""
        inner = self._inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, theme.px(8))
        column.setSpacing(theme.px(8))
        for notice in self.notices:
            column.addWidget(notice)
        column.addWidget(self.card)
        column.addSpacing(theme.px(6))
        column.addWidget(heading("Đang chờ"))
        column.addWidget(self.waiting)
        column.addStretch(1)
        made = QScrollArea()
        made.setObjectName("sync_left_scroll")
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setWidgetResizable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setWidget(inner)
        made.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        inner.installEventFilter(self)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rows follow the width of the column."""
        if event.type() == QEvent.Type.Resize:
            self.waiting.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self, row: QRect) -> None:
        at = self.waiting.mapTo(self._scroll.widget(), row.center())
        self._scroll.ensureVisible(at.x(), at.y(), 0, row.height())

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._head.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))
        self.card.set_compact(is_compact)
        self.setFixedWidth(theme.px(_WIDTH_COMPACT if is_compact else _WIDTH))

    def show_facts(self, facts: SyncFacts, next_at: datetime | None = None) -> None:
        """Show a newer reading. `next_at`: naive local moment of the window's next pass."""
        told = words.notices(facts)
        for n, notice in enumerate(self.notices):
            if n >= len(told):
                notice.clear()
            elif told[n].words != notice.text():
                show = {Tone.RED: notice.show_error, Tone.AMBER: notice.show_warning}
                show.get(told[n].tone, notice.show_info)(told[n].words)
        self.card.show_slip(facts.slip, facts.as_of)
        self.waiting.set_lines(words.waiting_lines(facts))
        self._next = words.next_pass(facts, next_at)
        if self.button.isEnabled():
            self.next.setText(self._next)
        self._inner.updateGeometry()

    def show_step(self, step: str, is_running: bool) -> None:
        """What a pass does now; nothing else moves for it."""
        if self.button.hasFocus() and is_running:
            self.waiting.setFocus()  # a button that is off lets go of the keyboard
        self.button.setEnabled(not is_running)
        self.button.setText(_RUNNING if is_running else _SYNC)
        tone = Tone.ACCENT if is_running else Tone.TEXT2
        self.clock.set_icon("refresh-cw" if is_running else "clock", tone)
        self.next.setText(f"{step_words(step)} …" if is_running else self._next)
        self.next.set_tone(tone)
