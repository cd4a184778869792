"""First section: the procedure, found by code, name or field; its limit, fee, level and department."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.procedure import FIELDS, Procedure
from counter_app.forms.wording import limit_text
from counter_app.ui import labels, theme
from counter_app.ui.pages.reception.catalogue import Catalogue, shown_code
from counter_app.ui.pages.reception.form_state import FormState, short_name
from counter_app.ui.pages.reception.section import Section
from counter_app.ui.pages.reception.suggest import SuggestField, Suggestion
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import ElidedLabel

_LIST_WIDTH = 860
_EDIT_PADDING = 26


class _Fact(QWidget):
    """An icon and a word below the field; the whole story is the tooltip."""

    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self.words = ElidedLabel("", Role.CAPTION, Tone.TEXT2, weight=500, name=name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(IconMark(icon, Tone.TEXT2, 14))
        row.addWidget(self.words)

    def show_words(self, words: str, tip: str = "") -> None:
        self.words.setText(words)
        self.setToolTip(f"<p>{_plain(tip)}</p>" if tip else "")
        self.setVisible(bool(words))


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


class ProcedureBox(Section):
    """`chosen(id)` when the person takes a procedure. What was typed but not taken is put back on leaving."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Thủ tục", name="procedure_section")
        self._catalogue: Catalogue | None = None
        self._procedure: Procedure | None = None
        self._shown = ""
        self._found_none = False
        self.field = SuggestField(
            "Tên, mã hoặc lĩnh vực",
            name="procedure",
            placeholder="Gõ tên không dấu, mã hoặc lĩnh vực",
            least_width=_LIST_WIDTH,
        )
        self.field.asked.connect(self._ask)
        self.field.chosen.connect(self._choose)
        self.field.edit.textEdited.connect(self._typed)
        self.field.left.connect(self._put_back)
        self.facts = tuple(
            _Fact(icon, f"procedure_{name}")
            for icon, name in (
                ("timer", "limit"),
                ("banknote", "fee"),
                ("globe", "level"),
                ("building-2", "department"),
            )
        )
        line = QWidget()
        line.setFixedHeight(theme.line(Role.CAPTION) + 2)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(18))
        for fact in self.facts:
            row.addWidget(fact)
            fact.show_words("")
        row.addStretch(1)
        self.rows.addWidget(self.field)
        self.rows.addWidget(line)

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """What there is to choose from."""
        self._catalogue = catalogue
        if self._procedure is not None:
            self.show_procedure(catalogue.procedure(self._procedure.id))
        elif self.field.edit.text().strip() and self.field.edit.hasFocus() and not self.field.is_open():
            self._ask(self.field.edit.text())  # typed before there was anything to choose from

    def procedure(self) -> Procedure | None:
        """The procedure taken."""
        return self._procedure

    def into(self, state: FormState) -> FormState:
        """The form with this section's values."""
        return replace(state, procedure=self._procedure.id if self._procedure else "")

    def show_procedure(self, procedure: Procedure | None) -> None:
        """Show a procedure as taken, or none."""
        self._procedure = procedure
        self.field.clear_mark()
        self._show_lead(procedure)
        self._show_name()
        self._show_facts(procedure)

    def _show_lead(self, procedure: Procedure | None) -> None:
        edit = self.field.edit
        edit.set_lead(shown_code(procedure) if procedure else "")
        edit.set_trail(f"Lĩnh vực {FIELDS.get(procedure.field, procedure.field)}" if procedure else "")

    def _show_name(self) -> None:
        """The name, elided where it does not fit: names reach 400 letters."""
        edit, name = self.field.edit, self._procedure.name if self._procedure else ""
        margins = edit.textMargins()
        room = edit.width() - margins.left() - margins.right() - theme.px(_EDIT_PADDING)
        room = max(room, theme.px(80))
        self._shown = edit.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        edit.setText(self._shown)
        edit.setCursorPosition(0)
        edit.setToolTip(f"<p>{_plain(name)}</p>" if name != self._shown else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._procedure is not None and self.field.edit.text() == self._shown:
            self._show_name()

    def _show_facts(self, procedure: Procedure | None) -> None:
        limit, fee, level, department = self.facts
        if procedure is None:
            for fact in self.facts:
                fact.show_words("")
            return
        limit.show_words(limit_text(procedure.limit, is_padded=False), procedure.limit_note)
        fee.show_words(labels.fee_words(procedure), procedure.fee_note)
        level.show_words(labels.level_words(procedure))
        name = procedure.department
        if self._catalogue is not None:
            name = self._catalogue.unit_name(name)
        department.show_words(name, procedure.legal_basis)

    def _typed(self, _text: str) -> None:
        if self._procedure is not None and self.field.edit.text() == self._shown:
            self._show_lead(self._procedure)
        elif self.field.edit.text():
            self.field.edit.set_lead("")
            self.field.edit.set_trail("")

    def _ask(self, typed: str) -> None:
        if self._catalogue is None:
            return
        taken = self._procedure
        wanted = "" if taken is not None and typed == self._shown else typed
        found = list(self._catalogue.search(wanted))
        if taken is not None and not wanted:
            # The one taken stands first and marked: Down and Enter change nothing by accident.
            found = [taken, *(other for other in found if other.id != taken.id)][: max(1, len(found))]
        self.field.propose([self._line(procedure) for procedure in found])
        self._tell_none(bool(wanted.strip()) and not found)

    def _tell_none(self, found_none: bool) -> None:
        """No list comes up for a word that no procedure has: it is said, for Enter does nothing then."""
        if found_none:
            self.field.set_warning("không có thủ tục nào khớp")
        elif self._found_none:
            self.field.clear_mark()
        self._found_none = found_none

    @staticmethod
    def _line(procedure: Procedure) -> Suggestion:
        limit = limit_text(procedure.limit, is_padded=False)
        code = shown_code(procedure)
        other = "" if code == procedure.id else f"{procedure.id} · "
        return Suggestion(procedure.id, short_name(procedure), code, f"{other}{limit}")

    def _choose(self, procedure_id: str) -> None:
        if self._catalogue is None:
            return
        is_same = self._procedure is not None and self._procedure.id == procedure_id
        self.show_procedure(self._catalogue.procedure(procedure_id))
        if is_same:
            return
        self.edited.emit("procedure")
        self.chosen.emit(procedure_id)

    def _put_back(self) -> None:
        typed = self.field.edit.text()
        if self._procedure is not None:
            if typed != self._shown:
                self.show_procedure(self._procedure)
        elif typed.strip():
            self.field.set_problem("chưa chọn thủ tục")
            return
        self.left.emit("procedure")
