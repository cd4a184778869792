"""Paper out of PDF: pages as pictures for the preview, and onto the printer at 100 % scale.

PDFium is not thread-safe: whoever uses it here holds `_PDFIUM`. Printing runs on the worker thread; Qt
allows painting on a printer there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMarginsF, QRectF, QSettings, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from counter_app.domain.errors import NoPrinter, PrintFailed

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

log = logging.getLogger(__name__)

PREVIEW_DPI = 300
MOST_DPI = 600
"""Letters and bars gain nothing above it, and a page of 1,200 dpi is 140 MB."""
_LEAST_DPI = 36
_MOST_PIXELS = 25_000_000
"""Of all pages of a preview together, 100 MB."""
_POINT_MM = 25.4 / 72
_REMEMBERED = "printing/printer"
_PDFIUM = threading.Lock()


class Printer(Protocol):
    """The printer port; a test's printer keeps the paper in a list."""

    def names(self) -> tuple[str, ...]:
        """Printers of this machine."""

    def chosen(self) -> str:
        """The printer that would be used, empty when there is none."""

    def choose(self, name: str) -> None:
        """Use this printer from now on."""

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Print every page at its own size. Raises NoPrinter, PrintFailed; called on the worker thread."""


@dataclass(frozen=True)
class PageSize:
    """A page in points."""

    width: float
    height: float


class PdfPages:
    """The pages of a PDF as images; `sharp` draws one anew for the pixels of a screen."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.images = page_images(pdf, _preview_dpi(page_sizes(pdf)))

    def sharp(self, page: int, width: int, height: int) -> QImage:
        """A page at `width` × `height` device pixels; while a print is under way, the image scaled."""
        if not _PDFIUM.acquire(blocking=False):
            return _scaled(self.images[page], width, height)
        try:
            import pypdfium2

            document = pypdfium2.PdfDocument(self._pdf)
            try:
                found = document[page]
                scale = max(width / found.get_width(), height / found.get_height())
                # Twice as large, then made smaller: small letters keep their distances.
                return _scaled(_image(found, 2 * scale), width, height)
            finally:
                document.close()
        finally:
            _PDFIUM.release()


def _scaled(image: QImage, width: int, height: int) -> QImage:
    any_shape, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(width, height, any_shape, smooth)


def _preview_dpi(sizes: list[PageSize]) -> int:
    """Sharp for a few pages; a list of a hundred must not take gigabytes, and `sharp` draws the one shown."""
    square_inches = sum(size.width * size.height for size in sizes) / 72**2
    return min(PREVIEW_DPI, max(_LEAST_DPI, int((_MOST_PIXELS / max(1.0, square_inches)) ** 0.5)))


def page_images(pdf: bytes, dpi: int) -> list[QImage]:
    """Every page as an image of `dpi` dots per inch."""
    return [page_image(pdf, number, dpi) for number in range(len(page_sizes(pdf)))]


def page_image(pdf: bytes, number: int, dpi: int) -> QImage:
    """One page, counted from 0, as an image of `dpi` dots per inch."""
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            image = _image(document[number], dpi / 72)
        finally:
            document.close()
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    return image


def page_sizes(pdf: bytes) -> list[PageSize]:
    """Size of every page."""
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [PageSize(*page.get_size()) for page in document]
        finally:
            document.close()


def _image(page: object, scale: float) -> QImage:
    bitmap = page.render(scale=scale, prefer_bgrx=True)  # type: ignore[attr-defined]
    try:
        shown = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        )
        return shown.copy()
    finally:
        bitmap.close()


def paint_pages(pdf: bytes, printer: QPrinter) -> None:
    """Put every page on the paper at 100 %, its corner on the paper's corner. Raises PrintFailed."""
    sizes = page_sizes(pdf)
    dpi = min(printer.resolution(), MOST_DPI)
    painter = QPainter()
    for number, size in enumerate(sizes):
        image = page_image(pdf, number, dpi)  # one at a time: a page of 600 dpi is 139 MB
        _set_paper(printer, size)
        is_ready = painter.begin(printer) if number == 0 else printer.newPage()
        if not is_ready:
            raise PrintFailed(printer=printer.printerName(), because="not_started")
        dots = printer.resolution() / 72
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(QRectF(0, 0, size.width * dots, size.height * dots), image)
    if not painter.end():
        raise PrintFailed(printer=printer.printerName(), because="not_finished")


