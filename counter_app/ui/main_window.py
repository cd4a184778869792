"""The frame: top bar, side bar, status bar and the stack of pages; it holds values and callables only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.staff import Role
from counter_app.ui import theme
from counter_app.ui.navigation import PageEntry, entries_for
from counter_app.ui.tokens import COMPACT_BELOW
from counter_app.ui.widgets.actions import add_action, shortcuts_of
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.side_bar import SideBar
from counter_app.ui.widgets.status_line import StatusLine, StatusView
from counter_app.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from counter_app.ui.dialogs.about_dialog import AboutView

PageFactory = Mapping[str, Callable[[], QWidget]]
_TICK_MS = 5_000


@dataclass(frozen=True)
class SessionView:
    """Who works here. `agency` is the short name ("BQL Khu kinh tế Hải Phòng"), `desk` "Quầy 1"."""

    agency: str
    person: str
    login: str
    role: Role
    desk: str


class MainWindow(QMainWindow):
    """The window. Pages are made when first shown; a page may have `page_shown()` to reload what it shows
    and `set_compact(bool)` to follow the height of the window.

    `cover(widget)` lays sign-in or first run over the frame: the pages below keep what was typed.
    """

    page_changed = Signal(str)
    switch_requested = Signal()
    lock_requested = Signal()
    sign_out_requested = Signal()
    scheme_chosen = Signal(str)

    def __init__(
        self,
        session: SessionView | None,
        pages: PageFactory,
        *,
        clock: Callable[[], datetime],
        about: Callable[[], AboutView] | None = None,
        with_search: bool = False,
    ) -> None:
        super().__init__()
        self._factories = pages
        self._clock = clock
        self._about = about
        self._made: dict[str, QWidget] = {}
        self._entries: tuple[PageEntry, ...] = ()
        self._page_actions: list[QAction] = []
        self._current = ""
        self.setObjectName("main_window")
        self.setWindowTitle("Một cửa")
        self.top_bar = TopBar(with_search=with_search)
        self.side_bar = SideBar()
        self.status_line = StatusLine()
        self._pages = QStackedWidget()
        self._pages.setObjectName("page_stack")
        self._layers = QStackedWidget()
        self._frame = self._make_frame()
        self._layers.addWidget(self._frame)
        self.setCentralWidget(self._layers)
        self._connect()
        self._start_clock()
        if session is not None:
            self.open_session(session)

    # -- building

    def _make_frame(self) -> QWidget:
        frame = Ground("surface", name="frame")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.side_bar)
        middle.addWidget(self._pages, 1)
        column.addLayout(middle, 1)
        column.addWidget(self.status_line)
        return frame

    def _connect(self) -> None:
        self.side_bar.chosen.connect(self._nav_chosen)
        self.top_bar.switch_requested.connect(self.switch_requested)
        self.top_bar.lock_requested.connect(self.lock_requested)
        self.top_bar.sign_out_requested.connect(self.sign_out_requested)
        self.top_bar.scheme_chosen.connect(self.scheme_chosen)
        self.top_bar.about_requested.connect(self.show_about)
        group = "Cửa sổ"
        add_action(self._frame, "Trợ giúp và phím tắt", "F1", self.show_help, name="act_help", group=group)
        add_action(self._frame, "Khóa quầy", "Ctrl+L", self.lock_requested.emit, name="act_lock", group=group)
        add_action(
            self._frame,
            "Menu người dùng",
            "Ctrl+M",
            self.top_bar.open_menu,
            name="act_user_menu",
            group=group,
        )
        if self.top_bar.search is not None:
            search = self.top_bar.search
            add_action(self._frame, "Tìm hồ sơ", "F3", search.setFocus, name="act_search", group=group)

    def _start_clock(self) -> None:
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(_TICK_MS)
        self.tick()

    def tick(self) -> None:
        """Show the present time."""
        self.status_line.set_now(self._clock())

    def add_key(self, words: str, keys: str, slot: Callable[[], object], *, name: str) -> QAction:
        """A key that works on every page while nothing covers the frame."""
        return add_action(self._frame, words, keys, slot, name=name, group="Cửa sổ")

    # -- session and pages

    def open_session(self, session: SessionView) -> None:
        """Show the pages of a person's role, made anew: nobody finds another person's form. After a lock
        the same person goes on with `uncover()` alone."""
        self._forget_pages()
        self.top_bar.set_session(session.agency, session.person, session.desk)
        self.status_line.set_desk(session.desk)
        self._entries = entries_for(session.role, self._factories)
        self.side_bar.set_entries(self._entries)
        for action in self._page_actions:
            self._frame.removeAction(action)
            action.deleteLater()
        self._page_actions = [
            add_action(
                self._frame,
                entry.title,
                entry.key,
                lambda page_id=entry.id: self.show_page(page_id),
                name=f"go_{entry.id}",
                group="Đi tới trang",
            )
            for entry in self._entries
            if entry.key
        ]
        if self._entries:
            self.show_page(self._entries[0].id)

    def show_page(self, page_id: str) -> None:
        """Go to a page the role sees; an id it does not see changes nothing."""
        if page_id not in {entry.id for entry in self._entries}:
            return
        page = self.page(page_id)
        self._pages.setCurrentWidget(page)
        self._current = page_id
        self.side_bar.select(page_id)
        self._tell_density(page)
        page_shown = getattr(page, "page_shown", None)
        if callable(page_shown):
            page_shown()
        page.setFocus()
        self.page_changed.emit(page_id)

    def page(self, page_id: str) -> QWidget:
        """The page's widget, made at the first call. Raises KeyError for a page that does not exist."""
        if page_id not in self._made:
            self._made[page_id] = self._factories[page_id]()
            self._pages.addWidget(self._made[page_id])
        return self._made[page_id]

    def focus_page(self) -> None:
        """Give the keyboard back to the page."""
        if self._current:
            self._made[self._current].setFocus()

    def current_page(self) -> str:
        """Id of the page shown, empty before the first."""
        return self._current

    def _forget_pages(self) -> None:
        for page in self._made.values():
            self._pages.removeWidget(page)
            page.deleteLater()
        self._made = {}
        self._current = ""

    def _nav_chosen(self, page_id: str) -> None:
        if page_id == "help":
            self.show_help()
        else:
            self.show_page(page_id)

    # -- layers, status, dialogs

    def cover(self, widget: QWidget) -> None:
        """Lay a page over the whole frame (sign-in, first run); keys of the frame sleep meanwhile."""
        self.uncover()
        self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)
        widget.setFocus()

    def uncover(self) -> None:
        """Take the cover away and destroy it."""
        while self._layers.count() > 1:
            widget = self._layers.widget(1)
            self._layers.removeWidget(widget)
            widget.deleteLater()
        self._layers.setCurrentIndex(0)
        self.focus_page()

    def is_covered(self) -> bool:
        """Whether something lies over the frame."""
        return self._layers.count() > 1

    def set_status(self, view: StatusView) -> None:
        """Show another state in the status bar."""
        self.status_line.set_view(view)

    def set_scheme(self, scheme: str) -> None:
        """Tick the look in the menu."""
        self.top_bar.set_scheme(scheme)

    def show_help(self) -> None:
        """Open the sheet of all keys that work now."""
        from counter_app.ui.dialogs.help_dialog import HelpDialog

        HelpDialog(shortcuts_of(self), self).open()

    def show_about(self) -> None:
        """Open the about box."""
        if self._about is not None:
            from counter_app.ui.dialogs.about_dialog import AboutDialog

            AboutDialog(self._about(), self).open()

    def is_compact(self) -> bool:
        """Low windows use the compact density."""
        return self.height() < theme.px(COMPACT_BELOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._current:
            self._tell_density(self._made[self._current])

    def _tell_density(self, page: QWidget) -> None:
        set_compact = getattr(page, "set_compact", None)
        if callable(set_compact):
            set_compact(self.is_compact())
