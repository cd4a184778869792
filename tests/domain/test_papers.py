"""Values of papers: frozen, of bounded texts, with what the law demands."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from datetime import date, datetime
from typing import get_type_hints

import pytest

from counter_app.domain import papers
from counter_app.domain.errors import FieldProblem, InvalidField
from tests.forms import samples

PAPERS = (
    samples.receipt(),
    samples.supplement_request(),
    samples.refusal(),
    samples.control_sheet(),
    samples.handover_list(),
    samples.label(),
)
VALUE_TYPES = [value for value in vars(papers).values() if is_dataclass(value) and isinstance(value, type)]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: type(paper).__name__)
def test_values_cannot_be_changed_and_can_be_compared(paper: object) -> None:
    with pytest.raises(FrozenInstanceError):
        paper.mark = None  # type: ignore[attr-defined]
    assert hash(paper) == hash(replace(paper))  # type: ignore[type-var]


@pytest.mark.parametrize("kind", VALUE_TYPES, ids=lambda kind: kind.__name__)
def test_fields_are_primitives_dates_and_tuples(kind: type) -> None:
    plain = {str, int, float, bool, date, datetime, type(None), Ellipsis}

    def leaves(hint: object) -> set[object]:
        parts = getattr(hint, "__args__", None)
        return set().union(*(leaves(part) for part in parts)) if parts else {hint}

    for hint in get_type_hints(kind).values():
        assert {leaf for leaf in leaves(hint) if leaf not in plain and leaf not in VALUE_TYPES} == set()
    assert fields(kind)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure_name": "x" * 2001}, "procedure_name"),
        ({"missing": ("ngắn", "x" * 200_000)}, "missing.1"),
        ({"applicant": papers.PaperApplicant("x" * 2001)}, "applicant.name"),
        ({"components": (papers.PaperComponent("x" * 2001, 1, "ban_sao"),)}, "components.0.name"),
        ({"head": replace(samples.HEAD, place="x" * 2001)}, "head.place"),
    ],
)
def test_a_text_over_the_limit_is_refused_with_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        samples.receipt(**changes)
    assert refused.value.facts["field"] == field
    assert refused.value.facts["problem"] is FieldProblem.TOO_LONG
    assert refused.value.facts["limit"] == 2000


def test_a_text_at_the_limit_is_kept() -> None:
    assert samples.receipt(procedure_name="x" * 2000).procedure_name == "x" * 2000


@pytest.mark.parametrize("field", ["reason", "legal_ground"])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_reason_and_ground_are_compulsory(field: str, text: str) -> None:
    for make in (samples.supplement_request, samples.refusal):
        with pytest.raises(InvalidField) as refused:
            make(**{field: text})
        assert refused.value.facts == {"field": field, "problem": FieldProblem.EMPTY}


@pytest.mark.parametrize("items", [(), ("",), ("đủ", " ")])
def test_a_supplement_request_names_what_is_wanted(items: tuple[str, ...]) -> None:
    with pytest.raises(InvalidField) as refused:
        samples.supplement_request(items=items)
    assert refused.value.facts["field"] == "items"


@pytest.mark.parametrize("copies", [(), (0,), (3,), (1, 2, 3)])
def test_a_receipt_has_copies_one_and_two(copies: tuple[int, ...]) -> None:
    with pytest.raises(InvalidField) as refused:
        samples.receipt(copies=copies)
    assert refused.value.facts["field"] == "copies"
