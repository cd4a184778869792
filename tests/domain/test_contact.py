"""How to reach an applicant: phones put in one form, e-mail judged by rule in one pass."""

from __future__ import annotations

import re
import unicodedata
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import codes, identity, identity_card, printed_codes, text, text_fields
from counter_app.domain.errors import FieldProblem, InvalidField

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def problem_of(error: pytest.ExceptionInfo[InvalidField]) -> str:
    return str(error.value.facts["problem"])


# --- phones (bad input 23)


@pytest.mark.parametrize(
    ("typed", "normal", "shown"),
    [
        ("02250000001", "02250000001", "0225 0000 001"),
        ("0990000001", "0990000001", "0990 000 001"),
        ("+84 912 345 678", "0912345678", "0912 345 678"),
        ("+84 (0) 912 345 678", "0912345678", "0912 345 678"),
        ("0912.345.678", "0912345678", "0912 345 678"),
        ("0912-345-678", "0912345678", "0912 345 678"),
        ("84912345678", "0912345678", "0912 345 678"),
        ("0084 912 345 678", "0912345678", "0912 345 678"),
        ("(0225) 3823.207", "02253823207", "0225 3823 207"),
        ("024 3825 1234", "02438251234", "024 3825 1234"),
        ("0912345678".translate(WIDE), "0912345678", "0912 345 678"),
        ("0912345678, 0225.3823.207; +84987654321", "0912345678, 02253823207, 0987654321",
         "0912 345 678, 0225 3823 207, 0987 654 321"),
        ("0912345678/0987654321", "0912345678, 0987654321", "0912 345 678, 0987 654 321"),
        ("0912345678, 0912 345 678,", "0912345678", "0912 345 678"),
        ("02253823207 máy lẻ 105", "02253823207#105", "0225 3823 207#105"),
        ("0225.3823207 ext. 12", "02253823207#12", "0225 3823 207#12"),
        ("1900 1234", "19001234", "19001234"),
        ("1800 599 920", "1800599920", "1800599920"),
        ("+81 3-1234-5678", "+81312345678", "+81312345678"),
        ("0082 2 312 3456", "+8223123456", "+8223123456"),
    ],
)  # fmt: skip
def test_phones_are_put_in_their_normal_form(typed: str, normal: str, shown: str) -> None:
    assert identity.check_phone(typed) == normal
    assert identity.check_phone(normal) == normal
    assert identity.format_phone(normal) == shown


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ("", {"problem": "empty"}),
        (" , ;", {"problem": "empty"}),
        ("0912345", {"problem": "too_short", "limit": 10, "missing": 3}),
        ("09123456789012", {"problem": "too_long", "limit": 11, "extra": 3}),
        ("0912345678 0987654321", {"problem": "too_long", "limit": 11, "extra": 9}),
        ("912345678", {"problem": "prefix"}),
        ("113", {"problem": "prefix"}),
        ("không có", {"problem": "letters"}),
        ("0912345678, không", {"problem": "letters"}),
        ("0912 345 67*", {"problem": "characters"}),
        ("+", {"problem": "characters"}),
        ("09+12345678", {"problem": "characters"}),
        ("+81 3 12", {"problem": "too_short", "limit": 9, "missing": 3}),
        ("+1234567890123456", {"problem": "too_long", "limit": 16, "extra": 1}),
        ("0912345678\0", {"problem": "characters"}),
        ("0" * 100_000, {"problem": "too_long", "limit": 300}),
    ],
)
def test_a_wrong_phone_says_what_is_wrong(typed: str, facts: dict[str, Any]) -> None:
    with pytest.raises(InvalidField) as refused:
        identity.check_phone(typed)
    assert refused.value.facts == {"field": "phone", **facts}


