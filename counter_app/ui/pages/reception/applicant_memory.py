"""What the form filled in of an applicant by itself, so that nothing typed is overwritten. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counter_app.domain.dossier import Party, PartyKind
from counter_app.domain.identity import IdentityCard
from counter_app.domain.text import fold
from counter_app.ui.pages.reception.form_state import (
    FormState,
    SubmitterRole,
    with_applicant,
    without_applicant,
)

if TYPE_CHECKING:
    from counter_app.queries.known import KnownApplicant

_AT_DESK = ("submitter_role", "submitter_name", "submitter_number", "submitter_phone")
_FILLED = ("name", "address", "phone", "email", "representative", "submitter_role", "submitter_name")


@dataclass
class ApplicantMemory:
    """`asked`: the normal number asked for last; `known`: who has it; `filled`: the form as filled by us."""

    asked: str = ""
    known: Party | None = None
    filled: FormState | None = None
    proposed: tuple[KnownApplicant, ...] = ()

    def is_ours(self, state: FormState) -> bool:
        """Whether what stands there was filled in by us and not touched since, or nothing stands there."""
        before = self.filled or FormState("", submitter_role=state.submitter_role)
        if self.filled is None and state.submitter_role is SubmitterRole.OTHER:
            return False
        return all(getattr(state, name) == getattr(before, name) for name in _FILLED)

    def fill(self, state: FormState) -> FormState | None:
        """The form with the known applicant, or with a former one taken out; None where nothing changes."""
        if not self.is_ours(state):
            return None
        if self.known is not None:
            found = with_applicant(state, self.known)
            # The number stays as it is typed: the cursor is still in it.
            found = replace(found, id_number=state.id_number)
            self.filled = found
            return found if found != state else None
        if self.filled is None:
            return None
        self.filled = None
        return without_applicant(state)

    def from_card(self, state: FormState, card: IdentityCard) -> FormState:
        """The form with what an identity card says; what else was typed stays, but phone and e-mail of
        another person."""
        party = Party(PartyKind.PERSON, card.name, id_number=card.number, address=card.address)
        filled = with_applicant(state, party)
        if not state.name or fold(state.name) == fold(card.name):
            filled = replace(filled, phone=state.phone, email=state.email)
        if state.submitter_role is SubmitterRole.OTHER:
            filled = replace(filled, **{name: getattr(state, name) for name in _AT_DESK})
        self.filled = None
        return filled

    def differing_name(self, state: FormState) -> str:
        """The name this number is known under, where another one stands in the form."""
        if self.known is None or not state.name or fold(self.known.name) == fold(state.name):
            return ""
        return self.known.name
