"""Bad input of document 7, rows 25-34, through `acts`: dates, working time, papers, custody, who fetches.

Elsewhere: row 27 in whole (`tests/domain/test_deadline.py`), 28 and 30 (`tests/services/
test_catalogue_work.py`), 29 (`test_bad_input.py`), 31 (imports).
"""

from __future__ import annotations

from typing import Any

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.domain.events import EventKind as K
from counter_app.domain.identity_card import parse_identity_card
from counter_app.domain.units import UnitRole
from counter_app.services import administration
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import COMPANY, Counter, form, person
from tests.domain.dossier_story import Story, story_in

WORDS = {"reason": "thiếu giấy", "ground": "Điều 17"}

BAD_DAYS = [
    *("2026-02-31", "2023-02-29", "0001-01-01", "9999-12-31", "02/13/2026", "13/02/2026", "26-02-13"),
    *("2026-2-3", "2026-02-13T00:00", "hôm nay", "", " 2026-12-01"),
]


def _dated(place: str, day: str) -> tuple[str, str, dict[str, Any]]:
    """Act, person and fields with a day in one place; the dossier is at QLDT."""
    asked = {"items": [{"no": 2, "text": "x"}], **WORDS}
    return {
        "respond_by": ("request_supplement", "minh", asked | {"respond_by": day}),
        "new_due": ("extend", "minh", {"new_due": day, "reason": "x", "signer": "Phạm Anh Tuấn"}),
        "result_on": ("finish", "minh", {"outcome": "granted", "result_on": day}),
        "units": ("cooperate", "minh", {"units": ["TNMT"], "respond_by": day}),
        "received_at": ("correct", "tuan", {"changes": {"received_at": f"{day}T08:00"}, "reason": "x"}),
        "joint": (
            "correct",
            "tuan",
            {"changes": {"joint": [{"unit": "TNMT", "due": day}]}, "reason": "x"},
        ),
        "at": ("note", "minh", {"text": "x", "at": f"{day}T08:00"}),
    }[place]


PLACES = ("respond_by", "new_due", "result_on", "units", "received_at", "joint", "at")


def test_days_that_are_none_are_refused_in_every_field(counter: Counter) -> None:
    """Row 25: the field is named, nothing is stored."""
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    for place in PLACES:
        for day in BAD_DAYS:
            act, by, fields = _dated(place, day)
            refused = counter.refused(act, by, code=code, **fields)
            assert refused["error"] == "invalid_field", (place, day, refused)
            named = {"units": "respond_by", "joint": "joint"}.get(place, place)
            assert refused["field"].startswith(named), (place, day, refused)
            assert refused["problem"] in {"format", "not_a_date", "year"}, (place, day, refused)


@pytest.mark.parametrize("place", ["respond_by", "new_due", "units", "joint"])
def test_a_day_that_is_over_is_no_day_to_wait_for(counter: Counter, place: str) -> None:
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    act, by, fields = _dated(place, "2026-11-20")
    refused = counter.refused(act, by, code=code, **fields)
    assert (refused["error"], refused["problem"]) == ("invalid_field", "in_the_past")


@pytest.mark.parametrize("no", [99, -1])
def test_a_paper_that_the_procedure_does_not_know_cannot_be_asked_for(counter: Counter, no: int) -> None:
    items = [{"no": 1, "text": "x"}, {"no": no, "text": "y"}]
    asked = {"items": items, "reason": "thiếu", "ground": "Điều 17"}
    named = [{"code": counter.received()}, {"procedure": "DT-08", "applicant": COMPANY}]
    for fields in named:
        before = counter.state()
        refused = counter.refused("request_supplement", **fields, **asked)
        assert (refused["field"], refused["problem"], refused["value"]) == ("items.no", "unknown", no)
        assert counter.state() == before, "no number was used"


def test_nobody_is_born_tomorrow(counter: Counter) -> None:
    """Row 26: the number says the year of birth; a card was not issued before it."""
    unborn = person("Nguyễn Văn An", id_kind="cccd", id_number="031227001234")  # 2027, and it is 2026
    refused = counter.refused("receive", **form(applicant=unborn))
    assert (refused["field"], refused["problem"]) == ("applicant.id_number", "birth_year")
    card = "031199001234||Lê Thị Hoa|{born}|Nữ|Hải Phòng|{issued}"
    assert parse_identity_card(card.format(born="01021999", issued="15042021")).issued_on is not None
    with pytest.raises(InvalidField, match="birth_year"):
        parse_identity_card(card.format(born="01021999", issued="31011999"))


@pytest.mark.parametrize(
    ("procedure", "received", "counted_from", "due"),
    [
        # 17:31 of the Friday before Tết: from Mon 23/02 on; 24, 25, 26/02.
        ("DT-09", "2026-02-13T17:31", "2026-02-23T07:30", "2026-02-26T17:30"),
        # The day before, in time: 23, 24, 25/02.
        ("DT-09", "2026-02-13T17:29", "2026-02-13T17:29", "2026-02-25T17:30"),
        # On the Saturday worked for 02/01 (10/01/2026): 12, 13, 14/01; six hours end on that day.
        ("DT-09", "2026-01-10T09:00", "2026-01-10T09:00", "2026-01-14T17:30"),
        ("XNK-01", "2026-01-10T09:00", "2026-01-10T09:00", "2026-01-10T17:00"),
        # Friday 17:31 before that Saturday: it counts from there.
        ("XNK-01", "2026-01-09T17:31", "2026-01-10T07:30", "2026-01-10T15:30"),
        # On a plain Saturday: from Monday 23/11 on; 24/11 is off since 2026.
        ("DT-09", "2026-11-21T09:00", "2026-11-23T07:30", "2026-11-27T17:30"),
    ],
)
def test_received_at_the_edges_of_working_time(
    counter: Counter, procedure: str, received: str, counted_from: str, due: str
) -> None:
    """Row 27, through `receive`; the version of the calendar stands in the event."""
    answer = counter.done("receive", **form(procedure), at=received)
    assert (answer["counted_from"], answer["due_at"], answer["provisional"]) == (counted_from, due, False)
    stored = counter.history(answer["code"])[0]["data"]["due"]
    assert stored["calendar_version"] == counter.desk.read(lambda r: r.reference.calendar.version)


