"""Imports as Python does them: Qt's binding hooks every import to look for its `__feature__` switch.

The hook reads the source text of each module that is imported after Qt, which makes the start a fifth
longer. Nothing here uses the switch, so Python's own import is put back once Qt's core is there. Import
this module before any other of PySide6.
"""

from __future__ import annotations

import builtins

_PYTHONS_OWN = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - between taking the import down and putting it back

builtins.__import__ = _PYTHONS_OWN
