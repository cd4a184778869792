"""Cài đặt: accounts, units, the agency's settings, this machine, and copies of the file (administrator)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.administration.agency_part import AgencyPart
from counter_app.ui.pages.administration.backup_part import BackupPart
from counter_app.ui.pages.administration.machine_part import MachinePart
from counter_app.ui.pages.administration.part import AdministrationPart
from counter_app.ui.pages.administration.people_part import PeoplePart
from counter_app.ui.pages.administration.units_part import UnitsPart
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import Text

_PARTS = (
    ("people", "Người dùng"),
    ("units", "Đơn vị"),
    ("agency", "Cơ quan"),
    ("machine", "Máy này"),
    ("backup", "Sao lưu"),
)
_GROUP = "Cài đặt"
_NEW = {"people": "Thêm người", "units": "Thêm đơn vị"}


class AdministrationPage(Ground):
    """Ctrl+1 … Ctrl+5 choose the part, Ctrl+Enter does its main button, Ctrl+N begins a new row."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", name="administration_page")
        self._context = context
        self.parts: dict[str, AdministrationPart] = {
            "people": PeoplePart(context),
            "units": UnitsPart(context),
            "agency": AgencyPart(context),
            "machine": MachinePart(context),
            "backup": BackupPart(context),
        }
        self.segments = Segmented(_PARTS, name="administration_parts", label="Phần cài đặt")
        self.new = Button("Thêm người", icon="plus", key="Ctrl+N", name="add_row")
        self.stack = QStackedWidget()
        for part in self.parts.values():
            self.stack.addWidget(part)
        self._build()
        self._connect()
        self._show_part("people")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(theme.px(PAGE_PADDING), 0, theme.px(PAGE_PADDING), 0)
        row.setSpacing(theme.px(16))
        row.addWidget(Text("Cài đặt", Role.TITLE, Tone.TEXT, 600))
        row.addWidget(self.segments)
        row.addStretch(1)
        row.addWidget(self.new)
        column.addWidget(self._head)
        column.addWidget(self.stack, 1)
        self.set_compact(False)

    def _connect(self) -> None:
        self.segments.changed.connect(self._show_part)
        self.new.clicked.connect(self._begin_new)
        self._context.session.changed.connect(self._others_changed)
        for number, (part, words) in enumerate(_PARTS, start=1):
            add_action(
                self,
                words,
                f"Ctrl+{number}",
                lambda part=part: self.show_part(part),
                name=f"act_part_{part}",
                group=_GROUP,
            )
        add_action(self, "Lưu", "Ctrl+Return", self._submit, name="act_save", group=_GROUP)
        add_action(self, "Lưu", "Ctrl+Enter", self._submit, name="act_save_keypad", group=_GROUP)
        add_action(self, "Thêm mới", "Ctrl+N", self._begin_new, name="act_new", group=_GROUP)

    def show_part(self, part: str) -> None:
        """Go to a part."""
        self.segments.set_value(part)
        self._show_part(part)

    def current(self) -> AdministrationPart:
        """The part that is shown."""
        return self.parts[self.segments.value()]

    def _show_part(self, part: str) -> None:
        self.stack.setCurrentWidget(self.parts[part])
        self.new.setVisible(part in _NEW)
        self.new.setText(_NEW.get(part, ""))
        if self.isVisible():
            self.parts[part].reload()

    def page_shown(self) -> None:
        """Read again what the part shows."""
        self.current().reload()

    def _submit(self) -> None:
        self.current().submit()

    def _begin_new(self) -> None:
        self.current().begin_new()

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"staff", "units", "settings", "machine"}:
            for part in ("people", "units"):
                self.parts[part].reload()

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """A scan on «Máy này» is a test; elsewhere it opens nothing."""
        part = self.current()
        if isinstance(part, MachinePart):
            part.take_scan(scan, answer)
        else:
            answer(Verdict(Tone.AMBER, scan.text, "Trang Cài đặt không mở hồ sơ; thử máy quét ở «Máy này»"))

    def set_compact(self, is_compact: bool) -> None:
        """Two densities, by the height of the window."""
        self._head.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))
