"""What leaves is written down first, with its rows and its reason; much of it needs the supervisor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.errors import ExportNeedsSupervisor, InvalidField, NotPermitted, StaffUnknown
from counter_app.domain.staff import Role, Staff
from counter_app.services.exports import MOST_ROWS_ALONE, check_export, record_export
from counter_app.storage import security_log
from tests.desks import a_trial


def _lines(desk: Any) -> list[tuple[str, str, dict[str, Any]]]:
    rows = desk.read(
        lambda reading: reading.conn.exec_driver_sql(
            "SELECT actor, what, facts FROM security_log WHERE what = 'exported' ORDER BY seq"
        ).all()
    )
    return [(row.actor, row.what, json.loads(row.facts)) for row in rows]


def _record(desk: Any, **fields: Any) -> None:
    values = {"what": "overdue", "rows": 7, "reason": "Họp giao ban", "by": "dung"} | fields

    def do(uow: Any) -> None:
        record_export(uow, **values)
        uow.commit()

    desk.write(do)


def test_an_export_is_a_line_of_the_security_log(tmp_path: Path) -> None:
    with a_trial(tmp_path) as desk:
        _record(desk)
        _record(desk, rows=MOST_ROWS_ALONE + 1, by="tuan", reason="  Thanh tra  yêu cầu ")
        first, second = _lines(desk)
        assert first == (
            "dung",
            "exported",
            {"what": "overdue", "rows": 7, "reason": "Họp giao ban", "unit": "QLDT", "role": "head"},
        )
        assert second[0] == "tuan" and second[2]["rows"] == 501
        assert desk.read(lambda reading: security_log.first_bad_line(reading.conn)) is None


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"rows": MOST_ROWS_ALONE + 1}, ExportNeedsSupervisor),
        ({"reason": "   "}, InvalidField),
        ({"reason": "x" * 201}, InvalidField),
        ({"by": "nobody"}, StaffUnknown),
    ],
)
def test_what_is_refused_leaves_no_line(
    tmp_path: Path, fields: dict[str, Any], error: type[Exception]
) -> None:
    with a_trial(tmp_path) as desk:
        with pytest.raises(error):
            _record(desk, **fields)
        assert _lines(desk) == []


def test_who_left_exports_nothing() -> None:
    with pytest.raises(NotPermitted):
        check_export(Staff("x", "X", Role.SUPERVISOR, "LD", is_active=False), 1)


@pytest.mark.parametrize("role", list(Role))
def test_five_hundred_rows_are_the_limit_of_one_person(role: Role) -> None:
    person = Staff("x", "X", role, "LD")
    check_export(person, MOST_ROWS_ALONE)
    if role is Role.SUPERVISOR:
        check_export(person, 1_000_000)
        return
    with pytest.raises(ExportNeedsSupervisor) as caught:
        check_export(person, MOST_ROWS_ALONE + 1)
    assert caught.value.facts == {"rows": 501, "most": 500, "by": "x"}
