"""Actions with keys: made in one way, so that the help sheet can list every one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

_GROUP = "shortcut_group"
_LISTED_WITH = "listed_with"
PAPERS = "Danh sách giấy tờ"
"""Group of the keys that work in the list of papers."""


@dataclass(frozen=True)
class Shortcut:
    """One line of the help sheet: the group it stands in, what it does, its key as written for people."""

    group: str
    words: str
    key: str


def add_action(
    owner: QWidget,
    words: str,
    keys: str,
    slot: Callable[[], object],
    *,
    name: str,
    group: str = "",
    listed_with: QWidget | None = None,
) -> QAction:
    """An action of `owner` that works while the owner is visible in the active window.

    `keys` as Qt writes them ("Ctrl+Return", "F2"); `group` is the heading on the help sheet, which
    lists it while `listed_with` (the owner, unless given) is shown.
    """
    made = QAction(words.replace("&", "&&"), owner)
    made.setObjectName(name)
    made.setShortcut(QKeySequence(keys))
    made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    made.setAutoRepeat(False)
    made.setProperty(_GROUP, group)
    made.setProperty(_LISTED_WITH, listed_with or owner)
    made.triggered.connect(lambda: slot())
    owner.addAction(made)
    return made


def key_words(keys: QKeySequence | str) -> str:
    """The key as people read it: "Ctrl+Enter", not "Ctrl+Return"."""
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
    text = text.replace("Return", "Enter").replace("Del", "Delete").replace("PgDown", "Page Down")
    return text.replace("+Space", "+Phím cách")


def shortcuts_of(owner: QWidget) -> tuple[Shortcut, ...]:
    """Every action with a key below `owner` whose widget is shown, in the order they were made: the keys of
    a page that lies behind another do nothing now and are left out."""
    found: list[Shortcut] = []
    for action in owner.findChildren(QAction):
        place = action.property(_LISTED_WITH) or action.parent()
        is_behind = isinstance(place, QWidget) and not place.isVisibleTo(owner)
        if action.shortcut().isEmpty() or not action.isEnabled() or is_behind:
            continue
        words = action.text().replace("&&", "&")
        found.append(Shortcut(str(action.property(_GROUP) or ""), words, key_words(action.shortcut())))
    return tuple(dict.fromkeys(found))
