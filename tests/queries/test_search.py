"""One search box: codes in every form, names without marks, ids, phones, procedures; nothing is an error."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from counter_app.commands import reads
from tests.builders import Clock
from tests.commands.process import run
from tests.desks import COMPANY, Counter, a_trial, form, person

DUC = person(
    "Đỗ Đình Đức", id_kind="cccd", id_number="031199001234", phone="0912 345 678", representative="Lê Thị Hoa"
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """A desk that is only read from here on."""
    clock = Clock()
    with a_trial(tmp_path_factory.mktemp("filled"), clock) as desk:
        yield with_dossiers(Counter(desk, clock))


@pytest.fixture
def fresh(counter: Counter) -> Counter:
    """The same for a test that changes something."""
    return with_dossiers(counter)


def with_dossiers(counter: Counter) -> Counter:
    """Three dossiers on Monday, two on Wednesday, a registered one and a slip."""
    submitter = person("Trần Văn Út", phone="0987654321")
    counter.received("DT-08")
    counter.received("LD-01", applicant=DUC)
    counter.received("XNK-01", applicant=person("Nguyễn Thị Bưởi"), submitter=submitter)
    counter.clock.move(days=2)
    counter.received("TM-01", applicant=DUC | {"name": "Đoàn Dư"})
    counter.received("MT-09")
    online = form("QH-04", applicant=person("Phạm Đức Ánh"))
    counter.done("register", portal_code="G04.28-0007-TT", **online)
    counter.done("refuse", **slip())
    return counter


def slip() -> dict[str, Any]:
    given = form("DT-09", applicant=person("Vũ Đức Tiến"))
    kept = {name: given[name] for name in ("procedure", "applicant", "components", "channel")}
    return kept | {"reason": "không thuộc thẩm quyền", "ground": "Điều 17"}


def found(counter: Counter, text: str, limit: int = 50) -> list[str]:
    """Codes of what is found, best first."""
    rows = reads.found(counter.desk, text, limit)
    assert all(set(row) == set(rows[0]) for row in rows)
    return [row["code"] or row["portal_code"] or row["slip"] for row in rows]


M1, M2, M3 = (f"H24.28-261123-000{n}" for n in (1, 2, 3))
W1, W2 = (f"H24.28-261125-000{n}" for n in (1, 2))


@pytest.mark.parametrize(
    "typed", ["duc", "Đức", unicodedata.normalize("NFD", "Đức"), "đức", "ĐỨC", "  duc  ", "đuc"]
)
def test_duc_finds_duc_in_every_spelling(filled: Counter, typed: str) -> None:
    """The representative of the company is Đặng Đức Đạt; registered dossiers and slips are found too."""
    assert set(found(filled, typed)) == {M1, M2, W2, "G04.28-0007-TT", "TC-261125-1.1"}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        (M1, [M1]),
        ("h24.28-261123-0001", [M1]),
        (" H24.28-261123-0002 ", [M2]),
        ("261123-0003", [M3]),
        ("20261123-0003", []),
        ("2611230000186484", [M1]),
        ("26112300001 86484", [M1]),
        ("]C12611230000186484", [M1]),
        (f"{M2}|20261123T0916|1", [M2]),
        ("9", []),
        ("0299001487", [W2, M1]),
        ("0299001", [W2, M1]),
        ("03119900", [W1, M2]),
        ("le thi h", [W1, M2]),
        ("hoa thi 03119900", [W1, M2]),
        ("031199001234", [W1, M2]),
        ("0912345678", [W1, M2]),
        ("0987654321", [M3]),
        ("G04.28-0007-TT", ["G04.28-0007-TT"]),
        ("g04.28-0007-tt", ["G04.28-0007-TT"]),
        ("TC-261125-1.1", ["TC-261125-1.1"]),
        ("do dinh duc", [M2]),
        ("dinh duc do", [M2]),
        ("hoa thi le", [W1, M2]),
        ("buoi", [M3]),
        ("tran van ut", [M3]),
        ("le thi hoa", [W1, M2]),
        ("xnk-01", [M3]),
        ("noi quy lao dong", [M2]),
        ("Nội quy lao động", [M2]),
        ("1.013823", []),
        ("2.001955", [M2]),
        ("1.014159", ["G04.28-0007-TT"]),
        ("khong co ai", []),
        ("H29.13-261123-0001", []),
    ],
)
def test_what_is_found_and_in_which_order(filled: Counter, typed: str, codes: list[str]) -> None:
    assert found(filled, typed) == codes


@pytest.mark.parametrize(
    ("typed", "codes"), [("1", [W1, M1]), ("0001", [W1, M1]), ("2", [W2, M2]), ("3", [M3]), ("03", [M3])]
)
def test_the_serial_alone_gives_todays_first(filled: Counter, typed: str, codes: list[str]) -> None:
    """What else holds the figure follows behind."""
    assert found(filled, typed)[: len(codes)] == codes


def test_a_name_does_not_hide_a_procedure(fresh: Counter) -> None:
    """`lao dong` is a part of LD-01's name, and now of an applicant's too."""
    named = fresh.received("DT-09", applicant=person("Công ty Lao Động Mới"))
    assert found(fresh, "lao dong") == [named, M2]


def test_whole_words_come_before_begun_ones(fresh: Counter) -> None:
    """`buoi` is a word of its own at M3; `Buoinh` comes later and only begins so."""
    begun = fresh.received("DT-09", applicant=person("Trần Buoinh"))
    assert found(fresh, "buoi") == [M3, begun]
    assert found(fresh, "tran buoi") == [M3, begun]
    assert found(fresh, "buo") == [begun, M3], "the newest first, where the index holds the beginning"
    assert found(fresh, "buoin") == [begun]


def test_rows_are_those_of_the_list_with_ids_nowhere(filled: Counter) -> None:
    (row,) = reads.found(filled.desk, M1, 50)
    listed = reads.listed(filled.desk, status=None, unit=None, overdue=False, at=None, slips=False, limit=200)
    assert row == next(each for each in listed if each["code"] == M1)
    assert COMPANY["id_number"] not in json.dumps(row)


def test_what_was_corrected_is_found_by_its_new_words_only(fresh: Counter) -> None:
    fresh.done(
        "correct",
        "tuan",
        code=M3,
        changes={"applicant.name": "Hoàng Thị Cúc", "procedure": "LD-01"},
        reason="nhầm",
    )
    assert found(fresh, "cuc") == [M3]
    assert found(fresh, "buoi") == []
    assert found(fresh, "noi quy lao dong") == [M3, M2]


def test_voided_and_returned_dossiers_are_found_as_such(fresh: Counter) -> None:
    fresh.done("void", "tuan", code=W2, reason="nhầm")
    (row,) = reads.found(fresh.desk, W2, 50)
    assert (row["status"], row["portal_status"]) == ("voided", None)


def test_the_limit(filled: Counter) -> None:
    assert len(found(filled, "duc", 2)) == 2
    assert found(filled, "duc", 0) == []
    assert found(filled, "1", 1) == [W1]


AWKWARD = [
    *('"', 'a"b', "'", "AND", "OR", "NOT", "a OR", "NEAR(", "NEAR(a b, 2)", "-x", "*", "a*", "()", "(", "^a"),
    *("", "   ", "\t\n", "%", "_", "a%b_c", "[a-z]", "\\", "'; DROP TABLE event;--", "1 OR 1=1", "words:duc"),
    *(
        "H24.28-",
        "-0001",
        "G04.05-240720",
        "261123-",
        "H24.28-261123-",
        "--help",
        "-h",
        "--json",
        "--",
        "-1+1",
    ),
    *("a\x00b", "\x0b", "\ud800", "đ\udcff", "👍", "漢字 ភាសា", "\u202educ", "\u200b", "\ufeff", "ﬁ", "İ"),
    *(
        "x" * 5_000,
        "Đức " * 2_000,
        "0" * 5_000,
        "9" * 16,
        "२३",
        "٣",
        "1e400",
        "=HYPERLINK(1)",
        "{x}",
        "%s",
        "\u0301",
    ),
    *("2611230000186485", "0", "00000000", "99999999", "BG-261123-1.1", "BS-", "999999-0001", "261399-0001"),
]


@pytest.mark.parametrize("typed", AWKWARD, ids=range(len(AWKWARD)))
def test_nothing_that_can_be_typed_is_an_error(filled: Counter, typed: str) -> None:
    assert isinstance(found(filled, typed), list)
    if not any(c.isalnum() for c in typed):
        assert found(filled, typed) == []


def test_signs_are_no_wild_cards(filled: Counter) -> None:
    for typed in ("%", "_", "*", "?", "bu%i", "bu_i", "bu*i", "%uoi"):
        assert found(filled, typed) == []
    assert W2 in found(filled, "du*"), "a star of ours stands behind every last word anyway"


@pytest.mark.parametrize("typed", [*AWKWARD[:20], "-x", "-h", "--json5", "-1+1", "H24.28-", "x" * 5_000])
def test_nor_through_the_command_line(
    filled: Counter, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    assert main(["--data", str(filled.desk.folder), "--json", "search", typed]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), list)


def test_nor_through_the_process(filled: Counter, tmp_path: Path) -> None:
    """What only a process can get: bytes that are no text, a word that begins with a dash, several words."""
    data = str(filled.desk.folder)
    for words in (["-x"], ["-h"], ["đức", "-"], ["--", "--json"], [os.fsdecode(b"\xff\xfe")], ["x" * 5_000]):
        done = run("search", "--data", data, "--json", *words, default_desk=tmp_path / "none")
        assert (done.returncode, done.stderr) == (0, b"")
        assert isinstance(json.loads(done.stdout), list)
    done = run("--data", data, "--json", "search", "do", "dinh", "duc", default_desk=tmp_path / "none")
    assert [row["code"] for row in json.loads(done.stdout)] == [M2]
    shown = run("--data", data, "--json", "show", os.fsdecode(b"\xff"), default_desk=tmp_path / "none")
    assert (shown.returncode, json.loads(shown.stdout)["error"]) == (1, "code_not_readable")
