"""The sticker: everything on 70 × 37 mm, nothing cut."""

from __future__ import annotations

import pytest

from counter_app.forms import label
from tests.forms import samples
from tests.forms.reading import (
    MM,
    SHRUNK,
    page_sizes_mm,
    page_texts,
    picture,
    scanned,
    whole_text,
    written,
)


def test_everything_is_on_one_label() -> None:
    pdf = label.draw(samples.label())
    assert page_sizes_mm(pdf) == [pytest.approx((70.0, 37.0), abs=0.001)]
    text = whole_text(pdf)
    for words in (
        samples.CODE,
        "DT-07",
        "2611 2300 0032 4857",
        "Hẹn trả 03/12/2026 17:30",
        samples.APPLICANT.name,
        samples.PROCEDURE,
    ):
        assert words in text


def test_without_scan_number_and_due_the_rest_moves_up() -> None:
    pdf = label.draw(samples.label(scan_number="", due_at=None))
    assert "Hẹn trả" not in whole_text(pdf)
    assert scanned(picture(pdf, 300)) == {}


@pytest.mark.parametrize("length", [40, 120, 180, 255])
def test_long_names_shrink_then_go_on_to_a_second_label(length: int) -> None:
    name = ("Công ty Trách nhiệm hữu hạn " * 12)[:length].strip()
    procedure = ("chuyển mục đích sử dụng đất " * 20)[: length + 146].strip()
    pdf = label.draw(samples.label(applicant_name=name, procedure_name=procedure))
    text = whole_text(pdf)
    assert text.count("Trách") == name.count("Trách")
    assert text.count("mục") == procedure.count("mục")
    assert len(page_sizes_mm(pdf)) <= 2
    for piece in written(pdf):
        assert piece.size >= 6.0
        assert piece.y >= 2.5 * MM
        assert piece.end <= (70 - 3) * MM + SHRUNK
    assert all(samples.CODE in page for page in page_texts(pdf))


def test_a_long_imported_code_fits_beside_the_procedure() -> None:
    pdf = label.draw(samples.label(dossier_code="000.00.28.H24-20240719-0001234", procedure_id="XNK-12"))
    code, procedure = (
        next(piece for piece in written(pdf) if piece.text.startswith(start)) for start in ("000.", "XNK")
    )
    assert code.end < procedure.x
