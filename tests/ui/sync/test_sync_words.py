"""What the status bar and the left side of Đồng bộ say of passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from counter_app.domain.events import utc_ms
from counter_app.domain.sync_report import Outcome
from counter_app.queries.sync import AwaitedAct, Slip, SyncFacts, Waiting, WaitingDay
from counter_app.ui.pages.sync import log_words, words
from counter_app.ui.sync_words import step_words, sync_words
from counter_app.ui.tokens import Tone
from tests.passes import NIGHT, a_pass

NOW = datetime(2026, 11, 23, 9, 14)
UNREACHED = a_pass(
    datetime(2026, 11, 23, 9, 12), outcome=Outcome.FAILED, because="centre_unreachable",
    facts={"because": "timeout"}, waiting=3,
)  # fmt: skip


def facts(**more: Any) -> SyncFacts:
    values: dict[str, Any] = {"last": NIGHT, "last_ok": datetime(2026, 11, 23, 2, 1)}
    return SyncFacts(NOW, is_joined=True, **(values | more))


def a_slip(**more: Any) -> Slip:
    values: dict[str, Any] = {"passes": 1, "sent": 42, "stored": 42, "pulled": 57, "odd": 0}
    return Slip(NIGHT, datetime(2026, 11, 23, 2, 0), **(values | more))


def said(found: SyncFacts, step: str = "") -> tuple[str, str, Tone]:
    view = sync_words(found, step)
    assert view is not None
    return view.words, view.waiting, view.tone


def test_a_desk_without_a_centre_has_no_part_in_the_status_bar() -> None:
    assert sync_words(SyncFacts(NOW, is_joined=False)) is None


@pytest.mark.parametrize(
    ("more", "told", "tone"),
    [
        ({}, "Đã đồng bộ 02:01", Tone.GREEN),
        ({"last_ok": None}, "Chưa đồng bộ lần nào", Tone.AMBER),
        ({"last_ok": datetime(2026, 11, 22, 9, 15)}, "Đã đồng bộ 09:15 hôm qua", Tone.GREEN),
        ({"last_ok": datetime(2026, 11, 22, 9, 13)}, "Chưa đồng bộ từ hôm qua", Tone.AMBER),
        ({"last_ok": datetime(2026, 11, 21, 9, 13)}, "Chưa đồng bộ từ 21/11", Tone.AMBER),
        ({"last_ok": datetime(2026, 11, 20, 9, 13)}, "Chưa đồng bộ từ 20/11", Tone.RED),
        ({"clock_offset_ms": 120_000}, "Đã đồng bộ 02:01", Tone.GREEN),
    ],
)
def test_the_worst_thing_is_said(more: dict[str, Any], told: str, tone: Tone) -> None:
    assert said(facts(**more)) == (told, "0 chờ gửi", tone)


@pytest.mark.parametrize(
    ("more", "told", "tone"),
    [
        ({"conflicts": 2}, "2 chỗ khác nhau", Tone.AMBER),
        ({"slip": a_slip(odd=3), "conflicts": 1}, "Lệch với kho", Tone.RED),
        ({"clock_offset_ms": -180_000}, "Đồng hồ máy lệch", Tone.AMBER),
        ({"last": replace(UNREACHED, because="centre_refused")}, "Kho không nhận quầy này", Tone.RED),
    ],
)
def test_what_is_wrong_does_not_hide_the_last_pass(more: dict[str, Any], told: str, tone: Tone) -> None:
    assert said(facts(**more)) == (told, "0 chờ gửi · đã đồng bộ 02:01", tone)


def test_a_centre_that_was_not_met_is_amber_where_work_waits_for_it() -> None:
    found = facts(last=UNREACHED, waiting=Waiting(3))
    assert said(found) == ("Chưa gặp được kho", "3 chờ gửi · đã đồng bộ 02:01", Tone.AMBER)
    assert said(facts(last=UNREACHED)) == ("Đã đồng bộ 02:01", "0 chờ gửi · chưa gặp được kho", Tone.GREEN)


def test_a_running_pass_says_its_step() -> None:
    assert said(facts(), "pull") == ("Đang nhận …", "0 chờ gửi", Tone.GREEN)
    assert step_words("a step of another day") == "Đang đồng bộ"


def test_waiting_days_are_called_as_people_call_them() -> None:
    days = [
        WaitingDay(at.date(), count, at)
        for at, count in (
            (datetime(2026, 11, 18, 8, 0), 4),
            (datetime(2026, 11, 19, 8, 30), 1),
            (datetime(2026, 11, 20, 16, 2), 2),
            (datetime(2026, 11, 22, 7, 0), 5),
            (datetime(2026, 11, 23, 7, 48), 3),
        )
    ]
    lines = words.waiting_lines(facts(waiting=Waiting(15, days[0].oldest, tuple(days), 2, 4_100_000)))
    assert [(line.words, line.detail) for line in lines] == [
        ("3 việc của sáng nay", "cũ nhất 07:48"),
        ("5 việc của hôm qua", "cũ nhất 07:00"),
        ("2 việc của thứ sáu 20/11", "cũ nhất 16:02"),
        ("5 việc trước 20/11", "cũ nhất 08:00 18/11"),
        ("2 bản quét, 4,1 MB", ""),
    ]
    at_noon = replace(facts(waiting=Waiting(3, days[4].oldest, (days[4],))), as_of=NOW.replace(hour=13))
    assert words.waiting_lines(at_noon)[0].words == "3 việc của hôm nay"


def test_nothing_waits_is_said_too() -> None:
    assert [line.words for line in words.waiting_lines(facts())] == ["Không còn việc nào chờ gửi"]
    assert words.waiting_lines(facts(waiting=Waiting(12_345)))[0].words == "12.345 việc"


def test_what_waits_for_a_person_leads_there() -> None:
    awaited = (AwaitedAct("H24.28-261123-0801", "dossier:taken_over", "QLDT", "minh", "2026-11-23T09:02"),)
    since = datetime(2026, 11, 23, 2, 0)
    lines = words.waiting_lines(facts(awaited=awaited, conflicts=1, conflicts_since=since))
    assert [(line.key, line.words, line.detail) for line in lines[1:]] == [
        (words.AWAITED, "1 việc chờ dữ liệu hồ sơ", "từ 09:02"),
        (words.CONFLICTS, "1 chỗ khác nhau cần người chọn", "từ 02:00"),
    ]


def test_the_next_night_is_today_before_two() -> None:
    assert words.next_pass(facts()).startswith("Lần tới 02:00 mai")
    early = replace(facts(), as_of=NOW.replace(hour=1))
    assert words.next_pass(early).startswith("Lần tới 02:00 hôm nay")


@pytest.mark.parametrize(
    ("because", "next_at", "told"),
    [
        ("centre_unreachable", NOW + timedelta(minutes=4), "Chưa gặp được kho, thử lại lúc 09:18"),
        ("centre_unreachable", NOW, "Chưa gặp được kho, thử lại ngay"),
        ("centre_unreachable", None, "Chưa gặp được kho, thử lại mỗi 2–30 phút"),
        ("centre_refused", NOW + timedelta(minutes=30), "Kho chưa nhận quầy, thử lại lúc 09:44"),
        ("feed_damaged", NOW + timedelta(minutes=2), "Lần trước không xong, thử lại lúc 09:16"),
    ],
)
def test_after_a_failure_the_next_try_is_told(because: str, next_at: datetime | None, told: str) -> None:
    assert words.next_pass(facts(last=replace(UNREACHED, because=because)), next_at) == told


def test_a_failed_pass_says_what_happened_and_that_nothing_is_lost() -> None:
    told = words.notices(facts(last=UNREACHED))
    assert [each.tone for each in told] == [Tone.AMBER]
    assert "quá thời gian chờ" in told[0].words
    assert "sẽ được gửi lại" in told[0].words
    refused = replace(
        UNREACHED, because="centre_refused", facts={"because": "login_not_enrolled", "login": "desk_1"}
    )
    told = words.notices(facts(last=refused))
    assert [each.tone for each in told] == [Tone.RED]
    assert "desk_1" in told[0].words
    assert "không mất việc nào" in told[0].words


def test_since_when_it_fails_is_said_where_it_is_more_than_once() -> None:
    since = NOW - timedelta(days=1)
    (told,) = words.notices(facts(last=UNREACHED, failures=240, failing_since=since))
    assert told.words.endswith(" 240 lần liền từ 09:14 hôm qua.")
    (told,) = words.notices(facts(last=UNREACHED, failures=1, failing_since=since))
    assert "lần liền" not in told.words


def test_the_log_tells_how_many_failures_one_row_stands_for() -> None:
    many = replace(UNREACHED, times=239, first_at=utc_ms(NOW - timedelta(days=1)))
    newest = replace(UNREACHED, started_at=utc_ms(NOW))
    (row,) = log_words.log_rows([newest, many])
    assert log_words.remark(row).startswith("240 lần liền · Chưa gặp được kho trung tâm")
    assert log_words.when(row) == "09:14 22/11 – 09:14 23/11"
    assert log_words.row_key(row) == log_words.row_key(log_words.log_rows([many])[0])


def test_a_pass_after_a_failed_one_ends_its_notice() -> None:
    assert words.notices(facts(last=NIGHT)) == ()


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"is_new_incarnation": True}, "dãy số mới"),
        ({"is_new_incarnation": True}, "mở Tiếp nhận, quét lại mã QR trên giấy hẹn để nhập lại"),
        ({"went_back_to": 18_020, "reoffered": 184}, "kho lùi về việc số 18.020"),
        ({"quarantined": 2}, "kho để riêng 2 việc"),
        ({"differences": ("rebuilt",)}, "đã dựng lại từ nhật ký; nay khớp"),
    ],
)
def test_what_is_remarkable_has_a_line_each(more: dict[str, Any], part: str) -> None:
    told = words.notices(facts(remarkable=(replace(NIGHT, **more),)))
    assert len(told) == 1
    assert part in told[0].words
    assert told[0].words.startswith("02:00: ")


@pytest.mark.parametrize(
    ("offset_ms", "part"),
    [(420_000, "nhanh 7 phút"), (-420_000, "chậm 7 phút"), (26 * 3_600_000, "nhanh 26 giờ 00 phút")],
)
def test_a_clock_that_is_off_says_by_how_much(offset_ms: int, part: str) -> None:
    told = words.notices(facts(clock_offset_ms=offset_ms))
    assert [part in each.words for each in told] == [True]


def test_the_slip_says_of_how_many_passes_its_figures_are() -> None:
    assert words.slip_span(NIGHT) == "02:00 – 02:01 thứ hai 23/11"
    assert words.slip_sum(a_slip(), NOW) == ""
    many = replace(a_slip(passes=312), since=datetime(2026, 11, 22, 2, 2))
    assert words.slip_sum(many, NOW) == "Cộng 312 lần từ 02:02 hôm qua"
    assert words.slip_proof(NIGHT) == ("Sổ chung 7f3a 90d2 … c21e trùng đến việc số 18.204", True)
    assert words.slip_proof(replace(NIGHT, differences=("feed_hash",)))[1] is False


def test_quiet_passes_and_repeated_failures_stand_in_one_row() -> None:
    quiet = [a_pass(NOW - timedelta(minutes=2 * n)) for n in range(5)]
    failed = [replace(UNREACHED, started_at=UNREACHED.started_at - n * 120_000) for n in range(3)]
    carried = a_pass(NOW - timedelta(hours=3), sent=2, stored=2)
    rows = log_words.log_rows([*failed, *quiet, carried, replace(carried, sent=3), NIGHT])
    assert [len(row.reports) for row in rows] == [3, 5, 1, 1, 1]
    assert log_words.remark(rows[0]).startswith("3 lần liền · Chưa gặp được kho trung tâm")
    assert log_words.remark(rows[1]) == "5 lần liền · không có gì mới"
    told = [log_words.outcome(row).text for row in rows[::2]]
    assert told == ["Chưa gặp kho", "Đã đồng bộ", "Đã đối chiếu"]
    assert log_words.when(rows[1]) == "09:06 – 09:14 23/11"


def test_a_row_of_the_log_stays_the_same_row_when_it_grows() -> None:
    quiet = [a_pass(NOW - timedelta(minutes=2 * n)) for n in range(5)]
    before, after = log_words.log_rows(quiet[1:]), log_words.log_rows(quiet)
    assert log_words.row_key(before[0]) == log_words.row_key(after[0])


def test_one_desk_at_two_places_is_told_before_its_new_numbers() -> None:
    begun = tuple(replace(NIGHT, is_new_incarnation=True) for _ in range(3))
    assert not any("hai nơi" in told.words for told in words.notices(facts(remarkable=begun, forks=1)))
    two, numbers = words.notices(facts(remarkable=begun, forks=3))
    assert two.tone is Tone.AMBER
    assert "có vẻ đang chạy ở hai nơi" in two.words
    assert "3 lần trong 7 ngày phải nhận dãy số mới dù không khôi phục" in two.words
    assert "dãy số mới" in numbers.words
    (heard,) = words.notices(facts(twin_at=NOW - timedelta(days=1)))
    assert "nơi kia còn ghi việc lúc 09:14 hôm qua" in heard.words
    assert heard.words.endswith("đồng bộ rồi đóng nơi kia, và báo quản trị.")
