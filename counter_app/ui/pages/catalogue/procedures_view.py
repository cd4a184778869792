"""Thủ tục: the catalogue by field with its search at the left, the procedure whole at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.procedure import Procedure
from counter_app.queries.catalogue import CatalogueRow, CatalogueView, VersionRow
from counter_app.ui import labels, theme
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import GroupRow, RowsModel
from counter_app.ui.pages.catalogue import catalogue_words as words
from counter_app.ui.pages.catalogue.procedure_panel import ProcedurePanel
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.cells import TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import caption

_SEARCH = 360
_LEAST = 640

_COLUMNS: tuple[Column[CatalogueRow], ...] = (
    Column(
        "id",
        "Số",
        84,
        lambda row: TextCell(row.procedure.id, Tone.ACCENT, figures=True),
        is_fixed=True,
    ),
    Column(
        "name",
        "Thủ tục",
        300,
        lambda row: TextCell(
            words.list_name(row.procedure),
            Tone.TEXT if row.is_in_force else Tone.TEXT3,
            tip=row.procedure.name,
        ),
        is_stretch=True,
        is_fixed=True,
        copy=lambda row: row.procedure.name,
    ),
    Column(
        "code",
        "Mã quốc gia",
        104,
        lambda row: TextCell(words.code_words(row.procedure), Tone.TEXT2, figures=True),
        gives_way=3,
    ),
    Column(
        "limit",
        "Thời hạn",
        148,
        lambda row: TextCell(words.limit_words(row.procedure)),
        is_fixed=True,
    ),
    Column(
        "fee",
        "Phí",
        116,
        lambda row: TextCell(words.short_fee_words(row.procedure), figures=True),
        is_right=True,
        gives_way=1,
    ),
    Column(
        "level",
        "Mức độ",
        102,
        lambda row: TextCell(labels.level_words(row.procedure), Tone.TEXT2),
        gives_way=2,
    ),
    Column(
        "steps",
        "Bước",
        64,
        lambda row: TextCell(str(len(row.procedure.steps)), Tone.TEXT2, figures=True),
        is_right=True,
        is_number=True,
        gives_way=4,
    ),
)


class ProceduresView(QWidget):
    """The cursor row is shown at the right; typing narrows the list, Down goes into it."""

    import_asked = Signal()
    new_asked = Signal()
    edit_asked = Signal()
    end_asked = Signal()
    versions_asked = Signal(str)

    def __init__(self, memory: Memory, today: Callable[[], date]) -> None:
        super().__init__()
        self.setObjectName("procedures_view")
        self._view: CatalogueView | None = None
        self._may_write = False
        self.notice = Notice(name="procedures_notice")
        self.new = Button("Thêm", icon="plus", key="Ctrl+N", name="procedure_new")
        self.bring = Button("Nhập từ tệp…", icon="folder-open", key="Ctrl+I", name="procedures_import")
        self._units: dict[str, str] = {}
        self.search = LineEdit(name="catalogue_search", placeholder="Tìm theo tên, mã, lĩnh vực")
        self.search.set_icon("search")
        self.search.setAccessibleName("Tìm thủ tục")
        self.search.setMaximumWidth(theme.px(_SEARCH))
        self.count = caption("", Tone.TEXT2, name="catalogue_count")
        self._model = RowsModel(_COLUMNS, key=lambda row: row.procedure.id)
        self.table = DataTable(
            self._model, name="catalogue_list", label="Thủ tục", memory=memory, edge=PAGE_PADDING
        )
        self.table.set_empty("Không có thủ tục nào như vậy.", "Xóa bớt chữ đã gõ để thấy nhiều hơn.")
        self.panel = ProcedurePanel(today)
        self._build()
        self._connect()
        self.set_may_write(False)
        self.setFocusProxy(self.search)

    def _connect(self) -> None:
        self.search.textEdited.connect(self._typed)
        self.search.returnPressed.connect(self._to_list)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        self.new.clicked.connect(self.new_asked)
        self.bring.clicked.connect(self.import_asked)
        self.panel.edit.clicked.connect(self.edit_asked)
        self.panel.end.clicked.connect(self.end_asked)

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        tools = QHBoxLayout()
        tools.setContentsMargins(side, 0, side, theme.px(8))
        tools.setSpacing(theme.px(12))
        tools.addWidget(self.search, 3)
        tools.addWidget(self.count)
        tools.addStretch(1)
        tools.addWidget(self.new)
        tools.addWidget(self.bring)
        told = QVBoxLayout()
        told.setContentsMargins(side, 0, side, 0)
        told.addWidget(self.notice)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(told)
        left.addLayout(tools)
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def show_view(self, view: CatalogueView) -> None:
        """Show another reading; cursor and search stay."""
        self._view = view
        self._units = {row.unit.code: row.unit.short_name or row.unit.name for row in view.units}
        self._typed()

    def _typed(self, _text: str = "") -> None:
        if self._view is None:
            return
        groups = words.grouped(self._view.procedures, self.search.text())
        lines: list[object] = []
        for group in groups:
            lines += [GroupRow(group.title, len(group.rows)), *group.rows]
        self._model.set_rows(lines)
        found = sum(len(group.rows) for group in groups)
        total = len(self._view.procedures)
        self.count.setText(f"{found} thủ tục" if found == total else f"{found} / {total} thủ tục")
        if found and self.table.current_row() is None:
            self.table.set_current(groups[0].rows[0].procedure.id)
        elif found:
            self._moved(self.table.current_row())
        self.panel.setVisible(found > 0)

    def _moved(self, row: CatalogueRow | None) -> None:
        if row is not None:
            self.panel.show_procedure(row, self._units)
            self.versions_asked.emit(row.procedure.id)

    # -- keeping the catalogue

    def set_may_write(self, may_write: bool) -> None:
        """Show what only the administrator may do."""
        self._may_write = may_write
        for part in (self.new, self.bring):
            part.setVisible(may_write)
        self.panel.set_may_write(may_write)

    def newest(self) -> Procedure | None:
        """The newest version of the procedure under the cursor."""
        row = self.table.current_row()
        return row.newest if isinstance(row, CatalogueRow) and not self.panel.isHidden() else None

    def find(self, procedure_id: str) -> None:
        """The cursor on a procedure, also where the words typed into the search leave it out."""
        if not self.table.set_current(procedure_id):
            self.search.clear()
            self._typed()
            self.table.set_current(procedure_id)

    def units(self) -> dict[str, str]:
        """Short names of the units by code."""
        return dict(self._units)

    def open_units(self) -> dict[str, str]:
        """The same, of the units that are open."""
        rows = self._view.units if self._view else ()
        return {row.unit.code: self._units[row.unit.code] for row in rows if row.unit.is_open}

    def show_versions(self, procedure_id: str, rows: Sequence[VersionRow]) -> None:
        """The versions of the procedure under the cursor; an answer for another one falls."""
        row = self.table.current_row()
        if self._view is None or not isinstance(row, CatalogueRow) or row.procedure.id != procedure_id:
            return
        people = {each.person.login: each.person.name for each in self._view.people}
        self.panel.show_versions(rows, self._units, people)

    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _opened(self, _row: object) -> None:
        self.panel.parts.setFocus(Qt.FocusReason.TabFocusReason)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.panel.set_compact(is_compact)
        for button, key in ((self.new, "Ctrl+N"), (self.bring, "Ctrl+I")):
            button.set_key("" if is_compact else key)
            button.setToolTip(key)
        self._fit()

    def _fit(self) -> None:
        """With large letters on a small screen the panel takes less than it wants."""
        self.panel.setFixedWidth(min(self.panel.wanted(), self.width() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_LEAST), 0)
