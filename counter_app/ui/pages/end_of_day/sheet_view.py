"""A day's sheet as it will be printed: the pages, what became of it, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.text import date_text
from counter_app.ui import theme
from counter_app.ui.pages.end_of_day.desk_work import SheetPaper
from counter_app.ui.tokens import MAIN_BUTTON
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.pdf_preview import PdfPreview, PreviewBar
from counter_app.ui.widgets.text import caption


class SheetView(Ground):
    """`print_pressed`, `closed`. Its notice says what became of the paper."""

    print_pressed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("window", name="end_sheet_page")
        self.paper: SheetPaper | None = None
        self.preview = PdfPreview(name="end_sheet")
        self.bar = PreviewBar(self.preview, "Phiếu chốt ngày")
        self.notice = Notice(name="end_sheet_notice")
        self._pages = caption("", figures=True)
        self.back = Button(
            "Trang trước", ButtonKind.QUIET, icon="arrow-up", name="end_sheet_page_back", height=36
        )
        self.on = Button(
            "Trang sau", ButtonKind.QUIET, icon="arrow-down", name="end_sheet_page_on", height=36
        )
        self.close_button = Button("Đóng", key="Esc", name="end_sheet_close", height=36)
        self.print = Button(
            "In phiếu",
            ButtonKind.MAIN,
            icon="printer",
            key="Ctrl+Enter",
            name="end_sheet_print",
            height=MAIN_BUTTON,
        )
        self._build()
        self.back.clicked.connect(self._turn_back)
        self.on.clicked.connect(self._turn_on)
        self.close_button.clicked.connect(self.closed)
        self.print.clicked.connect(self.print_pressed)
        self.preview.page_shown.connect(self._say_page)

    def _build(self) -> None:
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
        for part in (self.close_button, self.print):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)

    def show_sheet(self, paper: SheetPaper) -> None:
        """Show another sheet."""
        self.paper = paper
        self.bar.words.setText(f"{paper.code} · ngày {date_text(paper.day)}, phiếu số {paper.number}, A4")
        self.preview.set_pages(paper.pages.images, paper.pages.sharp)
        self._say_page(0)

    def set_printed(self, *, is_printed: bool) -> None:
        """Whether this sheet came out of the printer already: then the button prints it again."""
        self.print.setText("In lại phiếu" if is_printed else "In phiếu")

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
