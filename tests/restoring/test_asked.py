"""`restore` at a terminal asks before it replaces a desk's file; no terminal, or `--yes`, and it does it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.process import PATIENCE_S, ROOT, environment
from tests.restoring.desk_lost import LostDesk
from tests.restoring.test_three_ways import a_lost_desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal is a pty here")


def at_a_terminal(lost: LostDesk, typed: str, *words: str) -> subprocess.CompletedProcess[str]:
    """`restore` with a person at the keys."""
    mine, its = os.openpty()
    try:
        os.write(mine, typed.encode())
        return subprocess.run(
            [sys.executable, "-m", "counter_app", "--data", str(lost.folder), "restore", *words],
            cwd=ROOT,
            env=environment(lost.folder / "none"),
            stdin=its,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    finally:
        os.close(mine)
        os.close(its)


def set_aside(lost: LostDesk) -> list[Path]:
    return list(lost.folder.glob("replaced-*"))


@pytest.mark.parametrize(
    ("typed", "words", "is_done", "said"),
    [
        ("\n", (), False, "Không làm gì."),
        ("no\n", ("--lang", "en"), False, "Nothing was done."),
        ("\x04", (), False, "Không làm gì."),
        ("c\n", (), True, "đang có dữ liệu của quầy"),
        ("yes\n", ("--lang", "en"), True, "holds a desk"),
        ("", ("--yes",), True, ""),
    ],
)
def test_a_person_is_asked(
    tmp_path: Path, typed: str, words: tuple[str, ...], is_done: bool, said: str
) -> None:
    lost = a_lost_desk(tmp_path)
    done = at_a_terminal(lost, typed, str(lost.copied()), *words)
    assert (done.returncode, bool(set_aside(lost))) == (0 if is_done else 1, is_done), done.stderr
    assert said in done.stderr and bool(said) == bool(done.stderr)
    assert bool(done.stdout) is is_done


def test_an_empty_folder_needs_no_question(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    copy, key = lost.copied(), lost.folder / "store.key"
    elsewhere = LostDesk(tmp_path / "new", lost.clock)
    done = at_a_terminal(elsewhere, "", str(copy), "--key", str(key))
    assert (done.returncode, done.stderr) == (0, "")
