"""Versions of procedures: published, amended, abolished; dossiers keep theirs, no due date moves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import Desk
from counter_app.commands import upkeep
from counter_app.commands.printing import print_form
from counter_app.domain import errors
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.errors import CounterError
from counter_app.domain.procedure import Component, ComponentKind, Procedure, Step
from counter_app.domain.procedure_changes import changes
from counter_app.domain.procedure_checks import MOST_COMPONENTS
from counter_app.queries.catalogue import versions_of
from counter_app.services import catalogue_work as work
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.desks import Counter, a_trial, form
from tests.forms.reading import dense, reader, whole_text

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def known(desk: Desk, procedure_id: str = "DT-08", on: date = TODAY) -> Procedure:
    return desk.read(lambda reading: reading.reference.procedure(procedure_id, on))


def version_of(counter: Counter, code: str) -> int:
    version: int = counter.history(code)[0]["data"]["procedure_version"]
    return version


def publish(desk: Desk, procedure: Procedure, on: date | None = TODAY, by: str = "quantri") -> Procedure:
    def do(uow: UnitOfWork) -> Procedure:
        person = uow.reference.person(by)
        made = work.publish(uow, procedure, in_force_from=on, decision="12/QĐ-BQL", by=person)
        uow.commit()
        return made

    return desk.write(do)


def end(desk: Desk, last: date, by: str = "quantri", **fields: Any) -> Procedure:
    def do(uow: UnitOfWork) -> Procedure:
        given = {"decision": "99/QĐ-BQL", "reason": "Luật mới"} | fields
        made = work.end(uow, "DT-08", in_force_to=last, by=uow.reference.person(by), **given)
        uow.commit()
        return made

    return desk.write(do)


def refused(
    counter: Counter, procedure: Procedure, on: date | None = TODAY, by: str = "quantri"
) -> CounterError:
    before = counter.state()
    with pytest.raises(CounterError) as caught:
        publish(counter.desk, procedure, on, by)
    assert counter.state() == before
    return caught.value


def test_a_dossier_keeps_its_version_and_its_due_date(counter: Counter) -> None:
    code = counter.received("DT-08")
    due = counter.show(code)["due_at"]
    longer = replace(known(counter.desk), limit=TimeLimit(30, LimitUnit.WORKING_DAY))
    made = publish(counter.desk, longer)
    assert (made.version, made.in_force_from, made.decision) == (2, TODAY, "12/QĐ-BQL")
    assert counter.show(code)["due_at"] == due
    assert version_of(counter, code) == 1
    later = counter.done("receive", **form("DT-08"))
    assert later["due_at"] > due
    assert version_of(counter, later["code"]) == 2
    assert counter.is_sound()
    assert upkeep.verify(counter.desk, deep=True)["ok"]


def test_the_newest_in_force_that_day_is_taken(counter: Counter) -> None:
    desk = counter.desk
    first = known(desk)
    publish(desk, replace(first, name="Từ mai"), TOMORROW)
    publish(desk, replace(first, name="Từ tuần sau"), TODAY + timedelta(days=7))
    names = [known(desk, on=TODAY + timedelta(days=n)).name for n in (0, 1, 6, 7)]
    assert names == [first.name, "Từ mai", "Từ mai", "Từ tuần sau"]
    assert known(desk).in_force_to == TODAY  # so that reception says that this version is about to end
    assert known(desk, on=TOMORROW).in_force_to == TODAY + timedelta(days=6)


def test_a_code_that_changes_tomorrow_is_known_today(counter: Counter) -> None:
    first = known(counter.desk)
    publish(counter.desk, replace(first, national_code="1.222222"), TOMORROW)
    for text in (first.national_code, "1.222222"):
        assert version_of(counter, counter.received(text)) == 1


def test_the_true_day_of_receipt_decides_the_version_where_another_took_effect_between(
    counter: Counter,
) -> None:
    """DT-08 takes 7 working days, from Mon 23/11 on 5. Of Fri 20/11: 23, 25, 26, 27, 30/11, 01, 02/12; of
    Mon 23/11: 25, 26, 27, 30/11, 01/12."""
    publish(counter.desk, replace(known(counter.desk), limit=TimeLimit(5, LimitUnit.WORKING_DAY)))
    days = ("2026-11-20T09:00", "2026-11-23T08:00")
    before, after = (counter.done("receive", **form("DT-08"), at=at)["code"] for at in days)
    for code, day, version, due in (
        (before, "2026-11-23T08:00", 2, "2026-12-01T17:30"),
        (after, "2026-11-20T09:00", 1, "2026-12-02T17:30"),
    ):
        fields = {"changes": {"received_at": day}, "reason": "nhập bù"}
        assert counter.done("correct", "tuan", code=code, **fields)["due_at"] == due
        shown = counter.show(code)
        assert (shown["procedure_version"], [each["no"] for each in shown["components"]]) == (version, [1])
    # A version that reaches back over both days takes no dossier to it.
    publish(counter.desk, replace(known(counter.desk), name="Tên khác"), TODAY)
    moved = {"changes": {"received_at": "2026-11-23T07:45"}, "reason": "nhập bù"}
    counter.done("correct", "tuan", code=before, **moved)
    assert counter.show(before)["procedure_version"] == 2
    assert counter.is_sound()


def test_a_future_start_is_refused_with_its_day(counter: Counter) -> None:
    """Input 30."""
    new = replace(known(counter.desk), id="DT-90", national_code="")
    publish(counter.desk, new, TOMORROW)
    told = counter.refused("receive", **form("DT-90"))
    assert told["error"] == "procedure_not_in_force"
    assert (told["in_force_from"], told["on"]) == (TOMORROW.isoformat(), TODAY.isoformat())
    counter.clock.move(days=1)
    counter.done("receive", **form("DT-90"))


def test_withdrawn_yesterday_is_refused_and_old_dossiers_go_on(counter: Counter) -> None:
    """Input 30."""
    code = counter.received("DT-08")
    due = counter.show(code)["due_at"]
    ended = end(counter.desk, TODAY - timedelta(days=1))
    assert ended.ending == "99/QĐ-BQL"
    told = counter.refused("receive", **form("DT-08"))
    assert (told["error"], told["in_force_to"]) == ("procedure_not_in_force", "2026-11-22")
    assert counter.show(code)["due_at"] == due
    counter.passed(code, "lan", "QLDT", "minh")
    assert counter.is_sound()


def test_abolished_from_a_day_on_and_published_anew(counter: Counter) -> None:
    desk = counter.desk
    end(desk, TODAY)
    counter.received("DT-08")
    counter.clock.move(days=1)
    assert counter.refused("receive", **form("DT-08"))["error"] == "procedure_not_in_force"
    newest = desk.read(lambda reading: work.newest_version(reading.reference, "DT-08"))
    assert newest is not None
    publish(desk, newest, TODAY + timedelta(days=3))
    counter.clock.move(days=2)
    counter.received("DT-08")
    end(desk, TODAY + timedelta(days=10))
    assert known(desk, on=TODAY + timedelta(days=3)).version == 2
    with pytest.raises(errors.ProcedureNotInForce):
        known(desk, on=TODAY + timedelta(days=1))  # the gap stays a gap
    with pytest.raises(errors.ProcedureNotInForce):
        known(desk, on=TODAY + timedelta(days=11))
    assert upkeep.verify(desk, deep=True)["ok"]


def test_the_day_of_abolition_may_be_moved(counter: Counter) -> None:
    end(counter.desk, TODAY)
    end(counter.desk, TODAY + timedelta(days=5), decision="100/QĐ-BQL")
    assert known(counter.desk, on=TODAY + timedelta(days=5)).ending == "100/QĐ-BQL"


@pytest.mark.parametrize("by", ["lan", "minh", "dung", "tuan"])
def test_only_the_administrator_publishes_and_abolishes(counter: Counter, by: str) -> None:
    assert isinstance(refused(counter, known(counter.desk), by=by), errors.NotPermitted)
    with pytest.raises(errors.NotPermitted):
        end(counter.desk, TODAY, by=by)


def papers(count: int, **fields: Any) -> tuple[Component, ...]:
    values = {"name": "Bản đăng ký", "kind": ComponentKind.ORIGINAL, "copies": 1, "is_required": True}
    return tuple(Component(no, **(values | fields)) for no in range(1, count + 1))


WRONG: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "no name": ({"name": " "}, ("name", "empty")),
    "long name": ({"name": "ă" * 2_001}, ("name", "too_long")),
    "id": ({"id": "ZZ-01", "field": "ZZ"}, ("procedure_id", "unknown")),
    "id of another field": ({"id": "LD-09"}, ("procedure_id", "format")),
    "code": ({"national_code": "1.00975"}, ("national_code", "national_code")),
    "code of another": ({"national_code": "1.009748"}, ("national_code", "repeated")),
    "fee": ({"fee_vnd": -1}, ("fee_vnd", "out_of_range")),
    "no papers": ({"components": ()}, ("components", "empty")),
    "too many papers": ({"components": papers(MOST_COMPONENTS + 1)}, ("components", "too_many")),
    "copies below nought": ({"components": papers(1, copies=-1)}, ("components.copies", "out_of_range")),
    "half a copy": ({"components": papers(1, copies=1.5)}, ("components.copies", "out_of_range")),
    "a milliard copies": ({"components": papers(1, copies=10**9)}, ("components.copies", "out_of_range")),
    "gap in the papers": ({"components": papers(3)[1:]}, ("components", "numbering")),
    "paper without name": ({"components": papers(1, name="")}, ("components.name", "empty")),
    "step of no time": ({"steps": (Step(1, "MC", "Nhận", 0),)}, ("steps.hours", "out_of_range")),
    "step without words": ({"steps": (Step(1, "MC", "", 60),)}, ("steps.action", "empty")),
    "control letters": ({"result": "a\x00b"}, ("result", "control")),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_no_procedure_may_be(counter: Counter, kind: str) -> None:
    """Inputs 28, 29, 31."""
    fields, (field, problem) = WRONG[kind]
    error = refused(counter, replace(known(counter.desk), **fields))
    assert (error.code, error.facts["field"], error.facts["problem"]) == ("invalid_field", field, problem)


@pytest.mark.parametrize("amount", [-1, 0.5, 10_000, True, "5"])
def test_a_limit_that_cannot_be_is_no_limit_at_all(amount: Any) -> None:
    """Input 28: 0 working days is the same day; all else that is no whole number up to 3,650 is refused."""
    assert TimeLimit(0, LimitUnit.WORKING_DAY).amount == 0
    for unit in LimitUnit:
        with pytest.raises(errors.TimeLimitNotPossible):
            TimeLimit(amount, unit)
    with pytest.raises(errors.TimeLimitNotPossible):
        TimeLimit(0, LimitUnit.DAY)


@pytest.mark.parametrize("fields", [{"department": "XX"}, {"steps": (Step(1, "XX", "Nhận", 60),)}])
def test_units_that_are_none(counter: Counter, fields: dict[str, Any]) -> None:
    error = refused(counter, replace(known(counter.desk), **fields))
    assert (error.code, error.facts) == ("unit_unknown", {"unit": "XX"})


def test_no_version_begins_before_the_last_one(counter: Counter) -> None:
    version = known(counter.desk)
    publish(counter.desk, version, TOMORROW)
    error = refused(counter, version, TODAY)
    assert (error.facts["field"], error.facts["earliest"]) == ("in_force_from", TOMORROW.isoformat())
    assert refused(counter, version, None).facts["problem"] == "empty"
    with pytest.raises(errors.InvalidField):
        end(counter.desk, TODAY)
    with pytest.raises(errors.InvalidField, match="invalid_field"):
        end(counter.desk, TOMORROW, decision=" ")


def test_five_hundred_papers_are_a_procedure_and_a_receipt_of_many_pages(
    counter: Counter, tmp_path: Path
) -> None:
    """Input 31."""
    lines = tuple(replace(each, name=f"Giấy tờ số {each.no}") for each in papers(MOST_COMPONENTS))
    publish(counter.desk, replace(known(counter.desk), components=lines))
    handed = [{"no": each.no, "copies": 1} for each in lines]
    code = counter.received("DT-08", components=handed)
    out = tmp_path / "receipt.pdf"
    begun = time.perf_counter()
    assert print_form(counter.desk, "receipt", code, out, copy=1)["ok"]
    assert time.perf_counter() - begun < 20
    text = dense(whole_text(out.read_bytes()))
    assert all(dense(f"Giấy tờ số {no}") in text for no in (1, 250, 500))
    assert len(reader(out.read_bytes()).pages) > 5


def test_steps_longer_than_the_limit_are_a_warning(counter: Counter) -> None:
    def do(uow: UnitOfWork) -> list[str]:
        short = replace(known(counter.desk), limit=TimeLimit(1, LimitUnit.WORKING_DAY))
        work.publish(uow, short, in_force_from=TODAY, decision="1", by=uow.reference.person("quantri"))
        uow.commit()
        return uow.warnings

    assert counter.desk.write(do) == ["steps_over_limit"]


def test_the_versions_of_a_procedure_and_what_differs(counter: Counter) -> None:
    desk = counter.desk
    first = known(desk)
    moved = (
        replace(first.components[1], no=1),
        replace(first.components[0], no=2),
        Component(3, "Giấy mới", ComponentKind.COPY, 2, True),
    )
    publish(desk, replace(first, fee_vnd=100_000, components=moved))
    end(desk, TODAY + timedelta(days=30))
    rows = desk.read(lambda reading: versions_of(reading, "DT-08"))
    assert [(row.procedure.version, row.by, row.procedure.decision) for row in rows] == [
        (2, "quantri", "12/QĐ-BQL"),
        (1, "system", ""),
    ]
    assert rows[0].procedure.ending == "99/QĐ-BQL"
    assert rows[0].end_reason == "Luật mới"
    found = changes(rows[1].procedure, rows[0].procedure)
    assert [(change.field, change.no) for change in found[:2]] == [("fee_vnd", 0), ("components", 3)]
    assert {change.field for change in found[2:]} == {"components"}
    assert all(change.after is None for change in found[2:])
    assert len(found) == 2 + len(first.components) - 3  # the third is another paper now
    swapped = (*moved[:2], *first.components[2:])
    assert [change.no for change in changes(first, replace(first, components=swapped))] == [1, 2]
