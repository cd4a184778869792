"""The papers that can be gathered, by name: what each says stands in the module beside its region."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from counter_app.domain.book_papers import (
    CommandSheetPaper,
    FeedbackNoticePaper,
    PostingPaper,
    RegisterPaper,
    SurveyPaper,
)
from counter_app.domain.day_papers import DayClosePaper
from counter_app.domain.errors import FormUnknown
from counter_app.domain.life_papers import ExtensionPaper, StopNoticePaper
from counter_app.domain.papers import (
    ControlSheetPaper,
    HandoverListPaper,
    LabelPaper,
    OverdueListPaper,
    ReceiptPaper,
    RefusalPaper,
    SupplementPaper,
)
from counter_app.queries.book_papers import command_sheet, feedback_notice, posting, register, survey
from counter_app.queries.control_sheet_paper import control_sheet
from counter_app.queries.day_papers import day_close
from counter_app.queries.life_papers import extension, stop_notice
from counter_app.queries.overdue_list import overdue_list
from counter_app.queries.paper_heads import Printing
from counter_app.queries.pile_papers import handover_list, label
from counter_app.queries.receipt_paper import receipt
from counter_app.queries.slip_papers import refusal, supplement_request
from counter_app.storage.store import Reading

__all__ = ["GATHERERS", "Paper", "Printing", "gather", "version_of"]

Paper = (
    ReceiptPaper | SupplementPaper | RefusalPaper | ControlSheetPaper | HandoverListPaper | LabelPaper
    | OverdueListPaper | ExtensionPaper | StopNoticePaper | RegisterPaper | SurveyPaper | PostingPaper
    | FeedbackNoticePaper | CommandSheetPaper | DayClosePaper
)

GATHERERS: Mapping[str, Callable[[Reading, str, Printing], Paper]] = {
    "receipt": receipt,
    "supplement_request": supplement_request,
    "refusal": refusal,
    "extension": extension,
    "stop_notice": stop_notice,
    "control_sheet": control_sheet,
    "handover_list": handover_list,
    "label": label,
    "overdue_list": overdue_list,
    "register": register,
    "survey": survey,
    "posting": posting,
    "feedback_notice": feedback_notice,
    "command_sheet": command_sheet,
    "day_close": day_close,
}
"""Form name → how its value is gathered: the same names as the registry of forms."""


def gather(reading: Reading, form: str, code: str, printing: Printing) -> Paper:
    """The value of a form. Raises FormUnknown and what the form's gatherer raises."""
    gatherer = GATHERERS.get(form)
    if gatherer is None:
        raise FormUnknown(form=form, known=list(GATHERERS))
    return gatherer(reading, code, printing)


def version_of(paper: Paper) -> int:
    """Which of its kind a paper of a dossier is: version of a receipt, round of a request or a notice."""
    if isinstance(paper, ReceiptPaper):
        return paper.receipt_version
    if isinstance(paper, SupplementPaper):
        return paper.round_no
    return paper.notice_no if isinstance(paper, StopNoticePaper) else 1
