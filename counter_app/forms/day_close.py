"""Phiếu chốt ngày: a desk's day signed off, with the head of its log (no circular's form), A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from counter_app.domain.day_papers import DayClosePaper, DayOpenLine, DayOpenList
from counter_app.domain.text import day_name_long, money
from counter_app.forms.closing import Closing, Signatory
from counter_app.forms.code_zone import Codes
from counter_app.forms.day_words import (
    CHANNELS,
    METHODS,
    OPEN,
    drafts_words,
    grouped,
    open_words,
    receipt_words,
)
from counter_app.forms.fonts import Face
from counter_app.forms.form_words import SIGN, free_text
from counter_app.forms.head_block import Head
from counter_app.forms.official_paper import OfficialPaper, Piece, draw_paper
from counter_app.forms.paper_dates import NBSP, day_text, moment_text, short_moment
from counter_app.forms.paragraphs import (
    Align,
    Look,
    Run,
    bold,
    joined,
    paragraph,
    passage,
)
from counter_app.forms.sheet import A4, Step
from counter_app.forms.tables import Cell, Grid, fitted_look, head_cells, widths_of

TITLE = "PHIẾU CHỐT NGÀY LÀM VIỆC"
_CELL = 10.5
_CODE_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_SHEET = replace(A4, type=replace(A4.type, steps=(Step(12.0, 11.0, 11.0), Step(11.0, 10.0, 10.0))))
_FIGURES = widths_of(_SHEET.width, 66, 24, 75)
_OPEN = widths_of(_SHEET.width, 9, 36, 66, 22, 32)
_OPEN_HERE = widths_of(_SHEET.width, 9, 36, 98, 22)
_OPEN_HEADS = {
    "not_handed_over": ("Nhận lúc", "Giao tiếp cho"),
    "not_taken": ("Giao lúc", "Giao cho"),
    "not_printed": ("Nhận lúc",),
    "not_collected": ("Từ lúc",),
}
"""Heads of the last columns of an open list: what lies at the desk goes nowhere."""
_FEES = widths_of(_SHEET.width, 9, 13, 37, 24, 25, 27, 30)
_FEE_SUMS = widths_of(_SHEET.width, 59, 24, 82)
_FEE_HEADS = ("TT", "Giờ", "Mã hồ sơ", "Số tiền (đồng)", "Hình thức", "Số biên lai", "Người thu")
_GAP = 8.0


def draw(value: DayClosePaper) -> bytes:
    """PDF of the sheet; heads of tables repeat on each page."""
    return draw_paper(
        OfficialPaper(
            file_title="Phiếu chốt ngày",
            title=TITLE,
            sheet=_SHEET,
            head=Head(
                agency_name=value.agency_name,
                place=value.place,
                issued_on=value.signed_at.date(),
                number=value.sheet,
            ),
            codes=Codes("Phiếu chốt ngày", value.sheet),
            mark=value.mark,
            flow=lambda step: _flow(value, step),
            closing=lambda step, width: _closing(value, step, width),
            shows_codes=False,
        )
    )


def _flow(value: DayClosePaper, step: Step) -> tuple[Piece, ...]:
    return (
        *_opening(value, step),
        *_section(step, "1. Số liệu trong ngày", Grid(_FIGURES, partial(_figures, value))),
        *_open_section(value, step),
        *_fee_section(value, step),
        *_note_section(value, step),
        *_log_section(value, step),
    )


def _opening(value: DayClosePaper, step: Step) -> tuple[Piece, ...]:
    look = Look(step.body, after=3.0)
    weekday = day_name_long(value.day)
    desk = f", Quầy số {value.desk_no}" if value.desk_no is not None else ""
    day: list[str | Run] = ["Ngày làm việc: ", bold(f"{weekday}, {day_text(value.day)}"), desk]
    if value.sheet_no > 1:
        day.append(f" (phiếu thứ {value.sheet_no} của ngày)")
    signed = f"Chốt lúc {moment_text(value.signed_at)}. Người chốt: "
    return passage(look, *day), passage(look, signed, bold(value.signed_by))


def _section(step: Step, title: str, *pieces: Piece) -> tuple[Piece, ...]:
    look = Look(step.body, Face.BOLD, before=_GAP, after=3.0, keep_with_next=True)
    return (passage(look, title), *pieces)


# -- figures


def _figures(value: DayClosePaper) -> list[list[Cell]]:
    channels = "; ".join(f"{CHANNELS.get(word, word)} {count}" for word, count in value.by_channel)
    if value.voided:
        channels = "; ".join(filter(None, (channels, f"trong đó đã hủy {value.voided}")))
    total = sum(each.amount_vnd for each in value.sums)
    backup = short_moment(value.backup_at) if value.backup_at else "Chưa sao lưu"
    rows = [
        ("Hồ sơ tiếp nhận trong ngày", f"{value.received}", channels),
        *((OPEN[each.kind], f"{each.count}", open_words(each)) for each in value.open_lists),
        (
            "Bản nháp chưa tiếp nhận",
            f"{value.drafts_own + value.drafts_others}",
            drafts_words(value.drafts_own, value.drafts_others),
        ),
        ("Phí, lệ phí đã thu (đồng)", money(total), receipt_words(value.fees)),
        ("Sao lưu", "Có" if value.backup_at else "Không", backup),
    ]
    left, right = Look(_CELL), Look(_CELL, align=Align.RIGHT)
    head = head_cells(_CELL, "Nội dung", "Số lượng", "Chi tiết")
    return [
        head,
        *([_cell(left, name), _cell(right, bold(number)), _cell(left, more)] for name, number, more in rows),
    ]


def _cell(look: Look, *texts: str | Run) -> Cell:
    return [paragraph(look, texts)]


# -- what is left


def _open_section(value: DayClosePaper, step: Step) -> tuple[Piece, ...]:
    filled = [each for each in value.open_lists if each.count]
    if not filled:
        look = Look(step.body, before=_GAP, after=3.0)
        return (passage(look, bold("2. Hồ sơ còn lại: "), "không có."),)
    pieces: list[Piece] = list(_section(step, "2. Hồ sơ còn lại"))
    for each in filled:
        look = Look(step.body, Face.ITALIC, before=3.0, after=2.0, keep_with_next=True)
        more = f" ({len(each.lines)} hồ sơ cũ nhất)" if len(each.lines) < each.count else ""
        pieces.append(passage(look, f"{OPEN[each.kind]}: {each.count:02d} hồ sơ{more}"))
        widths = _OPEN if len(_OPEN_HEADS[each.kind]) > 1 else _OPEN_HERE
        pieces.append(Grid(widths, partial(_open_rows, each)))
    return tuple(pieces)


def _open_rows(found: DayOpenList) -> list[list[Cell]]:
    last = _OPEN_HEADS[found.kind]
    head = head_cells(_CELL, "TT", "Mã hồ sơ", "Tên cá nhân, tổ chức", *last)
    rows = (_open_row(number, line) for number, line in enumerate(found.lines, start=1))
    return [head, *(row[: 3 + len(last)] for row in rows)]


def _open_row(number: int, line: DayOpenLine) -> list[Cell]:
    left, middle = Look(_CELL), Look(_CELL, align=Align.CENTRE)
    since = short_moment(line.since).split(NBSP)
    where = [text for text in (line.to_unit, line.batch) if text]
    return [
        _cell(middle, f"{number}"),
        _cell(_code_look(line.code, _OPEN[1]), line.code),
        _cell(left, line.applicant_name),
        [paragraph(middle, (text,)) for text in since],
        [paragraph(left, (text,)) for text in where],
    ]


def _code_look(code: str, width: float) -> Look:
    return fitted_look(Look(_CELL), code, _CODE_SIZES, width)


def _amount_look(amount_vnd: int, width: float, face: Face = Face.REGULAR) -> Look:
    return fitted_look(Look(_CELL, face, Align.RIGHT), money(amount_vnd), _CODE_SIZES, width)


# -- money


def _fee_section(value: DayClosePaper, step: Step) -> tuple[Piece, ...]:
    if not value.fees:
        look = Look(step.body, before=_GAP, after=3.0)
        return (passage(look, bold("3. Phí, lệ phí: "), "không thu khoản nào."),)
    pieces: list[Piece] = list(_section(step, "3. Phí, lệ phí", Grid(_FEES, partial(_fee_rows, value))))
    pieces.append(Grid(_FEE_SUMS, partial(_sum_rows, value), head_rows=0))
    look = Look(step.body, before=3.0, after=3.0)
    for each in value.doubled:
        codes = ", ".join(each.codes)
        words = f" dùng cho {len(each.codes)} khoản: {codes}."
        pieces.append(passage(look, bold(f"Số biên lai {each.receipt_no}"), words))
    return tuple(pieces)


def _fee_rows(value: DayClosePaper) -> list[list[Cell]]:
    left, middle = Look(_CELL), Look(_CELL, align=Align.CENTRE)
    rows: list[list[Cell]] = [head_cells(_CELL, *_FEE_HEADS)]
    for number, fee in enumerate(value.fees, start=1):
        how = [METHODS.get(fee.method, fee.method)]
        if fee.exemption:
            how.append(f"miễn, giảm: {fee.exemption}")
        rows.append(
            [
                _cell(middle, f"{number}"),
                _cell(middle, fee.at[11:16]),
                _cell(_code_look(fee.code, _FEES[2]), fee.code),
                _cell(_amount_look(fee.amount_vnd, _FEES[3]), joined(money(fee.amount_vnd))),
                [paragraph(left, (text,)) for text in how],
                _cell(left, fee.receipt_no or ("chưa có" if fee.lacks_receipt else "")),
                _cell(left, fee.by),
            ]
        )
    return rows


def _sum_rows(value: DayClosePaper) -> list[list[Cell]]:
    look = Look(_CELL)
    sums: Sequence[tuple[str, int, int]] = [
        (METHODS.get(each.method, each.method), each.amount_vnd, each.count) for each in value.sums
    ]
    rows: list[list[Cell]] = [
        [
            _cell(look, name),
            _cell(_amount_look(amount, _FEE_SUMS[1]), joined(money(amount))),
            _cell(look, f"{count:02d} khoản"),
        ]
        for name, amount, count in sums
    ]
    total = sum(amount for _, amount, _ in sums)
    count = sum(count for _, _, count in sums)
    rows.append(
        [
            _cell(look, bold("Tổng cộng")),
            _cell(_amount_look(total, _FEE_SUMS[1], Face.BOLD), joined(money(total))),
            _cell(look, bold(f"{count:02d} khoản")),
        ]
    )
    return rows


# -- note, log, signatures


def _note_section(value: DayClosePaper, step: Step) -> tuple[Piece, ...]:
    if not value.note:
        return ()
    return _section(step, "4. Ghi chú", *free_text(step, "", value.note))


def _log_section(value: DayClosePaper, step: Step) -> tuple[Piece, ...]:
    number = 5 if value.note else 4
    look = Look(step.body, align=Align.JUSTIFY)
    hash_look = Look(step.body, Face.BOLD, Align.CENTRE, before=3.0, after=3.0)
    first, second = grouped(value.head_hash)
    said = (
        f"Khi chốt, nhật ký của quầy có {money(value.log_place)} việc; dấu của việc thứ "
        f"{money(value.log_place)} là:"
    )
    proof = (
        "Dấu này được tính từ toàn bộ các việc đã ghi. Nhật ký bị sửa, xóa hay chèn sau khi ký thì dấu tại "
        "vị trí trên không còn khớp với phiếu."
    )
    after: tuple[Piece, ...] = ()
    if value.after:
        words = f"Đến lúc in lại, ngày này có thêm {value.after} việc ghi sau khi chốt phiếu."
        after = (passage(Look(step.body, before=3.0), words),)
    return (
        *_section(step, f"{number}. Dấu của nhật ký", passage(replace(look, keep_with_next=True), said)),
        passage(replace(hash_look, after=0.0, keep_with_next=True), joined(first)),
        passage(replace(hash_look, before=0.0, keep_with_next=True), joined(second)),
        passage(look, proof),
        *after,
    )


def _closing(value: DayClosePaper, step: Step, width: float) -> Closing:
    return Closing(
        step,
        width,
        (
            Signatory("NGƯỜI CHỐT NGÀY", (SIGN,), value.signed_by),
            Signatory("NGƯỜI KIỂM TRA", (SIGN,), ""),
        ),
    )
