"""P4: the receipt from the file to its PDF, beside a bare canvas and other libraries drawing the same pages.

What the peers draw is read back from our own pages: every text with its face, size and place, every rule,
barcode and QR. They compute the symbols by the same libraries; they know the places already.
"""

from __future__ import annotations

import base64
import ctypes
import html
import importlib
import io
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import segno
from barcode import Code128
from reportlab.pdfgen.canvas import Canvas

from counter_app import paths
from counter_app.bootstrap import Desk
from counter_app.forms import wording
from counter_app.forms.fonts import register
from counter_app.forms.registry import FORMS
from counter_app.queries import papers
from tests.benchmarks.made import opened
from tests.benchmarks.measure import Bar, Result, Run, Size, at_least, at_most, interleaved
from tests.benchmarks.past import UNTIL

ROWS = 2_000
A5 = (419.53, 595.28)
_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
_FAMILY = "CounterLiberationSerif-"


@dataclass(frozen=True)
class Words:
    """A text on a page; points from the lower left corner, at its baseline."""

    style: str
    size: float
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Box:
    """A rule or a symbol; points from the lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PageRead:
    """A page as it was drawn. `symbols`: boxes of the barcode and the QR; a later page has none."""

    words: tuple[Words, ...]
    rules: tuple[Box, ...]
    symbols: tuple[Box, ...]

    def placed(self, bars: list[str], squares: list[str]) -> list[tuple[list[str], Box]]:
        """Each symbol's rows and its box; the QR is the square one."""
        return [(squares if abs(box.width - box.height) < 1 else bars, box) for box in self.symbols]


@dataclass(frozen=True)
class ReceiptRead:
    """The pages of one receipt, and what its symbols say."""

    pages: tuple[PageRead, ...]
    digits: str
    qr: str


def _read_page(page: Any) -> PageRead:
    words: list[Words] = []
    boxes: list[tuple[int, Box]] = []
    with closing(page.get_textpage()) as texts:
        for item in page.get_objects(textpage=texts):
            if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
                x, y = item.get_matrix().get()[4:]
                style = item.get_font().get_base_name().removeprefix(_FAMILY)
                words.append(Words(style, round(item.get_font_size(), 2), x, y, item.extract()))
            elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
                left, low, right, high = item.get_bounds()
                count = pdfium.FPDFPath_CountSegments(ctypes.cast(item.raw, pdfium.FPDF_PAGEOBJECT))
                boxes.append((count, Box(left, low, right - left, high - low)))
    symbols = tuple(box for count, box in boxes if count > 8)
    return PageRead(tuple(words), tuple(box for count, box in boxes if count <= 8), symbols)


