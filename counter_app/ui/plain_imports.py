"""Imports as Python does them: Qt's binding hooks every import to look for its `__feature__` switch."""

from __future__ import annotations

import builtins


def load_qt() -> None:
    """Load Qt's core and put Python's own import back. Call it before anything else of Qt is imported.

    The hook reads the source text of each module that is imported after Qt, which makes the start a fifth
    longer; nothing here uses the switch it looks for.
    """
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = own
