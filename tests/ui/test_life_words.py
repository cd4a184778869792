"""Every kind of event has its words; durations and moments as people say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.domain.events import EventKind as K
from counter_app.queries.life import Effect, LifeEvent, life_rows
from counter_app.ui.life_words import LifeWords, duration_words, moment_words, short_day
from counter_app.ui.widgets.life_line import LifeNode, NodeLook
from tests.builders import MONDAY
from tests.desks import Counter
from tests.domain.dossier_story import CALENDAR, DOSSIER_KINDS, PAYLOADS, WAY_TO, Story, story_in

NOW = datetime(2026, 11, 25, 9, 0)


@pytest.mark.parametrize("kind", [kind for kind in DOSSIER_KINDS if kind is not K.PAPER_PRINTED])
def test_every_kind_has_title_and_icon(counter: Counter, kind: K) -> None:
    state = story_in("processing").dossier
    event = LifeEvent("e", str(kind), MONDAY, "lan", "MC", PAYLOADS[kind](state))

    def look(reading: object) -> LifeNode:
        words = LifeWords(reading.reference, (), NOW)  # type: ignore[attr-defined]
        (node,) = words.items((event,))
        assert isinstance(node, LifeNode)
        return node

    node = counter.desk.read(look)
    assert node.title
    assert "dossier:" not in node.title
    assert "Nguyễn Thị Lan" in node.detail


@pytest.mark.parametrize("status", [status for status in WAY_TO if status != "–"])
def test_a_whole_life_in_words(counter: Counter, status: str) -> None:
    story = story_in(status)
    rows = life_rows(story.dossier, story.events, CALENDAR, NOW)

    def look(reading: object) -> list[NodeLook]:
        items = LifeWords(reading.reference, (), NOW).items(rows)  # type: ignore[attr-defined]
        assert len(items) == len(rows)
        return [item.look for item in items if isinstance(item, LifeNode)]

    assert counter.desk.read(look).count(NodeLook.PRESENT) == 1


def test_what_was_taken_back_and_what_clashed_say_so(counter: Counter) -> None:
    events = [
        LifeEvent("a", str(K.NOTIFIED), MONDAY, "lan", "MC", {"how": "email", "text": "x"}, Effect.REVOKED),
        LifeEvent("b", str(K.FINISHED), MONDAY, "minh", "QLDT", {"outcome": "granted"}, Effect.CONFLICT),
        LifeEvent("c", str(K.STOPPED), MONDAY, "minh", "QLDT", {"reason": "x"}, Effect.STRUCK),
        LifeEvent("d", str(K.TAKEN_OVER), MONDAY, "minh", "QLDT", {"to": "QLDT"}, Effect.WAITING),
    ]
    items = counter.desk.read(lambda r: LifeWords(r.reference, (), NOW).items(events))
    assert [item.look for item in items if isinstance(item, LifeNode)] == [
        NodeLook.TAKEN_BACK,
        NodeLook.CLASH,
        NodeLook.STRUCK,
        NodeLook.CLASH,
    ]
    assert [item.detail.partition(" · ")[0] for item in items if isinstance(item, LifeNode)] == [
        "đã bỏ",
        "chưa có hiệu lực",
        "gạch ngang",
        "chờ dữ liệu",
    ]


def test_a_decision_names_the_side_it_keeps_and_one_that_came_late_is_struck_through(
    counter: Counter,
) -> None:
    taken = LifeEvent("t", str(K.TAKEN_OVER), MONDAY, "minh", "QLDT", {"to": "QLDT"})
    late = LifeEvent(
        "b",
        str(K.CONFLICT_RESOLVED),
        MONDAY,
        "tuan",
        "MC",
        {"reason": "x"},
        Effect.DECIDED_BEFORE,
        kept=taken,
    )
    none = LifeEvent("c", str(K.CONFLICT_RESOLVED), MONDAY, "tuan", "MC", {"reason": "x"}, left_out=(taken,))
    items = counter.desk.read(
        lambda r: LifeWords(r.reference, (), NOW).items((replace(late, effect=Effect.COUNTS), late, none))
    )
    first, second, third = (item for item in items if isinstance(item, LifeNode))
    kept = f"giữ: Phòng QLĐT đã nhận – Trần Quang Minh, {moment_words(MONDAY, NOW)} · x · Hoàng Anh Tuấn"
    assert first.detail == kept
    assert second.detail == f"không có hiệu lực: đã quyết định trước đó · {kept}"
    assert (first.look is NodeLook.STRUCK, second.look) == (False, NodeLook.STRUCK)
    assert third.detail.startswith("không giữ: Phòng QLĐT đã nhận – Trần Quang Minh")


@pytest.mark.parametrize(
    ("kind", "waits"),
    [
        (K.TAKEN_OVER, "giấy đã ở phòng, Một cửa chưa giao"),
        (K.SUPPLEMENTED, "đã nhận bổ sung, Một cửa chưa ghi yêu cầu bổ sung"),
        (K.RETURNED, "đã trả, Một cửa chưa ghi kết quả"),
    ],
)
def test_what_waits_although_the_dossier_is_here_says_what_is_missing(
    counter: Counter, kind: K, waits: str
) -> None:
    event = LifeEvent("d", str(kind), MONDAY, "minh", "QLDT", {"to": "QLDT"}, Effect.WAITING, holder="MC")
    (item,) = counter.desk.read(lambda r: LifeWords(r.reference, (), NOW).items((event,)))
    assert isinstance(item, LifeNode)
    assert item.detail.startswith(f"{waits} · ")
    assert "Một cửa ghi" in item.tip


def test_a_kind_of_a_newer_program_is_shown_as_it_stands(counter: Counter) -> None:
    event = LifeEvent("a", "dossier:digitised", MONDAY, "lan", "MC", {})
    (item,) = counter.desk.read(lambda r: LifeWords(r.reference, (), NOW).items((event,)))
    assert isinstance(item, LifeNode)
    assert item.title == "dossier:digitised"


def test_rounds_of_supplements_are_numbered(counter: Counter) -> None:
    story = Story().told(K.RECEIVED)
    for _ in range(2):
        story.told(K.SUPPLEMENT_REQUESTED, K.SUPPLEMENTED)
    rows = life_rows(story.dossier, story.events, CALENDAR, NOW)
    items = counter.desk.read(lambda r: LifeWords(r.reference, (), NOW).items(rows))
    titles = [item.title for item in items if isinstance(item, LifeNode) and "bổ sung lần" in item.title]
    assert titles == ["Yêu cầu bổ sung lần 1", "Yêu cầu bổ sung lần 2"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, ""),
        (1, "1 phút"),
        (60, "1 giờ"),
        (125, "2 giờ 05"),
        (480, "1 ngày"),
        (480 + 59, "1 ngày"),
        (480 * 2 + 180, "2 ngày 3 giờ"),
        (480 * 12 + 180, "12 ngày"),
    ],
)
def test_durations(minutes: int, words: str) -> None:
    assert duration_words(minutes, 480) == words


def test_the_year_is_said_where_it_is_another() -> None:
    assert moment_words(datetime(2026, 11, 12, 9, 40), NOW) == "09:40 12/11"
    assert short_day(datetime(2025, 12, 31).date(), NOW) == "31/12/2025"
