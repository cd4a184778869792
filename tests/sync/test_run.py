"""Passes of desks around a centre: killed at every step, refused, forked, behind, in doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from counter_app.bootstrap import problems
from counter_app.commands import upkeep
from counter_app.domain.centre_errors import CentreRefused, CentreUnreachable, FeedDamaged
from counter_app.domain.sync_report import Outcome
from counter_app.storage import feed, folding
from counter_app.storage.incarnation import next_incarnation
from counter_app.sync import run
from tests.simulation.centre import RESERVE
from tests.simulation.template import AGENCY
from tests.sync.around import Around, Killed, desks_around


def a_day(around: Around) -> None:
    """Both desks worked alone; desk 2 has sent, desk 1 is the next to meet."""
    around.meet_all()
    for number in (1, 2, 1, 2):
        around.receive(number)
    around.meet(2)


def a_centre_restored(around: Around) -> None:
    """The centre is a copy from before the last meeting; desk 2 is away, desk 1 holds what it had sent."""
    around.meet_all()
    older = around.centre.copy()
    for number in (1, 2):
        around.receive(number)
    around.meet_all()
    around.receive(1)
    around.centre = older


def a_clone_was_quicker(around: Around) -> None:
    """The file of desk 1 is another PC's as well, which met the centre first."""
    around.meet_all()
    around.receive(1)
    machine = around.desks[1]
    machine.stop()
    twin = around.started(machine.cloned("twin"))
    around.started(machine)
    around.desks[3] = twin  # its number stays 1
    around.receive(1)
    around.receive(3)
    around.meet(3)


SCENES = [a_day, a_centre_restored, a_clone_was_quicker]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_killed_at_any_step_the_next_passes_end_well(scene: Callable[[Around], None]) -> None:
    words: list[str] = []
    with desks_around(2) as around:
        scene(around)
        around.meet(1, words.append)
        around.meet_all()
        around.assert_all_same()
    assert {"hello", "welcome", "check", "note"} <= set(words)
    for word in dict.fromkeys(words):
        with desks_around(2) as around:
            scene(around)

            def reached(step: str, wanted: str = word) -> None:
                if step == wanted:
                    raise Killed

            with pytest.raises(Killed):
                around.meet(1, reached)
            around.desks[1].kill()
            around.started(around.desks[1])
            answer = around.say(1, "receive", "lan", **RECEPTION)
            if answer["ok"]:
                around.codes.append(answer["code"])
            else:  # a new life numbers nothing before the centre has given it serials
                assert (answer["error"], scene) == ("number_block_exhausted", a_clone_was_quicker)
            around.meet(1)
            around.meet_all()
            around.assert_all_same()
            codes = around.rows(2, "SELECT code FROM dossier ORDER BY code")
            assert codes == sorted((code,) for code in around.codes), word
            twice = around.rows(2, "SELECT count(*) FROM conflict WHERE because = 'dup_code'")
            assert twice == [(len(around.codes) - len(set(around.codes)),)]


def test_a_pass_with_nothing_to_do_asks_little_and_leaves_no_trace() -> None:
    with desks_around(2) as around:
        a_day(around)
        around.meet_all(3)
        count = around.rows(1, "SELECT count(*), max(id) FROM sync_log")
        for _ in range(5):
            around.time.now += timedelta(minutes=2)
            report = around.meet(1)
            assert report.outcome is Outcome.OK
            assert report.round_trips <= 3
            assert (report.sent, report.pulled, report.refolded, report.waiting) == (0, 0, 0, 0)
        assert around.rows(1, "SELECT count(*), max(id) FROM sync_log") == count
        last = around.rows(1, "SELECT max(ended_at) FROM sync_log")[0][0]
        assert last == around.rows(1, "SELECT last_ok FROM sync_state")[0][0] == around.time.ms()


