"""F23, F24: whoever rewrites the log whole deceives every check of the file; the head on paper tells it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app import cli
from counter_app.bootstrap import Desk
from counter_app.commands import upkeep
from counter_app.domain.events import envelope_hash
from counter_app.queries.day_sheets import link_at, own_desk, sign_offs
from counter_app.queries.end_of_day import end_of_day
from counter_app.services.day_close import sign_off
from counter_app.storage import event_log, keys
from counter_app.storage.database import Mode, connect
from counter_app.storage.store import FILE_NAME
from counter_app.storage.tables import TRIGGERS
from tests.builders import Clock
from tests.desks import Counter, a_trial
from tests.faults.prepared import opened
from tests.forms.reading import whole_text

MONDAY = date(2026, 11, 23)
_COLUMNS = "id, agency, stream, kind, schema_v, payload, seen, actor, wall, clock_quality"
_HEAD = re.compile(r"dấu của việc thứ ([0-9.]+) là: ((?:[0-9a-f]{4} ){15}[0-9a-f]{4})")


@dataclass(frozen=True)
class Signed:
    """What stands on the signed paper, and where its desk lies."""

    folder: Path
    place: int
    head: str


@pytest.fixture
def signed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Signed:
    """A day of three dossiers, signed off; its sheet printed on the command line and read back."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        acts = Counter(desk, clock)
        for _ in range(3):
            acts.received()
        _sign(desk)
        acts.received()
        folder = desk.folder
    out = tmp_path / "sheet.pdf"
    command = ["--data", str(folder), "--json", "print", "day_close", "2026-11-23-1", "--out", str(out)]
    assert cli.main(command) == cli.DONE
    assert json.loads(capfd.readouterr().out)["ok"]
    found = _HEAD.search(whole_text(out.read_bytes()))
    assert found is not None, "head and place are on the paper"
    return Signed(folder, int(found[1].replace(".", "")), found[2].replace(" ", ""))


def _sign(desk: Desk) -> None:
    def do(uow: Any) -> None:
        view = desk.read(lambda reading: end_of_day(reading, MONDAY, "lan", desk.local_now()))
        sign_off(uow, MONDAY, note="", seen=view.log_hash, by="lan")
        uow.commit()

    desk.write(do)


def rewrite(signed: Signed, edit: str, *, sheets_too: bool) -> None:
    """Somebody with the key edits a record and computes every later link anew, as the program would.

    `sheets_too`: the head that the day's own event remembers is put right as well.
    """
    raw = connect(signed.folder / FILE_NAME, keys.load_key(signed.folder), Mode.WRITE)
    raw.execute("PRAGMA foreign_keys=OFF")
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute(edit)
    (origin,) = raw.execute("SELECT DISTINCT origin FROM envelope").fetchone()
    prev, links = event_log.GENESIS, {0: event_log.GENESIS}
    chain = "SELECT oseq, event_id FROM envelope WHERE origin = ? ORDER BY oseq"
    for oseq, event_id in raw.execute(chain, (origin,)).fetchall():
        if sheets_too:
            _right_the_sheet(raw, event_id, links)
        row = raw.execute(f"SELECT {_COLUMNS} FROM event WHERE id = ?", (event_id,)).fetchone()
        content = event_log.content_hash(row)
        link = envelope_hash(prev, origin, oseq, content)
        raw.execute("UPDATE event SET content_hash = ? WHERE id = ?", (content, event_id))
        raw.execute(
            "UPDATE envelope SET prev = ?, hash = ? WHERE origin = ? AND oseq = ?", (prev, link, origin, oseq)
        )
        prev = links[oseq] = link
    for statement in TRIGGERS.values():
        raw.execute(statement)
    raw.close()


def _right_the_sheet(raw: Any, event_id: str, links: dict[int, str]) -> None:
    kind, payload = raw.execute("SELECT kind, payload FROM event WHERE id = ?", (event_id,)).fetchone()
    if kind == "day:signed_off":
        said = json.loads(payload)
        old, new = said["head_hash"], links[said["figures"]["log"]["place"]]
        raw.execute("UPDATE event SET payload = ? WHERE id = ?", (payload.replace(old, new), event_id))


BACK_DATED = (
    "UPDATE event SET wall = wall - 86400000 WHERE rowid ="
    " (SELECT min(rowid) FROM event WHERE kind = 'dossier:received')"
)


def test_an_honest_log_has_the_printed_head(signed: Signed) -> None:
    with opened(signed.folder, Clock()) as desk:
        found = desk.read(lambda r: link_at(r.conn, own_desk(r.conn)[0], signed.place))
        assert found == signed.head
        assert upkeep.verify(desk, deep=True)["ok"]


@pytest.mark.parametrize("sheets_too", [False, True])
def test_a_log_rewritten_whole_is_sound_in_itself_and_told_by_the_paper(
    signed: Signed, sheets_too: bool
) -> None:
    rewrite(signed, BACK_DATED, sheets_too=sheets_too)
    with opened(signed.folder, Clock()) as desk:
        upkeep.rebuild(desk)
        assert upkeep.verify(desk, deep=True)["ok"], "every check inside the file is deceived"
        found = desk.read(lambda r: link_at(r.conn, own_desk(r.conn)[0], signed.place))
        assert found != signed.head, "the paper is not"
        (sheet,) = desk.read(lambda r: sign_offs(r.conn, MONDAY, 1))
        assert sheet.is_in_log is sheets_too, "the page tells a sheet whose head was left as it was"


def test_what_came_behind_the_sheet_does_not_change_its_head(signed: Signed) -> None:
    later = BACK_DATED.replace("min(rowid)", "max(rowid)")
    rewrite(signed, later, sheets_too=False)
    with opened(signed.folder, Clock()) as desk:
        assert desk.read(lambda r: link_at(r.conn, own_desk(r.conn)[0], signed.place)) == signed.head


def test_a_record_taken_out_moves_the_place(signed: Signed) -> None:
    """A dossier deleted and the chain closed behind it: at the printed place stands another entry."""
    raw = connect(signed.folder / FILE_NAME, keys.load_key(signed.folder), Mode.WRITE)
    raw.execute("PRAGMA foreign_keys=OFF")
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    first = "(SELECT min(rowid) FROM event WHERE kind = 'dossier:received')"
    (oseq,) = raw.execute(
        f"SELECT oseq FROM envelope WHERE event_id = (SELECT id FROM event WHERE rowid = {first})"
    ).fetchone()
    raw.execute("DELETE FROM envelope WHERE oseq = ?", (oseq,))
    raw.execute(f"DELETE FROM event WHERE rowid = {first}")
    last = raw.execute("SELECT max(oseq) FROM envelope").fetchone()[0]
    for place in range(oseq + 1, last + 1):
        raw.execute("UPDATE envelope SET oseq = ? WHERE oseq = ?", (place - 1, place))
    for statement in TRIGGERS.values():
        raw.execute(statement)
    raw.close()
    rewrite(signed, "SELECT 1", sheets_too=False)
    with opened(signed.folder, Clock()) as desk:
        assert desk.read(lambda r: link_at(r.conn, own_desk(r.conn)[0], signed.place)) != signed.head
