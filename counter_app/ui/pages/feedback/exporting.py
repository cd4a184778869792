"""Export of the list Phản ánh into an Excel file; written down in the security log before its file is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.text import money
from counter_app.queries.feedback import FeedbackRow
from counter_app.ui.messages import sentence_of
from counter_app.ui.models.columns import Column
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.feedback import desk_work
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.export_reason import ReasonBar
from counter_app.ui.widgets.notice import Notice

AskPath = Callable[[QWidget, str], str]
_FOLDER = "export/folder"
_REASON = "Danh sách Phản ánh"
_WHAT = "phản ánh"

Columns = Sequence[Column[FeedbackRow]]
Rows = Sequence[FeedbackRow]


def ask_path(parent: QWidget, suggested: str) -> str:
    """Where the export goes, asked of the person; empty: nowhere."""
    return QFileDialog.getSaveFileName(parent, "Xuất danh sách", suggested, "Excel (*.xlsx)")[0]


class FeedbackExport(QObject):
    """One export at a time; of a long list the supervisor says first what for, in `reason`."""

    def __init__(
        self, context: PageContext, page: QWidget, button: Button, notice: Notice, ask_path: AskPath
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._button, self._notice = context, page, button, notice
        self._ask_path = ask_path
        self._is_under_way = False
        self._waiting: tuple[Columns, Rows] | None = None
        self.reason = ReasonBar()
        self.reason.given.connect(self._reason_given)
        self.reason.given_up.connect(self.give_up)

    def begin(self, columns: Columns, rows: Rows) -> None:
        """Ask where to, then write these rows; of a long list ask first what for."""
        from counter_app.services.exports import MOST_ROWS_ALONE, check_export

        person = self._context.session.person
        if self._is_under_way or not rows or person is None:
            return
        self.give_up()
        try:
            check_export(person, len(rows))
        except CounterError as error:
            self._failed(error)
            return
        if len(rows) > MOST_ROWS_ALONE:
            self._waiting = columns, rows
            self.reason.ask(len(rows), _WHAT)
        else:
            self._export(columns, rows, _REASON)

    def give_up(self) -> bool:
        """Nothing leaves; whether somebody was being asked what for."""
        was_asking, self._waiting = self._waiting is not None, None
        self.reason.hide()
        return was_asking

    def _reason_given(self, reason: str) -> None:
        waiting = self._waiting
        if waiting is not None:
            self.give_up()
            self._export(*waiting, reason)

    def _export(self, columns: Columns, rows: Rows, reason: str) -> None:
        memory = self._context.memory
        folder = Path(memory.text(_FOLDER) or Path.home())
        name = f"Phan anh {self._context.now():%y%m%d}.xlsx"
        chosen = self._ask_path(self._page, str(folder / name))
        if not chosen:
            return
        path = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
        memory.keep(_FOLDER, str(path.parent))
        self._is_under_way = True
        self._button.setEnabled(False)
        do = desk_work.record_export(len(rows), reason, self._context.session.login)
        self._context.jobs.run(do, partial(self._write, path, columns, rows), self._failed)

    def _write(self, path: Path, columns: Columns, rows: Rows, _nothing: object = None) -> None:
        do = desk_work.write_list(path, columns, rows)
        self._context.jobs.work(do, partial(self._done, path), self._failed)

    def _done(self, path: Path, count: int) -> None:
        self._ended()
        self._notice.show_done(f"Đã xuất {money(count)} {_WHAT} vào {path.name}.")

    def _failed(self, error: CounterError) -> None:
        self._ended()
        self._notice.show_error(sentence_of(error))

    def _ended(self) -> None:
        self._is_under_way = False
        self._button.setEnabled(True)
