"""The registry: each paper can be drawn by its name, and none is loaded before."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from counter_app.forms.registry import FORMS
from tests.forms import book_samples, day_samples, samples
from tests.forms.reading import page_sizes_mm, reader

VALUES = {
    "receipt": samples.receipt(),
    "supplement_request": samples.supplement_request(),
    "refusal": samples.refusal(),
    "extension": samples.extension(),
    "stop_notice": samples.stop_notice(),
    "control_sheet": samples.control_sheet(),
    "handover_list": samples.handover_list(),
    "label": samples.label(),
    "overdue_list": samples.overdue_list(),
    "day_close": day_samples.day_close(),
    "register": book_samples.register(),
    "survey": book_samples.survey(),
    "posting": book_samples.posting(),
    "feedback_notice": book_samples.feedback_notice(),
    "command_sheet": book_samples.command_sheet(),
}


def test_all_papers_of_this_version_are_there() -> None:
    assert set(FORMS) == set(VALUES)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_paper_is_drawn_by_its_name_in_its_size_under_its_title(name: str) -> None:
    form = FORMS[name]
    assert form.name == name
    pdf = form.draw(VALUES[name])
    assert page_sizes_mm(pdf)[0] == pytest.approx(form.page_mm, abs=0.001)
    metadata = reader(pdf).metadata
    assert metadata is not None
    assert metadata.title == form.title


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_paper_is_the_same_bytes_twice(name: str) -> None:
    assert FORMS[name].draw(VALUES[name]) == FORMS[name].draw(VALUES[name])


@pytest.mark.parametrize("name", sorted(FORMS))
def test_each_module_has_draw(name: str) -> None:
    assert callable(import_module(f"counter_app.forms.{name}").draw)


def test_the_value_of_another_paper_is_refused() -> None:
    with pytest.raises(TypeError, match="receipt draws ReceiptPaper"):
        FORMS["receipt"].draw(VALUES["label"])


def test_the_list_of_papers_does_not_load_reportlab() -> None:
    code = "import sys, counter_app.forms.registry; print('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
