"""P3: taking a dossier in, beside a raw encrypted transaction that writes the same rows and bytes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from counter_app.bootstrap import Desk
from counter_app.domain.dossier import HandedIn
from counter_app.domain.intake import NewDossier
from counter_app.services import reception
from counter_app.storage.unit_of_work import UnitOfWork
from tests.benchmarks import parties
from tests.benchmarks.made import opened
from tests.benchmarks.measure import Result, Run, Size, at_most, interleaved

SMALL_FILE = 1_000
_RAW_ORIGIN = "f" * 32
_FIRST_RAW_SERIAL = 9_700


@dataclass(frozen=True)
class Written:
    """The writing statements of one act with their values, as the driver got them."""

    statements: tuple[tuple[str, tuple[Any, ...]], ...]


class _Undo(Exception):
    """Leaves a unit of work without its commit."""


def a_form(desk: Desk, number: int, rows: int) -> NewDossier:
    """What somebody brings: a known applicant mostly, any procedure, all required papers."""
    chance = random.Random(number)
    with desk.store.read() as reading:
        procedure = chance.choice(reading.reference.procedures(desk.local_now().date()))
    papers = tuple(HandedIn(c.no, c.copies) for c in procedure.components if c.is_required)
    return NewDossier(
        procedure=procedure.id,
        applicant=parties.party(chance.randrange(parties.how_many(rows))),
        components=papers or tuple(HandedIn(c.no, c.copies) for c in procedure.components[:1]),
        duplicate_reason="Hồ sơ cho dự án khác của cùng chủ đầu tư",
    )


def receive(desk: Desk, form: NewDossier) -> str:
    """Ours: the act as the counter does it, until it is durable."""

    def act(uow: UnitOfWork) -> str:
        done = reception.receive(uow, form, by="lan")
        uow.commit()
        return done.code

    return desk.write(act)


def written_by(desk: Desk, form: NewDossier) -> Written:
    """What receiving this form would write; nothing of it stays."""
    seen: list[tuple[str, tuple[Any, ...]]] = []

    def note(conn: Any, cursor: Any, statement: str, values: Any, context: Any, is_many: bool) -> None:
        if statement.lstrip().split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            rows = values if is_many else [values]
            seen.extend((statement, tuple(row)) for row in rows)

    def act(uow: UnitOfWork) -> None:
        reception.receive(uow, form, by="lan")
        uow.project()
        raise _Undo

    event.listen(desk.store.writer, "before_cursor_execute", note)
    try:
        desk.write(act)
    except _Undo:
        pass  # the transaction was to be undone
    finally:
        event.remove(desk.store.writer, "before_cursor_execute", note)
    return Written(tuple(seen))


class RawReception:
    """The limit: the same statements with values of the same length, by the driver alone."""

    def __init__(self, desk: Desk, acts: Sequence[Written]) -> None:
        self._origin = desk.origin.id
        with desk.store.writer.connect() as conn:
            # The very connection of the program, idle meanwhile: both sides share its page cache.
            self._raw = conn.connection.dbapi_connection
        self._acts = [self._of_another_origin(act, n) for n, act in enumerate(acts)]
        self._raw.execute(
            "INSERT INTO origin VALUES (?, ?, 9, 1, 0, 0, 1)", (_RAW_ORIGIN, desk.origin.agency)
        )

    def _of_another_origin(self, act: Written, n: int) -> list[tuple[str, list[Any]]]:
        """Its own chain and serials, so that both sides can write into one file."""
        found = []
        for statement, values in act.statements:
            changed = [_RAW_ORIGIN if value == self._origin else value for value in values]
            if statement.startswith("INSERT INTO envelope"):
                changed[1] = n + 1
            if statement.startswith("INSERT INTO number_issued"):
                changed[1] = _FIRST_RAW_SERIAL + n
            found.append((statement, changed))
        return found

    def receive(self, n: int) -> None:
        """One transaction, durable when it ends."""
        run = self._raw.execute
        run("BEGIN IMMEDIATE")
        seq = 0
        for statement, values in self._acts[n]:
            if statement.startswith("INSERT INTO dossier_search"):
                values[0] = seq
            cursor = run(statement, values)
            if statement.startswith("INSERT INTO dossier "):
                (seq,) = cursor.fetchone()
        run("COMMIT")


def _sides(desk: Desk, rows: int, count: int) -> tuple[Run, Run]:
    """Ours and raw on one file, each with forms of its own."""
    ours = [a_form(desk, 10_000 + n, rows) for n in range(count)]
    acts = [written_by(desk, a_form(desk, 50_000 + n, rows)) for n in range(count)]
    desk.store.writer.dispose()  # a new connection: what making the statements read is forgotten again
    raw = RawReception(desk, acts)
    return lambda n: receive(desk, ours[n]), raw.receive


def p3(size: Size) -> list[Result]:
    """At a small and at the large file, all four sides in turn: a growth is no other hour's noise.

    The -wal is moved between the acts, as the window does it when the answer is on its way.
    """
    warm = 5
    files = list(dict.fromkeys((min(SMALL_FILE, size.rows), size.rows)))
    with ExitStack() as open_files:
        sides: dict[str, Run] = {}
        desks = [open_files.enter_context(opened(rows, size)) for rows in files]
        for rows, desk in zip(files, desks, strict=True):
            sides[f"receive {rows}"], sides[f"raw {rows}"] = _sides(desk, rows, size.rounds + warm)
        times = interleaved(sides, size.rounds, warm, between=lambda: [desk.tidy() for desk in desks])
    found = []
    for rows in files:
        ours, raw = times[f"receive {rows}"], times[f"raw {rows}"]
        bars = [
            at_most("median over raw", ours.median_ms / raw.median_ms, 3.0, "×"),
            at_most("p99", ours.p99_ms, 30.0, "ms"),
        ]
        if rows != files[0]:
            least = times[f"receive {files[0]}"].median_ms
            bars.append(at_most("growth of the median", ours.median_ms / least, 1.3, "×"))
        about = f"receive, {rows:,} dossiers in the file"
        found.append(Result("P3", about, {"receive": ours, "raw": raw}, tuple(bars)))
    return found
