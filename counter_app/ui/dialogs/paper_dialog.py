"""A paper large, before it is printed: pages, printer, one button. Whatever happens is said in it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError
from counter_app.ui import theme
from counter_app.ui.messages import sentence_of
from counter_app.ui.paper_printer import COPIES, Paper, PaperPrinter
from counter_app.ui.tokens import MAIN_BUTTON
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.page_steps import PageSteps
from counter_app.ui.widgets.pdf_preview import PdfPreview, PreviewBar

_SIZE = QSize(760, 900)


class PaperDialog(QDialog):
    """Opened at once; the paper comes when it is drawn. Enter or Ctrl+P prints it, Esc closes."""

    def __init__(
        self, printing: PaperPrinter, form: str, code: str, by: str, dossier: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._printing, self._form, self._code = printing, form, code
        self._by, self._dossier = by, dossier
        self.setObjectName("paper_dialog")
        self.setWindowTitle("Xem và in")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = PdfPreview(name="paper_preview")
        self.bar: PreviewBar | None = None
        self.steps: PageSteps | None = None
        self._is_wanted = False
        self.notice = Notice(name="paper_notice")
        ground = Ground("window", name="paper_ground")
        self._left = QVBoxLayout(ground)
        self._left.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(6))
        self._left.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ground, 1)
        column.addLayout(self._make_foot())
        self._connect()
        self._fit(parent.window())
        printing.show(form, code, by, dossier)
        printing.ask_printers()

    def _make_foot(self) -> QVBoxLayout:
        self.printer = Button("", ButtonKind.QUIET, icon="printer", name="paper_printer", height=32)
        self.printer.setToolTip("Đổi máy in")
        self.printer.hide()
        self._printers = QMenu(self)
        self._printers.setObjectName("paper_printers")
        self.printer.clicked.connect(self._open_printers)
        close = Button("Đóng", ButtonKind.QUIET, key="Esc", name="paper_close", height=MAIN_BUTTON)
        close.clicked.connect(self.reject)
        self.main = Button(
            "In", ButtonKind.MAIN, icon="printer", key="Ctrl+P", name="paper_print", height=MAIN_BUTTON
        )
        self.main.setDefault(True)
        self.main.clicked.connect(self.print_now)
        add_action(self, "In", "Ctrl+P", self.print_now, name="act_print_paper", group="Bản in")
        for words, key, way in (("Trang sau", "PgDown", 1), ("Trang trước", "PgUp", -1)):
            add_action(self, words, key, partial(self._turn, way), name=f"act_{key.lower()}", group="Bản in")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(close)
        row.addWidget(self.printer)
        row.addStretch(1)
        row.addWidget(self.main)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(14))
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.notice)
        foot.addLayout(row)
        return foot

    def _turn(self, way: int) -> None:
        self.preview.show_page(self.preview.page() + way)

    def _connect(self) -> None:
        self._printing.drawn.connect(self._drawn)
        self._printing.printed.connect(self._printed)
        self._printing.not_printed.connect(self._not_printed)
        self._printing.printers_known.connect(self._show_printers)

    def _fit(self, window: QWidget) -> None:
        wanted = QSize(theme.px(_SIZE.width()), theme.px(_SIZE.height()))
        room = window.size() - QSize(theme.px(80), theme.px(60))
        self.resize(wanted.boundedTo(room) if room.isValid() else wanted)
        self.main.setFocus(Qt.FocusReason.TabFocusReason)

    # -- what the worker answers

    def print_now(self) -> None:
        """Print it, once: while one is under way another press does nothing. Before it was drawn: as soon as
        it is."""
        if self.bar is None:
            self._is_wanted = True
        elif not self._printing.is_printing():
            self._print()

    def _print(self) -> None:
        self._is_wanted = False
        self.notice.show_info("Đang in…")
        self._printing.print_again(self._form, self._code, self._by, self._dossier)

    def paper(self) -> tuple[str, str]:
        """Form and code of the paper shown."""
        return self._form, self._code

    def _is_mine(self, paper: Paper) -> bool:
        return (paper.form, paper.code) == self.paper()

    def _drawn(self, paper: Paper) -> None:
        if not self._is_mine(paper):
            return
        if self.bar is not None:
            self._left.removeWidget(self.bar)
            self.bar.deleteLater()
        pages = len(paper.pages.images)
        copies = tuple(f"Liên {copy}" for copy in COPIES) if paper.form == "receipt" and pages == 2 else ()
        again = f"in lần {paper.reprint_no}" if paper.reprint_no > 1 else ""
        self.bar = PreviewBar(self.preview, paper.title, again, copies)
        self._left.insertWidget(0, self.bar)
        self.preview.set_pages(paper.pages.images, paper.pages.sharp)
        if pages > 1 and not copies:
            self._add_steps(self.bar)
        self.setWindowTitle(f"{paper.title} {paper.code}".strip())
        if self._is_wanted:
            self._print()

    def _add_steps(self, bar: PreviewBar) -> None:
        """A list or a book has more pages than one sees; a receipt of two pages shows its copies."""
        self.steps = PageSteps(self.preview)
        row = bar.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(row.indexOf(bar.words) + 2, self.steps)

    def _printed(self, paper: Paper) -> None:
        if self._is_mine(paper):
            copies = f"{len(COPIES)} liên" if paper.form == "receipt" else "giấy"
            again = f", lần {paper.reprint_no}" if paper.reprint_no > 1 else ""
            self.notice.show_done(f"Đã in {copies}{again}.")

    def _not_printed(self, error: CounterError) -> None:
        self.notice.show_warning(sentence_of(error))

    # -- printers

    def _show_printers(self, names: tuple[str, ...], chosen: str) -> None:
        self.printer.setVisible(len(names) > 1)
        self.printer.setText(chosen)
        self._printers.clear()
        for name in names:
            action = self._printers.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(partial(self._choose, name))

    def _choose(self, name: str, _is_checked: bool = False) -> None:
        self._printing.choose_printer(name)

    def _open_printers(self) -> None:
        self._printers.popup(self.printer.mapToGlobal(self.printer.rect().topLeft()))
