"""Phiếu đánh giá mức độ hài lòng: five questions, four squares each (NĐ 118/2025/NĐ-CP), nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reportlab.platypus import Flowable

from counter_app.domain.book_papers import SurveyPaper
from counter_app.forms.closing import Closing
from counter_app.forms.code_zone import Codes
from counter_app.forms.fonts import Face
from counter_app.forms.form_words import reprint_marks
from counter_app.forms.head_block import Head
from counter_app.forms.official_paper import OfficialPaper, Piece, draw_paper
from counter_app.forms.paper_dates import NBSP
from counter_app.forms.paragraphs import Align, Look, bold, italic, or_dots, paragraph, passage
from counter_app.forms.sheet import Sheet, Step, slip_sheet
from counter_app.forms.squares import TickBox, WritingLines
from counter_app.forms.tables import Cell, Grid, widths_of

TITLE = "PHIẾU ĐÁNH GIÁ MỨC ĐỘ HÀI LÒNG"
QUESTIONS = (
    "1. Thái độ, tinh thần phục vụ của công chức hướng dẫn, tiếp nhận hồ sơ, trả kết quả",
    "2. Thời gian chờ đợi khi nộp hồ sơ, nhận kết quả",
    "3. Thời gian giải quyết so với thời gian hẹn trên giấy hẹn",
    "4. Việc xin lỗi và hẹn lại khi trễ hẹn (nếu có)",
    "5. Cơ sở vật chất, trang thiết bị của Bộ phận Một cửa",
)
ANSWERS = (
    f"Rất hài{NBSP}lòng",
    f"Hài{NBSP}lòng",
    "Bình thường",
    f"Không hài{NBSP}lòng",
)
_HEADS = ("Câu hỏi", *ANSWERS)
_SHARES = (55, 17, 17, 17, 17)
_LINES = 6
_PITCH = 1.75


@dataclass(frozen=True)
class _OpenEnd:
    """`Ý kiến khác:` goes on over lines to write on; they stay together."""

    count: int
    pitch: float

    def least_height(self, width: float) -> float:
        """Their height in points."""
        return self.count * self.pitch

    def build(self) -> Flowable:
        """The lines."""
        return WritingLines(self.count, self.pitch)


def draw(value: SurveyPaper) -> bytes:
    """PDF of the sheet, blank where the value has no code."""
    sheet = slip_sheet(value.slip_paper)
    return draw_paper(
        OfficialPaper(
            file_title="Phiếu đánh giá mức độ hài lòng",
            title=TITLE,
            sheet=sheet,
            head=Head(agency_name=value.agency_name, place=value.place),
            codes=Codes("Phiếu đánh giá mức độ hài lòng", value.dossier_code),
            mark=value.mark,
            flow=partial(_flow, value, sheet),
            closing=Closing,
            copies=(reprint_marks(value.mark),),
            shows_codes=False,
        )
    )


def _flow(value: SurveyPaper, sheet: Sheet, step: Step) -> tuple[Piece, ...]:
    line = Look(step.body, after=4.0)
    size = step.body - 1.0
    widths = widths_of(sheet.width, *_SHARES)
    return (
        passage(
            line,
            "Mã hồ sơ: ",
            bold(value.dossier_code) if value.dossier_code else or_dots(""),
            " (không bắt buộc)",
            f"{NBSP * 5} Lĩnh{NBSP}vực:{NBSP}",
            or_dots(value.field_name),
        ),
        passage(
            Look(size, Face.ITALIC, after=6.0),
            "Đánh dấu X vào một ô ở mỗi dòng. Phiếu không hỏi tên người trả lời.",
        ),
        Grid(widths, partial(_rows, size), is_centred=True),
        passage(Look(step.body, before=10.0), "Ý kiến khác:"),
        _OpenEnd(_LINES, step.body * _PITCH),
        passage(
            Look(size, align=Align.CENTRE, before=10.0),
            italic("Trân trọng cảm ơn ý kiến của Ông/Bà."),
        ),
    )


def _rows(size: float) -> list[list[Cell]]:
    head = Look(size - 1.0, Face.BOLD, Align.CENTRE)
    line = Look(size, after=2.0)
    rows: list[list[Cell]] = [[[paragraph(head, (text,))] for text in _HEADS]]
    for question in QUESTIONS:
        rows.append([[paragraph(line, (question,))], *([TickBox()] for _ in ANSWERS)])
    return rows
