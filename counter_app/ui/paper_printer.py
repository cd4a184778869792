"""A paper on its way: drawn as PDF, shown, printed, and the print recorded. What was given stays given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import CounterError, PrintFailed
from counter_app.domain.events import LOCAL_ZONE
from counter_app.ui.desk_port import DeskPort
from counter_app.ui.jobs import Jobs
from counter_app.ui.printing import PdfPages, Printer

COPIES = (1, 2)


@dataclass(frozen=True)
class Paper:
    """A paper as PDF, with its pages for the preview. `version` is the receipt's, 1 for other papers.

    code: what names the paper: a dossier, a slip, a batch, a book, a procedure, or nothing. `dossier`: the
    code its print is recorded under, "" for one that belongs to none.
    """

    form: str
    code: str
    title: str
    pdf: bytes
    pages: PdfPages
    version: int = 1
    reprint_no: int = 1
    dossier: str = ""


class PaperPrinter(QObject):
    """`drawn(Paper)`; then `printed(Paper)` or `not_printed(CounterError)`, whatever becomes of the paper."""

    drawn = Signal(object)
    printed = Signal(object)
    not_printed = Signal(object)
    printers_known = Signal(object, str)

    def __init__(self, desk: DeskPort, jobs: Jobs, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._printer = desk, jobs, printer
        self._by = ""
        self._is_told = True
        self._stages = 0

    def is_printing(self) -> bool:
        """Whether a paper is drawn, printed or recorded just now: a second press prints no second one."""
        return self._stages > 0

    def print_again(self, form: str, code: str, by: str, dossier: str = "") -> None:
        """Draw a paper anew and print it: a reprint is marked as one."""
        self._by = by
        self._draw(form, code, dossier, is_printed=True)

    def show(self, form: str, code: str, by: str, dossier: str = "") -> None:
        """Draw a paper for the preview only."""
        self._by = by
        self._draw(form, code, dossier, is_printed=False)

    def ask_printers(self) -> None:
        """Which printers there are and which one is used: `printers_known(names, chosen)`. Asked on the
        worker, for a printer on the network may let one wait."""
        self._jobs.work(self._look_at_printers, self._tell_printers, channel="printers", is_kept=False)

    def choose_printer(self, name: str) -> None:
        """Print there from now on."""
        self._printer.choose(name)
        self.ask_printers()

    def _look_at_printers(self) -> tuple[tuple[str, ...], str]:
        return self._printer.names(), self._printer.chosen()

    def _tell_printers(self, found: tuple[tuple[str, ...], str]) -> None:
        self.printers_known.emit(*found)

    def _draw(self, form: str, code: str, dossier: str = "", *, is_printed: bool) -> None:
        self._is_told = False
        self._stages += 1
        now = self._desk.now().astimezone(LOCAL_ZONE).replace(second=0, microsecond=0, tzinfo=None)
        gather = _paper(form, code, dossier, self._by, now)
        done = self._print if is_printed else self._show
        self._jobs.read(gather, done, self._fail, self._check_told)

    def _show(self, paper: Paper) -> None:
        self._is_told = True
        self.drawn.emit(paper)

    def _print(self, paper: Paper) -> None:
        self.drawn.emit(paper)
        desk, printer = self._desk, self._printer
        record = _record_of(paper, self._by)
        self._is_told = True
        self._stages += 1

        def work() -> None:
            # One job: a page that is gone, or a window that closes, must not keep the print from its record.
            printer.print_pdf(paper.pdf, f"{paper.title} {paper.code}".strip())
            if record is not None:
                desk.write(record)

        self._jobs.work(work, partial(self._recorded, paper), self._fail, self._end_stage)

    def _recorded(self, paper: Paper, _nothing: None) -> None:
        self.printed.emit(paper)

    def _fail(self, error: CounterError) -> None:
        self._is_told = True
        self.not_printed.emit(error)

    def _end_stage(self) -> None:
        # The next stage is asked for before this one ends: in between the count is never nought.
        self._stages -= 1

    def _check_told(self) -> None:
        self._end_stage()
        # A bug while drawing goes to the exception hook; the page must still say that nothing was printed.
        if not self._is_told:
            self._fail(PrintFailed(printer="", because="not_drawn"))


def _paper(form: str, code: str, dossier: str, by: str, now: datetime) -> Callable[[Any], Paper]:
    def do(reading: Any) -> Paper:
        from counter_app.forms import wording
        from counter_app.forms.registry import FORMS, is_of_dossier
        from counter_app.queries import papers

        name = reading.reference.person(by).name
        value = papers.gather(reading, form, code, papers.Printing(name, now, wording, COPIES))
        pdf = FORMS[form].draw(value)
        mark = getattr(value, "mark", None)
        return Paper(
            form=form,
            code=code,
            title=FORMS[form].title,
            pdf=pdf,
            pages=PdfPages(pdf),
            version=papers.version_of(value),
            reprint_no=mark.reprint_no if mark else 1,
            dossier=dossier or (code if is_of_dossier(form, code) else ""),
        )

    return do


def _record_of(paper: Paper, by: str) -> Callable[[Any], None] | None:
    """What writes the print down: the log of its dossier, for a book the security log."""
    if paper.dossier:
        return _printed(paper, by)
    return _register_printed(paper.code, by) if paper.form == "register" else None


def _register_printed(book: str, by: str) -> Callable[[Any], None]:
    def do(uow: Any) -> None:
        from counter_app.services.audit import register_printed

        register_printed(uow, book, by=by)
        uow.commit()

    return do


def _printed(paper: Paper, by: str) -> Callable[[Any], None]:
    def do(uow: Any) -> None:
        from counter_app.services.remarks import paper_printed

        copies = COPIES if paper.form == "receipt" else (1,)
        paper_printed(uow, paper.dossier, form=paper.form, version=paper.version, copies=copies, by=by)
        uow.commit()

    return do


def warm_up() -> None:
    """Load what the first paper needs, while the clerk still types: else that paper comes a second late."""
    import pypdfium2  # noqa: F401 - loaded, not used

    from counter_app.forms import fonts, receipt  # noqa: F401

    fonts.register()
