"""What Đồng bộ and the status bar read of passes: the slip, what waits, what is to be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from counter_app.bootstrap import Desk
from counter_app.domain.events import utc_ms
from counter_app.domain.sync_report import Outcome
from counter_app.queries.sync import SyncFacts, passes, sync_view
from counter_app.storage.incarnation import next_incarnation
from counter_app.storage.tables import blob
from tests.builders import Clock, trial_desk
from tests.desks import Counter
from tests.passes import NIGHT, NIGHT_BEFORE, a_pass, joined, logged

NOW = datetime(2026, 11, 23, 9, 14)
OK_AT = datetime(2026, 11, 23, 2, 1)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with trial_desk(tmp_path, clock) as made:
        yield made


def facts(desk: Desk, now: datetime = NOW) -> SyncFacts:
    return desk.read(lambda reading: sync_view(reading, now))


def join(desk: Desk, *reports: Any, last_ok: datetime | None = OK_AT, offset_ms: int = 80) -> None:
    desk.write(lambda uow: joined(uow, last_ok, *reports, offset_ms=offset_ms))


def log(desk: Desk, *reports: Any) -> None:
    desk.write(lambda uow: logged(uow, *reports))


def test_a_desk_without_a_centre_has_nothing_to_tell(desk: Desk) -> None:
    found = facts(desk)
    assert not found.is_joined
    assert found == SyncFacts(NOW, is_joined=False)


def test_without_a_pass_there_is_no_slip(desk: Desk) -> None:
    join(desk, last_ok=None)
    found = facts(desk)
    assert found.is_joined
    assert (found.last, found.last_ok, found.slip) == (None, None, None)


def test_the_slip_counts_every_pass_since_the_night_before(desk: Desk) -> None:
    at_noon = a_pass(datetime(2026, 11, 22, 12, 0), sent=5, stored=4, known=1, pulled=9)
    this_morning = a_pass(datetime(2026, 11, 23, 8, 0), sent=7, stored=7)
    join(desk, replace(NIGHT_BEFORE, sent=100, stored=100), at_noon, NIGHT, this_morning)
    slip = facts(desk).slip
    assert slip is not None
    assert (slip.sent, slip.stored, slip.pulled, slip.odd, slip.passes) == (47, 47, 66, 0, 2)
    assert slip.since == datetime(2026, 11, 22, 12, 0)
    assert slip.report == NIGHT


def test_without_a_night_the_last_good_pass_is_the_slip(desk: Desk) -> None:
    good = a_pass(datetime(2026, 11, 23, 8, 0), sent=7, stored=7)
    failed = a_pass(datetime(2026, 11, 23, 8, 2), outcome=Outcome.FAILED, because="centre_unreachable")
    join(desk, good, failed)
    found = facts(desk)
    assert found.slip is not None
    assert found.slip.report == good
    assert found.last == failed


def test_a_failed_night_leaves_the_slip_of_the_one_before(desk: Desk) -> None:
    failed = replace(NIGHT, outcome=Outcome.FAILED, because="centre_unreachable", sent=3)
    join(desk, NIGHT_BEFORE, failed)
    slip = facts(desk).slip
    assert slip is not None
    assert slip.report == NIGHT_BEFORE


def test_the_first_at_a_place_hears_later_what_the_others_told_there(desk: Desk) -> None:
    first = replace(NIGHT, counts=tuple(replace(each, there=None) for each in NIGHT.counts))
    elsewhere = a_pass(datetime(2026, 11, 23, 2, 4), head=NIGHT.head + 1, counts=NIGHT.counts)
    join(desk, first, elsewhere)
    slip = facts(desk).slip
    assert slip is not None
    assert slip.report == first, "figures of another place say nothing of this one"
    odd = (replace(NIGHT.counts[0], there=8), *NIGHT.counts[1:])
    later = a_pass(datetime(2026, 11, 23, 2, 6), counts=odd, outcome=Outcome.DIFFERS, differences=("counts",))
    log(desk, later)
    slip = facts(desk).slip
    assert slip is not None
    assert slip.report.counts == odd
    assert (slip.report.started_at, slip.odd) == (first.started_at, 1)


def test_what_differs_is_counted_place_by_place(desk: Desk) -> None:
    counts = (replace(NIGHT.counts[0], there=8), replace(NIGHT.counts[1], there=None), *NIGHT.counts[2:])
    words = ("counts", "digest", "rebuilt")
    join(desk, replace(NIGHT, outcome=Outcome.DIFFERS, counts=counts, differences=words))
    slip = facts(desk).slip
    assert slip is not None
    assert slip.odd == 2  # one status and the digest; that it was built anew is no difference
    log(desk, replace(NIGHT, differences=("digest", "rebuilt")))
    mended = facts(desk).slip
    assert mended is not None
    assert mended.odd == 0


def test_what_waits_is_told_by_day(desk: Desk, clock: Clock) -> None:
    join(desk)
    assert facts(desk).waiting.count == 0
    acts = Counter(desk, clock)
    friday = datetime(2026, 11, 20, 16, 0)
    clock.set(friday)
    acts.received()
    clock.set(NOW)
    acts.received()
    waiting = facts(desk).waiting
    assert [(day.day, day.oldest.hour) for day in waiting.days] == [
        (date(2026, 11, 20), 16),
        (date(2026, 11, 23), 9),
    ]
    assert sum(day.count for day in waiting.days) == waiting.count > 0
    assert waiting.oldest == waiting.days[0].oldest


def test_scans_wait_until_the_centre_has_verified_them(desk: Desk) -> None:
    def put(uow: Any) -> None:
        states = ("local", "sent", "verified", "missing")
        rows = [
            {"sha256": str(n), "size": 1_000 * 10**n, "mime": "application/pdf", "state": word}
            for n, word in enumerate(states)
        ]
        uow.conn.execute(blob.insert(), rows)
        uow.commit()

    join(desk)
    desk.write(put)
    waiting = facts(desk).waiting
    assert (waiting.scans, waiting.scan_bytes) == (2, 11_000)


def test_only_passes_of_the_last_days_are_still_told(desk: Desk) -> None:
    old = a_pass(NOW - timedelta(days=4), is_new_incarnation=True)
    told = [
        a_pass(NOW - timedelta(days=2), quarantined=1),
        a_pass(NOW - timedelta(days=1), went_back_to=17),
        a_pass(NOW - timedelta(hours=2), differences=("rebuilt",)),
        a_pass(NOW - timedelta(hours=1), is_new_incarnation=True),
    ]
    join(desk, old, *told, a_pass(NOW, sent=4))
    assert facts(desk).remarkable == tuple(reversed(told))


def test_conflicts_are_as_old_as_the_pass_that_brought_the_first_of_them(desk: Desk) -> None:
    ago = ((30, 1), (20, 2), (1, 1))
    join(desk, *(a_pass(NOW - timedelta(hours=hours), new_conflicts=n) for hours, n in ago))

    def put(uow: Any) -> None:
        for n in range(4):
            uow.conn.exec_driver_sql(
                "INSERT INTO conflict (id, stream, event_id, kind, because, is_resolved)"
                " VALUES (?, ?, ?, 'dossier:withdrawn', 'act_not_allowed', ?)",
                (str(n), f"dossier:{n}", str(n), int(n == 0)),
            )
        uow.commit()

    desk.write(put)
    found = facts(desk)
    assert found.conflicts == 3
    assert found.conflicts_since == NOW - timedelta(hours=20)


def test_the_log_is_read_newest_first(desk: Desk) -> None:
    join(desk, NIGHT_BEFORE, NIGHT)
    assert desk.read(passes) == (NIGHT, NIGHT_BEFORE)


def test_it_stays_cheap_with_a_long_log(desk: Desk) -> None:
    many = [a_pass(NOW - timedelta(minutes=2 * n), counts=NIGHT.counts) for n in range(5_000, 0, -1)]
    join(desk, NIGHT_BEFORE, *many)
    facts(desk)
    times = []
    for _ in range(5):
        began = perf_counter()
        facts(desk)
        times.append(perf_counter() - began)
    print(f"sync_view over 5,000 passes: {min(times) * 1000:.1f} ms")
    assert min(times) < 0.1


def lives(desk: Desk, *moments: datetime) -> None:
    """The desk begins a new life at each of these local moments."""

    def begin(uow: Any) -> None:
        for n, at in enumerate(moments):
            values: dict[str, Any] = {"now_ms": utc_ms(at), "today": at.date(), "block": None}
            next_incarnation(uow.conn, origin_id=f"{at:%d%H%M}{n}", **values)
        uow.commit()

    desk.write(begin)


def test_new_lives_are_counted_by_the_passes_that_began_them(desk: Desk) -> None:
    days = [NOW - timedelta(days=n) for n in (8, 5, 3, 1)]
    join(desk, *(a_pass(at, is_new_incarnation=True) for at in days))
    assert facts(desk).forks == 0
    lives(desk, *days)
    assert facts(desk).forks == 3  # the first was more than a week ago
    assert facts(desk, NOW + timedelta(days=5)).forks == 1


def test_a_life_that_no_pass_began_ends_the_count(desk: Desk) -> None:
    """A restore: what was before it is over. A quiet pass about the same time began nothing."""
    fork, restore, after = (NOW - timedelta(days=n) for n in (3, 2, 1))
    begun = [a_pass(at, is_new_incarnation=True) for at in (fork, after)]
    join(desk, begun[0], a_pass(restore), begun[1])
    lives(desk, fork, restore, after)
    assert facts(desk).forks == 1
    two_in_one_pass = after + timedelta(seconds=20)
    lives(desk, two_in_one_pass)
    assert facts(desk).forks == 1
