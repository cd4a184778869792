"""Third section: the papers, ticked by keyboard."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QSpacerItem

from counter_app.domain.dossier import HandedIn
from counter_app.domain.procedure import Component, ComponentKind, Procedure
from counter_app.ui import theme
from counter_app.ui.pages.reception.form_state import FormState
from counter_app.ui.pages.reception.section import TABLE_TOP, Section
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.component_table import ComponentLine, ComponentTable
from counter_app.ui.widgets.text import caption

_MOST_OF_IT = 1_000
_KEPT = 290
_KEPT_COMPACT = 269


def components_of(procedure: Procedure | None) -> tuple[Component, ...]:
    """The papers of a procedure; none without one."""
    return procedure.components if procedure else ()


def _line(component: Component, item: HandedIn | None) -> ComponentLine:
    return ComponentLine(
        no=component.no,
        name=component.name,
        kind=ComponentKind(item.kind) if item and item.kind else component.kind,
        copies=item.copies if item else component.copies,
        is_required=component.is_required,
        is_ticked=item is not None,
    )


class ComponentsBox(Section):
    """`lit_changed` when a missing required paper lights up or goes out."""

    lit_changed = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Thành phần", "Phím cách: chọn. Phím số: số bản.", name="components_section", top=TABLE_TOP
        )
        self._procedure: Procedure | None = None
        self.table = ComponentTable(name="components")
        self.table.changed.connect(lambda: self.edited.emit("components"))
        self.table.lit_changed.connect(self.lit_changed)
        self.nothing = caption("Chọn thủ tục để thấy giấy tờ cần nộp.", Tone.TEXT3, name="components_nothing")
        self.nothing.setContentsMargins(0, 8, 0, 0)
        self.rows.setSpacing(0)
        self.rows.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addWidget(self.table, _MOST_OF_IT)
        self.rows.addStretch(1)
        self.table.hide()
        # Room for a usual list is kept from the start: what stands below does not jump.
        self._kept = QSpacerItem(0, 0)
        self.gutter.addSpacerItem(self._kept)
        # Only the list of papers gives way where there is little room; it scrolls.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_papers(self, procedure: Procedure | None, handed_in: tuple[HandedIn, ...]) -> None:
        """The papers of a procedure, those handed in ticked."""
        self._procedure = procedure
        given = {item.no: item for item in handed_in}
        lines = [_line(component, given.get(component.no)) for component in components_of(procedure)]
        self.table.set_lines(tuple(lines))
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.nothing.setText(
            "Thủ tục này không ghi giấy tờ nào." if procedure else "Chọn thủ tục để thấy giấy tờ cần nộp."
        )

    def into(self, state: FormState) -> FormState:
        """The form with this section's values; a kind is kept only where it is another than required."""
        required = {component.no: component.kind for component in components_of(self._procedure)}
        items = tuple(
            HandedIn(line.no, line.copies, "" if line.kind == required.get(line.no) else str(line.kind))
            for line in self.table.ticked()
        )
        return replace(state, handed_in=items)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        super().set_compact(is_compact)
        self.rows.setSpacing(0)
        self.table.set_compact(is_compact)
        height = theme.px(_KEPT_COMPACT if is_compact else _KEPT) - self.label.sizeHint().height()
        self._kept.changeSize(0, height, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.layout().invalidate()
