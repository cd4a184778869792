"""What people do at a desk all day: acts by the real services, chosen by chance among what may come next.

A refused act is an ordinary day's event (the desk knows better by now) and is not counted. Everything that
was accepted goes on the paper: the codes, and the ids of all events that a clerk was told of.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.commands.acts import answer_line
from counter_app.storage.store import Reading
from tests.builders import Clock
from tests.desks import a_line
from tests.faults.prepared import receive_line

Json = dict[str, Any]

STAFF = {"MC": "lan", "QLDT": "minh", "QLDN": "hoa", "LD": "tuan"}
_LAST = (
    "SELECT code, status, holder, in_transit_to FROM dossier WHERE code IS NOT NULL"
    " ORDER BY last_at DESC, seq DESC LIMIT 40"
)


@dataclass
class Papers:
    """Kept by the harness alone: (code, event id) of every receipt shown, and every event id acknowledged."""

    shown: list[tuple[str, str]] = field(default_factory=list)
    acked: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)

    def take(self, answer: Json) -> bool:
        """Write down an answer that came through whole."""
        if not answer.get("ok"):
            self.refused[answer["error"]] = self.refused.get(answer["error"], 0) + 1
            return False
        if answer.get("code") and answer.get("scan_number"):
            self.shown.append((answer["code"], answer["event_id"]))
        self.acked |= set(_event_ids(answer))
        return True


def _event_ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("event_id"), str):
            yield value["event_id"]
        for item in value.values():
            yield from _event_ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _event_ids(item)


@dataclass
class Worker:
    """Everybody at one open desk. `name` keeps the applicants of two desks apart."""

    desk: Desk
    clock: Clock
    chance: random.Random
    papers: Papers
    name: str
    receives: float = 0.4
    count: int = 0

    def day(self, acts: int) -> int:
        """So many tries; answers how many were accepted."""
        return sum(self.act() for _ in range(acts))

    def act(self) -> bool:
        """One try at something that people do."""
        return self.papers.take(self.said())

    def receive(self) -> Json:
        """A dossier comes in; its answer, taken down."""
        answer = self._say(receive_line(self._next()))
        self.papers.take(answer)
        return answer

    def said(self) -> Json:
        """One try, its answer not yet on any paper."""
        known = self.desk.read(self._known)
        if not known or self.chance.random() < self.receives:
            return self._say(receive_line(self._next()))
        return self._say(a_line(self._something(*self.chance.choice(known))))

    def say(self, act: Json) -> Json:
        """One act as it is given; its answer, not yet on any paper."""
        return self._say(a_line(act))

    def _next(self) -> str:
        self.count += 1
        return f"{self.name}.{self.count}"

    def _say(self, line: str) -> Json:
        return answer_line(self.desk, line, "en")

    def _known(self, reading: Reading) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in reading.conn.exec_driver_sql(_LAST)]

    def _something(self, code: str, status: str, holder: str | None, to: str | None) -> Json:
        chance = self.chance
        if chance.random() < 0.25:
            return {"act": "note", "by": "lan", "code": code, "text": f"Đã gọi {self._next()}"}
        if to:
            if chance.random() < 0.2:
                by = STAFF.get(holder or "MC", "lan")
                return {"act": "recall", "by": by, "codes": [code], "reason": "giao nhầm"}
            return {"act": "take_over", "by": STAFF.get(to, "minh"), "codes": [code]}
        if status == "finished":
            return {"act": "return_result", "by": "lan", "code": code, "to_whom": "Người nộp"}
        if holder == "MC":
            if chance.random() < 0.15:
                return {"act": "void", "by": "tuan", "code": code, "reason": "tiếp nhận nhầm"}
            to = chance.choice(["QLDT", "QLDN"])
            return {"act": "hand_over", "by": "lan", "codes": [code], "to": to}
        by = STAFF.get(holder or "", "minh")
        act = chance.choice(["step_done", "hand_over", "finish", "stop", "resume", "assign"])
        match act:
            case "hand_over":
                return {"act": act, "by": by, "codes": [code], "to": "MC"}
            case "finish":
                return {"act": act, "by": by, "code": code, "outcome": "granted", "result_no": "12/GP"}
            case "stop" | "resume":
                return {"act": act, "by": by, "code": code, "reason": "chờ ý kiến"}
            case "assign":
                return {"act": act, "by": by, "codes": [code], "officer": by}
            case _:
                return {"act": "step_done", "by": by, "codes": [code]}
