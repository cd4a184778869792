"""Right side of Đồng bộ without a conflict: the log of passes, or the acts that wait for their dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.queries.sync import AwaitedAct
from counter_app.ui import theme
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import short_code, staff_words, unit_words
from counter_app.ui.life_words import TITLES
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.sync import log_words
from counter_app.ui.pages.sync.log_words import LogRow
from counter_app.ui.pages.sync.take_back import TakeBack
from counter_app.ui.sync_words import moment_words
from counter_app.ui.tokens import FIELD, PAGE_HEAD, PAGE_HEAD_COMPACT, Role, Tone
from counter_app.ui.waiting_words import waiting_words
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.cells import TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.text import Text

_EDGE = 28


class TablePane(QWidget):
    """Title, a sentence, a table, and below it what the row with the cursor says whole. `left()`: back."""

    left = Signal()

    def __init__(self, name: str, title: str, table: DataTable) -> None:
        super().__init__()
        self.setObjectName(f"{name}_pane")
        self.table = table
        self.words = Text("", Role.BODY, Tone.TEXT2, wraps=True, name=f"{name}_words")
        self.detail = Text("", Role.BODY, Tone.TEXT, wraps=True, figures=True, name=f"{name}_detail")
        self.back = Button("Quay lại", ButtonKind.QUIET, icon="arrow-left", key="Esc", name=f"{name}_back")
        self.back.clicked.connect(self.left)
        bar = QWidget()
        bar.setFixedHeight(theme.px(FIELD))
        row = self.bar = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text(title, Role.TITLE, Tone.TEXT, 600))
        row.addStretch(1)
        row.addWidget(self.back)
        edge = theme.px(_EDGE)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        for part in (bar, self.words):
            line = QHBoxLayout()
            line.setContentsMargins(edge, 0, edge, 0)
            line.addWidget(part)
            column.addLayout(line)
        column.addWidget(table, 1)
        foot = self.foot = QHBoxLayout()
        foot.setContentsMargins(edge, 0, edge, theme.px(12))
        foot.addWidget(self.detail)
        column.addLayout(foot)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        head = theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD)
        self._column.setContentsMargins(0, (head - theme.px(FIELD)) // 2, 0, 0)


class LogPane(TablePane):
    """Every pass this desk remembers."""

    def __init__(self, memory: Memory) -> None:
        self.model: RowsModel[LogRow] = RowsModel(log_words.columns(), key=log_words.row_key)
        table = DataTable(self.model, name="sync_log", label="Nhật ký đồng bộ", memory=memory, edge=_EDGE)
        table.set_empty("Chưa có lần đồng bộ nào.", "Bấm Đồng bộ ngay (Ctrl+R).")
        super().__init__("sync_log", "Nhật ký đồng bộ", table)
        table.moved.connect(self._moved)

    def show_rows(self, rows: Sequence[LogRow], sentence: str) -> None:
        """Show passes, newest first; a cursor that stands on the newest goes on to the next newest: the line
        below tells of the last pass until somebody asks for another."""
        self.words.setText(sentence)
        self.words.setVisible(bool(sentence))
        before, at = self.model.rows(), self.table.current_row()
        follows = at is None or not before or self.model.key(at) == self.model.key(before[0])
        self.model.set_rows(rows)
        if follows and rows:
            self.table.set_current(log_words.row_key(rows[0]))
        self._moved(self.table.current_row())

    def _moved(self, row: Any) -> None:
        self.detail.setText(log_words.detail(row) if isinstance(row, LogRow) else "")


class AwaitedPane(TablePane):
    """Acts on paper that came quicker than its data; `table.opened(row)` has the code, and
    `asking.confirmed(row, reason)` takes one back whose code was mistyped."""

    def __init__(self, memory: Memory) -> None:
        self._now = datetime(2000, 1, 1)
        self._reference: ReferencePort | None = None
        self._agency = ""
        self.model: RowsModel[AwaitedAct] = RowsModel(self._columns(), key=lambda row: row.event_id)
        label = "Việc chờ dữ liệu"
        table = DataTable(self.model, name="sync_awaited", label=label, memory=memory, edge=_EDGE)
        table.set_empty("Không còn việc nào chờ dữ liệu.", "")
        super().__init__("sync_awaited", "Chờ dữ liệu hồ sơ", table)
        self.words.setText(
            "Giấy đã đến và được ghi nhận ở đây, còn dữ liệu của hồ sơ chưa về. Khi dữ liệu về, các việc này "
            "tự có hiệu lực; không phải làm lại. Nơi đang giữ hồ sơ chưa ghi bàn giao thì báo nơi ấy ghi. "
            "Nếu gõ nhầm mã thì dữ liệu không bao giờ về: lãnh đạo chọn dòng ấy và bỏ việc ghi nhầm (Delete)."
        )
        self.take_back = Button(
            "Bỏ việc ghi nhầm", ButtonKind.QUIET, icon="undo-2", key="Delete", name="sync_awaited_take_back"
        )
        self.take_back.clicked.connect(self.ask)
        self.asking = TakeBack()
        self.bar.insertWidget(self.bar.count() - 1, self.take_back)
        self.detail.hide()  # a row says all of itself
        self.foot.addWidget(self.asking, 1)

    def ask(self) -> None:
        """Ask whether the act under the cursor is to be taken back, where that may be."""
        row = self.table.current_row()
        if isinstance(row, AwaitedAct) and self.take_back.isVisible():
            self.asking.ask(row, TITLES.get(row.kind, row.kind), short_code(row.code, self._agency))

    def _columns(self) -> tuple[Column[AwaitedAct], ...]:
        def person(row: AwaitedAct) -> TextCell:
            return TextCell(staff_words(row.by, self._reference) if self._reference else row.by)

        def unit(row: AwaitedAct) -> TextCell:
            return TextCell(unit_words(row.unit, self._reference) if self._reference else row.unit)

        def at(row: AwaitedAct) -> TextCell:
            return TextCell(moment_words(datetime.fromisoformat(row.at), self._now), figures=True)

        def waits(row: AwaitedAct) -> TextCell:
            holder = unit_words(row.holder, self._reference) if row.holder and self._reference else row.holder
            return TextCell(waiting_words(row.kind, holder, row.unit)[0], Tone.TEXT2)

        return (
            Column("code", "Mã hồ sơ", 142, self._code, is_fixed=True, copy=lambda row: row.code),
            Column("act", "Việc", 150, lambda row: TextCell(TITLES.get(row.kind, row.kind))),
            Column("waits", "Còn chờ", 240, waits, is_stretch=True),
            Column("by", "Người làm", 130, person, gives_way=1),
            Column("unit", "Nơi nhận", 150, unit, gives_way=2),
            Column("at", "Lúc", 110, at, is_fixed=True),
        )

    def _code(self, row: AwaitedAct) -> TextCell:
        return TextCell(short_code(row.code, self._agency), Tone.ACCENT, figures=True)

    def show_acts(
        self,
        acts: Sequence[AwaitedAct],
        reference: ReferencePort,
        now: datetime,
        agency: str,
        *,
        may_take_back: bool = False,
    ) -> None:
        """Show what waits, the oldest first."""
        self._reference, self._now, self._agency = reference, now, agency
        self.model.set_rows(acts)
        self.take_back.setVisible(may_take_back and bool(acts))
        if self.table.current_row() is None and acts:
            self.table.set_current(self.model.key(acts[0]))
