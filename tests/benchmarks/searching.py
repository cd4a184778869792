"""P5: search as you type, every key, beside the raw full-text query and the rows it names."""

from __future__ import annotations

import random
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.domain.text import fts_query
from counter_app.queries.search import search
from tests.benchmarks import parties
from tests.benchmarks.made import viewed
from tests.benchmarks.measure import Result, Sample, Size, at_most, interleaved
from tests.benchmarks.past import UNTIL

FIRST_ROWS = 50
_RAW = "SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT ?"
_TYPED_WHOLE = ("nguyen van", "cong ty tnhh thep", "dinh vu", "h24.28-2611", "0900000123", "hai dang", "xuan")


def keys_typed(rows: int, count: int) -> list[str]:
    """What stands in the search box after each key, for names of real dossiers and common beginnings."""
    chance = random.Random(5)
    wanted = list(_TYPED_WHOLE)
    typed: list[str] = []
    while len(typed) < count:
        text = wanted.pop(0) if wanted else parties.party(chance.randrange(parties.how_many(rows))).name
        typed += [text[:length] for length in range(1, min(len(text), 24) + 1)]
    return typed[:count]


class RawSearch:
    """The limit: one full-text query for what was typed, then its rows by their numbers."""

    def __init__(self, desk: Desk) -> None:
        self._conn = desk.store.reader.connect()
        self._raw: Any = self._conn.connection.dbapi_connection

    def rows(self, typed: str) -> list[Any]:
        """As many as ours gives."""
        query = fts_query(typed)
        if query is None:
            return []
        seqs = [row[0] for row in self._raw.execute(_RAW, (query, FIRST_ROWS)).fetchall()]
        marks = ",".join("?" * len(seqs))
        found: list[Any] = self._raw.execute(f"SELECT * FROM dossier WHERE seq IN ({marks})", seqs).fetchall()
        return found

    def close(self) -> None:
        """Give the connection back."""
        self._conn.close()


def p5(size: Size) -> list[Result]:
    """To rows; what is painted is the table's (P7)."""
    with viewed(size.rows, size) as desk:
        raw = RawSearch(desk)
        typed = keys_typed(size.rows, size.rounds * (1 if size.is_small else 4))

        def ours(n: int) -> object:
            return desk.read(lambda reading: search(reading, typed[n % len(typed)], UNTIL, FIRST_ROWS))

        sides = {"search": ours, "raw": lambda n: raw.rows(typed[n % len(typed)])}
        times = interleaved(sides, len(typed), warm=5)
        raw.close()
    bars = (
        at_most("p99 to rows", times["search"].p99_ms, 16.0, "ms"),
        at_most("p99 over raw", times["search"].p99_ms / times["raw"].p99_ms, 1.5, "×"),
    )
    slow = _slowest(times["search"], typed, warm=5)
    return [Result("P5", f"search as you type, {size.rows:,} dossiers, each key", times, bars, notes=(slow,))]


def _slowest(sample: Sample, typed: list[str], warm: int) -> str:
    at = max(range(len(sample.seconds)), key=lambda n: sample.seconds[n])
    return f"slowest key: {typed[(at + warm) % len(typed)]!r}, {sample.seconds[at] * 1000:.1f} ms"
