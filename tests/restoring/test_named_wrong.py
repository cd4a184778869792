"""`restore` with the wrong thing named: nothing of the desk is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.domain.errors import CounterError, DeskExists, FileNotRead
from counter_app.ui.messages import sentence_of
from tests.restoring.desk_lost import LostDesk, a_lost_desk


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_journal_that_is_named_must_be_there(tmp_path: Path, name: str) -> None:
    """A mistyped folder would cost the desk its life."""
    lost = a_lost_desk(tmp_path)
    copy = lost.copied()
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotRead) as told:
        lost.restored(copy, medium=tmp_path / name)
    assert told.value.facts["because"] == "no_journal_there"
    assert not list(lost.folder.glob("replaced-*"))
    assert lost.receive("a") == ["H24.28-261123-0001"]


def test_a_folder_is_no_copy(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    with pytest.raises(FileNotRead) as told:
        lost.restored(tmp_path)
    assert told.value.facts["because"] == "folder_given"


def a_new_machine(folder: Path) -> tuple[LostDesk, Path, Path]:
    """A folder without a desk, and the copy and the saved key of a desk that was elsewhere."""
    lost = a_lost_desk(folder)
    lost.receive("a")
    copy, key = lost.copied(), folder / "saved.key"
    shutil.copyfile(lost.folder / "store.key", key)
    shutil.rmtree(lost.folder)
    return lost, copy, key


def wrong_files(folder: Path, copy: Path, key: Path) -> dict[str, Path]:
    """What a person may name by mistake."""
    made = {name: folder / name for name in ("notes.txt", "letter.pdf", "empty", "bound", "folder", "gone")}
    made["notes.txt"].write_text("Kính gửi: ông An\n", "utf-8")
    made["letter.pdf"].write_bytes(b"%PDF-1.7\n" + b"x" * 9_000)
    made["empty"].write_bytes(b"")
    made["bound"].write_text("dpapi:AAAA\n", "ascii")
    made["folder"].mkdir()
    (folder / "second").mkdir()
    other = a_lost_desk(folder / "second", desk=2, of=2)
    made["other.key"], made["other.db"] = other.folder / "store.key", other.copied()
    made["cut.db"] = folder / "cut.db"
    made["cut.db"].write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    return made | {"copy": copy, "key": key}


@pytest.mark.parametrize(
    ("copy", "key", "named", "vi", "en"),
    [
        ("copy", "notes.txt", "notes.txt", "không phải tệp khóa", "is no key file"),
        ("copy", "letter.pdf", "letter.pdf", "không phải tệp khóa", "is no key file"),
        ("copy", "empty", "empty", "không phải tệp khóa", "is no key file"),
        ("copy", "folder", "folder", "không phải tệp khóa", "is no key file"),
        ("copy", "copy", "copy", "không phải tệp khóa", "is no key file"),
        ("copy", "gone", "gone", "Không đọc được tệp khóa", "The key file"),
        ("copy", "bound", "bound", "chỉ dùng được trên máy và tài khoản", "only on the machine and account"),
        ("copy", "other.key", "copy", "không mở được bằng khóa {key}: sai khóa", "the key is wrong"),
        ("key", "copy", "key", "Hai tệp bị đổi chỗ", "The two files are swapped"),
        ("key", "key", "key", "là tệp khóa, không phải bản sao", "is a key file and no copy"),
        (
            "notes.txt",
            "key",
            "notes.txt",
            "hoặc không phải bản sao của một quầy",
            "or it is no copy of a desk",
        ),
        ("letter.pdf", "key", "letter.pdf", "không mở được bằng khóa {key}", "cannot be opened with the key"),
        ("other.db", "key", "other.db", "không mở được bằng khóa {key}", "cannot be opened with the key"),
        ("empty", "key", "empty", "là tệp trống", "is empty"),
        ("folder", "key", "folder", "đây là thư mục, hãy chọn tệp bản sao", "name the copy in it"),
        ("gone", "key", "gone", "Không dùng được bản sao {copy}: không có tệp này", "there is no such file"),
        ("cut.db", "key", "cut.db", "Không dùng được bản sao {copy}: dữ liệu bị hỏng", "is damaged"),
    ],
)
def test_the_wrong_file_is_named_with_what_was_expected_there(
    tmp_path: Path, copy: str, key: str, named: str, vi: str, en: str
) -> None:
    lost, *saved = a_new_machine(tmp_path)
    files = wrong_files(tmp_path, *saved)
    with pytest.raises(CounterError) as told:
        lost.restored(files[copy], key_file=files[key])
    said = sentence_of(told.value), sentence_of(told.value, "en")
    assert vi.format(key=files[key], copy=files[copy]) in said[0], said
    assert en in said[1], said
    assert all(str(files[named]) in each and "{" not in each and "–" not in each for each in said), said
    assert not lost.file.exists() and not (lost.folder / "store.key").exists()


def test_a_new_machine_is_told_that_it_needs_the_saved_key(tmp_path: Path) -> None:
    lost, copy, _ = a_new_machine(tmp_path)
    with pytest.raises(CounterError) as told:
        lost.restored(copy)
    assert f"Chưa có tệp khóa ở {lost.folder / 'store.key'}: hãy thêm --key" in sentence_of(told.value)


def test_a_desk_whose_own_key_is_damaged_is_not_told_that_the_copy_is_wrong(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    copy, key = lost.copied(), lost.folder / "store.key"
    key.write_text("file:AAAA\n", "ascii")
    with pytest.raises(CounterError) as told:
        lost.restored(copy)
    assert f"tệp khóa đang có của quầy, {key}: hãy thêm --key" in sentence_of(told.value)


def test_a_wrong_journal_or_enrolment_is_named(tmp_path: Path) -> None:
    lost, copy, key = a_new_machine(tmp_path)
    for given, error in ({"medium": key}, FileNotRead), ({"enrolment": tmp_path}, EnrolmentNotReadable):
        with pytest.raises(error) as told:
            lost.restored(copy, key_file=key, **given)
        assert str(next(iter(given.values()))) in sentence_of(told.value)
        expected = "--journal cần thư mục" if error is FileNotRead else "không phải tệp ghi danh"
        assert expected in sentence_of(told.value)


def test_another_desk_s_copy_with_its_key_moves_nothing_aside(tmp_path: Path) -> None:
    """The file that stands opens by its own key alone: it is looked into by that."""
    lost = a_lost_desk(tmp_path)
    (tmp_path / "second").mkdir()
    other = a_lost_desk(tmp_path / "second", desk=2, of=2)
    with pytest.raises(DeskExists) as told:
        lost.restored(other.copied(), key_file=other.folder / "store.key")
    assert told.value.facts["desk"] == 1
    assert not list(lost.folder.glob("replaced-*"))
    assert lost.receive("a") == ["H24.28-261123-0001"]
