"""The legal ground that a slip proposes: the first law of a procedure's legal basis. No Qt here."""

from __future__ import annotations


def first_ground(legal_basis: str) -> str:
    """What stands before the first semicolon."""
    return legal_basis.partition(";")[0].strip()
