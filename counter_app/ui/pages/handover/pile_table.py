"""The list of one pile: Space ticks, Delete leaves a row out; scans move its cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from counter_app.domain.text import short_legal_form
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import BadgeCell, TextCell
from counter_app.ui.widgets.data_table import DataTable

RESULT, CODE, DUE = 132, 126, 74
_NAME = 96


@dataclass(frozen=True)
class PileRow:
    """One dossier of a pile in words. `key` is its stream, `tone` the ground of a row that needs a look."""

    key: str
    result: BadgeCell
    tone: Tone | None
    code: str
    full_code: str
    name: str
    procedure: str
    due: str
    full_due: str


class PileTable(DataTable):
    """Shows `PileRow`s. Enter opens, Space: `toggled(key)`, Delete: `left_out(key)`. Nothing ticks them
    all: a pile is as long as the papers that went through somebody's hands.

    Only the cursor row is framed, no row is filled: the ground of a row says whether it needs a look.
    """

    toggled = Signal(str)
    left_out = Signal(str)

    def __init__(self, *, name: str, label: str) -> None:
        model = RowsModel(columns(), key=lambda row: row.key, row_tone=lambda row: row.tone)
        super().__init__(model, name=name, label=label)
        self._model = model

    def set_rows(self, rows: Sequence[PileRow]) -> None:
        """Show these; the cursor stays where it is."""
        self._model.set_rows(rows)
        if rows and self.hasFocus() and not self.currentIndex().isValid():
            self._go_to(0)

    def rows(self) -> tuple[PileRow, ...]:
        """What is shown."""
        return self._model.rows()

    def _go_to(self, number: int) -> None:
        at = self.table_model.index(number, self.first_column())
        self.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)

    def selected_ranges(self) -> list[tuple[int, int]]:
        """The cursor row: what Ctrl+C copies."""
        at = self.currentIndex().row()
        return [(at, at)] if at >= 0 else []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():  # a note came below: the cursor row stays in sight
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key, current = event.key(), self.current_key()
        if key == Qt.Key.Key_Space and not held and current:
            if not event.isAutoRepeat():
                self.toggled.emit(current)
                self._step_down()
        elif key == Qt.Key.Key_Delete and not held and current:
            self.left_out.emit(current)
        else:
            super().keyPressEvent(event)

    def _step_down(self) -> None:
        """To the next row: ticking a pile by hand is Space, Space, Space."""
        below = self.currentIndex().row() + 1
        if below < self.table_model.count():
            self._go_to(below)
            self.scrollTo(self.currentIndex())


def columns() -> tuple[Column[Any], ...]:
    """Result, code, applicant, due; each side of a handover has the same."""
    return (
        Column("result", "Kết quả quét", RESULT, _result, is_fixed=True),
        Column("code", "Mã hồ sơ", CODE, _code, is_fixed=True, copy=lambda row: row.full_code),
        Column("applicant", "Chủ hồ sơ", _NAME, _name, is_stretch=True, copy=lambda row: row.name),
        Column("due", "Hẹn trả", DUE, _due, is_right=True, is_fixed=True, copy=lambda row: row.full_due),
    )


def _result(row: PileRow) -> BadgeCell:
    return row.result


def _code(row: PileRow) -> TextCell:
    return TextCell(row.code, Tone.ACCENT, figures=True, tip=f"{row.full_code} · {row.procedure}")


def _name(row: PileRow) -> TextCell:
    return TextCell(short_legal_form(row.name), tip=row.name)


def _due(row: PileRow) -> TextCell:
    return TextCell(row.due, Tone.TEXT2, figures=True, tip=row.full_due)
