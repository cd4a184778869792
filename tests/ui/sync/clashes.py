"""Conflicts as desks really make them: two copies of one file work alone, then one hears of the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from counter_app.domain.events import EventKind
from counter_app.domain.staff import Role
from counter_app.queries.conflicts import open_conflicts
from counter_app.services.administration import change_person
from counter_app.services.resolving import resolve
from counter_app.storage.store import Reading
from tests.builders import Clock, trial_desk
from tests.desks import Counter, person
from tests.elsewhere import brought, twin
from tests.passes import NIGHT, joined
from tests.services.met import confirm
from tests.ui.at_a_page import PageDesk

FRIDAY = datetime(2026, 11, 20, 8, 30)


@cache
def shared_past() -> tuple[Path, tuple[str, ...]]:
    """A desk whose three dossiers lie with Phòng QLĐT since Friday morning, and their codes."""
    folder, clock = Path(mkdtemp(prefix="counter-app-past-")), Clock(FRIDAY)
    with trial_desk(folder, clock) as desk:
        acts = Counter(desk, clock)
        names = ("Phạm Thị Thử", "Lê Văn Giả Định", "Đỗ Thị Ánh")
        codes = tuple(acts.received("DT-08", applicant=person(name)) for name in names)
        for code in codes:
            acts.passed(code, "lan", "QLDT", "minh")
        desk.write(lambda uow: joined(uow, datetime(2026, 11, 23, 2, 1), NIGHT))
    return folder / "desk", codes


class Clash:
    """`desk` is this desk, `other` the one that is heard of at `meet()`."""

    def __init__(self, folder: Path, login: str = "tuan") -> None:
        template, self.codes = shared_past()
        self.desk = PageDesk(folder / "here", login, template=template, at=datetime(2026, 11, 20, 16, 57))
        self.clock = Clock(datetime(2026, 11, 20, 17, 4))
        self.other = twin(template, folder / "there", self.clock)

    def meet(self) -> None:
        """A pass brings what the other desk recorded; Monday morning."""
        brought(self.desk.desk, self.other.desk)
        self.desk.clock.set(datetime(2026, 11, 23, 9, 14))

    def close(self) -> None:
        self.desk.close()
        self.other.desk.close()


def withdrawn_and_finished(clash: Clash, count: int = 1) -> None:
    """Withdrawn at the desk, finished in the department, of each of the first dossiers."""
    for code in clash.codes[:count]:
        clash.desk.acts.done("withdraw", code=code, reason="Người nộp xin rút, có đơn")
        clash.other.done("finish", "minh", code=code, outcome="granted", result_no="1142")
    clash.meet()


def decided_twice(clash: Clash) -> None:
    """Two supervisors who had not heard of each other kept the two sides, the one at the other desk first."""
    withdrawn_and_finished(clash)
    confirm(clash.desk.acts)
    confirm(clash.other)
    brought(clash.other.desk, clash.desk.desk, 3)
    clash.clock.set(datetime(2026, 11, 23, 8, 31))
    clash.other.desk.write(_keep(EventKind.FINISHED))
    clash.desk.desk.write(_keep(EventKind.WITHDRAWN))
    clash.meet()


def _keep(kind: EventKind) -> Callable[[Any], None]:
    def do(uow: Any) -> None:
        (found,) = open_conflicts(Reading(uow.conn, uow.reference))
        acts = [found.struck, *found.over]
        chosen = next(act.event_id for act in acts if act is not None and act.kind == kind)
        resolve(uow, found.id, chosen=chosen, reason="Đã họp", by="tuan")
        uow.commit()

    return do


def extended_and_finished(clash: Clash) -> None:
    """The due was put off here, and the result was there on the other machine."""
    fields = {"new_due": "2026-12-31", "reason": "chờ ý kiến", "signer": "Hoàng Anh Tuấn"}
    clash.desk.acts.done("extend", "minh", code=clash.codes[0], **fields)
    clash.other.done("finish", "minh", code=clash.codes[0], outcome="granted", result_no="1142")
    clash.meet()


def finished_and_handed_back(clash: Clash) -> None:
    """Finished here, given back to the counter as it was on the other machine."""
    clash.desk.acts.done("finish", "minh", code=clash.codes[0], outcome="granted", result_no="1142")
    clash.other.done("hand_over", "minh", codes=[clash.codes[0]], to="MC")
    clash.meet()


def stopped_and_finished(clash: Clash) -> None:
    """Stopped by the head of the department here, finished by the officer on the other machine."""
    clash.desk.acts.done("stop", "dung", code=clash.codes[0], reason="chờ kết luận thanh tra")
    clash.other.done("finish", "minh", code=clash.codes[0], outcome="granted", result_no="1142")
    clash.meet()


def without_right(clash: Clash) -> None:
    """Minh was made a clerk of the counter elsewhere, and finished a dossier here as the officer he was."""
    clash.other.desk.write(_to_counter("minh"))
    clash.clock.move(minutes=1)
    clash.desk.acts.done("finish", "minh", code=clash.codes[0], outcome="granted", result_no="1142")
    clash.meet()


def promised_without_right(clash: Clash) -> None:
    """Lan lost the counter elsewhere, and received a dossier here meanwhile."""
    clash.other.desk.write(_to_officer("lan"))
    clash.desk.acts.received("DT-08", applicant=person("Vũ Hoàng Khách"))
    clash.meet()


def one_code_twice(clash: Clash) -> None:
    """Two copies of one desk gave the same number to two dossiers."""
    clash.desk.acts.received("DT-08", applicant=person("Vũ Hoàng Khách"))
    clash.other.received("DT-01", applicant=person("Trần Thị Ví Dụ"))
    clash.meet()


def changed_twice(clash: Clash) -> None:
    """Two administrators gave the same person two other units."""
    clash.desk.desk.write(_to_counter("minh"))
    clash.other.desk.write(_to_officer("minh"))
    clash.meet()


def not_readable(clash: Clash) -> None:
    """An event whose payload is of another world."""

    def do(uow: Any) -> None:
        query = "SELECT stream FROM dossier WHERE code = ?"
        stream = uow.conn.exec_driver_sql(query, (clash.codes[0],)).scalar_one()
        uow.record(stream, EventKind.EXTENDED, {"due": 17}, uow.reference.person("minh"))
        uow.commit()

    clash.other.desk.write(do)
    clash.meet()


def _to_counter(login: str) -> Callable[[Any], None]:
    return _set(login, Role.COUNTER, "MC")


def _to_officer(login: str) -> Callable[[Any], None]:
    return _set(login, Role.OFFICER, "QLDN")


def _set(login: str, role: Role, unit: str) -> Callable[[Any], None]:
    def do(uow: Any) -> None:
        name = uow.reference.person(login).name
        change_person(uow, login, name=name, role=role, unit=unit, is_active=True, by="quantri")
        uow.commit()

    return do
