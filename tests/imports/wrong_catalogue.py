"""A catalogue with every kind of wrong row a person could make, and the good ones among them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

PROCEDURE_HEAD = (
    "Số thủ tục", "Mã quốc gia", "Mã đã kiểm tra", "Tên thủ tục", "Thời hạn", "Đơn vị thời hạn",
    "Đơn vị giải quyết", "Phí, lệ phí (đồng)", "Đối tượng", "Hiệu lực từ", "Quyết định số",
)  # fmt: skip
COMPONENT_HEAD = ("Số thủ tục", "Số thứ tự giấy tờ", "Tên giấy tờ", "Loại giấy tờ", "Số bản", "Bắt buộc")
STEP_HEAD = ("Số thủ tục", "Bước", "Đơn vị", "Nội dung công việc", "Số giờ")

GOOD: dict[str, Any] = {
    "id": "DT-50",
    "code": "",
    "sure": "không",
    "name": "Thủ tục thử",
    "amount": 5,
    "unit": "ngày làm việc",
    "department": "QLDT",
    "fee": 0,
    "audience": "cả hai",
    "on": "01/12/2026",
    "decision": "",
}

# Wrong cells of a procedure's row → (field, problem) of its verdict.
PROCEDURES: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"id": ""}, ("procedure_id", "empty")),
    ({"id": "thủ tục 5"}, ("procedure_id", "format")),
    ({"id": "ZZ-01"}, ("procedure_id", "unknown")),
    ({"id": "DT-51", "name": ""}, ("name", "empty")),
    ({"id": "DT-52", "name": "ă" * 2_001}, ("name", "too_long")),
    ({"id": "DT-53", "name": "Cấp\x0bphép"}, ("name", "control")),
    ({"id": "DT-54", "amount": "mười"}, ("limit_amount", "not_a_whole_number")),
    ({"id": "DT-55", "amount": 0.5}, ("limit_amount", "not_a_whole_number")),
    ({"id": "DT-56", "amount": -1}, ("limit_amount", "out_of_range")),
    ({"id": "DT-57", "amount": 10_000}, ("limit_amount", "out_of_range")),
    ({"id": "DT-58", "amount": ""}, ("limit_amount", "empty")),
    ({"id": "DT-59", "unit": "tuần"}, ("limit_unit", "unknown")),
    ({"id": "DT-60", "unit": "ngày", "amount": 0}, ("limit_amount", "out_of_range")),
    ({"id": "DT-61", "department": ""}, ("department", "empty")),
    ({"id": "DT-62", "department": "Phòng Không có"}, ("unit", "unit_unknown")),
    ({"id": "DT-63", "fee": -5}, ("fee_vnd", "out_of_range")),
    ({"id": "DT-64", "fee": "miễn phí"}, ("fee_vnd", "not_a_whole_number")),
    ({"id": "DT-65", "code": 1.01073}, ("national_code", "national_code")),
    ({"id": "DT-66", "code": "1.009748"}, ("national_code", "repeated")),
    ({"id": "DT-67", "sure": "có lẽ"}, ("is_code_verified", "unknown")),
    ({"id": "DT-68", "audience": "mọi người"}, ("audience", "unknown")),
    ({"id": "DT-69", "on": "31/02/2026"}, ("in_force_from", "day")),
    ({"id": "DT-70", "on": "23/11"}, ("in_force_from", "year")),
    ({"id": "DT-71", "decision": "a" * 256}, ("decision", "too_long")),
    ({"id": "DT-72"}, ("components", "empty")),
]

# Lines of papers → (field, problem); each procedure before it is good but for this line.
COMPONENTS: list[tuple[tuple[Any, ...], tuple[str, str]]] = [
    ((1, "Đơn", "bản chính", -1, "có"), ("components.copies", "out_of_range")),
    ((1, "Đơn", "bản chính", 1.5, "có"), ("components.copies", "not_a_whole_number")),
    ((1, "Đơn", "bản chính", 10**9, "có"), ("components.copies", "out_of_range")),
    ((1, "Đơn", "bản gốc", 1, "có"), ("components.kind", "unknown")),
    ((1, "", "bản sao", 1, "có"), ("components.name", "empty")),
    ((2, "Đơn", "bản sao", 1, "có"), ("components.no", "numbering")),
    (("một", "Đơn", "bản sao", 1, "có"), ("components.no", "not_a_whole_number")),
    ((1, "Đơn", "bản sao", 1, "tùy"), ("components.required", "unknown")),
]
STEPS: list[tuple[tuple[Any, ...], tuple[str, str]]] = [
    ((1, "KHONG", "Xem", 4), ("unit", "unit_unknown")),
    ((1, "MC", "Nhận", 0), ("steps.hours", "out_of_range")),
    ((1, "MC", "Nhận", "nửa ngày"), ("steps.hours", "format")),
    ((1, "MC", "", 4), ("steps.action", "empty")),
    ((3, "MC", "Nhận", 4), ("steps.no", "numbering")),
]
PAPER = (1, "Đơn đề nghị", "bản chính", 1, "có")

Told = dict[tuple[str, int], tuple[str, str]]
"""(sheet, row) → (field, problem) that its verdict must name."""


def write(path: Path) -> Told:
    """The file; answers what must be said of which row. Good are DT-08 (changed), DT-50, DT-99 (new)."""
    book = xlsxwriter.Workbook(str(path))
    procedures, papers, steps = (book.add_worksheet(name) for name in ("Thủ tục", "Thành phần", "Các bước"))
    for page, head in ((procedures, PROCEDURE_HEAD), (papers, COMPONENT_HEAD), (steps, STEP_HEAD)):
        page.write_row(0, 0, head)
    told: Told = {}
    at = {"Thủ tục": 1, "Thành phần": 1, "Các bước": 1}

    def add(page: Any, cells: tuple[Any, ...], problem: tuple[str, str] | None = None) -> int:
        row = at[page.name]
        for column, value in enumerate(cells):
            page.write_string(row, column, value) if isinstance(value, str) else page.write(
                row, column, value
            )
        at[page.name] += 1
        if problem:
            told[page.name, row + 1] = problem
        return row

    def head_row(**fields: Any) -> tuple[Any, ...]:
        return tuple((GOOD | fields).values())

    add(procedures, head_row())
    add(papers, ("DT-50", *PAPER))
    add(procedures, head_row(id="DT-08", name="Tên mới của thủ tục"))
    for fields, problem in PROCEDURES:
        add(procedures, head_row(**fields), problem)
        if fields.get("id", "").startswith("DT") and problem != ("components", "empty"):
            add(papers, (fields["id"], *PAPER))
    _lines(add, procedures, papers, steps, head_row)
    _shapes(add, procedures, papers, head_row, told)
    add(procedures, head_row(id="DT-99", on=46357))
    add(papers, ("DT-99", *PAPER))
    book.close()
    return told


def _lines(add: Any, procedures: Any, papers: Any, steps: Any, head_row: Any) -> None:
    for number, (line, problem) in enumerate(COMPONENTS, start=1):
        add(procedures, head_row(id=f"LD-{number + 10}"))
        add(papers, (f"LD-{number + 10}", *line), problem)
    for number, (line, problem) in enumerate(STEPS, start=1):
        add(procedures, head_row(id=f"MT-{number + 20}"))
        add(papers, (f"MT-{number + 20}", *PAPER))
        add(steps, (f"MT-{number + 20}", *line), problem)
    add(papers, ("XD-77", *PAPER), ("procedure", "procedure_missing"))


def _shapes(add: Any, procedures: Any, papers: Any, head_row: Any, told: Told) -> None:
    """Rows that are wrong as rows: twice, hidden, joined, computed, the head again, too long."""
    for number, because in enumerate(("hidden_row", "merged", "formula", "cells_beyond"), start=1):
        more = ("thừa",) if because == "cells_beyond" else ()
        row = add(procedures, (*head_row(id=f"TM-{number + 10}"), *more), ("row", because))
        add(papers, (f"TM-{number + 10}", *PAPER))
        if because == "hidden_row":
            procedures.set_row(row, None, None, {"hidden": True})
        elif because == "merged":
            procedures.merge_range(row, 8, row, 9, "cả hai")
        elif because == "formula":
            procedures.write_formula(row, 4, "=2+3", None, 5)
    add(procedures, PROCEDURE_HEAD, ("row", "header_again"))
    add(procedures, head_row(id="QH-20"))
    add(procedures, head_row(id="qh20", name="Lần nữa"), ("procedure_id", "repeated"))
    add(papers, ("QH-20", *PAPER))
    add(procedures, head_row(id="QH-21", code="1.555555"))
    add(procedures, head_row(id="QH-22", code="1.555555"), ("national_code", "repeated"))
    add(papers, ("QH-21", *PAPER))
    add(papers, ("QH-22", *PAPER))
