"""The one door from text to paper: nothing that people type is obeyed, nothing is lost without a trace."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import counter_app.forms
from counter_app.forms import receipt, refusal
from counter_app.forms.fonts import PLACEHOLDER, Face, register, width_of
from counter_app.forms.paragraphs import (
    LINE_BREAK,
    Look,
    balanced_lines,
    bold,
    escape,
    fitting_size,
    or_dots,
    paragraph,
    passage,
    printable,
)
from tests.forms import samples
from tests.forms.reading import MM, SHRUNK, dense, reader, whole_text, written

FORMS_FOLDER = Path(counter_app.forms.__file__).parent
DOOR = "paragraphs.py"
TEXT_CALLS = frozenset(
    {
        "Paragraph",
        "XPreformatted",
        "Preformatted",
        "drawString",
        "drawRightString",
        "drawCentredString",
        "drawAlignedString",
        "beginText",
        "textOut",
        "textLine",
        "textLines",
    }
)


def called_names(source: str) -> set[str]:
    """Names of all functions that a module calls, whatever they are attributes of."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            names.add(function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", ""))
    return names


def test_only_one_module_sets_text() -> None:
    guilty = {
        path.name: sorted(found)
        for path in FORMS_FOLDER.rglob("*.py")
        if path.name != DOOR and (found := called_names(path.read_text(encoding="utf-8")) & TEXT_CALLS)
    }
    assert guilty == {}


def test_the_walk_sees_a_call_where_there_is_one() -> None:
    assert called_names("canvas.drawString(0, 0, x)") & TEXT_CALLS == {"drawString"}
    assert called_names((FORMS_FOLDER / DOOR).read_text(encoding="utf-8")) & TEXT_CALLS >= {"drawString"}


def test_the_door_builds_paragraphs_of_escaped_text_only() -> None:
    """`kind(markup, style)` is the only place where a Paragraph is made, and `escape` feeds it."""
    tree = ast.parse((FORMS_FOLDER / DOOR).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    makers = [
        function.name
        for function in functions
        for part in function.body
        for node in ast.walk(part)
        if isinstance(node, ast.Name) and node.id == "Paragraph"
    ]
    assert makers == ["paragraph"]


# Rows 1 to 4 of the bad inputs, and their relatives.
MARKUP = (
    "Nguyễn <b Văn A",
    '<img src="C:\\anh\\a.png"/>',
    '<img src="/etc/hostname" width="10" height="10"/>',
    "<font color=\"[[[getattr(pow, Word('__globals__'))['os'].system('id') for Word in [1]]]]\">x</font>",
    '<a href="javascript:alert(1)">bấm vào đây</a>',
    "</para><para>",
    "A & B < C > D",
    "&amp; &#x41; &unknown;",
    "<br/><greek>a</greek><!-- x -->",
    "%s {0} %(name)s",
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_literally_in_every_field_of_the_receipt(text: str) -> None:
    value = samples.receipt(
        applicant=samples.PaperApplicant(text, text, text, text),
        procedure_name=text,
        components=(samples.PaperComponent(text, 1, "ban_sao"),),
        missing=(text,),
        submitter_name=text,
        receiver_name=text,
        counting_sentence=text,
        limit_text=text,
        return_by="post",
        delivery_address=text,
        proxy_ref=text,
        mark=samples.replace(samples.MARK, printed_by=text),
    )
    pdf = receipt.draw(value)
    assert dense(whole_text(pdf)).count(dense(text)) >= 14
    for page in reader(pdf).pages:
        assert "/Annots" not in page
        assert page.get("/Resources", {}).get("/XObject", {}) == {}


def test_a_word_of_300_letters_wraps_inside_the_page() -> None:
    word = "đ" * 300
    pdf = refusal.draw(samples.refusal(reason=word, submitter_name=word))
    assert dense(whole_text(pdf)).count(word) == 2
    assert max(piece.end for piece in written(pdf)) <= (148 - 10) * MM + SHRUNK


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nguyễn 👍", f"Nguyễn {PLACEHOLDER}"),
        ("中文", PLACEHOLDER * 2),
        ("ភាសា", PLACEHOLDER * 4),
        ("a\u202eb", f"a{PLACEHOLDER}b"),
        ("a\u200bb\ufeffc\u00add", f"a{PLACEHOLDER}b{PLACEHOLDER}c{PLACEHOLDER}d"),
        ("a\x00b\x1bc", f"a{PLACEHOLDER}b{PLACEHOLDER}c"),
        ("a\ud800b", f"a{PLACEHOLDER}b"),
        ("a\tb\nc\u2003d", "a b c d"),
        ("số\u00a01", "số\u00a01"),
        ("Thuỷ Thủy", "Thuỷ Thủy"),
    ],
)
def test_what_cannot_be_printed_or_seen_becomes_a_visible_box(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert whole_text(receipt.draw(samples.receipt(submitter_name=f"«{text}»"))).count("«") == 1


def test_decomposed_letters_are_composed() -> None:
    assert printable(unicodedata.normalize("NFD", "Nguyễn Thị Ánh")) == "Nguyễn Thị Ánh"


def test_escape_leaves_no_sign_of_markup() -> None:
    assert escape("<b>&\"'") == "&lt;b&gt;&amp;&quot;&apos;"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=80))
def test_no_text_whatever_stops_a_paragraph(text: str) -> None:
    built = paragraph(Look(10.0), (text, bold(text)))
    shown = "".join(frag.text for frag in built.frags)
    assert shown.split() == (printable(text) * 2).split()
    built.wrap(200, 10_000)


def test_an_empty_field_is_dots() -> None:
    assert or_dots("") == or_dots("  ") == "……………"
    assert or_dots("", times=2) == "……………" * 2
    assert or_dots("x") == "x"


def test_the_least_height_is_never_more_than_the_real_one() -> None:
    register()
    text = "Văn bản đề nghị điều chỉnh dự án đầu tư " * 6
    exact = tried = 0
    for size in (7.5, 9.0, 10.5, 13.0):
        for width in range(60, 350, 7):
            for look in (Look(size, indent=9, hang=9), Look(size, has_rule=True)):
                piece = passage(look, text, bold("Nguyễn" * 9), LINE_BREAK, bold("Đ" * 40), f" {text}")
                real = piece.build().wrap(width, 10_000)[1]
                assert piece.least_height(width) <= real + 0.01
                tried += 1
                exact += abs(piece.least_height(width) - real) < 0.01
    assert exact >= 0.7 * tried  # else it would rule nothing out


def test_the_last_short_word_does_not_stand_alone() -> None:
    text = "Nội dung yêu cầu giải quyết: đăng ký đầu tư"
    for width in range(60, 260, 3):
        built = passage(Look(10.0), text).build()
        built.wrap(width, 1000)
        assert " ".join(built.blPara.lines[-1][1]) != "tư"


def test_head_lines_are_about_equally_long_and_fit() -> None:
    register()
    text = "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP VÀ CHẾ XUẤT THÀNH PHỐ HÀ NỘI"
    lines = balanced_lines(text, Face.REGULAR, 12.0, 210.0)
    widths = [width_of(line, Face.REGULAR, 12.0) for line in lines]
    assert " ".join(lines) == text
    assert max(widths) <= 210
    assert min(widths) >= 0.7 * max(widths)


def test_a_size_is_chosen_that_fits() -> None:
    register()
    assert fitting_size("H24", Face.BOLD, (12.0, 9.0, 6.0), 100) == 12.0
    assert fitting_size("H24" * 20, Face.BOLD, (12.0, 9.0, 6.0), 100) == 6.0
