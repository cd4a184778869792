"""F26 and rights: what a newer program, or a changed one, sends under a legitimate login."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.commands import reads
from counter_app.domain.events import EventKind
from tests.campaign_report import Report
from tests.central.centre import an_event
from tests.sync_faults import oracle
from tests.sync_faults.report import Size, of
from tests.sync_faults.rig import AGENCY, Post, Rig, a_rig
from tests.sync_faults.strangers import a_stranger, minute_of, stream_of


def newer(size: Size, folder: Path) -> Report:
    """F26: `size.n` kinds and schema versions of a newer program on dossiers that are known here.

    Kept, forwarded to a centre that lost them, the dossier read-only, everything else as before.
    """
    began, complaints = time.monotonic(), list[str]()
    with a_rig(folder, 3, seed=size.seed) as rig:
        first, second, third = rig.posts
        with first.opened() as desk:
            worker = rig.worker(desk, first)
            codes = [worker.receive()["code"] for _ in range(size.n)]
            rig.run(desk, first)
            streams = {code: stream_of(desk, code) for code in codes}
        copy = rig.server.copied("before")
        stranger = a_stranger(rig)
        for number, code in enumerate(codes):
            payload: dict[str, Any] = {"at": minute_of(first), "x": [1, {"y": None}]}
            fields: dict[str, Any] = {"stream": streams[code], "payload": payload}
            if number % 2:
                payload |= {"words": ["a"], "n": 2**62}
                fields |= {"kind": EventKind.NOTE_ADDED, "schema_v": 2}
            else:
                fields |= {"kind": f"dossier:teleported_{number}"}
            stranger.send(an_event(agency=AGENCY, **fields))
        stranger.send(an_event(stream="robot:7", kind="robot:set", payload={"a": 1}))
        stranger.close()
        sent = {record.event.id for record in stranger.chain.records}
        rig.settle()
        for post in rig.posts:
            complaints += _read_only(rig, post, codes, sent)
        rig.server.stop()
        copy.start()
        rig.server = copy  # the stranger is gone for good, and its login was made after that copy
        for post in (second, third, first):
            rig.passed(post)
        rounds = rig.settle()
        with rig.boss() as boss:
            there = {row[0] for row in boss.execute("SELECT id FROM counter.event").fetchall()}
        complaints += [f"{len(sent - there)} of a newer program were not forwarded"] if sent - there else []
        verdict = oracle.judge(rig)
    return of(
        "F26", verdict, complaints, sent=len(sent), rounds=rounds, seconds=round(time.monotonic() - began, 1)
    )


def _read_only(rig: Rig, post: Post, codes: list[str], sent: set[str]) -> Iterator[str]:
    if missing := sent - oracle.held(post).events:
        yield f"desk {post.number} did not keep {len(missing)}"
    with post.opened() as desk:
        marked = "SELECT count(*) FROM dossier WHERE is_read_only = 1"
        found = desk.read(lambda reading: reading.conn.exec_driver_sql(marked).scalar_one())
        if found != len(codes):
            yield f"desk {post.number}: {found} of {len(codes)} are read-only"
        worker = rig.worker(desk, post, f"ro{post.number}")
        answer = worker.say({"act": "note", "by": "lan", "code": codes[0], "text": "x"})
        if answer["ok"]:
            yield f"desk {post.number} wrote into a read-only dossier"
        if not worker.receive()["ok"]:
            yield f"desk {post.number} cannot receive"
        reads.show(desk, codes[0])


def rights(size: Size, folder: Path) -> Report:
    """A desk whose program was changed gives its clerk every right; to the others that is a conflict.

    `size.n` times: roles written by the clerk herself or by nobody known, then acts that need them.
    """
    began, complaints = time.monotonic(), list[str]()
    with a_rig(folder, 3, seed=size.seed) as rig:
        first = rig.posts[0]
        with first.opened() as desk:
            worker = rig.worker(desk, first)
            codes = [worker.receive()["code"] for _ in range(size.n)]
            rig.run(desk, first)
            streams = [stream_of(desk, code) for code in codes]
            seen = str(_asked(desk, _HEAD_OF_LAN))
        stranger, voided = a_stranger(rig), _VOIDED | {"at": minute_of(first)}
        for number, stream in enumerate(streams):
            actor = ("lan", "nobody")[number % 2]
            stranger.send(
                an_event(
                    stream="staff:lan", kind=EventKind.STAFF_SET, actor=actor, seen=seen, payload=_EVERY_RIGHT
                ),
                an_event(stream=stream, kind=EventKind.VOIDED, actor="lan", payload=voided),
            )
        stranger.close()
        rig.settle()
        for post in rig.posts:
            with post.opened() as desk:
                role, gone, told = _asked(desk, _ROLE), _asked(desk, _ARE_VOIDED), _asked(desk, _TOLD)
            complaints += [f"desk {post.number}: lan is {role} now"] if role != "counter" else []
            complaints += [f"desk {post.number}: {gone} voided without the right"] if gone else []
            complaints += [f"desk {post.number}: only {told} conflicts"] if told < 2 * size.n else []
        verdict = oracle.judge(rig)
    return of("rights", verdict, complaints, acts=2 * size.n, seconds=round(time.monotonic() - began, 1))


_HEAD_OF_LAN = (
    "SELECT e.id FROM event e JOIN envelope v ON v.event_id = e.id WHERE e.stream = 'staff:lan'"
    " ORDER BY v.pos DESC LIMIT 1"
)
_ROLE = "SELECT role FROM staff WHERE login = 'lan'"
_ARE_VOIDED = "SELECT count(*) FROM dossier WHERE status = 'voided'"
_TOLD = "SELECT count(*) FROM conflict WHERE because = 'unauthorised'"
_SUPERVISOR = {"unit": "LD", "role": "supervisor"}
_EVERY_RIGHT: dict[str, Any] = _SUPERVISOR | {
    "login": "lan", "name": "Lan", "staff_role": "supervisor", "staff_unit": "LD", "is_active": True,
    "place": 1,
}  # fmt: skip
_VOIDED: dict[str, Any] = _SUPERVISOR | {"reason": "x"}


def _asked(desk: Desk, query: str) -> Any:
    return desk.read(lambda reading: reading.conn.exec_driver_sql(query).scalar())
