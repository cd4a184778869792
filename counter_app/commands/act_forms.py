"""From the models of the command line to the values of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from counter_app.commands import act_models as m
from counter_app.domain import errors
from counter_app.domain.dossier import Channel, Dossier, HandedIn, Party, PartyKind, ReturnBy
from counter_app.domain.identity import IdKind
from counter_app.domain.intake import NewDossier, form_of
from counter_app.domain.text_fields import FIRST_YEAR, LAST_YEAR

_PARTY_FIELDS = ("kind", "name", "id_kind", "id_number", "representative", "phone", "email", "address")


def party(model: m.PartyModel) -> Party:
    """A party as typed; texts are checked by the domain."""
    return Party(
        kind=PartyKind(model.kind),
        name=model.name,
        id_kind=IdKind(model.id_kind),
        id_number=model.id_number or "",
        representative=model.representative or "",
        phone=model.phone or "",
        email=model.email or "",
        address=model.address or "",
    )


def components(models: list[m.ComponentModel]) -> tuple[HandedIn, ...]:
    """Components as typed."""
    return tuple(HandedIn(model.no, model.copies, model.kind or "") for model in models)


def joint(models: list[m.JointModel]) -> tuple[tuple[str, str], ...]:
    """Units and own dues of a joint dossier."""
    return tuple((model.unit, model.due) for model in models)


def new_dossier(model: m.Register) -> NewDossier:
    """The form of `register`."""
    return NewDossier(
        procedure=model.procedure,
        applicant=party(model.applicant),
        submitter=party(model.submitter) if model.submitter else None,
        components=components(model.components),
        channel=Channel(model.channel),
        return_by=ReturnBy(model.return_by),
        note=model.note or "",
        fee_paid_vnd=model.fee_paid_vnd or 0,
        duplicate_reason=model.duplicate_reason or "",
        portal_code=model.portal_code,
        slip=model.slip or "",
        joint=joint(model.joint),
    )


def received_form(model: m.Receive, registered: Dossier | None) -> NewDossier:
    """The form of `receive`: what the registered dossier holds, with the fields that are given."""
    if registered is None:
        for name in ("procedure", "applicant"):
            if getattr(model, name) is None:
                raise errors.InvalidField(field=name, problem="missing")
        assert model.procedure is not None and model.applicant is not None
        start = NewDossier(procedure=model.procedure, applicant=party(model.applicant))
    else:
        start = form_of(registered)
    given: dict[str, Any] = {}
    for name in ("procedure", "note", "fee_paid_vnd", "duplicate_reason", "slip"):
        value = getattr(model, name)
        if value is not None:
            given[name] = value
    if model.applicant is not None:
        given["applicant"] = party(model.applicant)
    if model.submitter is not None:
        given["submitter"] = party(model.submitter)
    if model.components is not None:
        given["components"] = components(model.components)
    if model.channel is not None:
        given["channel"] = Channel(model.channel)
    if model.return_by is not None:
        given["return_by"] = ReturnBy(model.return_by)
    if model.joint is not None:
        given["joint"] = joint(model.joint)
    return replace(start, **given)


def slip_form(model: m.Refuse | m.RequestSupplement) -> NewDossier | None:
    """The form of a slip before reception, or None where `code` names a registered dossier."""
    if model.code:
        return None
    if model.procedure is None or model.applicant is None:
        missing = "procedure" if model.procedure is None else "applicant"
        raise errors.InvalidField(field=missing, problem="missing")
    return NewDossier(
        procedure=model.procedure,
        applicant=party(model.applicant),
        submitter=party(model.submitter) if model.submitter else None,
        components=components(model.components),
        channel=Channel(model.channel),
    )


_WHOLE: dict[str, Any] = {
    "procedure": m.Word,
    "channel": Channel,
    "return_by": ReturnBy,
    "note": m.Text,
    "fee_paid_vnd": m.Money,
    "duplicate_reason": m.Text,
    "slip": m.Word,
    "components": list[m.ComponentModel],
    "joint": list[m.JointModel],
    "applicant": m.PartyModel,
    "submitter": m.PartyModel | None,
    "received_at": m.Moment,
}


def corrected_form(start: NewDossier, changes: Mapping[str, Any]) -> tuple[NewDossier, datetime | None]:
    """The form after `changes`, and the true moment of reception if that is among them.

    Raises UnknownFields, InvalidField.
    """
    parts = {f"{p}.{name}" for p in ("applicant", "submitter") for name in _PARTY_FIELDS}
    unknown = sorted(name for name in changes if name not in _WHOLE and name not in parts)
    if unknown:
        raise errors.UnknownFields(fields=unknown, known=sorted({*_WHOLE, *parts}))
    form, received_at = start, None
    for name in sorted(changes):  # whole parties before their dotted parts
        value = changes[name]
        if name in _WHOLE:
            typed = _typed(name, _WHOLE[name], value)
            if name == "received_at":
                received_at = _moment(name, typed)
            else:
                form = replace(form, **{name: _domain(name, typed)})
        else:
            form = _with_part(form, name, value)
    return form, received_at


def _with_part(form: NewDossier, name: str, value: Any) -> NewDossier:
    whose, _, part = name.partition(".")
    text = "" if value is None else _typed(name, m.Text, value)
    base = getattr(form, whose) or Party(kind=PartyKind.PERSON, name="")
    typed = {"kind": PartyKind, "id_kind": IdKind}.get(part)
    try:
        changed = replace(base, **{part: typed(text) if typed else text})
    except ValueError as error:
        raise errors.InvalidField(field=name, problem="unknown", value=text) from error
    return replace(form, applicant=changed) if whose == "applicant" else replace(form, submitter=changed)


def _typed(name: str, kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise refusal(error, prefix=name) from error


def _domain(name: str, value: Any) -> Any:
    if isinstance(value, m.PartyModel):
        return party(value)
    if name == "components":
        return components(value)
    if name == "joint":
        return joint(value)
    return value


def _moment(name: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise errors.InvalidField(field=name, problem="not_a_date", value=text) from error


def checked_day(name: str, text: str | None) -> date | None:
    """ISO date of a field; raises InvalidField for a day that does not exist, or of no year of ours."""
    try:
        day = m.day(text)
    except ValueError as error:
        raise errors.InvalidField(field=name, problem="not_a_date", value=text) from error
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise errors.InvalidField(
            field=name, problem="year", lowest=FIRST_YEAR, highest=LAST_YEAR, value=text
        )
    return day


_PROBLEMS = {
    "missing": "missing",
    "literal_error": "unknown",
    "enum": "unknown",
    "string_pattern_mismatch": "format",
    "string_too_long": "too_long",
    "string_too_short": "empty",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_unicode": "surrogate",
}


def refusal(error: ValidationError, prefix: str = "") -> errors.CounterError:
    """What a failed check of the model means: UnknownFields by name, else InvalidField of the first."""
    found = error.errors(include_url=False, include_context=True)
    unknown = [_place(item["loc"], prefix) for item in found if item["type"] == "extra_forbidden"]
    if unknown:
        return errors.UnknownFields(fields=sorted(unknown), known=[])
    first = found[0]
    facts: dict[str, Any] = {
        "field": _place(first["loc"], prefix),
        "problem": _PROBLEMS.get(first["type"], "wrong_type"),
    }
    context = first.get("ctx", {})
    for ours, theirs in (("lowest", "ge"), ("highest", "le"), ("limit", "max_length")):
        if theirs in context:
            facts[ours] = context[theirs]
    if "expected" in context:
        facts["possible"] = str(context["expected"])
    return errors.InvalidField(**facts)


def _place(loc: tuple[int | str, ...], prefix: str) -> str:
    parts = [str(part) for part in loc]
    return ".".join([prefix, *parts] if prefix else parts)
