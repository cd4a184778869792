"""One cell of text → a value: numbers, yes and no, days, words of a fixed list; or refused by its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from counter_app.domain.due import LimitUnit
from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.procedure import FIELDS, ComponentKind
from counter_app.domain.text import fold, parse_date
from counter_app.imports.tables import serial_date

_Value = TypeVar("_Value")

_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}([. ,\u00a0\u202f][0-9]{3})+")
_DECIMAL = re.compile(r"([-+]?[0-9]{1,6})(?:[.,]([0-9]{1,4}))?")
_CURRENCY = re.compile(r"(vnd|vnđ|đồng|đ|d)\.?$", re.IGNORECASE)
_NO_YEAR = date(1, 1, 1)

LIMIT_UNITS: Mapping[str, LimitUnit] = {
    "working day": LimitUnit.WORKING_DAY,
    "ngay lam viec": LimitUnit.WORKING_DAY,
    "day": LimitUnit.DAY,
    "ngay": LimitUnit.DAY,
    "ngay lich": LimitUnit.DAY,
    "month": LimitUnit.MONTH,
    "thang": LimitUnit.MONTH,
    "working hour": LimitUnit.WORKING_HOUR,
    "gio": LimitUnit.WORKING_HOUR,
    "gio lam viec": LimitUnit.WORKING_HOUR,
}
COMPONENT_KINDS: Mapping[str, ComponentKind] = {
    "ban chinh": ComponentKind.ORIGINAL,
    "ban sao": ComponentKind.COPY,
    "ban sao chung thuc": ComponentKind.CERTIFIED_COPY,
    "ban dien tu": ComponentKind.ELECTRONIC,
}
YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("true", "1", "x", "co", "yes", "dung"), True),
    **dict.fromkeys(("", "false", "0", "khong", "no", "sai"), False),
}
AUDIENCES: Mapping[str, str] = {
    "to chuc": "to_chuc",
    "ca nhan": "ca_nhan",
    "ca hai": "ca_hai",
    "to chuc va ca nhan": "ca_hai",
    "to chuc ca nhan": "ca_hai",
    "doanh nghiep": "doanh_nghiep",
    "": "",
}
SERVICE_LEVELS: Mapping[str, str] = {
    "toan trinh": "toan_trinh",
    "mot phan": "mot_phan",
    "cung cap thong tin": "cung_cap_thong_tin",
    "": "",
}
FIELD_NAMES: Mapping[str, str] = {
    **{fold(name): code for code, name in FIELDS.items()},
    **{code.casefold(): code for code in FIELDS},
}


def one_of(known: Mapping[str, _Value], text: str, *, field: str) -> _Value:
    """The value a word stands for, whatever its marks and case. Raises InvalidField: empty, unknown."""
    word = " ".join(re.sub(r"[_,;/-]+", " ", fold(text[:200])).split())
    if word in known:
        return known[word]
    problem = FieldProblem.UNKNOWN if word else FieldProblem.EMPTY
    raise InvalidField(field=field, problem=problem, value=text[:60])


def whole(text: str, *, field: str) -> int:
    """A whole number; `3.000.000` and `3 000 000 đ` too. Raises InvalidField: empty, not_a_whole_number."""
    plain = _CURRENCY.sub("", text.strip()).strip()
    if not plain:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[^0-9+-]", "", plain)
    if not (plain.isascii() and _WHOLE.fullmatch(plain)):
        raise InvalidField(field=field, problem="not_a_whole_number", value=text[:60])
    return int(plain)


def minutes(text: str, *, field: str) -> int:
    """Hours of a step (`4`, `0.5`, `1,5`) as minutes. Raises InvalidField: empty, format, and where it is no
    whole number of minutes."""
    plain = text.strip()
    if not plain:
        raise InvalidField(field=field, problem=FieldProblem.EMPTY)
    match = _DECIMAL.fullmatch(plain)
    if match is None:
        raise InvalidField(field=field, problem=FieldProblem.FORMAT, value=text[:60])
    part = match[2] or ""
    sixtieths, rest = divmod(int(part or "0") * 60, int("1" + "0" * len(part)))
    if rest:
        raise InvalidField(field=field, problem=FieldProblem.FORMAT, value=text[:60])
    return int(match[1]) * 60 + sixtieths


def day(text: str, *, field: str) -> date | None:
    """A day, or None for an empty cell; a spreadsheet's number is read as the day it means.

    Raises InvalidField as `parse_date` does; a date without a year is refused.
    """
    plain = text.strip()
    if not plain:
        return None
    return serial_date(plain) or parse_date(plain, _NO_YEAR, field=field)
