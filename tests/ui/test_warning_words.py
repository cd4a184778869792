"""Every warning that a service can answer has its sentence, in Vietnamese and in English."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import counter_app.services
from counter_app.ui.warning_words import WARNINGS, warning_words, warnings_words

_AT_RECEPTION = frozenset({"name_differs", "provisional_calendar"})
"""Answered by `reception`, which keeps them in a list of its own."""
_AWAITED = frozenset({"awaits_data", "due_not_counted"})
"""Answered by `awaiting` with the act itself."""


def _warned_of() -> set[str]:
    """Words that any service appends to the warnings of its unit of work."""
    found = set()
    for path in Path(counter_app.services.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".warnings.append"):
                (word,) = node.args
                assert isinstance(word, ast.Constant), f"{path.name}: a warning is a word"
                found.add(word.value)
    return found


def test_no_warning_is_without_words() -> None:
    warned = _warned_of()
    assert {"still_missing", "fee_owed", "late_without_apology", "receipt_no_used"} <= warned
    assert warned | _AT_RECEPTION | _AWAITED == set(WARNINGS)


@pytest.mark.parametrize("warning", sorted(WARNINGS))
def test_a_warning_is_a_sentence_in_both_languages(warning: str) -> None:
    for lang in ("vi", "en"):
        words = warning_words(warning, lang)
        assert words[0].isupper() and words.endswith(".")
    assert warning_words(warning, "vi") != warning_words(warning, "en")


def test_several_are_said_once_each_and_an_unknown_one_is_shown_as_it_stands() -> None:
    said = warnings_words(["fee_owed", "fee_owed", "of_a_newer_program"], "en")
    assert said == "A fee of the dossier is still owed. of a newer program."
    assert warnings_words([]) == ""
