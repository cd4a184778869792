"""A new holiday: the preview names exactly what moves; counted again, dates equal a fresh computation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from counter_app.bootstrap import Desk
from counter_app.domain import errors
from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.calendar_change import CalendarChange, DayChange, changed
from counter_app.domain.deadline import compute
from counter_app.domain.dossier import Dossier
from counter_app.domain.recount import is_kept, paper_promise, promised_at, recount
from counter_app.queries.calendar_preview import CalendarPreview, calendar_preview
from counter_app.services import calendar_work
from counter_app.services.recalculation import Recalculated, Recalculation, recalculate
from counter_app.services.remarks import paper_printed
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock, trial_desk
from tests.desks import Counter, a_trial

STORM = date(2026, 11, 27)
NATIONAL = date(2026, 11, 24)


def entry(day: date, kind: DayKind = DayKind.OFF) -> DayChange:
    return DayChange(day, CalendarDay(day, kind, "Ngày thử", "1/TB"))


def fresh(dossier: Dossier, calendar: WorkingCalendar) -> Any:
    """The due as the rules say it, from what the events tell: the second opinion of these tests."""
    assert dossier.received_at is not None and dossier.limit is not None
    extension = dossier.extension
    return compute(
        dossier.received_at,
        dossier.limit,
        calendar,
        dossier.pauses,
        extension.new_due.date() if extension else None,
        extension.decided_at if extension else None,
    )


def open_dossiers(uow: Any) -> list[Dossier]:
    rows = uow.conn.exec_driver_sql("SELECT stream FROM dossier WHERE slip IS NULL ORDER BY seq").scalars()
    held = [uow.dossier(stream) for stream in rows.all()]
    return [each for each in held if each.is_open and each.received_at is not None]


# -- all states at once


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on which everything happened: pauses, extensions, handovers; a third of the papers printed."""
    clock = Clock()
    with trial_desk(tmp_path_factory.mktemp("lived"), clock, dossiers=90) as desk:
        counter = Counter(desk, clock)
        codes = [counter.received(("DT-08", "DT-09", "LD-01", "XD-01")[n % 4]) for n in range(20)]
        for code in codes[:3]:
            counter.done("stop", "tuan", code=code, reason="chờ ý kiến")
        counter.done("resume", "tuan", code=codes[0], reason="đã có ý kiến")
        for code in codes[4:6]:
            extended = {"new_due": "2026-12-22", "reason": "phức tạp", "signer": "Lãnh đạo"}
            counter.done("extend", "tuan", code=code, **extended)
        clock.move(minutes=1)

        def paper(uow: UnitOfWork) -> None:
            for dossier in open_dossiers(uow)[::3]:
                paper_printed(uow, dossier.code, form="receipt", version=1, copies=(1,), by="lan")
            uow.commit()

        desk.write(paper)
        clock.move(minutes=1)
        yield desk


