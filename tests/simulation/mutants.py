"""The protocol broken on purpose, from outside: the simulator must catch each of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping

MUTANTS: Mapping[str, Callable[[], None]] = {}


def apply(name: str) -> None:
    """Break the product in this process; "" leaves it whole."""
    if name:
        MUTANTS[name]()
