"""Random acts, as command lines, on a real encrypted desk; the model says what must come of each."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter as Tally
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from counter_app.bootstrap import Desk
from counter_app.commands import reads
from counter_app.commands.acts import answer_line
from counter_app.domain.dossier import Dossier
from counter_app.queries.finding import find_stream
from counter_app.storage import event_log
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock
from tests.desks import Counter, Json, a_line, a_trial, form, person
from tests.statemachine import model
from tests.statemachine.catalogue import LIMITS
from tests.statemachine.model import Deed, Life
from tests.statemachine.table import DESK, REVOCABLE, STAFF, STANDING, TABLE
from tests.statemachine.values import Made, made

BEGIN = datetime(2026, 2, 5, 8, 0)
"""A week and a half before Tết: the first long pauses of a run go over it."""
STATE_ERRORS = {"act_not_allowed", "already_extended"}
PAPER_ERRORS = {
    "dossier_already_handed_over",
    "not_in_transit",
    "not_holder",
    "not_giver",
    "not_receiver",
}
KINDS = [*["allowed"] * 11, *["anything"] * 4, *["revoke"] * 2, *["time"] * 2, "new"]
DULL = {"note", "notify", "refuse", "withdraw", "return_result", "void"}
DONE: Tally[tuple[str, str]] = Tally()
"""(act, `accepted` or the error) → how often, over all runs of this process: what the runs have seen."""
BATCHES = {"hand_over", "recall", "take_over", "decline", "assign", "step_done", "recalculate"}
FORMS = {"refuse": "03", "request_supplement": "02", "extend": "04", "stop": "05", "withdraw": "05"}


@dataclass
class Told:
    """A dossier as the model knows it: by what name it is called, and every deed with its event."""

    name: str
    deeds: list[Deed] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    life: Life = field(default_factory=Life, repr=False)

    def rest(self, without: int = -1) -> list[Deed]:
        return [deed for n, deed in enumerate(self.deeds) if n not in self.gone | {without}]

    def tell(self) -> None:
        life = model.told(self.rest())
        assert life is not None, "the model contradicts itself"
        self.life = life


class Lives(RuleBasedStateMachine):
    """One desk, a few dossiers, anybody doing anything."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="lives-"))
        self.clock = Clock(BEGIN)
        self.desk: Desk = a_trial(self.folder, self.clock)
        self.known: list[Told] = []
        self.numbers: Tally[str] = Tally()
        self.count = 0

    def teardown(self) -> None:
        try:
            assert Counter(self.desk, self.clock).is_sound()
            for told in self.known:
                self._compare(told)
        finally:
            self.desk.close()
            shutil.rmtree(self.folder)

    # ---- what happens

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        while not self.known:  # not everybody may
            self._receive(data)
            self._register(data)
        told = self.known[0]
        if told.life.has_code and data.draw(st.booleans(), "at the department"):
            self._sent(told, "QLDT", "minh")

    def _sent(self, told: Told, unit: str, taker: str) -> None:
        for act, by, fields in (("hand_over", "lan", {"to": unit}), ("take_over", taker, {})):
            answer, _ = self._say(act, by, {"codes": [told.name], **fields})
            self._accepted(told, Deed(act, by, self.clock.local, to=unit), answer)

    @rule(kind=st.sampled_from(KINDS), data=st.data())
    def something(self, kind: str, data: st.DataObject) -> None:
        getattr(self, f"_{kind}")(data)

    def _new(self, data: st.DataObject) -> None:
        ways = [self._receive, self._register, self._slip]
        data.draw(st.sampled_from(ways), "new")(data)

    def _receive(self, data: st.DataObject) -> None:
        by = data.draw(st.sampled_from(["lan", "lan", "tuan", "minh", "quantri"]), "by")
        paid = data.draw(st.sampled_from([0, 0, 20_000]), "paid")
        self._begin("receive", by, data, paid, {"fee_paid_vnd": paid} if paid else {})

    def _register(self, data: st.DataObject) -> None:
        by = data.draw(st.sampled_from(["lan", "tuan", "hoa"]), "by")
        self._begin("register", by, data, 0, {"portal_code": f"G04.28-{self.count:04d}-TT"})

    def _slip(self, data: st.DataObject) -> None:
        act = data.draw(st.sampled_from(["refuse", "request_supplement"]), "slip")
        more: Json = {"reason": "chưa đủ giấy", "ground": "Điều 17"}
        if act == "request_supplement":
            more["items"] = [{"no": 2, "text": "Bản sao"}]
        self._begin(act, data.draw(st.sampled_from(["lan", "tuan", "minh"]), "by"), data, 0, more)

    def _time(self, data: st.DataObject) -> None:
        self.clock.move(minutes=data.draw(st.one_of(st.integers(1, 300), st.integers(300, 6_000)), "minutes"))

    def _allowed(self, data: st.DataObject) -> None:
        """Something that may be done; what ends a dossier comes less often."""
        told = self._one(data)
        allowed = sorted(
            (act, by)
            for act in TABLE
            for by in STAFF
            if act != "revoke" and not model.why_not(told.life, act, by)
        )
        acts = sorted({act for act, _ in allowed})
        dull = DULL | ({"assign"} if told.life.holder == "MC" else set())  # the desk has no officers
        lively = [act for act in acts if act not in dull]
        act = data.draw(st.sampled_from([*lively * 4, *acts]), "act")
        by = data.draw(st.sampled_from([who for name, who in allowed if name == act]), "by")
        self._act(told, act, by, data)

    def _anything(self, data: st.DataObject) -> None:
        act = data.draw(st.sampled_from(sorted(set(TABLE) - {"revoke"})), "act")
        self._act(self._one(data), act, data.draw(st.sampled_from(sorted(STAFF)), "by"), data)

    def _revoke(self, data: st.DataObject) -> None:
        told, by = self._one(data), data.draw(st.sampled_from(["tuan", "tuan", "tuan", "lan", "dung"]), "by")
        likely = [n for n, deed in enumerate(told.deeds) if deed.act in REVOCABLE]
        n = data.draw(st.sampled_from(likely or list(range(len(told.deeds)))), "deed")
        expected: set[str] = set()
        if by != "tuan":
            expected.add("not_permitted")
        elif n in told.gone or told.deeds[n].act not in REVOCABLE or not model.told(told.rest(n)):
            expected.add("revoke_not_possible")
        answer, is_same = self._say("revoke", by, {"event_id": told.events[n], "reason": "bấm nhầm"})
        if expected:
            assert answer.get("error") in expected, (answer, expected, told)
            assert is_same
            assert set(answer["facts"]["possible"]) == model.possible(told.life), answer
            return
        assert answer["ok"], (answer, told)
        told.gone.add(n)
        self._accepted(told, Deed("revoke", by, self.clock.local), answer)

    # ---- how it is done and judged

    def _one(self, data: st.DataObject) -> Told:
        return data.draw(st.sampled_from(self.known[-3:]), "dossier")

    def _begin(self, act: str, by: str, data: st.DataObject, paid: int, more: Json) -> None:
        self.count += 1
        is_slip = act in {"refuse", "request_supplement"}
        procedure = "DT-09" if is_slip else data.draw(st.sampled_from(sorted(LIMITS)), "procedure")
        self.clock.move(minutes=1)
        whole = form(procedure, applicant=person("Đỗ Đình Đức"))
        if is_slip:
            whole = {name: whole[name] for name in ("procedure", "applicant", "components", "channel")}
        answer, is_same = self._say(act, by, whole | more)
        who = DESK if act == "register" else None
        why = model.why_not(Life(procedure=procedure), act, by) if who is None else ""
        if why or (who is not None and STAFF[by][0] not in who):
            assert (answer.get("error"), is_same) == ("not_permitted", True), answer
            return
        assert answer["ok"], answer
        name = answer.get("code") or answer.get("portal_code") or answer["slip"]
        told = Told(name)
        self.known.append(told)
        if is_slip:
            self._check_number(act, answer["number"])
        self._accepted(told, Deed(act, by, self.clock.local, amount=paid, procedure=procedure), answer)
        assert told.life.is_slip == is_slip

    def _act(self, told: Told, act: str, by: str, data: st.DataObject) -> None:
        self.clock.move(minutes=data.draw(st.integers(0, 3), "minutes"))
        why = model.why_not(told.life, act, by)
        asked: Made = made(told.life, act, by, self.clock.local, data, is_allowed=not why)
        key = {"codes": [told.name]} if act in BATCHES else {"code": told.name}
        answer, is_same = self._say(act, by, key | asked.fields)
        if why or asked.errors:
            assert not answer["ok"], (told, act, by, why, asked)
            assert is_same, "a refused act changed something"
            self._check_refusal(told.life, act, answer, why, asked.errors)
            return
        assert answer["ok"], (answer, told, act, by)
        self._accepted(told, asked.deed, answer)

    def _check_refusal(self, life: Life, act: str, answer: Json, why: str, values: set[str]) -> None:
        error, facts = answer["error"], answer["facts"]
        codes = {"who": {"not_permitted"}, "state": STATE_ERRORS, "paper": PAPER_ERRORS, "": values}[why]
        assert error in codes, (answer, why, life)
        assert answer["message"]
        if why:
            assert (facts["act"], facts["status"]) == (act, life.status), answer
            assert set(facts["possible"]) == model.possible(life), (answer, life)

    def _accepted(self, told: Told, deed: Deed, answer: Json) -> None:
        line = answer["results"][0] if "results" in answer else answer
        told.deeds.append(deed)
        told.events.append(line["event_id"])
        if told.life.status == "registered" and deed.act == "receive":
            told.name = answer["code"]
        told.tell()
        assert line.get("status", told.life.status) == told.life.status, (answer, told)
        self._check_paper_number(told, deed, line["event_id"])
        self._compare(told)

    def _check_paper_number(self, told: Told, deed: Deed, event_id: str) -> None:
        if deed.act not in FORMS or len(told.deeds) == 1:
            return
        events = {line["event_id"]: line["data"] for line in reads.history(self.desk, told.name)}
        data = events[event_id]
        if FORMS[deed.act] == "05" and not told.life.has_code:
            assert "slip_no" not in data
        else:
            self._check_number(deed.act, data["slip_no"])

    def _check_number(self, act: str, number: int) -> None:
        self.numbers[FORMS[act]] += 1
        assert number == self.numbers[FORMS[act]], (act, number)

    def _compare(self, told: Told) -> None:
        life, shown = told.life, reads.show(self.desk, told.name)
        expected = {
            "status": life.status,
            "holder": life.holder or None,
            "in_transit_to": life.way[1] if life.way else None,
            "paused": life.has_code and life.status in STANDING,
            "receipt_version": life.version,
            "fee_paid_vnd": life.paid,
            "steps_done": sorted(life.steps),
            "officer": life.officer or None,
        }
        if life.status in {"received", "processing", "finished", *STANDING}:
            expected["due_at"] = _minute(life.due())
            if life.has_code and life.status != "finished":
                expected["own_due"] = _minute(life.own_due())
        differing = {name: (shown[name], value) for name, value in expected.items() if shown[name] != value}
        assert not differing, (differing, told)
        folded = self._folded(told.name)
        assert not folded.conflicts
        assert [(pause.start, pause.end) for pause in folded.pauses] == list(life.pauses), told
        assert (folded.fee_owed_vnd, folded.fee_exempt_vnd) == (life.owed, life.excused), told
        assert (folded.extension is not None) == (life.extension is not None), told
        assert (folded.last_at or BEGIN) <= self.clock.local

    def _folded(self, name: str) -> Dossier:
        def look(uow: UnitOfWork) -> Dossier:
            return uow.dossier(find_stream(uow.conn, uow.origin.agency, name))

        return self.desk.write(look)

    def _say(self, act: str, by: str, fields: Json) -> tuple[Json, bool]:
        """The answer of one line, and whether nothing changed."""
        before = self._probe()
        if act == "recalculate":
            fields = fields | {"calendar_version": self.desk.read(lambda r: r.reference.calendar.version)}
        answer = answer_line(self.desk, a_line({"act": act, "by": by} | fields), "en")
        DONE[act, answer.get("error", "accepted")] += 1
        return answer, self._probe() == before

    def _probe(self) -> tuple[Any, ...]:
        def look(reading: Any) -> tuple[Any, ...]:
            counts = [
                reading.conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                for table in ("number_issued", "book_entry", "request", "dossier", "control_sheet")
            ]
            return (*counts, event_log.count(reading.conn), event_log.log_hash(reading.conn))

        return self.desk.read(look)


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None

