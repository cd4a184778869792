"""F25, F26, row 43: wrong clocks, newer programs, and payloads of another world come through the feed.

Whatever a legitimate login sends and the centre takes, no desk's pull may be blocked by it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from counter_app.commands import reads
from counter_app.domain.events import EventKind
from counter_app.sync.dial import PgLine, dial
from tests.central.centre import AGENCY, Chain, an_event
from tests.sync_faults import oracle
from tests.sync_faults.report import Report, Size, of
from tests.sync_faults.rig import Post, Rig, a_rig
from tests.sync_faults.worker import Worker

DEEPEST = 63
"""What the centre takes."""


@dataclass
class Stranger:
    """An enrolled login whose program is not ours: it sends what it likes."""

    rig: Rig
    post: Post
    chain: Chain
    quarantined: int = 0
    refused: int = 0
    stored: int = 0
    line: PgLine | None = None

    def send(self, *events: Any) -> None:
        """Each event by itself; what was quarantined is taken out of the chain again."""
        for event in events:
            (record,) = self.chain.add(event)
            pushed = self._line().push([record])
            if pushed.bad_oseq is not None:
                self.chain.records.pop()
                self.quarantined += 1
            self.stored += pushed.stored

    def send_raw(self, text: bytes) -> None:
        """One text under a right hash, whether an event or not."""
        import hashlib

        head = self.chain.head
        link = hashlib.sha256(
            f"{head.hash}\n{head.origin}\n{head.oseq + 1}\n{hashlib.sha256(text).hexdigest()}".encode()
        ).hexdigest()
        row = self._line().conn.execute(
            "SELECT stored, bad_reason FROM counter.push(%s, %s::bigint, %s, %b::bytea[], %b::text[], %b::text[])",
            (head.origin, head.oseq + 1, head.hash, [text], [link], [None]),
        ).fetchone()
        assert row is not None
        if row[0]:
            self.stored += 1
            self.chain.records.append(_Placed(head.origin, head.oseq + 1, link))  # type: ignore[arg-type]
        else:
            self.quarantined += 1

    def _line(self) -> PgLine:
        if self.line is None:
            self.line = dial(self.rig.address(self.post), self.rig.folder)
        return self.line

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()
            self.line = None


@dataclass(frozen=True)
class _Placed:
    origin: str
    oseq: int
    hash: str


def a_stranger(rig: Rig, number: int = 21) -> Stranger:
    """Enrolled by hand: an origin, a login, no file."""
    login, chain = f"desk_{number}", Chain(f"{number:032x}")
    with rig.boss() as boss:
        boss.execute(f"CREATE ROLE {login} LOGIN".encode())
        boss.execute(
            "INSERT INTO counter.origin (agency, id, desk, login, incarnation) VALUES (%s, %s, %s, %s, 1)",
            (AGENCY, chain.origin, number, login),
        )
        boss.execute("SELECT counter.grant_desk(%s)", (login,))
    return Stranger(rig, Post(number, rig.folder, login, rig.posts[0].clock), chain)


# ---------------------------------------------------------------- F26


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
            streams = {code: _stream(desk, code) for code in codes}
        copy = rig.server.copied("before")
        stranger = a_stranger(rig)
        for number, code in enumerate(codes):
            fields: dict[str, Any] = {"stream": streams[code], "payload": {"at": _minute(first), "x": [1, {"y": None}]}}
            if number % 2:
                fields |= {"kind": EventKind.NOTE_ADDED, "schema_v": 2, "payload": {"words": ["a"], "n": 2**62}}
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


def _stream(desk: Any, code: str) -> str:
    query = "SELECT stream FROM dossier WHERE code = ?"
    return str(desk.read(lambda reading: reading.conn.exec_driver_sql(query, (code,)).scalar_one()))


def _minute(post: Post) -> str:
    return post.clock.local.isoformat(timespec="minutes")


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


# ---------------------------------------------------------------- row 43


def bad_dossiers(size: Size, folder: Path) -> Report:
    """Row 43: junk of every sort from a legitimate but broken desk, `size.n` payloads for each kind of a
    dossier."""
    return _bad_input("43-dossiers", size, folder, [kind for kind in EventKind if kind.startswith("dossier:")])


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
    None, True, 0, -1, 2**62, 2**63 - 1, -(2**63), 2**63, 2**70, 1.5, 1e308, "", "x", "2026-13-99T25:61", "\x00",
    "😀" * 50, "9" * 300, "Đ" * 3000, [], [None], [1, "a", {}], {}, {"a": {"b": [1]}}, [[[[]]]],
    "2026-11-23T09:14", "MC", "QLDT", "lan", "granted", "9999-12-31T23:59", "0001-01-01T00:00", {"no": 1}, [{"no": 1}],
)  # fmt: skip


def _junk(
    chance: random.Random, kind: EventKind, number: int, dossiers: list[Any], samples: dict[str, Any]
) -> Any:
    """A payload that is nearly right, or nothing like it, in a stream where it belongs or not."""
    stream, head = chance.choice(dossiers)
    if number % 3 == 0:
        stream = f"dossier:{chance.getrandbits(128):032x}"
    if not kind.startswith("dossier:") and chance.random() < 0.8:
        stream = chance.choice(["staff:lan", "settings:agency", "unit:MC", "procedure:DT-08", "calendar:2026", "feedback:1", "desk:1", "day:2026-11-23", f"{kind.partition(':')[0]}:x{number}"])
    payload: dict[str, Any] = {}
    if (known := samples.get(str(kind))) and chance.random() < 0.7:
        payload = json.loads(json.dumps(chance.choice(known)))
        for key in chance.sample(sorted(payload), min(len(payload), chance.randint(1, 3))):
            payload[key] = chance.choice(_JUNK)
        if chance.random() < 0.2 and payload:
            payload.pop(chance.choice(sorted(payload)))
    else:
        names = ["at", "text", "unit", "role", "codes", "code", "serial", "to", "batch", "settings", "version", "applicant", "components", "due", "login", "name", "conflict", "chosen", "over", "steps", "days", "revoked", "event_id", "amount_vnd", "portal_code"]
        payload = {key: chance.choice(_JUNK) for key in chance.sample(names, chance.randint(0, 8))}
    actor = chance.choice(["lan", "minh", "tuan", "nobody", "system"])
    return an_event(
        id=f"{chance.getrandbits(128):032x}", stream=stream, kind=kind, payload=payload, actor=actor,
        seen=chance.choice([None, head]), wall=chance.choice([0, 1_795_400_040_000, 2**53]),
    )  # fmt: skip


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
            streams = {code: _stream(desk, code) for code in codes}
            head = "SELECT e.id FROM event e JOIN envelope v ON v.event_id = e.id WHERE e.stream = 'staff:lan'"
            seen = desk.read(lambda r: r.conn.exec_driver_sql(f"{head} ORDER BY v.pos DESC LIMIT 1").scalar())
        stranger = a_stranger(rig)
        for number, code in enumerate(codes):
            actor = ("lan", "nobody")[number % 2]
            role = {"login": "lan", "name": "Lan", "staff_role": "supervisor", "staff_unit": "LD", "is_active": True}
            stranger.send(
                an_event(stream="staff:lan", kind=EventKind.STAFF_SET, actor=actor, seen=seen,
                         payload=role | {"place": 1, "unit": "LD", "role": "supervisor"}),
                an_event(stream=streams[code], kind=EventKind.VOIDED, actor="lan",
                         payload={"reason": "x", "unit": "LD", "role": "supervisor", "at": _minute(first)}),
            )  # fmt: skip
        stranger.close()
        rig.settle()
        for post in rig.posts:
            with post.opened() as desk:
                query = "SELECT role FROM staff WHERE login = 'lan'"
                role = desk.read(lambda r: r.conn.exec_driver_sql(query).scalar())
                query = "SELECT count(*) FROM dossier WHERE status = 'voided'"
                voided = desk.read(lambda r: r.conn.exec_driver_sql(query).scalar())
                query = "SELECT count(*) FROM conflict WHERE because = 'unauthorised'"
                told = desk.read(lambda r: r.conn.exec_driver_sql(query).scalar())
            if role != "counter":
                complaints.append(f"desk {post.number}: lan is {role} now")
            if voided:
                complaints.append(f"desk {post.number}: {voided} dossiers were voided without the right")
            if told < size.n:
                complaints.append(f"desk {post.number}: {told} conflicts tell of {2 * size.n} acts without the right")
        verdict = oracle.judge(rig)
    return of("rights", verdict, complaints, acts=2 * size.n, seconds=round(time.monotonic() - began, 1))


# ---------------------------------------------------------------- F25


CLOCKS: dict[str, timedelta | datetime] = {
    "a day ahead": timedelta(days=1, minutes=5),
    "a day behind": timedelta(days=-1, minutes=-5),
    "an hour back": timedelta(hours=-1),
    "three minutes": timedelta(minutes=3),
    "ten years ahead": timedelta(days=3652),
    "ten years behind": timedelta(days=-3652),
    "2038": datetime(2038, 1, 19, 10, 14),
    "29/2": datetime(2028, 2, 29, 23, 59),
}


def _confirmed(worker: Worker) -> dict[str, Any]:
    """A reception after the supervisor's word that the clock is right."""
    worker.papers.take(worker.say({"act": "confirm_clock", "by": "tuan", "reason": "đã xem đồng hồ"}))
    return worker.receive()


