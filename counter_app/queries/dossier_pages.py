"""Dossiers in pages of a large table: one filter, a fixed list of orders, keyset reading (never OFFSET)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SortBy(StrEnum):
    """Orders a list may have; a word from outside that is none of them is refused."""

    NEWEST = "newest"
    CODE = "code"
    APPLICANT = "applicant"
    PROCEDURE = "procedure"
    DUE = "due"
    STATUS = "status"
    HOLDER = "holder"


@dataclass(frozen=True)
class DossierFilter:
    """What a list is narrowed to; what is left at its default narrows nothing.

    Days are inclusive. `codes`: exactly these (the dossiers behind a number that no other field describes).
    """

    statuses: tuple[str, ...] = ()
    is_open: bool = False
    is_overdue: bool = False
    is_in_transit: bool = False
    unit: str = ""
    officer: str = ""
    field: str = ""
    procedures: tuple[str, ...] = ()
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    codes: tuple[str, ...] = ()
