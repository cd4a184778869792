"""The overdue list as it will be printed: the pages, the printer, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from counter_app.ui.pages.deadlines.desk_work import ListPaper
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.paper_view import PaperView


class ListPreview(PaperView):
    """`save_pressed`: it is wanted as a file."""

    save_pressed = Signal()

    def __init__(self) -> None:
        save = Button("Lưu PDF", icon="file-text", key="Ctrl+S", name="overdue_save", height=36)
        super().__init__("Danh sách hồ sơ quá hạn", "In danh sách", name="overdue_preview", more=(save,))
        self.save = save
        self.save.clicked.connect(self.save_pressed)

    def show_paper(self, paper: ListPaper) -> None:
        """Show another list."""
        self.notice.clear()
        self.print.setText(f"In {paper.rows} hồ sơ")
        self.show_pages(f"{paper.rows} hồ sơ, A4 ngang", paper.pages)
