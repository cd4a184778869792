"""What stands in the reception form, as a frozen value: to a `NewDossier`, to and from a draft. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from counter_app.domain.dossier import Channel, HandedIn, Party, PartyKind, ReturnBy
from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.identity import IdKind, format_phone, guess_kind
from counter_app.domain.intake import NewDossier, missing_components, same_names
from counter_app.domain.procedure import Procedure
from counter_app.domain.text import money
from counter_app.domain.text_fields import parse_date


class SubmitterRole(StrEnum):
    """Who stands at the desk: the representative, the applicant in person, or another. Kept in drafts."""

    REPRESENTATIVE = "representative"
    SELF = "self"
    OTHER = "other"


class SlipKind(StrEnum):
    """Which slip is being written instead of a receipt. Kept in drafts."""

    NONE = ""
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"


@dataclass(frozen=True)
class FormState:
    """Texts as they were typed; checking is `form_checks`. `form_id` is the request id: one form is one act.

    `correcting`: code of the dossier whose receipt is being corrected, `received_at` its moment of receipt
    (local ISO). `slip`: the slip this form follows. `begun_at`: local ISO moment at which the procedure was
    chosen. `is_waiting`: put aside on purpose. `accepting`: portal code of the registered dossier that is
    taken in with this form. `received_typed`: the true moment of receipt, as typed in a correction. `joint`:
    (unit, own due as ISO date) of each unit of a joint dossier. `reentering`: QR or code of the printed
    receipt whose lost dossier is entered again, `paper_moment` its moment of receipt as typed from the paper.
    """

    form_id: str
    procedure: str = ""
    party_kind: PartyKind = PartyKind.ORGANISATION
    id_number: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    submitter_role: SubmitterRole = SubmitterRole.REPRESENTATIVE
    submitter_name: str = ""
    submitter_number: str = ""
    submitter_phone: str = ""
    handed_in: tuple[HandedIn, ...] = ()
    channel: Channel = Channel.DIRECT
    return_by: ReturnBy = ReturnBy.DESK
    note: str = ""
    fee_paid: str = ""
    duplicate_reason: str = ""
    slip_kind: SlipKind = SlipKind.NONE
    slip_reason: str = ""
    slip_ground: str = ""
    slip_item: str = ""
    respond_by: date | None = None
    slip: str = ""
    correcting: str = ""
    correction_reason: str = ""
    received_at: str = ""
    begun_at: str = ""
    is_waiting: bool = False
    portal_code: str = ""
    accepting: str = ""
    joint: tuple[tuple[str, str], ...] = ()
    received_typed: str = ""
    reentering: str = ""
    paper_moment: str = ""

    @property
    def id_kind(self) -> IdKind:
        """Kind of the number typed; while it is incomplete, the kind it is meant to become."""
        return kind_of_number(self.id_number, self.party_kind)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed, chosen or ticked yet."""
        return replace(self, form_id="", begun_at="", is_waiting=False) == FormState("")

    @property
    def is_without_content(self) -> bool:
        """Whether nothing stands here, or nothing but the receipt that is to be entered again."""
        return replace(self, reentering="", paper_moment="").is_untouched

    def applicant(self) -> Party:
        """The applicant as typed, for the services to check and normalise."""
        is_organisation = self.party_kind is PartyKind.ORGANISATION
        return Party(
            kind=self.party_kind,
            name=self.name,
            id_kind=self.id_kind,
            id_number=self.id_number,
            representative=self.representative if is_organisation else "",
            phone=self.phone,
            email=self.email,
            address=self.address,
        )

    def submitter(self) -> Party | None:
        """The person at the desk where that is neither the applicant nor its representative."""
        if self.submitter_role is not SubmitterRole.OTHER or not self.submitter_name:
            return None
        return Party(
            kind=PartyKind.PERSON,
            name=self.submitter_name,
            id_kind=kind_of_number(self.submitter_number, PartyKind.PERSON),
            id_number=self.submitter_number,
            phone=self.submitter_phone,
        )

    def submitter_shown(self) -> str:
        """Name of the person at the desk, empty while it is not known."""
        if self.submitter_role is SubmitterRole.OTHER:
            return self.submitter_name
        return self.name if self.party_kind is PartyKind.PERSON else self.representative

    def new_dossier(self) -> NewDossier:
        """The form as the services take it; texts are still as typed. Raises ValueError for a bad fee."""
        return NewDossier(
            procedure=self.procedure,
            applicant=self.applicant(),
            submitter=self.submitter(),
            components=self.handed_in,
            channel=self.channel,
            return_by=self.return_by,
            note=self.note,
            fee_paid_vnd=amount_of(self.fee_paid),
            duplicate_reason=self.duplicate_reason,
            slip=self.slip,
            portal_code=self.portal_code,
            joint=self.joint,
        )

    def to_json(self) -> dict[str, Any]:
        """JSON values for a draft; what is as in an empty form is left out."""
        empty = FormState(self.form_id)
        values = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != getattr(empty, field.name) or field.name == "form_id"
        }
        if "handed_in" in values:
            values["handed_in"] = [asdict(item) for item in self.handed_in]
        if self.respond_by is not None:
            values["respond_by"] = self.respond_by.isoformat()
        return {key: str(value) if isinstance(value, StrEnum) else value for key, value in values.items()}

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> FormState:
        """Inverse of `to_json`; what another version wrote and this one cannot read is left as empty."""
        state = FormState(str(values.get("form_id", "")))
        for field in fields(FormState):
            if field.name in values:
                state = _with_value(state, field.name, values[field.name])
        return state


