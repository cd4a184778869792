"""One sentence per error, made from its facts; for the window and the command line. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from string import Formatter
from typing import Any

from counter_app.domain.errors import CounterError
from counter_app.domain.text import date_text, money, time_text
from counter_app.ui import labels
from counter_app.ui.message_names import ACTS, BECAUSES, FIELDS
from counter_app.ui.message_problems import (
    DIGITS_LONG,
    DIGITS_SHORT,
    LABEL_WORDS,
    PASSWORDS,
    PROBLEMS,
    SCANS,
)
from counter_app.ui.message_texts import NO_BLOCK, SENTENCES, WAIT
from counter_app.ui.restore_words import wrong_words

Facts = Mapping[str, Any]
_LANGUAGES = ("vi", "en")
_DIGIT_FIELDS = ("id_number", "phone", "identity_card", "barcode", "scan_number")
_NOTHING = "–"


def sentence(error_code: str, facts: Facts, lang: str = "vi", names: Mapping[str, str] | None = None) -> str:
    """What happened, in one or two sentences. `names` gives units and people their names by code.

    An error that is not known here still says that it did not work. `lang` is vi or en.
    """
    if error_code == "invalid_field":
        return _field_sentence(facts, lang)
    at = _LANGUAGES.index(lang)
    text = SENTENCES.get(error_code, SENTENCES["counter_error"])[at]
    if error_code == "number_block_exhausted" and not facts.get("hi"):
        text = NO_BLOCK[at]
    if error_code == "sign_in_refused" and facts.get("wait_seconds"):
        text += WAIT[at]
    text = wrong_words(str(facts.get("named", "")), lang) or text
    shown = _Shown(lang, names or {}).vformat(text, (), _Facts(facts))
    if "refused" in facts and "{refused" not in text:
        begin = (" Cả danh sách chưa được ghi", " Nothing was recorded")[at]
        listed = _Shown(lang, names or {}).format_field(facts["refused"], "refused")
        shown += f"{begin}: {listed}."
    return shown


def sentence_of(error: CounterError, lang: str = "vi", names: Mapping[str, str] | None = None) -> str:
    """The sentence of an error that was caught."""
    return sentence(error.code, error.facts, lang, names)


def field_problem(facts: Facts, lang: str = "vi") -> str:
    """A few words for the label line of the field an `InvalidField` names: `thiếu 1 số`."""
    short = LABEL_WORDS.get(str(facts.get("problem", "")))
    return short[_LANGUAGES.index(lang)] if short else _problem_words(facts, lang)


def _problem_words(facts: Facts, lang: str) -> str:
    at = _LANGUAGES.index(lang)
    problem = str(facts.get("problem", ""))
    is_digits = str(facts.get("field", "")).rpartition(".")[2] in _DIGIT_FIELDS
    text = PROBLEMS.get(problem, PROBLEMS["format"])[at]
    if is_digits and problem == "too_short" and "missing" in facts:
        text = DIGITS_SHORT[at]
    elif is_digits and problem == "too_long" and "extra" in facts:
        text = DIGITS_LONG[at]
    elif problem == "too_short" and "missing" not in facts:
        text = ("ngắn quá", "is too short")[at]
    elif problem == "out_of_range" and "highest" in facts:
        text = ("phải từ {lowest} đến {highest}", "must be {lowest} to {highest}")[at]
    return _Shown(lang, {}).vformat(text, (), _Facts(facts))


def field_name(field: str, lang: str = "vi") -> str:
    """The name of a field as the form shows it; a dotted one is named by its last known part."""
    at = _LANGUAGES.index(lang)
    known = FIELDS.get(field) or FIELDS.get(field.rpartition(".")[2])
    return known[at] if known else field


def _field_sentence(facts: Facts, lang: str) -> str:
    words = _problem_words(facts, lang)
    name = field_name(str(facts.get("field", "")), lang)
    limit = facts.get("limit")
    if limit is not None and str(limit) not in words:
        words += f" (giới hạn {limit})" if lang == "vi" else f" (limit {limit})"
    return f"{name}: {words}." if lang == "vi" else f"{name} {words}."


class _Facts(dict[str, Any]):
    """A fact that was not given is a dash: a sentence never fails."""

    def __missing__(self, key: str) -> str:
        return _NOTHING


class _Shown(Formatter):
    """Facts as people read them, by the kind named after the colon."""

    def __init__(self, lang: str, names: Mapping[str, str]) -> None:
        self._at = _LANGUAGES.index(lang)
        self._names = names
        self._kinds: dict[str, Callable[[Any], str]] = {
            "": _plain,
            "moment": _moment,
            "day": _day,
            "unit": self._unit,
            "act": lambda value: self._of(ACTS, value),
            "acts": self._acts,
            "status": self._status,
            "role": self._role,
            "because": lambda value: self._of(BECAUSES, value),
            "scan": lambda value: self._of(SCANS, value),
            "password": lambda value: self._of(PASSWORDS, value),
            "refused": self._refused,
            "money": lambda value: money(int(value)),
        }
        self._facts: Facts = {}

    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """As the base; facts are kept for words that hold facts themselves."""
        self._facts = kwargs
        return super().vformat(format_string, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> str:
        """One fact, shown by its kind."""
        if value is None or value == "" or value == _NOTHING:
            return _NOTHING
        return self._kinds[format_spec](value)

    def _of(self, table: Mapping[str, tuple[str, str]], value: Any) -> str:
        known = table.get(str(value))
        if known is None:
            return str(value).replace("_", " ")
        return known[self._at].format_map(_Facts(self._facts))

    def _unit(self, value: Any) -> str:
        return self._names.get(str(value), str(value))

    def _acts(self, value: Any) -> str:
        if not isinstance(value, list | tuple) or not value:
            return ("không có", "none")[self._at]
        return ", ".join(self._of(ACTS, act) for act in value)

    def _status(self, value: Any) -> str:
        if self._at:
            return str(value).replace("_", " ")
        return labels.words(labels.STATUS, str(value)).lower()

    def _role(self, value: Any) -> str:
        return str(value) if self._at else labels.words(labels.ROLES, str(value)).lower()

    def _refused(self, value: Any) -> str:
        if not isinstance(value, list | tuple):
            return str(value)
        codes = [str(item.get("code") or _NOTHING) for item in value if isinstance(item, dict)]
        return ", ".join(codes[:10]) + (" …" if len(codes) > 10 else "")


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def _moment(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{time_text(moment)} {date_text(moment)}"


def _day(value: Any) -> str:
    try:
        return date_text(date.fromisoformat(str(value)[:10]))
    except ValueError:
        return str(value)
