"""Nội dung yêu cầu phản ánh, kiến nghị (TT 02/2017/TT-VPCP), A4: what may be sent, and where to."""

from __future__ import annotations

from functools import partial

from counter_app.domain.book_papers import FeedbackNoticePaper
from counter_app.forms.closing import Closing
from counter_app.forms.code_zone import Codes
from counter_app.forms.official_paper import OfficialPaper, Piece, draw_paper
from counter_app.forms.paper_dates import NBSP
from counter_app.forms.paragraphs import bold, joined, or_dots
from counter_app.forms.sheet import Step
from counter_app.forms.wall_sheet import WALL, wall_head, wall_paragraph

TITLE = "NỘI DUNG YÊU CẦU PHẢN ÁNH, KIẾN NGHỊ"
_SUBJECTS = (
    "1. Phản ánh về những vướng mắc cụ thể trong thực hiện quy định hành chính do hành vi chậm trễ, gây "
    "phiền hà hoặc không thực hiện, thực hiện không đúng quy định hành chính của cơ quan, cán bộ, công chức;",
    "2. Phản ánh về quy định hành chính không phù hợp với thực tế; không đồng bộ, thiếu thống nhất; không "
    "hợp pháp hoặc trái với điều ước quốc tế;",
    "3. Đề xuất phương án xử lý những phản ánh nêu trên hoặc sáng kiến ban hành mới quy định hành chính.",
)
_CONDITIONS = (
    "- Phản ánh, kiến nghị phải sử dụng ngôn ngữ tiếng Việt; ghi rõ nội dung phản ánh, kiến nghị;",
    "- Ghi rõ tên, địa chỉ, số điện thoại (hoặc địa chỉ thư tín) của cá nhân, tổ chức có phản ánh, "
    "kiến nghị;",
    "- Không tiếp nhận phản ánh, kiến nghị liên quan đến khiếu nại, tố cáo của cá nhân, tổ chức.",
)


def draw(value: FeedbackNoticePaper) -> bytes:
    """PDF of the notice; a setting that is empty leaves dots to write on."""
    return draw_paper(
        OfficialPaper(
            file_title="Nội dung yêu cầu phản ánh, kiến nghị",
            title=TITLE,
            sheet=WALL,
            head=wall_head(value.agency_name, value.superior_name, value.place),
            codes=Codes("Phản ánh, kiến nghị", value.agency_name),
            mark=value.mark,
            flow=partial(_flow, value),
            closing=Closing,
            shows_codes=False,
        )
    )


def _flow(value: FeedbackNoticePaper, step: Step) -> tuple[Piece, ...]:
    opening = (
        f"{value.agency_name} mong nhận được phản ánh, kiến nghị của cá nhân, tổ chức về quy định hành chính "
        "theo các nội dung sau đây:"
    )
    phone = joined(or_dots(value.feedback_phone))
    fax = joined(or_dots(value.feedback_fax))
    agency = bold(value.feedback_agency) if value.feedback_agency.strip() else or_dots("", 3)
    fax = f"{NBSP * 3} -{NBSP}Số{NBSP}fax:{NBSP}{fax}"
    return (
        wall_paragraph(step, opening),
        *(wall_paragraph(step, text) for text in _SUBJECTS),
        wall_paragraph(step, "Phản ánh, kiến nghị gửi tới: ", agency),
        wall_paragraph(step, "- Địa chỉ: ", or_dots(value.feedback_address, 4)),
        wall_paragraph(step, f"- Số điện thoại chuyên dùng:{NBSP}{phone}{fax}"),
        wall_paragraph(step, f"- Thư điện tử:{NBSP}", or_dots(value.feedback_email, 2)),
        wall_paragraph(step, bold("Lưu ý:")),
        *(wall_paragraph(step, text) for text in _CONDITIONS),
    )