class Deaf:
    """A line on which every call fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def hello(self, greeting: Any) -> Any:
        raise self.error

    push = pull = hello

    def close(self) -> None:
        """Nothing to hang up."""


@pytest.mark.parametrize(
    "error", [CentreUnreachable(because="timeout"), CentreRefused(because="origin_closed", login="desk1")]
)
def test_a_pass_that_failed_is_noted_with_its_reason(error: CentreUnreachable | CentreRefused) -> None:
    with desks_around(1) as around:
        around.meet(1)
        ok = around.rows(1, "SELECT last_ok FROM sync_state")
        with pytest.raises(type(error)):
            around.meet(1, line=Deaf(error))
        (outcome, report) = around.rows(1, "SELECT outcome, report FROM sync_log ORDER BY id DESC")[0]
        assert outcome == "failed"
        assert f'"{error.code}"' in report
        assert around.rows(1, "SELECT last_ok FROM sync_state") == ok


def test_a_centre_that_lost_its_tail_gets_it_from_the_one_desk_that_held_it() -> None:
    with desks_around(3) as around:
        around.meet_all()
        older = around.centre.copy()
        length = len(older.agencies[AGENCY].rows)
        code = around.receive(2)
        around.meet(2)
        around.meet(1)
        around.desks[2].stop()  # desk 2 never comes again
        around.centre = older
        report = around.meet(1)
        assert (report.went_back_to, report.reoffered, report.relayed) == (length, 1, 1)
        around.meet(3)
        assert around.rows(3, "SELECT code FROM dossier") == [(code,)]
        assert len(around.rows(3, "SELECT 1 FROM envelope WHERE relayed_from IS NOT NULL")) == 1
        assert problems(around.desks[1].desk, deep=True) == [], (
            "desk 1 sent a reception that it never numbered"
        )
        assert around.digest(1) == around.digest(3)
        around.assert_rebuilt_is_same(1)


def test_rows_deleted_in_the_centre_are_no_end_of_the_feed() -> None:
    with desks_around(2) as around:
        around.meet_all()
        around.receive(2)
        around.meet(2)
        rows = around.centre.agencies[AGENCY].rows
        lost = around.place(1).pos
        rows[lost:] = [None] * (len(rows) - lost)
        with pytest.raises(FeedDamaged) as told:
            around.meet(1)
        assert told.value.facts == {"pos": lost + 1, "because": "missing"}


def test_a_life_that_the_centre_closed_or_never_knew_goes_on_with_the_present_one() -> None:
    """A copy of desk 1 was quicker; then the centre closed the old life, before desk 1 had sent all of it."""
    with desks_around(2) as around:
        a_clone_was_quicker(around)
        old = around.store(1).origin.id

        def cut(step: str) -> None:
            if step == "push":
                raise Killed

        with pytest.raises(Killed):
            around.meet(1, cut)
        assert around.store(1).origin.id != old
        around.centre.origins[AGENCY, old].is_closed = True
        around.receive(1)
        around.centre = around.centre.copy()
        del around.desks[3]
        around.meet(1)
        around.meet_all()
        around.assert_all_same()
        assert len(around.rows(2, "SELECT code FROM dossier")) == len(around.codes)


def test_a_life_unknown_to_a_restored_centre_is_sent_by_the_present_one() -> None:
    with desks_around(2) as around:
        around.meet_all()
        older = around.centre.copy()
        a_clone_was_quicker(around)
        twin = around.desks.pop(3)
        around.meet(1)  # its second life
        met_second = around.store(1).origin.id
        snapshot = around.desks[1].snapshot()
        around.receive(1)
        around.meet(1)
        around.desks[1].restore(snapshot)
        around.started(around.desks[1])
        around.receive(1)
        around.meet(1)  # its third life
        assert around.store(1).origin.incarnation == 3
        around.centre = older  # knows neither the second nor the third
        around.meet(1)
        around.meet_all()
        around.assert_all_same()
        assert (AGENCY, met_second) not in around.centre.origins
        twin.stop()


def test_an_event_edited_in_the_file_goes_aside_and_stops_nothing() -> None:
    with desks_around(2) as around:
        around.meet_all()
        edited, kept = around.receive(1), around.receive(1)
        around.done(1, "note", "lan", code=edited, text="một")
        around.done(1, "note", "lan", code=kept, text="hai")
        store = around.store(1)
        with store.writer.begin() as conn:
            raw: Any = conn.connection.dbapi_connection
            (guard,) = raw.execute(
                "SELECT sql FROM sqlite_master WHERE name = 'event_no_update'"
            ).fetchone()
            raw.execute("DROP TRIGGER event_no_update")
            where = "payload LIKE '%\"một\"%'"
            raw.execute(f"UPDATE event SET payload = replace(payload, 'một', 'MỘT') WHERE {where}")
            raw.execute(guard)
        report = around.meet(1)
        assert report.quarantined == 1
        assert report.is_new_incarnation
        around.assert_rebuilt_is_same(1)
        around.meet_all()
        assert around.digest(1) == around.digest(2)
        assert around.rows(2, "SELECT code FROM dossier ORDER BY code") == [(edited,), (kept,)]
        notes = around.rows(2, "SELECT payload ->> 'text' FROM event WHERE kind = 'dossier:note_added'")
        assert notes == [("hai",)]
        assert problems(around.desks[1].desk, deep=True) == []
        assert around.say(1, "receive", "lan", **RECEPTION)["ok"]


RECEPTION: dict[str, Any] = {
    "procedure": "DT-09",
    "applicant": {"kind": "person", "name": "Đỗ Thị Đào", "id_kind": "none"},
    "components": [{"no": 1, "copies": 1}],
}


def test_much_is_stored_first_and_folded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BULK", 20)
    monkeypatch.setattr(feed, "PAGE", 5)
    monkeypatch.setattr(feed, "PAGE_AT_REST", 5)
    with desks_around(2) as around:
        around.meet_all()
        for _ in range(25):
            around.receive(1)
        around.meet(1)

        def cut(step: str) -> None:
            if step == "rebuild":
                raise Killed

        with pytest.raises(Killed):
            around.meet(2, cut)
        assert around.rows(2, "SELECT count(*) FROM dossier") == [(0,)]
        told = upkeep.verify(around.desks[2].desk, deep=True)
        assert (told["ok"], told["folding"], told["projection_digest"]) == (True, True, None)
        around.desks[2].kill()
        around.started(around.desks[2])
        with pytest.raises(CentreUnreachable):
            around.meet(2, line=Deaf(CentreUnreachable(because="timeout")))
        assert around.rows(2, "SELECT count(*) FROM dossier") == [(25,)], "folded although nobody answered"
        assert "folding" not in upkeep.verify(around.desks[2].desk, deep=False)
        around.meet_all()
        around.assert_all_same()


@pytest.mark.parametrize("seed", range(2))
def test_acts_come_between_the_pieces_of_much(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(run, "BULK", 20)
    monkeypatch.setattr(folding, "PIECE", 4)
    with desks_around(2, seed) as around:
        around.meet_all()
        for _ in range(40):
            around.something(1)
        for _ in range(20):
            around.receive(1)
        around.meet(1)
        pieces: list[str] = []

        def between(step: str) -> None:
            if step == "rebuild":
                pieces.append(step)
                around.something(2)
                if len(pieces) == 2:
                    around.receive(2)

        around.meet(2, between)
        assert len(pieces) > 5
        around.assert_rebuilt_is_same(2)
        around.meet_all()
        around.assert_all_same()


def test_a_desk_restored_twice_begins_a_life_each_time() -> None:
    with desks_around(2) as around:
        around.meet_all()
        machine = around.desks[1]
        machine.stop()
        snapshot = machine.snapshot()
        around.started(machine)
        for life in (2, 3):
            around.receive(1)
            around.meet(1)
            machine.restore(snapshot)
            around.started(machine)
            around.meet(1)
            assert around.store(1).origin.incarnation == life
            assert len(around.rows(1, "SELECT code FROM dossier")) == len(around.codes)
        around.receive(1)
        around.meet_all()
        around.assert_all_same()
        assert len(set(around.codes)) == len(around.codes)


@pytest.mark.parametrize("is_reserve_used_up", [False, True])
def test_a_life_that_a_restore_began_is_given_one_block(is_reserve_used_up: bool) -> None:
    """A reserve block, as one that a pass begins; only where none is left it asks for another."""
    with desks_around(2) as around:
        around.meet_all()
        machine, today = around.desks[1], around.centre.today
        if is_reserve_used_up:
            around.centre.blocks += [(AGENCY, lo, lo + 79, f"{lo:032}", today) for lo in RESERVE]
        new, now = machine.new_id(), around.time.ms()
        around.store(1).exchange(
            lambda conn: next_incarnation(conn, origin_id=new, now_ms=now, today=today, block=None)
        )
        around.meet(1)
        around.meet(1)
        given = [(lo, hi) for _, lo, hi, origin, _ in around.centre.blocks if origin == new]
        assert given == [(8401, 8800) if is_reserve_used_up else (8801, 8880)]
        around.receive(1)


def test_two_clones_under_one_login_number_apart_for_ever_after() -> None:
    with desks_around(2) as around:
        a_clone_was_quicker(around)
        around.meet_all()
        for _ in range(3):
            for number in around.desks:
                around.receive(number)
            around.meet_all()
        around.assert_all_same()
        numbers = around.rows(2, "SELECT because, count(*) FROM conflict GROUP BY 1")
        assert numbers == [("dup_code", 1)], "the one number that both gave before they knew of each other"
        assert len({m.desk.origin.id for m in around.desks.values()}) == 3
        books = around.rows(
            2, "SELECT book, number, count(*) FROM book_entry GROUP BY 1, 2 HAVING count(*) > 1"
        )
        assert len(books) <= 1
        for machine in around.desks.values():
            assert problems(machine.desk, deep=True) == []


def test_a_copy_that_sends_while_this_file_is_greeting_does_not_share_its_life() -> None:
    """Between hello and pull the copy's reception comes into the feed under the life that both go on with."""
    with desks_around(2) as around:
        around.meet_all()
        machine = around.desks[1]
        machine.stop()
        twin = around.started(machine.cloned("twin"))
        around.started(machine)
        around.desks[3] = twin
        of_the_copy = around.receive(3)
        around.receive(2)
        around.meet(2)

        def reached(step: str) -> None:
            if step == "welcome":
                around.meet(3)

        report = around.meet(1, reached=reached)
        assert report.is_new_incarnation
        assert around.receive(1) != of_the_copy
        around.meet_all()
        around.assert_all_same()
        assert problems(around.desks[1].desk, deep=True) == []
