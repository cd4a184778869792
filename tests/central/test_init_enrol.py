"""`init --enrol FILE`: a new desk takes in what its centre holds, one that worked alone joins as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app import bootstrap, cli
from counter_app.sync.dial import CA_FILE
from counter_app.sync.enrol import Way, enrol
from counter_app.sync.enrolment import Enrolment, enrolment_file
from tests.central.centre import AGENCY, Centre

Capture = pytest.CaptureFixture[str]


class Typed:
    """The command line, and enrolment files beside it."""

    def __init__(self, centre: Centre, way: Way, folder: Path, capture: Capture) -> None:
        self.centre, self.way, self.folder, self.capture = centre, way, folder, capture

    def enrolled(self, desk: int = 1, *, origin: str | None = None) -> tuple[Path, Enrolment]:
        """An enrolment and its file."""
        made = enrol(self.centre.admin, AGENCY, desk, self.way, agency_name="Ban quản lý", origin=origin)
        path = self.folder / f"{desk}-{made.origin}.json"
        with enrolment_file(path) as write:
            write(made)
        return path, made

    def init(self, data: str, *words: str, code: int = 0) -> dict[str, Any]:
        """The answer of `init`."""
        assert cli.main(["--json", "--data", str(self.folder / data), "init", *words]) == code
        answer: dict[str, Any] = json.loads(self.capture.readouterr().out)
        return answer


@pytest.fixture
def typed(centre: Centre, way: Way, tmp_path: Path, capsys: Capture) -> Typed:
    return Typed(centre, way, tmp_path, capsys)


def people(folder: Path) -> set[str]:
    with bootstrap.open_desk(folder, writing=False) as desk:
        return desk.read(lambda reading: set(reading.reference.staff))


def test_the_first_desk_and_one_that_comes_to_it(typed: Typed) -> None:
    file, made = typed.enrolled(1)
    first = typed.init("one", "--enrol", str(file), "--admin", "Nguyễn Văn Quản")
    assert (first["agency_id"], first["desk"], first["origin"]) == (AGENCY, 1, made.origin)
    assert first["is_joined"] is True
    assert first["login"] and first["one_time_password"]
    file, made = typed.enrolled(2)
    second = typed.init("two", "--enrol", str(file))
    assert (second["desk"], second["origin"]) == (2, made.origin)
    assert "login" not in second, "its people come from the centre"
    assert people(typed.folder / "two") == people(typed.folder / "one") >= {first["login"]}
    with bootstrap.open_desk(typed.folder / "two", writing=False) as desk:
        assert desk.agency.name == "Ban quản lý"
    assert not (typed.folder / "one" / CA_FILE).exists(), "a local socket needs no authority"


def test_the_first_desk_needs_an_administrator(typed: Typed) -> None:
    file, _ = typed.enrolled()
    answer = typed.init("one", "--enrol", str(file), code=1)
    assert (answer["error"], answer["facts"]) == ("first_desk_needs_admin", {})
    assert "--admin" in answer["message"]
    assert not bootstrap.holds_desk(typed.folder / "one")
    assert typed.init("one", "--enrol", str(file), "--admin", "Quản")["login"] == "quan"


def test_a_desk_that_worked_alone_joins_as_it_is(typed: Typed) -> None:
    words = ("--agency-id", AGENCY, "--agency-name", "Ban quản lý", "--desk", "1", "--admin", "Quản")
    assert typed.init("one", *words)["desk"] == 1
    with bootstrap.open_desk(typed.folder / "one", writing=False) as desk:
        origin = desk.origin.id
        assert not desk.is_joined
    file, _ = typed.enrolled(1, origin=origin)
    answer = typed.init("one", "--enrol", str(file))
    assert (answer["origin"], answer["incarnation"], answer["is_joined"]) == (origin, 1, True)
    assert typed.init("one", "--enrol", str(file)) == answer, "said twice it is the same"
    other, _ = typed.enrolled(2)
    refused = typed.init("one", "--enrol", str(other), code=1)
    assert refused["facts"]["because"] == "enrolment_of_another_desk"
    assert f"--origin {origin}" in refused["message"]
    assert "central enrol" in refused["message"]


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (["--desk", "2"], "enrolment_says_other_desk"),
        (["--agency-id", "H24.99"], "enrolment_says_other_desk"),
        (["--agency-name", "Sở khác"], "enrolment_says_other_agency"),
    ],
)
def test_words_that_contradict_the_file(typed: Typed, words: list[str], because: str) -> None:
    file, _ = typed.enrolled()
    answer = typed.init("one", "--enrol", str(file), "--admin", "Quản", *words, code=1)
    assert (answer["error"], answer["facts"]["because"]) == ("enrolment_not_readable", because)
    assert not bootstrap.holds_desk(typed.folder / "one")


def test_words_that_say_the_same_are_no_contradiction(typed: Typed) -> None:
    file, _ = typed.enrolled()
    same = ("--agency-id", "h24.28", "--agency-name", "Ban Quản Lý", "--desk", "1")
    assert typed.init("one", "--enrol", str(file), "--admin", "Quản", *same)["desk"] == 1


def test_a_file_that_is_none(typed: Typed) -> None:
    answer = typed.init("one", "--enrol", str(typed.folder / "none.json"), code=1)
    assert answer["facts"]["because"] == "enrolment_missing"
    assert "none.json" in answer["message"]
    assert not (typed.folder / "one").exists()


def test_without_a_file_the_words_are_needed(capsys: Capture) -> None:
    assert cli.main(["init", "--agency-id", AGENCY]) == 2
    assert "--agency-name, --desk, --admin" in capsys.readouterr().err