def clocks(size: Size, folder: Path) -> Report:
    """F25: one desk's clock is wrong for a while; order, numbers and the others' files must not care."""
    began, complaints, words = time.monotonic(), list[str](), dict[str, float]()
    with a_rig(folder, 3, seed=size.seed) as rig:
        for name, wrong in list(CLOCKS.items())[: size.n]:
            post = rig.posts[1]
            right = post.clock.local
            post.clock.local = wrong if isinstance(wrong, datetime) else right + wrong
            offset = (post.clock.local - right).total_seconds() * 1000
            with post.opened() as desk:
                worker = rig.worker(desk, post, f"{name}")
                before = worker.receive()
                report = rig.run(desk, post)
                after = worker.receive()
                worker.day(3)
                rig.run(desk, post)
                confirmed = _confirmed(worker)
                rig.run(desk, post)
            told = report.clock_offset_ms
            if told is None or abs(told - offset) > 120_000:
                complaints.append(f"{name}: told as {told} ms, it was {offset:.0f}")
            if abs(offset) > 86_400_000 and after["ok"]:
                complaints.append(f"{name}: numbered {after['code']} after a pass said that the clock is off")
            if not confirmed["ok"] and confirmed["error"] != "number_block_exhausted":
                complaints.append(f"{name}: confirmed, still {confirmed['error']} {confirmed['facts']}")
            words[f"{name}: {before.get('error', 'ok')}/{after.get('error', 'ok')}"] = report.sent
            post.clock.local = right
            with post.opened() as desk:
                rig.run(desk, post)
                back = _confirmed(rig.worker(desk, post, f"back {name}"))
                if not back["ok"]:
                    complaints.append(f"{name}: put right and confirmed, still {back['error']} {back['facts']}")
        rounds = rig.settle()
        verdict = oracle.judge(rig, may_gap=True)
        complaints += [f"{rounds} rounds"] if rounds > 3 else []
    return of("F25", verdict, complaints, **words, seconds=round(time.monotonic() - began, 1))
