"""What lists say of a dossier: codes, dates, and its state as one badge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from counter_app.domain.dossier import Status
from counter_app.queries.dossiers import DossierRow
from counter_app.ui import dossier_words as words
from counter_app.ui.tokens import Tone
from tests.builders import trial_desk

NOW = datetime(2026, 11, 23, 9, 14)
"""A Monday; 24/11 is a holiday."""
BY_DAY = "DT-08"

ROW = DossierRow(
    seq=1,
    stream="dossier:1",
    code="H24.28-261112-0009",
    portal_code=None,
    slip=None,
    scan_number="2428261112000912",
    status="processing",
    portal_status=4,
    procedure=BY_DAY,
    applicant_name="Công ty TNHH Cơ khí",
    holder="QLDT",
    in_transit_to=None,
    batch=None,
    officer="minh",
    received_at="2026-11-12T09:40",
    due_at="2026-11-30T17:30",
    due_first="2026-11-30T17:30",
    own_due=None,
    is_paused=False,
    is_overdue=False,
    is_provisional=False,
    outcome=None,
    has_conflict=False,
    receipt_version=1,
)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    desk = trial_desk(tmp_path_factory.mktemp("words"))
    yield desk.read(lambda reading: reading.reference)
    desk.close()


@pytest.mark.parametrize(
    ("due_at", "is_overdue", "said", "tone"),
    [
        ("2026-11-30T17:30", False, "Còn 4 ngày", Tone.GREEN),
        ("2026-11-23T17:30", False, "Còn 6 giờ", Tone.AMBER),
        ("2026-11-23T09:44", False, "Còn 30 phút", Tone.AMBER),
        ("2026-11-20T17:30", True, "Quá hạn 1 ngày", Tone.RED),
        ("2026-11-19T17:30", True, "Quá hạn 2 ngày", Tone.RED),
        ("2026-11-23T08:00", False, "Đến hạn hôm nay", Tone.AMBER),
    ],
)
def test_the_time_left(reference: Any, due_at: str, is_overdue: bool, said: str, tone: Tone) -> None:
    found = words.state_of(replace(ROW, due_at=due_at, is_overdue=is_overdue), reference, NOW)
    assert (found.text, found.tone) == (said, tone)


def test_a_limit_in_hours_is_told_in_hours(reference: Any) -> None:
    by_hour = next(
        procedure.id for procedure in reference.procedures(NOW.date()) if procedure.limit.is_by_minute
    )
    row = replace(ROW, procedure=by_hour, due_at="2026-11-25T17:30")
    assert "giờ" in words.state_of(row, reference, NOW).text


def test_what_is_late_comes_before_where_the_paper_is(reference: Any) -> None:
    moving = replace(ROW, in_transit_to="MC")
    assert words.state_of(moving, reference, NOW).text == "Đang chuyển"
    late = replace(moving, due_at="2026-11-19T17:30", is_overdue=True)
    assert words.state_of(late, reference, NOW).tone is Tone.RED


def test_every_status_has_a_badge_of_its_own(reference: Any) -> None:
    said = {status: words.state_of(replace(ROW, status=status), reference, NOW) for status in Status}
    running = {Status.RECEIVED, Status.PROCESSING}
    still = [badge.text for status, badge in said.items() if status not in running]
    assert len(set(still)) == len(still) == len(Status) - 2
    assert {said[status].text for status in running} == {"Còn 4 ngày"}
    assert words.state_of(replace(ROW, due_at=None), reference, NOW).text == "Đang xử lý"


def test_a_procedure_that_is_not_known_stops_no_list(reference: Any) -> None:
    row = replace(ROW, procedure="XX-99", procedure_version=7)
    assert words.procedure_words(row, reference) == "XX-99"
    assert words.state_of(row, reference, NOW).text == "Còn 4 ngày"


def test_codes_names_and_moments() -> None:
    assert words.short_code("H24.28-261112-0009", "H24.28") == "261112-0009"
    assert words.short_code("H99.1-261112-0009", "H24.28") == "H99.1-261112-0009"
    assert words.short_name("Công ty TNHH Cơ khí") == "TNHH Cơ khí"
    assert words.short_procedure("Thủ tục góp vốn") == "Góp vốn"
    assert words.short_procedure("Cấp lại giấy phép") == "Cấp lại giấy phép"
    moments = (None, "2026-11-23T14:14", "2026-11-30T17:30", "2027-01-05T08:00")
    assert [words.due_words(at, NOW) for at in moments] == ["–", "14:14", "30/11", "05/01/27"]
    assert words.full_due_words("2026-11-30T17:30") == "17:30 T2 30/11/2026"
    assert words.full_due_words(None) == "–"


def test_units_and_people(reference: Any) -> None:
    unit = next(code for code, found in reference.units.items() if found.short_name.startswith("Phòng "))
    assert words.unit_words(unit, reference) == reference.units[unit].short_name
    assert words.short_unit(unit, reference) == reference.units[unit].short_name.removeprefix("Phòng ")
    assert words.staff_words("lan", reference) == reference.staff["lan"].name
    assert words.unit_words("NOWHERE", reference) == "NOWHERE"
    assert words.staff_words("gone", reference) == "gone"
    assert (words.unit_words(None, reference), words.staff_words("", reference)) == ("–", "–")
