"""Words that several of the circular's forms share, and the forms' numbers (document 5, 1 and 2)."""

from __future__ import annotations

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.papers import PaperApplicant, PrintMark
from counter_app.forms.closing import Signatory
from counter_app.forms.paper_dates import NBSP
from counter_app.forms.paragraphs import Align, Look, Passage, Run, bold, or_dots, passage
from counter_app.forms.sheet import Step

DESK = "Bộ phận Tiếp nhận và Trả kết quả"
SIGN = "(Ký và ghi rõ họ tên)"
FIRST_MARKED_REPRINT = 3
_NUMBERS: dict[str, dict[str, str]] = {
    "TT01_2018": {"receipt": "01", "supplement_request": "02", "refusal": "03", "control_sheet": "05"},
    "TT03_2025": {"receipt": "01", "supplement_request": "02", "refusal": "03", "control_sheet": "06"},
}


def form_number(form: str, form_set: str) -> str:
    """`Mẫu số` of a form in its set. Raises InvalidField for a set that is not known."""
    try:
        return _NUMBERS[str(form_set)][form]
    except KeyError:
        possible = list(_NUMBERS)
        raise InvalidField(
            field="form_set", problem=FieldProblem.UNKNOWN, value=str(form_set), possible=possible
        ) from None


def reprint_marks(mark: PrintMark) -> tuple[Run, ...]:
    """`In lại lần n` from the third print on; the two copies are no reprints."""
    if mark.reprint_no < FIRST_MARKED_REPRINT:
        return ()
    return (bold(f"In lại lần {mark.reprint_no}"),)


def both_sides(submitter: str, receiver: str) -> tuple[Signatory, Signatory]:
    """Who signs at the counter: the submitter left, the receiver right."""
    return (
        Signatory("NGƯỜI NỘP HỒ SƠ", (SIGN,), submitter),
        Signatory("NGƯỜI TIẾP NHẬN HỒ SƠ", (SIGN,), receiver),
    )


def contact_line(who: PaperApplicant) -> str:
    """Phone and e-mail on one line, parted by a gap; where both do not fit the line breaks in the gap."""
    return f"Số điện thoại: {or_dots(who.phone)}{NBSP * 5} Email:{NBSP}{or_dots(who.email)}"


def free_text(step: Step, head: str, text: str) -> tuple[Passage, ...]:
    """A text written by people after its head, justified; each of its lines is a paragraph."""
    look = Look(step.body, align=Align.JUSTIFY)
    lines = [line for line in text.splitlines() if line.strip()] or [or_dots("", 3)]
    return (passage(look, f"{head}{lines[0]}"), *(passage(look, line) for line in lines[1:]))
