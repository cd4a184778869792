"""P6: the overdue list, beside the raw query on the partial index. P9: due dates, beside a day loop."""

from __future__ import annotations

import importlib
import random
from datetime import date, datetime, time, timedelta
from typing import Any

from counter_app.domain.deadline import compute
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.forms.wording import counting_sentence
from counter_app.queries.deadlines import MOST_SHOWN, overdue
from counter_app.services.seed_calendar import seed_calendar
from tests.benchmarks.made import viewed
from tests.benchmarks.measure import Bar, Result, Run, Size, at_least, at_most, interleaved
from tests.benchmarks.past import UNTIL

_RAW = (
    "SELECT stream, code, procedure, procedure_version, applicant_name, holder, officer, received_at, due_at,"
    " late_from, in_transit_to FROM dossier INDEXED BY ix_dossier_open_late"
    " WHERE status IN ('received','processing','awaiting_supplement','awaiting_payment','stopped')"
    " AND late_from <= ? ORDER BY late_from LIMIT ?"
)
DUES_A_ROUND = 200


def p6(size: Size) -> list[Result]:
    """The rows of the page's first list."""
    with viewed(size.rows, size) as desk:
        conn = desk.store.reader.connect()
        raw: Any = conn.connection.dbapi_connection
        asked = (UNTIL.isoformat(timespec="minutes"), MOST_SHOWN)
        sides: dict[str, Run] = {
            "overdue": lambda n: desk.read(lambda reading: overdue(reading, UNTIL)),
            "raw": lambda n: raw.execute(_RAW, asked).fetchall(),
        }
        count = len(desk.read(lambda reading: overdue(reading, UNTIL)))
        times = interleaved(sides, size.rounds)
        conn.close()
    bars = (at_most("p99 to rows", times["overdue"].p99_ms, 5.0, "ms"),)
    return [Result("P6", f"overdue list, {size.rows:,} dossiers, {count} rows", times, bars)]


def p9(size: Size) -> list[Result]:
    """Receptions all over 2025 and 2026, limits of the catalogue; `holidays` counts days only."""
    calendar, chance = seed_calendar(), random.Random(9)
    cases = [_case(chance) for _ in range(DUES_A_ROUND)]

    def ours(n: int) -> None:
        for at, limit in cases:
            counting_sentence(compute(at, limit, calendar))

    sides: dict[str, Run] = {"due and its explanation": ours}
    library = _holidays()
    if library is not None:
        days_off = library.VN(years=range(2025, 2028))

        def loop(n: int) -> None:
            for at, limit in cases:
                _day_loop(at, limit, days_off)

        sides["holidays, a day loop"] = loop
    times = interleaved(sides, size.rounds)
    rate = DUES_A_ROUND / (times["due and its explanation"].median_ms / 1000)
    bars: tuple[Bar, ...] = (at_least("due dates with explanation", rate, 20_000, "/s"),)
    absent = () if library is not None else ("holidays",)
    return [Result("P9", f"deadline engine, {DUES_A_ROUND} due dates a round", times, bars, absent)]


def _case(chance: random.Random) -> tuple[datetime, TimeLimit]:
    day = date(2025, 1, 2) + timedelta(days=chance.randrange(690))
    at = datetime.combine(day, time(8, 0)) + timedelta(minutes=chance.randrange(480))
    unit = chance.choices((LimitUnit.WORKING_DAY, LimitUnit.DAY, LimitUnit.WORKING_HOUR), (8, 2, 2))[0]
    return at, TimeLimit(chance.choice((3, 5, 7, 10, 15, 17, 30)), unit)


def _day_loop(at: datetime, limit: TimeLimit, days_off: Any) -> date:
    """What a program without an engine does: from day to day until enough of them were working days."""
    day, left = at.date(), limit.amount
    if limit.unit is LimitUnit.WORKING_HOUR:
        left = -(-limit.amount // 8)
    while left > 0:
        day += timedelta(days=1)
        if limit.unit is LimitUnit.DAY or (day.weekday() < 5 and day not in days_off):
            left -= 1
    while day.weekday() >= 5 or day in days_off:
        day += timedelta(days=1)
    return day


def _holidays() -> Any:
    try:
        return importlib.import_module("holidays")
    except ImportError:
        return None
