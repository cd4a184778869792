"""Form 05 of set B: thông báo dừng giải quyết hồ sơ (TT 03/2025/TT-VPCP)."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.life_papers import StopKind, StopNoticePaper
from counter_app.forms.agency_letter import addressee, agency_letter, reason_text
from counter_app.forms.form_words import addressed, amount_text, money_text, prose
from counter_app.forms.official_paper import draw_paper
from counter_app.forms.paper_dates import NBSP, day_text
from counter_app.forms.paragraphs import Align, Look, Passage, bold, joined, or_dots, passage
from counter_app.forms.sheet import Step

TITLE = "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"


def draw(value: StopNoticePaper) -> bytes:
    """PDF of the notice. Raises InvalidField for set A, which has no such form."""
    return draw_paper(
        agency_letter(
            value,
            "stop_notice",
            file_title="Thông báo dừng giải quyết hồ sơ",
            title=TITLE,
            text=lambda step: _text(value, step),
        )
    )


def _text(value: StopNoticePaper, step: Step) -> tuple[Passage, ...]:
    agency, name = value.head.agency_name, or_dots(value.applicant_name, 3)
    title, look = addressed(value.is_organisation), prose(step)
    fee = replace(look, align=Align.LEFT, before=look.after)
    return (
        addressee(step, look, name),
        passage(
            look,
            f"{day_text(value.received_on).capitalize()}, {agency} tiếp nhận hồ sơ đề nghị giải quyết thủ "
            f"tục hành chính {or_dots(value.procedure_name, 3)} của {title} {name}; "
            f"mã số: {joined(value.dossier_code)}.",
        ),
        passage(look, f"{_cause(value, title)} Lý do: {reason_text(value.reason)}."),
        passage(
            look,
            f"{agency} thông báo dừng giải quyết hồ sơ nêu trên kể từ ",
            bold(day_text(value.stopped_on)),
            ".",
        ),
        *_returned(value, step, look),
        passage(fee, f"Phí, lệ phí đã nộp: {money_text(value.fee_paid_vnd)} đồng; xử lý: {or_dots('', 2)}"),
    )


def _cause(value: StopNoticePaper, title: str) -> str:
    """Only who withdraws has asked for it: of a stop the agency says no more than that it stops."""
    if value.kind is StopKind.WITHDRAWN:
        return f"{day_text(value.stopped_on).capitalize()}, {title} có đề nghị dừng giải quyết hồ sơ."
    return f"Qua quá trình giải quyết, {value.head.agency_name} xét thấy phải dừng giải quyết hồ sơ."


def _returned(value: StopNoticePaper, step: Step, look: Look) -> tuple[Passage, ...]:
    if not value.returned:
        return (passage(look, f"Giấy tờ trả lại: {or_dots('', 4)}"),)
    head = replace(look, keep_with_next=True)
    item = Look(step.body, indent=look.indent, hang=step.body * 1.05)
    lines = [passage(head, "Giấy tờ trả lại:")]
    for number, paper in enumerate(value.returned, start=1):
        lines.append(passage(item, f"{number}.{NBSP}{paper.name} –{NBSP}{amount_text(paper)}"))
    return tuple(lines)
