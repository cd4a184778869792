"""Head of the page: title, moment, whole / by unit / by officer, and what leaves the page."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.text import date_text, day_name_long, time_text
from counter_app.ui import theme
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, Role, Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import ElidedLabel, Text


class Scope(StrEnum):
    """What the page is told apart by."""

    WHOLE = "whole"
    UNITS = "units"
    OFFICERS = "officers"


class DeadlinesHead(QWidget):
    """`scope_changed(word)`, `export_pressed`, `print_pressed`."""

    scope_changed = Signal(str)
    export_pressed = Signal()
    print_pressed = Signal()

    def __init__(self, *, is_whole: bool) -> None:
        super().__init__()
        self.setObjectName("deadlines_head")
        choices = [(str(Scope.WHOLE), "Cả Ban" if is_whole else "Cả phòng")]
        if is_whole:
            choices.append((str(Scope.UNITS), "Theo phòng"))
        choices.append((str(Scope.OFFICERS), "Theo cán bộ"))
        self.scope = Segmented(choices, name="deadlines_scope", label="Xem")
        self._moment = ElidedLabel("", Role.BODY, Tone.TEXT2, name="deadlines_moment")
        # The key stands in the tooltip: in a window of 1366 pixels the buttons have no room for both.
        self.export = Button("Xuất Excel", icon="file-spreadsheet", name="deadlines_export")
        self.export.setToolTip("Xuất Excel (Ctrl+E)")
        self.print = Button("In hồ sơ quá hạn", icon="printer", key="Ctrl+P", name="deadlines_print")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Text("Theo dõi hạn", Role.TITLE, Tone.TEXT, 600))
        row.addWidget(self._moment, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.scope)
        row.addSpacing(theme.px(8))
        row.addWidget(self.export)
        row.addWidget(self.print)
        self.scope.changed.connect(self.scope_changed)
        self.export.clicked.connect(self.export_pressed)
        self.print.clicked.connect(self.print_pressed)

    def set_compact(self, is_compact: bool) -> None:
        """60 pixels of the design, 52 in low windows."""
        self.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))

    def set_moment(self, now: datetime) -> None:
        """As of when the page counts."""
        self._moment.setText(f"Tính đến {time_text(now)} {day_name_long(now.date())} {date_text(now.date())}")

    def choose(self, scope: Scope) -> None:
        """Choose a scope as the person would."""
        if self.scope.value() != scope:
            self.scope.set_value(str(scope))
            self.scope_changed.emit(str(scope))

    def show_whole(self) -> None:
        """Back to the lists of the whole."""
        self.choose(Scope.WHOLE)
