"""Hôm nay: what I received, what waits for my unit, what is due today or late. Read only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.text import date_text, day_name_long
from counter_app.ui import theme
from counter_app.ui.attention_words import AttentionLine
from counter_app.ui.tokens import PAGE_HEAD, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.notice import IconMark, Notice
from counter_app.ui.widgets.quiet_list import PADDING, QuietList, QuietRow
from counter_app.ui.widgets.text import Text, caption, heading

MOST_LINES = 8
"""Lines above the lists: one for each matter that must not wait."""


@dataclass(frozen=True)
class TodayView:
    """Three lists of one day. `is_close_owed`: the day should be signed off by now and is not."""

    on: date
    received: tuple[QuietRow, ...] = field(default=())
    waiting: tuple[QuietRow, ...] = field(default=())
    due: tuple[QuietRow, ...] = field(default=())
    is_close_owed: bool = False


_SHOW = {Tone.RED: Notice.show_error, Tone.AMBER: Notice.show_warning, Tone.SLATE: Notice.show_info}


class _Column(QWidget):
    """A figure, its words, and the list below; an empty list says so in words."""

    def __init__(self, title: str, *, name: str, icon: str, empty: str, next_step: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}_column")
        self._figure = Text("0", Role.FIGURE, figures=True, name=f"{name}_figure")
        self._empty_words = empty
        self.list = QuietList(name=name, label=title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(12))
        inner.setSpacing(0)
        inner.addWidget(self._figure)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(IconMark(icon, Tone.TEXT2, 16))
        row.addWidget(heading(title))
        row.addStretch(1)
        inner.addLayout(row)
        column.addLayout(inner)
        column.addWidget(Rule("hatch"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._make_empty(empty, next_step))
        column.addWidget(self._stack, 1)

    @staticmethod
    def _make_empty(empty: str, next_step: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.px(12), theme.px(16), theme.px(12), 0)
        column.setSpacing(theme.px(4))
        column.addWidget(Text(empty, Role.BODY, Tone.TEXT2, wraps=True))
        if next_step:
            column.addWidget(caption(next_step, wraps=True))
        column.addStretch(1)
        return holder

    def set_rows(self, rows: tuple[QuietRow, ...]) -> None:
        """Show rows, or the words for none."""
        self._figure.setText(str(len(rows)))
        self._figure.set_tone(Tone.TEXT if rows else Tone.TEXT3)
        self.list.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)

    def is_empty_shown(self) -> bool:
        """Whether the words stand in place of the list."""
        return self._stack.currentIndex() == 1


class TodayPage(Ground):
    """`set_rows(TodayView)` fills it; nothing on it changes anything."""

    def __init__(self, *, can_receive: bool = False) -> None:
        super().__init__("surface", name="today_page")
        self.setAccessibleName("Hôm nay")
        self._day = Text("", Role.BODY, Tone.TEXT2, name="today_date")
        step = "Nhấn F2 để tiếp nhận hồ sơ đầu tiên." if can_receive else ""
        self.received = _Column(
            "Tôi đã tiếp nhận hôm nay",
            name="received_today",
            icon="file-check-2",
            empty="Chưa có hồ sơ nào.",
            next_step=step,
        )
        self.waiting = _Column(
            "Đang chờ đơn vị tôi",
            name="waiting_for_unit",
            icon="inbox",
            empty="Không có hồ sơ nào chờ đơn vị của bạn.",
            next_step="Hồ sơ được bàn giao tới sẽ hiện ở đây.",
        )
        self.due = _Column(
            "Đến hạn và quá hạn",
            name="due_today",
            icon="clock-alert",
            empty="Không có hồ sơ nào đến hạn hay quá hạn.",
            next_step="",
        )
        self.lines = tuple(Notice(name=f"attention_{n}") for n in range(MOST_LINES))
        self.close_day = Button("Chưa chốt ngày", ButtonKind.QUIET, icon="sunset", name="today_close_day")
        self.close_day.hide()
        self._lines_place = self._make_lines_place()
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _make_lines_place(self) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, theme.px(16))
        column.setSpacing(theme.px(6))
        for line in self.lines:
            column.addWidget(line)
        place.hide()
        return place

    def _build(self) -> None:
        # Rows have a padding of their own: their words, not their hairlines, align with the title.
        side = theme.px(PAGE_PADDING - PADDING)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, 0, side, theme.px(PAGE_PADDING))
        column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(theme.px(PAGE_HEAD))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(PADDING), 0, theme.px(PADDING), 0)
        row.setSpacing(theme.px(12))
        row.addWidget(Text("Hôm nay", Role.TITLE, Tone.TEXT, 600))
        row.addWidget(self._day, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.close_day)
        column.addWidget(head)
        self.notice = Notice(name="today_notice")
        column.addWidget(self.notice)
        column.addWidget(self._lines_place)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(16))
        for part in (self.received, self.waiting, self.due):
            columns.addWidget(part, 1)
        column.addLayout(columns, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter at the button of a line does what Space does: rows of the lists open by Enter too."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        button = self.focusWidget()
        if is_enter and isinstance(button, Button) and self.isAncestorOf(button):
            button.click()
            return
        super().keyPressEvent(event)

    def set_attention(self, found: tuple[AttentionLine, ...]) -> None:
        """Show what must not wait above the lists."""
        for notice, line in zip_longest(self.lines, found[:MOST_LINES]):
            if line is None:
                notice.clear()
            else:
                _SHOW[line.tone](notice, line.words, line.action)
        self._lines_place.setVisible(bool(found))

    def show_problem(self, sentence: str) -> None:
        """Why the lists could not be read."""
        self.notice.show_error(sentence)

    def set_rows(self, view: TodayView) -> None:
        """Show another day's lists."""
        self.notice.clear()
        self.close_day.setVisible(view.is_close_owed)
        self._day.setText(f"{day_name_long(view.on)} {date_text(view.on)}")
        self.received.set_rows(view.received)
        self.waiting.set_rows(view.waiting)
        self.due.set_rows(view.due)
        shown = [part.list for part in (self.received, self.waiting, self.due) if part.list.rows()]
        self.setFocusProxy(shown[0] if shown else None)
