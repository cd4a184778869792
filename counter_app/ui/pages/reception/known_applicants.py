"""Who the applicant is, from what is known: by number, by name, from an identity card; fills in the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.domain.identity_card import IdentityCard
from counter_app.ui.pages.reception import form_state
from counter_app.ui.pages.reception.form_state import SubmitterRole

if TYPE_CHECKING:
    from counter_app.queries.known import KnownApplicant
    from counter_app.ui.pages.reception.form_view import FormView


class KnownApplicants(QObject):
    """Asks the store who it is and fills the form in, of one form."""

    def __init__(self, view: FormView) -> None:
        super().__init__(view)
        self._view = view

    def ask(self) -> None:
        """Ask for the number that stands there, once it is one."""
        number = self._view.whole_number()
        if number == self._view.memory.asked:
            return
        self._view.memory.asked = number
        if number:
            self._view.lookups.ask_known(number)
        else:
            self.found("", None)

    def found(self, number: str, found: KnownApplicant | None) -> None:
        """The answer: what the person typed stays, what is empty is filled in."""
        if number != self._view.memory.asked:
            return
        self._view.memory.known = found.party if found else None
        self._view.applicant.show_known(found)
        filled = self._view.memory.fill(self._view.state)
        if filled is not None:
            self._view.state = filled
            self._view.applicant.show_state(filled, but="id_number")
            if number:
                self._view.applicant.number.set_ok("hợp lệ")
                self._view.known_shown.emit()
            self._view.changed.emit()
        self._view.show_mode()

    def ask_names(self, typed: str) -> None:
        """Propose applicants of this name."""
        if len(typed.strip()) >= 2 and "|" not in typed:
            self._view.lookups.ask_names(typed)
        else:
            self._view.applicant.propose_known(())

    def names(self, found: list[KnownApplicant]) -> None:
        """Those of this name."""
        self._view.memory.proposed = tuple(found)
        self._view.applicant.propose_known(found)

    def take_known(self, index: int) -> None:
        """One of those proposed was chosen."""
        found = self._view.memory.proposed[index]
        self._view.memory.asked, self._view.memory.known = found.party.id_number, found.party
        self._view.state = form_state.with_applicant(self._view.state, found.party)
        self._view.memory.filled = self._view.state
        self._view.applicant.show_state(self._view.state)
        self._view.applicant.show_known(found)
        if found.party.id_number:
            self._view.applicant.number.set_ok("hợp lệ")
        self._view.ask_duplicate()
        self._view.show_mode()
        self._view.changed.emit()

    def take_card(self, card: IdentityCard, is_submitter: bool) -> None:
        """An identity card was scanned: of the applicant, or of who stands at the desk."""
        if is_submitter:
            self._view.state = replace(
                self._view.state,
                submitter_role=SubmitterRole.OTHER,
                submitter_name=card.name,
                submitter_number=card.number,
            )
        else:
            self._view.state = self._view.memory.from_card(self._view.state, card)
        self._view.applicant.show_state(self._view.state)
        if not is_submitter:
            self._view.applicant.number.set_ok("hợp lệ")
            self.ask()
            self._view.ask_duplicate()
        self._view.show_mode()
        self._view.changed.emit()
