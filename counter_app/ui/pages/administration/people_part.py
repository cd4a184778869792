"""Accounts: who works here, in which role and unit; new people, new one-time passwords, people who left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QApplication

from counter_app.domain.staff import Role, Staff
from counter_app.queries.dossier_pages import DossierFilter
from counter_app.queries.people import open_dossiers_of
from counter_app.services import accounts, administration
from counter_app.ui.labels import ROLES
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.administration.part import AdministrationPart, main_button, side_form
from counter_app.ui.tokens import PAGE_PADDING, PANEL_BUTTON, Tone
from counter_app.ui.tokens import Role as Type
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.cells import BadgeCell, TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.fields import ChoiceField, SegmentField, TextField
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import Text

_OPEN_STILL = (
    "{name} còn {count} hồ sơ đang mở. Trưởng phòng hoặc lãnh đạo giao lại trước: "
    "Hồ sơ của phòng, «Giao lại hồ sơ của…» (Ctrl+J). Lưu lần nữa nếu vẫn cho nghỉ."
)
_IN_SERVICE = (("yes", "Đang làm"), ("no", "Đã nghỉ"))


@dataclass(frozen=True)
class _Row:
    person: Staff
    unit: str


def _columns() -> tuple[Column[_Row], ...]:
    return (
        Column("name", "Họ tên", 170, lambda row: TextCell(row.person.name), is_stretch=True, is_fixed=True),
        Column(
            "login", "Tên đăng nhập", 130, lambda row: TextCell(row.person.login, Tone.TEXT2), gives_way=1
        ),
        Column("role", "Vai trò", 150, lambda row: TextCell(ROLES[row.person.role])),
        Column("unit", "Đơn vị", 164, lambda row: TextCell(row.unit, Tone.TEXT2)),
        Column("state", "Tình trạng", 128, _state, is_fixed=True),
    )


def _state(row: _Row) -> BadgeCell:
    if row.person.is_active:
        return BadgeCell("Đang làm", Tone.GREEN, "circle-check")
    return BadgeCell("Đã nghỉ", Tone.TEXT3, "minus")


class PeoplePart(AdministrationPart):
    """List left, the chosen person's form right; Ctrl+N begins a new person."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "people_part")
        self._editing: Staff | None = None
        self._password = ""
        self._warned = ""
        model = RowsModel(_columns(), key=lambda row: row.person.login)
        self.table = DataTable(
            model, name="people_table", label="Người dùng", memory=context.memory, edge=PAGE_PADDING
        )
        self.model = model
        self._title = Text("Người mới", Type.TITLE, Tone.TEXT, 600, name="person_title")
        self.login = TextField("Tên đăng nhập", name="person_login", is_required=True, max_length=64)
        self.name = TextField("Họ tên", name="person_name", is_required=True, max_length=255)
        roles = tuple((str(role), ROLES[role]) for role in Role)
        self.role = ChoiceField("Vai trò", roles, name="person_role", is_required=True)
        self.unit = ChoiceField("Đơn vị", (), name="person_unit", is_required=True)
        self.service = SegmentField("Tình trạng", _IN_SERVICE, name="person_service")
        self.once = Notice(name="one_time_password")
        self.reset = Button("Cấp mật khẩu mới", icon="key-round", name="reset_password", height=PANEL_BUTTON)
        self.save = main_button("Lưu", "save_person")
        self.fields = {"login": self.login, "name": self.name, "unit": self.unit}
        parts = (self.login, self.name, self.role, self.unit, self.service, self.once)
        self.lay_out(self.table, side_form(self._title, parts, (self.reset, self.save)))
        self.table.moved.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.name.setFocus())
        self.reset.clicked.connect(self._reset)
        self.save.clicked.connect(self.submit)
        self.once.acted.connect(self._copy)
        self.begin_new()

    def reload(self) -> None:
        """Read people and units."""
        self.context.jobs.read(
            lambda reading: (dict(reading.reference.staff), dict(reading.reference.units)),
            self._show,
            self.failed,
            channel="people",
        )

    def _show(self, found: tuple[Mapping[str, Staff], Mapping[str, Any]]) -> None:
        people, units = found
        chosen = self.unit.value()
        self.unit.set_choices([(code, unit.name) for code, unit in units.items() if unit.is_open])
        self.unit.set_value(chosen)
        ordered = sorted(people.values(), key=lambda person: not person.is_active)
        names = {code: unit.short_name for code, unit in units.items()}
        self.model.set_rows([_Row(person, names.get(person.unit, person.unit)) for person in ordered])

    def _chosen(self, row: _Row | None) -> None:
        if row is None or (self._editing is not None and row.person == self._editing):
            return
        person = row.person
        self._editing = person
        self._warned = ""
        self._title.setText(person.name)
        self.login.set_value(person.login)
        self.login.set_read_only(True)
        self.name.set_value(person.name)
        self.role.set_value(str(person.role))
        self.unit.set_value(person.unit)
        self.service.set_value("yes" if person.is_active else "no")
        self._open_form(is_new=False)

    def begin_new(self) -> None:
        """An empty form for another person."""
        self._editing = None
        self._title.setText("Người mới")
        self.login.set_read_only(False)
        for field in (self.login, self.name):
            field.set_value("")
        self.role.set_value(str(Role.COUNTER))
        self.service.set_value("yes")
        self._open_form(is_new=True)
        self.login.setFocus()

    def _open_form(self, *, is_new: bool) -> None:
        self.once.clear()
        self.notice.clear()
        for field in self.fields.values():
            field.clear_mark()
        self.service.setVisible(not is_new)
        self.reset.setVisible(not is_new)
        self.save.setText("Thêm người" if is_new else "Lưu")

    def subject(self) -> str:
        return self._editing.login if self._editing is not None else ""

    def submit(self) -> None:
        """Add the person, or record the changes."""
        empty = [field for field in (self.login, self.name, self.unit) if not field.value().strip()]
        for field in empty:
            field.set_problem("còn thiếu")
        if empty:
            empty[0].setFocus()
        elif self._editing is None:
            self._add()
        elif self._editing.is_active and self.service.value() == "no" and self._warned != self._editing.login:
            self._look_at_dossiers(self._editing)
        else:
            self._change(self._editing.login)

    def _look_at_dossiers(self, person: Staff) -> None:
        """Whoever leaves gives their open dossiers to another first; a second press lets them go all the
        same."""
        login = person.login
        self.context.jobs.read(
            lambda reading: open_dossiers_of(reading, login),
            lambda count: self._looked(person, count),
            self.failed,
            channel="people_dossiers",
        )

    def _looked(self, person: Staff, count: int) -> None:
        if self.subject() != person.login:
            return
        self._warned = person.login
        if count:
            self.once.show_warning(_OPEN_STILL.format(name=person.name, count=count), "Xem hồ sơ")
        else:
            self._change(person.login)

    def _add(self) -> None:
        by = self.context.session.login
        login, name, unit = self.login.value(), self.name.value(), self.unit.value()
        role = Role(self.role.value())

        def add(uow: Any) -> str:
            administrator = uow.reference.person(by)
            return accounts.add_staff(uow, login, name=name, role=role, unit=unit, by=administrator)

        self.act(add, lambda password: self._added(login, name, password), self.fields)

    def _added(self, login: str, name: str, password: str) -> None:
        self.context.session.say_changed("staff")
        if self._editing is None and self.login.value() == login:  # else another form is begun already
            self.begin_new()
        self._show_password(name, password)

    def _change(self, login: str) -> None:
        by = self.context.session.login
        fields = {"name": self.name.value(), "role": Role(self.role.value()), "unit": self.unit.value()}
        is_active = self.service.value() == "yes"
        self.act(
            lambda uow: administration.change_person(uow, login, is_active=is_active, by=by, **fields),
            self._changed,
            self.fields,
        )

    def _changed(self, person: Staff) -> None:
        if self.subject() == person.login:
            self._editing = person
            self._title.setText(person.name)
        self.once.show_done(f"Đã lưu {person.name}.")
        self.context.session.say_changed("staff")

    def _reset(self) -> None:
        if self._editing is None:
            return
        by, login, name = self.context.session.login, self._editing.login, self._editing.name

        def reset(uow: Any) -> str:
            return accounts.reset_password(uow, login, by=uow.reference.person(by))

        self.act(reset, lambda password: self._show_password(name, password))

    def _show_password(self, name: str, password: str) -> None:
        """The one-time password is shown once, here; it is kept nowhere."""
        self._password = password
        words = f"Mật khẩu một lần của {name}: {password}. Đưa tận tay; lần đăng nhập đầu phải đổi."
        self.once.show_warning(words, "Chép")

    def _copy(self) -> None:
        """The button of the notice: the password into the clipboard, or the dossiers of who leaves."""
        if self._warned and self._warned == self.subject():
            wanted = DossierFilter(is_open=True, officer=self._warned)
            self.context.open_list(f"Hồ sơ đang mở của {self._title.text()}", wanted)
            return
        QApplication.clipboard().setText(self._password)
