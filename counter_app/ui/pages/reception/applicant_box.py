"""Second section: the applicant and who stands at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from counter_app.domain.dossier import PartyKind
from counter_app.domain.errors import InvalidField
from counter_app.domain.identity import mask_id, parse_identity_card
from counter_app.ui import theme
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.pages.reception.form_state import FormState, SubmitterRole
from counter_app.ui.pages.reception.kind_link import KindLink
from counter_app.ui.pages.reception.section import Section, row_of
from counter_app.ui.pages.reception.suggest import SuggestField, Suggestion
from counter_app.ui.widgets.fields import TextField

if TYPE_CHECKING:
    from counter_app.queries.known import KnownApplicant

_NUMBER_WIDTH = 178
_QR_LENGTH = 2_000
_NAMES_WIDTH = 600
_SUBMITTERS_WIDTH = 340
_ROLE_WORDS = {
    SubmitterRole.REPRESENTATIVE: "người đại diện",
    SubmitterRole.SELF: "chính chủ hồ sơ",
    SubmitterRole.OTHER: "người khác",
}
_OTHER = "other"


class ApplicantBox(Section):
    """`card_read(IdentityCard, is_submitter)` when the QR of an identity card was scanned into a field;
    `name_asked(text)` wants known applicants for a name, `known_chosen(index)` when one of them was taken."""

    card_read = Signal(object, bool)
    name_asked = Signal(str)
    known_chosen = Signal(int)
    kind_toggled = Signal()

    def __init__(self) -> None:
        super().__init__("Chủ hồ sơ", name="applicant_section")
        self._role = SubmitterRole.REPRESENTATIVE
        self._kind = PartyKind.ORGANISATION
        self._known_representative = ""
        self.kind_link = KindLink("applicant_kind")
        self.kind_link.clicked.connect(self.kind_toggled)
        self.gutter.insertWidget(1, self.kind_link)
        self._make_fields()
        self.rows.addWidget(row_of((self.number, 0), (self.name, 1)))
        self.rows.addWidget(self.address)
        self.rows.addWidget(row_of((self.phone, 0), (self.email, 54), (self.submitter, 46)))
        self.other_row = row_of((self.submitter_number, 0), (self.submitter_phone, 1))
        self.other_row.hide()
        self.rows.addWidget(self.other_row)
        self._connect()

    def _make_fields(self) -> None:
        self.number = TextField("Mã số thuế / CCCD", name="id_number", figures=True, max_length=_QR_LENGTH)
        self.name = SuggestField("Tên tổ chức, cá nhân", name="applicant_name", least_width=_NAMES_WIDTH)
        self.address = TextField("Địa chỉ", name="address", max_length=_QR_LENGTH)
        self.phone = TextField("Điện thoại", name="phone", figures=True)
        self.email = TextField("Email", name="email")
        self.submitter = SuggestField(
            "Người nộp", name="submitter", has_arrow=True, least_width=_SUBMITTERS_WIDTH
        )
        self.submitter_number = TextField(
            "CCCD người nộp", name="submitter_number", figures=True, max_length=_QR_LENGTH
        )
        self.submitter_phone = TextField("Điện thoại người nộp", name="submitter_phone", figures=True)
        self.fields: Mapping[str, TextField] = {
            "id_number": self.number,
            "applicant_name": self.name,
            "address": self.address,
            "phone": self.phone,
            "email": self.email,
            "submitter": self.submitter,
            "submitter_number": self.submitter_number,
            "submitter_phone": self.submitter_phone,
        }
        for field in (self.name, self.submitter):
            field.edit.setMaxLength(_QR_LENGTH)
        for field in (self.number, self.phone, self.submitter_number):
            field.setFixedWidth(theme.px(_NUMBER_WIDTH))

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.edited.connect(lambda name=name: self._edited(name))
            field.left.connect(lambda name=name: self._left(name))
        self.name.asked.connect(self.name_asked)
        self.name.chosen.connect(lambda key: self.known_chosen.emit(int(key)))
        self.submitter.asked.connect(lambda _text: self._propose_submitters())
        self.submitter.chosen.connect(self._choose_submitter)
        theme.signals().changed.connect(self._fit_widths)

    def _fit_widths(self) -> None:
        for field in (self.number, self.phone, self.submitter_number):
            field.setFixedWidth(theme.px(_NUMBER_WIDTH))

    # -- values

    def into(self, state: FormState) -> FormState:
        """The form with this section's values."""
        at_desk = self.submitter.value()
        is_other = self._role is SubmitterRole.OTHER
        representative = at_desk if self._role is SubmitterRole.REPRESENTATIVE else self._known_representative
        return replace(
            state,
            party_kind=self._kind,
            id_number=self.number.value(),
            name=self.name.value(),
            address=self.address.value(),
            phone=self.phone.value(),
            email=self.email.value(),
            representative=representative,
            submitter_role=self._role,
            submitter_name=at_desk if is_other else "",
            submitter_number=self.submitter_number.value() if is_other else "",
            submitter_phone=self.submitter_phone.value() if is_other else "",
        )

    def show_state(self, state: FormState, *, but: str = "") -> None:
        """Show the values of a form; the editor named `but` is being typed in and is left alone."""
        self._role, self._kind = state.submitter_role, state.party_kind
        self._known_representative = state.representative
        values = {
            "id_number": state.id_number,
            "applicant_name": state.name,
            "address": state.address,
            "phone": state.phone,
            "email": state.email,
            "submitter": state.submitter_shown(),
            "submitter_number": state.submitter_number,
            "submitter_phone": state.submitter_phone,
        }
        for name, field in self.fields.items():
            if name != but and field.value() != values[name]:
                field.set_value(values[name])
                field.edit.setCursorPosition(0)
                field.clear_mark()
        self.kind_link.set_kind(state.party_kind)
        self._show_role()

    def clear_marks(self) -> None:
        """A fresh form has no marks."""
        for field in self.fields.values():
            field.clear_mark()
        self.show_known(None)

    def show_known(self, known: KnownApplicant | None) -> None:
        """Say beside the name how many dossiers of this applicant are known here."""
        if known is None:
            self.name.set_hint("")
        else:
            self.name.set_hint(f"đã biết · {known.dossiers} hồ sơ", "history")

    def propose_known(self, found: Sequence[KnownApplicant]) -> None:
        """Known applicants below the name, numbers masked: it is a list."""
        lines = [
            Suggestion(str(at), known.party.name, trail=self._about(known)) for at, known in enumerate(found)
        ]
        self.name.propose(lines)

    @staticmethod
    def _about(known: KnownApplicant) -> str:
        number = mask_id(known.party.id_number) if known.party.id_number else "không có số"
        return f"{number} · {known.dossiers} hồ sơ"

    # -- who stands at the desk

    def _show_role(self) -> None:
        self.submitter.set_hint(_ROLE_WORDS[self._role])
        self.other_row.setVisible(self._role is SubmitterRole.OTHER)

    def _propose_submitters(self) -> None:
        lines = []
        if self._kind is PartyKind.PERSON:
            words = self.name.value() or "Chủ hồ sơ"
            lines.append(Suggestion(SubmitterRole.SELF, words, trail="chính chủ hồ sơ"))
        elif self._known_representative:
            words = self._known_representative
            lines.append(Suggestion(SubmitterRole.REPRESENTATIVE, words, trail="người đại diện"))
        lines.append(Suggestion(_OTHER, "Người khác…", trail="nhập tên, CCCD"))
        self.submitter.propose(lines)

    def _choose_submitter(self, key: str) -> None:
        self._role = SubmitterRole(key)
        if self._role is SubmitterRole.OTHER:
            self.submitter.set_value("")
            self.submitter.stays = True
        elif self._role is SubmitterRole.SELF:
            self.submitter.set_value(self.name.value())
        else:
            self.submitter.set_value(self._known_representative)
        self.submitter.clear_mark()
        self._show_role()
        self.edited.emit("submitter")

    def _typed_submitter(self) -> None:
        """A name other than the known one is another person; where none is known it is the representative."""
        typed = self.submitter.value()
        if self._kind is PartyKind.PERSON:
            self._role = SubmitterRole.SELF if typed == self.name.value() else SubmitterRole.OTHER
        elif self._role is SubmitterRole.REPRESENTATIVE and not self._known_representative:
            return
        elif typed == self._known_representative:
            self._role = SubmitterRole.REPRESENTATIVE
        elif typed:
            self._role = SubmitterRole.OTHER
        self.submitter.set_hint(_ROLE_WORDS[self._role])

    # -- edits

    def _edited(self, name: str) -> None:
        if name == "submitter":
            self._typed_submitter()
        elif name == "applicant_name" and self._role is SubmitterRole.SELF:
            self.submitter.set_value(self.name.value())
        self.fields[name].clear_mark()
        self.edited.emit(name)

    def _left(self, name: str) -> None:
        field = self.fields[name]
        if "|" in field.value() and name in ("id_number", "applicant_name", "submitter", "submitter_number"):
            self._read_card(name, field)
            return
        if name == "submitter":
            self._show_role()
        self.left.emit(name)

    def _read_card(self, name: str, field: TextField) -> None:
        try:
            card = parse_identity_card(field.value())
        except InvalidField as error:
            field.set_problem(field_problem(error.facts), sentence_of(error))
            return
        self.card_read.emit(card, name.startswith("submitter"))

    def set_kind(self, kind: PartyKind) -> None:
        """Organisation or person: by the number, or by hand where there is none."""
        if kind is self._kind:
            return
        self._kind = kind
        self.kind_link.set_kind(kind)
        if self._role is not SubmitterRole.OTHER:
            is_person = kind is PartyKind.PERSON
            self._role = SubmitterRole.SELF if is_person else SubmitterRole.REPRESENTATIVE
            self.submitter.set_value(self.name.value() if is_person else self._known_representative)
        self._show_role()
