"""The large list: every order read block by block from both ends and into the middle, and its filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from counter_app.bootstrap import Desk
from counter_app.domain.errors import InvalidField
from counter_app.domain.text import name_key
from counter_app.queries import dossier_pages
from counter_app.queries.dossier_pages import (
    BLOCK,
    NO_FILTER,
    Counts,
    DossierFilter,
    DossierPages,
    Order,
    SortBy,
    counts,
    listed,
    sort_by,
)
from counter_app.queries.dossiers import DossierRow
from tests.builders import trial_desk

ROWS = 1_230
ORDERS = [Order(by, is_descending) for by in SortBy for is_descending in (False, True)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A real desk whose projection holds copies of its dossiers: what is read here is the projection."""
    made = trial_desk(tmp_path_factory.mktemp("pages"), dossiers=60)
    with made.store.writer.connect() as conn:
        columns = [row[1] for row in conn.exec_driver_sql("PRAGMA table_info(dossier)")]
        new = {
            "seq": "d.seq + 1000000 * n.n",
            "stream": "d.stream || '/' || n.n",
            "code": "d.code || '.' || n.n",
            "late_from": "iif(n.n % 11 = 0, '2026-01-01T00:00', d.late_from)",
            "in_transit_to": "iif(n.n % 5 = 0, 'QLDT', d.in_transit_to)",
            "holder": "iif(n.n % 7 = 0, 'QLDT', d.holder)",
            "officer": "iif(n.n % 7 = 1, 'duc', d.officer)",
            "status": "CASE n.n % 11 WHEN 0 THEN 'processing' WHEN 1 THEN 'awaiting_supplement'"
            " ELSE d.status END",
            "applicant_sort": "d.applicant_sort || (n.n % 3)",
            "first_at": "substr(d.first_at, 1, 14) || printf('%02d', n.n % 60)",
        }
        picked = ", ".join(new.get(name, f"d.{name}") for name in columns)
        conn.exec_driver_sql(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60)"
            f" INSERT INTO dossier SELECT {picked} FROM dossier AS d, n LIMIT {ROWS}"
        )
        conn.commit()
    yield made
    made.close()


def _all(desk: Desk, pages: DossierPages) -> list[DossierRow]:
    """The list from the front, one block behind the other."""
    count = desk.read(pages.open).count
    found: list[DossierRow] = []
    for number in range((count + BLOCK - 1) // BLOCK):
        found += _block(desk, pages, number)
    return found


def _block(desk: Desk, pages: DossierPages, number: int) -> tuple[DossierRow, ...]:
    for _ in range(100):
        rows = desk.read(lambda reading: pages.block(reading, number))
        if rows is not None:
            return rows
    raise AssertionError("never came to the block")


def _pages(desk: Desk, wanted: DossierFilter = NO_FILTER, order: Order | None = None) -> DossierPages:
    made = DossierPages(wanted, order or Order(), desk.local_now)
    desk.read(made.check_count)  # copies leave gaps in the numbers, which a real file does not have
    return made


def _shown(desk: Desk) -> list[Any]:
    return desk.read(
        lambda reading: reading.conn.exec_driver_sql(
            "SELECT * FROM dossier WHERE slip IS NULL AND is_quarantined = 0"
        ).fetchall()
    )


def _key(row: Any, by: SortBy) -> tuple[Any, ...]:
    return {
        SortBy.NEWEST: (row.first_at,),
        SortBy.CODE: (row.code or row.portal_code or "",),
        SortBy.APPLICANT: (row.applicant_sort,),
        SortBy.PROCEDURE: (row.field, row.procedure, row.first_at),
        SortBy.DUE: (row.due_at or "9",),
        SortBy.STATUS: (row.status, row.first_at),
        SortBy.HOLDER: (row.holder or "", row.first_at),
    }[by] + (row.seq,)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.by}-{order.is_descending}")
def test_every_order_shows_each_row_once_in_its_place(desk: Desk, order: Order) -> None:
    wanted = sorted(_shown(desk), key=lambda row: _key(row, order.by), reverse=order.is_descending)
    assert len(wanted) > ROWS
    assert [row.seq for row in _all(desk, _pages(desk, order=order))] == [row.seq for row in wanted]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.by}-{order.is_descending}")
