"""Days of a unit in act lines: dossiers taken at a given minute, clocks that stand still and go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.desks import Counter

UNITS = {"minh": "QLDT", "hoa": "QLDN", "van": "VP", "tuan": "LD", "lan": "MC"}


def at(counter: Counter, moment: datetime) -> Counter:
    """The next act line happens at this minute (each line moves the clock on by one)."""
    counter.clock.set(moment - timedelta(minutes=1))
    return counter


def given(
    counter: Counter, moment: datetime, procedure: str = "DT-09", *, to: str = "QLDT", **fields: Any
) -> str:
    """A dossier received a minute before `moment` and given to a unit then; nobody took it yet."""
    code = at(counter, moment - timedelta(minutes=1)).received(procedure, **fields)
    counter.done("hand_over", codes=[code], to=to)
    return code


def held(
    counter: Counter, taken: datetime, procedure: str = "DT-09", *, taker: str = "minh", **fields: Any
) -> str:
    """A dossier received an hour before it was taken by the unit of `taker`."""
    code = given(counter, taken - timedelta(minutes=59), procedure, to=UNITS[taker], **fields)
    at(counter, taken).done("take_over", taker, codes=[code])
    return code


def awaiting(counter: Counter, code: str, moment: datetime, by: str = "minh") -> None:
    """The clock stops at `moment` for papers asked for."""
    items = [{"no": 1, "text": "Văn bản đề nghị"}]
    words = {"reason": "Thiếu văn bản", "ground": "Nghị định 96/2026/NĐ-CP"}
    at(counter, moment).done("request_supplement", by, code=code, items=items, **words)


def supplemented(counter: Counter, code: str, moment: datetime) -> None:
    """The papers came at `moment`: the clock goes on, the own due is counted anew."""
    at(counter, moment).done("supplement", code=code, items=[{"no": 1, "copies": 1}])
