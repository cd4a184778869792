"""A file for other programs, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.domain.causes import cause_of
from counter_app.domain.errors import FileNotWritten


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well it takes the place of `path`, else nothing is left.

    It lies in a folder of its own beside `path`, readable for this user only and taken away in any case: a
    library's own scratch files belong there too, for they hold people's data as plain text.
    Raises FileNotWritten.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".export-", dir=path.parent) as folder:
            part = Path(folder) / path.name
            yield part
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            os.replace(part, path)
    except OSError as error:
        raise FileNotWritten(path=str(path), because=cause_of(error)) from error
