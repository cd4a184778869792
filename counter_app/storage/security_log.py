"""The security log: sign-ins and what else guards the desk, a hash chain of its own. No personal data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from counter_app.domain.events import canonical_json
from counter_app.storage.tables import security_log

GENESIS = "0" * 64


def append(conn: Connection, at: int, actor: str, what: str, facts: Mapping[str, Any]) -> None:
    """Add a line. `at` is UTC ms; `facts` are JSON values without names or ids of applicants."""
    last = conn.execute(
        select(security_log.c.seq, security_log.c.hash).order_by(security_log.c.seq.desc()).limit(1)
    ).first()
    seq, prev = (last.seq + 1, last.hash) if last else (1, GENESIS)
    text = canonical_json(dict(facts))
    line = {"seq": seq, "at": at, "actor": actor, "what": what, "facts": text, "prev": prev}
    conn.execute(insert(security_log), {**line, "hash": _hash(prev, seq, at, actor, what, text)})


def _hash(prev: str, seq: int, at: int, actor: str, what: str, facts: str) -> str:
    return hashlib.sha256(f"{prev}\n{seq}\n{at}\n{actor}\n{what}\n{facts}".encode()).hexdigest()


def failures(conn: Connection, login: str) -> tuple[int, int]:
    """(wrong tries in a row since the last right one, UTC ms of the last wrong one)."""
    rows = conn.execute(
        select(security_log.c.what, security_log.c.at)
        .where(security_log.c.actor == login, security_log.c.what.in_(["signed_in", "sign_in_refused"]))
        .order_by(security_log.c.seq.desc())
        .limit(20)
    ).all()
    wrong = 0
    for row in rows:
        if row.what == "signed_in":
            break
        wrong += 1
    return wrong, (rows[0].at if wrong else 0)


def first_bad_line(conn: Connection) -> int | None:
    """Sequence number of the first line whose link does not hold, or None."""
    prev = GENESIS
    for row in conn.execute(select(security_log).order_by(security_log.c.seq)):
        if row.prev != prev or row.hash != _hash(prev, row.seq, row.at, row.actor, row.what, row.facts):
            return int(row.seq)
        prev = row.hash
    return None
