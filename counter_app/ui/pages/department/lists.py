"""The two lists of a unit: the queue with its segments, and what comes to it; which rows an act is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from counter_app.queries.department import DepartmentView, IncomingRow, Lane, QueueRow
from counter_app.ui.memory import Memory
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.department.columns import (
    Around,
    incoming_columns,
    incoming_lines,
    queue_columns,
    queue_lines,
)
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.widgets.data_table import DataTable

MINE, UNIT, INCOMING, AWAITING = "mine", "unit", "incoming", "awaiting"
SEGMENTS = ((MINE, "Của tôi"), (UNIT, "Cả phòng"), (INCOMING, "Chờ nhận"), (AWAITING, "Chờ bổ sung"))
Row = QueueRow | IncomingRow


@dataclass(frozen=True)
class Shown:
    """What of a unit is shown: whose (`login`), which segment, which procedure ("" for all)."""

    login: str = ""
    segment: str = MINE
    procedure: str = ""


def rows_of(view: DepartmentView, shown: Shown) -> tuple[Row, ...]:
    """The rows of a segment, in order."""
    if shown.segment == INCOMING:
        rows: tuple[Row, ...] = view.incoming
    elif shown.segment == MINE:
        rows = tuple(row for row in view.queue if row.officer == shown.login)
    elif shown.segment == AWAITING:
        rows = tuple(row for row in view.queue if row.status == "awaiting_supplement")
    else:
        rows = view.queue
    return tuple(row for row in rows if shown.procedure in ("", row.procedure))


def counts_of(view: DepartmentView, shown: Shown) -> tuple[tuple[str, int], ...]:
    """Segments, and how many rows each has of the procedure that is shown."""
    return tuple((segment, len(rows_of(view, replace(shown, segment=segment)))) for segment, _ in SEGMENTS)


class UnitLists(QStackedWidget):
    """`opened(code)` Enter on a row; `chosen_changed` another cursor row or other ticks, by the person or by
    new rows; `touched` the same, by the person alone."""

    opened = Signal(str)
    chosen_changed = Signal()
    touched = Signal()

    def __init__(self, around: Around, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("unit_lists")
        self._is_setting = False
        self._segment = MINE
        self._queue_model = _model(queue_columns(around))
        self._incoming_model = _model(incoming_columns(around))
        self.queue = _table(self._queue_model, "department_queue", "Hồ sơ của phòng", memory)
        self.incoming = _table(self._incoming_model, "department_incoming", "Hồ sơ chờ nhận", memory)
        self.queue.set_sort("left", False)
        self.queue.sort_chosen.connect(self._keep_order)
        for table in (self.queue, self.incoming):
            self.addWidget(table)
            table.opened.connect(self._opened)
            table.moved.connect(self._changed)
            table.ticks_changed.connect(self._changed)

    def table(self) -> DataTable:
        """The list that is shown."""
        return self.incoming if self._segment == INCOMING else self.queue

    def set_rows(self, view: DepartmentView, shown: Shown) -> None:
        """Show a segment. Ticks and cursor stay with their dossiers."""
        self._is_setting = True
        self._segment = shown.segment
        self.setCurrentWidget(self.table())
        rows: Any = rows_of(view, shown)
        self._show_officer(shown.segment != MINE)
        if shown.segment == INCOMING:
            self._incoming_model.set_rows(incoming_lines(rows))
        else:
            self._queue_model.set_rows(queue_lines(rows))
        if rows and not self.table().current_key():
            self.table().set_current(rows[0].code)
        self.setFocusProxy(self.table())
        self._is_setting = False
        self.chosen_changed.emit()

    def _show_officer(self, is_shown: bool) -> None:
        ids = [each for each in self.queue.columns_shown() if each != "officer"]
        wanted = [*ids, "officer"] if is_shown else ids
        if set(wanted) != set(self.queue.columns_shown()):
            self.queue.show_columns(wanted)

    def set_empty(self, words: str, next_step: str) -> None:
        """What stands in the place of rows."""
        self.table().set_empty(words, next_step)

    def chosen(self) -> tuple[Row, ...]:
        """What an act is about: the ticked rows in the order of the list, or the cursor row."""
        model = self._incoming_model if self._segment == INCOMING else self._queue_model
        ticked = set(self.table().ticked())
        if ticked:
            return tuple(row for row in model.rows() if row.code in ticked)
        row = self.table().current_row()
        return () if row is None else (row,)

    def has_ticks(self) -> bool:
        """Whether rows are ticked."""
        return bool(self.table().ticked())

    def tick(self, code: str) -> None:
        """Tick one more row."""
        self.table().set_ticked([*self.table().ticked(), code])

    def show_ticked(self, codes: Sequence[str]) -> None:
        """Tick these and no others; it is no doing of the person."""
        self._is_setting = True
        self.table().set_ticked(codes)
        if codes:
            self.table().reveal(codes[0])
        self._is_setting = False
        self.chosen_changed.emit()

    def untick(self, code: str) -> None:
        """Take a tick away."""
        self.table().set_ticked(each for each in self.table().ticked() if each != code)

    def untick_all(self) -> None:
        """No row is ticked; it is no doing of the person."""
        self._is_setting = True
        for table in (self.queue, self.incoming):
            table.set_ticked(())
        self._is_setting = False
        self.chosen_changed.emit()

    def reveal(self, code: str) -> bool:
        """The cursor to a dossier, in view; False where the list shown has it not."""
        return self.table().reveal(code)

    def _opened(self, row: Row) -> None:
        self.opened.emit(row.code)

    def _changed(self, _row: object = None) -> None:
        if self._is_setting:
            return
        self.touched.emit()
        self.chosen_changed.emit()

    def _keep_order(self, _sort: str, _is_descending: bool) -> None:
        # The queue has one order: what ends first stands first.
        self.queue.set_sort("left", False)


def _model(columns: Any) -> RowsModel:
    def tone(row: Row) -> Tone | None:
        return Tone.ACCENT if row.code in model.ticked() else None

    model = RowsModel(columns, key=_code, row_tone=tone)
    return model


def _code(row: Row) -> str:
    return row.code


def _table(model: RowsModel, name: str, label: str, memory: Memory) -> DataTable:
    return DataTable(model, name=name, label=label, memory=memory, tickable=True, edge=PAGE_PADDING)


def empty_words(shown: Shown, view: DepartmentView) -> tuple[str, str]:
    """Words of an empty segment: what is so, and what to do."""
    if shown.procedure:
        return "Không có hồ sơ nào của thủ tục này.", "Chọn «Mọi thủ tục» để xem tất cả."
    if shown.segment == INCOMING:
        return "Không có hồ sơ nào đang chờ phòng nhận.", "Hồ sơ được bàn giao tới phòng sẽ hiện ở đây."
    if shown.segment == AWAITING:
        return "Không có hồ sơ nào đang chờ bổ sung.", ""
    unassigned = sum(not row.officer and row.lane is not Lane.DONE for row in view.queue)
    if shown.segment == MINE and unassigned:
        return "Chưa có hồ sơ nào giao cho bạn.", f"Cả phòng có {unassigned} hồ sơ chưa phân công: Ctrl+2."
    if view.incoming:
        return "Phòng không giữ hồ sơ nào.", f"Có {len(view.incoming)} hồ sơ đang chờ nhận: Ctrl+N."
    return "Không có hồ sơ nào.", "Hồ sơ được bàn giao tới phòng sẽ hiện ở mục Chờ nhận."
