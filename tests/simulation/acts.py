"""What people at a workstation do, at random: mostly what the dossier's state allows, through act lines."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from counter_app.commands.acts import answer_line
from counter_app.domain.calendar import DayKind
from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import CounterError
from counter_app.domain.staff import Role
from counter_app.domain.transitions import BY_ACT, possible_acts
from counter_app.queries.finding import find_stream
from counter_app.services import administration, calendar_work, remarks
from counter_app.storage.store import Reading
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import COMPANY, a_line, person
from tests.simulation.machine import Machine
from tests.simulation.template import PROCEDURES, UNITS
from tests.statemachine.table import STAFF, TABLE

Json = dict[str, Any]
WORDS = {"reason": "có lý do", "ground": "Điều 17"}
BATCHES = {"hand_over", "recall", "take_over", "decline", "assign", "step_done", "recalculate"}
RARE = {"void", "withdraw", "stop", "refuse", "reopen", "recalculate", "correct"}
ANYTHING = [act for act in TABLE if act != "revoke"]
BLIND = ("take_over", "take_over", "take_over", "supplement", "return_result", "note")
"""What is done with paper that lies on the table though its data are not here yet."""


def say(machine: Machine, act: str, by: str, **fields: Any) -> Json:
    """One act line; its answer, refused or not."""
    return answer_line(machine.desk, a_line({"act": act, "by": by} | fields), "en")


def receive(machine: Machine, rng: random.Random, name: str) -> Json:
    """Take a dossier in; a twentieth was brought yesterday."""
    fields: Json = {
        "procedure": rng.choice(PROCEDURES),
        "applicant": COMPANY if rng.random() < 0.3 else person(name),
        "components": [{"no": 1, "copies": 1}],
        "duplicate_reason": "dự án khác",
    }
    if rng.random() < 0.05:
        earlier = machine.desk.local_now() - timedelta(days=1)
        fields["at"] = earlier.isoformat(timespec="minutes")
    return say(machine, "receive", rng.choice(["lan", "lan", "tuan"]), **fields)


def register(machine: Machine, rng: random.Random, portal_code: str) -> Json:
    """Note an online dossier; two desks may note the same."""
    applicant = person("Đỗ Đình Đức")
    fields: Json = {"procedure": "DT-09", "applicant": applicant, "components": [{"no": 1, "copies": 1}]}
    return say(machine, "register", "lan", **fields, channel="online", portal_code=portal_code)


def accept(machine: Machine, portal_code: str) -> Json:
    """Take in what was noted."""
    return say(machine, "receive", "lan", code=portal_code, duplicate_reason="dự án khác")


def slip(machine: Machine, rng: random.Random, name: str) -> Json:
    """Refuse, or ask for papers, before reception."""
    form: Json = {"procedure": rng.choice(PROCEDURES), "applicant": person(name), **WORDS}
    if rng.random() < 0.5:
        return say(machine, "refuse", "lan", **form)
    return say(machine, "request_supplement", "lan", **form, items=[{"no": 1, "text": "Bản sao"}])


def reenter(machine: Machine, rng: random.Random, receipt: str) -> Json:
    """A receipt printed here is entered again, from its QR."""
    applicant = person("Đỗ Đình Đức")
    fields: Json = {"procedure": rng.choice(PROCEDURES), "applicant": applicant, "receipt": receipt}
    components = [{"no": 1, "copies": 1}]
    return say(machine, "receive", "lan", **fields, components=components, duplicate_reason="dự án khác")


def look(machine: Machine, code: str) -> Dossier | None:
    """The dossier as it stands here; None where its data are not here."""

    def do(uow: UnitOfWork) -> Dossier:
        return uow.dossier(find_stream(uow.conn, uow.origin.agency, code))

    try:
        return machine.desk.write(do)
    except CounterError:
        return None


def something(machine: Machine, rng: random.Random, codes: list[str]) -> tuple[str, Json]:
    """One act on one dossier (sometimes a batch of three); what it was, and the answer."""
    code = rng.choice(codes)
    dossier = look(machine, code)
    if dossier is None:
        act = rng.choice(BLIND)
    else:
        acts = [*(each for each in possible_acts(dossier) if each != "revoke"), "note"]
        likely = [act for act in acts if act not in RARE] or acts
        act = rng.choice(likely if rng.random() < 0.85 else acts if rng.random() < 0.8 else ANYTHING)
    by = _who(rng, act, dossier)
    fields = _fields(machine, rng, act, dossier)
    if act in BATCHES:
        named = [code, *rng.sample(codes, min(2, len(codes)))] if rng.random() < 0.15 else [code]
        return f"{act} {','.join(named)} {by}", say(machine, act, by, codes=named, **fields)
    return f"{act} {code} {by}", say(machine, act, by, code=code, **fields)


def _who(rng: random.Random, act: str, dossier: Dossier | None) -> str:
    roles = TABLE[act][1] if act in TABLE else {"counter"}
    right = [login for login, (role, _) in STAFF.items() if role in roles]
    unit = "MC"
    if dossier is not None:
        unit = dossier.holder or "MC"
        if act in {"take_over", "decline"} and dossier.transit:
            unit = dossier.transit.to
        if act == "recall" and dossier.transit:
            unit = dossier.transit.giver
    here = [login for login in right if STAFF[login][1] == unit]
    if here and rng.random() < 0.9:
        return rng.choice(here)
    return rng.choice(right if rng.random() < 0.8 else list(STAFF))


def _fields(machine: Machine, rng: random.Random, act: str, dossier: Dossier | None) -> Json:
    today = machine.desk.local_now().date()
    plain: dict[str, Json] = {
        "refuse": WORDS,
        "request_supplement": {"items": [{"no": 1, "text": "Bản sao"}], **WORDS},
        "supplement": {"items": [{"no": 1}]},
        "finish": {"outcome": "granted"},
        "note": {"text": f"đã gọi {rng.random()}"},
        "notify": {"how": "điện thoại", "text": "mời đến nhận"},
        "cooperate": {"units": [rng.choice(["TNMT", "VP"])]},
        "take_over": {},
        "step_done": {},
        "hand_over": {"to": rng.choice([*UNITS, "LD"])},
        "assign": {"officer": rng.choice(["minh", "dung", "hoa", "mai", "van"])},
        "request_payment": {"amount_vnd": 30_000, "what": "phí"},
        "pay": {"amount_vnd": 30_000, "method": "cash", "receipt_no": "0001"},
        "return_result": {"to_whom": _name(dossier), "method": "desk"},
        "correct": {"changes": {"note": f"sửa {rng.random()}"}, "reason": "gõ nhầm"},
        "extend": {"new_due": _later(dossier, today), "reason": "chờ ý kiến", "signer": "Phạm Anh Tuấn"},
    }
    if act == "recalculate":
        version = machine.desk.read(lambda r: r.reference.calendar.version)
        return {"calendar_version": version, "reason": "lịch mới"}
    return plain.get(act, {"reason": "có lý do"})


def _name(dossier: Dossier | None) -> str:
    applicant = dossier.applicant if dossier else None
    return (applicant.representative or applicant.name) if applicant else "Đỗ Đình Đức"


def _later(dossier: Dossier | None, today: date) -> str:
    due = dossier.due_at.date() if dossier and dossier.due_at else today
    day = max(due, today) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.isoformat()


def printed(machine: Machine, code: str) -> None:
    """The window notes that a receipt was printed."""

    def do(uow: UnitOfWork) -> None:
        remarks.paper_printed(uow, code, form="receipt", version=1, copies=(1, 2), by="tuan")
        uow.commit()

    machine.desk.write(do)


def confirm_clock(machine: Machine) -> Json:
    """A supervisor says that the clock is right."""
    return say(machine, "confirm_clock", "tuan", reason="đã chỉnh giờ")


def revoke(machine: Machine, rng: random.Random, code: str) -> Json:
    """Take the last act back, whatever it was."""
    dossier = look(machine, code)
    head = (dossier.head if dossier else None) or "0" * 32
    return say(machine, "revoke", "tuan", event_id=head, reason="nhầm")


def administer(machine: Machine, rng: random.Random) -> str:
    """A role, a setting, a day off: the same streams at every desk."""

    def role(uow: UnitOfWork) -> str:
        login = rng.choice(["minh", "hoa", "mai", "van"])
        unit = STAFF[login][1]
        wanted = Role(rng.choice(["officer", "head", STAFF[login][0], STAFF[login][0]]))
        known: Json = {"name": f"Cán bộ {login}", "unit": unit, "is_active": rng.random() < 0.9}
        administration.change_person(uow, login, role=wanted, by="quantri", **known)
        return f"{login} is {wanted}"

    def setting(uow: UnitOfWork) -> str:
        place = f"Hải Phòng {rng.randint(1, 9)}"
        changes: Json = rng.choice([{"supplement_days": rng.randint(5, 90)}, {"place": place}])
        administration.set_agency(uow, changes, by="quantri")
        return f"settings {changes}"

    def day_off(uow: UnitOfWork) -> str:
        day = date(2026, 12, 1) + timedelta(days=rng.randrange(60))
        kind = rng.choice([DayKind.OFF, DayKind.OFF, None])
        calendar_work.set_day(uow, day, kind, label="nghỉ bù", notice="Thông báo 15", by="quantri")
        return f"day {day} {kind}"

    do: Callable[[UnitOfWork], str] = rng.choice([role, setting, day_off])

    def whole(uow: UnitOfWork) -> str:
        told = do(uow)
        uow.commit()
        return told

    try:
        return machine.desk.write(whole)
    except CounterError as error:
        return f"{do.__name__}: {error.code}"


def open_conflicts(machine: Machine) -> list[tuple[str, str, list[str]]]:
    """(id, event, those it lost against) of the open conflicts here."""

    def read(reading: Reading) -> list[Any]:
        query = "SELECT id, event_id, over FROM conflict WHERE is_resolved = 0 ORDER BY id"
        return list(reading.conn.exec_driver_sql(query))

    return [(row[0], row[1], [part for part in str(row[2]).strip('[]').replace('"', '').split(",") if part])
            for row in machine.desk.read(read)]  # fmt: skip


def resolve(machine: Machine, rng: random.Random) -> tuple[str, Json] | None:
    """A supervisor chooses one side of an open conflict."""
    if "resolve" not in BY_ACT or not (found := open_conflicts(machine)):
        return None
    conflict, event_id, over = rng.choice(found)
    chosen = rng.choice([event_id, *over])
    return f"resolve {conflict[:8]} {chosen[:8]}", say(
        machine, "resolve", "tuan", conflict=conflict, chosen=chosen, reason="đã xem giấy"
    )
