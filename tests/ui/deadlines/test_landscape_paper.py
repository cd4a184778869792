"""A paper across is printed on A4 turned, at its true size; a label stays what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from counter_app.forms.registry import FORMS
from counter_app.ui.printing import paint_pages
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
