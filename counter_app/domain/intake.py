"""What is handed in at the counter, checked: parties, components, channel; and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from counter_app.domain import errors, identity
from counter_app.domain.codes import normalise_code
from counter_app.domain.dossier import Channel, Dossier, HandedIn, Party, ReturnBy
from counter_app.domain.procedure import ComponentKind, Procedure
from counter_app.domain.text import clean

NAME_LIMIT = 255
TEXT_LIMIT = 2_000
MOST_COPIES = 999
MOST_VND = 10**12
ID_TYPED_LIMIT = 300
"""Characters of an id or a phone as typed or pasted, before it is normalised."""


@dataclass(frozen=True)
class NewDossier:
    """The reception form as it was filled in; ids and texts are checked by `checked`.

    `code`: a registered dossier's portal code or none. `slip`: the slip (form 02 or 03) it comes after.
    `joint`: (unit, own due ISO date) of each unit of a joint dossier (liên thông).
    """

    procedure: str
    applicant: Party
    submitter: Party | None = None
    components: tuple[HandedIn, ...] = ()
    channel: Channel = Channel.DIRECT
    return_by: ReturnBy = ReturnBy.DESK
    note: str = ""
    fee_paid_vnd: int = 0
    duplicate_reason: str = ""
    portal_code: str = ""
    slip: str = ""
    joint: tuple[tuple[str, str], ...] = ()


def checked_party(party: Party, field: str, today: date | None = None) -> Party:
    """The party with every text cleaned and every id normalised; a phone as typed is kept beside.

    `today` lets an identity number of somebody not yet born be refused. Raises InvalidField naming the field.
    """

    def text(name: str, limit: int, *, required: bool = False, least: int = 0) -> str:
        return clean(
            getattr(party, name),
            field=f"{field}.{name}",
            max_length=limit,
            required=required,
            min_length=least,
        )

    name = text("name", NAME_LIMIT, required=True, least=2)
    try:
        typed = clean(party.id_number, field="id_number", max_length=ID_TYPED_LIMIT)
        number = identity.check_id(party.id_kind, typed, today=today)
        phone = identity.check_phone(party.phone) if party.phone.strip() else ""
        email = identity.check_email(party.email) if party.email.strip() else ""
    except errors.InvalidField as error:
        raise errors.InvalidField(**{**error.facts, "field": f"{field}.{error.facts['field']}"}) from error
    return replace(
        party,
        name=name,
        id_number=number,
        representative=text("representative", NAME_LIMIT),
        phone=phone,
        phone_typed=_phone_typed(party, phone),
        email=email,
        address=text("address", TEXT_LIMIT),
    )


def _phone_typed(party: Party, phone: str) -> str:
    """The phone as it was written, where that is not its normal form; what an older one was written like is
    forgotten with it."""
    typed = clean(party.phone, field="phone", max_length=ID_TYPED_LIMIT, lines=ID_TYPED_LIMIT)
    if typed != phone:
        return typed
    is_same = party.phone_typed and phone and identity.check_phone(party.phone_typed) == phone
    return party.phone_typed if is_same else ""


def checked_components(handed_in: tuple[HandedIn, ...], procedure: Procedure) -> tuple[HandedIn, ...]:
    """Components in the procedure's order. Raises InvalidField: unknown or repeated number, copies, kind."""
    known = {component.no: component for component in procedure.components}
    seen: set[int] = set()
    for item in handed_in:
        if item.no not in known:
            raise errors.InvalidField(field="components.no", problem="unknown", value=item.no)
        if item.no in seen:
            raise errors.InvalidField(field="components.no", problem="repeated", value=item.no)
        seen.add(item.no)
        if not 1 <= item.copies <= MOST_COPIES:
            raise errors.InvalidField(
                field="components.copies",
                problem="out_of_range",
                value=item.copies,
                lowest=1,
                highest=MOST_COPIES,
            )
        if item.kind and item.kind not in set(ComponentKind):
            raise errors.InvalidField(field="components.kind", problem="unknown", value=item.kind)
    return tuple(sorted(handed_in, key=lambda item: item.no))


def missing_components(handed_in: tuple[HandedIn, ...], procedure: Procedure) -> tuple[int, ...]:
    """Numbers of required components that were not handed in."""
    given = {item.no for item in handed_in}
    return tuple(c.no for c in procedure.components if c.is_required and c.no not in given)


def checked(new: NewDossier, procedure: Procedure, today: date | None = None) -> NewDossier:
    """The whole form checked against its procedure version. Raises InvalidField."""
    if not 0 <= new.fee_paid_vnd <= MOST_VND:
        raise errors.InvalidField(
            field="fee_paid_vnd", problem="out_of_range", value=new.fee_paid_vnd, lowest=0, highest=MOST_VND
        )
    return replace(
        new,
        applicant=checked_party(new.applicant, "applicant", today),
        submitter=checked_party(new.submitter, "submitter", today) if new.submitter else None,
        components=checked_components(new.components, procedure),
        note=clean(new.note, field="note", max_length=TEXT_LIMIT, lines=50),
        duplicate_reason=clean(new.duplicate_reason, field="duplicate_reason", max_length=TEXT_LIMIT),
        portal_code=normalise_code(clean(new.portal_code, field="portal_code", max_length=64)),
        slip=normalise_code(new.slip),
    )


def same_names(components: tuple[HandedIn, ...], old: Procedure, new: Procedure) -> tuple[HandedIn, ...]:
    """What was handed in for one procedure, seen by another: papers of the same name stay handed in."""
    names = {component.no: component.name for component in old.components}
    target = {component.name: component.no for component in new.components}
    kept = [
        replace(item, no=target[names[item.no]])
        for item in components
        if names.get(item.no) in target
    ]
    return tuple(kept)


def intake_payload(new: NewDossier, procedure: Procedure) -> dict[str, Any]:
    """The part of a `registered` or `received` payload that the form and the procedure version give."""
    payload: dict[str, Any] = {
        "procedure": procedure.id,
        "procedure_version": procedure.version,
        "field": procedure.field,
        "limit": {"amount": procedure.limit.amount, "unit": str(procedure.limit.unit)},
        "steps": [[step.no, step.unit, step.minutes] for step in procedure.steps],
        "applicant": new.applicant.to_json(),
        "components": [item.to_json() for item in new.components],
        "missing": list(missing_components(new.components, procedure)),
        "channel": str(new.channel),
        "return_by": str(new.return_by),
        "fee_vnd": procedure.fee_vnd,
    }
    if new.submitter:
        payload["submitter"] = new.submitter.to_json()
    for key in ("note", "fee_paid_vnd", "duplicate_reason", "slip", "portal_code"):
        if getattr(new, key):
            payload[key] = getattr(new, key)
    if new.joint:
        payload["joint"] = [{"unit": unit, "due": due} for unit, due in new.joint]
    return payload




def form_of(dossier: Dossier) -> NewDossier:
    """The form as a dossier holds it: the start of a correction, or of receiving a registered one."""
    if dossier.applicant is None:
        raise ValueError("a dossier has an applicant from its first event on")
    return NewDossier(
        procedure=dossier.procedure,
        applicant=dossier.applicant,
        submitter=dossier.submitter,
        components=dossier.components,
        channel=dossier.channel,
        return_by=dossier.return_by,
        note=dossier.note,
        fee_paid_vnd=dossier.fee_paid_vnd,
        duplicate_reason=dossier.duplicate_reason,
        portal_code=dossier.portal_code,
        slip=dossier.from_slip,
        joint=dossier.joint,
    )
