"""P12: what each work costs with the size of the file, from 1,000 dossiers up: table, plot and exponent."""

from __future__ import annotations

import dataclasses
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from counter_app.bootstrap import Desk
from counter_app.domain.events import Event, EventKind, feed_hash
from counter_app.queries.deadlines import overdue
from counter_app.queries.search import search
from counter_app.storage import feed, folding
from counter_app.storage.feed import FeedRow
from counter_app.storage.new_desk import join_centre
from counter_app.storage.store import FILE_NAME
from counter_app.storage.taking_in import take_in
from tests.benchmarks.made import desk_with, opened
from tests.benchmarks.measure import Result, Sample, Size, at_most, timed
from tests.benchmarks.past import UNTIL
from tests.benchmarks.rebuilding import rebuilt_copy
from tests.benchmarks.receiving import a_form, receive
from tests.benchmarks.searching import FIRST_ROWS, keys_typed
from tests.central.centre import Chain

LEAST = 1_000
ACTS, KEYS, PAGES = 40, 120, 3
GROWING = ("rebuild", "file")
"""Works on everything there is; the others are done once, however large the file is."""


@dataclass(frozen=True)
class Cost:
    """One work at one size. `value` in `unit`: of an act its median, of a rebuild all of it."""

    work: str
    rows: int
    value: float
    unit: str


def sizes(most: int) -> list[int]:
    """1,000 and tens of it up to `most`; of a smaller file a tenth and the whole."""
    if most <= LEAST:
        return [max(20, most // 10), most]
    return [10**n for n in range(3, int(math.log10(most)) + 1)]


def costs_at(rows: int, size: Size) -> list[Cost]:
    """All works with `rows` dossiers."""
    acts, keys, pages = (3, 10, 1) if size.is_small else (ACTS, KEYS, PAGES)
    folder = desk_with(rows, size.store, size.say)
    found = [Cost("file", rows, (folder / FILE_NAME).stat().st_size / 1e6, "MB")]
    with opened(rows, size) as desk:
        forms = [a_form(desk, n, rows) for n in range(acts + 2)]
        typed = keys_typed(rows, keys)
        works = {
            "receive (P3)": (lambda n: receive(desk, forms[n]), acts + 2),
            "search (P5)": (
                lambda n: desk.read(lambda reading: search(reading, typed[n], UNTIL, FIRST_ROWS)),
                keys,
            ),
            "overdue (P6)": (lambda n: desk.read(lambda reading: overdue(reading, UNTIL)), acts),
        }
        for name, (work, times) in works.items():
            took = Sample(tuple(timed(work, n) for n in range(times))[2:] or (0.0,))
            found.append(Cost(name, rows, took.median_ms, "ms"))
        found.append(Cost("pull of 500", rows, pulled(desk, pages).median_ms, "ms"))
    events, seconds = rebuilt_copy(rows, size)
    size.say(f"{rows:,} dossiers: {events:,} events rebuilt in {seconds:.1f} s, {events / seconds:,.0f}/s")
    return [*found, Cost("rebuild (P11)", rows, seconds * 1000, "ms")]


def pulled(desk: Desk, pages: int) -> Sample:
    """Pages of another desk's notes on dossiers all over the file: checked, stored, folded."""
    agency, today = desk.origin.agency, desk.local_now().date()

    def begin(conn: Connection) -> list[str]:
        join_centre(conn, agency, desk.origin.id, "{}", (1, 400, today), today)
        newest = conn.exec_driver_sql("SELECT max(seq) FROM dossier").scalar_one()
        step = max(1, newest // (pages * feed.PAGE))
        query = "SELECT stream FROM dossier WHERE seq % ? = 0 ORDER BY seq LIMIT ?"
        return list(conn.exec_driver_sql(query, (step, pages * feed.PAGE)).scalars())

    streams = desk.store.exchange(begin)
    chain, before = Chain(secrets.token_hex(16)), feed.GENESIS
    rows = []
    for pos, item in enumerate(chain.add(*(_note(agency, stream) for stream in streams)), 1):
        before = feed_hash(before, item.hash)
        rows.append(FeedRow(dataclasses.replace(item, pos=pos), before, 9, 1))

    def page(n: int) -> None:
        part = rows[n * len(rows) // pages : (n + 1) * len(rows) // pages]
        own = desk.origin.id

        def store(conn: Connection) -> None:
            folding.refold_all(conn, take_in(conn, part, own, 0).streams)

        desk.store.exchange(store)

    return Sample(tuple(timed(page, n) for n in range(pages)))


def _note(agency: str, stream: str) -> Event:
    said = {"text": "Đã gọi cho ông Đặng Đức Đạt", "unit": "MC", "role": "counter"}
    wall = int(UNTIL.timestamp() * 1000)
    return Event(secrets.token_hex(16), agency, stream, EventKind.NOTE_ADDED, said, "lan", wall)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """k of the n^k that lies nearest to (n, cost): the slope of the line through their logarithms."""
    xs, ys = [math.log(n) for n, _ in points], [math.log(max(cost, 1e-9)) for _, cost in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def allowed(rows: Sequence[int], *, is_growing: bool) -> float:
    """The exponent of n log n between these sizes; of one act among n, that of log n."""
    return exponent([(n, (n if is_growing else 1) * math.log(n)) for n in rows])


def table_of(costs: Sequence[Cost]) -> list[str]:
    """Lines of a Markdown table: a work a line, a size a column."""
    rows = sorted({cost.rows for cost in costs})
    by = {(cost.work, cost.rows): cost for cost in costs}
    lines = ["| work | " + " | ".join(f"{n:,}" for n in rows) + " | exponent | of n log n |"]
    lines.append("|---" * (len(rows) + 3) + "|")
    for work in dict.fromkeys(cost.work for cost in costs):
        of = [by[work, n] for n in rows]
        cells = [f"{cost.value:,.{1 if cost.value < 1000 else 0}f} {cost.unit}" for cost in of]
        most = allowed(rows, is_growing=_is_growing(work))
        found = exponent([(cost.rows, cost.value) for cost in of])
        lines.append(f"| {work} | " + " | ".join(cells) + f" | {found:.2f} | {most:.2f} |")
    return lines


def _is_growing(work: str) -> bool:
    return work.startswith(GROWING)


def p12(size: Size) -> list[Result]:
    """Every size once; the plot where `size.plot` names a file."""
    rows = sizes(size.rows)
    costs = [cost for n in rows for cost in costs_at(n, size)]
    bars = []
    for work in dict.fromkeys(cost.work for cost in costs):
        found = exponent([(cost.rows, cost.value) for cost in costs if cost.work == work])
        bars.append(at_most(f"exponent of {work}", found, allowed(rows, is_growing=_is_growing(work)) + 0.1))
    if size.plot is not None:
        from tests.benchmarks.plot import plot

        plot(costs, size.plot)
    sides = {
        f"{cost.work} {cost.rows:,}": Sample((cost.value / 1000,)) for cost in costs if cost.unit == "ms"
    }
    return [Result("P12", f"cost over work, {rows[0]:,} to {rows[-1]:,} dossiers", sides, tuple(bars),
                   notes=tuple(table_of(costs)))]  # fmt: skip

