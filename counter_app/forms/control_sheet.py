"""Form 05 (set A) or 06 (set B): phiếu kiểm soát quá trình giải quyết hồ sơ."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from reportlab.platypus import Flowable

from counter_app.domain.papers import ControlBlock, ControlRemark, ControlSheetPaper
from counter_app.forms.closing import Closing, Notes
from counter_app.forms.code_zone import Codes
from counter_app.forms.fonts import Face
from counter_app.forms.form_words import form_number, reprint_marks
from counter_app.forms.head_block import head_of_slip
from counter_app.forms.official_paper import OfficialPaper, Piece, draw_paper
from counter_app.forms.paper_dates import blank_moment, moment_text, short_day, short_moment
from counter_app.forms.paragraphs import Align, Look, Run, bold, joined, or_dots, paragraph, passage
from counter_app.forms.sheet import A4, A5, MM, Sheet, Step, slip_sheet
from counter_app.forms.tables import Cell, Grid, widths_of

TITLE = "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"
SIGNING = 18 * MM
_PAUSES = {
    "supplement": "Tạm dừng chờ bổ sung",
    "payment": "Tạm dừng chờ nộp phí",
    "stopped": "Dừng giải quyết",
}
_MOVES = {
    "struck_handed_over": "Giao",
    "struck_taken_over": "Nhận",
    "struck_recalled": "Thu hồi",
    "struck_handover_declined": "Từ chối nhận",
}
"""Moves of the paper without effect: written down, and struck through."""
RESULTS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}
_HEADS = (
    "TÊN CƠ QUAN",
    "THỜI GIAN GIAO, NHẬN HỒ SƠ",
    "KẾT QUẢ GIẢI QUYẾT HỒ SƠ",
    "GHI CHÚ",
)
_RESULT_HINT = "(Trước hạn/đúng hạn/quá hạn)"
_HOURS_HEAD = "Thời gian quy định (giờ)"
_NOTES = (
    "Trường hợp hồ sơ được chuyển qua Hệ thống thông tin một cửa điện tử thì thời gian giao, nhận và việc "
    "ký nhận thực hiện trên Hệ thống thông tin một cửa điện tử;",
    "Kết quả giải quyết hồ sơ do bên nhận hồ sơ ghi khi nhận bàn giao hồ sơ.",
)
_STEPS = {
    A5: (Step(9.5, 8.5, 7.5), Step(9.0, 8.0, 7.5)),
    A4: (Step(13.0, 10.5, 9.5, gap=3.0), Step(13.0, 10.0, 9.0)),
}
_BLANK = ControlBlock(from_unit="", to_unit="")


def draw(value: ControlSheetPaper) -> bytes:
    """PDF of the sheet: a block of the table for each hand-over, in the order given, then blank ones."""
    sheet = _sheet(value)
    return draw_paper(
        OfficialPaper(
            file_title="Phiếu kiểm soát quá trình giải quyết hồ sơ",
            title=TITLE,
            sheet=sheet,
            head=head_of_slip(value.head, form_number("control_sheet", value.head.form_set)),
            codes=Codes("Mã hồ sơ:", value.dossier_code, value.scan_number),
            mark=value.mark,
            flow=lambda step: (*_lines(value, step), _grid(value, sheet, step)),
            closing=lambda step, width: Closing(step, width, notes=Notes("Ghi chú:", _NOTES)),
            copies=(reprint_marks(value.mark),),
            filling=(lambda step: _blank_block(value, sheet, step)) if value.blank_blocks else None,
        )
    )


def _sheet(value: ControlSheetPaper) -> Sheet:
    """The slip's sheet in small sizes: blocks are high, and larger letters cost one on each page."""
    sheet = slip_sheet(value.head.slip_paper)
    return replace(sheet, type=replace(sheet.type, steps=_STEPS[sheet]))


def _lines(value: ControlSheetPaper, step: Step) -> tuple[Piece, ...]:
    line = Look(step.body)
    last = Look(step.body, after=4.0)
    coop = ", ".join(value.coop_departments)
    lines: list[Piece] = []  # the line "Mã hồ sơ" stands beside the barcode
    if value.applicant_name is not None:
        lines.append(passage(line, "Chủ hồ sơ: ", bold(or_dots(value.applicant_name))))
    if value.procedure_name is not None:
        lines.append(passage(line, f"Thủ tục: {or_dots(value.procedure_name)}"))
    if value.received_at is not None:
        lines.append(passage(line, f"Nhận: {moment_text(value.received_at)}"))
    if value.due_at is not None:
        first = f" (gia hạn, hẹn lần đầu {short_moment(value.due_first_at)})" if value.due_first_at else ""
        lines.append(passage(line, "Hẹn trả: ", bold(moment_text(value.due_at)), first))
    lines.append(passage(line, f"Cơ quan (bộ phận) giải quyết hồ sơ: {or_dots(value.lead_department)}"))
    lines.append(passage(last, f"Cơ quan phối hợp giải quyết hồ sơ: {or_dots(coop)}"))
    return tuple(lines)


