"""A version written by a person: fields at the left, papers and steps at the right, the decision below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.domain.procedure import Procedure
from counter_app.ui import labels, theme
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.pages.catalogue import catalogue_words as words
from counter_app.ui.pages.catalogue.line_table import YES, LineColumn, LineTable
from counter_app.ui.pages.catalogue.version_draft import Checked, Typed, checked, typed_of
from counter_app.ui.tokens import MAIN_BUTTON, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.area_field import AreaField
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import ChoiceField, DateField, Field, TextField
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import Text, caption

_LIMIT_UNITS = (
    ("working_day", "ngày làm việc"),
    ("day", "ngày"),
    ("month", "tháng"),
    ("working_hour", "giờ làm việc"),
)
_PARTS = (("components", "Thành phần"), ("steps", "Các bước"))
_LEFT, _DECISION, _DAY = 400, 260, 150
_KINDS = tuple((str(kind), text) for kind, text in labels.COMPONENT_KINDS.items())
_NEW_PAPER = ("", "ban_chinh", "1", YES, "", "")


def _paper_table() -> LineTable:
    columns = (
        LineColumn("Tên giấy tờ", 200, is_stretch=True),
        LineColumn("Loại", 138, _KINDS),
        LineColumn("Số bản", 64, is_number=True),
        LineColumn("Bắt buộc", 72, is_yes_no=True),
        LineColumn("Mẫu", 96),
        LineColumn("Ghi chú", 96),
    )
    return LineTable(columns, name="edit_components", label="Thành phần hồ sơ")


class VersionForm(Ground):
    """`left` goes back, what was typed stays; `stored(procedure, decision, day)` asks to publish."""

    left = Signal()
    stored = Signal(object, str, object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("surface", name="version_form")
        self._today = today
        self._base: Procedure | None = None
        self._begun: Typed | None = None
        self._units: Mapping[str, str] = {}
        self._is_new = False
        self.title = Text("", Role.TITLE, Tone.TEXT, 600, name="version_title")
        self.notice = Notice(name="version_notice")
        self._make_fields(today)
        self.parts = Segmented(_PARTS, name="version_parts", label="Phần")
        self.components = _paper_table()
        self.steps = LineTable(_step_columns(()), name="edit_steps", label="Các bước giải quyết")
        self.tables = QStackedWidget()
        self.add = Button("Thêm dòng", icon="plus", key="Alt+N", name="line_add")
        self.drop = Button("Bỏ dòng", ButtonKind.QUIET, key="Ctrl+Delete", name="line_drop")
        self.line_words = caption("", Tone.RED, name="line_problem", wraps=True)
        self.back = Button("Quay lại", ButtonKind.QUIET, key="Esc", name="version_back", height=MAIN_BUTTON)
        self.again = Button("Bỏ sửa", ButtonKind.QUIET, name="version_reset", height=MAIN_BUTTON)
        self.main = Button("", ButtonKind.MAIN, key="Ctrl+Enter", name="version_main", height=MAIN_BUTTON)
        self._build()
        self._connect()

    def _make_fields(self, today: Callable[[], date]) -> None:
        self.fields: dict[str, Field] = {
            "procedure_id": TextField("Số thủ tục", name="edit_procedure_id", is_required=True, figures=True,
                                      hint="DT-24", max_length=20),
            "name": AreaField("Tên thủ tục", name="edit_name", is_required=True, lines=3),
            "limit_amount": TextField("Thời hạn", name="edit_limit", is_required=True, figures=True,
                                      max_length=10),
            "limit_unit": ChoiceField("Tính theo", _LIMIT_UNITS, name="edit_limit_unit"),
            "fee_vnd": TextField("Phí, lệ phí (đ)", name="edit_fee", figures=True, max_length=20),
            "fee_note": TextField("Ghi chú phí", name="edit_fee_note", max_length=2_000),
            "department": ChoiceField("Đơn vị giải quyết", (), name="edit_department", is_required=True,
                                      placeholder="Chọn đơn vị"),
            "national_code": TextField("Mã quốc gia", name="edit_national_code", figures=True, max_length=40),
            "service_level": ChoiceField("Mức độ trực tuyến", tuple(labels.SERVICE_LEVELS.items()),
                                         name="edit_level", placeholder="–"),
            "audience": ChoiceField("Đối tượng", tuple(words.AUDIENCES.items()), name="edit_audience",
                                    placeholder="–"),
            "result": AreaField("Kết quả", name="edit_result", lines=2),
            "legal_basis": AreaField("Căn cứ pháp lý", name="edit_basis", lines=2),
            "limit_note": AreaField("Ghi chú thời hạn", name="edit_limit_note", lines=2),
        }  # fmt: skip
        self.decision = TextField("Quyết định số", name="version_decision", is_required=True, max_length=255)
        self.day = DateField("Hiệu lực từ", name="version_day", today=today, is_required=True)

    # -- layout

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.px(4), side, theme.px(8))
        head.setSpacing(theme.px(6))
        head.addWidget(self.title)
        head.addWidget(self.notice)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._left())
        middle.addWidget(self._right(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(middle, 1)
        column.addWidget(self._foot())

    def _left(self) -> QWidget:
        inside = Ground("surface", name="version_fields")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.px(PAGE_PADDING), 0, theme.px(16), theme.px(12))
        column.setSpacing(theme.px(8))
        fields = self.fields
        column.addWidget(fields["procedure_id"])
        column.addWidget(fields["name"])
        for pair in (("limit_amount", "limit_unit"), ("fee_vnd", "fee_note"), ("department", "national_code"),
                     ("service_level", "audience")):  # fmt: skip
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            for name in pair:
                row.addWidget(fields[name], 1)
            column.addLayout(row)
        for name in ("result", "legal_basis", "limit_note"):
            column.addWidget(fields[name])
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("version_scroll")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedWidth(theme.px(_LEFT))
        self._area = area
        return area

    def _right(self) -> QWidget:
        ground = Ground("surface", ("left",), name="version_lines")
        tools = QHBoxLayout()
        tools.setContentsMargins(theme.px(16), 0, theme.px(PAGE_PADDING), theme.px(8))
        tools.setSpacing(theme.px(8))
        tools.addWidget(self.parts)
        tools.addStretch(1)
        tools.addWidget(self.drop)
        tools.addWidget(self.add)
        for table in (self.components, self.steps):
            self.tables.addWidget(table)
        column = QVBoxLayout(ground)
        column.setContentsMargins(1, 0, 0, 0)  # the line at the left is the ground's own
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.tables, 1)
        below = QHBoxLayout()
        below.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        below.addWidget(self.line_words, 1)
        column.addLayout(below)
        return ground

    def _foot(self) -> Ground:
        side = theme.px(PAGE_PADDING)
        ground = Ground("surface", ("top",), name="version_foot")
        row = QHBoxLayout(ground)
        row.setContentsMargins(side, theme.px(8), side, theme.px(12))
        row.setSpacing(theme.px(12))
        self.decision.setMaximumWidth(theme.px(_DECISION))
        self.day.setMaximumWidth(theme.px(_DAY))
        low = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.back, 0, low)
        row.addWidget(self.again, 0, low)
        row.addStretch(1)
        row.addWidget(self.decision, 1)
        row.addWidget(self.day)
        row.addWidget(self.main, 0, low)
        return ground

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.again.clicked.connect(self.reset)
        self.main.clicked.connect(self.submit)
        self.add.clicked.connect(self.add_line)
        self.drop.clicked.connect(self.drop_line)
        self.parts.changed.connect(self.show_part)
        for field in (*self.fields.values(), self.decision, self.day):
            field.edited.connect(field.clear_mark)
        for table in (self.components, self.steps):
            table.changed.connect(self._lines_changed)
            table.moved.connect(self._tell_line)

    # -- filling

    def open_version(self, base: Procedure, units: Mapping[str, str], *, is_new: bool) -> None:
        """Show a version to be changed; one that is under way goes on as it was left."""
        is_same = self._base is not None and (self._base.id, self._base.version) == (base.id, base.version)
        self._units = units
        self.fields["department"].set_choices(tuple(units.items()))
        self.steps.lines_model.columns = _step_columns(tuple(units.items()))
        if is_same and self._is_new == is_new and self.is_changed():
            self.notice.show_info("Tiếp tục bản đang sửa dở.")
            return
        self._base, self._is_new = base, is_new
        self.reset()

    def reset(self) -> None:
        """Everything as the version says."""
        base = self._base
        if base is None:
            return
        self.notice.clear()
        what = "Thêm thủ tục" if self._is_new else f"{base.id} · sửa thành bản {base.version + 1}"
        self.title.setText(what)
        self.main.setText("Ghi thủ tục" if self._is_new else f"Ghi bản {base.version + 1}")
        typed = typed_of(base)
        for name, field in self.fields.items():
            field.clear_mark()
            field.set_value("" if self._is_new and name in _EMPTY else typed.texts[name])
        self.fields["procedure_id"].setVisible(self._is_new)
        self.components.set_lines(typed.components)
        self.steps.set_lines(typed.steps)
        self.decision.set_value("")
        self.day.set_value(self._today())
        for field in (self.decision, self.day):
            field.clear_mark()
        self._begun = self.typed()
        self._lines_changed()
        self.show_part("components")

    def typed(self) -> Typed:
        """What stands in the form."""
        texts = {name: field.value() for name, field in self.fields.items()}
        # Who writes another code under a decision has seen it there; one that was not sure stays so.
        is_old_code = self._base is not None and texts["national_code"] == self._base.national_code
        is_verified = self._base.is_code_verified if is_old_code else bool(texts["national_code"])
        return Typed(texts, self.components.lines(), self.steps.lines(), is_verified)

    def is_changed(self) -> bool:
        """Whether something was typed that is not stored."""
        return self._begun is not None and (self.typed() != self._begun or bool(self.decision.value()))

    def close_version(self) -> None:
        """It is stored: nothing is under way any more."""
        self._base = self._begun = None

    # -- lines

    def show_part(self, part: str) -> None:
        """Papers or steps."""
        self.parts.set_value(part)
        self.tables.setCurrentIndex([known for known, _ in _PARTS].index(part))
        self._tell_line()

    def table(self) -> LineTable:
        """The table that is shown."""
        return self.components if self.parts.value() == "components" else self.steps

    def add_line(self) -> None:
        """A line below the cursor, ready to be written."""
        unit = next(iter(self._units), "")
        self.table().add_line(_NEW_PAPER if self.table() is self.components else (unit, "", "1"))
        self.table().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def drop_line(self) -> None:
        """Take the cursor's line away."""
        self.table().drop_line()
        self.table().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lines_changed(self) -> None:
        self.parts.set_counts(
            {"components": str(len(self.components.lines())), "steps": str(len(self.steps.lines()))}
        )
        self._tell_line()

    def _tell_line(self) -> None:
        """The problem of the cell under the cursor, else of the first one."""
        model, at = self.table().lines_model, self.table().currentIndex()
        place = (at.row(), at.column() - 1)
        shown = place if place in model.problems else min(model.problems, default=None)
        if shown is None:
            self.line_words.setText("")
            return
        title = model.columns[shown[1]].title
        self.line_words.setText(f"Dòng {shown[0] + 1}, {title.lower()}: {model.problems[shown]}")

    # -- storing

    def submit(self) -> None:
        """Check everything; each problem stands beside its field, the cursor goes to the first."""
        if self._base is None:
            return
        self.table().finish_writing()
        found = checked(self.typed(), self._base, frozenset(self._units))
        day = self.day.value()
        if day is None:
            self.day.set_problem("còn thiếu")
        if not self.decision.value():
            self.decision.set_problem("còn thiếu")
        if found.procedure is None:
            self._show_problems(found)
        elif not self._is_new and self.typed() == self._begun:
            self.notice.show_warning("Chưa sửa gì so với bản đang có.")
        elif day is None or not self.decision.value():
            (self.decision if not self.decision.value() else self.day).setFocus()
        else:
            self.stored.emit(found.procedure, self.decision.value(), day)

    def _show_problems(self, found: Checked) -> None:
        for part, table in (("components", self.components), ("steps", self.steps)):
            table.show_problems({place[1:]: text for place, text in found.cells.items() if place[0] == part})
        for name, text in found.fields.items():
            if name in self.fields:
                self.fields[name].set_problem(text)
        first = next((name for name in self.fields if name in found.fields), None)
        lines = next((p for p, _ in _PARTS if p in found.fields or any(c[0] == p for c in found.cells)), None)
        if lines is not None:
            self.show_part(lines)
        if lines in found.fields:
            self.line_words.setText(f"{dict(_PARTS)[lines]}: {found.fields[lines]}")
        if first is not None:
            self.fields[first].setFocus()
            self._area.ensureWidgetVisible(self.fields[first])
        elif lines is not None:
            self.table().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refusal(self, error: CounterError) -> None:
        """What the store said, beside its field where it has one."""
        name = str(error.facts.get("field", ""))
        field = {"in_force_from": self.day, "decision": self.decision, **self.fields}.get(name)
        if isinstance(error, InvalidField) and field is not None:
            field.set_problem(field_problem(error.facts), sentence_of(error))
            field.setFocus()
        else:
            self.notice.show_error(sentence_of(error))


_EMPTY = ("procedure_id", "name", "department", "national_code")


def _step_columns(units: tuple[tuple[str, str], ...]) -> tuple[LineColumn, ...]:
    return (
        LineColumn("Đơn vị", 150, units),
        LineColumn("Nội dung công việc", 200, is_stretch=True),
        LineColumn("Số giờ", 72, is_number=True),
    )