def test_no_paper_at_all_needs_the_supervisors_reason(counter: Counter) -> None:
    """Row 32, at reception and by a correction."""
    assert counter.refused("receive", **form(components=[]))["error"] == "no_components"
    assert counter.refused("receive", **form(components=[], note="nộp sau"))["error"] == "no_components"
    assert counter.refused("receive", "tuan", **form(components=[]))["error"] == "no_components"
    code = counter.done("receive", "tuan", **form(components=[], note="theo công văn 12"))["code"]
    assert counter.show(code)["missing"] == [1, 2, 3]
    full = counter.received()
    emptied = {"code": full, "changes": {"components": []}, "reason": "nhầm"}
    assert counter.refused("correct", **emptied)["error"] == "no_components"
    allowed = counter.done("correct", "tuan", **emptied)
    assert (allowed["warnings"], counter.show(full)["missing"]) == (["no_components"], [1, 2, 3])


def test_handovers_that_cannot_be(counter: Counter) -> None:
    """Row 33: own unit, closed unit, none, twice, before reception, after the return; all or none."""
    code, other = counter.received("XNK-01"), counter.received("XNK-02")

    def refused(error: str, by: str = "lan", **fields: Any) -> dict[str, Any]:
        answer = counter.refused("hand_over", by, **{"codes": [code], "to": "QLDN"} | fields)
        assert answer["error"] == error
        return answer

    def close(uow: UnitOfWork) -> None:
        made = {"name": "Ban dự án cũ", "short_name": "Cũ", "role": UnitRole.SPECIALIST, "by": "quantri"}
        administration.set_unit(uow, "CU", is_open=True, is_new=True, **made)
        administration.set_unit(uow, "CU", is_open=False, **made)
        uow.commit()

    counter.desk.write(close)
    refused("handover_to_own_unit", to="MC")
    refused("unit_unknown", to="CU")
    refused("unit_unknown", to="ZZ")
    refused("invalid_field", codes=[])
    counter.done("register", portal_code="G04.28-0001-TT", **form("LD-01"))
    before = refused("act_not_allowed", codes=["G04.28-0001-TT"])
    assert (before["status"], "receive" in before["possible"]) == ("registered", True)
    counter.done("hand_over", codes=[code], to="QLDN")
    both = refused("dossier_already_handed_over", codes=[other, code])
    assert [each["code"] for each in both["refused"]] == [code]
    assert counter.show(other)["in_transit_to"] is None
    refused("dossier_already_handed_over", "hoa", to="LD")
    counter.done("take_over", "hoa", codes=[code])
    assert counter.refused("take_over", "hoa", codes=[code])["error"] == "not_in_transit"
    counter.done("finish", "hoa", code=code, outcome="granted")
    counter.done("return_result", code=code, to_whom=COMPANY["name"])
    after = refused("act_not_allowed", "hoa", to="LD")
    assert (after["status"], set(after["possible"])) == ("returned", {"revoke", "note", "notify"})
    assert counter.is_sound()


def test_a_handover_that_cannot_be_is_a_conflict_where_two_desks_met() -> None:
    """Row 33 again, by the fold: the event is kept, shown, and without effect."""
    twice = Story().told(K.RECEIVED, K.HANDED_OVER, K.HANDED_OVER).dossier
    ended = story_in("returned").tell(K.HANDED_OVER).dossier
    foreign = Story().told(K.RECEIVED).tell(K.HANDED_OVER, unit="TNMT").dossier
    for dossier in (twice, ended, foreign):
        assert [conflict.kind for conflict in dossier.conflicts] == [str(K.HANDED_OVER)]
    assert twice.transit is not None and ended.transit is None and foreign.transit is None


@pytest.mark.parametrize("method", ["desk", "post", "online"])
def test_a_result_goes_to_somebody_else_only_with_a_paper(counter: Counter, method: str) -> None:
    """Row 34: at the desk; by post and online it goes to the address that was given."""
    code = counter.received("XNK-01", submitter=person("Vũ Thị Nga"))
    counter.done("finish", code=code, outcome="granted")
    fields = {"code": code, "to_whom": "Người Lạ", "method": method}
    if method == "desk":
        for paper in (None, "", "   "):
            refused = counter.refused("return_result", **fields, proxy_paper=paper)
            assert (refused["field"], refused["problem"]) == ("proxy_paper", "empty")
        fields["proxy_paper"] = "Giấy ủy quyền 01/2026"
    counter.done("return_result", **fields, id_number="031199001234")
    data = counter.history(code)[-1]["data"]
    assert (data["to_whom"], data["id_number"], data.get("proxy_paper")) == (
        "Người Lạ",
        "031199001234",
        fields.get("proxy_paper"),
    )


@pytest.mark.parametrize("name", ["Vũ Thị Nga", "VŨ THỊ NGA", "Đặng Đức Đạt"])
def test_who_handed_it_in_may_fetch_it(counter: Counter, name: str) -> None:
    code = counter.received("XNK-01", submitter=person("Vũ Thị Nga"))
    counter.done("finish", code=code, outcome="granted")
    assert counter.done("return_result", code=code, to_whom=name)["status"] == "returned"
