"""A procedure whole: name, limit, fee, level, version; its papers, its steps, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.procedure import Procedure
from counter_app.queries.catalogue import CatalogueRow, VersionRow
from counter_app.ui import labels, theme
from counter_app.ui.pages.catalogue import catalogue_words as words
from counter_app.ui.pages.catalogue import version_words
from counter_app.ui.pages.catalogue.ending_form import EndingForm
from counter_app.ui.pages.catalogue.wrapped_list import WrappedList, WrappedRow
from counter_app.ui.pages.returns.dossier_head import FactLine
from counter_app.ui.tokens import PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Ground, Rule
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import Text, caption

WIDTH = 520
WIDTH_COMPACT = 440
_SIDE = 24
_SIDE_COMPACT = 20
_LAW_LEAD = 84
_FACTS = ("Thời hạn", "Phí, lệ phí", "Mức độ trực tuyến", "Đơn vị giải quyết", "Kết quả")
_PARTS = (("papers", "Thành phần"), ("steps", "Các bước"), ("law", "Căn cứ"), ("versions", "Các bản"))


class ProcedurePanel(Ground):
    """`show_procedure(row, units)`; without a row it says what to do. `posting_asked` with a catalogue id."""

    posting_asked = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("surface", ("left",), name="procedure_panel")
        self._shown = ""
        self.code = Text("", Role.CAPTION, Tone.ACCENT, 500, figures=True, name="procedure_code")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.version = caption("", Tone.TEXT2, name="procedure_version")
        self.name = Text("", Role.BODY, Tone.TEXT, 600, wraps=True, name="procedure_name")
        self.facts = tuple(FactLine(title, name=f"procedure_fact_{n}") for n, title in enumerate(_FACTS))
        self.parts = Segmented(_PARTS, name="procedure_parts", label="Xem")
        self.posting = Button("In niêm yết", ButtonKind.QUIET, icon="printer", name="print_posting")
        self.posting.setToolTip("In nội dung thủ tục để niêm yết, khổ A4")
        self.papers = WrappedList(name="procedure_papers", label="Thành phần hồ sơ")
        self.steps = WrappedList(name="procedure_steps", label="Các bước giải quyết")
        self.law = WrappedList(name="procedure_law", label="Căn cứ và ghi chú", lead=_LAW_LEAD)
        self.stack = QStackedWidget()
        self.versions = WrappedList(name="procedure_versions", label="Các bản", lead=_LAW_LEAD)
        for part in (self.papers, self.steps, self.law, self.versions):
            self.stack.addWidget(part)
        self.ending = EndingForm(today)
        self.end = Button(
            "Bãi bỏ…", ButtonKind.QUIET, key="Ctrl+D", name="procedure_end", height=PANEL_BUTTON
        )
        self.edit = Button(
            "Sửa thành bản mới", icon="square-pen", key="Ctrl+E", name="procedure_edit", height=PANEL_BUTTON
        )
        self.foot = QWidget()
        self._build()
        self.parts.changed.connect(self._turn)
        self.posting.clicked.connect(self._ask_posting)
        self.set_compact(False)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.code)
        head.addStretch(1)
        head.addWidget(self.version)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addSpacing(theme.px(4))
        self._column.addWidget(self.name)
        self._column.addSpacing(theme.px(8))
        for fact in self.facts:
            self._column.addWidget(fact)
        self._column.addSpacing(theme.px(10))
        self._column.addWidget(Rule())
        self._column.addSpacing(theme.px(10))
        tools = QHBoxLayout()
        tools.addWidget(self.parts)
        tools.addStretch(1)
        self._column.addLayout(tools)
        self._column.addSpacing(theme.px(6))
        self._column.addWidget(self.stack, 1)
        self._column.addWidget(self.ending)
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(0, theme.px(8), 0, theme.px(4))
        row.addWidget(self.posting)
        row.addStretch(1)
        row.addWidget(self.end)
        row.addWidget(self.edit)
        self._column.addWidget(self.foot)
        self.ending.hide()

    def _turn(self, part: str) -> None:
        self.stack.setCurrentIndex([known for known, _ in _PARTS].index(part))

    def _ask_posting(self) -> None:
        if self._shown:
            self.posting_asked.emit(self._shown)

    def show_procedure(self, row: CatalogueRow, units: Mapping[str, str]) -> None:
        """Show a procedure; the part that was open stays open."""
        procedure = row.procedure
        self._shown = procedure.id
        self.posting.setVisible(row.is_in_force)
        national = words.code_words(procedure)
        self.code.setText(procedure.id if national == "–" else f"{procedure.id} · {national}")
        self.version.setText(words.version_words(row))
        self.version.set_tone(Tone.TEXT2 if row.is_in_force else Tone.AMBER)
        self.name.setText(procedure.name)
        values = (
            words.limit_words(procedure),
            words.short_fee_words(procedure),
            labels.level_words(procedure),
            units.get(procedure.department, procedure.department),
            procedure.result,
        )
        for fact, title, value in zip(self.facts, _FACTS, values, strict=True):
            fact.show_fact(title, value)
        self.papers.set_rows(_paper_rows(procedure))
        self.steps.set_rows(_step_rows(procedure, units))
        self.law.set_rows(_law_rows(procedure))
        papers, steps = len(procedure.components), len(procedure.steps)
        versions = str(row.versions) if row.versions > 1 else ""
        self.parts.set_counts({"papers": str(papers), "steps": str(steps), "versions": versions})
        if self.ending.procedure_id() != procedure.id:
            self.ask_end(False)

    def set_may_write(self, may_write: bool) -> None:
        """Show what only the administrator may do."""
        for button in (self.end, self.edit):
            button.setVisible(may_write)
        if not may_write:
            self.ask_end(False)

    def ask_end(self, is_asking: bool) -> None:
        """Show the form of abolition in place of the foot, or take it away."""
        self.ending.setVisible(is_asking)
        self.foot.setVisible(not is_asking)

    def show_versions(
        self, rows: Sequence[VersionRow], units: Mapping[str, str], people: Mapping[str, str]
    ) -> None:
        """Every version, newest first, with what it changed in the one before."""
        self.versions.set_rows(_version_rows(rows, units, people))

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._wanted = WIDTH_COMPACT if is_compact else WIDTH
        for button, key in ((self.edit, "Ctrl+E"), (self.end, "Ctrl+D")):
            button.set_key("" if is_compact else key)
            button.setToolTip(key)
        side = theme.px(_SIDE_COMPACT if is_compact else _SIDE)
        self._column.setContentsMargins(side + 1, theme.px(14 if is_compact else 18), side, theme.px(8))

    def wanted(self) -> int:
        """Pixels of width it would like."""
        return theme.px(self._wanted)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def _paper_rows(procedure: Procedure) -> list[WrappedRow]:
    return [
        WrappedRow(str(each.no), each.name, words.component_caption(each), is_required=each.is_required)
        for each in procedure.components
    ]


def _step_rows(procedure: Procedure, units: Mapping[str, str]) -> list[WrappedRow]:
    rows = [
        WrappedRow(str(step.no), step.action, words.step_unit(step, units), words.hours_words(step.minutes))
        for step in procedure.steps
    ]
    total = sum(step.minutes for step in procedure.steps)
    if rows:
        what = "Phân chia nội bộ, không thay thời hạn theo luật"
        rows.append(WrappedRow("", "Cộng", what, words.hours_words(total), tone=Tone.TEXT2))
    return rows


def _version_rows(
    rows: Sequence[VersionRow], units: Mapping[str, str], people: Mapping[str, str]
) -> list[WrappedRow]:
    shown: list[WrappedRow] = []
    for row, older in zip(rows, [*rows[1:], None], strict=True):
        title, note = version_words.version_head(row, people)
        number, _, when = title.partition(" · ")
        shown.append(WrappedRow(number, when or "từ đầu", note, tone=Tone.ACCENT))
        found = version_words.differences(row.procedure, older.procedure, units) if older else ()
        for each in found:
            if not each.after:
                shown.append(WrappedRow(each.what, each.before, "đã bỏ", tone=Tone.TEXT3))
            else:
                before = f"trước: {each.before}" if each.before else "mới thêm"
                shown.append(WrappedRow(each.what, each.after, before))
        if older is not None and not found:
            shown.append(WrappedRow("", "Nội dung như bản trước", tone=Tone.TEXT2))
    return shown


def _law_rows(procedure: Procedure) -> list[WrappedRow]:
    facts = (
        ("Căn cứ", procedure.legal_basis),
        ("Thời hạn", procedure.limit_note),
        ("Phí, lệ phí", procedure.fee_note),
        ("Kết quả", procedure.result),
        ("Đối tượng", words.audience_words(procedure)),
        ("Nguồn", procedure.source),
    )
    return [WrappedRow(title, value) for title, value in facts if value]
