"""Export of the list Hồ sơ into an Excel file: who may, what for, where to, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from counter_app.ui.pages.dossiers.list_work import MOST_EXPORTED, export_rows, record_export, write_list
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.export_reason import ReasonBar
from counter_app.ui.widgets.notice import Notice

AskPath = Callable[[QWidget, str], str]
_FOLDER = "dossiers/export_folder"
_REASON = "Danh sách Hồ sơ"


def ask_path(parent: QWidget, suggested: str) -> str:
    """Where the export goes, asked of the person; empty: nowhere."""
    return QFileDialog.getSaveFileName(parent, "Xuất danh sách", suggested, "Excel (*.xlsx)")[0]


@dataclass(frozen=True)
class _Asked:
    """The list that is to leave, as it stood when somebody asked."""

    wanted: DossierFilter
    order: Order
    columns: Sequence[Column[DossierRow]]


class ListExport(QObject):
    """One export at a time; the button rests while the worker writes, the notice says what came of it.

    A long list needs the supervisor, who says what for in `reason`; every list is written down in the
    security log before its file is.
    """

    def __init__(
        self, context: PageContext, page: QWidget, button: Button, notice: Notice, ask_path: AskPath
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._button, self._notice = context, page, button, notice
        self._ask_path = ask_path
        self._is_under_way = False
        self._waiting: _Asked | None = None
        self.reason = ReasonBar()
        self.reason.given.connect(self._reason_given)
        self.reason.given_up.connect(self.give_up)

    def begin(
        self, wanted: DossierFilter, order: Order, columns: Sequence[Column[DossierRow]], count: int
    ) -> None:
        """Ask where to, then write these rows and columns; of a long list ask first what for."""
        from counter_app.services.exports import MOST_ROWS_ALONE, check_export

        person = self._context.session.person
        if self._is_under_way or not count or person is None:
            return
        self.give_up()
        if count > MOST_EXPORTED:
            most = money(MOST_EXPORTED)
            self._notice.show_warning(f"Mỗi lần xuất nhiều nhất {most} hồ sơ. Lọc bớt danh sách rồi xuất.")
            return
        try:
            check_export(person, count)
        except CounterError as error:
            self._failed(error)
            return
        asked = _Asked(wanted, order, columns)
        if count > MOST_ROWS_ALONE:
            self._waiting = asked
            self.reason.ask(count)
        else:
            self._export(asked, _REASON)

    def give_up(self) -> bool:
        """Nothing leaves; whether somebody was being asked what for."""
        was_asking, self._waiting = self._waiting is not None, None
        self.reason.hide()
        return was_asking

    def _reason_given(self, reason: str) -> None:
        asked = self._waiting
        if asked is not None:
            self.give_up()
            self._export(asked, reason)

    def _export(self, asked: _Asked, reason: str) -> None:
        now, memory = self._context.now(), self._context.memory
        folder = Path(memory.text(_FOLDER) or Path.home())
        chosen = self._ask_path(self._page, str(folder / f"Ho so {now:%y%m%d}.xlsx"))
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
        memory.keep(_FOLDER, str(path.parent))
        self._is_under_way = True
        self._button.setEnabled(False)
        do = export_rows(asked.wanted, asked.order, asked.columns, now)
        self._context.jobs.read(do, partial(self._record, asked, path, reason), self._failed)

    def _record(self, asked: _Asked, path: Path, reason: str, rows: Sequence[Sequence[str]]) -> None:
        do = record_export(len(rows), reason, self._context.session.login)
        self._context.jobs.run(do, partial(self._write, asked, path, rows), self._failed)

    def _write(
        self, asked: _Asked, path: Path, rows: Sequence[Sequence[str]], _nothing: object = None
    ) -> None:
        do = write_list(path, asked.columns, rows)
        self._context.jobs.work(do, partial(self._done, path), self._failed)

    def _done(self, path: Path, count: int) -> None:
        self._ended()
        self._notice.show_done(f"Đã xuất {money(count)} hồ sơ vào {path.name}.")

    def _failed(self, error: CounterError) -> None:
        self._ended()
        self._notice.show_error(sentence_of(error))

    def _ended(self) -> None:
        self._is_under_way = False
        self._button.setEnabled(True)
