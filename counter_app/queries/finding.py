"""Which dossier a code, scan number, QR, portal code or slip id names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, column, select, table, text

from counter_app.domain import errors
from counter_app.domain.codes import ScanKind, Scanned, normalise_code, read_scan
from counter_app.storage.projection_tables import batch_item, dossier
from counter_app.storage.statements import Prepared

_SEARCH = table("dossier_search", column("rowid"))


def _has_scan_number() -> ColumnElement[bool]:
    """Whether a row's barcode is `text` (figures alone): the search knows it, so no index of its own."""
    known = select(_SEARCH.c.rowid).where(text("dossier_search MATCH :word"))
    return and_(dossier.c.seq.in_(known), dossier.c.scan_number == bindparam("text"))


def _is(name: str) -> ColumnElement[bool]:
    return _has_scan_number() if name == "scan_number" else dossier.c[name] == bindparam("text")


def _first_named(name: str) -> Select[Any]:
    return select(dossier.c.stream).where(_is(name)).order_by(dossier.c.seq).limit(1)


def _all_named(name: str) -> Select[Any]:
    return select(dossier.c.seq).where(_is(name)).order_by(dossier.c.seq.desc())


PRINTED = ("code", "scan_number", "slip", "portal_code")
"""Columns of a dossier by which a paper names it."""
_FIRST: Mapping[str, Prepared] = {name: Prepared(partial(_first_named, name)) for name in PRINTED}
_ALL: Mapping[str, Prepared] = {name: Prepared(partial(_all_named, name)) for name in PRINTED}


def find_stream(conn: Connection, agency_id: str, text: str) -> str:
    """Stream of the dossier (or slip) that `text` names.

    Raises CodeNotReadable (facts code, problem), ForeignCode (facts code), DossierUnknown (facts code).
    A registered dossier has no code yet: its portal code stands for it, and never before a code of ours.
    """
    scanned = read_scan(text, agency_id)
    named = named_by(scanned)
    found = _first(conn, *named) if named is not None else None
    found = found or _first(conn, "portal_code", normalise_code(text) or "-")
    if found is not None:
        return found
    struck = _struck(conn, *named) if named is not None else None
    if struck is not None:
        return struck[0]
    if named is None:
        problem = str(scanned.problem) if scanned.problem else str(scanned.kind)
        raise errors.CodeNotReadable(code=text[:200], problem=problem)
    if scanned.kind is ScanKind.FOREIGN_SCAN_NUMBER:
        tag = scanned.scan_number.tag if scanned.scan_number else ""
        raise errors.ForeignCode(code=scanned.text, tag=tag)
    if scanned.kind is ScanKind.FOREIGN_CODE:
        raise errors.ForeignCode(code=scanned.text, agency=scanned.code.agency_id if scanned.code else "")
    raise errors.DossierUnknown(code=scanned.text)


def named_by(scanned: Scanned) -> tuple[str, str] | None:
    """(column, value) by which what was scanned or typed names a dossier; None where it names none."""
    if scanned.kind in {ScanKind.OWN_SCAN_NUMBER, ScanKind.FOREIGN_SCAN_NUMBER}:
        return "scan_number", scanned.text
    if scanned.kind is ScanKind.SLIP and scanned.slip is not None:
        return "slip", scanned.slip.text
    if scanned.kind in {ScanKind.OWN_CODE, ScanKind.FOREIGN_CODE} and scanned.code is not None:
        return "code", scanned.code.text
    if scanned.kind is ScanKind.QR and scanned.qr is not None:
        return "code", scanned.qr.code.text
    if scanned.kind is ScanKind.PORTAL_CODE:
        return "portal_code", scanned.text
    return None


def _values(name: str, value: str) -> dict[str, str]:
    return {"text": value, "word": f'"{value}"'} if name == "scan_number" else {"text": value}


def _first(conn: Connection, name: str, value: str) -> str | None:
    found = _FIRST[name].run(conn, _values(name, value)).scalar()
    return str(found) if found is not None else None


_STRUCK = (
    "SELECT d.stream, d.seq FROM conflict c JOIN event e ON e.id = c.event_id JOIN dossier d"
    " ON d.stream = c.stream WHERE c.kind = 'dossier:received' AND e.payload ->> ? = ?"
    " ORDER BY d.stream LIMIT 1"
)


def _struck(conn: Connection, name: str, value: str) -> tuple[str, int] | None:
    """The dossier (stream, seq) of a second reception that does not stand: two desks accepted one online
    dossier, and both receipts are on paper."""
    if name not in ("code", "scan_number"):
        return None
    found = conn.exec_driver_sql(_STRUCK, (name, value)).first()
    return (str(found[0]), int(found[1])) if found is not None else None


def rows_named(conn: Connection, name: str, value: str) -> list[int]:
    """Row numbers (`seq`) of all dossiers that a printed text names, latest first; `name` of `PRINTED`."""
    found = [int(seq) for seq in _ALL[name].run(conn, _values(name, value)).scalars()]
    struck = None if found else _struck(conn, name, value)
    return found if struck is None else [struck[1]]


def streams_of_batch(conn: Connection, batch: str) -> list[str]:
    """Streams listed in a handover, in the order of the list. Raises BatchUnknown."""
    rows = conn.execute(
        select(batch_item.c.stream)
        .join(dossier, dossier.c.stream == batch_item.c.stream)
        .where(batch_item.c.batch == batch.strip().upper())
        .order_by(dossier.c.code)
    )
    streams = [str(row.stream) for row in rows]
    if not streams:
        raise errors.BatchUnknown(batch=batch)
    return streams
