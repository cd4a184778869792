"""The papers this program can print, by name: the print menu and the command line list this table.

A new paper is its value in `domain/papers.py`, a module here with `draw`, and one line below. The modules
are loaded when a paper is drawn: reportlab is not wanted on the way to the first page of the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

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

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", ReceiptPaper, _A5),
        Form("supplement_request", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", SupplementPaper, _A5),
        Form("refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", RefusalPaper, _A5),
        Form("control_sheet", "Phiếu kiểm soát quá trình giải quyết hồ sơ", ControlSheetPaper, _A5),
        Form("handover_list", "Danh sách bàn giao hồ sơ", HandoverListPaper, _A4),
        Form("label", "Nhãn hồ sơ", LabelPaper, (70.0, 37.0)),
        Form("overdue_list", "Danh sách hồ sơ quá hạn", OverdueListPaper, (297.0, 210.0)),
    )
}
