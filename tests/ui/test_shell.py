"""The window of the screen: its first picture, its place, the opening of the desk behind it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import StoreLocked
from counter_app.ui import app
from counter_app.ui.app import Stage
from counter_app.ui.pages.cannot_open_page import CannotOpenPage
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.shell import Shell
from counter_app.ui.tokens import DARK, LIGHT
from tests.builders import trial_desk

CHECK = """
import sys
import counter_app.__main__, counter_app.ui.start, counter_app.commands.window
heavy = {"sqlalchemy", "alembic", "reportlab", "pydantic", "argon2", "keyring", "barcode", "pypdfium2"}
print(sorted(heavy & set(sys.modules)))
"""


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def test_nothing_heavy_stands_before_the_first_picture() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("scheme", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_the_first_picture_has_the_look_of_the_house(
    scheme: str, tokens: object, settings: QSettings, qtbot: QtBot
) -> None:
    shell = Shell(scheme, settings)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitSignal(shell.painted):
        shell.show()
    image = shell.grab().toImage()
    assert image.pixelColor(5, 5) == QColor(tokens.window)  # type: ignore[attr-defined]
    inks = {image.pixelColor(x, y).name() for x in range(195, 330) for y in range(150, 186)}
    assert QColor(tokens.accent_text).name() in inks  # type: ignore[attr-defined]


def test_place_and_size_are_remembered(settings: QSettings, qtbot: QtBot) -> None:
    shell = Shell("light", settings)
    qtbot.addWidget(shell)
    shell.setGeometry(40, 50, 700, 500)
    shell.show()
    shell.close()
    again = Shell("light", settings)
    qtbot.addWidget(again)
    again.show_as_before()
    assert (again.width(), again.height()) == (700, 500)


def test_what_it_holds_takes_the_place_of_the_picture(settings: QSettings, qtbot: QtBot) -> None:
    shell = Shell("light", settings)
    qtbot.addWidget(shell)
    shell.show()
    page = QLabel("trang")
    shell.hold(page)
    assert page.isVisible()
    assert shell.centralWidget() is page


def test_a_desk_that_cannot_be_opened_says_why(
    settings: QSettings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.QApplication, "platformName", staticmethod(lambda: "xcb"))
    shell = Shell("light", settings)
    qtbot.addWidget(shell)
    stage = Stage(shell, app._made_already(None), "light", 14)  # type: ignore[arg-type]
    try:
        shell.show()
        stage.say(StoreLocked(path="x"))
        page = shell.centralWidget()
        assert isinstance(page, CannotOpenPage)
        with qtbot.waitSignal(shell.closing):
            page._close.click()
    finally:
        stage.close()


def test_the_desk_comes_into_the_window(tmp_path: Path, settings: QSettings, qtbot: QtBot) -> None:
    desk = trial_desk(tmp_path)
    shell = Shell("light", settings)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    stage = Stage(shell, app._made_already(desk), "light", 14)
    try:
        stage.go_on(desk)
        shell.show()
        qtbot.waitUntil(lambda: shell.findChild(SignInPage) is not None)
        qtbot.waitUntil(lambda: settings.value("window/brand_top") is not None)
        assert int(str(settings.value("window/brand_top"))) > 0
    finally:
        stage.close()
