"""The log: JSON lines, rotated, without numbers of people and without what was typed."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import logs


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    hook, level = threading.excepthook, logging.getLogger().level
    file = logs.begin(tmp_path, "window")
    assert file is not None
    yield file
    logs.end()
    threading.excepthook = hook
    logging.getLogger().setLevel(level)


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("cccd 031099012345 gone", "cccd [number] gone"),
        ("phone +84 912 345 678", "phone [number]"),
        ("mail an.nguyen@example.com here", "mail [e-mail] here"),
        ("H24.28-261123-0001 printed", "H24.28-261123-0001 printed"),
        ("000.00.28.H24-240719-0001", "000.00.28.H24-240719-0001"),
        ("port 5432 and 12 rows", "port 5432 and 12 rows"),
    ],
)
def test_numbers_of_people_are_struck_out(said: str, kept: str) -> None:
    assert logs.redacted(said) == kept


def test_a_line_is_one_line_whatever_is_in_it(log: Path) -> None:
    logging.getLogger("counter_app.x").warning("first\nsecond %s", "031099012345")
    (line,) = lines(log)
    assert line["said"] == "first\nsecond [number]"
    assert line["level"] == "WARNING"


def test_a_fault_keeps_its_frames_and_loses_its_quotes(log: Path) -> None:
    try:
        raise ValueError("bad name 'Nguyễn Văn A' of 0299001487")
    except ValueError:
        logging.getLogger("counter_app.x").exception("unexpected fault")
    (line,) = lines(log)
    assert line["fault"] == "ValueError"
    assert line["message"] == "bad name […] of [number]"
    assert "test_a_fault_keeps" in str(line["frames"])
    assert "Nguyễn" not in log.read_text("utf-8")


def test_a_fault_on_a_thread_is_logged(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fall() -> None:
        raise KeyError("031099012345")

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    (line,) = lines(log)
    assert (line["fault"], line["message"]) == ("KeyError", "[…]")
    assert capsys.readouterr().err == "KeyError\n"


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / logs.FOLDER).write_text("a file, no folder")
    assert logs.begin(tmp_path, "window") is None


@pytest.mark.parametrize(
    "said",
    [
        "can't find 'Nguyễn Văn A' here",
        "'Nguyễn O'Neil' is not known",
        "bad value 'Nguyễn",
        "b'Nguy\\xe1n' is no text",
        "['x', \"Nguyễn 'Bé'\"] refused",
        "no number: 0912-345-678",
    ],
)
def test_a_fault_names_nobody_however_it_is_quoted(said: str) -> None:
    words = logs.fault_words(ValueError(said))
    assert "Nguy" not in words
    assert "345" not in words
