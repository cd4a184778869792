"""The calendar kept by events: each change a version, nothing promised moves, every version explainable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain import errors
from counter_app.domain.calendar import CalendarDay, DayKind
from counter_app.domain.calendar_change import CalendarChange, DayChange
from counter_app.domain.deadline import compute
from counter_app.queries.calendar_versions import calendar_of, calendar_versions
from counter_app.queries.dossiers import one_dossier
from counter_app.services import calendar_work
from counter_app.services.calendar_work import CalendarDone
from tests.builders import Clock
from tests.desks import Counter, a_real, a_trial

STORM = date(2026, 11, 27)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def kept(counter: Counter, change: CalendarChange, by: str = "quantri", **more: str) -> CalendarDone:
    def do(uow: Any) -> CalendarDone:
        done = calendar_work.change_calendar(uow, change, by=by, **more)
        uow.commit()
        return done

    return counter.desk.write(do)


def off(day: date, label: str = "Nghỉ bão", notice: str = "118/CĐ-TTg", **more: bool) -> CalendarChange:
    return CalendarChange((DayChange(day, CalendarDay(day, DayKind.OFF, label, notice, **more)),))


def now(counter: Counter) -> Any:
    return counter.desk.read(lambda reading: reading.reference.calendar)


def test_a_day_off_is_a_new_version_and_moves_no_promise(counter: Counter) -> None:
    code = counter.received()
    before = counter.show(code)
    done = kept(counter, off(STORM))
    assert done.version == "vn-261123-1.1"
    assert not now(counter).is_working(STORM)
    assert counter.show(code) == before
    later = counter.received()
    assert counter.show(later)["due_at"] > before["due_at"], "the new day counts from now on"
    assert counter.is_sound()


def test_two_changes_of_one_day_and_of_two_desks_have_names_of_their_own(tmp_path: Path) -> None:
    made = []
    for number in (1, 2):
        clock = Clock()
        with a_real(tmp_path, clock, desk=number, of=2) as desk:
            counter = Counter(desk, clock)
            made += [kept(counter, off(day)).version for day in (STORM, date(2026, 11, 26))]
    assert made == ["vn-261123-1.1", "vn-261123-1.2", "vn-261123-2.1", "vn-261123-2.2"]


def test_every_version_stays_explainable(counter: Counter) -> None:
    code = counter.received()
    kept(counter, off(STORM))
    kept(counter, CalendarChange((DayChange(STORM, None),)), notice="bỏ công điện 118")
    versions = counter.desk.read(calendar_versions)
    assert [(each.by, each.notices[:1], len(each.days)) for each in versions[1:]] == [
        ("quantri", ("118/CĐ-TTg",), 1),
        ("quantri", ("bỏ công điện 118",), 1),
    ]
    assert versions[-1].calendar == now(counter)

    def again(reading: Any) -> tuple[Any, Any]:
        dossier = one_dossier(reading, code, counter.desk.local_now()).dossier
        by = calendar_of(reading, dossier.due.calendar_version)
        return dossier.due, compute(dossier.received_at, dossier.limit, by)

    stored, counted = counter.desk.read(again)
    assert stored == counted


def test_a_year_is_provisional_until_its_notice_confirms_it(counter: Counter) -> None:
    tet = off(date(2027, 2, 5), "Tết Nguyên đán", "", is_confirmed=False)
    assert kept(counter, tet).provisional == (2027,)
    assert not now(counter).is_confirmed(2027)
    done = kept(counter, CalendarChange(confirmed={2027: "9999/TB-BNV"}))
    assert done.confirmed == (2027,)
    assert now(counter).days[date(2027, 2, 5)] == CalendarDay(
        date(2027, 2, 5), DayKind.OFF, "Tết Nguyên đán", "9999/TB-BNV"
    )
    kept(counter, off(date(2027, 4, 30), "Ngày Chiến thắng", "", is_confirmed=False))
    assert not now(counter).is_confirmed(2027), "a day that is only proposed makes the year provisional again"


@pytest.mark.parametrize("by", ["lan", "minh", "dung", "tuan"])
def test_only_the_administrator_keeps_the_calendar(counter: Counter, by: str) -> None:
    before = counter.state()
    with pytest.raises(errors.NotPermitted):
        kept(counter, off(STORM), by)
    assert counter.state() == before


@pytest.mark.parametrize(
    ("change", "more", "error"),
    [
        (off(date(2026, 11, 24), "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"), {},
         errors.CalendarUnchanged),
        (CalendarChange((DayChange(STORM, None),)), {}, errors.CalendarUnchanged),
        (CalendarChange(confirmed={2031: "1/TB"}), {}, errors.CalendarYearEmpty),
        (off(STORM), {"base": "vn-2025.9"}, errors.CalendarVersionOld),
        (off(STORM, label=""), {}, errors.InvalidField),
        (off(STORM, notice=""), {}, errors.InvalidField),
        (off(STORM, label="a" * 101), {}, errors.InvalidField),
        (off(date(1, 1, 1)), {}, errors.InvalidField),
        (off(date(9999, 12, 31)), {}, errors.InvalidField),
        (CalendarChange(confirmed={2026: ""}), {}, errors.InvalidField),
    ],
)  # fmt: skip
def test_what_cannot_be_changes_nothing(
    counter: Counter, change: CalendarChange, more: dict[str, str], error: type[errors.CounterError]
) -> None:
    before = counter.state()
    with pytest.raises(error):
        kept(counter, change, **more)
    assert counter.state() == before


def test_standing_still_never_brings_a_promise_forward(counter: Counter) -> None:
    """A holiday taken away counts for what is counted anew, but a pause of minutes must not cost a day."""
    code = counter.received()
    promised = counter.show(code)["due_at"]
    words = {"reason": "thiếu", "ground": "Điều 9", "items": [{"no": 2, "text": "bản vẽ"}]}
    counter.done("request_supplement", code=code, **words)
    kept(counter, CalendarChange((DayChange(date(2026, 11, 24), None),)), notice="bỏ ngày nghỉ")
    assert counter.done("supplement", code=code, items=[{"no": 2}])["due_at"] == promised
    assert counter.show(counter.received())["due_at"] < promised, "a new dossier counts the day"
    assert counter.is_sound()
