"""A calendar file row by row: what is wrong is named, what is right is new, changed or the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.imports.calendar_rows import Verdict, changes_of, read_rows, totals
from counter_app.imports.tables import ForeignTable
from counter_app.services.seed_calendar import seed_calendar

HEAD = ("date", "kind", "label", "notice", "status")
GOOD = ("05/02/2027", "off", "Tết Nguyên đán", "8150/TB-BNV", "confirmed")
TODAY = date(2026, 11, 23)


def judged(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Any:
    return read_rows(ForeignTable("Lịch", (head, *rows), "utf-8"), seed_calendar(), TODAY)


@pytest.mark.parametrize(
    ("place", "text", "field", "problem"),
    [
        (0, "", "date", "empty"),
        (0, "30/02/2027", "date", "day"),
        (0, "02/30/2027", "date", "month"),
        (0, "05/02/1027", "date", "year"),
        (0, "mùng một Tết", "date", "format"),
        (1, "", "kind", "unknown"),
        (1, "nghỉ", "kind", "unknown"),
        (2, "", "label", "empty"),
        (2, "x", "label", "too_short"),
        (2, "a" * 101, "label", "too_long"),
        (2, "hai\ndòng", "label", "line_break"),
        (2, "ký\x0btự", "label", "control"),
        (3, "", "notice", "empty"),
        (3, "b" * 101, "notice", "too_long"),
        (4, "chắc", "status", "unknown"),
    ],
)
def test_a_wrong_row_is_refused_by_field_and_problem(place: int, text: str, field: str, problem: str) -> None:
    row = judged((*GOOD[:place], text, *GOOD[place + 1 :]))[0]
    assert row.verdict is Verdict.REFUSED
    assert (row.error.facts["field"], row.error.facts["problem"]) == (field, problem)
    assert changes_of([row]) == ()


def test_rows_are_new_changed_or_the_same() -> None:
    rows = judged(
        GOOD,
        ("2026-11-24", "off", "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16", "confirmed"),
        ("2026-08-22", "off", "Nghỉ", "1/TB", "confirmed"),
        ("", "", "", "", ""),
        GOOD,
    )
    assert [row.verdict for row in rows] == [Verdict.NEW, Verdict.SAME, Verdict.CHANGED, Verdict.REFUSED]
    assert [row.row for row in rows] == [2, 3, 4, 6]
    assert rows[3].error.facts == {"field": "date", "problem": "duplicate", "first_row": 2}
    assert rows[2].before.label == "Làm bù cho 31/8"
    assert [each.day for each in changes_of(rows)] == [date(2027, 2, 5), date(2026, 8, 22)]
    assert totals(rows) == {"new": 1, "changed": 1, "same": 1, "refused": 1}


def test_columns_stand_in_any_order_under_a_title_and_without_a_status_all_is_proposed() -> None:
    table = ForeignTable(
        "Lịch",
        (
            ("LỊCH NGHỈ 2027",),
            (),
            ("Kind", "DATE", "label"),
            ("off", "2027-02-05", "Tết Nguyên đán"),
        ),
        "utf-8",
    )
    row = read_rows(table, seed_calendar(), TODAY)[0]
    assert (row.row, row.verdict, row.entry.is_confirmed, row.entry.notice) == (4, Verdict.NEW, False, "")


@pytest.mark.parametrize("head", [(), ("a", "b"), ("date", "kind")])
def test_a_table_without_the_columns_is_no_calendar(head: tuple[str, ...]) -> None:
    with pytest.raises(InvalidField) as refused:
        judged(GOOD, head=head)
    assert refused.value.facts["problem"] == "columns"
