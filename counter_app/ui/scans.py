"""A scan and what became of it: the values that pass between the scanner and the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from counter_app.domain.codes import Scanned
from counter_app.domain.identity_card import IdentityCard
from counter_app.ui.tokens import Tone


class ScanSource(StrEnum):
    """Where a scan came from."""

    WEDGE = "wedge"
    SERIAL = "serial"
    TYPED = "typed"


@dataclass(frozen=True)
class Scan:
    """One scan. `text` is what a query takes (a code, a scan number; empty for an identity card, whose
    person stands in `card` and never in a log); `command` names a command barcode, else it is empty."""

    text: str
    scanned: Scanned
    source: ScanSource = ScanSource.WEDGE
    card: IdentityCard | None = field(default=None, repr=False)
    command: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of a scan: GREEN right, AMBER look at it, RED wrong. `title` in the large line (a short
    code), `words` the reason below it."""

    tone: Tone
    title: str
    words: str


Answer = Callable[[Verdict], None]


class ScanTaker(Protocol):
    """A page or dialog that takes scans. It must call `answer` once for each, now or when its work is
    done: the next scan waits for it."""

    def take_scan(self, scan: Scan, answer: Answer) -> bool | None:
        """Do with the scan what this page does with scans. False: it is none of its matters, and the frame
        is asked; then `answer` is not called."""
