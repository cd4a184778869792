"""From what a scanner sent to a scan, and how well it came: for the queue and for the test of a scanner."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter_app.domain.codes import ScanKind, Scanned, ScanProblem
from counter_app.domain.errors import InvalidField
from counter_app.domain.identity_card import parse_identity_card
from counter_app.ui.scans import Scan, ScanSource


@dataclass(frozen=True)
class Heard:
    """A scan and how it came: `letters` of the code, milliseconds `ms_per_key` (0 from a serial scanner),
    `is_mended` when the input method had changed it on the way."""

    scan: Scan
    letters: int
    ms_per_key: float = 0.0
    is_mended: bool = False


def scan_of(scanned: Scanned, raw: str, source: ScanSource) -> Scan:
    """The scan that `scanned`, read from `raw`, is. A card whose QR cannot be made out is an unreadable scan
    without text: what stood in it is personal."""
    if scanned.kind is not ScanKind.IDENTITY_CARD:
        command = str(scanned.command) if scanned.command is not None else ""
        return Scan(scanned.text, scanned, source, command=command)
    try:
        return Scan("", scanned, source, card=parse_identity_card(raw))
    except InvalidField:
        garbled = replace(scanned, kind=ScanKind.UNREADABLE, problem=ScanProblem.GARBLED)
        return Scan("", garbled, source)
