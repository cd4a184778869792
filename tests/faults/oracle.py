"""The oracle: is the file what the paper says? Looks with SQL of its own, then asks the program's checks.

The letters are those of the list of faults: O1 every code on paper is stored, O2 none twice, O3 no number
left out, O4 a rebuild gives the same projections, O5 what went in is counted, O6 the file is whole. And
every dossier that is stored without having been acknowledged stands among "received, not printed".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, problems
from counter_app.commands import upkeep
from counter_app.storage import keys
from counter_app.storage.database import Mode, connect
from counter_app.storage.store import FILE_NAME
from tests.builders import Clock
from tests.faults.paper import Paper
from tests.faults.prepared import opened

_RECEIVED = (
    "SELECT id, payload ->> 'code', payload ->> 'serial', payload ->> 'book', payload ->> 'number',"
    " payload ->> 'receipt_series', payload ->> 'receipt_no', payload ->> '$.applicant.name'"
    " FROM event WHERE kind = 'dossier:received'"
    " ORDER BY rowid"
)
_PRINTED = (
    "SELECT r.payload ->> 'code' FROM event r JOIN event p ON p.stream = r.stream"
    " WHERE r.kind = 'dossier:received' AND p.kind = 'dossier:paper_printed'"
)


@dataclass(frozen=True)
class Verdict:
    """How file and paper agree. lost, doubled, gaps: what was found, named; findings: all else."""

    acked: int
    stored: int
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def complaints(self) -> tuple[str, ...]:
        """Everything that is wrong, in words; empty when nothing is."""
        named = {"O1 lost": self.lost, "O2 doubled": self.doubled, "O3 gap": self.gaps, "": self.findings}
        return tuple(f"{name} {what}".strip() for name, found in named.items() for what in found)


@dataclass(frozen=True)
class Stored:
    """What the file itself holds, read by SQL of the harness."""

    received: tuple[tuple[Any, ...], ...]
    issued: frozenset[tuple[str, int, str, str]]
    requests: tuple[tuple[str, str], ...]
    printed: frozenset[str]
    dossiers: int
    integrity: tuple[str, ...]

    @property
    def codes(self) -> set[str]:
        """Codes of all stored receptions."""
        return {row[1] for row in self.received}


@contextmanager
def _raw(folder: Path) -> Iterator[Any]:
    raw = connect(folder / FILE_NAME, keys.load_key(folder), Mode.READ)
    try:
        raw.execute("BEGIN")
        yield raw
    finally:
        raw.close()


def received(folder: Path) -> list[tuple[str, str]]:
    """(code, event id) of every stored reception, in the order of the file, by a quick look."""
    with _raw(folder) as raw:
        return [(row[1], row[0]) for row in raw.execute(_RECEIVED)]


def look(folder: Path) -> Stored:
    """Read a desk's file beside whoever writes it."""
    with _raw(folder) as raw:
        return Stored(
            tuple(raw.execute(_RECEIVED)),
            frozenset(raw.execute("SELECT on_date, serial, code, event_id FROM number_issued")),
            tuple(raw.execute("SELECT id, answer ->> 'event_id' FROM request WHERE answer ->> 'ok'")),
            frozenset(row[0] for row in raw.execute(_PRINTED)),
            raw.execute("SELECT count(*) FROM dossier WHERE code IS NOT NULL").fetchone()[0],
            tuple(row[0] for row in raw.execute("PRAGMA integrity_check") if row[0] != "ok"),
        )


def judge(folder: Path, paper: Paper, clock: Clock, *, is_whole: bool = True) -> Verdict:
    """Compare file and paper. `is_whole`: open the desk first, as its next start does, verify and rebuild.

    The desk must not be open in another process then.
    """
    if not is_whole:
        return _verdict(look(folder), paper, [])
    with opened(folder, clock) as desk:
        stored = look(folder)
        findings = [*_startup(desk, stored, paper)]
        findings += [f"O6 {problem}" for problem in problems(desk, deep=True)]
        findings += ["O4 a rebuild differs"] if upkeep.rebuild(desk)["changed"] else []
        return _verdict(stored, paper, findings)


def _verdict(stored: Stored, paper: Paper, findings: list[str]) -> Verdict:
    findings += [f"O6 {word}" for word in stored.integrity] + [f"refused {word}" for word in paper.refused]
    if stored.dossiers != len(stored.received):
        findings.append(f"O5 {len(stored.received)} received, {stored.dossiers} dossiers")
    return Verdict(
        len(paper.codes),
        len(stored.received),
        tuple(_lost(stored, paper)),
        tuple(_doubled(stored, paper)),
        tuple(_gaps(stored)),
        tuple(findings),
    )


def _lost(stored: Stored, paper: Paper) -> Iterable[str]:
    held = {(row[0], row[1]) for row in stored.received}
    return (f"{one.code} of {one.request_id}" for one in paper.shown if (one.event_id, one.code) not in held)


def _doubled(stored: Stored, paper: Paper) -> Iterable[str]:
    yield from _twice("code", ((row[1], row[0]) for row in stored.received))
    yield from _twice("shown", ((one.code, one.event_id) for one in paper.shown))
    yield from _twice("form", ((row[7], row[0]) for row in stored.received))  # a name is one form's
    asked = [(one.request_id, one.event_id) for one in paper.shown if one.request_id]
    yield from _twice("request", [*asked, *stored.requests])


def _twice(what: str, pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Names under which two different events stand."""
    under: dict[str, set[str]] = defaultdict(set)
    for name, event_id in pairs:
        under[name].add(event_id)
    return (f"{what} {name}" for name, events in under.items() if len(events) > 1)


def _gaps(stored: Stored) -> Iterable[str]:
    """Serials of a day, numbers of a book and of the receipts: each runs 1, 2, 3 … with nothing left out."""
    rows: dict[str, Counter[int]] = defaultdict(Counter)
    for _, code, serial, book, number, series, receipt_no, _ in stored.received:
        rows[code.rpartition("-")[0]][int(serial)] += 1
        rows[book][int(number)] += 1
        rows[f"receipt {series}"][int(receipt_no)] += 1
    for name, numbers in rows.items():
        if missing := sorted(set(range(1, max(numbers) + 1)) - set(numbers)):
            yield f"{name}: {missing[:5]}"
        if twice := [number for number, count in numbers.items() if count > 1]:
            yield f"{name}: {twice[:5]} twice"
    issued = {(code, event_id) for _, _, code, event_id in stored.issued}
    if issued != {(row[1], row[0]) for row in stored.received}:
        yield "the numbers issued are not those of the receptions"


def _startup(desk: Desk, stored: Stored, paper: Paper) -> Iterable[str]:
    """What a clerk is told when the desk is opened."""
    yield from (f"start {finding}" for finding in desk.startup.findings)
    told = set(desk.startup.not_printed)
    if unacked := stored.codes - paper.codes - told - paper.printed:
        yield f"stored, not acknowledged and not told: {sorted(unacked)[:5]}"
    if told != stored.codes - stored.printed:
        yield f"received, not printed differs: {sorted(told ^ (stored.codes - stored.printed))[:5]}"
