"""The enrolment file: of one person, whole or not at all, and nothing else is taken for one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.domain.errors import FileNotWritten
from counter_app.sync.address import Address, Host
from counter_app.sync.enrolment import FORMAT, Enrolment, enrolment_file, read_enrolment
from counter_app.ui import messages

MADE = Enrolment(
    address=Address((Host("kho.example"), Host("::1", 5433)), "counter", "counter_1", "secret", "PEM"),
    agency_id="H24.28",
    agency={"name": "Ban quản lý khu kinh tế", "hours": ["07:30"], "is_survey_asked": False},
    desk=3,
    origin="a" * 32,
    incarnation=2,
    lo=801,
    hi=1200,
    from_date=date(2026, 11, 24),
)


def written(path: Path, enrolment: Enrolment = MADE) -> Path:
    with enrolment_file(path) as write:
        write(enrolment)
    return path


def why(path: Path) -> str:
    """Why it is none; said in both languages with the file's name."""
    with pytest.raises(EnrolmentNotReadable) as no:
        read_enrolment(path)
    assert no.value.facts["path"] == str(path)
    for lang in ("vi", "en"):
        said = messages.sentence_of(no.value, lang)
        assert str(path) in said and str(no.value.facts["because"]) not in said
    return str(no.value.facts["because"])


def test_a_file_says_what_was_written(tmp_path: Path) -> None:
    path = written(tmp_path / "quầy 3.json")
    assert read_enrolment(path) == MADE
    assert read_enrolment(path).login == "counter_1"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["quầy 3.json"]


def test_a_file_that_went_through_an_editor_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(b"\xef\xbb\xbf" + MADE.to_text().replace("\n", "\r\n").encode())
    assert read_enrolment(path) == MADE


def test_one_that_was_there_is_replaced_with_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_text("old")
    path.chmod(0o666)
    written(path)
    assert read_enrolment(path) == MADE
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_of_an_enrolment_that_failed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), enrolment_file(tmp_path / "file.json"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "because"), [("none/file.json", "no_folder"), ("folder", "is_folder")])
def test_a_place_that_takes_no_file_is_known_before(tmp_path: Path, name: str, because: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileNotWritten) as no, enrolment_file(tmp_path / name):
        pytest.fail("the centre would have been changed")
    assert no.value.facts["because"] == because


def changed(change: Callable[[dict[str, Any]], None]) -> str:
    whole = json.loads(MADE.to_text())
    change(whole)
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "enrolment_foreign"),
        ("[]", "enrolment_foreign"),
        ("{}", "enrolment_foreign"),
        ('{"kind": "draft"}', "enrolment_foreign"),
        ("[" * 100_000, "enrolment_foreign"),
        (MADE.to_text()[:-30], "enrolment_foreign"),
        (" " * (1 << 20) + MADE.to_text(), "enrolment_foreign"),
        (changed(lambda w: w.update(format=FORMAT + 1)), "enrolment_too_new"),
        (changed(lambda w: w.update(format=None)), "enrolment_damaged"),
        (changed(lambda w: w.pop("enrolment")), "enrolment_damaged"),
        (changed(lambda w: w["enrolment"].update(desk=4)), "enrolment_damaged"),
        (changed(lambda w: w["enrolment"]["address"].update(sslmode="disable")), "enrolment_damaged"),
        (changed(lambda w: w.update(check="0" * 64)), "enrolment_damaged"),
    ],
)
def test_what_is_no_enrolment(tmp_path: Path, text: str, because: str) -> None:
    path = tmp_path / "file.json"
    path.write_text(text, "utf-8")
    assert why(path) == because


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MADE, origin="x"),
        replace(MADE, lo=0),
        replace(MADE, lo=9, hi=8),
        replace(MADE, desk=0),
        replace(MADE, address=replace(MADE.address, dbname=None)),  # type: ignore[arg-type]
        replace(MADE, address=replace(MADE.address, hosts=(Host("kho", None),))),  # type: ignore[arg-type]
    ],
)
def test_a_check_that_fits_does_not_make_sense_of_nonsense(tmp_path: Path, wrong: Enrolment) -> None:
    assert why(written(tmp_path / "file.json", wrong)) == "enrolment_damaged"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert why(tmp_path / "file.json") == "enrolment_missing"
    (tmp_path / "file.json").write_bytes(b"\xff\xfe\x00")
    assert why(tmp_path / "file.json") == "enrolment_foreign"
    assert why(tmp_path) == "is_folder"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit for the size of files there")
def test_a_full_disk_leaves_nothing_of_the_password(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(FileNotWritten):
            written(tmp_path / "desk.json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []
