"""What may be wrong with the fields of the first run, each in a few words for the label line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from counter_app.domain.codes import MAX_DESKS, check_agency_id
from counter_app.domain.errors import InvalidField, PasswordRefused
from counter_app.domain.staff import Role, Staff
from counter_app.domain.text import clean_name, normalise_login
from counter_app.ui.message_problems import PASSWORDS
from counter_app.ui.pages.sign_in_card import password_problem

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_EMPTY = "chưa điền"


@dataclass(frozen=True)
class Entered:
    """The fields as typed."""

    agency: str
    agency_id: str
    desk: str
    desks: str
    admin: str
    login: str
    password: str
    again: str
    folder: str


@dataclass(frozen=True)
class FieldWords:
    """What is wrong with one field, in a few words."""

    field: str
    words: str


def first_run_problems(entered: Entered, folder_problem: Callable[[str], str]) -> tuple[FieldWords, ...]:
    """The fields that are wrong, in the order of the page; nothing wrong gives an empty answer."""
    found = {
        "agency": _name_problem(entered.agency),
        "agency_id": _agency_id_problem(entered.agency_id),
        "desk": _desk_problem(entered.desk, entered.desks),
        "desks": _count_problem(entered.desks),
        "admin": _name_problem(entered.admin),
        "login": _login_problem(entered.login),
        "password": admin_password_problem(entered),
        "again": "" if entered.again == entered.password else "chưa khớp",
        "folder": folder_problem(entered.folder) if entered.folder else "",
    }
    return tuple(FieldWords(name, problem) for name, problem in found.items() if problem)


def admin_password_problem(entered: Entered) -> str:
    """What is wrong with the administrator's password in a few words: the rules are the same for all."""
    from counter_app.services.accounts import check_password  # the first picture does not wait for argon2

    if not entered.password:
        return _EMPTY
    login = normalise_login(entered.login)
    try:
        check_password(entered.password, Staff(login, entered.admin, Role.ADMINISTRATOR, ""))
    except PasswordRefused as refused:
        words = PASSWORDS[str(refused.facts["problem"])][0]
        return password_problem(entered.password) or words.format_map(refused.facts)
    return ""


def _name_problem(text: str) -> str:
    if not text:
        return _EMPTY
    try:
        clean_name(text, field="name")
    except InvalidField:
        return "không phải là tên"
    return ""


def _agency_id_problem(text: str) -> str:
    if not text:
        return _EMPTY
    try:
        check_agency_id(text)
    except InvalidField:
        return "viết như H24.28"
    return ""


def _count_problem(text: str) -> str:
    if not text:
        return _EMPTY
    is_count = text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_DESKS
    return "" if is_count else f"từ 1 đến {MAX_DESKS}"


def _desk_problem(desk: str, desks: str) -> str:
    problem = _count_problem(desk)
    if problem or _count_problem(desks):
        return problem
    return "" if int(desk) <= int(desks) else f"chỉ có {desks} quầy"


def _login_problem(text: str) -> str:
    if not text:
        return _EMPTY
    return "" if _LOGIN.fullmatch(normalise_login(text)) else "chữ không dấu, số, . _ -"
