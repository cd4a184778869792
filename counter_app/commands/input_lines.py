"""The lines a command reads: of a file, or of standard input where the name is a dash."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from counter_app.domain import errors


@contextmanager
def input_lines(name: str) -> Iterator[TextIO]:
    """The open file. Bytes that are no UTF-8 come through as surrogates. Raises FileNotRead."""
    if name == "-":
        yield sys.stdin
        return
    try:
        file = open(name, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115 - closed below
    except OSError as error:
        raise errors.FileNotRead(path=name, because=error.strerror or str(error)) from error
    with file:
        yield file