_KINDS: Mapping[str, type[StrEnum]] = {
    "party_kind": PartyKind,
    "submitter_role": SubmitterRole,
    "channel": Channel,
    "return_by": ReturnBy,
    "slip_kind": SlipKind,
}


def _handed_in(item: Mapping[str, Any]) -> HandedIn:
    return HandedIn(int(item["no"]), int(item["copies"]), str(item.get("kind", "")))


def _with_value(state: FormState, name: str, value: Any) -> FormState:
    try:
        if name in _KINDS:
            return replace(state, **{name: _KINDS[name](value)})
        if name == "handed_in":
            return replace(state, handed_in=tuple(_handed_in(item) for item in value))
        if name == "joint":
            return replace(state, joint=tuple((str(unit), str(due)) for unit, due in value))
        if name == "respond_by":
            return replace(state, respond_by=date.fromisoformat(value))
        if type(value) is type(getattr(state, name)):
            return replace(state, **{name: value})
    except (ValueError, TypeError, KeyError, AttributeError):
        return state
    return state


def kind_of_number(number: str, party_kind: PartyKind) -> IdKind:
    """What the number is, or is meant to become: a half-typed one is judged by who is asked for it."""
    known = guess_kind(number)
    digits = sum(c.isdigit() for c in number)
    if known is not IdKind.NONE or not number.strip():
        return known
    if any(c.isalpha() for c in number):
        return IdKind.PASSPORT
    if digits == 11 or (party_kind is PartyKind.PERSON and digits < 13):
        return IdKind.CCCD
    return IdKind.MST


def party_kind_of(id_kind: IdKind) -> PartyKind | None:
    """A tax code belongs to an organisation, papers of identity to a person; no number says nothing."""
    if id_kind is IdKind.NONE:
        return None
    return PartyKind.ORGANISATION if id_kind is IdKind.MST else PartyKind.PERSON


def amount_of(text: str) -> int:
    """Whole đồng as typed: `1.500.000` or `1500000`; nothing is 0. Raises ValueError for anything else."""
    compact = "".join(c for c in text if c not in " .,\u00a0đ").removesuffix("VND")
    if not compact:
        return 0
    if not (compact.isascii() and compact.isdigit()):
        raise ValueError(text)
    return int(compact)


def with_applicant(state: FormState, party: Party) -> FormState:
    """The form with a known applicant filled in, phone grouped for the eye."""
    is_person = party.kind is PartyKind.PERSON
    return replace(
        state,
        party_kind=party.kind,
        id_number=party.id_number,
        name=party.name,
        address=party.address,
        phone=format_phone(party.phone) if party.phone else "",
        email=party.email,
        representative=party.representative,
        submitter_role=SubmitterRole.SELF if is_person else SubmitterRole.REPRESENTATIVE,
        submitter_name="",
        submitter_number="",
        submitter_phone="",
    )


