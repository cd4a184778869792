"""The rows that one day's dossiers leave in the file: clones of that day's lives, ready to be inserted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

from counter_app.domain.codes import make_code, make_scan_number
from counter_app.domain.events import canonical_json
from counter_app.domain.text import fold, name_key
from counter_app.storage import projection_tables as t
from tests.benchmarks import parties
from tests.benchmarks.lives import Act, Life, Plan, life

STUCK_EVERY = 3_300
"""One dossier in so many was never finished: the desk's overdue ones."""
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
DOSSIER_COLUMNS = tuple(column.name for column in t.dossier.columns)
STAY_COLUMNS = tuple(column.name for column in t.control_sheet.columns)

Row = tuple[Any, ...]


@dataclass
class DayRows:
    """Rows by table, in column order; events without their place in the chain, in the order of the acts.

    applicants: identity → (seen_at, party JSON, folded name).
    """

    events: list[Row] = field(default_factory=list)
    issued: list[Row] = field(default_factory=list)
    dossiers: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    stays: list[Row] = field(default_factory=list)
    listed: list[Row] = field(default_factory=list)
    books: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    prints: list[Row] = field(default_factory=list)
    applicants: dict[str, tuple[int, str, str]] = field(default_factory=dict)


@cache
def _party_texts(number: int) -> tuple[str, str, str, str, str]:
    """(name, identity, JSON, words of the search, who takes the result) of an applicant."""
    party = parties.party(number)
    told = (party.name, party.representative, party.id_number, party.phone)
    words = fold(" ".join(word for word in told if word))
    takes = party.representative or party.name
    return party.name, party.identity, canonical_json(party.to_json()), words, takes


_name_key = cache(name_key)


class DayMaker:
    """Makes the rows of one day of a plan."""

    def __init__(self, plan: Plan, index: int) -> None:
        self._plan = plan
        self._index = index
        self._day = plan.days[index]
        self._lives: dict[tuple[int, bool], _Mould] = {}
        self._phases: list[list[Row]] = [[] for _ in range(8)]
        self._rows = DayRows()
        earlier = sum(1 for day in plan.days[:index] if day.year == self._day.year)
        self._receipts = earlier * plan.per_day
        self._book = {name: earlier * count for name, count in _in_a_day(plan).items()}

    def made(self) -> DayRows:
        """Every dossier of the day, events phase by phase: all receptions, then all handovers …"""
        for place in range(self._plan.on_day(self._index)):
            self._add(place)
        self._rows.events = [row for phase in self._phases for row in phase]
        return self._rows

    def _mould(self, place: int, number: int) -> _Mould:
        slot = place % len(self._plan.wheel)
        # The last day's would have come too late: nothing of it is late yet.
        is_stuck = number % STUCK_EVERY == 7 and self._index + 20 < len(self._plan.days)
        known = self._lives.get((slot, is_stuck))
        if known is None:
            known = _Mould(life(self._plan, self._index, slot, is_stuck=is_stuck))
            self._lives[slot, is_stuck] = known
        return known

    def _add(self, place: int) -> None:
        plan, rows = self._plan, self._rows
        number = self._index * plan.per_day + place
        serial, day = place + 1, self._day
        mould = self._mould(place, number)
        field_ = mould.life.procedure.field
        self._book[field_] += 1
        applicant = (number * 48_271 + plan.seed) % parties.how_many(plan.rows)
        name, identity, party, words, to_whom = _party_texts(applicant)
        code = make_code(plan.agency, day, serial)
        scan = make_scan_number(plan.agency, day, serial)
        values = {
            "code": f'"{code}"',
            "serial": serial,
            "scan_number": f'"{scan}"',
            "number": self._book[field_],
            "receipt_no": self._receipts + serial,
            "applicant": party,
            "result_no": f'"{serial}/QĐ-BQL"',
            "to_whom": json.dumps(to_whom, ensure_ascii=False),
        }
        key = f"{plan.seed}/{number}"
        stream = f"dossier:{_id(mould.life.acts[0].wall, key)}"
        ids = self._record(mould, key, stream, values)
        rows.issued.append((day.isoformat(), serial, code, ids[0]))
        own = {"seq": number + 1, "stream": stream, "code": code, "scan_number": scan, "head": ids[-1]}
        own |= {"book_number": values["number"], "applicant_name": name}
        own |= {"applicant_identity": identity or None}
        own |= {"applicant_sort": _name_key(name)}
        rows.dossiers.append(mould.dossier(own))
        rows.words.append((number + 1, f"{fold(code)} {scan} {mould.procedure_words} {words}"))
        rows.stays += mould.stays(stream)
        self._book_entries(mould, stream, ids, values)
        if identity:
            seen = (mould.life.acts[0].wall, party, fold(name))
            rows.applicants[identity] = max(seen, rows.applicants.get(identity, seen))

    def _record(self, mould: _Mould, key: str, stream: str, values: Mapping[str, Any]) -> list[str]:
        ids: list[str] = []
        for n, act in enumerate(mould.life.acts):
            event_id = _id(act.wall, f"{key}/{n}")
            self._phases[n].append(_event_row(self._plan.agency, act, event_id, stream, values, ids))
            ids.append(event_id)
        return ids

    def _book_entries(self, mould: _Mould, stream: str, ids: list[str], values: Mapping[str, Any]) -> None:
        rows, kept = self._rows, mould.life
        kinds = [act.kind.partition(":")[2] for act in kept.acts]
        struck = "Nhập nhầm thủ tục" if kept.is_void else None
        rows.books.append((kept.row["book"], values["number"], stream, struck))
        rows.papers.append((f"01-{self._day.year}-{self._plan.desk}", values["receipt_no"], stream))
        if kept.batch is not None:
            listed = kept.batch
            event_id = ids[kinds.index("handed_over")]
            head = (listed["batch"], stream, event_id, listed["giver"], listed["to"])
            rows.listed.append((*head, listed["given_at"], listed["given_by"]))
        if kept.printed_at is not None:
            event_id = ids[kinds.index("paper_printed")]
            rows.prints.append((event_id, stream, "receipt", 1, kept.printed_at, "lan"))


