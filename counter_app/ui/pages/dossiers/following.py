"""An open panel follows the cursor of the list, once the cursor has come to rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from counter_app.ui.widgets.data_table import DataTable

_REST_MS = 160


class Following(QObject):
    """`panel()` is the panel once it was made. The keyboard stays in the list: Enter goes into the panel."""

    def __init__(self, table: DataTable, panel: Callable[[], Any]) -> None:
        super().__init__(table)
        self._table, self._panel = table, panel
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._show)
        table.moved.connect(self._moved)

    def is_at_rest(self) -> bool:
        """Whether the panel shows what the cursor stands on."""
        return not self._timer.isActive()

    def _moved(self, row: Any) -> None:
        panel = self._panel()
        if row is not None and panel is not None and panel.isVisible() and self._table.hasFocus():
            self._timer.start()

    def _show(self) -> None:
        row, panel = self._table.current_row(), self._panel()
        if row is not None and panel is not None and panel.isVisible() and row.shown_code != panel.code():
            panel.show_code(row.shown_code)
