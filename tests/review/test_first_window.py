"""Without a desk the window asks for what a new one needs, and makes it."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from counter_app import logs
from counter_app.commands import window
from counter_app.domain.errors import PasswordRefused
from counter_app.domain.staff import Role
from counter_app.services.accounts import sign_in
from counter_app.ui import app
from counter_app.ui.pages.first_run_page import FirstRun, FirstRunPage
from counter_app.ui.shell import Shell
from counter_app.ui.start import DeskMakers


def first(**fields: str) -> FirstRun:
    values = {"printer": "Canon LBP 2900", "witness_folder": "", "password": "mat-khau-dai"} | fields
    return FirstRun(
        "H24.28", "Ban Quản lý Khu kinh tế Hải Phòng", "", 2, 3, "Hoàng Văn Quân", "quantri",
        values["password"], values["printer"], values["witness_folder"],
    )


@pytest.fixture(autouse=True)
def _log_ends() -> Iterator[None]:
    hook, level = threading.excepthook, logging.getLogger().level
    yield
    logs.end()
    threading.excepthook = hook
    logging.getLogger().setLevel(level)


def test_without_a_desk_the_first_run_page_is_asked(tmp_path: Path, qapp: QApplication) -> None:
    shell = Shell("light", QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    makers = DeskMakers(
        open=lambda: window._open(tmp_path / "none"),
        make=lambda first: window.make(tmp_path / "desk", first),
        make_trial=window.make_trial,
    )
    stage = app.Stage(shell, makers, "light", 14)
    try:
        stage.go_on(makers.open())
        page = shell.findChild(FirstRunPage)
        assert page is not None
        page.submitted.emit(first())
        assert shell.findChild(FirstRunPage) is None or shell.centralWidget().objectName() == "main_window"
        assert (tmp_path / "desk" / "desk.sqlite").exists()
    finally:
        stage.close()
        shell.deleteLater()


def test_the_page_makes_a_desk_with_its_administrator(tmp_path: Path) -> None:
    medium = tmp_path / "usb"
    medium.mkdir()
    with window.make(tmp_path / "desk", first(witness_folder=str(medium))) as desk:
        assert (desk.desk_number, desk.origin.of, desk.is_trial) == (2, 3, False)
        assert desk.settings.printer == "Canon LBP 2900"
        assert list(medium.glob("journal-*.log"))
        person = desk.write(lambda uow: sign_in(uow, "quantri", "mat-khau-dai"))
        assert person.role is Role.ADMINISTRATOR


@pytest.mark.parametrize("password", ["12345678", "quantri", "Hoang Van Quan"])
def test_a_password_that_staff_would_be_refused_makes_no_desk(password: str, tmp_path: Path) -> None:
    with pytest.raises(PasswordRefused):
        window.make(tmp_path / "desk", first(password=password))
    assert not (tmp_path / "desk").exists()


def test_a_witness_folder_that_is_away_stops_nothing(tmp_path: Path) -> None:
    with window.make(tmp_path / "desk", first(witness_folder=str(tmp_path / "away"))) as desk:
        assert desk.agency.name == "Ban Quản lý Khu kinh tế Hải Phòng"
    assert "no witness journal" in log_of(tmp_path / "desk"), "the log has begun by then"


def test_a_trial_desk_begins_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(window, "TRIAL_DOSSIERS", 0)
    with window.make_trial() as desk:
        logging.getLogger("counter_app.test").warning("first day")
        assert "first day" in log_of(desk.folder)


def log_of(folder: Path) -> str:
    return (folder / "logs" / "window.log").read_text("utf-8")
