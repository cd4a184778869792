"""Danh sách bàn giao hồ sơ: the batch that one unit gives and another takes (no circular's form), A4."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from reportlab.platypus import Flowable

from counter_app.domain.papers import HandoverListPaper, HandoverRow
from counter_app.forms.closing import Closing, Signatory
from counter_app.forms.code_zone import Codes
from counter_app.forms.form_words import SIGN, reprint_marks
from counter_app.forms.head_block import Head
from counter_app.forms.official_paper import OfficialPaper, Piece, draw_paper
from counter_app.forms.paper_dates import NBSP, short_moment
from counter_app.forms.paragraphs import (
    Align,
    Look,
    Run,
    bold,
    joined,
    or_dots,
    paragraph,
)
from counter_app.forms.sheet import A4, Step
from counter_app.forms.tables import Cell, Grid, fitted_look, head_cells, widths_of

TITLE = "DANH SÁCH BÀN GIAO HỒ SƠ"
_HEADS = ("TT", "Mã hồ sơ", "Tên TTHC", "Tên cá nhân, tổ chức", "Hẹn trả", "Ghi chú")
_SHARES = (9, 36, 45, 37, 21, 17)
_CELL = 10.5
_CODE_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_SHEET = replace(A4, type=replace(A4.type, steps=(Step(12.0, 11.0, 11.0),), page_no=0.0))
_WIDTHS = widths_of(_SHEET.width, *_SHARES)


def draw(value: HandoverListPaper) -> bytes:
    """PDF of the list; the head of the table repeats on each page."""
    return draw_paper(
        OfficialPaper(
            file_title="Danh sách bàn giao hồ sơ",
            title=TITLE,
            sheet=_SHEET,
            head=Head(
                agency_name=value.agency_name,
                place=value.place,
                issued_on=value.handed_over_at.date(),
                number=value.batch,
                unit=value.from_unit,
            ),
            codes=Codes("Danh sách bàn giao", value.batch),
            mark=value.mark,
            flow=lambda step: (*_lines(value, step), Grid(_WIDTHS, partial(_rows, value))),
            closing=lambda step, width: _closing(value, step, width),
            copies=(reprint_marks(value.mark),),
            shows_codes=False,
        )
    )


def _lines(value: HandoverListPaper, step: Step) -> tuple[Piece, ...]:
    line = Look(step.body)
    texts: list[list[tuple[str | Run, ...]]] = [
        [("Bên giao: ", bold(or_dots(value.from_unit))), ("Bên nhận: ", bold(or_dots(value.to_unit)))],
        [
            ("Thời gian bàn giao: ", _moment(value.handed_over_at)),
            ("Tổng số hồ sơ: ", bold(f"{len(value.rows):02d}")),
        ],
    ]
    halves = widths_of(_SHEET.width, 58, 42)
    cells = partial(_cells, line, texts)
    return (Grid(halves, cells, head_rows=0, is_ruled=False),)


def _moment(moment: datetime) -> str:
    """`16:40 ngày 23/11/2026`: both halves of the line have room for what they say."""
    clock, day = short_moment(moment).split(NBSP)
    return joined(f"{clock} ngày {day}")


def _cells(look: Look, texts: list[list[tuple[str | Run, ...]]]) -> list[list[Cell]]:
    return [[[paragraph(look, parts)] for parts in row] for row in texts]


def _rows(value: HandoverListPaper) -> list[list[Cell]]:
    return [
        head_cells(_CELL, *_HEADS),
        *(_row(number, row) for number, row in enumerate(value.rows, start=1)),
    ]


def _row(number: int, row: HandoverRow) -> list[Cell]:
    line = Look(_CELL)
    middle = Look(_CELL, align=Align.CENTRE)
    code = fitted_look(line, row.code, _CODE_SIZES, _WIDTHS[1])
    due = short_moment(row.due_at).split(NBSP) if row.due_at else [""]
    cells: list[list[Flowable]] = [
        [paragraph(middle, (f"{number}",))],
        [paragraph(code, (row.code,))],
        [paragraph(line, (row.procedure_name,))],
        [paragraph(line, (row.applicant_name,))],
        [paragraph(middle, (text,)) for text in due],
        [paragraph(line, (row.note,))],
    ]
    return cells


def _closing(value: HandoverListPaper, step: Step, width: float) -> Closing:
    return Closing(
        step,
        width,
        (
            Signatory("NGƯỜI GIAO", (SIGN,), value.giver_name),
            Signatory("NGƯỜI NHẬN", (SIGN,), value.taker_name),
        ),
    )
