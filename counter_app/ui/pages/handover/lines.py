"""How a row of a scanned pile stands, the same on both sides of a handover. No Qt here."""

from __future__ import annotations

from enum import StrEnum

AWAITED = "awaited:"
"""Begins the key of a row whose data are not here yet: its code follows."""
AWAITS_DATA = "awaits_data"
"""Warning of an act that was recorded before the data of its dossier were here."""


class Standing(StrEnum):
    """What has become of one dossier of a pile."""

    WAITING = "waiting"      # listed, the pile is still being scanned
    MISSING = "missing"      # listed, and most of the pile is scanned
    TICKED = "ticked"        # scanned, where the list has it
    ANYWAY = "anyway"        # scanned and put in by hand, though it is not listed here
    DEFERRED = "deferred"    # listed, left for a later batch on purpose
    IN_WORK = "in_work"      # may be scanned, but its work here is not done
    ASIDE_UNIT = "aside_unit"      # scanned; it goes to another unit
    ASIDE_PAUSED = "aside_paused"  # scanned; it waits for papers or a fee, or is stopped
    ASIDE_END = "aside_end"        # scanned; nothing follows for it
    TAKEN = "taken"          # of this batch, taken over before
    BACK = "back"            # of this batch, but recalled or declined


ASIDE = frozenset({Standing.ASIDE_UNIT, Standing.ASIDE_PAUSED, Standing.ASIDE_END})
IN_PILE = frozenset({Standing.TICKED, Standing.ANYWAY})


def is_nearly_scanned(ticked: int, expected: int) -> bool:
    """Whether what is left counts as missing: at least half of the pile is scanned. Before that it is
    only not yet scanned, and nothing lights up."""
    return ticked > 0 and expected <= 2 * ticked
