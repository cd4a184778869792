"""Whether what was typed is the code of a receipt, so that the receipt itself must have been there. No Qt."""

from __future__ import annotations

from counter_app.domain.codes import ScanKind, normalise_code, parse_short_code, read_scan
from counter_app.domain.errors import CounterError

_WHOLE = frozenset({ScanKind.OWN_CODE, ScanKind.OWN_SCAN_NUMBER, ScanKind.QR})


def is_receipt_of(typed: str, code: str, agency_id: str) -> bool:
    """A whole code, scan number or `yymmdd-serial`: what only the paper says. A name, an id number or a bare
    serial is none."""
    if normalise_code(typed) == code or read_scan(typed, agency_id).kind in _WHOLE:
        return True
    try:
        return parse_short_code(typed, agency_id).text == code
    except CounterError:
        return False
