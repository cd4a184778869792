"""Both sides at the same place: rows looked at again, digests beside those of the other desks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from counter_app.domain.sync_report import Outcome
from counter_app.storage import feed
from counter_app.sync import checking
from counter_app.sync.look_again import first_changed_row
from tests.simulation.template import AGENCY
from tests.sync.around import Around, desks_around


def settled(around: Around) -> None:
    for number in (1, 2):
        around.receive(number)
    around.meet_all(3)


def spoil(around: Around, number: int) -> None:
    """Somebody edits a row of the projections."""
    with around.store(number).writer.begin() as conn:
        conn.exec_driver_sql("UPDATE dossier SET status = 'finished'")


def kept_digest(around: Around, number: int) -> Any:
    with around.store(number).read() as reading:
        return checking.last_check(reading.conn, feed.place_of(reading.conn))


def test_counts_stand_beside_those_of_another_desk() -> None:
    with desks_around(2) as around:
        settled(around)
        report = around.meet(1)
        assert [(c.status, c.here, c.there) for c in report.counts] == [("received", 2, 2)]
        assert (report.outcome, report.differences) == (Outcome.OK, ())


def test_rows_that_somebody_edited_are_made_anew_and_told() -> None:
    with desks_around(2) as around:
        settled(around)
        spoil(around, 1)
        report = around.meet(1, is_thorough=True)
        assert (report.outcome, report.differences) == (Outcome.OK, ("rebuilt",)), "mended, and told"
        around.assert_rebuilt_is_same(1)
        assert around.meet(1, is_thorough=True).outcome is Outcome.OK


def test_what_a_rebuild_does_not_mend_is_told_at_every_pass_and_built_once() -> None:
    """The other desk is the one that is wrong."""
    with desks_around(2) as around:
        settled(around)
        spoil(around, 2)
        around.meet(2, lambda step: None, is_thorough=True)  # its digest is told at a hello
        row = next(r for r in around.centre.origins.values() if r.desk == 2)
        assert row.check is not None
        row.check = replace(row.check, digest="ab" * 32, counts={"finished": 2})
        report = around.meet(1)
        assert report.differences == ("counts", "digest")
        assert [(c.status, c.here, c.there) for c in report.counts] == [
            ("received", 2, 0),
            ("finished", 0, 2),
        ]
        spoil(around, 1)  # would be mended, were it built again
        assert around.meet(1).differences == ("counts", "digest")
        assert around.rows(1, "SELECT DISTINCT status FROM dossier") == [("finished",)]


def test_a_row_that_was_changed_in_the_centre_is_named() -> None:
    with desks_around(2) as around:
        settled(around)
        rows = around.centre.agencies[AGENCY].rows
        pos = len(rows) - 1
        row = rows[pos - 1]
        assert row is not None
        event = replace(row.stored.event, payload={"text": "khác"}, payload_json="")
        rows[pos - 1] = replace(row, stored=replace(row.stored, event=event))
        for number in (1, 2):
            report = around.meet(number)
            assert (report.outcome, report.differences) == (Outcome.DIFFERS, (f"centre_row {pos}",))
        rows[pos - 1] = None
        assert around.meet(1).differences == (f"centre_row {pos}",)
        rows[pos - 1] = row
        assert around.meet(1).outcome is Outcome.OK


def test_a_file_that_lost_rows_of_the_feed_ends_the_look() -> None:
    with desks_around(2) as around:
        settled(around)
        place = around.place(1)
        with around.store(1).read() as reading:
            assert first_changed_row(reading.conn, around.line(1), 0, place.pos) is None
            assert first_changed_row(reading.conn, around.line(1), 0, place.pos + 3) == place.pos + 1


def test_nothing_is_compared_while_something_waits() -> None:
    with desks_around(2) as around:
        settled(around)
        before = kept_digest(around, 1)

        def act(step: str) -> None:
            if step == "check":
                around.receive(1)

        around.receive(2)
        around.meet(2)
        report = around.meet(1, act)
        assert (report.outcome, report.waiting) == (Outcome.OK, 1)
        assert before is not None
        assert kept_digest(around, 1) is None
        around.meet_all()
        around.assert_all_same()
