"""A paper across is printed on A4 turned, at its true size; a label stays what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from counter_app.forms.registry import FORMS
from counter_app.ui.printing import PdfPages, paint_pages
from tests.forms import samples
from tests.forms.reading import page_sizes_mm

LANDSCAPE, PORTRAIT = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
A4, A5, CUSTOM = QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A5, QPageSize.PageSizeId.Custom


@pytest.mark.parametrize(
    ("form", "value", "paper", "way"),
    [
        ("overdue_list", samples.overdue_list(30), A4, LANDSCAPE),
        ("handover_list", samples.handover_list(), A4, PORTRAIT),
        ("receipt", samples.receipt(), A5, PORTRAIT),
        ("label", samples.label(), CUSTOM, PORTRAIT),
    ],
)
def test_paper_and_way_of_a_print(
    qapp: object, tmp_path: Path, form: str, value: object, paper: object, way: object
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(150)
    pdf = FORMS[form].draw(value)
    paint_pages(pdf, printer)
    layout = printer.pageLayout()
    assert (layout.pageSize().id(), layout.orientation()) == (paper, way)
    for printed, drawn in zip(
        page_sizes_mm((tmp_path / "out.pdf").read_bytes()), page_sizes_mm(pdf), strict=True
    ):
        assert printed == pytest.approx(drawn, abs=0.6)


def test_a_long_list_is_shown_without_gigabytes(qapp: object) -> None:
    pdf = FORMS["overdue_list"].draw(samples.overdue_list(600))
    pages = PdfPages(pdf)
    assert len(pages.images) == len(page_sizes_mm(pdf)) > 30
    assert sum(image.sizeInBytes() for image in pages.images) < 110_000_000
    sharp = pages.sharp(len(pages.images) - 1, 1684, 1190)
    assert (sharp.width(), sharp.height()) == (1684, 1190)


def test_a_short_paper_stays_sharp(qapp: object) -> None:
    pages = PdfPages(FORMS["receipt"].draw(samples.receipt()))
    assert (pages.images[0].width(), pages.images[0].height()) == (1749, 2481)
