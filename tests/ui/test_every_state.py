"""A walk over every registered state: names for machines and for people, plain text everywhere."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from counter_app.ui import theme
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.pdf_preview import PdfPreview
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.staff_tile import StaffGrid
from tests.ui.picture_states import State, states

ENGLISH = re.compile(r"[a-z][a-z0-9_]*")
INTERACTIVE = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QPlainTextEdit,
    QAbstractItemView,
    PdfPreview,
    Segmented,
    StaffGrid,
)


def interactive(root: QWidget) -> list[QWidget]:
    """Widgets a person works with; what Qt makes inside them is left out."""
    found: list[QWidget] = []
    for widget in root.findChildren(QWidget):
        inside = widget.parentWidget()
        is_inner = isinstance(inside, QComboBox | QAbstractScrollArea) and isinstance(
            widget, QAbstractItemView | QLineEdit | QAbstractButton
        )
        is_popup = widget.window() is not root
        # A button that waits, hidden, for its words (a notice without an action) is not there yet.
        is_waiting = isinstance(widget, QAbstractButton) and not widget.text() and widget.isHidden()
        if isinstance(widget, INTERACTIVE) and not (is_inner or is_popup or is_waiting):
            found.append(widget)
    return found


def focusable(root: QWidget) -> list[QWidget]:
    """Every widget of a window that Tab reaches, whatever its kind; what Qt makes inside them is left out."""
    found = []
    for widget in root.findChildren(QWidget):
        inside = widget.parentWidget()
        is_inner = isinstance(inside, QComboBox | QAbstractScrollArea | QAbstractItemView)
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and not is_inner and widget.focusProxy() is None and widget.isVisibleTo(root):
            found.append(widget)
    return found


def spoken(widget: QWidget) -> bool:
    """Whether a reader of the screen has words for it without a name of its own: a page is named by its
    head."""
    return isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView)


def shared_keys(root: QWidget) -> dict[str, list[str]]:
    """Keys that two things would answer to at once: Qt then calls the key ambiguous and does neither."""
    owners: dict[tuple[str, QWidget], list[str]] = defaultdict(list)
    for action in root.findChildren(QAction):
        places = [
            one for one in action.associatedObjects() if isinstance(one, QWidget) and is_live(one, root)
        ]
        # A key of a part alone (the panel's Esc) is nearer than the page's.
        if places and action.isEnabled() and action.shortcutContext() is Qt.ShortcutContext.WindowShortcut:
            for keys in action.shortcuts():
                owners[keys.toString(), dialog_of(places[0], root)].append(action.objectName())
    for shortcut in root.findChildren(QShortcut):
        place = shortcut.parent()
        if shortcut.isEnabled() and isinstance(place, QWidget) and is_live(place, root):
            owners[shortcut.key().toString(), dialog_of(place, root)].append(f"in {place.objectName()}")
    for button in root.findChildren(QAbstractButton):
        if not button.shortcut().isEmpty() and is_live(button, root):
            owners[button.shortcut().toString(), dialog_of(button, root)].append(button.objectName())
    return {keys: names for (keys, _), names in owners.items() if len(names) > 1}


def of_one_enter(root: QWidget) -> set[str]:
    """Main keys that only one of the two Enter keys is good for."""
    found = {
        keys.toString()
        for action in root.findChildren(QAction)
        for keys in action.shortcuts()
        if any(isinstance(one, QWidget) and is_live(one, root) for one in action.associatedObjects())
    }
    wanted = {
        key.replace("+Return", "+Enter") for key in found if key.startswith(("Ctrl+Return", "Alt+Return"))
    }
    return wanted - found


def is_live(widget: QWidget, root: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and widget.window() is root


def dialog_of(widget: QWidget, root: QWidget) -> QWidget:
    """The window it stands in; a picture shows a dialog as a part of the frame."""
    found: QWidget | None = widget
    while found is not None and not isinstance(found, QDialog):
        found = found.parentWidget()
    return found or root


@pytest.mark.parametrize("one", states(), ids=lambda one: one.name)
def test_everything_has_its_names_and_is_plain(one: State, qtbot: QtBot) -> None:
    root = one.build()
    qtbot.addWidget(root)
    root.resize(1366, 768)
    root.show()
    if one.settle is not None:
        one.settle(root)
    QApplication.processEvents()
    found = interactive(root)
    nameless = [repr(widget) for widget in found if not ENGLISH.fullmatch(widget.objectName())]
    speechless = [widget.objectName() for widget in found if not widget.accessibleName()]
    assert nameless == []
    assert speechless == []
    deaf = [repr(widget) for widget in focusable(root) if not widget.accessibleName() and not spoken(widget)]
    assert deaf == []
    assert shared_keys(root) == {}
    assert of_one_enter(root) == set()
    rich = [
        label.text()
        for label in root.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert rich == []


def test_a_key_of_two_actions_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    for name in ("act_one", "act_two"):
        add_action(root, name, "Ctrl+E", lambda: None, name=name)
    add_action(root, "other", "Ctrl+O", lambda: None, name="act_other")
    root.show()
    assert shared_keys(root) == {"Ctrl+E": ["act_one", "act_two"]}


def test_the_gallery_knows_the_states_of_the_kit_and_the_frame() -> None:
    names = {one.name for one in states()}
    assert {"kit-parts", "kit-checklist", "frame-today", "sign-in-locked", "first-run-empty"} <= names


@pytest.mark.parametrize(
    "name", ["frame-today", "sign-in-many", "first-run-problems", "kit-checklist-compact"]
)
def test_the_smallest_screen_is_enough(name: str, qtbot: QtBot) -> None:
    one = next(one for one in states() if one.name == name)
    root = one.build()
    qtbot.addWidget(root)
    root.show()
    if one.settle is not None:
        one.settle(root)
    least = root.minimumSizeHint()
    assert least.width() <= 1366
    assert least.height() <= 768


@pytest.mark.parametrize("name", ["kit-parts", "frame-today", "sign-in-trial-error", "first-run-empty"])
def test_a_change_of_look_in_the_open_window_reaches_everything(
    name: str, qapp: QApplication, qtbot: QtBot
) -> None:
    one = next(one for one in states() if one.name == name)

    def picture(root: QWidget) -> QImage:
        QApplication.processEvents()
        return root.grab().toImage()

    def build() -> QWidget:
        root = one.build()
        qtbot.addWidget(root)
        root.resize(1366, 768)
        # The cursor stands in one window only: without it both must be alike to the pixel.
        for widget in (root, *root.findChildren(QWidget)):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            widget.clearFocus()
        root.show()
        return root

    changed = build()
    light = picture(changed)
    theme.apply(qapp, "dark")
    anew = build()
    assert picture(changed) == picture(anew)
    assert picture(changed) != light
