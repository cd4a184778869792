"""A legitimate login whose program is not ours: what it sends, the centre takes, and every desk pulls."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, LiteralString

from counter_app.bootstrap import Desk
from counter_app.sync.dial import PgLine, dial
from tests.central.centre import Chain
from tests.sync_faults.rig import AGENCY, Post, Rig

_PUSH: LiteralString = (
    "SELECT stored, bad_reason"
    " FROM counter.push(%s, %s::bigint, %s, %b::bytea[], %b::text[], %b::text[])"
)


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
        head = self.chain.head
        link = hashlib.sha256(
            f"{head.hash}\n{head.origin}\n{head.oseq + 1}\n{hashlib.sha256(text).hexdigest()}".encode()
        ).hexdigest()
        row = self._line().conn.execute(
            _PUSH,
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


def stream_of(desk: Desk, code: str) -> str:
    """The stream of a dossier's code."""
    query = "SELECT stream FROM dossier WHERE code = ?"
    return str(desk.read(lambda reading: reading.conn.exec_driver_sql(query, (code,)).scalar_one()))


def minute_of(post: Post) -> str:
    """A desk's time as payloads have it."""
    return post.clock.local.isoformat(timespec="minutes")
