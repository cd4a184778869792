"""Which events of a reference stream stand, where several desks wrote it: the first of two that did not
know of each other."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K

_ONE_AFTER_ANOTHER: frozenset[K] = frozenset(
    {
        K.PROCEDURE_PUBLISHED,
        K.PROCEDURE_ENDED,
        K.UNIT_SET,
        K.STAFF_SET,
        K.STAFF_PASSWORD_SET,
        K.CALENDAR_SET,
        K.SETTINGS_SET,
    }
)
"""Kinds that replace what the last one of their kind said. The others of reference streams only add."""


def accepted(events: Sequence[Event]) -> dict[str, bool]:
    """Ids of the events that stand, of one stream in fold order.

    An event that replaces stands only when its author had seen the one it replaces. One that was struck had
    seen no more than what it had itself seen, so that what is built on it does not stand by chance.
    """
    seen_up_to: dict[str, int] = {}
    last: dict[K, int] = {}
    standing: dict[str, bool] = {}
    for place, event in enumerate(events):
        known = seen_up_to.get(event.seen or "", -1)
        before = last.get(event.kind)
        if event.kind not in _ONE_AFTER_ANOTHER or before is None or known >= before:
            standing[event.id] = True
            seen_up_to[event.id] = place
            if event.kind in _ONE_AFTER_ANOTHER:
                last[event.kind] = place
        else:
            seen_up_to[event.id] = known
    return standing
