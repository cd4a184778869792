"""Units of the authority: names on paper and in the window; closed ones keep their past."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from counter_app.domain.units import Department, UnitRole
from counter_app.services import administration
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.administration.part import AdministrationPart, main_button, side_form
from counter_app.ui.tokens import PAGE_PADDING, Tone
from counter_app.ui.tokens import Role as Type
from counter_app.ui.widgets.cells import BadgeCell, Cell, TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.fields import ChoiceField, SegmentField, TextField
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import Text

UNIT_ROLES = {
    UnitRole.COUNTER: "Bộ phận Một cửa",
    UnitRole.SPECIALIST: "Phòng chuyên môn",
    UnitRole.LEADER: "Lãnh đạo",
    UnitRole.OFFICE: "Văn phòng",
}
_STATES = (("open", "Đang hoạt động"), ("closed", "Đã đóng"))


def _columns() -> tuple[Column[Department], ...]:
    def state(unit: Department) -> Cell:
        if unit.is_open:
            return BadgeCell("Đang hoạt động", Tone.GREEN, "circle-check")
        return BadgeCell("Đã đóng", Tone.TEXT3, "minus")

    return (
        Column("code", "Mã", 110, lambda unit: TextCell(unit.code, Tone.ACCENT), is_fixed=True),
        Column("name", "Tên đơn vị", 220, lambda unit: TextCell(unit.name), is_stretch=True, is_fixed=True),
        Column("short", "Tên ngắn", 150, lambda unit: TextCell(unit.short_name, Tone.TEXT2)),
        Column("role", "Loại", 150, lambda unit: TextCell(UNIT_ROLES[unit.role], Tone.TEXT2), gives_way=1),
        Column("state", "Tình trạng", 160, state, is_fixed=True),
    )


class UnitsPart(AdministrationPart):
    """List left, the chosen unit's form right; Ctrl+N begins a new unit."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "units_part")
        self._editing: Department | None = None
        self.model = RowsModel(_columns(), key=lambda unit: unit.code)
        self.table = DataTable(
            self.model, name="units_table", label="Đơn vị", memory=context.memory, edge=PAGE_PADDING
        )
        self._title = Text("Đơn vị mới", Type.TITLE, Tone.TEXT, 600, name="unit_title", wraps=True)
        self.code = TextField("Mã đơn vị", name="unit_code", is_required=True, max_length=8, figures=True)
        self.code.set_hint("2–8 chữ cái, số; không đổi về sau")
        self.name = TextField("Tên đơn vị", name="unit_name", is_required=True, max_length=255)
        self.short = TextField("Tên ngắn", name="unit_short_name", max_length=60)
        roles = tuple((str(role), words) for role, words in UNIT_ROLES.items())
        self.role = ChoiceField("Loại", roles, name="unit_role", is_required=True)
        self.state = SegmentField("Tình trạng", _STATES, name="unit_state")
        self.told = Notice(name="unit_told")
        self.save = main_button("Lưu", "save_unit")
        self.fields = {
            "unit": self.code,
            "name": self.name,
            "short_name": self.short,
            "role_of_unit": self.role,
        }
        parts = (self.code, self.name, self.short, self.role, self.state, self.told)
        self.lay_out(self.table, side_form(self._title, parts, (self.save,)))
        self.table.moved.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.name.setFocus())
        self.save.clicked.connect(self.submit)
        self.begin_new()

    def reload(self) -> None:
        """Read the units."""
        self.context.jobs.read(
            lambda reading: dict(reading.reference.units), self._show, self.failed, channel="units"
        )

    def _show(self, units: Mapping[str, Department]) -> None:
        self.model.set_rows(sorted(units.values(), key=lambda unit: not unit.is_open))

    def _chosen(self, unit: Department | None) -> None:
        if unit is None or unit == self._editing:
            return
        self._editing = unit
        self._title.setText(unit.name)
        self.code.set_value(unit.code)
        self.code.set_read_only(True)
        self.name.set_value(unit.name)
        self.short.set_value(unit.short_name)
        self.role.set_value(str(unit.role))
        self.state.set_value("open" if unit.is_open else "closed")
        self._open_form(is_new=False)

    def begin_new(self) -> None:
        """An empty form for another unit."""
        self._editing = None
        self._title.setText("Đơn vị mới")
        self.code.set_read_only(False)
        for field in (self.code, self.name, self.short):
            field.set_value("")
        self.role.set_value(str(UnitRole.SPECIALIST))
        self.state.set_value("open")
        self._open_form(is_new=True)
        self.code.setFocus()

    def _open_form(self, *, is_new: bool) -> None:
        self.told.clear()
        self.notice.clear()
        for field in self.fields.values():
            field.clear_mark()
        self.state.setVisible(not is_new)
        self.save.setText("Thêm đơn vị" if is_new else "Lưu")

    def subject(self) -> str:
        return self._editing.code if self._editing is not None else ""

    def submit(self) -> None:
        """Record the unit."""
        empty = [field for field in (self.code, self.name) if not field.value().strip()]
        for field in empty:
            field.set_problem("còn thiếu")
        if empty:
            empty[0].setFocus()
            return
        known = {unit.code for unit in self.model.rows()}
        if self._editing is None and self.code.value().strip().upper() in known:
            self.code.set_problem("đã có đơn vị này")
            self.code.setFocus()
            return
        code, by = self.code.value(), self.context.session.login
        fields = {"name": self.name.value(), "short_name": self.short.value()}
        role, is_open = UnitRole(self.role.value()), self.state.value() == "open"
        is_new = self._editing is None
        self.act(
            lambda uow: administration.set_unit(
                uow, code, role=role, is_open=is_open, by=by, is_new=is_new, **fields
            ),
            partial(self._saved, self.subject(), code),
            self.fields,
        )

    def _saved(self, edited: str, typed: str, unit: Department) -> None:
        if not edited and self._editing is None and self.code.value() == typed:
            self.begin_new()  # unless another form is begun already
        elif edited and edited == self.subject():
            self._editing = unit
            self._title.setText(unit.name)
        self.told.show_done(f"Đã lưu {unit.name}." if edited else f"Đã thêm {unit.name}.")
        self.context.session.say_changed("units")
