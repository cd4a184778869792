"""`import procedures`: a verdict for every row, nothing stored before it is confirmed, then all at once."""

from __future__ import annotations

import csv
import json
from collections import Counter as Count
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from counter_app import paths
from counter_app.commands.catalogue_commands import import_procedures
from counter_app.domain import errors
from counter_app.exports.tables import ExportColumn, Sheet, write_table
from counter_app.imports.procedure_rows import read_catalogue
from counter_app.imports.template import template_sheets
from tests.builders import Clock
from tests.commands import process
from tests.desks import Counter, a_trial, form
from tests.imports import files, wrong_catalogue

SEED = ("procedures", "components", "steps")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        yield Counter(desk, clock)


def said(row: dict[str, Any]) -> set[tuple[str, str]]:
    """(field, problem) of every problem of a row."""
    found = set()
    for problem in row.get("problems", ()):
        facts, error = problem["facts"], problem["error"]
        if error == "row_refused":
            field = "procedure" if facts["because"] == "procedure_missing" else "row"
            found.add((field, facts["because"]))
        else:
            found.add((facts.get("field", "unit"), str(facts.get("problem", error))))
    return found


def test_every_wrong_row_has_its_own_verdict_and_nothing_is_stored(counter: Counter, tmp_path: Path) -> None:
    told = wrong_catalogue.write(tmp_path / "sai.xlsx")
    before = counter.state()
    answer = import_procedures(counter.desk, tmp_path / "sai.xlsx", False)
    assert counter.state() == before
    rows = {(row["source"], row["row"]): row for row in answer["rows"]}
    for place, problem in told.items():
        assert rows[place]["verdict"] == "refused", place
        assert problem in said(rows[place]), (place, rows[place])
    assert len({*told.values()}) >= 40
    sentences = {p["message"] for row in rows.values() for p in row.get("problems", ())}
    assert all(text.endswith(".") and "{" not in text and "–" not in text for text in sentences)
    # Every other row that is refused belongs to a procedure with one of these.
    others = [row for place, row in rows.items() if row["verdict"] == "refused" and place not in told]
    assert {problem for row in others for problem in said(row)} == {("row", "other_row_wrong")}
    assert answer["procedures"] == ["DT-50", "DT-08", "QH-21", "DT-99"]
    assert (answer["ok"], answer["stored"]) == (False, 0)
    assert answer["refused"] == sum(row["verdict"] == "refused" for row in answer["rows"])
    json.dumps(answer, allow_nan=False)


def test_confirmed_the_good_ones_are_stored_and_no_other(counter: Counter, tmp_path: Path) -> None:
    wrong_catalogue.write(tmp_path / "sai.xlsx")
    code = counter.received("DT-08")
    due = counter.show(code)["due_at"]
    answer = import_procedures(counter.desk, tmp_path / "sai.xlsx", True)
    assert answer["stored"] == 4
    reference = counter.desk.read(lambda reading: reading.reference)
    assert len(reference.procedure_texts) == 54 + 3
    later = reference.procedure("DT-08", date(2026, 12, 1))
    assert (later.version, later.name) == (2, "Tên mới của thủ tục")
    assert later.components == reference.procedure_version("DT-08", 1).components
    assert reference.procedure("DT-08", date(2026, 11, 30)).version == 1
    assert reference.procedure_version("DT-99", 1).in_force_from == date(2026, 12, 1)  # 46357 in the file
    assert counter.show(code)["due_at"] == due
    assert counter.is_sound()
    again = import_procedures(counter.desk, tmp_path / "sai.xlsx", True)
    assert again["stored"] == 0
    same = [row for row in again["rows"] if row["verdict"] == "same"]
    assert {row["procedure"] for row in same} == {"DT-50", "DT-08", "QH-21", "DT-99"}


def test_files_of_ours_change_nothing(counter: Counter) -> None:
    answer = import_procedures(counter.desk, paths.seed(), True)
    assert Count(row["verdict"] for row in answer["rows"]) == {"same": 54 + 262 + 389}
    assert (answer["ok"], answer["stored"]) == (True, 0)


