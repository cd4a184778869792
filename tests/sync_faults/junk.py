"""Row 43: payloads of another world from a legitimate but broken desk; no pull may be blocked by them."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from counter_app.domain.events import EventKind
from tests.campaign_report import Report
from tests.central.centre import an_event
from tests.sync_faults import oracle
from tests.sync_faults.report import Size
from tests.sync_faults.rig import AGENCY, Post, Rig, a_rig
from tests.sync_faults.strangers import a_stranger

DEEPEST = 63
"""What the centre takes."""


def bad_dossiers(size: Size, folder: Path) -> Report:
    """Row 43: junk of every sort from a legitimate but broken desk, `size.n` payloads for each kind of a
    dossier."""
    kinds = [kind for kind in EventKind if kind.startswith("dossier:")]
    return _bad_input("43-dossiers", size, folder, kinds)


def bad_reference(size: Size, folder: Path) -> Report:
    """Row 43: as before, for the kinds of staff, units, procedures, calendar, settings, days."""
    kinds = [kind for kind in EventKind if not kind.startswith("dossier:")]
    return _bad_input("43-reference", size, folder, kinds)


def _bad_input(fault: str, size: Size, folder: Path, kinds: list[EventKind]) -> Report:
    began, chance, complaints = time.monotonic(), random.Random(size.seed), list[str]()
    with a_rig(folder, 3, seed=size.seed) as rig:
        first = rig.posts[0]
        with first.opened() as desk:
            worker = rig.worker(desk, first)
            for _ in range(3):
                worker.receive()
            worker.day(10)
            rig.run(desk, first)
            rows = "SELECT stream, head FROM dossier"
            dossiers = [tuple(row) for row in desk.read(lambda r: r.conn.exec_driver_sql(rows).all())]
            samples = _samples(desk)
        stranger = a_stranger(rig)
        for text in _raw_texts():
            with suppress(psycopg.Error):
                stranger.send_raw(text)
                continue
            stranger.refused += 1
            stranger.close()
        for kind in kinds:
            for number in range(size.n):
                stranger.send(_junk(chance, kind, number, dossiers, samples))
        stranger.close()
        for post in rig.posts:
            complaints += _goes_on(rig, post)
        rounds = rig.settle()
        verdict = oracle.judge(rig, may_gap=True)
        complaints += [f"{rounds} rounds"] if rounds > 3 else []
    # What the centre put aside was meant to be: it is no complaint here. Nor do junk receptions count, whose
    # code is told as given twice only where a dossier came of it.
    wrong = [w for w in verdict.complaints if not w.startswith(("quarantine", "O5", "O2"))]
    figures = {
        "kinds": len(kinds), "stored": stranger.stored, "quarantined": stranger.quarantined,
        "refused": stranger.refused, "events": verdict.events, "rounds": rounds,
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip
    return Report(fault, figures, (*complaints, *wrong))


def _goes_on(rig: Rig, post: Post) -> Iterator[str]:
    try:
        with post.opened() as desk:
            report = rig.run(desk, post)
            worker = rig.worker(desk, post, f"on{post.number}")
            worker.day(5)
            if not (answer := worker.receive())["ok"]:
                yield f"desk {post.number} cannot receive: {answer['error']} {answer['facts']}"
            report = rig.run(desk, post)
            if report.waiting:
                yield f"desk {post.number} still waits"
    except Exception as error:
        yield f"desk {post.number} is blocked: {type(error).__name__} {error}"
        raise


def _samples(desk: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    rows = desk.read(lambda r: r.conn.exec_driver_sql("SELECT kind, payload FROM event").all())
    for kind, payload in rows:
        found.setdefault(kind, []).append(json.loads(payload))
    return found


def _raw_texts() -> Iterator[bytes]:
    """Whole texts, not only payloads: what a JSON reader meets first."""
    name, tick = "e" * 31, iter(range(16))

    def event(payload: str, **more: Any) -> bytes:
        values = {
            "id": f"{name}{next(tick):x}", "agency": AGENCY, "stream": f"dossier:{name}0",
            "kind": "dossier:note_added", "schema_v": 1, "payload": payload, "seen": None, "actor": "lan",
            "wall": 1_795_400_040_000, "quality": "good",
        } | more  # fmt: skip
        return json.dumps(list(values.values()), ensure_ascii=False, separators=(",", ":")).encode()

    yield event("[" * DEEPEST + "]" * DEEPEST)
    yield event('{"a":' + "[" * 10**5 + "]" * 10**5 + "}")
    yield event('{"a":' + "[" * (DEEPEST - 3) + "]" * (DEEPEST - 3) + "}")
    yield event('{"a":NaN}')
    yield event('{"a":1e400}')
    yield event('{"a":-1e400,"text":"x","n":1e308}')
    yield event('{"a":9223372036854775808,"text":"x"}')
    yield event('{"a":' + "9" * 4299 + "}")
    yield event('{"text":"a","text":"b"}')
    yield event('{"text":"\\u0000","at":"\\ud800"}')
    yield event('{"text":"x"}', wall=2**63 - 1)
    yield event('{"text":"x"}', schema_v=2**63 - 1)
    yield event('{"text":"x"}', wall=-1)
    yield event('{"text":"x"}', quality="perhaps")
    yield event('{"text":"x"}', seen="nobody")
    yield event('{"text":"x"}', actor="")
    yield b"[]"
    yield b"{}"
    yield b"\xff\xfe"
    yield b"null"
    yield b'["' + b"f" * 32 + b'","' + AGENCY.encode() + b'"]'


_JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 2**62, 2**63 - 1, -(2**63), 2**63, 2**70, 1.5, 1e308, "", "x", "2026-13-99T25:61",
    "\x00", "😀" * 50, "9" * 300, "Đ" * 3000, [], [None], [1, "a", {}], {}, {"a": {"b": [1]}}, [[[[]]]],
    "2026-11-23T09:14", "MC", "QLDT", "lan", "granted", "9999-12-31T23:59", "0001-01-01T00:00", {"no": 1},
    [{"no": 1}],
)  # fmt: skip
_STREAMS = (
    "staff:lan", "settings:agency", "settings:calendar", "unit:MC", "procedure:DT-08", "calendar:vn",
    "calendar:2026", "feedback:1", "desk:1", "day:2026-11-23",
)  # fmt: skip
_KEYS = (
    "at", "text", "unit", "role", "codes", "code", "serial", "to", "batch", "settings", "version",
    "applicant", "components", "due", "login", "name", "conflict", "chosen", "over", "steps", "days",
    "revoked", "event_id", "amount_vnd", "portal_code", "place", "years", "staff_role", "id",
)  # fmt: skip


def _junk(
    chance: random.Random, kind: EventKind, number: int, dossiers: list[Any], samples: dict[str, Any]
) -> Any:
    """A payload that is nearly right, or nothing like it, in a stream where it belongs or not."""
    stream, head = chance.choice(dossiers)
    if number % 3 == 0:
        stream = f"dossier:{chance.getrandbits(128):032x}"
    if not kind.startswith("dossier:") and chance.random() < 0.8:
        stream = chance.choice([*_STREAMS, f"{kind.partition(':')[0]}:x{number}"])
    payload: dict[str, Any] = {}
    if (known := samples.get(str(kind))) and chance.random() < 0.7:
        payload = json.loads(json.dumps(chance.choice(known)))
        for key in chance.sample(sorted(payload), min(len(payload), chance.randint(1, 3))):
            payload[key] = chance.choice(_JUNK)
        if chance.random() < 0.2 and payload:
            payload.pop(chance.choice(sorted(payload)))
    else:
        payload = {key: chance.choice(_JUNK) for key in chance.sample(_KEYS, chance.randint(0, 8))}
    actor = chance.choice(["lan", "minh", "tuan", "nobody", "system"])
    return an_event(
        id=f"{chance.getrandbits(128):032x}", stream=stream, kind=kind, payload=payload, actor=actor,
        seen=chance.choice([None, head]), wall=chance.choice([0, 1_795_400_040_000, 2**53]),
    )  # fmt: skip
