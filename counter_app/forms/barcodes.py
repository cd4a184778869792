"""Code 128 and QR as vectors: exact modules on paper, whatever the printer's resolution."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import segno
from barcode.charsets import code128
from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.forms.sheet import MM

MODULE = 0.25 * MM
"""0.25 mm is two dots of a 203 dpi printer; 0.19 mm fails there."""
BAR_HEIGHT = 10 * MM
QUIET = 2.5 * MM
QR_SIZE = 20 * MM
QR_QUIET_MODULES = 2
"""Of the four that the standard asks for, inside the 20 mm; the white around the symbol gives the others."""
FEWEST_DIGITS, MOST_DIGITS = 14, 24
_START_B, _START_C, _TO_C = 104, 105, 99


def barcode_width(digits: str, module: float = MODULE) -> float:
    """Width of the bars in points, quiet zones apart."""
    return _bars(digits)[0] * module


def draw_barcode(
    canvas: Canvas, digits: str, x: float, y: float, height: float = BAR_HEIGHT, module: float = MODULE
) -> None:
    """Bars from (x, y) to the right and up. The caller leaves `QUIET` (ten modules) on both sides.

    Raises InvalidField where `digits` is not 14–24 ASCII digits.
    """
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(module, height)
    canvas.addLiteral(_bars(digits)[1])
    canvas.restoreState()


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float = QR_SIZE) -> None:
    """QR symbol with its quiet zone in the square from (x, y) to the right and up."""
    modules, operators = _squares(text)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / modules, size / modules)
    canvas.addLiteral(operators)
    canvas.restoreState()


def qr_quiet(text: str, size: float = QR_SIZE) -> float:
    """Width in points of the quiet zone inside the symbol's square."""
    return size / _squares(text)[0] * QR_QUIET_MODULES


def digits_in_fours(digits: str) -> str:
    """`2611 2300 0324 2857`, as people read it aloud."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


@lru_cache(maxsize=64)
def _bars(digits: str) -> tuple[int, str]:
    """Number of modules, and PDF operators that fill the bars, one unit a module."""
    if not (digits.isascii() and digits.isdigit()):
        problem = FieldProblem.LETTERS if digits else FieldProblem.EMPTY
        raise InvalidField(field="scan_number", problem=problem, value=digits[:MOST_DIGITS])
    if len(digits) < FEWEST_DIGITS:
        raise InvalidField(field="scan_number", problem=FieldProblem.TOO_SHORT, limit=FEWEST_DIGITS)
    if len(digits) > MOST_DIGITS:
        raise InvalidField(field="scan_number", problem=FieldProblem.TOO_LONG, limit=MOST_DIGITS)
    modules = _modules(digits)
    return len(modules), _filled_rows((modules,))


def _modules(digits: str) -> str:
    """Code 128 set C, an odd first digit in set B, with check character and the last bar.

    The library's own `build` takes a first pair 99 for a change of set and leaves it out: the barcode of a
    command, which begins with three of them, would be two digits short.
    """
    is_odd = len(digits) % 2
    values = [_START_B, code128.B[digits[0]], _TO_C] if is_odd else [_START_C]
    values += [int(digits[at : at + 2]) for at in range(is_odd, len(digits), 2)]
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], start=1))) % 103
    bars: str = "".join(code128.CODES[value] for value in (*values, check)) + code128.STOP + "11"
    return bars


@lru_cache(maxsize=64)
def _squares(text: str) -> tuple[int, str]:
    """Modules of a side with the quiet zone, and PDF operators that fill the dark ones."""
    symbol = segno.make(text, error="m", micro=False)
    rows = ["".join("01"[bool(cell)] for cell in row) for row in symbol.matrix_iter(border=QR_QUIET_MODULES)]
    return len(rows), _filled_rows(tuple(reversed(rows)))


def _filled_rows(rows: tuple[str, ...]) -> str:
    """Operators for rows of 0 and 1, from below; neighbours are one rectangle, so no hairline parts them."""
    operators = ["0 g"]
    for y, row in enumerate(rows):
        x = 0
        for cell, group in groupby(row):
            length = len(list(group))
            if cell == "1":
                operators.append(f"{x} {y} {length} 1 re")
            x += length
    return "\n".join([*operators, "f"])
