"""F24: a record edited with a SQLite tool is found at start or by verify; numbering stops, reads go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counter_app import cli
from counter_app.bootstrap import problems
from counter_app.commands import acts, reads
from counter_app.storage import keys
from counter_app.storage.database import Mode, connect
from counter_app.storage.store import FILE_NAME
from counter_app.storage.tables import TRIGGERS
from tests.builders import Clock
from tests.faults.counter import receive, received_on
from tests.faults.full_disk import EVERYTHING
from tests.faults.paper import Paper
from tests.faults.prepared import opened
from tests.services.test_trial import count

LAST = "(SELECT rowid FROM event WHERE kind = 'dossier:received' ORDER BY rowid DESC LIMIT 1)"
EDITS = {
    "back-dated": f"UPDATE event SET wall = wall - 86400000 WHERE rowid = {LAST}",
    "another name": "UPDATE event SET payload = replace(payload, 'Đức', 'Đạt')"
    f" WHERE rowid = {LAST}",
    "no JSON any more": f"UPDATE event SET payload = '{{' WHERE rowid = {LAST}",
    "another clerk": f"UPDATE event SET actor = 'minh' WHERE rowid = {LAST}",
    "taken out": f"DELETE FROM event WHERE rowid = {LAST}",
    "link rewritten": "UPDATE envelope SET hash = substr(hash, 2) || substr(hash, 1, 1)"
    " WHERE oseq = (SELECT max(oseq) FROM envelope)",
    "number given back": "DELETE FROM number_issued WHERE serial = (SELECT max(serial) FROM number_issued)",
    "number moved on": "UPDATE number_issued SET serial = serial + 1"
    " WHERE serial = (SELECT max(serial) FROM number_issued)",
}

SLIP = {
    "act": "refuse",
    "by": "lan",
    "procedure": "DT-08",
    "applicant": {"kind": "person", "name": "Nguyễn Thị Đức", "id_kind": "none"},
    "components": [],
    "channel": "direct",
    "reason": "không thuộc thẩm quyền",
    "ground": "Điều 5",
}
"""A refusal before reception (form 03)."""


def tamper(folder: Path, edit: str) -> None:
    """Somebody with the key and a SQLite tool, who puts the triggers back afterwards."""
    raw = connect(folder / FILE_NAME, keys.load_key(folder), Mode.WRITE)
    raw.execute("PRAGMA foreign_keys=OFF")
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute(edit)
    for statement in TRIGGERS.values():
        raw.execute(statement)
    raw.close()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edited_record_is_found_at_start_and_numbering_stops(
    trial: Path, paper: Paper, clock: Clock, edit: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with opened(trial, clock) as desk:
        received_on(desk, paper, "a", "b", "c")
    tamper(trial, edit)
    with opened(trial, clock) as desk:
        assert len(desk.startup.findings) >= 1
        answer = receive(desk, "d")
        assert (answer["error"], answer["facts"]["because"]) == ("store_read_only", "findings")
        assert len(reads.listed(desk, **EVERYTHING)) == 3
        assert reads.found(desk, "duc", 10)
    first, last = paper.shown[0].code, paper.shown[-1].code
    for command in ["list"], ["search", "duc"], ["show", first]:
        assert cli.main(["--data", str(trial), "--json", *command]) == cli.DONE
    for command in ["show", last], ["history", last]:
        assert cli.main(["--data", str(trial), "--json", *command]) in {cli.DONE, cli.REFUSED}
    capfd.readouterr()
    assert cli.main(["--data", str(trial), "--json", "verify", "--deep"]) == cli.REFUSED
    told = json.loads(capfd.readouterr().out)
    assert not told["ok"]
    assert told["problems"][0]["where"]


def test_the_desk_stays_usable_but_gives_no_number(trial: Path, paper: Paper, clock: Clock) -> None:
    """Work on dossiers that are here goes on; receptions and slips, which take numbers, do not."""
    with opened(trial, clock) as desk:
        first, _ = received_on(desk, paper, "a", "b")
    tamper(trial, EDITS["back-dated"])
    with opened(trial, clock) as desk:
        note = {"act": "note", "by": "lan", "code": first, "text": "đã gọi điện"}
        given = {"act": "hand_over", "by": "lan", "codes": [first], "to": "QLDT"}
        assert acts.answer_line(desk, json.dumps(note))["ok"]
        assert acts.answer_line(desk, json.dumps(given))["ok"]
        assert acts.answer_line(desk, json.dumps(SLIP))["error"] == "store_read_only"
        assert count(desk, slips=True) == 0


def test_an_old_record_is_found_by_the_whole_check_which_stops_numbering(
    trial: Path, paper: Paper, clock: Clock
) -> None:
    """Further back than a start looks."""
    with opened(trial, clock) as desk:
        received_on(desk, paper, *(f"r{number}" for number in range(520)))
    tamper(trial, "UPDATE event SET actor = 'minh' WHERE rowid = (SELECT min(rowid) FROM event)")
    with opened(trial, clock) as desk:
        assert desk.startup.findings == ()
        received_on(desk, paper, "before")
        assert [problem.where.rpartition("/")[2] for problem in problems(desk, deep=True)] == ["1"]
        assert receive(desk, "after")["error"] == "store_read_only"
        assert len(reads.listed(desk, **EVERYTHING)) == 521
