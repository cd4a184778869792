"""Hồ sơ: all dossiers in one table, narrowed and sorted; one of them opens in the panel at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.procedure import FIELDS
from counter_app.domain.text import money
from counter_app.queries.dossier_pages import BLOCK, DossierFilter, DossierPages, Order, sort_by
from counter_app.queries.dossiers import DossierRow
from counter_app.ui import dossier_words, theme
from counter_app.ui.desk_papers import RegisterMenu
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.list_export import AskPath, ListExport, ask_path
from counter_app.ui.messages import sentence_of
from counter_app.ui.models.block_model import BlockModel
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.dossiers import list_work
from counter_app.ui.pages.dossiers.columns import Look, dossier_columns
from counter_app.ui.pages.dossiers.following import Following
from counter_app.ui.pages.dossiers.list_head import ListHead
from counter_app.ui.pages.dossiers.saved_filters import (
    ALL,
    BASES,
    SavedFilter,
    forget_filter,
    keep_filter,
    own_filters,
)
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.table_clipboard import MOST_COPIED
from counter_app.ui.widgets.text import caption

_GROUP = "Danh sách hồ sơ"
_HINT = "Enter mở · Ctrl+C chép"
_MINUTE_MS = 60_000
_FOOT = 44


class DossiersPage(Ground):
    """`open_list(title, filter)` shows exactly these; `open_dossier(code)` shows one in the panel."""

    def __init__(self, context: PageContext, *, ask_path: AskPath = ask_path) -> None:
        """`ask_path(parent, suggested)`: asks where an export goes."""
        super().__init__("surface", name="dossiers_page")
        self._context = context
        self._look = Look(context.now)
        self._list: tuple[str, DossierFilter] | None = None
        self._chosen = SavedFilter("")
        self._panel: Any = None
        self._is_stale = True
        self.head = ListHead()
        self.model = BlockModel(
            dossier_columns(self._look),
            key=lambda row: row.stream,
            place=lambda row: row.seq,
            jobs=context.jobs,
            block=BLOCK,
        )
        self.table = DataTable(
            self.model, name="dossiers", label="Hồ sơ", memory=context.memory, edge=PAGE_PADDING
        )
        self.notice = Notice(name="dossiers_notice")
        self.foot = caption("", name="dossiers_foot", figures=True)
        self._following = Following(self.table, self.panel)
        self._export = ListExport(list_work.EXPORT, context, self, self.head.export, self.notice, ask_path)
        self._register = RegisterMenu(context, self, self.head.register, self._failed)
        self._build()
        self._connect()
        self._add_actions()
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.model.say_all_changed)

    # -- building

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        around = QVBoxLayout()
        around.setContentsMargins(theme.px(PAGE_PADDING), 0, theme.px(PAGE_PADDING), 0)
        around.addWidget(self.notice)
        around.addWidget(self._export.reason)
        column.addLayout(around)
        column.addWidget(self.table, 1)
        foot = QWidget()
        foot.setFixedHeight(theme.px(_FOOT))
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(PAGE_PADDING), 0, theme.px(PAGE_PADDING), 0)
        row.addWidget(self.foot)
        row.addStretch(1)
        row.addWidget(caption(_HINT, name="dossiers_hint"))
        column.addWidget(foot)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(left, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        head, table, model = self.head, self.table, self.model
        table.opened.connect(self._open_row)
        table.moved.connect(self._say_where)
        table.sort_chosen.connect(self._sort_chosen)
        table.copied.connect(self._say_copied)
        model.loaded.connect(self._loaded)
        model.failed.connect(self._failed)
        head.base_chosen.connect(lambda value: self._narrow(base=value))
        head.field_chosen.connect(lambda value: self._narrow(field=value))
        head.unit_chosen.connect(lambda value: self._narrow(unit=value))
        head.saved_chosen.connect(self._show_saved)
        head.save_asked.connect(self._save)
        head.forget_asked.connect(partial(forget_filter, self._context.memory))
        head.column_toggled.connect(self._toggle_column)
        head.widths_forgotten.connect(table.shown_columns.forget_widths)
        head.export_asked.connect(self.export)
        head.set_choices(head.field, self._fields)
        head.set_choices(head.unit, self._units)
        head.set_choices(head.columns, self._columns)
        head.set_choices(head.saved, self._saved)
        self._context.session.changed.connect(self._changed)
        self._context.session.person_changed.connect(self._person_changed)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        add("Xuất danh sách đang xem", "Ctrl+E", self.export, name="act_export_list")
        add("In sổ theo dõi hồ sơ", "Ctrl+B", self._register.ask, name="act_print_register")
        add("Đóng hồ sơ, bỏ lọc", "Escape", self.back, name="act_dossiers_back")
        sortable = [column for column in self.model.columns if column.sort]
        for number, column in enumerate(sortable, start=1):
            do = partial(self.table.sort_by, column.sort)
            add(f"Xếp theo {column.title}", f"Ctrl+{number}", do, name=f"act_sort_{column.id}")

    # -- the frame's calls

    def page_shown(self) -> None:
        """What changed while another page was in front is read now."""
        self._minute.start()
        if self._is_stale or self.model.count() == 0:
            self.reload()
        else:
            self.model.say_all_changed()

    def set_compact(self, compact: bool) -> None:
        """Low windows."""
        self.head.set_compact(compact)

    def close_page(self) -> None:
        """The window closes."""
        self._minute.stop()

    # -- the list

    def wanted(self) -> DossierFilter:
        """What the list is narrowed to now."""
        base = self._list[1] if self._list is not None else BASES[self._chosen.base]
        more = {"field": self._chosen.field, "unit": self._chosen.unit}
        return replace(base, **{name: value for name, value in more.items() if value})

    def order(self) -> Order:
        """By what it is sorted."""
        return self._chosen.order()

    def open_list(self, title: str, wanted: DossierFilter) -> None:
        """Exactly these dossiers; the chip with the title leads back to all."""
        self._list = (title, wanted)
        self._chosen = replace(self._chosen, base=ALL, field="", unit="")
        self.show_list()

    def leave_list(self) -> None:
        """Back from the dossiers behind a number to all."""
        self._list = None
        self.show_list()

    def show_list(self) -> None:
        """Read the list that is chosen, from its beginning."""
        self.head.segments.set_value(self._chosen.base)
        self.head.show_chips(self._chips())
        order = self.order()
        self.table.set_sort(order.by, order.is_descending)
        self._is_stale = False
        self._context.jobs.read(list_work.reference, self._reference_came)
        self.model.show_source(DossierPages(self.wanted(), order, self._context.now))
        self._read_figures()

    def reload(self) -> None:
        """The same list as it is now; cursor and scroll place stay."""
        if self.model.count() == 0:
            self.show_list()
            return
        self._is_stale = False
        self._context.jobs.read(list_work.reference, self._reference_came)
        self.model.reload()
        self._read_figures()

    def _read_figures(self) -> None:
        """After the list: nobody waits for the figures."""
        do = list_work.figures(self._context.now())
        self._context.jobs.read(do, self.head.show_counts, self._failed, channel=f"dossiers/{id(self)}")

    def _reference_came(self, found: ReferencePort) -> None:
        """Units and people, before the rows that speak of them."""
        is_other = found is not self._look.reference
        self._look.reference = found
        if is_other:
            self.head.show_chips(self._chips())
            self.model.say_all_changed()

    def _narrow(self, **fields: str) -> None:
        if "base" in fields:
            self._list = None
        self._chosen = replace(self._chosen, **fields)
        self.show_list()

    def _sort_chosen(self, word: str, is_descending: bool) -> None:
        self._chosen = replace(self._chosen, sort=sort_by(word), is_descending=is_descending)
        self.show_list()

    def _chips(self) -> list[tuple[str, str, Callable[[], object]]]:
        found: list[tuple[str, str, Callable[[], object]]] = []
        if self._list is not None:
            found.append(("list", self._list[0], self.leave_list))
        if self._chosen.field:
            words = FIELDS.get(self._chosen.field, self._chosen.field)
            found.append(("field", f"Lĩnh vực {words}", partial(self._narrow, field="")))
        if self._chosen.unit:
            reference = self._look.reference
            words = dossier_words.unit_words(self._chosen.unit, reference) if reference else self._chosen.unit
            found.append(("unit", f"Đang ở {words}", partial(self._narrow, unit="")))
        return found

    def _loaded(self) -> None:
        is_narrow = self.wanted() != DossierFilter()
        words = "Không có hồ sơ nào như vậy." if is_narrow else "Chưa có hồ sơ nào."
        step = "Bỏ bớt bộ lọc để thấy thêm." if is_narrow else "Nhấn F2 để tiếp nhận hồ sơ đầu tiên."
        self.table.set_empty(words, step)
        self._say_where(None)

    def _say_where(self, _row: object) -> None:
        count, at = self.model.count(), self.table.currentIndex().row()
        where = f"{money(at + 1)} / " if 0 <= at < count else ""
        self.foot.setText(f"{where}{money(count)} hồ sơ")

    def _say_copied(self, count: int) -> None:
        more = " đầu tiên; cần nhiều hơn thì xuất (Ctrl+E)" if count >= MOST_COPIED else ""
        self.foot.setText(f"Đã chép {money(count)} hồ sơ{more}")

    def _failed(self, error: CounterError) -> None:
        self._is_stale = True
        self.notice.show_error(sentence_of(error))

    def _changed(self, kinds: set[str]) -> None:
        if kinds & {"dossier", "units", "calendar", "settings"}:
            self._is_stale = True
            if self.isVisible():
                self.reload()

    def _person_changed(self) -> None:
        self._close_panel()
        self._list = None
        self._chosen = SavedFilter("")
        self._is_stale = True
        self.notice.clear()
        if self.isVisible() and self._context.session.person is not None:
            self.show_list()

    # -- menus

    def _fields(self) -> list[tuple[str, str, bool]]:
        chosen = self._chosen.field
        fields = ((code, words, code == chosen) for code, words in FIELDS.items())
        return [("", "Mọi lĩnh vực", not chosen), *fields]

    def _units(self) -> list[tuple[str, str, bool]]:
        chosen, reference = self._chosen.unit, self._look.reference
        known = reference.units.values() if reference is not None else ()
        units = ((unit.code, unit.name, unit.code == chosen) for unit in known)
        return [("", "Mọi đơn vị", not chosen), *units]

    def _columns(self) -> list[tuple[str, str, bool]]:
        shown = self.table.columns_shown()
        free = (column for column in self.model.columns if not column.is_fixed)
        return [(column.id, column.title, column.id in shown) for column in free]

    def _toggle_column(self, column_id: str) -> None:
        shown = set(self.table.columns_shown())
        self.table.show_columns(shown ^ {column_id})

    def _saved(self) -> list[tuple[str, str, bool]]:
        return [(made.name, made.name, False) for made in own_filters(self._context.memory)]

    def _show_saved(self, name: str) -> None:
        found = next((made for made in own_filters(self._context.memory) if made.name == name), None)
        if found is not None:
            self._list = None
            self._chosen = replace(found, name="")
            self.show_list()

    def _save(self, name: str) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._list is not None:
            self.notice.show_warning("Danh sách mở từ một con số thì không lưu thành bộ lọc được.")
            return
        keep_filter(self._context.memory, replace(self._chosen, name=name))
        self.notice.show_done(f"Đã lưu bộ lọc «{name}».")

    # -- the panel

    def _open_row(self, row: DossierRow) -> None:
        self.open_dossier(row.shown_code)

    def open_dossier(self, code: str) -> None:
        """Show a dossier in the panel; the list stays as it is."""
        self._point_at(code)
        panel = self._made_panel()
        panel.show_code(code)
        panel.show()
        panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _point_at(self, code: str) -> None:
        """The cursor stands on what the panel shows, or nowhere when that is not among the rows at hand."""
        current = self.table.current_row()
        if current is not None and current.shown_code == code:
            return
        found = (row.stream for _, row in self.model.loaded_rows() if row.shown_code == code)
        if not self.table.set_current(next(found, "")):
            self.table.selectionModel().clear()

    def panel(self) -> QWidget | None:
        """The panel; None before the first dossier was opened."""
        return self._panel

    def _made_panel(self) -> Any:
        if self._panel is None:
            from counter_app.ui.pages.dossiers.panel import DossierPanel  # not on the way to the first list

            self._panel = DossierPanel(self._context)
            self._panel.closed.connect(self._close_panel)
            self._row.addWidget(self._panel)
        return self._panel

    def _close_panel(self) -> None:
        if self._panel is not None and not self._panel.isHidden():
            self._panel.hide()
            if self.isVisible():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """Esc: out of a name or reason, out of the panel, out of a list; one of them at a time."""
        if self.head.leave_name() or self._export.give_up():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._panel is not None and not self._panel.isHidden():
            self._panel.back()
        elif self._list is not None:
            self.leave_list()
        else:
            self.notice.clear()

    # -- scans

    def take_scan(self, scan: Scan, answer: Answer) -> bool:
        """A code opens its dossier; whoever takes the rest says where it is of use."""
        if scan.text and not scan.command:
            do = list_work.found_row(scan.text, self._context.now())
            not_found = partial(self._not_found, scan.text, answer)
            self._context.jobs.read(do, partial(self._scanned, answer), not_found)
        return bool(scan.text) and not scan.command

    def _scanned(self, answer: Answer, found: tuple[DossierRow, Any]) -> None:
        row, self._look.reference = found
        self.open_dossier(row.shown_code)
        state = dossier_words.state_of(row, self._look.reference, self._context.now())
        said = " · ".join(part for part in (state.text, dossier_words.short_name(row.applicant_name)) if part)
        answer(Verdict(Tone.GREEN, self._look.short_code(row), said))

    @staticmethod
    def _not_found(text: str, answer: Answer, error: CounterError) -> None:
        answer(Verdict(Tone.RED, text, sentence_of(error)))

    # -- export

    def export(self) -> None:
        """What is shown, in its order and with its columns, as an Excel file."""
        columns = [self.model.columns[number] for number in self.table.shown_columns.sections()]
        gather = list_work.export_rows(self.wanted(), self.order(), columns, self._context.now())
        self._export.begin(columns, gather, self.model.count(), list_work.MOST_EXPORTED)
