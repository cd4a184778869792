"""Everything fits: every procedure of the catalogue, both densities, the warnings, larger letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.domain.dossier import HandedIn
from counter_app.domain.identity import IdKind
from counter_app.domain.text import fold
from counter_app.ui import theme
from counter_app.ui.pages.reception.form_state import SlipKind, SubmitterRole
from counter_app.ui.pages.reception.form_view import FormView
from tests.builders import a_form
from tests.ui.at_the_counter import Counter, Fingers

Hands = Callable[[], Fingers]
LOW, HIGH = (1150, 686), (1704, 998)
"""The page in a window of 1366 × 768 and of 1920 × 1080."""


def fits(form: FormView) -> bool:
    """Whether nothing in the right column is squeezed and the page asks for no more than it has."""
    column = form.side.layout()
    needed = column.totalHeightForWidth(form.side.width())
    return needed <= form.side.height() and form.minimumSizeHint().height() <= form.height()


@pytest.mark.parametrize("size", [LOW, HIGH])
def test_every_procedure_fits(size: tuple[int, int], counter: Counter, hands: Hands) -> None:
    hands()
    page = counter.page
    page.set_compact(size is LOW)
    page.resize(*size)
    assert page.form.catalogue is not None
    squeezed = []
    for procedure in page.form.catalogue.procedures:
        page.form.open_form(replace(page.form.state, procedure=procedure.id, handed_in=()))
        QApplication.processEvents()
        if not fits(page.form):
            squeezed.append(procedure.id)
        table = page.form.components.table
        assert table.height() >= min(3, len(table.lines())) * 32
        assert page.form.way.geometry().bottom() <= page.form.height()
    assert squeezed == []


@pytest.mark.parametrize("kind", [SlipKind.SUPPLEMENT, SlipKind.REFUSAL])
@pytest.mark.parametrize("size", [LOW, HIGH])
def test_every_slip_fits(kind: SlipKind, size: tuple[int, int], counter: Counter, hands: Hands) -> None:
    hands()
    page = counter.page
    page.set_compact(size is LOW)
    page.resize(*size)
    assert page.form.catalogue is not None
    for procedure in page.form.catalogue.procedures:
        page.form.open_form(replace(page.form.state, procedure=procedure.id, slip_kind=kind))
        QApplication.processEvents()
        assert fits(page.form), procedure.id


def test_the_little_calendar_gives_way_to_warnings_and_the_sentence_stays(
    counter: Counter, hands: Hands
) -> None:
    """30 calendar days take six weeks of the calendar; with an open dossier beside it both have no room."""
    counter.receive(a_form(procedure="DT-17", components=(HandedIn(1, 1),)))
    hands()
    form = counter.page.form
    form.open_form(replace(form.state, procedure="DT-17"))
    assert form.side.receipt.grid.isVisible()
    form.open_form(replace(form.state, id_number="0299001487", name="X", procedure="DT-17"))
    counter.settle()
    assert form.side.duplicate.isVisible()
    assert not form.side.receipt.grid.isVisible()
    assert form.side.receipt.sentence.isVisible()
    assert fits(form)


@pytest.mark.parametrize("size", [LOW, HIGH])
def test_an_open_dossier_and_missing_papers_fit_together(
    size: tuple[int, int], counter: Counter, hands: Hands
) -> None:
    """Slip card, comparison with a reason of one's own, and an error above the button, all at once."""
    hands()
    page = counter.page
    page.set_compact(size is LOW)
    page.resize(*size)
    form = page.form
    hidden = []
    for procedure in ("DT-02", "DT-21", "DD-03", "DT-07", "DT-15"):
        counter.receive(a_form(procedure=procedure, components=(HandedIn(1, 1),)))
        state = replace(form.state, procedure=procedure, handed_in=(), id_number="0299001487", name="X")
        form.open_form(replace(state, duplicate_reason="Lý do riêng"))
        counter.settle()
        form.components.table.show_missing()
        form.side.notice.show_warning("Có hồ sơ cùng thủ tục đang mở: hãy chọn lý do để tiếp tục.")
        for _ in range(6):  # a card that gives way lets the next texts be measured
            QApplication.processEvents()
        assert form.side.slip.isVisible()
        assert form.side.duplicate.reason.isVisible()
        assert form.side.duplicate.other.isVisible()
        assert fits(form), procedure
        assert page.height() == size[1]
        if not form.side.duplicate.details.isVisible():
            hidden.append(procedure)
            assert form.side.duplicate.title.text().startswith("Có thể trùng …2611")
        form.side.notice.clear()
    assert ("DT-02" in hidden) == (size is LOW)


def test_another_submitter_shortens_the_list_only(counter: Counter, hands: Hands) -> None:
    hands()
    form = counter.page.form
    form.open_form(replace(form.state, procedure="DT-03", submitter_role=SubmitterRole.OTHER))
    QApplication.processEvents()
    assert fits(form)
    assert form.applicant.other_row.isVisible()
    for field in form.applicant.fields.values():
        assert field.height() >= field.sizeHint().height()


def test_larger_letters_and_dark_change_while_one_works(
    counter: Counter, hands: Hands, qapp: QApplication
) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    before = counter.page.form.state
    theme.apply(qapp, "dark", 18)
    QApplication.processEvents()
    theme.apply(qapp, "light", 14)
    QApplication.processEvents()
    assert counter.page.form.state == before
    assert fits(counter.page.form)


def test_names_on_the_page_are_english_and_every_editor_is_named(counter: Counter, hands: Hands) -> None:
    hands()
    form = counter.page.form
    for field in (*form.applicant.fields.values(), *form.way.fields.values(), form.procedure.field):
        name = field.editor.objectName()
        assert name
        assert name.isascii()
        assert field.editor.accessibleName()
        assert fold(name.replace("_", " ")) == name.replace("_", " ")


def test_the_kind_of_the_number_is_told_by_its_digits_only(counter: Counter, hands: Hands) -> None:
    """Nine digits on the way to ten are no old identity card: nothing flips while one types."""
    fingers = hands()
    form = counter.page.form
    form.applicant.number.setFocus()
    kinds = []
    for digit in "0299001487":
        fingers.type(digit)
        kinds.append(form.applicant.kind_link.text())
    assert set(kinds) == {"Tổ chức"}
    assert form.state.id_kind is IdKind.MST
