"""`calendar set|confirm|preview|propose`, `import calendar`: answers, and nothing stored too early."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from counter_app.cli import main
from tests.builders import Clock
from tests.desks import Counter, a_trial

HEAD = "date,kind,label,notice,status\n"
TET = "2027-02-05,off,Tết Nguyên đán,8150/TB-BNV,confirmed\n"
KNOWN = "2026-11-24,off,Ngày Văn hóa Việt Nam,Nghị quyết 28/2026/QH16,confirmed\n"
Say = Callable[..., tuple[int, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with two open dossiers of Monday 23/11/2026: seven and three working days."""
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        counter = Counter(desk, clock)
        counter.received("DT-08")
        counter.received("DT-09")
        return desk.folder


@pytest.fixture
def say(folder: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """A command; its exit code and its JSON."""

    def run(*args: str) -> tuple[int, Any]:
        code = main(["--data", str(folder), "--json", *args])
        return code, json.loads(capsys.readouterr().out)

    return run


def file(folder: Path, text: str) -> str:
    path = folder.parent / "lich.csv"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_preview_stores_nothing_and_set_says_how_many_would_move(say: Say) -> None:
    code, told = say("calendar", "preview", "--day", "27/11/2026")
    assert code == 0
    assert [each["kept"] for each in told["moves"]] == [False, False]
    assert all(each["new_due"] > each["old_due"] for each in told["moves"])
    assert say("calendar", "preview")[1]["moves"] == []
    code, done = say("calendar", "set", "27/11/2026", "off", "--label", "Nghỉ bão", "--notice", "118/CĐ-TTg")
    assert (code, done["moves"]) == (0, 2)
    code, now = say("calendar", "preview")
    assert now["calendar_version"] == done["calendar_version"]
    assert [each["code"] for each in now["moves"]] == [each["code"] for each in told["moves"]]


def test_recalculated_by_an_act_line_the_preview_is_empty(say: Say, folder: Path) -> None:
    say("calendar", "set", "2026-11-27", "off", "--label", "Nghỉ bão", "--notice", "118/CĐ-TTg")
    found = say("calendar", "preview")[1]
    act = {
        "act": "recalculate",
        "by": "tuan",
        "codes": [each["code"] for each in found["moves"]],
        "calendar_version": found["calendar_version"],
        "reason": "bão số 12",
    }
    code, answer = say("acts", file(folder, json.dumps(act) + "\n"))
    assert code == 0
    assert answer["ok"], answer
    assert [each["due_at"] for each in answer["results"]] == [each["new_due"] for each in found["moves"]]
    assert say("calendar", "preview")[1]["moves"] == []


def test_a_swap_and_a_day_taken_away(say: Say) -> None:
    swap = ("--label", "Làm bù", "--notice", "1/TB")
    assert say("calendar", "set", "28/11/2026", "working", *swap)[0] == 0
    assert all(each["earlier"] for each in say("calendar", "preview")[1]["moves"])
    assert say("calendar", "set", "28/11/2026", "usual", "--notice", "thu hồi")[0] == 0
    assert say("calendar", "preview")[1]["moves"] == []


def test_a_proposed_year_is_confirmed_by_its_notice(say: Say) -> None:
    assert say("calendar", "confirm", "2027", "--notice", "9999/TB")[1]["error"] == "calendar_year_empty"
    assert say("calendar", "set", "5/2/2027", "off", "--label", "Tết Nguyên đán", "--proposed")[0] == 0
    code, done = say("calendar", "confirm", "2027", "--notice", "9999/TB")
    assert (code, done["confirmed"], done["provisional"]) == (0, [2027], [])
    assert done["days"][0]["status"] == "confirmed"


def test_proposals_need_no_desk_and_store_nothing(say: Say) -> None:
    code, told = say("calendar", "propose", "2027")
    assert (code, {each["status"] for each in told}) == (0, {"proposed"})
    assert say("calendar", "propose", "1900")[1]["error"] == "invalid_field"


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("31/02/2026", "day"),
        ("29/02/2027", "day"),
        ("11/27/2026", "month"),
        ("1/1/0001", "year"),
        ("31/12/9999", "year"),
        ("mai", "format"),
    ],
)
def test_what_is_no_day_is_refused(say: Say, day: str, problem: str) -> None:
    code, told = say("calendar", "set", day, "off", "--label", "Ngày thử", "--notice", "1/TB")
    assert (code, told["error"], told["facts"]["problem"]) == (1, "invalid_field", problem)
    code, told = say("calendar", "preview", "--day", day)
    assert (code, told["facts"]["problem"]) == (1, problem)


