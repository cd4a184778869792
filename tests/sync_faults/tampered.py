"""F23, F24: somebody edits the centre as its superuser, or a desk's file with an SQLite tool."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, problems
from counter_app.domain.errors import CounterError
from counter_app.domain.sync_report import PassReport
from counter_app.storage import keys
from counter_app.storage.database import Mode, connect
from counter_app.storage.store import FILE_NAME
from counter_app.sync.feed_check import check_feeds
from tests.campaign_report import Report
from tests.sync_faults import oracle
from tests.sync_faults.report import Size
from tests.sync_faults.rig import Post, Rig, a_rig

_REWRITTEN = """
DO $$
DECLARE
    v record;
    v_origin text := (SELECT origin FROM counter.event WHERE pos = %(pos)s);
    v_feed text := coalesce((SELECT feed_hash FROM counter.event WHERE pos = %(pos)s - 1), repeat('0', 64));
BEGIN
    FOR v IN SELECT * FROM counter.event WHERE pos >= %(pos)s ORDER BY pos LOOP
        IF v.origin = v_origin THEN
            UPDATE counter.event e SET prev = coalesce(
                (SELECT p.hash FROM counter.event p WHERE p.origin = v.origin AND p.oseq = v.oseq - 1),
                repeat('0', 64)) WHERE e.pos = v.pos;
            UPDATE counter.event e SET hash = counter.envelope_hash(e.prev, e.origin, e.oseq, e.raw)
            WHERE e.pos = v.pos;
        END IF;
        UPDATE counter.event e
        SET feed_hash = encode(sha256(convert_to(v_feed || E'\\n' || e.hash, 'UTF8')), 'hex')
        WHERE e.pos = v.pos RETURNING e.feed_hash INTO v_feed;
    END LOOP;
    UPDATE counter.agency_head SET feed_hash = v_feed;
END
$$;
"""
"""A skilled forger: every hash from the edited row on, computed anew."""

_ANOTHER_NAME = (
    "UPDATE counter.event SET raw = convert_to(replace(convert_from(raw, 'UTF8'), 'lan', 'nal'), 'UTF8')"
    " WHERE pos = %(pos)s"
)
EDITS: dict[str, str] = {
    "row deleted": "DELETE FROM counter.event WHERE pos = %(pos)s",
    "raw edited": _ANOTHER_NAME,
    "blank put behind raw": "UPDATE counter.event SET raw = raw || ' ' WHERE pos = %(pos)s",
    "raw emptied": "UPDATE counter.event SET raw = '' WHERE pos = %(pos)s",
    "hash edited": "UPDATE counter.event SET hash = repeat('a', 64) WHERE pos = %(pos)s",
    "payload edited": "UPDATE counter.event SET payload = payload || '{\"serial\": 7}' WHERE pos = %(pos)s",
    "two rows swapped": "UPDATE counter.event e SET raw = f.raw FROM counter.event f"
    " WHERE e.pos = %(pos)s AND f.pos = e.pos + 1",
    "last rows deleted": "DELETE FROM counter.event WHERE pos >= %(pos)s",
    "row rewritten with all hashes": _ANOTHER_NAME,
}
UNSEEN = {"payload edited", "blank put behind raw"}
"""What desks never read, or read as the same event: the verifying tool alone sees it."""


def of_centre(size: Size, folder: Path) -> Report:
    """F23: each edit on a centre of its own; what every desk says at its next thorough pass, and the tool."""
    began, complaints, seen = time.monotonic(), list[str](), 0
    names = list(EDITS)[: size.n] if size.n < len(EDITS) else list(EDITS)
    for number, name in enumerate(names):
        room = folder / f"edit{number}"
        room.mkdir()
        with a_rig(room, 3, seed=size.seed) as rig:
            for post in rig.posts:
                with post.opened() as desk:
                    rig.worker(desk, post).day(6)
            rig.settle()
            told, wrong = _edited(rig, name)
            seen += told
            complaints += [f"{name}: {word}" for word in wrong]
    seconds = round(time.monotonic() - began, 1)
    return Report("F23", {"edits": len(names), "desks_that_saw": seen, "seconds": seconds}, tuple(complaints))


def _edited(rig: Rig, name: str) -> tuple[int, list[str]]:
    head = rig.value("SELECT pos FROM counter.agency_head")
    pos = head - 7
    with rig.boss() as boss:
        boss.execute((EDITS[name] % {"pos": pos}).encode())
        if name.endswith("hashes"):
            boss.execute((_REWRITTEN % {"pos": pos}).encode())
        verdicts = check_feeds(boss)
    wrong, told = [], 0
    bad = verdicts[0].bad_pos
    if not name.endswith("hashes") and bad != pos:
        wrong.append(f"the tool names {bad}, it was {pos}")
    before = [oracle.held(post) for post in rig.posts]
    for post in rig.posts:
        word = _thorough(rig, post)
        is_told = bool(word) and (str(pos) in word or "feed" in word or "went_back" in word)
        told += bool(word)
        if not is_told and name not in UNSEEN:
            wrong.append(f"desk {post.number} says {word or 'nothing'}, pos was {pos}")
    for post, was in zip(rig.posts, before, strict=True):
        now = oracle.held(post)
        if not was.events <= now.events or was.digest != now.digest:
            wrong.append(f"desk {post.number} lost something of its own")
        with post.opened() as desk:
            if not rig.worker(desk, post, f"after{post.number}").receive()["ok"]:
                wrong.append(f"desk {post.number} cannot receive any more")
            wrong += [f"desk {post.number}: {problem}" for problem in problems(desk, deep=True)]
    return told, wrong


def _thorough(rig: Rig, post: Post) -> str:
    """What a desk's thorough pass says of the centre; "" for nothing."""
    try:
        report = rig.passed(post, is_thorough=True)
    except CounterError as error:
        return f"{error.code} {dict(error.facts)}"
    return _said(report)


