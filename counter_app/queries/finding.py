"""Which dossier a code, scan number, QR, portal code or slip id names."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, column, select, table, text

from counter_app.domain import errors
from counter_app.domain.codes import ScanKind, Scanned, normalise_code, read_scan
from counter_app.storage.projection_tables import batch_item, dossier

_SEARCH = table("dossier_search", column("rowid"))


def find_stream(conn: Connection, agency_id: str, text: str) -> str:
    """Stream of the dossier (or slip) that `text` names.

    Raises CodeNotReadable (facts code, problem), ForeignCode (facts code), DossierUnknown (facts code).
    A registered dossier has no code yet: its portal code stands for it, and never before a code of ours.
    """
    scanned = read_scan(text, agency_id)
    column = _column(scanned)
    found = _first(conn, column) if column is not None else None
    found = found or _first(conn, dossier.c.portal_code == (normalise_code(text) or "-"))
    if found is not None:
        return found
    if column is None:
        problem = str(scanned.problem) if scanned.problem else str(scanned.kind)
        raise errors.CodeNotReadable(code=text[:200], problem=problem)
    if scanned.kind is ScanKind.FOREIGN_SCAN_NUMBER:
        tag = scanned.scan_number.tag if scanned.scan_number else ""
        raise errors.ForeignCode(code=scanned.text, tag=tag)
    if scanned.kind is ScanKind.FOREIGN_CODE:
        raise errors.ForeignCode(code=scanned.text, agency=scanned.code.agency_id if scanned.code else "")
    raise errors.DossierUnknown(code=scanned.text)


def _column(scanned: Scanned) -> ColumnElement[bool] | None:
    if scanned.kind in {ScanKind.OWN_SCAN_NUMBER, ScanKind.FOREIGN_SCAN_NUMBER}:
        return has_scan_number(scanned.text)
    if scanned.kind is ScanKind.SLIP and scanned.slip is not None:
        return dossier.c.slip == scanned.slip.text
    if scanned.kind in {ScanKind.OWN_CODE, ScanKind.FOREIGN_CODE} and scanned.code is not None:
        return dossier.c.code == scanned.code.text
    if scanned.kind is ScanKind.QR and scanned.qr is not None:
        return dossier.c.code == scanned.qr.code.text
    if scanned.kind is ScanKind.PORTAL_CODE:
        return dossier.c.portal_code == scanned.text
    return None


def has_scan_number(digits: str) -> ColumnElement[bool]:
    """Whether a row's barcode is `digits` (figures alone): the search knows it, so no index of its own."""
    word = text("dossier_search MATCH :digits").bindparams(digits=f'"{digits}"')
    return and_(dossier.c.seq.in_(select(_SEARCH.c.rowid).where(word)), dossier.c.scan_number == digits)


def _first(conn: Connection, where: ColumnElement[bool]) -> str | None:
    statement = select(dossier.c.stream).where(where).order_by(dossier.c.seq).limit(1)
    found = conn.execute(statement).scalar()
    return str(found) if found is not None else None


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
