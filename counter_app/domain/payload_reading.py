"""How values of a payload are read. Another desk's, or a newer world's, may hold anything.

What is not what it should be raises KeyError, TypeError, ValueError or a CounterError, and never becomes
part of a dossier.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from counter_app.domain.copying import replace
from counter_app.domain.dossier import (
    Channel,
    Dossier,
    FormSet,
    HandedIn,
    Party,
    ReturnBy,
    StepTime,
)
from counter_app.domain.due import Due, LimitUnit, TimeLimit

Payload = Mapping[str, Any]

_LARGEST = 2**63
"""Whole numbers of the file end here."""


def whole(value: Any) -> int:
    """A whole number that the file can hold."""
    number = int(value)
    if not -_LARGEST <= number < _LARGEST:
        raise ValueError("a number beyond all bounds")
    return number


def word(value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def local(value: Any) -> datetime:
    """A local moment, naive: one with a zone could be compared with no other."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None:
        raise ValueError("a local moment has no zone")
    return moment


def moment(value: Any) -> datetime | None:
    """A local moment or None."""
    return local(value) if value else None


def day(value: Any) -> date | None:
    """A day or None."""
    return date.fromisoformat(value) if value else None


def limit(value: Payload) -> TimeLimit:
    """A time limit."""
    return TimeLimit(int(value["amount"]), LimitUnit(value["unit"]))


def due(value: Payload) -> Due:
    """A due with its explanation."""
    told = Due.from_json(value)
    moments = [told.at, told.received_at, told.counted_from, told.first_at, told.at_stop]
    moments += [told.extended_at, told.before_extension]
    for move in told.moves:
        moments += [move.start, move.end]
    for each in moments:
        if each is not None and each.tzinfo is not None:
            raise ValueError("a local moment has no zone")
    if not isinstance(told.calendar_version, str) or not isinstance(told.is_provisional, bool):
        raise TypeError("no due")
    return told


def party(value: Payload) -> Party:
    """Applicant or submitter."""
    told = Party.from_json(dict(value))
    is_text = all(isinstance(value, str) for value in told.__dict__.values())
    if not is_text or (told.id_number and "id_kind" not in value):
        raise TypeError("no party")
    return told


def steps(rows: Any) -> tuple[StepTime, ...]:
    """Steps of a procedure. All dossiers of one version of it share one value: made once."""
    try:
        packed = marshal.dumps(rows, 2)  # tells 1 from True and 1.0, as equality does not
    except ValueError:  # no plain JSON
        return _steps(rows)
    return _known_steps(packed)


@lru_cache(maxsize=1_000)
def _known_steps(packed: bytes) -> tuple[StepTime, ...]:
    return _steps(marshal.loads(packed))  # noqa: S302 - packed just before


def _steps(rows: Any) -> tuple[StepTime, ...]:
    return tuple(StepTime(whole(n), str(u), whole(m)) for n, u, m in rows)


READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "code": ("code", str),
    "portal_code": ("portal_code", str),
    "scan_number": ("scan_number", str),
    "procedure": ("procedure", str),
    "procedure_version": ("procedure_version", whole),
    "field": ("field", str),
    "limit": ("limit", limit),
    "steps": ("steps", steps),
    "applicant": ("applicant", party),
    "submitter": ("submitter", lambda value: party(value) if value else None),
    "components": (
        "components",
        lambda rows: tuple(
            HandedIn(whole(r["no"]), whole(r["copies"]), str(r.get("kind", ""))) for r in rows
        ),
    ),
    "missing": ("missing", lambda rows: tuple(whole(no) for no in rows)),
    "channel": ("channel", Channel),
    "return_by": ("return_by", ReturnBy),
    "note": ("note", str),
    "fee_vnd": ("fee_vnd", whole),
    "fee_paid_vnd": ("fee_paid_vnd", whole),
    "duplicate_reason": ("duplicate_reason", str),
    "slip": ("from_slip", str),
    "joint": ("joint", lambda rows: tuple((str(r["unit"]), str(r["due"])) for r in rows)),
    "received_at": ("received_at", local),
    "form_set": ("form_set", FormSet),
    "book": ("book", str),
    "number": ("book_number", whole),
    "receipt_no": ("receipt_no", whole),
    "receipt_version": ("receipt_version", whole),
    "punctuality": ("outcome", str),
    "reason": ("reason", str),
    "ground": ("ground", str),
    "slip_id": ("slip", str),
    "slip_no": ("slip_no", whole),
}
"""Payload key → field of the dossier and how its value is read: intake and correction share it."""


def taken(dossier: Dossier, payload: Payload) -> Dossier:
    """The dossier with every field that the payload names."""
    values = {name: read(payload[key]) for key, (name, read) in READERS.items() if key in payload}
    return replace(dossier, **values)


def check_numbers(payload: Payload) -> None:
    """Raise where the number of a slip (forms 02 to 05), if it has one, is no number."""
    if payload.get("slip_series"):
        whole(payload["slip_no"])
    if payload.get("slip_id"):
        whole(str(payload["slip_id"]).rpartition(".")[2])
