"""The recipe of the installer stays short, and names what lies in the tree."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEC = (ROOT / "build_installer.spec").read_text("utf-8")


def test_the_recipe_is_python_and_short() -> None:
    ast.parse(SPEC)
    assert len(SPEC.splitlines()) < 80


def test_what_it_takes_along_is_there() -> None:
    named = [node.value for node in ast.walk(ast.parse(SPEC)) if isinstance(node, ast.Constant)]
    for path in ("resources", "db", "counter_app", "__main__.py"):
        assert path in named
    assert (ROOT / "counter_app" / "__main__.py").is_file()
    assert (ROOT / "resources" / "fonts").is_dir()
    assert (ROOT / "db" / "migrations").is_dir()
    assert (ROOT / "db" / "seed").is_dir()


def test_what_is_loaded_by_name_comes_along() -> None:
    assert 'collect_submodules("counter_app")' in SPEC
    assert "alembic.context" in SPEC
