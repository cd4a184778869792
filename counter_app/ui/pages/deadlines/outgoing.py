"""What leaves the page: the list as Excel (written down in the security log first), on paper, as PDF."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Signal

from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.ui.list_export import record_export
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.deadlines import desk_work
from counter_app.ui.pages.deadlines.desk_work import ListPaper
from counter_app.ui.pages.deadlines.figures import Number

FOLDER = "export/folder"
"""Where exported files go, remembered on this machine; the person's documents where nothing is."""


@dataclass(frozen=True)
class Export:
    """A table that is to leave. `read` gathers it on the worker and answers its rows; `write(path, rows)`
    writes them there."""

    number: Number
    what: str
    reason: str
    read: Callable[[Any], Any]
    write: Callable[[Path, Any], int]
    ending: str = "xlsx"


class Outgoing(QObject):
    """One thing at a time. `saved(path, rows)`, `printed(rows)`, `drawn(ListPaper)`, `failed(CounterError)`;
    `reason_wanted(rows)`: the list is so long that the supervisor must say what for (`go_on(reason)`)."""

    saved = Signal(str, int)
    printed = Signal(int)
    drawn = Signal(object)
    failed = Signal(object)
    reason_wanted = Signal(int)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._is_busy = False
        self._waiting: tuple[Export, Any] | None = None
        self.paper: ListPaper | None = None

    def is_busy(self) -> bool:
        """Whether something is under way: a second press does nothing."""
        return self._is_busy

    def _begin(self) -> bool:
        if self._is_busy:
            return False
        self._is_busy = True
        return True

    def _fail(self, error: CounterError) -> None:
        self._is_busy = False
        self.failed.emit(error)

    # -- Excel

    def export(self, wanted: Export) -> None:
        """Gather the rows; ask for a reason where there are many; write."""
        if self._begin():
            self._waiting = None
            self._context.jobs.read(wanted.read, partial(self._gathered, wanted), self._fail)

    def _gathered(self, wanted: Export, rows: Any) -> None:
        from counter_app.services.exports import MOST_ROWS_ALONE, check_export

        person = self._context.session.person
        if person is None:
            self._is_busy = False
            return
        try:
            check_export(person, len(rows))
        except CounterError as error:
            self._fail(error)
            return
        if len(rows) > MOST_ROWS_ALONE and person.may(Permission.SUPERVISE):
            self._is_busy = False
            self._waiting = (wanted, rows)
            self.reason_wanted.emit(len(rows))
            return
        self._record(wanted, rows, wanted.reason)

    def go_on(self, reason: str) -> None:
        """The supervisor said what for."""
        if self._waiting is not None and self._begin():
            wanted, rows = self._waiting
            self._record(wanted, rows, reason)

    def give_up(self) -> None:
        """Nothing leaves."""
        self._waiting = None

    def _record(self, wanted: Export, rows: Any, reason: str) -> None:
        do = record_export(wanted.what, len(rows), reason, self._context.session.login)
        self._context.jobs.run(do, partial(self._write, wanted, rows), self._fail)

    def _write(self, wanted: Export, rows: Any, _nothing: object = None) -> None:
        self._waiting = None
        path = desk_work.file_path(self.folder(), wanted.number, self._context.now(), wanted.ending)
        done = partial(self._saved, path, len(rows))
        self._context.jobs.work(partial(wanted.write, path, rows), done, self._fail, self._end)

    def _saved(self, path: Path, rows: int, _answer: object = None) -> None:
        self.saved.emit(str(path), rows)

    def _end(self) -> None:
        self._is_busy = False

    def folder(self) -> Path:
        """Where files go; the documents folder is made where a fresh account has none yet."""
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        folder = Path(self._context.memory.text(FOLDER, str(documents)))
        if folder == documents:
            with suppress(OSError):  # the writing itself says why not
                folder.mkdir(parents=True, exist_ok=True)
        return folder

    # -- paper

    def draw(self, unit: str) -> None:
        """Draw the overdue list for the preview."""
        if self._begin():
            do = desk_work.draw_list(self._context.now(), unit, self._context.session.login)
            self._context.jobs.read(do, self._drawn, self._fail, self._end)

    def _drawn(self, paper: ListPaper) -> None:
        self.paper = paper
        self.drawn.emit(paper)

    def print(self) -> None:
        """Print what is shown; nothing of it is lost where the printer fails."""
        paper = self.paper
        if paper is not None and self._begin():
            work = partial(self._context.printer.print_pdf, paper.pdf, paper.title)
            self._context.jobs.work(work, partial(self._printed, paper.rows), self._fail, self._end)

    def _printed(self, rows: int, _nothing: object = None) -> None:
        self.printed.emit(rows)

    def save_pdf(self) -> None:
        """Keep what is shown as a file; it leaves the program as a table does, and is written down so."""
        paper = self.paper
        if paper is not None and self._begin():
            self._waiting = None
            write = partial(_write_pdf, paper)
            wanted = Export(Number.OVERDUE, "overdue_list", paper.title, lambda _: (), write, "pdf")
            self._gathered(wanted, range(paper.rows))

    def close_paper(self) -> None:
        """The preview was closed."""
        self.paper = None


def _write_pdf(paper: ListPaper, path: Path, _rows: object) -> int:
    from counter_app.exports.whole_file import replacing

    with replacing(path) as part:
        part.write_bytes(paper.pdf)
    return paper.rows
