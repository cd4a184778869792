"""Two files of one life gave numbers apart: what the copy gave is on paper, and is not given again here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from counter_app.domain.events import EventKind as K
from tests.desks import person
from tests.simulation import acts
from tests.simulation.machine import Machine
from tests.sync.around import Around, desks_around

FORM: dict[str, Any] = {"procedure": "DT-09", "components": [{"no": 1, "copies": 1}], "duplicate_reason": "x"}
PORTAL = "G04.28-000077"


class Copied:
    """Desk 2, and a copy of its folder made after its first reception (code 0401, book and receipt 1)."""

    def __init__(self, around: Around) -> None:
        self.around = around
        around.meet_all()
        acts.register(around.desks[1], around.rng, PORTAL)
        around.meet_all()
        self.desk = around.desks[2]
        self.receive(self.desk, "Người Một")
        around.meet_all()
        self.desk.stop()
        target = around.folder / "copy"
        shutil.copytree(around.folder / "desk-2", target)
        self.desk.start()
        self.copy = around.started(Machine("copy", 2, target, around.time))

    def receive(self, machine: Machine, name: str) -> dict[str, Any]:
        answer = acts.say(machine, "receive", "lan", applicant=person(name), **FORM)
        assert answer["ok"], answer
        return answer

    def meet(self) -> None:
        """The desk is first: the copy begins a new life and sends what it did under the old one."""
        self.around.meet(2)
        for _ in range(2):
            self.around.meet(2, machine=self.copy, line=self.around.centre.line(self.desk.login))
        self.around.meet(1)
        self.around.meet(2)
        assert self.copy.desk.store.origin.incarnation > 1

    def given(self) -> list[tuple[str, str, int, int]]:
        """(code, book, number, receipt number) of every reception in desk 2's log, the order of arrival."""
        query = (
            "SELECT payload ->> 'code', payload ->> 'book', payload ->> 'number', payload ->> 'receipt_no'"
            " FROM event WHERE kind = ? AND payload ->> 'book' = 'DT-2026-2' ORDER BY rowid"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self.around.rows(2, query, str(K.RECEIVED))]


@pytest.fixture
def copied() -> Iterator[Copied]:
    with desks_around(2) as around:
        made = Copied(around)
        yield made
        made.copy.stop()


def test_what_a_copy_gave_is_not_given_again(copied: Copied) -> None:
    copied.receive(copied.copy, "Người Hai")
    copied.receive(copied.copy, "Người Ba")
    copied.receive(copied.desk, "Người Bốn")
    copied.meet()
    before = set(copied.given())
    copied.receive(copied.desk, "Người Năm")
    copied.receive(copied.desk, "Người Sáu")
    new = copied.given()[-2:]
    for place in (0, 2, 3):
        assert {each[place] for each in new}.isdisjoint({each[place] for each in before})
    assert [each[0][-4:] for each in new] == ["0404", "0405"]
    assert ("dup_code", "dup_code", 0) in copied.around.conflicts(2), "0402, before they met"


def test_what_a_copy_gave_to_a_dossier_that_another_desk_had_first_is_not_given_again(copied: Copied) -> None:
    """Its reception is struck; its paper bears number 3 all the same."""
    copied.around.done(1, "receive", code=PORTAL)
    copied.around.meet(1)
    copied.receive(copied.copy, "Người Hai")
    answer = acts.say(copied.copy, "receive", "lan", code=PORTAL)
    assert answer["ok"], answer
    copied.receive(copied.desk, "Người Bốn")
    copied.meet()
    before = set(copied.given())
    copied.receive(copied.desk, "Người Năm")
    new = copied.given()[-1]
    for place in (0, 2, 3):
        assert new[place] not in {each[place] for each in before}
