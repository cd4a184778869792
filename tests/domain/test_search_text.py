"""Search and order: found without marks, no typed text is an error, sorted as Vietnamese sorts."""

from __future__ import annotations

import random
import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import text

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)  # surrogates too


# --- search (bad inputs 10–16)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đỗ Đình Đức", "do dinh duc"),
        ("ĐỨC", "duc"),
        ("đức", "duc"),
        (unicodedata.normalize("NFD", "Đức"), "duc"),
        ("Ðức", "duc"),  # eth, as old files have it
        ("L’Étoile Électronique", "l etoile electronique"),
        ("Müller & Söhne Präzision", "muller sohne prazision"),
        ("Jürgen Müßig", "jurgen mussig"),
        ("H24.28-261123-0001", "h24 28 261123 0001"),
        ("Ｈ２４", "h24"),
        ("100%_[x]", "100 x"),
        ("Smørrebrød Łódź", "smorrebrod lodz"),
        ("İ", "i"),
        ("中 文", "中 文"),
        ("  ", ""),
        ("👍", ""),
    ],
)
def test_a_text_is_folded_for_search(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(typed: str) -> None:
    once = text.fold(typed)
    assert text.fold(once) == once
    assert once == " ".join(once.split())


@given(st.text(alphabet="aăâáàảãạấầẩẫậắằẳẵặbcdđeêéèẻẽẹếềểễệ oôơuưýỳ", max_size=30))
def test_case_and_composition_make_no_difference(typed: str) -> None:
    assert text.fold(typed) == text.fold(typed.upper()) == text.fold(unicodedata.normalize("NFD", typed))


AWKWARD = [
    '"', 'a"b', "AND", "OR", "NOT", "NEAR(", "NEAR(a b)", "-x", "+x", "^x", "*", "()", "a OR", "a AND",
    "{a b}:c", "name:x", "", "   ", "%", "_", "[", "'; DROP TABLE event;--", "1 OR 1=1", "\0", "\ud800",
    "a*", "**a", "G04.05-240720", "x" * 5_000, "a " * 5_000, "a\u0301\u0323" * 3_000, "👍", "中文", "ភាសា",
    "\u202e", "½", "²",
]  # fmt: skip


@pytest.fixture(name="index")
def _index() -> sqlite3.Connection:
    """A real FTS5 table with one folded column."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(words)")
    names = ["Đỗ Đình Đức", "Trần Thị Đúc", "Nguyễn Văn Mẫu", "G04.05-240720-0001", "50% [x]", 'a"b or c']
    connection.executemany("INSERT INTO found VALUES (?)", [(text.fold(name),) for name in names])
    return connection


@pytest.mark.parametrize("typed", AWKWARD)
def test_nothing_that_can_be_typed_is_an_error(index: sqlite3.Connection, typed: str) -> None:
    query = text.fts_query(typed)
    if query is not None:
        index.execute("SELECT words FROM found WHERE found MATCH ?", (query,)).fetchall()


@given(ANY_TEXT)
def test_no_text_is_an_error_in_fts5(typed: str) -> None:
    query = text.fts_query(typed)
    if query is not None:
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(words)")
        connection.execute("SELECT words FROM found WHERE found MATCH ?", (query,)).fetchall()
        connection.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("duc", ["do dinh duc", "tran thi duc"]),
        ("Đức đỗ", ["do dinh duc"]),
        ("DINH du", ["do dinh duc"]),
        ("ngu", ["nguyen van mau"]),
        ("G04.05-240720", ["g04 05 240720 0001"]),
        ("g04.05-2407", ["g04 05 240720 0001"]),
        ('a"b', ["a b or c"]),
        ("a OR", ["a b or c"]),
        ("AND", []),
        ("xyz", []),
    ],
)
def test_a_search_finds_what_was_meant(index: sqlite3.Connection, typed: str, found: list[str]) -> None:
    query = "SELECT words FROM found WHERE found MATCH ? ORDER BY rowid"
    rows = index.execute(query, (text.fts_query(typed),))
    assert [row[0] for row in rows] == found


@pytest.mark.parametrize("typed", ["", "  ", '"', "*", "()", "-", "%_[", "\u202e", "👍"])
def test_nothing_to_search_is_none(typed: str) -> None:
    assert text.fts_query(typed) is None


def test_a_search_is_bounded() -> None:
    assert len(text.search_tokens("a b " * 10_000)) == 16
    assert text.search_tokens("Đức, VĂN") == ("duc", "van")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("%", ["50% giảm"]),
        ("_", ["giảm_giá"]),
        ("[x", ["kho [x]"]),
        ("\\", ["a\\b"]),
        ("50%", ["50% giảm"]),
        ("5_", []),
    ],
)
def test_signs_of_like_are_literal(typed: str, found: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (name TEXT)")
    names = ["50% giảm", "giảm_giá", "kho [x]", "a\\b", "50x"]
    connection.executemany("INSERT INTO t VALUES (?)", [(name,) for name in names])
    query = "SELECT name FROM t WHERE name LIKE ? ESCAPE ? ORDER BY rowid"
    rows = connection.execute(query, (text.like_pattern(typed), text.LIKE_ESCAPE)).fetchall()
    assert [row[0] for row in rows] == found


# --- sorting


ALPHABETICAL = [
    ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ấ", "b", "c", "d", "đ", "e", "ê", "g"],
    ["n", "o", "ô", "ơ", "p", "u", "ư", "v", "w", "x", "y"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "man", "mă", "mâ"],
    ["An", "Ánh", "Ăn", "Ân"],
    ["Dũng", "Duyên", "Dương", "Đan", "Đức"],
    ["an", "An", "AN", "án"],
    ["Lê A", "Lệ An", "Lê Bình", "Lêa"],  # the letters of the whole name first, tones only after
    ["Nguyên An", "Nguyễn Ánh", "Nguyễn Văn A"],
    ["2 Tháng 9", "An", "Müller", "Mỹ", "中"],
    ["", "a"],
]


@pytest.mark.parametrize("expected", ALPHABETICAL, ids=lambda words: "-".join(words[:3]))
def test_the_order_is_that_of_the_vietnamese_alphabet(expected: list[str]) -> None:
    shuffled = random.Random(4).sample(expected, len(expected))
    assert sorted(shuffled, key=text.sort_key) == expected
    decomposed = [unicodedata.normalize("NFD", word) for word in shuffled]
    assert [unicodedata.normalize("NFC", word) for word in sorted(decomposed, key=text.sort_key)] == expected


@given(ANY_TEXT, ANY_TEXT)
def test_only_equal_texts_have_one_key(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    if not same and one.swapcase().swapcase() == one and other.swapcase().swapcase() == other:
        assert text.sort_key(one) != text.sort_key(other)
    assert text.sort_key(one) == text.sort_key(unicodedata.normalize("NFD", one))


def test_names_of_a_list_are_ordered_as_they_are_shown() -> None:
    names = ["Công ty TNHH Ấm", "TNHH An", "Công ty Cổ phần Bình", "Đỗ Đức", "Doãn Đức", "Công ty TNHH Ăn"]
    ordered = sorted(names, key=text.name_key)
    people = ["Doãn Đức", "Đỗ Đức"]
    assert ordered == ["Công ty Cổ phần Bình", *people, "TNHH An", "Công ty TNHH Ăn", "Công ty TNHH Ấm"]


@given(ANY_TEXT)
def test_the_key_of_a_name_is_short_and_the_beginning_of_its_order(name: str) -> None:
    key = text.name_key(name)
    assert len(key) <= 64
    assert text.sort_key(text.short_legal_form(name)).startswith(key)