@pytest.mark.parametrize("missing", ["--label", "--notice"])
def test_a_confirmed_day_needs_a_name_and_its_ground(say: Say, missing: str) -> None:
    given = {"--label": "Nghỉ bão", "--notice": "118/CĐ-TTg"}
    del given[missing]
    code, told = say("calendar", "set", "27/11/2026", "off", *(x for pair in given.items() for x in pair))
    assert (code, told["facts"]["field"]) == (1, missing.removeprefix("--"))


def test_an_import_is_a_dry_run_until_it_is_confirmed(say: Say, folder: Path) -> None:
    table = file(folder, HEAD + TET + KNOWN)
    code, told = say("import", "calendar", table)
    assert (code, told["stored"]) == (0, False)
    assert [(row["row"], row["verdict"]) for row in told["rows"]] == [(2, "new"), (3, "same")]
    code, told = say("import", "calendar", table, "--confirm")
    assert (code, told["stored"], told["provisional"]) == (0, True, [2027])
    code, told = say("import", "calendar", table, "--confirm")
    assert (code, told["stored"], told["totals"]["same"]) == (0, False, 2)


def test_one_wrong_row_stores_nothing(say: Say, folder: Path) -> None:
    table = file(folder, HEAD + TET + "2027-13-01,off,Ngày lạ,y,confirmed\n")
    code, told = say("import", "calendar", table, "--confirm")
    assert (code, told["ok"], told["stored"]) == (1, False, False)
    assert told["rows"][1]["error"] == "invalid_field"
    assert say("calendar", "confirm", "2027", "--notice", "1/TB")[1]["error"] == "calendar_year_empty"


def test_a_workbook_with_real_dates_is_read_too(say: Say, folder: Path) -> None:
    path = folder.parent / "lich.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Lịch 2027")
    date_format = book.add_format({"num_format": "dd/mm/yyyy"})
    for at, name in enumerate(("date", "kind", "label", "notice", "status")):
        sheet.write_string(0, at, name)
    sheet.write_number(1, 0, 46423, date_format)  # 05/02/2027
    for at, text in enumerate(("off", "Tết Nguyên đán", "8150/TB-BNV", "confirmed"), start=1):
        sheet.write_string(1, at, text)
    book.close()
    code, told = say("import", "calendar", str(path))
    assert (code, told["rows"][0]["verdict"], told["rows"][0].get("day")) == (0, "new", "2027-02-05"), told


def test_a_table_of_something_else_is_refused(say: Say, folder: Path) -> None:
    code, told = say("import", "calendar", file(folder, "mã,tên\n1,hai\n"))
    assert (code, told["error"], told["facts"]["problem"]) == (1, "invalid_field", "columns")
    assert say("import", "calendar", str(folder / "none.csv"))[1]["error"] == "file_not_read"


def test_lines_for_a_person(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(folder), "calendar", "preview", "--day", "27/11/2026=off"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "pending: 2 / 2"
    assert "2026-12-03T17:30 -> 2026-12-04T17:30" in lines[2]
    assert main(["--data", str(folder), "import", "calendar", file(folder, HEAD + TET)]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("2  new  day=2027-02-05 kind=off")
