"""Between the click and the desk: a window closed too early, a folder that takes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from counter_app import bootstrap
from counter_app.domain.errors import FileNotWritten
from counter_app.services.trial import trial_desk as new_trial
from counter_app.ui import app
from counter_app.ui.app import Stage
from counter_app.ui.pages.first_run_page import FirstRunPage
from counter_app.ui.shell import Shell

CLOSED_WHILE_OPENING = """
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from counter_app.ui.start import DeskMakers, made_application, open_window

app, ending = made_application(), threading.Event()
app.aboutToQuit.connect(ending.set)

class Opened:
    def close(self):
        print("let go")

def slow():
    QTimer.singleShot(0, app, lambda: [each.close() for each in QApplication.topLevelWidgets()])
    assert ending.wait(20), "the window was not closed"
    return Opened()

print(open_window(DeskMakers(slow, None, None), "light"))
"""

NOT_READ = """
from counter_app.domain.errors import StoreNotOpened
from counter_app.settings import Settings
from counter_app.ui.start import DeskMakers, open_window

class Damaged:
    settings = Settings()

    @property
    def agency(self):
        raise StoreNotOpened(path="x", because="damaged")

    def close(self):
        print("let go")

try:
    open_window(DeskMakers(Damaged, None, None), "light")
except StoreNotOpened:
    print("said")
"""


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def said(script: str, folder: Path) -> list[str]:
    settings = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])} | settings,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def test_a_window_closed_while_the_desk_is_opened_lets_go_of_it(tmp_path: Path) -> None:
    assert said(CLOSED_WHILE_OPENING, tmp_path) == ["let go", "0"]


def test_a_desk_that_opens_and_cannot_be_read_is_said_and_let_go(tmp_path: Path) -> None:
    assert said(NOT_READ, tmp_path) == ["let go", "said"]


def test_a_folder_that_takes_no_desk_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(FileNotWritten):
        bootstrap.make_desk(tmp_path / "file" / "desk", new_trial())


def test_a_first_run_that_failed_can_be_tried_again(settings: QSettings, qtbot: QtBot) -> None:
    shell = Shell("light", settings)
    qtbot.addWidget(shell)
    stage = Stage(shell, app._made_already(None), "light", 14)  # type: ignore[arg-type]
    try:
        stage.go_on(None)
        page = shell.findChild(FirstRunPage)
        assert page is not None

        def broken() -> None:
            raise OSError("disk")

        with pytest.raises(OSError, match="disk"):
            stage._begin(page, broken)  # type: ignore[arg-type]
        assert all(button.isEnabled() for button in (page.main, page.trial))
    finally:
        stage.close()
