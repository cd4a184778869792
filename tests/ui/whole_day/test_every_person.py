"""Everybody in turn on every page of theirs: nothing fails, and each key written there does one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from counter_app.domain.staff import Role
from counter_app.ui.navigation import entries_for
from counter_app.ui.widgets.actions import key_words
from tests.desks import Counter
from tests.ui.test_every_state import is_live, shared_keys
from tests.ui.whole_day.driving import DeskDay

KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+(?:Enter|Delete|Page Down|Page Up|[A-Z0-9]\b)|\bF\d+\b")
OF_THE_TABLE = {"Ctrl+C"}
"""Keys of a list itself, which are no actions of the page."""


def hints(window: QWidget) -> set[str]:
    """Keys that are written anywhere in the window."""
    said = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    said += [button.toolTip() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    said += [str(getattr(button, "key", "")) for button in window.findChildren(QAbstractButton)]
    return {key for text in said for key in KEY.findall(text)}


def keys(window: QWidget) -> set[str]:
    """Keys that do something in the window now or once their part of the page is in use."""
    return {
        key_words(action.shortcut())
        for action in window.findChildren(QAction)
        if any(isinstance(one, QWidget) and is_live(one, window) for one in action.associatedObjects())
    }


def test_everybody_in_turn_on_every_page(tmp_path: Path, shown: Callable[[QWidget], QWidget]) -> None:
    """A person whose role has nothing to do on a page comes after one whose role has: pages of the one
    before hear of the change too."""
    day = DeskDay(tmp_path, shown)
    try:
        desk = Counter(day.desk, day.clock)
        for _ in range(3):
            desk.received()
        for login, role in (
            ("dung", Role.HEAD),
            ("lan", Role.COUNTER),
            ("tuan", Role.SUPERVISOR),
            ("minh", Role.OFFICER),
            ("quantri", Role.ADMINISTRATOR),
        ):
            day.sign_in(login)
            window = day.shown.window
            for entry in entries_for(role, day.shown.pages.factories()):
                window.show_page(entry.id)
                day.settle()
                assert window.current_page() == entry.id
                assert shared_keys(window) == {}, (login, entry.id)
                assert hints(window) <= keys(window) | OF_THE_TABLE, (login, entry.id)
    finally:
        day.close()
