"""What each act of a dossier's life said besides who and when: amounts, numbers, dates, reasons. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from counter_app.domain.dossier import Channel, ReturnBy
from counter_app.domain.events import EventKind as K
from counter_app.domain.text import money
from counter_app.queries.life import Effect, LifeEvent
from counter_app.ui import labels

if TYPE_CHECKING:
    from counter_app.ui.life_words import LifeWords

Said = Callable[["LifeWords", Mapping[str, Any]], str]

PAYMENT_WAYS: Mapping[str, str] = {
    "cash": "tiền mặt",
    "transfer": "chuyển khoản",
    "online": "trực tuyến",
}


def what_was_said(words: LifeWords, event: LifeEvent) -> str:
    """The rest of the second line; empty where the act says nothing more."""
    if event.kind == K.DUE_RECALCULATED:
        return _recalculated(words, event)
    if event.kind == K.CONFLICT_RESOLVED:
        return _decision(words, event)
    if event.kind == K.RECEIVED and event.effect in (Effect.CONFLICT, Effect.STRUCK):
        return f"giấy hẹn mã {event.data['code']}"  # it is on paper, and somebody will bring it
    return _SAID.get(event.kind, _reason)(words, event.data)


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _reason(_words: LifeWords, data: Mapping[str, Any]) -> str:
    return str(data.get("reason") or data.get("note") or "")


def _decision(words: LifeWords, event: LifeEvent) -> str:
    """Which side it keeps; where it keeps none, which it leaves out."""
    if event.kept is not None:
        kept = f"giữ: {_one_act(words, event.kept)}"
    elif event.left_out:
        kept = f"không giữ: {', '.join(_one_act(words, each) for each in event.left_out)}"
    else:
        kept = ""
    return _joined(kept, _reason(words, event.data))


def _one_act(words: LifeWords, act: LifeEvent) -> str:
    return f"{words.title(act)} – {words.person(act.by)}, {words.moment(act.at.isoformat())}"


def _asked(words: LifeWords, data: Mapping[str, Any]) -> str:
    count = len(data.get("items", ()))
    until = f"trước {words.day(str(data['respond_by']))}" if data.get("respond_by") else ""
    return _joined(f"{count} giấy tờ" if count else "", until, data.get("reason"))


def _brought(_words: LifeWords, data: Mapping[str, Any]) -> str:
    count = len(data.get("items", ()))
    version = f"bản {data['receipt_version']}" if data.get("receipt_version") else ""
    missing = len(data.get("missing", ()))
    return _joined(f"{count} giấy tờ" if count else "", version, f"còn thiếu {missing}" if missing else "")


def _finished(words: LifeWords, data: Mapping[str, Any]) -> str:
    number = f"số {data['result_no']}" if data.get("result_no") else ""
    day = words.day(str(data["result_on"])) if data.get("result_on") else ""
    return " ngày ".join(part for part in (number, day) if part)


def _returned(_words: LifeWords, data: Mapping[str, Any]) -> str:
    how = labels.words(labels.RETURNS, str(data.get("method", ReturnBy.DESK))).lower()
    return f"cho {data.get('to_whom', '')} · {how}"


def _payment(_words: LifeWords, data: Mapping[str, Any]) -> str:
    amount = f"{money(int(data['amount_vnd']))} đ" if data.get("amount_vnd") else ""
    way = PAYMENT_WAYS.get(str(data.get("method", "")), "") if amount else ""
    number = f"biên lai {data['receipt_no']}" if data.get("receipt_no") else ""
    return _joined(amount, way, number, data.get("exemption") or data.get("what"))


def _extended(words: LifeWords, data: Mapping[str, Any]) -> str:
    old = f"hạn cũ {words.day(str(data['old_due']))}" if data.get("old_due") else ""
    signer = f"{data['signer']} ký" if data.get("signer") else ""
    return _joined(old, data.get("reason"), signer)


def _recalculated(words: LifeWords, event: LifeEvent) -> str:
    data = event.data
    kept = "giữ hạn đã in trên giấy" if data.get("is_kept") else ""
    version = f"bản {data['receipt_version']}" if data.get("receipt_version") else ""
    return _joined(kept, version, data.get("reason"))


def _corrected(words: LifeWords, data: Mapping[str, Any]) -> str:
    after = data.get("after", {})
    received = f"nhận lúc {words.moment(str(after['received_at']))}" if after.get("received_at") else ""
    return _joined(f"bản {after['receipt_version']}", received, data.get("reason"))


def _cooperating(words: LifeWords, data: Mapping[str, Any]) -> str:
    units = ", ".join(words.unit(str(unit)) for unit in data.get("units", ()))
    until = f"trước {words.day(str(data['respond_by']))}" if data.get("respond_by") else ""
    return _joined(units, until, data.get("note"))


_SAID: Mapping[str, Said] = {
    K.RECEIVED: lambda w, d: labels.words(labels.CHANNELS, str(d.get("channel", Channel.DIRECT))).lower(),
    K.CORRECTED: _corrected,
    K.HANDED_OVER: lambda w, d: str(d.get("batch", "")),
    K.TAKEN_OVER: lambda w, d: str(d.get("batch", "")),
    K.COOPERATION_ASKED: _cooperating,
    K.SUPPLEMENT_REQUESTED: _asked,
    K.SUPPLEMENTED: _brought,
    K.PAYMENT_REQUESTED: _payment,
    K.PAID: _payment,
    K.EXTENDED: _extended,
    K.FINISHED: _finished,
    K.RETURNED: _returned,
    K.NOTE_ADDED: lambda w, d: str(d.get("text", "")),
    K.NOTIFIED: lambda w, d: " · ".join(str(d[key]) for key in ("how", "text") if d.get(key)),
}
