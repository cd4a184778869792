"""The Vietnamese of a due date, word for word."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.deadline import Due, LimitUnit, Pause, TimeLimit, compute
from counter_app.forms.wording import counting_sentence, due_explanation, limit_text, remaining_text
from counter_app.services.seed_calendar import seed_calendar

CALENDAR = seed_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def due_of(
    received: str, amount: int, unit: str, *pauses: str, extension: str = "", extended_at: str = ""
) -> Due:
    pairs = (span.split("/") for span in pauses)
    return compute(
        at(received),
        TimeLimit(amount, LimitUnit(unit)),
        CALENDAR,
        [Pause(at(start), at(end) if end else None) for start, end in pairs],
        date.fromisoformat(extension) if extension else None,
        at(extended_at) if extended_at else None,
    )


def test_the_explanation_of_document_2() -> None:
    assert due_explanation(due_of("2024-08-30T14:20", 5, "working_day")) == (
        "Nhận 14:20 T6 30/08/2024 · 5 ngày làm việc · bỏ T7 31/8 – T3 03/9 (cuối tuần, Quốc khánh), 07–08/9"
        " · hẹn 17:30 T3 10/09/2024"
    )


def test_the_sentence_of_the_receipt() -> None:
    assert counting_sentence(due_of("2026-11-23T09:14", 7, "working_day")) == (
        "Cách tính: nhận ngày 23/11/2026 (T2); tính từ ngày làm việc tiếp theo 25/11; 07 ngày làm việc; "
        "trừ ngày nghỉ: 24/11 (Ngày Văn hóa Việt Nam), 28–29/11 (cuối tuần); hạn trả 17:30 T5 03/12/2026."
    )


def test_received_after_closing_with_a_worked_saturday() -> None:
    due = due_of("2025-04-25T18:00", 3, "working_day")
    assert due_explanation(due) == (
        "Nhận 18:00 T6 25/04/2025 · tính từ 07:30 T7 26/4 · 3 ngày làm việc · bỏ 27/4 (cuối tuần), "
        "T4 30/4 – CN 04/5 (Ngày Chiến thắng, Ngày Quốc tế Lao động, Nghỉ hoán đổi) · làm bù T7 26/4"
        " · hẹn 17:30 T2 05/05/2025"
    )
    assert counting_sentence(due) == (
        "Cách tính: nhận 18:00 ngày 25/04/2025 (T6); coi như nhận T7 26/4; "
        "tính từ ngày làm việc tiếp theo 28/4; 03 ngày làm việc; trừ ngày nghỉ: 27/4 (cuối tuần), "
        "30/4–04/5 (Ngày Chiến thắng, Ngày Quốc tế Lao động, Nghỉ hoán đổi); làm bù: T7 26/4; "
        "hạn trả 17:30 T2 05/05/2025."
    )


def test_parts_with_nothing_to_say_are_left_out() -> None:
    due = due_of("2026-03-09T09:00", 1, "working_day")
    assert due_explanation(due) == "Nhận 09:00 T2 09/03/2026 · 1 ngày làm việc · hẹn 17:30 T3 10/03/2026"
    assert counting_sentence(due) == (
        "Cách tính: nhận ngày 09/03/2026 (T2); tính từ ngày làm việc tiếp theo 10/3; 01 ngày làm việc; "
        "hạn trả 17:30 T3 10/03/2026."
    )


def test_calendar_days_that_end_on_days_off() -> None:
    due = due_of("2026-02-10T09:00", 10, "day")
    assert due_explanation(due) == (
        "Nhận 09:00 T3 10/02/2026 · 10 ngày · hết hạn vào ngày nghỉ T6 20/02 – CN 22/02 "
        "(Tết Nguyên đán, cuối tuần) nên dời sang T2 23/02 · hẹn 17:30 T2 23/02/2026"
    )
    assert counting_sentence(due) == (
        "Cách tính: nhận ngày 10/02/2026 (T3); tính từ ngày tiếp theo 11/02; 10 ngày; hết hạn vào ngày nghỉ "
        "20–22/02 (Tết Nguyên đán, cuối tuần) nên dời sang T2 23/02; hạn trả 17:30 T2 23/02/2026."
    )


def test_months_and_hours() -> None:
    assert due_explanation(due_of("2026-03-10T09:00", 1, "month")) == (
        "Nhận 09:00 T3 10/03/2026 · 1 tháng · hẹn 17:30 T6 10/04/2026"
    )
    assert counting_sentence(due_of("2026-03-11T12:15", 2, "working_hour")) == (
        "Cách tính: nhận 12:15 ngày 11/03/2026 (T4); tính từ 13:30 T4 11/3; 02 giờ làm việc; "
        "hạn trả 15:30 T4 11/03/2026."
    )
    assert counting_sentence(due_of("2026-11-23T16:00", 4, "working_hour")) == (
        "Cách tính: nhận 16:00 ngày 23/11/2026 (T2); 04 giờ làm việc; "
        "trừ ngày nghỉ: 24/11 (Ngày Văn hóa Việt Nam); hạn trả 10:00 T4 25/11/2026."
    )


def test_the_same_day_and_its_cut_off() -> None:
    assert due_explanation(due_of("2026-03-11T15:00", 0, "working_day")) == (
        "Nhận 15:00 T4 11/03/2026 · trong ngày làm việc · hẹn 17:30 T4 11/03/2026"
    )
    assert counting_sentence(due_of("2026-03-13T15:01", 0, "working_day")) == (
        "Cách tính: nhận ngày 13/03/2026 (T6); trong ngày làm việc; quá giờ chốt trong ngày nên sang ngày "
        "làm việc tiếp theo; trừ ngày nghỉ: 14–15/3 (cuối tuần); hạn trả 17:30 T2 16/03/2026."
    )
    assert counting_sentence(due_of("2026-03-14T09:00", 0, "working_day")) == (
        "Cách tính: nhận 09:00 ngày 14/03/2026 (T7); coi như nhận T2 16/3; trong ngày làm việc; "
        "hạn trả 17:30 T2 16/03/2026."
    )


def test_dates_of_another_year_carry_it() -> None:
    due = due_of("2025-12-31T14:00", 5, "working_day")
    run = "T5 01/01/2026 – CN 04/01/2026 (Tết Dương lịch, Nghỉ hoán đổi, cuối tuần)"
    assert f"bỏ {run} ·" in due_explanation(due)
    assert "trừ ngày nghỉ: 01–04/01/2026 (" in counting_sentence(due)


def test_a_remark_without_its_holiday_stays() -> None:
    """27/4/2026 is off in lieu: to call it Giỗ Tổ itself would be wrong."""
    due = due_of("2026-04-24T09:00", 2, "working_day")
    assert "bỏ T7 25/4 – T2 27/4 (cuối tuần, Giỗ Tổ Hùng Vương – nghỉ bù) ·" in due_explanation(due)


def test_weekends_are_called_so_once() -> None:
    text = due_explanation(due_of("2026-02-05T09:00", 13, "working_day"))
    assert "bỏ 07–08/02 (cuối tuần), T7 14/02 – CN 22/02 (Tết Nguyên đán), 28/02–01/3 ·" in text


def test_pauses_by_days_and_by_minutes() -> None:
    days = due_of(
        "2026-03-09T09:00",
        10,
        "working_day",
        "2026-03-10T10:00/2026-03-11T10:00",
        "2026-03-16T10:00/2026-03-18T10:00",
        "2026-03-20T10:00/2026-03-20T11:00",
    )
    expected = "10–11/3 (+1 ngày làm việc), 16–18/3 (+2 ngày làm việc), 20/3 (không dời hạn)"
    assert f" · tạm dừng {expected} · hẹn 17:30 T5 26/03/2026" in due_explanation(days)
    assert f"; tạm dừng: {expected.replace('+', 'cộng ')}; hạn trả" in counting_sentence(days)
    hours = due_of(
        "2026-03-11T09:00",
        4,
        "working_hour",
        "2026-03-11T09:10/2026-03-11T09:55",
        "2026-03-11T10:00/2026-03-12T08:10",
    )
    assert (
        "tạm dừng 09:10–09:55 11/3 (+45 phút làm việc), 10:00 11/3 – 08:10 12/3 (+6 giờ 10 phút làm việc)"
        in due_explanation(hours)
    )


def test_an_extension_tells_both_dates_and_its_place_among_the_pauses() -> None:
    due = due_of(
        "2026-03-02T09:00",
        5,
        "working_day",
        "2026-03-03T10:00/2026-03-05T09:00",
        "2026-03-16T10:00/2026-03-17T10:00",
        extension="2026-03-20",
        extended_at="2026-03-12T09:00",
    )
    assert due_explanation(due).endswith(
        "· tạm dừng 03–05/3 (+2 ngày làm việc) · gia hạn từ T4 11/3 đến T6 20/3 · "
        "tạm dừng 16–17/3 (+1 ngày làm việc) · hẹn 17:30 T2 23/03/2026"
    )
    assert counting_sentence(due).endswith(
        "; tạm dừng: 03–05/3 (cộng 2 ngày làm việc); gia hạn: từ 11/3 đến 20/3; "
        "tạm dừng: 16–17/3 (cộng 1 ngày làm việc); hạn trả 17:30 T2 23/03/2026."
    )


def test_while_paused_no_date_is_promised() -> None:
    due = due_of("2026-01-08T09:00", 5, "working_day", "2026-01-09T10:00/")
    expected = "đang tạm dừng từ 10:00 T6 09/01/2026, khi dừng còn 4 ngày, chưa có ngày hẹn"
    assert due_explanation(due) == f"Nhận 09:00 T5 08/01/2026 · 5 ngày làm việc · {expected}"
    assert counting_sentence(due) == (
        "Cách tính: nhận ngày 08/01/2026 (T5); tính từ ngày làm việc tiếp theo 09/01; 05 ngày làm việc; "
        f"{expected}."
    )
    late = due_explanation(due_of("2026-03-09T09:00", 1, "working_day", "2026-03-12T10:00/"))
    assert late.endswith("đang tạm dừng từ 10:00 T5 12/03/2026, khi dừng quá hạn 2 ngày, chưa có ngày hẹn")


def test_a_provisional_calendar_says_so() -> None:
    due = due_of("2026-12-28T09:00", 4, "working_day")
    assert due_explanation(due).endswith("· hẹn 17:30 T6 01/01/2027 · lịch tạm tính")
    assert counting_sentence(due).endswith("; hạn trả 17:30 T6 01/01/2027 (lịch tạm tính).")
    assert "tạm tính" not in due_explanation(due_of("2026-12-28T09:00", 3, "working_day"))


def test_a_long_limit_sums_up_its_weekends() -> None:
    text = due_explanation(due_of("2026-03-02T09:00", 90, "working_day"))
    assert ", 18–19/4, T7 25/4 – T2 27/4 (Giỗ Tổ Hùng Vương – nghỉ bù), " in text
    assert "(Ngày Chiến thắng, Ngày Quốc tế Lao động), 09–10/5, và 8 kỳ cuối tuần khác ·" in text


def test_a_label_is_repeated_as_it_stands() -> None:
    """Markup in a label is the drawing code's affair; here nothing is lost or added."""
    day = date(2026, 3, 10)
    days = {day: CalendarDay(day, DayKind.OFF, "Nghỉ <b> & {x}", "")}
    calendar = WorkingCalendar("v", days, frozenset({2026}))
    due = compute(at("2026-03-09T09:00"), TimeLimit(1, LimitUnit.WORKING_DAY), calendar)
    assert "bỏ T3 10/3 (Nghỉ <b> & {x}) ·" in due_explanation(due)


