"""How large letters may be on this screen: larger ones would push the main button off its edge."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from counter_app.ui.tokens import BODY_PX

_LEAST_WIDTH, _LEAST_HEIGHT = 1222, 700
"""Pixels that the window needs with letters of 14 px."""
_WITHOUT_SCREEN = frozenset({"offscreen", "minimal"})
SMALLEST = 12


def largest(width: int, height: int) -> int:
    """The largest letters with which the window fits into `width` × `height` pixels of a screen."""
    room = min(width / _LEAST_WIDTH, height / _LEAST_HEIGHT)
    return max(SMALLEST, int(BODY_PX * room))


def fitting(chosen: int) -> int:
    """The chosen size, or the largest that this screen has room for. Without a screen: the chosen one."""
    screen = QGuiApplication.primaryScreen()
    if screen is None or QGuiApplication.platformName() in _WITHOUT_SCREEN:
        return chosen
    room = screen.availableGeometry()
    return min(chosen, largest(room.width(), room.height()))
