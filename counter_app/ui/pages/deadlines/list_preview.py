"""The overdue list as it will be printed: the pages, the printer, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.ui import theme
from counter_app.ui.pages.deadlines.desk_work import ListPaper
from counter_app.ui.tokens import MAIN_BUTTON
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.pdf_preview import PdfPreview, PreviewBar
from counter_app.ui.widgets.text import caption


class ListPreview(Ground):
    """`print_pressed`, `save_pressed`, `closed`. Its notice says what became of the paper."""

    print_pressed = Signal()
    save_pressed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("window", name="overdue_preview_page")
        self.preview = PdfPreview(name="overdue_preview")
        self.bar = PreviewBar(self.preview, "Danh sách hồ sơ quá hạn")
        self.notice = Notice(name="overdue_print_notice")
        self._pages = caption("", figures=True)
        self.back = Button(
            "Trang trước", ButtonKind.QUIET, icon="arrow-up", name="overdue_page_back", height=36
        )
        self.on = Button("Trang sau", ButtonKind.QUIET, icon="arrow-down", name="overdue_page_on", height=36)
        self.close_button = Button("Đóng", key="Esc", name="overdue_close", height=36)
        self.save = Button("Lưu PDF", icon="file-text", key="Ctrl+S", name="overdue_save", height=36)
        self.print = Button(
            "In danh sách",
            ButtonKind.MAIN,
            icon="printer",
            key="Ctrl+Enter",
            name="overdue_print",
            height=MAIN_BUTTON,
        )
        self._build()
        self._connect()

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
        for part in (self.close_button, self.save, self.print):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)

    def _connect(self) -> None:
        self.back.clicked.connect(self._turn_back)
        self.on.clicked.connect(self._turn_on)
        self.close_button.clicked.connect(self.closed)
        self.save.clicked.connect(self.save_pressed)
        self.print.clicked.connect(self.print_pressed)
        self.preview.page_shown.connect(self._say_page)

    def show_paper(self, paper: ListPaper) -> None:
        """Show another list."""
        self.notice.clear()
        self.bar.words.setText(f"{paper.rows} hồ sơ, A4 ngang")
        self.print.setText(f"In {paper.rows} hồ sơ")
        self.preview.set_pages(paper.pages.images, paper.pages.sharp)
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