def without_applicant(state: FormState) -> FormState:
    """The form with what `with_applicant` filled taken away, the number kept."""
    empty = FormState("")
    return replace(
        state,
        name=empty.name,
        address=empty.address,
        phone=empty.phone,
        email=empty.email,
        representative=empty.representative,
        submitter_role=empty.submitter_role,
        submitter_name="",
        submitter_number="",
        submitter_phone="",
    )


def same_applicant(state: FormState, form_id: str) -> FormState:
    """An empty form for the next dossier of the same applicant and submitter."""
    kept = (
        "party_kind",
        "id_number",
        "name",
        "address",
        "phone",
        "email",
        "representative",
        "submitter_role",
        "submitter_name",
        "submitter_number",
        "submitter_phone",
        "return_by",
    )
    return replace(FormState(form_id), **{name: getattr(state, name) for name in kept})


def of_dossier(new: NewDossier, form_id: str, code: str, received_at: str = "") -> FormState:
    """The form as a received dossier holds it, to be corrected."""
    state = with_applicant(FormState(form_id), new.applicant)
    if new.submitter is not None:
        state = replace(
            state,
            submitter_role=SubmitterRole.OTHER,
            submitter_name=new.submitter.name,
            submitter_number=new.submitter.id_number,
            submitter_phone=format_phone(new.submitter.phone) if new.submitter.phone else "",
        )
    return replace(
        state,
        procedure=new.procedure,
        handed_in=new.components,
        channel=new.channel,
        return_by=new.return_by,
        note=new.note,
        fee_paid=money(new.fee_paid_vnd) if new.fee_paid_vnd else "",
        duplicate_reason=new.duplicate_reason,
        slip=new.slip,
        portal_code=new.portal_code,
        joint=new.joint,
        correcting=code,
        received_at=received_at,
    )


def of_registered(new: NewDossier, form_id: str) -> FormState:
    """The form as an online dossier brought it, to be accepted, asked to be completed, or refused."""
    state = of_dossier(new, form_id, "")
    return replace(state, accepting=new.portal_code, channel=Channel.ONLINE)


def received_moment(typed: str, today: date) -> datetime:
    """`14:20 23/11` or `14:20 231126`. Raises InvalidField received_at."""
    time_of_day, _, day = typed.strip().partition(" ")
    try:
        clock = time.fromisoformat(time_of_day.replace("h", ":").replace(".", ":").zfill(5))
        return datetime.combine(parse_date(day.strip(), today), clock)
    except (ValueError, InvalidField):
        raise InvalidField(field="received_at", problem=FieldProblem.FORMAT, value=typed) from None


def with_procedure(state: FormState, old: Procedure | None, new: Procedure) -> FormState:
    """Another procedure chosen: papers of the same name stay ticked."""
    kept = same_names(state.handed_in, old, new) if old is not None else ()
    return replace(state, procedure=new.id, handed_in=kept)


def draft_words(state: FormState, procedure: Procedure | None) -> str:
    """One line of the list of waiting forms: who, what, how many papers are missing."""
    parts = [state.name or state.id_number or "Chưa có chủ hồ sơ"]
    if procedure is not None:
        parts.append(short_name(procedure))
        missing = len(missing_components(state.handed_in, procedure))
        if state.handed_in and missing:
            parts.append(f"thiếu {missing} giấy")
    if state.slip:
        parts.append(f"đã có phiếu {state.slip}")
    if state.reentering:
        parts.append(f"nhập lại {state.reentering.partition('|')[0]}")
    return " · ".join(parts)


def short_name(procedure: Procedure) -> str:
    """`Thủ tục điều chỉnh …` → `Điều chỉnh …`: for lines with little room, never for paper."""
    name = procedure.name.removeprefix("Thủ tục ").strip()
    return name[:1].upper() + name[1:]
