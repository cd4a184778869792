"""Đơn vị and Người dùng: two plain tables, to be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.queries.catalogue import CatalogueView, PersonRow, UnitRow
from counter_app.ui import labels
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.catalogue.catalogue_words import UNIT_ROLES
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.widgets.cells import BadgeCell, Cell, TextCell
from counter_app.ui.widgets.data_table import DataTable


def _number(value: int) -> Cell:
    return TextCell(str(value) if value else "–", Tone.TEXT if value else Tone.TEXT3, figures=True)


def _unit_state(row: UnitRow) -> Cell:
    if row.unit.is_open:
        return BadgeCell("Đang hoạt động", Tone.GREEN, "circle-check")
    return BadgeCell("Đã đóng", Tone.SLATE, "circle-stop")


def _person_state(row: PersonRow) -> Cell:
    if row.person.is_active:
        return BadgeCell("Đang làm việc", Tone.GREEN, "circle-check")
    return BadgeCell("Đã nghỉ", Tone.SLATE, "circle-stop")


_UNITS: tuple[Column[UnitRow], ...] = (
    Column("code", "Mã", 92, lambda row: TextCell(row.unit.code, Tone.ACCENT, figures=True), is_fixed=True),
    Column("name", "Đơn vị", 280, lambda row: TextCell(row.unit.name), is_stretch=True, is_fixed=True),
    Column("short", "Tên ngắn", 150, lambda row: TextCell(row.unit.short_name or "–", Tone.TEXT2)),
    Column(
        "role",
        "Loại",
        170,
        lambda row: TextCell(labels_of(UNIT_ROLES, str(row.unit.role)), Tone.TEXT2),
    ),
    Column("procedures", "Thủ tục", 90, lambda row: _number(row.procedures), is_right=True, is_number=True),
    Column("people", "Người", 80, lambda row: _number(row.people), is_right=True, is_number=True),
    Column("state", "Tình trạng", 168, _unit_state, is_fixed=True),
)
_PEOPLE: tuple[Column[PersonRow], ...] = (
    Column("name", "Họ tên", 220, lambda row: TextCell(row.person.name), is_stretch=True, is_fixed=True),
    Column(
        "role",
        "Vai trò",
        190,
        lambda row: TextCell(labels.words(labels.ROLES, row.person.role), Tone.TEXT2),
    ),
    Column("unit", "Đơn vị", 190, lambda row: TextCell(row.unit_name, Tone.TEXT2)),
    Column("login", "Tên đăng nhập", 160, lambda row: TextCell(row.person.login, Tone.TEXT2, figures=True)),
    Column("state", "Tình trạng", 168, _person_state, is_fixed=True),
)


def labels_of(table: dict[str, str], word: str) -> str:
    """The words of a stored kind; one that is not known stands as it is."""
    return table.get(word, word)


class TableView(QWidget):
    """One table from side to side."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        name: str,
        label: str,
        key: Callable[[Any], str],
        memory: Memory,
    ) -> None:
        super().__init__()
        self._model = RowsModel(columns, key=key)
        self.table = DataTable(self._model, name=name, label=label, memory=memory, edge=PAGE_PADDING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)

    def set_rows(self, rows: Sequence[object]) -> None:
        """Show these rows."""
        self._model.set_rows(rows)


class UnitsView(TableView):
    """The units of the agency."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(
            _UNITS, name="catalogue_units", label="Đơn vị", key=lambda row: row.unit.code, memory=memory
        )

    def show_view(self, view: CatalogueView) -> None:
        """Show another reading."""
        self.set_rows(view.units)


class PeopleView(TableView):
    """The people with an account."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(
            _PEOPLE,
            name="catalogue_people",
            label="Người dùng",
            key=lambda row: row.person.login,
            memory=memory,
        )

    def show_view(self, view: CatalogueView) -> None:
        """Show another reading."""
        self.set_rows(view.people)
