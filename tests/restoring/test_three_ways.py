"""`restore` on real files: with a journal, and with neither journal nor centre; what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from counter_app import settings
from counter_app.cli import main
from counter_app.commands import upkeep
from counter_app.domain.errors import (
    CounterError,
    DeskExists,
    FileNotRead,
    NumberBlockExhausted,
    StoreLocked,
    StoreNotOpened,
    StoreTooNew,
)
from counter_app.storage import incarnation, keys, migrate
from counter_app.storage.database import Mode, connect
from counter_app.storage.store import FILE_NAME
from counter_app.storage.writer_lock import WriterLock
from tests.builders import MONDAY
from tests.desks import form, person
from tests.restoring.desk_lost import LostDesk, a_lost_desk


def test_way_1_the_journal_carries_on_and_the_next_number_is_the_next(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path, medium=tmp_path / "medium")
    lost.receive("a", "b")
    copy = lost.copied()
    lost.receive("c", "d")
    lost.file.unlink()
    told = lost.restored(copy)
    assert (told["way"], told["journal"], told["replayed"]) == ("journal", "carries_on", told["replayed"])
    assert told["replayed"] == 2
    assert (told["incarnation"], told["reenter_since"]) == (1, None)
    assert lost.receive("e") == ["H24.28-261123-0005"]
    with lost.opened() as counter:
        assert counter.is_sound()


def test_way_1_needs_no_more_than_the_copy_when_nothing_happened_since(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path, medium=tmp_path / "medium")
    lost.receive("a")
    told = lost.restored(lost.copied())
    assert (told["way"], told["replayed"], told["incarnation"]) == ("journal", 0, 1)


def test_way_3_a_new_life_on_the_reserve_block_and_every_paper_entered_again(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    lost.receive("a", "b")
    last = lost.clock.local
    copy = lost.copied()
    lost.clock.move(minutes=30)
    gone = lost.receive("c", "d")
    lost.file.unlink()
    told = lost.restored(copy)
    assert (told["way"], told["journal"], told["block"]) == ("reserve", "none", [8801, 8880])
    assert (told["incarnation"], told["label"], told["pulled"], told["replayed"]) == (2, 101, 0, 0)
    assert told["reenter_since"] == last.isoformat(timespec="minutes")
    assert any(f"{last:%H:%M}" in sentence for sentence in told["next"])
    lost.numbers.clear()  # the books of the life before are closed; what the new one numbers is compared anew
    assert lost.receive("e") == ["H24.28-261123-8801"]
    with lost.opened() as counter:
        assert counter.show("H24.28-261123-0002")["code"]
        for code in gone:
            assert counter.refused("note", code=code, text="?")["error"] == "dossier_unknown"
            again = form(applicant=person(f"again {code}"), receipt=lost.paper[code])
            assert counter.done("receive", **again)["code"] == code
        assert counter.is_sound()
        assert counter.desk.startup.not_printed == (*[*lost.paper][:2], "H24.28-261123-8801")
    assert lost.receive("f") == ["H24.28-261123-8802"]


def test_a_restore_after_a_restore_takes_another_block_and_another_label(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path, desk=2, of=3)
    lost.receive("a")
    copy = lost.copied()
    seen = []
    for name in ("b", "c", "d", "e"):
        told = lost.restored(copy)  # always the same old copy: only what was moved aside tells of the others
        seen.append((told["incarnation"], told["label"], tuple(told["block"])))
        lost.clock.move(seconds=1)
        lost.receive(name)
    # Its own first, then none that desk 1 or 3 would take by itself.
    assert seen == [
        (2, 102, (8881, 8960)),
        (3, 202, (9041, 9120)),
        (4, 302, (9121, 9200)),
        (5, 402, (9201, 9280)),
    ]


def test_a_journal_that_was_away_at_the_end_does_not_let_the_old_life_go_on(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    lost = a_lost_desk(tmp_path, medium=medium)
    lost.receive("a")
    medium.rename(tmp_path / "drawer")
    lost.receive("b", "c")
    copy = lost.copied()
    lost.receive("d")
    (tmp_path / "drawer").rename(medium)
    told = lost.restored(copy)
    assert (told["way"], told["journal"], told["label"]) == ("reserve", "behind", 101)
    assert lost.receive("e") == ["H24.28-261123-8801"]


def test_the_file_moved_aside_shows_that_the_journal_missed_the_end(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    lost = a_lost_desk(tmp_path, medium=medium)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    medium.rename(tmp_path / "drawer")
    lost.receive("c", "d")
    (tmp_path / "drawer").rename(medium)
    told = lost.restored(copy)
    assert (told["journal"], told["replayed"], told["more_set_aside"]) == ("behind", 1, 2)
    assert any(str(told["set_aside"]) in sentence for sentence in told["next"])
    assert lost.receive("e") == ["H24.28-261123-8801"]


def test_a_journal_found_again_brings_the_lost_back_and_the_new_life_goes_on(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    lost = a_lost_desk(tmp_path, medium=medium)
    lost.receive("a")
    copy = lost.copied()
    (gone,) = lost.receive("b")
    lost.file.unlink()
    medium.rename(tmp_path / "drawer")
    told = lost.restored(copy)
    assert (told["journal"], told["label"]) == ("away", 101)
    lost.receive("c")
    (tmp_path / "drawer").rename(medium)
    with lost.opened() as counter:
        assert counter.desk.startup.replayed == 1
        assert counter.show(gone)["code"] == gone
        assert counter.desk.startup.findings == ()
        assert counter.is_sound()
    assert lost.receive("d") == ["H24.28-261123-8802"]


def test_a_journal_of_another_past_is_kept_beside_a_new_one(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    lost = a_lost_desk(tmp_path, medium=medium)
    lost.receive("a")
    copy = lost.copied()
    shutil.copytree(medium, tmp_path / "older")
    lost.receive("b", "c")
    shutil.copytree(medium, tmp_path / "longer")
    lost.file.unlink()
    shutil.rmtree(medium)
    (tmp_path / "older").rename(medium)
    lost.restored(copy)  # file and journal both rolled back: nothing can tell, numbers are given again (F21)
    lost.paper.clear()
    lost.numbers.clear()
    lost.receive("d")
    forked = lost.copied("forked.db")
    shutil.rmtree(medium)
    (tmp_path / "longer").rename(medium)
    told = lost.restored(forked)
    assert (told["way"], told["journal"]) == ("reserve", "mismatch")
    assert Path(told["journal_set_aside"]).exists()
    lost.receive("e")
    with lost.opened() as counter:
        assert counter.desk.startup.findings == ()
        assert counter.desk.startup.journal == "written"


def test_a_copy_put_back_by_hand_behind_a_later_life_gives_no_number(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    lost = a_lost_desk(tmp_path, medium=medium)
    lost.receive("a")
    copy = lost.copied()
    medium.rename(tmp_path / "drawer")
    lost.receive("b")
    lost.restored(copy)
    (tmp_path / "drawer").rename(medium)
    lost.receive("c")
    for name in ("", "-wal", "-shm"):
        lost.file.with_name(lost.file.name + name).unlink(missing_ok=True)
    shutil.copyfile(copy, lost.file)
    for _ in range(2):  # and not at the second start either, when nothing is replayed any more
        with lost.opened() as counter:
            assert counter.desk.startup.findings == ("origin: later_life",)
            answer = counter.say("receive", procedure="DT-08", applicant={"kind": "person", "name": "d"})
            assert answer["error"] == "store_read_only"
    told = lost.restored(copy)
    assert (told["journal"], told["label"]) == ("later_life", 201)
    assert lost.receive("d") == ["H24.28-261123-8881"]


def test_what_was_there_is_kept_whole(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    copy = lost.copied()
    code, *_ = lost.receive("a", "b")
    told = lost.restored(copy)
    aside = Path(told["set_aside"])
    assert aside.parent == lost.folder and told["more_set_aside"] == 2
    raw = connect(aside / FILE_NAME, keys.load_key(lost.folder), Mode.COPY)
    assert raw.execute("SELECT count(*) FROM dossier").fetchone() == (2,)
    raw.close()
    again = lost.restored(aside / FILE_NAME)
    assert (again["incarnation"], again["label"]) == (3, 201)
    with lost.opened() as counter:
        assert counter.show(code)["code"] == code


def test_a_damaged_file_is_moved_aside_as_it_is(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    lost.receive("a")
    copy = lost.copied()
    lost.file.write_bytes(b"\0" * 4096 + lost.file.read_bytes()[4096:])
    damaged = lost.file.read_bytes()
    told = lost.restored(copy)
    assert (Path(told["set_aside"]) / FILE_NAME).read_bytes() == damaged
    assert told["more_set_aside"] is None
    with lost.opened() as counter:
        assert counter.is_sound()


def test_a_new_machine_needs_the_saved_key_and_may_name_the_journal(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    lost = a_lost_desk(tmp_path, medium=medium)
    lost.receive("a")
    copy = lost.copied()
    lost.receive("b")
    saved = tmp_path / "saved.key"
    shutil.copyfile(lost.folder / keys.KEY_FILE, saved)
    shutil.rmtree(lost.folder)
    with pytest.raises(StoreNotOpened) as refused:
        lost.restored(copy)
    assert refused.value.facts["because"] == "key_missing"
    told = lost.restored(copy, key_file=saved, medium=medium)
    assert (told["way"], told["replayed"], told["set_aside"]) == ("journal", 1, None)
    assert settings.load(lost.folder).journal == str(medium)
    assert lost.receive("c") == ["H24.28-261123-0003"]


def _other_key(lost: LostDesk, tmp_path: Path) -> Path:
    (tmp_path / "other").mkdir()
    return a_lost_desk(tmp_path / "other", desk=2, of=2).copied("other.db")


def _damaged(lost: LostDesk, tmp_path: Path) -> Path:
    copy = lost.copied()
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    return copy


def _newer(lost: LostDesk, tmp_path: Path) -> Path:
    copy = lost.copied()
    raw = connect(copy, keys.load_key(lost.folder), Mode.WRITE)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    return copy


def _missing(lost: LostDesk, tmp_path: Path) -> Path:
    return tmp_path / "nowhere.db"


def _no_store(lost: LostDesk, tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("Kính gửi …" * 1000, "utf-8")
    return path


@pytest.mark.parametrize(
    ("bad", "error", "because"),
    [
        (_other_key, StoreNotOpened, "key_wrong_or_damaged"),
        (_damaged, StoreNotOpened, "copy_damaged"),
        (_newer, StoreTooNew, None),
        (_missing, FileNotRead, "no_file"),
        (_no_store, StoreNotOpened, "key_wrong_or_damaged"),
    ],
)
def test_a_file_that_cannot_be_relied_upon_changes_nothing(
    tmp_path: Path, bad: object, error: type[CounterError], because: str | None
) -> None:
    lost = a_lost_desk(tmp_path)
    lost.receive("a")
    file = bad(lost, tmp_path)  # type: ignore[operator]
    before = sorted(lost.folder.rglob("*"))
    content = lost.file.read_bytes()
    with pytest.raises(error) as refused:
        lost.restored(file)
    assert refused.value.facts["path"] == str(file)
    assert because is None or refused.value.facts["because"] == because
    assert sorted(lost.folder.rglob("*")) == before
    assert lost.file.read_bytes() == content
    assert lost.receive("b") == ["H24.28-261123-0002"]


def test_a_running_desk_is_not_replaced(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    copy = lost.copied()
    with WriterLock(lost.folder), pytest.raises(StoreLocked):
        lost.restored(copy)


def test_an_older_schema_is_brought_forward(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    (code,) = lost.receive("a")
    old = lost.copied()
    _brought_back_to_schema_2(old, keys.load_key(lost.folder))
    told = lost.restored(old)
    assert (told["incarnation"], told["label"]) == (2, 101)
    with lost.opened() as counter:
        assert counter.show(code)["code"] == code
        assert counter.is_sound()
    assert list(lost.folder.glob("*.pre-*")) == []


def _brought_back_to_schema_2(path: Path, key: bytes) -> None:
    raw = connect(path, key, Mode.WRITE)
    for name in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name[0]}")
    for table in ("envelope_aside", "awaited_act"):
        raw.execute(f"DROP TABLE {table}")
    raw.execute("DROP INDEX ix_conflict_open")
    for table, column in (("origin", "is_mine"), ("number_block", "until_date"), ("conflict", "over")):
        raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    raw.execute("UPDATE alembic_version SET version_num = '0002'")
    raw.execute("PRAGMA user_version = 2")
    raw.close()


def test_an_empty_store_and_another_desks_are_refused(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    key = keys.load_key(lost.folder)
    empty = tmp_path / "empty.sqlite"
    migrate.create(empty, key)
    with pytest.raises(StoreNotOpened) as refused:
        lost.restored(empty)
    assert refused.value.facts["because"] == "no_origin"
    other = lost.copied()
    raw = connect(other, key, Mode.WRITE)
    raw.execute("UPDATE origin SET desk = 7")
    raw.close()
    with pytest.raises(DeskExists):
        lost.restored(other)
    assert lost.receive("a") == ["H24.28-261123-0001"]


def test_the_command_line_says_which_way_and_what_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = a_lost_desk(tmp_path)
    copy = lost.copied()
    lost.clock.set(MONDAY)
    assert main(["--data", str(lost.folder), "restore", str(copy), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] and told["way"] == "reserve"
    assert "8801–8880" in told["next"][0]
    assert main(["--data", str(lost.folder), "restore", str(tmp_path / "no.db")]) == 1
    assert main(["--data", str(lost.folder), "restore", str(lost.folder / "store.key")]) == 3


def test_a_whole_check_is_owed_after_a_restore(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    with lost.opened() as counter:
        counter.desk.upkeep()
        assert (lost.folder / "checked.mark").exists()
    lost.restored(lost.copied())
    assert not (lost.folder / "checked.mark").exists()
    with lost.opened() as counter:
        assert upkeep.verify(counter.desk, deep=True)["ok"]


def test_a_life_without_a_block_numbers_nothing(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    with lost.opened() as counter:
        with counter.desk.store.writer.begin() as conn:
            incarnation.next_incarnation(conn, origin_id="f" * 32, now_ms=1, today=MONDAY.date(), block=None)
        assert incarnation.offline_reserve_block(11) == (8801, 8880)
    with lost.opened() as counter:
        answer = counter.say("receive", **form(applicant=person("Người a")))
        assert (answer["error"], answer["facts"]["hi"]) == (NumberBlockExhausted.code, 0)
        assert "Sync with the central store" in answer["message"]
