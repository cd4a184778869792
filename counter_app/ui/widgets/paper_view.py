"""A paper in place of a page, as it will be printed: its pages, what became of it, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.ui import theme
from counter_app.ui.tokens import MAIN_BUTTON
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.pdf_preview import PdfPreview, PreviewBar
from counter_app.ui.widgets.text import caption

if TYPE_CHECKING:
    from counter_app.ui.printing import PdfPages


class PaperView(Ground):
    """`print_pressed`, `closed`. Its notice says what became of the paper."""

    print_pressed = Signal()
    closed = Signal()

    def __init__(self, title: str, print_words: str, *, name: str, more: tuple[Button, ...] = ()) -> None:
        """`more`: buttons beside the one that prints."""
        super().__init__("window", name=f"{name}_page")
        self.preview = PdfPreview(name=name)
        self.bar = PreviewBar(self.preview, title)
        self.notice = Notice(name=f"{name}_notice")
        self._pages = caption("", figures=True)
        quiet = ButtonKind.QUIET
        self.back = Button("Trang trước", quiet, icon="arrow-up", name=f"{name}_page_back", height=36)
        self.on = Button("Trang sau", quiet, icon="arrow-down", name=f"{name}_page_on", height=36)
        self.close_button = Button("Đóng", key="Esc", name=f"{name}_close", height=36)
        self.print = Button(
            print_words,
            ButtonKind.MAIN,
            icon="printer",
            key="Ctrl+Enter",
            name=f"{name}_print",
            height=MAIN_BUTTON,
        )
        self._build(more)
        self.back.clicked.connect(self._turn_back)
        self.on.clicked.connect(self._turn_on)
        self.close_button.clicked.connect(self.closed)
        self.print.clicked.connect(self.print_pressed)
        self.preview.page_shown.connect(self._say_page)

    def _build(self, more: tuple[Button, ...]) -> None:
        column = QVBoxLayout(self)
        side = theme.px(24)
        column.setContentsMargins(side, theme.px(12), side, theme.px(16))
        column.setSpacing(theme.px(10))
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for part in (self.back, self.on, self._pages):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for part in (self.close_button, *more, self.print):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)

    def show_pages(self, words: str, pages: PdfPages) -> None:
        """Show another paper from its first page; `words` stand beside its title."""
        self.bar.words.setText(words)
        self.preview.set_pages(pages.images, pages.sharp)
        self._say_page(0)

    def _turn_back(self) -> None:
        self.preview.show_page(self.preview.page() - 1)

    def _turn_on(self) -> None:
        self.preview.show_page(self.preview.page() + 1)

    def _say_page(self, at: int) -> None:
        count = self.preview.page_count()
        self._pages.setText(f"Trang {at + 1}/{count}")
        self.back.setVisible(count > 1)
        self.on.setVisible(count > 1)
        self.back.setEnabled(at > 0)
        self.on.setEnabled(at < count - 1)