def _said(report: PassReport) -> str:
    words = [*report.differences]
    if report.went_back_to is not None:
        words.append(f"went_back to {report.went_back_to}")
    return ", ".join(words)


# ---------------------------------------------------------------- a desk's file

DeskEdit = Callable[[Any], None]
_MINE = "(SELECT value FROM meta WHERE key = 'origin')"


def _event(raw: Any, where: str) -> str:
    found = raw.execute(
        f"SELECT e.id FROM envelope v JOIN event e ON e.id = v.event_id WHERE v.origin = {_MINE} AND {where}"
        " AND e.kind = 'dossier:received' ORDER BY v.oseq LIMIT 1"
    ).fetchone()
    assert found is not None
    return str(found[0])


def _payload(raw: Any, event_id: str) -> None:
    raw.execute("DROP TRIGGER event_no_update")
    edit = "UPDATE event SET payload = json_set(payload, '$.applicant.name', 'Người Khác') WHERE id = ?"
    raw.execute(edit, (event_id,))


def edit_waiting(raw: Any) -> None:
    """The first reception that is not sent yet; others wait behind it."""
    _payload(raw, _event(raw, "v.pos IS NULL"))


def edit_sent(raw: Any) -> None:
    """A reception that the centre has."""
    _payload(raw, _event(raw, "v.pos IS NOT NULL"))


def edit_with_content_hash(raw: Any) -> None:
    """The payload and the hash beside it; the envelope's is left."""
    event_id = _event(raw, "v.pos IS NULL")
    _payload(raw, event_id)
    raw.execute("UPDATE event SET content_hash = 'ab' || substr(content_hash, 3) WHERE id = ?", (event_id,))


def cut_waiting(raw: Any) -> None:
    """The last envelope of the outbox, gone."""
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("DROP TRIGGER envelope_no_delete")
    raw.execute(
        f"DELETE FROM envelope WHERE origin = {_MINE} AND oseq = (SELECT max(oseq) - 1 FROM envelope"
        f" WHERE origin = {_MINE})"
    )


_FALSE = "SELECT count(*) FROM counter.event WHERE convert_from(raw, 'UTF8') LIKE '%%Người Khác%%'"
DESK_EDITS: dict[str, DeskEdit] = {
    "waiting": edit_waiting,
    "sent": edit_sent,
    "content hash": edit_with_content_hash,
    "cut": cut_waiting,
}


def of_desk(size: Size, folder: Path) -> Report:
    """F24: each edit on a desk that is closed; its start, its pass, and what the others get of it."""
    began, complaints, words = time.monotonic(), list[str](), dict[str, float]()
    with a_rig(folder, 2 + len(DESK_EDITS), seed=size.seed) as rig:
        rig.settle()
        for post, (name, edit) in zip(rig.posts[2:], DESK_EDITS.items(), strict=True):
            with post.opened() as desk:
                worker = rig.worker(desk, post)
                worker.receive()
                rig.run(desk, post)
                for _ in range(4):
                    worker.receive()
            _raw(post, edit)
            word, wrong = _after(rig, post)
            words[f"{name}: {word}"] = 1
            complaints += [f"{name}: {each}" for each in wrong]
        others = rig.posts[:2]
        for post in others:
            rig.passed(post)
        digests = {oracle.held(post).digest for post in others}
        names = [oracle.held(post).events for post in others]
        if len(digests) != 1 or names[0] != names[1]:
            complaints.append("the other desks differ")
        false = rig.value(_FALSE)
    complaints += [f"{false} edited events are in the feed"] if false else []
    return Report("F24", {**words, "seconds": round(time.monotonic() - began, 1)}, tuple(complaints))


def _raw(post: Post, edit: DeskEdit) -> None:
    raw = connect(post.folder / FILE_NAME, keys.load_key(post.folder), Mode.WRITE)
    try:
        edit(raw)
    finally:
        raw.close()


def _after(rig: Rig, post: Post) -> tuple[str, list[str]]:
    """(how it was found, what is wrong): the start's check or the quarantine; the desk goes on being used."""
    with post.opened() as desk:
        findings = desk.startup.findings
        try:
            report = rig.run(desk, post)
            word = f"{report.outcome} quarantined {report.quarantined} waiting {report.waiting}"
        except CounterError as error:
            report, word = None, error.code
        wrong = []
        if not findings and not (report and report.quarantined) and not word.startswith("log_damaged"):
            wrong.append(f"neither the start nor the centre saw it ({word})")
        if report is not None and (left := _left_behind(rig, desk)) > report.quarantined:
            wrong.append(f"{left} of its events are not in the centre, {report.quarantined} went aside")
        answer = rig.worker(desk, post, f"x{post.number}").receive()
        if findings and answer["ok"]:
            wrong.append("numbers are given though the start found something")
        listed = desk.read(lambda r: r.conn.exec_driver_sql("SELECT count(*) FROM dossier").scalar())
        if not listed:
            wrong.append("nothing can be read any more")
        return f"start {len(findings)}, {word}", wrong


def _left_behind(rig: Rig, desk: Desk) -> int:
    """How many events of a desk's file the centre does not have."""
    with rig.boss() as boss:
        there = {row[0] for row in boss.execute("SELECT id FROM counter.event").fetchall()}
    here = desk.read(lambda reading: reading.conn.exec_driver_sql("SELECT id FROM event").scalars().all())
    return len(set(here) - there)
