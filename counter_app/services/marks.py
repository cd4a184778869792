"""Small marks in a desk's folder that are no part of its log: is it running, when was it checked."""

from __future__ import annotations

import logging
from pathlib import Path

RUNNING = "running.mark"
"""Lies in the folder while a writer has it open: found at start, the last stop was unclean."""
CHECKED = "checked.mark"
"""Day of the last whole check that found nothing."""
JOURNAL = "journal.mark"
"""Where a witness journal was laid: if it is not there again, its medium is away."""

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


def mark_running(folder: Path) -> bool:
    """Leave the mark that a clean stop takes away; answers whether the last stop left it."""
    was_left = (folder / RUNNING).exists()
    leave_mark(folder, RUNNING)
    return was_left
