"""Head and tool line of the unit's page: whose dossiers, which of them, of which procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.pages.department.lists import SEGMENTS
from counter_app.ui.pages.department.segments import CountedSegments
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.waiting_words import waiting_words
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.line_edit import ComboBox
from counter_app.ui.widgets.text import Text

if TYPE_CHECKING:
    from counter_app.queries.sync import AwaitedAct  # the first painted frame must not wait for it

ALL_PROCEDURES = "all"


def _awaited_line(act: AwaitedAct, units: Mapping[str, str]) -> str:
    holder = units.get(act.holder, act.holder)
    return f"{act.code}: {waiting_words(act.kind, holder, act.unit)[0]}"


class DepartmentHead(QWidget):
    """Title, unit (a choice for the supervisor), and the two ways to scan. `unit_chosen(code)`."""

    unit_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("department_head")
        self.unit_name = Text("", Role.BODY, Tone.TEXT2, name="department_unit_name")
        self.unit = ComboBox(name="department_unit")
        self.unit.setAccessibleName("Đơn vị")
        self.unit.setFixedWidth(theme.px(300))
        self.unit.activated.connect(self._chosen)
        self.take = Button("Nhận hồ sơ", icon="scan-barcode", key="Ctrl+N", name="take_button")
        self.stack = Button("Quét hàng loạt", icon="list-checks", key="Ctrl+Q", name="stack_button")
        row = QHBoxLayout(self)
        side = theme.px(PAGE_PADDING)
        row.setContentsMargins(side, 0, side, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Text("Hồ sơ của phòng", Role.TITLE, Tone.TEXT, 600))
        row.addWidget(self.unit_name, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.unit)
        row.addStretch(1)
        row.addWidget(self.take)
        row.addWidget(self.stack)
        self.set_compact(is_compact=False)

    def set_compact(self, is_compact: bool) -> None:
        """The lower head of small windows."""
        self.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))

    def set_unit(self, code: str, names: Mapping[str, str], *, may_choose: bool) -> None:
        """Whose dossiers are shown."""
        self.unit_name.setText(names.get(code, code))
        self.unit_name.setVisible(not may_choose)
        self.unit.setVisible(may_choose)
        self.unit.set_choices(list(names.items()))
        self.unit.set_value(code)

    def _chosen(self, _index: int) -> None:
        self.unit_chosen.emit(self.unit.value())


class ToolLine(QWidget):
    """Segments, procedure, and what the hours mean. `procedure_chosen(id)`, empty for all of them."""

    procedure_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("department_tools")
        self.segments = CountedSegments(SEGMENTS, name="department_segments", label="Xem")
        self.procedure = ComboBox(name="department_procedure")
        self.procedure.setAccessibleName("Thủ tục")
        self.procedure.setFixedWidth(theme.px(280))
        self.procedure.activated.connect(self._chosen)
        self.hours = Text("giờ làm việc, đã trừ lúc dừng và ngày nghỉ", Role.CAPTION, Tone.TEXT2)
        self.awaited = Badge("", Tone.AMBER, "hourglass", filled=False)
        self.awaited.setObjectName("department_awaited")
        row = QHBoxLayout(self)
        side = theme.px(PAGE_PADDING)
        row.setContentsMargins(side, 0, side, theme.px(8))
        row.setSpacing(theme.px(12))
        row.addWidget(self.segments)
        row.addWidget(self.procedure)
        row.addStretch(1)
        row.addWidget(self.awaited, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.hours, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_procedures((), "")
        self.set_awaited((), {})

    def set_procedures(self, found: Sequence[tuple[str, str]], chosen: str) -> None:
        """The procedures that the unit has dossiers of; `chosen` stays even when its last one has gone."""
        self.procedure.set_choices([(ALL_PROCEDURES, "Mọi thủ tục"), *found])
        self.procedure.set_value(chosen or ALL_PROCEDURES)

    def set_awaited(self, acts: Sequence[AwaitedAct], units: Mapping[str, str]) -> None:
        """Papers taken over before they could be: they stand in no list yet. `units`: code → name."""
        known = sum(bool(act.holder) for act in acts)
        waits = "chờ bàn giao" if acts and known == len(acts) else "chờ dữ liệu"
        waits += " hoặc bàn giao" if 0 < known < len(acts) else ""
        self.awaited.set_state(f"{len(acts)} hồ sơ đã nhận, {waits}", Tone.AMBER, "hourglass")
        self.awaited.setToolTip("\n".join(_awaited_line(act, units) for act in acts))
        self.awaited.setVisible(bool(acts))

    def _chosen(self, _index: int) -> None:
        value = self.procedure.value()
        self.procedure_chosen.emit("" if value in ("", ALL_PROCEDURES) else value)
