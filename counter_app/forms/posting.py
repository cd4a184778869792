"""Niêm yết nội dung thủ tục hành chính (TT 02/2017/TT-VPCP), A4: twelve points, in the circular's order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from counter_app.domain.book_papers import PostingPaper
from counter_app.domain.papers import PaperComponent
from counter_app.domain.text import money
from counter_app.forms.closing import Closing
from counter_app.forms.code_zone import Codes
from counter_app.forms.form_words import DESK, KINDS
from counter_app.forms.official_paper import OfficialPaper, Piece, draw_paper
from counter_app.forms.paragraphs import Align, Look, bold, joined, or_dots, passage
from counter_app.forms.sheet import Step
from counter_app.forms.wall_sheet import WALL, wall_head, wall_paragraph, wall_text
from counter_app.forms.wording import limit_text

TITLE = "NỘI DUNG THỦ TỤC HÀNH CHÍNH"
NOT_CONFIRMED = "(chưa xác nhận)"
FREE = "miễn phí"
_AUDIENCES = {
    "to_chuc": "Tổ chức",
    "ca_nhan": "Cá nhân",
    "ca_hai": "Tổ chức, cá nhân",
    "doanh_nghiep": "Doanh nghiệp",
}
_LEVELS = {
    "toan_trinh": "dịch vụ công trực tuyến toàn trình",
    "mot_phan": "dịch vụ công trực tuyến một phần",
}


def draw(value: PostingPaper) -> bytes:
    """PDF of the posting; it runs on to further pages, nothing is cut."""
    return draw_paper(
        OfficialPaper(
            file_title="Niêm yết nội dung thủ tục hành chính",
            title=TITLE,
            sheet=WALL,
            head=wall_head(value.agency_name, value.superior_name, value.place),
            codes=Codes("Thủ tục", value.procedure_id),
            mark=value.mark,
            flow=partial(_flow, value),
            closing=Closing,
            shows_codes=False,
        )
    )


def _flow(value: PostingPaper, step: Step) -> tuple[Piece, ...]:
    code = value.national_code or NOT_CONFIRMED
    return (
        passage(Look(step.body, align=Align.CENTRE, after=8.0), "Mã thủ tục: ", bold(code)),
        *_point(step, "1. Tên thủ tục: ", value.procedure_name),
        *_point(step, "2. Trình tự thực hiện: ", value.public_steps),
        *_point(step, "3. Cách thức thực hiện: ", value.methods or _methods(value)),
        *_components(step, value),
        *_point(step, "5. Thời hạn giải quyết: ", _limit(value)),
        *_point(step, "6. Đối tượng thực hiện: ", _AUDIENCES.get(value.audience, value.audience)),
        *_point(step, "7. Cơ quan thực hiện: ", value.agency_name),
        *_point(step, "8. Kết quả thực hiện: ", value.result_name),
        *_point(step, "9. Phí, lệ phí: ", _fee(value)),
        *_point(step, "10. Tên mẫu đơn, mẫu tờ khai: ", "\n".join(_semicolons(value.templates))),
        *_point(step, "11. Yêu cầu, điều kiện: ", value.conditions),
        *_point(step, "12. Căn cứ pháp lý: ", value.legal_basis),
    )


def _point(step: Step, head: str, text: str) -> tuple[Piece, ...]:
    return wall_text(step, bold(head), text=or_dots(text, 3))


def _methods(value: PostingPaper) -> str:
    """By the level that the catalogue knows; the other two ways are open for every procedure."""
    level = _LEVELS.get(value.service_level)
    if level is None:
        return ""
    return (
        f"Nộp hồ sơ trực tiếp tại {DESK} {value.agency_name}; qua dịch vụ bưu chính công ích; hoặc trực "
        f"tuyến trên Cổng Dịch vụ công quốc gia ({level})."
    )


def _components(step: Step, value: PostingPaper) -> Iterable[Piece]:
    head = bold("4. Thành phần, số lượng hồ sơ: ")
    count = f"{value.dossier_sets:02d} bộ."
    if not value.components:
        return (wall_paragraph(step, head, or_dots("", 3), f"; số lượng: {count}"),)
    lines = _semicolons(tuple(_component(each) for each in value.components), end=";")
    return (wall_paragraph(step, head), *(wall_paragraph(step, line) for line in lines), _sets(step, count))


def _sets(step: Step, count: str) -> Piece:
    return wall_paragraph(step, f"- Số lượng: {count}")


def _component(component: PaperComponent) -> str:
    copies = joined(f"{component.copies:02d} {KINDS.get(component.kind, component.kind)}")
    return f"{component.name.strip().rstrip('.;')}: {copies}"


def _semicolons(texts: tuple[str, ...], end: str = ".") -> list[str]:
    """`- …;` each, the last one with its own end; a single text stands alone."""
    if len(texts) == 1 and end == ".":
        return [f"{texts[0].rstrip('.')}."]
    ends = [";"] * (len(texts) - 1) + [end]
    return [f"- {text.strip().rstrip('.;')}{mark}" for text, mark in zip(texts, ends, strict=False)]


def _limit(value: PostingPaper) -> str:
    words = limit_text(value.limit)
    return f"{words[:1].upper()}{words[1:]} kể từ ngày nhận đủ hồ sơ hợp lệ."


def _fee(value: PostingPaper) -> str:
    """The amount; free only where the catalogue says nothing else: office notes are not for the wall."""
    if value.fee_vnd:
        return f"{money(value.fee_vnd)} đồng."
    return "Không thu phí, lệ phí." if value.fee_note.strip(" .").casefold() == FREE else ""
