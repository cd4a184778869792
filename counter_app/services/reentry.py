"""Printed receipts entered again: the file lost their dossiers, their numbers and dates are promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from counter_app.domain import errors
from counter_app.domain.codes import DossierCode, QrPayload, ScanKind, make_code, read_scan
from counter_app.domain.dossier import Dossier
from counter_app.domain.fold import fold
from counter_app.storage.reference import Reference
from counter_app.storage.store import FILE_NAME, Reading, read_origin
from counter_app.storage.stream_log import read_stream, streams_of_code
from counter_app.storage.unit_of_work import Origin

_READABLE = {ScanKind.QR, ScanKind.OWN_CODE, ScanKind.OWN_SCAN_NUMBER}
_FOREIGN = {ScanKind.FOREIGN_CODE, ScanKind.FOREIGN_SCAN_NUMBER}
_OWNED = (
    "SELECT 1 FROM number_block b JOIN origin o ON o.id = b.origin WHERE o.desk = ? AND b.agency = ?"
    " AND ? BETWEEN b.lo AND b.hi AND b.from_date <= ? AND (b.until_date IS NULL OR b.until_date > ?) LIMIT 1"
)
_ISSUED = (
    "SELECT e.stream FROM number_issued n JOIN event e ON e.id = n.event_id"
    " WHERE n.on_date = ? AND n.serial = ?"
)


@dataclass(frozen=True)
class PrintedReceipt:
    """A receipt in somebody's hand: its code, the local minute it was received at, its version."""

    code: DossierCode
    at: datetime
    version: int


class ReadFile(Protocol):
    """What is looked up in: the unit of work of an act, or a reading. Times are local minutes."""

    @property
    def conn(self) -> Connection: ...
    @property
    def reference(self) -> Reference: ...
    @property
    def origin(self) -> Origin: ...
    @property
    def local_now(self) -> datetime: ...
    def dossier(self, stream: str) -> Dossier:
        """The dossier of a stream, folded."""


class FileRead:
    """A reading at a local minute, to be looked up in: a look waits for no act and for no pass."""

    def __init__(self, reading: Reading, local_now: datetime) -> None:
        self.conn, self.reference, self.local_now = reading.conn, reading.reference, local_now
        self.origin = read_origin(reading.conn, Path(FILE_NAME))

    def dossier(self, stream: str) -> Dossier:
        """The dossier of a stream, folded."""
        return fold(stream, [stored.event for stored in read_stream(self.conn, stream)])


def printed_receipt(file: ReadFile, text: str, at: datetime | None) -> PrintedReceipt:
    """The receipt that `text` (QR, code or scan number) names, if this desk may have printed it and lost it.

    The moment of reception is what the QR of a first version says, else `at`, as it stands on the paper.
    Raises CodeNotReadable, ForeignCode, ReceiptNotOurs(code, because), ReceiptKnown and InvalidField (at:
    missing).
    """
    code, qr = _read(file, text)
    _check_ours(file, code)
    if (known := _known(file, code)) is not None:
        raise errors.ReceiptKnown(
            code=known.code,
            received_at=known.received_at.isoformat(timespec="minutes") if known.received_at else "",
            status=str(known.status),
            holder=known.holder,
            procedure=known.procedure,
        )
    version = qr.version if qr is not None else 1
    # A later version tells when it was issued, which is not when the dossier was received.
    moment = at or (qr.issued_at if qr is not None and version == 1 else None)
    if moment is None:
        raise errors.InvalidField(field="at", problem="missing")
    if moment.date() != code.day:
        raise errors.ReceiptNotOurs(code=code.text, because="other_day", day=code.day.isoformat())
    return PrintedReceipt(code, moment.replace(second=0, microsecond=0), version)


def _read(file: ReadFile, text: str) -> tuple[DossierCode, QrPayload | None]:
    scanned = read_scan(text, file.reference.agency.id)
    code = scanned.code
    if scanned.kind in _FOREIGN:
        raise errors.ForeignCode(code=scanned.text, agency=code.agency_id if code else "")
    if scanned.kind not in _READABLE or code is None:
        problem = str(scanned.problem) if scanned.problem else str(scanned.kind)
        raise errors.CodeNotReadable(code=text[:200], problem=problem)
    return code, scanned.qr


def _check_ours(file: ReadFile, code: DossierCode) -> None:
    """It has the form in which receipts are printed here, and a number of this desk, in whichever life."""
    if code.day > file.local_now.date():
        raise errors.AtInFuture(at=code.day.isoformat(), now=file.local_now.isoformat(timespec="minutes"))
    try:
        is_ours = code.text == make_code(code.agency_id, code.day, code.serial)
    except errors.InvalidField:
        is_ours = False
    if not is_ours:
        raise errors.ReceiptNotOurs(code=code.text, because="not_our_form")
    day = code.day.isoformat()
    asked = (file.origin.desk, file.origin.agency, code.serial, day, day)
    if file.conn.exec_driver_sql(_OWNED, asked).first() is None:
        raise errors.ReceiptNotOurs(code=code.text, because="block_of_another")


def _known(file: ReadFile, code: DossierCode) -> Dossier | None:
    """The dossier that has this number already, under whichever way of writing the agency."""
    issued = file.conn.exec_driver_sql(_ISSUED, (code.day.isoformat(), code.serial)).scalar()
    if issued is not None:
        return file.dossier(str(issued))
    written = {code.text, _as_written_now(file, code.day, code.serial)}
    streams = (each for text in sorted(written) for each in streams_of_code(file.conn, text))
    stream = next(streams, None)
    return file.dossier(stream) if stream is not None else None


def _as_written_now(file: ReadFile, day: date, serial: int) -> str:
    return make_code(file.reference.agency.id, day, serial)
