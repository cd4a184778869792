"""Every error and every field problem has its sentence in both languages, made from its facts."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import counter_app
from counter_app.domain import centre_errors, errors
from counter_app.domain.codes import ScanProblem
from counter_app.domain.errors import CounterError, FieldProblem
from counter_app.ui import messages
from counter_app.ui.message_names import ACTS, BECAUSES
from counter_app.ui.message_problems import PASSWORDS, PROBLEMS, SCANS
from counter_app.ui.message_texts import SENTENCES

PACKAGE = Path(counter_app.__file__).parent
LANGUAGES = ("vi", "en")


assert centre_errors  # its kinds are found below


def kinds_of_errors(base: type[CounterError] = CounterError) -> Iterator[type[CounterError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds_of_errors(kind)


def words_given_as(keyword: str) -> set[str]:
    """Every literal the program passes as `keyword=`, so that a new word without a sentence is seen."""
    found: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == keyword and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
    return found


@pytest.mark.parametrize("kind", sorted(kinds_of_errors(), key=lambda kind: kind.code), ids=lambda k: k.code)
def test_every_error_has_its_own_sentence(kind: type[CounterError]) -> None:
    for lang in LANGUAGES:
        text = messages.sentence(kind.code, {"field": "name", "problem": "empty"}, lang)
        assert text != messages.sentence("counter_error", {}, lang)
        assert text.endswith(".")
        assert "{" not in text


@pytest.mark.parametrize("problem", sorted({*FieldProblem, *words_given_as("problem")}))
def test_every_problem_word_has_its_words(problem: str) -> None:
    assert problem in PROBLEMS or problem in PASSWORDS or problem in SCANS


@pytest.mark.parametrize("problem", list(ScanProblem))
def test_every_scan_problem_has_its_words(problem: ScanProblem) -> None:
    assert problem in SCANS


@pytest.mark.parametrize("because", sorted(words_given_as("because") - {""}))
def test_every_reason_of_a_refusal_has_its_words(because: str) -> None:
    assert because in BECAUSES


def test_every_act_of_the_transition_table_has_its_words() -> None:
    from counter_app.domain.transitions import RULES

    assert {rule.act for rule in RULES.values()} - set(ACTS) == set()


def test_sentences_name_no_error_that_does_not_exist() -> None:
    known = {kind.code for kind in kinds_of_errors()} | {"counter_error"}
    assert set(SENTENCES) - known == set()


def test_facts_are_shown_as_people_read_them() -> None:
    error = errors.DuplicateOpenDossier(
        code="H24.28-261112-0009", received_at="2026-11-12T09:40", status="processing", holder="QLDT"
    )
    text = messages.sentence_of(error)
    assert "H24.28-261112-0009" in text
    assert "09:40 12/11/2026" in text
    assert "đang xử lý" in text


def test_units_are_named_where_names_are_given() -> None:
    facts = {"code": "X", "holder": "QLDT", "unit": "MC"}
    text = messages.sentence("not_holder", facts, names={"QLDT": "Phòng Quản lý Đầu tư", "MC": "Một cửa"})
    assert "Phòng Quản lý Đầu tư" in text
    assert "QLDT" not in text


def test_a_fact_that_is_missing_never_fails() -> None:
    assert "–" in messages.sentence("clock_jump", {})


def test_a_refused_batch_lists_its_codes() -> None:
    refused = [{"code": "A-1", "error": "not_holder", "facts": {}}, {"code": None}]
    text = messages.sentence("not_holder", {"code": "A-1", "refused": refused})
    assert text.endswith("Cả danh sách chưa được ghi: A-1, –.")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"field": "applicant.id_number", "problem": "too_short", "limit": 12, "missing": 1}, "thiếu 1 số"),
        ({"field": "phone", "problem": "too_long", "limit": 11, "extra": 2}, "thừa 2 số"),
        ({"field": "applicant.name", "problem": "too_short", "limit": 2, "missing": 1}, "thiếu 1 ký tự"),
        ({"field": "email", "problem": "no_domain_dot"}, "thiếu phần sau dấu chấm"),
        ({"field": "x", "problem": "out_of_range", "lowest": 1, "highest": 999}, "phải từ 1 đến 999"),
        ({"field": "note", "problem": "too_long", "limit": 2000}, "dài quá 2000 ký tự"),
        ({"field": "x", "problem": "a_word_of_tomorrow"}, "không đúng dạng"),
    ],
)
def test_words_beside_a_field(facts: dict[str, object], words: str) -> None:
    assert messages.field_problem(facts) == words


def test_a_field_sentence_names_field_problem_and_limit() -> None:
    facts = {"field": "components.copies", "problem": "out_of_range", "limit": 999, "value": 1000}
    assert messages.sentence("invalid_field", facts) == "Số bản: ngoài giới hạn (giới hạn 999)."
    assert messages.sentence("invalid_field", facts, "en") == "Copies is out of range (limit 999)."


def test_messages_need_no_qt() -> None:
    code = "import sys, counter_app.ui.messages; sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