def test_the_words_outlive_the_store() -> None:
    """What is read back from an event says the same as what was promised."""
    due = due_of("2026-03-02T09:00", 5, "working_day", "2026-03-03T10:00/", extension="2026-03-20")
    assert due_explanation(Due.from_json(due.to_json())) == due_explanation(due)


@pytest.mark.parametrize(
    ("amount", "unit", "text", "bare"),
    [
        (7, "working_day", "07 ngày làm việc", "7 ngày làm việc"),
        (15, "day", "15 ngày", "15 ngày"),
        (6, "working_hour", "06 giờ làm việc", "6 giờ làm việc"),
        (1, "month", "01 tháng", "1 tháng"),
        (120, "day", "120 ngày", "120 ngày"),
        (0, "working_day", "trong ngày làm việc", "trong ngày làm việc"),
    ],
)
def test_limits(amount: int, unit: str, text: str, bare: str) -> None:
    limit = TimeLimit(amount, LimitUnit(unit))
    assert (limit_text(limit), limit_text(limit, is_padded=False)) == (text, bare)


@pytest.mark.parametrize(
    ("minutes", "text", "by_hour"),
    [
        (3736, "còn 7 ngày", "còn 62 giờ"),
        (2296, "còn 4 ngày", "còn 38 giờ"),
        (480, "còn 1 ngày", "còn 8 giờ"),
        (479, "còn 7 giờ", "còn 7 giờ"),
        (180, "còn 3 giờ", "còn 3 giờ"),
        (59, "còn 59 phút", "còn 59 phút"),
        (0, "đến hạn", "đến hạn"),
        (-44, "quá hạn 1 ngày", "quá hạn 44 phút"),
        (-104, "quá hạn 1 ngày", "quá hạn 1 giờ"),
        (-480, "quá hạn 1 ngày", "quá hạn 8 giờ"),
        (-584, "quá hạn 2 ngày", "quá hạn 9 giờ"),
    ],
)
def test_what_remains(minutes: int, text: str, by_hour: str) -> None:
    assert remaining_text(minutes) == text
    assert remaining_text(minutes, is_by_hour=True) == by_hour


def test_what_remains_of_shorter_days() -> None:
    assert remaining_text(450, hours_per_day=7.5) == "còn 1 ngày"
    assert remaining_text(449, hours_per_day=7.5) == "còn 7 giờ"


def test_a_pause_that_begins_with_the_extension_is_told_after_it() -> None:
    due = due_of(
        "2026-03-09T09:00",
        5,
        "working_day",
        "2026-03-12T10:00/2026-03-13T10:00",
        extension="2026-03-20",
        extended_at="2026-03-12T10:00",
    )
    assert due_explanation(due) == (
        "Nhận 09:00 T2 09/03/2026 · 5 ngày làm việc · bỏ 14–15/3 (cuối tuần), 21–22/3 · "
        "gia hạn từ T2 16/3 đến T6 20/3 · tạm dừng 12–13/3 (+1 ngày làm việc) · hẹn 17:30 T2 23/03/2026"
    )


def test_while_paused_weekends_to_come_are_not_counted_up() -> None:
    text = due_explanation(due_of("2026-03-02T09:00", 90, "working_day", "2026-03-10T10:00/"))
    assert " · 90 ngày làm việc · bỏ 07–08/3 (cuối tuần) · đang tạm dừng từ" in text
