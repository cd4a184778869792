"""`print` of papers that belong to no one dossier: alone, beside a window, and what is written down."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from counter_app.commands.answering import print_asked
from counter_app.commands.printing import print_form
from counter_app.domain import errors
from counter_app.storage import security_log
from counter_app.storage.tables import security_log as log_table
from tests.commands.process import run
from tests.commands.test_asking import a_window
from tests.desks import Counter
from tests.forms.reading import page_sizes_mm, whole_text

PAPERS = (
    ("register", "DT-2026-1", "SỔ THEO DÕI HỒ SƠ", (297, 210)),
    ("posting", "DT-01", "NỘI DUNG THỦ TỤC HÀNH CHÍNH", (210, 297)),
    ("survey", "", "PHIẾU ĐÁNH GIÁ MỨC ĐỘ HÀI LÒNG", (148, 210)),
    ("feedback_notice", "", "NỘI DUNG YÊU CẦU PHẢN ÁNH, KIẾN NGHỊ", (210, 297)),
    ("command_sheet", "", "PHIẾU LỆNH QUÉT", (210, 297)),
)


def security(counter: Counter) -> list[tuple[str, str, dict[str, Any]]]:
    """Who did what, by the security log."""
    rows = counter.desk.read(
        lambda reading: reading.conn.execute(log_table.select().order_by(log_table.c.seq)).all()
    )
    return [(row.actor, row.what, json.loads(row.facts)) for row in rows]


@pytest.mark.parametrize(("form", "code", "title", "page"), PAPERS, ids=[each[0] for each in PAPERS])
def test_each_is_written_and_no_dossier_hears_of_it(
    counter: Counter, tmp_path: Path, form: str, code: str, title: str, page: tuple[float, float]
) -> None:
    dossier, out = counter.received(), tmp_path / "x.pdf"
    before = counter.state()
    assert print_form(counter.desk, form, code, out)["ok"]
    assert title in whole_text(out.read_bytes())
    assert page_sizes_mm(out.read_bytes())[0] == pytest.approx(page, abs=0.001)
    assert counter.state() == before
    assert "dossier:paper_printed" not in [line["kind"] for line in counter.history(dossier)]


def test_who_printed_a_register_is_in_the_security_log(counter: Counter, tmp_path: Path) -> None:
    counter.received()
    print_form(counter.desk, "posting", "DT-01", tmp_path / "x.pdf")
    assert "register_printed" not in [what for _, what, _ in security(counter)]
    print_form(counter.desk, "register", " dt-2026-1", tmp_path / "x.pdf", by="lan")
    assert security(counter)[-1] == ("lan", "register_printed", {"book": "DT-2026-1", "rows": 1})
    assert counter.desk.read(lambda reading: security_log.first_bad_line(reading.conn)) is None


def test_a_survey_of_a_dossier_is_in_its_log(counter: Counter, tmp_path: Path) -> None:
    code = counter.received()
    for _ in range(3):
        print_form(counter.desk, "survey", code, tmp_path / "x.pdf")
    prints = [line["data"] for line in counter.history(code) if line["kind"] == "dossier:paper_printed"]
    assert [each["form"] for each in prints] == ["survey"] * 3
    assert "In lại lần 3" in whole_text((tmp_path / "x.pdf").read_bytes())


@pytest.mark.parametrize(
    ("form", "code", "error"),
    [
        ("register", "DT-2031-1", errors.BookUnknown),
        ("register", "", errors.BookUnknown),
        ("posting", "DT-99", errors.ProcedureUnknown),
        ("posting", "", errors.ProcedureUnknown),
        ("survey", "H24.28-261123-0099", errors.DossierUnknown),
    ],
)
def test_what_is_not_there_is_said_and_nothing_written(
    counter: Counter, tmp_path: Path, form: str, code: str, error: type[errors.CounterError]
) -> None:
    counter.received()
    out = tmp_path / "x.pdf"
    with pytest.raises(error):
        print_form(counter.desk, form, code, out)
    with pytest.raises(error):
        print_asked(counter.desk, {"form": form, "code": code, "out": str(out)})
    assert not out.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe there, not a socket")
def test_beside_a_window_as_without_one(counter: Counter, tmp_path: Path) -> None:
    counter.received()
    counter.desk.close()
    folder, none = counter.desk.folder, tmp_path / "none"

    def printed(form: str, code: str) -> tuple[int, bytes, bytes]:
        out = tmp_path / f"{form}.pdf"
        words = ["print", form, *([code] if code else []), "--out", str(out)]
        done = run("--data", str(folder), "--json", *words, default_desk=none)
        return done.returncode, done.stdout, done.stderr

    alone = [printed(form, code) for form, code, _, _ in PAPERS]
    assert [each[0] for each in alone] == [0] * len(PAPERS), alone
    for form, _, _, _ in PAPERS:
        (tmp_path / f"{form}.pdf").unlink()
    with a_window(folder):
        assert [printed(form, code) for form, code, _, _ in PAPERS] == alone
        unknown = printed("register", "DT-2031-1")
    for form, _, title, _ in PAPERS:
        assert title in whole_text((tmp_path / f"{form}.pdf").read_bytes())
    assert unknown[0] == 1
    assert json.loads(unknown[1])["error"] == "book_unknown"
