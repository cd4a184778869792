"""What is wrong in the form, field by field; words for it are in `messages`. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from counter_app.domain.dossier import PartyKind
from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.identity import IdKind, check_email, check_id, check_phone
from counter_app.domain.intake import NAME_LIMIT, TEXT_LIMIT
from counter_app.domain.text import clean, clean_name
from counter_app.ui.pages.reception.form_state import FormState, SubmitterRole, amount_of, kind_of_number


@dataclass(frozen=True)
class Problem:
    """A field of the form and what is wrong with it; `field` is the name of its editor."""

    field: str
    error: InvalidField


def check_field(field: str, state: FormState, today: date) -> InvalidField | None:
    """What is wrong with one field, None when nothing is (or can be)."""
    try:
        if field in _CHECKS:
            _CHECKS[field](state, today)
    except InvalidField as error:
        return error
    return None


def check_form(state: FormState, today: date) -> tuple[Problem, ...]:
    """Everything that stops the main button, in the order of the form."""
    found = []
    for field in _CHECKS:
        error = check_field(field, state, today)
        if error is not None:
            found.append(Problem(field, error))
    return tuple(found)


def normal_number(state: FormState, today: date) -> str:
    """The applicant's number in its normal form, empty while it is not one."""
    if state.id_kind is IdKind.NONE:
        return ""
    try:
        return check_id(state.id_kind, state.id_number, today=today)
    except InvalidField:
        return ""


def _procedure(state: FormState, _today: date) -> None:
    if not state.procedure:
        raise InvalidField(field="procedure", problem=FieldProblem.EMPTY)


def _id_number(state: FormState, today: date) -> None:
    if state.id_number.strip():
        _check_number(state.id_kind, state.id_number, today)


def _check_number(kind: IdKind, number: str, today: date) -> None:
    """One field takes three kinds: text that is no passport is not told how to become one."""
    try:
        check_id(kind, number, today=today)
    except InvalidField:
        if kind is not IdKind.PASSPORT:
            raise
        raise InvalidField(field="id_number", problem=FieldProblem.NO_IDENTITY) from None


def _name(state: FormState, _today: date) -> None:
    clean_name(state.name, field="name")


def _address(state: FormState, _today: date) -> None:
    clean(state.address, field="address", max_length=TEXT_LIMIT)


def _phone(state: FormState, _today: date) -> None:
    if state.phone.strip():
        check_phone(state.phone)


def _email(state: FormState, _today: date) -> None:
    if state.email.strip():
        check_email(state.email)


def _submitter(state: FormState, _today: date) -> None:
    clean(state.representative, field="representative", max_length=NAME_LIMIT)
    if state.submitter_role is SubmitterRole.OTHER:
        clean_name(state.submitter_name, field="submitter.name")


def _submitter_number(state: FormState, today: date) -> None:
    if state.submitter_role is SubmitterRole.OTHER and state.submitter_number.strip():
        kind = kind_of_number(state.submitter_number, PartyKind.PERSON)
        _check_number(kind, state.submitter_number, today)


def _submitter_phone(state: FormState, _today: date) -> None:
    if state.submitter_role is SubmitterRole.OTHER and state.submitter_phone.strip():
        check_phone(state.submitter_phone)


def _fee(state: FormState, _today: date) -> None:
    try:
        amount_of(state.fee_paid)
    except ValueError:
        raise InvalidField(field="fee_paid_vnd", problem=FieldProblem.LETTERS) from None


def _note(state: FormState, _today: date) -> None:
    clean(state.note, field="note", max_length=TEXT_LIMIT, lines=50)


_CHECKS: Mapping[str, Callable[[FormState, date], None]] = {
    "procedure": _procedure,
    "id_number": _id_number,
    "applicant_name": _name,
    "address": _address,
    "phone": _phone,
    "email": _email,
    "submitter": _submitter,
    "submitter_number": _submitter_number,
    "submitter_phone": _submitter_phone,
    "fee_paid": _fee,
    "note": _note,
}
"""Editor name → check, in the order of the form; each raises InvalidField."""
