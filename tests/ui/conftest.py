"""The window's tests run offscreen, in the light look, with the bundled fonts."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ui import theme
from tests.builders import trial_desk
from tests.ui.at_a_page import PageDesk

HARMLESS = (
    # The offscreen platform says these of itself, whatever the window does.
    "This plugin does not support propagateSizeHints",
    "This plugin does not support raise",
    "This plugin does not support grabbing the keyboard",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform's own remarks pass; any other Qt warning fails the test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*HARMLESS, extend=True))


@pytest.fixture(scope="session", autouse=True)
def own_memory(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the window remembers of this machine's person stays as it was."""
    folder = str(tmp_path_factory.mktemp("memory"))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, folder)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Each test begins in the light look at 14 px."""
    theme.apply(qapp, "light")


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Shows a widget as the active window and hands it back; it is closed after the test."""

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


@pytest.fixture(scope="session")
def trial_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial desk made once, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    trial_desk(folder).close()
    return folder / "desk"


@pytest.fixture
def desk(tmp_path: Path, trial_template: Path, qapp: QApplication) -> Iterator[PageDesk]:
    """Lan at a trial desk, Monday 23/11/2026, 09:14; nothing was received yet."""
    made = PageDesk(tmp_path, "lan", template=trial_template)
    yield made
    made.close()
