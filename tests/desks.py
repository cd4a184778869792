"""Real desks for tests: each kind is made once in a process and copied, then acts go in as JSON lines."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, Ports, make_desk, open_desk
from counter_app.commands import reads, upkeep
from counter_app.commands.acts import answer_line
from counter_app.domain.staff import Role
from counter_app.services.accounts import add_staff
from counter_app.services.first_desk import NewDesk
from counter_app.services.seed import SYSTEM
from counter_app.storage import event_log, projection
from counter_app.storage.store import Reading
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock, trial_desk

Json = dict[str, Any]

COMPANY = {
    "kind": "organisation",
    "name": "Công ty TNHH Cơ khí Chính xác Đông Đô",
    "id_kind": "mst",
    "id_number": "0299001487",
    "representative": "Đặng Đức Đạt",
    "phone": "02250000002",
}
STAFF = {
    "lan": (Role.COUNTER, "MC"),
    "minh": (Role.OFFICER, "QLDT"),
    "hoa": (Role.OFFICER, "QLDN"),
    "tuan": (Role.SUPERVISOR, "LD"),
}


def _made(make: Callable[[Path], Desk]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with make(folder) as desk:
        return desk.folder


@cache
def _trial() -> Path:
    return _made(trial_desk)


@cache
def _real(desk_number: int, of: int) -> Path:
    def make(folder: Path) -> Desk:
        new = NewDesk("H24.28", "Ban Quản lý Khu kinh tế Hải Phòng", desk_number, of)
        desk, _, _ = make_desk(folder / "desk", new, admin="quantri", ports=Ports(clock=Clock()))

        def add(uow: UnitOfWork) -> None:
            for login, (role, unit) in STAFF.items():
                add_staff(uow, login, name=f"Cán bộ {login}", role=role, unit=unit, by=SYSTEM)
            uow.commit()

        desk.write(add)
        return desk

    return _made(make)


def _opened(made: Path, folder: Path, clock: Clock | None) -> Desk:
    target = folder / f"{made.name}-{made.parent.name}"
    shutil.copytree(made, target)
    return open_desk(target, writing=True, ports=Ports(clock=clock or Clock()))


def a_trial(folder: Path, clock: Clock | None = None) -> Desk:
    """An empty trial desk of Monday 23/11/2026, 09:14, with its nine staff."""
    return _opened(_trial(), folder, clock)


def a_real(folder: Path, clock: Clock | None = None, *, desk: int = 1, of: int = 1) -> Desk:
    """An empty real desk, made on the same Monday, with `lan`, `minh`, `hoa` and `tuan`."""
    return _opened(_real(desk, of), folder, clock)


def form(procedure: str = "DT-08", **fields: Any) -> Json:
    """The fields of `receive`: a known company, the first paper of the procedure."""
    return {
        "procedure": procedure,
        "applicant": COMPANY,
        "components": [{"no": 1, "copies": 1}],
        "channel": "direct",
        "return_by": "desk",
        "duplicate_reason": "dự án khác",
    } | fields


def person(name: str, **fields: Any) -> Json:
    """An applicant without any id: never a duplicate of anybody."""
    return {"kind": "person", "name": name, "id_kind": "none"} | fields


def a_line(value: Json) -> str:
    """As a program would write it: plain letters, but half a character as JSON's escape."""
    line = json.dumps(value, ensure_ascii=False)
    has_half = any("\ud800" <= char <= "\udfff" for char in line)
    return json.dumps(value) if has_half else line


class Counter:
    """A desk that is spoken to in act lines; its clock moves on a minute with every line."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.desk = desk
        self.clock = clock

    def say(self, act: str, by: str = "lan", **fields: Any) -> Json:
        """One line; its answer, whatever it is."""
        return self.line(a_line({"act": act, "by": by} | fields))

    def line(self, line: str) -> Json:
        """One raw line; its answer, which is always JSON."""
        self.clock.move(minutes=1)
        answer = answer_line(self.desk, line, "en")
        told: Json = json.loads(json.dumps(answer, allow_nan=False))
        return told

    def done(self, act: str, by: str = "lan", **fields: Any) -> Json:
        """One line that must be accepted; its answer."""
        answer = self.say(act, by, **fields)
        assert answer["ok"], answer
        return answer

    def refused(self, act: str, by: str = "lan", **fields: Any) -> Json:
        """One line that must be refused and change nothing; error and facts in one."""
        before = self.state()
        answer = self.say(act, by, **fields)
        assert not answer["ok"], answer
        assert set(answer) == {"ok", "error", "facts", "message"}
        assert answer["message"]
        assert self.state() == before, "a refused act changed something"
        return {"error": answer["error"], **answer["facts"]}

    def received(self, procedure: str = "DT-08", by: str = "lan", **fields: Any) -> str:
        """The code of a dossier taken in."""
        code: str = self.done("receive", by, **form(procedure, **fields))["code"]
        return code

    def passed(self, code: str, giver: str, to: str, taker: str) -> None:
        """Handed over and taken."""
        self.done("hand_over", giver, codes=[code], to=to)
        self.done("take_over", taker, codes=[code])

    def show(self, code: str) -> Json:
        """What `show --json` prints."""
        told: Json = json.loads(json.dumps(reads.show(self.desk, code), default=str))
        return told

    def history(self, code: str) -> list[Json]:
        """What `history --json` prints."""
        return reads.history(self.desk, code)

    def state(self) -> tuple[Any, ...]:
        """What an act that is refused must leave alone: the log and everything made from it."""

        def look(reading: Reading) -> tuple[Any, ...]:
            numbers = reading.conn.exec_driver_sql("SELECT count(*), max(serial) FROM number_issued").one()
            log = event_log.count(reading.conn), event_log.log_hash(reading.conn)
            return *log, projection.digest(reading.conn), tuple(numbers)

        return self.desk.read(look)

    def is_sound(self) -> bool:
        """Whether the deep check finds nothing and a rebuild changes nothing."""
        found = upkeep.verify(self.desk, deep=True)
        again = upkeep.rebuild(self.desk)
        assert found["problems"] == [], found["problems"]
        same: bool = found["projection_digest"] == again["projection_digest"] and not again["changed"]
        return bool(found["ok"]) and same
