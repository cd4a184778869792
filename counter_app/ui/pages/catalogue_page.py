"""Danh mục · Lịch: procedures, the working calendar, units and people, to be read by everybody."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError
from counter_app.queries.catalogue import CatalogueView, catalogue_view
from counter_app.ui import theme
from counter_app.ui.desk_papers import WALL_PAPERS, PaperMenu
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.catalogue.calendar_desk import CalendarDesk
from counter_app.ui.pages.catalogue.calendar_view import CalendarView
from counter_app.ui.pages.catalogue.people_view import PeopleView, UnitsView
from counter_app.ui.pages.catalogue.procedure_desk import ProcedureDesk
from counter_app.ui.pages.catalogue.procedures_view import ProceduresView
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import Text

_GROUP = "Danh mục · Lịch"
_PARTS = (
    ("procedures", "Thủ tục"),
    ("calendar", "Lịch làm việc"),
    ("units", "Đơn vị"),
    ("people", "Người dùng"),
)
_PART_KEY = "catalogue/part"


class CataloguePage(Ground):
    """Four segments over one reading; Ctrl+1 … Ctrl+4 choose one."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="catalogue_page")
        self._context = context
        self._view: CatalogueView | None = None
        self.parts = Segmented(_PARTS, name="catalogue_parts", label="Danh mục")
        self.notice = Notice(name="catalogue_notice")
        self.procedures = ProceduresView(context.memory, lambda: context.now().date())
        self.procedure_desk = ProcedureDesk(context, self.procedures)
        self.calendar = CalendarView(context.now)
        self.calendar_desk = CalendarDesk(context, self.calendar)
        self.units = UnitsView(context.memory)
        self.people = PeopleView(context.memory)
        self.stack = QStackedWidget()
        for part in (self.procedure_desk, self.calendar_desk, self.units, self.people):
            self.stack.addWidget(part)
        self.wall = Button("In giấy niêm yết, phiếu", ButtonKind.QUIET, icon="printer", name="print_wall")
        self._build()
        self._add_actions()
        self.papers = PaperMenu(context, self, self.wall, WALL_PAPERS)
        self.procedures.panel.posting_asked.connect(self._print_posting)
        self.parts.changed.connect(self._turn)
        context.session.changed.connect(self._others_changed)
        kept = context.memory.text(_PART_KEY, _PARTS[0][0])
        self._turn(kept if kept in dict(_PARTS) else _PARTS[0][0])
        self.set_compact(False)

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(side, 0, side, 0)
        head.setSpacing(theme.px(20))
        head.addWidget(Text("Danh mục · Lịch", Role.TITLE, Tone.TEXT, 600))
        head.addWidget(self.parts)
        head.addStretch(1)
        head.addWidget(self.wall)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        for number, (part, words) in enumerate(_PARTS, start=1):
            add(words, f"Ctrl+{number}", partial(self.open_part, part), name=f"act_part_{part}")
        add("Tìm thủ tục", "Ctrl+F", self._focus_search, name="act_search_procedure")
        add("Năm trước", "Alt+Left", partial(self._step_year, -1), name="act_year_before")
        add("Năm sau", "Alt+Right", partial(self._step_year, 1), name="act_year_after")

    # -- parts

    def part(self) -> str:
        """The segment shown."""
        return self.parts.value()

    def open_part(self, part: str) -> None:
        """Show a segment and put the cursor into it."""
        self._turn(part)
        self.stack.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _turn(self, part: str) -> None:
        self.parts.set_value(part)
        self.stack.setCurrentIndex([known for known, _ in _PARTS].index(part))
        self._context.memory.keep(_PART_KEY, part)
        self.setFocusProxy(self.stack.currentWidget())

    def _focus_search(self) -> None:
        self.open_part("procedures")
        self.procedure_desk.go_back()
        self.procedures.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.procedures.search.selectAll()

    def _step_year(self, by: int) -> None:
        if self.part() == "calendar":
            self.calendar.step(by)

    def _print_posting(self, procedure: str) -> None:
        self.papers.desk_papers.open_paper("posting", procedure)

    # -- reading

    def page_shown(self) -> None:
        """Read anew: another day may have other versions in force."""
        today = self._context.now().date()
        self._context.jobs.read(
            lambda reading: catalogue_view(reading, today), self._read, self._fail, channel="catalogue"
        )

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"catalogue", "calendar", "staff", "unit", "settings"}:
            self.page_shown()

    def _read(self, view: CatalogueView) -> None:
        self._view = view
        self.notice.clear()
        for part in (self.procedure_desk, self.calendar_desk, self.units, self.people):
            part.show_view(view)

    def _fail(self, error: CounterError) -> None:
        self.notice.show_error(sentence_of(error))

    def is_ready(self) -> bool:
        """Whether the catalogue was read."""
        return self._view is not None

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._head.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))
        self.procedures.set_compact(is_compact)
        self.calendar.set_compact(is_compact)
