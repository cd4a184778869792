"""The panel's view of every dossier, slip and registered one of a lived-in desk, for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counter_app.bootstrap import Desk
from counter_app.domain import transitions
from counter_app.domain.errors import CounterError
from counter_app.domain.identity import IdKind
from counter_app.queries.papers import Printing, gather
from counter_app.storage.store import Reading
from counter_app.ui.act_words import ACTS
from counter_app.ui.pages.dossiers.panel_view import PanelView, load
from tests.builders import Clock, trial_desk

NOW = Clock().local
_OF_NO_STATE = {"handover_list", "survey"}
"""Papers that a dossier does not have by its state: of a batch, and one that is printed of any."""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Eighty dossiers that went through real acts."""
    with trial_desk(tmp_path_factory.mktemp("lived"), dossiers=80) as desk:
        yield desk


def _views(desk: Desk, login: str) -> list[PanelView]:
    def look(reading: Reading) -> list[PanelView]:
        query = "SELECT COALESCE(code, portal_code, slip) FROM dossier"
        codes = [str(row[0]) for row in reading.conn.exec_driver_sql(query)]
        return [load(code, login, NOW)(reading) for code in codes]

    return desk.read(look)


@pytest.mark.parametrize("login", ["lan", "minh", "tuan", "quantri"])
def test_every_dossier_has_its_panel(lived_in: Desk, login: str) -> None:
    views = _views(lived_in, login)
    kinds = {str(view.dossier.status) for view in views}
    assert {"registered", "refused", "received", "processing", "finished", "returned"} <= kinds
    for view in views:
        assert view.code and view.badge.text and view.procedure
        assert view.life, view.code
        for line in view.refusals:
            assert line.count(":") >= 1 and not line.endswith(": "), line


def test_what_is_offered_is_what_the_table_allows(lived_in: Desk) -> None:
    for login in ("lan", "minh", "tuan"):
        person = lived_in.read(lambda reading, login=login: reading.reference.person(login))
        for view in _views(lived_in, login):
            for act in ACTS:
                rule = transitions.BY_ACT[act]
                if act in view.possible:
                    transitions.check(rule.kind, view.dossier, person)


def test_every_paper_listed_can_be_gathered_and_no_other(lived_in: Desk) -> None:
    from counter_app.forms import wording

    printing = Printing("Nguyễn Thị Lan", NOW, wording)
    forms = (
        *("receipt", "supplement_request", "refusal", "extension", "stop_notice"),
        *("control_sheet", "label"),
    )
    for view in _views(lived_in, "lan"):
        listed = {row.form for row in view.papers if row.form not in _OF_NO_STATE}
        possible = set()
        for form in forms:
            try:
                lived_in.read(lambda r, form=form, code=view.code: gather(r, form, code, printing))
            except CounterError:
                continue
            possible.add(form)
        assert listed == possible, view.code


def test_ids_of_people_stand_in_no_masked_line(lived_in: Desk) -> None:
    seen = 0
    for view in _views(lived_in, "lan"):
        applicant = view.dossier.applicant
        if applicant is None or not applicant.id_number:
            continue
        seen += 1
        is_hidden = applicant.id_number not in view.people[0].masked
        assert is_hidden == (applicant.id_kind is not IdKind.MST)
        assert applicant.id_number in view.people[0].shown
    assert seen > 20
