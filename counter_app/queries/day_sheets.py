"""The sheets by which days were signed off: their numbers, their place in the log, what came after them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, text

from counter_app.domain.codes import LIVES_APART, desk_of_label
from counter_app.domain.day_figures import DayFigures, from_json
from counter_app.domain.errors import DaySheetUnknown
from counter_app.domain.events import EventKind, utc_ms

_LOOKED_AT = 2_000
"""Entries after a sheet that are looked through: no day goes on longer, and a year must not be read."""
_SHEET = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{1,5})")
_QUIET = (EventKind.DAY_SIGNED_OFF, EventKind.PAPER_PRINTED, EventKind.PERSONAL_DATA_SHOWN)
"""Kinds that change nothing a sheet says: they are no work after it."""


@dataclass(frozen=True)
class SignOff:
    """A sheet of a day. `number` counts from 1 within day and desk, from 101 where the desk was restored or
    cloned (a sheet of that day may lie printed already); `place`: entries of the log it covers.

    `after`: acts of that day which the log holds behind it. `is_in_log`: whether the log still has this head
    at this place; where it has not, the log was rewritten since.
    """

    event_id: str
    day: date
    number: int
    at: datetime
    by: str
    head: str
    note: str
    figures: DayFigures
    after: int = 0
    is_in_log: bool = True

    @property
    def code(self) -> str:
        """`2026-11-23-1`: what the sheet is called for again."""
        return f"{self.day.isoformat()}-{self.number}"


def own_desk(conn: Connection) -> tuple[str, int]:
    """(origin, desk number) of this file."""
    row = conn.exec_driver_sql(
        "SELECT o.id, o.desk FROM meta m JOIN origin o ON o.id = m.value WHERE m.key = 'origin'"
    ).one()
    return str(row[0]), int(row[1])


_SHEETS = text(
    "SELECT c.event_id, c.at, c.by, c.head_hash, c.figures, c.note,"
    " json_extract(e.payload, '$.number') AS number FROM day_close c JOIN event e ON e.id = c.event_id"
    " JOIN envelope v ON v.event_id = c.event_id AND v.relayed_from IS NULL"
    " JOIN origin o ON o.id = v.origin"
    " WHERE c.day = :day AND c.desk = :desk ORDER BY o.incarnation, v.oseq"
)


def sign_offs(conn: Connection, day: date, desk: int) -> tuple[SignOff, ...]:
    """The sheets of a desk's day, in the order in which they were signed."""
    found: dict[str, SignOff] = {}
    for row in conn.execute(_SHEETS, {"day": day.isoformat(), "desk": str(desk)}):
        if row.event_id in found:
            continue  # an entry that was put into another envelope later keeps its first place
        figures = from_json(json.loads(row.figures))
        found[row.event_id] = SignOff(
            event_id=row.event_id,
            day=day,
            number=row.number or len(found) + 1,
            at=datetime.fromisoformat(row.at),
            by=row.by,
            head=row.head_hash,
            note=row.note,
            figures=figures,
            after=_after(conn, figures, day),
            is_in_log=link_at(conn, figures.origin, figures.place) == row.head_hash,
        )
    return tuple(found.values())


def next_number(conn: Connection, day: date, label: int) -> int:
    """The number of the next sheet of a day, of the desk in the life that `label` stands for."""
    before = label - desk_of_label(label)
    of_life = range(before + 1, before + LIVES_APART)
    given = (sheet.number for sheet in sign_offs(conn, day, desk_of_label(label)))
    return max((number for number in given if number in of_life), default=before) + 1


def find_sheet(conn: Connection, code: str) -> SignOff:
    """The sheet `2026-11-23-1` of this desk; a day alone names its newest. Raises DaySheetUnknown."""
    wanted = code.strip()
    matched = _SHEET.fullmatch(wanted)
    try:
        day = date.fromisoformat(matched.group(1) if matched else wanted)
    except ValueError:
        raise DaySheetUnknown(sheet=code[:40]) from None
    sheets = sign_offs(conn, day, own_desk(conn)[1])
    wanted_number = int(matched.group(2)) if matched else sheets[-1].number if sheets else 0
    for sheet in sheets:
        if sheet.number == wanted_number:
            return sheet
    raise DaySheetUnknown(sheet=code[:40])


def link_at(conn: Connection, origin: str, place: int) -> str:
    """Hash of an entry of a log by its place, from 1; "" where it has none there, the beginning for 0."""
    if place == 0:
        return "0" * 64
    row = conn.exec_driver_sql(
        "SELECT hash FROM envelope WHERE origin = ? AND oseq = ?", (origin, place)
    ).first()
    return str(row[0]) if row else ""


_BEHIND = text(
    "SELECT count(*) FROM (SELECT e.kind, e.wall, json_extract(e.payload, '$.at') AS given"
    " FROM envelope v JOIN event e ON e.id = v.event_id WHERE v.origin = :origin AND v.oseq > :place"
    " ORDER BY v.oseq LIMIT :most)"
    " WHERE kind NOT IN (:signed, :printed, :shown)"
    " AND CASE WHEN given IS NULL THEN wall >= :first AND wall < :end ELSE substr(given, 1, 10) = :day END"
)


def _after(conn: Connection, figures: DayFigures, day: date) -> int:
    """Acts of that day recorded behind the sheet; one that was back-dated into it counts too."""
    midnight = datetime.combine(day, time())
    values = {
        "origin": figures.origin,
        "place": figures.place,
        "most": _LOOKED_AT,
        "first": utc_ms(midnight),
        "end": utc_ms(midnight + timedelta(days=1)),
        "day": day.isoformat(),
    }
    quiet = dict(zip(("signed", "printed", "shown"), map(str, _QUIET), strict=True))
    return int(conn.execute(_BEHIND, values | quiet).scalar_one())
