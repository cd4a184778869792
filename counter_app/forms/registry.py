"""The papers this program can print, by name: the print menu and the command line list this table.

A new paper is its value in `domain/papers.py`, a module here with `draw`, and one line below. The modules
are loaded when a paper is drawn: reportlab is not wanted on the way to the first page of the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from counter_app.domain.book_papers import (
    CommandSheetPaper,
    FeedbackNoticePaper,
    PostingPaper,
    RegisterPaper,
    SurveyPaper,
)
from counter_app.domain.day_papers import DayClosePaper
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


@dataclass(frozen=True)
class Form:
    """A paper: name (also of its module), Vietnamese title, type of its value, page in millimetres.

    page_mm is the default; slips follow `SlipHead.slip_paper`.
    """

    name: str
    title: str
    value_type: type[Any]
    page_mm: tuple[float, float]

    def draw(self, value: Any) -> bytes:
        """PDF of the value. Raises TypeError for a value of another paper, InvalidField for a bad one."""
        if not isinstance(value, self.value_type):
            raise TypeError(f"{self.name} draws {self.value_type.__name__}, not {type(value).__name__}")
        pdf: bytes = import_module(f"counter_app.forms.{self.name}").draw(value)
        return pdf


_A5 = (148.0, 210.0)
_A4 = (210.0, 297.0)
_A4_WIDE = (297.0, 210.0)

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", ReceiptPaper, _A5),
        Form("supplement_request", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", SupplementPaper, _A5),
        Form("refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", RefusalPaper, _A5),
        Form("extension", "Văn bản xin lỗi, gia hạn (mẫu 04)", ExtensionPaper, _A5),
        Form("stop_notice", "Thông báo dừng giải quyết hồ sơ", StopNoticePaper, _A5),
        Form("control_sheet", "Phiếu kiểm soát quá trình giải quyết hồ sơ", ControlSheetPaper, _A5),
        Form("handover_list", "Danh sách bàn giao hồ sơ", HandoverListPaper, _A4),
        Form("label", "Nhãn hồ sơ", LabelPaper, (70.0, 37.0)),
        Form("overdue_list", "Danh sách hồ sơ quá hạn", OverdueListPaper, _A4_WIDE),
        Form("register", "Sổ theo dõi hồ sơ", RegisterPaper, _A4_WIDE),
        Form("survey", "Phiếu đánh giá mức độ hài lòng", SurveyPaper, _A5),
        Form("posting", "Niêm yết nội dung thủ tục hành chính", PostingPaper, _A4),
        Form("feedback_notice", "Nội dung yêu cầu phản ánh, kiến nghị", FeedbackNoticePaper, _A4),
        Form("command_sheet", "Phiếu lệnh quét", CommandSheetPaper, _A4),
        Form("day_close", "Phiếu chốt ngày", DayClosePaper, _A4),
    )
}

OF_MANY = frozenset(
    {"handover_list", "overdue_list", "register", "posting", "feedback_notice", "command_sheet", "day_close"}
)
"""Papers that belong to no one dossier: their print is not recorded in a log of one by itself."""


def is_of_dossier(form: str, code: str) -> bool:
    """Whether printing this paper belongs into the log of the dossier or slip that the code names: not for
    papers of many, nor for a blank survey."""
    return form not in OF_MANY and bool(code.strip())