_DAYS = st.dates(date(2026, 10, 1), date(2027, 1, 20))
_KINDS = st.sampled_from([DayKind.OFF, DayKind.WORKING, None])
_CHANGES = st.dictionaries(_DAYS, _KINDS, min_size=1, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(days=_CHANGES, allow_earlier=st.booleans())
@example(days={date(2026, 11, 7): DayKind.WORKING}, allow_earlier=False)
def test_after_a_recalculation_due_equals_a_fresh_count_but_for_the_kept_promises(
    lived: Desk, days: dict[date, DayKind | None], allow_earlier: bool
) -> None:
    changes = tuple(DayChange(day, None) if kind is None else entry(day, kind) for day, kind in days.items())

    def do(uow: UnitOfWork) -> None:
        before = {each.stream: each for each in open_dossiers(uow)}
        try:
            version = calendar_work.change_calendar(
                uow, CalendarChange(changes), by="quantri", notice="1/TB"
            ).version
        except errors.CalendarUnchanged:
            return
        calendar = uow.reference.calendar
        found = calendar_preview(uow, calendar)  # type: ignore[arg-type]  # a unit of work reads as well
        counted = {each.stream: _counted(each, calendar) for each in before.values()}
        moved = {
            stream
            for stream, due in counted.items()
            if due is not None and due.at is not None and due.at != before[stream].due_at
        }
        assert {each.stream for each in found.moves} == moved
        codes = [before[stream].code for stream in before]
        kept = {move.code for move in found.moves if move.is_kept}
        kept |= {old.code for old in before.values() if old.is_paused and _waits_for_less(uow, old, calendar)}
        done = recalculate(uow, codes, Recalculation(version, "thử", allow_earlier), by="tuan")
        assert set(done.kept) == (set() if allow_earlier else kept)
        for stream, old in before.items():
            _check(uow.dossier(stream), old, counted[stream], is_kept=old.code in done.kept)

    lived.write(do)  # never committed: every example begins with the same desk


def _waits_for_less(uow: UnitOfWork, paused: Dossier, calendar: WorkingCalendar) -> bool:
    """Whether its printed promise would come earlier when the clock goes on: that is kept too."""
    assert paused.due is not None
    paper_at = paper_promise(paused.stream, uow.events(paused.stream))
    return is_kept(promised_at(paused.due), promised_at(recount(paused, calendar)), paper_at)


def _counted(dossier: Dossier, calendar: WorkingCalendar) -> Any:
    try:
        return fresh(dossier, calendar)
    except errors.ExtensionNotPossible:  # the extended date became a day off, or the count went past it
        return None


def _check(after: Dossier, before: Dossier, counted: Any, *, is_kept: bool) -> None:
    if is_kept:
        assert after.due == before.due
        assert after.receipt_version == before.receipt_version
    elif counted is not None:
        assert after.due == counted
        has_moved = counted.at is not None and counted.at != before.due_at
        assert after.receipt_version == before.receipt_version + has_moved


def test_the_trial_desk_has_what_the_property_is_about(lived: Desk) -> None:
    held = lived.read(lambda reading: _states(reading.conn))
    assert held["paused"] >= 2
    assert held["open"] >= 20
    assert held["printed"] >= 8


def _states(conn: Any) -> dict[str, int]:
    queries = {
        "paused": "SELECT count(*) FROM dossier WHERE status LIKE 'awaiting%' OR status = 'stopped'",
        "open": "SELECT count(*) FROM dossier WHERE status IN ('received', 'processing')",
        "printed": "SELECT count(DISTINCT stream) FROM paper_print",
    }
    return {name: conn.exec_driver_sql(query).scalar_one() for name, query in queries.items()}


# -- one at a time


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def set_day(counter: Counter, day: date, kind: DayKind | None = DayKind.OFF) -> str:
    def do(uow: UnitOfWork) -> str:
        done = calendar_work.set_day(uow, day, kind, label="Ngày thử", notice="1/TB", by="quantri")
        uow.commit()
        return done.version

    return counter.desk.write(do)


def preview(counter: Counter) -> CalendarPreview:
    return counter.desk.read(calendar_preview)


def again(counter: Counter, *codes: str, by: str = "tuan", **more: Any) -> dict[str, Any]:
    version = more.pop("calendar_version", "") or preview(counter).version
    return counter.say(
        "recalculate", by, codes=list(codes), calendar_version=version, reason="lịch mới", **more
    )


def printed(counter: Counter, code: str, version: int = 1) -> None:
    def do(uow: UnitOfWork) -> None:
        paper_printed(uow, code, form="receipt", version=version, copies=(1, 2), by="lan")
        uow.commit()

    counter.desk.write(do)


def test_only_dossiers_that_count_over_the_day_move(counter: Counter) -> None:
    before = counter.received("DT-09")
    counter.clock.set(datetime(2026, 11, 30, 9, 0))
    after = counter.received("DT-09")
    set_day(counter, STORM)
    found = preview(counter)
    assert [each.code for each in found.moves] == [before]
    assert (found.open_count, after) == (2, after)


def test_a_promise_on_paper_that_would_come_earlier_is_kept_and_weighed_once(counter: Counter) -> None:
    paper, bare = counter.received(), counter.received()
    printed(counter, paper)
    due = counter.show(paper)["due_at"]
    set_day(counter, NATIONAL, None)
    found = {each.code: each for each in preview(counter).moves}
    assert (found[paper].is_kept, found[bare].is_kept) == (True, False)
    results = {each["code"]: each for each in again(counter, paper, bare)["results"]}
    stays = results[paper]
    assert (stays["kept"], stays["due_at"], stays["receipt_version"]) == (True, due, 1)
    assert results[bare]["due_at"] < due
    assert results[bare]["receipt_version"] == 2
    assert preview(counter).moves == ()
    assert preview(counter).kept == (paper,)
    assert counter.history(paper)[-1]["data"]["is_kept"] is True
    earlier = again(counter, paper, allow_earlier=True)["results"][0]
    assert (earlier["kept"], earlier["due_at"]) == (False, results[bare]["due_at"])
    assert counter.is_sound()


def test_a_later_date_that_was_never_printed_goes_back_to_what_the_paper_says(counter: Counter) -> None:
    code = counter.received()
    printed(counter, code)
    promised = counter.show(code)["due_at"]
    set_day(counter, STORM)
    assert again(counter, code)["results"][0]["receipt_version"] == 2
    set_day(counter, STORM, None)
    move = preview(counter).moves[0]
    assert (move.is_earlier, move.is_kept) == (True, False)
    assert again(counter, code)["results"][0]["due_at"] == promised


def test_a_preview_of_another_calendar_is_not_executed(counter: Counter) -> None:
    code = counter.received()
    looked_at = set_day(counter, STORM)
    present = set_day(counter, date(2026, 11, 26))
    before = counter.state()
    answer = again(counter, code, calendar_version=looked_at)
    assert (answer["error"], answer["facts"]) == (
        "calendar_version_old",
        {"calendar_version": looked_at, "present": present},
    )
    assert counter.state() == before


@pytest.mark.parametrize("by", ["lan", "minh", "dung", "quantri"])
def test_only_the_supervisor_counts_again(counter: Counter, by: str) -> None:
    code = counter.received()
    set_day(counter, STORM)
    assert again(counter, code, by=by)["error"] == "not_permitted"


def test_one_that_cannot_be_refuses_all_and_is_named(counter: Counter) -> None:
    good, ended = counter.received(), counter.received()
    counter.done("withdraw", code=ended, reason="đổi ý")
    set_day(counter, STORM)
    before = counter.state()
    answer = again(counter, good, ended)
    assert answer["error"] == "act_not_allowed"
    assert [each["code"] for each in answer["facts"]["refused"]] == [ended]
    assert counter.state() == before
    assert [each.code for each in preview(counter).moves] == [good]


def test_while_the_clock_stands_still_the_remainder_is_what_changes(counter: Counter) -> None:
    code = counter.received()
    counter.clock.set(datetime(2026, 11, 26, 9, 0))
    counter.done("stop", "tuan", code=code, reason="chờ ý kiến")
    set_day(counter, date(2026, 12, 1))
    assert preview(counter).remainders == (), "a day off ahead leaves as many working days"
    set_day(counter, date(2026, 11, 25))
    found = preview(counter)
    assert found.moves == ()
    assert [(each.code, each.new_left - each.old_left) for each in found.remainders] == [(code, 8 * 60)]
    again(counter, code)
    shown = counter.show(code)
    assert (shown["due_at"], shown["receipt_version"]) == (None, 1)
    assert preview(counter).remainders == ()


def test_a_printed_promise_is_kept_also_where_it_is_counted_again_while_the_clock_stands(
    counter: Counter,
) -> None:
    """Else the date on the paper would come earlier when the papers do."""
    paper, bare = counter.received("DT-08"), counter.received("DT-08")
    printed(counter, paper)
    promised = counter.show(paper)["due_at"]
    for code in (paper, bare):
        counter.done("stop", "tuan", code=code, reason="chờ ý kiến")
    set_day(counter, NATIONAL, None)
    results = again(counter, paper, bare)["results"]
    assert [each["kept"] for each in results] == [True, False]
    assert preview(counter).kept == (paper,)
    gone_on = [counter.done("resume", "tuan", code=code, reason="đã có") for code in (paper, bare)]
    assert [each["due_at"] for each in gone_on] == ["2026-12-03T17:30", "2026-12-02T17:30"]
    assert promised == "2026-12-03T17:30"
    assert counter.is_sound()


def test_the_extended_date_stands_and_moves_off_a_day_off_only(counter: Counter) -> None:
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    counter.done("extend", "dung", code=code, new_due="2026-12-08", reason="phức tạp", signer="Lãnh đạo")
    set_day(counter, STORM)
    assert preview(counter).moves == (), "the first date counts another day, the promised one is a date"
    again(counter, code)
    assert counter.show(code)["due_at"] == "2026-12-08T17:30"
    set_day(counter, date(2026, 12, 8))
    move = preview(counter).moves[0]
    assert move.new_at == datetime(2026, 12, 9, 17, 30)
    again(counter, code)
    assert counter.show(code)["due_at"] == "2026-12-09T17:30"
    for n in (0, 1, 5, 6, 7, 8, 9):
        set_day(counter, date(2026, 11, 25) + timedelta(days=n))
    again(counter, code)
    assert counter.show(code)["due_at"] == "2026-12-09T17:30", "the count went past it; the promise stands"
    assert counter.is_sound()


def test_a_confirmed_year_settles_dates_that_stay(counter: Counter) -> None:
    counter.clock.set(datetime(2026, 12, 30, 9, 0))
    code = counter.received()
    assert counter.show(code)["provisional"]
    set_day(counter, date(2027, 4, 30))

    def confirm(uow: UnitOfWork) -> None:
        calendar_work.confirm_year(uow, 2027, notice="9999/TB-BNV", by="quantri")
        uow.commit()

    counter.desk.write(confirm)
    found = preview(counter)
    assert (found.moves, found.settled) == ((), (code,))
    result = again(counter, *found.codes)["results"][0]
    assert result["receipt_version"] == 1
    assert not counter.show(code)["provisional"]


def test_a_preview_of_a_change_that_nobody_stored(counter: Counter) -> None:
    code = counter.received()
    before = counter.state()

    def look(reading: Any) -> CalendarPreview:
        wanted = changed(reading.reference.calendar, CalendarChange((entry(STORM),)), "draft")
        return calendar_preview(reading, wanted)

    assert [each.code for each in counter.desk.read(look).moves] == [code]
    assert counter.state() == before


def test_progress_is_told_while_a_batch_goes_on(counter: Counter) -> None:
    codes = [counter.received() for _ in range(3)]
    version = set_day(counter, STORM)
    told: list[tuple[int, int]] = []

    def do(uow: UnitOfWork) -> Recalculated:
        done = recalculate(
            uow, codes, Recalculation(version, "bão"), by="tuan", told=lambda n, of: told.append((n, of))
        )
        uow.commit()
        return done

    assert counter.desk.write(do).moved == tuple(codes)
    assert told == [(1, 3), (2, 3), (3, 3)]
