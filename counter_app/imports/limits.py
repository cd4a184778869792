"""What a foreign file may be at most. Checked before anything of it is opened by a library."""

from __future__ import annotations

from pathlib import Path

from counter_app.domain.errors import FileNotRead

MOST_BYTES = 20_000_000
"""Of the file as it lies on the disk."""
MOST_ENTRIES = 200
"""Parts of a workbook."""
MOST_UNPACKED = 50_000_000
"""Bytes of all parts of a workbook, as they really unpack."""
MOST_ROWS = 20_000
MOST_COLUMNS = 256
MOST_CELLS = 400_000
"""Cells of a sheet: rows times columns of what is filled in it."""
MOST_LETTERS = 20_000_000
"""Of all texts of a workbook: one long text may be shared by many cells."""


def bytes_of(path: Path) -> bytes:
    """The file, where it is one and not too large. Raises FileNotRead."""
    try:
        if not path.is_file():
            raise FileNotRead(path=str(path), because="no_file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # one that grows while it is read stays small all the same
    except OSError as error:
        raise FileNotRead(path=str(path), because="cannot_open") from error
    if len(data) > MOST_BYTES:
        raise FileNotRead(path=str(path), because="file_too_large", limit=MOST_BYTES // 1_000_000)
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise FileNotRead(path=str(path), because="file_empty")
    return data
