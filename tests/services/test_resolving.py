"""A supervisor decides what two desks did without knowing of each other; the projections follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.events import EventKind as K
from counter_app.forms import wording
from counter_app.queries.conflicts import ConflictRow, open_conflicts, sides_of
from counter_app.queries.control_sheet_paper import control_sheet
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.life import Effect, LifeEvent, life
from counter_app.queries.paper_heads import Printing
from counter_app.storage import stream_log
from tests.builders import Clock
from tests.desks import Counter, a_trial
from tests.services.met import confirm, join, pulled, stream_of


@pytest.fixture
def counter(tmp_path: Path) -> Any:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        found = Counter(desk, clock)
        join(found)
        yield found


def met(counter: Counter) -> tuple[str, ConflictRow]:
    """Finished here; the other desk had stopped it meanwhile, and came first to the centre."""
    code = counter.received()
    counter.passed(code, "lan", "QLDT", "minh")
    confirm(counter)
    seen = counter.history(code)[-1]["event_id"]
    counter.done("finish", "minh", code=code, outcome="granted", result_no="1/QĐ")
    pulled(counter, stream_of(counter, code), K.STOPPED, "dung", seen, reason="chờ bản án")
    (row,) = counter.desk.read(open_conflicts)
    return code, row


def test_the_page_is_told_both_sides(counter: Counter) -> None:
    code, row = met(counter)
    assert (row.code, row.procedure) == (code, "DT-08")
    assert (row.because, row.kind) == ("act_not_allowed", str(K.FINISHED))
    assert row.applicant.startswith("Công ty")
    assert row.struck is not None
    assert (row.struck.by, row.struck.unit, row.struck.desk, row.struck.pos) == ("minh", "QLDT", 1, None)
    (other,) = row.over
    assert (other.by, other.kind, other.desk, other.reason) == ("dung", str(K.STOPPED), 2, "chờ bản án")
    assert other.pos is not None
    mine, theirs = counter.desk.read(lambda r: sides_of(r, row.id))
    assert (mine.status, mine.over, mine.is_possible) == ("finished", (other.event_id,), True)
    assert (theirs.status, theirs.over) == ("stopped", (row.struck.event_id,))
    assert counter.show(code)["conflict"]


@pytest.mark.parametrize("keeps_mine", [True, False])
def test_a_decision_settles_it(counter: Counter, keeps_mine: bool) -> None:
    code, row = met(counter)
    assert row.struck is not None
    chosen = row.struck.event_id if keeps_mine else row.over[0].event_id
    counter.refused("resolve", "lan", conflict=row.id, chosen=chosen, reason="đã hỏi")
    told = counter.done("resolve", "tuan", conflict=row.id, chosen=chosen, reason="đã hỏi cả hai")
    assert (told["status"], told["code"]) == ("finished" if keeps_mine else "stopped", code)
    shown = counter.show(code)
    assert (shown["status"], shown["conflict"], shown["paused"]) == (told["status"], False, not keeps_mine)
    assert counter.desk.read(open_conflicts) == ()
    again = counter.refused("resolve", "tuan", conflict=row.id, chosen=chosen, reason="lần nữa")
    assert again["error"] == "conflict_settled"
    recorded = counter.history(code)[-1]
    assert recorded["data"]["over"] == [row.over[0].event_id if keeps_mine else row.struck.event_id]
    assert ("due" in recorded["data"]) is keeps_mine  # the clock stood still, and now it never did
    assert counter.is_sound()


def test_the_life_shows_what_was_struck(counter: Counter) -> None:
    code, row = met(counter)
    assert row.struck is not None

    def effects() -> dict[str, Effect]:
        def look(reading: Any) -> Any:
            now = counter.clock.local
            return life(reading, one_dossier(reading, code, now).dossier, now)

        return {e.kind: e.effect for e in counter.desk.read(look) if isinstance(e, LifeEvent)}

    assert (effects()[K.STOPPED], effects()[K.FINISHED]) == (Effect.COUNTS, Effect.CONFLICT)
    counter.done("resolve", "tuan", conflict=row.id, chosen=row.struck.event_id, reason="đã hỏi")
    assert (effects()[K.STOPPED], effects()[K.FINISHED]) == (Effect.STRUCK, Effect.COUNTS)
    assert effects()[K.CONFLICT_RESOLVED] is Effect.COUNTS


def test_the_control_sheet_keeps_a_struck_move_and_the_decision(counter: Counter) -> None:
    """Form 06: handed to one unit here, to another at the other desk."""
    code = counter.received()
    confirm(counter)
    seen = counter.history(code)[-1]["event_id"]
    counter.done("hand_over", "lan", codes=[code], to="QLDN")
    given = {"batch": "BG-261123-2.1", "from": "MC", "to": "QLDT"}
    pulled(counter, stream_of(counter, code), K.HANDED_OVER, "lan", seen, **given)

    def remarks() -> list[tuple[str, tuple[str, ...]]]:
        printing = Printing("Lan", counter.clock.local, wording)
        paper = counter.desk.read(lambda r: control_sheet(r, code, printing))
        return [(remark.kind, remark.units) for block in paper.blocks for remark in block.remarks]

    (struck,) = remarks()
    assert struck[0] == "struck_handed_over"
    assert [name.rpartition(" ")[2] for name in struck[1]] == ["quả", "động"]
    (row,) = counter.desk.read(open_conflicts)
    counter.done("resolve", "tuan", conflict=row.id, chosen=row.over[0].event_id, reason="đã hỏi")
    assert [kind for kind, _ in remarks()] == ["struck_handed_over", "resolved"]
    assert counter.show(code)["in_transit_to"] == "QLDT"
    assert counter.is_sound()


def test_what_cannot_be_decided_so_is_refused(counter: Counter) -> None:
    code, row = met(counter)
    unknown = counter.refused("resolve", "tuan", conflict="0" * 32, chosen="", reason="x đã xem")
    assert unknown["error"] == "conflict_unknown"
    other = counter.refused("resolve", "tuan", conflict=row.id, chosen="f" * 32, reason="đã xem")
    assert (other["error"], other["field"], other["problem"]) == ("invalid_field", "chosen", "unknown")
    empty = counter.refused("resolve", "tuan", conflict=row.id, chosen="", reason=" ")
    assert (empty["error"], empty["field"]) == ("invalid_field", "reason")
    told = counter.done("resolve", "tuan", conflict=row.id, chosen="", reason="giữ như đang có")
    assert (told["status"], counter.show(code)["conflict"]) == ("stopped", False)


def test_an_event_that_knew_everything_cannot_be_chosen(counter: Counter) -> None:
    code = counter.received()
    confirm(counter)
    seen = counter.history(code)[-1]["event_id"]
    pulled(counter, stream_of(counter, code), K.REOPENED, "tuan", seen, reason="nhầm")
    (row,) = counter.desk.read(open_conflicts)
    assert row.struck is not None
    no = counter.refused("resolve", "tuan", conflict=row.id, chosen=row.struck.event_id, reason="đã xem")
    assert (no["error"], no["because"]) == ("choice_not_possible", "act_not_allowed")
    counter.done("resolve", "tuan", conflict=row.id, chosen="", reason="đã xem")
    assert not counter.show(code)["conflict"]
    assert counter.is_sound()


def test_an_act_without_the_right_to_it_stands_when_chosen(counter: Counter) -> None:
    code = counter.received()
    confirm(counter)
    seen = counter.history(code)[-1]["event_id"]
    pulled(counter, stream_of(counter, code), K.STOPPED, "quantri", seen, reason="tự ý", unit="MC")
    (row,) = counter.desk.read(open_conflicts)
    assert (row.because, row.over, counter.show(code)["status"]) == ("unauthorised", (), "received")
    assert row.struck is not None
    told = counter.done("resolve", "tuan", conflict=row.id, chosen=row.struck.event_id, reason="đồng ý")
    assert told["error" if not told["ok"] else "status"] == "stopped"
    assert counter.is_sound()


def test_two_dossiers_with_one_code_are_settled_and_both_stay(counter: Counter) -> None:
    code = counter.received()
    confirm(counter)
    data = counter.history(code)[0]["data"]
    pulled(counter, "dossier:" + "f" * 32, K.RECEIVED, "lan", None, **data)
    (row,) = counter.desk.read(open_conflicts)
    assert (row.because, row.code, len(row.over)) == ("dup_code", code, 1)
    assert counter.desk.read(lambda r: sides_of(r, row.id)) == ()
    told = counter.done("resolve", "tuan", conflict=row.id, chosen="", reason="đã gọi cả hai khách")
    assert (told["code"], told["status"]) == (code, "received")
    assert counter.desk.read(open_conflicts) == ()
    again = counter.refused("resolve", "tuan", conflict=row.id, chosen="", reason="lần nữa")
    assert again["error"] == "conflict_settled"
    assert counter.is_sound()


def test_a_change_of_the_catalogue_made_elsewhere_is_settled_in_its_own_stream(counter: Counter) -> None:
    confirm(counter)
    stream = "procedure:DT-08"

    def last(reading: Any) -> Any:
        return [item.event for item in stream_log.read_stream(reading.conn, stream)][-1]

    seen = counter.desk.read(last)
    said = dict(seen.payload)
    pulled(counter, stream, seen.kind, "quantri", seen.id, **said)
    pulled(counter, stream, seen.kind, "quantri", seen.id, **said)
    (row,) = counter.desk.read(open_conflicts)
    assert (row.because, row.code) == ("changed_elsewhere", stream)
    assert row.struck is not None
    refused = counter.refused("resolve", "minh", conflict=row.id, chosen="", reason="x x")
    assert refused["error"] == "not_permitted"
    told = counter.done("resolve", "tuan", conflict=row.id, chosen="", reason="đã báo quản trị")
    assert (told["code"], told["status"], told["due_at"]) == (stream, "", None)
    recorded = counter.desk.read(last)
    assert (recorded.kind, recorded.payload["over"]) == (K.CONFLICT_RESOLVED, [])
    assert counter.desk.read(open_conflicts) == ()
    assert counter.is_sound()
