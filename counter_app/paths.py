"""Where resources, migrations and seeds lie (source tree, installed wheel, frozen program), and the desk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import counter_app

_LONGEST_SOCKET = 100
"""Bytes: Linux takes 107, macOS 103."""


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen)
    package = Path(counter_app.__file__).resolve().parent
    installed = package / "_files"
    return installed if installed.is_dir() else package.parent


def resources() -> Path:
    """Folder of fonts, icons, style, samples."""
    return _root() / "resources"


def database_files() -> Path:
    """Folder of migrations, central SQL and seeds (`db/`)."""
    return _root() / "db"


def seed() -> Path:
    """Folder of the catalogue, calendar and unit tables."""
    return database_files() / "seed"


def migrations() -> Path:
    """Alembic's script folder of the local store."""
    return database_files() / "migrations"


def central_scripts() -> Path:
    """Folder of the central store's numbered SQL."""
    return database_files() / "central"


def default_folder() -> Path:
    """The platform's user data folder of this program, or `COUNTER_APP_DATA`."""
    given = os.environ.get("COUNTER_APP_DATA")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("counter-app", appauthor=False)


def window_socket(folder: Path) -> str:
    """Where the open window of a desk's folder listens to other processes of the same person.

    A socket file in the folder; a short one elsewhere where that path is longer than systems take; on
    Windows the name of a pipe.
    """
    real = os.path.normcase(os.path.realpath(folder))
    if sys.platform == "win32":
        return rf"\\.\pipe\counter-app-{_mark(real)}"
    inside = os.path.join(real, "window.sock")
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET:
        return inside
    return os.path.join(_short_folder(), f"{_mark(real)}.sock")


def _short_folder() -> str:
    """A folder of this person alone. The same for a window and a scheduled run: no variable is asked."""
    user = os.getuid() if sys.platform != "win32" else 0
    given = f"/run/user/{user}"
    return given if os.path.isdir(given) else f"/tmp/counter-app-{user}"  # noqa: S108 - checked by both sides


def _mark(real: str) -> str:
    import hashlib

    return hashlib.sha256(os.fsencode(real)).hexdigest()[:32]
