"""Words that several of the circular's forms share, and the forms' numbers (document 5, 1 and 2)."""

from __future__ import annotations

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.life_papers import Signer
from counter_app.domain.papers import PaperApplicant, PaperComponent, PrintMark
from counter_app.forms.closing import Signatory
from counter_app.forms.paper_dates import NBSP
from counter_app.forms.paragraphs import Align, Look, Passage, Run, bold, joined, or_dots, passage
from counter_app.forms.sheet import LEAST_BODY, MM, Step

KINDS = {
    "ban_chinh": "bản chính",
    "ban_sao": "bản sao",
    "ban_sao_chung_thuc": "bản sao chứng thực",
    "ban_dien_tu": "bản điện tử",
}
DESK = "Bộ phận Tiếp nhận và Trả kết quả"
SIGN = "(Ký và ghi rõ họ tên)"
REGISTER_NOTE = (
    "Ghi chú: Sổ theo dõi hồ sơ được lập theo từng lĩnh vực hoặc nhóm lĩnh vực tùy theo số lượng TTHC được "
    "tiếp nhận."
)
FIRST_MARKED_REPRINT = 3
_NUMBERS: dict[str, dict[str, str]] = {
    "TT01_2018": {
        "receipt": "01",
        "supplement_request": "02",
        "refusal": "03",
        "extension": "04",
        "control_sheet": "05",
        "register": "06",
    },
    "TT03_2025": {
        "receipt": "01",
        "supplement_request": "02",
        "refusal": "03",
        "extension": "04",
        "stop_notice": "05",
        "control_sheet": "06",
        "register": "07",
    },
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


def money_text(vnd: int) -> str:
    """`1.300.000`."""
    return f"{vnd:,}".replace(",", ".")


def amount_text(component: PaperComponent) -> str:
    """`01 bản chính`: copies and kind of a component, on one line."""
    return joined(f"{component.copies} {KINDS.get(component.kind, component.kind)}")


def addressed(is_organisation: bool) -> str:
    """How an applicant is addressed on the agency's papers (document 5, 6)."""
    return "Tổ chức" if is_organisation else "Ông/Bà"


def recipients(department_abbr: str) -> tuple[str, ...]:
    """Lines under `Nơi nhận:` of the agency's papers."""
    return ("Như trên;", "Bộ phận Một cửa;", f"Lưu: VT, {or_dots(department_abbr)}.")


def head_of_agency(signer: Signer) -> Signatory:
    """Who signs for the agency, with its seal."""
    lines = tuple(line for line in (signer.authority, signer.position) if line)
    return Signatory("\n".join(lines) or "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", ("(Ký tên, đóng dấu)",), signer.name)


def prose(step: Step) -> Look:
    """Running text (NĐ 30/2020): justified, its first line indented by 1 cm, at least 6 pt between parts."""
    is_a4 = step.body >= LEAST_BODY
    indent = (10.0 if is_a4 else 7.0) * MM
    return Look(step.body, align=Align.JUSTIFY, indent=indent, hang=-indent, after=6.0 if is_a4 else 3.0)


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