def test_the_template_filled_with_the_catalogue_comes_back_the_same(counter: Counter, tmp_path: Path) -> None:
    path = tmp_path / "danh mục.xlsx"
    procedures = counter.desk.read(lambda reading: reading.reference.procedures(date(2026, 11, 23)))
    sheets = [
        Sheet(sheet.title, [ExportColumn(c.title, width=c.width) for c in sheet.columns], sheet.rows)
        for sheet in template_sheets(procedures)
    ]
    write_table(path, sheets[0].title, sheets[0].columns, sheets[0].rows, sheets=sheets[1:])
    answer = import_procedures(counter.desk, path, False)
    assert Count(row["verdict"] for row in answer["rows"]) == {"same": 54 + 262 + 389}


def seed_rows(name: str) -> list[dict[str, str]]:
    with (paths.seed() / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_csv_of_procedures_alone_keeps_papers_and_steps(counter: Counter, tmp_path: Path) -> None:
    rows = seed_rows("procedures")[:2]
    rows[1] = rows[1] | {"limit_amount": "9", "fee_vnd": "1.500.000"}
    answer = import_procedures(counter.desk, write_csv(tmp_path / "procedures.csv", rows), True)
    assert [(row["verdict"], row.get("changes")) for row in answer["rows"]] == [
        ("same", None),
        ("changed", ["fee_vnd", "limit"]),
    ]
    made = counter.desk.read(lambda reading: reading.reference.procedure_version("DT-02", 2))
    before = counter.desk.read(lambda reading: reading.reference.procedure_version("DT-02", 1))
    assert (made.limit.amount, made.fee_vnd) == (9, 1_500_000)
    assert replace(made, version=1, limit=before.limit, fee_vnd=0, in_force_from=None) == before


def test_papers_alone_of_a_known_procedure(counter: Counter, tmp_path: Path) -> None:
    rows = [row for row in seed_rows("components") if (row["field"], row["no"]) == ("Đầu tư", "8")]
    rows[0] = rows[0] | {"copies": "3"}
    answer = import_procedures(counter.desk, write_csv(tmp_path / "a.csv", rows[:-1]), True)
    verdicts = [row["verdict"] for row in answer["rows"]]
    assert verdicts == ["changed", *["same"] * (len(rows) - 2)]
    assert answer["rows"][0]["changes"] == ["components", "components"]  # its own, and the one left out
    made = counter.desk.read(lambda reading: reading.reference.procedure_version("DT-08", 2))
    assert (len(made.components), made.components[0].copies) == (len(rows) - 1, 3)
    counter.received("DT-08")


def test_two_head_lines_and_a_title_above_them(counter: Counter, tmp_path: Path) -> None:
    """Input 41."""
    path = files.workbook(
        tmp_path / "a.xlsx",
        {
            "Hướng dẫn": [["Điền vào trang sau"]],
            "DM": [
                ["DANH MỤC THỦ TỤC HÀNH CHÍNH"],
                [],
                ["Số thủ tục", "Tên thủ tục", "Giải quyết", "", "Đơn vị giải quyết"],
                ["", "", "Thời hạn", "Đơn vị thời hạn", ""],
                ["DT-08", "Tên khác", 5, "ngày", "Phòng Quản lý Đầu tư"],
            ],
        },
    )
    answer = import_procedures(counter.desk, path, False)
    assert [(row["row"], row["verdict"]) for row in answer["rows"]] == [(5, "changed")]
    assert answer["rows"][0]["changes"] == ["name", "limit"]


def test_a_hidden_sheet_is_not_taken_and_stops_nothing(counter: Counter, tmp_path: Path) -> None:
    """Input 41."""
    head = ("Số thủ tục", "Tên thủ tục", "Thời hạn", "Đơn vị thời hạn")
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name, row in (("Bản cũ", ("DT-08", "Tên cũ", 1, "ngày")), ("DM", ("DT-08", "Tên mới", 5, "ngày"))):
        page = book.add_worksheet(name)
        page.write_row(0, 0, head)
        page.write_row(1, 0, row)
    book.worksheets()[1].activate()
    book.worksheets()[1].set_first_sheet()
    book.worksheets()[0].hide()
    book.close()
    answer = import_procedures(counter.desk, tmp_path / "a.xlsx", True)
    assert [(row["source"], row["verdict"]) for row in answer["rows"]] == [
        ("Bản cũ", "refused"),
        ("DM", "changed"),
    ]
    made = counter.desk.read(lambda reading: reading.reference.procedure_version("DT-08", 2))
    assert made.name == "Tên mới"


def test_two_workbooks_with_sheets_of_the_same_name(counter: Counter, tmp_path: Path) -> None:
    head = ("Số thủ tục", "Tên thủ tục", "Thời hạn", "Đơn vị thời hạn")
    paths = [
        files.workbook(tmp_path / f"{number}.xlsx", {"DM": [head, (f"DT-0{number}", "Tên", 5, "tuần")]})
        for number in (1, 2)
    ]
    rows = read_catalogue(paths)
    assert [(row.source, row.row) for row in rows] == [("1.xlsx · DM", 2), ("2.xlsx · DM", 2)]


def test_letters_that_cannot_be_seen_are_taken_out_and_told(counter: Counter, tmp_path: Path) -> None:
    """Input 8."""
    row = seed_rows("procedures")[7]
    row["name"] = f"\u202e{row['name']}\u200b"
    answer = import_procedures(counter.desk, write_csv(tmp_path / "a.csv", [row]), False)
    assert (answer["rows"][0]["verdict"], answer["rows"][0]["notes"]) == ("same", ["unseen"])


def test_an_abolished_procedure_comes_back_only_in_sight(counter: Counter, tmp_path: Path) -> None:
    from tests.services.test_catalogue_work import end

    end(counter.desk, date(2026, 11, 22))
    rows = [row for row in seed_rows("procedures") if (row["field"], row["no"]) == ("Đầu tư", "8")]
    answer = import_procedures(counter.desk, write_csv(tmp_path / "a.csv", rows), True)
    assert (answer["rows"][0]["verdict"], answer["rows"][0]["notes"]) == ("changed", ["in_force_again"])
    counter.done("receive", **form("DT-08"))


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("tên,tuổi\r\nLan,30\r\n", "no_known_columns"),
        ("Tên thủ tục,Thời hạn,Đơn vị thời hạn,Phí\r\na,1,ngày,0\r\n", "columns_missing"),
        ("Số thủ tục,Tên thủ tục,Tên,Thời hạn\r\nDT-08,a,b,1\r\n", "columns_twice"),
    ],
)
def test_a_file_without_the_columns_is_refused_whole(
    counter: Counter, tmp_path: Path, text: str, because: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(errors.FileNotRead) as caught:
        import_procedures(counter.desk, path, True)
    assert caught.value.facts["because"] == because


def test_by_the_command_line(tmp_path: Path) -> None:
    with a_trial(tmp_path) as desk:
        folder = desk.folder
    path = write_csv(tmp_path / "p.csv", [seed_rows("procedures")[0] | {"limit_amount": "0.5"}])
    dry = process.run(
        "import", "procedures", str(path), "--data", str(folder), "--json", default_desk=tmp_path
    )
    answer = json.loads(dry.stdout)
    assert (dry.returncode, answer["ok"], answer["rows"][0]["verdict"]) == (1, False, "refused")
    assert "số nguyên" in answer["rows"][0]["problems"][0]["message"]
    path = write_csv(tmp_path / "p.csv", [seed_rows("procedures")[0] | {"limit_amount": "5"}])
    done = process.run(
        "import", "procedures", str(path), "--confirm", "--data", str(folder), "--json", default_desk=tmp_path
    )
    assert (done.returncode, json.loads(done.stdout)["stored"]) == (0, 1)
    bomb = files.with_parts(tmp_path / "b.xlsx", {"xl/vbaProject.bin": b"x"})
    refused = process.run(
        "import", "procedures", str(bomb), "--data", str(folder), "--json", default_desk=tmp_path
    )
    assert (refused.returncode, json.loads(refused.stdout)["facts"]["because"]) == (1, "macros")
