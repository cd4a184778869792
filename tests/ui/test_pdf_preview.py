"""The preview: fitted, zoomed and turned by keys; a new paper slides in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ui.widgets.pdf_preview import PdfPreview, PreviewBar


def page_of(colour: str) -> QImage:
    image = QImage(874, 1240, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    image.setDotsPerMeterX(5906)
    return image


@pytest.fixture
def preview(shown: Callable[[QWidget], QWidget]) -> Iterator[PdfPreview]:
    holder = QWidget()
    made = PdfPreview()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(PreviewBar(made, "Giấy tiếp nhận", "A5", ("Liên 1", "Liên 2")))
    column.addWidget(made, 1)
    holder.resize(900, 700)
    shown(holder)
    made.set_pages([page_of("#aa0000"), page_of("#00aa00")])
    made.setFocus()
    yield made
    holder.close()


def middle(preview: PdfPreview) -> str:
    image = preview.viewport().grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).name()


def test_a_page_is_fitted_whole(preview: PdfPreview) -> None:
    paper = preview.widget()
    assert paper.size() == preview.viewport().size()
    assert paper.page_rect().height() < preview.viewport().height()
    assert middle(preview) == "#aa0000"
    assert preview.zoom_words() == "Vừa trang"


def test_keys_turn_pages_and_zoom(preview: PdfPreview) -> None:
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert (preview.page(), middle(preview)) == (1, "#00aa00")
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.page() == 1
    QTest.keyClick(preview, Qt.Key.Key_PageUp)
    assert preview.page() == 0
    before = preview.widget().page_size.height()
    QTest.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.widget().page_size.height() > before
    QTest.keyClick(preview, Qt.Key.Key_0)
    assert preview.widget().page_size.height() == before


def test_a_hundred_percent_is_the_size_of_the_paper(preview: PdfPreview) -> None:
    for _ in range(10):
        preview.zoom_out()
    while preview.zoom_words() != "300 %" and preview.zoom_words() != "100 %":
        preview.zoom_in()
    assert preview.zoom_words() == "100 %"
    assert preview.widget().page_size.width() == pytest.approx(148 / 25.4 * 96, abs=2)


def test_the_bar_shows_the_other_copy(preview: PdfPreview) -> None:
    bar = preview.window().findChild(PreviewBar)
    bar.copies.setFocus()
    QTest.keyClick(bar.copies, Qt.Key.Key_Right)
    assert preview.page() == 1


def test_a_renderer_is_asked_for_the_pixels_of_the_screen(preview: PdfPreview) -> None:
    asked: list[tuple[int, QSize]] = []

    def render(page: int, width: int, height: int) -> QImage:
        asked.append((page, QSize(width, height)))
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor("#0000aa"))
        return image

    preview.set_pages([page_of("#aa0000")], render)
    assert asked[-1] == (0, preview.widget().page_size)
    assert middle(preview) == "#0000aa"


def test_a_new_paper_slides_in_and_ends_in_its_place(preview: PdfPreview, qtbot: QtBot) -> None:
    preview.slide_in()
    qtbot.waitUntil(lambda: not preview.is_sliding())
    assert preview.widget().shift == 0.0
    assert middle(preview) == "#aa0000"


def test_no_pages_show_an_empty_ground(preview: PdfPreview) -> None:
    preview.set_pages([])
    assert preview.page_count() == 0
    QTest.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.zoom_words() == "Vừa trang"
