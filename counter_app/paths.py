"""Where resources, migrations and seeds lie: source tree, installed wheel, frozen program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import counter_app


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


def default_folder() -> Path:
    """The platform's user data folder of this program, or `COUNTER_APP_DATA`."""
    given = os.environ.get("COUNTER_APP_DATA")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("counter-app", appauthor=False)