def _grid(value: ControlSheetPaper, sheet: Sheet, step: Step) -> Grid:
    blocks = (*value.blocks, *(_BLANK for _ in range(value.blank_blocks)))
    return Grid(_widths(value, sheet), partial(_rows, value, blocks, step))


def _blank_block(value: ControlSheetPaper, sheet: Sheet, step: Step) -> Grid:
    has_hours = _has_hours(value)
    return Grid(_widths(value, sheet), lambda: [_row(_BLANK, step, has_hours)], head_rows=0)


def _has_hours(value: ControlSheetPaper) -> bool:
    return any(block.step_hours is not None for block in value.blocks)


def _widths(value: ControlSheetPaper, sheet: Sheet) -> tuple[float, ...]:
    shares = (27, 45, 12, 18, 22) if _has_hours(value) else (31, 53, 20, 19)
    return widths_of(sheet.width, *shares)


def _rows(value: ControlSheetPaper, blocks: tuple[ControlBlock, ...], step: Step) -> list[list[Cell]]:
    has_hours = _has_hours(value)
    return [_head(step, has_hours), *(_row(block, step, has_hours) for block in blocks)]


def _cell_size(step: Step) -> float:
    """Columns are narrow: a table is set smaller than the text, never below the notes."""
    return max(step.note, step.body - 1.5)


def _head(step: Step, has_hours: bool) -> list[Cell]:
    size = max(7.0, _cell_size(step) - 1.5)
    look = Look(size, Face.BOLD, Align.CENTRE)
    hint = Look(size, Face.ITALIC, Align.CENTRE)
    cells: list[Cell] = [[paragraph(look, (text,))] for text in _HEADS]
    cells[2].append(paragraph(hint, (_RESULT_HINT,)))
    if has_hours:
        cells.insert(2, [paragraph(look, (_HOURS_HEAD,))])
    return cells


def _row(block: ControlBlock, step: Step, has_hours: bool) -> list[Cell]:
    size = _cell_size(step)
    line = Look(size)
    middle = Look(size, align=Align.CENTRE)
    note = Look(size, after=2.0)
    units = [
        paragraph(Look(size, after=2.0), (f"1. Giao: {or_dots(block.from_unit)}",)),
        paragraph(line, (f"2. Nhận: {or_dots(block.to_unit)}",)),
    ]
    moment = moment_text(block.handed_over_at) if block.handed_over_at else blank_moment()
    when = moment.replace(f"phút,{joined(' ')}", "phút, ")
    cells: list[Cell] = [
        units,
        [paragraph(Look(size, align=Align.CENTRE, after=2.0), (when,)), _Signers(block, size)],
        [paragraph(middle, (RESULTS.get(block.result, block.result),))],
        [paragraph(note, (text,)) for text in (block.note, *map(_remark, block.remarks)) if text],
    ]
    if has_hours:
        hours = "" if block.step_hours is None else f"{block.step_hours}".replace(".", ",")
        cells.insert(2, [paragraph(middle, (hours,))])
    return cells


def _remark(remark: ControlRemark) -> str | Run:
    """`Tạm dừng chờ bổ sung từ 27/11/2026 đến 02/12/2026`; `Phối hợp: Văn phòng (trả lời đến 05/12/2026)`."""
    if remark.kind in _MOVES:
        way = " → ".join(unit for unit in remark.units if unit)
        words = (_MOVES[remark.kind], way, moment_text(remark.start))
        return Run(", ".join(word for word in words if word), is_struck=True)
    if remark.kind == "resolved":
        return f"Đã giải quyết khác nhau ngày {short_day(remark.start)}"
    if remark.kind == "cooperation":
        until = f" (trả lời đến {short_day(remark.end)})" if remark.end else ""
        return f"Phối hợp: {', '.join(remark.units)}{until}"
    word, start = _PAUSES[remark.kind], short_day(remark.start)
    if remark.end is None:
        return f"{word} từ {start}"
    end = short_day(remark.end)
    return f"{word} ngày {start}" if start == end else f"{word} từ {start} đến {end}"


class _Signers(Flowable):  # type: ignore[misc]
    """Giver and taker side by side, with room to sign between the word and the name."""

    def __init__(self, block: ControlBlock, size: float) -> None:
        super().__init__()
        word = Look(size, Face.ITALIC, Align.CENTRE)
        name = Look(size, Face.BOLD, Align.CENTRE)
        self._words = [paragraph(word, (text,)) for text in ("Người giao", "Người nhận")]
        self._names = [paragraph(name, (or_dots(text),)) for text in (block.giver_name, block.taker_name)]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._half = width / 2
        self._word_height = max(word.wrap(self._half - 2, height)[1] for word in self._words)
        self._name_height = max(name.wrap(self._half - 2, height)[1] for name in self._names)
        self.width, self.height = width, self._word_height + SIGNING + self._name_height
        return self.width, self.height

    def draw(self) -> None:
        for side, (word, name) in enumerate(zip(self._words, self._names, strict=True)):
            x = side * self._half + 1
            word.drawOn(self.canv, x, self.height - word.height)
            name.drawOn(self.canv, x, self._name_height - name.height)
