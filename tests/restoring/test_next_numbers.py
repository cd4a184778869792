"""What the form shows before a dossier is received is what a later life then gives."""

from __future__ import annotations

from pathlib import Path

from counter_app.queries.intake import next_numbers
from tests.desks import form, person
from tests.restoring.desk_lost import a_lost_desk


def test_a_later_life_shows_the_number_of_its_own_book(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    lost.receive("a", "b")
    lost.restored(lost.copied())
    with lost.opened() as counter:
        now = counter.clock.local
        shown = counter.desk.read(
            lambda reading: next_numbers(reading, reading.reference.find_procedure("DT-08", now.date()), now)
        )
        given = counter.done("receive", **form(applicant=person("Người c")))
        assert (shown.code, shown.book, shown.book_number) == (given["code"], given["book"], given["number"])
        assert (given["book"], given["number"]) == ("DT-2026-101", 1)
