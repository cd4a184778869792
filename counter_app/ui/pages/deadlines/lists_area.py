"""The lists of the whole: the chosen one above, those at risk below it; heights snap to whole rows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.deadlines.figures import Number
from counter_app.ui.pages.deadlines.list_words import HELD, Columns
from counter_app.ui.pages.deadlines.section import Legend, ListSection
from counter_app.ui.tokens import ROW
from counter_app.ui.widgets.data_table import DataTable

_TITLES: Mapping[Number, tuple[str, str, str]] = {
    Number.OVERDUE: ("Quá hạn", "trễ nhất trước", "Không có hồ sơ nào quá hạn."),
    Number.TODAY: ("Đến hạn hôm nay", "ai đang giữ", "Hôm nay không có hồ sơ nào đến hạn."),
    Number.PAUSED: ("Tạm dừng", "đồng hồ dừng, chưa có hạn", "Không có hồ sơ nào tạm dừng."),
}
_RISK = ("Có nguy cơ trễ", "phần hồ sơ cũ cùng thủ tục từng cần lâu hơn thời gian còn lại")
_NO_RISK = "Chưa thấy hồ sơ nào có nguy cơ. Thủ tục có dưới 20 hồ sơ cũ thì chưa dự báo."
_RISK_ROWS, _RISK_ROWS_COMPACT = 4, 3
_LEAST_ROWS = 3


class ListsArea(QWidget):
    """Sections by number; `choose` shows one, and below it the risk while that is another one."""

    def __init__(self, columns: Columns, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("deadline_lists")
        self.sections: dict[Number, ListSection] = {}
        self._is_compact = False
        self._chosen = Number.OVERDUE
        for number, (title, caption, empty) in _TITLES.items():
            name = f"deadlines_{number}"
            table = DataTable(
                RowsModel(columns.of(number), key=lambda line: line.row.stream),
                name=name,
                label=title,
                memory=memory,
            )
            table.set_empty(empty)
            legend = Legend(HELD, name=f"{name}_legend")
            self.sections[number] = ListSection(title, caption, table, name=name, key="Ctrl+O", legend=legend)
        risk = DataTable(
            RowsModel(columns.of_risk(), key=lambda row: row.stream),
            name="deadlines_risk",
            label=_RISK[0],
            memory=memory,
        )
        risk.set_empty(_NO_RISK)
        self.sections[Number.RISK] = ListSection(*_RISK, risk, name="deadlines_risk")
        for section in self.sections.values():
            section.setParent(self)
            section.table.table_model.modelReset.connect(self._share)
        self.choose(Number.OVERDUE)

    def chosen(self) -> Number:
        """Which list stands above."""
        return self._chosen

    def table(self) -> DataTable:
        """The table of the chosen list."""
        return self.sections[self._chosen].table

    def choose(self, number: Number) -> None:
        """Put a list above."""
        self._chosen = number
        for known, section in self.sections.items():
            section.setVisible(known in (number, Number.RISK))
        self.setFocusProxy(self.table())
        self._share()

    def set_compact(self, is_compact: bool) -> None:
        """In a low window fewer rows of those at risk are shown."""
        self._is_compact = is_compact
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """The list above gets what its rows need, the risk below at least a few rows, each whole rows."""
        main, risk = self.sections[self._chosen], self.sections[Number.RISK]
        if main is risk:
            risk.setGeometry(0, 0, self.width(), self.height())
            return
        gap = theme.px(6 if self._is_compact else 12)
        most_risk = _RISK_ROWS_COMPACT if self._is_compact else _RISK_ROWS
        risk_count = risk.table.table_model.count()
        # Without rows two rows' room is for the words that say so.
        low = risk.height_of(min(max(risk_count, 2), most_risk))
        room = self.height() - gap - low
        fitting = max(_LEAST_ROWS, (room - main.height_of(0)) // theme.px(ROW))
        wanted = max(main.table.table_model.count(), 2)
        high = main.height_of(min(wanted, fitting))
        main.setGeometry(0, 0, self.width(), high)
        rest = self.height() - high - gap
        rows = min(max(risk_count, 2), max(0, (rest - risk.height_of(0)) // theme.px(ROW)))
        risk.setGeometry(0, high + gap, self.width(), risk.height_of(rows) if rows else rest)
