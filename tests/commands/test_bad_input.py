"""Bad input of document 7, rows 1–24, 44, 47–49, through `acts`: kept, or refused by field and limit."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from counter_app.commands import reads
from tests.desks import COMPANY, Counter, form, person

CLOCK = {"reason": "giờ đúng"}
Say = Callable[[str], tuple[str, str, dict[str, Any]]]


def receive(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    return "receive", "tuan", form("DT-08", **fields)


def a_second_one(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    """Of the same company and procedure as the first: only then is a reason for it kept."""
    return "receive", "tuan", form("XNK-01", **fields)


def slip(**fields: Any) -> dict[str, Any]:
    given = form("DT-08")
    kept = {name: given[name] for name in ("procedure", "applicant", "components", "channel")}
    return kept | {"reason": "chưa đủ", "ground": "Điều 17"} | fields


def on_first(act: str, by: str, **fields: Any) -> tuple[str, str, dict[str, Any]]:
    return act, by, {"code": "H24.28-261123-0001"} | fields


ITEM = "items.text"
PLACES: dict[str, tuple[Say, int]] = {
    "applicant.name": (lambda text: receive(applicant=COMPANY | {"name": text}), 255),
    "applicant.representative": (lambda text: receive(applicant=COMPANY | {"representative": text}), 255),
    "applicant.address": (lambda text: receive(applicant=COMPANY | {"address": text}), 2_000),
    "submitter.name": (lambda text: receive(submitter=person(text)), 255),
    "submitter.address": (lambda text: receive(submitter=person("Lê Hoa", address=text)), 2_000),
    "note": (lambda text: receive(note=text), 2_000),
    "duplicate_reason": (lambda text: a_second_one(duplicate_reason=text), 2_000),
    "reason": (lambda text: ("refuse", "lan", slip(reason=text)), 2_000),
    "ground": (lambda text: ("refuse", "lan", slip(ground=text)), 2_000),
    ITEM: (lambda text: ("request_supplement", "lan", slip(items=[{"text": text}])), 2_000),
    "text": (lambda text: on_first("note", "lan", text=text), 2_000),
    "how": (lambda text: on_first("notify", "lan", how=text, text="x"), 64),
    "result_no": (lambda text: on_first("finish", "lan", outcome="granted", result_no=text), 255),
}
"""Field → a line that holds a text there, and its limit. The first dossier is one of XNK-01."""
REQUIRED = {"applicant.name", "submitter.name", "reason", "ground", ITEM, "text", "how"}


@pytest.fixture
def first(counter: Counter) -> Counter:
    """A desk with one dossier that the desk may finish."""
    counter.received("XNK-01")
    return counter


def kept(counter: Counter, place: str, answer: dict[str, Any]) -> Any:
    """What is stored in a place, as `show` and `history` tell it."""
    code = answer.get("code") or answer["slip"]
    data = counter.history(code)[-1]["data"]
    if place == ITEM:
        return data["items"][0]["text"]
    for part in place.split("."):
        data = data[part]
    return data


LITERAL = [
    "Nguyễn <b Văn A",
    '<img src="C:\\temp\\a.png"/>',
    '<font color="[[[x]]]">đỏ</font>',
    '<a href="javascript:alert(1)">bấm</a>',
    "&amp; &lt; ]]> <!-- -->",
    "Công ty 漢字 ភាសាខ្មែរ 👍",
    "'; DROP TABLE event;--",
    "1 OR 1=1",
    '"; DELETE FROM dossier; --',
    "{0} %s %(x)s ${y} \\n \\u0000",
    "=HYPERLINK(1)",
    "Ẵ ẵ Ặ ặ Ỗ ỗ Ợ ợ Ữ ữ Đ đ",
]


@pytest.mark.parametrize("place", PLACES)
def test_marks_of_every_language_are_kept_as_they_are(first: Counter, place: str) -> None:
    """Rows 1–4, 7, 16."""
    line, limit = PLACES[place]
    for text in LITERAL if place != "result_no" else LITERAL[:1]:
        act, by, fields = line(text[:limit])
        answer = first.done(act, by, **fields)
        assert kept(first, place, answer) == text[:limit]
    assert first.is_sound()


@pytest.mark.parametrize("place", PLACES)
def test_the_limit_of_every_field_is_named_and_nothing_is_cut(first: Counter, place: str) -> None:
    """Rows 5, 6, 20: exactly the limit is kept; one more, 10,000 and 200,000 are refused at once."""
    line, limit = PLACES[place]
    for length in (limit + 1, 10_000, 200_000):
        act, by, fields = line("ă" * length)
        begun = time.perf_counter()
        refused = first.refused(act, by, **fields)
        assert time.perf_counter() - begun < 5
        assert (refused["error"], refused["field"], refused["problem"]) == (
            "invalid_field",
            place,
            "too_long",
        )
        assert refused["limit"] == limit
    act, by, fields = line("ă" * limit)
    assert kept(first, place, first.done(act, by, **fields)) == "ă" * limit


UNSTORABLE = {"a\x00b": "control", "a\x0bb": "control", "\x1b[31m": "control", "a\ud800": "surrogate"}


@pytest.mark.parametrize("place", [*PLACES, "applicant.id_number", "applicant.phone", "applicant.email"])
def test_what_cannot_be_stored_is_refused_everywhere(first: Counter, place: str) -> None:
    """Row 9."""
    line = PLACES[place][0] if place in PLACES else in_applicant(place)
    for text, problem in UNSTORABLE.items():
        act, by, fields = line(text if place in PLACES else f"029900{text}1487")
        refused = first.refused(act, by, **fields)
        assert refused["error"] == "invalid_field"
        assert refused["field"].replace("items.0.", "items.") == place
        if place in PLACES:
            assert refused["problem"] == problem


def in_applicant(place: str) -> Say:
    return lambda text: receive(applicant=COMPANY | {place.partition(".")[2]: text})


@pytest.mark.parametrize(
    "field", ["by", "request_id", "procedure", "code", "officer", "to", "batch", "slip", "event_id"]
)
def test_nor_does_any_word_that_is_looked_up(first: Counter, field: str) -> None:
    fields: dict[str, tuple[str, dict[str, Any]]] = {
        "by": ("note", {"code": "H24.28-261123-0001", "text": "x"}),
        "request_id": ("note", {"code": "H24.28-261123-0001", "text": "x"}),
        "procedure": ("receive", form()),
        "slip": ("receive", form()),
        "code": ("note", {"text": "x"}),
        "officer": ("assign", {"codes": ["H24.28-261123-0001"]}),
        "to": ("hand_over", {"codes": ["H24.28-261123-0001"]}),
        "batch": ("take_over", {}),
        "event_id": ("revoke", {"reason": "x"}),
    }
    act, more = fields[field]
    for text in UNSTORABLE:
        refused = first.refused(act, **{"by": "tuan", **more, field: text})
        assert refused["error"] != "line_not_json"


@pytest.mark.parametrize("place", PLACES)
def test_what_cannot_be_seen_is_taken_out_and_marks_are_composed(first: Counter, place: str) -> None:
    """Rows 8 and 10."""
    line, _ = PLACES[place]
    typed = unicodedata.normalize("NFD", "  \ufeffNguyễn\u202e  Thị\u200b Đức\u00ad\u2066 ")
    act, by, fields = line(typed)
    assert kept(first, place, first.done(act, by, **fields)) == "Nguyễn Thị Đức"


@pytest.mark.parametrize("place", sorted(REQUIRED))
@pytest.mark.parametrize("text", ["", "   ", "\t", "\u200b\ufeff", "\u3000"])
def test_nothing_is_no_name_and_no_reason(first: Counter, place: str, text: str) -> None:
    """Row 19."""
    act, by, fields = PLACES[place][0](text)
    refused = first.refused(act, by, **fields)
    assert (refused["error"], refused["field"], refused["problem"]) == ("invalid_field", place, "empty")


@pytest.mark.parametrize("place", ["applicant.name", "submitter.name"])
def test_one_letter_is_no_name(first: Counter, place: str) -> None:
    act, by, fields = PLACES[place][0]("A")
    refused = first.refused(act, by, **fields)
    assert (refused["problem"], refused["limit"]) == ("too_short", 2)


IDS = [
    ("cccd", "031199001234", "031199001234"),
    ("cccd", "０３１１９９００１２３４", "031199001234"),
    ("cccd", " 031 199 001 234 ", "031199001234"),
    ("cccd", "001099012345", "001099012345"),
    ("cccd", "03119900123", "too_short"),
    ("cccd", "0311990012345", "too_long"),
    ("cccd", "31199001234", "too_short"),
    ("cccd", "03119900123A", "letters"),
    ("cccd", "999199001234", "province"),
    ("cmnd", "031234567", "031234567"),
    ("cmnd", "03123456", "too_short"),
    ("cmnd", "0312345678", "too_long"),
    ("passport", "c1234567", "C1234567"),
    ("passport", "B", "too_short"),
    ("passport", "Hộ chiếu 1", "characters"),
    ("mst", "0299001487", "0299001487"),
    ("mst", "0299001487-001", "0299001487-001"),
    ("mst", "0299001487001", "0299001487-001"),
    ("mst", "0299001488", "check_digit"),
    ("mst", "299001487", "too_short"),
    ("mst", "", "empty"),
    ("none", "0299001487", "unwanted"),
    ("none", "", None),
]


@pytest.mark.parametrize(("kind", "typed", "told"), IDS)
def test_ids_by_their_kind(counter: Counter, kind: str, typed: str, told: str | None) -> None:
    """Rows 21, 22: the rule of the kind, digits put right, noughts kept as text."""
    fields = form(applicant=COMPANY | {"id_kind": kind, "id_number": typed})
    if told is None or told[0].isdigit() or told[0] == "C":
        code = counter.done("receive", **fields)["code"]
        assert counter.show(code)["applicant"].get("id_number") == told
        assert typed == "" or code in [row["code"] for row in reads.found(counter.desk, str(told), 9)]
    else:
        refused = counter.refused("receive", **fields)
        assert (refused["field"], refused["problem"]) == ("applicant.id_number", told)
        assert typed == "" or typed not in str(refused), "facts never hold the number itself"


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("+84 912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("0912345678; 0225 3823 207 / 0988-777-666", "0912345678, 02253823207, 0988777666"),
        ("(0225) 3823207 ext 105", "02253823207#105"),
        ("0912345678", "0912345678"),
    ],
)
def test_phones_are_put_right_and_what_was_typed_is_kept(counter: Counter, typed: str, normal: str) -> None:
    """Row 23."""
    code = counter.done("receive", **form(applicant=COMPANY | {"phone": typed}))["code"]
    applicant = counter.show(code)["applicant"]
    assert applicant["phone"] == normal
    assert applicant.get("phone_typed", applicant["phone"]) == typed
    counter.done("correct", code=code, changes={"applicant.phone": "0900 000 111"}, reason="nhầm số")
    changed = counter.show(code)["applicant"]
    assert (changed["phone"], changed["phone_typed"]) == ("0900000111", "0900 000 111")
    counter.done("correct", code=code, changes={"applicant.name": "Tên khác"}, reason="nhầm tên")
    assert counter.show(code)["applicant"]["phone_typed"] == "0900 000 111"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("dn02@Example.COM", "dn02@example.com"),
        ('"đăng ký"@example.com', None),
        ('"a b"@example.com', '"a b"@example.com'),
        ("lan@tên-miền.vn", "lan@tên-miền.vn"),
        ("lan@example", None),
        ("lan.example.com", None),
        ("a@b@example.com", None),
        ("a" * 288 + "@example.com", None),
        ("a" * 50_000 + "@" + "b." * 50_000, None),
    ],
)
def test_mail_addresses(counter: Counter, typed: str, told: str | None) -> None:
    """Row 24: by rule, and at once."""
    fields = form(applicant=COMPANY | {"email": typed})
    if told:
        code = counter.done("receive", **fields)["code"]
        assert counter.show(code)["applicant"]["email"] == told
    else:
        refused = counter.refused("receive", **fields)
        assert refused["field"] == "applicant.email"
        assert len(typed) < 255 or refused["limit"] == 254


@pytest.mark.parametrize("copies", [-1, 0, 1000, 10**9, 1.5, "1", True, None])
def test_copies_are_a_small_whole_number(counter: Counter, copies: Any) -> None:
    """Row 29, for what `receive` takes."""
    refused = counter.refused("receive", **form(components=[{"no": 1, "copies": copies}]))
    assert (refused["error"], refused["field"]) == ("invalid_field", "components.0.copies")


def test_a_table_takes_no_text_for_a_number(counter: Counter) -> None:
    """Row 44: the store's tables are strict."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"

    def look(reading: Any) -> list[str]:
        rows = reading.conn.exec_driver_sql(asked).all()
        foreign = ("sqlite_", "dossier_search", "applicant_search", "alembic")
        own = [row for row in rows if not row[0].startswith(foreign)]
        assert len(own) > 15
        return [row[0] for row in own if not row[1].rstrip().upper().endswith("STRICT")]

    assert counter.desk.read(look) == []
    with pytest.raises(IntegrityError, match="cannot store TEXT value in INTEGER"):
        counter.desk.write(
            lambda uow: uow.conn.exec_driver_sql(
                "INSERT INTO number_issued VALUES ('2026-11-23', 'abc', 'x', 'y')"
            )
        )


