"""Danh sách hồ sơ quá hạn: how late, who held it how long (no circular's form), A4 landscape."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from counter_app.domain.papers import OverdueLine, OverdueListPaper
from counter_app.forms.closing import Closing, Signatory
from counter_app.forms.code_zone import Codes
from counter_app.forms.form_words import SIGN, reprint_marks
from counter_app.forms.head_block import Head
from counter_app.forms.late_words import days_text, late_text
from counter_app.forms.official_paper import OfficialPaper, Piece, draw_paper
from counter_app.forms.paper_dates import NBSP, moment_text, short_day, short_moment
from counter_app.forms.paragraphs import (
    Align,
    Look,
    Run,
    bold,
    joined,
    or_dots,
    paragraph,
    passage,
)
from counter_app.forms.sheet import A4, Sheet, Step
from counter_app.forms.tables import Cell, Grid, fitted_look, head_cells, widths_of

TITLE = "DANH SÁCH HỒ SƠ QUÁ HẠN"
_HEADS = (
    "TT",
    "Mã hồ sơ",
    "Tên TTHC",
    "Tên cá nhân, tổ chức",
    "Đang giữ",
    "Ngày nhận",
    "Hẹn trả",
    "Trễ",
    "Một cửa",
    "Phòng",
    "Lãnh đạo",
)
_SHARES = (8, 36, 46, 42, 34, 20, 20, 20, 12, 12, 12)
_CELL = 10.0
_CODE_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0)
_SHEET: Sheet = replace(
    A4,
    width_mm=297,
    height_mm=210,
    top_mm=15,
    left_mm=20,
    bottom_mm=15,
    foot_mm=10,
    type=replace(A4.type, steps=(Step(12.0, 11.0, 10.0),), page_no=0.0),
)
_WIDTHS = widths_of(_SHEET.width, *_SHARES)


def draw(value: OverdueListPaper) -> bytes:
    """PDF of the list; the head of the table repeats on each page."""
    moment = short_moment(value.as_of).replace(NBSP, " ")
    return draw_paper(
        OfficialPaper(
            file_title="Danh sách hồ sơ quá hạn",
            title=TITLE,
            sheet=_SHEET,
            head=Head(
                agency_name=value.agency_name,
                place=value.place,
                issued_on=value.as_of.date(),
                number=or_dots(""),
                unit=value.unit_name,
            ),
            codes=Codes("Danh sách hồ sơ quá hạn", moment),
            mark=value.mark,
            flow=lambda step: (*_lines(value, step), Grid(_WIDTHS, partial(_rows, value))),
            closing=_closing,
            copies=(reprint_marks(value.mark),),
            shows_codes=False,
        )
    )


def _lines(value: OverdueListPaper, step: Step) -> tuple[Piece, ...]:
    line = Look(step.body, after=4.0)
    whole: list[str | Run] = ["Tổng số: ", bold(f"{len(value.lines):02d}"), f"{NBSP}hồ sơ"]
    units = "; ".join(joined(f"{name}: {count:02d}") for name, count in value.by_unit)
    if units:
        whole.append(f" ({units})")
    return (
        passage(line, f"Tính đến {moment_text(value.as_of)}. ", *whole),
        passage(line, "Các cột Một cửa, Phòng, Lãnh đạo: số ngày làm việc đã giữ hồ sơ."),
    )


def _rows(value: OverdueListPaper) -> list[list[Cell]]:
    head, day = head_cells(_CELL, *_HEADS), value.day_minutes
    return [head, *(_row(number, line, day) for number, line in enumerate(value.lines, start=1))]


def _row(number: int, line: OverdueLine, day: int) -> list[Cell]:
    left, middle = Look(_CELL), Look(_CELL, align=Align.CENTRE)
    right = Look(_CELL, align=Align.RIGHT)
    code = fitted_look(left, line.code, _CODE_SIZES, _WIDTHS[1])
    return [
        [paragraph(middle, (f"{number}",))],
        [paragraph(code, (line.code,))],
        [paragraph(left, (line.procedure_name,))],
        [paragraph(left, (line.applicant_name,))],
        [paragraph(left, (text,)) for text in (line.holder_name, line.unit_name) if text],
        [paragraph(middle, (short_day(line.received_at),))],
        [paragraph(middle, (text,)) for text in _due(line)],
        [paragraph(middle, (joined(late_text(line.late_minutes, day, is_by_hour=line.is_by_hour)),))],
        [paragraph(right, (days_text(line.desk_minutes, day),))],
        [paragraph(right, (days_text(line.department_minutes, day),))],
        [paragraph(right, (days_text(line.leader_minutes, day),))],
    ]


def _due(line: OverdueLine) -> list[str]:
    clock, day = short_moment(line.due_at).split(NBSP)
    return [clock, day]


def _closing(step: Step, width: float) -> Closing:
    return Closing(
        step, width, (Signatory("NGƯỜI LẬP DANH SÁCH", (SIGN,), ""), Signatory("LÃNH ĐẠO", (SIGN,), ""))
    )
