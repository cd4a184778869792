"""Export of a page's list into an Excel or CSV file: who may, what for, where to, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.text import money
from counter_app.ui.messages import sentence_of
from counter_app.ui.models.columns import Column
from counter_app.ui.page_context import PageContext
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.export_reason import ReasonBar
from counter_app.ui.widgets.notice import Notice

AskPath = Callable[[QWidget, str], str]
Columns = Sequence[Column[Any]]
Lines = Sequence[Sequence[str]]

def ask_path(parent: QWidget, suggested: str) -> str:
    """Where the export goes, asked of the person; empty: nowhere."""
    return QFileDialog.getSaveFileName(parent, "Xuất danh sách", suggested, "Excel, CSV (*.xlsx *.csv)")[0]


def record_export(what: str, rows: int, reason: str, by: str) -> Callable[[Any], None]:
    """Write down that a list leaves, before it does. Raises ExportNeedsSupervisor for many rows."""

    def do(uow: Any) -> None:
        from counter_app.services.exports import record_export as record

        record(uow, what=what, rows=rows, reason=reason, by=by)
        uow.commit()

    return do


def lines_of(columns: Columns, rows: Sequence[Any]) -> Lines:
    """What the list says with these columns, row by row."""
    return [[column.words(row) for column in columns] for row in rows]


@dataclass(frozen=True)
class ListKind:
    """A list that may leave: its English word in the security log, the title of its sheet, what its rows are,
    the first words of its file's name, and the folder's place in what this machine remembers."""

    what: str
    title: str
    noun: str
    file: str
    folder: str


@dataclass(frozen=True)
class _Asked:
    """The list that is to leave, as it stood when somebody asked."""

    columns: Columns
    gather: Callable[[Any], Lines]


class ListExport(QObject):
    """One export at a time; the button rests while the worker writes, the notice says what came of it.

    A long list needs the supervisor, who says what for in `reason`; every list is written down in the
    security log before its file is.
    """

    def __init__(
        self,
        kind: ListKind,
        context: PageContext,
        page: QWidget,
        button: Button,
        notice: Notice,
        ask_path: AskPath,
    ) -> None:
        super().__init__(page)
        self._kind, self._context, self._page = kind, context, page
        self._button, self._notice, self._ask_path = button, notice, ask_path
        self._is_under_way = False
        self._waiting: _Asked | None = None
        self.reason = ReasonBar()
        self.reason.given.connect(self._reason_given)
        self.reason.given_up.connect(self.give_up)

    def begin(
        self, columns: Columns, gather: Callable[[Any], Lines], count: int, most: int | None = None
    ) -> None:
        """Ask where to, then write the `count` rows that `gather` reads on the worker; of a long list ask
        first what for; of one longer than `most` nothing leaves."""
        from counter_app.services.exports import MOST_ROWS_ALONE, check_export

        person = self._context.session.person
        if self._is_under_way or not count or person is None:
            return
        self.give_up()
        if most is not None and count > most:
            words = f"Mỗi lần xuất nhiều nhất {money(most)} {self._kind.noun}."
            self._notice.show_warning(f"{words} Lọc bớt danh sách rồi xuất.")
            return
        try:
            check_export(person, count)
        except CounterError as error:
            self._failed(error)
            return
        asked = _Asked(columns, gather)
        if count > MOST_ROWS_ALONE:
            self._waiting = asked
            self.reason.ask(count, self._kind.noun)
        else:
            self._export(asked, f"Danh sách {self._kind.title}")

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
        memory = self._context.memory
        folder = Path(memory.text(self._kind.folder) or Path.home())
        name = f"{self._kind.file} {self._context.now():%y%m%d}.xlsx"
        chosen = self._ask_path(self._page, str(folder / name))
        if not chosen:
            return
        path = Path(chosen if chosen.lower().endswith((".xlsx", ".csv")) else f"{chosen}.xlsx")
        memory.keep(self._kind.folder, str(path.parent))
        self._is_under_way = True
        self._button.setEnabled(False)
        done = partial(self._record, asked.columns, path, reason)
        self._context.jobs.read(asked.gather, done, self._failed)

    def _record(self, columns: Columns, path: Path, reason: str, lines: Lines) -> None:
        do = record_export(self._kind.what, len(lines), reason, self._context.session.login)
        self._context.jobs.run(do, partial(self._write, columns, path, lines), self._failed)

    def _write(self, columns: Columns, path: Path, lines: Lines, _nothing: object = None) -> None:
        do = _writing(path, self._kind.title, columns, lines)
        self._context.jobs.work(do, partial(self._done, path), self._failed)

    def _done(self, path: Path, count: int) -> None:
        self._ended()
        self._notice.show_done(f"Đã xuất {money(count)} {self._kind.noun} vào {path.name}.")

    def _failed(self, error: CounterError) -> None:
        self._ended()
        self._notice.show_error(sentence_of(error))

    def _ended(self) -> None:
        self._is_under_way = False
        self._button.setEnabled(True)


def _writing(path: Path, title: str, columns: Columns, lines: Lines) -> Callable[[], int]:
    """Write the lines, as CSV where the path ends so; answers how many. Raises FileNotWritten."""

    def do() -> int:
        # Not on the way to the first page.
        from counter_app.exports.tables import ExportColumn, write_csv, write_table

        heads = [ExportColumn(column.title, width=max(12, column.width // 6)) for column in columns]
        if path.suffix.lower() == ".csv":
            return write_csv(path, heads, lines)
        return write_table(path, title, heads, lines)

    return do
