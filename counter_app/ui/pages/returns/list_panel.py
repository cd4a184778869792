"""The list of what waits to be collected: results, then papers to give back, the longest waiting first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.dossier import ReturnBy
from counter_app.queries.returns import Awaiting, AwaitingRow, Place
from counter_app.ui import theme
from counter_app.ui.dossier_words import short_code
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import GroupRow, RowsModel
from counter_app.ui.pages.returns import returns_words as words
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.widgets.cells import BadgeCell, Cell, NameCell, TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.text import caption

_FOOT = 36
_LONG_DAYS = 30
"""Waiting days from which a result is looked at twice."""


class ListPanel(QWidget):
    """`table.opened(AwaitingRow)` on Enter; `show_list` keeps the cursor."""

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("returns_list_panel")
        self._units: Any = {}
        self._agency_id = ""
        self._now: datetime | None = None
        self._found = Awaiting((), 0, 0)
        self._model = RowsModel(self._columns(), key=lambda row: row.code)
        self.table = DataTable(
            self._model, name="returns_list", label="Chờ trả", memory=memory, edge=PAGE_PADDING
        )
        self.table.set_empty("Không có kết quả nào chờ trả.", "Hồ sơ có kết quả sẽ hiện ở đây.")
        self.left_out = caption("", Tone.TEXT3, name="returns_left_out")
        keys = caption("Enter mở · Ctrl+B báo khách", Tone.TEXT3, name="returns_keys")
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(PAGE_PADDING), 0, theme.px(PAGE_PADDING), 0)
        foot.addWidget(self.left_out)
        foot.addStretch(1)
        foot.addWidget(keys)
        holder = QWidget()
        holder.setFixedHeight(theme.px(_FOOT))
        holder.setLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(holder)
        self.setFocusProxy(self.table)

    def _columns(self) -> tuple[Column[AwaitingRow], ...]:
        return (
            Column("code", "Mã hồ sơ", 128, self._code, is_fixed=True, copy=lambda row: row.code),
            Column(
                "applicant",
                "Chủ hồ sơ",
                128,
                self._applicant,
                is_stretch=True,
                is_fixed=True,
                copy=lambda row: row.row.applicant_name,
            ),
            Column(
                "procedure",
                "Thủ tục",
                130,
                lambda row: TextCell(words.procedure_words(row), Tone.TEXT2, tip=row.procedure_name),
                is_stretch=True,
                gives_way=3,
                copy=lambda row: row.procedure_name,
            ),
            Column("since", "Từ ngày", 88, self._since, is_right=True, gives_way=2),
            Column("days", "Chờ", 88, self._days, is_right=True, is_fixed=True),
            Column("way", "Nhận qua", 160, self._way, gives_way=1),
            Column("calls", "Đã báo", 110, self._calls, is_fixed=True),
            Column("place", "Giấy ở", 142, self._place, is_fixed=True),
        )

    # -- cells

    def _code(self, row: AwaitingRow) -> Cell:
        return TextCell(short_code(row.code, self._agency_id), Tone.ACCENT, figures=True, tip=row.code)

    def _applicant(self, row: AwaitingRow) -> Cell:
        # Where the column of ways has no room, the ways that are not the usual one stand beside the name.
        is_usual = row.return_by is ReturnBy.DESK
        caption = "" if is_usual or self._is_way_shown() else words.WAYS[row.return_by].lower()
        return NameCell(words.list_name(row), caption)

    def _is_way_shown(self) -> bool:
        return self._model.column_of("way") in self.table.shown_columns.sections()

    def _since(self, row: AwaitingRow) -> Cell:
        at = words.short_moment(row.since, self._now)
        return TextCell(at, Tone.TEXT2, figures=True, tip=words.long_moment(row.since))

    def _days(self, row: AwaitingRow) -> Cell:
        is_long = row.is_result and row.days >= _LONG_DAYS
        tone = Tone.AMBER if is_long else Tone.TEXT
        tip = f"Từ {words.long_moment(row.since)}"
        return TextCell(words.days_words(row.days), tone, figures=True, tip=tip)

    @staticmethod
    def _way(row: AwaitingRow) -> Cell:
        return TextCell(words.WAYS[row.return_by], Tone.TEXT2)

    def _calls(self, row: AwaitingRow) -> Cell:
        told = words.calls_words(row.calls, row.last_call, self._now)
        tone = Tone.TEXT2 if row.calls else Tone.TEXT3
        tip = words.calls_tip(row.calls, row.last_call)
        return TextCell(told, tone, figures=bool(row.calls), tip=tip)

    def _place(self, row: AwaitingRow) -> Cell:
        state = words.place_state(row, self._units)
        return BadgeCell(state.text, state.tone, state.icon)

    # -- rows

    def show_list(self, found: Awaiting, units: Any, agency_id: str, now: datetime) -> None:
        """Show another reading; titles stand over the two kinds where there are both."""
        self._found, self._units, self._agency_id, self._now = found, units, agency_id, now
        results = [row for row in found.rows if row.is_result]
        papers = [row for row in found.rows if not row.is_result]
        lines: list[object] = list(results)
        if papers:
            if results:
                lines.insert(0, GroupRow("Kết quả chờ trả", found.results, Tone.TEXT, "package-check"))
            lines += [GroupRow("Trả lại giấy tờ", found.papers, Tone.TEXT, "undo-2"), *papers]
        self._model.set_rows(lines)
        self.left_out.setText(words.foot_words(found))

    def found(self) -> Awaiting:
        """What is shown."""
        return self._found

    def row(self, code: str) -> AwaitingRow | None:
        """The row of a dossier, None where it is not in the list."""
        return next((row for row in self._found.rows if row.code == code), None)

    def ready_count(self) -> int:
        """Results that lie at the desk."""
        return sum(row.is_result and row.place is Place.DESK for row in self._found.rows)

    def focus_list(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