class _Mould:
    """A life with its rows as lists, so that a clone is a copy and a few changed places."""

    def __init__(self, made: Life) -> None:
        self.life = made
        self._row = [made.row.get(name) for name in DOSSIER_COLUMNS]
        self._stays = [[stay[name] for name in STAY_COLUMNS] for stay in made.stays]

    @cached_property
    def procedure_words(self) -> str:
        return fold(self.life.procedure.id)

    def dossier(self, own: Mapping[str, Any]) -> Row:
        row = self._row.copy()
        for name, value in own.items():
            row[_PLACES[name]] = value
        return tuple(row)

    def stays(self, stream: str) -> Iterator[Row]:
        return ((stream, *stay[1:]) for stay in self._stays)


_PLACES = {name: place for place, name in enumerate(DOSSIER_COLUMNS)}


def _id(wall: int, key: str) -> str:
    """As the program makes them: milliseconds first, so that rows of one day lie together in every index."""
    return f"{wall:012x}{hashlib.blake2b(key.encode(), digest_size=10).hexdigest()}"


def _event_row(
    agency: str, act: Act, event_id: str, stream: str, values: Mapping[str, Any], before: Sequence[str]
) -> Row:
    seen = before[-1] if before else None
    payload = act.pattern % values
    said = (event_id, agency, stream, act.kind, 1, payload, seen, act.actor, act.wall, "good")
    return (*said, hashlib.sha256(_encode(said).encode()).hexdigest())


@cache
def _counted(wheel: tuple[str, ...], per_day: int) -> dict[str, int]:
    found = dict.fromkeys(wheel, 0)
    for place in range(per_day):
        found[wheel[place % len(wheel)]] += 1
    return found


def _in_a_day(plan: Plan) -> dict[str, int]:
    """How many dossiers of each field a full day brings: the numbers of its books go on from there."""
    return _counted(tuple(procedure.field for procedure in plan.wheel), plan.per_day)


def day_rows(plan: Plan, index: int) -> DayRows:
    """The rows of the day of that index."""
    return DayMaker(plan, index).made()


def working_days(plan_until: date, count: int, is_working: Any) -> tuple[date, ...]:
    """The last `count` working days up to `plan_until`, the oldest first."""
    found: list[date] = []
    day = plan_until
    while len(found) < count:
        if is_working(day):
            found.append(day)
        day = date.fromordinal(day.toordinal() - 1)
    return tuple(reversed(found))