def _set_paper(printer: QPrinter, size: PageSize) -> None:
    paper, turned = _paper(size.width, size.height), _paper(size.height, size.width)
    is_turned = paper.id() is QPageSize.PageSizeId.Custom and turned.id() is not QPageSize.PageSizeId.Custom
    # A4 across is A4 turned: asked for a paper of 297 × 210 mm, a driver scales or refuses.
    way = QPageLayout.Orientation.Landscape if is_turned else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(turned if is_turned else paper, way, QMarginsF(0, 0, 0, 0)))


def _paper(width: float, height: float) -> QPageSize:
    """The paper of a size in points: a known one where it is one, else one of its own."""
    millimetres = QSizeF(width * _POINT_MM, height * _POINT_MM)
    return QPageSize(millimetres, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


class SystemPrinter:
    """A printer of this machine: the one chosen here, else the machine's setting, else the system's own."""

    def __init__(
        self, preferred: str = "", settings: QSettings | None = None, tray: Callable[[], str] = lambda: ""
    ) -> None:
        self._settings = settings or QSettings("counter-app", "counter-app")
        self._preferred = preferred
        self._tray = tray

    def names(self) -> tuple[str, ...]:
        """Printers the system knows; none where printing is not installed."""
        try:
            from PySide6.QtPrintSupport import QPrinterInfo
        except ImportError:
            # Without libcups the module cannot be loaded: then this machine has no printer.
            log.warning("no printing on this machine: QtPrintSupport cannot be loaded")
            return ()
        return tuple(QPrinterInfo.availablePrinterNames())

    def chosen(self) -> str:
        """Name of the printer to use, empty when there is none."""
        names = self.names()
        remembered = str(self._settings.value(_REMEMBERED, ""))
        for name in (remembered, self._preferred):
            if name in names:
                return name
        if not names:
            return ""
        from PySide6.QtPrintSupport import QPrinterInfo

        default = QPrinterInfo.defaultPrinterName()
        return default if default in names else names[0]

    def choose(self, name: str) -> None:
        """Remember another printer on this machine."""
        self._settings.setValue(_REMEMBERED, name)

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Print at 100 %, no scaling to the printable area: bars keep their width."""
        name = self.chosen()
        if not name:
            raise NoPrinter(printer=self._preferred)
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        info = QPrinterInfo.printerInfo(name)
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        if not printer.isValid():
            raise PrintFailed(printer=name, because="not_valid")
        printer.setDocName(title)
        printer.setResolution(min(printer.resolution(), MOST_DPI))
        _set_source(printer, self._tray())
        paint_pages(pdf, printer)
        if printer.printerState() == QPrinter.PrinterState.Error:
            raise PrintFailed(printer=name, because="printer_error")


_SOURCES = {
    "Upper": "Khay trên",
    "Middle": "Khay giữa",
    "Lower": "Khay dưới",
    "Manual": "Nạp tay",
    "Cassette": "Khay rời",
    "LargeCapacity": "Khay lớn",
}
"""Qt's name of a paper source → words."""


def paper_sources(name: str) -> dict[str, str]:
    """Trays a printer tells of, by Qt's name, in words; none where the system does not say (it does on
    Windows)."""
    if not name:
        return {}
    try:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
    except ImportError:
        return {}
    printer = QPrinter(QPrinterInfo.printerInfo(name))
    ask = getattr(printer, "supportedPaperSources", None)
    found = [source.name for source in ask()] if ask is not None and printer.isValid() else []
    return {source: _SOURCES[source] for source in found if source in _SOURCES}


def _set_source(printer: QPrinter, tray: str) -> None:
    if tray in _SOURCES:
        printer.setPaperSource(type(printer).PaperSource[tray])


class NoPaper:
    """No printer at all: pictures of the window, and machines that only show."""

    def names(self) -> tuple[str, ...]:
        """None."""
        return ()

    def chosen(self) -> str:
        """None."""
        return ""

    def choose(self, name: str) -> None:
        """There is nothing to choose."""

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Raises NoPrinter."""
        raise NoPrinter(printer="")
