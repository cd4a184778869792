"""A workbook taken apart under limits: only parts that were checked are ever given to a library.

What a header claims is not believed: every part is unpacked here in small pieces and counted, and the
library gets a fresh archive of exactly those bytes. Macros, passwords, links to other files and documents
with a DTD (entity bombs) are refused by name.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from counter_app.domain.errors import FileNotRead
from counter_app.imports import limits

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_NAMES = (".xlsm", ".xltm", ".xlsb", ".xlam", ".xls", ".xlt")
_PIECE = 65_536
_BOM = b"\xef\xbb\xbf"

_ACTIVE_PARTS = ("vbaproject", "macrosheets/", "activex/", "embeddings/", "ctrlprops/", "dialogsheets/")
_LINK_PARTS = ("externallinks/", "connections.xml", "querytables/")
_LINK_TYPES = re.compile(rb"relationships/(externalLink|connections|queryTable|oleObject|attachedTemplate)")
_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def checked_parts(path: Path, data: bytes) -> Mapping[str, bytes]:
    """Part name → its bytes, for a workbook that is nothing but a table. Raises FileNotRead."""
    if data.startswith(OLE_MAGIC):
        is_locked = "EncryptedPackage".encode("utf-16-le") in data
        raise FileNotRead(path=str(path), because="password" if is_locked else "old_workbook")
    if path.suffix.casefold() in _MACRO_NAMES:
        raise FileNotRead(path=str(path), because="macros")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _unpacked(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise FileNotRead(path=str(path), because="workbook_damaged") from error
    _check_parts(path, parts)
    return parts


def _unpacked(path: Path, archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > limits.MOST_ENTRIES:
        raise FileNotRead(path=str(path), because="too_many_parts", limit=limits.MOST_ENTRIES)
    if sum(entry.file_size for entry in entries) > limits.MOST_UNPACKED:
        raise _too_large(path)
    parts: dict[str, bytes] = {}
    room = limits.MOST_UNPACKED
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise FileNotRead(path=str(path), because="password")
        if entry.filename in parts:  # readers differ in which of the two they take
            raise FileNotRead(path=str(path), because="workbook_damaged")
        parts[entry.filename] = _part(path, archive, entry, room)
        room -= len(parts[entry.filename])
    return parts


def _part(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """One part, unpacked to its real end however small its header says it is."""
    claimed = entry.file_size
    entry.file_size = room + 4 * _PIECE  # else the reader stops, and is content, where the header says so
    whole = io.BytesIO()
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            whole.write(piece)
            if whole.tell() > room:
                raise _too_large(path)
    if whole.tell() != claimed:
        raise FileNotRead(path=str(path), because="workbook_damaged")
    return whole.getvalue()


def _too_large(path: Path) -> FileNotRead:
    limit = limits.MOST_UNPACKED // 1_000_000
    return FileNotRead(path=str(path), because="unpacks_too_large", limit=limit)


def _check_parts(path: Path, parts: Mapping[str, bytes]) -> None:
    names = [name.casefold() for name in parts]
    if any(word in name for name in names for word in _ACTIVE_PARTS):
        raise FileNotRead(path=str(path), because="macros")
    if any(word in name for name in names for word in _LINK_PARTS):
        raise FileNotRead(path=str(path), because="external_links")
    for name, content in parts.items():
        is_named_so = name.casefold().endswith((".xml", ".rels", ".vml"))
        if is_named_so or content[:64].removeprefix(_BOM).lstrip().startswith(b"<"):
            _check_document(path, name, content)
    if "[Content_Types].xml" not in parts or b"spreadsheetml" not in parts["[Content_Types].xml"]:
        raise FileNotRead(path=str(path), because="not_a_workbook")
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise FileNotRead(path=str(path), because="macros")


def _check_document(path: Path, name: str, content: bytes) -> None:
    declared = _DECLARED.match(content.removeprefix(_BOM))
    is_plain = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not is_plain or content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        raise FileNotRead(path=str(path), because="workbook_damaged")  # letters that hide what they say
    if _DTD.search(content):
        raise FileNotRead(path=str(path), because="entities")
    if name.casefold().endswith(".rels") and _LINK_TYPES.search(content):
        raise FileNotRead(path=str(path), because="external_links")


def plain_archive(parts: Mapping[str, bytes]) -> io.BytesIO:
    """An archive of exactly these bytes, not packed: nothing in it can unpack to more."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    made.seek(0)
    return made
