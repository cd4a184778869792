"""Head block of the papers: agency left, nation's name and motto right (TT 01/2018, NĐ 30/2020/NĐ-CP)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.papers import SlipHead
from counter_app.forms.fonts import Face, width_of
from counter_app.forms.paper_dates import day_text
from counter_app.forms.paragraphs import (
    Align,
    Run,
    balanced_lines,
    fitting_size,
    italic,
    or_dots,
    printable,
    write_line,
)
from counter_app.forms.sheet import Sheet

DESK_LINES = ("BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ")
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_OPENING_WORDS = ("CÁC KHU", "KHU", "THÀNH PHỐ", "TỈNH")
_LEFT_SHARE = 0.45
_AGENCY_RULE_SHARE = 0.4
_GUTTER = 7.0
_RULE = 0.6


@dataclass(frozen=True)
class Head:
    """Texts of a head block. number: `318/BPTNTKQ`; form_no "" prints none; unit None is the desk.

    A paper that is no document of its own (a book, a posting) has no number and no date: "" and None.
    """

    agency_name: str
    place: str
    issued_on: date | None = None
    number: str = ""
    form_no: str = ""
    is_electronic: bool = False
    unit: str | None = None


def head_of_slip(head: SlipHead, form_no: str) -> Head:
    """Head block of one of the circular's slips, of the desk or of the agency under its superior."""
    number = f"{slip_number(head.slip_no, head.desk_no)}/{head.symbol}"
    if head.superior_name is not None:
        superior, agency = head.superior_name, head.agency_name
        return Head(superior, head.place, head.issued_on, number, form_no, head.is_electronic, agency)
    return Head(head.agency_name, head.place, head.issued_on, number, form_no, head.is_electronic)


def slip_number(number: int | None, desk_no: int | None) -> str:
    """`05`, `318`, at one of several desks `2.05`; dots where it is given by hand."""
    if number is None:
        return or_dots("")
    return f"{number:02d}" if desk_no is None else f"{desk_no}.{number:02d}"


def head_height(sheet: Sheet, head: Head) -> float:
    """Height in points from the upper edge of the text to the baseline of number and date."""
    left = (len(_agency(sheet, head.agency_name)[1]) + len(_unit_lines(sheet, head.unit))) * _pitch(sheet)
    return _form_line(sheet, head) + left + _pitch(sheet) * (1.5 if _has_number_line(head) else 0.5)


def _has_number_line(head: Head) -> bool:
    return bool(head.number or head.issued_on)


def draw_head(canvas: Canvas, sheet: Sheet, head: Head) -> None:
    """The block at the top of the sheet."""
    top = sheet.top - _form_line(sheet, head)
    number_line = sheet.top - head_height(sheet, head)
    _draw_form_line(canvas, sheet, head)
    middle_left = sheet.left + _left_width(sheet) / 2
    middle_right = sheet.right - sheet.width * (1 - _LEFT_SHARE) / 2
    _draw_agency(canvas, sheet, head, middle_left, top)
    _draw_nation(canvas, sheet, middle_right, top)
    size = sheet.type.number
    if head.number:
        write_line(canvas, middle_left, number_line, Run(f"Số: {head.number}"), size, Align.CENTRE)
    if head.issued_on is not None:
        issued = f"{head.place}, {day_text(head.issued_on)}"
        fitted = fitting_size(issued, Face.ITALIC, (size, size - 0.5, size - 1, size - 2), sheet.width * 0.54)
        write_line(canvas, middle_right, number_line, italic(issued), fitted, Align.CENTRE)


def _draw_form_line(canvas: Canvas, sheet: Sheet, head: Head) -> None:
    size = sheet.type.form_no
    y = sheet.top - size * 0.75
    if head.form_no:
        write_line(canvas, sheet.right, y, Run(f"Mẫu số {head.form_no}"), size, Align.RIGHT)
    if head.is_electronic:
        middle = sheet.left + _left_width(sheet) / 2
        for line in ("Chữ ký số của Tổ chức", "(nếu là biểu mẫu điện tử)"):
            write_line(canvas, middle, y, italic(line), size, Align.CENTRE)
            y -= size * 1.15


def _draw_agency(canvas: Canvas, sheet: Sheet, head: Head, middle: float, top: float) -> None:
    size, lines = _agency(sheet, head.agency_name)
    y = top - sheet.type.nation
    for line in lines:
        write_line(canvas, middle, y, Run(line), size, Align.CENTRE)
        y -= _pitch(sheet)
    unit_lines = _unit_lines(sheet, head.unit)
    for line in unit_lines:
        write_line(canvas, middle, y, Run(line, Face.BOLD), sheet.type.nation, Align.CENTRE)
        y -= _pitch(sheet)
    # NĐ 30/2020: one third to one half of the text above it.
    length = width_of(unit_lines[-1], Face.BOLD, sheet.type.nation) * _AGENCY_RULE_SHARE
    _rule(canvas, middle, y + _pitch(sheet) - sheet.type.nation * 0.42, length)


def _draw_nation(canvas: Canvas, sheet: Sheet, middle: float, top: float) -> None:
    y = top - sheet.type.nation
    write_line(canvas, middle, y, Run(NATION, Face.BOLD), sheet.type.nation, Align.CENTRE)
    y -= _pitch(sheet) * 1.08
    write_line(canvas, middle, y, Run(MOTTO, Face.BOLD), sheet.type.motto, Align.CENTRE)
    length = width_of(MOTTO, Face.BOLD, sheet.type.motto)
    _rule(canvas, middle, y - sheet.type.motto * 0.38, length)


def _rule(canvas: Canvas, middle: float, y: float, length: float) -> None:
    canvas.setLineWidth(_RULE)
    canvas.line(middle - length / 2, y, middle + length / 2, y)


def _form_line(sheet: Sheet, head: Head) -> float:
    if head.is_electronic:
        return sheet.type.form_no * 2.45
    return sheet.type.form_no * 1.3 if head.form_no else 0.0


def _left_width(sheet: Sheet) -> float:
    return sheet.width * _LEFT_SHARE - _GUTTER


def _pitch(sheet: Sheet) -> float:
    return sheet.type.nation * 1.2


@lru_cache(maxsize=16)
def _agency(sheet: Sheet, name: str) -> tuple[float, tuple[str, ...]]:
    """Size and lines of the agency's name: one line if a permitted size allows, else about equal lines."""
    text = printable(name).upper()
    if not text.strip():
        return sheet.type.agency[0], ()
    width = _left_width(sheet)
    size = fitting_size(text, Face.REGULAR, sheet.type.agency, width)
    if width_of(text, Face.REGULAR, size) <= width:
        return size, (text,)
    size = sheet.type.agency[0]
    return size, _by_words(text, Face.REGULAR, size, width) or balanced_lines(text, Face.REGULAR, size, width)


def _by_words(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Two lines parted before a word that opens a name ("BAN QUẢN LÝ / KHU KINH TẾ …"), if they fit."""
    for word in _OPENING_WORDS:
        first, found, second = text.partition(f" {word} ")
        lines = (first, f"{word} {second}")
        if found and all(width_of(line, face, size) <= width for line in lines):
            return lines
    return ()


@lru_cache(maxsize=16)
def _unit_lines(sheet: Sheet, unit: str | None) -> tuple[str, ...]:
    if unit is None:
        return DESK_LINES
    width = _left_width(sheet)
    text, size = printable(unit).upper(), sheet.type.nation
    if width_of(text, Face.BOLD, size) <= width:
        return (text,)
    return _by_words(text, Face.BOLD, size, width) or balanced_lines(text, Face.BOLD, size, width)
