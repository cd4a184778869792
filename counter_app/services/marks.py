"""Small marks in a desk's folder that are no part of its log: is it running, when was it checked."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from counter_app.storage.incarnation import Lives

RUNNING = "running.mark"
"""Lies in the folder while a writer has it open: found at start, the last stop was unclean."""
CHECKED = "checked.mark"
"""Day of the last whole check that found nothing."""
JOURNAL = "journal.mark"
"""Where a witness journal was laid: if it is not there again, its medium is away."""

LIVES = "lives.mark"
"""Latest life of this desk and the serials it ever owned: an older copy of the file knows them not."""

log = logging.getLogger(__name__)


def read_mark(folder: Path, name: str) -> str | None:
    """What a mark says; None where there is none, or none that can be read."""
    try:
        return (folder / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def leave_mark(folder: Path, name: str, text: str = "") -> None:
    """Write a mark; a disk that has no room for it must not shut the desk."""
    try:
        (folder / name).write_text(text, "utf-8")
    except OSError as error:
        log.warning("%s not written: %s", name, error)


def remember_lives(folder: Path, lives: Lives) -> None:
    """Keep what is known of the desk's lives beside what the mark tells already."""
    told = remembered_lives(folder)
    both = lives | told
    if both != told:
        leave_mark(folder, LIVES, json.dumps({"latest": both.latest, "blocks": sorted(both.blocks)}))


def remembered_lives(folder: Path) -> Lives:
    """What the mark tells of the desk's lives; nothing where there is none, or none that can be read."""
    try:
        told = json.loads(read_mark(folder, LIVES) or "{}")
        blocks = frozenset((int(lo), int(hi)) for lo, hi in told.get("blocks", ()))
        return Lives(int(told.get("latest", 0)), blocks)
    except (ValueError, TypeError, AttributeError):
        log.warning("%s cannot be read", LIVES)
        return Lives()


def mark_running(folder: Path) -> bool:
    """Leave the mark that a clean stop takes away; answers whether the last stop left it."""
    was_left = (folder / RUNNING).exists()
    leave_mark(folder, RUNNING)
    return was_left
