"""Made desks and where they are kept: made once for each size, used again until what makes them changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app import paths
from counter_app.bootstrap import Desk, Ports, open_desk
from tests.benchmarks.measure import Size
from tests.benchmarks.past import UNTIL, Say, make_past
from tests.builders import Clock

_MAKERS = ("past.py", "day_rows.py", "lives.py", "parties.py")


def desk_with(rows: int, store: Path, say: Say) -> Path:
    """The folder of a made desk with `rows` dossiers under `store`; made unless it is there already.

    Its name carries a mark of what makes it, so that a changed schema or generator makes a new one.
    """
    folder = store / f"desk-{rows}-{_made_by()}"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        say(f"making {rows:,} dossiers in {folder}")
        make_past(folder, rows, say=say)
        (folder / "whole").touch()
    return folder


def _made_by() -> str:
    files = [Path(__file__).parent / name for name in _MAKERS]
    files += sorted((paths.migrations() / "versions").glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


@contextmanager
def viewed(rows: int, size: Size) -> Iterator[Desk]:
    """A made desk, open for reading only, where it lies."""
    folder = desk_with(rows, size.store, size.say)
    with open_desk(folder, writing=False, ports=Ports(clock=Clock(UNTIL))) as desk:
        yield desk


@contextmanager
def copied(rows: int, size: Size) -> Iterator[Path]:
    """The folder of a copy of a made desk; it goes when the block ends."""
    folder = desk_with(rows, size.store, size.say)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="copy-") as name:
        copy = Path(name) / "desk"
        shutil.copytree(folder, copy)
        for file in copy.iterdir():
            _settle(file)
        yield copy


def _settle(file: Path) -> None:
    """Wait until the copy lies on the disk: else the first commits would wait for its gigabytes."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


@contextmanager
def opened(rows: int, size: Size) -> Iterator[Desk]:
    """A made desk, open for writing on a copy: what was made stays as it is."""
    with (
        copied(rows, size) as folder,
        open_desk(folder, writing=True, ports=Ports(clock=Clock(UNTIL))) as desk,
    ):
        yield desk
