"""The program as it is installed: its files, its commands, and the words of the README and CI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_ci_runs_the_readme_test_command_word_for_word() -> None:
    commands = [block.split("```")[0].strip() for block in README.split("```sh\n")[1:]]
    test_command = next(command for command in commands if "pytest -n" in command)
    assert test_command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert README.index(test_command) < 2_500, "both commands stand on the first screen"


def test_every_dependency_is_pinned_to_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    wanted = [*project["project"]["dependencies"], *(item for extra in extras for item in extra)]
    assert len(wanted) > 20
    assert [item for item in wanted if "==" not in item] == []
    assert "PySide6_Essentials==6.11.3" in wanted


def _installed() -> Path:
    """Folder of the installed package: the README's commands install before they test."""
    return Path(str(distribution("counter-app").locate_file("counter_app")))


@pytest.mark.parametrize("folder", ["resources", "db"])
def test_resources_and_seeds_are_installed(folder: str) -> None:
    source = {
        path.relative_to(ROOT)
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = {path for path in source if (_installed() / "_files" / path).is_file()}
    assert len(source) > 4
    assert there == source


def test_licences_of_bundled_things_are_there() -> None:
    for folder in ("resources/fonts", "resources/icons"):
        assert list((ROOT / folder).glob("*.txt")), folder
    assert (ROOT / "LICENSE").exists()


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program from another folder; -I keeps the source tree out of sight."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_", "DISPLAY"))}
    return subprocess.run(
        [sys.executable, "-I", "-m", "counter_app", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_installed_program_does_the_main_job_without_a_screen(tmp_path: Path) -> None:
    done = _run(tmp_path, "demo", "--data", str(tmp_path / "desk"), "--dossiers", "3", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert Path(answer["receipt"]).read_bytes().startswith(b"%PDF-")
    assert Path(answer["picture"]).read_bytes().startswith(b"\x89PNG")
    shown = json.loads(
        _run(tmp_path, "--json", "show", answer["code"], "--data", str(tmp_path / "desk")).stdout
    )
    assert (shown["procedure"], shown["status"]) == ("DT-01", "received")


def test_no_window_needs_no_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from counter_app.cli import main; "
        f"done = main(['demo', '--no-window', '--dossiers', '0', '--data', {str(tmp_path / 'd')!r}]); "
        "assert done == 0; assert not [m for m in sys.modules if m.startswith('PySide6')]"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
