"""Reading papers back: text with its place and size by pypdf, pictures by PDFium, codes by zxing."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
import zxingcpp

from counter_app.forms.fonts import Face, width_of

MM = 72 / 25.4
SHRUNK = 2.5
"""Points by which a full line may seem longer than it is: its blanks are set up to 5 % narrower."""


@dataclass(frozen=True)
class Written:
    """A piece of text on paper: page from 0, baseline and left end in points from the lower left corner."""

    page: int
    text: str
    x: float
    y: float
    size: float
    font: str

    @property
    def end(self) -> float:
        """Right end in points, with blanks at their full width."""
        return self.x + width_of(self.text, Face(self.font.partition("+")[2]), self.size)


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def page_texts(pdf: bytes) -> list[str]:
    """Text of each page; line ends and blanks of all kinds are one blank."""
    return [" ".join(page.extract_text().split()) for page in reader(pdf).pages]


def whole_text(pdf: bytes) -> str:
    return " ".join(page_texts(pdf))


def dense(text: str) -> str:
    """Text without blanks: words that were parted over lines are whole again."""
    return re.sub(r"\s", "", text)


def written(pdf: bytes) -> list[Written]:
    """Every piece of text, in the order it was drawn."""
    pieces: list[Written] = []
    for number, page in enumerate(reader(pdf).pages):

        def visit(
            text: str, cm: list[float], tm: list[float], font: Any, size: float, number: int = number
        ) -> None:
            if text.strip():
                name = str(font["/BaseFont"]) if font else ""
                x, y = cm[4] + tm[4], cm[5] + tm[5]
                pieces.append(Written(number, " ".join(text.split()), x, y, size, name))

        page.extract_text(visitor_text=visit)
    return pieces


def find(pdf: bytes, text: str, page: int | None = None) -> Written:
    """The first piece that holds the text; AssertionError where none does."""
    for piece in written(pdf):
        if text in piece.text and page in (None, piece.page):
            return piece
    raise AssertionError(f"{text!r} is not on the paper")


def page_sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page."""
    boxes = [page.mediabox for page in reader(pdf).pages]
    return [(float(box.width) / MM, float(box.height) / MM) for box in boxes]


def picture(pdf: bytes, dpi: int, page: int = 0) -> Any:
    """PIL picture of a page as a printer of that resolution gets it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


def scanned(image: Any) -> dict[str, list[str]]:
    """Texts read from a picture by symbology: `Code128`, `QRCode`."""
    found: dict[str, list[str]] = {}
    for result in zxingcpp.read_barcodes(image):
        found.setdefault(str(result.format).rpartition(".")[2].replace(" ", ""), []).append(result.text)
    return found
