"""Form 03: phiếu từ chối tiếp nhận giải quyết hồ sơ (TT 01/2018 and TT 03/2025/TT-VPCP)."""

from __future__ import annotations

from counter_app.domain.papers import RefusalPaper
from counter_app.forms.closing import Closing
from counter_app.forms.code_zone import Codes
from counter_app.forms.form_words import DESK, both_sides, form_number, free_text, reprint_marks
from counter_app.forms.head_block import head_of_slip
from counter_app.forms.official_paper import OfficialPaper, draw_paper
from counter_app.forms.paragraphs import Align, Look, Passage, bold, or_dots, passage
from counter_app.forms.sheet import Step, slip_sheet

TITLE = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"


def draw(value: RefusalPaper) -> bytes:
    """PDF of the slip; its own number and id, no barcode: no dossier code is used up."""
    return draw_paper(
        OfficialPaper(
            file_title="Phiếu từ chối tiếp nhận giải quyết hồ sơ",
            title=TITLE,
            sheet=slip_sheet(value.head.slip_paper),
            head=head_of_slip(value.head, form_number("refusal", value.head.form_set)),
            codes=_codes(value),
            mark=value.mark,
            flow=lambda step: _text(value, step),
            closing=lambda step, width: Closing(
                step, width, both_sides(value.submitter_name, value.receiver_name)
            ),
            copies=(reprint_marks(value.mark),),
        )
    )


def _codes(value: RefusalPaper) -> Codes:
    if value.dossier_code:
        return Codes("Mã hồ sơ:", value.dossier_code)
    if value.portal_code:
        return Codes("Mã hồ sơ trên Cổng Dịch vụ công:", value.portal_code)
    return Codes("Mã phiếu:", value.slip_id)


def _text(value: RefusalPaper, step: Step) -> tuple[Passage, ...]:
    line = Look(step.body)
    prose = Look(step.body, align=Align.JUSTIFY)
    who = value.applicant
    agency = value.head.agency_name
    return (
        passage(line, f"{DESK} {agency}"),
        passage(line, "Tiếp nhận hồ sơ của: ", bold(or_dots(who.name, 4))),
        passage(line, f"Địa chỉ: {or_dots(who.address, 5)}"),
        passage(line, f"Số điện thoại: {or_dots(who.phone)}"),
        passage(line, f"Email: {or_dots(who.email)}"),
        passage(line, f"Nội dung yêu cầu giải quyết: {or_dots(value.procedure_name, 4)}"),
        passage(
            prose,
            f"Qua xem xét, {DESK} {agency} thông báo không tiếp nhận, giải quyết hồ sơ này "
            "với lý do cụ thể như sau:",
        ),
        *free_text(step, "", value.reason),
        *free_text(step, "Căn cứ: ", value.legal_ground),
        passage(prose, "Xin thông báo cho Ông/Bà được biết và thực hiện./."),
    )