def test_codes_of_others_are_shown_as_such_and_never_made(first: Counter) -> None:
    """Row 47."""
    for code in ("H29.13-261123-0001", "000.00.13.H29-240719-0001"):
        refused = first.refused("take_over", codes=[code])
        assert (refused["error"], refused["agency"]) == ("foreign_code", code.partition("-")[0])
        assert reads.found(first.desk, code, 9) == []
    assert first.refused("note", code="H24.28-261123-0777", text="x")["error"] == "dossier_unknown"
    old = first.say("note", code="000.00.28.H24-261123-0777", text="x")
    assert old["error"] == "dossier_unknown", "the old way of writing our own id"
    first.done("void", "tuan", code="H24.28-261123-0001", reason="nhầm")
    assert first.refused("hand_over", codes=["H24.28-261123-0001"], to="QLDT")["status"] == "voided"
    assert first.show("H24.28-261123-0001")["status"] == "voided"


def test_nobody_is_merged_by_name(counter: Counter) -> None:
    """Row 49: two of one name and two ids; one id under two names is warned of and kept as typed."""
    for number in ("0299001487", "0299002850"):
        answer = counter.done("receive", **form("XNK-01", applicant=COMPANY | {"id_number": number}))
        assert answer["warnings"] == []
    assert counter.show("H24.28-261123-0001")["applicant"]["id_number"] == "0299001487"
    assert counter.show("H24.28-261123-0002")["applicant"]["id_number"] == "0299002850"
    again = counter.done("receive", **form("XNK-02", applicant=COMPANY | {"name": COMPANY["name"].upper()}))
    assert again["warnings"] == [], "capitals make no other name (row 12)"
    renamed = counter.done("receive", **form("XNK-02", applicant=COMPANY | {"name": "Công ty Tên Mới"}))
    assert renamed["warnings"] == ["name_differs"]
    assert counter.show(renamed["code"])["applicant"]["name"] == "Công ty Tên Mới"
    assert counter.show("H24.28-261123-0001")["applicant"]["name"] == COMPANY["name"]
