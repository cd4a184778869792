"""Who edits the file behind our back is named by the first record that no longer fits (document 7, F24)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from counter_app.domain.events import envelope_hash
from counter_app.storage import event_log
from counter_app.storage.chain import verify_chains, verify_tail
from counter_app.storage.database import Mode, connect
from counter_app.storage.problems import Fault, Problem
from counter_app.storage.tables import TRIGGERS
from counter_app.storage.verify import quick_check, verify

from .desk_file import ORIGIN, DeskFile, an_event, open_origin

SECOND = "0" * 31 + "2"


def _tamper(desk: DeskFile, *statements: str) -> None:
    """What a person with the key and a SQLite tool can do: triggers off, change, triggers on again."""
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute("PRAGMA foreign_keys=OFF")
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    for statement in (*statements, *TRIGGERS.values()):
        raw.execute(statement)
    raw.close()


def _event_id(desk: DeskFile, oseq: int) -> str:
    with desk.reading() as conn:
        return str(conn.exec_driver_sql("SELECT event_id FROM envelope WHERE oseq = ?", (oseq,)).scalar_one())


def _of(oseq: int) -> str:
    return f"(SELECT event_id FROM envelope WHERE oseq = {oseq})"


TAMPERINGS = [
    (f"UPDATE event SET payload = '{{}}' WHERE id = {_of(7)}", 7, Fault.CONTENT_EDITED),
    (f"UPDATE event SET payload = 'not json' WHERE id = {_of(7)}", 7, Fault.CONTENT_EDITED),
    (f"UPDATE event SET wall = wall - 1 WHERE id = {_of(7)}", 7, Fault.CONTENT_EDITED),
    (f"UPDATE event SET actor = 'minh' WHERE id = {_of(7)}", 7, Fault.CONTENT_EDITED),
    (f"UPDATE event SET kind = 'dossier:returned' WHERE id = {_of(7)}", 7, Fault.CONTENT_EDITED),
    (f"UPDATE event SET seen = 'x' WHERE id = {_of(7)}", 7, Fault.CONTENT_EDITED),
    ("UPDATE envelope SET agency = 'H99' WHERE oseq = 7", 7, Fault.CONTENT_EDITED),
    (f"UPDATE event SET content_hash = 'x' WHERE id = {_of(7)}", 7, Fault.HASH_WRONG),
    ("UPDATE envelope SET hash = 'x' WHERE oseq = 7", 7, Fault.HASH_WRONG),
    ("UPDATE envelope SET prev = 'x' WHERE oseq = 7", 7, Fault.LINK_BROKEN),
    ("DELETE FROM envelope WHERE oseq = 7", 7, Fault.SEQUENCE_GAP),
    ("DELETE FROM envelope WHERE oseq = 1", 1, Fault.SEQUENCE_GAP),
    (f"DELETE FROM event WHERE id = {_of(7)}", 7, Fault.EVENT_MISSING),
    ("UPDATE envelope SET oseq = 21 WHERE oseq = 7", 7, Fault.SEQUENCE_GAP),
    (f"UPDATE envelope SET event_id = {_of(8)} WHERE oseq = 7", 7, Fault.HASH_WRONG),
]


@pytest.mark.parametrize(("statement", "oseq", "fault"), TAMPERINGS)
def test_the_first_bad_record_is_named(desk: DeskFile, statement: str, oseq: int, fault: Fault) -> None:
    desk.record(20)
    with desk.reading() as conn:
        assert verify(conn, deep=True) == []
    _tamper(desk, statement)
    with desk.reading() as conn:
        assert next((p.where, p.what) for p in verify_chains(conn)) == (f"{ORIGIN}/{oseq}", fault)
        assert (f"{ORIGIN}/{oseq}", fault) in [(p.where, p.what) for p in verify(conn, deep=True)]
        assert [(p.where, p.what) for p in verify_tail(conn, 20)] == [(f"{ORIGIN}/{oseq}", fault)]


def test_a_whole_rewritten_record_still_breaks_the_next_link(desk: DeskFile) -> None:
    stored = desk.record(5)
    content = "f" * 64
    link = envelope_hash(stored[2].prev, ORIGIN, 3, content)
    _tamper(
        desk,
        f"UPDATE event SET content_hash = '{content}' WHERE id = {_of(3)}",
        f"UPDATE envelope SET hash = '{link}' WHERE oseq = 3",
    )
    with desk.reading() as conn:
        assert [(p.where, p.what) for p in verify_chains(conn, deep=False)] == [
            (f"{ORIGIN}/4", Fault.LINK_BROKEN)
        ]
        assert verify_chains(conn, deep=True)[0].what is Fault.CONTENT_EDITED


def test_an_event_slipped_in_without_an_envelope_is_found(desk: DeskFile) -> None:
    desk.record(2)
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute(
        "INSERT INTO event SELECT 'slipped', agency, stream, kind, schema_v, payload, seen, actor,"
        " wall, clock_quality, content_hash FROM event LIMIT 1"
    )
    raw.close()
    with desk.reading() as conn:
        assert verify_chains(conn, deep=False) == [Problem("slipped", Fault.EVENT_WITHOUT_ENVELOPE)]


def test_each_origin_is_judged_by_itself(desk: DeskFile) -> None:
    desk.record(3)
    with desk.writing() as conn:
        open_origin(conn, SECOND, incarnation=2)
        conn.exec_driver_sql("UPDATE origin SET closed_at = 1 WHERE id = ?", (ORIGIN,))
        event_log.append(conn, SECOND, [an_event(), an_event()])
    _tamper(desk, "UPDATE envelope SET hash = 'x' WHERE oseq = 2")
    with desk.reading() as conn:
        assert [p.where for p in verify_chains(conn)] == [f"{ORIGIN}/2", f"{SECOND}/2"]
        assert [p.where for p in verify_tail(conn)] == [f"{SECOND}/2"]


def test_the_tail_looks_at_the_last_records_only(desk: DeskFile) -> None:
    desk.record(30)
    _tamper(desk, f"UPDATE event SET payload = '{{}}' WHERE id = {_of(20)}")
    with desk.reading() as conn:
        assert verify_tail(conn, 10) == []
        assert [p.where for p in verify_tail(conn, 11)] == [f"{ORIGIN}/20"]


def test_the_desk_stays_usable_beside_an_edited_record(desk: DeskFile) -> None:
    desk.record(3)
    _tamper(desk, f"UPDATE event SET payload = '{{}}' WHERE id = {_of(2)}")
    desk.record(3)
    with desk.reading() as conn:
        assert event_log.count(conn) == 6
        assert [p.where for p in verify_chains(conn)] == [f"{ORIGIN}/2"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda raw: raw.execute("DROP TRIGGER event_no_delete"), Fault.TRIGGER_MISSING),
        (
            lambda raw: raw.execute("INSERT INTO number_block VALUES ('a', 1, 2, 'none', '', NULL)"),
            Fault.FOREIGN_KEY,
        ),
    ],
)
def test_missing_triggers_and_dangling_references_are_findings(
    desk: DeskFile, change: Callable[[Any], Any], fault: Fault
) -> None:
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute("PRAGMA foreign_keys=OFF")
    change(raw)
    raw.close()
    with desk.reading() as conn:
        assert [p.what for p in quick_check(conn)] == [fault]
        assert [p.what for p in verify(conn)] == [fault]


def test_a_weakened_trigger_is_a_missing_one(desk: DeskFile) -> None:
    raw = connect(desk.path, desk.key, Mode.WRITE)
    raw.execute("DROP TRIGGER event_no_update")
    raw.execute("CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT 1; END")
    raw.close()
    with desk.reading() as conn:
        assert quick_check(conn) == [Problem("event_no_update", Fault.TRIGGER_MISSING)]


def test_bytes_that_are_no_text_are_a_finding(desk: DeskFile) -> None:
    desk.record(3)
    _tamper(desk, f"UPDATE event SET payload = CAST(x'ff41' AS TEXT) WHERE id = {_of(2)}")
    with desk.reading() as conn:
        assert [p.what for p in verify(conn, deep=True)] == [Fault.FILE_DAMAGED]
