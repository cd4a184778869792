"""Registry of the states that the gallery draws: a name and a builder of the window's content."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

import tests.ui

Builder = Callable[[], QWidget]


@dataclass(frozen=True)
class State:
    """One picture: `name` is its file name without size and look. `settle` runs after the window is shown
    (set the focus, move a cursor)."""

    name: str
    build: Builder
    settle: Callable[[QWidget], None] | None = None


_states: dict[str, State] = {}


def state(name: str, settle: Callable[[QWidget], None] | None = None) -> Callable[[Builder], Builder]:
    """Register a builder: `@state("reception-empty")`. A second one of the same name is a ValueError."""

    def register(build: Builder) -> Builder:
        if name in _states:
            raise ValueError(name)
        _states[name] = State(name, build, settle)
        return build

    return register


def states() -> tuple[State, ...]:
    """Every state of the modules `tests/ui/states_*.py`, by name."""
    for module in pkgutil.iter_modules(tests.ui.__path__):
        if module.name.startswith("states_"):
            importlib.import_module(f"tests.ui.{module.name}")
    return tuple(_states[name] for name in sorted(_states))
