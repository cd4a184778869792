"""Printed receipts whose dossiers were lost with the file: told from a scan or what was typed, and looked up.

Services are imported when they are called, on the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.domain.codes import DossierCode, ScanKind, Scanned, make_qr, parse_code, parse_qr
from counter_app.domain.errors import CodeNotReadable, CounterError, InvalidField

Reads = Callable[[Any], Any]
_NAMED = (ScanKind.QR, ScanKind.OWN_CODE, ScanKind.OWN_SCAN_NUMBER)


@dataclass(frozen=True)
class LostReceipt:
    """A receipt that this desk may have printed and no dossier here has. `receipt`: its QR, or its code where
    only that is known. `is_later_life`: the desk was restored or moved, such receipts are to be expected."""

    receipt: str
    is_later_life: bool

    @property
    def code(self) -> str:
        """The code printed on it."""
        return code_of(self.receipt)


def receipt_named(scanned: Scanned) -> str:
    """The receipt that a scan or typed text names: its QR, its code; empty for anything else."""
    if scanned.kind not in _NAMED or scanned.code is None:
        return ""
    if scanned.qr is not None:
        return make_qr(scanned.code, scanned.qr.issued_at, scanned.qr.version)
    return scanned.code.text


def code_of(receipt: str) -> str:
    """The code that a receipt (QR or code) names."""
    return receipt.partition("|")[0]


def parsed_code(receipt: str) -> DossierCode | None:
    """The same, taken apart; None for what is no code."""
    try:
        return parse_code(code_of(receipt))
    except CodeNotReadable:
        return None


def moment_of(receipt: str) -> datetime | None:
    """The local minute of reception that the QR of a first version says; None where the paper must be read.

    A later version tells when it was issued, which is not when the dossier was received.
    """
    try:
        qr = parse_qr(receipt)
    except CodeNotReadable:
        return None
    return qr.issued_at if qr.version == 1 else None


def lost_receipt(receipt: str, now: datetime) -> Reads:
    """Whether a receipt is one that was printed here and lost: a LostReceipt, or None. `now`: local minute.

    In a later life of the desk, which has such receipts, what cannot be entered again is refused with its
    reason: raises ReceiptNotOurs, AtInFuture and what else `printed_receipt` raises.
    """

    def do(reading: Any) -> LostReceipt | None:
        from counter_app.services.reentry import FileRead, printed_receipt

        file = FileRead(reading, now)
        is_later_life = file.origin.incarnation > 1
        try:
            printed_receipt(file, receipt, None)
        except InvalidField:
            pass  # it wants the moment that stands on the paper: the form asks for it
        except CounterError:
            if is_later_life:
                raise
            return None
        return LostReceipt(receipt, is_later_life)

    return do
