"""Papers that belong to no dossier, from where a clerk looks for them: preview, then print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.procedure import FIELDS
from counter_app.domain.staff import Permission
from counter_app.domain.text import money
from counter_app.queries.book_papers import Book, books
from counter_app.ui import theme
from counter_app.ui.page_context import PageContext
from counter_app.ui.paper_printer import PaperPrinter
from counter_app.ui.widgets.buttons import Button

WALL_PAPERS = (
    ("feedback_notice", "Nội dung yêu cầu phản ánh, kiến nghị"),
    ("survey", "Phiếu đánh giá mức độ hài lòng (chưa ghi hồ sơ)"),
    ("command_sheet", "Phiếu lệnh quét"),
)
"""What hangs at the desk or lies on it: form, words of the menu."""


class DeskPapers(QObject):
    """`open_paper(form, code)`: the paper large, ready to print, over the window of `owner`."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self._printing: PaperPrinter | None = None

    def open_paper(self, form: str, code: str = "") -> None:
        """Draw it and show it; whatever goes wrong is said in the dialog."""
        from counter_app.ui.dialogs.paper_dialog import PaperDialog  # not on the way to the first page

        context = self._context
        if self._printing is None:
            self._printing = PaperPrinter(context.desk, context.jobs, context.printer, self)
        dialog = PaperDialog(self._printing, form, code, context.session.login, "", self._owner)
        context.session.leaving.connect(dialog.reject)  # nothing may lie over the lock
        dialog.open()


class PaperMenu(QObject):
    """A button that opens a menu of `papers` (form, words), which anybody may print; each leads to its
    preview."""

    def __init__(
        self, context: PageContext, owner: QWidget, button: Button, papers: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(owner)
        self._button, self._papers = button, tuple(papers)
        self.desk_papers = DeskPapers(context, owner)
        button.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """The menu below the button, its first entry chosen."""
        menu = _menu(self._button)
        for form, words in self._papers:
            action = menu.addAction(words)
            action.setObjectName(f"paper_{form}")
            action.triggered.connect(partial(self._open, form))
        _pop(menu, self._button)

    def _open(self, form: str, _is_checked: bool = False) -> None:
        self.desk_papers.open_paper(form)


class RegisterMenu(QObject):
    """A button that lists the registers there are, the newest year first; each leads to its preview."""

    def __init__(
        self, context: PageContext, owner: QWidget, button: Button, failed: Callable[[CounterError], None]
    ) -> None:
        super().__init__(owner)
        self._context, self._button, self._failed = context, button, failed
        self.desk_papers = DeskPapers(context, owner)
        button.clicked.connect(self.ask)
        context.session.person_changed.connect(self._show_button)
        self._show_button()

    def ask(self) -> None:
        """Read which registers there are, then let one be chosen."""
        if self._context.session.may(Permission.REMARK):
            self._context.jobs.read(_read_books, self._choose, self._failed, channel="registers")

    def _choose(self, found: tuple[Book, ...]) -> None:
        if self._button.isVisible():
            menu = _menu(self._button)
            newest = found[0].year if found else 0
            for book in found:
                if book.year == newest:
                    self._add(menu, book)
            for year in dict.fromkeys(book.year for book in found if book.year != newest):
                older = menu.addMenu(f"Năm {year}")
                older.setObjectName(f"registers_{year}")
                for book in found:
                    if book.year == year:
                        self._add(older, book)
            if not found:
                menu.addAction("Chưa có sổ nào: chưa nhận hồ sơ").setEnabled(False)
            _pop(menu, self._button)

    def _add(self, menu: QMenu, book: Book) -> None:
        action = menu.addAction(book_words(book))
        action.setObjectName(f"register_{book.name}")
        action.triggered.connect(partial(self._open, book.name))

    def _open(self, name: str, _is_checked: bool = False) -> None:
        self.desk_papers.open_paper("register", name)

    def _show_button(self) -> None:
        """Nobody is shown what he may not do."""
        self._button.setVisible(self._context.session.may(Permission.REMARK))


def book_words(book: Book) -> str:
    """`Đầu tư · 2026 · quyển số 01 · 1.284 số, 3 số hủy`."""
    field = FIELDS.get(book.field, book.field)
    struck = f", {money(book.struck)} số hủy" if book.struck else ""
    return f"{field} · {book.year} · quyển số {book.desk:02d} · {money(book.numbers)} số{struck}"


def _read_books(reading: Any) -> tuple[Book, ...]:
    return books(reading)


def _menu(button: Button) -> QMenu:
    menu = QMenu(button)
    menu.setObjectName(f"{button.objectName()}_menu")
    menu.setAccessibleName(button.words())
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _pop(menu: QMenu, button: Button) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + theme.px(2))))
    actions = menu.actions()
    if actions:
        menu.setActiveAction(actions[0])
