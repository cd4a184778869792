"""The numbered list of a handover on paper: drawn, printed, and recorded in each of its dossiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from counter_app.domain.errors import CounterError

if TYPE_CHECKING:
    from counter_app.ui.page_context import PageContext

Do = Callable[[Any], Any]
FORM = "handover_list"


@dataclass(frozen=True)
class ListPaper:
    """The list of a batch, drawn."""

    batch: str
    title: str
    pdf: bytes
    codes: tuple[str, ...]


def list_paper(batch: str, by: str, now: datetime) -> Do:
    """Draw the list of a batch; from the second print on it says that it is one."""

    def do(reading: Any) -> ListPaper:
        from counter_app.forms import wording
        from counter_app.forms.registry import FORMS
        from counter_app.queries import papers

        name = reading.reference.person(by).name
        value: Any = papers.gather(reading, FORM, batch, papers.Printing(name, now, wording, (1,)))
        codes = tuple(row.code for row in value.rows)
        return ListPaper(batch, f"{FORMS[FORM].title} {batch}", FORMS[FORM].draw(value), codes)

    return do


def printing(paper: ListPaper, context: PageContext) -> Callable[[], CounterError | None]:
    """Print a list, then record in each dossier of the batch that it was printed; answers why it was not.

    One job: a page that is gone, or a window that closes, must not keep the print from its record.
    """
    desk, printer, record = context.desk, context.printer, _recording_print(paper, context.session.login)

    def do() -> CounterError | None:
        printer.print_pdf(paper.pdf, paper.title)
        try:
            desk.write(record)
        except CounterError as error:
            return error  # the paper is there all the same
        return None

    return do


def _recording_print(paper: ListPaper, by: str) -> Do:
    def do(uow: Any) -> None:
        from counter_app.services.remarks import paper_printed

        for code in paper.codes:
            paper_printed(uow, code, form=FORM, version=1, copies=(1,), by=by)
        uow.commit()

    return do
