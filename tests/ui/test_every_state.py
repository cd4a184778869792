"""A walk over every registered state: names for machines and for people, plain text everywhere."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from counter_app.ui import theme
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
    deaf = [
        repr(widget) for widget in focusable(root) if not widget.accessibleName() and not spoken(widget)
    ]
    assert deaf == []
    rich = [
        label.text()
        for label in root.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert rich == []


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
