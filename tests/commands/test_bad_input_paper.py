"""Bad input on paper (document 7, rows 1–7): printed literally by `print`, read back from the PDF."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from counter_app.commands.printing import print_form
from counter_app.domain import errors
from tests.desks import COMPANY, Counter, form
from tests.forms.reading import dense, reader, whole_text

MARKUP = [
    "Nguyễn <b Văn A",
    "Nguyễn </para></b> Văn <br/> B",
    '<img src="C:\\temp\\a.png"/> Văn C',
    '<img src="/etc/hostname"/> D',
    "<font color=\"[[[getattr(pow,Word('__globals__'))]]]\">đỏ</font>",
    '<a href="javascript:alert(1)">bấm</a> E',
    "&lt;b&gt; &amp; &#65; F",
    "'; DROP TABLE event;-- G",
]
"""Rows 1–4 and 16."""


def paper(counter: Counter, folder: Path, name: str, code: str) -> bytes:
    """A paper as the command line writes it."""
    out = folder / f"{name}.pdf"
    begun = time.perf_counter()
    assert print_form(counter.desk, name, code, out)["ok"]
    assert time.perf_counter() - begun < 10
    return out.read_bytes()


def papers(counter: Counter, folder: Path, applicant: dict[str, Any], **more: Any) -> dict[str, bytes]:
    """Every paper of a dossier of this applicant that can be printed on the way."""
    answer = counter.done("receive", **form(applicant=applicant, **more))
    code = answer["code"]
    batch = counter.done("hand_over", codes=[code], to="QLDT")["batch"]
    names = ("receipt", "control_sheet", "label")
    return {name: paper(counter, folder, name, code) for name in names} | {
        "handover_list": paper(counter, folder, "handover_list", batch)
    }


@pytest.mark.parametrize("text", MARKUP, ids=range(len(MARKUP)))
def test_markup_in_a_name_is_printed_as_it_stands(counter: Counter, tmp_path: Path, text: str) -> None:
    applicant = COMPANY | {"name": text, "representative": text, "address": text}
    for name, pdf in papers(counter, tmp_path, applicant, note=text).items():
        assert dense(text) in dense(whole_text(pdf)), name
        for page in reader(pdf).pages:
            assert not page.get("/Annots"), "no link"
            assert len(page.images) == 0, "no picture of a file"


@pytest.mark.parametrize("text", MARKUP, ids=range(len(MARKUP)))
def test_markup_in_slips(counter: Counter, tmp_path: Path, text: str) -> None:
    kept = {n: v for n, v in form(applicant=COMPANY | {"name": text}).items() if n in _SLIP}
    words = {"reason": text, "ground": text}
    slips = {
        "refusal": counter.done("refuse", **kept, **words)["slip"],
        "supplement_request": counter.done("request_supplement", **kept, **words, items=[{"text": text}])[
            "slip"
        ],
    }
    for name, slip in slips.items():
        read = dense(whole_text(paper(counter, tmp_path, name, slip)))
        assert read.count(dense(text)) >= (3 if name == "refusal" else 4), name


_SLIP = ("procedure", "applicant", "components", "channel")


def test_a_word_without_end_is_parted_and_nothing_is_lost(counter: Counter, tmp_path: Path) -> None:
    """Row 6: 255 letters of a name, 300 and 2,000 of an address."""
    for name, address in (("W" * 255, "x" * 300), ("Công ty " + "i" * 247, "y" * 2_000)):
        for paper_name, pdf in papers(
            counter, tmp_path, COMPANY | {"name": name, "address": address}
        ).items():
            read = dense(whole_text(pdf))
            if paper_name in ("receipt", "control_sheet", "handover_list"):
                assert dense(name) in read, paper_name
            assert paper_name != "receipt" or read.count("y") >= address.count("y")


def test_long_reasons_run_on_to_the_next_page(counter: Counter, tmp_path: Path) -> None:
    kept = {n: v for n, v in form().items() if n in _SLIP}
    reason = " ".join(f"điểm{n}" for n in range(240))
    slip = counter.done("refuse", **kept, reason=reason, ground="Điều 17")["slip"]
    pdf = paper(counter, tmp_path, "refusal", slip)
    assert len(reader(pdf).pages) > 1
    words = whole_text(pdf).split()
    assert [word for word in words if word.startswith("điểm")] == reason.split()


def test_letters_without_a_glyph_leave_a_visible_place(counter: Counter, tmp_path: Path) -> None:
    """Row 7: all Vietnamese letters are there; what the font lacks is a box, never an exception."""
    vietnamese = "Ắặ Ễệ Ỗộ Ớợ Ữự Ỷỵ Đđ ĩ ũ ẵ"
    applicant = COMPANY | {"name": f"Công ty 漢字 {vietnamese} 👍", "address": "ភាសាខ្មែរ 12"}
    for name, pdf in papers(counter, tmp_path, applicant).items():
        text = whole_text(pdf)
        assert dense(vietnamese) in dense(text), name
        assert "漢" not in text
        assert "□" in text or "\ufffd" in text, name


def test_each_print_is_recorded_and_the_third_says_so(counter: Counter, tmp_path: Path) -> None:
    code = counter.received()
    texts = [whole_text(paper(counter, tmp_path, "receipt", code)) for _ in range(4)]
    assert ["In lại lần" in text for text in texts] == [False, False, True, True]
    lines = [line for line in counter.history(code) if line["kind"] == "dossier:paper_printed"]
    assert [line["data"]["form"] for line in lines] == ["receipt"] * 4
    assert lines[0]["data"]["copies"] == [1, 2]
    one = tmp_path / "one.pdf"
    print_form(counter.desk, "receipt", code, one, copy=2)
    assert len(reader(one.read_bytes()).pages) == 1
    assert counter.history(code)[-1]["data"]["copies"] == [2]
    assert counter.is_sound()


def test_papers_that_a_dossier_has_not(counter: Counter, tmp_path: Path) -> None:
    code = counter.received()
    before = counter.state()
    for name, wanted, error in (
        ("poem", code, errors.FormUnknown),
        ("refusal", code, errors.ActNotAllowed),
        ("supplement_request", code, errors.ActNotAllowed),
        ("handover_list", "BG-261123-1.1", errors.BatchUnknown),
        ("receipt", "H24.28-261123-0009", errors.DossierUnknown),
        ("receipt", "../../etc/passwd", errors.CodeNotReadable),
        ("receipt", "", errors.CodeNotReadable),
    ):
        with pytest.raises(error):
            print_form(counter.desk, name, wanted, tmp_path / "x.pdf")
    with pytest.raises(errors.InvalidField):
        print_form(counter.desk, "receipt", code, tmp_path / "x.pdf", copy=3)
    with pytest.raises(errors.FileNotWritten):
        print_form(counter.desk, "receipt", code, tmp_path / "none" / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
    assert counter.state() == before, "what was not printed is not recorded"


def test_print_by_the_command_line(
    counter: Counter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = counter.received(applicant=COMPANY | {"name": MARKUP[0]})
    folder = counter.desk.folder
    counter.desk.close()
    out = tmp_path / "receipt.pdf"
    assert main(["print", "receipt", code, "--out", str(out), "--data", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == str(out)
    assert dense(MARKUP[0]) in dense(whole_text(out.read_bytes()))
    assert main(["print", "poem", code, "--out", str(out), "--data", str(folder)]) == 1
