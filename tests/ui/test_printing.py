"""Paper at 100 %: pages keep their size, bars keep their width, no printer is said and not guessed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import Desk
from counter_app.domain.errors import NoPrinter, PrintFailed
from counter_app.forms import wording
from counter_app.forms.registry import FORMS
from counter_app.queries import papers
from counter_app.services import reception
from counter_app.ui import printing
from counter_app.ui.printing import PdfPages, SystemPrinter, page_images, page_sizes, paint_pages
from tests.builders import a_form, trial_desk

A5_POINTS = (419.53, 595.28)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = trial_desk(tmp_path_factory.mktemp("printing"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def receipt(desk: Desk) -> bytes:
    def receive(uow: Any) -> str:
        done = reception.receive(uow, a_form(), by="lan")
        uow.commit()
        return done.code

    code = desk.write(receive)
    asked = papers.Printing("Nguyễn Thị Lan", desk.local_now(), wording)
    return FORMS["receipt"].draw(desk.read(lambda reading: papers.gather(reading, "receipt", code, asked)))


def barcodes(image: QImage) -> list[str]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    view = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    found = zxingcpp.read_barcodes(view)
    return sorted(each.text for each in found)


def test_pages_are_pictures_of_their_size(receipt: bytes, qtbot: QtBot) -> None:
    images = page_images(receipt, 300)
    assert len(images) == 2
    assert (images[0].width(), images[0].height()) == (1749, 2481)
    for size in page_sizes(receipt):
        assert (size.width, size.height) == pytest.approx(A5_POINTS, abs=0.1)
    assert any(text.startswith("2611") for text in barcodes(images[0]))


def test_the_preview_is_drawn_for_the_screen(receipt: bytes, qtbot: QtBot) -> None:
    pages = PdfPages(receipt)
    sharp = pages.sharp(1, 424, 601)
    assert (sharp.width(), sharp.height()) == (424, 601)


def test_while_a_print_is_under_way_the_preview_does_not_wait(receipt: bytes, qtbot: QtBot) -> None:
    pages = PdfPages(receipt)
    with printing._PDFIUM:
        shown = pages.sharp(0, 424, 601)
    assert (shown.width(), shown.height()) == (424, 601)


def test_paper_comes_out_at_100_percent(receipt: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    """Printed into a file as a printer of 600 dpi would get it: same pages, same size, bars readable."""
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(600)
    paint_pages(receipt, printer)
    printed = target.read_bytes()
    sizes = [(size.width, size.height) for size in page_sizes(printed)]
    assert sizes == [pytest.approx(A5_POINTS, abs=1.0)] * 2
    before, after = page_images(receipt, 300)[0], page_images(printed, 300)[0]
    assert barcodes(after) == barcodes(before)
    assert ink_box(after) == pytest.approx(ink_box(before), abs=4), "nothing is scaled or moved"


def ink_box(image: QImage) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is printed, in pixels."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = [bytes(grey.constScanLine(y))[: grey.width()] for y in range(grey.height())]
    inked = [y for y, row in enumerate(rows) if min(row) < 128]
    dark = [x for y in inked for x, value in enumerate(rows[y]) if value < 128]
    return min(dark), inked[0], max(dark), inked[-1]


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_start_is_named(receipt: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
    printer.setResolution(300)
    with pytest.raises(PrintFailed) as refused:
        paint_pages(receipt, printer)
    assert refused.value.facts["because"] == "not_started"


class _Shop(SystemPrinter):
    """A machine with the printers one gives it."""

    shelf: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        return self.shelf


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def test_without_a_printer_nothing_is_guessed(settings: QSettings, qtbot: QtBot) -> None:
    shop = _Shop("HP LaserJet", settings)
    assert shop.chosen() == ""
    with pytest.raises(NoPrinter) as refused:
        shop.print_pdf(b"", "x")
    assert refused.value.facts == {"printer": "HP LaserJet"}


def test_the_printer_chosen_here_is_remembered(settings: QSettings, qtbot: QtBot) -> None:
    shop = _Shop("Canon", settings)
    shop.shelf = ("Brother", "Canon", "HP")
    assert shop.chosen() == "Canon", "the machine's setting"
    shop.choose("HP")
    again = _Shop("Canon", settings)
    again.shelf = ("Brother", "Canon", "HP")
    assert again.chosen() == "HP"
    again.shelf = ("Brother", "Canon")
    assert again.chosen() == "Canon", "a printer that is gone is not used"
    again.shelf = ("Brother",)
    assert again.chosen() == "Brother"