def read_back(pdf: bytes, digits: str, qr: str) -> ReceiptRead:
    """The pages of a receipt that we drew."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = []
        for page in document:
            with closing(page):
                pages.append(_read_page(page))
        return ReceiptRead(tuple(pages), digits, qr)


def _runs(read: ReceiptRead) -> tuple[list[str], list[str]]:
    """Rows of 0 and 1 of the barcode (one) and of the QR symbol, computed anew as for every receipt."""
    bars = [str(Code128(read.digits).build()[0])]
    symbol = segno.make(read.qr, error="m", micro=False)
    squares = ["".join("01"[bool(cell)] for cell in row) for row in symbol.matrix_iter(border=0)]
    return bars, squares


def _dark(rows: list[str], box: Box) -> list[Box]:
    """The dark runs of a symbol as boxes, the first row on top."""
    wide, high = box.width / len(rows[0]), box.height / len(rows)
    found = []
    for n, row in enumerate(rows):
        x, y = 0, box.y + box.height - (n + 1) * high
        for cell, group in groupby(row):
            length = len(list(group))
            if cell == "1":
                found.append(Box(box.x + x * wide, y, length * wide, high))
            x += length
    return found


def bare_canvas(read: ReceiptRead) -> bytes:
    """The limit: reportlab's canvas, every text and box placed by hand."""
    register()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A5, invariant=1, initialFontName=f"{_FAMILY}Regular", pageCompression=1)
    bars, squares = _runs(read)
    for page in read.pages:
        for each in page.words:
            canvas.setFont(f"{_FAMILY}{each.style}", each.size)
            canvas.drawString(each.x, each.y, each.text)
        for rule in page.rules:
            canvas.rect(rule.x, rule.y, rule.width, rule.height, stroke=0, fill=1)
        for rows, box in page.placed(bars, squares):
            path = canvas.beginPath()
            for run in _dark(rows, box):
                path.rect(run.x, run.y, run.width, run.height)
            canvas.drawPath(path, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@cache
def _font(style: str) -> str:
    return str(paths.resources() / "fonts" / f"LiberationSerif-{style}.ttf")


def by_fpdf2(fpdf: Any, read: ReceiptRead) -> bytes:
    """The same pages by fpdf2."""
    pdf = fpdf.FPDF(unit="pt", format=A5)
    pdf.set_auto_page_break(False)
    for style in _STYLES:
        pdf.add_font(style, "", _font(style))
    bars, squares = _runs(read)
    for page in read.pages:
        pdf.add_page()
        for each in page.words:
            pdf.set_font(each.style, "", each.size)
            pdf.text(each.x, A5[1] - each.y, each.text)
        dark = [run for rows, box in page.placed(bars, squares) for run in _dark(rows, box)]
        for run in (*page.rules, *dark):
            pdf.rect(run.x, A5[1] - run.y - run.height, run.width, run.height, style="F")
    return bytes(pdf.output())


def by_weasyprint(weasyprint: Any, read: ReceiptRead) -> bytes:
    """The same pages as HTML with every text in its place, symbols as SVG pictures."""
    bars, squares = _runs(read)
    parts = [_style_sheet()]
    for page in read.pages:
        parts.append('<section class="page">')
        parts += [_span(each) for each in page.words]
        parts += [_block(rule) for rule in page.rules]
        parts += [_picture(rows, box) for rows, box in page.placed(bars, squares)]
        parts.append("</section>")
    pdf: bytes = weasyprint.HTML(string="".join(parts), base_url=str(paths.resources())).write_pdf()
    return pdf


def _style_sheet() -> str:
    faces = "".join(
        f"@font-face{{font-family:{style};src:url(fonts/LiberationSerif-{style}.ttf)}}" for style in _STYLES
    )
    page = f"@page{{size:{A5[0]}pt {A5[1]}pt;margin:0}}"
    frame = f".page{{position:relative;height:{A5[1]}pt;break-after:page}}"
    return f"<style>{faces}{page}{frame}.page *{{position:absolute;white-space:pre;line-height:1}}</style>"


def _place(box: Box) -> str:
    top = A5[1] - box.y - box.height
    return f"left:{box.x:.1f}pt;top:{top:.1f}pt;width:{box.width:.1f}pt;height:{box.height:.1f}pt"


def _span(each: Words) -> str:
    top = A5[1] - each.y - each.size * 0.9
    style = f"left:{each.x:.1f}pt;top:{top:.1f}pt;font:{each.size}pt {each.style}"
    return f'<span style="{style}">{html.escape(each.text)}</span>'


def _block(rule: Box) -> str:
    return f'<div style="{_place(rule)};background:#000"></div>'


def _picture(rows: list[str], box: Box) -> str:
    runs = _dark(rows, Box(0, 0, len(rows[0]), len(rows)))
    path = "".join(f"M{run.x:g} {run.y:g}h{run.width:g}v{run.height:g}h-{run.width:g}z" for run in runs)
    frame = f'viewBox="0 0 {len(rows[0])} {len(rows)}" preserveAspectRatio="none"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {frame}><path d="{path}"/></svg>'
    data = base64.b64encode(svg.encode()).decode()
    return f'<img style="{_place(box)}" src="data:image/svg+xml;base64,{data}">'


class _Receipts:
    """Receipts of a made desk, more of them than any cache of ours holds."""

    def __init__(self, desk: Desk, count: int) -> None:
        self._desk = desk
        with desk.store.read() as reading:
            rows = reading.conn.exec_driver_sql(
                "SELECT code FROM dossier WHERE code IS NOT NULL AND status <> 'voided'"
                " ORDER BY seq DESC LIMIT ?",
                (count,),
            )
            self.codes = [str(row[0]) for row in rows]
        self.read = [read_back(self.draw(n), *self._symbols(n)) for n in range(len(self.codes))]

    def _value(self, n: int) -> Any:
        code = self.codes[n % len(self.codes)]
        printing = papers.Printing("Nguyễn Thị Lan", UNTIL, wording)
        return self._desk.read(lambda reading: papers.gather(reading, "receipt", code, printing))

    def _symbols(self, n: int) -> tuple[str, str]:
        value = self._value(n)
        return value.scan_number, value.qr_text

    def draw(self, n: int) -> bytes:
        """Ours: query, value, both copies drawn."""
        return FORMS["receipt"].draw(self._value(n))

    def of(self, n: int) -> ReceiptRead:
        return self.read[n % len(self.read)]


def _installed(name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a peer warns of is its own matter
        try:
            return importlib.import_module(name)
        except (ImportError, OSError):  # OSError: a library of the system that it needs is missing
            return None


def p4(size: Size) -> list[Result]:
    """The whole receipt: two copies of an A5 page (or two, where the papers are many)."""
    peers: dict[str, Callable[[Any, ReceiptRead], bytes]] = {"fpdf": by_fpdf2, "weasyprint": by_weasyprint}
    found = {name: module for name in peers if (module := _installed(name)) is not None}
    names = {"fpdf": "fpdf2", "weasyprint": "WeasyPrint"}
    with opened(min(ROWS, size.rows), size) as desk:
        receipts = _Receipts(desk, 12 if size.is_small else 100)
        sides: dict[str, Run] = {"receipt": receipts.draw, "canvas": lambda n: bare_canvas(receipts.of(n))}
        for name, module in found.items():
            sides[names[name]] = _peer(peers[name], module, receipts)
        times = interleaved(sides, min(size.rounds, 100))
    ours = times["receipt"].median_ms
    bars: list[Bar] = [at_most("median over canvas", ours / times["canvas"].median_ms, 1.6, "×")]
    for name, least in (("fpdf2", 4.0), ("WeasyPrint", 8.0)):
        if name in times:
            bars.append(at_least(f"{name} over ours", times[name].median_ms / ours, least, "×"))
    absent = tuple(names[name] for name in peers if name not in found)
    return [Result("P4", "receipt, query and drawing, two copies", times, tuple(bars), absent)]


def _peer(draw: Callable[[Any, ReceiptRead], bytes], module: Any, receipts: _Receipts) -> Run:
    return lambda n: draw(module, receipts.of(n))