def test_end_and_middle_are_read_without_what_is_before_them(
    desk: Desk, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier_pages, "_STRIDE", 250)
    front = _all(desk, _pages(desk, order=order))
    last = (len(front) - 1) // BLOCK
    for number in (last, last - 1, 5, 8, 6, 3, 0, last - 2):
        pages = _pages(desk, order=order)
        desk.read(pages.open)
        for asked in (number, max(0, number - 1), min(last, number + 1)):
            rows = _block(desk, pages, asked)
            wanted = front[asked * BLOCK : (asked + 1) * BLOCK]
            assert [row.seq for row in rows] == [row.seq for row in wanted]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.by}-{order.is_descending}")
def test_a_row_is_found_again_by_its_number(desk: Desk, order: Order) -> None:
    front = _all(desk, _pages(desk, order=order))
    asked = tuple(front[at].seq for at in (0, 99, 100, 777, len(front) - 1))
    opened = desk.read(lambda reading: _pages(desk, order=order).open(reading, (*asked, 123_456_789)))
    assert opened.numbers[:5] == (0, 99, 100, 777, len(front) - 1)
    assert opened.numbers[5] == -1


def test_a_long_list_with_a_filter_is_read_by_key_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [row for row in _all(desk, _pages(desk)) if row.field == "DT"]
    assert len(whole) > 3 * BLOCK
    wanted = DossierFilter(field="DT")
    assert [row.seq for row in _all(desk, _pages(desk, wanted))] == [row.seq for row in whole]
    monkeypatch.setattr(dossier_pages, "WHOLE", 10)
    monkeypatch.setattr(dossier_pages, "_NARROW_STRIDE", 150)
    assert [row.seq for row in _all(desk, _pages(desk, wanted))] == [row.seq for row in whole]
    pages = _pages(desk, wanted)
    desk.read(pages.open)
    assert [row.seq for row in _block(desk, pages, 2)] == [row.seq for row in whole[2 * BLOCK : 3 * BLOCK]]
    opened = desk.read(lambda reading: pages.open(reading, (whole[150].seq,)))
    assert (opened.count, opened.numbers) == (len(whole), (150,))


def test_names_stand_in_the_vietnamese_order(desk: Desk) -> None:
    names = [row.applicant_name for row in _all(desk, _pages(desk, order=Order(SortBy.APPLICANT, False)))]
    assert [name_key(name) for name in names] == sorted(name_key(name) for name in names)
    assert names != sorted(names)


def test_filters_show_exactly_theirs(desk: Desk) -> None:
    now = desk.local_now()
    rows = _all(desk, _pages(desk))
    some = rows[7]
    open_words = {"received", "processing", "awaiting_supplement", "awaiting_payment", "stopped"}
    day = now.date()
    cases: dict[DossierFilter, Any] = {
        DossierFilter(statuses=("returned", "finished")): lambda row: row.status in ("returned", "finished"),
        DossierFilter(is_open=True): lambda row: row.status in open_words,
        DossierFilter(is_overdue=True): lambda row: row.is_overdue,
        DossierFilter(is_in_transit=True): lambda row: row.in_transit_to is not None,
        DossierFilter(unit="QLDT"): lambda row: row.holder == "QLDT",
        DossierFilter(officer="duc"): lambda row: row.officer == "duc",
        DossierFilter(field="DT"): lambda row: row.field == "DT",
        DossierFilter(procedures=(some.procedure,)): lambda row: row.procedure == some.procedure,
        DossierFilter(codes=(some.shown_code, "H24.28-999999-0001")): lambda row: row.seq == some.seq,
        DossierFilter(received_from=day - timedelta(days=3), received_to=day): (
            lambda row: row.received_at and str(day - timedelta(days=3)) <= row.received_at[:10] <= str(day)
        ),
        DossierFilter(due_to=day): lambda row: row.due_at is not None and row.due_at[:10] <= str(day),
    }
    for wanted, is_meant in cases.items():
        found = [row.seq for row in _all(desk, _pages(desk, wanted))]
        assert found == [row.seq for row in rows if is_meant(row)], wanted
        assert found, f"nothing to tell by: {wanted}"
        assert len(found) < len(rows)


