"""Form 04: the apology with the new date, in the words of its set (TT 01/2018 and TT 03/2025/TT-VPCP)."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.life_papers import ExtensionPaper
from counter_app.forms.agency_letter import addressee, agency_letter, reason_text
from counter_app.forms.form_words import addressed, prose
from counter_app.forms.official_paper import draw_paper
from counter_app.forms.paper_dates import day_text, hour_text
from counter_app.forms.paragraphs import Align, Look, Passage, bold, joined, or_dots, passage
from counter_app.forms.sheet import Step

TITLE_A = "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
TITLE_B = "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"


def draw(value: ExtensionPaper) -> bytes:
    """PDF of the slip: one page, signed and sealed by the agency."""
    return draw_paper(
        agency_letter(
            value,
            "extension",
            file_title="Văn bản xin lỗi, gia hạn (mẫu 04)",
            title=TITLE_A if _is_a(value) else TITLE_B,
            text=lambda step: _text(value, step),
        )
    )


def _is_a(value: ExtensionPaper) -> bool:
    return str(value.head.form_set) == "TT01_2018"


def _text(value: ExtensionPaper, step: Step) -> tuple[Passage, ...]:
    agency, name = value.head.agency_name, or_dots(value.applicant_name, 3)
    title = addressed(value.is_organisation)
    look = prose(step)
    return (
        addressee(step, look, name),
        passage(
            look,
            f"{day_text(value.received_on).capitalize()}, {agency} tiếp nhận giải quyết hồ sơ đề nghị giải "
            f"quyết thủ tục hành chính {or_dots(value.procedure_name, 3)} của {title} {name}; "
            f"mã số: {joined(value.dossier_code)}.",
        ),
        passage(
            replace(look, align=Align.LEFT),  # a day that may not break would tear its one full line apart
            f"Thời gian hẹn trả kết quả giải quyết hồ sơ: {hour_text(value.old_due_at)}.",
        ),
        *(_late_a if _is_a(value) else _late_b)(value, look, agency, f"{title} {name}", title),
        passage(look, f"Mong nhận được sự thông cảm của {title} vì sự chậm trễ này./."),
    )


def _late_a(
    value: ExtensionPaper, look: Look, agency: str, applicant: str, title: str
) -> tuple[Passage, ...]:
    return (
        passage(
            look,
            f"Tuy nhiên đến nay, {agency} chưa trả kết quả giải quyết hồ sơ của {applicant} đúng thời hạn "
            f"quy định ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả. Lý do: {reason_text(value.reason)}.",
        ),
        passage(look, f"Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của {title}."),
        passage(
            look,
            f"{agency} xin lỗi {title} và sẽ trả kết quả giải quyết hồ sơ vào ",
            bold(day_text(value.new_due_at)),
            ".",
        ),
    )


def _late_b(
    value: ExtensionPaper, look: Look, agency: str, applicant: str, title: str
) -> tuple[Passage, ...]:
    unit = "ngày làm việc" if value.is_added_working else "ngày"
    return (
        passage(
            look,
            f"Tuy nhiên đến nay, {agency} chưa trả kết quả giải quyết hồ sơ đúng thời hạn quy định. "
            f"Lý do: {reason_text(value.reason)}.",
        ),
        passage(
            look,
            f"{agency} xin lỗi {title} và đề nghị gia hạn thời gian giải quyết hồ sơ thêm "
            f"{joined(f'{value.added:02d} {unit}')}; thời gian trả kết quả: ",
            bold(hour_text(value.new_due_at)),
            ".",
        ),
    )
