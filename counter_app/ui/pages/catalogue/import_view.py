"""A catalogue file before anything of it counts: a verdict for every row, then one decision for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.domain.catalogue_draft import Part
from counter_app.services.catalogue_import import ImportPlan, Verdict, VerdictKind
from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.pages.catalogue import version_words as words
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.cells import BadgeCell, Cell, TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.fields import DateField, TextField
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import Text

_ALL, _WRONG = "all", "wrong"
_FILTERS = ((_ALL, "Tất cả"), (_WRONG, "Chỉ dòng lỗi"))
_PARTS = {Part.PROCEDURES: "Thủ tục", Part.COMPONENTS: "Giấy tờ", Part.STEPS: "Bước"}
_BADGES = {
    VerdictKind.NEW: BadgeCell("Mới", Tone.GREEN, "plus"),
    VerdictKind.CHANGED: BadgeCell("Sửa", Tone.AMBER, "square-pen"),
    VerdictKind.SAME: BadgeCell("Như cũ", Tone.TEXT3, "minus"),
    VerdictKind.REFUSED: BadgeCell("Không nhận", Tone.RED, "circle-alert"),
}
_DECISION, _DAY = 260, 150


class ImportView(Ground):
    """`left` goes back; `chosen` asks for a file; `template_asked`; `day_changed` judges anew;
    `confirmed(decision, day)` stores what may be stored."""

    left = Signal()
    chosen = Signal()
    template_asked = Signal()
    day_changed = Signal()
    confirmed = Signal(str, object)

    def __init__(self, memory: Memory, today: Callable[[], date]) -> None:
        super().__init__("surface", name="catalogue_import")
        self._today = today
        self._plan: ImportPlan | None = None
        self._units: Mapping[str, str] = {}
        self.title = Text("Nhập danh mục từ tệp", Role.TITLE, Tone.TEXT, 600, name="import_title")
        self.words = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="import_words")
        self.filter = Segmented(_FILTERS, name="import_filter", label="Lọc dòng")
        self.choose = Button("Chọn tệp…", icon="folder-open", key="Ctrl+I", name="import_choose")
        self.template = Button("Lưu tệp mẫu…", icon="file-spreadsheet", name="import_template")
        self.notice = Notice(name="import_notice")
        self.table = DataTable(
            RowsModel(self._columns(), key=_key),
            name="import_table",
            label="Các dòng của tệp",
            memory=memory,
            edge=PAGE_PADDING,
        )
        self.detail = Text("", Role.BODY, Tone.TEXT, wraps=True, name="import_detail")
        self.decision = TextField("Quyết định số", name="import_decision", is_required=True, max_length=255)
        self.day = DateField("Hiệu lực từ", name="import_day", today=today, is_required=True)
        self.decision.set_hint("khi tệp không ghi")
        self.back = Button("Quay lại", ButtonKind.QUIET, key="Esc", name="import_back", height=MAIN_BUTTON)
        self.main = Button("", ButtonKind.MAIN, key="Ctrl+Enter", name="import_main", height=MAIN_BUTTON)
        self._build()
        self._connect()
        self.show_nothing()

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(self.title)
        first.addStretch(1)
        first.addWidget(self.filter)
        first.addWidget(self.template)
        first.addWidget(self.choose)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.px(4), side, 0)
        head.setSpacing(theme.px(6))
        head.addLayout(first)
        head.addWidget(self.words)
        head.addWidget(self.notice)
        self._detail_ground = Ground("sunken", ("top",), name="import_detail_ground")
        below = QVBoxLayout(self._detail_ground)
        below.setContentsMargins(side, theme.px(8), side, theme.px(8))
        below.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._detail_ground)
        column.setSpacing(0)
        column.addWidget(self._foot())
        self.setFocusProxy(self.table)

    def _foot(self) -> Ground:
        side = theme.px(PAGE_PADDING)
        ground = Ground("surface", ("top",), name="import_foot")
        row = QHBoxLayout(ground)
        row.setContentsMargins(side, theme.px(8), side, theme.px(12))
        row.setSpacing(theme.px(12))
        self.decision.setMaximumWidth(theme.px(_DECISION))
        self.day.setMaximumWidth(theme.px(_DAY))
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.decision, 1)
        row.addWidget(self.day)
        row.addWidget(self.main, 0, Qt.AlignmentFlag.AlignBottom)
        return ground

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.choose.clicked.connect(self.chosen)
        self.template.clicked.connect(self.template_asked)
        self.main.clicked.connect(self.submit)
        self.filter.changed.connect(self._filtered)
        self.table.moved.connect(self._moved)
        self.day.left.connect(self._day_left)
        for field in (self.decision, self.day):
            field.edited.connect(field.clear_mark)

    def show_nothing(self) -> None:
        """No file is open: say what one would have to look like."""
        self._plan = None
        self.words.setText(
            "Tệp Excel (.xlsx) có các trang Thủ tục, Thành phần, Các bước như tệp mẫu, hoặc tệp .csv. "
            "Chưa dòng nào được ghi trước khi xem và xác nhận."
        )
        self.table.set_empty("Chưa chọn tệp", "Ctrl+I để chọn tệp; «Lưu tệp mẫu…» để có tệp đúng cột.")
        self.table.table_model.set_rows(())
        self._told()

    def show_plan(self, names: Sequence[str], plan: ImportPlan, units: Mapping[str, str]) -> None:
        """The rows of the files; where one is wrong only the wrong ones are shown at first."""
        is_first = self._plan is None
        self._plan, self._units = plan, units
        self.words.setText(f"{words.files_words(names)} · {words.plan_words(plan)}")
        self.filter.set_counts({_ALL: str(len(plan.verdicts)), _WRONG: str(plan.refused)})
        if is_first:
            self.filter.set_value(_WRONG if plan.refused else _ALL)
        if self.day.value() is None:
            self.day.set_value(self._today())
        self.table.set_empty("Không có dòng nào", "")
        self._told()
        self._filtered(self.filter.value())

    def _told(self) -> None:
        """What the button would do, and what it would leave out."""
        plan = self._plan
        count = len(plan.versions) if plan else 0
        self.main.setText(f"Ghi {count} thủ tục")
        self.main.setEnabled(count > 0)
        self.filter.setVisible(plan is not None)
        self._detail_ground.setVisible(plan is not None)
        for field in (self.decision, self.day):
            field.setVisible(count > 0)
        if plan is None:
            self.notice.clear()
        elif plan.refused:
            self.notice.show_warning(
                f"{plan.refused} dòng không nhận. Thủ tục có dòng sai được để nguyên cả thủ tục; "
                "sửa tệp rồi chọn lại để nhập nốt."
            )
        elif not count:
            self.notice.show_info("Danh mục đã đúng như tệp, không có gì để ghi.")
        else:
            self.notice.clear()

    def _filtered(self, value: str) -> None:
        verdicts = self._plan.verdicts if self._plan else ()
        shown = [each for each in verdicts if value == _ALL or each.kind is VerdictKind.REFUSED]
        self.table.table_model.set_rows(shown)
        if shown and self.table.current_row() is None:
            self.table.set_current(_key(shown[0]))
        self._moved(self.table.current_row())

    def _moved(self, verdict: Verdict | None) -> None:
        if verdict is None:
            self.detail.setText("")
            return
        said = words.verdict_words(verdict, self._units) or "Không thay đổi gì."
        row = verdict.row
        place = f"{row.source}, dòng {row.row}" + (f" · {row.procedure_id}" if row.procedure_id else "")
        self.detail.setText(f"{place}: {said}")

    def _day_left(self) -> None:
        if self._plan is not None and self.day.value() is not None:
            self.day_changed.emit()

    def submit(self) -> None:
        """Ask to store; without day, or a decision that the file does not name, the field says so."""
        if self._plan is None or not self.main.isEnabled():
            return
        day = self.day.value()
        if day is None:
            self.day.set_problem("còn thiếu")
            self.day.setFocus()
        if not self.decision.value() and any(not each.decision for each in self._plan.versions):
            self.decision.set_problem("còn thiếu")
            self.decision.setFocus()
        elif day is not None:
            self.confirmed.emit(self.decision.value(), day)

    def _columns(self) -> list[Column[Verdict]]:
        return [
            Column("place", "Dòng", 60, lambda v: TextCell(str(v.row.row), Tone.TEXT3, figures=True),
                   is_right=True, is_fixed=True),
            Column("part", "Loại", 84, lambda v: TextCell(_PARTS[v.row.part], Tone.TEXT2, tip=v.row.source)),
            Column("verdict", "Xét", 124, lambda v: _BADGES[v.kind], is_fixed=True),
            Column("id", "Thủ tục", 84, _id, is_fixed=True),
            Column("title", "Nội dung", 240, lambda v: TextCell(v.row.title or "–"), gives_way=1),
            Column("why", "Lý do, thay đổi", 260, self._why, is_stretch=True),
        ]  # fmt: skip

    def _why(self, verdict: Verdict) -> Cell:
        text = words.verdict_words(verdict, self._units)
        return TextCell(text, Tone.RED if verdict.kind is VerdictKind.REFUSED else Tone.TEXT2)


def _id(verdict: Verdict) -> Cell:
    return TextCell(verdict.row.procedure_id or "–", Tone.ACCENT, figures=True)


def _key(verdict: Verdict) -> str:
    return f"{verdict.row.source}/{verdict.row.part}/{verdict.row.row}"
