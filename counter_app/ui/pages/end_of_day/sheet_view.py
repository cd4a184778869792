"""A day's sheet as it will be printed: the pages, what became of it, and the way back."""

from __future__ import annotations

from counter_app.domain.text import date_text
from counter_app.ui.pages.end_of_day.desk_work import SheetPaper
from counter_app.ui.widgets.paper_view import PaperView


class SheetView(PaperView):
    """`paper`: the sheet that is shown."""

    def __init__(self) -> None:
        super().__init__("Phiếu chốt ngày", "In phiếu", name="end_sheet")
        self.paper: SheetPaper | None = None

    def show_sheet(self, paper: SheetPaper) -> None:
        """Show another sheet."""
        self.paper = paper
        words = f"{paper.code} · ngày {date_text(paper.day)}, phiếu số {paper.number}, A4"
        self.show_pages(words, paper.pages)

    def set_printed(self, *, is_printed: bool) -> None:
        """Whether this sheet came out of the printer already: then the button prints it again."""
        self.print.setText("In lại phiếu" if is_printed else "In phiếu")
