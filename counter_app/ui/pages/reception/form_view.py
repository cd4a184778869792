"""The form with its live column: collects what is typed, asks the store about it, shows what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from counter_app.domain.dossier import PartyKind
from counter_app.domain.errors import CounterError, InvalidField
from counter_app.domain.identity import IdKind, check_phone, format_phone
from counter_app.ui import theme
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.pages.reception import form_state
from counter_app.ui.pages.reception.applicant_box import ApplicantBox
from counter_app.ui.pages.reception.applicant_memory import ApplicantMemory
from counter_app.ui.pages.reception.card_view import missing_items, show_card
from counter_app.ui.pages.reception.catalogue import Catalogue
from counter_app.ui.pages.reception.components_box import ComponentsBox
from counter_app.ui.pages.reception.editors import editor_of
from counter_app.ui.pages.reception.form_checks import check_field, check_form, normal_number
from counter_app.ui.pages.reception.form_head import FormHead
from counter_app.ui.pages.reception.form_state import FormState, SlipKind
from counter_app.ui.pages.reception.known_applicants import KnownApplicants
from counter_app.ui.pages.reception.lookups import Lookups
from counter_app.ui.pages.reception.procedure_box import ProcedureBox
from counter_app.ui.pages.reception.reentry_card import ReentryCard
from counter_app.ui.pages.reception.side_column import Mode, SideColumn
from counter_app.ui.pages.reception.way_box import WayBox
from counter_app.ui.tokens import PAGE_PADDING
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from counter_app.domain.procedure import Procedure
    from counter_app.queries.known import Duplicate
    from counter_app.ui.pages.reception.desk_work import Numbers

_SECTION_GAP = 20
_SECTION_GAP_COMPACT = 14
_COMPLETE_WHILE_TYPED = (IdKind.MST, IdKind.CCCD)
"""Nine digits may be an old identity card or a tax code that lacks one: that is told on leaving the field."""


class FormView(QWidget):
    """`changed` after each edit by the person. `open_form` shows a form; `state` is what stands in it."""

    changed = Signal()
    known_shown = Signal()
    mode_shown = Signal()

    def __init__(self, lookups: Lookups, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("reception_form")
        self.lookups, self._now = lookups, now
        self._catalogue: Catalogue | None = None
        self.state = FormState("")
        self.memory = ApplicantMemory()
        self.duplicate: Duplicate | None = None
        self.numbers: Numbers | None = None
        self.head = FormHead()
        refusal = Notice(name="reentry_notice")
        self.reentry = ReentryCard(now, refusal)
        self.procedure = ProcedureBox()
        self.applicant = ApplicantBox()
        self.components = ComponentsBox()
        self.way = WayBox(lambda: now().date())
        self.side = SideColumn(lambda: now().date(), refusal)
        self.known = KnownApplicants(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        ground = Ground("surface", name="form_ground")
        self._column = QVBoxLayout(ground)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.reentry)
        self._column.addWidget(self.procedure)
        self._gaps: list[QSpacerItem] = []
        for section in (self.applicant, self.components, self.way):
            gap = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            self._gaps.append(gap)
            self._column.addSpacerItem(gap)
            self._column.addWidget(section)
        self._column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(ground, 1)
        row.addWidget(self.side)

    def _connect(self) -> None:
        for section in (self.procedure, self.applicant, self.components, self.way):
            section.edited.connect(self._edited)
            section.left.connect(self._left)
        self.applicant.card_read.connect(self.known.take_card)
        self.applicant.name_asked.connect(self.known.ask_names)
        self.applicant.known_chosen.connect(self.known.take_known)
        self.applicant.kind_toggled.connect(self.toggle_kind)
        self.components.lit_changed.connect(self.show_mode)
        for part in (self.side.slip, self.side.duplicate, self.side.correction, self.reentry):
            part.edited.connect(self._side_edited)
        self.lookups.known_found.connect(self.known.found)
        self.lookups.names_found.connect(self.known.names)
        self.lookups.duplicate_found.connect(self._duplicate_found)
        self.lookups.numbers_found.connect(self._numbers_found)
        self.lookups.failed.connect(self.show_error)

    # -- opening

    @property
    def catalogue(self) -> Catalogue | None:
        """What the form refers to, None until it was read."""
        return self._catalogue

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """What there is to choose from."""
        self._catalogue = catalogue
        self.procedure.set_catalogue(catalogue)
        self.way.joint.set_units([(code, catalogue.short_unit(code)) for code in catalogue.open_units])
        self.refresh()

    def chosen(self) -> Procedure | None:
        """The procedure taken."""
        return self.procedure.procedure()

    def open_form(self, state: FormState) -> None:
        """Show a form: an empty one, a draft, or a dossier to be corrected."""
        self.lookups.forget()
        self.state = state
        self.memory = ApplicantMemory()
        self.duplicate, self.numbers = None, None
        procedure = self._catalogue.procedure(state.procedure) if self._catalogue else None
        self.procedure.show_procedure(procedure)
        self.applicant.show_state(state)
        self.applicant.clear_marks()
        self.components.show_papers(procedure, state.handed_in)
        self.way.show_procedure(procedure)
        self.way.show_state(state)
        self.side.slip.show_state(state)
        self.side.correction.show_state(state)
        self.side.duplicate.set_value(state.duplicate_reason)
        self.side.notice.clear()
        self.reentry.show_state(state)
        self.head.show_title(state.correcting, state.accepting, state.reentering)
        # A field that was hidden with the cursor in it has told of being left, with words of the old form.
        self.state = state
        self.known.ask()
        self.ask_duplicate()
        self.refresh()

    def refresh(self) -> None:
        """Show again what depends on the time and on what others did."""
        self._ask_numbers()
        self.show_mode()

    def _ask_numbers(self) -> None:
        """What would be given; a receipt that was printed has its numbers."""
        procedure = self.chosen()
        if procedure is not None and not self.state.correcting and not self.state.reentering:
            self.lookups.ask_numbers(procedure, self._now())

    def leave_reentry(self) -> None:
        """An ordinary form again, with all that stands in it."""
        self.state = replace(self._collected(), reentering="", paper_moment="")
        self.reentry.show_state(self.state)
        self.way.show_state(self.state)
        self.head.show_title("", self.state.accepting)
        self.refresh()
        self.changed.emit()

    # -- edits

    def _edited(self, name: str) -> None:
        before = self.state
        self.state = self._collected()
        if name == "procedure":
            self._procedure_taken(before)
        elif name == "id_number":
            self._number_typed()
        self.side.notice.clear()
        if name in ("procedure", "id_number"):
            self.ask_duplicate()
        self.show_mode()
        self.changed.emit()

    def _collected(self) -> FormState:
        state = self.state
        parts = (self.procedure, self.applicant, self.components, self.way, self.side.slip, self.reentry)
        for section in parts:
            state = section.into(state)
        return replace(
            state,
            duplicate_reason=self.side.duplicate.value(),
            correction_reason=self.side.correction.reason.value(),
            received_typed=self.side.correction.received.value(),
        )

    def _side_edited(self) -> None:
        self.state = self._collected()
        if self.state.correcting or self.state.reentering:
            self.show_mode()
        self.changed.emit()

    def _procedure_taken(self, before: FormState) -> None:
        procedure = self.chosen()
        if procedure is None or self._catalogue is None:
            return
        old = self._catalogue.procedure(before.procedure)
        begun = before.begun_at or self._now().isoformat()
        state = form_state.with_procedure(replace(self.state, handed_in=before.handed_in), old, procedure)
        self.state = replace(state, begun_at=begun)
        self.components.show_papers(procedure, self.state.handed_in)
        self.way.show_procedure(procedure)
        self._ask_numbers()

    def _number_typed(self) -> None:
        if self.state.id_kind in _COMPLETE_WHILE_TYPED:
            self._number_whole()
        elif self.memory.asked:
            self.known.ask()

    def _number_whole(self) -> None:
        """The number is one, as far as can be told: whose is it?"""
        kind = form_state.party_kind_of(self.state.id_kind)
        if normal_number(self.state, self._now().date()) and kind is not None:
            self.applicant.set_kind(kind)
            self.applicant.number.set_ok("hợp lệ")
            self.state = self._collected()
        self.known.ask()

    def toggle_kind(self) -> None:
        """Organisation or person, by hand."""
        is_person = self.state.party_kind is PartyKind.PERSON
        self.applicant.set_kind(PartyKind.ORGANISATION if is_person else PartyKind.PERSON)
        self._edited("party_kind")

    def _left(self, name: str) -> None:
        if name == "phone":
            self._tidy_phone()
        self.state = self._collected()
        if name == "id_number" and self.state.id_kind not in _COMPLETE_WHILE_TYPED:
            self._number_whole()
            self.ask_duplicate()
        self._mark(name, check_field(name, self.state, self._now().date()), is_leaving=True)

    def _tidy_phone(self) -> None:
        field = self.applicant.phone
        try:
            field.set_value(format_phone(check_phone(field.value())))
        except InvalidField:
            return  # the check that follows says so beside the field

    def whole_number(self) -> str:
        """The normal number where it can be told; while one types, nine digits are not one yet."""
        is_typing = self.applicant.number.edit.hasFocus()
        if is_typing and self.state.id_kind not in _COMPLETE_WHILE_TYPED:
            return ""
        return normal_number(self.state, self._now().date())

    # -- duplicates and numbers

    def ask_duplicate(self) -> None:
        """Whether the same is open already, as far as number and procedure are known."""
        number = self.whole_number()
        if not number or not self.state.procedure or self.state.correcting:
            self._duplicate_found("", None)
            return
        identity = f"{self.state.id_kind}:{number}"
        self.lookups.ask_duplicate(identity, self.state.procedure)

    def _duplicate_found(self, _identity: str, found: Duplicate | None) -> None:
        self.duplicate = found
        self.show_mode()

    def _numbers_found(self, found: Numbers | None) -> None:
        self.numbers = found
        self.show_mode()

    # -- slips

    def set_slip(self, kind: SlipKind) -> None:
        """Begin or leave form 02 or 03 by hand."""
        self.state = replace(self._collected(), slip_kind=kind)
        self.show_mode()
        self.changed.emit()

    def slip_items(self) -> tuple[tuple[int, str], ...]:
        """What form 02 asks for: every missing required paper, and what was written besides."""
        numbers = [line.no for line in self.components.table.missing()]
        items = list(zip(numbers, missing_items(self), strict=True))
        if self.state.slip_item:
            items.append((0, self.state.slip_item))
        return tuple(items)

    # -- what is shown

    def mode(self) -> Mode:
        """What the main button would do now."""
        if self.state.correcting:
            return Mode.CORRECT
        if self.state.reentering:
            return Mode.REENTER
        if self.state.slip_kind is SlipKind.REFUSAL:
            return Mode.REFUSE
        if self.state.slip_kind is SlipKind.SUPPLEMENT:
            return Mode.SUPPLEMENT
        return Mode.MISSING if self.components.table.lit() else Mode.RECEIVE

    def show_mode(self) -> None:
        """Bring the right column up to date."""
        show_card(self, self._now())
        self.mode_shown.emit()

    def show_error(self, error: CounterError) -> None:
        """An error beside its cause: on the field it names, else above the main button."""
        is_field = isinstance(error, InvalidField)
        field = editor_of(self, str(error.facts.get("field", ""))) if is_field else None
        if field is None:
            names = self._catalogue.names() if self._catalogue else None
            self.side.notice.show_error(sentence_of(error, names=names))
        else:
            field.set_problem(field_problem(error.facts), sentence_of(error))
            field.setFocus()
        self.side.fit()

    def _mark(self, name: str, error: InvalidField | None, *, is_leaving: bool = False) -> None:
        field = editor_of(self, name)
        if field is None:
            return
        # A name left empty on the way through is not wrong yet; the main button asks for it.
        if error is not None and not (is_leaving and error.facts["problem"] == "empty"):
            field.set_problem(field_problem(error.facts), sentence_of(error))
        elif field.problem():
            field.clear_mark()

    def check(self) -> bool:
        """Mark everything that is wrong, put the cursor on the first; whether nothing is."""
        self.state = self._collected()
        problems = check_form(self.state, self._now().date())
        for problem in problems:
            self._mark(problem.field, problem.error)
        if problems:
            field = editor_of(self, problems[0].field)
            if field is not None:
                field.setFocus()
        return not problems and self.way.joint.check()

    def set_compact(self, is_compact: bool) -> None:
        """Two densities, chosen by the height of the window."""
        side = theme.px(PAGE_PADDING)
        self._column.setContentsMargins(side, 0, side, theme.px(18))
        height = theme.px(_SECTION_GAP_COMPACT if is_compact else _SECTION_GAP)
        for gap in self._gaps:
            gap.changeSize(0, height, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._column.invalidate()
        sections = (self.procedure, self.applicant, self.components, self.way)
        for part in (self.head, self.reentry, *sections, self.side):
            part.set_compact(is_compact)
