"""`counter-app acts`: one JSON act a line in, one JSON answer a line out, flushed after the commit."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TextIO

from pydantic import ValidationError

from counter_app.bootstrap import Desk
from counter_app.commands import act_forms, opinion_acts
from counter_app.commands import act_models as m
from counter_app.commands.act_models import ACTS
from counter_app.commands.life_acts import REISSUING, SINGLE
from counter_app.commands.life_models import Recalculate
from counter_app.commands.opinion_models import Survey
from counter_app.domain import errors
from counter_app.domain.dossier import ReturnBy
from counter_app.forms.wording import due_explanation
from counter_app.queries.finding import find_stream
from counter_app.services import correction, custody, processing, recalculation, reception, remarks
from counter_app.services.reception import SlipRequest
from counter_app.services.requests import once
from counter_app.services.results import ActDone, BatchDone, Received, SlipDone
from counter_app.storage.unit_of_work import UnitOfWork
from counter_app.ui.messages import sentence

MAX_LINE = 1_000_000
Answer = dict[str, Any]


def run(desk: Desk, lines: Iterable[str], out: TextIO, lang: str = "vi") -> int:
    """Answer every line, in order; 0 when every line got an answer, refused or not."""
    for line in lines:
        out.write(_encoded(answer_line(desk, line, lang)) + "\n")
        out.flush()
    return 0


def _encoded(answer: Answer) -> str:
    line = json.dumps(answer, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a fact repeats half a character, which no output encoding takes
        line = json.dumps(answer)
    return line


def answer_line(desk: Desk, line: str, lang: str = "vi") -> Answer:
    """The answer of one line. What cannot be is an answer with `ok` false, its facts and a sentence."""
    try:
        act = _parse(line)
        return desk.write(lambda uow: _in_transaction(uow, act), via="cli")
    except errors.CounterError as error:
        return refused(error, lang)


def refused(error: errors.CounterError, lang: str = "vi") -> Answer:
    """The answer that says what cannot be."""
    facts = json.loads(json.dumps(error.facts, default=str))
    return {
        "ok": False,
        "error": error.code,
        "facts": facts,
        "message": sentence(error.code, error.facts, lang),
    }


def _parse(line: str) -> m.ActModel:
    if len(line) > MAX_LINE:
        raise errors.LineNotJson(problem="too_long")
    try:
        line = line.removeprefix("\ufeff")  # some editors begin a file with it
        value = json.loads(line, parse_constant=_refuse_constant, parse_float=_finite)
        line.encode()
    except (ValueError, RecursionError) as error:
        raise errors.LineNotJson(problem=str(error)[:200]) from error
    if not isinstance(value, dict):
        raise errors.LineNotJson(problem="not_an_object")
    name = value.get("act")
    model = ACTS.get(name) if isinstance(name, str) else None
    if model is None:
        raise errors.ActUnknown(act=name, known=list(ACTS))
    try:
        act = model.model_validate(value)
        m.local(act.at)
    except ValidationError as error:
        raise act_forms.refusal(error) from error
    except ValueError as error:
        raise errors.InvalidField(field="at", problem="not_a_date", value=value.get("at")) from error
    return act


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number beyond all bounds")
    return number


def _in_transaction(uow: UnitOfWork, act: m.ActModel) -> Answer:
    content = act.model_dump(mode="json", exclude={"request_id"})
    answer = once(uow, act.request_id or "", content, lambda: perform(uow, act))
    uow.commit()
    return answer


def perform(uow: UnitOfWork, act: m.ActModel) -> Answer:
    """Do one act in a unit of work; the caller commits."""
    handler = SINGLE.get(type(act))
    if handler is not None:
        return _single(handler(uow, act, m.local(act.at)), is_reissue=type(act) in REISSUING)
    return _HANDLERS[type(act)](uow, act, m.local(act.at))


def _receive(uow: UnitOfWork, act: m.Receive, at: datetime | None) -> Answer:
    registered = None
    if act.code:
        registered = uow.dossier(find_stream(uow.conn, uow.origin.agency, act.code))
    form = act_forms.received_form(act, registered)
    done = reception.receive(
        uow, form, by=act.by, at=at, registered=registered, receipt=act.receipt or ""
    )
    return received(done)


def received(done: Received) -> Answer:
    """The answer of `receive`."""
    return {
        "ok": True,
        "code": done.code,
        "scan_number": done.scan_number,
        "book": done.book,
        "number": done.number,
        "due_at": _minute(done.due.at),
        "counted_from": _minute(done.due.counted_from),
        "provisional": done.due.is_provisional,
        "explanation": due_explanation(done.due),
        "missing": list(done.missing),
        "warnings": list(done.warnings),
        "event_id": done.event_id,
        "receipt_version": done.receipt_version,
    }


def _register(uow: UnitOfWork, act: m.Register, at: datetime | None) -> Answer:
    stream, event_id = reception.register(uow, act_forms.new_dossier(act), by=act.by, at=at)
    return {
        "ok": True,
        "event_id": event_id,
        "portal_code": uow.dossier(stream).portal_code,
        "status": "registered",
        "holder": "",
        "due_at": None,
    }


def _slip_request(act: m.Refuse | m.RequestSupplement) -> SlipRequest:
    items: tuple[tuple[int, str], ...] = ()
    respond_by = None
    if isinstance(act, m.RequestSupplement):
        items = tuple((item.no or 0, item.text) for item in act.items)
        respond_by = act_forms.checked_day("respond_by", act.respond_by)
    return SlipRequest(
        reason=act.reason,
        ground=act.ground,
        code=act.code or "",
        new=act_forms.slip_form(act),
        items=items,
        respond_by=respond_by,
    )


def _refuse(uow: UnitOfWork, act: m.Refuse, at: datetime | None) -> Answer:
    return _slip(reception.refuse(uow, _slip_request(act), by=act.by, at=at))


def _request_supplement(uow: UnitOfWork, act: m.RequestSupplement, at: datetime | None) -> Answer:
    return _slip(reception.request_supplement(uow, _slip_request(act), by=act.by, at=at))


def _slip(done: SlipDone) -> Answer:
    """Of a slip its id; of a dossier that was received its code and holder, and no due date: it waits."""
    answer: Answer = {
        "ok": True,
        "slip": done.slip or None,
        "number": done.number,
        "event_id": done.event_id,
        "status": done.status,
    }
    if done.code:
        answer |= {"code": done.code, "holder": done.holder, "due_at": None}
    return answer


def _correct(uow: UnitOfWork, act: m.Correct, at: datetime | None) -> Answer:
    start = correction.correction_form(uow, act.code)
    form, received_at = act_forms.corrected_form(start, act.changes)
    done = correction.correct(
        uow, act.code, form, reason=act.reason, by=act.by, received_at=received_at, at=at
    )
    return _single(done, is_reissue=True)


def _single(done: ActDone, *, is_reissue: bool = False) -> Answer:
    answer: Answer = {
        "ok": True,
        "code": done.code,
        "event_id": done.event_id,
        "status": done.status,
        "holder": done.holder,
        "due_at": _minute(done.due_at),
    }
    if is_reissue:
        answer["receipt_version"] = done.receipt_version
    if done.warnings:
        answer["warnings"] = list(done.warnings)
    return answer


def _batch(done: BatchDone) -> Answer:
    return {
        "ok": True,
        "batch": done.batch,
        "results": [_of_batch(each) for each in done.results],
    }


def _of_batch(done: ActDone) -> Answer:
    answer: Answer = {
        "code": done.code, "event_id": done.event_id, "status": done.status, "holder": done.holder
    }
    if done.warnings:
        answer["warnings"] = list(done.warnings)
    return answer


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _finish(uow: UnitOfWork, act: m.Finish, at: datetime | None) -> Answer:
    done = processing.finish(
        uow,
        act.code,
        granted=act.outcome == "granted",
        result_no=act.result_no or "",
        result_on=act_forms.checked_day("result_on", act.result_on),
        by=act.by,
        at=at,
    )
    return _single(done)


def _return(uow: UnitOfWork, act: m.ReturnResult, at: datetime | None) -> Answer:
    done = processing.return_result(
        uow,
        act.code,
        to_whom=act.to_whom,
        id_number=act.id_number or "",
        method=ReturnBy(act.method),
        proxy_paper=act.proxy_paper or "",
        by=act.by,
        at=at,
    )
    return _single(done)


def _recalculate(uow: UnitOfWork, act: Recalculate, at: datetime | None) -> Answer:
    wanted = recalculation.Recalculation(act.calendar_version, act.reason, act.allow_earlier)
    done = recalculation.recalculate(uow, act.codes, wanted, by=act.by, at=at)
    return {
        "ok": True,
        "batch": None,
        "results": [
            {
                "code": each.code,
                "event_id": each.event_id,
                "status": each.status,
                "holder": each.holder,
                "due_at": _minute(each.due_at),
                "receipt_version": each.receipt_version,
                "kept": each.code in done.kept,
            }
            for each in done.results
        ],
    }


def _survey(uow: UnitOfWork, act: Survey, at: datetime | None) -> Answer:
    if act.code is None:
        return opinion_acts.survey_of_nobody(uow, act, at)
    return _single(opinion_acts.survey_of_dossier(uow, act, at))


_HANDLERS: dict[type[m.ActModel], Callable[[UnitOfWork, Any, datetime | None], Answer]] = {
    m.Register: _register,
    m.Receive: _receive,
    m.Refuse: _refuse,
    m.RequestSupplement: _request_supplement,
    m.Correct: _correct,
    m.HandOver: lambda uow, a, at: _batch(custody.hand_over(uow, a.codes, to=a.to, by=a.by, at=at)),
    m.Recall: lambda uow, a, at: _batch(
        custody.recall(uow, a.codes, batch_no=a.batch or "", reason=a.reason, by=a.by, at=at)
    ),
    m.TakeOver: lambda uow, a, at: _batch(
        custody.take_over(uow, a.codes, batch_no=a.batch or "", by=a.by, at=at)
    ),
    m.Decline: lambda uow, a, at: _batch(custody.decline(uow, a.codes, reason=a.reason, by=a.by, at=at)),
    m.Assign: lambda uow, a, at: _batch(processing.assign(uow, a.codes, officer=a.officer, by=a.by, at=at)),
    m.StepDone: lambda uow, a, at: _batch(
        processing.step_done(uow, a.codes, note=a.note or "", by=a.by, at=at)
    ),
    m.Finish: _finish,
    m.Reopen: lambda uow, a, at: _single(processing.reopen(uow, a.code, reason=a.reason, by=a.by, at=at)),
    m.ReturnResult: _return,
    m.Void: lambda uow, a, at: _single(correction.void(uow, a.code, reason=a.reason, by=a.by, at=at)),
    m.Revoke: lambda uow, a, at: _single(
        correction.revoke(uow, a.event_id, reason=a.reason, by=a.by, at=at)
    ),
    m.Note: lambda uow, a, at: _single(remarks.note(uow, a.code, text=a.text, by=a.by, at=at)),
    m.Notify: lambda uow, a, at: _single(
        remarks.notify(uow, a.code, how=a.how, text=a.text, by=a.by, at=at)
    ),
    Recalculate: _recalculate,
    Survey: _survey,
    **opinion_acts.HANDLERS,
    m.ConfirmClock: lambda uow, a, at: {
        "ok": True,
        "event_id": remarks.confirm_clock(uow, reason=a.reason, by=a.by, at=at),
    },
}
