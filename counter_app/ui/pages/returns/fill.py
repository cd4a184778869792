"""What is typed at the return desk for one dossier: kept while another is scanned, checked before it is
signed off. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from counter_app.domain.dossier import ReturnBy
from counter_app.domain.errors import InvalidField
from counter_app.domain.identity_card import check_identity_number
from counter_app.domain.text import fold
from counter_app.queries.returns import CollectView

OTHER = "other"
"""Somebody who did not hand the dossier in: comes with a proxy paper."""
RECEIPT = "receipt"
"""Name of the check that a receipt or an identity paper was seen."""
_CCCD_DIGITS = 12


@dataclass(frozen=True)
class Fill:
    """One half-filled return. `who`: a CollectorKind or OTHER. `has_receipt`: the receipt was scanned or its
    code typed. `tracking`: the number under which the post carries it. `is_touched`: something was typed that
    must not be lost. `typed`: name and number of the choices that stand aside, as (who, name, number)."""

    code: str = ""
    who: str = ""
    name: str = ""
    id_number: str = ""
    proxy_paper: str = ""
    method: str = str(ReturnBy.DESK)
    typed: tuple[tuple[str, str, str], ...] = ()
    is_lost: bool = False
    tracking: str = ""
    note: str = ""
    has_receipt: bool = False
    is_touched: bool = False

    @property
    def is_at_desk(self) -> bool:
        """Whether a person stands at the desk."""
        return self.method == ReturnBy.DESK

    @property
    def is_other(self) -> bool:
        """Whether somebody else collects for the applicant."""
        return self.is_at_desk and self.who == OTHER

    def to_json(self) -> dict[str, Any]:
        """JSON values of a draft."""
        return asdict(self)

    @staticmethod
    def from_json(form: Mapping[str, Any]) -> Fill:
        """Inverse of `to_json`; what this version does not know is left out."""
        known = {item.name for item in fields(Fill)}
        values = {key: value for key, value in form.items() if key in known}
        values["typed"] = tuple((who, name, number) for who, name, number in form.get("typed", ()))
        return Fill(**values)


def fresh(view: CollectView, *, has_receipt: bool) -> Fill:
    """The form of a dossier that was just opened: the way agreed, the first who may collect."""
    empty = Fill(code=view.code, method=str(view.return_by), has_receipt=has_receipt)
    return _first(empty, view) if empty.is_at_desk else _addressed(empty, view)


def _first(fill: Fill, view: CollectView) -> Fill:
    return chosen(fill, str(view.collectors[0].kind) if view.collectors else OTHER, view)


def chosen(fill: Fill, who: str, view: CollectView) -> Fill:
    """With another who collects; name and number typed for the one before come back with that one."""
    kept = {other: (name, number) for other, name, number in fill.typed}
    if fill.who:
        kept[fill.who] = (fill.name, fill.id_number)
    known = next((each for each in view.collectors if each.kind == who), None)
    own = (known.name, known.id_number) if known is not None else ("", "")
    name, number = kept.pop(who, own)
    typed = tuple((other, *values) for other, values in kept.items())
    return replace(fill, who=who, name=name, id_number=number, typed=typed)


def _addressed(fill: Fill, view: CollectView) -> Fill:
    """Sent by post or online: it goes to the applicant."""
    left = chosen(fill, "", view)
    return replace(left, name=view.applicant.name if view.applicant else "")


def with_method(fill: Fill, method: str, view: CollectView) -> Fill:
    """Handed out another way."""
    changed = replace(fill, method=method)
    if changed.is_at_desk == fill.is_at_desk:
        return changed
    return _first(changed, view) if changed.is_at_desk else _addressed(changed, view)


def who_is(name: str, view: CollectView) -> str:
    """In what quality somebody of this name collects; OTHER for a name that nobody handed in."""
    wanted = fold(name)
    known = (str(each.kind) for each in view.collectors if fold(each.name) == wanted)
    return next(known, OTHER)


def problems(fill: Fill) -> dict[str, str]:
    """What is missing or wrong, by field, in a few words for the label line; RECEIPT for the tick."""
    found: dict[str, str] = {}
    if not fill.name:
        found["to_whom"] = "còn thiếu"
    elif len(fill.name) < 2:
        found["to_whom"] = "ngắn quá"
    if not fill.is_at_desk:
        return found
    if fill.is_other and not fill.proxy_paper:
        found["proxy_paper"] = "cần giấy ủy quyền"
    if (fill.is_other or fill.is_lost) and not fill.id_number:
        found["id_number"] = "còn thiếu"
    if not fill.has_receipt and not fill.is_lost:
        found[RECEIPT] = "Quét giấy hẹn, hoặc đánh dấu đã xem giấy tờ tùy thân."
    return found


def number_warning(number: str) -> str:
    """A doubt about an identity number of twelve figures; other papers have forms of their own."""
    if len(number) != _CCCD_DIGITS or not number.isdigit():
        return ""
    try:
        check_identity_number(number)
    except InvalidField:
        return "không giống số CCCD"
    return ""


def paper_of(fill: Fill) -> str:
    """The paper that stands for the applicant's own hand: a proxy, or the post's way bill."""
    if fill.is_other:
        return fill.proxy_paper
    return f"Vận đơn {fill.tracking}" if fill.method == ReturnBy.POST and fill.tracking else ""


def lost_note(fill: Fill) -> str:
    """The note that goes with an act without a receipt; empty where there is nothing to note."""
    words = []
    if fill.is_at_desk and fill.is_lost:
        words.append(f"Mất giấy hẹn: đã xem giấy tờ tùy thân số {fill.id_number} của {fill.name}.")
    if fill.note:
        words.append(fill.note)
    return "\n".join(words)