def test_the_figures_of_the_saved_filters(desk: Desk) -> None:
    rows = _all(desk, _pages(desk))
    found = desk.read(lambda reading: counts(reading, desk.local_now()))
    for wanted, figure in (
        (DossierFilter(is_open=True), found.is_open),
        (DossierFilter(is_overdue=True), found.overdue),
        (DossierFilter(statuses=("awaiting_supplement",)), found.awaiting),
    ):
        assert figure == len(_all(desk, _pages(desk, wanted))) > 0
    assert found.everything >= len(rows)


def test_the_kept_count_is_the_count(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file as acts make it has no gaps in its row numbers."""
    made = trial_desk(tmp_path_factory.mktemp("kept"), dossiers=25)
    try:
        pages = DossierPages(NO_FILTER, Order(), made.local_now)
        kept = made.read(pages.open).count
        assert kept == made.read(pages.check_count) == len(_shown(made)) > 0
        assert made.read(lambda reading: counts(reading, made.local_now())) == Counts(
            kept, *_figures(made.read(lambda reading: counts(reading, made.local_now())))
        )
    finally:
        made.close()


def _figures(found: Counts) -> tuple[int, int, int]:
    return found.is_open, found.overdue, found.awaiting


def test_export_reads_the_whole_list_in_its_order(desk: Desk) -> None:
    order, now = Order(SortBy.DUE, False), desk.local_now()
    wanted = DossierFilter(field="DT")
    found = desk.read(lambda reading: [row.seq for row in listed(reading, wanted, order, now)])
    assert found == [row.seq for row in _all(desk, _pages(desk, wanted, order))]


@pytest.mark.parametrize(
    "word",
    ["seq; DROP TABLE dossier", "first_at", "code DESC", "", "NEWEST", "1", "due, (SELECT 1)", "due\0"],
)
def test_a_sort_word_from_outside_that_is_none_is_refused(desk: Desk, word: str) -> None:
    with pytest.raises(InvalidField) as refused:
        sort_by(word)
    assert refused.value.facts["field"] == "sort"


def test_every_sort_word_is_taken() -> None:
    assert [sort_by(str(by)) for by in SortBy] == list(SortBy)


@pytest.mark.parametrize("value", ["' OR 1=1 --", "x'; DROP TABLE dossier; --", "%", "\\", "😀"])
def test_what_the_person_chose_is_a_value_and_never_a_part_of_the_statement(desk: Desk, value: str) -> None:
    before = len(_shown(desk))
    for wanted in (
        DossierFilter(unit=value),
        DossierFilter(field=value),
        DossierFilter(officer=value),
        DossierFilter(codes=(value,)),
        DossierFilter(statuses=(value,)),
        DossierFilter(procedures=(value,)),
    ):
        assert _all(desk, _pages(desk, wanted)) == []
    assert len(_shown(desk)) == before


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.by}-{order.is_descending}")
def test_no_block_is_sorted_or_counted_off_by_the_store(desk: Desk, order: Order) -> None:
    """Each order has an index that leads: no temporary sort, no number of rows to skip."""
    seen: list[tuple[str, Any]] = []
    pages = _pages(desk, order=order)

    def watch(reading: Any) -> None:
        raw = reading.conn.connection.driver_connection
        raw.set_trace_callback(lambda statement: seen.append(statement))
        try:
            pages.open(reading)
            last = pages.check_count(reading) // BLOCK
            for number in (0, 1, last, last - 1, last // 2):
                while pages.block(reading, number) is None:
                    pass
        finally:
            raw.set_trace_callback(None)
        for statement in [text for text in seen if "LIMIT" in text]:
            plan = " ".join(str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}"))
            assert "TEMP B-TREE" not in plan, (plan, statement)
            assert "OFFSET 0" in statement or "OFFSET" not in statement

    desk.read(watch)
    assert sum("LIMIT" in str(text) for text in seen) >= 5