# --- e-mail (bad input 24)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("dn01@example.com", "dn01@example.com"),
        ("cn.nhan01@example.com", "cn.nhan01@example.com"),
        ("  Dn01@Example.COM ", "Dn01@example.com"),
        ("a+b/c=d@mail.hez.gov.vn", "a+b/c=d@mail.hez.gov.vn"),
        ("o'hara@example.com", "o'hara@example.com"),
        ('"a b"@example.com', '"a b"@example.com'),
        ('"a@b"@example.com', '"a@b"@example.com'),
        ('"a\\"b"@example.com', '"a\\"b"@example.com'),
        ("lienhe@công-ty.vn", "lienhe@công-ty.vn"),
        (unicodedata.normalize("NFD", "lienhe@công-ty.vn"), "lienhe@công-ty.vn"),
        ("info@例え.jp", "info@例え.jp"),
        ("a@xn--cng-ty-5xa.vn", "a@xn--cng-ty-5xa.vn"),
        ("a\u200b@example.com", "a@example.com"),
        ("x" * 64 + "@example.com", "x" * 64 + "@example.com"),
    ],
)
def test_an_address_is_accepted(typed: str, normal: str) -> None:
    assert identity.check_email(typed) == normal
    assert identity.check_email(normal) == normal


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("example.com", "no_at"),
        ("a@@example.com", "several_at"),
        ("a@b@example.com", "several_at"),
        ("a@x.vn; b@y.vn", "several_at"),
        ("@example.com", "local_part"),
        (".a@example.com", "local_part"),
        ("a.@example.com", "local_part"),
        ("a..b@example.com", "local_part"),
        ("a,b@example.com", "local_part"),
        ('a"b@example.com', "local_part"),
        ('""@example.com', "local_part"),
        ('"a"b"@example.com', "local_part"),
        ('"a\\"@example.com', "local_part"),
        ("x" * 65 + "@example.com", "local_part"),
        ("a b@example.com", "blanks"),
        ("a@exa mple.com", "blanks"),
        ("đức@example.com", "marks"),
        ("a@", "no_domain"),
        ("a@example", "no_domain_dot"),
        ("a@example.", "no_domain_dot"),
        ("a@example..com", "domain"),
        ("a@.com", "domain"),
        ("a@-example.com", "domain"),
        ("a@example-.com", "domain"),
        ("a@exa_mple.com", "domain"),
        ("a@example.c", "domain"),
        ("a@192.168.1.10", "domain"),
        ("a@" + "x" * 64 + ".com", "domain"),
        ("a@example.com,", "domain"),
        ("a\0@example.com", "characters"),
        ("a\ud800@example.com", "characters"),
        ("a@example.com\nBcc: b@example.com", "characters"),
        ("x" * 300 + "@example.com", "too_long"),
        ("a@" + "x." * 130 + "vn", "too_long"),
    ],
)
def test_an_address_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(InvalidField) as refused:
        identity.check_email(typed)
    assert problem_of(refused) == problem
    assert refused.value.facts["field"] == "email"


def test_the_limit_of_an_address_is_254() -> None:
    longest = "a@" + "x." * 125 + "vn"
    assert len(longest) == 254
    assert identity.check_email(longest) == longest
    with pytest.raises(InvalidField) as refused:
        identity.check_email("b" + longest)
    assert refused.value.facts["limit"] == 254


@pytest.mark.parametrize(
    "piece", ["a", "a.", ".", "@", "a@", '"', '\\"', '"\\', "-", "a-", "à", "\u0301\u0323", " "]
)
def test_an_address_of_100_000_characters_is_answered(piece: str) -> None:
    # A check that tried again and again would not end: that this test ends is the proof.
    repeated = (piece * 100_000)[:100_000]
    for typed in (repeated, repeated + "@example.com", "a@" + repeated, f'"{repeated}"@example.com'):
        with pytest.raises(InvalidField):
            identity.check_email(typed)


@pytest.mark.parametrize("module", [identity, identity_card, codes, printed_codes, text, text_fields])
def test_no_pattern_can_run_away(module: ModuleType) -> None:
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    assert not [pattern.pattern for pattern in patterns if NESTED.search(pattern.pattern)]


NESTED = re.compile(r"[*+]\)[*+{]|\{[0-9]+,\}\)[*+{]")
"""A repeat without end inside a group that is repeated itself."""


def test_the_search_for_nested_repeats_finds_them() -> None:
    assert NESTED.search(r"^(a+)+$")
    assert NESTED.search(r"(?:\w*)*@")
    assert not NESTED.search(r"(?:[0-9]{2}\.){2}")


@given(st.text(max_size=80) | st.text(alphabet="ab.@\"\\- đ", max_size=80))
def test_an_accepted_address_is_accepted_again(typed: str) -> None:
    try:
        once = identity.check_email(typed)
    except InvalidField as refused:
        assert refused.facts["problem"] in set(FieldProblem)  # noqa: PT017
        return
    assert identity.check_email(once) == once
