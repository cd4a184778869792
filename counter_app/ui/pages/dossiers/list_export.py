"""Export of the list Hồ sơ into an Excel file: where to, how far, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.text import money
from counter_app.queries.dossier_pages import DossierFilter, Order
from counter_app.queries.dossiers import DossierRow
from counter_app.ui.messages import sentence_of
from counter_app.ui.models.columns import Column
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.dossiers.list_work import MOST_EXPORTED, export_to
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.notice import Notice

AskPath = Callable[[QWidget, str], str]
_FOLDER = "dossiers/export_folder"


def ask_path(parent: QWidget, suggested: str) -> str:
    """Where the export goes, asked of the person; empty: nowhere."""
    return QFileDialog.getSaveFileName(parent, "Xuất danh sách", suggested, "Excel (*.xlsx)")[0]


class ListExport(QObject):
    """One export at a time; the button rests while the worker writes, the notice says what came of it."""

    def __init__(
        self, context: PageContext, page: QWidget, button: Button, notice: Notice, ask_path: AskPath
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._button, self._notice = context, page, button, notice
        self._ask_path = ask_path
        self._is_under_way = False

    def begin(
        self, wanted: DossierFilter, order: Order, columns: Sequence[Column[DossierRow]], count: int
    ) -> None:
        """Ask where to, then write these rows and columns."""
        if self._is_under_way or not count:
            return
        if count > MOST_EXPORTED:
            most = money(MOST_EXPORTED)
            self._notice.show_warning(f"Mỗi lần xuất nhiều nhất {most} hồ sơ. Lọc bớt danh sách rồi xuất.")
            return
        now, memory = self._context.now(), self._context.memory
        folder = Path(memory.text(_FOLDER) or Path.home())
        chosen = self._ask_path(self._page, str(folder / f"Ho so {now:%y%m%d}.xlsx"))
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
        memory.keep(_FOLDER, str(path.parent))
        self._is_under_way = True
        self._button.setEnabled(False)
        do = export_to(path, wanted, order, columns, now)
        self._context.jobs.read(do, partial(self._done, path), self._failed, self._ended)

    def _done(self, path: Path, count: int) -> None:
        self._notice.show_done(f"Đã xuất {money(count)} hồ sơ vào {path.name}.")

    def _failed(self, error: CounterError) -> None:
        self._notice.show_error(sentence_of(error))

    def _ended(self) -> None:
        self._is_under_way = False
        self._button.setEnabled(True)
