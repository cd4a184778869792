"""One line of the checklist of papers, as a frozen value, and the words of its kind."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.procedure import ComponentKind
from counter_app.ui.labels import COMPONENT_KINDS

KIND_WORDS = COMPONENT_KINDS
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class ComponentLine:
    """One paper of the checklist. `no` is the procedure's number; `copies` what is handed in when ticked."""

    no: int
    name: str
    kind: ComponentKind
    copies: int
    is_required: bool
    is_ticked: bool = False

    def words(self) -> str:
        """`1 bản chính` when ticked, else the kind alone; number and kind stay on one line."""
        kind = KIND_WORDS[self.kind]
        return f"{self.copies}{NO_BREAK}{kind}" if self.is_ticked else kind
