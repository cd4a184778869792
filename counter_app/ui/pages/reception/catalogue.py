"""What the page knows of the catalogue: one reading, and the search for a procedure. No Qt, no store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from counter_app.domain.agency import Agency
from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.procedure import FIELDS, Procedure
from counter_app.domain.text import fold, search_tokens


@dataclass(frozen=True)
class Catalogue:
    """One reading of what reception refers to. `last_used`: ids the person received last, latest first."""

    agency: Agency
    calendar: WorkingCalendar
    procedures: tuple[Procedure, ...]
    units: Mapping[str, str] = field(hash=False)
    people: Mapping[str, str] = field(hash=False)
    last_used: tuple[str, ...] = ()
    short_units: Mapping[str, str] = field(default_factory=dict, hash=False)
    open_units: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def _by_id(self) -> dict[str, Procedure]:
        return {procedure.id: procedure for procedure in self.procedures}

    @cached_property
    def _folded(self) -> list[tuple[Procedure, str]]:
        return [(procedure, _searchable(procedure)) for procedure in self.procedures]

    def procedure(self, procedure_id: str) -> Procedure | None:
        """The version in force, None for an id that is none (or not in force)."""
        return self._by_id.get(procedure_id)

    def unit_name(self, code: str) -> str:
        """Name of a unit, its code where the name is not known."""
        return self.units.get(code, code)

    def short_unit(self, code: str) -> str:
        """Short name of a unit, for lines with little room; its code where there is none."""
        return self.short_units.get(code) or code

    def names(self) -> Mapping[str, str]:
        """Units and people by code and login, for messages."""
        return {**self.units, **self.people}

    def search(self, typed: str, limit: int = 8) -> tuple[Procedure, ...]:
        """Procedures that hold every word typed, in code, name or field, without marks.

        A code that begins so comes first, then what was used last, then the catalogue's order. Nothing
        typed: what was used last, then the catalogue.
        """
        words = search_tokens(typed)
        found = [
            procedure for procedure, text in self._folded if all(f" {word}" in text for word in words)
        ]
        compact = "".join(words)
        found.sort(key=lambda procedure: self._rank(procedure, compact))
        return tuple(found[:limit])

    def _rank(self, procedure: Procedure, compact: str) -> tuple[bool, int]:
        is_code = bool(compact) and any(code.startswith(compact) for code in _codes(procedure))
        place = self.last_used.index(procedure.id) if procedure.id in self.last_used else len(self.last_used)
        return not is_code, place


def _codes(procedure: Procedure) -> Sequence[str]:
    """The codes as people type them, without points and dashes: `dt07`, `dt7`, `1009664`."""
    letters, _, number = procedure.id.partition("-")
    codes = [fold(procedure.id).replace(" ", ""), f"{letters}{number.lstrip('0')}".lower()]
    if procedure.national_code:
        codes.append(procedure.national_code.replace(".", ""))
    return codes


def _searchable(procedure: Procedure) -> str:
    """Every word that finds the procedure, each after a blank."""
    field_name = FIELDS.get(procedure.field, procedure.field)
    texts = (procedure.id, *_codes(procedure), procedure.national_code, procedure.name, field_name)
    return " " + " ".join(fold(text) for text in texts)


def shown_code(procedure: Procedure) -> str:
    """The national code where it is sure, else the catalogue id: no unverified code is shown as if sure."""
    return procedure.national_code if procedure.is_code_verified and procedure.national_code else procedure.id
