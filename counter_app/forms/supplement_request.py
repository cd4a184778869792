"""Form 02: phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (TT 01/2018 and TT 03/2025/TT-VPCP)."""

from __future__ import annotations

from counter_app.domain.papers import SupplementPaper
from counter_app.forms.closing import Closing, Signatory
from counter_app.forms.code_zone import Codes
from counter_app.forms.form_words import SIGN, contact_line, form_number, free_text, reprint_marks
from counter_app.forms.head_block import head_of_slip
from counter_app.forms.official_paper import OfficialPaper, draw_paper
from counter_app.forms.paper_dates import NBSP, day_text
from counter_app.forms.paragraphs import Align, Look, Passage, Run, bold, italic, joined, or_dots, passage
from counter_app.forms.sheet import Step, slip_sheet

TITLE = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"
_SIGN_DIGITALLY = "(Chữ ký số của người hướng dẫn nếu là biểu mẫu điện tử)"


def draw(value: SupplementPaper) -> bytes:
    """PDF of the slip; with a barcode where the dossier has a code, else with the slip's id."""
    if value.dossier_code:
        codes = Codes("Mã hồ sơ:", value.dossier_code, value.scan_number)
    else:
        codes = Codes("Mã phiếu:", value.slip_id)
    return draw_paper(
        OfficialPaper(
            file_title="Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
            title=TITLE,
            sheet=slip_sheet(value.head.slip_paper),
            head=head_of_slip(value.head, form_number("supplement_request", value.head.form_set)),
            codes=codes,
            mark=value.mark,
            flow=lambda step: _text(value, step),
            closing=lambda step, width: _closing(value, step, width),
            copies=(_marks(value),),
        )
    )


def _marks(value: SupplementPaper) -> tuple[Run, ...]:
    rounds = (italic(f"(Yêu cầu lần {value.round_no})"),) if value.round_no > 1 else ()
    return (*rounds, *reprint_marks(value.mark))


def _text(value: SupplementPaper, step: Step) -> tuple[Passage, ...]:
    line = Look(step.body)
    head = Look(step.body, keep_with_next=True)
    item = Look(step.body, align=Align.JUSTIFY, indent=step.body * 1.05, hang=step.body * 1.05)
    who = value.applicant
    items = (passage(item, f"{no}.{NBSP}{text}") for no, text in enumerate(value.items, start=1))
    return (
        passage(line, "Hồ sơ của: ", bold(or_dots(who.name, 4))),
        passage(line, f"Nội dung yêu cầu giải quyết: {or_dots(value.procedure_name, 4)}"),
        passage(line, f"Địa chỉ: {or_dots(who.address, 5)}"),
        passage(line, contact_line(who)),
        passage(head, "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:"),
        *items,
        *free_text(step, "Lý do: ", value.reason),
        *free_text(step, "Căn cứ: ", value.legal_ground),
        *_deadline(value, step),
        passage(
            Look(step.body, align=Align.JUSTIFY),
            "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với "
            f"{or_dots(value.contact_name)} số điện thoại {joined(or_dots(value.contact_phone))} "
            "để được hướng dẫn./.",
        ),
    )


def _deadline(value: SupplementPaper, step: Step) -> tuple[Passage, ...]:
    line = Look(step.body)
    lines = []
    if value.respond_by is not None:
        lines.append(passage(line, "Thời hạn bổ sung: ", bold(day_text(value.respond_by))))
    if value.has_clock_note:
        lines.append(passage(line, "Thời gian chờ bổ sung không tính vào thời hạn giải quyết."))
    return tuple(lines)


def _closing(value: SupplementPaper, step: Step, width: float) -> Closing:
    instructor = Signatory("NGƯỜI HƯỚNG DẪN", (SIGN, _SIGN_DIGITALLY), value.instructor_name)
    return Closing(step, width, (None, instructor))
