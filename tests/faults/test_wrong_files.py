"""Rows 53 and 54: a settings file that cannot be used, and a store that is not this program's or not ours."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app import cli, settings
from counter_app.bootstrap import make_trial
from counter_app.storage import keys
from counter_app.storage.database import SCHEMA, Mode, connect
from counter_app.storage.store import FILE_NAME
from tests.builders import Clock
from tests.faults.counter import received_on
from tests.faults.oracle import judge
from tests.faults.paper import Paper
from tests.faults.prepared import opened, receive_line

BROKEN = {
    "empty": b"",
    "only blanks": b" \n\n",
    "cut off": b'printer = "HP Las',
    "noughts": b"\x00" * 200,
    "not UTF-8": b'printer = "\xff\xfe"',
    "wrong type": b'body_px = "large"',
    "out of range": b"body_px = 400",
    "unknown theme": b'theme = "pink"',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_broken_settings_give_defaults_a_word_and_no_new_origin(
    trial: Path, paper: Paper, clock: Clock, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with opened(trial, clock) as desk:
        origin = desk.origin
        received_on(desk, paper, "a")
    (trial / settings.FILE_NAME).write_bytes(content)
    with opened(trial, clock) as desk:
        assert desk.startup.settings_problem == "settings_not_readable"
        assert desk.settings == settings.Settings(problem="settings_not_readable")
        assert desk.origin == origin
        assert received_on(desk, paper, "b") == ["H24.28-261123-0002"]
    assert (trial / settings.FILE_NAME).read_bytes() == content
    assert cli.main(["--data", str(trial), "list"]) == cli.DONE
    assert "settings_not_readable" in capfd.readouterr().err
    assert judge(trial, paper, clock).complaints == ()


def test_settings_that_are_a_folder_are_not_readable_either(trial: Path, clock: Clock) -> None:
    (trial / settings.FILE_NAME).mkdir()
    with opened(trial, clock) as desk:
        assert desk.startup.settings_problem == "settings_not_readable"


def test_settings_that_were_never_saved_are_no_problem(trial: Path, clock: Clock) -> None:
    with opened(trial, clock) as desk:
        assert desk.startup.settings_problem == ""
        desk.save_settings(settings.Settings(printer="HP", body_px=16))
    with opened(trial, clock) as desk:
        assert (desk.settings.printer, desk.settings.body_px, desk.startup.settings_problem) == ("HP", 16, "")


def _of_another_program(folder: Path) -> str:
    (folder / FILE_NAME).unlink()
    with sqlite3.connect(folder / FILE_NAME) as other:
        other.execute("CREATE TABLE notes(text)")
    other.close()
    return "key_wrong_or_damaged"


def _of_another_program_with_our_key(folder: Path) -> str:
    _pragma(folder, "application_id=1")
    return "other_application"


def _of_another_desk(folder: Path) -> str:
    with make_trial(folder / "other", dossiers=0, seed=1):
        pass
    shutil.copyfile(folder / "other" / FILE_NAME, folder / FILE_NAME)
    return "key_wrong_or_damaged"


def _no_store_at_all(folder: Path) -> str:
    (folder / FILE_NAME).write_bytes(os.urandom(20_000))
    return "key_wrong_or_damaged"


def _empty(folder: Path) -> str:
    (folder / FILE_NAME).write_bytes(b"")
    return "other_application"


def _newer(folder: Path) -> str:
    _pragma(folder, f"user_version={SCHEMA + 1}")
    return ""


def _pragma(folder: Path, words: str) -> None:
    raw = connect(folder / FILE_NAME, keys.load_key(folder), Mode.WRITE)
    raw.execute(f"PRAGMA {words}")
    raw.close()


NOT_OURS = (_of_another_program, _of_another_program_with_our_key, _of_another_desk)
NOT_OURS += (_no_store_at_all, _empty, _newer)


@pytest.mark.parametrize("exchange", NOT_OURS)
def test_a_store_that_is_not_ours_is_not_opened_and_not_touched(
    trial: Path, exchange: Callable[[Path], str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    because = exchange(trial)
    before = (trial / FILE_NAME).read_bytes()
    lines = tmp_path / "lines"
    lines.write_text(receive_line("a") + "\n")
    for command in ["acts", str(lines)], ["list"], ["verify"], ["rebuild"], ["backup"]:
        assert cli.main(["--data", str(trial), "--json", *command]) == cli.NOT_OPENED, command
        told = json.loads(capfd.readouterr().out)
        if because:
            assert (told["error"], told["facts"]["because"]) == ("store_not_opened", because)
        else:
            facts = {"path": str(trial / FILE_NAME), "found": SCHEMA + 1, "known": SCHEMA}
            assert (told["error"], told["facts"]) == ("store_too_new", facts)
    assert (trial / FILE_NAME).read_bytes() == before
