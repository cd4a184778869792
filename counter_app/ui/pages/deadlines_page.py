"""Theo dõi hạn: late, due today, at risk, stopped; by unit and officer; each number opens its dossiers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Permission
from counter_app.domain.text import money
from counter_app.queries.deadlines import MonthShare
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.queries.forecast import PastTimes
from counter_app.ui import theme
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.deadlines import captions, desk_work
from counter_app.ui.pages.deadlines.charts_row import ChartsRow, band_words
from counter_app.ui.pages.deadlines.desk_work import First, ListPaper, Rest, Risks
from counter_app.ui.pages.deadlines.exporting import export_of
from counter_app.ui.pages.deadlines.figures import (
    AgeBand,
    Figures,
    Line,
    Number,
    Opening,
    age_opening,
    opening,
)
from counter_app.ui.pages.deadlines.list_preview import ListPreview
from counter_app.ui.pages.deadlines.list_words import Columns, ListRow, Words, row_of
from counter_app.ui.pages.deadlines.lists_area import ListsArea
from counter_app.ui.pages.deadlines.number_table import GridRow, NumberTable
from counter_app.ui.pages.deadlines.outgoing import Outgoing
from counter_app.ui.pages.deadlines.page_head import DeadlinesHead, Scope
from counter_app.ui.pages.deadlines.stale_line import StaleLine
from counter_app.ui.pages.deadlines.tiles import TileRow
from counter_app.ui.tokens import PAGE_PADDING
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.export_reason import ReasonBar
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice

_GROUP = "Theo dõi hạn"
_SLOW_ROWS = 60
"""From here on drawing the paper takes longer than 400 ms: then words say so."""


class DeadlinesPage(Ground):
    """The supervisor sees the whole authority, a head of department what the department holds."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="deadlines_page")
        self._context, self._jobs, self._session = context, context.jobs, context.session
        person = context.session.person
        is_whole = context.session.may(Permission.SUPERVISE)
        self.unit = "" if is_whole or person is None else person.unit
        self._past = PastTimes()
        self._first: First | None = None
        self._rest: Rest | None = None
        self._risks: Risks | None = None
        self.figures = Figures()
        self.columns = Columns(context.desk.agency.id)
        self.head = DeadlinesHead(is_whole=is_whole)
        self.tiles = TileRow()
        self.notice = Notice(name="deadlines_notice")
        self.stale = StaleLine(context)
        self.reason = ReasonBar()
        self.lists = ListsArea(self.columns, context.memory)
        self.numbers = {
            Scope.UNITS: NumberTable("Đơn vị", name="numbers_by_unit", label="Số hồ sơ theo đơn vị"),
            Scope.OFFICERS: NumberTable("Cán bộ", name="numbers_by_officer", label="Số hồ sơ theo cán bộ"),
        }
        self.charts = ChartsRow("Đang mở theo phòng" if is_whole else "Đang mở theo cán bộ")
        self.preview = ListPreview()
        self.out = Outgoing(context, self)
        self._saved_path = ""
        self._build()
        self._connect()
        self._add_actions()
        self.set_compact(False)
        self.lists.choose(Number.OVERDUE)
        self.tiles.choose(Number.OVERDUE)

    # -- building

    def _build(self) -> None:
        self._body = QStackedWidget()
        self._body.addWidget(self.lists)
        for table in self.numbers.values():
            self._body.addWidget(table)
        board = QWidget()
        self._column = QVBoxLayout(board)
        for part in (self.head, self.tiles, self.stale, self.notice, self.reason):
            self._column.addWidget(part)
        self._column.addWidget(self._body, 1)
        self._column.addWidget(self.charts)
        self._whole = QStackedWidget()
        self._whole.addWidget(board)
        self._whole.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self.setFocusProxy(self.lists)

    def _connect(self) -> None:
        self.head.scope_changed.connect(self._scope_changed)
        self.head.export_pressed.connect(self.export)
        self.head.print_pressed.connect(self.print_list)
        self.tiles.pressed.connect(self._tile_pressed)
        for number, section in self.lists.sections.items():
            section.table.opened.connect(self._row_opened)
            section.open_all.connect(partial(self.open_number, number))
        for table in self.numbers.values():
            table.opened.connect(self._grid_opened)
        self.charts.age_opened.connect(self._age_opened)
        self.charts.load_opened.connect(self._load_opened)
        self.reason.given.connect(self._reason_given)
        self.reason.given_up.connect(self._give_up)
        self.notice.acted.connect(self._open_saved)
        self.preview.notice.acted.connect(self._open_saved)
        self.preview.closed.connect(self._close_preview)
        self.preview.print_pressed.connect(self.out.print)
        self.preview.save_pressed.connect(self.out.save_pdf)
        self.out.saved.connect(self._saved)
        self.out.printed.connect(self._printed)
        self.out.drawn.connect(self._drawn)
        self.out.failed.connect(self._show_error)
        self.out.reason_wanted.connect(self.reason.ask)
        self._session.changed.connect(self._changed)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        add("Xuất Excel", "Ctrl+E", self.export, name="act_export")
        add("In danh sách hồ sơ quá hạn", "Ctrl+P", self.print_list, name="act_print_list")
        add("Mở danh sách đang xem trong Hồ sơ", "Ctrl+O", self._open_chosen, name="act_open_list")
        add("Đếm lại", "Ctrl+Shift+R", self.reload, name="act_recount")
        add("Đến danh sách", "Ctrl+G", self._focus_list, name="act_list")
        shown = partial(add, listed_with=self.preview)
        shown("In danh sách đang xem", "Ctrl+Return", self._print_shown, name="act_print_shown")
        shown("In danh sách đang xem", "Ctrl+Enter", self._print_shown, name="act_print_shown_keypad")
        shown("Lưu PDF", "Ctrl+S", self._save_shown, name="act_save_pdf")
        add("Quay lại", "Escape", self._back, name="act_back")

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        side = theme.px(PAGE_PADDING)
        self._column.setContentsMargins(side, 0, side, theme.px(10 if is_compact else 16))
        self._column.setSpacing(theme.px(6 if is_compact else 12))
        self.head.set_compact(is_compact)
        self.lists.set_compact(is_compact)
        self.charts.set_compact(is_compact)

    # -- reading

    def page_shown(self) -> None:
        """Count anew; the cursor goes to the list."""
        self.reload()
        self._focus_list()

    def _changed(self, kinds: set[str]) -> None:
        if kinds & {"dossier", "calendar"} and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """The late ones first; then the numbers and bars, the forecast, the months."""
        do = desk_work.read_first(self._context.now(), self.unit)
        self._jobs.read(do, self._first_read, self._show_error, channel="deadlines_first")
        self.stale.look()

    def _first_read(self, first: First) -> None:
        self._first = first
        self.columns.words = Words(first.reference, first.now)
        self.head.set_moment(first.now)
        self._show_rows(Number.OVERDUE, tuple(ListRow(row) for row in first.overdue))
        read, now, unit = self._jobs.read, first.now, self.unit
        failed = self._show_error
        read(desk_work.read_rest(first, unit), self._rest_read, failed, channel="deadlines_rest")
        read(desk_work.read_months(now, unit), self._months_read, failed, channel="deadlines_months")
        self._ask_risk()

    def _rest_read(self, rest: Rest) -> None:
        assert self._first is not None  # asked for by it
        self._rest = rest
        minutes = [entry.held.working_minutes for entries in rest.entries.values() for entry in entries]
        self.columns.words = Words(self._first.reference, self._first.now, float(max(minutes, default=1)))
        for number, entries in rest.entries.items():
            self._show_rows(number, tuple(ListRow(entry.row, entry) for entry in entries))
        self.figures = Figures(rest.load, self._risks.rows if self._risks else ())
        self._show_figures()

    def _ask_risk(self) -> None:
        assert self._first is not None  # it comes after everything else
        do = desk_work.read_risk(self._first.now, self.unit, self._past)
        self._jobs.read(do, self._risk_read, self._show_error, channel="deadlines_risk")

    def _risk_read(self, risks: Risks | None) -> None:
        if risks is None:
            # The past is read in steps: what was asked in between has been done.
            self._ask_risk()
            return
        self._risks = risks
        self._show_rows(Number.RISK, risks.rows)
        self.figures = Figures(self.figures.load, risks.rows)
        self._show_figures()

    def _months_read(self, months: tuple[MonthShare, ...]) -> None:
        self.charts.set_months(months)

    # -- showing

    def _show_rows(self, number: Number, rows: tuple[object, ...]) -> None:
        self.lists.sections[number].table.table_model.set_rows(rows)

    def _show_figures(self) -> None:
        assert self._first is not None  # read before everything else
        reference, now = self._first.reference, self._first.now
        whole = self.figures.whole(self.unit)
        basis = self._risks.basis if self._risks else None
        facts = captions.facts(self.columns.words, self._first.overdue, self.figures, basis)
        for number, tile in self.tiles.tiles.items():
            waits = number is Number.RISK and basis is None
            tile.set_figure(None if waits else whole.count(number), captions.caption(number, whole, facts))
        for number, section in self.lists.sections.items():
            section.set_count(whole.count(number), section.table.table_model.count())
        by_unit, by_officer = self.figures.by_unit(), self.figures.by_officer()
        self._show_grid(Scope.UNITS, by_unit, whole)
        self._show_grid(Scope.OFFICERS, by_officer, whole)
        self.charts.set_ages(self.figures.ages(reference.calendar, now.date()))
        self.charts.set_load(by_officer if self.unit else by_unit, self.name_of)

    def name_of(self, line: Line) -> str:
        """Unit or officer of a line in words."""
        assert self._first is not None  # lines come after it
        return captions.line_name(line, self._first.reference)

    def _show_grid(self, scope: Scope, lines: tuple[Line, ...], whole: Line) -> None:
        assert self._first is not None  # lines come after it
        beside = partial(captions.unit_beside, reference=self._first.reference)
        rows = [GridRow(self.name_of(line), beside(line), line) for line in lines]
        self.numbers[scope].set_rows([*rows, GridRow("Cộng", "", whole, is_sum=True)])

    def _scope_changed(self, scope: str) -> None:
        chosen = Scope(scope)
        self._body.setCurrentWidget(self.lists if chosen is Scope.WHOLE else self.numbers[chosen])

    # -- opening

    def _tile_pressed(self, word: str) -> None:
        number = Number(word)
        if number is Number.OPEN:
            self.tiles.choose(self.lists.chosen())
            self.open_number(number)
            return
        self.head.show_whole()
        self.lists.choose(number)
        self.tiles.choose(number)
        self._focus_list()

    def _open_chosen(self) -> None:
        if not self._is_preview():
            self.open_number(self.lists.chosen())

    def open_number(self, number: Number) -> None:
        """The dossiers behind a number of the whole, in Hồ sơ."""
        self._open_line(self.figures.whole(self.unit), number, captions.title(number))

    def _grid_opened(self, row: GridRow, word: str) -> None:
        number = Number(word)
        title = captions.title(number)
        self._open_line(row.line, number, title if row.is_sum else f"{title} · {row.name}")

    def _age_opened(self, band: AgeBand) -> None:
        self._open(age_opening(band, self.unit), f"Đang mở {band_words(band)} ngày làm việc")

    def _load_opened(self, line: Line | None) -> None:
        if line is None:
            self.head.choose(Scope.OFFICERS if self.unit else Scope.UNITS)
        else:
            self._open_line(line, Number.OPEN, f"{captions.title(Number.OPEN)} · {self.name_of(line)}")

    def _open_line(self, line: Line, number: Number, title: str) -> None:
        if self._first is not None and line.count(number):
            self._open(opening(line, number, self.figures, self._first.now), title)

    def _open(self, found: Opening, title: str) -> None:
        if found.wanted is not None:
            self._context.open_list(title, found.wanted)
        elif found.behind is not None and self._first is not None:
            do = desk_work.read_codes(self._first.now, found.behind)
            self._jobs.read(do, partial(self._codes_read, title), self._show_error, channel="deadlines_codes")

    def _codes_read(self, title: str, codes: tuple[str, ...]) -> None:
        if codes:
            self._context.open_list(title, DossierFilter(codes=codes))

    def _row_opened(self, row: object) -> None:
        self._context.open_dossier(row_of(row).code)  # type: ignore[arg-type]

    # -- leaving

    def export(self) -> None:
        """The chosen list and the numbers by unit as an Excel file."""
        if self._rest is None or self.columns.words is None or self._is_preview():
            return
        self.notice.clear()
        self.reason.hide()
        risk = self._risks.rows if self._risks else ()
        wanted = export_of(
            self.lists.chosen(), self.unit, self.columns.words, self.figures, risk, self.name_of
        )
        self.out.export(wanted)

    def print_list(self) -> None:
        """The overdue list on paper: first as it will look."""
        if self._is_preview():
            return
        self.notice.clear()
        count = self.tiles.tiles[Number.OVERDUE].count() or 0
        if count > _SLOW_ROWS:
            self.notice.show_info(f"Đang dựng {money(count)} hồ sơ thành trang in")
        self.out.draw(self.unit)

    def _drawn(self, paper: ListPaper) -> None:
        self.notice.clear()
        self.preview.show_paper(paper)
        self._whole.setCurrentWidget(self.preview)
        self.preview.print.setFocus()

    def _print_shown(self) -> None:
        if self._is_preview():
            self.out.print()

    def _save_shown(self) -> None:
        if self._is_preview():
            self.out.save_pdf()

    def _is_preview(self) -> bool:
        return self._whole.currentWidget() is self.preview

    def _close_preview(self) -> None:
        self._whole.setCurrentIndex(0)
        self.out.close_paper()
        self._focus_list()

    def _saved(self, path: str, rows: int) -> None:
        self._saved_path = path
        self.reason.hide()
        self._notice().show_done(f"Đã lưu {rows} hồ sơ vào {path}", "Mở tệp")

    def _printed(self, rows: int) -> None:
        printer = self._context.printer.chosen()
        self._notice().show_done(f"Đã in danh sách {rows} hồ sơ" + (f" trên {printer}" if printer else ""))

    def _open_saved(self) -> None:
        if self._saved_path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._saved_path))))

    def _reason_given(self, reason: str) -> None:
        self.out.go_on(reason)

    def _give_up(self) -> None:
        self.reason.hide()
        self.out.give_up()
        self._focus_list()

    def _back(self) -> None:
        if self._is_preview():
            self._close_preview()
        elif self.reason.isVisible():
            self._give_up()
        elif self.notice.isVisible():
            self.notice.clear()

    # -- words and focus

    def _notice(self) -> Notice:
        return self.preview.notice if self._is_preview() else self.notice

    def _show_error(self, error: CounterError) -> None:
        self._notice().show_error(captions.error_words(error) or sentence_of(error))

    def _focus_list(self) -> None:
        current = self._body.currentWidget()
        (self.lists.table() if current is self.lists else current).setFocus()
